//! The working time of one operator as a ledger: days of the year, less the absences, times the hours of a day.

use leptos::prelude::*;
use shared::staffing::{FigureKey, WorkingTimeTerm};

use super::{disclosure::Disclosure, draft::Draft, figure_input::FigureInput, names, own_time::OwnTime};
use crate::{i18n::t_string, ui::format::number};

/// The terms in the order of the sum, each with its sign.
const LEDGER: [(&str, WorkingTimeTerm); 8] = [
    ("", WorkingTimeTerm::Weekdays),
    ("−", WorkingTimeTerm::PublicHolidayDays),
    ("−", WorkingTimeTerm::PatronSaintDays),
    ("−", WorkingTimeTerm::LeaveDays),
    ("−", WorkingTimeTerm::SuppressedHolidayDays),
    ("−", WorkingTimeTerm::SicknessAndOtherDays),
    ("−", WorkingTimeTerm::TrainingDays),
    ("×", WorkingTimeTerm::HoursPerWeek),
];

/// The ledger.
#[component]
pub(super) fn WorkingTimeView(draft: Draft) -> impl IntoView {
    let words = draft.words;
    let term = move |which| draft.current(&FigureKey::WorkingTime(which)).unwrap_or_default();
    let days = move || {
        let absent: f64 = LEDGER[1..7].iter().map(|(_, which)| term(*which)).sum();
        term(WorkingTimeTerm::Weekdays) - absent
    };
    let hours = move || days() * term(WorkingTimeTerm::HoursPerWeek) / shared::staffing::working_time::DAYS_PER_WEEK;
    let row = move |(sign, which): (&'static str, WorkingTimeTerm)| {
        view! {
            <tr>
                <th scope="row">{move || names::term(words, which)}</th>
                <td class="sign">{sign}</td>
                <td><FigureInput draft key=FigureKey::WorkingTime(which)/></td>
                <td class="unit">{move || names::unit(words, FigureKey::WorkingTime(which).unit())}</td>
            </tr>
        }
        .into_any()
    };
    let sum = move |label: Signal<&'static str>, value: Signal<f64>, decimals: u8, unit: Signal<&'static str>| {
        view! {
            <tr class="sum">
                <th scope="row">{move || label.get()}</th>
                <td class="sign">"="</td>
                <td class="num">{move || number(words, value.get(), decimals)}</td>
                <td class="unit">{move || unit.get()}</td>
            </tr>
        }
        .into_any()
    };
    let open = RwSignal::new(false);
    let own = Signal::derive(move || {
        let set = |key: &FigureKey| matches!(key, FigureKey::OwnWorkingTime(..)) && draft.current(key).is_some();
        draft.saved.with(|saved| saved.keys().filter(|key| set(key)).count())
    });
    let label = |text: fn(crate::i18n::Words) -> &'static str| Signal::derive(move || text(words));
    view! {
        <section class="demand-part" aria-labelledby="working-time-title">
            <h2 id="working-time-title">{move || t_string!(words, demand.working_time)}</h2>
            <p class="hint">{move || t_string!(words, demand.working_time_hint)}</p>
            <table class="ledger">
                <caption class="visually-hidden">{move || t_string!(words, demand.working_time)}</caption>
                <tbody>
                    {LEDGER[..7].iter().copied().map(row).collect::<Vec<_>>()}
                    {sum(label(|words| t_string!(words, demand.days_at_work)), Signal::derive(days), 1,
                        label(|words| t_string!(words, demand.unit_days)))}
                    {row(LEDGER[7])}
                    {sum(label(|words| t_string!(words, demand.available)), Signal::derive(hours), 1,
                        label(|words| t_string!(words, demand.unit_hours_year)))}
                </tbody>
            </table>
            <Disclosure open controls="own-time" count=own label=label(|words| t_string!(words, demand.by_profile))/>
            {move || open.get().then(|| view! { <div id="own-time"><OwnTime draft/></div> })}
        </section>
    }
}
