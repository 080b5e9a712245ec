//! A batch of wishes to set figures: not empty, no figure twice, every number in its bounds.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::FigureKey;
use crate::problem::{Fields, Problem, Rule};

/// The most figures that one write may set.
pub const MAX_FIGURE_EDITS: usize = 2_000;

/// A wish to set one figure, by someone who saw it at a revision.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FigureEdit {
    /// Which figure.
    pub key: FigureKey,
    /// Its new value, in its unit. `None` takes a planner's number back: the built-in or derived one stands again.
    pub value: Option<f64>,
    /// The figure's revision that the writer saw.
    pub seen: u64,
}

/// A batch of edits that is applied whole or not at all.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FigureEdits(Vec<FigureEdit>);

impl FigureEdits {
    /// Checks a batch. Rules between figures are checked when it is applied.
    ///
    /// # Errors
    /// [`Problem::Invalid`] names `edits` when there are none or too many, `edits.N.value` when a number is out of bounds,
    /// `edits.N` when the figure stands earlier in the batch.
    pub fn new(edits: Vec<FigureEdit>) -> Result<Self, Problem> {
        let mut fields = Fields::default();
        if edits.is_empty() {
            fields.push("edits", Rule::Required);
        }
        if edits.len() > MAX_FIGURE_EDITS {
            return Err(Problem::invalid("edits", Rule::TooLong { max: MAX_FIGURE_EDITS as u32 }));
        }
        let mut seen = BTreeSet::new();
        for (index, edit) in edits.iter().enumerate() {
            fields.check(format!("edits.{index}.value"), edit.value.and_then(|value| edit.key.broken_rule(value)));
            if !seen.insert(&edit.key) {
                fields.push(format!("edits.{index}"), Rule::Duplicate);
            }
        }
        fields.finish()?;
        Ok(Self(edits))
    }

    /// The edits, in the writer's order.
    pub fn as_slice(&self) -> &[FigureEdit] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_batch_is_refused_whole_with_every_field_that_is_wrong() {
        let edit = |value| FigureEdit { key: FigureKey::StaffTotal, value, seen: 0 };
        let Err(Problem::Invalid { fields }) = FigureEdits::new(vec![edit(Some(-1.0)), edit(None)]) else {
            panic!("the batch must be refused")
        };
        let named: Vec<&str> = fields.iter().map(|problem| problem.field.as_str()).collect();
        assert_eq!(named, ["edits.0.value", "edits.1"]);
        assert!(FigureEdits::new(Vec::new()).is_err());
        assert!(FigureEdits::new(vec![edit(Some(371.0))]).is_ok());
    }
}
