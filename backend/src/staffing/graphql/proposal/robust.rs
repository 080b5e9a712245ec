//! One plan for several demands, as partners see it.

use std::sync::Arc;

use async_graphql::{Context, ID, InputObject, SimpleObject};
use shared::{
    Problem, Rule,
    code::ServiceCode,
    problem::Fields,
    staffing::{
        allocate::{Demand, MAX_CASES, Outcome, Robust},
        band::CaseVolume,
    },
};

use super::{
    asked::Asked,
    bound::{InfeasibleBounds, ProposalPart},
    input::{ProposalConstraintsInput, ProposalObjectiveInput},
    plan::ProposedMove,
    read,
    why::CellName,
};
use crate::{
    error::{Error, Result},
    graphql::int,
    staffing::engine,
};

/// The most characters of a case's name.
const MAX_NAME: usize = 80;

/// One demand that a plan should be good for.
#[derive(InputObject)]
pub(crate) struct DemandCaseInput {
    /// What the answer calls it.
    name: String,
    /// The volumes that are others than expected.
    #[graphql(default)]
    volumes: Vec<CaseVolumeInput>,
}

/// Another volume of a service.
#[derive(InputObject)]
pub(crate) struct CaseVolumeInput {
    /// Code of the service.
    service: String,
    /// Units a year in the whole region; a province's own volume moves in the same proportion.
    volume: f64,
}

/// The plan that is regretted least: over all cases, its worst pressure is as near as can be to the lowest that any plan has.
#[derive(SimpleObject)]
pub(crate) struct ProposalRobust {
    /// Revision of the scenario that was looked at; its cells are not older.
    scenario_revision: i32,
    /// Revision of the figures that the requirements were computed from.
    figures_revision: i32,
    /// The greatest regret of the plan: how far a worst pressure is above the lowest that is possible in its case. Null when it
    /// is infinite, or when there is no plan.
    regret: Option<f64>,
    /// Every cell, in the sizing's order. Empty when there is no plan.
    #[graphql(complexity = "1 + 250 * child_complexity")]
    cells: Vec<RobustCell>,
    /// People in service who move.
    #[graphql(complexity = "1 + 50 * child_complexity")]
    moves: Vec<ProposedMove>,
    /// What becomes of the plan in each case, in the order in which they were asked.
    #[graphql(complexity = "1 + 12 * child_complexity")]
    cases: Vec<RobustCase>,
    /// Why no plan keeps all bounds. Null when there is one, or when neither was found in time.
    infeasible: Option<InfeasibleBounds>,
    /// Whether the time was over before there was anything to say.
    stopped: bool,
    /// What was not finished when the time was over: `PROOF` when of the plans with the least regret another may be better in the
    /// objective, `CASES` when the own plans of some cases are missing or not proved.
    unfinished: Vec<ProposalPart>,
}

/// What a cell needs and gets.
#[derive(SimpleObject)]
pub(crate) struct RobustCell {
    cell: CellName,
    /// New operators of the plan that is regretted least.
    operators: i32,
    /// Operators needed in each case, full-time equivalents.
    needs: Vec<f64>,
    /// New operators in the best plan for each case alone. Null where that was not found in time.
    own: Vec<Option<i32>>,
}

/// One case. A pressure that is null is infinite.
#[derive(SimpleObject)]
pub(crate) struct RobustCase {
    /// As it was asked.
    name: String,
    /// Operators needed in the whole region, full-time equivalents.
    need: f64,
    /// The lowest worst pressure that any plan has in this case.
    lowest: Option<f64>,
    /// The worst pressure of the plan that is regretted least.
    worst: Option<f64>,
    /// How far it is above the lowest. Null when it is infinite.
    regret: Option<f64>,
    /// The worst pressure that the best plan for this case alone has in each case. Empty where that plan was not found in time.
    elsewhere: Vec<Option<f64>>,
    /// The greatest regret of that plan. Null when it is infinite, or where it was not found in time.
    greatest: Option<f64>,
}

