//! Long work that runs beside the page: what is asked of the browser's worker and what it says.

use std::ops::ControlFlow;

use serde::{Deserialize, Serialize};

use super::{
    Assumptions, Sizing,
    allocate::{Answer, Demand, Part, Progress, Request},
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
    /// Does the work. `watch` hears how far it has come; it may stop the work.
    pub fn run(&self, watch: &mut dyn FnMut(Step) -> ControlFlow<()>) -> Done {
        let done = match self {
            Self::Propose { demand, request } => {
                let mut asked = |at: Progress| {
                    watch(Step { part: Some(at.part), done: at.done, of: at.left.map(|left| at.done + left) })
                };
                Answer::of(demand, request, &mut asked).map(Box::new).map(Done::Answer)
            }
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
