//! The order in which the operators would come, one at a time, each with the place that was second best then.

use std::sync::Arc;

use leptos::{html, prelude::*};
use shared::staffing::allocate::{MAX_PLACEMENTS, Placed, Told};

use super::{
    asked::{Asked, level_of},
    names::cell_name,
};
use crate::{
    allocation::{board::Board, plan::Plan},
    i18n::{Words, fill, t_string},
};

/// Rows that are added at a time.
const PAGE: usize = 50;

/// The order, folded; its rows are made when it is opened.
#[component]
pub(super) fn Order(words: Words, board: Board, asked: Asked, told: Arc<Told>) -> impl IntoView {
    let plan = board.plan.get_value();
    let (opened, shown) = (RwSignal::new(false), RwSignal::new(PAGE));
    let list: NodeRef<html::Div> = NodeRef::new();
    let all = told.placements.len();
    let rows = move || {
        let line = |(number, placed): (usize, &Placed)| row(words, &plan, number + 1, placed);
        told.placements.iter().enumerate().take(shown.get()).map(line).collect::<Vec<AnyView>>()
    };
    let more = move |_| {
        shown.update(|shown| *shown += PAGE);
        // The button goes away with the last rows.
        if shown.get_untracked() >= all
            && let Some(list) = list.get_untracked()
        {
            let _ = list.focus();
        }
    };
    let body = move || {
        let rows = rows.clone();
        opened.get().then(|| {
            view! {
                <p class="ask-note">
                    {fill(t_string!(words, proposal.order_note), &[("level", asked.level(words))])}
                    {(all == MAX_PLACEMENTS).then(|| {
                        format!(" {}", fill(t_string!(words, proposal.order_first), &[("n", &all.to_string())]))
                    })}
                </p>
                <div node_ref=list class="changes" tabindex="0" role="group" aria-label=t_string!(words, proposal.order)>
                    <table>
                        <thead>
                            <tr>
                                <th scope="col">{t_string!(words, proposal.order_number)}</th>
                                <th scope="col">{t_string!(words, proposal.order_place)}</th>
                                <th scope="col">{t_string!(words, proposal.order_pressure)}</th>
                                <th scope="col">{t_string!(words, proposal.order_next)}</th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
                <Show when=move || shown.get() < all>
                    <button type="button" class="btn btn-outline-primary btn-xs order-more" on:click=more>
                        {move || {
                            let left = PAGE.min(all.saturating_sub(shown.get()));
                            fill(t_string!(words, proposal.order_more), &[("n", &left.to_string())])
                        }}
                    </button>
                </Show>
            }
        })
    };
    (all > 0).then(|| {
        view! {
            <details class="order" on:toggle=move |_| opened.set(true)>
                <summary>{move || t_string!(words, proposal.order)}</summary>
                {body}
            </details>
        }
    })
}

fn row(words: Words, plan: &Plan, number: usize, placed: &Placed) -> AnyView {
    let pressure = format!("{} → {}", level_of(words, placed.before), level_of(words, placed.after));
    let next = placed
        .runner_up
        .as_ref()
        .map(|next| format!("{} ({})", cell_name(words, plan, &next.cell), level_of(words, next.pressure)));
    view! {
        <tr>
            <td>{number}</td>
            <th scope="row">{cell_name(words, plan, &placed.cell)}</th>
            <td class="change">{pressure}</td>
            <td>{next}</td>
        </tr>
    }
    .into_any()
}
