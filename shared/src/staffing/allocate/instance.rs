//! The one door of the engine: a demand and a request, checked and turned into whole numbers in a fixed order.
//!
//! CPIs stand by province and code, profiles by code, so the order in which they were given changes nothing.

use std::collections::BTreeSet;

use super::{
    Demand, Level, Objective, Request, Scope, Side,
    measure::{LEAST_DIVISOR, OPERATOR, Rule as SeatRule, Unit, WEIGHT_OF_ONE},
    ranges::BOUNDLESS,
    reader::Reader,
};
use crate::{
    code::{CpiCode, ProfileCode, ProvinceCode},
    problem::{Fields, Problem, Rule, out_of},
    staffing::{
        CellKey,
        scenario::{MAX_HEAD_COUNT, MAX_OPERATORS},
    },
    territory::Point,
};

/// The most cells of an instance.
pub const MAX_CELLS: usize = 16_384;
/// The most operators that a cell may require or have, FTE.
pub const MAX_FTE: f64 = 10_000.0;
/// The most that an operator may cost in a year, euro cents. With it no sum under a price on money leaves 128 bits.
pub const MAX_YEARLY_COST: u64 = 100_000_000;

/// What one bound is about, by its place in the instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    HeadCount,
    Profile(usize),
    Province(usize),
    Cpi(usize),
    Cell(usize),
    Lock(usize),
}

impl Place {
    /// Whether it is about one cell.
    pub(super) fn is_cell(self) -> bool {
        matches!(self, Self::Cell(_) | Self::Lock(_))
    }

    /// The place on whose arc it stands: a lock stands on its cell's.
    pub(super) fn on_arc(self) -> Self {
        if let Self::Lock(cell) = self { Self::Cell(cell) } else { self }
    }
}

/// One side of one range that was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Limit {
    pub(super) place: Place,
    pub(super) side: Side,
    pub(super) operators: i64,
}

/// A move that is allowed: from one CPI to another, by their places.
pub(super) type Way = (usize, usize);

/// A problem that is well posed: every number exact, every name known, the order fixed.
#[derive(Clone, Debug)]
pub struct Instance {
    pub(super) objective: Objective,
    pub(super) level: Level,
    pub(super) profiles: Vec<ProfileCode>,
    pub(super) cpis: Vec<CpiCode>,
    pub(super) provinces: Vec<ProvinceCode>,
    pub(super) province_of: Vec<usize>,
    /// Where the CPIs lie; empty where that is not known.
    pub(super) seats: Vec<Point>,
    /// Each cell as a unit by itself, shape `[cpis][profiles]`.
    pub(super) cells: Vec<Unit>,
    pub(super) present: Vec<i64>,
    /// Yearly cost of an operator of each profile, euro cents.
    pub(super) costs: Vec<u64>,
    /// The most that all operators may cost in a year, euro cents.
    pub(super) purse: Option<u128>,
    /// The most people in service who may move.
    pub(super) most_moves: Option<i64>,
    pub(super) limits: Vec<Limit>,
    pub(super) ways: Vec<Way>,
    pub(super) has_transfers: bool,
    /// What one move costs: millionths of an hour's weight times millionths of an operator, billionths, or a pressure in millionths.
    pub(super) move_cost: u64,
    /// Available working time of each profile, hours a year.
    pub(super) available_hours: Vec<f64>,
    /// Where each cell as given stands here.
    pub(super) given: Vec<usize>,
}

