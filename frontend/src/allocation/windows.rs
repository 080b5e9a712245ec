//! The windows of the board that ask the engine. They are a third of its code and nobody opens one at first sight: they
//! come once the board stands.

use leptos::prelude::*;

use super::{
    board::Board, grid::Grid, meeting::MeetingWindow, merging::MergeWindow, own_figures::FiguresWindow,
    proposal::ProposalWindow, risk::RiskWindow, spreadsheet::SpreadsheetWindow, talk::TalkWindow,
};
use crate::i18n::Words;

/// What stands open of a board, beside the sheet and the map.
#[derive(Clone, Copy)]
pub(super) struct Opened {
    pub(super) help: RwSignal<bool>,
    pub(super) past: RwSignal<bool>,
    pub(super) proposal: RwSignal<bool>,
    pub(super) risk: RwSignal<bool>,
    pub(super) figures: RwSignal<bool>,
    pub(super) spreadsheet: RwSignal<bool>,
}

impl Opened {
    /// Nothing of it.
    pub(super) fn new() -> Self {
        let closed = || RwSignal::new(false);
        Self {
            help: closed(),
            past: closed(),
            proposal: closed(),
            risk: closed(),
            figures: closed(),
            spreadsheet: closed(),
        }
    }
}

type Windows = fn(Words, Board, Grid, Opened) -> AnyView;

/// The windows of proposals, of risks, of the scenario's figures, of its files, of what is said of it, of what another brings; opened before they are here, they show as soon as they are.
#[component]
pub(super) fn EngineWindows(words: Words, board: Board, grid: Grid, opened: Opened) -> impl IntoView {
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
    move || loaded.get().map(|windows| windows(words, board, grid, opened))
}

#[lazy]
fn engine_windows() -> Windows {
    windows
}

fn windows(words: Words, board: Board, grid: Grid, opened: Opened) -> AnyView {
    view! {
        <ProposalWindow words board open=opened.proposal/>
        <RiskWindow words board open=opened.risk/>
        <FiguresWindow words board open=opened.figures/>
        <SpreadsheetWindow words board open=opened.spreadsheet/>
        <TalkWindow words board grid/>
        <MergeWindow words board grid/>
        <MeetingWindow words board/>
    }
    .into_any()
}
