//! The head of the board: its name, whether it is saved, and what one can do to the whole of it.

use leptos::{html, prelude::*};
use shared::identity::Action;

use super::{
    api,
    board::Board,
    comparison::address_of,
    grid::Grid,
    meeting::OpenMeetings,
    others,
    own_figures::{BaseDay, OpenFigures},
    parameters::ParametersWindow,
    past,
    refused::Refused,
    standing::{Late, Stand, Steps},
    sync::{State, Sync},
    talk::OpenTalk,
    windows::Opened,
};
use crate::{
    graphql::Failure,
    i18n::{Words, fill, t_string},
    identity::HistoryLink,
    ids::uuid,
    ui::{format::whole, icon::Icon, page::Title, problem, provenance},
};

/// Name, state, undo, keys.
#[component]
pub(super) fn BoardHead(words: Words, board: Board, sync: Sync, grid: Grid, opened: Opened) -> impl IntoView {
    let name = Signal::derive(move || board.outline.with(|outline| outline.name.clone()));
    others::tell(words, sync);
    let parameters = RwSignal::new(false);
    let looks_back = move || board.past.with(Option::is_some);
    // Beside what it was copied from, if it was.
    let origin = board.copied_from.get_value().map(|(key, ..)| key);
    let beside: Vec<String> = origin.into_iter().chain([board.plan.with_value(|plan| plan.uuid.clone())]).collect();
    view! {
        <div class="board-head">
            <div class="board-title">
                <Title text=name/>
                <Show when=move || board.session.may_at_all(Action::EditScenarios) && !board.is_frozen()><Rename words board/></Show>
                <p class="board-meta">
                    <Stand words board/>
                    {move || fill(t_string!(words, allocation.revision), &[("n", &whole(words, board.revision.get() as f64))])}
                    " · "
                    <SaveState words sync/>
                    " · "
                    <a href="/fabbisogno">{move || t_string!(words, allocation.sources)}</a>
                    <BaseDay words board/>
                    " "<HistoryLink words kind="scenario" record=board.plan.with_value(|plan| plan.uuid.clone())/>
                </p>
                <p class="board-meta">{move || t_string!(words, allocation.source)}" "{move || board.source.with(|told| provenance::source(words, &told.source, told.source_italian.as_deref()))}</p>
            </div>
            <div class="board-acts">
                <button type="button" class="btn btn-primary btn-xs" data-proposal-open="" aria-haspopup="dialog" disabled=looks_back
                    on:click=move |_| opened.proposal.set(true)>
                    {move || t_string!(words, proposal.open)}
                </button>
                <button type="button" class="btn btn-outline-primary btn-xs" aria-haspopup="dialog" on:click=move |_| opened.risk.set(true)>
                    {move || t_string!(words, risk.open)}
                </button>
                <Show when=move || board.session.may_at_all(Action::EditScenarios) && !board.is_frozen()>
                    <button type="button" class="btn btn-outline-primary btn-xs" data-parameters="" aria-haspopup="dialog"
                        on:click=move |_| parameters.set(true)>{move || t_string!(words, comparison.parameters)}</button>
                </Show>
                <OpenFigures words board open=opened.figures/>
                <OpenTalk words board grid/>
                <OpenMeetings words board/>
                <a class="btn btn-outline-primary btn-xs" data-compare="" href=address_of(&beside)>{move || t_string!(words, comparison.compare)}</a>
                <button type="button" class="btn btn-outline-primary btn-xs" data-spreadsheet="" aria-haspopup="dialog"
                    on:click=move |_| opened.spreadsheet.set(true)>{move || t_string!(words, spreadsheet.open)}</button>
                <button type="button" class="btn btn-outline-primary btn-xs" data-past-open="" id=past::OPENER aria-expanded=move || opened.past.get().to_string()
                    on:click=move |_| opened.past.update(|open| *open = !*open)>{move || t_string!(words, past.title)}</button>
                <button type="button" class="btn btn-outline-primary btn-xs" disabled=move || board.is_frozen() || !board.history.with(shared::staffing::edit::History::can_undo)
                    on:click=move |_| grid.step_back(words, false)>{move || t_string!(words, allocation.undo)}</button>
                <button type="button" class="btn btn-outline-primary btn-xs" disabled=move || board.is_frozen() || !board.history.with(shared::staffing::edit::History::can_redo)
                    on:click=move |_| grid.step_back(words, true)>{move || t_string!(words, allocation.redo)}</button>
                <button type="button" class="btn btn-outline-primary btn-xs" on:click=move |_| opened.help.set(true)>
                    <Icon name="it-help-circle"/>" "{move || t_string!(words, allocation.keys)}
                </button>
            </div>
        </div>
        <Steps words board/>
        <ParametersWindow words board open=parameters/>
        <Banner words board sync/>
        <Late words board/>
    }
}

