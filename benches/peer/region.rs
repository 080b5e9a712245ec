//! Generated problems: the same seed gives the same problem.

use shared::{
    code::{CpiCode, ProfileCode, ProvinceCode},
    staffing::{
        CellKey,
        allocate::{
            Budget, Constraints, Demand, Level, Limit, Lock, Objective, Range, Reach, Request, Transfers, Weight,
        },
    },
    territory::Point,
};

/// A linear congruential stream.
///
/// # Source
/// D. E. Knuth, The Art of Computer Programming 2, 3.3.4, line 26.
pub struct Chance(pub u64);

impl Chance {
    pub fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }

    fn one_in(&mut self, n: u64) -> bool {
        self.below(n) == 0
    }
}

fn code<C>(made: Result<C, shared::code::NotACode>) -> C {
    made.expect("generated codes are short capitals and digits")
}

/// CPIs of different sizes over provinces, with profiles of different weight, between a tenth and nine tenths staffed.
pub fn demand(chance: &mut Chance, rows: usize, columns: usize, provinces: usize) -> Demand {
    let (mut required, mut have) = (Vec::new(), Vec::new());
    for _ in 0..rows {
        let size = 0.5 + chance.below(1_000) as f64 / 200.0;
        for column in 0..columns {
            let need = size * (column as f64 + 1.0) / 2.0 * (0.7 + chance.below(10_000) as f64 / 16_000.0);
            required.push(need);
            have.push((need * (0.1 + chance.below(8_000) as f64 / 10_000.0) * 100.0).round() / 100.0);
        }
    }
    Demand {
        profiles: (0..columns)
            .map(|column| (code(ProfileCode::new(format!("F{column}"))), 3_600_000 + 10_000 * chance.below(40)))
            .collect(),
        cpis: (0..rows)
            .map(|row| {
                let province = code(ProvinceCode::new(format!("P{:03}", row * provinces / rows)));
                (code(CpiCode::new(format!("C{row:04}"))), province)
            })
            .collect(),
        seats: (0..rows).map(seat).collect(),
        available_hours: vec![1_490.4; columns],
        present: vec![0; required.len()],
        required,
        have,
    }
}

/// Seats here and there over a land of a thousand kilometres.
fn seat(row: usize) -> Point {
    Point { latitude: 37.0 + (row * 37 % 100) as f64 / 10.0, longitude: 8.0 + (row * 61 % 100) as f64 / 10.0 }
}

/// The benchmark's problem: the proportional objective by cell, exact counts by profile, each province within a tenth of its
/// share.
fn benchmark(rows: usize, columns: usize, provinces: usize, seats: u32) -> (Demand, Request) {
    let demand = demand(&mut Chance(269_2020), rows, columns, provinces);
    let all: f64 = demand.required.iter().sum();
    let mut constraints = Constraints { head_count: Range::exactly(seats), ..Constraints::default() };
    let mut left = seats;
    for (column, (profile, _)) in demand.profiles.iter().enumerate() {
        let need: f64 = demand.required.iter().skip(column).step_by(columns).sum();
        let count = if column + 1 == columns { left } else { (need / all * f64::from(seats)).round() as u32 };
        left -= count;
        constraints.profiles.push(Limit { of: profile.clone(), range: Range::exactly(count) });
    }
    for province in 0..provinces {
        let of = code(ProvinceCode::new(format!("P{province:03}")));
        let inside = demand.cpis.iter().zip(demand.required.chunks(columns)).filter(|((_, at), _)| *at == of);
        let share = inside.map(|(_, row)| row.iter().sum::<f64>()).sum::<f64>() / all * f64::from(seats);
        let range = Range { at_least: (share * 0.9) as u32, at_most: Some((share * 1.1).ceil() as u32) };
        constraints.provinces.push(Limit { of, range });
    }
    (demand, Request { objective: Objective::Proportional, level: Level::Cell, threshold: 0.5, constraints })
}

/// Puglia: 43 CPIs, 5 profiles, 6 provinces, 236 operators.
pub fn puglia() -> (Demand, Request) {
    benchmark(43, 5, 6, 236)
}

/// An Italy: 550 CPIs, 6 profiles, 107 provinces, 11,600 operators.
pub fn italy() -> (Demand, Request) {
    benchmark(550, 6, 107, 11_600)
}

/// A medium problem with a mix of all constraints.
pub fn medium(seed: u64, with_budget: bool) -> (Demand, Request) {
    let chance = &mut Chance(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5eed);
    let (rows, columns) = (8 + chance.below(7) as usize, 2 + chance.below(3) as usize);
    let demand = demand(chance, rows, columns, 3);
    let seats = 10 + chance.below(50) as u32;
    let range = |chance: &mut Chance, around: u64| {
        let (one, other) = (chance.below(around + 1) as u32, chance.below(2 * around + 1) as u32);
        Range { at_least: one.min(other), at_most: Some(one.max(other) + 1) }
    };
    let head_count = if chance.one_in(3) { Range::at_most(seats) } else { Range::exactly(seats) };
    let mut constraints = Constraints { head_count, ..Constraints::default() };
    let share = u64::from(seats) / columns as u64;
    if chance.one_in(2) {
        for (profile, _) in &demand.profiles {
            constraints.profiles.push(Limit { of: profile.clone(), range: range(chance, share) });
        }
    }
    if chance.one_in(2) {
        for province in 0..3 {
            let of = code(ProvinceCode::new(format!("P{province:03}")));
            constraints.provinces.push(Limit { of, range: range(chance, u64::from(seats) / 3) });
        }
    }
    if chance.one_in(3) {
        for (cpi, _) in &demand.cpis {
            constraints.cpis.push(Limit { of: cpi.clone(), range: Range::at_most(chance.below(12) as u32) });
        }
    }
    let cell = |row: usize, column: usize| CellKey {
        cpi: demand.cpis[row].0.clone(),
        profile: demand.profiles[column].0.clone(),
    };
    for row in 0..rows {
        if chance.one_in(4) {
            constraints.locked.push(Lock { cell: cell(row, 0), operators: chance.below(4) as u32 });
        }
        if chance.one_in(4) {
            constraints.cells.push(Limit { of: cell(row, 1), range: range(chance, 2) });
        }
        if chance.one_in(3) {
            let weight = chance.below(5_000) as f64 / 1_000.0;
            constraints.weights.push(Weight { cpi: demand.cpis[row].0.clone(), weight });
        }
    }
    let objective = [Objective::Proportional, Objective::LeastUnmet, Objective::Equity][chance.below(3) as usize];
    if chance.one_in(2) {
        let cost = match objective {
            Objective::LeastUnmet => chance.below(1_000) as f64,
            _ => chance.below(1_000) as f64 / 500.0,
        };
        let pairs = demand.cpis.windows(2).map(|pair| (pair[0].0.clone(), pair[1].0.clone())).collect();
        let reach = match (chance.one_in(3), seed.is_multiple_of(2)) {
            (true, _) => Reach::Between { pairs },
            (false, true) => Reach::Within { km: 400.0 },
            (false, false) => Reach::Province,
        };
        constraints.transfers = Some(Transfers { reach, cost, at_most: None });
    }
    if with_budget {
        let cents = u64::from(seats) * 3_600_000 * (30 + chance.below(60)) / 100;
        constraints.budget = Some(Budget { cents, months: 12 });
        constraints.head_count.at_least = 0;
    }
    let level = [Level::Cell, Level::Cpi, Level::Province][chance.below(3) as usize];
    (demand, Request { objective, level, threshold: 0.5, constraints })
}
