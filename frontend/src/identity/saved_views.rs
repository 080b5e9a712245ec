//! The views of a page that one keeps: chosen, kept under a name, given up. For whoever is signed in.

use leptos::prelude::*;
use shared::{
    FieldProblem,
    identity::saved_view::{SavedView as Kept, ViewPage},
};

use super::saved_views_api::{SavedView, view_remove, view_save, views};
use crate::{
    graphql::Failure,
    i18n::{Words, fill, t_string},
    session::Session,
    ui::{
        announce::Announcer,
        field::{TextField, focus, refuse},
        problem,
    },
};

/// The list, folded; it is read when it is opened.
#[component]
pub(crate) fn SavedViews(
    words: Words,
    page: ViewPage,
    /// The query of what the page shows now.
    query: Signal<String>,
    /// Shows what a view's query says.
    on_choose: Callback<String>,
) -> impl IntoView {
    let session = expect_context::<Session>();
    view! {
        <Show when=move || session.viewer.with(Option::is_some)>
            <Folded words page query on_choose/>
        </Show>
    }
}

#[component]
fn Folded(words: Words, page: ViewPage, query: Signal<String>, on_choose: Callback<String>) -> impl IntoView {
    let known = RwSignal::new(None::<Vec<SavedView>>);
    let failed = RwSignal::new(None::<Failure>);
    let read = move || {
        leptos::task::spawn_local(async move {
            match views(page).await {
                Ok(found) => {
                    known.try_set(Some(found));
                    failed.try_set(None);
                }
                Err(failure) => drop(failed.try_set(Some(failure))),
            }
        });
    };
    let read = Callback::new(move |()| read());
    let rows = move || known.get().unwrap_or_default();
    view! {
        <details class="views" data-views="" on:toggle=move |_| if known.with_untracked(Option::is_none) { read.run(()) }>
            <summary id="views">{move || t_string!(words, saved_views.title)}</summary>
            <div>
                <ul>
                    <For each=rows key=|view| (view.id.inner().to_owned(), view.query.clone()) let:view>
                        <Row words view known failed on_choose/>
                    </For>
                </ul>
                <p hidden=move || known.with(|known| known.as_ref().is_none_or(|known| !known.is_empty()))>
                    {move || t_string!(words, saved_views.none)}
                </p>
                <p class="wrong" role="alert">{move || failed.with(|failed| failed.as_ref().map(|failed| problem::failure(words, failed)))}</p>
                <KeepForm words page query known failed read/>
            </div>
        </details>
    }
}

#[component]
fn Row(
    words: Words,
    view: SavedView,
    known: RwSignal<Option<Vec<SavedView>>>,
    failed: RwSignal<Option<Failure>>,
    on_choose: Callback<String>,
) -> impl IntoView {
    let SavedView { id, name, query } = view;
    let chosen = name.clone();
    let choose = move |_| {
        on_choose.run(query.clone());
        Announcer::say(fill(untrack(|| t_string!(words, saved_views.chosen)), &[("name", &chosen)]));
    };
    let label = {
        let name = name.clone();
        move || fill(t_string!(words, saved_views.remove_of), &[("name", &name)])
    };
    let removed = name.clone();
    let remove = move |_| {
        let (id, removed) = (id.clone(), removed.clone());
        leptos::task::spawn_local(async move {
            match view_remove(id.clone()).await {
                Ok(()) => {
                    Announcer::say(fill(untrack(|| t_string!(words, saved_views.removed)), &[("name", &removed)]));
                    // The button goes away with its row.
                    focus("views");
                    known.try_update(|known| {
                        if let Some(known) = known {
                            known.retain(|view| view.id != id);
                        }
                    });
                    failed.try_set(None);
                }
                Err(failure) => drop(failed.try_set(Some(failure))),
            }
        });
    };
    view! {
        <li>
            <button type="button" class="btn btn-link btn-xs" data-view=name.clone() on:click=choose>{name.clone()}</button>
            <button type="button" class="btn btn-outline-primary btn-xs" aria-label=label on:click=remove>
                {move || t_string!(words, saved_views.remove)}
            </button>
        </li>
    }
}

/// Keeps what the page shows now. A refusal keeps what was typed.
#[component]
fn KeepForm(
    words: Words,
    page: ViewPage,
    query: Signal<String>,
    known: RwSignal<Option<Vec<SavedView>>>,
    failed: RwSignal<Option<Failure>>,
    /// Reads the list, where it is not known yet.
    read: Callback<()>,
) -> impl IntoView {
    let name = RwSignal::new(String::new());
    let wrong = RwSignal::new(Vec::<FieldProblem>::new());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let view = match Kept::new(page, &name.get_untracked(), &query.get_untracked()) {
            Ok(view) => view,
            Err(problem) => return refuse(wrong, failed, Failure::Refused(problem)),
        };
        wrong.set(Vec::new());
        leptos::task::spawn_local(async move {
            match view_save(&view).await {
                Ok(saved) => {
                    Announcer::say(fill(untrack(|| t_string!(words, saved_views.saved)), &[("name", &saved.name)]));
                    let is_known = known.try_update(|known| {
                        let Some(known) = known else { return false };
                        known.retain(|view| view.id != saved.id);
                        known.push(saved);
                        known.sort_by(|one, other| one.name.cmp(&other.name));
                        true
                    });
                    if is_known == Some(false) {
                        read.try_run(());
                    }
                    name.try_set(String::new());
                    failed.try_set(None);
                }
                Err(failure) => refuse(wrong, failed, failure),
            }
        });
    };
    view! {
        <form novalidate="" on:submit=submit>
            <TextField words id="view-name" label=Signal::derive(move || t_string!(words, saved_views.name).to_owned())
                value=name name="name" wrong/>
            <button type="submit" class="btn btn-primary btn-xs">{move || t_string!(words, saved_views.save)}</button>
        </form>
    }
}
