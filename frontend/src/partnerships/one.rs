//! One partnership: what is kept of it, how it moves on, who takes part, what comes next, what was noted and what happened.

use leptos::prelude::*;
use shared::{
    id::{GlobalId, Kind},
    partnerships::Requirement as Known,
};

use super::{
    api::{self, Entry, Partnership},
    outline::OutlineForm,
    partners::Partners,
    state::{Desk, day_text},
    step::{StepWindow, Steps},
    write,
};
use crate::{
    graphql::Failure,
    i18n::{fill, language, t_string, use_i18n},
    identity::HistoryLink,
    ids::uuid,
    ui::{dialog::Dialog, format::instant, page::Title, problem, skeleton::Skeleton},
};

/// The page.
#[component]
pub(super) fn One(id: String) -> impl IntoView {
    let words = use_i18n();
    let desk = Desk::open(words);
    let key = StoredValue::new(id);
    let one = Memo::new(move |_| desk.all.with(|all| all.as_ref()?.get(&key.get_value()).cloned()));
    let is_read = Memo::new(move |_| desk.all.with(Option::is_some));
    let is_there = Memo::new(move |_| one.with(Option::is_some));
    let title = Signal::derive(move || {
        one.with(|one| one.as_ref().map(|one| one.title.clone()))
            .unwrap_or_else(|| t_string!(words, partnerships.title).to_owned())
    });
    view! {
        <p class="trail"><a href="/partenariati">{move || t_string!(words, partnerships.title)}</a></p>
        <Title text=title/>
        <p class="wrong" role="alert">{move || desk.failed.with(|failed| failed.as_ref().map(|failed| problem::failure(words, failed)))}</p>
        {move || match (is_read.get(), is_there.get()) {
            (_, true) => view! { <Shown desk one/> }.into_any(),
            (true, false) => view! { <p>{t_string!(words, problem.not_found)}</p> }.into_any(),
            (false, false) => view! { <Skeleton words lines=8/> }.into_any(),
        }}
        <StepWindow desk/>
    }
}

/// The page of one that is there. It stays while others change it: what is typed on it is not lost.
#[component]
fn Shown(desk: Desk, one: Memo<Option<Partnership>>) -> impl IntoView {
    let words = desk.words;
    let editing = RwSignal::new(false);
    let key = Memo::new(move |_| one.with(|one| GlobalId::key_of(one.as_ref()?.id.inner(), Kind::Partnership)));
    let may = Memo::new(move |_| one.with(|one| one.as_ref().is_some_and(|one| desk.may(one))));
    let title = Signal::derive(move || t_string!(words, partnerships.change).to_owned());
    let close = Callback::new(move |()| {
        editing.try_set(false);
    });
    let steps = move || {
        let movable = one.get().filter(|one| may.get() && !one.state.0.next().is_empty());
        movable.map(|one| view! { <Steps desk one/> })
    };
    view! {
        <div class="one-acts">
            {steps}
            {move || key.get().map(|key| view! { <HistoryLink words kind="partnership" record=key/> })}
            <button type="button" class="btn btn-outline-primary btn-sm" hidden=move || !may.get() on:click=move |_| editing.set(true)>
                {move || t_string!(words, partnerships.change)}
            </button>
        </div>
        <div class="one">
            {move || one.get().map(|one| view! { <Facts desk one/> })}
            <Partners desk one may/>
            <History desk one may/>
        </div>
        <Dialog words id="change-title" title open=Signal::derive(move || editing.get()) on_close=close>
            {move || one.get_untracked().map(|before| view! {
                <OutlineForm desk first=before.outline() before=Some(before) close/>
            })}
        </Dialog>
    }
}

