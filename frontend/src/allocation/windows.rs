//! The windows of the board that ask the engine. They are a third of its code and nobody opens one at first sight: they
//! come once the board stands.

use leptos::prelude::*;

use super::{
    board::Board, grid::Grid, own_figures::FiguresWindow, proposal::ProposalWindow, risk::RiskWindow,
    spreadsheet::SpreadsheetWindow, talk::TalkWindow,
};
use crate::i18n::Words;

type Windows = fn(Words, Board, Grid, RwSignal<bool>, RwSignal<bool>, RwSignal<bool>, RwSignal<bool>) -> AnyView;

/// The windows of proposals, of risks, of the scenario's figures, of its files and of what is said of it; opened before they are here, they show as soon as they are.
#[component]
pub(super) fn EngineWindows(
    words: Words,
    board: Board,
    grid: Grid,
    proposal: RwSignal<bool>,
    risk: RwSignal<bool>,
    figures: RwSignal<bool>,
    spreadsheet: RwSignal<bool>,
) -> impl IntoView {
    let loaded = RwSignal::new(None::<Windows>);
    // Two frames: the first shows the board.
    request_animation_frame(move || {
        request_animation_frame(move || {
            leptos::task::spawn_local(async move {
                let windows = engine_windows().await;
                loaded.try_set(Some(windows));
            });
        });
    });
    move || loaded.get().map(|windows| windows(words, board, grid, proposal, risk, figures, spreadsheet))
}

#[lazy]
fn engine_windows() -> Windows {
    windows
}

fn windows(
    words: Words,
    board: Board,
    grid: Grid,
    proposal: RwSignal<bool>,
    risk: RwSignal<bool>,
    figures: RwSignal<bool>,
    spreadsheet: RwSignal<bool>,
) -> AnyView {
    view! {
        <ProposalWindow words board open=proposal/>
        <RiskWindow words board open=risk/>
        <FiguresWindow words board open=figures/>
        <SpreadsheetWindow words board open=spreadsheet/>
        <TalkWindow words board grid/>
    }
    .into_any()
}
