//! What the sheet shows, kept in the address: a link opens what its sender saw.

use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate, use_query_map},
};
use shared::{
    code::ProvinceCode,
    staffing::look::{By, Column, Look},
};

use super::grid::{Grid, Sort};

/// Shows what the address says, and from then on writes into it what is shown.
pub(super) fn follow(grid: Grid) {
    let (query, path, navigate) = (use_query_map(), use_location().pathname, use_navigate());
    let asked = query.with_untracked(|query| Look::read(|name| query.get(name)));
    show(grid, &asked);
    Effect::new(move |before: Option<Look>| {
        let look = seen(grid);
        if before.is_some_and(|before| before != look) {
            let query = address(&look);
            let mark = if query.is_empty() { "" } else { "?" };
            let to = format!("{}{mark}{query}", path.get_untracked());
            navigate(&to, NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() });
        }
        look
    });
}

/// The query of the address that opens this.
pub(super) fn address(look: &Look) -> String {
    let encoded = |value: &str| String::from(js_sys::encode_uri_component(value));
    let parts: Vec<String> = look.write().iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
    parts.join("&")
}

/// What a query of such an address opens.
pub(super) fn of(query: &str) -> Look {
    let params = web_sys::UrlSearchParams::new_with_str(query).ok();
    Look::read(|name| params.as_ref()?.get(name))
}

/// What the sheet shows, following it. Which CPI the cursor is on is no part of it: it moves with every key.
pub(super) fn seen(grid: Grid) -> Look {
    let plan = grid.board.plan.get_value();
    let (sort, down) = grid.sort.get();
    let by = match sort {
        Sort::Province => By::Province,
        Sort::Name => By::Name,
        Sort::WorkingAge => By::Column(Column::WorkingAge),
        Sort::Required => By::Column(Column::Required),
        Sort::Have => By::Column(Column::Have),
        Sort::Placed => By::Column(Column::Placed),
        Sort::Pressure => By::Column(Column::Pressure),
        Sort::Profile(column) => plan.profiles.get(column).map_or(By::Province, |(code, _)| By::Profile(code.clone())),
    };
    let province =
        grid.province.get().and_then(|number| plan.provinces.get(number).map(|province| province.code.clone()));
    Look {
        province: province.and_then(|code| ProvinceCode::new(code).ok()),
        search: grid.search.get(),
        down: down && by != By::Province,
        by,
        hidden: grid.hidden.get(),
        cpi: None,
    }
}

/// Shows something else. What names nothing that is here is left out.
pub(super) fn show(grid: Grid, look: &Look) {
    let plan = grid.board.plan.get_value();
    let sort = match &look.by {
        By::Province => Sort::Province,
        By::Name => Sort::Name,
        By::Column(Column::WorkingAge) => Sort::WorkingAge,
        By::Column(Column::Required) => Sort::Required,
        By::Column(Column::Have) => Sort::Have,
        By::Column(Column::Placed) => Sort::Placed,
        By::Column(Column::Pressure) => Sort::Pressure,
        By::Profile(code) => {
            plan.profiles.iter().position(|(known, _)| known == code).map_or(Sort::Province, Sort::Profile)
        }
    };
    let number = |code: &ProvinceCode| plan.provinces.iter().position(|province| province.code == code.as_str());
    if untrack(|| seen(grid)) != *look {
        grid.arrange(look.province.as_ref().and_then(number), look.search.clone(), (sort, look.down));
        grid.hidden.set(look.hidden.clone());
    }
    if let Some(cpi) = look.cpi.as_ref().and_then(|code| plan.cpis.iter().position(|cpi| cpi.code == *code)) {
        grid.go_to(cpi);
    }
}
