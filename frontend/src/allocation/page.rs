//! The board's page: finds the scenario, from the server or as this browser kept it, and lays out its parts.

use std::sync::Arc;

use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_params_map};

use super::{
    after, api,
    bar::TotalsBar,
    board::Board,
    detail::Detail,
    disputes::Disputes,
    filters::Filters,
    grid::{Grid, KeyHelp, Sheet},
    head::BoardHead,
    keep::Keeper,
    look, meeting,
    past::PastPanel,
    sync::Sync,
    talk,
    together::{self, People},
    windows::{EngineWindows, Opened},
};
use crate::{
    graphql::Failure,
    i18n::{Words, t_string, use_i18n},
    map::{self, Legend, Place, PressureMap},
    session::Session,
    ui::{page::Title, problem},
};

/// How long a load may take before the page says what it does, and offers to give it up.
const LATE: std::time::Duration = std::time::Duration::from_secs(2);

/// What the page found at its address.
#[derive(Clone)]
enum Found {
    Board(Box<api::Board>, Keeper),
    Nothing,
    Failed(Failure),
}

/// One scenario's board.
#[component]
pub(super) fn ScenarioBoard() -> impl IntoView {
    let words = use_i18n();
    let params = use_params_map();
    let uuid = Memo::new(move |_| params.with(|params| params.get("scenario").unwrap_or_default()));
    let tries = RwSignal::new(0_u32);
    let session = expect_context::<Session>();
    let found = LocalResource::new(move || {
        tries.track();
        find(session, uuid.get())
    });
    view! {
        {move || match found.get() {
            None => view! { <Waiting words/> }.into_any(),
            Some(Found::Nothing) => view! { <Missing words/> }.into_any(),
            Some(Found::Failed(failure)) => view! {
                <Title text=Signal::derive(move || t_string!(words, nav.allocation).to_owned())/>
                <p role="alert">{problem::failure(words, &failure)}</p>
                <button type="button" class="btn btn-primary" on:click=move |_| tries.update(|tries| *tries += 1)>
                    {move || t_string!(words, problem.retry)}
                </button>
            }.into_any(),
            Some(Found::Board(answer, keeper)) => match Board::new(&uuid.get_untracked(), &answer, keeper) {
                Some(board) => view! { <Table words board/> }.into_any(),
                None => view! { <Missing words/> }.into_any(),
            },
        }}
    }
}

async fn find(session: Session, uuid: String) -> Found {
    session.known().await;
    let keeper = Keeper::new(&uuid).await;
    match api::board(&uuid).await {
        Ok(board) if board.scenario.is_none() => Found::Nothing,
        Ok(board) => {
            keeper.keep_board(&board);
            Found::Board(Box::new(board), keeper)
        }
        Err(Failure::Refused(shared::Problem::NotFound)) => Found::Nothing,
        Err(failure) => match keeper.board() {
            Some(board) if failure == Failure::Offline => Found::Board(Box::new(board), keeper),
            _ => Found::Failed(failure),
        },
    }
}

#[component]
fn Waiting(words: Words) -> impl IntoView {
    let late = RwSignal::new(false);
    set_timeout(
        move || {
            late.try_set(true);
        },
        LATE,
    );
    view! {
        <Title text=Signal::derive(move || t_string!(words, nav.allocation).to_owned())/>
        <div class="board-wait" role="status">
            <span class="visually-hidden">{t_string!(words, allocation.loading)}</span>
            <Show when=move || late.get()>
                <p>{move || t_string!(words, allocation.loading_board)}</p>
                <progress aria-label=move || t_string!(words, allocation.loading)></progress>
                <p><a href="/allocazione">{move || t_string!(words, allocation.cancel)}</a></p>
            </Show>
        </div>
    }
}

#[component]
fn Missing(words: Words) -> impl IntoView {
    let (session, path) = (expect_context::<Session>(), use_location().pathname);
    view! {
        <Title text=Signal::derive(move || t_string!(words, allocation.missing).to_owned())/>
        <p>{move || t_string!(words, allocation.missing_text)}</p>
        <Show when=move || session.viewer.with(Option::is_none)>
            <p><a href=move || format!("/accedi?da={}", path.get())>{move || t_string!(words, problem.signed_out_read)}</a></p>
        </Show>
        <p><a href="/allocazione">{move || t_string!(words, allocation.all)}</a></p>
    }
}

/// The parts that narrow screens show one at a time.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Sheet,
    Map,
}

#[component]
fn Table(words: Words, board: Board) -> impl IntoView {
    let sync = Sync::start(board);
    let grid = Grid::new(board);
    look::follow(grid);
    together::follow(words, board, grid);
    talk::load(board);
    meeting::load(board);
    meeting::follow(words, board, grid);
    let opened = Opened::new();
    let part = RwSignal::new(Part::Sheet);
    let boundaries = LocalResource::new(map::load);
    after::opened(board.keeper.get_value(), board.plan.with_value(|plan| plan.uuid.clone()));
    wasm_bindgen_futures::spawn_local(async move {
        let Some(keeper) = board.keeper.try_get_value() else { return };
        keeper.orphans(|gone| board.adopt(gone)).await;
    });
    let pressures = Memo::new(move |_| {
        board.cpis.with(|cpis| cpis.iter().map(shared::staffing::Totals::pressure).collect::<Vec<f64>>())
    });
    let pressures = Signal::from(pressures);
    let pressure_of = Callback::new(move |cpi| {
        Memo::new(move |_| board.totals.at(cpi).with(shared::staffing::Totals::pressure)).into()
    });
    let places: Arc<[Place]> = board.plan.with_value(|plan| {
        plan.cpis.iter().map(|cpi| Place { code: cpi.code.to_string(), name: cpi.name.clone() }).collect()
    });
    let selected = Signal::derive(move || grid.current().map(|(cpi, _)| cpi));
    let choose = Callback::new(move |cpi| {
        part.set(Part::Sheet);
        grid.go_to(cpi);
    });
    let go = Callback::new(move |cell| {
        part.set(Part::Sheet);
        grid.show(cell);
    });
    let tab = move |value: Part, text: fn(Words) -> &'static str| {
        view! {
            <button type="button" aria-pressed=move || (part.get() == value).to_string() on:click=move |_| part.set(value)>
                {move || text(words)}
            </button>
        }
    };
    view! {
        <BoardHead words board sync grid opened/>
        <People words board on_go=go/>
        <meeting::MeetingBar words board/>
        <PastPanel words board open=opened.past/>
        <TotalsBar words board/>
        <Disputes words board grid/>
        <div class="board-tabs" role="group" aria-label=move || t_string!(words, allocation.parts)>
            {tab(Part::Sheet, |words| t_string!(words, allocation.part_sheet))}
            {tab(Part::Map, |words| t_string!(words, allocation.part_map))}
        </div>
        <div class="board" class:frozen=move || board.is_frozen() class:looks-back=move || board.past.with(Option::is_some) class:only-map=move || part.get() == Part::Map>
            <section class="board-map" aria-label=move || t_string!(words, allocation.part_map)>
                <PressureMap words boundaries places pressure_of selected hovered=grid.hovered on_select=choose/>
                <Legend words pressures/>
                <Detail words board grid sync/>
            </section>
            <section class="board-sheet" aria-label=move || t_string!(words, allocation.sheet)>
                <Filters words grid/>
                <Sheet grid words help=opened.help/>
                <p class="told" aria-hidden="true">{move || grid.told.get()}</p>
            </section>
        </div>
        <KeyHelp words open=opened.help/>
        <EngineWindows words board grid opened/>
    }
}
