//! The form of what is kept of a partnership: a new one, filled in as far as it is known, or one that is changed.

use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};
use shared::{
    FieldProblem, Problem, Rule,
    identity::Action,
    organisations::Level,
    partnerships::{Day, Kind, NextStep, Outline, REQUIREMENTS, Term, requirement::PROVINCES},
};

use super::{
    api::Partnership,
    state::{Desk, Start, level_of},
    step::failure_text,
    write,
};
use crate::{
    graphql::Failure,
    i18n::{Words, fill, language, t_string},
    ids::uuid,
    ui::{
        announce::Announcer,
        choice::Choice,
        dialog::Dialog,
        field::{TextField, refuse},
    },
};

/// What is typed, field by field.
#[derive(Clone, Copy)]
struct Typed {
    title: RwSignal<String>,
    kind: RwSignal<String>,
    level: RwSignal<String>,
    province: RwSignal<String>,
    serves: RwSignal<Vec<String>>,
    description: RwSignal<String>,
    signed_on: RwSignal<String>,
    starts_on: RwSignal<String>,
    ends_on: RwSignal<String>,
    next: RwSignal<String>,
    owner: RwSignal<String>,
    due: RwSignal<String>,
}

impl Typed {
    fn of(outline: Outline) -> Self {
        let day = |day: Option<Day>| RwSignal::new(day.map(String::from).unwrap_or_default());
        Self {
            title: RwSignal::new(outline.title),
            kind: RwSignal::new(outline.kind.name().to_owned()),
            level: RwSignal::new(outline.level.name().to_owned()),
            province: RwSignal::new(outline.province.map(String::from).unwrap_or_default()),
            serves: RwSignal::new(outline.serves),
            description: RwSignal::new(outline.description),
            signed_on: day(outline.term.signed_on),
            starts_on: day(outline.term.starts_on),
            ends_on: day(outline.term.ends_on),
            next: RwSignal::new(outline.next.text),
            owner: RwSignal::new(outline.next.owner),
            due: day(outline.next.due),
        }
    }

    fn read(self) -> Result<Outline, Problem> {
        let day = |field: &str, typed: RwSignal<String>| match typed.get_untracked() {
            text if text.is_empty() => Ok(None),
            text => text.parse::<Day>().map(Some).map_err(|_| Problem::invalid(field, Rule::Unknown)),
        };
        let outline = Outline {
            title: self.title.get_untracked(),
            kind: Kind::from_name(&self.kind.get_untracked()).unwrap_or(Kind::Agreement),
            level: Level::from_name(&self.level.get_untracked()).unwrap_or(Level::Province),
            province: self.province.get_untracked().parse().ok(),
            serves: self.serves.get_untracked(),
            description: self.description.get_untracked(),
            term: Term {
                signed_on: day("signedOn", self.signed_on)?,
                starts_on: day("startsOn", self.starts_on)?,
                ends_on: day("endsOn", self.ends_on)?,
            },
            next: NextStep {
                text: self.next.get_untracked(),
                owner: self.owner.get_untracked(),
                due: day("nextDue", self.due)?,
            },
        };
        outline.check()
    }
}

/// The window in which a new one is begun, or proposed.
#[component]
pub(super) fn StartWindow(desk: Desk) -> impl IntoView {
    let words = desk.words;
    let title = Signal::derive(move || t_string!(words, partnerships.begin).to_owned());
    let close = Callback::new(move |()| drop(desk.start.try_set(None)));
    view! {
        <Dialog words id="start-title" title open=Signal::derive(move || desk.start.with(Option::is_some)) on_close=close>
            {move || desk.start.get_untracked().map(|start| view! { <OutlineForm desk first=outline_of(start) before=None close/> })}
        </Dialog>
    }
}

fn outline_of(start: Start) -> Outline {
    Outline {
        level: level_of(start.province.as_ref()),
        title: start.title,
        kind: start.kind,
        province: start.province.and_then(|code| code.parse().ok()),
        serves: start.serves,
        description: String::new(),
        term: Term::default(),
        next: NextStep::default(),
    }
}

