//! What the colours mean: each class with its interval and how many CPIs are in it.

use leptos::prelude::*;
use shared::staffing::pressure_class::{self, PressureClass};

use crate::{
    i18n::{Words, fill, t_string},
    ui::format::number,
};

/// The legend of the map.
#[component]
pub(crate) fn Legend(words: Words, pressures: Signal<Vec<f64>>) -> impl IntoView {
    let rows: Vec<AnyView> = PressureClass::all()
        .map(|class| {
            let count = Memo::new(move |_| {
                pressures.with(|all| all.iter().filter(|&&pressure| pressure_class::of(pressure) == class).count())
            });
            view! {
                <li>
                    <span class=format!("swatch p{}", class.number()) aria-hidden="true"></span>
                    <span>{move || interval(words, class)}</span>
                    <b>{move || count.get().to_string()}</b>
                </li>
            }
            .into_any()
        })
        .collect();
    view! {
        <figure class="legend">
            <figcaption>{move || t_string!(words, map.legend)}</figcaption>
            <ul>{rows}</ul>
        </figure>
    }
}

fn interval(words: Words, class: PressureClass) -> String {
    let at = |bound: f64| number(words, bound, 2);
    match class.bounds() {
        (None, None) => t_string!(words, map.nobody).to_owned(),
        (None, Some(to)) => fill(t_string!(words, map.below), &[("to", &at(to))]),
        (Some(from), None) => fill(t_string!(words, map.from), &[("from", &at(from))]),
        (Some(from), Some(to)) => format!("{}–{}", at(from), at(to)),
    }
}
