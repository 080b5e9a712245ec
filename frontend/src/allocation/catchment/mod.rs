//! A job centre's catchment, opened: its people, its municipalities, and where each number is known from.

mod api;

use leptos::prelude::*;

use self::api::{Catchment as Told, Provenance, Town};
use super::{board::Board, redraw::address_of};
use crate::{
    i18n::{Words, fill, t_string},
    ui::{
        format::whole,
        problem,
        provenance::{self, Badge},
        skeleton::Skeleton,
    },
};

/// The catchment of the CPI at this row; asked for when it is opened.
#[component]
pub(super) fn Catchment(words: Words, board: Board, cpi: usize) -> impl IntoView {
    let opened = RwSignal::new(false);
    let code = board.plan.with_value(|plan| plan.cpis.get(cpi).map(|row| row.code.clone()));
    let told = LocalResource::new(move || {
        let code = code.clone().filter(|_| opened.get());
        async move {
            match code {
                Some(code) => Some(api::catchment(&code).await),
                None => None,
            }
        }
    });
    let open = move |event: leptos::ev::Event| {
        if event_target::<web_sys::HtmlElement>(&event).has_attribute("open") {
            opened.set(true);
        }
    };
    let address = board.plan.with_value(|plan| address_of(&plan.uuid));
    view! {
        <details class="need" on:toggle=open>
            <summary>{move || t_string!(words, catchment.title)}</summary>
            <p><a href=address>{move || t_string!(words, redraw.link)}</a></p>
            <p class="muted" hidden=move || board.own_figures.kept.with(Option::is_none)>{move || t_string!(words, catchment.today)}</p>
            {move || match told.get().flatten() {
                Some(Ok(Some(told))) => facts(words, &told),
                Some(Err(failure)) => view! { <p role="alert">{problem::failure(words, &failure)}</p> }.into_any(),
                None if opened.get() => view! { <Skeleton words lines=4/> }.into_any(),
                Some(Ok(None)) | None => ().into_any(),
            }}
        </details>
    }
}

fn facts(words: Words, told: &Told) -> AnyView {
    let count = |count: i32| whole(words, f64::from(count));
    let seat = told.municipalities.iter().find(|town| town.istat == told.seat_istat);
    let unemployed = told.registered_unemployed.zip(told.registered_unemployed_provenance.as_ref());
    let unknown = || view! { <p>{t_string!(words, catchment.unemployed_unknown)}</p> }.into_any();
    let towns = told.municipalities.iter().map(|town| row(words, town)).collect_view();
    view! {
        <dl class="facts">
            <dt>{t_string!(words, catchment.seat)}</dt>
            <dd>{seat.map(|town| town.name.clone())}" "{from(words, &told.seat_provenance)}</dd>
            <dt>{t_string!(words, catchment.residents)}</dt>
            <dd>
                {fill(t_string!(words, catchment.people), &[("all", &count(told.residents)), ("working", &count(told.working_age))])}
                " "{from(words, &told.people_provenance)}
            </dd>
            <dt>{t_string!(words, catchment.unemployed)}</dt>
            <dd>{match unemployed {
                Some((number, provenance)) => view! { {count(number)}" "{from(words, provenance)} }.into_any(),
                None => unknown(),
            }}</dd>
            <dt>{t_string!(words, catchment.towns)}</dt>
            <dd>{count(i32::try_from(told.municipalities.len()).unwrap_or(i32::MAX))}" "{from(words, &told.provenance)}</dd>
        </dl>
        <div class="terms" tabindex="0" role="group" aria-label=t_string!(words, catchment.towns)>
            <table>
                <thead>
                    <tr>
                        <th scope="col">{t_string!(words, catchment.town)}</th>
                        <th scope="col">{t_string!(words, catchment.residents)}</th>
                        <th scope="col">{t_string!(words, catchment.known_from)}</th>
                    </tr>
                </thead>
                <tbody>{towns}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(words: Words, town: &Town) -> impl IntoView {
    view! {
        <tr>
            <th scope="row">{town.name.clone()}</th>
            <td>{whole(words, f64::from(town.residents))}</td>
            <td>{from(words, &town.provenance)}</td>
        </tr>
    }
}

/// Where a number comes from: the word for it, and the source.
fn from(words: Words, provenance: &Provenance) -> impl IntoView {
    let source = provenance::source(words, &provenance.source, provenance.source_italian.as_deref());
    view! {
        <Badge words of=Signal::stored(provenance.origin())/>
        " "
        <small class="muted">{source}</small>
    }
}
