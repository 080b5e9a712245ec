//! Long because every question that the pages of events ask of the API stands here, with what is read of each answer.

use cynic::{MutationBuilder, QueryBuilder, SubscriptionBuilder};
use shared::events as model;

use crate::{
    graphql::{DateTime, Failure, ask, schema},
    ids::uuid,
};

/// An enum of the contract beside the model's, value by value.
macro_rules! told {
    ($name:ident as $graphql:tt for $model:ident { $($value:ident,)+ }) => {
        #[derive(cynic::Enum, Clone, Copy, Debug, PartialEq)]
        #[cynic(graphql_type = $graphql)]
        pub(crate) enum $name { $($value,)+ }

        impl From<$name> for model::$model {
            fn from(name: $name) -> Self {
                match name { $($name::$value => Self::$value,)+ }
            }
        }

        impl From<model::$model> for $name {
            fn from(value: model::$model) -> Self {
                match value { $(model::$model::$value => Self::$value,)+ }
            }
        }
    };
}

told!(KindName as "EventKind" for EventKind {
    TransferSession, InformationSession, FollowUp, TrainingSession, Course, Workshop, FocusGroup, Exchange, Meeting, Table,
    Seminar, Event, CareerDay, Orientation, Interview,
});
told!(StateName as "EventState" for State { Proposed, Planned, Confirmed, Moved, Held, Cancelled, });
told!(StepName as "EventStep" for Step { Plan, Confirm, Hold, Cancel, Reopen, });
told!(CategoryName as "EventCategory" for Category {
    Operator, Head, Teacher, Student, Employer, Beneficiary, Other,
});
told!(ReachName as "RequirementReach" for Reach {
    Cpi, Province, Region, School, University, Its, Cfp, Crisis,
});

#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq)]
#[cynic(graphql_type = "UnplacedReason")]
pub(super) enum ReasonName {
    NoFacilitator,
    NoWorkday,
    Busy,
    WeeklyLimit,
    CentreTaken,
    TooNear,
    RoomTaken,
    TooMany,
}

