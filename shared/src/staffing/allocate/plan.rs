//! A plan, and what it is worth in numbers that people know.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Group, Instance, Objective, Ratio, Rule, measure, measure::OPERATOR, state::State};

/// People in service who go to another CPI.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Move {
    /// The cell that they leave, by its place in the engine's order.
    pub from: usize,
    /// The cell that they go to: the same profile.
    pub to: usize,
    /// How many.
    pub people: u32,
}

/// A division of the new operators, in the engine's order of cells; see [`Instance::as_given`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Plan {
    /// New operators of each cell.
    pub operators: Vec<u32>,
    /// People in service who move.
    pub moves: Vec<Move>,
}

impl Plan {
    pub(super) fn of<G: Group>(state: &State<G>) -> Self {
        let network = &state.network;
        let count = |flow: i64| u32::try_from(flow).unwrap_or_default();
        let moves =
            network.moves.iter().map(|&(from, to, arc)| Move { from, to, people: count(network.arcs[arc].flow) });
        Self {
            operators: network.placed().into_iter().map(count).collect(),
            moves: moves.filter(|moved| moved.people > 0).collect(),
        }
    }

    /// How many operators each cell has more, or fewer, than now. Shape `[cells]`.
    pub fn net(&self) -> Vec<i64> {
        let mut net: Vec<i64> = self.operators.iter().map(|&operators| i64::from(operators)).collect();
        for moved in &self.moves {
            if let Some(cell) = net.get_mut(moved.from) {
                *cell -= i64::from(moved.people);
            }
            if let Some(cell) = net.get_mut(moved.to) {
                *cell += i64::from(moved.people);
            }
        }
        net
    }

    /// How many people move more, or no longer, in another plan: from cell, to cell, how many.
    pub(super) fn moves_until(&self, after: &Self) -> Vec<(usize, usize, i64)> {
        let mut by: BTreeMap<(usize, usize), i64> = BTreeMap::new();
        for moved in &self.moves {
            *by.entry((moved.from, moved.to)).or_default() -= i64::from(moved.people);
        }
        for moved in &after.moves {
            *by.entry((moved.from, moved.to)).or_default() += i64::from(moved.people);
        }
        by.into_iter().filter(|(_, by)| *by != 0).map(|((from, to), by)| (from, to, by)).collect()
    }

    /// How many operators each unit of the instance's level has more, or fewer, than now.
    pub fn net_by_unit(&self, instance: &Instance) -> Vec<i64> {
        let mut net = vec![0; instance.units().len()];
        for (cell, by) in self.net().into_iter().enumerate().take(instance.len()) {
            net[instance.unit_of(cell)] += by;
        }
        net
    }
}

/// What a plan comes to, whatever it was made for.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Measures {
    /// New operators.
    pub placed: u32,
    /// People in service who move.
    pub moved: u32,
    /// The worst pressure of the units of the level; infinite is `None`.
    pub worst_pressure: Option<f64>,
    /// The lowest pressure of the units of the level; infinite is `None`. Beside the worst it says how far apart they are.
    pub lowest_pressure: Option<f64>,
    /// Units with more work than their staff can do: pressure above 1.
    pub above_one: u32,
    /// Units with work and nobody there.
    pub unserved: u32,
    /// Work that nobody does, hours a year, cell by cell and without weights, as everywhere in the product.
    pub unmet_hours: f64,
    /// The same as [`Objective::LeastUnmet`] counts it, hours a year: over the units of the level, each with its weight.
    pub counted_hours: f64,
    /// `Σ (required - staff)² / required` over the units with a requirement, operators.
    pub proportional: f64,
    /// Yearly cost of the new operators, euro cents.
    pub yearly_cost_cents: u64,
}

