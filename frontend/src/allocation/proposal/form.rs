//! The fields of a proposal on the page.

use leptos::prelude::*;

use super::{
    ask::{Ask, DISTANCE, Ends, LEVELS, OBJECTIVES, REACHES, Text},
    more::More,
    names::cell_name,
};
use crate::{
    allocation::{board::Board, field::Number},
    i18n::{Words, either, fill, t_string},
};

/// The form. It reports that it was sent; what it asks is in `ask`.
#[component]
pub(super) fn Form(words: Words, board: Board, ask: Ask, on_send: Callback<()>) -> impl IntoView {
    let plan = board.plan.get_value();
    let locked = Memo::new(move |_| {
        let cells = board.plan.with_value(|plan| plan.cells());
        (0..cells).filter_map(|cell| board.cell(cell)).filter(|cell| cell.with(|cell| cell.shown.locked)).count()
    });
    let of_profiles: Vec<AnyView> = ask.profiles.with_value(|ends| {
        let rows = plan.profiles.iter().zip(ends);
        rows.map(|((code, name), ends)| {
            let name = name.clone();
            let title = Signal::derive(move || either(words, &name.it, &name.en).to_owned());
            view! { <EndsRow words id=format!("profile-{code}") title ends=*ends/> }.into_any()
        })
        .collect()
    });
    let of_provinces: Vec<AnyView> = ask.provinces.with_value(|ends| {
        let rows = plan.provinces.iter().zip(ends);
        rows.map(|(province, ends)| {
            let name = province.name.clone();
            let id = format!("province-{}", province.code);
            view! { <EndsRow words id title=Signal::derive(move || name.clone()) ends=*ends/> }.into_any()
        })
        .collect()
    });
    // The fields of the CPIs are many: they are made when they are first asked for.
    let cpis_opened = RwSignal::new(false);
    view! {
        <form class="ask" novalidate="" on:submit=move |event| {
            event.prevent_default();
            on_send.run(());
        }>
            <div class="ask-row">
                <Choice words label=|words| t_string!(words, proposal.objective) id="ask-objective" chosen=ask.objective
                    choices=OBJECTIVES.iter().map(|(value, _, text)| (*value, *text)).collect()/>
                <Choice words label=|words| t_string!(words, proposal.level) id="ask-level" chosen=ask.level
                    choices=LEVELS.iter().map(|(value, _, text)| (*value, *text)).collect()/>
            </div>
            <div class="ask-row">
                <Number words label=Signal::derive(move || t_string!(words, allocation.head_count).to_owned()) id="ask-head-count" field=ask.head_count/>
                <Number words label=Signal::derive(move || t_string!(words, proposal.every_cpi).to_owned()) id="ask-every-cpi-least" field=ask.every_cpi/>
                <Check words id="ask-exactly" label=|words| t_string!(words, proposal.exactly) checked=ask.exactly/>
                <Check words id="ask-budget" label=|words| t_string!(words, proposal.within_budget) checked=ask.within_budget/>
            </div>
            <div class="ask-row" hidden=move || !ask.may_move()>
                <Check words id="ask-transfers" label=|words| t_string!(words, proposal.transfers) checked=ask.transfers/>
                <div class="ask-row" hidden=move || !ask.transfers.get()>
                    <Choice words label=|words| t_string!(words, proposal.reach) id="ask-reach" chosen=ask.reach
                        choices=REACHES.to_vec()/>
                    <div hidden=move || ask.reach.get() != DISTANCE>
                        <Number words label=Signal::derive(move || t_string!(words, proposal.km).to_owned()) id="ask-km" field=ask.km/>
                    </div>
                    <Number words label=Signal::derive(move || t_string!(words, proposal.move_cost).to_owned()) id="ask-move-cost" field=ask.move_cost/>
                    <Number words label=Signal::derive(move || t_string!(words, proposal.most_moves).to_owned()) id="ask-most-moves" field=ask.most_moves/>
                </div>
            </div>
            <details>
                <summary>{move || t_string!(words, proposal.per_profile)}</summary>
                <div class="ask-ends">{of_profiles}</div>
            </details>
            <details>
                <summary>{move || t_string!(words, proposal.per_province)}</summary>
                <div class="ask-ends">{of_provinces}</div>
            </details>
            <details on:toggle=move |_| cpis_opened.set(true)>
                <summary>{move || t_string!(words, proposal.per_cpi)}</summary>
                {move || cpis_opened.get().then(|| of_cpis(words, board, ask))}
            </details>
            <CellEnds words board ask/>
            <More words board ask/>
            <p class="ask-note">{move || fill(t_string!(words, proposal.locked), &[("n", &locked.get().to_string())])}</p>
            <button type="submit" class="btn btn-primary btn-sm">{move || t_string!(words, proposal.compute)}</button>
        </form>
    }
}

