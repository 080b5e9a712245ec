//! The form of an organisation: a new one, with those that may be the same shown while its name is typed, or one to correct.

use leptos::prelude::*;
use shared::{
    FieldProblem, Problem, Rule,
    organisations::{Contacts, Details, Kind, Level},
    partnerships::requirement::PROVINCES,
};

use super::api::{self, Filter, Organisation};
use crate::{
    graphql::Failure,
    i18n::{Words, language, t_string},
    ids::uuid,
    ui::{
        choice::Choice,
        field::{TextField, refuse},
        problem,
    },
};

/// What is typed, field by field.
#[derive(Clone, Copy)]
struct Typed {
    name: RwSignal<String>,
    kind: RwSignal<String>,
    level: RwSignal<String>,
    province: RwSignal<String>,
    aliases: RwSignal<String>,
    address: RwSignal<String>,
    email: RwSignal<String>,
    phone: RwSignal<String>,
    website: RwSignal<String>,
    note: RwSignal<String>,
}

impl Typed {
    fn of(details: &Details) -> Self {
        let province = details.province.as_ref().map(|code| code.as_str().to_owned()).unwrap_or_default();
        let contacts = &details.contacts;
        Self {
            name: RwSignal::new(details.name.clone()),
            kind: RwSignal::new(details.kind.name().to_owned()),
            level: RwSignal::new(details.level.name().to_owned()),
            province: RwSignal::new(province),
            aliases: RwSignal::new(details.aliases.join("; ")),
            address: RwSignal::new(contacts.address.clone()),
            email: RwSignal::new(contacts.email.clone()),
            phone: RwSignal::new(contacts.phone.clone()),
            website: RwSignal::new(contacts.website.clone()),
            note: RwSignal::new(details.note.clone()),
        }
    }

    fn read(self, municipality: Option<String>) -> Result<Details, Problem> {
        let details = Details {
            name: self.name.get_untracked(),
            kind: Kind::from_name(&self.kind.get_untracked()).unwrap_or(Kind::Company),
            level: Level::from_name(&self.level.get_untracked()).unwrap_or(Level::Province),
            province: self.province.get_untracked().parse().ok(),
            municipality,
            aliases: self.aliases.get_untracked().split(';').map(str::to_owned).collect(),
            contacts: Contacts {
                address: self.address.get_untracked(),
                email: self.email.get_untracked(),
                phone: self.phone.get_untracked(),
                website: self.website.get_untracked(),
            },
            note: self.note.get_untracked(),
        };
        details.check()
    }
}

/// A new organisation of a province, with nothing in it yet.
fn blank(name: String, province: Option<String>) -> Details {
    Details {
        name,
        kind: Kind::Company,
        level: if province.is_some() { Level::Province } else { Level::Regional },
        province: province.and_then(|code| code.parse().ok()),
        municipality: None,
        aliases: Vec::new(),
        contacts: Contacts::default(),
        note: String::new(),
    }
}

/// The form. What was refused stays typed, and stands at its field.
#[component]
pub(crate) fn OrganisationForm(
    words: Words,
    /// The one to correct; none: a new one.
    before: Option<Organisation>,
    /// The name that a new one begins with.
    #[prop(default = String::new())]
    name: String,
    /// The province that a new one begins with.
    #[prop(default = None)]
    province: Option<String>,
    /// Takes the organisation that was saved.
    on_saved: Callback<Organisation>,
    /// Takes one that was there already, in place of a new one.
    on_chosen: Callback<Organisation>,
) -> impl IntoView {
    let first = before.as_ref().map_or_else(|| blank(name, province), Organisation::details);
    let typed = Typed::of(&first);
    let is_new = before.is_none();
    let (wrong, failed) = (RwSignal::new(Vec::<FieldProblem>::new()), RwSignal::new(None::<Failure>));
    let (busy, write) = (RwSignal::new(false), StoredValue::new(uuid()));
    let before = StoredValue::new(before);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        failed.set(None);
        let municipality = before.with_value(|before| before.as_ref().and_then(|before| before.municipality.clone()));
        let details = match typed.read(municipality) {
            Ok(details) => details,
            Err(problem) => return refuse(wrong, failed, Failure::Refused(problem)),
        };
        wrong.set(Vec::new());
        busy.set(true);
        leptos::task::spawn_local(async move {
            let done = match before.get_value() {
                Some(before) => api::update(write.get_value(), &before, details).await,
                None => api::create(write.get_value(), details).await,
            };
            busy.try_set(false);
            match done {
                Ok(saved) => drop(on_saved.try_run(saved)),
                Err(Failure::Offline) => refuse(wrong, failed, Failure::Offline),
                Err(failure) => {
                    write.try_set_value(uuid());
                    refuse(wrong, failed, failure);
                }
            }
        });
    };
    view! {
        <form class="fields" on:submit=submit novalidate="">
            <TextField words id="organisation-name" label=Signal::derive(move || t_string!(words, organisations.name).to_owned())
                value=typed.name name="name" wrong first=true/>
            {is_new.then(|| view! { <Likely words name=typed.name on_chosen/> })}
            <Place words typed wrong/>
            <Contact words typed wrong/>
            <p class="wrong" role="alert">{move || failed.with(|failed| failed.as_ref().map(|failed| problem::failure(words, failed)))}</p>
            <p class="wrong" role="alert">{move || is_twin(&wrong.get()).then(|| t_string!(words, organisations.twin))}</p>
            <button type="submit" class="btn btn-primary btn-sm" disabled=move || busy.get()>
                {move || if is_new { t_string!(words, organisations.add) } else { t_string!(words, organisations.save) }}
            </button>
        </form>
    }
}

