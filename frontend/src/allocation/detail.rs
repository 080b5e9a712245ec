//! The cell under the cursor, opened: how its need comes about, who is there, and what one more operator would do.

use leptos::prelude::*;
use shared::staffing::{FigureKey, sizing::Explanation};

use super::{board::Board, catchment::Catchment, grid::Grid, lock::LockHere, plan::Name, sync::Sync, talk::TalkHere};
use crate::{
    i18n::{Words, either, fill, t_string},
    ui::{
        format::{instant, number, percent, pressure, staff, whole},
        frame::a_frame_later,
    },
};

/// The panel beside the sheet.
#[component]
pub(super) fn Detail(words: Words, board: Board, grid: Grid, sync: Sync) -> impl IntoView {
    // The sheet first: what stands beside it follows the cursor a frame later.
    let current = a_frame_later(Memo::new(move |_| grid.current()));
    let row = Memo::new(move |_| current.get().map(|(cpi, _)| cpi));
    let heading = move || {
        let plan = board.plan.get_value();
        let (cpi, column) = current.get()?;
        let name = plan.cpis.get(cpi)?.name.clone();
        let (code, profile) = plan.profiles.get(column)?;
        Some(format!("{name} · {} ({code})", either(words, &profile.it, &profile.en)))
    };
    view! {
        <aside id="board-detail" class="detail" tabindex="-1" aria-labelledby="detail-title">
            <h2 id="detail-title">{heading}</h2>
            {move || current.get().map(|(cpi, column)| view! { <TalkHere words board cpi column/> })}
            {move || current.get().map(|(cpi, column)| view! { <Author words board cpi column/><LockHere words board grid sync cpi column/><OneMore words board cpi/><Need words board cpi column/> })}
            {move || row.get().map(|cpi| view! { <Catchment words board cpi/><Sheet words board cpi/> })}
        </aside>
    }
}

/// The way to the CPI's own page.
#[component]
fn Sheet(words: Words, board: Board, cpi: usize) -> impl IntoView {
    let named = board.plan.with_value(|plan| plan.cpis.get(cpi).map(|cpi| (cpi.code.to_string(), cpi.name.clone())));
    named.map(|(code, name)| {
        view! {
            <p><a href=format!("/cpi/{code}")>{move || t_string!(words, centre.sheet)}<span class="visually-hidden">" "{name}</span></a></p>
        }
    })
}

/// Who wrote the number, and when.
#[component]
fn Author(words: Words, board: Board, cpi: usize, column: usize) -> impl IntoView {
    let cell = board.cell(cpi * board.plan.with_value(|plan| plan.columns()) + column);
    let text = move || {
        cell?.with(|cell| {
            let written = (cell.revision > 0).then(|| {
                let at = instant(words, &cell.at);
                fill(t_string!(words, allocation.written), &[("by", &cell.by), ("at", &at)])
            });
            let pending = cell.pending.then(|| t_string!(words, allocation.mine_waits).to_owned());
            Some([written, pending].into_iter().flatten().collect::<Vec<_>>().join(" "))
        })
    };
    view! { <p class="author" data-author="">{text}</p> }
}

/// What the next operator does to the CPI's pressure.
#[component]
fn OneMore(words: Words, board: Board, cpi: usize) -> impl IntoView {
    let text = move || {
        let totals = board.totals.at(cpi).get();
        let mut next = totals;
        next.placed += 1;
        fill(
            t_string!(words, allocation.one_more),
            &[("now", &pressure(words, totals.pressure())), ("then", &pressure(words, next.pressure()))],
        )
    };
    let wisn = move || {
        let totals = board.totals.at(cpi).get();
        let ratio = totals.wisn_ratio().map_or_else(|| String::from("–"), |ratio| number(words, ratio, 2));
        fill(
            t_string!(words, allocation.cpi_load),
            &[
                ("required", &number(words, totals.required, 1)),
                ("staff", &number(words, totals.staff(), 1)),
                ("wisn", &ratio),
                ("hours", &whole(words, totals.unmet_hours)),
            ],
        )
    };
    view! { <p>{text}</p><p>{wisn}</p> }
}

