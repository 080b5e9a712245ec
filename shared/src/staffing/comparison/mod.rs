//! Scenarios side by side: what each comes to in the region, a province and a CPI, and in which cells they differ.
//!
//! The one computation behind the page and the API. It changes no scenario, and knows neither names nor database.

pub mod causes;
mod shift;
mod view;

use std::collections::BTreeMap;

use super::{
    Sizing, Totals,
    totals::{cost_cents, gini},
};
use crate::{Problem, Rule, code::ProvinceCode, problem::Fields};

pub use shift::{CLASSES, Shift, ShiftClass, pressure_shift};
pub use view::{Colour, Column, Order, Rows, View};

/// The fewest scenarios that are compared.
pub const MIN_SCENARIOS: usize = 2;
/// The most scenarios that are compared: more do not fit side by side.
pub const MAX_SCENARIOS: usize = 4;

/// One scenario, as it is compared.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    /// What its CPIs need and have.
    pub sizing: &'a Sizing,
    /// Operators that it places, shape `[cpis][profiles]`; what is missing counts as 0.
    pub placed: &'a [u32],
    /// Yearly cost of one operator of each profile, euro cents, shape `[profiles]`.
    pub yearly_cost_cents: &'a [u64],
    /// Months that the placed operators are paid for.
    pub months: u32,
}

/// What one scenario comes to in some CPIs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measures {
    /// The sums over the cells. Their pressure is the mean one: all that is required over all who are there.
    pub totals: Totals,
    /// The CPI under the greatest pressure, as its place in the sizing; the first of equals. `None` without CPIs.
    pub worst_cpi: Option<usize>,
    /// Its pressure; 0 without CPIs.
    pub worst: f64,
    /// How unequal the CPIs' pressures are, as [`gini`] says.
    pub gini: Option<f64>,
    /// What the placed operators cost over the scenario's months, euro cents, as [`cost_cents`] rounds it.
    pub cost_cents: u64,
}

impl Measures {
    /// The measures of the CPIs at these places of a scenario, whose totals by CPI are `totals`. Time O(cpis · profiles).
    fn of(side: &Side<'_>, totals: &[Totals], cpis: impl Iterator<Item = usize> + Clone) -> Self {
        let known = cpis.filter_map(|cpi| Some((cpi, *totals.get(cpi)?)));
        let pressures: Vec<f64> = known.clone().map(|(_, totals)| totals.pressure()).collect();
        let worst = known
            .clone()
            .map(|(cpi, totals)| (cpi, totals.pressure()))
            .max_by(|one, other| one.1.total_cmp(&other.1).then(other.0.cmp(&one.0)));
        let profiles = side.sizing.profiles().len();
        let mut by_profile = vec![0_u64; profiles];
        for (cpi, _) in known.clone() {
            let cells = side.placed.iter().skip(cpi * profiles).take(profiles);
            for (sum, &operators) in by_profile.iter_mut().zip(cells) {
                *sum += u64::from(operators);
            }
        }
        Self {
            totals: known.map(|(_, totals)| totals).sum(),
            worst_cpi: worst.map(|(cpi, _)| cpi),
            worst: worst.map(|(_, pressure)| pressure).unwrap_or_default(),
            gini: gini(&pressures),
            cost_cents: cost_cents(&by_profile, side.yearly_cost_cents, side.months),
        }
    }
}

/// Two to four scenarios side by side. Every list over scenarios is in the order in which they were given.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// Shape `[scenarios]`.
    region: Vec<Measures>,
    /// By province, in the order of their codes; each of shape `[scenarios]`.
    provinces: Vec<(ProvinceCode, Vec<Measures>)>,
    /// Shape `[cpis][scenarios]`.
    cpis: Vec<Vec<Totals>>,
    /// Operators placed, shape `[cells][scenarios]`.
    cells: Vec<Vec<u32>>,
}

