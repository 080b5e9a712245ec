//! The programme: what is asked for, what is proposed, and what of it is taken over.

use std::collections::{BTreeMap, BTreeSet};

use leptos::prelude::*;
use shared::{
    code::ProvinceCode,
    events::{Territory, time::plus_days},
    identity::policy::act::EditEvents,
};

use super::{
    api::{self, EventCountsInput, EventInput, ProgrammeInput, ProposedSession},
    board::{Board, day_text, parsed, today},
    names,
};
use crate::{
    graphql::Failure,
    i18n::{Words, either, fill, t_string},
    ids::uuid,
    ui::{announce::Announcer, problem},
};

/// What is asked for, as it is typed.
#[derive(Clone, Copy)]
struct Wishes {
    from: RwSignal<String>,
    to: RwSignal<String>,
    province: RwSignal<String>,
    gap: RwSignal<String>,
    august: RwSignal<bool>,
    share: RwSignal<bool>,
}

/// What is proposed, and which of it is taken over already.
#[derive(Clone, Copy)]
struct Proposed {
    programme: RwSignal<Option<Result<api::Programme, Failure>>>,
    taken: RwSignal<BTreeSet<usize>>,
    failed: RwSignal<Option<Failure>>,
    busy: RwSignal<bool>,
}

/// Fewer residents of working age than this make a job centre small.
const SMALL: i32 = 30_000;

/// The window of the programme.
#[component]
pub(super) fn Programme(board: Board) -> impl IntoView {
    let words = board.words;
    let own = provinces(board);
    let first = if own.len() == 1 { own.first().map(|province| province.code.clone()) } else { None };
    let year = today().year();
    let text = |text: String| RwSignal::new(text);
    let wishes = Wishes {
        from: text(plus_days(today(), 7).to_string()),
        to: text(format!("{}-12-31", if today().month() > 10 { year + 1 } else { year })),
        province: text(first.unwrap_or_default()),
        gap: text("60".to_owned()),
        august: RwSignal::new(false),
        share: RwSignal::new(false),
    };
    let proposed = Proposed {
        programme: RwSignal::new(None),
        taken: RwSignal::new(BTreeSet::new()),
        failed: RwSignal::new(None),
        busy: RwSignal::new(false),
    };
    let ask = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let input = ProgrammeInput {
            from: wishes.from.get_untracked(),
            to: wishes.to.get_untracked(),
            provinces: Some(wishes.province.get_untracked()).filter(|code| !code.is_empty()).into_iter().collect(),
            gap_days: wishes.gap.get_untracked().trim().parse().unwrap_or(-1),
            with_august: wishes.august.get_untracked(),
            share_below: wishes.share.get_untracked().then_some(SMALL),
        };
        proposed.busy.set(true);
        wasm_bindgen_futures::spawn_local(async move {
            let answer = api::programme(input).await;
            proposed.busy.try_set(false);
            proposed.taken.try_set(BTreeSet::new());
            proposed.failed.try_set(None);
            proposed.programme.try_set(Some(answer));
        });
    };
    view! {
        <p>{move || t_string!(words, events.programme_lead)}</p>
        <form class="event-form" on:submit=ask>
            <Asked board wishes own/>
            <button type="submit" class="btn btn-primary btn-sm" disabled=move || proposed.busy.get()>{move || t_string!(words, events.propose)}</button>
            <p role="status">{move || proposed.busy.get().then(|| t_string!(words, events.proposing))}</p>
        </form>
        {move || proposed.programme.get().map(|answer| match answer {
            Ok(programme) => view! { <Told board proposed programme/> }.into_any(),
            Err(failure) => view! { <p class="wrong" role="alert">{problem::failure(words, &failure)}</p> }.into_any(),
        })}
    }
}

/// The provinces for which whoever is signed in plans.
fn provinces(board: Board) -> Vec<api::Province> {
    let all = board.ground.with_value(|ground| ground.provinces.clone());
    let may = |province: &api::Province| {
        let code = ProvinceCode::new(&*province.code).ok();
        board.session.may::<EditEvents>(&Territory::of(code, None).resource())
    };
    all.into_iter().filter(may).collect()
}

