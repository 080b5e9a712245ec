//! The map: every municipality in the colour of its CPI, the CPIs' borders as they would be, and their codes where they sit.

use std::{collections::BTreeMap, sync::Arc};

use leptos::prelude::*;
use shared::territory::{
    colours::colours,
    topology::{Border, Projection},
};

use super::{
    chosen::{FIELD, PANEL},
    sketch::Sketch,
};
use crate::{
    allocation::standing::focus_soon,
    i18n::{Words, fill, t_string},
    map::{self, AreaMap, Boundaries, Paint, Place},
};

/// How many colours the style sheet has.
const COLOURS: usize = 6;

/// The map, and what its signs mean.
#[component]
pub(super) fn Plot(words: Words, sketch: Sketch) -> impl IntoView {
    let shapes = LocalResource::new(|| async {
        let topology = map::topology().await?;
        let mut towns = topology.areas("municipalities", "istat", &Projection::PUGLIA);
        // An island beyond the map's edge has no outline; it is in the list.
        towns.retain(|area| !area.path.is_empty());
        let provinces = topology.areas("provinces", "province", &Projection::PUGLIA);
        let borders = topology.borders("municipalities", "istat", &Projection::PUGLIA);
        Some((Arc::new(Boundaries { cpis: towns, provinces }), Arc::new(borders)))
    });
    let boundaries = LocalResource::new(move || async move { shapes.await.map(|(boundaries, _)| boundaries) });
    let borders = Memo::new(move |_| shapes.get().flatten().map(|(_, borders)| borders));
    let towns = sketch.known.get_untracked();
    let numbers: Arc<BTreeMap<String, usize>> =
        Arc::new(towns.towns.iter().enumerate().map(|(place, town)| (town.code.to_string(), place)).collect());
    let places: Arc<[Place]> =
        towns.towns.iter().map(|town| Place { code: town.code.to_string(), name: town.name.clone() }).collect();
    let colour = Memo::new({
        let numbers = Arc::clone(&numbers);
        move |_| {
            borders
                .with(|borders| borders.as_ref().map(|borders| coloured(sketch, &numbers, borders)).unwrap_or_default())
        }
    });
    let paint =
        Callback::new(move |town: usize| Signal::from(Memo::new(move |_| painted(words, sketch, colour, town))));
    let codes = {
        let numbers = Arc::clone(&numbers);
        move || shapes.get().flatten().map(|(boundaries, _)| codes(sketch, &numbers, &boundaries))
    };
    let outline = move || {
        let side = |istat: &String| numbers.get(istat).map(|&town| sketch.target(town));
        let is_drawn = |border: &&Border| match &border.sides {
            (_, None) => true,
            (one, Some(other)) => side(one) != side(other),
        };
        borders.with(|borders| {
            let drawn = borders.iter().flat_map(|borders| borders.iter()).filter(is_drawn);
            drawn.map(|border| border.path.as_str()).collect::<String>()
        })
    };
    let choose = Callback::new(move |town: usize| {
        sketch.chosen.set(Some(town));
        let is_seat = sketch.town(town).is_some_and(|town| town.is_seat);
        focus_soon(if is_seat { PANEL } else { FIELD }.to_owned());
    });
    let title = Signal::derive(move || t_string!(words, redraw.map_name).to_owned());
    view! {
        <div class="redraw-map">
            <AreaMap words title boundaries places paint selected=Signal::from(sketch.chosen) hovered=RwSignal::new(None) on_select=choose/>
            <svg class="redraw-borders" viewBox="0 0 560 470" aria-hidden="true"><path d=outline></path>{codes}</svg>
        </div>
        <p class="muted">{move || t_string!(words, redraw.map_legend)}</p>
    }
}

/// How a municipality is painted: the colour of the CPI that would serve it, and a dashed outline where that is another than today.
fn painted(words: Words, sketch: Sketch, colour: Memo<Vec<usize>>, town: usize) -> Paint {
    let target = sketch.target(town);
    sketch.known.with(|known| {
        let name = |cpi: usize| known.plan.cpis.get(cpi).map(|cpi| cpi.name.clone()).unwrap_or_default();
        let Some(town) = known.towns.get(town) else { return Paint::default() };
        let is_moved = target != town.cpi;
        let text = if is_moved { t_string!(words, redraw.area_moved) } else { t_string!(words, redraw.area) };
        let label = fill(text, &[("town", &town.name), ("from", &name(town.cpi)), ("cpi", &name(target))]);
        let number = colour.with(|colours| colours.get(target).copied().unwrap_or_default()) % COLOURS;
        let class = format!("c{number}{}", if is_moved { " moved" } else { "" });
        Paint { class, label, mark: String::new() }
    })
}

/// The CPIs' codes where they sit, above all borders.
fn codes(sketch: Sketch, numbers: &BTreeMap<String, usize>, boundaries: &Boundaries) -> Vec<AnyView> {
    sketch.known.with_untracked(|known| {
        let code = |key: &String| {
            let town = numbers.get(key).and_then(|&town| known.towns.get(town)).filter(|town| town.is_seat)?;
            known.plan.cpis.get(town.cpi).map(|cpi| cpi.code.to_string())
        };
        let seats = boundaries.cpis.iter().filter_map(|area| Some((area.middle, code(&area.key)?)));
        seats.map(|((x, y), code)| view! { <text x=x.to_string() y=y.to_string()>{code}</text> }.into_any()).collect()
    })
}

/// A colour for each CPI, so that those that touch today differ.
fn coloured(sketch: Sketch, numbers: &BTreeMap<String, usize>, borders: &[Border]) -> Vec<usize> {
    sketch.known.with_untracked(|known| {
        let cpi = |istat: &String| numbers.get(istat).and_then(|&town| known.towns.get(town)).map(|town| town.cpi);
        let pairs: Vec<(usize, usize)> =
            borders.iter().filter_map(|border| cpi(&border.sides.0).zip(cpi(border.sides.1.as_ref()?))).collect();
        colours(known.plan.cpis.len(), &pairs)
    })
}
