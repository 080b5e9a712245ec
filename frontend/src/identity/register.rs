//! The register of changes: a search over all of it, and the history of any record.

use leptos::prelude::*;
use leptos_router::hooks::use_location;
use shared::{
    events::time::{instant_at, plus_days},
    identity::Action as Deed,
};

use super::{
    actions::{all_actions, name_of_action},
    api::{self, AuditFilterInput, AuditRow},
};
use crate::{
    graphql::{DateTime, Failure},
    i18n::{Words, fill, t_string, use_i18n},
    session::Session,
    ui::{choice::Choice, format::instant, page::Title, problem},
};

/// The page, for whoever may read the register.
#[component]
pub(super) fn Register() -> impl IntoView {
    let words = use_i18n();
    let session = expect_context::<Session>();
    let may_read = Memo::new(move |_| session.may_at_all(Deed::ReadAudit));
    view! {
        <Title text=Signal::derive(move || t_string!(words, identity.register).to_owned())/>
        <p>{move || t_string!(words, identity.register_text)}</p>
        <Show when=move || may_read.get() fallback=move || view! { <p>{move || t_string!(words, register_actions.only_some)}</p> }>
            <Found words/>
        </Show>
    }
}

/// The search, and what it finds.
#[component]
fn Found(words: Words) -> impl IntoView {
    // The address itself: what the route knows of it comes a moment later, when another page of the same route leads here.
    let query = use_location().query;
    let asked = move |name: &str| RwSignal::new(query.with_untracked(|query| query.get(name)).unwrap_or_default());
    let (kind, record, actor) = (asked("kind"), asked("record"), asked("actor"));
    let (action, from, until) = (asked("action"), asked("from"), asked("until"));
    let rows = RwSignal::new(Vec::<AuditRow>::new());
    let (next, failed, known) = (RwSignal::new(None::<String>), RwSignal::new(None::<Failure>), RwSignal::new(false));
    let read = move |after: Option<String>| {
        let named =
            |text: RwSignal<String>| Some(text.get_untracked().trim().to_owned()).filter(|text| !text.is_empty());
        let filter = AuditFilterInput {
            kind: named(kind),
            record: named(record),
            actor: named(actor),
            action: named(action),
            from: begin_of(&from.get_untracked(), 0).map(DateTime),
            until: begin_of(&until.get_untracked(), 1).map(DateTime),
        };
        leptos::task::spawn_local(async move {
            let first = after.is_none();
            match api::audit(filter, after).await {
                Ok((page, more)) => {
                    rows.try_update(|rows| {
                        if first {
                            rows.clear();
                        }
                        rows.extend(page);
                    });
                    next.try_set(more);
                    failed.try_set(None);
                    known.try_set(true);
                }
                Err(failure) => drop(failed.try_set(Some(failure))),
            }
        });
    };
    read(None);
    let file = move || {
        let part = |name: &str, value: String| {
            (!value.is_empty()).then(|| format!("{name}={}", String::from(js_sys::encode_uri_component(&value))))
        };
        let texts = [("kind", kind), ("record", record), ("actor", actor), ("action", action)];
        let texts = texts.map(|(name, text)| part(name, text.get().trim().to_owned()));
        let days = [("from", begin_of(&from.get(), 0)), ("until", begin_of(&until.get(), 1))];
        let days = days.map(|(name, day)| part(name, day.unwrap_or_default()));
        let parts: Vec<String> = texts.into_iter().chain(days).flatten().collect();
        format!("/registro.csv?{}", parts.join("&"))
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        read(None);
    };
    view! {
        <form class="register-search" on:submit=submit role="search">
            <Kind words kind/>
            <Search id="register-record" label=Signal::derive(move || t_string!(words, identity.record).to_owned()) value=record/>
            <Search id="register-actor" label=Signal::derive(move || t_string!(words, identity.who).to_owned()) value=actor/>
            <Action words action/>
            <Search id="register-from" kind="date" label=Signal::derive(move || t_string!(words, register_actions.from).to_owned()) value=from/>
            <Search id="register-until" kind="date" label=Signal::derive(move || t_string!(words, register_actions.until).to_owned()) value=until/>
            <button type="submit" class="btn btn-primary btn-sm">{move || t_string!(words, identity.search)}</button>
            <a class="btn btn-outline-primary btn-sm" href=file rel="external" download="registro.csv">{move || t_string!(words, identity.csv)}</a>
        </form>
        <p class="wrong" role="alert">{move || failed.with(|failed| failed.as_ref().map(|failed| problem::failure(words, failed)))}</p>
        <p role="status">{move || (known.get() && rows.with(Vec::is_empty)).then(|| t_string!(words, identity.nothing_found))}</p>
        <Table words rows/>
        <Show when=move || next.with(Option::is_some)>
            <button type="button" class="btn btn-outline-primary btn-sm" on:click=move |_| read(next.get_untracked())>
                {move || t_string!(words, identity.more)}
            </button>
        </Show>
    }
}

type Text = fn(Words) -> &'static str;

