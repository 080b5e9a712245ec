//! Why a cell is locked: who decided it, and the reason, which can be told of all locked cells that are selected.

use leptos::prelude::*;
use shared::{
    FieldProblem, Problem,
    staffing::{
        CellEdit,
        outbox::Write,
        scenario::{MAX_EDITS, checked_note},
    },
};

use super::{board::Board, grid::Grid, sync::Sync};
use crate::{
    graphql::Failure,
    i18n::{Words, fill, t_string},
    ids::uuid,
    ui::{announce::Announcer, field::TextField, format::instant, problem},
};

/// Who locked the cell under the cursor and why, with the field of the reason for those who may change it.
#[component]
pub(super) fn LockHere(words: Words, board: Board, grid: Grid, sync: Sync, cpi: usize, column: usize) -> impl IntoView {
    let number = cpi * board.plan.with_value(|plan| plan.columns()) + column;
    let Some(cell) = board.cell(number) else { return ().into_any() };
    // What is shown of another moment has no lock of today.
    let is_locked = Memo::new(move |_| cell.with(|cell| cell.shown.locked) && board.past.with(Option::is_none));
    let lock = Memo::new(move |_| cell.with(|cell| cell.lock.clone()));
    let who = move || {
        lock.with(|lock| {
            let lock = lock.as_ref()?;
            let at = instant(words, &lock.at);
            Some(fill(t_string!(words, lock.by), &[("by", &lock.by), ("at", &at)]))
        })
    };
    let why = move || lock.with(|lock| lock.as_ref().and_then(|lock| lock.reason.clone()));
    view! {
        <Show when=move || is_locked.get()>
            <section class="lock-here" aria-label=move || t_string!(words, lock.title)>
                <p class="author" data-lock="">{move || who().unwrap_or_else(|| t_string!(words, lock.waits).to_owned())}</p>
                {move || why().map(|why| view! { <p><q data-lock-reason="">{why}</q></p> })}
                <Show when=move || board.is_open(number)><Reason words board grid sync cell=number/></Show>
            </section>
        </Show>
    }
    .into_any()
}

/// The field of the reason.
#[component]
fn Reason(words: Words, board: Board, grid: Grid, sync: Sync, cell: usize) -> impl IntoView {
    let text = RwSignal::new(String::new());
    let wrong = RwSignal::new(Vec::<FieldProblem>::new());
    let (failed, busy, write) = (RwSignal::new(None::<Failure>), RwSignal::new(false), StoredValue::new(uuid()));
    // The locked cells of the selection; the one under the cursor when nothing more is selected.
    let cells = Memo::new(move |_| {
        let selected = grid.selected();
        let all = if selected.contains(&cell) { selected } else { vec![cell] };
        all.into_iter().filter(|&cell| is_locked(board, cell) && board.is_open(cell)).collect::<Vec<usize>>()
    });
    let label = move || match cells.with(Vec::len) {
        0 | 1 => t_string!(words, lock.reason).to_owned(),
        n => fill(t_string!(words, lock.reason_of), &[("n", &n.to_string())]),
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        wrong.set(Vec::new());
        failed.set(None);
        let reason = match checked_note(&text.get_untracked()) {
            Ok(reason) => reason.unwrap_or_default(),
            Err(rule) => return wrong.set(vec![FieldProblem { field: "reason".into(), rule }]),
        };
        let edits: Vec<CellEdit> =
            cells.get_untracked().into_iter().take(MAX_EDITS).filter_map(|cell| edit(board, cell, &reason)).collect();
        if busy.get_untracked() || edits.is_empty() {
            return;
        }
        busy.set(true);
        leptos::task::spawn_local(async move {
            let done = sync.explain(&Write { id: write.get_value(), edits }).await;
            busy.try_set(false);
            if done != Err(Failure::Offline) {
                // What was refused was not applied: the next try is another write.
                write.try_set_value(uuid());
            }
            match done {
                Ok(()) => {
                    text.try_set(String::new());
                    Announcer::say(untrack(|| t_string!(words, lock.saved)));
                }
                Err(Failure::Refused(Problem::Invalid { fields })) => {
                    // Each cell has the same reason: one of them says what is wrong with it.
                    let at = |field: FieldProblem| FieldProblem { field: "reason".into(), ..field };
                    wrong.try_set(fields.into_iter().take(1).map(at).collect());
                }
                Err(failure) => drop(failed.try_set(Some(failure))),
            }
        });
    };
    let waits = Memo::new(move |_| cells.with(|cells| cells.iter().any(|&cell| is_pending(board, cell))));
    view! {
        <form class="lock-form" on:submit=submit>
            <TextField words id="lock-reason" label=Signal::derive(label) value=text name="reason" wrong/>
            <p class="wrong" role="alert">{move || failed.get().map(|failure| problem::failure(words, &failure))}</p>
            <button type="submit" class="btn btn-outline-primary btn-xs" data-lock-save="" disabled=move || waits.get() || busy.get()>
                {move || t_string!(words, lock.save)}
            </button>
        </form>
    }
}

fn is_locked(board: Board, cell: usize) -> bool {
    board.cell(cell).is_some_and(|cell| cell.with(|cell| cell.shown.locked))
}

fn is_pending(board: Board, cell: usize) -> bool {
    board.cell(cell).is_some_and(|cell| cell.with(|cell| cell.pending || cell.dispute.is_some()))
}

/// The cell as the server holds it, with a reason.
fn edit(board: Board, cell: usize, reason: &str) -> Option<CellEdit> {
    let key = board.plan.with_value(|plan| plan.key(cell))?;
    let (value, seen) = board.cell(cell)?.with_untracked(|cell| (cell.saved, cell.revision));
    value.locked.then(|| CellEdit { cell: key, value, seen, reason: Some(reason.to_owned()) })
}
