//! A request as a linear program in unit increments, the way a peer has to be told a convex cost.
//!
//! The formulas are written down once more here, from their definition and in floating point: the peer shares nothing with
//! the engine.

use highs::{Col, HighsModelStatus, Model, RowProblem, Sense};
use shared::{
    code::ProvinceCode,
    staffing::allocate::{Demand, Level, Objective, Range, Reach, Request},
};

/// What the peer says: the objective beyond placing nobody, in operators (proportional) or hours (unmet); `None` when there is
/// no plan.
pub type Said = Option<f64>;

/// One row: its bounds and its factors.
type Row = (f64, f64, Vec<(Col, f64)>);

/// How the columns of a request stand in the program.
struct Columns {
    /// New operators of each cell.
    new: Vec<Col>,
    /// People who move: from cell, to cell.
    moves: Vec<(usize, usize, Col)>,
}

/// Solves a request. With `worst` the objective is left out and no unit may be under more pressure than that.
pub fn solve(demand: &Demand, request: &Request, worst: Option<f64>) -> Said {
    let mut program = RowProblem::default();
    let constant = build(&mut program, demand, request, worst);
    let mut model: Model = program.optimise(Sense::Minimise);
    model.make_quiet();
    model.set_option("mip_rel_gap", 0.0);
    model.set_option("mip_abs_gap", 1e-9);
    let solved = model.solve();
    match solved.status() {
        HighsModelStatus::Optimal => Some(solved.objective_value() + constant),
        HighsModelStatus::Infeasible | HighsModelStatus::UnboundedOrInfeasible => None,
        other => panic!("the peer gave up: {other:?}"),
    }
}

#[expect(clippy::too_many_lines, reason = "a linear program is read from top to bottom, as it is written down")]
fn build(program: &mut RowProblem, demand: &Demand, request: &Request, worst: Option<f64>) -> f64 {
    let constraints = &request.constraints;
    let width = demand.profiles.len();
    let cell_of = |key: &shared::staffing::CellKey| {
        let row = demand.cpis.iter().position(|(cpi, _)| *cpi == key.cpi).expect("known");
        row * width + demand.profiles.iter().position(|(profile, _)| *profile == key.profile).expect("known")
    };
    let size = demand.required.len();
    let mut ranges = vec![(0.0, f64::INFINITY); size];
    let mut locked = vec![false; size];
    let limits = constraints.cells.iter().map(|limit| (cell_of(&limit.of), limit.range));
    let locks = constraints.locked.iter().map(|lock| (cell_of(&lock.cell), Range::exactly(lock.operators)));
    for (cell, range) in limits.chain(locks) {
        let known: &mut (f64, f64) = &mut ranges[cell];
        known.0 = known.0.max(f64::from(range.at_least));
        known.1 = known.1.min(range.at_most.map_or(f64::INFINITY, f64::from));
    }
    for lock in &constraints.locked {
        locked[cell_of(&lock.cell)] = true;
    }
    let contradiction = ranges.iter().any(|(low, high)| low > high);
    // Whole numbers come by themselves but where money or a limit on moves binds.
    let most_moves = constraints.transfers.as_ref().and_then(|transfers| transfers.at_most);
    let is_whole = constraints.budget.is_some() || most_moves.is_some();
    let mut column = |cost: f64, low: f64, high: f64| {
        if is_whole { program.add_integer_column(cost, low..=high) } else { program.add_column(cost, low..=high) }
    };
    let most = f64::from(constraints.head_count.at_most.unwrap_or(100_000));
    let new: Vec<Col> =
        ranges.iter().map(|&(low, high)| column(0.0, low.min(high), high.min(most).max(low.min(high)))).collect();
    let movable = |cell: usize| if locked[cell] { 0.0 } else { demand.have[cell].floor() };
    let price = constraints.transfers.as_ref().map_or(0.0, |transfers| transfers.cost);
    let price = if request.objective == Objective::Equity { 0.0 } else { price };
    let mut moves = Vec::new();
    if let Some(transfers) = &constraints.transfers {
        let may = |from: usize, to: usize| {
            let km = || demand.seats[from / width].km_to(&demand.seats[to / width]);
            let (from, to) = (&demand.cpis[from / width], &demand.cpis[to / width]);
            match &transfers.reach {
                Reach::Within { km: most } => km() <= *most,
                Reach::Province => from.1 == to.1,
                Reach::Between { pairs } => pairs
                    .iter()
                    .any(|(one, other)| (one, other) == (&from.0, &to.0) || (one, other) == (&to.0, &from.0)),
            }
        };
        for from in 0..size {
            for to in (0..size).filter(|to| to % width == from % width && *to != from) {
                if may(from, to) && movable(from) > 0.0 && !locked[to] {
                    moves.push((from, to, column(price, 0.0, movable(from))));
                }
            }
        }
    }
    let columns = Columns { new, moves };
    let row = |inside: &dyn Fn(usize) -> bool, net: bool| -> Vec<(Col, f64)> {
        let mut factors: Vec<(Col, f64)> =
            columns.new.iter().enumerate().filter(|(cell, _)| inside(*cell)).map(|(_, &col)| (col, 1.0)).collect();
        if net {
            for &(from, to, col) in &columns.moves {
                let by = f64::from(u8::from(inside(to))) - f64::from(u8::from(inside(from)));
                if by != 0.0 {
                    factors.push((col, by));
                }
            }
        }
        factors
    };
    let mut rows: Vec<Row> = Vec::new();
    let mut bound = |range: Range, net: bool, inside: &dyn Fn(usize) -> bool| {
        let free = if net && range.at_least == 0 { f64::NEG_INFINITY } else { f64::from(range.at_least) };
        rows.push((free, range.at_most.map_or(f64::INFINITY, f64::from), row(inside, net)));
    };
    bound(constraints.head_count, false, &|_| true);
    for limit in &constraints.profiles {
        let of = demand.profiles.iter().position(|(profile, _)| *profile == limit.of).expect("known");
        bound(limit.range, false, &|cell| cell % width == of);
    }
    let in_province = |cell: usize, of: &ProvinceCode| demand.cpis[cell / width].1 == *of;
    for limit in &constraints.provinces {
        bound(limit.range, true, &|cell| in_province(cell, &limit.of));
    }
    for limit in &constraints.cpis {
        bound(limit.range, true, &|cell| demand.cpis[cell / width].0 == limit.of);
    }
    for from in 0..size {
        let leaving: Vec<(Col, f64)> =
            columns.moves.iter().filter(|(home, ..)| *home == from).map(|&(_, _, col)| (col, 1.0)).collect();
        if !leaving.is_empty() {
            rows.push((0.0, movable(from), leaving));
        }
    }
    if let Some(most) = most_moves {
        rows.push((f64::NEG_INFINITY, f64::from(most), columns.moves.iter().map(|&(_, _, col)| (col, 1.0)).collect()));
    }
    if let Some(budget) = &constraints.budget {
        let spent =
            columns.new.iter().enumerate().map(|(cell, &col)| (col, demand.profiles[cell % width].1 as f64 / 1e6));
        let purse = (u128::from(budget.cents) * 12 + 5) / u128::from(budget.months);
        rows.push((f64::NEG_INFINITY, purse as f64 / 1e6, spent.collect()));
    }
    if contradiction {
        // A range that contradicts itself has no column to say so.
        rows.push((1.0, 1.0, Vec::new()));
    }
    let mut constant = 0.0;
    let units = match request.level {
        Level::Cell => (0..size).map(|cell| vec![cell]).collect::<Vec<_>>(),
        Level::Cpi => (0..size / width).map(|row| (row * width..(row + 1) * width).collect()).collect(),
        Level::Province => {
            let mut codes: Vec<&ProvinceCode> = demand.cpis.iter().map(|(_, province)| province).collect();
            codes.dedup();
            codes.iter().map(|code| (0..size).filter(|&cell| in_province(cell, code)).collect()).collect()
        }
    };
    for cells in units {
        let required: f64 = cells.iter().map(|&cell| millionths(demand.required[cell])).sum();
        let have: f64 = cells.iter().map(|&cell| millionths(demand.have[cell])).sum();
        let mut factors = row(&|cell| cells.contains(&cell), true);
        if let Some(worst) = worst {
            // Small needs count against a staff of half an operator at least.
            let least = (required / worst - have - 1e-7).ceil();
            let small = required < request.threshold && required / request.threshold <= worst;
            if !small {
                rows.push((least, f64::INFINITY, factors));
            }
            continue;
        }
        let weight = constraints.weights.iter().find(|weight| weight.cpi == demand.cpis[cells[0] / width].0);
        let weight = weight.map_or(1.0, |weight| weight.weight);
        let weight = if request.level == Level::Province { 1.0 } else { weight };
        let step = |count: i64| {
            let missing = required - have - count as f64;
            match request.objective {
                Objective::Proportional => (1.0 - 2.0 * missing) / required.max(0.001),
                _ => -weight * missing.clamp(0.0, 1.0) * demand.available_hours[0],
            }
        };
        let there: f64 = if columns.moves.is_empty() { 0.0 } else { cells.iter().map(|&cell| movable(cell)).sum() };
        let reach = most as i64 + columns.moves.len() as i64 * 20;
        for count in -(there as i64)..reach.min(200) {
            factors.push((program.add_column(step(count), 0.0..=1.0), -1.0));
        }
        constant -= (-(there as i64)..0).map(step).sum::<f64>();
        rows.push((-there, -there, factors));
    }
    for (low, high, factors) in rows {
        program.add_row(low..=high, factors);
    }
    constant
}

