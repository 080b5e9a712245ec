//! What one does to a scenario from the list: copy, rename, put away, with ten seconds to take that back.

use gloo::timers::callback::Timeout;
use leptos::{html, prelude::*};
use shared::{
    identity::Action,
    staffing::scenario::{Standing, State, Step, checked_name},
};
use wasm_bindgen::JsCast as _;

use super::{
    api,
    copy::{CopyWindow, Original},
    words::{name_of_state, name_of_step},
};
use crate::{
    allocation::api::scenario_rename,
    graphql::Failure,
    i18n::{Words, fill, t_string},
    ids::uuid,
    session::Session,
    ui::{announce::Announcer, dialog::Dialog, problem},
};

/// How long what was put away can be taken back, milliseconds.
const UNDO_MS: u32 = 10_000;

/// A scenario of the list.
#[derive(Clone, Debug, PartialEq)]
pub(in super::super) struct Listed {
    pub(in super::super) key: String,
    pub(in super::super) name: String,
    pub(in super::super) revision: u64,
    pub(in super::super) standing: Standing,
}

/// What the list shows and what its rows ask for: cheap to copy.
#[derive(Clone, Copy)]
pub(in super::super) struct ListActs {
    words: Words,
    session: Session,
    /// Grows when the list is to be asked for again.
    pub(in super::super) again: RwSignal<u32>,
    /// The element that takes the focus when the list stands again.
    pub(in super::super) focus: RwSignal<Option<String>>,
    pub(in super::super) state: RwSignal<Option<State>>,
    pub(in super::super) archived: RwSignal<bool>,
    original: RwSignal<Option<Original>>,
    renamed: RwSignal<Option<Listed>>,
    /// What was put away a moment ago.
    away: RwSignal<Option<Listed>>,
    timer: StoredValue<Option<Timeout>, LocalStorage>,
    failed: RwSignal<Option<Failure>>,
}

impl ListActs {
    pub(in super::super) fn new(words: Words) -> Self {
        Self {
            words,
            session: expect_context::<Session>(),
            again: RwSignal::new(0),
            focus: RwSignal::new(None),
            state: RwSignal::new(None),
            archived: RwSignal::new(false),
            original: RwSignal::new(None),
            renamed: RwSignal::new(None),
            away: RwSignal::new(None),
            timer: StoredValue::new_local(None),
            failed: RwSignal::new(None),
        }
    }

    /// Asks for the list again, and then gives an element the focus.
    fn reload(self, focus: String) {
        self.focus.try_set(Some(focus));
        self.again.try_update(|again| *again += 1);
    }

    /// Puts a scenario away, or takes it back.
    fn take(self, listed: Listed, step: Step) {
        self.failed.set(None);
        let words = self.words;
        wasm_bindgen_futures::spawn_local(async move {
            match api::scenario_step(&listed.key, &uuid(), step, "", listed.revision).await {
                Ok(_) if step == Step::Archive => {
                    Announcer::say(untrack(|| fill(t_string!(words, standing.put_away), &[("name", &listed.name)])));
                    self.away.try_set(Some(listed));
                    let end = Timeout::new(UNDO_MS, move || self.forget());
                    self.timer.try_set_value(Some(end));
                    self.reload("undo-archive".to_owned());
                }
                Ok(_) => {
                    self.away.try_set(None);
                    self.reload(format!("scenario-{}", listed.key));
                }
                Err(failure) => drop(self.failed.try_set(Some(failure))),
            }
        });
    }

    /// The time to take it back is over. Whoever stood on the button goes to the title.
    fn forget(self) {
        let there = document().active_element().is_some_and(|at| at.id() == "undo-archive");
        self.away.try_set(None);
        if there {
            super::head::focus_title();
        }
    }
}

/// Gives an element the focus once it stands.
pub(in super::super) fn focus_soon(id: String) {
    request_animation_frame(move || {
        let element = document().get_element_by_id(&id);
        match element.as_ref().and_then(|element| element.dyn_ref::<web_sys::HtmlElement>()) {
            Some(element) => drop(element.focus()),
            None => super::head::focus_title(),
        }
    });
}

