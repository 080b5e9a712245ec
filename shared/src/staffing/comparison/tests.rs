//! What must hold of a comparison, whatever is compared.

use proptest::prelude::*;

use super::*;
use crate::staffing::sizing::tests::{assumptions, catchment};

/// Scenarios over one territory: each with a demand, operators, costs and months of its own.
#[derive(Clone, Debug)]
struct Case {
    sizings: Vec<Sizing>,
    placed: Vec<Vec<u32>>,
    costs: Vec<Vec<u64>>,
    months: Vec<u32>,
}

impl Case {
    fn sides(&self) -> Vec<Side<'_>> {
        let of = |n: usize| Side {
            sizing: &self.sizings[n],
            placed: &self.placed[n],
            yearly_cost_cents: &self.costs[n],
            months: self.months[n],
        };
        (0..self.sizings.len()).map(of).collect()
    }

    fn told(&self) -> Comparison {
        Comparison::of(&self.sides()).expect("it can be compared")
    }
}

fn some_case() -> impl Strategy<Value = Case> {
    (prop::collection::vec(0_u64..200_000, 1..9), MIN_SCENARIOS..=MAX_SCENARIOS)
        .prop_filter("somebody lives there", |(people, _)| people.iter().any(|&people| people > 0))
        .prop_flat_map(|(people, count)| {
            let cells = people.len() * 3;
            let volumes = prop::collection::vec(prop::collection::vec(0_u32..400_000, 3), count);
            let placed = prop::collection::vec(prop::collection::vec(0_u32..9, cells), count);
            let costs = prop::collection::vec(prop::collection::vec(0_u64..6_000_000, 3), count);
            let months = prop::collection::vec(1_u32..=120, count);
            (Just(people), volumes, placed, costs, months)
        })
        .prop_map(|(people, volumes, placed, costs, months)| {
            let cpis: Vec<_> = people.iter().enumerate().map(|(n, &people)| catchment(n, people)).collect();
            let size = |volumes: &Vec<u32>| Sizing::of(&assumptions(3, volumes), &cpis).expect("valid");
            Case { sizings: volumes.iter().map(size).collect(), placed, costs, months }
        })
}

fn near(one: f64, other: f64) -> bool {
    (one - other).abs() <= 1e-9 * (1.0 + one.abs().max(other.abs()))
}

/// Half of the mean absolute difference between any two, over the mean: the definition.
fn gini_by_definition(values: &[f64]) -> f64 {
    let n = values.len() as f64;
    let apart: f64 = values.iter().flat_map(|one| values.iter().map(move |other| (one - other).abs())).sum();
    apart / (2.0 * n * values.iter().sum::<f64>())
}

