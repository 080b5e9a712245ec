//! The form that makes a token. What was typed stays until it was accepted.

use leptos::prelude::*;
use shared::{
    FieldProblem, Rule,
    identity::{
        Part, Resource, Scope,
        policy::act::ManageTokens,
        token::{MAX_DAYS, TokenScope},
    },
};

use super::{
    api::{self, TokenCreateInput},
    token_row::scope_in_words,
    tokens::{Desk, Made},
};
use crate::{
    i18n::{Words, fill, t_string},
    session::Session,
    ui::{
        announce::Announcer,
        field::{TextField, refuse},
        problem,
    },
};

/// How long a token holds unless said otherwise.
const DAYS: &str = "90";

/// The form.
#[component]
pub(super) fn TokenForm(desk: Desk) -> impl IntoView {
    let words = desk.words;
    let own = own_organisations(desk.session);
    let (name, days) = (RwSignal::new(String::new()), RwSignal::new(DAYS.to_owned()));
    let organisation = RwSignal::new(own.first().cloned().unwrap_or_default());
    let scopes = RwSignal::new(vec![TokenScope::ReadPublic]);
    let wrong = RwSignal::new(Vec::<FieldProblem>::new());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        desk.failed.set(None);
        // A number that is too long to be one is too great for the server too.
        let Ok(days) = days.get_untracked().trim().parse::<i64>().map(|days| i32::try_from(days).unwrap_or(i32::MAX))
        else {
            return refuse(wrong, desk.failed, not_whole());
        };
        let input = TokenCreateInput {
            name: name.get_untracked().trim().to_owned(),
            organisation: organisation.get_untracked().trim().to_owned(),
            scopes: scopes.get_untracked().into_iter().map(Into::into).collect(),
            days,
        };
        leptos::task::spawn_local(async move {
            let called = input.name.clone();
            match api::token_create(input).await {
                Ok(secret) => {
                    wrong.try_set(Vec::new());
                    name.try_set(String::new());
                    desk.made.try_set(Some(Made { name: called, secret }));
                    desk.tries.try_update(|tries| *tries += 1);
                    Announcer::say(untrack(|| t_string!(words, identity.done)));
                }
                Err(failure) => refuse(wrong, desk.failed, failure),
            }
        });
    };
    view! {
        <section class="create" aria-labelledby="token-title">
            <h3 id="token-title">{move || t_string!(words, developers.create)}</h3>
            <form on:submit=submit novalidate="">
                <TextField words id="token-name" label=Signal::derive(move || t_string!(words, developers.name).to_owned())
                    value=name name="name" wrong/>
                <Organisation words own value=organisation wrong/>
                <TextField words id="token-days" value=days name="days" wrong
                    label=Signal::derive(move || fill(t_string!(words, developers.days), &[("max", &MAX_DAYS.to_string())]))/>
                <Scopes words chosen=scopes wrong/>
                <button type="submit" class="btn btn-primary btn-sm">{move || t_string!(words, developers.create)}</button>
            </form>
        </section>
    }
}

/// Typed by whoever manages all of them; chosen among one's own by everybody else.
#[component]
fn Organisation(
    words: Words,
    own: Vec<String>,
    value: RwSignal<String>,
    wrong: RwSignal<Vec<FieldProblem>>,
) -> impl IntoView {
    let label = Signal::derive(move || t_string!(words, developers.organisation).to_owned());
    if own.is_empty() {
        return view! { <TextField words id="token-organisation" label value name="organisation" wrong/> }.into_any();
    }
    let options = own.into_iter().map(|code| view! { <option value=code.clone()>{code.clone()}</option> });
    view! {
        <div class="form-field">
            <label for="token-organisation">{move || label.get()}</label>
            <select id="token-organisation" class="form-control" on:change=move |event| value.set(event_target_value(&event))>
                {options.collect_view()}
            </select>
        </div>
    }
    .into_any()
}

/// What the token may do: at least one thing.
#[component]
fn Scopes(words: Words, chosen: RwSignal<Vec<TokenScope>>, wrong: RwSignal<Vec<FieldProblem>>) -> impl IntoView {
    let mine = move || wrong.with(|wrong| wrong.iter().find(|problem| problem.field == "scopes").cloned());
    let choice = move |scope: TokenScope| {
        let toggle = move |event: leptos::ev::Event| {
            chosen.update(|chosen| chosen.retain(|known| *known != scope));
            if event_target_checked(&event) {
                chosen.update(|chosen| chosen.push(scope));
            }
        };
        view! {
            <label>
                <input type="checkbox" value=scope.name() aria-describedby="token-scopes-wrong"
                    aria-invalid=move || mine().is_some().to_string()
                    prop:checked=move || chosen.with(|chosen| chosen.contains(&scope)) on:change=toggle/>
                " "{move || scope_in_words(words, scope.into())}
            </label>
        }
    };
    view! {
        <fieldset class="choices">
            <legend>{move || t_string!(words, developers.scopes)}</legend>
            {TokenScope::ALL.map(choice).collect_view()}
            <p id="token-scopes-wrong" class="wrong">{move || mine().map(|problem| problem::rule(words, &problem.rule))}</p>
        </fieldset>
    }
}

/// The organisations that one administers; none when one manages all.
fn own_organisations(session: Session) -> Vec<String> {
    if untrack(|| session.may::<ManageTokens>(&Resource::Region)) {
        return Vec::new();
    }
    session.viewer.with_untracked(|viewer| {
        let grants = viewer.iter().flat_map(|viewer| &viewer.grants);
        let own = grants.filter_map(|grant| match (grant.part(), grant.scope()) {
            (Part::PartnerAdministrator, Scope::Organisation(code)) => Some(code.to_string()),
            _ => None,
        });
        own.collect()
    })
}

fn not_whole() -> crate::graphql::Failure {
    crate::graphql::Failure::Refused(shared::Problem::invalid("days", Rule::NotWhole))
}