/// The choice of what is listed, what was put away a moment ago, and the windows of the rows.
#[component]
pub(in super::super) fn Filter(words: Words, acts: ListActs) -> impl IntoView {
    let options = State::ALL.map(|state| {
        view! {
            <option value=state.name() prop:selected=move || acts.state.get() == Some(state)>
                {move || name_of_state(words, state)}
            </option>
        }
        .into_any()
    });
    let options: Vec<AnyView> = options.into_iter().collect();
    view! {
        <div class="filters">
            <label>
                <span>{move || t_string!(words, standing.state)}</span>
                <select id="list-state" on:change=move |event| acts.state.set(State::from_name(&event_target_value(&event)))>
                    <option value="">{move || t_string!(words, standing.any)}</option>
                    {options}
                </select>
            </label>
            <label class="filter-check">
                <input id="list-archived" type="checkbox" prop:checked=move || acts.archived.get()
                    on:change=move |event| acts.archived.set(event_target_checked(&event))/>
                <span>{move || t_string!(words, standing.show_archived)}</span>
            </label>
        </div>
        <div role="status">
            {move || acts.away.get().map(|listed| {
                let text = fill(t_string!(words, standing.put_away), &[("name", &listed.name)]);
                view! {
                    <p class="undo-line">
                        {text}" "
                        <button type="button" id="undo-archive" class="btn btn-outline-primary btn-xs"
                            on:click=move |_| acts.take(listed.clone(), Step::Restore)>{t_string!(words, allocation.undo)}</button>
                    </p>
                }
            })}
        </div>
        <p class="wrong" role="alert">{move || acts.failed.with(|failed| failed.as_ref().map(|failed| problem::failure(words, failed)))}</p>
        <CopyWindow words original=acts.original on_copied=Callback::new(|()| {})/>
        <RenameWindow words acts/>
    }
}

/// The acts of one row.
#[component]
pub(in super::super) fn RowActs(words: Words, acts: ListActs, listed: Listed) -> impl IntoView {
    let listed = StoredValue::new(listed);
    let (may_edit, may_copy) =
        (acts.session.may_at_all(Action::EditScenarios), acts.session.may_at_all(Action::CopyScenarios));
    let standing = listed.with_value(|listed| listed.standing.clone());
    let away = [Step::Archive, Step::Restore].into_iter().find(|step| may_edit && standing.allows(*step));
    let named = move |act: &str| listed.with_value(|listed| format!("{act}: {}", listed.name));
    let copy = move |_| {
        let Listed { key, name, revision, .. } = listed.get_value();
        acts.original.set(Some(Original { scenario: key, name, revision, edits: Vec::new() }));
    };
    view! {
        {may_copy.then(|| view! {
            <button type="button" class="btn btn-outline-primary btn-xs" data-act="copy"
                aria-label=move || named(t_string!(words, standing.copy)) on:click=copy>{move || t_string!(words, standing.copy)}</button>
        })}
        {(may_edit && standing.is_open()).then(|| view! {
            <button type="button" class="btn btn-outline-primary btn-xs" data-act="rename"
                aria-label=move || named(t_string!(words, standing.rename))
                on:click=move |_| acts.renamed.set(Some(listed.get_value()))>{move || t_string!(words, standing.rename)}</button>
        })}
        {away.map(|step| view! {
            <button type="button" class="btn btn-outline-primary btn-xs" data-act=step.name()
                aria-label=move || named(name_of_step(words, step))
                on:click=move |_| acts.take(listed.get_value(), step)>{move || name_of_step(words, step)}</button>
        })}
    }
}

/// The window that renames a scenario of the list. A refusal keeps what was typed.
#[component]
fn RenameWindow(words: Words, acts: ListActs) -> impl IntoView {
    let wrong = RwSignal::new(None::<String>);
    let field: NodeRef<html::Input> = NodeRef::new();
    let write = StoredValue::new(uuid());
    let close = Callback::new(move |()| {
        acts.renamed.set(None);
        wrong.set(None);
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(listed) = acts.renamed.get_untracked() else { return };
        let typed = field.get_untracked().map(|field| field.value()).unwrap_or_default();
        let name = match checked_name(&typed) {
            Ok(name) => name,
            Err(rule) => return wrong.set(Some(problem::rule(words, &rule))),
        };
        wasm_bindgen_futures::spawn_local(async move {
            let done = scenario_rename(&listed.key, &write.get_value(), &name).await;
            if done != Err(Failure::Offline) {
                write.try_set_value(uuid());
            }
            match done {
                Ok(()) => {
                    close.try_run(());
                    acts.reload(format!("scenario-{}", listed.key));
                }
                Err(failure) => drop(wrong.try_set(Some(untrack(|| problem::failure(words, &failure))))),
            }
        });
    };
    let name = move || acts.renamed.with(|listed| listed.as_ref().map(|listed| listed.name.clone()));
    view! {
        <Dialog words id="rename-title" title=Signal::derive(move || t_string!(words, allocation.rename).to_owned())
            open=Signal::derive(move || acts.renamed.with(Option::is_some)) on_close=close>
            <form class="step-form" novalidate="" on:submit=submit>
                <label for="rename-name">{move || t_string!(words, allocation.name)}</label>
                <input id="rename-name" class="form-control" autocomplete="off" node_ref=field autofocus=true prop:value=name
                    aria-invalid=move || wrong.with(Option::is_some).to_string() aria-describedby="rename-wrong"/>
                <p id="rename-wrong" class="wrong" role="alert">{move || wrong.get()}</p>
                <button type="submit" class="btn btn-primary btn-sm">{move || t_string!(words, allocation.save)}</button>
            </form>
        </Dialog>
    }
}
