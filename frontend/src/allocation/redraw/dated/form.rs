//! What is tried out, put in force from a day on. A refusal keeps what was typed.

use std::sync::Arc;

use leptos::{prelude::*, task::spawn_local};
use shared::{FieldProblem, Problem, Rule, staffing::catchment::Moves};

use super::api;
use crate::{
    allocation::{
        redraw::{address::Address, api::Known},
        standing::focus_soon,
    },
    graphql::Failure,
    i18n::{Words, counted, fill, t_string},
    ids::uuid,
    ui::{
        announce::Announcer,
        field::{TextField, refuse},
        problem,
    },
};

#[derive(Clone, Copy)]
struct Form {
    known: Memo<Option<Arc<Known>>>,
    at: Address,
    day: RwSignal<String>,
    note: RwSignal<String>,
    wrong: RwSignal<Vec<FieldProblem>>,
    failed: RwSignal<Option<Failure>>,
    busy: RwSignal<bool>,
    write: StoredValue<String>,
}

impl Form {
    /// What is tried out, as far as it can be.
    fn moves(self) -> Moves {
        let sift = |known: &Arc<Known>| self.at.moves.with(|moves| known.catchments.sift(moves).0);
        self.known.with(|known| known.as_ref().map(sift)).unwrap_or_default()
    }

    fn submit(self, words: Words, on_done: Callback<()>) {
        self.wrong.set(Vec::new());
        self.failed.set(None);
        let (day, note, moves) = (self.day.get_untracked(), self.note.get_untracked(), untrack(|| self.moves()));
        if day.is_empty() {
            let problem = Problem::invalid("validFrom", Rule::Required);
            return refuse(self.wrong, self.failed, Failure::Refused(problem));
        }
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        spawn_local(async move {
            let done = api::set(&self.write.get_value(), &day, &note, &moves).await;
            self.busy.try_set(false);
            if !matches!(done, Err(Failure::Offline)) {
                // What was refused was not applied: the next try is another write.
                self.write.try_set_value(uuid());
            }
            match done {
                Ok(()) => {
                    self.day.try_set(String::new());
                    self.note.try_set(String::new());
                    self.at.set(Moves::none());
                    let text = untrack(|| fill(t_string!(words, dated.done), &[("day", &problem::day(&day))]));
                    Announcer::say(text);
                    on_done.try_run(());
                    focus_soon("redraw-dated".to_owned());
                }
                Err(failure) => refuse(self.wrong, self.failed, failure),
            }
        });
    }

    /// What is wrong with one of the moves, or with all of them.
    fn of_moves(self, words: Words) -> Vec<String> {
        let moves = self.moves();
        let name = |field: &str| {
            let place = field.split('.').nth(1)?.parse().ok()?;
            let (code, _) = moves.iter().nth(place)?;
            self.known
                .with(|known| known.as_ref()?.towns.iter().find(|town| town.code == *code).map(|it| it.name.clone()))
        };
        let told = |of: &FieldProblem| {
            let Some(town) = name(&of.field) else { return problem::rule(words, &of.rule) };
            match of.rule {
                Rule::NotNow => fill(t_string!(words, redraw.refused_seat), &[("town", &town)]),
                Rule::Last => fill(t_string!(words, redraw.refused_last), &[("town", &town)]),
                _ => format!("{town}: {}", problem::rule(words, &of.rule)),
            }
        };
        self.wrong.with(|wrong| wrong.iter().filter(|of| of.field.starts_with("moves")).map(told).collect())
    }
}

/// The form, for those who may change the base.
#[component]
pub(super) fn PutInForce(
    words: Words,
    known: Memo<Option<Arc<Known>>>,
    at: Address,
    on_done: Callback<()>,
) -> impl IntoView {
    let form = Form {
        known,
        at,
        day: RwSignal::new(String::new()),
        note: RwSignal::new(String::new()),
        wrong: RwSignal::new(Vec::new()),
        failed: RwSignal::new(None),
        busy: RwSignal::new(false),
        write: StoredValue::new(uuid()),
    };
    let count = Memo::new(move |_| form.moves().len());
    let what = move || match count.get() {
        0 => t_string!(words, dated.nothing).to_owned(),
        n => fill(
            counted(n, t_string!(words, redraw.moved_one), t_string!(words, redraw.moved)),
            &[("n", &n.to_string())],
        ),
    };
    let wrong_day = move || form.wrong.with(|wrong| wrong.iter().find(|of| of.field == "validFrom").cloned());
    let of_moves =
        move || form.of_moves(words).into_iter().map(|text| view! { <p class="wrong">{text}</p> }).collect_view();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        form.submit(words, on_done);
    };
    let is_wrong = move || form.wrong.with(|wrong| wrong.iter().any(|of| of.field.starts_with("moves")));
    view! {
        <form class="dated-form" novalidate="" aria-labelledby="dated-form" on:submit=submit>
            <h3 id="dated-form">{move || t_string!(words, dated.form)}</h3>
            <p id="dated-what" tabindex="-1" aria-invalid=move || is_wrong().then_some("true")>{what}</p>
            <div role="alert">{of_moves}</div>
            <div class="form-field">
                <label for="dated-day">{move || t_string!(words, dated.day)}</label>
                <input id="dated-day" type="date" class="form-control" prop:value=move || form.day.get()
                    on:input=move |event| form.day.set(event_target_value(&event))
                    aria-invalid=move || wrong_day().is_some().to_string() aria-describedby="dated-day-wrong"/>
                <p id="dated-day-wrong" class="wrong">{move || wrong_day().map(|of| problem::rule(words, &of.rule))}</p>
            </div>
            <TextField words id="dated-note" label=Signal::derive(move || t_string!(words, dated.note).to_owned())
                value=form.note name="note" wrong=form.wrong/>
            <p class="wrong" role="alert">
                {move || form.failed.with(|failed| failed.as_ref().map(|failure| problem::failure(words, failure)))}
            </p>
            <button type="submit" class="btn btn-primary btn-sm" disabled=move || form.busy.get() || count.get() == 0>
                {move || t_string!(words, dated.save)}
            </button>
        </form>
    }
}
