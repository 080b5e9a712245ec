//! The best plan, as partners see it: its cells, what it comes to, and how sure it is.

use std::collections::BTreeSet;

use async_graphql::{Object, SimpleObject};
use shared::{
    Rule,
    staffing::{
        CellKey, Sizing,
        allocate::{Demand, Evidence, MAX_PLACEMENTS, Measures, Request, Told, Transfer},
    },
};

use super::{
    bound::ProposalPart,
    shortage::PlanShortage,
    why::{BoundPrice, CellName, PlanAlternative, PlanPlacement, ScarcePrice},
};
use crate::{
    error::{Error, Result},
    graphql::int,
};

/// The most entries of one list of reasons.
const MOST: i32 = MAX_PLACEMENTS as i32;

/// The best plan, and all that is said of it.
pub(crate) struct BestPlan {
    told: Box<Told>,
    cells: Vec<(CellKey, u32)>,
    locked: BTreeSet<CellKey>,
    shortage: PlanShortage,
}

/// What is proposed for one cell.
#[derive(SimpleObject)]
pub(crate) struct ProposedCell {
    cell: CellName,
    /// New operators that are proposed.
    operators: i32,
    /// New operators that the scenario places now.
    present: i32,
    /// Whether the number was decided beforehand, in the scenario or in the constraints.
    locked: bool,
}

/// People in service who go to another CPI.
#[derive(SimpleObject)]
pub(crate) struct ProposedMove {
    /// The cell that they leave.
    from: CellName,
    /// The cell that they go to: the same profile.
    to: CellName,
    /// How many.
    people: i32,
}

/// What a plan comes to, whatever it was made for.
#[derive(SimpleObject)]
pub(crate) struct PlanMeasures {
    /// New operators.
    placed: i32,
    /// People in service who move.
    moved: i32,
    /// The worst pressure where the objective is measured. Null when it is infinite.
    worst_pressure: Option<f64>,
    /// The lowest pressure there. Null when all are infinite.
    lowest_pressure: Option<f64>,
    /// Places with more work than their staff can do: pressure above 1.
    above_one: i32,
    /// Places with work and nobody there.
    unserved: i32,
    /// Work that nobody does, hours a year, without weights.
    unmet_hours: f64,
    /// The same as `LEAST_UNMET` counts it, hours a year: where the objective is measured, each CPI's with its weight.
    counted_hours: f64,
    /// The sum of `(required - staff)² / required` over the places with work, operators.
    proportional: f64,
    /// Yearly cost of the new operators, euro cents.
    yearly_cost_cents: f64,
}

/// How sure the answer is.
#[derive(SimpleObject)]
pub(crate) struct PlanProof {
    /// Whether no plan is better.
    complete: bool,
    /// Whether an independent checker, run by the server on this very plan, accepted the prices that prove it; where a budget
    /// or a limit on moves binds, those of each of the parts.
    certified: bool,
    /// Parts of all plans that were bounded for the budget or the limit on moves; 0 where neither binds.
    parts: i32,
    /// How much better another plan could still be, hours a year or operators. Null where the objective has no such number.
    gap: Option<f64>,
    /// For `EQUITY`, when the search was stopped: no plan's worst pressure is below this. Where it is the plan's own, the worst
    /// pressure is proved and only those below it are not. Null when nothing is known, or everything.
    worst_pressure_at_least: Option<f64>,
}

impl BestPlan {
    pub(super) fn of(told: Box<Told>, demand: &Demand, request: &Request, sizing: &Sizing) -> Self {
        let keys = demand.cpis.iter().flat_map(|(cpi, _)| {
            demand.profiles.iter().map(|(profile, _)| CellKey { cpi: cpi.clone(), profile: profile.clone() })
        });
        let locked = request.constraints.locked.iter().map(|lock| lock.cell.clone()).collect();
        let shortage = PlanShortage::of(sizing, &told);
        Self { told, cells: keys.zip(demand.present.iter().copied()).collect(), locked, shortage }
    }
}

/// The best plan, and why it is the best.
#[Object]
impl BestPlan {
    /// Every cell, in the sizing's order: what is proposed, and what the scenario places now.
    #[graphql(complexity = "1 + 250 * child_complexity")]
    async fn cells(&self) -> Vec<ProposedCell> {
        let cells = self.cells.iter().zip(&self.told.operators);
        cells
            .map(|((key, present), &operators)| ProposedCell {
                cell: CellName::of(key),
                operators: int(operators.into()),
                present: int((*present).into()),
                locked: self.locked.contains(key),
            })
            .collect()
    }

