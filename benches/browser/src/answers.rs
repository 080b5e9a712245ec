//! The engine's answers to a fixed list of problems, as text: the same natively and in the browser, to the last bit.

use std::ops::ControlFlow;

use shared::{
    code::ServiceCode,
    staffing::{
        Sizing,
        allocate::{
            Answer, Basis, Budget, Demand, Frontier, Instance, Level, Limit, Lock, Margins, Measures, Objective,
            Progress, Proposal, Range, Reach, Request, Robust, Rule, Solver, Transfers, propose,
        },
        band::Band,
        uncertainty::{Uncertainty, VolumeRange, risks},
    },
    territory::Point,
};

use crate::{Region, code, step};

const OBJECTIVES: [Objective; 8] = [
    Objective::Equity,
    Objective::LeastUnmet,
    Objective::Proportional,
    Objective::Apportionment { rule: Rule::Hamilton, basis: Basis::Required },
    Objective::Apportionment { rule: Rule::DHondt, basis: Basis::Missing },
    Objective::Apportionment { rule: Rule::SainteLague, basis: Basis::Required },
    Objective::Apportionment { rule: Rule::HuntingtonHill, basis: Basis::Missing },
    Objective::Apportionment { rule: Rule::Adams, basis: Basis::Required },
];
const LEVELS: [Level; 3] = [Level::Cell, Level::Cpi, Level::Province];

/// One line a problem: its number and a digest of all that the engine says of it.
pub fn answers(count: u32) -> String {
    let lines: Vec<String> = (0..count).map(|number| format!("{number} {:016x}", digest(&answer(number)))).collect();
    lines.join("\n")
}

/// All that the engine says of one problem: plan, proof or reason, prices, order, measures, risks, and what stands beside it.
pub fn answer(number: u32) -> String {
    let mut state = u64::from(number);
    let mut below = |limit: u64| step(&mut state, limit);
    let region = Region::new(8 + below(20) as usize, 2 + below(4) as usize, 3 + below(6) as usize);
    let Ok(sizing) = Sizing::of(&region.assumptions, &region.catchments) else { return String::from("no sizing") };
    let mut request = Request::equity(10 + below(60) as u32);
    request.objective = OBJECTIVES[number as usize % OBJECTIVES.len()];
    request.level = LEVELS[number as usize / OBJECTIVES.len() % LEVELS.len()];
    let constraints = &mut request.constraints;
    if below(2) == 0 {
        for profile in sizing.profiles() {
            let range = Range { at_least: below(4) as u32, at_most: Some(4 + below(20) as u32) };
            constraints.profiles.push(Limit { of: profile.clone(), range });
        }
    }
    if below(2) == 0 {
        let range = Range { at_least: 2, at_most: Some(5 + below(30) as u32) };
        constraints.provinces.push(Limit { of: sizing.provinces()[0].clone(), range });
    }
    if below(3) == 0 {
        let cell = shared::staffing::CellKey { cpi: sizing.cpis()[1].clone(), profile: sizing.profiles()[0].clone() };
        constraints.locked.push(Lock { cell, operators: below(4) as u32 });
    }
    if below(3) == 0 {
        constraints.budget = Some(Budget { cents: 3_850_000 * (5 + below(40)), months: 12 });
    }
    if below(3) == 0 && !matches!(request.objective, Objective::Apportionment { .. }) {
        let cost = below(100) as f64 / 64.0;
        let at_most = (below(2) == 0).then(|| below(4) as u32);
        let reach = if below(2) == 0 { Reach::Province } else { Reach::Within { km: 20.0 + below(60) as f64 } };
        constraints.transfers = Some(Transfers { reach, cost, at_most });
    }
    let mut assumptions = region.assumptions.clone();
    for profile in &mut assumptions.profiles {
        profile.yearly_cost_cents += 100_000 * below(9);
    }
    let seats = sizing.cpis().iter().map(|_| Point {
        latitude: 40.0 + below(2_000) as f64 / 1_000.0,
        longitude: 15.0 + below(3_500) as f64 / 1_000.0,
    });
    let demand = Demand::of(&sizing, &assumptions.profiles, &region.placed).with_seats(seats.collect());
    let instance = match Instance::new(&demand, &request) {
        Ok(instance) => instance,
        Err(problem) => return format!("{problem:?}"),
    };
    let proposal = propose(&instance, &mut |_| ControlFlow::Continue(()));
    let more = if let Proposal::Best(best) = &proposal {
        let measures = Measures::of(&instance, &best.plan);
        let bits = [measures.unmet_hours, measures.proportional].map(f64::to_bits);
        let mut solver = Solver::new(&instance);
        format!("{bits:?}{:?}{:?}", solver.placements(&best.plan), solver.shadow_prices())
    } else {
        String::new()
    };
    let besides = match number % 3 {
        0 => beside(&sizing, &demand, &request),
        1 => format!("{:?}", Answer::of(&demand, &request, &mut stops())),
        _ => String::new(),
    };
    format!("{proposal:?}{more}{besides}{}", drawn(&sizing, u64::from(number)))
}

/// Each run is asked at the same places on every machine, and stopped at the same one.
fn stops() -> impl FnMut(Progress) -> ControlFlow<()> {
    let mut asked = 0;
    move |_| {
        asked += 1;
        if asked > 300 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }
}

/// What is said beside the proposal: a little more, cost against the worst, one plan for three demands.
fn beside(sizing: &Sizing, demand: &Demand, request: &Request) -> String {
    let margins = Margins::of(demand, request, 5_000_000, &mut stops());
    let frontier = Frontier::of(demand, request, 1.0, &mut stops());
    let cases = Band::of(sizing, &ranges(sizing)).map(|band| band.cases(demand));
    let robust = cases.map(|cases| Robust::of(&cases, request, &mut stops()));
    format!("{margins:?}{frontier:?}{robust:?}")
}

/// Each volume from seven tenths of itself to fourteen.
fn ranges(sizing: &Sizing) -> Vec<VolumeRange> {
    let range = |(service, &volume): (&ServiceCode, &f64)| VolumeRange {
        service: code(ServiceCode::new(service.as_str())),
        low: volume * 0.7,
        high: volume * 1.4,
    };
    sizing.services().iter().zip(sizing.volumes()).map(range).collect()
}

fn drawn(sizing: &Sizing, seed: u64) -> String {
    let asked = Uncertainty { volumes: ranges(sizing), threshold: 1.0, samples: 300, seed };
    let staff = vec![9.0; sizing.cpis().len()];
    let risks = risks(sizing, &staff, &asked, &mut |_| ControlFlow::Continue(()));
    let bits =
        risks.map(|risks| risks.cpis.into_iter().map(|risk| risk.required.map(f64::to_bits)).collect::<Vec<_>>());
    format!("{bits:?}")
}

/// FNV-1a, 64 bits.
fn digest(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