impl Instance {
    /// Checks a demand and a request.
    ///
    /// # Errors
    /// [`Problem::Invalid`] names each field that is wrong: `demand` when its arrays have not the shape that its names
    /// have, `required.CPI.PROFILE` and so on, or the path in the request, `constraints.cells.3.of`.
    pub fn new(demand: &Demand, request: &Request) -> Result<Self, Problem> {
        let mut fields = Fields::default();
        let (rows, columns) = (demand.cpis.len(), demand.profiles.len());
        let size = rows.saturating_mul(columns);
        if size == 0 {
            return Err(Problem::invalid("demand", Rule::Required));
        }
        if size > MAX_CELLS {
            return Err(Problem::invalid("demand", Rule::TooLong { max: MAX_CELLS as u32 }));
        }
        for (name, length) in
            [("required", demand.required.len()), ("have", demand.have.len()), ("present", demand.present.len())]
        {
            if length != size {
                fields.push(name, Rule::WrongSum { expected: size as f64, actual: length as f64 });
            }
        }
        if !demand.seats.is_empty() && demand.seats.len() != rows {
            fields.push("seats", Rule::WrongSum { expected: rows as f64, actual: demand.seats.len() as f64 });
        }
        for (row, seat) in demand.seats.iter().enumerate() {
            fields.check(format!("seats.{row}.latitude"), out_of(seat.latitude, -90.0, 90.0));
            fields.check(format!("seats.{row}.longitude"), out_of(seat.longitude, -180.0, 180.0));
        }
        let hours = demand.available_hours.len();
        if hours != columns {
            fields.push("availableHours", Rule::WrongSum { expected: columns as f64, actual: hours as f64 });
        }
        fields.finish()?;
        let mut instance = Self::sorted(demand, request)?;
        let mut reader = Reader { instance: &mut instance, fields: Fields::default() };
        reader.read(request);
        let fields = reader.fields;
        fields.finish()?;
        instance.share_out_claims();
        Ok(instance)
    }

    fn sorted(demand: &Demand, request: &Request) -> Result<Self, Problem> {
        let mut fields = Fields::default();
        let mut by_code: Vec<usize> = (0..demand.cpis.len()).collect();
        by_code.sort_by_key(|&row| (&demand.cpis[row].1, &demand.cpis[row].0));
        let mut columns: Vec<usize> = (0..demand.profiles.len()).collect();
        columns.sort_by_key(|&column| &demand.profiles[column].0);
        let mut seen = BTreeSet::new();
        for (cpi, _) in &demand.cpis {
            fields.check(format!("cpi.{cpi}"), (!seen.insert(cpi)).then_some(Rule::Duplicate));
        }
        let mut seen = BTreeSet::new();
        for (profile, cost) in &demand.profiles {
            fields.check(format!("profile.{profile}"), (!seen.insert(profile)).then_some(Rule::Duplicate));
            let too_dear = (*cost > MAX_YEARLY_COST).then_some(Rule::TooGreat { max: MAX_YEARLY_COST as f64 });
            fields.check(format!("profile.{profile}.yearlyCost"), too_dear);
        }
        let broken = demand.available_hours.iter().find_map(|&hours| out_of(hours, 1.0, 10_000.0));
        let has_hours = fields.check("availableHours", broken);
        fields.check("threshold", threshold_problem(request.threshold));
        let provinces: Vec<ProvinceCode> =
            demand.cpis.iter().map(|(_, province)| province).collect::<BTreeSet<_>>().into_iter().cloned().collect();
        let mut instance = Self {
            objective: request.objective,
            level: request.level,
            profiles: columns.iter().map(|&column| demand.profiles[column].0.clone()).collect(),
            cpis: by_code.iter().map(|&row| demand.cpis[row].0.clone()).collect(),
            seats: by_code.iter().filter_map(|&row| demand.seats.get(row).copied()).collect(),
            province_of: by_code
                .iter()
                .map(|&row| provinces.binary_search(&demand.cpis[row].1).unwrap_or_default())
                .collect(),
            provinces,
            cells: Vec::with_capacity(demand.required.len()),
            present: Vec::with_capacity(demand.required.len()),
            costs: columns.iter().map(|&column| demand.profiles[column].1).collect(),
            purse: None,
            most_moves: None,
            limits: Vec::new(),
            ways: Vec::new(),
            has_transfers: false,
            move_cost: 0,
            available_hours: columns.iter().map(|&column| demand.available_hours[column]).collect(),
            given: vec![0; demand.required.len()],
        };
        let longest = instance.longest_hours();
        for &row in &by_code {
            for &column in &columns {
                let cell = row * columns.len() + column;
                let name = || format!("{}.{}", demand.cpis[row].0, demand.profiles[column].0);
                for (kind, value) in [("required", demand.required[cell]), ("have", demand.have[cell])] {
                    if let Some(rule) = out_of(value, 0.0, MAX_FTE) {
                        fields.push(format!("{kind}.{}", name()), rule);
                    }
                }
                if demand.present[cell] > MAX_OPERATORS {
                    fields.push(format!("present.{}", name()), Rule::TooGreat { max: f64::from(MAX_OPERATORS) });
                }
                instance.given[cell] = instance.cells.len();
                instance.present.push(i64::from(demand.present[cell]));
                instance.cells.push(Unit {
                    required: millionths(demand.required[cell]),
                    have: millionths(demand.have[cell]),
                    weight: if has_hours {
                        hour_weight(demand.available_hours[column], longest)
                    } else {
                        WEIGHT_OF_ONE
                    },
                    threshold: millionths(request.threshold),
                    seats: 0,
                    claims: 0,
                });
            }
        }
        fields.finish()?;
        Ok(instance)
    }