/// The fewest and the most of single cells: a job centre and a profile are chosen, and their fields come.
#[component]
fn CellEnds(words: Words, board: Board, ask: Ask) -> impl IntoView {
    let plan = board.plan.get_value();
    let (cpi, profile) = (RwSignal::new(0_usize), RwSignal::new(0_usize));
    let columns = plan.columns();
    let cpis: Vec<AnyView> = plan
        .cpis
        .iter()
        .enumerate()
        .map(|(number, cpi)| view! { <option value=number.to_string()>{cpi.name.clone()}</option> }.into_any())
        .collect();
    let profiles: Vec<AnyView> = plan
        .profiles
        .iter()
        .enumerate()
        .map(|(number, (_, name))| {
            let name = name.clone();
            view! { <option value=number.to_string()>{move || either(words, &name.it, &name.en).to_owned()}</option> }
                .into_any()
        })
        .collect();
    let chosen = |of: RwSignal<usize>| move |event| of.set(event_target_value(&event).parse().unwrap_or_default());
    let row = move |(cell, ends): (usize, Ends)| {
        let key = board.plan.with_value(|plan| plan.key(cell));
        let id = key.as_ref().map_or_else(String::new, |key| format!("cell-{}-{}", key.cpi, key.profile));
        let title = Signal::derive(move || {
            key.as_ref().map_or_else(String::new, |key| board.plan.with_value(|plan| cell_name(words, plan, key)))
        });
        let label = move || fill(t_string!(words, what_if.cell_remove), &[("cell", &title.get())]);
        view! {
            <EndsRow words id title ends/>
            <button type="button" class="btn btn-outline-primary btn-xs" aria-label=label on:click=move |_| ask.remove_cell(cell)>
                {move || t_string!(words, what_if.remove)}
            </button>
        }
    };
    view! {
        <details>
            <summary>{move || t_string!(words, what_if.per_cell)}</summary>
            <div class="ask-row">
                <div class="ask-field">
                    <label for="ask-cell-cpi">{move || t_string!(words, allocation.head_cpi_long)}</label>
                    <select id="ask-cell-cpi" on:change=chosen(cpi)>{cpis}</select>
                </div>
                <div class="ask-field">
                    <label for="ask-cell-profile">{move || t_string!(words, proposal.profile)}</label>
                    <select id="ask-cell-profile" on:change=chosen(profile)>{profiles}</select>
                </div>
                <button type="button" class="btn btn-outline-primary btn-sm" id="ask-cell-add"
                    on:click=move |_| ask.add_cell(cpi.get_untracked() * columns + profile.get_untracked())>
                    {move || t_string!(words, what_if.cell_add)}
                </button>
            </div>
            <div class="ask-ends ask-cells"><For each=move || ask.cells.get() key=|(cell, _)| *cell children=row/></div>
        </details>
    }
}

/// The fields of the CPIs, province by province.
fn of_cpis(words: Words, board: Board, ask: Ask) -> Vec<AnyView> {
    let plan = board.plan.get_value();
    let rows = |province: usize| -> Vec<AnyView> {
        let all = ask.cpis.get_value();
        let mine = plan.cpis.iter().zip(all).filter(|(cpi, _)| cpi.province == province);
        mine.map(|(cpi, ends)| {
            let name = cpi.name.clone();
            let id = format!("cpi-{}", cpi.code);
            view! { <EndsRow words id title=Signal::derive(move || name.clone()) ends/> }.into_any()
        })
        .collect()
    };
    let group = |(number, name): (usize, &String)| {
        view! {
            <fieldset>
                <legend>{name.clone()}</legend>
                <div class="ask-ends">{rows(number)}</div>
            </fieldset>
        }
        .into_any()
    };
    plan.provinces.iter().map(|province| &province.name).enumerate().map(group).collect()
}

/// One of a few.
#[component]
pub(super) fn Choice(
    words: Words,
    label: Text,
    id: &'static str,
    chosen: RwSignal<&'static str>,
    choices: Vec<(&'static str, Text)>,
) -> impl IntoView {
    let values: Vec<&'static str> = choices.iter().map(|(value, _)| *value).collect();
    let options: Vec<AnyView> = choices
        .into_iter()
        .map(|(value, text)| {
            view! { <option value=value selected=move || chosen.get() == value>{move || text(words)}</option> }
                .into_any()
        })
        .collect();
    let choose = move |event| {
        let value = event_target_value(&event);
        if let Some(value) = values.iter().find(|known| **known == value) {
            chosen.set(value);
        }
    };
    view! {
        <div class="ask-field">
            <label for=id>{move || label(words)}</label>
            <select id=id on:change=choose>{options}</select>
        </div>
    }
}

#[component]
fn Check(words: Words, id: &'static str, label: Text, checked: RwSignal<bool>) -> impl IntoView {
    view! {
        <div class="ask-check">
            <input type="checkbox" id=id prop:checked=move || checked.get()
                on:change=move |event| checked.set(event_target_checked(&event))/>
            <label for=id>{move || label(words)}</label>
        </div>
    }
}

/// The fewest and the most of one profile, province or CPI.
#[component]
fn EndsRow(words: Words, id: String, title: Signal<String>, ends: Ends) -> impl IntoView {
    let least = Signal::derive(move || fill(t_string!(words, proposal.at_least_of), &[("of", &title.get())]));
    let most = Signal::derive(move || fill(t_string!(words, proposal.at_most_of), &[("of", &title.get())]));
    view! {
        <Number words label=least id=format!("ask-{id}-least") field=ends.least/>
        <Number words label=most id=format!("ask-{id}-most") field=ends.most/>
    }
}