proptest! {
    #[test]
    fn a_scenario_is_no_way_from_itself(case in some_case()) {
        let side = case.sides()[0];
        let told = Comparison::of(&[side, side]).expect("it can be compared");
        let all = told.provinces().iter().map(|(_, measures)| measures.as_slice()).chain([told.region()]);
        for measures in all {
            let shift = Shift::between(&measures[0], &measures[1]);
            prop_assert_eq!(Shift { gini: None, ..shift }, Shift::default());
            prop_assert_eq!(shift.gini.unwrap_or_default(), 0.0);
        }
        prop_assert!((0..told.cells().len()).all(|cell| !told.differs(cell)));
    }

    #[test]
    fn differences_add_up_from_cells_to_cpis_to_provinces_to_the_region(case in some_case()) {
        let told = case.told();
        let last = told.region().len() - 1;
        let region = Shift::between(&told.region()[0], &told.region()[last]);
        let provinces: Vec<Shift> =
            told.provinces().iter().map(|(_, measures)| Shift::between(&measures[0], &measures[last])).collect();
        prop_assert_eq!(provinces.iter().map(|shift| shift.operators).sum::<i64>(), region.operators);
        prop_assert!(near(provinces.iter().map(|shift| shift.unmet_hours).sum(), region.unmet_hours)
            || region.unmet_hours.abs() < 1e-3);
        // Each province's cost is rounded by itself, half a cent at most, in either scenario.
        let cost: i64 = provinces.iter().map(|shift| shift.cost_cents).sum();
        prop_assert!((cost - region.cost_cents).unsigned_abs() as usize <= provinces.len() + 1);
        let by_cpi: i64 =
            told.cpis().iter().map(|cpi| cpi[last].placed as i64 - cpi[0].placed as i64).sum();
        let by_cell: i64 = told.cells().iter().map(|cell| i64::from(cell[last]) - i64::from(cell[0])).sum();
        prop_assert_eq!((by_cpi, by_cell), (region.operators, region.operators));
        let apart = told.cells().iter().enumerate().filter(|(_, cell)| cell.iter().any(|n| *n != cell[0]));
        for (cell, _) in apart {
            prop_assert!(told.differs(cell));
        }
    }

    #[test]
    fn the_way_back_is_the_way_there_turned_round(case in some_case()) {
        let told = case.told();
        let (there, back) =
            (Shift::between(&told.region()[0], &told.region()[1]), Shift::between(&told.region()[1], &told.region()[0]));
        prop_assert_eq!((there.operators, there.cost_cents), (-back.operators, -back.cost_cents));
        for (one, other) in [(there.worst, back.worst), (there.mean, back.mean), (there.unmet_hours, back.unmet_hours)] {
            prop_assert!(one == -other, "{one} and {other}");
        }
        prop_assert_eq!(there.gini, back.gini.map(|back| -back));
        prop_assert_eq!(ShiftClass::of_pressure(there.worst).number(), -ShiftClass::of_pressure(back.worst).number());
    }

    #[test]
    fn each_measure_is_what_its_definition_says(case in some_case()) {
        let told = case.told();
        for (n, side) in case.sides().iter().enumerate() {
            let measures = told.region()[n];
            let totals = Totals::of_cpis(side.sizing, side.placed);
            let pressures: Vec<f64> = totals.iter().map(Totals::pressure).collect();
            prop_assert!(pressures.iter().all(|&pressure| pressure <= measures.worst));
            prop_assert_eq!(measures.worst_cpi.map(|cpi| pressures[cpi].to_bits()), Some(measures.worst.to_bits()));
            prop_assert_eq!(measures.totals.placed, side.placed.iter().map(|&n| u64::from(n)).sum::<u64>());
            match measures.gini {
                Some(gini) => prop_assert!((gini - gini_by_definition(&pressures)).abs() < 1e-9),
                None => prop_assert!(!pressures.iter().sum::<f64>().is_finite() || pressures.iter().all(|&p| p == 0.0)),
            }
            let yearly: u64 = side.placed.iter().enumerate()
                .map(|(cell, &operators)| u64::from(operators) * side.yearly_cost_cents[cell % 3]).sum();
            let exact = yearly as f64 * f64::from(side.months) / 12.0;
            prop_assert!((measures.cost_cents as f64 - exact).abs() <= 0.5, "{} for {exact}", measures.cost_cents);
        }
    }

    #[test]
    fn another_order_of_the_scenarios_changes_nothing_but_the_order(case in some_case()) {
        let told = case.told();
        let turned: Vec<Side<'_>> = case.sides().into_iter().rev().collect();
        let turned = Comparison::of(&turned).expect("it can be compared");
        let back: Vec<Measures> = turned.region().iter().rev().copied().collect();
        prop_assert_eq!(told.region(), back.as_slice());
        for cell in 0..told.cells().len() {
            prop_assert_eq!(told.differs(cell), turned.differs(cell));
        }
    }

    #[test]
    fn an_address_opens_what_was_seen(view in some_view()) {
        let address = view.write();
        prop_assert!(address.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-.,=&".contains(&byte)), "{address}");
        prop_assert_eq!(read(&address), view);
    }

    #[test]
    fn any_address_opens_something_that_is_there(names in prop::collection::vec("[a-z]{0,9}|scenari|rispetto|mappa|ordine|righe", 0..8),
        values in prop::collection::vec(".{0,12}|-?pressione.[0-9]{1,2}|[0-9]{1,20}|[a-d](,[a-d]){0,6}", 8)) {
        let view = View::read(|name| names.iter().position(|known| known == name).map(|at| values[at].clone()));
        prop_assert!(view.scenarios.len() <= MAX_SCENARIOS);
        prop_assert_eq!(view.clone().settled(), view.clone());
        prop_assert!(view.scenarios.len() < 2 || (view.base != view.shown && view.shown < view.scenarios.len()));
        prop_assert_eq!(read(&view.write()), view);
    }
}

fn read(address: &str) -> View {
    let pairs: Vec<(&str, &str)> = address.split('&').filter_map(|pair| pair.split_once('=')).collect();
    View::read(|name| pairs.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned()))
}

fn some_view() -> impl Strategy<Value = View> {
    let column = prop_oneof![
        Just(Column::Place),
        (0_usize..4).prop_map(Column::Operators),
        (0_usize..4).prop_map(Column::Difference),
        (0_usize..4).prop_map(Column::Pressure),
    ];
    let scenarios = prop::collection::btree_set("[0-9a-f]{8}-[0-9a-f]{4}", 0..=MAX_SCENARIOS);
    let places = (0_usize..5, 0_usize..5);
    (scenarios, places, (0_usize..3, 0_usize..3), any::<bool>(), any::<bool>(), column, any::<bool>()).prop_map(
        |(scenarios, (base, shown), (rows, caused), all, pressure, column, down)| {
            let view = View {
                scenarios: scenarios.into_iter().collect(),
                base,
                shown,
                rows: Rows::ALL[rows],
                all,
                order: Order { column, down },
                colour: Colour::ALL[usize::from(pressure)],
                caused: causes::Quantity::ALL[caused],
            };
            view.settled()
        },
    )
}

