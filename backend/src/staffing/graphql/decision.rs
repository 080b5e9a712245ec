//! Decisions between scenarios, as partners see them.

use async_graphql::{Context, ID, InputObject, Object, SimpleObject, Subscription, connection::Connection};
use chrono::{DateTime, Utc};
use futures::{Stream, StreamExt as _};
use serde::Serialize;
use shared::{
    Rule,
    id::{GlobalId, Kind},
    identity::{Permit, Resource, policy::act::ReadScenarios},
    problem::Fields,
    staffing::{
        comparison::{MAX_SCENARIOS, MIN_SCENARIOS},
        decision::{Candidate, Frozen, Reasons},
    },
};

use super::{comparison::ScenarioComparison, sizing::scenario_key};
use crate::{
    changes::{Accepted, DECISIONS, stream::follow},
    clock::new_id,
    cx::Cx,
    error::{Context as _, Error, Result},
    graphql::{
        as_text, int,
        page::{Cursor, Position, connect, cost},
    },
    page::Page,
    staffing::{
        body::DecisionBody,
        entity::decision::Model,
        store::{self, DecisionRecord, Seen},
    },
};

/// A decision between scenarios. It is never changed: another one comes after it.
#[derive(SimpleObject)]
pub(crate) struct ScenarioDecision {
    id: ID,
    /// Its place among all decisions, from 1: the revision that it made.
    place: i32,
    at: DateTime<Utc>,
    by: String,
    /// The scenario that was chosen; one of `candidates`.
    chosen: ID,
    reason: String,
    /// The act that decided it. Null when none is named.
    act: Option<String>,
    /// Revision of the figures that the comparison rests on.
    figures_revision: i32,
    /// What was compared, as it was then.
    #[graphql(complexity = "1 + 4 * child_complexity")]
    candidates: Vec<DecisionCandidate>,
}

/// One of the scenarios that a decision was between, as it was then.
#[derive(SimpleObject)]
pub(crate) struct DecisionCandidate {
    scenario: ID,
    name: String,
    /// Its revision then; `Scenario.past` tells what it was.
    revision: i32,
    year: i32,
    head_count: i32,
    placed: i32,
    /// Operators required, full-time equivalents.
    required: f64,
    /// Null when nobody is there and work exists.
    mean_pressure: Option<f64>,
    /// The greatest pressure of a job centre. Null when nobody is there and work exists.
    worst_pressure: Option<f64>,
    /// Work that nobody does, hours a year.
    unmet_hours: f64,
    /// How unequal the pressures of the job centres are, 0 to 1.
    gini: Option<f64>,
    /// What the placed operators cost over the scenario's months, euro cents.
    cost_cents: f64,
}

impl ScenarioDecision {
    fn of(row: Model) -> Result<Self> {
        let frozen: Frozen = serde_json::from_value(row.compared).context("reading what a decision rests on")?;
        Ok(Self {
            id: global(Kind::Decision, &row.id.to_string()),
            place: int(row.made),
            at: row.at,
            by: row.by,
            chosen: global(Kind::Scenario, &row.chosen.to_string()),
            reason: row.reason,
            act: row.act,
            figures_revision: whole(frozen.figures_revision),
            candidates: frozen.candidates.into_iter().map(DecisionCandidate::from).collect(),
        })
    }
}

impl From<Candidate> for DecisionCandidate {
    fn from(of: Candidate) -> Self {
        Self {
            scenario: global(Kind::Scenario, &of.scenario),
            name: of.name,
            revision: whole(of.revision),
            year: i32::from(of.year),
            head_count: int(i64::from(of.head_count)),
            placed: whole(of.placed),
            required: of.required,
            mean_pressure: of.mean_pressure,
            worst_pressure: of.worst_pressure,
            unmet_hours: of.unmet_hours,
            gini: of.gini,
            cost_cents: of.cost_cents as f64,
        }
    }
}

fn global(kind: Kind, key: &str) -> ID {
    GlobalId::new(kind, key).to_string().into()
}

fn whole(number: u64) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

/// A decision to record.
#[derive(InputObject, Serialize)]
pub(crate) struct ScenarioDecideInput {
    /// Client-made UUID: the same write sent again is applied once.
    #[serde(skip)]
    write: String,
    /// Two to four scenarios, with the revisions that the caller looked at.
    candidates: Vec<DecisionCandidateInput>,
    /// The one that is chosen.
    #[serde(serialize_with = "as_text")]
    chosen: ID,
    /// The revision of the figures that the caller looked at.
    figures_seen: i32,
    /// Why, at most 500 characters.
    reason: String,
    /// The act that decides it, at most 120 characters.
    #[graphql(default)]
    act: String,
}

/// One of the scenarios that a decision is between.
#[derive(InputObject, Serialize)]
pub(crate) struct DecisionCandidateInput {
    #[serde(serialize_with = "as_text")]
    scenario: ID,
    /// The scenario's revision that the caller looked at. What was only said of it since is no matter.
    seen: i32,
}

/// The decision that was recorded.
#[derive(SimpleObject)]
pub(crate) struct ScenarioDecidePayload {
    decision: ScenarioDecision,
}

/// A position in the list of decisions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct DecisionPosition(i64);

impl Position for DecisionPosition {
    const LIST: &'static str = "decisions";

    fn write(&self) -> String {
        self.0.to_string()
    }

    fn read(text: &str) -> Option<Self> {
        text.parse().ok().map(Self)
    }
}

/// How many decisions there are in all, counted when asked.
pub(crate) struct DecisionTotal;

