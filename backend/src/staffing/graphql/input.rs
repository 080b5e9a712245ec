//! The inputs of the mutations, parsed into the model's types. Every number that breaks a rule is named by its field.

use async_graphql::{ID, InputObject};
use serde::Serialize;
use shared::{
    Rule,
    code::{CpiCode, ProfileCode},
    problem::{Fields, out_of},
    staffing::{
        CellEdit, CellEdits, CellKey, CellValue, FigureKey,
        figure_edit::{FigureEdit, FigureEdits},
        scenario::{MAX_BUDGET_CENTS, MAX_EDITS, Outline},
    },
};

use crate::error::{Error, Result};

/// What a new scenario is made from.
#[derive(InputObject, Serialize)]
pub(crate) struct ScenarioCreateInput {
    /// Client-made UUID: the same write sent again is applied once.
    #[serde(skip)]
    pub(super) write: String,
    pub(super) name: String,
    pub(super) year: i32,
    /// Operators to place.
    pub(super) head_count: i32,
    /// Money there is, whole euro cents.
    pub(super) budget_cents: f64,
    /// Months that the money has to last.
    pub(super) months: i32,
}

/// What is to change of a scenario.
#[derive(InputObject, Serialize)]
pub(crate) struct ScenarioUpdateInput {
    /// Client-made UUID: the same write sent again is applied once.
    #[serde(skip)]
    pub(super) write: String,
    #[serde(serialize_with = "as_text")]
    pub(super) scenario: ID,
    /// Left out: stays.
    pub(super) name: Option<String>,
    /// Left out: stays.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) year: Option<i32>,
    /// Left out: stays.
    pub(super) head_count: Option<i32>,
    /// Left out: stays.
    pub(super) budget_cents: Option<f64>,
    /// Left out: stays.
    pub(super) months: Option<i32>,
}

/// A wish to set one cell.
#[derive(InputObject, Serialize)]
pub(crate) struct CellEditInput {
    /// Code of the CPI.
    cpi: String,
    /// Code of the profile.
    profile: String,
    operators: i32,
    locked: bool,
    /// The cell's revision that the writer saw; 0 for a cell that was never set.
    seen: i32,
    /// Why it is locked, at most 500 characters. Left out, a lock that stays keeps its reason; an empty one takes it back.
    reason: Option<String>,
}

/// A batch of cells to set.
#[derive(InputObject, Serialize)]
pub(crate) struct ScenarioCellsSetInput {
    /// Client-made UUID: the same write sent again is applied once.
    #[serde(skip)]
    pub(super) write: String,
    #[serde(serialize_with = "as_text")]
    pub(super) scenario: ID,
    edits: Vec<CellEditInput>,
}

/// A wish to set one figure.
#[derive(InputObject, Serialize)]
pub(crate) struct FigureEditInput {
    key: String,
    /// Null takes a planner's number back: the built-in or derived one stands again.
    value: Option<f64>,
    /// The figure's revision that the writer saw; 0 for one that was never changed.
    seen: i32,
}

/// A batch of figures to set.
#[derive(InputObject, Serialize)]
pub(crate) struct FiguresSetInput {
    /// Client-made UUID: the same write sent again is applied once.
    #[serde(skip)]
    pub(super) write: String,
    edits: Vec<FigureEditInput>,
}

pub(super) fn as_text<S: serde::Serializer>(id: &ID, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(id)
}

impl ScenarioCreateInput {
    pub(super) fn parse(&self) -> Result<Outline> {
        let mut fields = Fields::default();
        let year = natural(&mut fields, "year", self.year);
        let outline = Outline {
            name: self.name.clone(),
            year: u16::try_from(year).unwrap_or(u16::MAX),
            head_count: natural(&mut fields, "headCount", self.head_count),
            budget_cents: cents(&mut fields, "budgetCents", self.budget_cents),
            months: natural(&mut fields, "months", self.months),
        };
        fields.finish()?;
        Ok(outline.check()?)
    }
}

