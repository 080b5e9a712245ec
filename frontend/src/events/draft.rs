//! What is typed into the form of an event, one signal a field.

use jiff::civil::{Date, Time};
use leptos::prelude::*;
use shared::{
    FieldProblem, Rule,
    events::{
        Category, EventKind,
        programme::Part,
        time::{instant, local},
    },
};

use super::{
    api::{
        ActEvent, Event, EventCounts, EventCountsInput, EventInput, EventOperatorsInput, EventOrganisation,
        EventPeopleInput, RequirementCell,
    },
    board::{Board, parsed, today},
};
use crate::{graphql::DateTime, i18n::either, ids::uuid};

/// The form's fields.
#[derive(Clone, Copy)]
pub(super) struct Draft {
    /// The event that is changed; none is a new one.
    pub(super) of: StoredValue<Option<Event>>,
    /// The id of the write, and a new one after each answer.
    pub(super) write: StoredValue<String>,
    /// Whether it is only proposed.
    pub(super) propose: bool,
    pub(super) title: RwSignal<String>,
    pub(super) kind: RwSignal<String>,
    pub(super) audience: RwSignal<String>,
    pub(super) province: RwSignal<String>,
    pub(super) cpi: RwSignal<String>,
    pub(super) online: RwSignal<bool>,
    pub(super) municipality: RwSignal<String>,
    pub(super) place: RwSignal<String>,
    pub(super) day: RwSignal<String>,
    pub(super) start: RwSignal<String>,
    pub(super) end: RwSignal<String>,
    pub(super) capacity: RwSignal<String>,
    pub(super) public: RwSignal<bool>,
    pub(super) facilitators: RwSignal<Vec<String>>,
    /// Who organises it, then with whom it is held.
    pub(super) organisations: [RwSignal<Vec<EventOrganisation>>; 2],
    pub(super) requirement: RwSignal<String>,
    pub(super) expected: [RwSignal<String>; Category::ALL.len()],
    pub(super) notes: RwSignal<String>,
    also_for: StoredValue<Vec<String>>,
    feeds: StoredValue<Vec<String>>,
    operators: StoredValue<Vec<(String, i32)>>,
}

impl Draft {
    /// An empty form, for a day from today on.
    pub(super) fn empty(propose: bool) -> Self {
        let text = |text: &str| RwSignal::new(text.to_owned());
        Self {
            of: StoredValue::new(None),
            write: StoredValue::new(uuid()),
            propose,
            title: text(""),
            kind: text(EventKind::Meeting.name()),
            audience: text(""),
            province: text(""),
            cpi: text(""),
            online: RwSignal::new(false),
            municipality: text(""),
            place: text(""),
            day: RwSignal::new(today().to_string()),
            start: text("09:30"),
            end: text("12:30"),
            capacity: text(""),
            public: RwSignal::new(false),
            facilitators: RwSignal::new(Vec::new()),
            organisations: [RwSignal::new(Vec::new()), RwSignal::new(Vec::new())],
            requirement: text(""),
            expected: Category::ALL.map(|_| text("")),
            notes: text(""),
            also_for: StoredValue::new(Vec::new()),
            feeds: StoredValue::new(Vec::new()),
            operators: StoredValue::new(Vec::new()),
        }
    }

