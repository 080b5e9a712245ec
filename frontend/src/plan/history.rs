//! What was measured, newest first: by whom, with which source, corrected or confirmed.

use leptos::{prelude::*, task::spawn_local};
use shared::{
    id::{GlobalId, Kind},
    identity::{
        Resource,
        policy::act::{ConfirmMeasurements, RecordMeasurements},
    },
    number::parse_decimal,
    plan::Territory,
};

use super::{
    api::{self, Day, Measurement, MeasurementAddInput},
    desk::Desk,
    standing::{amount, day},
};
use crate::{
    graphql::Failure,
    i18n::{fill, language, t_string},
    identity::HistoryLink,
    ids,
    ui::{announce::Announcer, format::instant, problem},
};

/// Which measurement is corrected, and what was typed for it: others may measure meanwhile, and the table is drawn anew.
#[derive(Clone, Copy)]
struct Correcting {
    id: RwSignal<Option<cynic::Id>>,
    typed: RwSignal<String>,
}

/// The table of measurements, read anew whenever somebody measured.
#[component]
pub(super) fn History(desk: Desk, code: String, by_hand: bool) -> impl IntoView {
    let words = desk.words;
    let told = LocalResource::new(move || {
        desk.changed.track();
        api::history(code.clone())
    });
    let failed = RwSignal::new(None::<Failure>);
    let correcting = Correcting { id: RwSignal::new(None), typed: RwSignal::new(String::new()) };
    let body = move || match told.get() {
        Some(Ok(rows)) if rows.is_empty() => {
            by_hand.then(|| view! { <p class="muted">{t_string!(words, plan.no_history)}</p> }.into_any())
        }
        Some(Ok(rows)) => {
            let rows = rows.into_iter().map(|one| view! { <Row desk one correcting failed/> }).collect_view();
            Some(
                view! {
                    <h3>{t_string!(words, plan.history)}</h3>
                    <div class="table-scroll" tabindex="0" role="group" aria-label=t_string!(words, plan.history)>
                    <table class="table plan-history">
                        <thead><tr>
                            <th scope="col">{t_string!(words, plan.day)}</th>
                            <th scope="col">{t_string!(words, plan.territory)}</th>
                            <th scope="col" class="num">{t_string!(words, plan.number)}</th>
                            <th scope="col">{t_string!(words, plan.source)}</th>
                            <th scope="col">{t_string!(words, plan.by)}</th>
                            <th scope="col">{t_string!(words, plan.state)}</th>
                        </tr></thead>
                        <tbody>{rows}</tbody>
                    </table>
                    </div>
                }
                .into_any(),
            )
        }
        Some(Err(failure)) => Some(view! { <p role="alert">{problem::failure(words, &failure)}</p> }.into_any()),
        None => None,
    };
    view! {
        {body}
        <p class="wrong" role="alert">{move || failed.with(|failed| failed.as_ref().map(|failed| problem::failure(words, failed)))}</p>
    }
}

