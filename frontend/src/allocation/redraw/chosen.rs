//! The municipality that was chosen on the map: where it is, and where it may go.

use leptos::prelude::*;

use super::{list::Target, sketch::Sketch};
use crate::{
    i18n::{Words, fill, t_string},
    ui::format::whole,
};

/// The id of the panel; the choice in it has [`FIELD`].
pub(super) const PANEL: &str = "redraw-chosen";
pub(super) const FIELD: &str = "redraw-chosen-cpi";

/// The panel beside the map.
#[component]
pub(super) fn Chosen(words: Words, sketch: Sketch) -> impl IntoView {
    let town = Memo::new(move |_| sketch.chosen.get());
    let panel = move || {
        // What others change is none of it: the field that has the focus stays.
        let Some((place, town)) = town.get().and_then(|place| Some((place, untrack(|| sketch.town(place))?))) else {
            return view! { <p class="muted">{t_string!(words, redraw.choose_on_map)}</p> }.into_any();
        };
        let now = sketch.known.with_untracked(|known| known.plan.cpis.get(town.cpi).map(|cpi| cpi.name.clone()));
        let facts = [("residents", &*whole(words, town.residents as f64)), ("cpi", &*now.unwrap_or_default())];
        let field = if town.is_seat {
            view! { <p>{t_string!(words, redraw.seat)}</p> }.into_any()
        } else {
            view! {
                <div class="filters">
                    <label>
                        <span>{t_string!(words, redraw.new_centre)}</span>
                        <Target words sketch town=place id=FIELD.to_owned()/>
                    </label>
                </div>
            }
            .into_any()
        };
        view! {
            <h3>{town.name.clone()}</h3>
            <p class="muted">{fill(t_string!(words, redraw.town_facts), &facts)}</p>
            {field}
        }
        .into_any()
    };
    view! {
        <div id=PANEL class="redraw-chosen" tabindex="-1" role="group" aria-label=move || t_string!(words, redraw.chosen)>
            {panel}
            // What the step did is said by the page's live region; here it is read.
            <p class="redraw-told" aria-hidden="true">{move || sketch.told.get()}</p>
        </div>
    }
}
