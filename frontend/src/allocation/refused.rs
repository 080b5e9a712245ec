//! Numbers that the server refused: each by name, with the reason, to be sent again or given up. None is lost unseen.

use leptos::prelude::*;
use shared::{
    Problem,
    staffing::{
        CellEdit, CellKey,
        outbox::Aside,
        room::{Placed, Room, is_full},
    },
};

use super::board::Board;
use crate::{
    graphql::Failure,
    i18n::{Words, fill, t_string},
    ui::{
        format::{millions, whole},
        problem,
    },
};

/// The list, above the board.
#[component]
pub(super) fn Refused(words: Words, board: Board) -> impl IntoView {
    let aside = Memo::new(move |_| board.outbox.with(|outbox| outbox.aside().to_vec()));
    let reasons = move || {
        let mut reasons: Vec<String> = Vec::new();
        for reason in aside.get().iter().map(|aside| reason(words, board, aside)) {
            if !reasons.contains(&reason) {
                reasons.push(reason);
            }
        }
        reasons.join(" ")
    };
    let numbers = move || {
        let all: Vec<String> = aside.get().iter().map(|aside| named(words, board, aside)).collect();
        fill(t_string!(words, allocation.lost), &[("cells", &all.join(", "))])
    };
    let fitting = Memo::new(move |_| aside.with(|aside| fitting(board, aside)));
    let offer = move || match fitting.with(|edits| gained(board, edits)) {
        0 => t_string!(words, allocation.fit_less).to_owned(),
        1 => t_string!(words, allocation.fit_one).to_owned(),
        n => fill(t_string!(words, allocation.fit), &[("n", &whole(words, f64::from(n)))]),
    };
    view! {
        <div class="banner refused" role="alert" data-refused="" hidden=move || aside.with(Vec::is_empty)>
            <span>{reasons}" "{numbers}</span>
            <button type="button" class="btn btn-primary btn-xs" data-aside="fit" hidden=move || fitting.with(Vec::is_empty)
                on:click=move |_| take(board, &fitting.get_untracked())>
                {offer}
            </button>
            <button type="button" class="btn btn-primary btn-xs" data-aside="again" on:click=move |_| board.decide_aside(true)>
                {move || t_string!(words, problem.retry)}
            </button>
            <button type="button" class="btn btn-outline-primary btn-xs" data-aside="drop" on:click=move |_| board.decide_aside(false)>
                {move || t_string!(words, allocation.give_up)}
            </button>
        </div>
        <div class="banner refused" role="alert" hidden=move || !board.full.get()>
            {move || t_string!(words, allocation.no_room)}
        </div>
    }
}

impl Board {
    /// Sends the numbers that were refused once more, or gives them up.
    fn decide_aside(self, again: bool) {
        if !again {
            let aside = self.outbox.with_untracked(|outbox| outbox.aside().to_vec());
            self.forget(&aside);
        }
        self.outbox.update(|outbox| if again { outbox.retry() } else { outbox.drop_aside() });
        self.keep_outbox();
        self.refresh_all();
    }

    /// What was refused and is given up is no step to undo.
    fn forget(self, aside: &[Aside]) {
        self.history.update(|history| history.forget(aside.iter().map(|aside| (aside.cell.clone(), aside.value))));
        self.keeper.with_value(|keeper| self.history.with_untracked(|history| keeper.keep_history(history)));
    }
}

/// As much of what found no room as there is room for now.
fn fitting(board: Board, aside: &[Aside]) -> Vec<CellEdit> {
    let full = aside.iter().filter(|aside| is_full(&aside.why) != (false, false));
    let wish =
        |aside: &Aside| CellEdit { cell: aside.cell.clone(), value: aside.value, seen: aside.seen, reason: None };
    let wishes: Vec<CellEdit> = full.map(wish).collect();
    // Nothing is followed while nothing was refused: the board is counted at every key. And what is frozen takes nothing.
    if wishes.is_empty() || board.is_frozen() {
        return Vec::new();
    }
    let Some(costs) = board.assumptions.with(|assumptions| {
        let profiles = assumptions.as_ref()?.profiles.iter();
        Some(profiles.map(|profile| (profile.code.clone(), profile.yearly_cost_cents)).collect())
    }) else {
        return Vec::new();
    };
    let room = board.outline.with(|outline| Room::new(outline, costs));
    let now = |key: &CellKey| {
        let cell = board.plan.with_value(|plan| plan.cell(key)).and_then(|cell| board.cell(cell));
        cell.map(|cell| cell.with(|cell| cell.shown)).unwrap_or_default()
    };
    let placed = board.placed();
    let keys = (0..placed.len()).filter_map(|cell| board.plan.with_value(|plan| plan.key(cell)));
    let keys: Vec<CellKey> = keys.collect();
    let placed = Placed::of(keys.iter().map(|key| &key.profile).zip(placed));
    room.fit(&placed, &wishes, now)
}

/// How many operators some edits would add.
fn gained(board: Board, edits: &[CellEdit]) -> u32 {
    let stands = |edit: &CellEdit| {
        board.plan.with_value(|plan| plan.cell(&edit.cell)).map_or(0, |cell| board.shown(cell).operators)
    };
    edits.iter().map(|edit| edit.value.operators.saturating_sub(stands(edit))).sum()
}

/// Takes what fits in place of the numbers that found no room.
fn take(board: Board, edits: &[CellEdit]) {
    let values =
        edits.iter().filter_map(|edit| Some((board.plan.with_value(|plan| plan.cell(&edit.cell))?, edit.value)));
    let values: Vec<_> = values.collect();
    let mut replaced = board.outbox.with_untracked(|outbox| outbox.aside().to_vec());
    replaced.retain(|aside| edits.iter().any(|edit| edit.cell == aside.cell));
    board.forget(&replaced);
    // What is typed over a number set aside replaces it; where nothing fits, it stays aside.
    board.set(&values);
}

/// The reason, as it concerns one cell.
fn reason(words: Words, board: Board, aside: &Aside) -> String {
    let (heads, money) = is_full(&aside.why);
    let (head_count, budget) =
        board.outline.with(|outline| (f64::from(outline.head_count), outline.budget_cents as f64));
    match &aside.why {
        _ if heads => fill(t_string!(words, allocation.no_heads), &[("n", &whole(words, head_count))]),
        _ if money => fill(t_string!(words, allocation.no_money), &[("n", &millions(words, budget))]),
        Problem::Invalid { fields } => {
            fields.first().map(|field| problem::rule(words, &field.rule)).unwrap_or_default()
        }
        why => problem::failure(words, &Failure::Refused(why.clone())),
    }
}

fn named(words: Words, board: Board, aside: &Aside) -> String {
    board.plan.with_value(|plan| {
        let cpi = plan.cpis.iter().find(|cpi| cpi.code == aside.cell.cpi);
        let name = cpi.map_or(aside.cell.cpi.as_str(), |cpi| &cpi.name);
        format!("{name} {} = {}", aside.cell.profile, whole(words, f64::from(aside.value.operators)))
    })
}