#[component]
fn Row(desk: Desk, one: Measurement, correcting: Correcting, failed: RwSignal<Option<Failure>>) -> impl IntoView {
    let words = desk.words;
    let own = StoredValue::new(one.id.clone());
    let corrected = Memo::new(move |_| correcting.id.with(|id| own.with_value(|own| id.as_ref() == Some(own))));
    let toggle = move |_| {
        correcting.typed.set(String::new());
        correcting.id.set(if corrected.get_untracked() { None } else { Some(own.get_value()) });
    };
    let place = Territory::of_code(&one.territory).unwrap_or_default();
    let resource = match &place {
        Territory::Region => Resource::Region,
        Territory::Province(code) => Resource::Province(code.clone()),
        Territory::Cpi(code) => Resource::Cpi(code.clone()),
    };
    let may_correct = one.standing && desk.session.may::<RecordMeasurements>(&resource);
    let may_confirm =
        one.standing && one.confirmed_by.is_none() && desk.session.may::<ConfirmMeasurements>(&Resource::Region);
    let state = match (&one.confirmed_by, one.standing) {
        (_, false) => t_string!(words, plan.corrected).to_owned(),
        (Some(by), true) => fill(t_string!(words, plan.confirmed_by), &[("by", by)]),
        (None, true) => t_string!(words, plan.unconfirmed).to_owned(),
    };
    let id = one.id.clone();
    let confirm = move |_| {
        let id = id.clone();
        spawn_local(async move {
            match api::measurement_confirm(ids::uuid(), id).await {
                Ok(()) => desk.measured(),
                Err(failure) => drop(failed.try_set(Some(failure))),
            }
        });
    };
    let place = if one.territory.is_empty() { t_string!(words, plan.region).to_owned() } else { one.territory.clone() };
    let note = one.note.clone();
    let shown = StoredValue::new(one.clone());
    let key = GlobalId::key_of(one.id.inner(), Kind::Measurement).unwrap_or_default();
    view! {
        <tr class:corrected=!one.standing>
            <td>{day(&one.day.0)}</td>
            <td>{place}</td>
            <td class="num">{amount(words, Some(one.value))}</td>
            <td>{one.source.clone()}{(!note.is_empty()).then(|| view! { <br/><span class="muted">{note}</span> })}</td>
            <td>{one.made_by.clone()}<br/><span class="muted">{instant(words, &one.made_at.0)}</span></td>
            <td>
                <span>{state}</span>
                <div class="row-actions">
                    {may_confirm.then(|| view! {
                        <button type="button" class="btn btn-outline-primary btn-xs" on:click=confirm>{t_string!(words, plan.confirm)}</button>
                    })}
                    {may_correct.then(|| view! {
                        <button type="button" class="btn btn-outline-primary btn-xs" aria-expanded=move || corrected.get().to_string()
                            on:click=toggle>{t_string!(words, plan.correct)}</button>
                    })}
                </div>
                <HistoryLink words kind="measurement" record=key of=day(&one.day.0)/>
                <Show when=move || corrected.get()>
                    {shown.with_value(|one| view! { <Correction desk one=one.clone() correcting failed/> })}
                </Show>
            </td>
        </tr>
    }
}

/// Another value for the same day and source: the wrong one stays in the history.
#[component]
fn Correction(
    desk: Desk,
    one: Measurement,
    correcting: Correcting,
    failed: RwSignal<Option<Failure>>,
) -> impl IntoView {
    let words = desk.words;
    let value = correcting.typed;
    let wrong = RwSignal::new(None::<String>);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let number = match parse_decimal(&value.get_untracked(), language(words)) {
            Ok(number) => number,
            Err(rule) => return wrong.set(Some(problem::rule(words, &rule))),
        };
        let input = MeasurementAddInput {
            write: ids::uuid(),
            indicator: desk.open.get_untracked(),
            territory: Some(one.territory.clone()),
            value: number,
            day: Day(one.day.0.clone()),
            source: one.source.clone(),
            note: Some(one.note.clone()),
            corrects: Some(one.id.clone()),
        };
        spawn_local(async move {
            match api::measurement_add(input).await {
                Ok(()) => {
                    correcting.id.try_set(None);
                    Announcer::say(untrack(|| t_string!(words, plan.recorded)));
                    desk.measured();
                }
                Err(failure) => drop(failed.try_set(Some(failure))),
            }
        });
    };
    view! {
        <form class="plan-correct" on:submit=submit novalidate="">
            <label for="correct-value">{t_string!(words, plan.number)}</label>
            <input id="correct-value" class="form-control" autocomplete="off" aria-invalid=move || wrong.with(Option::is_some).to_string()
                aria-describedby="correct-wrong" prop:value=move || value.get() on:input=move |event| value.set(event_target_value(&event))/>
            <p id="correct-wrong" class="wrong">{move || wrong.get()}</p>
            <button type="submit" class="btn btn-primary btn-xs">{t_string!(words, plan.record)}</button>
        </form>
    }
}