fn is_twin(wrong: &[FieldProblem]) -> bool {
    wrong.iter().any(|problem| problem.field == "name" && problem.rule == Rule::Duplicate)
}

#[component]
fn Place(words: Words, typed: Typed, wrong: RwSignal<Vec<FieldProblem>>) -> impl IntoView {
    let kinds = Signal::derive(move || {
        Kind::ALL.map(|kind| (kind.name().to_owned(), kind.label(language(words)).to_owned())).to_vec()
    });
    let levels = Signal::derive(move || {
        Level::ALL.map(|level| (level.name().to_owned(), level.label(language(words)).to_owned())).to_vec()
    });
    let provinces = Signal::derive(move || provinces(t_string!(words, organisations.no_province)));
    view! {
        <Choice words id="organisation-kind" label=Signal::derive(move || t_string!(words, organisations.kind).to_owned())
            value=typed.kind options=kinds name="kind" wrong/>
        <Choice words id="organisation-level" label=Signal::derive(move || t_string!(words, organisations.level).to_owned())
            value=typed.level options=levels name="level" wrong/>
        <Choice words id="organisation-province" label=Signal::derive(move || t_string!(words, organisations.province).to_owned())
            value=typed.province options=provinces name="province" wrong/>
        <TextField words id="organisation-aliases" label=Signal::derive(move || t_string!(words, organisations.aliases).to_owned())
            value=typed.aliases name="aliases" wrong/>
    }
}

/// The provinces, after what stands for none or for all.
pub(super) fn provinces(none: &str) -> Vec<(String, String)> {
    let codes = PROVINCES.iter().map(|code| ((*code).to_owned(), (*code).to_owned()));
    std::iter::once((String::new(), none.to_owned())).chain(codes).collect()
}

#[component]
fn Contact(words: Words, typed: Typed, wrong: RwSignal<Vec<FieldProblem>>) -> impl IntoView {
    view! {
        <fieldset>
            <legend>{move || t_string!(words, organisations.office)}</legend>
            <TextField words id="organisation-address" label=Signal::derive(move || t_string!(words, organisations.address).to_owned())
                value=typed.address name="address" wrong/>
            <TextField words id="organisation-email" label=Signal::derive(move || t_string!(words, organisations.email).to_owned())
                kind="email" value=typed.email name="email" wrong/>
            <TextField words id="organisation-phone" label=Signal::derive(move || t_string!(words, organisations.phone).to_owned())
                value=typed.phone name="phone" wrong/>
            <TextField words id="organisation-website" label=Signal::derive(move || t_string!(words, organisations.website).to_owned())
                value=typed.website name="website" wrong/>
            <TextField words id="organisation-note" label=Signal::derive(move || t_string!(words, organisations.note).to_owned())
                value=typed.note name="note" wrong/>
        </fieldset>
    }
}

/// Those that may be the same organisation as the one that is being typed.
#[component]
fn Likely(words: Words, name: RwSignal<String>, on_chosen: Callback<Organisation>) -> impl IntoView {
    let found = LocalResource::new(move || {
        let similar_to = Some(name.get()).filter(|name| name.trim().chars().count() > 2);
        async move {
            match similar_to {
                Some(_) => api::list(Filter { similar_to, ..Filter::default() }, 5, None).await.map(|found| found.0),
                None => Ok(Vec::new()),
            }
        }
    });
    let rows = move || {
        let found = found.get().and_then(Result::ok).unwrap_or_default();
        (!found.is_empty()).then(|| {
            let row = |organisation: Organisation| {
                let text = organisation.name.clone();
                view! {
                    <li>{text}" "<span class="muted">{organisation.province.clone()}</span>" "
                        <button type="button" class="btn btn-outline-primary btn-xs"
                            on:click=move |_| on_chosen.run(organisation.clone())>
                            {move || t_string!(words, organisations.this_one)}
                        </button>
                    </li>
                }
            };
            view! {
                <p>{move || t_string!(words, organisations.likely)}</p>
                <ul class="parts">{found.into_iter().map(row).collect_view()}</ul>
            }
        })
    };
    view! { <div class="likely" role="status">{rows}</div> }
}
