//! The bar above the board: what is used of what there is, and how well it serves.

use leptos::prelude::*;

use super::board::Board;
use crate::{
    i18n::{Words, fill, t_string},
    ui::format::{millions, number, pressure, whole},
};

/// Operators, money, pressures, hours unmet, inequality.
#[component]
pub(super) fn TotalsBar(words: Words, board: Board) -> impl IntoView {
    let placed = Memo::new(move |_| board.region.get().placed);
    let head_count = Memo::new(move |_| board.bounds(|outline| u64::from(outline.head_count)));
    let cost = Memo::new(move |_| board.cost());
    let budget = Memo::new(move |_| board.bounds(|outline| outline.budget_cents));
    let worst = Memo::new(move |_| board.worst());
    let worst_name = move || {
        let plan = board.plan.get_value();
        worst.get().and_then(|(cpi, _)| plan.cpis.get(cpi).map(|cpi| cpi.name.clone())).unwrap_or_default()
    };
    let months = move || board.bounds(|outline| outline.months).to_string();
    let over_heads = Memo::new(move |_| placed.get() > head_count.get());
    let over_money = Memo::new(move |_| cost.get() > budget.get());
    view! {
        <dl class="bar">
            <div class:over=move || over_heads.get()>
                <dt>{move || t_string!(words, allocation.placed)}</dt>
                <dd>
                    {move || whole(words, placed.get() as f64)}
                    <small>{move || fill(t_string!(words, allocation.of), &[("n", &whole(words, head_count.get() as f64))])}</small>
                    <Share words part=move || placed.get() as f64 all=move || head_count.get() as f64/>
                    <Over words over=over_heads by=move || whole(words, placed.get().saturating_sub(head_count.get()) as f64)/>
                </dd>
            </div>
            <div class:over=move || over_money.get()>
                <dt>{move || fill(t_string!(words, allocation.spent), &[("months", &months())])}</dt>
                <dd>
                    {move || millions(words, cost.get() as f64)}
                    <small>{move || fill(t_string!(words, allocation.of_millions), &[("n", &millions(words, budget.get() as f64))])}</small>
                    <Share words part=move || cost.get() as f64 all=move || budget.get() as f64/>
                    <Over words over=over_money
                        by=move || format!("{}\u{a0}M€", millions(words, cost.get().saturating_sub(budget.get()) as f64))/>
                </dd>
            </div>
            <div>
                <dt>{move || t_string!(words, allocation.worst)}</dt>
                <dd data-worst="">{move || worst.get().map(|(_, value)| pressure(words, value))}<small>{worst_name}</small></dd>
            </div>
            <div>
                <dt>{move || t_string!(words, allocation.mean)}</dt>
                <dd data-mean="">{move || pressure(words, board.region.get().pressure())}</dd>
            </div>
            <div>
                <dt>{move || t_string!(words, allocation.unmet)}</dt>
                <dd>{move || whole(words, board.region.get().unmet_hours)}</dd>
            </div>
            <div>
                <dt><abbr title=move || t_string!(words, allocation.gini_long)>{move || t_string!(words, allocation.gini)}</abbr></dt>
                <dd>{move || board.gini().map_or_else(|| String::from("–"), |gini| number(words, gini, 3))}</dd>
            </div>
        </dl>
    }
}

/// How much of something is used.
#[component]
fn Share(
    words: Words,
    part: impl Fn() -> f64 + Send + 'static,
    all: impl Fn() -> f64 + Copy + Send + 'static,
) -> impl IntoView {
    view! {
        <progress value=move || part().to_string() max=move || all().max(1.0).to_string()
            aria-label=move || t_string!(words, allocation.used)></progress>
    }
}

/// The warning that more is used than there is: while a number is typed, before the server refuses it, and where the bounds were lowered.
#[component]
fn Over(words: Words, over: Memo<bool>, by: impl Fn() -> String + Copy + Send + 'static) -> impl IntoView {
    view! {
        <p class="over-by" hidden=move || !over.get()>
            {move || fill(t_string!(words, allocation.over), &[("n", &by())])}
        </p>
    }
}