impl Measures {
    /// The measures of a plan.
    pub fn of(instance: &Instance, plan: &Plan) -> Self {
        let (units, net) = (instance.units(), plan.net_by_unit(instance));
        let mut measures = Self {
            placed: plan.operators.iter().sum(),
            moved: plan.moves.iter().map(|moved| moved.people).sum(),
            worst_pressure: Some(0.0),
            lowest_pressure: None,
            above_one: 0,
            unserved: 0,
            unmet_hours: 0.0,
            counted_hours: 0.0,
            proportional: 0.0,
            yearly_cost_cents: 0,
        };
        for (unit, &by) in units.iter().zip(&net) {
            let exact = unit.pressure(by);
            measures.above_one += u32::from(exact > Ratio::new(1, 1));
            let pressure = exact.value();
            if pressure.is_finite() {
                measures.worst_pressure = measures.worst_pressure.map(|worst| f64::max(worst, pressure));
                let lowest = measures.lowest_pressure.map_or(pressure, |lowest| f64::min(lowest, pressure));
                measures.lowest_pressure = Some(lowest);
            } else {
                measures.worst_pressure = None;
                measures.unserved += 1;
            }
            let one = OPERATOR as f64;
            let (required, staff) = (unit.required as f64 / one, unit.have as f64 / one + by as f64);
            let weight = unit.weight as f64 / measure::WEIGHT_OF_ONE as f64;
            measures.counted_hours += weight * f64::max(0.0, required - staff) * instance.longest_hours();
            if required > 0.0 {
                measures.proportional += (required - staff) * (required - staff) / required;
            }
        }
        for ((unit, hours), by) in instance.cells.iter().zip(instance.available_hours.iter().cycle()).zip(plan.net()) {
            let missing = (unit.required as f64 - unit.have as f64) / OPERATOR as f64 - by as f64;
            measures.unmet_hours += f64::max(0.0, missing) * hours;
        }
        for (cell, &operators) in plan.operators.iter().enumerate() {
            let cost = instance.costs.get(cell % instance.profiles.len()).copied().unwrap_or_default();
            measures.yearly_cost_cents =
                measures.yearly_cost_cents.saturating_add(u64::from(operators).saturating_mul(cost));
        }
        measures
    }
}

/// A difference of the objective between two plans, exact.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Value {
    /// In the objective's own unit: millionths of a weight times millionths of an operator (unmet), billionths of an
    /// operator (proportional), or a square of quotas (Hamilton).
    Numbers(i128),
    /// Pressures, or claims served, gained and lost: the highest decides.
    Levels(super::Levels),
}

impl Value {
    /// This less another one of the same instance; between measures that differ there is no difference.
    pub(super) fn minus(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::Numbers(one), Self::Numbers(other)) => Self::Numbers(one - other),
            (Self::Levels(one), Self::Levels(other)) => {
                let mut one = one.clone();
                one.sub(other);
                Self::Levels(one)
            }
            (Self::Numbers(_) | Self::Levels(_), _) => Self::Numbers(0),
        }
    }

    /// Whether the objective falls.
    pub(super) fn is_gain(&self) -> bool {
        match self {
            Self::Numbers(number) => *number < 0,
            Self::Levels(levels) => *levels < super::Levels::default(),
        }
    }

    /// The difference as a number in the unit of the objective's price: hours a year (unmet) or operators (proportional);
    /// `None` for an objective that has no such unit.
    pub fn in_units(&self, instance: &Instance) -> Option<f64> {
        let Self::Numbers(number) = self else { return None };
        match instance.objective {
            Objective::Proportional => Some(*number as f64 / measure::PROPORTIONAL_SCALE as f64),
            Objective::LeastUnmet => {
                let weighted = (OPERATOR * measure::WEIGHT_OF_ONE) as f64;
                Some(*number as f64 / weighted * instance.longest_hours())
            }
            Objective::Equity | Objective::Apportionment { .. } => None,
        }
    }

    /// For an objective in levels the highest one that a difference takes away and the highest that it brings, 0 for none: of
    /// equity a pressure, of a rule of apportionment a claim left unserved, operators.
    pub fn highest_levels(&self, instance: &Instance) -> Option<(f64, f64)> {
        let Self::Levels(levels) = self else { return None };
        let highest = |is_one: fn(i128) -> bool| {
            let level = levels.terms().iter().find(|(_, count)| is_one(*count)).map_or(0.0, |(level, _)| level.value());
            match instance.objective {
                Objective::Apportionment { rule: Rule::HuntingtonHill, .. } => level.sqrt() / OPERATOR as f64,
                Objective::Apportionment { .. } => level / OPERATOR as f64,
                Objective::Equity | Objective::LeastUnmet | Objective::Proportional => level,
            }
        };
        Some((highest(|count| count < 0), highest(|count| count > 0)))
    }
}
