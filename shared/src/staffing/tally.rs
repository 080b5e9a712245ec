//! The totals of a whole sheet, kept while its cells change: an edit adds up its own CPI, that CPI's province and the region.
//!
//! Nothing is ever added to a sum that was rounded before: a CPI, a province and the region are each added up anew, in the
//! order in which the whole would be, so what is kept equals what is counted from nothing to the last bit.

use std::{collections::BTreeSet, sync::Arc};

use super::{Sizing, Totals};

/// The sums over several CPIs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sums {
    /// Of all profiles together.
    pub totals: Totals,
    /// Operators placed, shape `[profiles]`.
    pub by_profile: Vec<u64>,
}

/// The totals of a sheet, by CPI, by province and of all.
#[derive(Clone, Debug)]
pub struct Tally {
    /// None while the figures contradict each other: people are counted then, and nothing is known of work.
    sizing: Option<Arc<Sizing>>,
    columns: usize,
    /// The place of each CPI's province.
    province_of: Arc<[usize]>,
    placed: Vec<u32>,
    cpis: Vec<Totals>,
    provinces: Vec<Province>,
    region: Sums,
}

#[derive(Clone, Debug, Default)]
struct Province {
    cpis: Vec<usize>,
    sums: Sums,
}

impl Tally {
    /// Adds up everything. `province_of` has shape `[cpis]`, `placed` has shape `[cpis][columns]`; what is missing counts as 0.
    ///
    /// Time O(cells).
    pub fn new(sizing: Option<Arc<Sizing>>, province_of: Arc<[usize]>, columns: usize, mut placed: Vec<u32>) -> Self {
        placed.resize(province_of.len() * columns, 0);
        let cpis = sizing.as_ref().map(|sizing| Totals::of_cpis(sizing, &placed)).unwrap_or_default();
        let count = province_of.iter().max().map_or(0, |last| last + 1);
        let mut provinces = vec![Province::default(); count];
        for (cpi, &province) in province_of.iter().enumerate() {
            provinces[province].cpis.push(cpi);
        }
        let mut tally = Self { sizing, columns, province_of, placed, cpis, provinces, region: Sums::default() };
        for province in 0..count {
            tally.provinces[province].sums = tally.sums(tally.provinces[province].cpis.iter().copied());
        }
        tally.region = tally.sums(0..tally.province_of.len());
        tally
    }

    /// Whether it rests on a sizing, the very same one.
    pub fn rests_on(&self, sizing: Option<&Arc<Sizing>>) -> bool {
        match (&self.sizing, sizing) {
            (Some(mine), Some(other)) => Arc::ptr_eq(mine, other),
            (None, None) => true,
            _ => false,
        }
    }

    /// Takes over what is placed now, and says whether anything changed.
    ///
    /// Time O(cells) comparisons of whole numbers, O(columns) a changed CPI, O(its CPIs) a changed province, O(CPIs) once.
    pub fn follow(&mut self, placed: &[u32]) -> bool {
        let mut changed = BTreeSet::new();
        for (cell, (mine, &now)) in self.placed.iter_mut().zip(placed).enumerate() {
            if *mine != now {
                let (cpi, column) = (cell / self.columns, cell % self.columns);
                let sums = [&mut self.region, &mut self.provinces[self.province_of[cpi]].sums];
                for sums in sums {
                    sums.by_profile[column] = sums.by_profile[column] - u64::from(*mine) + u64::from(now);
                }
                *mine = now;
                changed.insert(cpi);
            }
        }
        if let Some(sizing) = &self.sizing {
            for &cpi in &changed {
                let cells = cpi * self.columns..(cpi + 1) * self.columns;
                let totals = cells.filter_map(|cell| Totals::of_cell(sizing, cell, self.placed[cell])).sum();
                if let Some(known) = self.cpis.get_mut(cpi) {
                    *known = totals;
                }
            }
        }
        for province in changed.iter().map(|&cpi| self.province_of[cpi]).collect::<BTreeSet<_>>() {
            self.provinces[province].sums.totals = self.totals(self.provinces[province].cpis.iter().copied());
        }
        if !changed.is_empty() {
            self.region.totals = self.totals(0..self.province_of.len());
        }
        !changed.is_empty()
    }

