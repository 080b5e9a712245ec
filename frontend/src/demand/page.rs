//! The page: loads once, then follows what others change.

use leptos::{prelude::*, task::spawn_local};

use super::{
    api,
    draft::Draft,
    formula::FormulaWindow,
    keep::Keeper,
    plan::Plan,
    profiles::ProfilesView,
    requirements::Requirements,
    services::ServicesView,
    source::SourceWindow,
    staff::{Assumed, StaffView},
    tornado::Tornado,
    working_time::WorkingTimeView,
};
use crate::{
    graphql::Failure,
    i18n::{t_string, use_i18n},
    live::{self, Link},
    session::{Session, account},
    ui::{page::Title, problem, skeleton::Skeleton},
};

/// How long after a failed try the page asks again by itself, milliseconds.
const RETRY_MS: u32 = 3_000;

/// Fabbisogno.
#[component]
pub(super) fn Demand() -> impl IntoView {
    let words = use_i18n();
    let loaded = RwSignal::new(None::<Result<api::Demand, Failure>>);
    let session = expect_context::<Session>();
    let load = move || {
        loaded.set(None);
        spawn_local(async move {
            let mut told = false;
            loop {
                let answer = api::demand().await;
                session.known().await;
                // Without a network the figures are those that were known last.
                let answer = match answer {
                    Err(Failure::Offline) => Keeper::new(account()).demand().ok_or(Failure::Offline),
                    answer => answer,
                };
                let again = matches!(answer, Err(Failure::Offline));
                // Another try may have been quicker: what is typed over its answer must stay.
                let done = loaded.try_with_untracked(|loaded| matches!(loaded, Some(Ok(_))));
                if done != Some(false) {
                    return;
                }
                if !(again && told) {
                    loaded.set(Some(answer));
                }
                told = again;
                if !again {
                    return;
                }
                live::pause(RETRY_MS).await;
            }
        });
    };
    load();
    let body = move || match loaded.get() {
        None => view! { <Skeleton words lines=12/> }.into_any(),
        Some(Ok(answer)) => match Plan::of(&answer) {
            Some(plan) => {
                let draft = Draft::new(words, plan, answer.figures.revision, answer.figures.figures.clone());
                keep(draft, answer);
                view! { <Ready draft again=move |()| load()/> }.into_any()
            }
            None => view! { <p role="alert">{move || problem::failure(words, &Failure::Broken)}</p> }.into_any(),
        },
        Some(Err(failure)) => view! {
            <div role="alert">
                <p>{move || problem::failure(words, &failure)}</p>
                <button type="button" class="btn btn-primary" on:click=move |_| load()>
                    {move || t_string!(words, problem.retry)}
                </button>
            </div>
        }
        .into_any(),
    };
    view! {
        <Title text=Signal::derive(move || t_string!(words, nav.demand).to_owned())/>
        {body}
    }
}

/// Keeps the figures as they are known here, now and whenever they change.
fn keep(draft: Draft, mut known: api::Demand) {
    Effect::new(move |_| {
        known.figures.revision = draft.revision.get();
        known.figures.figures = draft.saved.with(|saved| saved.values().cloned().collect());
        draft.keeper.with_value(|keeper| keeper.keep_demand(&known));
    });
}

/// The page once it knows its figures. When the catchments change it opens anew: what is typed and not saved is kept.
#[component]
fn Ready(draft: Draft, #[prop(into)] again: Callback<()>) -> impl IntoView {
    let words = draft.words;
    let link = live::follow(
        move || api::figure_changes(draft.revision.get_untracked()),
        move |change: api::FigureChanges| {
            let is_redrawn = change.figure_changes.catchments;
            draft.receive(change.figure_changes);
            if is_redrawn {
                again.run(());
            }
        },
    );
    view! {
        <p class="lead-line">{move || t_string!(words, demand.lead)}</p>
        <Assumed draft/>
        <div role="status">
            {move || (link.get() == Link::Cut).then(|| view! {
                <p class="demand-cut">{t_string!(words, demand.cut)}</p>
            })}
        </div>
        <div role="alert">
            {move || draft.now.with(|outcome| outcome.problem.clone()).map(|broken| view! {
                <p class="demand-cut">{problem::failure(words, &Failure::Refused(broken))}" "{t_string!(words, demand.last_good)}</p>
            })}
        </div>
        <div class="demand">
            <div class="demand-figures">
                <div class="demand-pair"><WorkingTimeView draft/><div><ProfilesView draft/><StaffView draft/></div></div>
                <ServicesView draft/>
            </div>
            <Requirements draft/>
        </div>
        <Tornado draft/>
        <SourceWindow draft/>
        <FormulaWindow draft/>
    }
    .into_any()
}
