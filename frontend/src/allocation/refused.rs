//! Numbers that the server refused: each by name, with the reason, to be sent again or given up. None is lost unseen.

use leptos::prelude::*;
use shared::{Problem, staffing::outbox::Aside};

use super::board::Board;
use crate::{
    graphql::Failure,
    i18n::{Words, fill, t_string},
    ui::{format::whole, problem},
};

/// The list, above the board.
#[component]
pub(super) fn Refused(words: Words, board: Board) -> impl IntoView {
    let aside = Memo::new(move |_| board.outbox.with(|outbox| outbox.aside().to_vec()));
    let reasons = move || {
        let mut reasons: Vec<String> = Vec::new();
        for reason in aside.get().iter().map(|aside| reason(words, aside)) {
            if !reasons.contains(&reason) {
                reasons.push(reason);
            }
        }
        reasons.join(" ")
    };
    let numbers = move || {
        let all: Vec<String> = aside.get().iter().map(|aside| named(words, board, aside)).collect();
        fill(t_string!(words, allocation.lost), &[("cells", &all.join(", "))])
    };
    view! {
        <div class="banner refused" role="alert" data-refused="" hidden=move || aside.with(Vec::is_empty)>
            <span>{reasons}" "{numbers}</span>
            <button type="button" class="btn btn-primary btn-xs" data-aside="again" on:click=move |_| board.decide_aside(true)>
                {move || t_string!(words, problem.retry)}
            </button>
            <button type="button" class="btn btn-outline-primary btn-xs" data-aside="drop" on:click=move |_| board.decide_aside(false)>
                {move || t_string!(words, allocation.give_up)}
            </button>
        </div>
        <div class="banner refused" role="alert" hidden=move || !board.full.get()>
            {move || t_string!(words, allocation.no_room)}
        </div>
    }
}

/// The reason, as it concerns one cell.
fn reason(words: Words, aside: &Aside) -> String {
    match &aside.why {
        Problem::Invalid { fields } => {
            fields.first().map(|field| problem::rule(words, &field.rule)).unwrap_or_default()
        }
        why => problem::failure(words, &Failure::Refused(why.clone())),
    }
}

fn named(words: Words, board: Board, aside: &Aside) -> String {
    board.plan.with_value(|plan| {
        let cpi = plan.cpis.iter().find(|cpi| cpi.code == aside.cell.cpi);
        let name = cpi.map_or(aside.cell.cpi.as_str(), |cpi| &cpi.name);
        format!("{name} {} = {}", aside.cell.profile, whole(words, f64::from(aside.value.operators)))
    })
}
