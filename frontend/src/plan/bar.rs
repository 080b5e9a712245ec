//! A small bar: what stands, what should stand by the day, what is asked for. The row beside it says the same in numbers.

use leptos::prelude::*;

use super::api::IndicatorStanding;

/// The width of the drawing, in its own units.
const WIDTH: f64 = 120.0;

#[component]
pub(super) fn Bar(#[prop(into)] standing: Signal<Option<IndicatorStanding>>) -> impl IntoView {
    move || {
        let standing = standing.get()?;
        let target = standing.target.filter(|target| *target > 0.0)?;
        let end = standing.actual.unwrap_or_default().max(target);
        let at = move |value: f64| (value / end * WIDTH).clamp(0.0, WIDTH);
        let actual = at(standing.actual.unwrap_or_default());
        let due = standing.expected.map(at);
        let drawn = view! {
            <svg class="plan-bar" viewBox="0 0 120 14" width="120" height="14" aria-hidden="true" focusable="false">
                <rect x="0" y="3" width=at(target) height="8" class="plan-bar-target"></rect>
                <rect x="0" y="3" width=actual height="8" class="plan-bar-actual"></rect>
                {due.map(|due| view! { <rect x=(due - 1.0).max(0.0) y="0" width="2" height="14" class="plan-bar-due"></rect> })}
            </svg>
        };
        Some(drawn)
    }
}
