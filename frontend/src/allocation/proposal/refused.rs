//! Why no plan keeps all bounds, and the cheapest way out.

use std::sync::Arc;

use leptos::prelude::*;
use shared::staffing::allocate::{Bound, Infeasible, Part};

use super::names::bound;
use crate::{
    allocation::board::Board,
    i18n::{Words, fill, t_string},
    ui::format::millions,
};

/// The bounds that contradict each other, and how little would have to give way.
#[component]
pub(super) fn Refused(words: Words, board: Board, reason: Arc<Infeasible>) -> impl IntoView {
    let plan = board.plan.get_value();
    let (budget, moves, repair) = (reason.budget, reason.moves, reason.clone());
    let [is_loose, is_lost] = [Part::Reason, Part::Repair].map(|part| reason.unfinished.contains(&part));
    let why = {
        let plan = plan.clone();
        move || {
            let budget = budget.then(|| view! { <li>{t_string!(words, proposal.the_budget)}</li> }.into_any());
            let moves = moves.then(|| view! { <li>{t_string!(words, proposal.the_moves)}</li> }.into_any());
            let line = |of: &Bound| view! { <li>{bound(words, &plan, of)}</li> }.into_any();
            reason.bounds.iter().map(line).chain(budget).chain(moves).collect::<Vec<AnyView>>()
        }
    };
    let mend = move || {
        let line = |relaxed: &shared::staffing::allocate::Relaxed| {
            let text = fill(
                t_string!(words, proposal.relax),
                &[("bound", &bound(words, &plan, &relaxed.bound)), ("n", &relaxed.operators.to_string())],
            );
            view! { <li>{text}</li> }.into_any()
        };
        let money = repair.repair.yearly_cost_cents.map(|cents| {
            let text = fill(t_string!(words, proposal.more_money), &[("n", &millions(words, cents as f64))]);
            view! { <li>{text}</li> }.into_any()
        });
        let moves = repair.repair.moves.map(|people| {
            let text = fill(t_string!(words, proposal.more_moves), &[("n", &people.to_string())]);
            view! { <li>{text}</li> }.into_any()
        });
        repair.repair.bounds.iter().map(line).chain(moves).chain(money).collect::<Vec<AnyView>>()
    };
    view! {
        <div class="infeasible">
            <p><strong>{move || t_string!(words, proposal.infeasible)}</strong></p>
            <ul>{why}</ul>
            {is_loose.then(|| view! { <p>{move || t_string!(words, proposal.reason_open)}</p> })}
            {if is_lost {
                view! { <p>{move || t_string!(words, proposal.repair_open)}</p> }.into_any()
            } else {
                view! {
                    <p>{move || t_string!(words, proposal.repair)}</p>
                    <ul>{mend}</ul>
                }
                .into_any()
            }}
        </div>
    }
}
