//! Long work that runs beside the page: what is asked of the browser's worker and what it says.

use std::ops::ControlFlow;

use serde::{Deserialize, Serialize};

use super::{
    Assumptions, Sizing,
    allocate::{Answer, Demand, Request},
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
    /// Of [`Job::Risks`].
    Risks(Risks),
    /// A field was wrong.
    Refused(Problem),
}

impl Job {
    /// Does the work. `watch` hears of the steps done, and of how many there are when that is known; it may stop the work.
    pub fn run(&self, watch: &mut dyn FnMut(u64, Option<u64>) -> ControlFlow<()>) -> Done {
        let done = match self {
            Self::Propose { demand, request } => {
                Answer::of(demand, request, &mut |progress| watch(progress.done, None)).map(Box::new).map(Done::Answer)
            }
            Self::Risks { assumptions, catchments, staff, asked } => {
                Sizing::of(assumptions, catchments).and_then(|sizing| {
                    let mut drawn = |drawn: u32| watch(u64::from(drawn), Some(u64::from(asked.samples)));
                    risks(&sizing, staff, asked, &mut drawn).map(Done::Risks)
                })
            }
        };
        done.unwrap_or_else(Done::Refused)
    }
}
