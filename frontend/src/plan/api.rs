//! What the page of the plan asks of the API.

use cynic::{MutationBuilder, QueryBuilder, SubscriptionBuilder};

use crate::graphql::{DateTime, Failure, ask, schema};

/// A day, `2020-03-02`.
#[derive(Clone, Debug, PartialEq, cynic::Scalar)]
#[cynic(graphql_type = "NaiveDate")]
pub(super) struct Day(pub(super) String);

/// The tree of the act, and where one can look at it.
#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "Query")]
pub(super) struct Act {
    pub(super) plan: Plan,
    pub(super) provinces: Vec<Province>,
    #[arguments(first: 500)]
    pub(super) cpis: CpiConnection,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
pub(super) struct Plan {
    pub(super) act: String,
    pub(super) title: Bilingual,
    pub(super) start: Day,
    pub(super) end: Day,
    pub(super) items: Vec<PlanItem>,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
pub(super) struct Bilingual {
    pub(super) it: String,
    pub(super) en: String,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
pub(super) struct PlanItem {
    pub(super) code: String,
    pub(super) parent: Option<String>,
    pub(super) kind: PlanItemKind,
    pub(super) text: Bilingual,
    pub(super) quantity: Option<f64>,
    pub(super) unit: Option<Bilingual>,
    pub(super) frequency: PlanFrequency,
    pub(super) units: Option<i32>,
    pub(super) per_unit: Option<f64>,
    pub(super) condition: Option<Bilingual>,
    pub(super) sentence: ActPassage,
    pub(super) ambiguities: Vec<PlanAmbiguity>,
    pub(super) indicators: Vec<String>,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
pub(super) struct ActPassage {
    pub(super) lines: Vec<i32>,
    pub(super) printed: String,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
pub(super) struct PlanAmbiguity {
    pub(super) code: String,
    pub(super) topic: Bilingual,
    pub(super) readings: Vec<Bilingual>,
    pub(super) choice: Bilingual,
}

#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PlanItemKind {
    Area,
    Objective,
    Activity,
    Result,
    Part,
}

#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PlanFrequency {
    Once,
    Annual,
    Semiannual,
    Quarterly,
    Monthly,
    Continuous,
    Years,
    Unprinted,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
pub(super) struct Province {
    pub(super) code: String,
    pub(super) name: String,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
pub(super) struct CpiConnection {
    pub(super) nodes: Vec<Cpi>,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
pub(super) struct Cpi {
    pub(super) code: String,
    pub(super) name: String,
}

pub(super) async fn act() -> Result<Act, Failure> {
    ask(Act::build(())).await
}

#[derive(cynic::QueryVariables)]
struct IndicatorsVariables {
    territory: Option<String>,
    on: Option<Day>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "IndicatorsVariables")]
struct Indicators {
    #[arguments(territory: $territory, on: $on)]
    indicators: Vec<Indicator>,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
pub(super) struct Indicator {
    pub(super) code: String,
    pub(super) section: String,
    pub(super) area: String,
    pub(super) text: Bilingual,
    pub(super) result_it: String,
    pub(super) unit: Option<Bilingual>,
    pub(super) frequency: PlanFrequency,
    pub(super) finest: IndicatorReach,
    pub(super) certainty: PlanCertainty,
    pub(super) condition: Option<Bilingual>,
    pub(super) by_hand: bool,
    pub(super) targets: Vec<IndicatorTarget>,
    pub(super) baselines: Vec<PlanBaseline>,
    pub(super) sentence: ActPassage,
    pub(super) ambiguities: Vec<PlanAmbiguity>,
    pub(super) links: Vec<String>,
    pub(super) standing: IndicatorStanding,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
pub(super) struct IndicatorTarget {
    pub(super) year: Option<i32>,
    pub(super) value: Option<f64>,
    pub(super) share: Option<f64>,
    pub(super) certainty: PlanCertainty,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
pub(super) struct PlanBaseline {
    pub(super) code: String,
    pub(super) metric: String,
    pub(super) value: f64,
    pub(super) unit: Bilingual,
    pub(super) at: String,
    pub(super) quote: String,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
pub(super) struct IndicatorStanding {
    pub(super) target: Option<f64>,
    pub(super) expected: Option<f64>,
    pub(super) actual: Option<f64>,
    pub(super) status: IndicatorStatus,
    pub(super) origin: Option<IndicatorOrigin>,
    pub(super) measured_on: Option<Day>,
    pub(super) confirmed: Option<bool>,
    pub(super) parts: i32,
}

#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum IndicatorStatus {
    ToConfirm,
    NoTarget,
    NotBegun,
    NotOpen,
    NotMeasured,
    Reached,
    OnPace,
    Behind,
    Missed,
}

#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum IndicatorOrigin {
    Derived,
    Measured,
}

#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PlanCertainty {
    High,
    Medium,
    Low,
}

#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum IndicatorReach {
    Region,
    Province,
    Cpi,
}

/// The indicators of a territory, as they stood on a day; on none, today.
pub(super) async fn indicators(territory: String, on: Option<Day>) -> Result<Vec<Indicator>, Failure> {
    let territory = Some(territory).filter(|code| !code.is_empty());
    Ok(ask(Indicators::build(IndicatorsVariables { territory, on })).await?.indicators)
}

#[derive(cynic::QueryVariables)]
struct HistoryVariables {
    indicator: String,
    first: i32,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "HistoryVariables")]
struct History {
    #[arguments(indicator: $indicator, first: $first)]
    measurements: MeasurementConnection,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "MeasurementConnection")]
struct MeasurementConnection {
    revision: i32,
    nodes: Vec<Measurement>,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
pub(super) struct Measurement {
    pub(super) id: cynic::Id,
    pub(super) territory: String,
    pub(super) value: f64,
    pub(super) day: Day,
    pub(super) source: String,
    pub(super) note: String,
    pub(super) standing: bool,
    pub(super) made_by: String,
    pub(super) made_at: DateTime,
    pub(super) confirmed_by: Option<String>,
}

/// The newest measurements of an indicator, the corrected ones among them.
pub(super) async fn history(indicator: String) -> Result<Vec<Measurement>, Failure> {
    Ok(ask(History::build(HistoryVariables { indicator, first: 50 })).await?.measurements.nodes)
}

/// The revision of all measurements.
pub(super) async fn revision() -> Result<i32, Failure> {
    let none = HistoryVariables { indicator: String::new(), first: 0 };
    Ok(ask(History::build(none)).await?.measurements.revision)
}

#[derive(cynic::InputObject, Clone, Debug)]
pub(super) struct MeasurementAddInput {
    pub(super) write: String,
    pub(super) indicator: String,
    pub(super) territory: Option<String>,
    pub(super) value: f64,
    pub(super) day: Day,
    pub(super) source: String,
    pub(super) note: Option<String>,
    pub(super) corrects: Option<cynic::Id>,
}

#[derive(cynic::QueryVariables)]
struct AddVariables {
    input: MeasurementAddInput,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "AddVariables")]
struct Add {
    #[arguments(input: $input)]
    #[expect(dead_code, reason = "asked, so that the answer has something in it")]
    measurement_add: AddPayload,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "MeasurementAddPayload")]
struct AddPayload {
    #[expect(dead_code, reason = "asked, so that the answer has something in it")]
    measurement: MadeMeasurement,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Measurement")]
struct MadeMeasurement {
    #[expect(dead_code, reason = "asked, so that the answer has something in it")]
    id: cynic::Id,
}

pub(super) async fn measurement_add(input: MeasurementAddInput) -> Result<(), Failure> {
    ask(Add::build(AddVariables { input })).await.map(|_| ())
}

#[derive(cynic::InputObject)]
struct MeasurementConfirmInput {
    write: String,
    measurement: cynic::Id,
}

#[derive(cynic::QueryVariables)]
struct ConfirmVariables {
    input: MeasurementConfirmInput,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "ConfirmVariables")]
struct Confirm {
    #[arguments(input: $input)]
    #[expect(dead_code, reason = "asked, so that the answer has something in it")]
    measurement_confirm: ConfirmPayload,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "MeasurementConfirmPayload")]
struct ConfirmPayload {
    #[expect(dead_code, reason = "asked, so that the answer has something in it")]
    measurement: MadeMeasurement,
}

pub(super) async fn measurement_confirm(write: String, measurement: cynic::Id) -> Result<(), Failure> {
    let input = MeasurementConfirmInput { write, measurement };
    ask(Confirm::build(ConfirmVariables { input })).await.map(|_| ())
}

#[derive(cynic::QueryVariables)]
pub(super) struct ChangesVariables {
    pub(super) after: i32,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Subscription", variables = "ChangesVariables")]
pub(super) struct MeasurementChanges {
    #[arguments(after: $after)]
    pub(super) measurement_changes: MeasurementChange,
}

#[derive(cynic::QueryFragment)]
pub(super) struct MeasurementChange {
    pub(super) revision: i32,
}

pub(super) fn changes(after: i32) -> cynic::StreamingOperation<MeasurementChanges, ChangesVariables> {
    MeasurementChanges::build(ChangesVariables { after })
}