#[component]
fn Kind(words: Words, kind: RwSignal<String>) -> impl IntoView {
    let kinds: [(&str, Text); 19] = [
        ("", |words| t_string!(words, identity.all_kinds)),
        ("scenario", |words| t_string!(words, identity.kind_scenario)),
        ("figure", |words| t_string!(words, identity.kind_figure)),
        ("account", |words| t_string!(words, identity.kind_account)),
        ("session", |words| t_string!(words, identity.kind_session)),
        ("token", |words| t_string!(words, identity.kind_token)),
        ("organisation", |words| t_string!(words, register_kinds.organisation)),
        ("partnership", |words| t_string!(words, register_kinds.partnership)),
        ("event", |words| t_string!(words, register_kinds.event)),
        ("facilitator", |words| t_string!(words, register_kinds.facilitator)),
        ("measurement", |words| t_string!(words, register_kinds.measurement)),
        ("meeting", |words| t_string!(words, register_kinds.meeting)),
        ("opinion", |words| t_string!(words, register_kinds.opinion)),
        ("comment", |words| t_string!(words, register_kinds.comment)),
        ("thread", |words| t_string!(words, register_kinds.thread)),
        ("calendarAddress", |words| t_string!(words, register_kinds.calendar_address)),
        ("savedView", |words| t_string!(words, register_kinds.saved_view)),
        ("decision", |words| t_string!(words, register_kinds.decision)),
        ("catchment", |words| t_string!(words, register_kinds.catchment)),
    ];
    let options = kinds.map(|(value, text)| {
        view! {
            <option value=value selected=move || kind.with(|kind| kind == value)>{move || text(words)}</option>
        }
    });
    view! {
        <div class="form-field">
            <label for="register-kind">{move || t_string!(words, identity.kind)}</label>
            <select id="register-kind" class="form-control" on:change=move |event| kind.set(event_target_value(&event))>
                {options.collect_view()}
            </select>
        </div>
    }
}

/// What was done: one of what the register knows.
#[component]
fn Action(words: Words, action: RwSignal<String>) -> impl IntoView {
    let options = Signal::derive(move || {
        let all = (String::new(), t_string!(words, identity.all_kinds).to_owned());
        std::iter::once(all).chain(all_actions(words)).collect::<Vec<_>>()
    });
    view! {
        <Choice words id="register-action" label=Signal::derive(move || t_string!(words, identity.action).to_owned()) value=action options/>
    }
}

/// The instant at which a day begins in Rome, so many days later.
fn begin_of(day: &str, later: i64) -> Option<String> {
    let day = plus_days(day.trim().parse().ok()?, later);
    instant_at(day, 0, 0).map(|at| at.to_string())
}

#[component]
fn Search(
    id: &'static str,
    #[prop(default = "text")] kind: &'static str,
    #[prop(into)] label: Signal<String>,
    value: RwSignal<String>,
) -> impl IntoView {
    view! {
        <div class="form-field">
            <label for=id>{move || label.get()}</label>
            <input id=id type=kind class="form-control" autocomplete="off" prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))/>
        </div>
    }
}

#[component]
fn Table(words: Words, rows: RwSignal<Vec<AuditRow>>) -> impl IntoView {
    view! {
        <div class="table-scroll" tabindex="0" role="group" aria-label=move || t_string!(words, identity.register)>
            <table class="table register">
                <thead><tr>
                    <th scope="col">"#"</th>
                    <th scope="col">{move || t_string!(words, identity.when)}</th>
                    <th scope="col">{move || t_string!(words, identity.who)}</th>
                    <th scope="col">{move || t_string!(words, identity.action)}</th>
                    <th scope="col">{move || t_string!(words, identity.record)}</th>
                    <th scope="col">{move || t_string!(words, identity.before)}</th>
                    <th scope="col">{move || t_string!(words, identity.after)}</th>
                </tr></thead>
                <tbody>
                    <For each=move || rows.get() key=|row| row.seq.clone() children=move |row| {
                        let (at, history) = (row.at.0.clone(), history_of(&row));
                        let (action, request) = (row.action.clone(), row.request.clone());
                        view! {
                            <tr>
                                <td>{row.seq}</td>
                                <td>{move || instant(words, &at)}</td>
                                <td>{row.actor_name}</td>
                                <td><span>{move || name_of_action(words, &action)}</span><br/><span class="muted">{move || fill(t_string!(words, register_actions.request_of), &[("id", &request)])}</span></td>
                                <td><a href=history rel="external">{row.kind}" "{row.record}</a></td>
                                <td>{told(row.before)}</td>
                                <td>{told(row.after)}</td>
                            </tr>
                        }
                    }/>
                </tbody>
            </table>
        </div>
    }
}

/// The longest value that stands open, in characters.
const OPEN: usize = 120;

/// A value as the register keeps it. A long one opens when it is asked for.
fn told(value: Option<String>) -> AnyView {
    let Some(value) = value else { return ().into_any() };
    if value.chars().count() <= OPEN {
        return view! { <code>{value}</code> }.into_any();
    }
    let begins: String = value.chars().take(OPEN / 2).collect();
    view! { <details><summary><code>{begins}"…"</code></summary><code>{value}</code></details> }.into_any()
}

/// The address of a record's history.
fn history_of(row: &AuditRow) -> String {
    let record = String::from(js_sys::encode_uri_component(&row.record));
    format!("/amministrazione/registro?kind={}&record={record}", row.kind)
}
