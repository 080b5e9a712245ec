//! The window: it opens by the board's address, says what another scenario would bring, and takes what is decided as one step.

use std::sync::Arc;

use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
};
use shared::{identity::Action, staffing::merge::Fate};

use super::{
    api::{self, ScenarioBound, Told},
    bench::Bench,
    cards::{Cards, Taken},
};
use crate::{
    allocation::{board::Board, grid::Grid, look},
    demand::{figure_name, write_figure},
    i18n::{Words, counted, fill, t_string},
    ui::{
        announce::Announcer,
        dialog::Dialog,
        format::{millions, whole},
        problem,
        skeleton::Skeleton,
    },
};

/// The window. It stands open while the address names a scenario to merge.
#[component]
pub(in super::super) fn MergeWindow(words: Words, board: Board, grid: Grid) -> impl IntoView {
    let (query, navigate) = (use_query_map(), use_navigate());
    let from = Memo::new(move |_| query.with(|query| query.get("unisci")).filter(|from| !from.is_empty()));
    let open = Memo::new(move |_| from.with(Option::is_some));
    let title = Signal::derive(move || t_string!(words, merging.title).to_owned());
    let uuid = board.plan.with_value(|plan| plan.uuid.clone());
    let close = Callback::new(move |()| {
        // Closing tells of itself: the address is left only once.
        if open.get_untracked() {
            let options = NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
            let query = look::address(&untrack(|| look::seen(grid)));
            let mark = if query.is_empty() { "" } else { "?" };
            navigate(&format!("/allocazione/{uuid}{mark}{query}"), options);
        }
    });
    view! {
        <Dialog words id="merge-title" title open=Signal::from(open) on_close=close>
            {move || from.get().map(|from| view! { <Asked words board from close/> })}
        </Dialog>
    }
}

#[component]
fn Asked(words: Words, board: Board, from: String, close: Callback<()>) -> impl IntoView {
    let tries = RwSignal::new(0_u32);
    let answer = LocalResource::new(move || {
        tries.track();
        let (uuid, from) = (board.plan.with_value(|plan| plan.uuid.clone()), from.clone());
        async move { api::merge(&uuid, &from).await.map(Arc::new) }
    });
    let may = move || board.session.may_at_all(Action::EditCells) && !board.is_frozen();
    move || {
        match answer.get() {
        _ if !may() => view! { <p role="alert">{t_string!(words, merging.not_here)}</p> }.into_any(),
        None => view! { <Skeleton words lines=6/> }.into_any(),
        Some(Err(failure)) => view! {
            <p role="alert">{problem::failure(words, &failure)}</p>
            <button type="button" class="btn btn-outline-primary btn-xs" on:click=move |_| tries.update(|tries| *tries += 1)>
                {t_string!(words, problem.retry)}
            </button>
        }
        .into_any(),
        Some(Ok(told)) => view! { <Answered words board told close/> }.into_any(),
    }
    }
}

#[component]
fn Answered(words: Words, board: Board, told: Arc<Told>, close: Callback<()>) -> impl IntoView {
    let bench = Bench::new(board, &told);
    let counts = move || {
        let n = |count: usize| whole(words, count as f64);
        fill(
            t_string!(words, merging.counts),
            &[
                ("taken", &n(bench.taken().len())),
                ("asked", &n(bench.asked().len())),
                ("mine", &n(bench.count(Fate::Mine))),
                ("same", &n(bench.count(Fate::Same))),
            ],
        )
    };
    let closed = move || {
        let n = bench.closed();
        (n > 0).then(
            || view! { <p class="ask-note">{fill(t_string!(words, merging.closed), &[("n", &n.to_string())])}</p> },
        )
    };
    let wanted = Memo::new(move |_| bench.values());
    let take = move |_| {
        let changed = board.set(&wanted.get_untracked());
        let text = counted(changed, t_string!(words, merging.done_one), t_string!(words, merging.done));
        Announcer::say(fill(text, &[("n", &changed.to_string())]));
        close.run(());
    };
    let label = move || {
        let n = wanted.with(Vec::len);
        fill(counted(n, t_string!(words, merging.apply_one), t_string!(words, merging.apply)), &[("n", &n.to_string())])
    };
    view! {
        <div class="merge">
            <p>{lead(words, &told)}</p>
            <p data-counts="">{counts}</p>
            {closed}
            {others(words, board, &told)}
            <Cards words board bench/>
            <Taken words board bench/>
            <div class="merge-foot">
                <Sums words board bench/>
                <button type="button" class="btn btn-primary btn-sm" data-merge-take="" disabled=move || wanted.with(Vec::is_empty) on:click=take>{label}</button>
            </div>
        </div>
    }
}

