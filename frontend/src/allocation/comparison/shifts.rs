//! The map of differences between two of the scenarios. The table of the job centres is its twin.

use std::sync::Arc;

use leptos::prelude::*;
use shared::staffing::{
    Totals,
    comparison::{Colour, Rows, ShiftClass, pressure_shift},
};
use wasm_bindgen::JsCast as _;

use super::{
    address::Address,
    api::Told,
    words::{letter, signed},
};
use crate::{
    i18n::{Words, fill, t_string},
    map::{self, AreaMap, Paint, Place},
    ui::{
        announce::Announcer,
        format::{number, pressure, whole},
    },
};

/// What two scenarios have at a CPI.
#[derive(Clone, Copy, Default, PartialEq)]
struct Pair {
    base: Totals,
    other: Totals,
    colour: Colour,
}

impl Pair {
    fn class(&self) -> ShiftClass {
        match self.colour {
            Colour::Operators => ShiftClass::of_operators(self.operators()),
            Colour::Pressure => ShiftClass::of_pressure(self.shift()),
        }
    }

    fn operators(&self) -> i64 {
        let count = |totals: &Totals| i64::try_from(totals.placed).unwrap_or(i64::MAX);
        count(&self.other) - count(&self.base)
    }

    fn shift(&self) -> f64 {
        pressure_shift(self.base.pressure(), self.other.pressure())
    }
}

/// The map, what it shows of which pair, and what its colours mean.
#[component]
pub(super) fn ShiftMap(words: Words, at: Address, told: Arc<Told>, hovered: RwSignal<Option<usize>>) -> impl IntoView {
    let boundaries = LocalResource::new(map::load);
    let selected = RwSignal::new(None::<usize>);
    let places: Arc<[Place]> =
        told.cpis.iter().map(|cpi| Place { code: cpi.code.clone(), name: cpi.name.clone() }).collect();
    let pairs = {
        let told = Arc::clone(&told);
        Memo::new(move |_| {
            at.view.with(|view| {
                let of = |totals: &[Totals], place: usize| totals.get(place).copied().unwrap_or_default();
                let pair = |totals: &[Totals]| Pair {
                    base: of(totals, view.base),
                    other: of(totals, view.shown),
                    colour: view.colour,
                };
                told.cpis.iter().map(|cpi| pair(&cpi.totals)).collect::<Vec<Pair>>()
            })
        })
    };
    let names = places.clone();
    let paint = Callback::new(move |cpi: usize| {
        let name = names.get(cpi).map(|place| place.name.clone()).unwrap_or_default();
        let pair = Memo::new(move |_| pairs.with(|pairs| pairs.get(cpi).copied()).unwrap_or_default());
        Signal::from(Memo::new(move |_| painted(words, at, &name, pair.get())))
    });
    let choose = Callback::new(move |cpi: usize| {
        selected.set(Some(cpi));
        go_to_row(words, cpi);
    });
    let title = Signal::derive(move || t_string!(words, comparison.map_name).to_owned());
    view! {
        <MapChoices words at told/>
        <div class="compare-map">
            <AreaMap words title boundaries places paint selected=selected.into() hovered on_select=choose/>
        </div>
        <ShiftLegend words at pairs/>
    }
}

fn painted(words: Words, at: Address, name: &str, pair: Pair) -> Paint {
    let (base, other) = at.view.with(|view| (letter(view.base), letter(view.shown)));
    let class = pair.class();
    let (text, mark, values) = match pair.colour {
        Colour::Operators => {
            let change = signed(words, pair.operators() as f64, 0);
            let count = |totals: Totals| whole(words, totals.placed as f64);
            (t_string!(words, comparison.area_operators), change, (count(pair.base), count(pair.other)))
        }
        Colour::Pressure => {
            let change = signed(words, pair.shift(), 2);
            let value = |totals: Totals| pressure(words, totals.pressure());
            (t_string!(words, comparison.area_pressure), change, (value(pair.base), value(pair.other)))
        }
    };
    let label = fill(
        text,
        &[
            ("name", name),
            ("change", &mark),
            ("base", base),
            ("other", other),
            ("before", &values.0),
            ("after", &values.1),
        ],
    );
    // Two decimals would cover their neighbours: as many signs as the class is far from alike say the same as the colour.
    let mark = match (pair.colour, class.number()) {
        (_, 0) => String::new(),
        (Colour::Operators, _) => mark,
        (Colour::Pressure, number) => (if number < 0 { "−" } else { "+" }).repeat(usize::from(number.unsigned_abs())),
    };
    Paint { class: class_name(pair.colour, class), label, mark }
}

