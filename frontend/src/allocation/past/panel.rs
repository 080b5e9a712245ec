//! The panel of the history: a slider over the revisions, what each one did, how it differs from today, and the ways back.

use leptos::{html, prelude::*};
use shared::staffing::past::{Difference, Timeline};
use wasm_bindgen::JsCast as _;

use super::{
    super::{
        api::{ScenarioChanges, scenario_changes},
        board::Board,
        standing::{CopyWindow, Original},
    },
    Entry, api,
    list::Changes,
    words::{what, when},
};
use crate::{
    graphql::Failure,
    i18n::{Words, counted, fill, t_string},
    live,
    ui::{
        announce::Announcer,
        field::focus,
        format::{millions, whole},
        problem,
    },
};

/// The id of the button that opens the panel.
pub(in super::super) const OPENER: &str = "past-open";

/// The panel. It stands while `open` says so, and what it shows of the past ends with it.
#[component]
pub(in super::super) fn PastPanel(words: Words, board: Board, open: RwSignal<bool>) -> impl IntoView {
    view! {
        <Show when=move || open.get()>
            <Panel words board open/>
        </Show>
    }
}

#[component]
fn Panel(words: Words, board: Board, open: RwSignal<bool>) -> impl IntoView {
    let tries = RwSignal::new(0_u32);
    let uuid = board.plan.with_value(|plan| plan.uuid.clone());
    let found = LocalResource::new(move || {
        tries.track();
        let uuid = uuid.clone();
        async move { api::past(&uuid, None).await }
    });
    on_cleanup(move || board.look_back(None));
    // The focus goes back to where the panel was opened.
    let close = Callback::new(move |()| {
        open.set(false);
        focus(OPENER);
    });
    let pressed = move |event: leptos::ev::KeyboardEvent| {
        // Escape in a window over the page closes that window.
        let in_window = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        let in_window = in_window.is_some_and(|element| element.closest("dialog").ok().flatten().is_some());
        if event.key() == "Escape" && !in_window {
            close.run(());
        }
    };
    let title: NodeRef<html::H2> = NodeRef::new();
    // Who opens it by keyboard goes on from its heading.
    title.on_load(|title| drop(title.focus()));
    view! {
        <section class="past" aria-labelledby="past-title" on:keydown=pressed>
            <div class="past-head">
                <h2 id="past-title" node_ref=title tabindex="-1">{move || t_string!(words, past.title)}</h2>
                <button type="button" class="btn btn-outline-primary btn-xs" data-past-close="" on:click=move |_| close.run(())>
                    {move || t_string!(words, past.close)}
                </button>
            </div>
            {move || match found.get() {
                None => view! { <p role="status">{move || t_string!(words, allocation.loading)}</p> }.into_any(),
                Some(Ok(Some((timeline, entries)))) => view! { <Scrub words board close timeline entries/> }.into_any(),
                Some(answer) => {
                    let failure = answer.err().unwrap_or(Failure::Broken);
                    view! {
                        <p class="wrong" role="alert">{problem::failure(words, &failure)}</p>
                        <button type="button" class="btn btn-primary btn-xs" on:click=move |_| tries.update(|tries| *tries += 1)>
                            {move || t_string!(words, problem.retry)}
                        </button>
                    }.into_any()
                }
            }}
        </section>
    }
}

