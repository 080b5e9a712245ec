//! The window that decides: which scenario, why, by which act. A refusal keeps all of it.

use std::sync::Arc;

use leptos::{html, prelude::*, task::spawn_local};
use shared::{FieldProblem, Problem, staffing::decision::Reasons};

use super::api::{self, Choice, Decision};
use crate::{
    allocation::comparison::{
        api::{Named, Told},
        words::letter,
    },
    graphql::Failure,
    i18n::{Words, t_string},
    ids::uuid,
    ui::{
        announce::Announcer,
        dialog::Dialog,
        field::{TextField, refuse},
        problem,
    },
};

/// The window.
#[component]
pub(super) fn DecisionWindow(
    words: Words,
    told: Memo<Option<Arc<Told>>>,
    open: RwSignal<bool>,
    on_again: Callback<()>,
    on_done: Callback<(i32, Decision)>,
) -> impl IntoView {
    let form = Form::new(told);
    let close = Callback::new(move |()| open.set(false));
    let title = Signal::derive(move || t_string!(words, decision.open_long).to_owned());
    view! {
        <Dialog words id="decision-title" title open on_close=close>
            <Fields words form open on_again on_done/>
        </Dialog>
    }
}

/// What is typed: it outlives the window.
#[derive(Clone, Copy)]
struct Form {
    told: Memo<Option<Arc<Told>>>,
    chosen: RwSignal<Option<String>>,
    reason: RwSignal<String>,
    act: RwSignal<String>,
    wrong: RwSignal<Vec<FieldProblem>>,
    failed: RwSignal<Option<Failure>>,
    busy: RwSignal<bool>,
    write: StoredValue<String>,
}

impl Form {
    fn new(told: Memo<Option<Arc<Told>>>) -> Self {
        Self {
            told,
            chosen: RwSignal::new(None),
            reason: RwSignal::new(String::new()),
            act: RwSignal::new(String::new()),
            wrong: RwSignal::new(Vec::new()),
            failed: RwSignal::new(None),
            busy: RwSignal::new(false),
            write: StoredValue::new(uuid()),
        }
    }

    /// The scenario that is chosen, if it is still among those that are compared.
    fn choice(self) -> Option<String> {
        let chosen = self.chosen.get()?;
        self.told.with(|told| told.as_ref()?.scenarios.iter().any(|one| one.key == chosen).then_some(chosen))
    }

    /// What is to be recorded.
    ///
    /// # Errors
    /// What is wrong, at its field.
    fn read(self) -> Result<Choice, Failure> {
        let (reason, act) = (self.reason.get_untracked(), self.act.get_untracked());
        let refused = |field: &str| Failure::Refused(Problem::invalid(field, shared::Rule::Required));
        let chosen = untrack(|| self.choice()).ok_or_else(|| refused("chosen"))?;
        let reasons = Reasons::new(&reason, &act).map_err(Failure::Refused)?;
        let told = self.told.get_untracked().ok_or_else(|| refused("chosen"))?;
        Ok(Choice {
            candidates: told.scenarios.iter().map(|one| (one.key.clone(), one.revision)).collect(),
            chosen,
            figures_seen: told.figures_revision,
            reason: reasons.reason,
            act: reasons.act.unwrap_or_default(),
        })
    }

    fn submit(self, words: Words, open: RwSignal<bool>, on_done: Callback<(i32, Decision)>) {
        self.wrong.set(Vec::new());
        self.failed.set(None);
        let choice = match self.read() {
            Ok(choice) => choice,
            Err(failure) => return refuse(self.wrong, self.failed, failure),
        };
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        spawn_local(async move {
            let done = api::decide(&self.write.get_value(), &choice).await;
            self.busy.try_set(false);
            if !matches!(done, Err(Failure::Offline)) {
                // What was refused was not applied: the next try is another write.
                self.write.try_set_value(uuid());
            }
            match done {
                Ok(of) => {
                    self.chosen.try_set(None);
                    self.reason.try_set(String::new());
                    self.act.try_set(String::new());
                    open.try_set(false);
                    Announcer::say(untrack(|| t_string!(words, decision.done)));
                    on_done.try_run(of);
                }
                Err(failure) => refuse(self.wrong, self.failed, failure),
            }
        });
    }

