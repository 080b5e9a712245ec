//! What a planner asks for: the objective, where it is measured, and the bounds.

use serde::{Deserialize, Serialize};

use super::Objective;
use crate::{
    code::{CpiCode, ProfileCode, ProvinceCode},
    staffing::CellKey,
};

/// A requirement from which a cell that nobody serves counts as unserved, FTE, unless another is asked for: half an operator. Ours, not
/// of a source.
pub const THRESHOLD: f64 = 0.5;

/// The least distance within which people may be allowed to move, kilometres through the air.
pub const MIN_KM: f64 = 1.0;
/// The farthest that people may be allowed to move, kilometres through the air.
pub const MAX_KM: f64 = 1_000.0;

/// What is asked of the engine.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Request {
    /// What makes a plan better.
    pub objective: Objective,
    /// Where the objective is measured.
    pub level: Level,
    /// A requirement below this, FTE, does not count as unserved by itself; at least 0 and below 1.
    pub threshold: f64,
    /// What the plan must keep to.
    pub constraints: Constraints,
}

impl Request {
    /// Equity by CPI, a threshold of half an operator, and exactly so many operators to place.
    pub fn equity(head_count: u32) -> Self {
        Self {
            objective: Objective::Equity,
            level: Level::Cpi,
            threshold: THRESHOLD,
            constraints: Constraints { head_count: Range::exactly(head_count), ..Constraints::default() },
        }
    }
}

/// Where an objective is measured: over each cell by itself, or over all cells of a CPI or a province together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Level {
    /// Each profile at each CPI.
    Cell,
    /// Each CPI over all its profiles: in a small CPI a few people share the trades.
    #[default]
    Cpi,
    /// Each province over all its CPIs.
    Province,
}

/// How many operators there may be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Range {
    /// The fewest.
    pub at_least: u32,
    /// The most; without it there is no limit.
    pub at_most: Option<u32>,
}

impl Range {
    /// No more and no fewer.
    pub fn exactly(operators: u32) -> Self {
        Self { at_least: operators, at_most: Some(operators) }
    }

    /// So many or fewer.
    pub fn at_most(operators: u32) -> Self {
        Self { at_least: 0, at_most: Some(operators) }
    }

    /// So many or more.
    pub fn at_least(operators: u32) -> Self {
        Self { at_least: operators, at_most: None }
    }
}

/// A range with what it bounds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Limit<K> {
    /// What is bounded.
    pub of: K,
    /// How many operators it may get.
    #[serde(flatten)]
    pub range: Range,
}

/// A number that the planner has decided.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Lock {
    /// Which cell.
    pub cell: CellKey,
    /// Its operators.
    pub operators: u32,
}

/// What an unmet hour at one CPI counts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Weight {
    /// The CPI.
    pub cpi: CpiCode,
    /// 1 unless said otherwise; at least 0 and at most 1,000, millionths count.
    pub weight: f64,
}

/// What a plan must keep to. Bounds count operators that come in, with people who move in less those who leave.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Constraints {
    /// Operators to place in all.
    pub head_count: Range,
    /// New operators of a profile.
    pub profiles: Vec<Limit<ProfileCode>>,
    /// Operators more in a province.
    pub provinces: Vec<Limit<ProvinceCode>>,
    /// Operators more at a CPI: the free desks of its building.
    pub cpis: Vec<Limit<CpiCode>>,
    /// New operators of a cell.
    pub cells: Vec<Limit<CellKey>>,
    /// Cells that are decided.
    pub locked: Vec<Lock>,
    /// Weights of unmet hours; they count in [`Objective::LeastUnmet`] only, by cell or by CPI: a province has none.
    pub weights: Vec<Weight>,
    /// Whether people in service may move.
    pub transfers: Option<Transfers>,
    /// Money there is for the new operators.
    pub budget: Option<Budget>,
}

/// Leave for people in service to move to another CPI, in whole persons and within their profile.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Transfers {
    /// How far they may move.
    pub reach: Reach,
    /// What one move costs, in the objective's own measure: a pressure (equity: a move must lower pressures above it),
    /// hours a year ([`Objective::LeastUnmet`]) or operators ([`Objective::Proportional`]).
    pub cost: f64,
    /// The most people who may move in all; without it there is no limit.
    #[serde(default)]
    pub at_most: Option<u32>,
}

/// How far people may move.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Reach {
    /// To any CPI of their province.
    Province,
    /// To any CPI that lies no farther than this from their own, whatever its province.
    Within {
        /// Kilometres through the air: from [`MIN_KM`] to [`MAX_KM`].
        km: f64,
    },
    /// Between these CPIs, in both directions.
    Between {
        /// Pairs of CPIs.
        pairs: Vec<(CpiCode, CpiCode)>,
    },
}

/// Money for the new operators.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Budget {
    /// Euro cents.
    pub cents: u64,
    /// Months that it has to last.
    pub months: u32,
}