#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq)]
pub(super) enum ClashKind {
    FacilitatorTwice,
    TravelTooShort,
    FacilitatorAway,
    RoomTaken,
    CpiTwice,
    PublicHoliday,
    PatronDay,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
pub(super) struct Province {
    pub(super) code: String,
    pub(super) name: String,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
pub(super) struct Cpi {
    pub(super) code: String,
    pub(super) name: String,
    pub(super) seat_istat: String,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Cpi")]
pub(super) struct EventCpi {
    pub(super) code: String,
    pub(super) name: String,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
pub(super) struct Municipality {
    pub(super) istat: String,
    pub(super) name: String,
}

/// An organisation that organises an event, or is a partner of it.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Organisation")]
pub(super) struct EventOrganisation {
    pub(super) code: String,
    pub(super) name: String,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
pub(super) struct EventPeople {
    pub(super) category: CategoryName,
    pub(super) number: i32,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
pub(super) struct EventOperators {
    pub(super) cpi: String,
    pub(super) number: i32,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
pub(super) struct EventCounts {
    pub(super) total: i32,
    pub(super) people: Vec<EventPeople>,
    pub(super) operators: Vec<EventOperators>,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
pub(super) struct Event {
    pub(super) id: cynic::Id,
    pub(super) title: String,
    pub(super) kind: KindName,
    pub(super) audience: String,
    pub(super) state: StateName,
    pub(super) state_note: Option<String>,
    pub(super) start: DateTime,
    pub(super) end: DateTime,
    pub(super) province: Option<Province>,
    pub(super) cpi: Option<EventCpi>,
    pub(super) also_for: Vec<String>,
    pub(super) online: bool,
    pub(super) municipality: Option<Municipality>,
    pub(super) place: String,
    pub(super) capacity: Option<i32>,
    pub(super) public: bool,
    pub(super) facilitators: Vec<String>,
    pub(super) organisers: Vec<EventOrganisation>,
    pub(super) partners: Vec<EventOrganisation>,
    pub(super) requirement: Option<String>,
    pub(super) feeds: Vec<String>,
    pub(super) planned: EventCounts,
    pub(super) actual: Option<EventCounts>,
    pub(super) notes: String,
    pub(super) revision: i32,
    pub(super) edited_by: Option<String>,
}

#[derive(cynic::InputObject, Clone, Debug, Default)]
pub(super) struct EventFilterInput {
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub(super) from: Option<DateTime>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub(super) to: Option<DateTime>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub(super) province: Option<String>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub(super) cpi: Option<String>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub(super) kinds: Option<Vec<KindName>>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub(super) states: Option<Vec<StateName>>,
}

#[derive(cynic::QueryVariables)]
struct EventsVariables {
    filter: EventFilterInput,
    after: Option<String>,
    first: Option<i32>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "EventsVariables")]
struct EventsQuery {
    #[arguments(filter: $filter, after: $after, first: $first)]
    events: EventConnection,
}

#[derive(cynic::QueryFragment)]
struct EventConnection {
    nodes: Vec<Event>,
    page_info: PageInfo,
    total_count: i32,
}

#[derive(cynic::QueryFragment)]
struct PageInfo {
    end_cursor: Option<String>,
    has_next_page: bool,
}

/// A page of events: them, how many there are in all, and where the next page begins.
#[derive(Clone)]
pub(super) struct EventPage {
    pub(super) events: Vec<Event>,
    pub(super) total: i32,
    pub(super) next: Option<String>,
}

pub(super) async fn events(filter: EventFilterInput, after: Option<String>, first: i32) -> Result<EventPage, Failure> {
    let answer = ask(EventsQuery::build(EventsVariables { filter, after, first: Some(first) })).await?;
    let EventConnection { nodes, page_info, total_count } = answer.events;
    let next = page_info.end_cursor.filter(|_| page_info.has_next_page);
    Ok(EventPage { events: nodes, total: total_count, next })
}

#[derive(cynic::QueryVariables)]
struct EventVariables {
    id: cynic::Id,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "EventVariables")]
struct EventQuery {
    #[arguments(id: $id)]
    event: Option<Event>,
}

pub(super) async fn event(id: cynic::Id) -> Result<Option<Event>, Failure> {
    Ok(ask(EventQuery::build(EventVariables { id })).await?.event)
}

/// What every view stands on: places, what the plan requires, where the log stands.
#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "Query")]
pub(super) struct Ground {
    pub(super) provinces: Vec<Province>,
    #[arguments(first: 500)]
    pub(super) cpis: CpiConnection,
    #[arguments(status: REQUIRED)]
    pub(super) act_events: Vec<ActEvent>,
    pub(super) events_revision: i32,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
pub(super) struct CpiConnection {
    pub(super) nodes: Vec<Cpi>,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
pub(super) struct ActEvent {
    pub(super) code: String,
    pub(super) title_it: String,
    pub(super) title_en: String,
    pub(super) audience_it: String,
    pub(super) audience_en: String,
    pub(super) kind: KindName,
    pub(super) reach: ReachName,
    pub(super) result: Option<String>,
    pub(super) indicator: Option<String>,
    pub(super) quote: String,
}

pub(super) async fn ground() -> Result<Ground, Failure> {
    ask(Ground::build(())).await
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
pub(super) struct Facilitator {
    pub(super) code: String,
    pub(super) name: String,
    pub(super) province: FacilitatorProvince,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Province")]
pub(super) struct FacilitatorProvince {
    pub(super) code: String,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query")]
struct FacilitatorsQuery {
    facilitators: Vec<Facilitator>,
}

pub(super) async fn facilitators() -> Result<Vec<Facilitator>, Failure> {
    Ok(ask(FacilitatorsQuery::build(())).await?.facilitators)
}

#[derive(cynic::InputObject, Clone, Debug)]
pub(super) struct EventPeopleInput {
    pub(super) category: CategoryName,
    pub(super) number: i32,
}

#[derive(cynic::InputObject, Clone, Debug)]
pub(super) struct EventOperatorsInput {
    pub(super) cpi: String,
    pub(super) number: i32,
}

#[derive(cynic::InputObject, Clone, Debug)]
pub(super) struct EventCountsInput {
    pub(super) people: Vec<EventPeopleInput>,
    pub(super) operators: Vec<EventOperatorsInput>,
}

#[derive(cynic::InputObject, Clone, Debug)]
pub(super) struct EventInput {
    pub(super) title: String,
    pub(super) kind: KindName,
    pub(super) audience: String,
    pub(super) province: Option<String>,
    pub(super) cpi: Option<String>,
    pub(super) also_for: Vec<String>,
    pub(super) online: bool,
    pub(super) municipality: Option<String>,
    pub(super) place: String,
    pub(super) start: DateTime,
    pub(super) end: DateTime,
    pub(super) capacity: Option<i32>,
    pub(super) public: bool,
    pub(super) facilitators: Vec<String>,
    pub(super) organisers: Vec<String>,
    pub(super) partners: Vec<String>,
    pub(super) requirement: Option<String>,
    pub(super) feeds: Vec<String>,
    pub(super) planned: EventCountsInput,
    pub(super) notes: String,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
pub(super) struct EventClash {
    pub(super) kind: ClashKind,
    pub(super) title: Option<String>,
    pub(super) facilitator: Option<String>,
    pub(super) cpi: Option<String>,
    pub(super) day: Option<String>,
    pub(super) minutes_needed: Option<i32>,
    pub(super) minutes_free: Option<i32>,
}

#[derive(cynic::QueryVariables)]
struct ClashVariables {
    event: EventInput,
    id: Option<cynic::Id>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "ClashVariables")]
struct ClashQuery {
    #[arguments(event: $event, id: $id)]
    event_clashes: Vec<EventClash>,
}

pub(super) async fn clashes(event: EventInput, id: Option<cynic::Id>) -> Result<Vec<EventClash>, Failure> {
    Ok(ask(ClashQuery::build(ClashVariables { event, id })).await?.event_clashes)
}

#[derive(cynic::InputObject)]
struct EventCreateInput {
    write: String,
    event: EventInput,
    propose: bool,
}

#[derive(cynic::QueryVariables)]
struct CreateVariables {
    input: EventCreateInput,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "CreateVariables")]
struct CreateMutation {
    #[arguments(input: $input)]
    event_create: EventPayload,
}

#[derive(cynic::QueryFragment)]
struct EventPayload {
    event: Event,
}

/// Makes an event under a client-made id.
pub(super) async fn create(write: String, event: EventInput, propose: bool) -> Result<Event, Failure> {
    let input = EventCreateInput { write, event, propose };
    Ok(ask(CreateMutation::build(CreateVariables { input })).await?.event_create.event)
}

#[derive(cynic::InputObject)]
struct EventsCreateInput {
    write: String,
    events: Vec<EventInput>,
}

#[derive(cynic::QueryVariables)]
struct CreateAllVariables {
    input: EventsCreateInput,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "CreateAllVariables")]
struct CreateAllMutation {
    #[arguments(input: $input)]
    events_create: EventsCreatePayload,
}

#[derive(cynic::QueryFragment)]
struct EventsCreatePayload {
    events: Vec<MadeEvent>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Event")]
#[expect(dead_code, reason = "a selection needs a field; only how many there are is asked")]
struct MadeEvent {
    id: cynic::Id,
}

/// Makes events, all or none. Gives how many.
pub(super) async fn create_all(write: String, events: Vec<EventInput>) -> Result<usize, Failure> {
    let input = EventsCreateInput { write, events };
    Ok(ask(CreateAllMutation::build(CreateAllVariables { input })).await?.events_create.events.len())
}

#[derive(cynic::InputObject)]
struct EventUpdateInput {
    write: String,
    id: cynic::Id,
    seen: i32,
    event: EventInput,
}

#[derive(cynic::QueryVariables)]
struct UpdateVariables {
    input: EventUpdateInput,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "UpdateVariables")]
struct UpdateMutation {
    #[arguments(input: $input)]
    event_update: EventPayload,
}

pub(super) async fn update(write: String, id: cynic::Id, seen: i32, event: EventInput) -> Result<Event, Failure> {
    let input = EventUpdateInput { write, id, seen, event };
    Ok(ask(UpdateMutation::build(UpdateVariables { input })).await?.event_update.event)
}

#[derive(cynic::InputObject)]
struct EventStepInput {
    write: String,
    id: cynic::Id,
    step: StepName,
    note: String,
    seen: Option<i32>,
}

#[derive(cynic::QueryVariables)]
struct StepVariables {
    input: EventStepInput,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "StepVariables")]
struct StepMutation {
    #[arguments(input: $input)]
    event_step: EventChangedPayload,
}

#[derive(cynic::QueryFragment)]
struct EventChangedPayload {
    event: Event,
}

pub(super) async fn step(of: &Event, step: model::Step, note: String) -> Result<Event, Failure> {
    let input = EventStepInput { write: uuid(), id: of.id.clone(), step: step.into(), note, seen: Some(of.revision) };
    Ok(ask(StepMutation::build(StepVariables { input })).await?.event_step.event)
}

#[derive(cynic::InputObject)]
struct EventAttendanceSetInput {
    write: String,
    id: cynic::Id,
    seen: i32,
    actual: EventCountsInput,
}

#[derive(cynic::QueryVariables)]
struct AttendanceVariables {
    input: EventAttendanceSetInput,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "AttendanceVariables")]
struct AttendanceMutation {
    #[arguments(input: $input)]
    event_attendance_set: EventChangedPayload,
}

pub(super) async fn attend(write: String, of: &Event, actual: EventCountsInput) -> Result<Event, Failure> {
    let input = EventAttendanceSetInput { write, id: of.id.clone(), seen: of.revision, actual };
    Ok(ask(AttendanceMutation::build(AttendanceVariables { input })).await?.event_attendance_set.event)
}

#[derive(cynic::QueryVariables)]
struct MatrixVariables {
    year: i32,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "MatrixVariables")]
struct MatrixQuery {
    #[arguments(year: $year)]
    event_requirements: EventRequirements,
}

#[derive(cynic::QueryFragment)]
struct EventRequirements {
    cells: Vec<RequirementCell>,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
pub(super) struct RequirementCell {
    pub(super) requirement: String,
    pub(super) province: Option<String>,
    pub(super) cpi: Option<String>,
    pub(super) required: Option<i32>,
    pub(super) planned: i32,
    pub(super) held: i32,
    pub(super) missing: i32,
}

pub(super) async fn matrix(year: i32) -> Result<Vec<RequirementCell>, Failure> {
    Ok(ask(MatrixQuery::build(MatrixVariables { year })).await?.event_requirements.cells)
}

#[derive(cynic::InputObject, Clone, Debug)]
pub(super) struct ProgrammeInput {
    pub(super) from: String,
    pub(super) to: String,
    pub(super) provinces: Vec<String>,
    pub(super) gap_days: i32,
    pub(super) with_august: bool,
    pub(super) share_below: Option<i32>,
}

#[derive(cynic::QueryVariables)]
struct ProgrammeVariables {
    input: ProgrammeInput,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "ProgrammeVariables")]
struct ProgrammeQuery {
    #[arguments(input: $input)]
    programme_proposal: Programme,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
pub(super) struct Programme {
    pub(super) sessions: Vec<ProposedSession>,
    pub(super) unplaced: Vec<UnplacedSessions>,
    pub(super) facilitator_days: i32,
    pub(super) least_days: i32,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
pub(super) struct ProposedSession {
    pub(super) requirement: String,
    pub(super) kind: KindName,
    pub(super) province: String,
    pub(super) regional: bool,
    pub(super) cpi: Option<String>,
    pub(super) also_for: Vec<String>,
    pub(super) seat: String,
    pub(super) start: DateTime,
    pub(super) end: DateTime,
    pub(super) facilitator: String,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
pub(super) struct UnplacedSessions {
    pub(super) requirement: String,
    pub(super) province: Option<String>,
    pub(super) cpi: Option<String>,
    pub(super) number: i32,
    pub(super) reason: ReasonName,
}

pub(super) async fn programme(input: ProgrammeInput) -> Result<Programme, Failure> {
    Ok(ask(ProgrammeQuery::build(ProgrammeVariables { input })).await?.programme_proposal)
}

#[derive(cynic::QueryVariables)]
pub(super) struct ChangesVariables {
    after: i32,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "Subscription", variables = "ChangesVariables")]
pub(super) struct Changes {
    #[arguments(after: $after)]
    pub(super) event_changes: EventChange,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
pub(super) struct EventChange {
    pub(super) revision: i32,
    pub(super) by: Option<String>,
    pub(super) events: Vec<ChangedEvent>,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
pub(super) struct ChangedEvent {
    pub(super) event: Option<ChangedTitle>,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "Event")]
pub(super) struct ChangedTitle {
    pub(super) title: String,
}

/// The question for the changes after a revision.
pub(super) fn changes(after: i32) -> cynic::StreamingOperation<Changes, ChangesVariables> {
    Changes::build(ChangesVariables { after })
}
