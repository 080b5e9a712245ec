//! How many may stand at each place: the ranges that the limits leave.

use std::collections::BTreeMap;

use super::{
    Instance, Side,
    instance::{Limit, Place},
};
use crate::staffing::scenario::MAX_HEAD_COUNT;

/// More than any flow can be.
pub(super) const BOUNDLESS: i64 = 1 << 40;

/// The ranges of everything, from the limits that are kept.
pub(super) struct Ranges {
    pub(super) head_count: (i64, i64),
    pub(super) profiles: Vec<(i64, i64)>,
    pub(super) provinces: Vec<(i64, i64)>,
    pub(super) cpis: Vec<(i64, i64)>,
    pub(super) cells: Vec<(i64, i64)>,
    pub(super) locked: Vec<bool>,
    /// People in service who leave a cell; a cell that is not there may lose all.
    pub(super) leaving: BTreeMap<usize, (i64, i64)>,
}

/// No fewest and no most.
pub(super) const FREE: (i64, i64) = (0, BOUNDLESS);
/// Without a lower bound a place may lose the people who are there.
pub(super) const OPEN: (i64, i64) = (-BOUNDLESS, BOUNDLESS);

/// The range of a flow that holds people in service, from that of the operators more.
pub(super) fn with_people((low, high): (i64, i64), people: i64) -> (i64, i64) {
    (i64::max(0, low + people), high + people)
}

impl Ranges {
    pub(super) fn of<'a>(instance: &Instance, limits: impl IntoIterator<Item = &'a Limit>) -> Self {
        let mut ranges = Self {
            head_count: (0, i64::from(MAX_HEAD_COUNT)),
            profiles: vec![FREE; instance.profiles.len()],
            provinces: vec![OPEN; instance.provinces.len()],
            cpis: vec![OPEN; instance.cpis.len()],
            cells: vec![FREE; instance.cells.len()],
            locked: vec![false; instance.cells.len()],
            leaving: BTreeMap::new(),
        };
        for limit in limits {
            let range = match limit.place {
                Place::HeadCount => &mut ranges.head_count,
                Place::Profile(profile) => &mut ranges.profiles[profile],
                Place::Province(province) => &mut ranges.provinces[province],
                Place::Cpi(cpi) => &mut ranges.cpis[cpi],
                Place::Cell(cell) => &mut ranges.cells[cell],
                Place::Lock(cell) => {
                    ranges.locked[cell] = true;
                    &mut ranges.cells[cell]
                }
            };
            match limit.side {
                Side::AtLeast => range.0 = range.0.max(limit.operators),
                Side::AtMost => range.1 = range.1.min(limit.operators),
            }
        }
        ranges
    }
}
