//! A batch of wishes to set figures: not empty, no figure twice, every number in its bounds.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::FigureKey;
use crate::problem::{Fields, Problem, Rule};

/// The most figures that one write may set.
pub const MAX_FIGURE_EDITS: usize = 2_000;

/// What is wrong with a batch: `edits` when there is nothing in it, `edits.N.value` when a number is out of bounds, `edits.N` when the
/// figure stands earlier in the batch. Whoever asks more of an edit adds to it.
///
/// # Errors
/// [`Problem::Invalid`] names `edits` when there are too many to look at.
pub(super) fn check_batch<'a>(
    edits: impl ExactSizeIterator<Item = (&'a FigureKey, Option<f64>)>,
) -> Result<Fields, Problem> {
    if edits.len() > MAX_FIGURE_EDITS {
        return Err(Problem::invalid("edits", Rule::TooLong { max: MAX_FIGURE_EDITS as u32 }));
    }
    let mut fields = Fields::default();
    fields.check("edits", (edits.len() == 0).then_some(Rule::Required));
    let mut seen = BTreeSet::new();
    for (index, (key, value)) in edits.enumerate() {
        fields.check(format!("edits.{index}.value"), value.and_then(|value| key.broken_rule(value)));
        fields.check(format!("edits.{index}"), (!seen.insert(key)).then_some(Rule::Duplicate));
    }
    Ok(fields)
}

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
        check_batch(edits.iter().map(|edit| (&edit.key, edit.value)))?.finish()?;
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
