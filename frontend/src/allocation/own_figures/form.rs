//! The form that sets a figure of the scenario's own: search, choose, a value, a reason. A refusal stands at its field.

use leptos::prelude::*;
use shared::{
    FieldProblem, Problem, Rule,
    staffing::{
        FigureKey,
        own_figures::{OwnEdit, OwnEdits},
    },
};

use super::{OwnFigure, api};
use crate::{
    allocation::{board::Board, plan::Plan},
    demand::{figure_name, in_typed_unit, read_figure, unit_name, write_figure},
    graphql::{DateTime, Failure},
    i18n::{Words, fill, t_string},
    ids::uuid,
    session,
    ui::{
        announce::Announcer,
        field::{TextField, focus, refuse},
        problem,
    },
};

/// What the form holds: a row of the list hands its figure over here.
#[derive(Clone, Copy)]
pub(super) struct Typed {
    words: Words,
    board: Board,
    search: RwSignal<String>,
    /// The figure's key; empty when the search finds none.
    figure: RwSignal<String>,
    value: RwSignal<String>,
    note: RwSignal<String>,
    wrong: RwSignal<Vec<FieldProblem>>,
    failed: RwSignal<Option<Failure>>,
    /// The revision that was looked at when the figure was chosen: a colleague's later one is not written over unseen.
    seen: StoredValue<u64>,
    /// The figures that the search finds, with their names.
    found: Memo<Vec<(String, String)>>,
}

impl Typed {
    pub(super) fn new(words: Words, board: Board) -> Self {
        let keys = board.plan.with_value(|plan| all(plan));
        let search = RwSignal::new(String::new());
        let found = Memo::new(move |_| {
            let asked = search.with(|text| text.trim().to_lowercase());
            let name = |key: &FigureKey| board.plan.with_value(|plan| figure_name(words, plan.as_ref(), key));
            let is_meant = |(_, name): &(String, String)| {
                let name = name.to_lowercase();
                asked.split_whitespace().all(|word| name.contains(word))
            };
            keys.iter().map(|key| (key.to_string(), name(key))).filter(is_meant).collect::<Vec<_>>()
        });
        let typed = Self {
            words,
            board,
            search,
            figure: RwSignal::new(String::new()),
            value: RwSignal::new(String::new()),
            note: RwSignal::new(String::new()),
            wrong: RwSignal::new(Vec::new()),
            failed: RwSignal::new(None),
            seen: StoredValue::new(0),
            found,
        };
        typed.first();
        typed
    }

    /// Takes a figure up, with what stands there now.
    pub(super) fn take(&self, key: &FigureKey) {
        let own = self.board.own_figures.own.with_untracked(|own| own.get(key).cloned());
        self.seen.set_value(own.as_ref().map(|own| own.revision).unwrap_or_default());
        let stands = own.as_ref().map(|own| own.value).or_else(|| untrack(|| self.board.own_figures.base(key)));
        let text = stands.map(|stands| untrack(|| write_figure(self.words, key, stands)));
        self.figure.set(key.to_string());
        self.value.set(text.unwrap_or_default());
        self.note.set(own.and_then(|own| own.note).unwrap_or_default());
        self.wrong.set(Vec::new());
        self.failed.set(None);
    }

    /// A figure was given back: if it is the one that is typed here, it is the base's from now on.
    pub(super) fn given_back(&self, key: &FigureKey) {
        if self.figure.try_with_untracked(|figure| *figure == key.to_string()) == Some(true) {
            self.take(key);
        }
    }

    /// Takes up what a row of the list hands over.
    pub(super) fn hand_over(&self, key: &FigureKey) {
        self.search.set(String::new());
        self.take(key);
        focus("own-figure-value");
    }

    /// Takes up the first figure that the search finds, unless the one that is taken up is found too.
    fn first(&self) {
        let now = self.figure.get_untracked();
        let first = self.found.with_untracked(|found| {
            if found.iter().any(|(key, _)| *key == now) {
                None
            } else {
                Some(found.first().map(|(key, _)| key.clone()))
            }
        });
        match first {
            Some(Some(first)) => self.choose(&first),
            Some(None) => self.figure.set(String::new()),
            None => {}
        }
    }

