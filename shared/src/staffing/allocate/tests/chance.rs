//! Small random problems: the same seed gives the same problem.

use crate::{
    code::{CpiCode, ProfileCode, ProvinceCode},
    staffing::{
        CellKey,
        allocate::{
            Basis, Budget, Constraints, Demand, Level, Limit, Lock, Objective, Range, Reach, Request, Rule, Transfers,
            Weight,
        },
        chance,
    },
    territory::Point,
};

/// What may happen, drawn from a stream of numbers that look like chance.
pub(in crate::staffing::allocate) struct Chance(chance::Chance);

impl Chance {
    pub(in crate::staffing::allocate) fn new(seed: u64) -> Self {
        Self(chance::Chance::new(seed))
    }

    pub(in crate::staffing::allocate) fn below(&mut self, limit: u64) -> u64 {
        self.0.next() % limit
    }

    fn one_in(&mut self, n: u64) -> bool {
        self.below(n) == 0
    }

    pub(in crate::staffing::allocate) fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len() as u64) as usize]
    }

    fn range(&mut self, most: u64) -> Range {
        let (one, other) = (self.below(most + 1) as u32, self.below(most + 1) as u32);
        match self.below(4) {
            0 => Range::at_least(one.min(1)),
            1 => Range::exactly(one),
            2 => Range::at_most(one),
            _ => Range { at_least: one.min(other), at_most: Some(one.max(other)) },
        }
    }
}

/// Which parts of a problem may appear.
#[derive(Clone, Copy, Default)]
pub(in crate::staffing::allocate) struct With {
    pub(in crate::staffing::allocate) transfers: bool,
    pub(in crate::staffing::allocate) budget: bool,
}

pub(in crate::staffing::allocate) const OBJECTIVES: [Objective; 8] = [
    Objective::Equity,
    Objective::LeastUnmet,
    Objective::Proportional,
    Objective::Apportionment { rule: Rule::Hamilton, basis: Basis::Required },
    Objective::Apportionment { rule: Rule::DHondt, basis: Basis::Missing },
    Objective::Apportionment { rule: Rule::SainteLague, basis: Basis::Required },
    Objective::Apportionment { rule: Rule::HuntingtonHill, basis: Basis::Required },
    Objective::Apportionment { rule: Rule::Adams, basis: Basis::Missing },
];

/// What the cells need, and what is asked.
pub(super) type Problem = (Demand, Request);

