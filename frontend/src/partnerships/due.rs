//! What is due: next steps, and terms of which one is warned 90, 60 and 30 days ahead. For me, for a province, for the region.

use leptos::prelude::*;
use shared::partnerships::requirement::PROVINCES;

use super::{
    api::{Due, Partnership},
    state::{Desk, day_text},
};
use crate::{
    i18n::{Words, fill, t_string},
    ui::choice::Choice,
};

/// The value of the choice that stands for what I am to do.
const MINE: &str = "me";

/// The list.
#[component]
pub(super) fn DueList(desk: Desk) -> impl IntoView {
    let words = desk.words;
    let whose = RwSignal::new(String::new());
    let options = Signal::derive(move || {
        let first = [
            (String::new(), t_string!(words, partnerships.whole_region).to_owned()),
            (MINE.to_owned(), t_string!(words, partnerships.mine).to_owned()),
        ];
        first.into_iter().chain(PROVINCES.map(|code| (code.to_owned(), code.to_owned()))).collect::<Vec<_>>()
    });
    let rows = Memo::new(move |_| {
        let (whose, me) = (whose.get(), crate::session::author());
        let mut rows: Vec<(Due, Partnership)> = desk.all.with(|all| {
            let all = all.iter().flatten().map(|(_, one)| one);
            let fits = |one: &&Partnership| match whose.as_str() {
                "" => true,
                MINE => one.next_step.as_ref().is_some_and(|next| next.owner == me),
                province => one.province.as_deref() == Some(province),
            };
            all.filter(fits).flat_map(|one| one.due.iter().map(|due| (due.clone(), one.clone()))).collect()
        });
        rows.sort_by(|(one, left), (other, right)| {
            one.days.cmp(&other.days).then_with(|| left.title.cmp(&right.title))
        });
        rows
    });
    let list = move || {
        let row = |(due, one): (Due, Partnership)| view! { <Row words due one/> };
        rows.get().into_iter().map(row).collect_view()
    };
    view! {
        <form class="partnership-filters" on:submit=|event| event.prevent_default()>
            <Choice words id="due-whose" value=whose options
                label=Signal::derive(move || t_string!(words, partnerships.whose).to_owned())/>
        </form>
        <ul class="due">{list}</ul>
        <p hidden=move || !rows.with(Vec::is_empty)>{move || t_string!(words, partnerships.nothing_due)}</p>
    }
}

#[component]
fn Row(words: Words, due: Due, one: Partnership) -> impl IntoView {
    let next = one.next_step.clone();
    let ends_on = one.ends_on.as_deref().map(day_text).unwrap_or_default();
    let days = due.days;
    let what = move || match (due.warning, &next) {
        (Some(warning), _) => {
            fill(t_string!(words, partnerships.term_warning), &[("day", &ends_on), ("warning", &warning.to_string())])
        }
        (None, Some(next)) => {
            let day = next.due.as_deref().map(day_text).unwrap_or_default();
            fill(t_string!(words, partnerships.next_due), &[("what", &next.text), ("day", &day), ("who", &next.owner)])
        }
        (None, None) => String::new(),
    };
    let late = days < 0;
    let when = move || match days {
        0 => t_string!(words, partnerships.today).to_owned(),
        days if days < 0 => fill(t_string!(words, partnerships.late), &[("n", &days.abs().to_string())]),
        days => fill(t_string!(words, partnerships.in_days), &[("n", &days.to_string())]),
    };
    view! {
        <li class:late=late><strong>{when}</strong>" "<a href=one.link()>{one.title.clone()}</a><br/>{what}</li>
    }
}
