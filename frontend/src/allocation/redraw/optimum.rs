//! How the best division of the scenario's operators moves: it is computed in the worker for both maps, and what differs is told.

use leptos::prelude::*;
use shared::staffing::{
    Sizing,
    allocate::{Answer, Demand, Request, Told},
    job::{Done, Job},
};

use super::{api::Known, sketch::Sketch};
use crate::{
    allocation::worker::{Bench, State},
    i18n::{Words, fill, t_string},
    ui::format::pressure,
};

/// What one map's best division comes to: operators at each CPI, and the worst pressure that is left.
#[derive(Clone, Debug, PartialEq)]
struct Best {
    operators: Vec<u32>,
    worst: f64,
}

/// The best divisions, before and after.
#[component]
pub(super) fn Optimum(words: Words, sketch: Sketch) -> impl IntoView {
    let (was, is) = (Bench::new(), Bench::new());
    let asked = Memo::new(move |_| sketch.known.with(|known| known.played.as_ref().map(|played| played.head_count)));
    Effect::new(move |_| start(was, &sketch.known.get(), sketch.before.get().as_deref()));
    Effect::new(move |_| start(is, &sketch.known.get(), sketch.after.get().as_deref()));
    let (before, after) = (best(was, sketch), best(is, sketch));
    let told = move || {
        let Some(operators) = asked.get().filter(|&operators| operators > 0) else {
            return view! { <p class="muted">{t_string!(words, redraw.optimum_none)}</p> }.into_any();
        };
        let lead = fill(t_string!(words, redraw.optimum_lead), &[("n", &operators.to_string())]);
        let result = before.get().zip(after.get()).map(|(before, after)| differences(words, sketch, &before, &after));
        let fails = [was, is].iter().any(|bench| bench.state.with(failed));
        let fails = fails.then(|| view! { <p class="wrong">{t_string!(words, redraw.optimum_fails)}</p> });
        view! { <p class="muted">{lead}</p>{fails}{result} }.into_any()
    };
    view! {
        <section class="redraw-optimum" aria-labelledby="redraw-optimum">
            <h2 id="redraw-optimum">{move || t_string!(words, redraw.optimum)}</h2>
            {told}
        </section>
    }
}

/// Asks for the best division of the scenario's operators around its locked cells: equity by CPI, as the board proposes at first.
fn start(bench: Bench, known: &Known, sizing: Option<&Sizing>) {
    let asked = known.played.as_ref().zip(known.assumptions.as_ref()).zip(sizing);
    match asked.filter(|((played, _), _)| played.head_count > 0) {
        Some(((played, assumptions), sizing)) => {
            let mut request = Request::equity(played.head_count);
            request.constraints.locked.clone_from(&played.locked);
            let demand = Demand::of(sizing, &assumptions.profiles, &played.placed);
            bench.start(&Job::Propose { demand: Box::new(demand), request: Box::new(request) });
        }
        None => bench.stop(),
    }
}

/// What a bench found last: while it works on the next question, the answer to the last one stands.
fn best(bench: Bench, sketch: Sketch) -> Memo<Option<Best>> {
    Memo::new(move |last: Option<&Option<Best>>| {
        let columns = sketch.known.with(|known| known.plan.columns()).max(1);
        let read = |told: &Told| Best {
            operators: told.operators.chunks(columns).map(|row| row.iter().sum()).collect(),
            worst: told.proposed.worst_pressure.unwrap_or(f64::INFINITY),
        };
        bench.state.with(|state| match state {
            State::Working(_) => last.cloned().flatten(),
            State::Done(done) => match &**done {
                Done::Answer(answer) => match &**answer {
                    Answer::Best(told) => Some(read(told)),
                    Answer::Infeasible(_) | Answer::Stopped => None,
                },
                _ => None,
            },
            State::Idle | State::Broken => None,
        })
    })
}

fn failed(state: &State) -> bool {
    match state {
        State::Broken => true,
        State::Done(done) => !matches!(&**done, Done::Answer(answer) if matches!(**answer, Answer::Best(_))),
        State::Idle | State::Working(_) => false,
    }
}

fn differences(words: Words, sketch: Sketch, before: &Best, after: &Best) -> AnyView {
    let (was, is) = (pressure(words, before.worst), pressure(words, after.worst));
    let text = if was == is { t_string!(words, redraw.worst_same) } else { t_string!(words, redraw.worst) };
    let worst = fill(text, &[("before", &was), ("after", &is)]);
    let numbers =
        before.operators.iter().zip(&after.operators).enumerate().filter(|(_, (before, after))| before != after);
    let row = |(cpi, (before, after)): (usize, (&u32, &u32))| {
        let (code, name) = sketch
            .known
            .with(|known| known.plan.cpis.get(cpi).map(|cpi| (cpi.code.to_string(), cpi.name.clone())))
            .unwrap_or_default();
        let by = i64::from(*after) - i64::from(*before);
        view! {
            <li data-optimum=code>
                {name}": "<span class="muted">{before.to_string()}" → "</span><b>{after.to_string()}</b>" ("{format!("{by:+}").replace('-', "−")}")"
            </li>
        }
    };
    let rows: Vec<_> = numbers.map(row).collect();
    let same = rows.is_empty().then(|| view! { <p id="redraw-same">{t_string!(words, redraw.optimum_same)}</p> });
    view! { <p>{worst}</p>{same}<ul>{rows}</ul> }.into_any()
}