#[test]
fn one_five_or_scenarios_of_another_territory_are_not_compared() {
    let size = |profiles| Sizing::of(&assumptions(profiles, &[900]), &[catchment(1, 10)]).expect("valid");
    let (one, other) = (size(1), size(2));
    let side = |sizing| Side { sizing, placed: &[], yearly_cost_cents: &[], months: 12 };
    let refused = |sides: &[Side<'_>]| Comparison::of(sides).expect_err("it is refused");
    assert_eq!(refused(&[side(&one)]), Problem::invalid("scenarios", Rule::TooSmall { min: 2.0 }));
    assert_eq!(refused(&[side(&one); 5]), Problem::invalid("scenarios", Rule::TooLong { max: 4 }));
    assert_eq!(refused(&[side(&one), side(&other)]), Problem::invalid("scenarios.1", Rule::Unknown));
    assert!(Comparison::of(&[side(&one); 4]).is_ok());
}

#[test]
fn a_province_of_three_cpis_by_hand() {
    // All of the work is at one profile of 1,490.4 hours; a quarter more for support work. 2, 4 and 6 operators are needed.
    let mut given = assumptions(1, &[120]);
    given.services[0].minutes = 12.0 * 1_490.4 / 1.25 * 60.0 / 120.0;
    given.staff_total = 6;
    let cpis = [catchment(2, 200), catchment(4, 400), catchment(6, 600)];
    let sizing = Sizing::of(&given, &cpis).expect("valid");
    assert_eq!(sizing.have(), [1.0, 2.0, 3.0]);
    let side = |placed| Side { sizing: &sizing, placed, yearly_cost_cents: &[3_600_000], months: 18 };
    let told = Comparison::of(&[side(&[1, 2, 3]), side(&[0, 2, 5])]).expect("it can be compared");
    let [even, uneven] = told.region() else { panic!("two") };
    assert!(near(even.worst, 1.0) && near(even.totals.pressure(), 1.0) && even.gini.is_some_and(|gini| gini < 1e-12));
    // Pressures of 2, 1 and 0.75: by definition 2 · (1 + 1.25 + 0.25) / (2 · 9 · 1.25).
    assert!(near(uneven.worst, 2.0) && uneven.worst_cpi == Some(0));
    assert!(uneven.gini.is_some_and(|gini| near(gini, 5.0 / 22.5)));
    assert!(near(uneven.totals.unmet_hours, 1_490.4));
    // Seven times 36,000 euro for a year and a half, against six times.
    assert_eq!(Shift::between(even, uneven).cost_cents, 5_400_000);
    assert_eq!((0..3).filter(|&cell| told.differs(cell)).collect::<Vec<_>>(), [0, 2]);
}

#[test]
fn shifts_have_a_class_and_the_classes_meet() {
    let operators = [-9, -5, -4, -2, -1, 0, 1, 2, 4, 5, 90].map(|shift| ShiftClass::of_operators(shift).number());
    assert_eq!(operators, [-3, -3, -2, -2, -1, 0, 1, 2, 2, 3, 3]);
    let pressures = [f64::NEG_INFINITY, -0.25, -0.1, -0.004, 0.0, 0.0049, 0.005, 0.2, 7.0, f64::INFINITY];
    assert_eq!(pressures.map(|shift| ShiftClass::of_pressure(shift).number()), [-3, -3, -2, 0, 0, 0, 1, 2, 3, 3]);
    assert_eq!(ShiftClass::all().count(), usize::from(CLASSES));
    for class in ShiftClass::all() {
        let (from, to) = class.operators();
        let sign = i64::from(class.number().signum());
        assert_eq!(ShiftClass::of_operators(sign * i64::from(from)), class);
        assert!(to.is_none_or(|to| ShiftClass::of_operators(sign * i64::from(to)) == class));
        assert_eq!(ShiftClass::of_pressure(class.pressures().0 * sign as f64), class);
    }
    assert_eq!(pressure_shift(f64::INFINITY, f64::INFINITY), 0.0);
    assert_eq!(pressure_shift(f64::INFINITY, 1.0), f64::NEG_INFINITY);
}

#[test]
fn a_head_sorts_from_the_greatest_down_then_up_then_not_at_all() {
    let first = Order::default().pressed(Column::Pressure(1));
    assert_eq!(first, Order { column: Column::Pressure(1), down: true });
    assert_eq!(first.pressed(Column::Pressure(1)), Order { column: Column::Pressure(1), down: false });
    assert_eq!(first.pressed(Column::Pressure(1)).pressed(Column::Pressure(1)), Order::default());
    assert_eq!(first.pressed(Column::Place), Order::default());
}

#[test]
fn a_scenario_that_is_taken_out_leaves_the_others_in_their_parts() {
    let view = read("scenari=a,b,c,b&rispetto=2&mappa=3&ordine=-operatori.3&righe=cpi");
    assert_eq!((view.scenarios.len(), view.base, view.shown), (3, 1, 2));
    let less = view.clone().without(0);
    assert_eq!(
        (less.scenarios.as_slice(), less.base, less.shown, less.rows),
        (["b".into(), "c".into()].as_slice(), 0, 1, Rows::Cpis)
    );
    assert_eq!(less.order, Order::default());
    assert_eq!(view.without(1).base, 0, "the first takes the part of the reference");
}
