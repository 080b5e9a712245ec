//! The forms of the administration: whom to invite, and which parts someone plays.

use leptos::prelude::*;
use shared::{
    FieldProblem,
    identity::{Action, Grant, Reach, Role as SharedRole},
};

use super::{
    api::{self, GrantInput},
    people::{Desk, WayIn},
    rights::{grant_in_words, name_of_role},
};
use crate::{
    i18n::{Words, t_string},
    session::Session,
    ui::{
        field::{TextField, refuse},
        problem,
    },
};

/// The roles that whoever is here may give: an administrator all, a partner's administrator those of their organisation.
struct Given {
    roles: Vec<SharedRole>,
    /// The organisation's code, when there is no other to choose.
    organisation: String,
}

impl Given {
    fn of(session: Session) -> Self {
        if session.reach(Action::ManageAccounts) == Reach::All {
            return Self { roles: SharedRole::ALL.to_vec(), organisation: String::new() };
        }
        Self { roles: vec![SharedRole::Partner, SharedRole::Administrator], organisation: session.own_organisation() }
    }

    /// The role that can do the least.
    fn least(&self) -> SharedRole {
        if self.roles.contains(&SharedRole::Reader) { SharedRole::Reader } else { SharedRole::Partner }
    }
}

/// Invites someone.
#[component]
pub(super) fn Invite(desk: Desk) -> impl IntoView {
    let words = desk.words;
    let (email, name) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let given = Given::of(expect_context::<Session>());
    // What can do the least is chosen first.
    let (role, scope) = (RwSignal::new(given.least()), RwSignal::new(given.organisation.clone()));
    let own_scope = given.organisation.clone();
    let roles = StoredValue::new(given.roles);
    let wrong = RwSignal::new(Vec::<FieldProblem>::new());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let address = email.get_untracked();
        let grant = input_of(role.get_untracked(), &scope.get_untracked());
        let own_scope = own_scope.clone();
        leptos::task::spawn_local(async move {
            match api::account_invite(address.clone(), name.get_untracked(), vec![grant]).await {
                Ok(link) => {
                    wrong.try_set(Vec::new());
                    desk.made.try_set(Some(WayIn { email: address, link }));
                    email.try_set(String::new());
                    name.try_set(String::new());
                    scope.try_set(own_scope);
                    desk.done(untrack(|| t_string!(words, identity.done)));
                }
                Err(failure) => refuse(wrong, desk.failed, failure),
            }
        });
    };
    view! {
        <section class="create" aria-labelledby="invite-title">
            <h2 id="invite-title">{move || t_string!(words, identity.invite)}</h2>
            <form on:submit=submit novalidate="">
                <TextField words id="invite-email" label=Signal::derive(move || t_string!(words, identity.email).to_owned())
                    kind="email" value=email name="email" wrong/>
                <TextField words id="invite-name" label=Signal::derive(move || t_string!(words, identity.name).to_owned())
                    value=name name="name" wrong/>
                <RoleChoice words id="invite-role" role roles/>
                <ScopeField words id="invite-scope" role scope wrong/>
                <button type="submit" class="btn btn-primary btn-sm">{move || t_string!(words, identity.invite)}</button>
            </form>
        </section>
    }
}