    /// People in service who move.
    #[graphql(complexity = "1 + 50 * child_complexity")]
    async fn moves(&self) -> Vec<ProposedMove> {
        self.told.moves.iter().map(ProposedMove::of).collect()
    }

    /// What the scenario's plan comes to.
    async fn present(&self) -> PlanMeasures {
        PlanMeasures::of(&self.told.present)
    }

    /// What the proposed plan comes to.
    async fn proposed(&self) -> PlanMeasures {
        PlanMeasures::of(&self.told.proposed)
    }

    /// What stays undone even so, service by service.
    async fn shortage(&self) -> PlanShortage {
        self.shortage.clone()
    }

    /// Why no plan is better.
    async fn proof(&self) -> PlanProof {
        PlanProof::of(&self.told.proof)
    }

    /// The operators in the order in which they would come one at a time, each with the runner-up; at most 2,000.
    #[graphql(complexity = "cost(first, child_complexity)")]
    #[expect(clippy::unused_async, reason = "the macro takes no resolver that is not")]
    async fn placements(&self, #[graphql(default = 100)] first: i32) -> Result<Vec<PlanPlacement>> {
        listed(&self.told.placements, first, PlanPlacement::of)
    }

    /// For each cell with operators, the best other place for one of its unit (the cell, its CPI or its province, as the level says); at most 2,000. Where a budget or a limit on moves binds each is a search of its own; one that was not proved is left out, and `unfinished` says so.
    #[graphql(complexity = "cost(first, child_complexity)")]
    #[expect(clippy::unused_async, reason = "the macro takes no resolver that is not")]
    async fn alternatives(&self, #[graphql(default = 500)] first: i32) -> Result<Vec<PlanAlternative>> {
        listed(&self.told.alternatives, first, PlanAlternative::of)
    }

    /// What was not finished when the time was over. Of the lists among it a part may be told; what is told holds.
    async fn unfinished(&self) -> Vec<ProposalPart> {
        self.told.unfinished.iter().copied().map(ProposalPart::from).collect()
    }

    /// What each bound that is reached costs; bounds that cost nothing are left out. Where a budget or a limit on moves binds as for `alternatives`.
    #[graphql(complexity = "1 + 50 * child_complexity")]
    async fn prices(&self) -> Vec<BoundPrice> {
        self.told.prices.iter().map(BoundPrice::of).collect()
    }

    /// What a little more of what is scarce would bring: money, people who may move. Empty where neither binds.
    #[graphql(complexity = "1 + 2 * child_complexity")]
    async fn scarce_prices(&self) -> Vec<ScarcePrice> {
        self.told.scarce.iter().map(ScarcePrice::of).collect()
    }
}

/// What a list of reasons costs: as many times its entries' cost as entries are asked for.
pub(super) fn cost(first: i32, child: usize) -> usize {
    let first = first.clamp(1, MOST).unsigned_abs() as usize;
    first.saturating_mul(child).saturating_add(1)
}

/// The first entries of a list of reasons.
///
/// # Errors
/// `INVALID`: `first` is not within 0 and [`MOST`].
pub(super) fn listed<T, Told>(list: &[T], first: i32, told: impl Fn(&T) -> Told) -> Result<Vec<Told>> {
    if first > MOST {
        return Err(Error::invalid("first", Rule::TooGreat { max: f64::from(MOST) }));
    }
    let first = usize::try_from(first).map_err(|_| Error::invalid("first", Rule::TooSmall { min: 0.0 }))?;
    Ok(list.iter().take(first).map(told).collect())
}

impl ProposedMove {
    pub(super) fn of(moved: &Transfer) -> Self {
        Self { from: CellName::of(&moved.from), to: CellName::of(&moved.to), people: int(moved.people.into()) }
    }
}

impl PlanMeasures {
    fn of(measures: &Measures) -> Self {
        Self {
            placed: int(measures.placed.into()),
            moved: int(measures.moved.into()),
            worst_pressure: measures.worst_pressure,
            lowest_pressure: measures.lowest_pressure,
            above_one: int(measures.above_one.into()),
            unserved: int(measures.unserved.into()),
            unmet_hours: measures.unmet_hours,
            counted_hours: measures.counted_hours,
            proportional: measures.proportional,
            yearly_cost_cents: measures.yearly_cost_cents as f64,
        }
    }
}

impl PlanProof {
    fn of(proof: &Evidence) -> Self {
        let parts = int(i64::try_from(proof.parts).unwrap_or(i64::MAX));
        Self {
            complete: proof.complete,
            certified: proof.certified,
            parts,
            gap: proof.gap,
            worst_pressure_at_least: proof.worst_at_least,
        }
    }
}