impl Comparison {
    /// Compares scenarios that are sized over the same CPIs and profiles.
    ///
    /// A province's cost is rounded by itself, so that the provinces may come to a few cents more or less than the region.
    /// Time O(scenarios · (cells + cpis · log cpis)).
    ///
    /// # Errors
    /// [`Problem::Invalid`] names `scenarios` when they are fewer than [`MIN_SCENARIOS`] or more than [`MAX_SCENARIOS`],
    /// `scenarios.N` when one is sized over other CPIs or profiles than the first.
    pub fn of(sides: &[Side<'_>]) -> Result<Self, Problem> {
        check_count(sides.len())?;
        let mut fields = Fields::default();
        let shape = sides.first().map(|side| side.sizing);
        let alike = |one: &Sizing, other: &Sizing| one.cpis() == other.cpis() && one.profiles() == other.profiles();
        for (index, side) in sides.iter().enumerate() {
            let broken = shape.is_some_and(|first| !alike(first, side.sizing)).then_some(Rule::Unknown);
            fields.check(format!("scenarios.{index}"), broken);
        }
        fields.finish()?;
        let Some(sizing) = shape else { return Err(too_few()) };
        let by_cpi: Vec<Vec<Totals>> = sides.iter().map(|side| Totals::of_cpis(side.sizing, side.placed)).collect();
        let mut places: BTreeMap<&ProvinceCode, Vec<usize>> = BTreeMap::new();
        for (cpi, province) in sizing.provinces().iter().enumerate() {
            places.entry(province).or_default().push(cpi);
        }
        let beside = |cpis: &[usize]| -> Vec<Measures> {
            sides.iter().zip(&by_cpi).map(|(side, totals)| Measures::of(side, totals, cpis.iter().copied())).collect()
        };
        let all: Vec<usize> = (0..sizing.cpis().len()).collect();
        let operators = |cell: usize| sides.iter().map(move |side| side.placed.get(cell).copied().unwrap_or_default());
        Ok(Self {
            region: beside(&all),
            provinces: places.iter().map(|(province, cpis)| ((*province).clone(), beside(cpis))).collect(),
            cpis: all
                .iter()
                .map(|&cpi| by_cpi.iter().filter_map(|totals| totals.get(cpi).copied()).collect())
                .collect(),
            cells: (0..sizing.cells()).map(|cell| operators(cell).collect()).collect(),
        })
    }

    /// What each scenario comes to in the region.
    pub fn region(&self) -> &[Measures] {
        &self.region
    }

    /// What each scenario comes to in each province, by code.
    pub fn provinces(&self) -> &[(ProvinceCode, Vec<Measures>)] {
        &self.provinces
    }

    /// The sums of each scenario at each CPI, shape `[cpis][scenarios]`, in the sizing's order.
    pub fn cpis(&self) -> &[Vec<Totals>] {
        &self.cpis
    }

    /// Operators that each scenario places in each cell, shape `[cells][scenarios]`, in the sizing's order.
    pub fn cells(&self) -> &[Vec<u32>] {
        &self.cells
    }

    /// Whether the scenarios place different numbers of operators in a cell.
    pub fn differs(&self, cell: usize) -> bool {
        self.cells.get(cell).is_some_and(|operators| differ(operators))
    }
}

/// Whether scenarios that place so many operators somewhere differ there.
pub fn differ<T: PartialEq>(values: &[T]) -> bool {
    values.windows(2).any(|pair| pair.first() != pair.last())
}

/// Checks how many scenarios are to be compared.
///
/// # Errors
/// As [`Comparison::of`] says of `scenarios`.
pub fn check_count(scenarios: usize) -> Result<(), Problem> {
    if scenarios > MAX_SCENARIOS {
        return Err(Problem::invalid("scenarios", Rule::TooLong { max: MAX_SCENARIOS as u32 }));
    }
    if scenarios < MIN_SCENARIOS { Err(too_few()) } else { Ok(()) }
}

fn too_few() -> Problem {
    Problem::invalid("scenarios", Rule::TooSmall { min: MIN_SCENARIOS as f64 })
}

#[cfg(test)]
mod tests;
