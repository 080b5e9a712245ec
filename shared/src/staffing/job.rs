//! Long work that runs beside the page: what is asked of the browser's worker and what it says.

use std::ops::ControlFlow;

use serde::{Deserialize, Serialize};

use super::{
    Assumptions, Sizing,
    allocate::{Answer, Demand, Frontier, Margins, Memory, Outcome, Part, Progress, Request, Robust},
    uncertainty::{Risks, Uncertainty, risks},
};
use crate::{problem::Problem, territory::Catchment};

/// What is asked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Job {
    /// The best division of new operators.
    Propose {
        /// What the cells need and have.
        demand: Box<Demand>,
        /// What is wanted.
        request: Box<Request>,
    },
    /// What one operator or some money more would bring.
    Margins {
        /// What the cells need and have.
        demand: Box<Demand>,
        /// What is wanted.
        request: Box<Request>,
        /// How much more money, euro cents over the months of the budget.
        cents: u64,
    },
    /// Cost against the worst-served place.
    Frontier {
        /// What the cells need and have.
        demand: Box<Demand>,
        /// What is wanted.
        request: Box<Request>,
        /// The worst pressure at which it may end.
        aim: f64,
    },
    /// One plan for several demands.
    Robust {
        /// The same cells in each case; the objective counts in the first.
        cases: Vec<Demand>,
        /// What is wanted.
        request: Box<Request>,
    },
    /// How sure a division is.
    Risks {
        /// What the demand rests on.
        assumptions: Box<Assumptions>,
        /// The CPIs.
        catchments: Vec<Catchment>,
        /// Operators there, FTE, shape `[cpis]`.
        staff: Vec<f64>,
        /// What is uncertain.
        asked: Uncertainty,
    },
}

/// What the work came to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "value", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Done {
    /// Of [`Job::Propose`].
    Answer(Box<Answer>),
    /// Of [`Job::Margins`].
    Margins(Box<Outcome<Margins>>),
    /// Of [`Job::Frontier`].
    Frontier(Box<Outcome<Frontier>>),
    /// Of [`Job::Robust`].
    Robust(Box<Outcome<Robust>>),
    /// Of [`Job::Risks`].
    Risks(Risks),
    /// A field was wrong.
    Refused(Problem),
}

/// How far the work has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// Which part of an answer is worked out; `None` for a draw.
    pub part: Option<Part>,
    /// How much of it is done.
    pub done: u64,
    /// How much there is to do, where that is known.
    pub of: Option<u64>,
}

impl Job {
    /// Does the work. `watch` hears how far it has come; it may stop the work. `memory` is what the last job left: a proposal after
    /// a few changed cells starts from it.
    pub fn run(&self, memory: &mut Memory, watch: &mut dyn FnMut(Step) -> ControlFlow<()>) -> Done {
        let mut asked =
            |at: Progress| watch(Step { part: Some(at.part), done: at.done, of: at.left.map(|left| at.done + left) });
        let done = match self {
            Self::Propose { demand, request } => {
                memory.answer(demand, request, &mut asked).map(Box::new).map(Done::Answer)
            }
            Self::Margins { demand, request, cents } => {
                Margins::of(demand, request, *cents, &mut asked).map(Box::new).map(Done::Margins)
            }
            Self::Frontier { demand, request, aim } => {
                Frontier::of(demand, request, *aim, &mut asked).map(Box::new).map(Done::Frontier)
            }
            Self::Robust { cases, request } => Robust::of(cases, request, &mut asked).map(Box::new).map(Done::Robust),
            Self::Risks { assumptions, catchments, staff, asked } => {
                Sizing::of(assumptions, catchments).and_then(|sizing| {
                    let of = Some(u64::from(asked.samples));
                    let mut drawn = |drawn: u32| watch(Step { part: None, done: u64::from(drawn), of });
                    risks(&sizing, staff, asked, &mut drawn).map(Done::Risks)
                })
            }
        };
        done.unwrap_or_else(Done::Refused)
    }
}