    fn problem(self, field: &'static str) -> Option<FieldProblem> {
        self.wrong.with(|wrong| wrong.iter().find(|of| of.field == field).cloned())
    }
}

#[component]
fn Fields(
    words: Words,
    form: Form,
    open: RwSignal<bool>,
    on_again: Callback<()>,
    on_done: Callback<(i32, Decision)>,
) -> impl IntoView {
    let field: NodeRef<html::Textarea> = NodeRef::new();
    let is_stale =
        move || form.failed.with(|failed| matches!(failed, Some(Failure::Refused(Problem::Conflict { .. }))));
    let choices = move || {
        let scenarios = form.told.get().map(|told| told.scenarios.clone()).unwrap_or_default();
        scenarios.into_iter().enumerate().map(|(place, one)| choice(form, place, &one)).collect::<Vec<AnyView>>()
    };
    let wrong = move |field: &'static str| form.problem(field).map(|of| problem::rule(words, &of.rule));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        form.submit(words, open, on_done);
    };
    let again = move |_| {
        form.failed.set(None);
        on_again.run(());
    };
    view! {
        <form class="decision-form" novalidate="" on:submit=submit>
            <p>{move || t_string!(words, decision.form_lead)}</p>
            <fieldset>
                <legend>{move || t_string!(words, decision.which)}</legend>
                {choices}
                <p id="decision-chosen-wrong" class="wrong">{move || wrong("chosen")}</p>
            </fieldset>
            <div class="form-field">
                <label for="decision-reason">{move || t_string!(words, standing.reason)}</label>
                <textarea id="decision-reason" class="form-control" rows="3" node_ref=field
                    prop:value=move || form.reason.get() on:input=move |event| form.reason.set(event_target_value(&event))
                    aria-invalid=move || form.problem("reason").is_some().to_string() aria-describedby="decision-reason-wrong"></textarea>
                <p id="decision-reason-wrong" class="wrong">{move || wrong("reason")}</p>
            </div>
            <TextField words id="decision-act" label=Signal::derive(move || t_string!(words, decision.act).to_owned()) value=form.act name="act" wrong=form.wrong/>
            <p class="wrong" role="alert">
                {move || if is_stale() {
                    Some(t_string!(words, comparison.stale).to_owned())
                } else {
                    form.failed.with(|failed| failed.as_ref().map(|failure| problem::failure(words, failure)))
                }}
            </p>
            <Show when=is_stale>
                <button type="button" class="btn btn-outline-primary btn-sm" on:click=again>{move || t_string!(words, comparison.again)}</button>
                " "
            </Show>
            <button type="submit" class="btn btn-primary btn-sm" data-decision-save="" disabled=move || form.busy.get()>
                {move || t_string!(words, decision.save)}
            </button>
        </form>
    }
}

fn choice(form: Form, place: usize, one: &Named) -> AnyView {
    let (id, key, name) = (format!("decision-{}", letter(place)), one.key.clone(), one.name.clone());
    let of = id.clone();
    let is_chosen = {
        let key = key.clone();
        move || form.chosen.with(|chosen| chosen.as_deref() == Some(key.as_str()))
    };
    view! {
        <label for=of>
            <input type="radio" name="decision" id=id prop:checked=is_chosen
                aria-invalid=move || form.problem("chosen").is_some().to_string() aria-describedby="decision-chosen-wrong"
                on:change=move |_| form.chosen.set(Some(key.clone()))/>
            <span><b class="compare-letter">{letter(place)}</b>" "{name}</span>
        </label>
    }
    .into_any()
}
