//! A change of the history in a few words.

use leptos::prelude::*;
use shared::staffing::past::{Change, Timeline};

use super::{super::board::Board, Entry};
use crate::{
    allocation::standing::name_of_state,
    i18n::{Words, counted, fill, t_string},
    ui::format::{instant, whole},
};

/// What a change did: `Foggia OR: 2 → 4`, `12 celle`, `parametri`, or the step that it was.
pub(super) fn what(words: Words, board: Board, timeline: &Timeline, entry: &Entry) -> String {
    let Some(change) = timeline.change(entry.revision) else { return String::new() };
    let mut parts = Vec::new();
    match entry.step {
        Some((_, true)) => parts.push(t_string!(words, standing.archived).to_owned()),
        Some((state, false)) => parts.push(name_of_state(words, state).to_owned()),
        None => {}
    }
    if let Some(cells) = cells(words, board, timeline, entry.revision, change) {
        parts.push(cells);
    }
    if change.outline.is_some() {
        parts.push(t_string!(words, past.parameters).to_owned());
    }
    if !change.figures.is_empty() {
        let n = change.figures.len();
        let text = counted(n, t_string!(words, past.figures_one), t_string!(words, past.figures));
        parts.push(fill(text, &[("n", &n.to_string())]));
    }
    if parts.is_empty() {
        parts.push(t_string!(words, past.said).to_owned());
    }
    parts.join(", ")
}

/// The cells that a change set: one by name, with what it held before, several as a count.
fn cells(words: Words, board: Board, timeline: &Timeline, revision: u64, change: &Change) -> Option<String> {
    let [(key, after)] = change.cells.as_slice() else {
        let n = change.cells.len();
        return (n > 0).then(|| fill(t_string!(words, past.cells), &[("n", &n.to_string())]));
    };
    let before = timeline.at(revision.saturating_sub(1)).cell(key);
    let name = board.plan.with_value(|plan| {
        plan.cpis.iter().find(|cpi| cpi.code == key.cpi).map_or_else(|| key.cpi.to_string(), |cpi| cpi.name.clone())
    });
    let locked = match (before.locked, after.locked) {
        (false, true) => format!(" ({})", t_string!(words, past.locked)),
        (true, false) => format!(" ({})", t_string!(words, past.unlocked)),
        _ => String::new(),
    };
    let (then, now) = (f64::from(before.operators), f64::from(after.operators));
    let change = if then.total_cmp(&now).is_eq() {
        whole(words, now)
    } else {
        format!("{} → {}", whole(words, then), whole(words, now))
    };
    Some(format!("{name} {}: {change}{locked}", key.profile))
}

/// When and by whom: `26/11/2026, 10:42 · Anna`.
pub(super) fn when(words: Words, entry: &Entry) -> String {
    format!("{} · {}", instant(words, &entry.at), entry.by)
}