#[component]
fn Facts(desk: Desk, one: Partnership) -> impl IntoView {
    let words = desk.words;
    let (kind, state, place) = (one.kind.0, one.state.0, desk.place(&one));
    let day = |day: &Option<String>| day.as_deref().map_or_else(|| "-".to_owned(), day_text);
    let days = [&one.signed_on, &one.starts_on, &one.ends_on].map(day);
    let [signed_on, starts_on, ends_on] = days;
    let serves = one.serves.clone();
    let serves = move || {
        let named = serves.iter().filter_map(|code| Known::find(code));
        named.map(|known| format!("{} ({})", known.title(language(words)), known.code)).collect::<Vec<_>>().join("; ")
    };
    let next = one.next_step.clone().map(|next| {
        let due = next.due.as_deref().map(day_text).unwrap_or_default();
        view! {
            <p class="next"><strong>{move || t_string!(words, partnerships.next_step)}</strong>": "{next.text}" "
                <span class="muted">{next.owner}" "{due}</span></p>
        }
    });
    let due = one.due.iter().find_map(|due| due.warning).map(|warning| {
        let ends_on = ends_on.clone();
        move || {
            fill(t_string!(words, partnerships.term_warning), &[("day", &ends_on), ("warning", &warning.to_string())])
        }
    });
    let sentence = one.sentence.clone().map(|sentence| {
        let line = sentence.line.to_string();
        let line = move || fill(t_string!(words, partnerships.act_line), &[("line", &line)]);
        view! { <blockquote lang="it"><p>{sentence.text}</p><footer class="muted">{line}</footer></blockquote> }
    });
    view! {
        <section class="panel" aria-labelledby="facts-title">
            <h2 id="facts-title">{move || t_string!(words, partnerships.facts)}</h2>
            <dl class="one-facts">
                <div><dt>{move || t_string!(words, partnerships.state)}</dt><dd class="one-state">{move || state.label(language(words))}</dd></div>
                <div><dt>{move || t_string!(words, organisations.kind)}</dt><dd>{move || kind.label(language(words))}</dd></div>
                <div><dt>{move || t_string!(words, partnerships.place)}</dt><dd>{place}</dd></div>
                <div><dt>{move || t_string!(words, partnerships.signed_on)}</dt><dd>{signed_on}</dd></div>
                <div><dt>{move || t_string!(words, partnerships.starts_on)}</dt><dd>{starts_on}</dd></div>
                <div><dt>{move || t_string!(words, partnerships.ends_on)}</dt><dd>{ends_on.clone()}</dd></div>
                <div><dt>{move || t_string!(words, partnerships.serves)}</dt><dd>{serves}</dd></div>
            </dl>
            <p>{one.description.clone()}</p>
            {next}
            {due.map(|due| view! { <p class="next late">{due}</p> })}
            {sentence}
            {one.act_note.clone().map(|note| view! { <p class="muted" lang="en">{note}</p> })}
        </section>
    }
}

#[component]
fn History(desk: Desk, one: Memo<Option<Partnership>>, may: Memo<bool>) -> impl IntoView {
    let words = desk.words;
    let at = Memo::new(move |_| one.with(|one| one.as_ref().map(|one| (one.id.clone(), one.revision))));
    let entries = LocalResource::new(move || {
        let at = at.get();
        async move {
            match at {
                Some((id, _)) => api::history(id).await,
                None => Ok(Vec::new()),
            }
        }
    });
    let text = RwSignal::new(String::new());
    let failed = RwSignal::new(None::<Failure>);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some((id, _)) = at.get_untracked() else { return };
        leptos::task::spawn_local(async move {
            match write::note(uuid(), id, text.get_untracked()).await {
                Ok(now) => {
                    failed.try_set(None);
                    text.try_set(String::new());
                    desk.done(now);
                }
                Err(failure) => drop(failed.try_set(Some(failure))),
            }
        });
    };
    let rows = move || {
        let found = entries.get().and_then(Result::ok).unwrap_or_default();
        found.into_iter().map(|entry| view! { <Happened desk entry/> }).collect_view()
    };
    view! {
        <section class="panel" aria-labelledby="history-title">
            <h2 id="history-title">{move || t_string!(words, partnerships.history)}</h2>
            {move || may.get().then(|| view! {
                <form class="fields" on:submit=submit>
                    <div class="form-field">
                        <label for="note-text">{move || t_string!(words, partnerships.note)}</label>
                        <textarea id="note-text" class="form-control" rows="2" prop:value=move || text.get()
                            on:input=move |event| text.set(event_target_value(&event))></textarea>
                    </div>
                    <p class="wrong" role="alert">{move || failed.with(|failed| failed.as_ref().map(|failed| problem::failure(words, failed)))}</p>
                    <button type="submit" class="btn btn-outline-primary btn-xs">{move || t_string!(words, partnerships.add_note)}</button>
                </form>
            })}
            <ol class="history">{rows}</ol>
        </section>
    }
}

#[component]
fn Happened(desk: Desk, entry: Entry) -> impl IntoView {
    let words = desk.words;
    let (what, state) = (entry.what.clone(), entry.state);
    let act = move || match what.as_str() {
        "CREATED" => t_string!(words, partnerships.happened_created).to_owned(),
        "EDITED" => t_string!(words, partnerships.happened_edited).to_owned(),
        "JOINED" => t_string!(words, partnerships.happened_joined).to_owned(),
        "LEFT" => t_string!(words, partnerships.happened_left).to_owned(),
        "STEP" => state.map(|state| state.0.label(language(words)).to_owned()).unwrap_or_default(),
        _ => t_string!(words, partnerships.note).to_owned(),
    };
    let at = entry.at.0.clone();
    view! {
        <li><strong>{act}</strong>" "{entry.text.clone()}<br/>
            <span class="muted">{entry.by.clone()}", "{move || instant(words, &at)}</span></li>
    }
}