    /// The form of what is missing in a cell of the matrix, filled in.
    pub(super) fn missing(board: Board, row: &ActEvent, cell: &RequirementCell, year: i16) -> Self {
        let draft = Self::empty(false);
        let words = board.words;
        draft.title.set(either(words, &row.title_it, &row.title_en).to_owned());
        draft.audience.set(either(words, &row.audience_it, &row.audience_en).to_owned());
        let kind = EventKind::from(row.kind);
        draft.kind.set(kind.name().to_owned());
        draft.public.set(kind.is_open());
        draft.province.set(cell.province.clone().unwrap_or_default());
        draft.cpi.set(cell.cpi.clone().unwrap_or_default());
        draft.requirement.set(row.code.clone());
        draft.feeds.set_value(row.result.iter().chain(&row.indicator).cloned().collect());
        let seat = board.ground.with_value(|ground| {
            let found = ground.cpis.nodes.iter().find(|cpi| Some(&cpi.code) == cell.cpi.as_ref());
            found.map(|cpi| (cpi.seat_istat.clone(), cpi.name.clone()))
        });
        if let Some((istat, name)) = seat {
            draft.municipality.set(istat);
            draft.place.set(format!("CPI {name}"));
        }
        let first = Date::new(year, 1, 15).unwrap_or(today());
        draft.day.set(today().max(first).to_string());
        let when = if kind.is_whole_day() { Part::WholeDay } else { Part::Morning }.on(today());
        draft.end.set(clock(local(when.end).time()));
        draft
    }

    /// The form of an event that is there.
    pub(super) fn of(event: &Event) -> Self {
        let draft = Self::empty(false);
        draft.of.set_value(Some(event.clone()));
        draft.title.set(event.title.clone());
        draft.kind.set(EventKind::from(event.kind).name().to_owned());
        draft.audience.set(event.audience.clone());
        draft.province.set(event.province.as_ref().map(|province| province.code.clone()).unwrap_or_default());
        draft.cpi.set(event.cpi.as_ref().map(|cpi| cpi.code.clone()).unwrap_or_default());
        draft.online.set(event.online);
        draft.municipality.set(event.municipality.as_ref().map(|town| town.istat.clone()).unwrap_or_default());
        draft.place.set(event.place.clone());
        let (start, end) = (local(parsed(&event.start.0)), local(parsed(&event.end.0)));
        draft.day.set(start.date().to_string());
        draft.start.set(clock(start.time()));
        draft.end.set(clock(end.time()));
        draft.capacity.set(event.capacity.map(|capacity| capacity.to_string()).unwrap_or_default());
        draft.public.set(event.public);
        draft.facilitators.set(event.facilitators.clone());
        let [organisers, partners] = draft.organisations;
        organisers.set(event.organisers.clone());
        partners.set(event.partners.clone());
        draft.requirement.set(event.requirement.clone().unwrap_or_default());
        for (signal, category) in draft.expected.iter().zip(Category::ALL) {
            signal.set(number_of(&event.planned, category).map(|number| number.to_string()).unwrap_or_default());
        }
        draft.notes.set(event.notes.clone());
        draft.also_for.set_value(event.also_for.clone());
        draft.feeds.set_value(event.feeds.clone());
        draft.operators.set_value(event.planned.operators.iter().map(|own| (own.cpi.clone(), own.number)).collect());
        draft
    }