pub(in crate::staffing::allocate) fn problem(seed: u64, with: With) -> Problem {
    let mut chance = Chance::new(seed);
    let (rows, columns) = chance.pick(&[(1, 1), (1, 3), (2, 1), (2, 2), (3, 1), (3, 2), (4, 1), (5, 1)]);
    let cpis: Vec<_> = (0..rows)
        .map(|row| {
            let province = ["BA", "FG", "LE"][chance.below(3) as usize];
            (CpiCode::new(format!("C{row}")).expect("a code"), ProvinceCode::new(province).expect("a code"))
        })
        .collect();
    let profiles: Vec<_> = (0..columns)
        .map(|column| (ProfileCode::new(format!("P{column}")).expect("a code"), 1_000 * (3 + chance.below(4))))
        .collect();
    let size = rows * columns;
    let mut quarters = |most: u64| (0..size).map(|_| chance.below(most + 1) as f64 / 4.0).collect::<Vec<_>>();
    let (required, have) = (quarters(20), quarters(12));
    let demand = Demand {
        present: (0..size).map(|_| chance.below(3) as u32).collect(),
        profiles,
        cpis,
        seats: (0..rows).map(seat).collect(),
        available_hours: (0..columns).map(|_| chance.pick(&[1_500.0, 1_500.0, 1_200.0])).collect(),
        required,
        have,
    };
    let transfers = with.transfers && chance.one_in(2);
    let objective = OBJECTIVES[chance.below(if with.transfers { 3 } else { 8 }) as usize];
    let mut constraints = Constraints { head_count: chance.range(4), ..Constraints::default() };
    if constraints.head_count.at_most.is_none() {
        constraints.head_count.at_most = Some(5);
    }
    let cell = |chance: &mut Chance, demand: &Demand| CellKey {
        cpi: demand.cpis[chance.below(rows as u64) as usize].0.clone(),
        profile: demand.profiles[chance.below(columns as u64) as usize].0.clone(),
    };
    if chance.one_in(2) {
        for (profile, _) in &demand.profiles {
            if chance.one_in(2) {
                constraints.profiles.push(Limit { of: profile.clone(), range: chance.range(3) });
            }
        }
    }
    if chance.one_in(2) {
        for province in ["BA", "FG", "LE"] {
            let province = ProvinceCode::new(province).expect("a code");
            if demand.cpis.iter().any(|(_, known)| *known == province) && chance.one_in(2) {
                constraints.provinces.push(Limit { of: province, range: chance.range(3) });
            }
        }
    }
    if chance.one_in(3) {
        for (cpi, _) in &demand.cpis {
            if chance.one_in(2) {
                constraints.cpis.push(Limit { of: cpi.clone(), range: chance.range(3) });
            }
        }
    }
    if chance.one_in(3) {
        constraints.cells.push(Limit { of: cell(&mut chance, &demand), range: chance.range(2) });
    }
    if chance.one_in(3) {
        constraints.locked.push(Lock { cell: cell(&mut chance, &demand), operators: chance.below(3) as u32 });
    }
    if chance.one_in(2) {
        constraints.weights.push(Weight { cpi: demand.cpis[0].0.clone(), weight: chance.below(5) as f64 / 2.0 });
    }
    if transfers {
        let reach = if chance.one_in(2) {
            if Chance::new(seed ^ 0x0d15_7a2c).one_in(2) { Reach::Within { km: 60.0 } } else { Reach::Province }
        } else {
            let pair = (demand.cpis[0].0.clone(), demand.cpis[rows - 1].0.clone());
            Reach::Between { pairs: if rows > 1 { vec![pair] } else { Vec::new() } }
        };
        let cost = match objective {
            Objective::LeastUnmet => chance.below(4) as f64 * 300.0,
            _ => chance.below(5) as f64 / 4.0,
        };
        constraints.transfers = Some(Transfers { reach, cost, at_most: None });
    }
    if with.budget && chance.one_in(2) {
        constraints.budget = Some(Budget { cents: chance.below(20) * 1_000, months: 12 });
    }
    let level = chance.pick(&[Level::Cell, Level::Cpi, Level::Province]);
    let threshold = chance.pick(&[0.0, 0.5]);
    (demand, Request { objective, level, threshold, constraints })
}

/// Job centres stand in rows of three hundred, 42 km from one to the next and as far from row to row.
pub(in crate::staffing::allocate) fn seat(row: usize) -> Point {
    Point { latitude: 41.0 - (row / 300) as f64 * 0.38, longitude: 10.0 + (row % 300) as f64 / 2.0 }
}

/// The same, where few people may move.
pub(in crate::staffing::allocate) fn with_few_moves(seed: u64, (demand, mut request): Problem) -> Problem {
    let mut chance = Chance::new(seed ^ 0x00f3_e000);
    if let Some(transfers) = &mut request.constraints.transfers {
        transfers.at_most = Some(chance.below(3) as u32);
    }
    (demand, request)
}