/// The form. What was refused stays typed, and stands at its field.
#[component]
pub(super) fn OutlineForm(
    desk: Desk,
    first: Outline,
    before: Option<Partnership>,
    close: Callback<()>,
) -> impl IntoView {
    let words = desk.words;
    let typed = Typed::of(first);
    let is_new = before.is_none();
    let (wrong, failed) = (RwSignal::new(Vec::<FieldProblem>::new()), RwSignal::new(None::<Failure>));
    let (busy, id) = (RwSignal::new(false), StoredValue::new(uuid()));
    let before = StoredValue::new(before);
    let navigate = StoredValue::new_local(use_navigate());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        failed.set(None);
        let outline = match typed.read() {
            Ok(outline) => outline,
            Err(problem) => return refuse(wrong, failed, Failure::Refused(problem)),
        };
        wrong.set(Vec::new());
        busy.set(true);
        leptos::task::spawn_local(async move {
            let done = match before.get_value() {
                Some(before) => write::update(id.get_value(), &before, outline).await,
                None => write::create(id.get_value(), outline, Vec::new()).await,
            };
            busy.try_set(false);
            match done {
                Ok(now) => {
                    let said = untrack(|| fill(t_string!(words, organisations.saved), &[("name", &now.title)]));
                    Announcer::say(said);
                    let link = now.link();
                    desk.done(now);
                    close.try_run(());
                    if is_new {
                        navigate.try_with_value(|navigate| navigate(&link, NavigateOptions::default()));
                    }
                }
                Err(Failure::Offline) => refuse(wrong, failed, Failure::Offline),
                Err(failure) => {
                    id.try_set_value(uuid());
                    refuse(wrong, failed, failure);
                }
            }
        });
    };
    let save = move || match (is_new, desk.session.may_at_all(Action::EditPartnerships)) {
        (false, _) => t_string!(words, organisations.save),
        (true, true) => t_string!(words, partnerships.begin),
        (true, false) => t_string!(words, partnerships.propose),
    };
    view! {
        <form class="fields" on:submit=submit novalidate="">
            <TextField words id="outline-title" value=typed.title name="title" wrong first=true
                label=Signal::derive(move || t_string!(words, partnerships.name).to_owned())/>
            <Place words typed wrong/>
            <Serves words typed/>
            <TextField words id="outline-description" value=typed.description name="description" wrong
                label=Signal::derive(move || t_string!(words, partnerships.description).to_owned())/>
            {(!is_new).then(|| view! { <Days words typed wrong/> })}
            <Next words typed wrong/>
            <p class="wrong" role="alert">{move || failed.with(|failed| failed.as_ref().map(|failed| failure_text(words, failed)))}</p>
            <button type="submit" class="btn btn-primary btn-sm" disabled=move || busy.get()>{save}</button>
        </form>
    }
}

#[component]
fn Place(words: Words, typed: Typed, wrong: RwSignal<Vec<FieldProblem>>) -> impl IntoView {
    let kinds = Signal::derive(move || {
        Kind::ALL.map(|kind| (kind.name().to_owned(), kind.label(language(words)).to_owned())).to_vec()
    });
    let levels = Signal::derive(move || {
        Level::ALL.map(|level| (level.name().to_owned(), level.label(language(words)).to_owned())).to_vec()
    });
    let provinces = Signal::derive(move || {
        let none = (String::new(), t_string!(words, organisations.no_province).to_owned());
        std::iter::once(none).chain(PROVINCES.map(|code| (code.to_owned(), code.to_owned()))).collect::<Vec<_>>()
    });
    view! {
        <Choice words id="outline-kind" value=typed.kind options=kinds name="kind" wrong
            label=Signal::derive(move || t_string!(words, organisations.kind).to_owned())/>
        <Choice words id="outline-level" value=typed.level options=levels name="level" wrong
            label=Signal::derive(move || t_string!(words, organisations.level).to_owned())/>
        <Choice words id="outline-province" value=typed.province options=provinces name="province" wrong
            label=Signal::derive(move || t_string!(words, organisations.province).to_owned())/>
    }
}

/// The requirements of the act that it serves: one may serve two, and counts once in each.
#[component]
fn Serves(words: Words, typed: Typed) -> impl IntoView {
    let boxes = move || {
        let tick = |known: &'static shared::partnerships::Requirement| {
            let checked = move || typed.serves.with(|serves| serves.iter().any(|code| code == known.code));
            let set = move |event: leptos::ev::Event| {
                typed.serves.update(|serves| {
                    serves.retain(|code| code != known.code);
                    if event_target_checked(&event) {
                        serves.push(known.code.to_owned());
                    }
                });
            };
            view! {
                <label class="tick"><input type="checkbox" prop:checked=checked on:change=set/>
                    {known.title(language(words))}" "<span class="muted">{known.code}</span></label>
            }
        };
        REQUIREMENTS.iter().map(tick).collect_view()
    };
    view! {
        <details class="serves">
            <summary>{move || t_string!(words, partnerships.serves)}" "
                <span class="muted">{move || typed.serves.get().join(", ")}</span></summary>
            {boxes}
        </details>
    }
}

#[component]
fn Days(words: Words, typed: Typed, wrong: RwSignal<Vec<FieldProblem>>) -> impl IntoView {
    view! {
        <div class="abreast">
            <TextField words id="outline-signed" kind="date" value=typed.signed_on name="signedOn" wrong
                label=Signal::derive(move || t_string!(words, partnerships.signed_on).to_owned())/>
            <TextField words id="outline-starts" kind="date" value=typed.starts_on name="startsOn" wrong
                label=Signal::derive(move || t_string!(words, partnerships.starts_on).to_owned())/>
            <TextField words id="outline-ends" kind="date" value=typed.ends_on name="endsOn" wrong
                label=Signal::derive(move || t_string!(words, partnerships.ends_on).to_owned())/>
        </div>
    }
}

#[component]
fn Next(words: Words, typed: Typed, wrong: RwSignal<Vec<FieldProblem>>) -> impl IntoView {
    view! {
        <fieldset>
            <legend>{move || t_string!(words, partnerships.next_step)}</legend>
            <TextField words id="outline-next" value=typed.next name="nextStep" wrong
                label=Signal::derive(move || t_string!(words, partnerships.what).to_owned())/>
            <div class="abreast">
                <TextField words id="outline-owner" value=typed.owner name="nextOwner" wrong
                    label=Signal::derive(move || t_string!(words, partnerships.owner).to_owned())/>
                <TextField words id="outline-due" kind="date" value=typed.due name="nextDue" wrong
                    label=Signal::derive(move || t_string!(words, partnerships.until).to_owned())/>
            </div>
        </fieldset>
    }
}