#[component]
fn Asked(board: Board, wishes: Wishes, own: Vec<api::Province>) -> impl IntoView {
    let words = board.words;
    let all = own.len() > 1;
    let rows =
        own.into_iter().map(|province| view! { <option value=province.code>{province.name}</option> }).collect_view();
    view! {
        <div class="event-pair">
            <Line id="programme-from" kind="date" label=Signal::derive(move || t_string!(words, events.from).to_owned()) value=wishes.from/>
            <Line id="programme-to" kind="date" label=Signal::derive(move || t_string!(words, events.to).to_owned()) value=wishes.to/>
            <div class="form-field">
                <label for="programme-province">{move || t_string!(words, events.province)}</label>
                <select id="programme-province" class="form-control" prop:value=move || wishes.province.get()
                    on:change=move |event| wishes.province.set(event_target_value(&event))>
                    {all.then(|| view! { <option value="">{move || t_string!(words, events.all_f)}</option> })}
                    {rows}
                </select>
            </div>
        </div>
        <Line id="programme-gap" kind="number" label=Signal::derive(move || t_string!(words, events.gap_days).to_owned()) value=wishes.gap/>
        <Tick id="programme-august" label=Signal::derive(move || t_string!(words, events.with_august).to_owned()) value=wishes.august/>
        <Tick id="programme-share" label=Signal::derive(move || t_string!(words, events.share).to_owned()) value=wishes.share/>
    }
}

#[component]
fn Line(id: &'static str, kind: &'static str, label: Signal<String>, value: RwSignal<String>) -> impl IntoView {
    view! {
        <div class="form-field">
            <label for=id>{move || label.get()}</label>
            <input id=id type=kind class="form-control" required="" prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))/>
        </div>
    }
}

#[component]
fn Tick(id: &'static str, label: Signal<String>, value: RwSignal<bool>) -> impl IntoView {
    view! {
        <p class="event-check">
            <input type="checkbox" id=id prop:checked=move || value.get() on:change=move |event| value.set(event_target_checked(&event))/>
            <label for=id>{move || label.get()}</label>
        </p>
    }
}

/// What was proposed, with ways to take it over.
#[component]
fn Told(board: Board, proposed: Proposed, programme: api::Programme) -> impl IntoView {
    let words = board.words;
    if programme.sessions.is_empty() && programme.unplaced.is_empty() {
        return view! { <p role="status">{move || t_string!(words, events.nothing_missing)}</p> }.into_any();
    }
    let numbers = [
        programme.sessions.len().to_string(),
        programme.facilitator_days.to_string(),
        programme.least_days.to_string(),
    ];
    let summary = move || {
        fill(t_string!(words, events.proposed), &[("n", &numbers[0]), ("days", &numbers[1]), ("least", &numbers[2])])
    };
    let mut by_province: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, session) in programme.sessions.iter().enumerate() {
        by_province.entry(session.province.clone()).or_default().push(index);
    }
    let sessions = StoredValue::new(programme.sessions);
    let several = by_province.len() > 1;
    let buttons = by_province.into_iter().filter(|_| several).map(|(code, indexes)| {
        let name = board.place(Some(&code), None);
        let (left, indexes) = (open(proposed, indexes.clone()), indexes);
        view! {
            <button type="button" class="btn btn-outline-primary btn-sm" disabled=move || proposed.busy.get() || left.get() == 0
                on:click=move |_| accept(board, proposed, sessions, indexes.clone())>
                {move || fill(t_string!(words, events.accept_province), &[("province", &name), ("n", &left.get().to_string())])}
            </button>
        }
    });
    let buttons = buttons.collect_view();
    let all: Vec<usize> = (0..sessions.with_value(Vec::len)).collect();
    let left = open(proposed, all.clone());
    let rows = all.clone().into_iter().map(|index| view! { <Row board proposed sessions index/> }).collect_view();
    let unplaced =
        programme.unplaced.into_iter().map(|row| view! { <li>{unplaced_text(board, &row)}</li> }).collect_view();
    view! {
        <p class="programme-told" role="status">{summary}</p>
        <p class="wrong" role="alert">{move || proposed.failed.with(|failed| failed.as_ref().map(|failed| problem::failure(words, failed)))}</p>
        <div class="event-acts">
            <button type="button" class="btn btn-primary btn-sm" disabled=move || proposed.busy.get() || left.get() == 0
                on:click=move |_| accept(board, proposed, sessions, all.clone())>
                {move || fill(t_string!(words, events.accept_all), &[("n", &left.get().to_string())])}
            </button>
            {buttons}
        </div>
        <div class="table-scroll" tabindex="0" role="group" aria-label=move || t_string!(words, events.programme)>
            <table class="table programme"><tbody>{rows}</tbody></table>
        </div>
        <Unplaced words rows=unplaced.into_any()/>
    }
    .into_any()
}

#[component]
fn Unplaced(words: Words, rows: AnyView) -> impl IntoView {
    view! {
        <section class="programme-unplaced" aria-labelledby="unplaced-title">
            <h3 id="unplaced-title">{move || t_string!(words, events.unplaced)}</h3>
            <ul>{rows}</ul>
        </section>
    }
}

/// How many of some sessions are not taken over yet.
fn open(proposed: Proposed, indexes: Vec<usize>) -> Memo<usize> {
    Memo::new(move |_| proposed.taken.with(|taken| indexes.iter().filter(|index| !taken.contains(index)).count()))
}

