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
    /// Reads the first word of a provenance note: `plan: 37,500 ...`, `press, January 2021: ...`, `assumed`.
    ///
    /// An unknown word is an assumption, so that nothing looks firmer than it is.
    pub fn of_note(note: &str) -> Self {
        let word = note.split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default();
        match word {
            "plan" => Self::Plan,
            "contract" => Self::Contract,
            "calendar" => Self::Calendar,
            "sourced" => Self::Sourced,
            "press" => Self::Press,
            "derived" => Self::Derived,
            _ => Self::Assumption,
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
    fn a_note_is_read_by_its_first_word() {
        assert_eq!(Origin::of_note("plan: 3,000 employers a year"), Origin::Plan);
        assert_eq!(Origin::of_note("press, January 2021: 236"), Origin::Press);
        assert_eq!(Origin::of_note("sourced 5 of 6"), Origin::Sourced);
        assert_eq!(Origin::of_note("assumption: one in five"), Origin::Assumption);
        assert_eq!(Origin::of_note(""), Origin::Assumption);
        assert_eq!(Origin::from_name(Origin::Calendar.name()), Some(Origin::Calendar));
    }
}