    /// Whether the objective is Hamilton's, whose quotas all hang on each claim.
    pub(super) fn has_quotas(&self) -> bool {
        matches!(self.objective, Objective::Apportionment { rule: SeatRule::Hamilton, .. })
    }

    /// Hamilton's quotas need the number of seats and the sum of the claims.
    pub(super) fn share_out_claims(&mut self) {
        let Objective::Apportionment { rule: SeatRule::Hamilton, basis } = self.objective else { return };
        let seats = self.ceiling().unsigned_abs();
        let claims = self.units().iter().map(|unit| unit.claim(basis)).sum();
        for cell in &mut self.cells {
            (cell.seats, cell.claims) = (seats, claims);
        }
    }

    /// The most operators that the head-count, the profiles together or the budget allow.
    pub(super) fn ceiling(&self) -> i64 {
        let (mut head_count, mut profiles) = (None, vec![None; self.profiles.len()]);
        for limit in self.limits.iter().filter(|limit| limit.side == Side::AtMost) {
            let known: &mut Option<i64> = match limit.place {
                Place::HeadCount => &mut head_count,
                Place::Profile(profile) => &mut profiles[profile],
                _ => continue,
            };
            *known = Some(known.map_or(limit.operators, |most| most.min(limit.operators)));
        }
        let by_profile: Option<i64> = profiles.into_iter().sum();
        let cheapest = self.costs.iter().copied().min().filter(|&cost| cost > 0);
        let by_purse =
            self.purse.zip(cheapest).map(|(purse, cost)| i64::try_from(purse / u128::from(cost)).unwrap_or(i64::MAX));
        let most = i64::from(MAX_HEAD_COUNT);
        [head_count, by_profile, by_purse].into_iter().flatten().fold(most, i64::min)
    }

    /// Decides the number of a cell.
    pub(super) fn lock(&mut self, cell: usize, operators: u32) {
        for side in [Side::AtLeast, Side::AtMost] {
            self.limits.push(Limit { place: Place::Lock(cell), side, operators: i64::from(operators) });
        }
    }

    /// The range of a cell, from its limits and its lock.
    pub(super) fn range_of(&self, cell: usize) -> (i64, i64) {
        let mut range = (0, BOUNDLESS);
        for limit in self.limits.iter().filter(|limit| [Place::Cell(cell), Place::Lock(cell)].contains(&limit.place)) {
            match limit.side {
                Side::AtLeast => range.0 = range.0.max(limit.operators),
                Side::AtMost => range.1 = range.1.min(limit.operators),
            }
        }
        range
    }

    /// The unit of an objective that every cell belongs to, and all units.
    pub(super) fn unit_of(&self, cell: usize) -> usize {
        let cpi = cell / self.profiles.len();
        match self.level {
            Level::Cell => cell,
            Level::Cpi => cpi,
            Level::Province => self.province_of[cpi],
        }
    }

    /// The units of the objective, in order: what each requires and has over all its cells.
    pub fn units(&self) -> Vec<Unit> {
        let count = match self.level {
            Level::Cell => return self.cells.clone(),
            Level::Cpi => self.cpis.len(),
            Level::Province => self.provinces.len(),
        };
        let mut units: Vec<Option<Unit>> = vec![None; count];
        for (cell, part) in self.cells.iter().enumerate() {
            let unit = units[self.unit_of(cell)].get_or_insert(Unit { required: 0, have: 0, ..*part });
            unit.required += part.required;
            unit.have += part.have;
        }
        let mut units: Vec<Unit> = units.into_iter().flatten().collect();
        self.weigh(&mut units);
        units
    }