    /// What the form says, followed by whoever asks.
    ///
    /// # Errors
    /// The fields that cannot be read.
    pub(super) fn read(self) -> Result<EventInput, Vec<FieldProblem>> {
        let mut wrong = Vec::new();
        let mut strange = |field: &str, rule: Rule| wrong.push(FieldProblem { field: format!("event.{field}"), rule });
        let day = self.day.with(|day| day.parse::<Date>().ok());
        let time = |text: RwSignal<String>| text.with(|text| text.parse::<Time>().ok());
        let (start, end) = (time(self.start), time(self.end));
        for (field, missing) in [("day", day.is_none()), ("start", start.is_none()), ("end", end.is_none())] {
            if missing {
                strange(field, Rule::Required);
            }
        }
        let kind = self.kind.with(|kind| EventKind::from_name(kind)).unwrap_or(EventKind::Meeting);
        let capacity = self.capacity.with(|text| whole(text));
        if capacity.is_err() {
            strange("capacity", Rule::NotWhole);
        }
        let mut people = Vec::new();
        for (signal, category) in self.expected.iter().zip(Category::ALL) {
            match signal.with(|text| whole(text)) {
                Ok(Some(number)) => people.push(EventPeopleInput { category: category.into(), number }),
                Ok(None) => {}
                Err(()) => strange("planned", Rule::NotWhole),
            }
        }
        let (Some(day), Some(start), Some(end), true) = (day, start, end, wrong.is_empty()) else { return Err(wrong) };
        let at = |time: Time| DateTime(instant(self.last_day(day, start, end, time).to_datetime(time)).to_string());
        let filled = |text: RwSignal<String>| text.with(|text| (!text.is_empty()).then(|| text.clone()));
        let operators = self.operators.get_value().into_iter().map(|(cpi, number)| EventOperatorsInput { cpi, number });
        Ok(EventInput {
            title: self.title.get(),
            kind: kind.into(),
            audience: self.audience.get(),
            province: filled(self.province),
            cpi: filled(self.cpi),
            also_for: self.also_for.get_value(),
            online: self.online.get(),
            municipality: filled(self.municipality),
            place: self.place.get(),
            start: at(start),
            end: at(end),
            capacity: capacity.unwrap_or_default(),
            public: self.public.get(),
            facilitators: self.facilitators.get(),
            organisers: self.organisations[0].with(|chosen| codes_of(chosen)),
            partners: self.organisations[1].with(|chosen| codes_of(chosen)),
            requirement: filled(self.requirement),
            feeds: self.feeds.get_value(),
            planned: EventCountsInput { people, operators: operators.collect() },
            notes: self.notes.get(),
        })
    }

    /// The day of an hour: an event of several days keeps their number.
    fn last_day(self, day: Date, start: Time, end: Time, time: Time) -> Date {
        let days = self.of.with_value(|of| {
            of.as_ref().map_or(0, |event| {
                let (from, to) = (local(parsed(&event.start.0)).date(), local(parsed(&event.end.0)).date());
                shared::events::time::days_between(from, to)
            })
        });
        if time == end && start != end { shared::events::time::plus_days(day, days) } else { day }
    }
}

/// What an event says of itself, as a change of it says it.
pub(super) fn input_of(event: &Event) -> EventInput {
    let planned = &event.planned;
    EventInput {
        title: event.title.clone(),
        kind: event.kind,
        audience: event.audience.clone(),
        province: event.province.as_ref().map(|province| province.code.clone()),
        cpi: event.cpi.as_ref().map(|cpi| cpi.code.clone()),
        also_for: event.also_for.clone(),
        online: event.online,
        municipality: event.municipality.as_ref().map(|town| town.istat.clone()),
        place: event.place.clone(),
        start: event.start.clone(),
        end: event.end.clone(),
        capacity: event.capacity,
        public: event.public,
        facilitators: event.facilitators.clone(),
        organisers: codes_of(&event.organisers),
        partners: codes_of(&event.partners),
        requirement: event.requirement.clone(),
        feeds: event.feeds.clone(),
        planned: EventCountsInput {
            people: planned
                .people
                .iter()
                .map(|own| EventPeopleInput { category: own.category, number: own.number })
                .collect(),
            operators: planned
                .operators
                .iter()
                .map(|own| EventOperatorsInput { cpi: own.cpi.clone(), number: own.number })
                .collect(),
        },
        notes: event.notes.clone(),
    }
}

fn codes_of(organisations: &[EventOrganisation]) -> Vec<String> {
    organisations.iter().map(|own| own.code.clone()).collect()
}

/// How many of a category.
pub(super) fn number_of(counts: &EventCounts, category: Category) -> Option<i32> {
    counts.people.iter().find(|own| Category::from(own.category) == category).map(|own| own.number)
}

fn clock(time: Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// A whole number that is not negative, or nothing.
pub(super) fn whole(text: &str) -> Result<Option<i32>, ()> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    text.parse::<i32>().ok().filter(|number| *number >= 0).map(Some).ok_or(())
}