    fn choose(&self, key: &str) {
        if let Ok(key) = key.parse() {
            self.take(&key);
        }
    }

    fn key(&self) -> Option<FigureKey> {
        self.figure.with(|figure| figure.parse().ok())
    }
}

/// The form.
#[component]
pub(super) fn FigureForm(typed: Typed) -> impl IntoView {
    let Typed { words, board, search, figure, value, note, wrong, failed, seen, found } = typed;
    let (busy, write) = (RwSignal::new(false), StoredValue::new(uuid()));
    let key = move || typed.key();
    let name = move |key: &FigureKey| board.plan.with_value(|plan| figure_name(words, plan.as_ref(), key));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        failed.set(None);
        let Some(key) = untrack(key) else { return };
        let read = untrack(|| read_figure(words, &key, &value.get_untracked()));
        let edit = read.map_err(|rule| Problem::invalid("edits.0.value", rule)).and_then(|value| {
            let edit = OwnEdit {
                key: key.clone(),
                value: Some(value),
                note: Some(note.get_untracked()),
                seen: seen.get_value(),
            };
            OwnEdits::new(vec![edit])
        });
        let edit = match edit.as_ref().map(OwnEdits::as_slice) {
            Ok([edit]) => edit.clone(),
            Ok(_) => return,
            Err(problem) => return refuse(wrong, failed, Failure::Refused(problem.clone())),
        };
        wrong.set(Vec::new());
        busy.set(true);
        let scenario = board.plan.with_value(|plan| plan.uuid.clone());
        let named = untrack(|| name(&key));
        leptos::task::spawn_local(async move {
            let done = api::scenario_figure_set(&scenario, &write.get_value(), &edit).await;
            busy.try_set(false);
            if done != Err(Failure::Offline) {
                // What was refused was not applied: the next try is another write.
                write.try_set_value(uuid());
            }
            match done {
                Ok(revision) => {
                    seen.try_set_value(u64::try_from(revision).unwrap_or_default());
                    board.own_figures.learn(&set(&edit, revision));
                    Announcer::say(untrack(|| fill(t_string!(words, own_figures.saved), &[("of", &named)])));
                }
                Err(failure) => {
                    match &failure {
                        Failure::Refused(Problem::WrongState(standing)) => board.stands_by_refusal(standing),
                        Failure::Refused(Problem::Conflict { figures, .. }) => {
                            // The newer number stands in the list by now: whoever saves again means it.
                            seen.try_set_value(figures.first().map(|newer| newer.revision).unwrap_or_default());
                        }
                        _ => {}
                    }
                    refuse(wrong, failed, at_the_value(&edit.key, failure));
                }
            }
        });
    };
    let label = move || {
        let unit = key().map(|key| unit_name(words, key.unit())).unwrap_or_default();
        format!("{} ({unit})", t_string!(words, own_figures.value)).replace(" ()", "")
    };
    let base = move || {
        let key = key()?;
        let base = board.own_figures.base(&key);
        let none = || t_string!(words, own_figures.none).to_owned();
        let base = base.map_or_else(none, |value| write_figure(words, &key, value));
        Some(fill(t_string!(words, own_figures.in_base), &[("base", &base)]))
    };
    view! {
        <form class="step-form" novalidate="" on:submit=submit>
            <h3>{move || t_string!(words, own_figures.set)}</h3>
            <div class="form-field">
                <label for="own-figure-search">{move || t_string!(words, own_figures.search)}</label>
                <input id="own-figure-search" type="search" class="form-control" autocomplete="off" spellcheck="false" autofocus=true
                    aria-describedby="own-figure-found" prop:value=move || search.get()
                    on:input=move |event| { search.set(event_target_value(&event)); typed.first(); }/>
                <p id="own-figure-found" aria-live="polite">{move || {
                    fill(t_string!(words, own_figures.found), &[("n", &found.with(Vec::len).to_string())])
                }}</p>
            </div>
            <div class="form-field">
                <label for="own-figure-key">{move || t_string!(words, own_figures.figure)}</label>
                <select id="own-figure-key" class="form-control" aria-describedby="own-figure-base"
                    prop:value=move || figure.get() on:change=move |event| typed.choose(&event_target_value(&event))>
                    {move || {
                        let option = |(own, text): (String, String)| {
                            let is_chosen = figure.with_untracked(|figure| *figure == own);
                            view! { <option value=own selected=is_chosen>{text}</option> }
                        };
                        found.get().into_iter().map(option).collect_view()
                    }}
                </select>
                <p id="own-figure-base">{base}</p>
            </div>
            <TextField words id="own-figure-value" label=Signal::derive(label) value name="edits.0.value" wrong/>
            <TextField words id="own-figure-note" label=Signal::derive(move || t_string!(words, own_figures.note).to_owned())
                value=note name="edits.0.note" wrong/>
            <p class="wrong" role="alert">{move || failed.with(|failed| failed.as_ref().map(|failed| problem::failure(words, failed)))}</p>
            <button type="submit" class="btn btn-primary btn-sm" disabled=move || busy.get() || figure.with(String::is_empty)>
                {move || t_string!(words, allocation.save)}
            </button>
        </form>
    }
}