#[Object]
impl DecisionTotal {
    async fn total_count(&self, ctx: &Context<'_>) -> Result<i32> {
        let cx = Cx::of(ctx)?;
        let permit = cx.may(&Resource::Region)?;
        Ok(whole(store::decision_count(cx.db().read(), &permit).await?))
    }
}

/// The query of the decisions.
#[derive(Debug, Default)]
pub(crate) struct DecisionQuery;

#[Object]
impl DecisionQuery {
    /// The decisions between scenarios, the last ones first: who chose which, why, and what was known of each.
    #[graphql(complexity = "cost(first, child_complexity)")]
    async fn scenario_decisions(
        &self,
        ctx: &Context<'_>,
        first: Option<i32>,
        after: Option<String>,
    ) -> Result<Connection<Cursor<DecisionPosition>, ScenarioDecision, DecisionTotal>> {
        let cx = Cx::of(ctx)?;
        let permit = cx.may(&Resource::Region)?;
        let page: Page<DecisionPosition> = Page::parse(first, after.as_deref())?;
        let rows = store::decision_list(cx.db().read(), &permit, &page.after(|at| at.0)).await?;
        let rows: Vec<ScenarioDecision> = rows.into_iter().map(ScenarioDecision::of).collect::<Result<_>>()?;
        let node = |decision: ScenarioDecision| (DecisionPosition(i64::from(decision.place)), decision);
        Ok(connect(&page, rows, DecisionTotal, node))
    }
}

/// The mutation of the decisions.
#[derive(Debug, Default)]
pub(crate) struct DecisionMutation;

#[Object]
impl DecisionMutation {
    /// Records which of two to four scenarios is chosen, why, and what is known of each now. It changes none of them. What has moved
    /// since the caller looked refuses it with `CONFLICT`.
    async fn scenario_decide(&self, ctx: &Context<'_>, input: ScenarioDecideInput) -> Result<ScenarioDecidePayload> {
        let cx = Cx::of(ctx)?;
        let permit = cx.may(&Resource::Region)?;
        let reasons = Reasons::new(&input.reason, &input.act)?;
        let (mut fields, count) = (Fields::default(), input.candidates.len());
        let (least, most) = (MIN_SCENARIOS as f64, MAX_SCENARIOS as u32);
        fields.check("candidates", (count < MIN_SCENARIOS).then_some(Rule::TooSmall { min: least }));
        fields.check("candidates", (count > MAX_SCENARIOS).then_some(Rule::TooLong { max: most }));
        for (index, of) in input.candidates.iter().enumerate() {
            let is_twice = input.candidates.iter().take(index).any(|earlier| earlier.scenario == of.scenario);
            fields.check(format!("candidates.{index}.scenario"), is_twice.then_some(Rule::Duplicate));
            fields.check(format!("candidates.{index}.seen"), (of.seen < 0).then_some(Rule::TooSmall { min: 0.0 }));
        }
        let is_there = input.candidates.iter().any(|of| of.scenario == input.chosen);
        fields.check("chosen", (!is_there).then_some(Rule::Unknown));
        fields.finish()?;
        let stamp = cx.stamp(&input.write, "scenarioDecide", &input)?;
        let scenarios: Vec<ID> = input.candidates.iter().map(|of| of.scenario.clone()).collect();
        let chosen = scenario_key(&input.chosen).ok_or_else(Error::not_found)?;
        let told = ScenarioComparison::of(ctx, &scenarios).await?;
        let (compared, rows) = (told.frozen(), told.revisions());
        let scenarios =
            rows.into_iter().zip(&input.candidates).map(|((id, now), of)| (id, i64::from(of.seen), now)).collect();
        let figures_now = i64::try_from(compared.figures_revision).unwrap_or(i64::MAX);
        let seen = Seen { scenarios, figures: (i64::from(input.figures_seen), figures_now) };
        let write = DecisionRecord { id: new_id(), chosen, reasons, compared, seen, permit, stamp };
        let row = cx.write(DECISIONS, &write).await?;
        Ok(ScenarioDecidePayload { decision: ScenarioDecision::of(row)? })
    }
}

/// A decision that was recorded.
#[derive(SimpleObject)]
pub(crate) struct DecisionChange {
    /// The revision of all decisions that it made.
    revision: i32,
    decision: ScenarioDecision,
}

/// The subscription of the decisions.
#[derive(Debug, Default)]
pub(crate) struct DecisionSubscription;

#[Subscription]
impl DecisionSubscription {
    /// Every decision after a revision, first those that were missed, then live; none twice, none left out.
    async fn decision_changes(
        &self,
        ctx: &Context<'_>,
        after: i32,
    ) -> Result<impl Stream<Item = Result<DecisionChange>> + use<>> {
        let cx = Cx::of(ctx)?.clone();
        let _permit: Permit<ReadScenarios> = cx.may(&Resource::Region)?;
        let changes = follow(cx.clone(), DECISIONS.to_owned(), after).await?;
        Ok(changes.then(move |change| {
            let cx = cx.clone();
            async move { change_of(&cx, change?).await }
        }))
    }
}

async fn change_of(cx: &Cx, accepted: Accepted) -> Result<DecisionChange> {
    let body: DecisionBody = serde_json::from_value(accepted.body).context("reading a decision that was recorded")?;
    let row = store::decision_find(cx.db().read(), body.decision).await?;
    let row = row.ok_or_else(|| Error::fault("reading a decision that was recorded", "it is not there"))?;
    Ok(DecisionChange { revision: int(accepted.revision), decision: ScenarioDecision::of(row)? })
}
