//! The form of an event. A refusal keeps everything typed and stands at its field; a conflict keeps mine and says whose change it met.

use leptos::prelude::*;
use shared::{
    FieldProblem, Problem,
    events::{Category, EventKind},
    identity::Action,
};

use super::{
    api, board::Board, clashes::Clashes, contribution::DraftContribution, draft::Draft, names,
    organisations::EventOrganisations,
};
use crate::{
    graphql::Failure,
    i18n::{Words, either, fill, t_string},
    ids::uuid,
    ui::{
        field::{TextField, refuse},
        problem,
    },
};

/// The form.
#[component]
pub(super) fn Form(board: Board, draft: Draft) -> impl IntoView {
    let words = board.words;
    let wrong = RwSignal::new(Vec::<FieldProblem>::new());
    let failed = RwSignal::new(None::<Failure>);
    let met = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        failed.set(None);
        met.set(None);
        let input = match untrack(|| draft.read()) {
            Ok(input) => input,
            Err(fields) => return refuse(wrong, failed, Failure::Refused(Problem::Invalid { fields })),
        };
        wrong.set(Vec::new());
        busy.set(true);
        let (of, write) = (draft.of.get_value(), draft.write.get_value());
        wasm_bindgen_futures::spawn_local(async move {
            let saved = match &of {
                Some(event) => api::update(write, event.id.clone(), event.revision, input).await,
                None => api::create(write, input, draft.propose).await,
            };
            busy.try_set(false);
            match saved {
                Ok(event) => board.done(fill(t_string!(words, events.saved), &[("title", &event.title)])),
                Err(Failure::Offline) => refuse(wrong, failed, Failure::Offline),
                Err(failure) => {
                    draft.write.try_set_value(uuid());
                    if let (Failure::Refused(Problem::Conflict { .. }), Some(event)) = (&failure, of) {
                        return newer(draft, met, event.id).await;
                    }
                    refuse(wrong, failed, failure);
                }
            }
        });
    };
    view! {
        <form class="event-form" on:submit=submit novalidate="">
            <What board draft wrong/>
            <Where board draft wrong/>
            <When board draft wrong/>
            <Clashes board draft/>
            <EventOrganisations board draft wrong/>
            <Who board draft wrong/>
            <DraftContribution board draft/>
            <p class="wrong" role="alert">{move || met.get().map(|by| fill(t_string!(words, events.conflict), &[("by", &by)]))}</p>
            <p class="wrong" role="alert">{move || failed.with(|failed| failed.as_ref().map(|failed| problem::failure(words, failed)))}</p>
            <div class="event-acts">
                <button type="submit" class="btn btn-primary btn-sm" disabled=move || busy.get()>{move || t_string!(words, events.save)}</button>
                <button type="button" class="btn btn-outline-primary btn-sm" on:click=move |_| board.window.set(None)>{move || t_string!(words, events.cancel)}</button>
            </div>
        </form>
    }
}

/// Someone changed the event meanwhile: what was typed stays, and rests on the newer one from now on.
async fn newer(draft: Draft, met: RwSignal<Option<String>>, id: cynic::Id) {
    if let Ok(Some(now)) = api::event(id).await {
        met.try_set(now.edited_by.clone());
        draft.of.try_set_value(Some(now));
    }
}

#[component]
fn What(board: Board, draft: Draft, wrong: RwSignal<Vec<FieldProblem>>) -> impl IntoView {
    let words = board.words;
    let kinds = Signal::derive(move || {
        EventKind::ALL.map(|kind| (kind.name().to_owned(), names::kind(words, kind).to_owned())).to_vec()
    });
    let requirements = Signal::derive(move || {
        let none = (String::new(), t_string!(words, events.no_requirement).to_owned());
        let rows = board.ground.with_value(|ground| ground.act_events.clone());
        let named = |row: api::ActEvent| {
            (row.code.clone(), format!("{} · {}", row.code, either(words, &row.title_it, &row.title_en)))
        };
        std::iter::once(none).chain(rows.into_iter().map(named)).collect::<Vec<_>>()
    });
    view! {
        <TextField words id="event-title" label=Signal::derive(move || t_string!(words, events.name).to_owned()) value=draft.title first=true name="event.title" wrong/>
        <Select words id="event-kind" label=|words| t_string!(words, events.kind) value=draft.kind options=kinds name="event.kind" wrong/>
        <TextField words id="event-audience" label=Signal::derive(move || t_string!(words, events.audience).to_owned()) value=draft.audience name="event.audience" wrong/>
        <Select words id="event-requirement" label=|words| t_string!(words, events.requirement) value=draft.requirement options=requirements name="event.requirement" wrong/>
    }
}

