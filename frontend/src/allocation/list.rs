//! All scenarios, and the form that makes a new one.

use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};
use shared::{
    FieldProblem, Problem,
    id::{GlobalId, Kind},
    identity::Action,
};

use super::{
    api::{self, ListedScenario},
    comparison::{Pick, PickBar},
    outline::{FIELDS, in_euro, read},
    standing::{Badge, Filter, ListActs, Listed, RowActs, State, focus_soon},
    talk::Waiting,
};
use crate::{
    graphql::Failure,
    i18n::{Words, fill, t_string, use_i18n},
    ids::uuid,
    session::Session,
    ui::{
        field::{TextField, refuse},
        format::{instant, whole},
        page::Title,
        problem,
    },
};

/// The page of all scenarios.
#[component]
pub(super) fn ScenarioList() -> impl IntoView {
    let words = use_i18n();
    let session = expect_context::<Session>();
    let acts = ListActs::new(words);
    let pick = Pick::new();
    let scenarios = LocalResource::new(move || {
        acts.again.track();
        session.changes.track();
        let (state, archived) = (acts.state.get().map(State::from), acts.archived.get());
        async move {
            session.known().await;
            api::scenarios(state, archived, None).await
        }
    });
    view! {
        <Title text=Signal::derive(move || t_string!(words, allocation.scenarios).to_owned())/>
        <p>{move || t_string!(words, allocation.scenarios_text)}" "<a href="/bacini">{move || t_string!(words, redraw.link)}</a></p>
        <Waiting words/>
        <Filter words acts/>
        <PickBar words pick/>
        {move || match scenarios.get() {
            None => view! { <div class="list-wait" role="status"><span class="visually-hidden">{t_string!(words, allocation.loading)}</span></div> }.into_any(),
            Some(Ok((scenarios, more))) => view! { <List words acts pick scenarios more/> }.into_any(),
            Some(Err(failure)) => view! {
                <p role="alert">{problem::failure(words, &failure)}</p>
                <button type="button" class="btn btn-primary btn-sm" on:click=move |_| acts.again.update(|again| *again += 1)>
                    {move || t_string!(words, problem.retry)}
                </button>
            }.into_any(),
        }}
        <Show when=move || session.may_at_all(Action::EditScenarios)><Create words/></Show>
        <Show when=move || session.viewer.with(Option::is_none)>
            <p><a href="/accedi?da=/allocazione">{move || t_string!(words, problem.signed_out_read)}</a></p>
        </Show>
    }
}

#[component]
fn List(
    words: Words,
    acts: ListActs,
    pick: Pick,
    scenarios: Vec<ListedScenario>,
    more: Option<String>,
) -> impl IntoView {
    if let Some(id) = acts.focus.try_update_untracked(Option::take).flatten() {
        focus_soon(id);
    }
    if scenarios.is_empty() {
        let chosen = acts.archived.get_untracked() || acts.state.with_untracked(Option::is_some);
        let none = move || t_string!(words, allocation.no_scenarios);
        let text = move || if chosen { t_string!(words, standing.none_such) } else { none() };
        return view! { <p>{text}</p> }.into_any();
    }
    let (scenarios, more, failed) = (RwSignal::new(scenarios), RwSignal::new(more), RwSignal::new(None::<Failure>));
    let rows =
        move || scenarios.get().into_iter().map(|scenario| row(words, acts, pick, scenario)).collect::<Vec<AnyView>>();
    let load_more = move |_| {
        let after = more.get_untracked();
        let (state, archived) = (acts.state.get_untracked().map(State::from), acts.archived.get_untracked());
        wasm_bindgen_futures::spawn_local(async move {
            match api::scenarios(state, archived, after).await {
                Ok((found, next)) => {
                    scenarios.try_update(|scenarios| scenarios.extend(found));
                    more.try_set(next);
                    failed.try_set(None);
                }
                Err(failure) => {
                    failed.try_set(Some(failure));
                }
            }
        });
    };
    view! {
        <div class="table-scroll" tabindex="0" role="group" aria-label=move || t_string!(words, allocation.scenarios)>
            <table class="table scenarios">
                <thead>
                    <tr>
                        <th scope="col"><span class="visually-hidden">{move || t_string!(words, comparison.pick)}</span></th>
                        <th scope="col">{move || t_string!(words, allocation.name)}</th>
                        <th scope="col">{move || t_string!(words, standing.state)}</th>
                        <th scope="col">{move || t_string!(words, allocation.year)}</th>
                        <th scope="col">{move || t_string!(words, allocation.placed)}</th>
                        <th scope="col">{move || t_string!(words, allocation.revision_short)}</th>
                        <th scope="col">{move || t_string!(words, allocation.created_by)}</th>
                        <th scope="col">{move || t_string!(words, allocation.edited)}</th>
                        <th scope="col"><span class="visually-hidden">{move || t_string!(words, standing.steps)}</span></th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        <p class="wrong" role="alert">{move || failed.with(|failed| failed.as_ref().map(|failed| problem::failure(words, failed)))}</p>
        <button type="button" class="btn btn-outline-primary btn-sm" hidden=move || more.with(Option::is_none) on:click=load_more>
            {move || t_string!(words, allocation.more)}
        </button>
    }
    .into_any()
}

