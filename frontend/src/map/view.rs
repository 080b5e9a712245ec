//! The drawing, whatever it shows: one tab stop, arrows to the neighbour in that direction, Enter to go to the table's row.

use std::sync::Arc;

use leptos::prelude::*;
use shared::{
    staffing::pressure_class,
    territory::{
        neighbour::{Direction, neighbour},
        topology::Area,
    },
};
use wasm_bindgen::JsCast as _;

use super::{Boundaries, Place};
use crate::{
    i18n::{Words, fill, t_string},
    ui::format::pressure,
};

/// How one CPI is painted.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Paint {
    /// The class that gives its colour.
    pub(crate) class: String,
    /// What it is called and what it shows, in words.
    pub(crate) label: String,
    /// What stands on it; nothing when empty.
    pub(crate) mark: String,
}

/// The map of the pressure. CPIs are numbered as in `places`.
#[component]
pub(crate) fn PressureMap(
    words: Words,
    boundaries: LocalResource<Option<Arc<Boundaries>>>,
    /// The CPIs, in the order of the numbers below.
    places: Arc<[Place]>,
    /// The pressure of a CPI.
    pressure_of: Callback<usize, Signal<f64>>,
    /// The CPI that is looked at.
    selected: Signal<Option<usize>>,
    /// The CPI that is pointed at, here or in the table.
    hovered: RwSignal<Option<usize>>,
    on_select: Callback<usize>,
) -> impl IntoView {
    let named = places.clone();
    let paint = Callback::new(move |number: usize| {
        let name = named.get(number).map(|place| place.name.clone()).unwrap_or_default();
        let value = pressure_of.run(number);
        let paint = Memo::new(move |_| {
            let class = pressure_class::of(value.get()).number();
            let label = fill(
                t_string!(words, map.area),
                &[
                    ("name", &name),
                    ("pressure", &pressure(words, value.get())),
                    ("class", &class.to_string()),
                    ("classes", &pressure_class::CLASSES.to_string()),
                ],
            );
            Paint { class: format!("p{class}"), label, mark: String::new() }
        });
        Signal::from(paint)
    });
    let title = Signal::derive(move || t_string!(words, map.name).to_owned());
    view! { <AreaMap words title boundaries places paint selected hovered on_select/> }
}

/// A map of the CPIs, each painted as `paint` says once for all of its values.
#[component]
pub(crate) fn AreaMap(
    words: Words,
    /// What the map is called, and how it is used.
    title: Signal<String>,
    boundaries: LocalResource<Option<Arc<Boundaries>>>,
    places: Arc<[Place]>,
    paint: Callback<usize, Signal<Paint>>,
    selected: Signal<Option<usize>>,
    hovered: RwSignal<Option<usize>>,
    on_select: Callback<usize>,
) -> impl IntoView {
    view! {
        <div class="map">
            {move || match boundaries.get() {
                None => view! { <div class="map-wait" aria-hidden="true"></div> }.into_any(),
                Some(None) => view! { <p class="map-none">{t_string!(words, map.none)}</p> }.into_any(),
                Some(Some(shapes)) => {
                    let places = places.clone();
                    view! { <Drawing title shapes places paint selected hovered on_select/> }.into_any()
                }
            }}
        </div>
    }
}

