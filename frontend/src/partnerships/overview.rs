//! The page of all partnerships: the matrix, the board, the table, what is due.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use shared::identity::Action;

use super::{
    board::Board,
    due::DueList,
    matrix::Matrix,
    outline::StartWindow,
    state::{Desk, Start},
    step::StepWindow,
    table::Table,
};
use crate::{
    i18n::{t_string, use_i18n},
    ui::{page::Title, problem, skeleton::Skeleton},
};

/// The page.
#[component]
pub(super) fn Overview() -> impl IntoView {
    let words = use_i18n();
    let desk = Desk::open(words);
    let query = use_query_map();
    let shown = Memo::new(move |_| query.with(|query| query.get("vista")).unwrap_or_default());
    let may_begin = move || {
        desk.session.may_at_all(Action::EditPartnerships) || desk.session.may_at_all(Action::ProposePartnerships)
    };
    let begin = move |_| {
        let (title, serves) = (String::new(), Vec::new());
        let province = desk.session.own_province();
        desk.start.set(Some(Start { title, kind: shared::partnerships::Kind::Agreement, province, serves }));
    };
    let tab = move |name: &'static str, text: fn(crate::i18n::Words) -> &'static str| {
        let link = if name.is_empty() { "/partenariati".to_owned() } else { format!("/partenariati?vista={name}") };
        view! {
            <a href=link aria-current=move || (shown.get() == name).then_some("page")>{move || text(words)}</a>
        }
    };
    view! {
        <Title text=Signal::derive(move || t_string!(words, partnerships.title).to_owned())/>
        <div class="views-head">
            <nav class="views" aria-label=move || t_string!(words, partnerships.views)>
                {tab("", |words| t_string!(words, partnerships.matrix))}
                {tab("bacheca", |words| t_string!(words, partnerships.board))}
                {tab("tabella", |words| t_string!(words, partnerships.table))}
                {tab("scadenze", |words| t_string!(words, partnerships.due))}
                <a href="/organizzazioni">{move || t_string!(words, organisations.title)}</a>
            </nav>
            <Show when=may_begin>
                <button type="button" class="btn btn-primary btn-sm" on:click=begin>
                    {move || if desk.session.may_at_all(Action::EditPartnerships) {
                        t_string!(words, partnerships.begin)
                    } else {
                        t_string!(words, partnerships.propose)
                    }}
                </button>
            </Show>
        </div>
        <p class="wrong" role="alert">{move || desk.failed.with(|failed| failed.as_ref().map(|failed| problem::failure(words, failed)))}</p>
        {move || match (desk.all.with(Option::is_some), shown.get().as_str()) {
            (false, _) => view! { <Skeleton words lines=10/> }.into_any(),
            (true, "bacheca") => view! { <Board desk/> }.into_any(),
            (true, "tabella") => view! { <Table desk/> }.into_any(),
            (true, "scadenze") => view! { <DueList desk/> }.into_any(),
            (true, _) => view! { <Matrix desk/> }.into_any(),
        }}
        <StartWindow desk/>
        <StepWindow desk/>
    }
}