/// What is brought in, and what it is held against.
fn lead(words: Words, told: &Told) -> String {
    let (from, revision) = &told.from;
    let base = match &told.base {
        Some((name, at)) => fill(t_string!(words, merging.base), &[("name", name), ("n", &at.to_string())]),
        None => t_string!(words, merging.no_base).to_owned(),
    };
    format!("{} {base}", fill(t_string!(words, merging.lead), &[("name", from), ("n", &revision.to_string())]))
}

/// What differs beside the cells: it is told, and changed where it is changed.
fn others(words: Words, board: Board, told: &Told) -> Option<AnyView> {
    let bound = |(bound, mine, theirs): &(ScenarioBound, f64, f64)| {
        let (name, write): (&str, fn(Words, f64) -> String) = match bound {
            ScenarioBound::HeadCount => (t_string!(words, allocation.head_count), whole),
            ScenarioBound::BudgetCents => (t_string!(words, merging.budget), millions),
            ScenarioBound::Months => (t_string!(words, allocation.months), whole),
        };
        (name.to_owned(), write(words, *mine), write(words, *theirs))
    };
    let plan = board.plan.get_value();
    let value = |key: &shared::staffing::FigureKey, value: Option<f64>| {
        value.map_or_else(|| t_string!(words, merging.of_base).to_owned(), |value| write_figure(words, key, value))
    };
    let figures = told
        .figures
        .iter()
        .map(|(key, mine, theirs)| (figure_name(words, plan.as_ref(), key), value(key, *mine), value(key, *theirs)));
    let rows: Vec<AnyView> = told
        .bounds
        .iter()
        .map(bound)
        .chain(figures)
        .map(|(name, mine, theirs)| {
            let text = fill(t_string!(words, merging.other), &[("name", &name), ("mine", &mine), ("theirs", &theirs)]);
            view! { <li>{text}</li> }.into_any()
        })
        .collect();
    (!rows.is_empty()).then(|| {
        view! {
            <details class="merge-others">
                <summary>{t_string!(words, merging.others)}" ("{rows.len()}")"</summary>
                <p>{t_string!(words, merging.others_lead)}</p>
                <ul>{rows}</ul>
            </details>
        }
        .into_any()
    })
}

/// What the table would come to, by what is decided so far, against what there is.
#[component]
fn Sums(words: Words, board: Board, bench: Bench) -> impl IntoView {
    let placed = Memo::new(move |_| bench.placed());
    let count =
        Memo::new(move |_| placed.with(|placed| placed.iter().map(|&operators| u64::from(operators)).sum::<u64>()));
    let cost = Memo::new(move |_| placed.with(|placed| board.cost_of(placed)));
    let head_count = move || board.outline.with(|outline| u64::from(outline.head_count));
    let budget = move || board.outline.with(|outline| outline.budget_cents);
    let text = move || {
        fill(
            t_string!(words, merging.sums),
            &[
                ("placed", &whole(words, count.get() as f64)),
                ("all", &whole(words, head_count() as f64)),
                ("cost", &millions(words, cost.get() as f64)),
                ("budget", &millions(words, budget() as f64)),
            ],
        )
    };
    let over = move || (count.get() > head_count() || cost.get() > budget()).then(|| t_string!(words, merging.over));
    let left = move || {
        let n = bench.undecided();
        let text = counted(n, t_string!(words, merging.undecided_one), t_string!(words, merging.undecided));
        (n > 0).then(|| fill(text, &[("n", &n.to_string())]))
    };
    view! {
        <p role="status" class:wrong=move || over().is_some() data-sums="">{text}" "<b>{over}</b>" "{left}</p>
    }
}
