//! The twin of the map: every municipality with its CPI, and the choice of another one; all of it by keyboard.

use leptos::prelude::*;
use shared::staffing::catchment::Moves;

use super::sketch::Sketch;
use crate::{
    i18n::{Words, counted, fill, t_string},
    ui::format::whole,
};

/// What the list shows.
#[derive(Clone, Debug, Default, PartialEq)]
struct Shown {
    search: String,
    province: Option<usize>,
    is_moved: bool,
}

/// The list and its filters.
#[component]
pub(super) fn List(words: Words, sketch: Sketch) -> impl IntoView {
    let shown = RwSignal::new(Shown::default());
    let known = sketch.known.get_untracked();
    let provinces = known.plan.provinces.iter().enumerate().map(|(place, province)| {
        view! { <option value=place.to_string()>{province.name.clone()}</option> }
    });
    let provinces = provinces.collect_view();
    let rows: Vec<AnyView> =
        (0..known.towns.len()).filter_map(|town| row(words, sketch, town, Signal::from(shown))).collect();
    let count = move || {
        let moves = sketch.moves.get();
        let count =
            shown.with(|shown| (0..known.towns.len()).filter(|&town| is_shown(sketch, town, shown, &moves)).count());
        let text = counted(count, t_string!(words, redraw.count_one), t_string!(words, redraw.count));
        fill(text, &[("n", &count.to_string())])
    };
    view! {
        <section class="redraw-list" aria-labelledby="redraw-list">
            <h2 id="redraw-list">{move || t_string!(words, redraw.list)}</h2>
            <div class="filters">
                <label>
                    <span>{move || t_string!(words, redraw.search)}</span>
                    <input id="redraw-search" type="search" autocomplete="off"
                        on:input=move |event| shown.update(|shown| shown.search = event_target_value(&event).trim().to_lowercase())/>
                </label>
                <label>
                    <span>{move || t_string!(words, allocation.province)}</span>
                    <select id="redraw-province" on:change=move |event| shown.update(|shown| shown.province = event_target_value(&event).parse().ok())>
                        <option value="">{move || t_string!(words, allocation.all_provinces)}</option>
                        {provinces}
                    </select>
                </label>
                <label class="filter-check">
                    <input type="checkbox" on:change=move |event| shown.update(|shown| shown.is_moved = event_target_checked(&event))/>
                    <span>{move || t_string!(words, redraw.only_moved)}</span>
                </label>
            </div>
            <p class="muted" role="status">{count}</p>
            <div class="redraw-rows" tabindex="0" role="group" aria-labelledby="redraw-list">
                <table class="dash-table">
                    <caption class="visually-hidden">{move || t_string!(words, redraw.list)}</caption>
                    <thead><tr>
                        <th scope="col">{move || t_string!(words, catchment.town)}</th>
                        <th scope="col" class="num">{move || t_string!(words, catchment.residents)}</th>
                        <th scope="col">{move || t_string!(words, redraw.centre_now)}</th>
                        <th scope="col">{move || t_string!(words, redraw.new_centre)}</th>
                    </tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
}

fn is_shown(sketch: Sketch, town: usize, shown: &Shown, moves: &Moves) -> bool {
    sketch.known.with_untracked(|known| {
        let Some(town) = known.towns.get(town) else { return false };
        let province = known.plan.cpis.get(town.cpi).map(|cpi| cpi.province);
        (shown.province.is_none() || shown.province == province)
            && (!shown.is_moved || moves.target(&town.code).is_some())
            && (shown.search.is_empty() || town.name.to_lowercase().contains(&shown.search))
    })
}

fn row(words: Words, sketch: Sketch, place: usize, shown: Signal<Shown>) -> Option<AnyView> {
    let town = sketch.town(place)?;
    let (cpi, province) = sketch.known.with_untracked(|known| {
        let cpi = known.plan.cpis.get(town.cpi)?;
        Some((cpi.name.clone(), known.plan.provinces.get(cpi.province)?.code.clone()))
    })?;
    let is_hidden =
        Memo::new(move |_| sketch.moves.with(|moves| shown.with(|shown| !is_shown(sketch, place, shown, moves))));
    let is_moved = Memo::new(move |_| sketch.target(place) != town.cpi);
    let field = if town.is_seat {
        view! { <small class="muted">{move || t_string!(words, redraw.seat)}</small> }.into_any()
    } else {
        let name = town.name.clone();
        let label = Signal::derive(move || fill(t_string!(words, redraw.new_centre_of), &[("town", &name)]));
        view! { <Target words sketch town=place id=format!("town-{}", town.code) label/> }.into_any()
    };
    let row = view! {
        <tr data-town=town.code.to_string() hidden=move || is_hidden.get() class:redraw-is-moved=move || is_moved.get()>
            <th scope="row">{town.name}" "<small class="muted">{province}</small></th>
            <td class="num">{move || whole(words, town.residents as f64)}</td>
            <td>{cpi}</td>
            <td>{field}</td>
        </tr>
    };
    Some(row.into_any())
}

/// The choice of a CPI for one municipality. Its forty-three options are made when it is first reached: for every row at once
/// they would be eleven thousand.
#[component]
pub(super) fn Target(
    words: Words,
    sketch: Sketch,
    town: usize,
    id: String,
    /// Its name, where no label stands beside it.
    #[prop(optional, into)]
    label: Option<Signal<String>>,
) -> impl IntoView {
    let is_reached = RwSignal::new(false);
    let target = Memo::new(move |_| sketch.target(town));
    let known = sketch.known.get_untracked();
    let option = move |cpi: usize, name: String, code: String| {
        view! { <option value=code prop:selected=move || target.get() == cpi>{name}</option> }.into_any()
    };
    let options = move || {
        let cpis = known.plan.cpis.iter().enumerate();
        let named = |(place, cpi): (usize, &crate::allocation::plan::CpiRow)| {
            option(place, format!("{} ({})", cpi.name, cpi.code), cpi.code.to_string())
        };
        if !is_reached.get() {
            return cpis.filter(|(place, _)| *place == target.get()).map(named).collect::<Vec<AnyView>>();
        }
        let groups = known.plan.provinces.iter().enumerate().map(|(number, province)| {
            let own = cpis.clone().filter(|(_, cpi)| cpi.province == number).map(named).collect::<Vec<AnyView>>();
            view! { <optgroup label=province.name.clone()>{own}</optgroup> }.into_any()
        });
        groups.collect()
    };
    let reach = move || {
        if !is_reached.get_untracked() {
            is_reached.set(true);
        }
    };
    let send = move |event| {
        let code = event_target_value(&event);
        let cpi = sketch.known.with_untracked(|known| known.plan.cpis.iter().position(|cpi| cpi.code.as_str() == code));
        if let Some(cpi) = cpi {
            sketch.send(words, town, cpi);
        }
    };
    view! {
        <select id=id aria-label=move || label.map(|label| label.get())
            on:focus=move |_| reach() on:pointerenter=move |_| reach() on:pointerdown=move |_| reach() on:change=send on:blur=move |_| sketch.release()>
            {options}
        </select>
    }
}
