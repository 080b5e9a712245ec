//! From one job centre to another: the one before, the one after, or any by its name.

use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};

use super::api::{self, Centres, Listed};
use crate::i18n::{Words, t_string};

/// The way to the other job centres. Where their names cannot be had, there is none.
#[component]
pub(super) fn Picker(words: Words, code: String) -> impl IntoView {
    let centres = LocalResource::new(api::centres);
    let code = StoredValue::new(code);
    let all = move || centres.get().and_then(Result::ok).filter(|all| !all.is_empty());
    view! {
        <nav class="centre-picker" aria-label=move || t_string!(words, centre.others)>
            {move || all().map(|all| view! { <Chosen words code=code.get_value() all/> })}
        </nav>
    }
}

#[component]
fn Chosen(words: Words, code: String, all: Vec<Centres>) -> impl IntoView {
    let flat: Vec<&Listed> = all.iter().flat_map(|province| &province.cpis).collect();
    let place = flat.iter().position(|one| one.code == code);
    let beside = |place: Option<usize>| place.and_then(|place| flat.get(place)).map(|one| (*one).clone());
    let before = beside(place.and_then(|place| place.checked_sub(1)));
    let after = beside(place.map(|place| place + 1));
    let chosen = RwSignal::new(code.clone());
    let navigate = StoredValue::new_local(use_navigate());
    let go = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let path = format!("/cpi/{}", chosen.get_untracked());
        navigate.with_value(|navigate| navigate(&path, NavigateOptions::default()));
    };
    let groups = all.iter().map(|province| {
        let options = province.cpis.iter().map(|one| {
            let is_here = one.code == code;
            view! { <option value=one.code.clone() selected=is_here>{one.name.clone()}</option> }
        });
        let options = options.collect_view();
        view! { <optgroup label=province.name.clone()>{options}</optgroup> }
    });
    let groups = groups.collect_view();
    let link = move |one: Option<Listed>, text: fn(Words) -> &'static str, rel: &'static str| {
        one.map(|one| {
            let name = one.name.clone();
            view! {
                <a href=format!("/cpi/{}", one.code) rel=rel>
                    <span class="muted">{move || text(words)}</span>" "{name}
                </a>
            }
        })
    };
    view! {
        {link(before, |words| t_string!(words, centre.before), "prev")}
        <form class="choice" on:submit=go>
            <label for="centre">{move || t_string!(words, dashboard.cpi)}</label>
            <select id="centre" on:change=move |event| chosen.set(event_target_value(&event))>{groups}</select>
            <button type="submit" class="btn btn-outline-primary btn-xs">{move || t_string!(words, centre.open)}</button>
        </form>
        {link(after, |words| t_string!(words, centre.after), "next")}
    }
}