/// A problem of hundreds of cells with ranges of everything, moves, locks and money, each now and then.
pub(super) fn large_problem(seed: u64) -> Problem {
    let mut chance = Chance::new(seed ^ 0x1a26e);
    let (rows, columns) = (20 + chance.below(80) as usize, 1 + chance.below(8) as usize);
    let provinces = 1 + chance.below(12) as usize;
    let size = rows * columns;
    let mut cents = |most: u64| (0..size).map(|_| chance.below(most + 1) as f64 / 100.0).collect::<Vec<_>>();
    let (required, have) = (cents(1_500), cents(1_000));
    let demand = Demand {
        profiles: (0..columns)
            .map(|column| {
                (ProfileCode::new(format!("P{column}")).expect("a code"), 3_000_000 + chance.below(2_000_000))
            })
            .collect(),
        cpis: (0..rows)
            .map(|row| {
                let province = format!("R{:02}", chance.below(provinces as u64));
                (CpiCode::new(format!("C{row:03}")).expect("a code"), ProvinceCode::new(province).expect("a code"))
            })
            .collect(),
        seats: (0..rows).map(seat).collect(),
        available_hours: vec![1_500.0; columns],
        present: (0..size).map(|_| chance.below(4) as u32).collect(),
        required,
        have,
    };
    let objective = chance.pick(&OBJECTIVES);
    let seats = chance.below(4 * size as u64 + 1) as u32;
    let range = |chance: &mut Chance, about: u64| {
        let (one, other) = (chance.below(about + 2) as u32, chance.below(2 * about + 2) as u32);
        Range { at_least: one.min(other), at_most: Some(one.max(other)) }
    };
    let head_count = if chance.one_in(2) { Range::exactly(seats) } else { Range::at_most(seats) };
    let mut constraints = Constraints { head_count, ..Constraints::default() };
    if chance.one_in(2) {
        for (profile, _) in &demand.profiles {
            let range = range(&mut chance, u64::from(seats) / columns as u64);
            constraints.profiles.push(Limit { of: profile.clone(), range });
        }
    }
    if chance.one_in(2) {
        let codes: std::collections::BTreeSet<&ProvinceCode> =
            demand.cpis.iter().map(|(_, province)| province).collect();
        for of in codes {
            let range = range(&mut chance, u64::from(seats) / provinces as u64);
            constraints.provinces.push(Limit { of: of.clone(), range });
        }
    }
    let some_cpis = chance.one_in(2);
    for (cpi, _) in &demand.cpis {
        if some_cpis && chance.one_in(3) {
            let range = range(&mut chance, u64::from(seats) / rows as u64 + 1);
            constraints.cpis.push(Limit { of: cpi.clone(), range });
        }
        let cell = CellKey { cpi: cpi.clone(), profile: chance_profile(&mut chance, &demand) };
        match chance.below(12) {
            0 => constraints.locked.push(Lock { cell, operators: chance.below(4) as u32 }),
            1 => constraints.cells.push(Limit { of: cell, range: Range::at_most(chance.below(6) as u32) }),
            2 => constraints.weights.push(Weight { cpi: cpi.clone(), weight: chance.below(2_000) as f64 / 1_000.0 }),
            _ => {}
        }
    }
    if chance.one_in(3) && !matches!(objective, Objective::Apportionment { .. }) {
        let pairs = demand.cpis.windows(2).map(|pair| (pair[0].0.clone(), pair[1].0.clone())).collect();
        let reach = match (chance.one_in(2), Chance::new(seed ^ 0x0d15_7a2c).one_in(2)) {
            (true, true) => Reach::Within { km: 100.0 },
            (true, false) => Reach::Province,
            (false, _) => Reach::Between { pairs },
        };
        constraints.transfers = Some(Transfers { reach, cost: chance.below(2_000) as f64 / 1_000.0, at_most: None });
    }
    if chance.one_in(2) {
        let cents = u64::from(seats) * 4_000_000 * chance.below(120) / 100;
        constraints.budget = Some(Budget { cents, months: 12 });
    }
    let level = chance.pick(&[Level::Cell, Level::Cpi, Level::Province]);
    (demand, Request { objective, level, threshold: 0.5, constraints })
}

fn chance_profile(chance: &mut Chance, demand: &Demand) -> ProfileCode {
    demand.profiles[chance.below(demand.profiles.len() as u64) as usize].0.clone()
}
