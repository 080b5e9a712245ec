//! Why a cell is locked: who decided it, and the reason, which can be told of all locked cells that are selected.

use leptos::prelude::*;
use shared::{
    FieldProblem, Problem,
    staffing::{
        CellEdit,
        outbox::Write,
        scenario::{Lock, MAX_EDITS, checked_note},
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
    let why = move || lock.with(|lock| reason_of(lock.as_ref()));
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
    // It begins with the reason that stands, or with what was begun: whoever empties it takes the reason back.
    let stands = board.reason(cell).unwrap_or_default();
    let text =
        RwSignal::new(board.begun.with_value(|begun| begun.get(&cell).cloned()).unwrap_or_else(|| stands.clone()));
    // What is untouched follows the reason that others give.
    let standing =
        Memo::new(move |_| board.cell(cell).and_then(|cell| cell.with(|cell| reason_of(cell.lock.as_ref()))));
    Effect::new(move |before: Option<String>| {
        let now = standing.get().unwrap_or_default();
        if before.is_some_and(|before| before != now && text.with_untracked(|text| *text == before)) {
            text.set(now.clone());
        }
        now
    });
    Effect::new(move |_| {
        let typed = text.get();
        board.begun.try_update_value(|begun| {
            if typed == untrack(|| board.reason(cell)).unwrap_or_default() {
                begun.remove(&cell);
            } else {
                begun.insert(cell, typed);
            }
        });
    });
    let wrong = RwSignal::new(Vec::<FieldProblem>::new());
    let (failed, busy) = (RwSignal::new(None::<Failure>), RwSignal::new(false));
    // What was sent and had no answer: the same is sent again under the same name, anything else is another write.
    let unanswered = StoredValue::new(None::<Write>);
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
        // An empty reason is taken back where it is read, and nowhere else.
        let wanted =
            |of: &usize| board.reason(*of).unwrap_or_default() != reason && (!reason.is_empty() || *of == cell);
        let cells = cells.get_untracked().into_iter().filter(wanted).take(MAX_EDITS);
        let edits: Vec<CellEdit> = cells.filter_map(|cell| edit(board, cell, &reason)).collect();
        if busy.get_untracked() {
            return;
        }
        if edits.is_empty() {
            return Announcer::say(t_string!(words, lock.unchanged));
        }
        busy.set(true);
        let write = match unanswered.get_value() {
            Some(write) if write.edits == edits => write,
            _ => Write { id: uuid(), edits },
        };
        unanswered.set_value(Some(write.clone()));
        leptos::task::spawn_local(async move {
            let done = sync.explain(&write).await;
            busy.try_set(false);
            if done != Err(Failure::Offline) {
                unanswered.try_set_value(None);
            }
            match done {
                Ok(()) => {
                    board.begun.try_update_value(|begun| begun.remove(&cell));
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

fn reason_of(lock: Option<&Lock<String>>) -> Option<String> {
    lock.and_then(|lock| lock.reason.clone())
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
