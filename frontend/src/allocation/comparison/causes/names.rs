//! What the figures of a comparison are called, and those that differ.

use std::{collections::BTreeMap, sync::Arc};

use leptos::prelude::*;
use shared::{
    code::{CpiCode, ProfileCode, ProvinceCode, ServiceCode},
    staffing::{comparison::causes::Cause, own_figures::Moved},
};

use super::{super::api::Told, words::name};
use crate::{
    demand::{Named, figure_name, unit_name, write_figure},
    i18n::{Words, either, t_string},
    ui::format::percent,
};

/// The names of places and profiles, as the comparison has them, and of services.
pub(super) struct Names {
    pub(super) told: Arc<Told>,
    pub(super) services: BTreeMap<ServiceCode, (String, String)>,
}

impl Named for Names {
    fn cpi_name(&self, code: &CpiCode) -> String {
        let known = self.told.cpis.iter().find(|cpi| cpi.code == code.as_str());
        known.map(|cpi| cpi.name.clone()).unwrap_or_default()
    }

    fn province_name(&self, code: &ProvinceCode) -> String {
        let known = self.told.provinces.iter().find(|province| province.code == code.as_str());
        known.map(|province| province.name.clone()).unwrap_or_default()
    }

    fn profile_name(&self, words: Words, code: &ProfileCode) -> String {
        let mut cells = self.told.cpis.iter().flat_map(|cpi| &cpi.cells);
        let known = cells.find(|cell| cell.profile == code.as_str());
        known.map(|cell| either(words, &cell.name_it, &cell.name_en).to_owned()).unwrap_or_default()
    }

    fn service_name(&self, words: Words, code: &ServiceCode) -> String {
        self.services.get(code).map(|(it, en)| either(words, it, en).to_owned()).unwrap_or_default()
    }
}

/// The figures that differ, each with both values and how much it moved.
pub(super) fn moved(words: Words, names: &Names, moved: &[Moved]) -> AnyView {
    if moved.is_empty() {
        return view! { <p>{t_string!(words, causes.same_figures)}</p> }.into_any();
    }
    let none = || t_string!(words, own_figures.none).to_owned();
    let row = |of: &Moved| {
        let value = |value: Option<f64>| value.map_or_else(none, |value| write_figure(words, &of.key, value));
        let by = of.then.zip(of.now).filter(|(then, _)| *then > 0.0).map(|(then, now)| {
            let share = now / then - 1.0;
            format!("{}{}", if share < 0.0 { "−" } else { "+" }, percent(words, share.abs(), 1))
        });
        let cause = Cause::of(&of.key).map(|cause| name(words, cause));
        let (base, other) = (value(of.then), value(of.now));
        view! {
            <tr>
                <th scope="row">{figure_name(words, names, &of.key)}<small>" "{unit_name(words, of.key.unit())}</small></th>
                <td>{cause}</td><td>{base}</td><td>{other}</td><td>{by}</td>
            </tr>
        }
        .into_any()
    };
    let rows: Vec<AnyView> = moved.iter().map(row).collect();
    view! {
        <details class="cause-figures">
            <summary>{t_string!(words, causes.figures)}" ("{moved.len()}")"</summary>
            <div class="table-scroll" tabindex="0" role="group" aria-label=t_string!(words, causes.figures)>
                <table class="compare-measures">
                    <thead>
                        <tr>
                            <th scope="col">{t_string!(words, causes.figure)}</th>
                            <th scope="col">{t_string!(words, causes.cause)}</th>
                            <th scope="col">{t_string!(words, causes.in_base)}</th>
                            <th scope="col">{t_string!(words, causes.in_other)}</th>
                            <th scope="col">{t_string!(words, comparison.difference)}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </details>
    }
    .into_any()
}