#[component]
fn Row(board: Board, proposed: Proposed, sessions: StoredValue<Vec<ProposedSession>>, index: usize) -> impl IntoView {
    let words = board.words;
    let Some(session) = sessions.with_value(|sessions| sessions.get(index).cloned()) else { return ().into_any() };
    let start = shared::events::time::local(parsed(&session.start.0));
    let when = move || format!("{} {:02}:{:02}", day_text(words, start.date()), start.hour(), start.minute());
    let place = place_of(board, &session);
    let is_taken = Memo::new(move |_| proposed.taken.with(|taken| taken.contains(&index)));
    view! {
        <tr>
            <td>{when}</td>
            <th scope="row">{board.requirement(&session.requirement)}</th>
            <td>{place}</td>
            <td>{board.facilitator(&session.facilitator)}</td>
            <td>{move || if is_taken.get() {
                view! { <span>{t_string!(words, events.accepted)}</span> }.into_any()
            } else {
                view! {
                    <button type="button" class="btn btn-outline-primary btn-xs" disabled=move || proposed.busy.get()
                        on:click=move |_| accept(board, proposed, sessions, vec![index])>
                        {t_string!(words, events.accept_one)}
                    </button>
                }.into_any()
            }}</td>
        </tr>
    }
    .into_any()
}

fn place_of(board: Board, session: &ProposedSession) -> String {
    let others = session.also_for.iter().map(|code| board.place(None, Some(code)));
    let own = board.place(if session.regional { None } else { Some(&session.province) }, session.cpi.as_deref());
    std::iter::once(own).chain(others).collect::<Vec<_>>().join(" + ")
}

fn unplaced_text(board: Board, row: &api::UnplacedSessions) -> String {
    let words = board.words;
    let place = board.place(row.province.as_deref(), row.cpi.as_deref());
    let (n, what) = (row.number.to_string(), board.requirement(&row.requirement));
    let why = names::reason(words, row.reason);
    fill(t_string!(words, events.unplaced_row), &[("n", &n), ("what", &what), ("where", &place), ("why", why)])
}

/// Takes sessions over, all or none, those that are not yet.
fn accept(board: Board, proposed: Proposed, sessions: StoredValue<Vec<ProposedSession>>, indexes: Vec<usize>) {
    let open: Vec<usize> =
        proposed.taken.with_untracked(|taken| indexes.into_iter().filter(|index| !taken.contains(index)).collect());
    let inputs = sessions.with_value(|sessions| {
        open.iter().filter_map(|index| sessions.get(*index)).map(|session| event_of(board, session)).collect::<Vec<_>>()
    });
    if inputs.is_empty() {
        return;
    }
    proposed.busy.set(true);
    wasm_bindgen_futures::spawn_local(async move {
        let made = api::create_all(uuid(), inputs).await;
        proposed.busy.try_set(false);
        match made {
            Ok(number) => {
                proposed.failed.try_set(None);
                proposed.taken.try_update(|taken| taken.extend(open));
                board.again.try_update(|again| *again += 1);
                Announcer::say(fill(t_string!(board.words, events.saved_many), &[("n", &number.to_string())]));
            }
            Err(failure) => drop(proposed.failed.try_set(Some(failure))),
        }
    });
}

/// A proposed session as an event to make.
fn event_of(board: Board, session: &ProposedSession) -> EventInput {
    let words = board.words;
    board.ground.with_value(|ground| {
        let row = ground.act_events.iter().find(|row| row.code == session.requirement);
        let seat = ground.cpis.nodes.iter().find(|cpi| cpi.code == session.seat);
        EventInput {
            title: board.requirement(&session.requirement),
            kind: session.kind,
            audience: row.map(|row| either(words, &row.audience_it, &row.audience_en).to_owned()).unwrap_or_default(),
            province: (!session.regional).then(|| session.province.clone()),
            cpi: session.cpi.clone(),
            also_for: session.also_for.clone(),
            online: false,
            municipality: seat.map(|seat| seat.seat_istat.clone()),
            place: seat.map(|seat| format!("CPI {}", seat.name)).unwrap_or_default(),
            start: session.start.clone(),
            end: session.end.clone(),
            capacity: None,
            public: shared::events::EventKind::from(session.kind).is_open(),
            facilitators: vec![session.facilitator.clone()],
            organisers: Vec::new(),
            partners: Vec::new(),
            requirement: Some(session.requirement.clone()),
            feeds: row.map(|row| row.result.iter().chain(&row.indicator).cloned().collect()).unwrap_or_default(),
            planned: EventCountsInput { people: Vec::new(), operators: Vec::new() },
            notes: String::new(),
        }
    })
}
