//! The figures that the scenario changes, each beside the base's, with the way to change it and to give it back.

use leptos::prelude::*;
use shared::{
    Problem,
    staffing::{FigureKey, own_figures::OwnEdit},
};

use super::{Own, OwnFigure, api, form::Typed, may_change};
use crate::{
    allocation::board::Board,
    demand::{figure_name, unit_name, write_figure},
    graphql::{DateTime, Failure},
    i18n::{Words, fill, t_string},
    ids::uuid,
    ui::{announce::Announcer, format::instant, problem},
};

/// The list. Its rows survive what others change.
#[component]
pub(super) fn OwnList(words: Words, board: Board, typed: Typed) -> impl IntoView {
    let failed = RwSignal::new(None::<Failure>);
    let keys = Memo::new(move |_| board.own_figures.own.with(|own| own.keys().cloned().collect::<Vec<FigureKey>>()));
    let empty = move || keys.with(Vec::is_empty);
    view! {
        <h3 id="own-figures-list" tabindex="-1">{move || t_string!(words, own_figures.changed)}</h3>
        <Show when=empty><p>{move || t_string!(words, own_figures.nothing)}</p></Show>
        <ul class="own-figures-list" aria-labelledby="own-figures-list" hidden=empty>
            <For each=move || keys.get() key=FigureKey::to_string let:key>
                <OwnRow words board key typed failed/>
            </For>
        </ul>
        <p class="wrong" role="alert">{move || failed.with(|failed| failed.as_ref().map(|failed| problem::failure(words, failed)))}</p>
    }
}

#[component]
fn OwnRow(
    words: Words,
    board: Board,
    key: FigureKey,
    typed: Typed,
    failed: RwSignal<Option<Failure>>,
) -> impl IntoView {
    let name = {
        let key = key.clone();
        Signal::derive(move || board.plan.with_value(|plan| figure_name(words, plan.as_ref(), &key)))
    };
    let busy = RwSignal::new(false);
    let own = {
        let key = key.clone();
        Memo::new(move |_| board.own_figures.own.with(|own| own.get(&key).cloned()))
    };
    let values = {
        let key = key.clone();
        move || {
            let own: Own = own.get()?;
            let base = board.own_figures.base(&key);
            let none = || t_string!(words, own_figures.none).to_owned();
            let base = base.map_or_else(none, |value| write_figure(words, &key, value));
            let here = format!("{} {}", write_figure(words, &key, own.value), unit_name(words, key.unit()));
            let who = fill(t_string!(words, own_figures.by), &[("by", &own.by), ("at", &instant(words, &own.at))]);
            Some(view! {
                <p>
                    {fill(t_string!(words, own_figures.in_base), &[("base", &base)])}" "
                    <strong>{fill(t_string!(words, own_figures.here), &[("value", &here)])}</strong>
                </p>
                <p class="own-figures-who">{own.note.map(|note| view! { <q>{note}</q>" " })}{who}</p>
            })
        }
    };
    let text = key.to_string();
    // The shares of a service add up to one: they go back together, by the API.
    let is_share = matches!(key, FigureKey::Share(..));
    let change = {
        let key = key.clone();
        move |_: leptos::ev::MouseEvent| typed.hand_over(&key)
    };
    let back = move |_: leptos::ev::MouseEvent| {
        busy.set(true);
        failed.set(None);
        let (uuid_of, key) = (board.plan.with_value(|plan| plan.uuid.clone()), key.clone());
        let seen = own.with_untracked(|own| own.as_ref().map(|own| own.revision)).unwrap_or_default();
        let (name, given) = (name.get_untracked(), key.clone());
        leptos::task::spawn_local(async move {
            let edit = OwnEdit { key, value: None, note: None, seen };
            let done = give_back(board, &uuid_of, edit).await;
            busy.try_set(false);
            match done {
                Ok(()) => {
                    typed.given_back(&given);
                    Announcer::say(untrack(|| fill(t_string!(words, own_figures.given_back), &[("of", &name)])));
                    // What had the focus is gone.
                    crate::ui::field::focus("own-figures-list");
                }
                Err(failure) => drop(failed.try_set(Some(failure))),
            }
        });
    };
    view! {
        <li data-own-figure=text>
            <strong>{name}</strong>
            {values}
            <Show when=move || may_change(board)>
                <span class="own-figures-acts">
                    <button type="button" class="btn btn-outline-primary btn-xs" data-act="change" on:click=change.clone()
                        aria-label=move || fill(t_string!(words, own_figures.change_of), &[("of", &name.get())])>
                        {move || t_string!(words, own_figures.change)}
                    </button>
                    <button type="button" class="btn btn-outline-primary btn-xs" data-act="back" on:click=back.clone() disabled=move || busy.get()
                        hidden=is_share aria-label=move || fill(t_string!(words, own_figures.back_of), &[("of", &name.get())])>
                        {move || t_string!(words, own_figures.back)}
                    </button>
                </span>
            </Show>
        </li>
    }
}

/// Gives a figure back to the base.
async fn give_back(board: Board, scenario: &str, edit: OwnEdit) -> Result<(), Failure> {
    let done = api::scenario_figure_set(scenario, &uuid(), &edit).await;
    if let Err(Failure::Refused(Problem::WrongState(standing))) = &done {
        board.stands_by_refusal(standing);
    }
    let gone = OwnFigure {
        key: edit.key.to_string(),
        value: None,
        note: None,
        revision: done?,
        edited_by: String::new(),
        edited_at: DateTime(String::new()),
    };
    board.own_figures.learn(&gone);
    Ok(())
}
