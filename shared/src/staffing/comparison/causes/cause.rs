//! What may make two scenarios differ, and which figure belongs to which cause.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::staffing::FigureKey;

/// Why two scenarios differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Cause {
    /// How much work there is, and where: volumes of the region and of provinces, what they are split by, and the map of the catchments.
    Volume,
    /// How long one unit of a service takes.
    Standard,
    /// Which profile does which share of a service.
    Share,
    /// How long an operator is at work for the services: the working time with its absences, and both allowances.
    WorkingTime,
    /// Who is in service already.
    Staff,
    /// How many operators there are to place.
    HeadCount,
    /// Cells that are decided.
    Lock,
    /// What none of the others explains: numbers typed by hand, or taken from a proposal that was asked something else.
    ByHand,
}

impl Cause {
    /// All, in the order in which they are told.
    pub const ALL: [Self; 8] = [
        Self::Volume,
        Self::Standard,
        Self::Share,
        Self::WorkingTime,
        Self::Staff,
        Self::HeadCount,
        Self::Lock,
        Self::ByHand,
    ];

    /// The cause that a figure belongs to. `None` for costs: neither a requirement nor the question of reference looks at them.
    ///
    /// Rules between figures hold within one cause each, so figures of two valid sets may be mixed cause by cause.
    pub fn of(figure: &FigureKey) -> Option<Self> {
        match figure {
            FigureKey::Volume(_) | FigureKey::ProvinceVolume(..) | FigureKey::SplitByRegisteredUnemployed => {
                Some(Self::Volume)
            }
            FigureKey::Minutes(_) => Some(Self::Standard),
            FigureKey::Share(..) => Some(Self::Share),
            FigureKey::WorkingTime(_)
            | FigureKey::OwnWorkingTime(..)
            | FigureKey::CategoryAllowance(_)
            | FigureKey::IndividualAllowance(..) => Some(Self::WorkingTime),
            FigureKey::StaffTotal | FigureKey::Staff(..) => Some(Self::Staff),
            FigureKey::YearlyCost(_) => None,
        }
    }

    /// Its place among [`Self::ALL`].
    pub(super) fn place(self) -> usize {
        self as usize
    }
}

/// The figures of one set, but of these causes those of the other. Time O(figures · log figures).
pub(super) fn mixed(
    base: &BTreeMap<FigureKey, f64>,
    other: &BTreeMap<FigureKey, f64>,
    causes: &[Cause],
) -> BTreeMap<FigureKey, f64> {
    let is_other = |key: &FigureKey| Cause::of(key).is_some_and(|cause| causes.contains(&cause));
    let kept = base.iter().filter(|(key, _)| !is_other(key));
    kept.chain(other.iter().filter(|(key, _)| is_other(key))).map(|(key, value)| (key.clone(), *value)).collect()
}