#[component]
fn Where(board: Board, draft: Draft, wrong: RwSignal<Vec<FieldProblem>>) -> impl IntoView {
    let words = board.words;
    let region = move || (String::new(), t_string!(words, events.region).to_owned());
    let provinces = Signal::derive(move || {
        let rows = board.ground.with_value(|ground| ground.provinces.clone());
        let own = rows.into_iter().map(|province| (province.code, province.name));
        std::iter::once(region()).chain(own).collect::<Vec<_>>()
    });
    let cpis = Signal::derive(move || {
        let province = draft.province.get();
        let rows = board.ground.with_value(|ground| ground.cpis.nodes.clone());
        let own = rows.into_iter().filter(|cpi| !province.is_empty() && cpi.code.starts_with(&province));
        std::iter::once((String::new(), "—".to_owned())).chain(own.map(|cpi| (cpi.code, cpi.name))).collect::<Vec<_>>()
    });
    // A job centre of another province, or the room of another town, is nothing that anybody chose.
    let choose_province = Callback::new(move |code: String| {
        if draft.province.get_untracked() != code {
            draft.province.set(code);
            draft.cpi.set(String::new());
        }
    });
    let choose_cpi = Callback::new(move |code: String| {
        let seat = board.ground.with_value(|ground| ground.cpis.nodes.iter().find(|cpi| cpi.code == code).cloned());
        if let Some(cpi) = seat {
            draft.municipality.set(cpi.seat_istat);
            draft.place.set(format!("CPI {}", cpi.name));
        }
        draft.cpi.set(code);
    });
    view! {
        <div class="event-pair">
            <Select words id="event-province" label=|words| t_string!(words, events.province) value=draft.province options=provinces name="event.province" wrong on_choose=choose_province/>
            <Select words id="event-cpi" label=|words| t_string!(words, events.cpi) value=draft.cpi options=cpis name="event.cpi" wrong on_choose=choose_cpi/>
        </div>
        <div class="event-pair">
            <TextField words id="event-place" label=Signal::derive(move || t_string!(words, events.place).to_owned()) value=draft.place name="event.place" wrong/>
            <TextField words id="event-municipality" label=Signal::derive(move || t_string!(words, events.municipality).to_owned()) value=draft.municipality name="event.municipality" wrong/>
        </div>
        <Check id="event-online" label=Signal::derive(move || t_string!(words, events.online).to_owned()) value=draft.online/>
    }
}

#[component]
fn When(board: Board, draft: Draft, wrong: RwSignal<Vec<FieldProblem>>) -> impl IntoView {
    let words = board.words;
    view! {
        <div class="event-pair">
            <TextField words id="event-day" kind="date" label=Signal::derive(move || t_string!(words, events.day).to_owned()) value=draft.day name="event.day" wrong/>
            <TextField words id="event-start" kind="time" label=Signal::derive(move || t_string!(words, events.start).to_owned()) value=draft.start name="event.start" wrong/>
            <TextField words id="event-end" kind="time" label=Signal::derive(move || t_string!(words, events.end).to_owned()) value=draft.end name="event.end" wrong/>
        </div>
        <Facilitators board draft/>
    }
}