#[component]
fn SaveState(words: Words, sync: Sync) -> impl IntoView {
    let state = Memo::new(move |_| sync.state());
    let waiting = Memo::new(move |_| sync.waiting().to_string());
    let text = move || match state.get() {
        State::Saved => t_string!(words, allocation.saved).to_owned(),
        State::Waiting => fill(t_string!(words, allocation.waiting), &[("n", &waiting.get())]),
        State::Conflict => t_string!(words, allocation.in_conflict).to_owned(),
        State::Refused => t_string!(words, allocation.in_refusal).to_owned(),
        State::Offline => fill(t_string!(words, allocation.offline), &[("n", &waiting.get())]),
    };
    view! {
        <span class=move || format!("save-state {}", state.get().name()) data-save-state=move || state.get().name()>{text}</span>
    }
}

/// What stands in the way: no server, or a refusal.
#[component]
fn Banner(words: Words, board: Board, sync: Sync) -> impl IntoView {
    let waiting = Memo::new(move |_| sync.waiting().to_string());
    let cut = Memo::new(move |_| sync.is_cut());
    view! {
        <div class="banner" role="status" hidden=move || !cut.get()>
            <Icon name="it-warning-circle"/>
            {move || fill(t_string!(words, allocation.cut), &[("n", &waiting.get())])}
        </div>
        <Refused words board/>
    }
}

/// Renaming in place. A refusal keeps what was typed.
#[component]
fn Rename(words: Words, board: Board) -> impl IntoView {
    let open = RwSignal::new(false);
    let wrong = RwSignal::new(None::<String>);
    let write = StoredValue::new(uuid());
    let field: NodeRef<html::Input> = NodeRef::new();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let typed = field.get().map(|field| field.value()).unwrap_or_default();
        let name = match shared::staffing::scenario::checked_name(&typed) {
            Ok(name) => name,
            Err(rule) => return wrong.set(Some(problem::rule(words, &rule))),
        };
        let scenario = board.plan.with_value(|plan| plan.uuid.clone());
        wasm_bindgen_futures::spawn_local(async move {
            match api::scenario_rename(&scenario, &write.get_value(), &name).await {
                // The board may have been left meanwhile.
                Ok(()) => {
                    write.try_set_value(uuid());
                    board.outline.try_update(|outline| outline.name = name);
                    wrong.try_set(None);
                    open.try_set(false);
                }
                Err(failure) => {
                    // A refused write was not applied: another text is another write.
                    if failure != Failure::Offline {
                        write.try_set_value(uuid());
                    }
                    wrong.try_set(Some(problem::failure(words, &failure)));
                }
            }
        });
    };
    Effect::new(move |_| {
        if let (true, Some(field)) = (open.get(), field.get()) {
            // Only now: a colleague's name does not replace what is being typed.
            field.set_value(&board.outline.with_untracked(|outline| outline.name.clone()));
            let _ = field.focus();
            field.select();
        }
    });
    view! {
        <button type="button" class="rename" aria-expanded=move || open.get().to_string()
            aria-label=move || t_string!(words, allocation.rename) on:click=move |_| open.update(|open| *open = !*open)>
            <Icon name="it-pencil"/>
        </button>
        <form class="rename-form" hidden=move || !open.get() on:submit=submit
            on:keydown=move |event| if event.key() == "Escape" { open.set(false) }>
            <label for="scenario-name">{move || t_string!(words, allocation.name)}</label>
            <input id="scenario-name" node_ref=field class="form-control" autocomplete="off"
                aria-invalid=move || wrong.with(Option::is_some).to_string() aria-describedby="scenario-name-wrong"/>
            <button type="submit" class="btn btn-primary btn-xs">{move || t_string!(words, allocation.save)}</button>
            <p id="scenario-name-wrong" class="wrong">{move || wrong.get()}</p>
        </form>
    }
}
