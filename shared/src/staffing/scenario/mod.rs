//! The table of a scenario: how many operators go to each cell, and who may overwrite whom.
//!
//! A cell's revision is the scenario's revision at which the cell last changed; 0 when it never did.

mod lock;
mod state;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::{
    code::{CpiCode, ProfileCode},
    problem::{Fields, Problem, Rule},
};

pub use lock::Lock;
pub use state::{MAX_NOTE, Standing, State, Step, StepLeave, checked_note};

/// The most operators of one cell.
pub const MAX_OPERATORS: u32 = 9_999;
/// The most cells that one write may set: all of an Italy-sized table.
pub const MAX_EDITS: usize = 4_000;
/// The longest name of a scenario, in characters.
pub const MAX_NAME: usize = 120;
/// The most operators that a scenario may have to place.
pub const MAX_HEAD_COUNT: u32 = 100_000;
/// The largest budget of a scenario, euro cents: a hundred thousand million euro.
pub const MAX_BUDGET_CENTS: u64 = 10_000_000_000_000;
/// The most months that a scenario pays for.
pub const MAX_MONTHS: u32 = 120;

/// One cell of the table: a profile at a CPI.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct CellKey {
    /// The CPI.
    pub cpi: CpiCode,
    /// The profile.
    pub profile: ProfileCode,
}

/// What a planner decides of a cell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CellValue {
    /// Operators placed.
    pub operators: u32,
    /// Whether the number is decided: proposals work around it.
    pub locked: bool,
}

/// A wish to set one cell, by someone who saw it at a revision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CellEdit {
    /// Which cell.
    #[serde(flatten)]
    pub cell: CellKey,
    /// Its new value.
    #[serde(flatten)]
    pub value: CellValue,
    /// The cell's revision that the writer saw.
    pub seen: u64,
    /// Why it is locked, if that is told with the write; an empty text takes the last reason back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// A batch of edits that is applied whole or not at all: not empty, no cell twice, every number in bounds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellEdits(Vec<CellEdit>);

impl CellEdits {
    /// Checks a batch.
    ///
    /// # Errors
    /// [`Problem::Invalid`] names `edits` when there are none or too many, `edits.N.operators` when a number is too great,
    /// `edits.N` when the cell stands earlier in the batch, `edits.N.reason` when it is no note or the cell is not locked.
    pub fn new(mut edits: Vec<CellEdit>) -> Result<Self, Problem> {
        let mut fields = Fields::default();
        if edits.is_empty() {
            fields.push("edits", Rule::Required);
        }
        if edits.len() > MAX_EDITS {
            return Err(Problem::invalid("edits", Rule::TooLong { max: MAX_EDITS as u32 }));
        }
        for (index, edit) in edits.iter_mut().enumerate() {
            let Some(reason) = &mut edit.reason else { continue };
            match checked_note(reason) {
                Ok(note) => *reason = note.unwrap_or_default(),
                Err(rule) => fields.push(format!("edits.{index}.reason"), rule),
            }
            if !edit.value.locked && !reason.is_empty() {
                fields.push(format!("edits.{index}.reason"), Rule::NotNow);
            }
        }
        let mut seen = BTreeSet::new();
        for (index, edit) in edits.iter().enumerate() {
            if edit.value.operators > MAX_OPERATORS {
                fields.push(format!("edits.{index}.operators"), Rule::TooGreat { max: f64::from(MAX_OPERATORS) });
            }
            if !seen.insert(&edit.cell) {
                fields.push(format!("edits.{index}"), Rule::Duplicate);
            }
        }
        fields.finish()?;
        Ok(Self(edits))
    }

    /// The edits, in the writer's order.
    pub fn as_slice(&self) -> &[CellEdit] {
        &self.0
    }
}

/// What a scenario is made from: the bounds that its planner works within.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Outline {
    /// The name that people know it by.
    pub name: String,
    /// The year it plans for.
    pub year: u16,
    /// Operators to place.
    pub head_count: u32,
    /// Money there is, euro cents.
    pub budget_cents: u64,
    /// Months that the money has to last.
    pub months: u32,
}

impl Outline {
    /// Checks an outline, and trims its name.
    ///
    /// # Errors
    /// [`Problem::Invalid`] names `name`, `year`, `headCount`, `budgetCents` or `months`.
    pub fn check(mut self) -> Result<Self, Problem> {
        let mut fields = Fields::default();
        match checked_name(&self.name) {
            Ok(name) => self.name = name,
            Err(rule) => fields.push("name", rule),
        }
        fields.check("year", crate::problem::out_of(f64::from(self.year), 2000.0, 2100.0));
        if self.head_count > MAX_HEAD_COUNT {
            fields.push("headCount", Rule::TooGreat { max: f64::from(MAX_HEAD_COUNT) });
        }
        if self.budget_cents > MAX_BUDGET_CENTS {
            fields.push("budgetCents", Rule::TooGreat { max: MAX_BUDGET_CENTS as f64 });
        }
        fields.check("months", crate::problem::out_of(f64::from(self.months), 1.0, f64::from(MAX_MONTHS)));
        fields.finish()?;
        Ok(self)
    }
}

/// A name without space around it, if it is one: not empty, not too long, no control characters.
///
/// # Errors
/// The rule that the text breaks.
pub fn checked_name(text: &str) -> Result<String, Rule> {
    let name = text.trim();
    if name.is_empty() || name.chars().any(char::is_control) {
        Err(Rule::Required)
    } else if name.chars().count() > MAX_NAME {
        Err(Rule::TooLong { max: MAX_NAME as u32 })
    } else {
        Ok(name.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edit(cpi: &str, operators: u32) -> CellEdit {
        let cell =
            CellKey { cpi: CpiCode::new(cpi).expect("a code"), profile: ProfileCode::new("OR").expect("a code") };
        CellEdit { cell, value: CellValue { operators, locked: false }, seen: 0, reason: None }
    }

    #[test]
    fn a_batch_is_refused_whole_with_every_field_that_is_wrong() {
        let Err(Problem::Invalid { fields }) =
            CellEdits::new(vec![edit("FG01", 10_000), edit("FG02", 1), edit("FG01", 1)])
        else {
            panic!("the batch must be refused")
        };
        let named: Vec<&str> = fields.iter().map(|problem| problem.field.as_str()).collect();
        assert_eq!(named, ["edits.0.operators", "edits.2"]);
        assert!(CellEdits::new(Vec::new()).is_err());
        assert!(CellEdits::new(vec![edit("FG01", MAX_OPERATORS)]).is_ok());
    }

    #[test]
    fn an_outline_is_trimmed_and_held_to_its_bounds() {
        let good = Outline { name: " Ipotesi ".into(), year: 2020, head_count: 236, budget_cents: 0, months: 18 };
        assert_eq!(good.clone().check().map(|outline| outline.name), Ok(String::from("Ipotesi")));
        let bad = Outline { name: " \n ".into(), year: 1, head_count: u32::MAX, budget_cents: u64::MAX, months: 0 };
        let Err(Problem::Invalid { fields }) = bad.check() else { panic!("it must be refused") };
        assert_eq!(fields.len(), 5);
    }
}
