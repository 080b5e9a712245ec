//! The map of one catchment: its municipalities among their neighbours, each with its number in the table, which tells the same.

use leptos::prelude::*;
use shared::territory::topology::{Area, Projection};

use super::api::Town;
use crate::{
    i18n::{Words, fill, t_string},
    map,
    ui::format::whole,
};

/// How much of the neighbourhood is seen around the catchment, as a part of its size.
const MARGIN: f64 = 0.12;

/// The map; the towns in the order of their numbers.
#[component]
pub(super) fn CatchmentMap(words: Words, towns: Memo<Vec<Town>>, seat: Memo<String>) -> impl IntoView {
    let shapes = LocalResource::new(|| async {
        let topology = map::topology().await?;
        Some(topology.areas("municipalities", "istat", &Projection::PUGLIA))
    });
    view! {
        <div class="map catchment-map">
            {move || match shapes.get() {
                None => view! { <div class="map-wait" aria-hidden="true"></div> }.into_any(),
                Some(None) => view! { <p class="map-none">{t_string!(words, map.none)}</p> }.into_any(),
                Some(Some(areas)) => towns.with(|towns| drawing(words, &areas, towns, &seat.get())),
            }}
        </div>
    }
}

fn drawing(words: Words, areas: &[Area], towns: &[Town], seat: &str) -> AnyView {
    let number = |area: &Area| towns.iter().position(|town| town.istat == area.key);
    let own: Vec<(&Area, usize)> = areas.iter().filter_map(|area| Some((area, number(area)?))).collect();
    let boxes = own.iter().filter_map(|(area, _)| area.bounds());
    let Some([low, high]) = boxes.reduce(|[low, high], [least, most]| {
        [(low.0.min(least.0), low.1.min(least.1)), (high.0.max(most.0), high.1.max(most.1))]
    }) else {
        return view! { <p class="map-none">{t_string!(words, map.none)}</p> }.into_any();
    };
    let size = f64::max(high.0 - low.0, high.1 - low.1).max(1.0);
    let margin = size * MARGIN;
    let (width, height) = (high.0 - low.0 + 2.0 * margin, high.1 - low.1 + 2.0 * margin);
    let view_box = format!("{:.1} {:.1} {width:.1} {height:.1}", low.0 - margin, low.1 - margin);
    let others = areas.iter().filter(|area| number(area).is_none());
    let others = others.map(|area| view! { <path class="neighbour" d=area.path.clone()></path> }).collect_view();
    let paths = own.iter().map(|(area, number)| {
        let town = &towns[*number];
        let class = if town.istat == seat { "area seat" } else { "area" };
        let text = [("town", town.name.as_str()), ("residents", &whole(words, f64::from(town.residents)))];
        let label = fill(t_string!(words, centre.town_label), &text);
        view! { <path class=class d=area.path.clone()><title>{label}</title></path> }
    });
    let paths = paths.collect_view();
    let letters = format!("{:.2}px", size / 22.0);
    let marks = own.iter().map(|(area, number)| {
        let (x, y) = area.middle;
        view! { <text x=format!("{x:.1}") y=format!("{y:.1}")>{number + 1}</text> }
    });
    let marks = marks.collect_view();
    view! {
        <svg viewBox=view_box role="img" aria-label=t_string!(words, centre.map_name)>
            <g class="neighbours">{others}</g>
            {paths}
            <g class="numbers" style:font-size=letters aria-hidden="true">{marks}</g>
        </svg>
    }
    .into_any()
}
