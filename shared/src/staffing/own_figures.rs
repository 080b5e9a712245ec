//! The figures that a scenario changes for itself, over a base: today's, or the one on which it was approved.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{FigureKey, figure_edit::check_batch, scenario::checked_note};
use crate::problem::Problem;

/// A wish to set one figure of a scenario's own, by someone who saw it at a revision.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OwnEdit {
    /// Which figure.
    pub key: FigureKey,
    /// Its value in this scenario, in its unit. `None` takes it back: the base stands again.
    pub value: Option<f64>,
    /// Why it is another one here.
    pub note: Option<String>,
    /// The scenario's revision at which the figure last changed, as the writer saw it; 0 for one that was the base's.
    pub seen: u64,
}

/// A batch of edits that is applied whole or not at all.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OwnEdits(Vec<OwnEdit>);

impl OwnEdits {
    /// Checks a batch, and trims its notes. Rules between figures are checked when it is applied.
    ///
    /// # Errors
    /// [`Problem::Invalid`] names `edits` when there are none or too many, `edits.N.value` when a number is out of bounds,
    /// `edits.N.note` when it is no note, `edits.N` when the figure stands earlier in the batch.
    pub fn new(mut edits: Vec<OwnEdit>) -> Result<Self, Problem> {
        let mut fields = check_batch(edits.iter().map(|edit| (&edit.key, edit.value)))?;
        for (index, edit) in edits.iter_mut().enumerate() {
            match edit.note.as_deref().map_or(Ok(None), checked_note) {
                Ok(note) => edit.note = note,
                Err(rule) => fields.push(format!("edits.{index}.note"), rule),
            }
        }
        fields.finish()?;
        Ok(Self(edits))
    }

    /// The edits, in the writer's order.
    pub fn as_slice(&self) -> &[OwnEdit] {
        &self.0
    }
}

/// The figures that a scenario is sized by: its own, and the base's for all others. Time O(figures · log figures).
pub fn over(
    base: &BTreeMap<FigureKey, f64>,
    own: impl IntoIterator<Item = (FigureKey, f64)>,
) -> BTreeMap<FigureKey, f64> {
    let mut figures = base.clone();
    figures.extend(own);
    figures
}

/// A figure that is another one now than it was.
#[derive(Clone, Debug, PartialEq)]
pub struct Moved {
    /// Which figure.
    pub key: FigureKey,
    /// What it was; `None` when there was none.
    pub then: Option<f64>,
    /// What it is; `None` when there is none any more.
    pub now: Option<f64>,
}

/// The figures that differ between two bases, by key. Time O(figures · log figures).
pub fn moved(then: &BTreeMap<FigureKey, f64>, now: &BTreeMap<FigureKey, f64>) -> Vec<Moved> {
    let keys: BTreeSet<&FigureKey> = then.keys().chain(now.keys()).collect();
    let beside = |key: &FigureKey| Moved { key: key.clone(), then: then.get(key).copied(), now: now.get(key).copied() };
    keys.into_iter().map(beside).filter(|figure| figure.then != figure.now).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(text: &str) -> FigureKey {
        text.parse().expect("it is a key")
    }

    fn figures(of: &[(&str, f64)]) -> BTreeMap<FigureKey, f64> {
        of.iter().map(|(text, value)| (key(text), *value)).collect()
    }

    #[test]
    fn a_batch_is_refused_whole_with_every_field_that_is_wrong() {
        let edit = |key: &str, value, note: &str| OwnEdit {
            key: key.parse().expect("it is a key"),
            value,
            note: Some(note.to_owned()),
            seen: 0,
        };
        let wrong = vec![
            edit("service.A.volume", Some(0.5), ""),
            edit("staff.total", Some(1.0), "a\u{0}"),
            edit("staff.total", None, ""),
        ];
        let Err(Problem::Invalid { fields }) = OwnEdits::new(wrong) else { panic!("the batch must be refused") };
        let named: Vec<&str> = fields.iter().map(|problem| problem.field.as_str()).collect();
        assert_eq!(named, ["edits.0.value", "edits.2", "edits.1.note"]);
        assert!(OwnEdits::new(Vec::new()).is_err());
        let edits = OwnEdits::new(vec![edit("staff.total", Some(400.0), " da concorso \n")]).expect("a good batch");
        assert_eq!(edits.as_slice()[0].note.as_deref(), Some("da concorso"));
    }

    #[test]
    fn own_figures_stand_in_place_of_the_base_and_all_others_stay() {
        let base = figures(&[("service.A.volume", 100.0), ("staff.total", 371.0)]);
        let all = over(&base, [(key("staff.total"), 400.0), (key("service.A.volume.FG"), 10.0)]);
        assert_eq!(all, figures(&[("service.A.volume", 100.0), ("staff.total", 400.0), ("service.A.volume.FG", 10.0)]));
    }

    #[test]
    fn what_moved_between_two_bases_is_told_with_both_values() {
        let then = figures(&[("service.A.volume", 100.0), ("staff.total", 371.0), ("staff.FG01.OR", 3.0)]);
        let now = figures(&[("service.A.volume", 120.0), ("staff.total", 371.0), ("staff.FG02.OR", 4.0)]);
        let told: Vec<(String, Option<f64>, Option<f64>)> =
            moved(&then, &now).into_iter().map(|figure| (figure.key.to_string(), figure.then, figure.now)).collect();
        let mut expected = vec![
            ("service.A.volume".to_owned(), Some(100.0), Some(120.0)),
            ("staff.FG01.OR".to_owned(), Some(3.0), None),
            ("staff.FG02.OR".to_owned(), None, Some(4.0)),
        ];
        expected.sort_by_key(|one| key(&one.0));
        assert_eq!(told, expected);
        assert!(moved(&now, &now).is_empty());
    }
}
