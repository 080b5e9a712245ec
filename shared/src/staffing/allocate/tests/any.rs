//! Whatever is asked, no plan is better: problems of every objective with any mix of constraints, which proptest makes smaller when
//! one of them fails, against every plan there is.

use proptest::{
    collection::vec,
    option::of,
    prelude::*,
    sample::select,
    test_runner::{Config, RngSeed},
};

use super::{
    budget,
    chance::{self, Problem},
};
use crate::{
    code::{CpiCode, ProfileCode, ProvinceCode},
    staffing::{
        CellKey,
        allocate::{
            Basis, Budget, Constraints, Demand, Level, Limit, Lock, Objective, Range, Reach, Request, Rule, Transfers,
            Weight,
        },
    },
};

const PROVINCES: [&str; 3] = ["BA", "FG", "LE"];
const RULES: [Rule; 5] = [Rule::Hamilton, Rule::DHondt, Rule::SainteLague, Rule::HuntingtonHill, Rule::Adams];

/// Each of the three objectives of the flow as often as each rule, and each rule on what is required as often as on what is missing.
fn objective() -> impl Strategy<Value = Objective> {
    let seats = (select(RULES.to_vec()), select(vec![Basis::Required, Basis::Missing]));
    prop_oneof![
        1 => Just(Objective::Equity),
        1 => Just(Objective::LeastUnmet),
        1 => Just(Objective::Proportional),
        3 => seats.prop_map(|(rule, basis)| Objective::Apportionment { rule, basis }),
    ]
}

fn range(most: u32) -> impl Strategy<Value = Range> {
    let ends = (0..=most, of(0..=most));
    ends.prop_map(|(one, other)| match other {
        Some(other) => Range { at_least: one.min(other), at_most: Some(one.max(other)) },
        None => Range::at_least(one / 2),
    })
}

fn demand(rows: usize, columns: usize) -> impl Strategy<Value = Demand> {
    let size = rows * columns;
    let cells = (vec(0..=20_u32, size), vec(0..=9_u32, size), vec(0..3_u32, size));
    let lines = (vec(select(PROVINCES.to_vec()), rows), vec((3..7_u64, select(vec![1_500.0, 1_200.0])), columns));
    (cells, lines).prop_map(move |((required, have, present), (provinces, profiles))| {
        let quarters = |of: Vec<u32>| of.into_iter().map(|n| f64::from(n) / 4.0).collect();
        let place = |(row, province): (usize, &str)| {
            (CpiCode::new(format!("C{row}")).expect("a code"), ProvinceCode::new(province).expect("a code"))
        };
        Demand {
            profiles: (0..columns)
                .map(|column| (ProfileCode::new(format!("P{column}")).expect("a code"), 1_000 * profiles[column].0))
                .collect(),
            cpis: provinces.into_iter().enumerate().map(place).collect(),
            seats: (0..rows).map(chance::seat).collect(),
            available_hours: profiles.iter().map(|&(_, hours)| hours).collect(),
            required: quarters(required),
            have: quarters(have),
            present,
        }
    })
}

/// Any mix of constraints on a demand.
fn constraints(demand: &Demand, objective: Objective) -> impl Strategy<Value = Constraints> + use<> {
    let (cpis, profiles) = (demand.cpis.clone(), demand.profiles.clone());
    let (rows, columns) = (cpis.len(), profiles.len());
    let cell = (0..rows, 0..columns);
    let bounds = (
        (0..=4_u32, 0..=5_u32),
        vec(of(range(3)), columns),
        vec(of(range(3)), PROVINCES.len()),
        vec(of(range(3)), rows),
        of((cell.clone(), range(2))),
        of((cell, 0..3_u32)),
        of((0..rows, 0..5_u32)),
    );
    let unit = if objective == Objective::LeastUnmet { 300.0 } else { 0.25 };
    let reach = prop_oneof![
        Just(Reach::Province),
        Just(Reach::Within { km: 60.0 }),
        Just(Reach::Between { pairs: vec![(cpis[0].0.clone(), cpis[rows - 1].0.clone())] }),
    ];
    let may_move = rows > 1 && !matches!(objective, Objective::Apportionment { .. });
    let moves = (reach, 0..5_u32, of(0..3_u32)).prop_map(move |(reach, cost, at_most)| Transfers {
        reach,
        cost: f64::from(cost) * unit,
        at_most,
    });
    let moves = of(moves).prop_map(move |moves| moves.filter(|_| may_move));
    let money = of(0..20_u64).prop_map(|thousands| thousands.map(|n| Budget { cents: n * 1_000, months: 12 }));
    (bounds, moves, money).prop_map(move |(bounds, transfers, budget)| {
        let (head_count, of_profiles, of_provinces, of_cpis, of_cell, lock, weight) = bounds;
        let key =
            |(row, column): (usize, usize)| CellKey { cpi: cpis[row].0.clone(), profile: profiles[column].0.clone() };
        let is_there = |code: &ProvinceCode| cpis.iter().any(|(_, province)| province == code);
        let provinces = PROVINCES.map(|code| ProvinceCode::new(code).expect("a code"));
        let limited = provinces.into_iter().zip(of_provinces).filter(|(code, _)| is_there(code));
        Constraints {
            head_count: Range {
                at_least: head_count.0.min(head_count.1),
                at_most: Some(head_count.0.max(head_count.1)),
            },
            profiles: profiles.iter().zip(of_profiles).filter_map(|((of, _), range)| named(of, range)).collect(),
            provinces: limited.filter_map(|(of, range)| named(&of, range)).collect(),
            cpis: cpis.iter().zip(of_cpis).filter_map(|((of, _), range)| named(of, range)).collect(),
            cells: of_cell.into_iter().map(|(cell, range)| Limit { of: key(cell), range }).collect(),
            locked: lock.into_iter().map(|(cell, operators)| Lock { cell: key(cell), operators }).collect(),
            weights: weight
                .into_iter()
                .map(|(row, halves)| Weight { cpi: cpis[row].0.clone(), weight: f64::from(halves) / 2.0 })
                .collect(),
            transfers,
            budget,
        }
    })
}

fn named<K: Clone>(of: &K, range: Option<Range>) -> Option<Limit<K>> {
    range.map(|range| Limit { of: of.clone(), range })
}

fn problem() -> impl Strategy<Value = Problem> {
    let shape = select(vec![(1, 1), (1, 3), (2, 1), (2, 2), (3, 1), (3, 2), (4, 1)]);
    let level = select(vec![Level::Cell, Level::Cpi, Level::Province]);
    let asked = (objective(), level, select(vec![0.0, 0.5]));
    (shape, asked).prop_flat_map(|((rows, columns), (objective, level, threshold))| {
        demand(rows, columns).prop_flat_map(move |demand| {
            constraints(&demand, objective)
                .prop_map(move |constraints| (demand.clone(), Request { objective, level, threshold, constraints }))
        })
    })
}

proptest! {
    #![proptest_config(Config { cases: 12_000, rng_seed: RngSeed::Fixed(269_2020), failure_persistence: None, ..Config::default() })]

    #[test]
    fn no_plan_is_better_whatever_is_asked(problem in problem()) {
        budget::check(0, &problem);
    }
}