/// More operators and less pressure are better served.
fn class_name(colour: Colour, class: ShiftClass) -> String {
    let better = match colour {
        Colour::Operators => class.number(),
        Colour::Pressure => -class.number(),
    };
    match better {
        0 => String::from("alike"),
        better if better > 0 => format!("better{better}"),
        worse => format!("worse{}", -worse),
    }
}

/// Takes the focus to the first row of a CPI, if the table shows one.
fn go_to_row(words: Words, cpi: usize) {
    let row = document().query_selector(&format!(".compare-rows [data-cpi=\"{cpi}\"]")).ok().flatten();
    match row.as_ref().and_then(|row| row.dyn_ref::<web_sys::HtmlElement>()) {
        Some(row) => drop(row.focus()),
        None => Announcer::say(t_string!(words, comparison.no_row)),
    }
}

/// Which scenario the map holds against the reference, and what it shows of both.
#[component]
fn MapChoices(words: Words, at: Address, told: Arc<Told>) -> impl IntoView {
    let options = move || {
        let base = at.view.with(|view| view.base);
        let others = told.scenarios.iter().enumerate().filter(|(place, _)| *place != base);
        let option = |(place, named): (usize, &super::api::Named)| {
            let here = move || at.view.with(|view| view.shown == place);
            view! { <option value=place.to_string() prop:selected=here>{format!("{} {}", letter(place), named.name)}</option> }.into_any()
        };
        others.map(option).collect::<Vec<AnyView>>()
    };
    let colours = Colour::ALL.map(|colour| {
        let here = move || at.view.with(|view| view.colour == colour);
        let text = move || match colour {
            Colour::Operators => t_string!(words, allocation.head_placed_long),
            Colour::Pressure => t_string!(words, comparison.pressure),
        };
        view! { <option value=colour.name() prop:selected=here>{text}</option> }.into_any()
    });
    let colours: Vec<AnyView> = colours.into_iter().collect();
    let choose_shown = move |event| {
        let shown = event_target_value(&event).parse().unwrap_or_default();
        at.change(|view| view.shown = shown);
    };
    let choose_colour = move |event| {
        let value = event_target_value(&event);
        let colour = Colour::ALL.into_iter().find(|colour| colour.name() == value).unwrap_or_default();
        at.change(|view| view.colour = colour);
    };
    let twin = move |_| at.change(|view| (view.rows, view.all) = (Rows::Cpis, true));
    view! {
        <div class="filters">
            <label>
                <span>{move || fill(t_string!(words, comparison.shown), &[("base", letter(at.view.with(|view| view.base)))])}</span>
                <select id="compare-shown" on:change=choose_shown>{options}</select>
            </label>
            <label>
                <span>{move || t_string!(words, comparison.colours)}</span>
                <select id="compare-colour" on:change=choose_colour>{colours}</select>
            </label>
            <button type="button" id="compare-twin" class="btn btn-outline-primary btn-xs" on:click=twin>
                {move || t_string!(words, comparison.twin)}
            </button>
        </div>
    }
}

/// What the colours mean, and how many CPIs have each.
#[component]
fn ShiftLegend(words: Words, at: Address, pairs: Memo<Vec<Pair>>) -> impl IntoView {
    let rows = move || {
        let colour = at.view.with(|view| view.colour);
        let row = |class: ShiftClass| {
            let count = pairs.with(|pairs| pairs.iter().filter(|pair| pair.class() == class).count());
            view! {
                <li>
                    <span class=format!("swatch {}", class_name(colour, class)) aria-hidden="true"></span>
                    <span>{interval(words, colour, class)}</span>
                    <b>{count.to_string()}</b>
                </li>
            }
            .into_any()
        };
        ShiftClass::all().map(row).collect::<Vec<AnyView>>()
    };
    view! {
        <figure class="legend">
            <figcaption>{move || t_string!(words, comparison.legend)}</figcaption>
            <ul>{rows}</ul>
        </figure>
    }
}

/// `da −4 a −2`, `+5 e oltre`, `uguale`.
fn interval(words: Words, colour: Colour, class: ShiftClass) -> String {
    if class.number() == 0 {
        return t_string!(words, comparison.alike).to_owned();
    }
    let sign = if class.number() < 0 { "−" } else { "+" };
    let (from, to) = match colour {
        Colour::Operators => {
            let (from, to) = class.operators();
            (from.to_string(), to.map(|to| to.to_string()))
        }
        Colour::Pressure => {
            let (from, to) = class.pressures();
            (number(words, from, 2), to.map(|to| number(words, to, 2)))
        }
    };
    match to {
        Some(to) if to == from => format!("{sign}{from}"),
        Some(to) => fill(
            t_string!(words, comparison.between),
            &[("from", &format!("{sign}{from}")), ("to", &format!("{sign}{to}"))],
        ),
        None => fill(t_string!(words, comparison.beyond), &[("from", &format!("{sign}{from}"))]),
    }
}
