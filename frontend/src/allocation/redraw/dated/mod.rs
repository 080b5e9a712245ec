//! Changes of the catchments with their days: what is to come, what was put in force, and the form that adds to them.

mod api;
mod form;

use std::sync::Arc;

use leptos::{prelude::*, task::spawn_local};
use shared::identity::{Resource, policy::act::EditFigures};

use self::{api::CatchmentChange, form::PutInForce};
use super::{address::Address, api::Known};
use crate::{
    allocation::standing::focus_soon,
    graphql::Failure,
    i18n::{Words, fill, t_string},
    ids::uuid,
    session::Session,
    ui::{announce::Announcer, problem},
};

/// The section. It asks again whenever the page does.
#[component]
pub(super) fn Dated(words: Words, known: Memo<Option<Arc<Known>>>, at: Address, again: RwSignal<u32>) -> impl IntoView {
    let session = expect_context::<Session>();
    let told = LocalResource::new(move || {
        again.track();
        api::changes()
    });
    // What was known stays until the next answer.
    let all = Memo::new(move |last: Option<&Vec<CatchmentChange>>| match told.get() {
        Some(Ok(all)) => all,
        _ => last.cloned().unwrap_or_default(),
    });
    let failed = RwSignal::new(None::<Failure>);
    let may = Memo::new(move |_| session.may::<EditFigures>(&Resource::Region));
    let on_done = Callback::new(move |()| again.update(|again| *again += 1));
    let part = move |to_come: bool| {
        let mut own: Vec<CatchmentChange> =
            all.with(|all| all.iter().filter(|of| of.is_to_come == to_come).cloned().collect());
        own.sort_by(|one, other| one.valid_from.cmp(&other.valid_from).then(one.revision.cmp(&other.revision)));
        if !to_come {
            own.reverse();
        }
        let row = |of| row(words, of, may.get() && to_come, failed, on_done);
        own.into_iter().map(row).collect::<Vec<AnyView>>()
    };
    let none = move |to_come: bool| all.with(|all| !all.iter().any(|of| of.is_to_come == to_come));
    view! {
        <section class="redraw-dated" aria-labelledby="redraw-dated">
            <h2 id="redraw-dated" tabindex="-1">{move || t_string!(words, dated.title)}</h2>
            <p>{move || t_string!(words, dated.lead)}</p>
            <div class="dated-parts">
                <Show when=move || may.get()><PutInForce words known at on_done/></Show>
                <div>
                    <h3>{move || t_string!(words, dated.to_come)}</h3>
                    <p class="muted" hidden=move || !none(true)>{move || t_string!(words, dated.none_to_come)}</p>
                    <p class="wrong" role="alert">{move || failed.get().map(|failure| problem::failure(words, &failure))}</p>
                    <ol class="dated-list">{move || part(true)}</ol>
                    <h3>{move || t_string!(words, dated.in_force)}</h3>
                    <p class="muted" hidden=move || !none(false)>{move || t_string!(words, dated.none_in_force)}</p>
                    <ol class="dated-list">{move || part(false)}</ol>
                </div>
            </div>
            <div role="alert">
                {move || told.get().and_then(Result::err).map(|failure| view! { <p>{problem::failure(words, &failure)}</p> })}
            </div>
        </section>
    }
}

fn row(
    words: Words,
    of: CatchmentChange,
    can_withdraw: bool,
    failed: RwSignal<Option<Failure>>,
    on_done: Callback<()>,
) -> AnyView {
    let day = problem::day(&of.valid_from.0);
    let moves = of.moves.into_iter().map(|one| {
        view! { <li><b>{one.municipality.name}</b>": "{one.from.name}" → "{one.to.name}</li> }
    });
    let button = can_withdraw.then(|| {
        let (revision, day, write) = (of.revision, day.clone(), uuid());
        let label = fill(t_string!(words, dated.withdraw_named), &[("day", &day), ("note", &of.note)]);
        let withdraw = move |_| {
            let (write, day) = (write.clone(), day.clone());
            spawn_local(async move {
                match api::withdraw(&write, revision).await {
                    Ok(()) => {
                        failed.try_set(None);
                        Announcer::say(untrack(|| fill(t_string!(words, dated.withdrawn), &[("day", &day)])));
                        on_done.try_run(());
                        focus_soon("redraw-dated".to_owned());
                    }
                    Err(failure) => drop(failed.try_set(Some(failure))),
                }
            });
        };
        view! {
            <button type="button" class="btn btn-outline-primary btn-xs" aria-label=label on:click=withdraw>
                {t_string!(words, dated.withdraw)}
            </button>
        }
    });
    let from = fill(t_string!(words, dated.from), &[("day", &day)]);
    view! {
        <li data-change=of.revision.to_string()>
            <p><strong>{from}</strong>" · "{of.note}" "<small class="muted">{of.by}</small>{button}</p>
            <ul>{moves.collect_view()}</ul>
        </li>
    }
    .into_any()
}