/// The bounds of a [`ScenarioUpdateInput`].
pub(super) struct Bounds {
    pub(super) year: Option<u16>,
    pub(super) head_count: Option<u32>,
    pub(super) budget_cents: Option<u64>,
    pub(super) months: Option<u32>,
}

impl ScenarioUpdateInput {
    pub(super) fn parse(&self) -> Result<Bounds> {
        let mut fields = Fields::default();
        let bounds_left_out = self.head_count.is_none() && self.budget_cents.is_none() && self.months.is_none();
        if self.name.is_none() && self.year.is_none() && bounds_left_out {
            fields.push("name", Rule::Required);
        }
        let year = self.year.map(|year| natural(&mut fields, "year", year));
        let bounds = Bounds {
            // What is too great for a year is refused as one.
            year: year.map(|year| u16::try_from(year).unwrap_or(u16::MAX)),
            head_count: self.head_count.map(|count| natural(&mut fields, "headCount", count)),
            budget_cents: self.budget_cents.map(|money| cents(&mut fields, "budgetCents", money)),
            months: self.months.map(|months| natural(&mut fields, "months", months)),
        };
        fields.finish()?;
        Ok(bounds)
    }
}

impl ScenarioCellsSetInput {
    pub(super) fn parse(&self) -> Result<CellEdits> {
        if self.edits.len() > MAX_EDITS {
            return Err(Error::invalid("edits", Rule::TooLong { max: MAX_EDITS as u32 }));
        }
        let mut fields = Fields::default();
        let edits: Vec<CellEdit> =
            self.edits.iter().enumerate().filter_map(|(index, edit)| edit.parse(index, &mut fields)).collect();
        fields.finish()?;
        Ok(CellEdits::new(edits)?)
    }
}

impl CellEditInput {
    fn parse(&self, index: usize, fields: &mut Fields) -> Option<CellEdit> {
        let operators = natural(fields, &format!("edits.{index}.operators"), self.operators);
        let seen = natural(fields, &format!("edits.{index}.seen"), self.seen);
        let cpi = CpiCode::new(&*self.cpi).ok();
        fields.check(format!("edits.{index}.cpi"), cpi.is_none().then_some(Rule::Unknown));
        let profile = ProfileCode::new(&*self.profile).ok();
        fields.check(format!("edits.{index}.profile"), profile.is_none().then_some(Rule::Unknown));
        let cell = CellKey { cpi: cpi?, profile: profile? };
        let value = CellValue { operators, locked: self.locked };
        Some(CellEdit { cell, value, seen: u64::from(seen), reason: self.reason.clone() })
    }
}

impl FiguresSetInput {
    pub(super) fn parse(&self) -> Result<FigureEdits> {
        let mut fields = Fields::default();
        let edits: Vec<FigureEdit> =
            self.edits.iter().enumerate().filter_map(|(index, edit)| edit.parse(index, &mut fields)).collect();
        fields.finish()?;
        Ok(FigureEdits::new(edits)?)
    }
}

impl FigureEditInput {
    fn parse(&self, index: usize, fields: &mut Fields) -> Option<FigureEdit> {
        let seen = natural(fields, &format!("edits.{index}.seen"), self.seen);
        let key: Option<FigureKey> = self.key.parse().ok();
        fields.check(format!("edits.{index}.key"), key.is_none().then_some(Rule::Unknown));
        Some(FigureEdit { key: key?, value: self.value, seen: u64::from(seen) })
    }
}

/// A count that may not be negative. What is wrong is noted, and 0 stands in for it.
pub(super) fn natural(fields: &mut Fields, field: &str, value: i32) -> u32 {
    u32::try_from(value).unwrap_or_else(|_| {
        fields.push(field, Rule::TooSmall { min: 0.0 });
        0
    })
}

/// Whole cents, within bounds. GraphQL's `Int` is too small for them, so they travel as `Float`.
pub(super) fn cents(fields: &mut Fields, field: &str, value: f64) -> u64 {
    let broken = out_of(value, 0.0, MAX_BUDGET_CENTS as f64).or_else(|| (value % 1.0 != 0.0).then_some(Rule::NotWhole));
    if fields.check(field, broken) { value as u64 } else { 0 }
}
