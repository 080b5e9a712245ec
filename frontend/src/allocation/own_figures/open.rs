//! In the head of the board: the way to the scenario's figures, how many are its own, and of which day its base is.

use leptos::prelude::*;

use crate::{
    allocation::board::Board,
    i18n::{Words, fill, t_string},
    ui::format::instant,
};

/// The button that opens the window.
#[component]
pub(in super::super) fn OpenFigures(words: Words, board: Board, open: RwSignal<bool>) -> impl IntoView {
    let count = Memo::new(move |_| board.own_figures.own.with(std::collections::BTreeMap::len));
    view! {
        <button type="button" class="btn btn-outline-primary btn-xs" data-own-figures=move || count.get().to_string() aria-haspopup="dialog"
            on:click=move |_| open.set(true)>
            {move || match count.get() {
                0 => t_string!(words, own_figures.open).to_owned(),
                n => fill(t_string!(words, own_figures.open_some), &[("n", &n.to_string())]),
            }}
        </button>
    }
}

/// The day of the base that was kept with the scenario; nothing while it moves with today's.
#[component]
pub(in super::super) fn BaseDay(words: Words, board: Board) -> impl IntoView {
    move || {
        let at = board.own_figures.kept.with(|kept| kept.as_ref().map(|kept| kept.at.clone()))?;
        let text = fill(t_string!(words, own_figures.as_of), &[("at", &instant(words, &at))]);
        Some(view! { <span data-base-day="">" · "{text}</span> })
    }
}
