//! Who organises an event, and with whom it is held: found in the register as one types, chosen, taken off again.

use leptos::prelude::*;
use shared::{FieldProblem, events::content::MAX_MANY};

use super::{api::EventOrganisation, board::Board, draft::Draft};
use crate::{
    i18n::{Words, fill, language, t_string},
    organisations::{Filter, Organisation, organisation_list},
    ui::{announce::Announcer, problem},
};

/// How many are shown of those that a search finds.
const SHOWN: i32 = 6;

/// The two lists, one below the other.
#[component]
pub(super) fn EventOrganisations(board: Board, draft: Draft, wrong: RwSignal<Vec<FieldProblem>>) -> impl IntoView {
    let words = board.words;
    let [organisers, partners] = draft.organisations;
    view! {
        <fieldset class="event-organisations">
            <legend>{move || t_string!(words, event_organisations.title)}</legend>
            <Chosen words id="event-organisers" label=|words| t_string!(words, event_organisations.find_organiser)
                name="event.organisers" chosen=organisers other=partners wrong/>
            <Chosen words id="event-partners" label=|words| t_string!(words, event_organisations.find_partner)
                name="event.partners" chosen=partners other=organisers wrong/>
        </fieldset>
    }
}

/// Those that are chosen, and the field that finds more.
#[component]
fn Chosen(
    words: Words,
    id: &'static str,
    label: fn(Words) -> &'static str,
    name: &'static str,
    chosen: RwSignal<Vec<EventOrganisation>>,
    /// The other list: whoever stands there is not found here.
    other: RwSignal<Vec<EventOrganisation>>,
    wrong: RwSignal<Vec<FieldProblem>>,
) -> impl IntoView {
    let text = RwSignal::new(String::new());
    let found = LocalResource::new(move || {
        let text = Some(text.get()).filter(|text| text.trim().chars().count() > 1);
        async move {
            match text {
                Some(_) => {
                    organisation_list(Filter { text, ..Filter::default() }, SHOWN, None).await.map(|found| found.0)
                }
                None => Ok(Vec::new()),
            }
        }
    });
    let choose = Callback::new(move |organisation: Organisation| {
        let Organisation { code, name, .. } = organisation;
        Announcer::say(untrack(|| fill(t_string!(words, event_organisations.added), &[("name", &name)])));
        chosen.update(|chosen| chosen.push(EventOrganisation { code, name }));
        text.set(String::new());
        focus(id);
    });
    let rows = move || {
        let known =
            |code: &str| [chosen, other].iter().any(|list| list.with(|list| list.iter().any(|own| own.code == code)));
        let rows = found.get().and_then(Result::ok).unwrap_or_default().into_iter();
        let rows = rows.filter(|found| !known(&found.code)).map(|organisation| {
            let (kind, name, place) = (organisation.kind.0, organisation.name.clone(), organisation.province.clone());
            view! {
                <li><button type="button" class="event-found" on:click=move |_| choose.run(organisation.clone())>
                    {name}" "<span class="muted">{kind.label(language(words))}" "{place}</span>
                </button></li>
            }
        });
        rows.collect_view()
    };
    let mine = move || wrong.with(|wrong| wrong.iter().find(|problem| problem.field == name).cloned());
    let message = format!("{id}-wrong");
    let full = move || chosen.with(Vec::len) >= MAX_MANY;
    view! {
        <div class="form-field">
            <label for=id>{move || label(words)}</label>
            <ul class="event-chosen">{move || chosen.get().into_iter().map(|own| view! { <Own words id own chosen/> }).collect_view()}</ul>
            <input id=id class="form-control" autocomplete="off" aria-invalid=move || mine().is_some().to_string()
                aria-describedby=message.clone() disabled=full
                prop:value=move || text.get() on:input=move |event| text.set(event_target_value(&event))/>
            <p id=message class="wrong">{move || mine().map(|problem| problem::rule(words, &problem.rule))}</p>
            <ul class="event-found-list">{rows}</ul>
        </div>
    }
}

#[component]
fn Own(
    words: Words,
    id: &'static str,
    own: EventOrganisation,
    chosen: RwSignal<Vec<EventOrganisation>>,
) -> impl IntoView {
    let EventOrganisation { code, name } = own;
    let (label, said) = (name.clone(), name.clone());
    let take_off = move |_| {
        Announcer::say(untrack(|| fill(t_string!(words, event_organisations.removed), &[("name", &said)])));
        chosen.update(|chosen| chosen.retain(|own| own.code != code));
        focus(id);
    };
    view! {
        <li>{name}" "
            <button type="button" class="btn btn-outline-primary btn-xs"
                aria-label=move || fill(t_string!(words, event_organisations.remove_label), &[("name", &label)]) on:click=take_off>
                {move || t_string!(words, event_organisations.remove)}
            </button>
        </li>
    }
}

/// The field goes on having the focus: the button that was pressed is gone.
fn focus(id: &str) {
    super::board::focus_soon(id.to_owned(), 2);
}