/// The number as the engine rounds it.
fn millionths(value: f64) -> f64 {
    (value * 1e6).round() / 1e6
}

/// The benchmark's problem, each increment of a cell a column of its own, ready to be solved; with the columns of each cell.
pub fn increments(demand: &Demand, request: &Request) -> (Model, Vec<Vec<Col>>) {
    let mut program = RowProblem::default();
    let width = demand.profiles.len();
    let constraints = &request.constraints;
    let mut cells = Vec::new();
    for (&required, &have) in demand.required.iter().zip(&demand.have) {
        // No more increments than a plan can use: the peer is given its smallest program.
        let most = (1.25 * required - have).max(0.0).ceil() as i64 + 2;
        let step = |count: i64| (1.0 - 2.0 * (required - have - count as f64)) / required;
        cells.push((0..most).map(|count| program.add_column(step(count), 0.0..=1.0)).collect::<Vec<Col>>());
    }
    let mut bound = |range: Range, inside: &dyn Fn(usize) -> bool| {
        let of = cells.iter().enumerate().filter(|(cell, _)| inside(*cell)).flat_map(|(_, columns)| columns);
        let high = range.at_most.map_or(f64::INFINITY, f64::from);
        program.add_row(f64::from(range.at_least)..=high, of.map(|&col| (col, 1.0)).collect::<Vec<_>>());
    };
    bound(constraints.head_count, &|_| true);
    for limit in &constraints.profiles {
        let of = demand.profiles.iter().position(|(profile, _)| *profile == limit.of).expect("known");
        bound(limit.range, &|cell| cell % width == of);
    }
    for limit in &constraints.provinces {
        bound(limit.range, &|cell| demand.cpis[cell / width].1 == limit.of);
    }
    let mut model = program.optimise(Sense::Minimise);
    model.make_quiet();
    (model, cells)
}
