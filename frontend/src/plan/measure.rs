//! The form of a measurement: value, day, source, note, in the territory that is chosen above.

use leptos::{prelude::*, task::spawn_local};
use shared::{
    FieldProblem, Rule,
    identity::{Resource, policy::act::RecordMeasurements},
    number::parse_decimal,
    plan::Territory,
};

use super::{
    api::{self, Day, Indicator, IndicatorReach, MeasurementAddInput},
    desk::Desk,
};
use crate::{
    graphql::Failure,
    i18n::{either, fill, language, t_string},
    ids,
    ui::{
        announce::Announcer,
        field::{TextField, refuse},
        problem,
    },
};

/// Where it is measured, as the table of rights names it.
fn resource(territory: &Territory) -> Resource {
    match territory {
        Territory::Region => Resource::Region,
        Territory::Province(code) => Resource::Province(code.clone()),
        Territory::Cpi(code) => Resource::Cpi(code.clone()),
    }
}

/// The form, for whoever may measure there.
#[component]
pub(super) fn Measure(desk: Desk, one: Indicator) -> impl IntoView {
    let (words, finest) = (desk.words, one.finest);
    let place = Memo::new(move |_| desk.territory.with(|code| Territory::of_code(code)).unwrap_or_default());
    let may = move || place.with(|place| desk.session.may::<RecordMeasurements>(&resource(place)));
    let fine = move || {
        place.with(|place| match place {
            Territory::Region => true,
            Territory::Province(_) => finest >= IndicatorReach::Province,
            Territory::Cpi(_) => finest == IndicatorReach::Cpi,
        })
    };
    let one = StoredValue::new(one);
    view! {
        <Show when=move || may() && fine()>{one.with_value(|one| view! { <Form desk one=one.clone()/> })}</Show>
        <Show when=move || !may()><p class="muted">{t_string!(words, plan.may_not)}</p></Show>
        <Show when=move || may() && !fine()><p class="muted">{t_string!(words, plan.too_fine)}</p></Show>
    }
}

#[component]
fn Form(desk: Desk, one: Indicator) -> impl IntoView {
    let words = desk.words;
    let [value, on, source, note] = [(); 4].map(|()| RwSignal::new(String::new()));
    let wrong = RwSignal::new(Vec::<FieldProblem>::new());
    let failed = RwSignal::new(None::<Failure>);
    let sending = RwSignal::new(false);
    // The same write as long as nobody knows whether it arrived.
    let write = StoredValue::new(ids::uuid());
    let code = one.code.clone();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let number = parse_decimal(&value.get_untracked(), language(words));
        let day = on.get_untracked();
        let mut fields = Vec::new();
        if let Err(rule) = &number {
            fields.push(FieldProblem { field: "value".into(), rule: rule.clone() });
        }
        if day.is_empty() {
            fields.push(FieldProblem { field: "day".into(), rule: Rule::Required });
        }
        let Ok(number) = number else {
            return refuse(wrong, failed, Failure::Refused(shared::Problem::Invalid { fields }));
        };
        if !fields.is_empty() {
            return refuse(wrong, failed, Failure::Refused(shared::Problem::Invalid { fields }));
        }
        let input = MeasurementAddInput {
            write: write.get_value(),
            indicator: code.clone(),
            territory: Some(desk.territory.get_untracked()),
            value: number,
            day: Day(day),
            source: source.get_untracked(),
            note: Some(note.get_untracked()),
            corrects: None,
        };
        sending.set(true);
        spawn_local(async move {
            let answer = api::measurement_add(input).await;
            sending.try_set(false);
            match answer {
                Ok(()) => {
                    write.try_set_value(ids::uuid());
                    for field in [value, on, source, note] {
                        field.try_set(String::new());
                    }
                    wrong.try_set(Vec::new());
                    failed.try_set(None);
                    Announcer::say(untrack(|| t_string!(words, plan.recorded)));
                    desk.measured();
                }
                Err(failure) => {
                    // What was refused was not kept: it may be sent as another write.
                    if matches!(failure, Failure::Refused(_)) {
                        write.try_set_value(ids::uuid());
                    }
                    refuse(wrong, failed, failure);
                }
            }
        });
    };
    let unit = one.unit.clone();
    let label = Signal::derive(move || {
        let unit = unit.as_ref().map(|unit| either(words, &unit.it, &unit.en).to_owned()).unwrap_or_default();
        fill(t_string!(words, plan.value), &[("unit", &unit)])
    });
    let word = move |text: fn(crate::i18n::Words) -> &'static str| Signal::derive(move || text(words).to_owned());
    view! {
        <form class="plan-measure" on:submit=submit novalidate="" aria-labelledby="measure-title">
            <h3 id="measure-title">{move || {
                let place = desk.territory.get();
                let place = if place.is_empty() { t_string!(words, plan.region).to_owned() } else { place };
                fill(t_string!(words, plan.measure), &[("territory", &place)])
            }}</h3>
            <div class="plan-fields">
                <TextField words id="measure-value" label value name="value" wrong/>
                <TextField words id="measure-day" kind="date" label=word(|words| t_string!(words, plan.day)) value=on name="day" wrong/>
                <TextField words id="measure-source" label=word(|words| t_string!(words, plan.source)) value=source name="source" wrong/>
                <TextField words id="measure-note" label=word(|words| t_string!(words, plan.note)) value=note name="note" wrong/>
            </div>
            <p class="wrong" role="alert">{move || failed.with(|failed| failed.as_ref().map(|failed| problem::failure(words, failed)))}</p>
            <button type="submit" class="btn btn-primary btn-sm" disabled=move || sending.get()>{move || t_string!(words, plan.record)}</button>
        </form>
    }
}