/// Who holds it: those of the event's province first.
#[component]
fn Facilitators(board: Board, draft: Draft) -> impl IntoView {
    let words = board.words;
    let rows = move || {
        let (province, mut all) = (draft.province.get(), board.facilitators.get());
        all.retain(|row| {
            province.is_empty()
                || row.province.code == province
                || draft.facilitators.with(|chosen| chosen.contains(&row.code))
        });
        let rows = all.into_iter().map(|row| {
            let (code, toggled, id) = (row.code.clone(), row.code.clone(), format!("event-who-{}", row.code));
            let labelled = id.clone();
            view! {
                <label for=labelled>
                    <input type="checkbox" id=id prop:checked=move || draft.facilitators.with(|chosen| chosen.contains(&code))
                        on:change=move |event| draft.facilitators.update(|chosen| {
                            chosen.retain(|known| *known != toggled);
                            if event_target_checked(&event) {
                                chosen.push(toggled.clone());
                            }
                        })/>
                    " " {row.name}
                </label>
            }
        });
        rows.collect_view()
    };
    view! {
        <Show when=move || board.session.may_at_all(Action::ReadAllEvents)>
            <fieldset class="event-who"><legend>{move || t_string!(words, events.facilitators)}</legend>{rows}</fieldset>
        </Show>
    }
}

#[component]
fn Who(board: Board, draft: Draft, wrong: RwSignal<Vec<FieldProblem>>) -> impl IntoView {
    let words = board.words;
    let counts = draft.expected.into_iter().zip(Category::ALL).map(|(value, category)| {
        let id = format!("event-expected-{}", category.name().to_lowercase());
        view! {
            <div class="form-field">
                <label for=id.clone()>{move || names::category(words, category)}</label>
                <input id=id class="form-control" inputmode="numeric" prop:value=move || value.get()
                    on:input=move |event| value.set(event_target_value(&event))/>
            </div>
        }
    });
    let counts = counts.collect_view();
    let planned =
        move || wrong.with(|wrong| wrong.iter().find(|problem| problem.field.starts_with("event.planned")).cloned());
    view! {
        <fieldset class="event-expected">
            <legend>{move || t_string!(words, events.expected)}</legend>
            {counts}
            <p class="wrong">{move || planned().map(|found| problem::rule(words, &found.rule))}</p>
        </fieldset>
        <TextField words id="event-capacity" label=Signal::derive(move || t_string!(words, events.capacity).to_owned()) value=draft.capacity name="event.capacity" wrong/>
        <Check id="event-public" label=Signal::derive(move || t_string!(words, events.public).to_owned()) value=draft.public/>
        <div class="form-field">
            <label for="event-notes">{move || t_string!(words, events.notes)}</label>
            <textarea id="event-notes" class="form-control" rows="2" maxlength="2000" prop:value=move || draft.notes.get()
                on:input=move |event| draft.notes.set(event_target_value(&event))></textarea>
        </div>
    }
}

#[component]
fn Check(id: &'static str, label: Signal<String>, value: RwSignal<bool>) -> impl IntoView {
    view! {
        <p class="event-check">
            <input type="checkbox" id=id prop:checked=move || value.get() on:change=move |event| value.set(event_target_checked(&event))/>
            <label for=id>{move || label.get()}</label>
        </p>
    }
}

#[component]
fn Select(
    words: Words,
    id: &'static str,
    label: fn(Words) -> &'static str,
    value: RwSignal<String>,
    options: Signal<Vec<(String, String)>>,
    name: &'static str,
    wrong: RwSignal<Vec<FieldProblem>>,
    #[prop(optional)] on_choose: Option<Callback<String>>,
) -> impl IntoView {
    let mine = move || wrong.with(|wrong| wrong.iter().find(|problem| problem.field == name).cloned());
    let message = format!("{id}-wrong");
    let rows = move || {
        let rows = options.get().into_iter().map(|(code, text)| {
            let own = code.clone();
            view! { <option value=code selected=move || value.get() == own>{text}</option> }
        });
        rows.collect_view()
    };
    view! {
        <div class="form-field">
            <label for=id>{move || label(words)}</label>
            <select id=id class="form-control" aria-invalid=move || mine().is_some().to_string() aria-describedby=message.clone()
                prop:value=move || value.get()
                on:change=move |event| {
                    let chosen = event_target_value(&event);
                    match on_choose {
                        Some(on_choose) => on_choose.run(chosen),
                        None => value.set(chosen),
                    }
                }>
                {rows}
            </select>
            <p id=message class="wrong">{move || mine().map(|problem| problem::rule(words, &problem.rule))}</p>
        </div>
    }
}
