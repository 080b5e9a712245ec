//! Cells that two people changed: both numbers, and the choice.

use leptos::prelude::*;

use super::{board::Board, grid::Grid};
use crate::i18n::{Words, fill, t_string};

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
        let (mine, theirs) = (dispute.mine.operators.to_string(), dispute.theirs.operators.to_string());
        let (mine_said, theirs_said, by) = (mine.clone(), theirs.clone(), dispute.theirs.by.clone());
        let settle = move |keep_mine: bool| {
            board.settle(cell, keep_mine);
            grid.go_to(cell / columns);
        };
        view! {
            <li data-dispute=name>
                <strong>{cpi}" · "{profile}</strong>
                " "
                {move || fill(
                    t_string!(words, allocation.dispute),
                    &[("mine", &mine_said), ("theirs", &theirs_said), ("by", &by)],
                )}
                <span class="choices">
                    <button type="button" class="btn btn-primary btn-xs" data-keep="mine" on:click=move |_| settle(true)>
                        {move || fill(t_string!(words, allocation.keep_mine), &[("n", &mine)])}
                    </button>
                    <button type="button" class="btn btn-outline-primary btn-xs" data-keep="theirs" on:click=move |_| settle(false)>
                        {move || fill(t_string!(words, allocation.keep_theirs), &[("n", &theirs)])}
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