/// The formula with its values.
#[component]
fn Need(words: Words, board: Board, cpi: usize, column: usize) -> impl IntoView {
    // The terms are many, and most of the time nobody reads them.
    let opened = RwSignal::new(false);
    let toggle = move |event: leptos::ev::Event| {
        opened.set(event_target::<web_sys::HtmlElement>(&event).has_attribute("open"));
    };
    let explained = Memo::new(move |_| {
        let plan = board.plan.get_value();
        let key = plan.key(cpi * plan.columns() + column).filter(|_| opened.get())?;
        let have = board.sizing.with(|sizing| {
            let sizing = sizing.as_ref()?;
            Some((sizing.explain(&key.cpi, &key.profile)?, *sizing.have().get(cpi * plan.columns() + column)?))
        })?;
        Some(have)
    });
    view! {
        <details class="need" on:toggle=toggle>
            <summary>{move || t_string!(words, allocation.how)}</summary>
            {move || explained.get().map(|(explained, have)| terms(words, board, &explained, have))}
        </details>
    }
}

fn terms(words: Words, board: Board, explained: &Explanation, have: f64) -> AnyView {
    let plan = board.plan.get_value();
    let nameless = Name::default();
    let rows: Vec<AnyView> = explained
        .parts
        .iter()
        .map(|part| {
            let name = plan.services.get(&part.service).unwrap_or(&nameless);
            view! {
                <tr>
                    <th scope="row">{part.service.to_string()}" "{either(words, &name.it, &name.en).to_owned()}</th>
                    <td>{number(words, part.volume, 0)}</td>
                    <td>{number(words, part.minutes, 0)}</td>
                    <td>{percent(words, part.share, 0)}</td>
                    <td>{number(words, part.hours, 0)}</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    let sum: f64 = explained.parts.iter().map(|part| part.hours).sum();
    let by_unemployed = FigureKey::SplitByRegisteredUnemployed;
    let by_unemployed =
        board.own_figures.all.with(|figures| figures.get(&by_unemployed).is_some_and(|value| *value > 0.0));
    let key = if by_unemployed {
        t_string!(words, allocation.split_unemployed)
    } else {
        t_string!(words, allocation.split_residents)
    };
    let total = board.sizing.with(|sizing| sizing.as_ref().map(|sizing| sizing.staff_total())).unwrap_or_default();
    let sources =
        fill(t_string!(words, allocation.have_source), &[("key", key), ("total", &whole(words, total as f64))]);
    let formula = fill(
        t_string!(words, allocation.formula),
        &[
            ("hours", &number(words, sum, 0)),
            ("awt", &number(words, explained.available_hours, 1)),
            ("basic", &number(words, explained.basic, 2)),
            ("factor", &number(words, explained.allowance_factor, 3)),
            ("individual", &number(words, explained.individual_hours / explained.available_hours, 2)),
            ("required", &number(words, explained.required, 2)),
            ("have", &staff(words, have)),
        ],
    );
    view! {
        <div class="terms" tabindex="0" role="group" aria-label=t_string!(words, allocation.how)>
            <table>
                <thead>
                    <tr>
                        <th scope="col">{t_string!(words, allocation.term_service)}</th>
                        <th scope="col">{t_string!(words, allocation.term_volume)}</th>
                        <th scope="col">{t_string!(words, allocation.term_minutes)}</th>
                        <th scope="col">{t_string!(words, allocation.term_share)}</th>
                        <th scope="col">{t_string!(words, allocation.term_hours)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        <p>{formula}</p>
        <p class="source">{sources}" "<a href="/fabbisogno">{t_string!(words, allocation.sources)}</a></p>
    }
    .into_any()
}
