//! Where a figure comes from. Every figure in the database carries one, and the page shows it.

use serde::{Deserialize, Serialize};

/// The kind of source of a figure, from the firmest to the loosest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Origin {
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
    /// Ours, to be replaced by the planners.
    Assumption,
    /// Entered by a planner.
    Planner,
}

impl Origin {
    /// Reads the marks of a provenance note, which stand before its colon: `plan: 37,500 ...`, `press and assumption: ...`,
    /// `sourced 5 of 6, assumed 1 of 6`. Of several the loosest counts.
    ///
    /// A note that begins with another word is an assumption, so that nothing looks firmer than it is.
    pub fn of_note(note: &str) -> Self {
        let head = note.split(':').next().unwrap_or_default();
        let mut words = head.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| !word.is_empty());
        let first = words.next().and_then(Self::of_mark);
        let others = words.filter_map(Self::of_mark).max();
        first.map_or(Self::Assumption, |first| others.map_or(first, |other| first.max(other)))
    }

    fn of_mark(word: &str) -> Option<Self> {
        match word {
            "plan" => Some(Self::Plan),
            "contract" => Some(Self::Contract),
            "calendar" => Some(Self::Calendar),
            "sourced" => Some(Self::Sourced),
            "press" => Some(Self::Press),
            "derived" => Some(Self::Derived),
            "assumption" | "assumed" => Some(Self::Assumption),
            _ => None,
        }
    }

    /// The name that is stored and sent: `PLAN`, `ASSUMPTION`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Plan => "PLAN",
            Self::Contract => "CONTRACT",
            Self::Calendar => "CALENDAR",
            Self::Sourced => "SOURCED",
            Self::Press => "PRESS",
            Self::Derived => "DERIVED",
            Self::Assumption => "ASSUMPTION",
            Self::Planner => "PLANNER",
        }
    }

    /// Reads a stored name. `None` when it is none.
    pub fn from_name(name: &str) -> Option<Self> {
        [
            Self::Plan,
            Self::Contract,
            Self::Calendar,
            Self::Sourced,
            Self::Press,
            Self::Derived,
            Self::Assumption,
            Self::Planner,
        ]
        .into_iter()
        .find(|origin| origin.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_is_as_firm_as_its_loosest_mark() {
        assert_eq!(Origin::of_note("plan: 3,000 employers a year"), Origin::Plan);
        assert_eq!(Origin::of_note("press, January 2021: 236"), Origin::Press);
        assert_eq!(Origin::of_note("sourced 5 of 6, assumed 1 of 6"), Origin::Assumption);
        assert_eq!(Origin::of_note("press and assumption: an hour of interview"), Origin::Assumption);
        assert_eq!(Origin::of_note("common knowledge, sourced"), Origin::Assumption);
        assert_eq!(Origin::of_note("assumption: one in five"), Origin::Assumption);
        assert_eq!(Origin::of_note(""), Origin::Assumption);
        assert_eq!(Origin::from_name(Origin::Calendar.name()), Some(Origin::Calendar));
    }
}
