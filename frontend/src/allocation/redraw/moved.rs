//! The moves one by one, each with the button that takes it back; and undo, redo and everything back.

use leptos::{ev, prelude::*};
use shared::staffing::catchment::{Moves, Refusal};
use wasm_bindgen::JsCast as _;

use super::sketch::Sketch;
use crate::{
    allocation::standing::focus_soon,
    i18n::{Words, counted, fill, t_string},
};

/// The list of moves and its buttons; Ctrl+Z and Ctrl+Y work on the whole page.
#[component]
pub(super) fn Moved(words: Words, sketch: Sketch) -> impl IntoView {
    let keys = window_event_listener(ev::keydown, move |event| {
        let field = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok());
        let in_text = field.is_some_and(|field| field.type_() != "checkbox");
        if in_text || event.alt_key() || !(event.ctrl_key() || event.meta_key()) {
            return;
        }
        let redo = match (event.key().to_ascii_lowercase().as_str(), event.shift_key()) {
            ("z", false) => false,
            ("z", true) | ("y", false) => true,
            _ => return,
        };
        event.prevent_default();
        sketch.step_back(words, redo);
    });
    on_cleanup(move || keys.remove());
    let count = move || {
        let count = sketch.moves.with(Moves::len);
        let text = counted(count, t_string!(words, redraw.moved_one), t_string!(words, redraw.moved));
        fill(text, &[("n", &count.to_string())])
    };
    let rows = move || {
        // Municipalities and job centres stay while the page is open: what others change rebuilds no button.
        let (known, moves) = (sketch.known.get_untracked(), sketch.moves.get());
        let of = known.towns.iter().enumerate().filter(|(_, town)| moves.target(&town.code).is_some());
        of.map(|(place, _)| untrack(|| row(words, sketch, place))).collect_view()
    };
    view! {
        <section class="redraw-moved" aria-labelledby="redraw-moved">
            <h2 id="redraw-moved" tabindex="-1">{count}</h2>
            <Refused words sketch/>
            <ul>{rows}</ul>
            <p class="redraw-acts">
                <button type="button" id="redraw-undo" class="btn btn-outline-primary btn-xs" aria-keyshortcuts="Control+Z"
                    disabled=move || sketch.trail.with(|trail| !trail.can_undo()) on:click=move |_| sketch.step_back(words, false)>
                    {move || t_string!(words, allocation.undo)}
                </button>
                <button type="button" id="redraw-redo" class="btn btn-outline-primary btn-xs" aria-keyshortcuts="Control+Y"
                    disabled=move || sketch.trail.with(|trail| !trail.can_redo()) on:click=move |_| sketch.step_back(words, true)>
                    {move || t_string!(words, allocation.redo)}
                </button>
                <button type="button" id="redraw-reset" class="btn btn-outline-primary btn-xs"
                    disabled=move || sketch.moves.with(Moves::is_empty) on:click=move |_| sketch.step(words, &Moves::none())>
                    {move || t_string!(words, redraw.reset)}
                </button>
            </p>
        </section>
    }
}

fn row(words: Words, sketch: Sketch, place: usize) -> Option<AnyView> {
    let town = sketch.town(place)?;
    let target = sketch.target(place);
    let (from, to, across) = sketch.known.with(|known| {
        let name = |cpi: usize| known.plan.cpis.get(cpi).map(|cpi| cpi.name.clone());
        let across = known.plan.cpis.get(target).map(|cpi| known.catchments.is_across(&town.code, &cpi.code));
        Some((name(town.cpi)?, name(target)?, across?))
    })?;
    let label = fill(t_string!(words, redraw.take_back_named), &[("town", &town.name)]);
    let code = town.code.clone();
    let back = move |_| {
        sketch.step(words, &sketch.moves.get_untracked().without(&code));
        focus_soon("redraw-moved".to_owned());
    };
    let row = view! {
        <li data-move=town.code.to_string()>
            <span><b>{town.name}</b>": "{from}" → "{to}</span>
            {across.then(|| view! { <small class="muted">{t_string!(words, redraw.across)}</small> })}
            <button type="button" class="btn btn-outline-primary btn-xs" aria-label=label on:click=back>
                {t_string!(words, redraw.take_back)}
            </button>
        </li>
    };
    Some(row.into_any())
}

/// What the address asked for and cannot be.
#[component]
fn Refused(words: Words, sketch: Sketch) -> impl IntoView {
    let rows = move || {
        let known = sketch.known.get();
        let row = |(code, why)| {
            let town = known.towns.iter().find(|town| town.code == code).map(|town| town.name.clone());
            let text = match why {
                Refusal::Unknown => t_string!(words, redraw.refused_unknown),
                Refusal::Seat => t_string!(words, redraw.refused_seat),
                Refusal::Last => t_string!(words, redraw.refused_last),
            };
            view! { <p class="wrong">{fill(text, &[("town", &town.unwrap_or_else(|| code.to_string()))])}</p> }
        };
        sketch.refused.get().into_iter().map(row).collect_view()
    };
    view! { <div role="status">{rows}</div> }
}
