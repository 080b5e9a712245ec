//! Where a figure comes from, as the API says it.

use std::{collections::BTreeMap, sync::LazyLock};

use async_graphql::{Enum, SimpleObject};
use serde::Deserialize;
use shared::provenance as model;

/// What the sources of the built-in data say, in Italian.
const TEXTS: &str = include_str!("../../../data/source-texts.csv");

static ITALIAN: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    let mut lines = csv::Reader::from_reader(TEXTS.as_bytes());
    lines.deserialize().filter_map(Result::ok).map(|text: Text| (text.en, text.it)).collect()
});

/// A line of the file.
#[derive(Deserialize)]
struct Text {
    en: String,
    it: String,
}

/// Where a figure comes from, from the firmest to the loosest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "model::Origin")]
pub(crate) enum Origin {
    /// Printed in the act, DGR 269/2020.
    Plan,
    /// National collective agreement, or law.
    Contract,
    /// The calendar of the year.
    Calendar,
    /// A public register or statistic, named in the source.
    Sourced,
    /// A press report.
    Press,
    /// Computed from other figures by a stated formula.
    Derived,
    /// The authors' own, to be replaced by the planners.
    Assumption,
    /// Entered by a planner.
    Planner,
}

/// The source of a figure or of a row.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct Provenance {
    pub(crate) origin: Origin,
    /// In words: the document, its date, the formula. Of a planner's own number: the planner's name.
    pub(crate) source: String,
    /// The same in Italian. Null where the source is a person's own words, a name, or the same in every language.
    pub(crate) source_italian: Option<String>,
}

impl Provenance {
    /// A stored provenance. What cannot be read is an assumption, so that nothing looks firmer than it is.
    pub(crate) fn of(origin: &str, source: &str) -> Self {
        let origin = model::Origin::from_name(origin).unwrap_or(model::Origin::Assumption);
        let source_italian = italian_of(source);
        Self { origin: origin.into(), source: source.to_owned(), source_italian }
    }

    /// The provenance of what is computed: the formula, in both languages.
    pub(crate) fn derived(source: String, source_italian: String) -> Self {
        Self { origin: Origin::Derived, source, source_italian: Some(source_italian) }
    }
}

/// What a source of the built-in data says, in Italian. `None` of any other text.
fn italian_of(source: &str) -> Option<String> {
    ITALIAN.get(source).cloned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_texts_is_read_and_says_something_else_in_italian() {
        assert_eq!(ITALIAN.len(), TEXTS.lines().count() - 1);
        assert!(ITALIAN.iter().all(|(english, italian)| english != italian && !italian.trim().is_empty()));
        assert_eq!(italian_of("calendar 2020").as_deref(), Some("Calendario 2020"));
        assert_eq!(italian_of("a planner's own words"), None);
    }
}