#[component]
fn Scrub(words: Words, board: Board, close: Callback<()>, timeline: Timeline, entries: Vec<Entry>) -> impl IntoView {
    let timeline = RwSignal::new(timeline);
    let entries = RwSignal::new(entries);
    let span = Memo::new(move |_| timeline.with(Timeline::span));
    // What the board shows: whoever leads it back to the present moves the slider, too.
    let at =
        Memo::new(move |_| board.past.with(|past| past.as_ref().map_or_else(|| span.get().1, |then| then.revision)));
    let go = Callback::new(move |to: u64| {
        let (first, last) = span.get_untracked();
        let to = to.clamp(first, last);
        board.look_back((to < last).then(|| (to, timeline.with_untracked(|timeline| timeline.at(to)))));
    });
    follow(board, timeline, entries);
    let entry = move || entries.with(|entries| entries.iter().find(|entry| entry.revision == at.get()).cloned());
    let told = move || {
        let entry = entry()?;
        let what = timeline.with(|timeline| what(words, board, timeline, &entry));
        Some(format!("{} · {what}", when(words, &entry)))
    };
    let place = move || {
        let (_, last) = span.get();
        fill(t_string!(words, past.place), &[("n", &at.get().to_string()), ("of", &last.to_string())])
    };
    let value = move || format!("{} {}", place(), told().unwrap_or_default());
    let is_first = move || at.get() <= span.get().0;
    let is_last = move || at.get() >= span.get().1;
    let slide = move |event: leptos::ev::Event| go.run(event_target_value(&event).parse().unwrap_or_default());
    view! {
        <div class="past-slide">
            <button type="button" class="btn btn-outline-primary btn-xs" data-past-step="back" disabled=is_first
                on:click=move |_| go.run(at.get_untracked().saturating_sub(1))>{move || t_string!(words, past.back)}</button>
            <input type="range" id="past-at" aria-label=move || t_string!(words, past.slider) aria-valuetext=value
                min=move || span.get().0.to_string() max=move || span.get().1.to_string() step="1"
                prop:value=move || at.get().to_string() on:input=slide/>
            <button type="button" class="btn btn-outline-primary btn-xs" data-past-step="on" disabled=is_last
                on:click=move |_| go.run(at.get_untracked() + 1)>{move || t_string!(words, past.on)}</button>
        </div>
        <p class="past-what" data-past-at=move || at.get().to_string()><b>{place}</b>" "{told}</p>
        <Against words board close at timeline is_last=Signal::derive(is_last)/>
        <Earlier words board timeline entries/>
        <Changes words board timeline entries at=Signal::from(at) go/>
    }
}

/// How the moment differs from today, and the ways back to it.
#[component]
fn Against(
    words: Words,
    board: Board,
    close: Callback<()>,
    at: Memo<u64>,
    timeline: RwSignal<Timeline>,
    is_last: Signal<bool>,
) -> impl IntoView {
    let original = RwSignal::new(None::<Original>);
    let differences = Memo::new(move |_| timeline.with(|timeline| timeline.at(at.get()).against(&board.present())));
    let mine = move || {
        let may = |difference: &&Difference| {
            let cell = board.plan.with_value(|plan| plan.cell(&difference.cell));
            cell.is_some_and(|cell| board.is_own(cell))
        };
        differences.with(|differences| differences.iter().filter(may).count())
    };
    let may_bring = move || board.standing.with(shared::staffing::scenario::Standing::is_open) && mine() > 0;
    let bring = move |_| {
        let told = board.bring_back(&differences.get_untracked());
        let text =
            counted(told, untrack(|| t_string!(words, past.brought_one)), untrack(|| t_string!(words, past.brought)));
        Announcer::say(fill(text, &[("n", &told.to_string())]));
        close.run(());
    };
    let copy = move |_| {
        let scenario = board.plan.with_value(|plan| plan.uuid.clone());
        let name = timeline.with_untracked(|timeline| timeline.at(at.get_untracked()).outline.name);
        original.set(Some(Original { scenario, name, revision: at.get_untracked(), edits: Vec::new() }));
    };
    view! {
        <p class="past-against" role="status">{move || if is_last.get() {
            t_string!(words, past.today).to_owned()
        } else {
            against(words, board, &timeline.with(|timeline| timeline.at(at.get())), differences.with(Vec::len))
        }}</p>
        <div class="past-acts" hidden=move || is_last.get()>
            <button type="button" class="btn btn-primary btn-xs" data-past-bring="" disabled=move || !may_bring() on:click=bring>
                {move || {
                    let n = mine();
                    fill(counted(n, t_string!(words, past.bring_one), t_string!(words, past.bring)), &[("n", &n.to_string())])
                }}
            </button>
            <Show when=move || board.session.may_at_all(shared::identity::Action::CopyScenarios)>
                <button type="button" class="btn btn-outline-primary btn-xs" data-past-copy="" aria-haspopup="dialog" on:click=copy>
                    {move || t_string!(words, past.copy)}
                </button>
            </Show>
            <small>{move || if board.own_figures.kept.with(Option::is_some) {
                t_string!(words, past.base_kept)
            } else {
                t_string!(words, past.base)
            }}</small>
        </div>
        <CopyWindow words original on_copied=close/>
    }
}