    /// What an operator who is missing counts in a CPI: the mean of its cells. A province knows no weights of CPIs.
    fn weigh(&self, units: &mut [Unit]) {
        let (columns, longest) = (self.profiles.len(), self.longest_hours());
        let hours = self.available_hours.iter().map(|&hours| hour_weight(hours, longest));
        let of_province = hours.sum::<u64>() / columns as u64;
        let of_cpi =
            self.cells.chunks(columns).map(|row| row.iter().map(|cell| cell.weight).sum::<u64>() / columns as u64);
        for (unit, of_cpi) in units.iter_mut().zip(of_cpi) {
            unit.weight = if self.level == Level::Province { of_province } else { of_cpi };
        }
    }

    /// The longest available working time of a profile, hours a year.
    pub(super) fn longest_hours(&self) -> f64 {
        self.available_hours.iter().copied().fold(0.0, f64::max)
    }

    /// Number of cells.
    pub fn len(&self) -> usize {
        self.cells.len()
    }

    /// Whether there are no cells; there always are.
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// Which cell stands at a place of the engine's order.
    pub fn cell_key(&self, cell: usize) -> CellKey {
        let (cpi, profile) = (cell / self.profiles.len(), cell % self.profiles.len());
        CellKey { cpi: self.cpis[cpi].clone(), profile: self.profiles[profile].clone() }
    }

    /// The place of a cell in the engine's order, if there is such a cell.
    pub fn position(&self, key: &CellKey) -> Option<usize> {
        let cpi = self.cpis.iter().position(|known| *known == key.cpi)?;
        let profile = self.profiles.binary_search(&key.profile).ok()?;
        Some(cpi * self.profiles.len() + profile)
    }

    /// Numbers in the engine's order, in the order in which the demand gave the cells.
    pub fn as_given<T: Copy>(&self, cells: &[T]) -> Vec<T> {
        self.given.iter().filter_map(|&cell| cells.get(cell).copied()).collect()
    }

    /// Numbers in the order in which the demand gave the cells, in the engine's order; what is missing is 0.
    pub fn from_given(&self, given: &[u32]) -> Vec<u32> {
        let mut cells = vec![0; self.len()];
        for (&cell, &value) in self.given.iter().zip(given) {
            if let Some(place) = cells.get_mut(cell) {
                *place = value;
            }
        }
        cells
    }

    /// The places of the CPIs, in the order in which the demand gave them.
    pub(super) fn cpis_as_given(&self) -> Vec<usize> {
        let columns = self.profiles.len();
        self.given.chunks(columns).filter_map(|row| row.first()).map(|cell| cell / columns).collect()
    }

    /// The name of what a limit is about.
    pub(super) fn scope(&self, place: Place) -> Scope {
        match place {
            Place::HeadCount => Scope::HeadCount,
            Place::Profile(profile) => Scope::Profile { profile: self.profiles[profile].clone() },
            Place::Province(province) => Scope::Province { province: self.provinces[province].clone() },
            Place::Cpi(cpi) => Scope::Cpi { cpi: self.cpis[cpi].clone() },
            Place::Cell(cell) => Scope::Cell { cell: self.cell_key(cell) },
            Place::Lock(cell) => Scope::Lock { cell: self.cell_key(cell) },
        }
    }
}

fn threshold_problem(threshold: f64) -> Option<Rule> {
    out_of(threshold, 0.0, (OPERATOR - 1) as f64 / OPERATOR as f64)
}

/// The working time of a profile over the longest one, millionths.
fn hour_weight(hours: f64, longest: f64) -> u64 {
    (hours / longest * WEIGHT_OF_ONE as f64).round() as u64
}

/// A number in millionths, rounded to the nearest; halves away from 0. What is no number counts as 0.
pub(super) fn millionths(value: f64) -> u64 {
    (value * OPERATOR as f64).round() as u64
}

const _: () = assert!(LEAST_DIVISOR > 0, "the proportional objective divides by it");