/// The parts of one account: taken away one by one, or one given.
#[component]
pub(super) fn Parts(desk: Desk, account: cynic::Id, grants: Vec<Grant>, changing: RwSignal<bool>) -> impl IntoView {
    let words = desk.words;
    let kept = RwSignal::new(grants);
    let given = Given::of(expect_context::<Session>());
    let (role, scope) = (RwSignal::new(given.least()), RwSignal::new(given.organisation.clone()));
    let roles = StoredValue::new(given.roles);
    let wrong = RwSignal::new(Vec::<FieldProblem>::new());
    let save = move |grants: Vec<GrantInput>| {
        let account = account.clone();
        leptos::task::spawn_local(async move {
            match api::account_update(account, Some(grants), None).await {
                Ok(_) => {
                    changing.try_set(false);
                    desk.done(untrack(|| t_string!(words, identity.done)));
                }
                Err(failure) => refuse(wrong, desk.failed, failure),
            }
        });
    };
    let save = StoredValue::new(save);
    let inputs = move || {
        kept.with_untracked(|kept| {
            kept.iter().map(|grant| input_of(grant.role(), &grant.scope_code().unwrap_or_default())).collect::<Vec<_>>()
        })
    };
    let without = move |index: usize| {
        let mut left = inputs();
        left.remove(index);
        save.with_value(|save| save(left));
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let mut all = inputs();
        all.push(input_of(role.get_untracked(), &scope.get_untracked()));
        save.with_value(|save| save(all));
    };
    let rows = move || {
        let row = |(index, grant): (usize, &Grant)| {
            view! {
                <li>{grant_in_words(words, grant)}" "
                    <button type="button" class="btn btn-outline-primary btn-xs" on:click=move |_| without(index)>
                        {move || t_string!(words, identity.take_away)}
                    </button>
                </li>
            }
        };
        kept.with(|kept| kept.iter().enumerate().map(row).collect_view())
    };
    view! {
        <form class="parts-form" on:submit=submit novalidate="">
            <ul class="parts">{rows}</ul>
            <RoleChoice words id="part-role" role roles/>
            <ScopeField words id="part-scope" role scope wrong/>
            <button type="submit" class="btn btn-primary btn-xs">{move || t_string!(words, identity.give)}</button>
        </form>
    }
}

#[component]
fn RoleChoice(
    words: Words,
    id: &'static str,
    role: RwSignal<SharedRole>,
    roles: StoredValue<Vec<SharedRole>>,
) -> impl IntoView {
    let options = move || {
        let option = |known: SharedRole| {
            view! {
                <option value=known.name() selected=move || role.get() == known>{name_of_role(words, known)}</option>
            }
        };
        roles.get_value().into_iter().map(option).collect_view()
    };
    let pick = move |event: leptos::ev::Event| {
        if let Ok(chosen) = event_target_value(&event).parse() {
            role.set(chosen);
        }
    };
    view! {
        <div class="form-field">
            <label for=id>{move || t_string!(words, identity.role)}</label>
            <select id=id class="form-control" on:change=pick>{options}</select>
        </div>
    }
}

/// The code of the scope, for the roles that have one.
#[component]
fn ScopeField(
    words: Words,
    id: &'static str,
    role: RwSignal<SharedRole>,
    scope: RwSignal<String>,
    wrong: RwSignal<Vec<FieldProblem>>,
) -> impl IntoView {
    let label = move || match role.get() {
        SharedRole::Coordinator => t_string!(words, identity.scope_province),
        SharedRole::CpiHead => t_string!(words, identity.scope_cpi),
        SharedRole::Partner => t_string!(words, identity.scope_organisation),
        _ => t_string!(words, identity.scope_optional),
    };
    let mine = move || wrong.with(|wrong| wrong.iter().find(|problem| problem.field.starts_with("grants")).cloned());
    let shown = move || !matches!(role.get(), SharedRole::Planner | SharedRole::Reader);
    let message = format!("{id}-wrong");
    view! {
        <div class="form-field" hidden=move || !shown()>
            <label for=id>{label}</label>
            <input id=id class="form-control" autocomplete="off" aria-invalid=move || mine().is_some().to_string()
                aria-describedby=message.clone() prop:value=move || scope.get()
                on:input=move |event| scope.set(event_target_value(&event).to_uppercase())/>
            <p id=message class="wrong">{move || mine().map(|problem| problem::rule(words, &problem.rule))}</p>
        </div>
    }
}

fn input_of(role: SharedRole, scope: &str) -> GrantInput {
    let everywhere = matches!(role, SharedRole::Planner | SharedRole::Reader);
    GrantInput { role: role.into(), scope: (!everywhere && !scope.trim().is_empty()).then(|| scope.trim().to_owned()) }
}
