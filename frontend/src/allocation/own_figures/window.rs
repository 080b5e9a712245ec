//! The window of a scenario's figures: what it changes, what has changed in the base since its approval, and the form.

use leptos::prelude::*;
use shared::staffing::own_figures::Moved;

use super::{
    form::{FigureForm, Typed},
    list::OwnList,
    may_change,
};
use crate::{
    allocation::board::Board,
    demand::{figure_name, write_figure},
    i18n::{Words, fill, t_string},
    ui::{dialog::Dialog, format::instant},
};

/// The window. It stands open while `open` says so.
#[component]
pub(in super::super) fn FiguresWindow(words: Words, board: Board, open: RwSignal<bool>) -> impl IntoView {
    let title = Signal::derive(move || t_string!(words, own_figures.open).to_owned());
    let close = Callback::new(move |()| open.set(false));
    view! {
        <Dialog words id="own-figures-title" title open=Signal::from(open) on_close=close>
            <Content words board/>
        </Dialog>
    }
}

#[component]
fn Content(words: Words, board: Board) -> impl IntoView {
    let typed = Typed::new(words, board);
    view! {
        <div class="own-figures">
            <p>{move || t_string!(words, own_figures.lead)}</p>
            <SinceApproval words board/>
            <OwnList words board typed/>
            <Show when=move || may_change(board)>
                <FigureForm typed/>
            </Show>
        </div>
    }
}

/// Of which day the base is, and what has changed in today's since.
#[component]
fn SinceApproval(words: Words, board: Board) -> impl IntoView {
    let moved = Memo::new(move |_| board.own_figures.moved());
    let at = move || board.own_figures.kept.with(|kept| kept.as_ref().map(|kept| kept.at.clone()));
    let row = move |of: Moved| {
        let name = board.plan.with_value(|plan| figure_name(words, plan.as_ref(), &of.key));
        let text = |value: Option<f64>| {
            value.map_or_else(
                || t_string!(words, own_figures.none).to_owned(),
                |value| write_figure(words, &of.key, value),
            )
        };
        view! {
            <li data-moved=of.key.to_string()>
                <strong>{name}</strong>" "
                {fill(t_string!(words, own_figures.then_now), &[("then", &text(of.then)), ("now", &text(of.now))])}
            </li>
        }
    };
    let told = move || {
        let at = instant(words, &at()?);
        let rows = moved.get();
        let lead =
            if rows.is_empty() { t_string!(words, own_figures.same) } else { t_string!(words, own_figures.moved) };
        Some(view! {
            <section class="own-figures-base">
                <p>{fill(t_string!(words, own_figures.frozen), &[("at", &at)])}" "{lead}</p>
                <ul>{rows.into_iter().map(row).collect_view()}</ul>
            </section>
        })
    };
    view! { {told} }
}
