//! What the moves do: need, gap, cover and pressure of every CPI that is touched, and of the region, before and after.

use leptos::prelude::*;
use shared::staffing::Totals;

use super::sketch::{Effect, Sketch};
use crate::{
    i18n::{Words, t_string},
    ui::format::{number, percent, pressure, whole},
};

/// The table of effects.
#[component]
pub(super) fn Effects(words: Words, sketch: Sketch) -> impl IntoView {
    let rows = move || {
        let touched = sketch.touched();
        let name = |cpi: usize| {
            sketch.known.with(|known| known.plan.cpis.get(cpi).map(|it| (it.code.to_string(), it.name.clone())))
        };
        let row = |cpi: usize| {
            let ((code, name), effect) = (name(cpi)?, sketch.effects.with(|all| all.get(cpi).copied())?);
            let head =
                view! { <a href=format!("/cpi/{code}")>{name}</a>" "<small class="muted">{code.clone()}</small> };
            Some(row(words, &code, head.into_any(), effect))
        };
        touched.into_iter().filter_map(row).collect_view()
    };
    let region = move || {
        let head = view! { {t_string!(words, redraw.region)} }.into_any();
        row(words, "region", head, sketch.region())
    };
    view! {
        <section class="redraw-effects" aria-labelledby="redraw-effects">
            <h2 id="redraw-effects">{move || t_string!(words, redraw.effects)}</h2>
            <p class="muted" hidden=move || sketch.moves.with(|moves| !moves.is_empty())>{move || t_string!(words, redraw.nobody)}</p>
            <p class="wrong" hidden=move || sketch.before.with(Option::is_some)>{move || t_string!(words, redraw.no_sizing)}</p>
            <div class="wide" tabindex="0" role="group" aria-labelledby="redraw-effects">
                <table class="dash-table">
                    <caption class="visually-hidden">{move || t_string!(words, redraw.effects_caption)}</caption>
                    <thead><tr>
                        <th scope="col">{move || t_string!(words, redraw.centre)}</th>
                        <th scope="col" class="num">{move || t_string!(words, redraw.working_age)}</th>
                        <th scope="col" class="num">{move || t_string!(words, redraw.need)}</th>
                        <th scope="col" class="num">{move || t_string!(words, redraw.gap)}</th>
                        <th scope="col" class="num">{move || t_string!(words, redraw.cover)}</th>
                        <th scope="col" class="num">{move || t_string!(words, redraw.pressure)}</th>
                        <th scope="col" class="num">{move || t_string!(words, redraw.unmet)}</th>
                    </tr></thead>
                    <tbody>{rows}</tbody>
                    <tfoot>{region}</tfoot>
                </table>
            </div>
        </section>
    }
}

fn row(words: Words, code: &str, head: AnyView, effect: Effect) -> AnyView {
    let cover =
        |totals: Totals| totals.wisn_ratio().map_or_else(|| String::from("–"), |ratio| percent(words, ratio, 1));
    let both = |text: &dyn Fn(Totals) -> String| change(text(effect.totals.0), text(effect.totals.1));
    view! {
        <tr data-effect=code.to_owned()>
            <th scope="row">{head}</th>
            {change(whole(words, effect.working_age.0 as f64), whole(words, effect.working_age.1 as f64))}
            {both(&|totals| number(words, totals.required, 2))}
            {both(&|totals| number(words, totals.gap(), 2))}
            {both(&cover)}
            {both(&|totals| pressure(words, totals.pressure()))}
            {both(&|totals| whole(words, totals.unmet_hours))}
        </tr>
    }
    .into_any()
}

/// A number that became another one; alone where it stayed.
fn change(before: String, after: String) -> AnyView {
    let was = (before != after).then(|| view! { <span class="muted">{before}" → "</span> });
    let is_other = was.is_some();
    view! { <td class="num">{was}<span class:redraw-new=is_other>{after}</span></td> }.into_any()
}