fn row(words: Words, acts: ListActs, pick: Pick, scenario: ListedScenario) -> AnyView {
    let key = GlobalId::key_of(scenario.id.inner(), Kind::Scenario).unwrap_or_default();
    let standing = scenario.standing.read();
    let listed = Listed {
        key: key.clone(),
        name: scenario.name.clone(),
        revision: u64::try_from(scenario.revision).unwrap_or_default(),
        standing: standing.clone(),
    };
    let placed: i32 = scenario.cells.iter().map(|cell| cell.operators).sum();
    let (placed, all) = (f64::from(placed), f64::from(scenario.head_count));
    view! {
        <tr>
            <td class="compare-pick">{pick.mark(words, key.clone(), scenario.name.clone())}</td>
            <th scope="row"><a id=format!("scenario-{key}") href=format!("/allocazione/{key}")>{scenario.name}</a></th>
            <td><Badge words of=Signal::stored(standing)/></td>
            <td>{scenario.year}</td>
            <td>{move || whole(words, placed)}{move || fill(t_string!(words, allocation.of), &[("n", &whole(words, all))])}</td>
            <td>{scenario.revision}</td>
            <td>{scenario.created_by}</td>
            <td>{move || instant(words, &scenario.edited_at.0)}</td>
            <td class="row-acts"><RowActs words acts listed/></td>
        </tr>
    }
    .into_any()
}

/// The form of a new scenario. A refusal keeps everything typed, and stands at its field.
#[component]
fn Create(words: Words) -> impl IntoView {
    let wrong = RwSignal::new(Vec::<FieldProblem>::new());
    let failed = RwSignal::new(None::<Failure>);
    let busy = RwSignal::new(false);
    let made_before = RwSignal::new(false);
    let write = StoredValue::new(uuid());
    let navigate = StoredValue::new_local(use_navigate());
    let fields = FIELDS.map(|(name, _, first, _)| (name, RwSignal::new(first.to_owned())));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        failed.set(None);
        made_before.set(false);
        let typed = |name: &str| {
            let field = fields.iter().find(|(field, _)| *field == name);
            field.map(|(_, value)| value.get_untracked()).unwrap_or_default()
        };
        let outline = match read(words, typed) {
            Ok(outline) => outline,
            Err(problem) => return refuse(wrong, failed, in_euro(Failure::Refused(problem))),
        };
        wrong.set(Vec::new());
        busy.set(true);
        wasm_bindgen_futures::spawn_local(async move {
            let made = api::scenario_create(&write.get_value(), &outline).await;
            busy.try_set(false);
            match made {
                // The list may have been left meanwhile.
                Ok(key) => {
                    navigate.try_with_value(|navigate| {
                        navigate(&format!("/allocazione/{key}"), NavigateOptions::default());
                    });
                }
                Err(Failure::Offline) => refuse(wrong, failed, Failure::Offline),
                Err(failure) => {
                    write.try_set_value(uuid());
                    made_before.try_set(is_made(&failure));
                    refuse(wrong, failed, in_euro(failure));
                }
            }
        });
    };
    let inputs = FIELDS.iter().zip(fields).map(|(&(name, id, _, label), (_, value))| {
        let label = Signal::derive(move || label(words).to_owned());
        view! { <TextField words id label value name wrong/> }
    });
    let inputs = inputs.collect_view();
    view! {
        <section class="create" aria-labelledby="create-title">
            <h2 id="create-title">{move || t_string!(words, allocation.create)}</h2>
            <form on:submit=submit novalidate="">
                {inputs}
                <p class="wrong" role="alert">{move || failed.with(|failed| failed.as_ref().map(|failed| problem::failure(words, failed)))}</p>
                <p class="wrong" role="alert">{move || made_before.get().then(|| t_string!(words, allocation.made_before))}</p>
                <button type="submit" class="btn btn-primary btn-sm" disabled=move || busy.get()>
                    {move || t_string!(words, allocation.create)}
                </button>
            </form>
        </section>
    }
}

/// Whether the form was sent before, with other values, and applied: only its answer was lost.
fn is_made(failure: &Failure) -> bool {
    matches!(failure, Failure::Refused(Problem::Invalid { fields }) if fields.iter().any(|problem| problem.field == "write"))
}