impl ProposalRobust {
    /// Finds the plan of a scenario that is regretted least.
    ///
    /// # Errors
    /// `NOT_FOUND`, when there is no such scenario; `INVALID`, with each field that is wrong.
    pub(in crate::staffing::graphql) async fn of(
        ctx: &Context<'_>,
        scenario: &ID,
        objective: &ProposalObjectiveInput,
        constraints: &ProposalConstraintsInput,
        cases: &[DemandCaseInput],
    ) -> Result<Self> {
        let asked = Asked::read(ctx, scenario, objective, constraints, None).await?;
        let demands: Arc<[Demand]> = demands(&asked, cases)?.into();
        let (of, request) = (Arc::clone(&demands), Arc::clone(&asked.request));
        let outcome = engine::run(move |watch| Robust::of(&of, &request, watch)).await.map_err(read::renamed)?;
        let mut told = Self {
            scenario_revision: int(asked.revision),
            figures_revision: int(asked.sizing.revision()),
            regret: None,
            cells: Vec::new(),
            moves: Vec::new(),
            cases: Vec::new(),
            infeasible: None,
            stopped: false,
            unfinished: Vec::new(),
        };
        match outcome {
            Outcome::Found(robust) => {
                told.regret = robust.regret;
                told.cells = cells(&demands, &robust);
                told.moves = robust.moves.iter().map(ProposedMove::of).collect();
                told.cases = robust
                    .cases
                    .iter()
                    .zip(cases)
                    .zip(demands.iter())
                    .map(|((case, asked), demand)| RobustCase {
                        name: asked.name.clone(),
                        need: demand.required.iter().sum(),
                        lowest: case.lowest,
                        worst: case.worst,
                        regret: case.regret,
                        elsewhere: case.elsewhere.clone(),
                        greatest: case.greatest,
                    })
                    .collect();
                told.unfinished = robust.unfinished.into_iter().map(ProposalPart::from).collect();
            }
            Outcome::Infeasible(reason) => told.infeasible = Some(InfeasibleBounds::of(&reason)),
            Outcome::Stopped => told.stopped = true,
        }
        Ok(told)
    }
}

/// The demand of each case. Each field that is wrong is named by its case.
fn demands(asked: &Asked, cases: &[DemandCaseInput]) -> Result<Vec<Demand>> {
    if cases.is_empty() {
        return Err(Error::invalid("cases", Rule::Required));
    }
    if cases.len() > MAX_CASES {
        return Err(Error::invalid("cases", Rule::TooLong { max: MAX_CASES as u32 }));
    }
    let (mut fields, mut demands) = (Fields::default(), Vec::with_capacity(cases.len()));
    for (number, case) in cases.iter().enumerate() {
        let at = |field: &str| format!("cases.{number}.{field}");
        let is_long = case.name.chars().count() > MAX_NAME;
        fields.check(at("name"), is_long.then_some(Rule::TooLong { max: MAX_NAME as u32 }));
        let mut volumes = Vec::with_capacity(case.volumes.len());
        for (index, volume) in case.volumes.iter().enumerate() {
            match ServiceCode::new(&*volume.service) {
                Ok(service) => volumes.push(CaseVolume { service, volume: volume.volume }),
                Err(_) => fields.push(at(&format!("volumes.{index}.service")), Rule::Unknown),
            }
        }
        if volumes.len() < case.volumes.len() {
            continue;
        }
        match asked.sizing.in_case(&asked.demand, &volumes) {
            Ok(demand) => demands.push(demand),
            Err(Problem::Invalid { fields: wrong }) => {
                for problem in wrong {
                    fields.push(at(&problem.field), problem.rule);
                }
            }
            Err(other) => return Err(other.into()),
        }
    }
    fields.finish()?;
    Ok(demands)
}

fn cells(demands: &[Demand], robust: &Robust) -> Vec<RobustCell> {
    let Some(first) = demands.first() else { return Vec::new() };
    let keys = first.cpis.iter().flat_map(|(cpi, _)| first.profiles.iter().map(move |(profile, _)| (cpi, profile)));
    let own = |cell: usize| {
        let each = robust.cases.iter().map(|case| case.operators.get(cell).map(|&operators| int(operators.into())));
        each.collect()
    };
    keys.zip(&robust.operators)
        .enumerate()
        .map(|(cell, ((cpi, profile), &operators))| RobustCell {
            cell: CellName::of_codes(cpi, profile),
            operators: int(operators.into()),
            needs: demands.iter().filter_map(|demand| demand.required.get(cell).copied()).collect(),
            own: own(cell),
        })
        .collect()
}
