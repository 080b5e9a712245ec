//! The cells that both changed, each a card with the choices, and those that come without a question, each to be left out.

use leptos::prelude::*;
use shared::staffing::{
    CellValue,
    merge::{Choice, Fate, Sides},
};

use super::bench::Bench;
use crate::{
    allocation::{board::Board, proposal::cell_name},
    i18n::{Words, fill, t_string},
};

/// `4`, `4, bloccata`.
fn written(words: Words, value: CellValue) -> String {
    let operators = value.operators.to_string();
    if value.locked { fill(t_string!(words, merging.locked), &[("n", &operators)]) } else { operators }
}

fn name_of(words: Words, board: Board, cell: usize) -> String {
    board.plan.with_value(|plan| plan.key(cell).map(|key| cell_name(words, plan, &key)).unwrap_or_default())
}

/// The cards. They stay while their cells are asked about, so that the focus stays where it is.
#[component]
pub(super) fn Cards(words: Words, board: Board, bench: Bench) -> impl IntoView {
    let cells = Memo::new(move |_| bench.asked().iter().map(|cell| cell.place).collect::<Vec<usize>>());
    view! {
        <Show when=move || cells.with(|cells| !cells.is_empty())>
            <section aria-labelledby="merge-asked">
                <h3 id="merge-asked">{move || t_string!(words, merging.asked)}</h3>
                <p>{move || t_string!(words, merging.asked_lead)}</p>
                <ul class="merge-cards"><For each=move || cells.get() key=|cell| *cell let:cell><Card words board bench cell/></For></ul>
            </section>
        </Show>
    }
}

#[component]
fn Card(words: Words, board: Board, bench: Bench, cell: usize) -> impl IntoView {
    let sides = Memo::new(move |_| bench.sides(cell));
    let mark = board
        .plan
        .with_value(|plan| plan.key(cell))
        .map(|key| format!("{}:{}", key.cpi, key.profile))
        .unwrap_or_default();
    let why = move || {
        let Sides { base, .. } = sides.get();
        let text = if sides.with(Sides::fate) == Fate::Conflict {
            t_string!(words, merging.both_changed)
        } else {
            t_string!(words, merging.locked_here)
        };
        fill(text, &[("base", &written(words, base))])
    };
    let group = format!("merge-{mark}");
    let choice = move |choice: Choice| {
        let (name, id) = (group.clone(), format!("{group}-{choice:?}"));
        let of = id.clone();
        let is_chosen = move || bench.choice(cell) == Some(choice);
        let text = move || match choice {
            Choice::Mine => fill(t_string!(words, merging.mine), &[("n", &written(words, sides.get().mine))]),
            Choice::Theirs => fill(t_string!(words, merging.theirs), &[("n", &written(words, sides.get().theirs))]),
            Choice::Both => {
                let value = sides.get().chosen(Choice::Both);
                fill(t_string!(words, merging.both), &[("n", &written(words, value))])
            }
        };
        view! {
            <label for=of>
                <input type="radio" id=id name=name prop:checked=is_chosen
                    on:change=move |_| bench.choose(cell, choice)/>
                <span>{text}</span>
            </label>
        }
        .into_any()
    };
    let both = choice.clone();
    let has_both = Memo::new(move |_| sides.get().both().is_some());
    view! {
        <li data-merge=mark>
            <fieldset>
                <legend>{move || name_of(words, board, cell)}</legend>
                <p>{why}</p>
                <div class="merge-choices">
                    {choice(Choice::Mine)}{choice(Choice::Theirs)}
                    {move || has_both.get().then(|| both(Choice::Both))}
                </div>
            </fieldset>
        </li>
    }
}

/// What comes without a question.
#[component]
pub(super) fn Taken(words: Words, board: Board, bench: Bench) -> impl IntoView {
    let cells = Memo::new(move |_| bench.taken().iter().map(|cell| cell.place).collect::<Vec<usize>>());
    let row = move |cell: usize| {
        let sides = Memo::new(move |_| bench.sides(cell));
        let is_taken = move || bench.choice(cell) != Some(Choice::Mine);
        let turn = move |event| {
            let choice = if event_target_checked(&event) { Choice::Theirs } else { Choice::Mine };
            bench.choose(cell, choice);
        };
        let label = move || fill(t_string!(words, merging.take), &[("cell", &name_of(words, board, cell))]);
        view! {
            <tr>
                <td><input type="checkbox" aria-label=label prop:checked=is_taken on:change=turn/></td>
                <th scope="row">{move || name_of(words, board, cell)}</th>
                <td class="change">
                    {move || { let sides = sides.get(); format!("{} → {}", written(words, sides.mine), written(words, sides.theirs)) }}
                </td>
            </tr>
        }
    };
    view! {
        <Show when=move || cells.with(|cells| !cells.is_empty())>
            <section aria-labelledby="merge-taken">
                <h3 id="merge-taken">{move || t_string!(words, merging.taken)}</h3>
                <div class="changes merge-taken" tabindex="0" role="group" aria-labelledby="merge-taken">
                    <table>
                        <thead>
                            <tr>
                                <th scope="col">{move || t_string!(words, spreadsheet.head_take)}</th>
                                <th scope="col">{move || t_string!(words, merging.cell)}</th>
                                <th scope="col">{move || t_string!(words, proposal.change)}</th>
                            </tr>
                        </thead>
                        <tbody><For each=move || cells.get() key=|cell| *cell children=row/></tbody>
                    </table>
                </div>
            </section>
        </Show>
    }
}
