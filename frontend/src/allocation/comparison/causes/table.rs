//! The table of causes: a row for each place that differs, a column for each cause, and the bar and the sentence that say the same.

use leptos::prelude::*;
use shared::staffing::comparison::{
    Rows, View,
    causes::{Cause, Quantity},
};

use super::{
    super::{api, rows},
    api::{Explained, Split, Told},
    bar::{Scale, bar},
    words::{name, operators, sentence, shown},
};
use crate::{
    i18n::{Words, either, t_string},
    ui::format::whole,
};

/// A place and its difference.
#[derive(Clone, Debug, PartialEq)]
struct Line {
    key: String,
    name: String,
    within: String,
    split: Split,
}

/// The places that differ, or all, in the plan's own order.
fn lines(words: Words, compared: &api::Told, told: &Told, view: &View) -> Vec<Line> {
    let of = |explained: &Explained| of(explained, view.caused);
    let splits: Vec<Split> = match view.rows {
        Rows::Provinces => told.provinces.iter().map(of).collect(),
        Rows::Cpis => told.cpis.iter().map(of).collect(),
        Rows::Cells => told.cells.iter().flatten().map(of).collect(),
    };
    let line = |(row, split): (rows::Row, Split)| {
        let profile = row.profile.map(|(it, en)| either(words, &it, &en).to_owned());
        let (name, within) = match (row.cpi, profile) {
            (Some((_, cpi)), Some(profile)) => (format!("{cpi}, {profile}"), row.province),
            (Some((_, cpi)), None) => (cpi, row.province),
            (None, _) => (row.province, String::new()),
        };
        Line { key: row.key, name, within, split }
    };
    let all = rows::all(compared, view.rows).into_iter().zip(splits).map(line);
    all.filter(|line| view.all || !line.split.parts.is_empty()).collect()
}

/// The causes that make something of any of these, in their order.
pub(super) fn causes_of<'a>(splits: impl Iterator<Item = &'a Split>) -> Vec<Cause> {
    let mut causes: Vec<Cause> = splits.flat_map(|split| split.parts.iter().map(|(cause, _)| *cause)).collect();
    causes.sort_unstable();
    causes.dedup();
    causes
}

/// The table. Nothing when nothing differs.
pub(super) fn table(words: Words, compared: &api::Told, told: &Told, view: &View) -> Option<AnyView> {
    let lines = lines(words, compared, told, view);
    if lines.is_empty() {
        return None;
    }
    let causes = causes_of(lines.iter().map(|line| &line.split));
    let scale = Scale::of(lines.iter().map(|line| &line.split));
    let heads: Vec<AnyView> = causes
        .iter()
        .map(|&cause| view! { <th scope="col" class="cause-number">{name(words, cause)}</th> }.into_any())
        .collect();
    let place = match view.rows {
        Rows::Provinces => t_string!(words, allocation.province),
        Rows::Cpis | Rows::Cells => t_string!(words, allocation.head_cpi_long),
    };
    let count = whole(words, lines.len() as f64);
    let rows: Vec<AnyView> = lines.iter().map(|line| row(words, line, &causes, scale)).collect();
    Some(
        view! {
            <div class="compare-rows cause-rows" tabindex="0" role="group" aria-labelledby="compare-causes">
                <table aria-labelledby="compare-causes" data-rows=count>
                    <thead>
                        <tr>
                            <th scope="col">{place}</th>
                            <th scope="col">{t_string!(words, comparison.difference)}</th>
                            {heads}
                            <th scope="col" class="cause-told">{t_string!(words, causes.told)}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        }
        .into_any(),
    )
}

fn row(words: Words, line: &Line, causes: &[Cause], scale: Scale) -> AnyView {
    let (difference, parts) = shown(&line.split);
    let numbers: Vec<AnyView> = causes
        .iter()
        .map(|cause| {
            let part = parts.iter().find(|(of, _)| of == cause).map(|(_, part)| *part).unwrap_or_default();
            let text = if part == 0.0 { String::from("·") } else { operators(words, part) };
            view! { <td class="cause-number" class:none=part == 0.0>{text}</td> }.into_any()
        })
        .collect();
    view! {
        <tr data-row=line.key.clone()>
            <th scope="row">{line.name.clone()}" "<small>{line.within.clone()}</small></th>
            <td class="compare-moved" class:none=difference == 0.0>{operators(words, difference)}</td>
            {numbers}
            <td class="cause-told">{bar(&line.split, scale)}<small>{sentence(words, &line.split)}</small></td>
        </tr>
    }
    .into_any()
}

/// What is told of one quantity.
pub(super) fn of(explained: &Explained, quantity: Quantity) -> Split {
    explained.get(quantity as usize).cloned().unwrap_or_default()
}
