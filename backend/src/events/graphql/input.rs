//! What the mutations of the events take, parsed into the model's types. Every value that breaks a rule is named by its field.

use std::collections::BTreeSet;

use async_graphql::{ID, InputObject};
use chrono::{DateTime, Utc};
use serde::Serialize;
use shared::{
    Problem, Rule,
    code::{CpiCode, ProvinceCode},
    events::{Content, Counts, Territory, When},
    identity::OrganisationCode,
    problem::{FieldProblem, Fields},
};

use super::names::{Category, EventKind, EventStepName};
use crate::{
    error::{Error, Result},
    events::record::timestamp,
};

/// People of one category.
#[derive(InputObject, Serialize)]
pub(crate) struct EventPeopleInput {
    category: Category,
    number: i32,
}

/// Operators of one CPI.
#[derive(InputObject, Serialize)]
pub(crate) struct EventOperatorsInput {
    /// Code of the CPI.
    cpi: String,
    number: i32,
}

/// People by category; of the operators, those whose CPI is known by CPI.
#[derive(Default, InputObject, Serialize)]
pub(crate) struct EventCountsInput {
    #[graphql(default)]
    people: Vec<EventPeopleInput>,
    /// Of the operators, by CPI: at most as many as operators in all.
    #[graphql(default)]
    operators: Vec<EventOperatorsInput>,
}

/// What an event is.
#[derive(InputObject, Serialize)]
pub(crate) struct EventInput {
    /// At most 200 characters.
    title: String,
    kind: EventKind,
    /// Whom it is for, in words.
    #[graphql(default)]
    audience: String,
    /// Code of the province that it belongs to. Left out: the CPI's, or the region.
    province: Option<String>,
    /// Code of the CPI that hosts it.
    cpi: Option<String>,
    /// Codes of other CPIs whose session it is too.
    #[graphql(default)]
    also_for: Vec<String>,
    #[graphql(default)]
    online: bool,
    /// ISTAT code of the municipality where it is.
    municipality: Option<String>,
    /// The room or the address.
    #[graphql(default)]
    place: String,
    start: DateTime<Utc>,
    end: DateTime<Utc>,
    capacity: Option<i32>,
    /// Whether it is open to everybody. Then it is public once it is confirmed.
    #[graphql(default)]
    public: bool,
    /// Codes of those who hold it.
    #[graphql(default)]
    facilitators: Vec<String>,
    /// Codes of the organisations that organise it. A proposal of a partner's is organised by its own, named or not.
    #[graphql(default)]
    organisers: Vec<String>,
    /// Codes of the organisations with which it is held, and which do not organise it.
    #[graphql(default)]
    partners: Vec<String>,
    /// Code of the requirement of the plan that it fulfils.
    requirement: Option<String>,
    /// Codes of the results and indicators of the plan that it feeds.
    #[graphql(default)]
    feeds: Vec<String>,
    /// Who is expected.
    #[graphql(default)]
    planned: EventCountsInput,
    /// Notes for colleagues, at most 2,000 characters.
    #[graphql(default)]
    notes: String,
}

/// An event to make.
#[derive(InputObject, Serialize)]
pub(crate) struct EventCreateInput {
    /// Client-made UUID: the same write sent again is applied once.
    #[serde(skip)]
    pub(super) write: String,
    pub(super) event: EventInput,
    /// Only proposes it: someone who may plan it there has to take it over.
    #[graphql(default)]
    pub(super) propose: bool,
}

/// Events to make, all or none: a programme.
#[derive(InputObject, Serialize)]
pub(crate) struct EventsCreateInput {
    /// Client-made UUID: the same write sent again is applied once.
    #[serde(skip)]
    pub(super) write: String,
    /// At most 1,000.
    pub(super) events: Vec<EventInput>,
}

/// What an event is to be instead.
#[derive(InputObject, Serialize)]
pub(crate) struct EventUpdateInput {
    /// Client-made UUID: the same write sent again is applied once.
    #[serde(skip)]
    pub(super) write: String,
    #[serde(serialize_with = "as_text")]
    pub(super) id: ID,
    /// The event's revision that the writer saw.
    pub(super) seen: i32,
    /// All of it: what is left out is as if it had never been said.
    pub(super) event: EventInput,
}

/// A step to take with an event.
#[derive(InputObject, Serialize)]
pub(crate) struct EventStepInput {
    /// Client-made UUID: the same write sent again is applied once.
    #[serde(skip)]
    pub(super) write: String,
    #[serde(serialize_with = "as_text")]
    pub(super) id: ID,
    pub(super) step: EventStepName,
    /// Why; at most 500 characters. `CANCEL` wants it.
    #[graphql(default)]
    pub(super) note: String,
    /// The event's revision that the caller looked at: if it is another by now, the step is refused with `CONFLICT`. Left out: whatever it is.
    pub(super) seen: Option<i32>,
}

/// Who came to an event.
#[derive(InputObject, Serialize)]
pub(crate) struct EventAttendanceSetInput {
    /// Client-made UUID: the same write sent again is applied once.
    #[serde(skip)]
    pub(super) write: String,
    #[serde(serialize_with = "as_text")]
    pub(super) id: ID,
    /// The event's revision that the writer saw.
    pub(super) seen: i32,
    /// All counts: they take the place of earlier ones, which the register keeps.
    pub(super) actual: EventCountsInput,
}

