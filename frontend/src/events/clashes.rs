//! What an event gets in the way of, while it is typed.

use leptos::prelude::*;
use shared::identity::Action;

use super::{
    api::{self, ClashKind, EventClash},
    board::{Board, day_text},
    draft::Draft,
    quiet::when_quiet,
};
use crate::i18n::{fill, t_string};

/// The clashes of what stands in the form.
#[component]
pub(super) fn Clashes(board: Board, draft: Draft) -> impl IntoView {
    let words = board.words;
    let found = when_quiet(draft, |input| format!("{input:?}"), api::clashes);
    let told = move || match found.get() {
        None | Some(None) => view! { <p>{t_string!(words, events.checking)}</p> }.into_any(),
        Some(Some(clashes)) if clashes.is_empty() => {
            view! { <p class="clash-none">{t_string!(words, events.no_clashes)}</p> }.into_any()
        }
        Some(Some(clashes)) => {
            let rows = clashes.into_iter().map(|clash| view! { <li>{in_words(board, &clash)}</li> });
            view! { <ul>{rows.collect_view()}</ul> }.into_any()
        }
    };
    view! {
        <Show when=move || board.session.may_at_all(Action::ReadAllEvents)>
            <section class="clashes" aria-labelledby="clashes-title">
                <h3 id="clashes-title">{move || t_string!(words, events.clashes)}</h3>
                <div aria-live="polite">{told}</div>
            </section>
        </Show>
    }
}

fn in_words(board: Board, clash: &EventClash) -> String {
    let words = board.words;
    let who = clash.facilitator.as_ref().map(|code| board.facilitator(code)).unwrap_or_default();
    let title = clash.title.clone().unwrap_or_default();
    let cpi = clash.cpi.as_ref().map(|code| board.place(None, Some(code))).unwrap_or_default();
    let day = clash.day.as_ref().and_then(|day| day.parse().ok()).map(|day| day_text(words, day)).unwrap_or_default();
    let minutes = |number: Option<i32>| number.unwrap_or_default().to_string();
    let text = match clash.kind {
        ClashKind::FacilitatorTwice => t_string!(words, events.clash_twice),
        ClashKind::TravelTooShort => t_string!(words, events.clash_travel),
        ClashKind::FacilitatorAway => t_string!(words, events.clash_away),
        ClashKind::RoomTaken => t_string!(words, events.clash_room),
        ClashKind::CpiTwice => t_string!(words, events.clash_cpi),
        ClashKind::PublicHoliday => t_string!(words, events.clash_holiday),
        ClashKind::PatronDay => t_string!(words, events.clash_patron),
    };
    let (needed, free) = (minutes(clash.minutes_needed), minutes(clash.minutes_free));
    fill(text, &[("who", &who), ("title", &title), ("cpi", &cpi), ("day", &day), ("needed", &needed), ("free", &free)])
}