/// The difference in a sentence: cells, operators, and the bounds that were others.
fn against(words: Words, board: Board, then: &shared::staffing::past::Moment, cells: usize) -> String {
    let now = board.present();
    let placed = |moment: &shared::staffing::past::Moment| {
        whole(words, moment.cells.values().map(|cell| f64::from(cell.operators)).sum())
    };
    let text = counted(cells, t_string!(words, past.against_one), t_string!(words, past.against));
    let mut parts = vec![fill(text, &[("n", &cells.to_string())])];
    let mut differs = |name: &str, then: String, now: String| {
        if then != now {
            parts.push(fill(t_string!(words, past.was), &[("what", name), ("then", &then), ("now", &now)]));
        }
    };
    let (was, is) = (&then.outline, &now.outline);
    differs(t_string!(words, past.placed), placed(then), placed(&now));
    differs(t_string!(words, past.name), was.name.clone(), is.name.clone());
    differs(t_string!(words, past.year), was.year.to_string(), is.year.to_string());
    differs(
        t_string!(words, past.head_count),
        whole(words, f64::from(was.head_count)),
        whole(words, f64::from(is.head_count)),
    );
    differs(
        t_string!(words, past.budget),
        millions(words, was.budget_cents as f64),
        millions(words, is.budget_cents as f64),
    );
    differs(t_string!(words, past.months), was.months.to_string(), is.months.to_string());
    if then.figures != now.figures {
        parts.push(t_string!(words, past.own_figures).to_owned());
    }
    parts.join(" ")
}

/// The button that reads what is older than the oldest change known.
#[component]
fn Earlier(words: Words, board: Board, timeline: RwSignal<Timeline>, entries: RwSignal<Vec<Entry>>) -> impl IntoView {
    let busy = RwSignal::new(false);
    let failed = RwSignal::new(None::<Failure>);
    let start = move || timeline.with(Timeline::span).0;
    let read = move |_| {
        let uuid = board.plan.with_value(|plan| plan.uuid.clone());
        let until = untrack(start);
        busy.set(true);
        wasm_bindgen_futures::spawn_local(async move {
            let found = api::past(&uuid, Some(until)).await;
            busy.try_set(false);
            match found {
                Ok(Some((earlier, mut first))) => {
                    timeline.try_update(|timeline| timeline.begin_with(earlier));
                    entries.try_update(|entries| {
                        first.append(entries);
                        *entries = first;
                    });
                    failed.try_set(None);
                }
                Ok(None) => drop(failed.try_set(Some(Failure::Broken))),
                Err(failure) => drop(failed.try_set(Some(failure))),
            }
        });
    };
    view! {
        <button type="button" class="btn btn-outline-primary btn-xs" data-past-earlier="" hidden=move || start() == 0
            disabled=move || busy.get() on:click=read>{move || t_string!(words, past.earlier)}</button>
        <p class="wrong" role="alert">{move || failed.with(|failed| failed.as_ref().map(|failed| problem::failure(words, failed)))}</p>
    }
}

/// Learns what is changed while one looks.
fn follow(board: Board, timeline: RwSignal<Timeline>, entries: RwSignal<Vec<Entry>>) {
    let uuid = board.plan.with_value(|plan| plan.uuid.clone());
    let last = move || timeline.try_with_untracked(Timeline::span).map_or(u64::MAX, |(_, last)| last);
    live::follow(
        move || scenario_changes(&uuid, last()),
        move |answer: ScenarioChanges| {
            let change = &answer.scenario_changes;
            let (did, entry) = api::learnt(change);
            let known = last();
            if entry.revision != known.saturating_add(1) {
                return;
            }
            timeline.try_update(|timeline| timeline.push(did));
            entries.try_update(|entries| entries.push(entry));
        },
    );
}
