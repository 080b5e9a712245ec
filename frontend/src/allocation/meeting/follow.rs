//! The boards of those who follow show what the leader's shows: the same rows, in the same order, with the same columns, and
//! the leader's cell. Whoever works in the sheet, or types anywhere, is left where they are: their keys act on their own cell.

use leptos::prelude::*;

use super::me;
use crate::{
    allocation::{board::Board, grid::Grid, look},
    i18n::{Words, fill, t_string},
    ui::announce::Announcer,
};

/// Shows what the leader shows, for as long as the reader follows.
pub(in super::super) fn follow(words: Words, board: Board, grid: Grid) {
    let leader = Memo::new(move |_| board.meetings.leader_for(me(board).as_deref()));
    // Told once, and not each time that the reader is done working in the sheet.
    Effect::new(move |before: Option<Option<String>>| {
        let name = leader.get().map(|(_, name)| name);
        if let Some(name) = name.as_ref().filter(|name| before.flatten().as_ref() != Some(*name)) {
            Announcer::say(fill(untrack(|| t_string!(words, meeting.following)), &[("name", name)]));
        }
        name
    });
    let shown = Memo::new(move |_| {
        let (id, _) = leader.get().filter(|_| !board.meetings.works.get())?;
        board.visitors.with(|all| {
            let there = all.iter().find(|visitor| visitor.id == id)?;
            Some((there.look.clone(), there.cell))
        })
    });
    watch_work(board);
    Effect::new(move |_| {
        let Some((look, cell)) = shown.get() else { return };
        if let Some(look) = look {
            look::show(grid, &look::of(&look));
        }
        if let Some(cell) = cell {
            grid.point_at(cell);
        }
    });
}

/// Notes whether the focus is where the reader works.
fn watch_work(board: Board) {
    let works = board.meetings.works;
    let focused = move || {
        let at = document().active_element();
        let is_work = |at: web_sys::Element| {
            at.matches("[role=grid] *, textarea, input:not([type=checkbox])").unwrap_or_default()
        };
        let now = at.is_some_and(is_work);
        if works.try_get_untracked() == Some(!now) {
            works.set(now);
        }
    };
    for event in ["focusin", "focusout"] {
        // What has the focus next is known once this event is over.
        let listener = window_event_listener_untyped(event, move |_| set_timeout(focused, std::time::Duration::ZERO));
        on_cleanup(move || listener.remove());
    }
}