#[component]
fn Drawing(
    title: Signal<String>,
    shapes: Arc<Boundaries>,
    places: Arc<[Place]>,
    paint: Callback<usize, Signal<Paint>>,
    selected: Signal<Option<usize>>,
    hovered: RwSignal<Option<usize>>,
    on_select: Callback<usize>,
) -> impl IntoView {
    // The keyboard's place on the map; the table's row until the arrows move it.
    let at = RwSignal::new(0_usize);
    let numbered: Vec<(usize, Area)> = shapes
        .cpis
        .iter()
        .filter_map(|area| Some((places.iter().position(|place| place.code == area.key)?, area.clone())))
        .collect();
    let middles: Arc<[(f64, f64)]> = numbered.iter().map(|(_, area)| area.middle).collect();
    let numbers: Arc<[usize]> = numbered.iter().map(|(number, _)| *number).collect();
    let outlines: StoredValue<Vec<(usize, String)>> =
        StoredValue::new(numbered.iter().map(|(number, area)| (*number, area.path.clone())).collect());
    let paints: Vec<Signal<Paint>> = numbered.iter().map(|(number, _)| paint.run(*number)).collect();
    let marks: Vec<AnyView> = numbered
        .iter()
        .zip(&paints)
        .map(|((_, area), &paint)| {
            let (x, y) = area.middle;
            view! { <text class="mark" x=x.to_string() y=y.to_string()>{move || paint.with(|paint| paint.mark.clone())}</text> }.into_any()
        })
        .collect();
    let paths: Vec<AnyView> = numbered
        .into_iter()
        .zip(paints)
        .enumerate()
        .map(|(index, ((number, area), paint))| {
            view! { <Catchment index number area paint selected hovered at on_select/> }.into_any()
        })
        .collect();
    let go = move |next: usize| {
        at.set(next);
        let there = document().query_selector(&format!("[data-area=\"{next}\"]")).ok().flatten();
        if let Some(there) = there.and_then(|there| there.dyn_into::<web_sys::SvgElement>().ok()) {
            let _ = there.focus();
        }
    };
    let key = move |event: leptos::ev::KeyboardEvent| {
        let direction = match event.key().as_str() {
            "ArrowUp" => Direction::North,
            "ArrowDown" => Direction::South,
            "ArrowLeft" => Direction::West,
            "ArrowRight" => Direction::East,
            "Enter" | " " => {
                event.prevent_default();
                if let Some(&number) = numbers.get(at.get_untracked()) {
                    on_select.run(number);
                }
                return;
            }
            "Home" | "End" => {
                event.prevent_default();
                return go(if event.key() == "Home" { 0 } else { numbers.len().saturating_sub(1) });
            }
            _ => return,
        };
        event.prevent_default();
        if let Some(next) = neighbour(&middles, at.get_untracked(), direction) {
            go(next);
        }
    };
    // The outlines of what is pointed at, chosen or focused lie above all areas: a neighbour painted later hides none.
    let outline = move |number: Option<usize>| {
        outlines.with_value(|outlines| {
            let found = outlines.iter().find(|(known, _)| Some(*known) == number);
            found.map(|(_, path)| path.clone()).unwrap_or_default()
        })
    };
    let focused =
        move || outlines.with_value(|all| all.get(at.get()).map(|(_, path)| path.clone())).unwrap_or_default();
    let borders: Vec<AnyView> = shapes
        .provinces
        .iter()
        .map(|area| {
            let (x, y) = area.middle;
            let (path, label) = (area.path.clone(), area.key.clone());
            view! { <path class="border" d=path></path><text x=x.to_string() y=y.to_string()>{label}</text> }.into_any()
        })
        .collect();
    view! {
        <svg viewBox="0 0 560 470" role="group" aria-label=move || title.get() on:keydown=key
            on:mouseleave=move |_| hovered.set(None)>
            <defs>
                <pattern id="nobody" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                    <rect width="6" height="6" fill="#f4f7fa"></rect>
                    <rect width="2.5" height="6" fill="#9c5d00"></rect>
                </pattern>
            </defs>
            {paths}
            <g class="borders" aria-hidden="true">{borders}</g>
            <g class="marks" aria-hidden="true">{marks}</g>
            <g class="rings" aria-hidden="true">
                <path class="ring hovered" d=move || outline(hovered.get())></path>
                <path class="ring selected" d=move || outline(selected.get())></path>
                <path class="ring focus-out" d=focused></path>
                <path class="ring focus-in" d=focused></path>
            </g>
        </svg>
    }
}

/// One catchment.
#[component]
fn Catchment(
    index: usize,
    number: usize,
    area: Area,
    paint: Signal<Paint>,
    selected: Signal<Option<usize>>,
    hovered: RwSignal<Option<usize>>,
    at: RwSignal<usize>,
    on_select: Callback<usize>,
) -> impl IntoView {
    let class = move || paint.with(|paint| format!("area {}", paint.class));
    let label = move || paint.with(|paint| paint.label.clone());
    view! {
        <path class=class d=area.path data-area=index.to_string() role="button"
            tabindex=move || if at.get() == index { "0" } else { "-1" }
            aria-label=label
            aria-pressed=move || (selected.get() == Some(number)).to_string()
            on:focus=move |_| { at.set(index); hovered.set(Some(number)); }
            on:mouseenter=move |_| hovered.set(Some(number))
            on:click=move |_| on_select.run(number)>
            <title>{label}</title>
        </path>
    }
}
