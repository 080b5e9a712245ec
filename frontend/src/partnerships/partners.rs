//! Who takes part: found as one types, added where there is none, and noted as gone.

use leptos::prelude::*;
use shared::FieldProblem;

use super::{
    api::{Partner, Partnership},
    state::{Desk, day_text},
    write::{self, PartnerInput},
};
use crate::{
    graphql::Failure,
    i18n::{fill, language, t_string},
    ids::uuid,
    organisations::{Filter, Organisation, OrganisationForm, organisation_list},
    ui::{announce::Announcer, dialog::Dialog, field::refuse, problem},
};

/// The partners of a partnership. What is typed here stays while others change it.
#[component]
pub(super) fn Partners(desk: Desk, one: Memo<Option<Partnership>>, may: Memo<bool>) -> impl IntoView {
    let words = desk.words;
    let failed = RwSignal::new(None::<Failure>);
    let lacking = move || {
        let lack = |lack: &super::api::Lack| {
            let names: Vec<&str> = lack.groups.iter().map(|group| group.0.label(language(words))).collect();
            let who = names.join(", ");
            view! { <li>{fill(t_string!(words, partnerships.lacks), &[("who", &who), ("what", &lack.requirement)])}</li> }
        };
        one.get().map(|one| one.lacks.iter().map(lack).collect_view())
    };
    let rows = move || {
        let may = may.get();
        one.get().map(|one| {
            let row = |partner: Partner| {
                let id = one.id.clone();
                view! { <Row desk id partner may failed/> }
            };
            one.partners.iter().cloned().map(row).collect_view()
        })
    };
    view! {
        <section class="panel" aria-labelledby="partners-title">
            <h2 id="partners-title">{move || t_string!(words, partnerships.partners)}</h2>
            <ul class="lacks">{lacking}</ul>
            <ul class="partner-list">{rows}</ul>
            <p class="wrong" role="alert">{move || failed.with(|failed| failed.as_ref().map(|failed| problem::failure(words, failed)))}</p>
            {move || may.get().then(|| view! { <Add desk one failed/> })}
        </section>
    }
}

#[component]
fn Row(desk: Desk, id: cynic::Id, partner: Partner, may: bool, failed: RwSignal<Option<Failure>>) -> impl IntoView {
    let words = desk.words;
    let kind = partner.organisation.kind.0;
    let gone = partner.left_on.clone();
    let code = partner.organisation.code.clone();
    let name = partner.organisation.name.clone();
    let label = move || fill(t_string!(words, partnerships.left_label), &[("name", &name)]);
    let leave = move |_| {
        let (id, code) = (id.clone(), code.clone());
        leptos::task::spawn_local(async move {
            match write::partner_leave(uuid(), id, code).await {
                Ok(now) => {
                    failed.try_set(None);
                    desk.done(now);
                }
                Err(failure) => drop(failed.try_set(Some(failure))),
            }
        });
    };
    let active = may && gone.is_none();
    let is_gone = gone.is_some();
    let left = gone.map(|day| {
        let day = day_text(&day);
        move || fill(t_string!(words, partnerships.left_on), &[("day", &day)])
    });
    let joined = partner
        .joined_on
        .as_deref()
        .map(day_text)
        .map(|day| move || fill(t_string!(words, partnerships.joined_on), &[("day", &day)]));
    view! {
        <li class:gone=is_gone>
            <span><strong>{partner.organisation.name.clone()}</strong>" "
                <span class="muted">{move || kind.label(language(words))}" "{partner.role.clone()}" "{joined}" "{left}</span></span>
            {active.then(|| view! {
                <button type="button" class="btn btn-outline-primary btn-xs" aria-label=label on:click=leave>
                    {move || t_string!(words, partnerships.leave)}
                </button>
            })}
        </li>
    }
}

/// Finds the one that joins, or adds it where there is none.
#[component]
fn Add(desk: Desk, one: Memo<Option<Partnership>>, failed: RwSignal<Option<Failure>>) -> impl IntoView {
    let words = desk.words;
    let (text, adding) = (RwSignal::new(String::new()), RwSignal::new(false));
    let role = RwSignal::new(String::new());
    let wrong = RwSignal::new(Vec::<FieldProblem>::new());
    let province = move || one.get_untracked().and_then(|one| one.province);
    let join = Callback::new(move |organisation: Organisation| {
        adding.set(false);
        let Some(id) = one.get_untracked().map(|one| one.id) else { return };
        let partner = PartnerInput { organisation: organisation.code, role: role.get_untracked(), joined_on: None };
        leptos::task::spawn_local(async move {
            match write::partner_join(uuid(), id, partner).await {
                Ok(now) => {
                    let said = untrack(|| fill(t_string!(words, partnerships.joined), &[("name", &organisation.name)]));
                    Announcer::say(said);
                    text.try_set(String::new());
                    role.try_set(String::new());
                    failed.try_set(None);
                    desk.done(now);
                }
                Err(failure) => refuse(wrong, failed, failure),
            }
        });
    });
    let found = LocalResource::new(move || {
        let text = Some(text.get()).filter(|text| text.trim().chars().count() > 1);
        async move {
            match text {
                Some(_) => organisation_list(Filter { text, ..Filter::default() }, 8, None).await.map(|found| found.0),
                None => Ok(Vec::new()),
            }
        }
    });
    let rows = move || {
        let row = |organisation: Organisation| {
            let (kind, name) = (organisation.kind.0, organisation.name.clone());
            let place = organisation.province.clone();
            view! {
                <li><button type="button" class="found" on:click=move |_| join.run(organisation.clone())>
                    {name}" "<span class="muted">{kind.label(language(words))}" "{place}</span>
                </button></li>
            }
        };
        found.get().and_then(Result::ok).unwrap_or_default().into_iter().map(row).collect_view()
    };
    let twice = move || wrong.with(|wrong| !wrong.is_empty()).then(|| t_string!(words, partnerships.takes_part));
    let title = Signal::derive(move || t_string!(words, organisations.add).to_owned());
    let close = Callback::new(move |()| {
        adding.try_set(false);
    });
    view! {
        <div class="fields finder">
            <div class="form-field">
                <label for="partner-text">{move || t_string!(words, partnerships.find_partner)}</label>
                <input id="partner-text" class="form-control" autocomplete="off" prop:value=move || text.get()
                    aria-describedby="partner-wrong" on:input=move |event| {
                        wrong.set(Vec::new());
                        text.set(event_target_value(&event));
                    }/>
                <p id="partner-wrong" class="wrong" role="alert">{twice}</p>
            </div>
            <ul class="found-list">{rows}</ul>
            <button type="button" class="btn btn-outline-primary btn-xs" on:click=move |_| adding.set(true)>
                {move || t_string!(words, partnerships.new_partner)}
            </button>
        </div>
        <Dialog words id="new-partner-title" title open=Signal::derive(move || adding.get()) on_close=close>
            {move || view! {
                <OrganisationForm words before=None name=text.get_untracked() province=province() on_saved=join on_chosen=join/>
            }}
        </Dialog>
    }
}
