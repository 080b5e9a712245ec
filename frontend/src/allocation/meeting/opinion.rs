//! What the reader thinks of the scenario. It begins with what was said before; a refusal keeps what was typed.

use leptos::{prelude::*, task::spawn_local};
use shared::{FieldProblem, Rule, staffing::meeting::Stance};

use super::{api, me, words::name_of};
use crate::{
    allocation::board::Board,
    graphql::Failure,
    i18n::{Words, t_string},
    ids::uuid,
    ui::{announce::Announcer, field::refuse, problem},
};

/// The form.
#[component]
pub(super) fn OpinionForm(words: Words, board: Board, meeting: cynic::Id) -> impl IntoView {
    let own = untrack(|| {
        let me = me(board);
        board
            .meetings
            .on
            .with(|on| on.as_ref()?.opinions.iter().find(|it| Some(it.author.inner()) == me.as_deref()).cloned())
    });
    let stance = RwSignal::new(own.as_ref().map(|own| Stance::from(own.stance)));
    let remark = RwSignal::new(own.and_then(|own| own.remark).unwrap_or_default());
    let (wrong, failed) = (RwSignal::new(Vec::<FieldProblem>::new()), RwSignal::new(None::<Failure>));
    let (busy, write, meeting) = (RwSignal::new(false), StoredValue::new(uuid()), StoredValue::new(meeting));
    let problem_at = move |field: &'static str| {
        wrong.with(|wrong| wrong.iter().find(|of| of.field == field).map(|of| problem::rule(words, &of.rule)))
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        failed.set(None);
        let at = |field: &str, rule: Rule| vec![FieldProblem { field: field.into(), rule }];
        let Some(stance) = stance.get_untracked() else { return wrong.set(at("stance", Rule::Required)) };
        if let Err(rule) = stance.checked_remark(&remark.get_untracked()) {
            return wrong.set(at("remark", rule));
        }
        wrong.set(Vec::new());
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let done =
                api::scenario_opinion_give(&meeting.get_value(), &write.get_value(), stance, &remark.get_untracked())
                    .await;
            busy.try_set(false);
            if !matches!(done, Err(Failure::Offline)) {
                // What was refused was not applied: the next try is another write.
                write.try_set_value(uuid());
            }
            match done {
                Ok(told) => {
                    Announcer::say(untrack(|| t_string!(words, meeting.said)));
                    board.meetings.answered(board, told);
                }
                Err(failure) => refuse(wrong, failed, failure),
            }
        });
    };
    let choice = move |of: Stance| {
        view! {
            <label>
                <input type="radio" name="stance" value=of.name() prop:checked=move || stance.get() == Some(of)
                    aria-invalid=move || problem_at("stance").is_some().to_string()
                    aria-describedby="stance-wrong" on:change=move |_| stance.set(Some(of))/>
                <span>{move || name_of(words, of)}</span>
            </label>
        }
    };
    view! {
        <form class="decision-form" novalidate="" on:submit=submit>
            <fieldset>
                <legend>{move || t_string!(words, meeting.mine)}</legend>
                {Stance::ALL.map(choice).collect_view()}
                <p id="stance-wrong" class="wrong">{move || problem_at("stance")}</p>
            </fieldset>
            <div class="form-field">
                <label for="opinion-remark">{move || t_string!(words, meeting.remark)}</label>
                <textarea id="opinion-remark" class="form-control" rows="2" prop:value=move || remark.get()
                    on:input=move |event| remark.set(event_target_value(&event))
                    aria-invalid=move || problem_at("remark").is_some().to_string() aria-describedby="opinion-remark-wrong"></textarea>
                <p id="opinion-remark-wrong" class="wrong">{move || problem_at("remark")}</p>
            </div>
            <p class="wrong" role="alert">{move || failed.get().map(|failure| problem::failure(words, &failure))}</p>
            <button type="submit" class="btn btn-primary btn-sm" data-opinion-save="" disabled=move || busy.get()>
                {move || t_string!(words, meeting.give)}
            </button>
        </form>
    }
}
