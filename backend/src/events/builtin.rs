//! The events of the act, the facilitators and the patron saints' days that come with the program, read into rows.

use serde::Deserialize;
use serde_json::json;
use shared::{
    events::{EventKind, Frequency, Reach},
    provenance::Origin,
};

use super::entity::{act_event, facilitator, patron_day};
use crate::{
    error::{Context as _, Error, Result},
    seed::Files,
};

/// What the programme of events rests on.
#[derive(Clone, Debug)]
pub(crate) struct EventsGround {
    pub(super) act_events: Vec<act_event::Model>,
    pub(super) facilitators: Vec<facilitator::Model>,
    pub(super) patron_days: Vec<patron_day::Model>,
}

#[derive(Deserialize)]
struct ActLine {
    code: String,
    title_it: String,
    title: String,
    kind: String,
    audience_it: String,
    audience: String,
    scope: String,
    province: Option<String>,
    required_count: Option<i32>,
    done_count: Option<i32>,
    comparator: String,
    frequency: Option<String>,
    area: String,
    objective_code: String,
    result_code: Option<String>,
    indicator_code: Option<String>,
    expected_participants: Option<i32>,
    participants_unit: Option<String>,
    status: String,
    date: Option<String>,
    date_end: Option<String>,
    place: String,
    quote: String,
    note: String,
}

#[derive(Deserialize)]
struct FacilitatorLine {
    code: String,
    name: String,
    role: String,
    organisation: String,
    province: String,
    weekly_limit: i32,
    provenance: String,
}

#[derive(Deserialize)]
struct PatronLine {
    cpi: String,
    month: i32,
    day: i32,
    name: String,
    provenance: String,
}

impl EventsGround {
    /// Reads the built-in files.
    ///
    /// # Errors
    /// When a file does not have the shape that is read here.
    pub(crate) fn read(files: &Files) -> Result<Self> {
        let act_events = lines::<ActLine>(&files.events, "reading events.csv")?;
        let facilitators = lines::<FacilitatorLine>(&files.facilitators, "reading facilitators.csv")?;
        let patron_days = lines::<PatronLine>(&files.patrons, "reading patrons.csv")?;
        Ok(Self {
            act_events: act_events.into_iter().map(act_event).collect::<Result<_>>()?,
            facilitators: facilitators.into_iter().map(facilitator).collect(),
            patron_days: patron_days.into_iter().map(patron_day).collect(),
        })
    }
}

fn lines<Line: for<'a> Deserialize<'a>>(text: &str, doing: &'static str) -> Result<Vec<Line>> {
    csv::Reader::from_reader(text.as_bytes()).deserialize().collect::<Result<_, _>>().context(doing)
}

/// A row of the act. What it says must have a name in the model: a typing error stops the loading, not the counting.
fn act_event(line: ActLine) -> Result<act_event::Model> {
    let strange = |what: &str| Error::fault("reading events.csv", format!("{}: {what} is none", line.code));
    let kind = line.kind.to_ascii_uppercase();
    EventKind::from_name(&kind).ok_or_else(|| strange(&kind))?;
    let reach = line.scope.to_ascii_uppercase();
    Reach::from_name(&reach).ok_or_else(|| strange(&reach))?;
    let frequency = line.frequency.as_ref().map(|frequency| frequency.to_ascii_uppercase());
    if let Some(frequency) = &frequency {
        Frequency::from_name(frequency).ok_or_else(|| strange(frequency))?;
    }
    let status = line.status.to_ascii_uppercase();
    if !["REQUIRED", "PLANNED", "PAST"].contains(&status.as_str()) {
        return Err(strange(&status));
    }
    Ok(act_event::Model {
        code: line.code,
        status,
        title_it: line.title_it,
        title_en: line.title,
        audience_it: line.audience_it,
        audience_en: line.audience,
        kind,
        reach,
        province: line.province,
        number: line.required_count,
        done: line.done_count,
        at_least: line.comparator == ">=",
        frequency,
        area: line.area,
        objective: line.objective_code,
        result: line.result_code,
        indicator: line.indicator_code,
        people: line.expected_participants,
        people_unit: line.participants_unit,
        first_day: line.date,
        last_day: line.date_end,
        place: line.place,
        quote: line.quote,
        note: line.note,
    })
}

fn facilitator(line: FacilitatorLine) -> facilitator::Model {
    facilitator::Model {
        code: line.code,
        name: line.name,
        role: line.role,
        organisation: line.organisation,
        province: line.province,
        weekly_limit: line.weekly_limit,
        away: json!([]),
        origin: Origin::of_note(&line.provenance).name().to_owned(),
        source: line.provenance,
    }
}

fn patron_day(line: PatronLine) -> patron_day::Model {
    patron_day::Model {
        cpi: line.cpi,
        month: line.month,
        day: line.day,
        name: line.name,
        origin: Origin::of_note(&line.provenance).name().to_owned(),
        source: line.provenance,
    }
}
