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

pub(in crate::staffing::allocate) fn problem(seed: u64, with: With) -> (Demand, Request) {
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
            Reach::Province
        } else {
            let pair = (demand.cpis[0].0.clone(), demand.cpis[rows - 1].0.clone());
            Reach::Between { pairs: if rows > 1 { vec![pair] } else { Vec::new() } }
        };
        let cost = match objective {
            Objective::LeastUnmet => chance.below(4) as f64 * 300.0,
            _ => chance.below(5) as f64 / 4.0,
        };
        constraints.transfers = Some(Transfers { reach, cost });
    }
    if with.budget && chance.one_in(2) {
        constraints.budget = Some(Budget { cents: chance.below(20) * 1_000, months: 12 });
    }
    let level = chance.pick(&[Level::Cell, Level::Cpi, Level::Province]);
    let threshold = chance.pick(&[0.0, 0.5]);
    (demand, Request { objective, level, threshold, constraints })
}
