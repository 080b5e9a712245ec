//! Cells that two people changed: both numbers, and the choice.

use leptos::prelude::*;
use shared::staffing::CellValue;

use super::{board::Board, grid::Grid};
use crate::{
    i18n::{Words, fill, t_string},
    ui::format::whole,
};

/// The list of disputes, above the board.
#[component]
pub(super) fn Disputes(words: Words, board: Board, grid: Grid) -> impl IntoView {
    let disputed = Memo::new(move |_| {
        let plan = board.plan.get_value();
        board.outbox.with(|outbox| {
            outbox
                .disputes()
                .filter_map(|(key, dispute)| {
                    Some((plan.cell(key)?, format!("{}:{}", key.cpi, key.profile), dispute.clone()))
                })
                .collect::<Vec<_>>()
        })
    });
    let row = move |(cell, name, dispute): (usize, String, shared::staffing::outbox::Dispute)| {
        let plan = board.plan.get_value();
        let columns = plan.columns().max(1);
        let cpi = plan.cpis.get(cell / columns).map(|cpi| cpi.name.clone()).unwrap_or_default();
        let profile = plan.profiles.get(cell % columns).map(|(code, _)| code.to_string()).unwrap_or_default();
        let (mine, theirs, by) = (dispute.mine, dispute.theirs.operators, dispute.theirs.by.clone());
        let theirs = CellValue { operators: theirs, locked: dispute.theirs.locked };
        let said = move |value: CellValue| told(words, value, mine.locked != theirs.locked);
        let settle = move |keep_mine: bool| {
            board.settle(cell, keep_mine);
            grid.show(cell);
        };
        view! {
            <li data-dispute=name>
                <strong>{cpi}" · "{profile}</strong>
                " "
                {move || fill(
                    t_string!(words, allocation.dispute),
                    &[("mine", &said(mine)), ("theirs", &said(theirs)), ("by", &by)],
                )}
                <span class="choices">
                    <button type="button" class="btn btn-primary btn-xs" data-keep="mine" on:click=move |_| settle(true)>
                        {move || fill(t_string!(words, allocation.keep_mine), &[("n", &said(mine))])}
                    </button>
                    <button type="button" class="btn btn-outline-primary btn-xs" data-keep="theirs" on:click=move |_| settle(false)>
                        {move || fill(t_string!(words, allocation.keep_theirs), &[("n", &said(theirs))])}
                    </button>
                </span>
            </li>
        }
        .into_any()
    };
    view! {
        <section class="disputes" role="alert" hidden=move || disputed.with(Vec::is_empty)
            aria-label=move || t_string!(words, allocation.disputes)>
            <ul>{move || disputed.get().into_iter().map(row).collect::<Vec<_>>()}</ul>
        </section>
    }
}

/// A value in words: its number, and whether it is locked where that is what differs.
fn told(words: Words, value: CellValue, locks: bool) -> String {
    let number = whole(words, f64::from(value.operators));
    match (locks, value.locked) {
        (false, _) => number,
        (true, true) => fill(t_string!(words, allocation.value_locked), &[("n", &number)]),
        (true, false) => fill(t_string!(words, allocation.value_free), &[("n", &number)]),
    }
}
