//! The division of new operators: exact, explained, and the same natively and in the browser.
//!
//! [`Instance::new`] is the one door. [`Solver`] finds the optimum and keeps it while numbers change.

mod answer;
mod bound;
mod budget;
mod certificate;
mod cost;
mod cover;
mod demand;
mod descent;
mod empty;
mod explain;
mod flow;
mod frontier;
mod gap;
mod incumbent;
mod instance;
mod margin;
mod measure;
mod memory;
mod network;
mod otherwise;
mod pace;
mod plan;
mod propose;
mod ranges;
mod ratio;
mod reader;
mod reason;
mod reasons;
mod record;
mod regret;
mod request;
mod scarce;
mod solver;
mod start;
mod state;
mod tariff;
mod tell;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

pub use answer::{
    Alternative, Answer, Evidence, Exchange, MAX_PLACEMENTS, Outcome, Placed, Price, Reroute, Room, RunnerUp,
    ScarcePrice, Shift, Told, Transfer,
};
pub use certificate::{Certificate, Flaw, Prices, check_bounds};
pub use cost::{Cost, Group, Levels};
pub use cover::{Closing, Cover, Step};
pub use demand::Demand;
pub use empty::empty_cells;
pub use explain::{Change, Placement, ShadowPrice};
pub use frontier::{End, Frontier, MAX_POINTS, Point};
pub use instance::{Instance, MAX_CELLS, MAX_FTE, MAX_YEARLY_COST};
pub use margin::{AtCpi, CpiShift, Margins, Next};
pub use measure::{Basis, Objective, Rule, Unit};
pub use memory::Memory;
pub use pace::{Part, Progress, Watch};
pub use plan::{Measures, Move, Plan, Value};
pub use propose::{Best, Proof, Proposal, propose};
pub use ratio::Ratio;
pub use reason::{Bound, Infeasible, Relaxed, Repair};
pub use regret::{Case, MAX_CASES, Robust};
pub use request::{
    Budget, Constraints, Level, Limit, Lock, MAX_KM, MIN_KM, Range, Reach, Request, THRESHOLD, Transfers, Weight,
};
pub use scarce::{Counted, Scarce};
pub use solver::{Solver, value_of};

use crate::{
    code::{CpiCode, ProfileCode, ProvinceCode},
    staffing::CellKey,
};

/// Which side of a range.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Side {
    /// The fewest.
    AtLeast,
    /// The most.
    AtMost,
}

/// What a bound is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Scope {
    /// All new operators.
    HeadCount,
    /// The new operators of a profile.
    Profile {
        /// The profile.
        profile: ProfileCode,
    },
    /// The operators more in a province.
    Province {
        /// The province.
        province: ProvinceCode,
    },
    /// The operators more at a CPI.
    Cpi {
        /// The CPI.
        cpi: CpiCode,
    },
    /// The new operators of a cell.
    Cell {
        /// The cell.
        cell: CellKey,
    },
    /// A cell that is decided.
    Lock {
        /// The cell.
        cell: CellKey,
    },
}