    /// What is placed in each cell, shape `[cpis][columns]`.
    pub fn placed(&self) -> &[u32] {
        &self.placed
    }

    /// The totals of each CPI; none while the figures contradict each other.
    pub fn cpis(&self) -> &[Totals] {
        &self.cpis
    }

    /// The sums of a province, by its place. `None` when no CPI is in it.
    pub fn province(&self, province: usize) -> Option<&Sums> {
        self.provinces.get(province).filter(|province| !province.cpis.is_empty()).map(|province| &province.sums)
    }

    /// The sums of all.
    pub fn region(&self) -> &Sums {
        &self.region
    }

    fn totals(&self, cpis: impl Iterator<Item = usize>) -> Totals {
        cpis.filter_map(|cpi| self.cpis.get(cpi).copied()).sum()
    }

    fn sums(&self, cpis: impl Iterator<Item = usize> + Clone) -> Sums {
        let mut by_profile = vec![0; self.columns];
        for cpi in cpis.clone() {
            for (sum, &placed) in by_profile.iter_mut().zip(&self.placed[cpi * self.columns..]) {
                *sum += u64::from(placed);
            }
        }
        Sums { totals: self.totals(cpis), by_profile }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::staffing::sizing::tests::{assumptions, catchment};

    const COLUMNS: usize = 3;

    /// Everything that a tally tells, to the last bit.
    fn told(tally: &Tally) -> String {
        let provinces: Vec<_> = (0..6).map(|province| tally.province(province)).collect();
        format!("{:?} {:?} {provinces:?} {:?}", tally.placed(), tally.cpis(), tally.region())
    }

    fn sizing(cpis: usize) -> Option<Arc<Sizing>> {
        let catchments: Vec<_> = (0..cpis).map(|cpi| catchment(cpi, 900 + 77 * cpi as u64)).collect();
        Sizing::of(&assumptions(COLUMNS, &[70_000, 12_345, 999]), &catchments).ok().map(Arc::new)
    }

    #[test]
    fn a_province_without_centres_and_figures_that_contradict_each_other_are_told_apart_from_nothing_placed() {
        let tally = Tally::new(None, [0, 2, 2].into(), 2, vec![1, 0, 0, 4]);
        assert!(tally.cpis().is_empty() && tally.province(1).is_none() && tally.province(3).is_none());
        assert_eq!(tally.province(2).map(|sums| sums.by_profile.as_slice()), Some([0, 4].as_slice()));
        assert_eq!(tally.region().by_profile, [1, 4]);
        let one = sizing(3);
        assert!(tally.rests_on(None) && !tally.rests_on(one.as_ref()));
        let sized = Tally::new(one.clone(), [0, 0, 0].into(), COLUMNS, Vec::new());
        assert!(sized.rests_on(one.as_ref()) && !sized.rests_on(sizing(3).as_ref()));
    }

    proptest! {
        #[test]
        fn what_follows_edits_equals_what_is_counted_from_nothing(
            province_of in prop::collection::vec(0_usize..5, 1..12),
            is_sized in any::<bool>(),
            edits in prop::collection::vec(prop::collection::vec((0_usize..36, 0_u32..40), 1..6), 1..12),
        ) {
            let province_of = Arc::<[usize]>::from(province_of);
            let sizing = if is_sized { sizing(province_of.len()) } else { None };
            let mut placed = vec![0; province_of.len() * COLUMNS];
            let mut tally = Tally::new(sizing.clone(), province_of.clone(), COLUMNS, placed.clone());
            for batch in edits {
                let before = placed.clone();
                for (cell, operators) in batch {
                    let count = placed.len();
                    placed[cell % count] = operators;
                }
                prop_assert_eq!(tally.follow(&placed), before != placed);
                let whole = Tally::new(sizing.clone(), province_of.clone(), COLUMNS, placed.clone());
                prop_assert_eq!(told(&tally), told(&whole));
            }
        }
    }
}
