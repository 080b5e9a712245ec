//! The warning of a plan that looks fair by job centre or by province and leaves profiles with nobody.

use std::collections::BTreeMap;

use leptos::prelude::*;
use shared::staffing::allocate::{Level, Told, empty_cells};

use super::asked::Asked;
use crate::{
    allocation::board::Board,
    i18n::{Words, either, fill, t_string},
};

/// Which profiles have nobody at how many job centres that need them, and the offer to measure each by itself.
pub(super) fn warning(words: Words, board: Board, asked: Asked, told: &Told, by_cell: Callback<()>) -> Option<AnyView> {
    let empty = if asked.level == Level::Cell { BTreeMap::new() } else { without_anybody(board, told) };
    let cells: usize = empty.values().sum();
    let text = move || {
        let name = |(profile, cpis): (&usize, &usize)| {
            let name = board.plan.with_value(|plan| {
                plan.profiles.get(*profile).map(|(_, name)| either(words, &name.it, &name.en).to_owned())
            });
            format!("{} ({cpis})", name.unwrap_or_default())
        };
        let profiles = empty.iter().map(name).collect::<Vec<_>>().join(", ");
        fill(t_string!(words, proposal.empty), &[("n", &cells.to_string()), ("profiles", &profiles)])
    };
    (cells > 0).then(|| {
        view! {
            <div class="ask-empty">
                <p>{text}</p>
                <button type="button" class="btn btn-outline-primary btn-xs" on:click=move |_| by_cell.run(())>
                    {move || t_string!(words, proposal.empty_by_cell)}
                </button>
            </div>
        }
        .into_any()
    })
}

/// For each profile the job centres that need it and have nobody, neither in service nor new.
fn without_anybody(board: Board, told: &Told) -> BTreeMap<usize, usize> {
    let Some(sizing) = board.sizing.get_untracked() else { return BTreeMap::new() };
    let columns = board.plan.with_value(|plan| plan.columns()).max(1);
    let mut staff: Vec<f64> =
        sizing.have().iter().zip(&told.operators).map(|(have, &new)| have + f64::from(new)).collect();
    for moved in &told.moves {
        for (key, by) in [(&moved.from, -f64::from(moved.people)), (&moved.to, f64::from(moved.people))] {
            let cell =
                (0..staff.len()).find(|&cell| board.plan.with_value(|plan| plan.key(cell).as_ref() == Some(key)));
            if let Some(there) = cell.and_then(|cell| staff.get_mut(cell)) {
                *there += by;
            }
        }
    }
    empty_cells(sizing.required(), &staff, columns)
}