impl EventInput {
    /// The content. `at` stands before the names of its fields.
    pub(super) fn parse(&self, at: &str) -> Result<Content> {
        let mut fields = Fields::default();
        let province = self.province.as_deref().map(ProvinceCode::new).transpose();
        fields.check("province", province.is_err().then_some(Rule::Unknown));
        let cpi = self.cpi.as_deref().map(CpiCode::new).transpose();
        fields.check("cpi", cpi.is_err().then_some(Rule::Unknown));
        let (province, cpi) = (province.unwrap_or_default(), cpi.unwrap_or_default());
        if let (Some(province), Some(cpi)) = (&province, &cpi) {
            fields.check("cpi", (!cpi.is_of(province)).then_some(Rule::Unknown));
        }
        let also_for: Result<BTreeSet<CpiCode>, _> = self.also_for.iter().map(CpiCode::new).collect();
        fields.check("alsoFor", also_for.is_err().then_some(Rule::Unknown));
        let mut organisations = |field: &str, codes: &[String]| {
            let read: Result<BTreeSet<OrganisationCode>, _> =
                codes.iter().map(|code| OrganisationCode::new(code.as_str())).collect();
            read.unwrap_or_else(|_| {
                fields.push(field, Rule::Unknown);
                BTreeSet::new()
            })
        };
        let organisers = organisations("organisers", &self.organisers);
        let partners = organisations("partners", &self.partners);
        let capacity = self.capacity.map(u32::try_from).transpose();
        fields.check("capacity", capacity.is_err().then_some(Rule::TooSmall { min: 1.0 }));
        let planned = self.planned.parse("planned", &mut fields);
        let mut at_time = |field: &str, time| {
            timestamp(time).map_err(|_| fields.push(field, Rule::Unknown)).unwrap_or(jiff::Timestamp::UNIX_EPOCH)
        };
        let (start, end) = (at_time("start", self.start), at_time("end", self.end));
        let content = Content {
            title: self.title.clone(),
            kind: self.kind.into(),
            audience: self.audience.clone(),
            territory: Territory::of(province, cpi),
            also_for: also_for.unwrap_or_default(),
            online: self.online,
            municipality: self.municipality.clone().filter(|istat| !istat.is_empty()),
            place: self.place.clone(),
            when: When { start, end },
            capacity: capacity.unwrap_or_default(),
            public: self.public,
            facilitators: self.facilitators.iter().cloned().collect(),
            organisers,
            partners,
            requirement: self.requirement.clone().filter(|code| !code.is_empty()),
            feeds: self.feeds.iter().cloned().collect(),
            planned,
            notes: self.notes.clone(),
        };
        let checked = fields.finish().and_then(|()| content.check());
        Ok(checked.map_err(|problem| below(problem, at))?)
    }
}

/// A refusal whose fields are named from further out.
fn below(problem: Problem, at: &str) -> Problem {
    let Problem::Invalid { fields } = problem else { return problem };
    let fields =
        fields.into_iter().map(|FieldProblem { field, rule }| FieldProblem { field: format!("{at}{field}"), rule });
    Problem::Invalid { fields: fields.collect() }
}

impl EventCountsInput {
    fn parse(&self, at: &str, fields: &mut Fields) -> Counts {
        let mut counts = Counts::default();
        for (index, entry) in self.people.iter().enumerate() {
            let number = natural(fields, &format!("{at}.people.{index}.number"), entry.number);
            let twice = counts.people.insert(entry.category.into(), number).is_some();
            fields.check(format!("{at}.people.{index}.category"), twice.then_some(Rule::Duplicate));
        }
        for (index, entry) in self.operators.iter().enumerate() {
            let number = natural(fields, &format!("{at}.operators.{index}.number"), entry.number);
            match CpiCode::new(&*entry.cpi) {
                Ok(cpi) => {
                    let twice = counts.operators.insert(cpi, number).is_some();
                    fields.check(format!("{at}.operators.{index}.cpi"), twice.then_some(Rule::Duplicate));
                }
                Err(_) => fields.push(format!("{at}.operators.{index}.cpi"), Rule::Unknown),
            }
        }
        counts
    }

    /// The counts of an attendance.
    pub(super) fn parse_actual(&self) -> Result<Counts> {
        let mut fields = Fields::default();
        let counts = self.parse("actual", &mut fields);
        fields.finish()?;
        Ok(counts.check("actual")?)
    }
}

fn natural(fields: &mut Fields, field: &str, number: i32) -> u32 {
    u32::try_from(number).unwrap_or_else(|_| {
        fields.push(field, Rule::TooSmall { min: 0.0 });
        0
    })
}

pub(super) fn as_text<S: serde::Serializer>(id: &ID, to: S) -> std::result::Result<S::Ok, S::Error> {
    to.serialize_str(id)
}

/// A revision that a writer saw.
pub(super) fn seen(number: i32) -> Result<i64> {
    u32::try_from(number).map(i64::from).map_err(|_| Error::invalid("seen", Rule::TooSmall { min: 0.0 }))
}
