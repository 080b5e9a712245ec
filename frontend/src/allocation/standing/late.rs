//! Edits that came too late, because the scenario was no draft any more: what was typed stands here until the reader decides.

use gloo::timers::callback::Timeout;
use leptos::prelude::*;
use shared::{
    identity::Action,
    staffing::{CellKey, CellValue, scenario::State},
};

use super::copy::{CopyWindow, Original};
use crate::{
    allocation::board::Board,
    i18n::{Words, fill, t_string},
    ui::{announce::Announcer, format::instant},
};

/// How long what was dropped can be taken back, milliseconds.
const UNDO_MS: u32 = 10_000;

/// The list, above the board.
#[component]
pub(in super::super) fn Late(words: Words, board: Board) -> impl IntoView {
    let late = Memo::new(move |_| {
        let edits = board.outbox.with(|outbox| outbox.stranded().map(|(k, v)| (k.clone(), v)).collect::<Vec<_>>());
        // A number that stands there by now is no edit any more.
        edits.into_iter().filter(|(key, value)| saved(board, key) != Some(*value)).collect::<Vec<_>>()
    });
    let dropped = RwSignal::new(Vec::<(CellKey, CellValue)>::new());
    let timer = StoredValue::new_local(None::<Timeout>);
    let original = RwSignal::new(None::<Original>);
    let copy = move |_| {
        let name = board.outline.with_untracked(|outline| outline.name.clone());
        let scenario = board.plan.with_value(|plan| plan.uuid.clone());
        let (revision, edits) = (board.revision.get_untracked(), late.get_untracked());
        original.set(Some(Original { scenario, name, revision, edits }));
    };
    let drop_them = move |_| {
        let edits = board.take_late();
        let n = edits.len().to_string();
        Announcer::say(untrack(|| fill(t_string!(words, standing.dropped), &[("n", &n)])));
        dropped.set(edits);
        timer.set_value(Some(Timeout::new(UNDO_MS, move || drop(dropped.try_set(Vec::new())))));
    };
    let take_back = move |_| {
        board.keep_late(dropped.get_untracked());
        dropped.set(Vec::new());
    };
    let write_now = move |_| board.write_late();
    let open = Memo::new(move |_| board.standing.with(shared::staffing::scenario::Standing::is_open));
    let may_copy = move || board.session.may_at_all(Action::CopyScenarios);
    view! {
        <section class="disputes late" role="alert" hidden=move || late.with(Vec::is_empty)
            aria-label=move || t_string!(words, standing.late)>
            <p>{move || why(words, board)}</p>
            <ul>{move || late.get().into_iter().map(|(key, value)| row(words, board, &key, value)).collect::<Vec<_>>()}</ul>
            <span class="choices">
                <Show when=move || open.get()>
                    <button type="button" class="btn btn-primary btn-xs" data-late="write" on:click=write_now>
                        {move || t_string!(words, standing.write_now)}
                    </button>
                </Show>
                <Show when=may_copy>
                    <button type="button" class="btn btn-outline-primary btn-xs" data-late="copy" on:click=copy>
                        {move || t_string!(words, standing.copy_with)}
                    </button>
                </Show>
                <button type="button" class="btn btn-outline-primary btn-xs" data-late="drop" on:click=drop_them>
                    {move || t_string!(words, standing.drop)}
                </button>
            </span>
        </section>
        <p class="undo-line" role="status" hidden=move || dropped.with(Vec::is_empty)>
            {move || fill(t_string!(words, standing.dropped), &[("n", &dropped.with(Vec::len).to_string())])}" "
            <button type="button" class="btn btn-outline-primary btn-xs" data-late="undo" on:click=take_back>
                {move || t_string!(words, allocation.undo)}
            </button>
        </p>
        <CopyWindow words original on_copied=Callback::new(move |()| drop(board.take_late()))/>
    }
}

/// What the server holds in a cell.
fn saved(board: Board, key: &CellKey) -> Option<CellValue> {
    let cell = board.plan.with_value(|plan| plan.cell(key))?;
    board.cell(cell).map(|cell| cell.with(|cell| cell.saved))
}

/// Why they came too late: who took which step.
fn why(words: Words, board: Board) -> String {
    board.standing.with(|standing| {
        let text = match (standing.state, standing.archived) {
            (_, true) => t_string!(words, standing.late_archived),
            (State::Draft, _) => t_string!(words, standing.late_open),
            (State::Proposed, _) => t_string!(words, standing.late_proposed),
            (State::Approved, _) => t_string!(words, standing.late_approved),
            (State::InForce, _) => t_string!(words, standing.late_in_force),
        };
        fill(text, &[("by", &standing.by), ("at", &instant(words, &standing.at))])
    })
}

fn row(words: Words, board: Board, key: &CellKey, value: CellValue) -> AnyView {
    let plan = board.plan.get_value();
    let name = plan.cpis.iter().find(|cpi| cpi.code == key.cpi).map(|cpi| cpi.name.clone()).unwrap_or_default();
    let mut mine = value.operators.to_string();
    if value.locked {
        mine = format!("{mine}, {}", t_string!(words, allocation.cell_locked));
    }
    let now = saved(board, key).unwrap_or_default().operators.to_string();
    let text = fill(t_string!(words, standing.late_row), &[("mine", &mine), ("now", &now)]);
    view! {
        <li data-late-cell=format!("{}:{}", key.cpi, key.profile)><strong>{name}" · "{key.profile.to_string()}</strong>" "{text}</li>
    }
    .into_any()
}
