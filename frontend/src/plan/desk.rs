//! What the page shares with its parts: what was asked, what is chosen, what is open.

use leptos::{prelude::*, task::spawn_local};
use shared::identity::Action;

use super::api::{self, Act, Day, Indicator, PlanCertainty, PlanFrequency};
use crate::{graphql::Failure, i18n::Words, session::Session};

/// Which of the two lists is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum View {
    Indicators,
    Tree,
}

/// The page's signals.
#[derive(Clone, Copy)]
pub(super) struct Desk {
    pub(super) words: Words,
    pub(super) session: Session,
    pub(super) act: StoredValue<Act>,
    pub(super) indicators: RwSignal<Vec<Indicator>>,
    pub(super) view: RwSignal<View>,
    /// What is looked for, as it is typed.
    pub(super) search: RwSignal<String>,
    /// The code of an area; empty: all.
    pub(super) area: RwSignal<String>,
    pub(super) frequency: RwSignal<Option<PlanFrequency>>,
    pub(super) certainty: RwSignal<Option<PlanCertainty>>,
    /// The code of a province or of a job centre; empty: the region.
    pub(super) territory: RwSignal<String>,
    /// The day on which the indicators are looked at; empty: today.
    pub(super) on: RwSignal<String>,
    /// The code of the row that is open; empty: none.
    pub(super) open: RwSignal<String>,
    /// Counts the changes of measurements and records, so that an open history or list is read anew.
    pub(super) changed: RwSignal<u32>,
    pub(super) failed: RwSignal<Option<Failure>>,
}

impl Desk {
    pub(super) fn new(words: Words, session: Session, act: Act, indicators: Vec<Indicator>) -> Self {
        Self {
            words,
            session,
            act: StoredValue::new(act),
            indicators: RwSignal::new(indicators),
            view: RwSignal::new(View::Indicators),
            search: RwSignal::new(String::new()),
            area: RwSignal::new(String::new()),
            frequency: RwSignal::new(None),
            certainty: RwSignal::new(None),
            territory: RwSignal::new(String::new()),
            on: RwSignal::new(String::new()),
            open: RwSignal::new(String::new()),
            changed: RwSignal::new(0),
            failed: RwSignal::new(None),
        }
    }

    /// Reads the indicators anew: another territory, another day, or somebody measured. An answer that comes late is dropped.
    pub(super) fn read(self) {
        let chosen = self.territory.try_get_untracked().zip(self.on.try_get_untracked());
        // The page may have been left while somebody's answer was under way.
        let Some((territory, on)) = chosen else { return };
        spawn_local(async move {
            let day = Some(on.clone()).filter(|on| !on.is_empty()).map(Day);
            let answer = api::indicators(territory.clone(), day).await;
            let same = |signal: RwSignal<String>, was: &str| signal.try_with_untracked(|now| now == was) == Some(true);
            if !(same(self.territory, &territory) && same(self.on, &on)) {
                return;
            }
            match answer {
                Ok(indicators) => {
                    self.failed.set(None);
                    self.indicators.set(indicators);
                }
                Err(failure) => self.failed.set(Some(failure)),
            }
        });
    }

    /// Somebody measured or confirmed something, or changed a record that may count.
    pub(super) fn measured(self) {
        self.changed.try_update(|changed| *changed += 1);
        self.read();
    }

    /// Whether the history of measurements is the reader's to see.
    pub(super) fn may_read(self) -> bool {
        self.session.may_at_all(Action::ReadMeasurements)
    }

    /// Opens a row, or closes it.
    pub(super) fn toggle(self, code: &str) {
        self.open.update(|open| if open == code { open.clear() } else { code.clone_into(open) });
    }

    /// Shows a row of the other list, whatever is chosen.
    pub(super) fn lead_to(self, view: View, code: &str) {
        for chosen in [self.search, self.area] {
            chosen.set(String::new());
        }
        self.frequency.set(None);
        self.certainty.set(None);
        self.view.set(view);
        self.open.set(code.to_owned());
        let id = anchor(code);
        request_animation_frame(move || {
            if let Some(row) = document().get_element_by_id(&id) {
                row.scroll_into_view();
                let button = row.query_selector("button").ok().flatten();
                if let Some(button) =
                    button.and_then(|button| wasm_bindgen::JsCast::dyn_into::<web_sys::HtmlElement>(button).ok())
                {
                    let _ = button.focus();
                }
            }
        });
    }

    /// Whether a text has what is looked for.
    pub(super) fn found(self, texts: &[&str]) -> bool {
        let wanted = self.search.with(|search| search.trim().to_lowercase());
        wanted.is_empty() || texts.iter().any(|text| text.to_lowercase().contains(&wanted))
    }
}

/// The id of a row: `row-4-4-A1`.
pub(super) fn anchor(code: &str) -> String {
    format!("row-{}", code.replace('.', "-"))
}