/// The figure as the server holds it after the write.
fn set(edit: &OwnEdit, revision: i32) -> OwnFigure {
    OwnFigure {
        key: edit.key.to_string(),
        value: edit.value,
        note: edit.note.clone(),
        revision,
        edited_by: session::author(),
        edited_at: DateTime(String::from(js_sys::Date::new_0().to_iso_string())),
    }
}

/// What is wrong together with other figures stands at the value, and shares are told in percent.
fn at_the_value(key: &FigureKey, failure: Failure) -> Failure {
    let Failure::Refused(Problem::Invalid { fields }) = failure else { return failure };
    let own = key.to_string();
    let rule = |rule: Rule| in_typed_unit(key, rule);
    let stands = |field: &str| field.starts_with("edits.") || field == own;
    let (mut here, others): (Vec<FieldProblem>, Vec<FieldProblem>) =
        fields.into_iter().partition(|problem| stands(&problem.field));
    for problem in &mut here {
        problem.rule = rule(problem.rule.clone());
        if problem.field == own {
            "edits.0.value".clone_into(&mut problem.field);
        }
    }
    if here.is_empty() {
        let first = others.into_iter().next();
        here.extend(first.map(|other| FieldProblem { field: "edits.0.value".to_owned(), rule: other.rule }));
    }
    Failure::Refused(Problem::Invalid { fields: here })
}

/// The figures that a scenario may change one by one, by their names' order. The shares of a service add up only together: they are
/// set through the API.
fn all(plan: &Plan) -> Vec<FigureKey> {
    use shared::staffing::WorkingTimeTerm;
    let mut keys = Vec::new();
    for service in plan.services.keys() {
        keys.push(FigureKey::Volume(service.clone()));
        let province = |code: &str| shared::code::ProvinceCode::new(code).ok();
        let provinces = plan.provinces.iter().filter_map(|of| province(&of.code));
        keys.extend(provinces.map(|province| FigureKey::ProvinceVolume(service.clone(), province)));
        keys.push(FigureKey::Minutes(service.clone()));
    }
    keys.extend(WorkingTimeTerm::ALL.map(FigureKey::WorkingTime));
    for (profile, _) in &plan.profiles {
        keys.extend(WorkingTimeTerm::ALL.map(|term| FigureKey::OwnWorkingTime(term, profile.clone())));
        keys.extend([FigureKey::CategoryAllowance(profile.clone()), FigureKey::YearlyCost(profile.clone())]);
    }
    keys.push(FigureKey::StaffTotal);
    for cpi in &plan.cpis {
        for (profile, _) in &plan.profiles {
            keys.push(FigureKey::Staff(cpi.code.clone(), profile.clone()));
            keys.push(FigureKey::IndividualAllowance(cpi.code.clone(), profile.clone()));
        }
    }
    keys
}
