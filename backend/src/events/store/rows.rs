//! Rows of the tables into events and back. An event's own rows in other tables are read in one statement a table.

use std::collections::{BTreeMap, BTreeSet};

use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, ConnectionTrait, EntityTrait as _, IntoActiveModel as _, QueryFilter as _,
    QueryOrder as _,
};
use shared::{
    code::{CpiCode, ProvinceCode},
    events::{Category, Content, Counts, EventKind, State, Territory, When},
    identity::OrganisationCode,
};
use uuid::Uuid;

use crate::{
    db::{Tx, put_rows},
    error::{Context as _, Error, Result},
    events::{
        entity::{event, event_cpi, event_facilitator, event_organisation, event_people},
        record::{EventRecord, timestamp, utc},
    },
};

/// Keys that go into one statement, well under the databases' limits on parameters.
pub(super) const KEYS: usize = 500;

/// The events of rows, in the rows' order.
pub(super) async fn records_of(db: &impl ConnectionTrait, rows: Vec<event::Model>) -> Result<Vec<EventRecord>> {
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let mut cpis: BTreeMap<Uuid, BTreeSet<String>> = BTreeMap::new();
    let mut facilitators: BTreeMap<Uuid, BTreeSet<String>> = BTreeMap::new();
    let mut organisations: BTreeMap<Uuid, Vec<event_organisation::Model>> = BTreeMap::new();
    let mut people: BTreeMap<Uuid, Vec<event_people::Model>> = BTreeMap::new();
    for ids in ids.chunks(KEYS) {
        let of = event_cpi::Entity::find().filter(event_cpi::Column::EventId.is_in(ids.iter().copied()));
        for row in of.all(db).await.context("reading the job centres of events")? {
            cpis.entry(row.event_id).or_default().insert(row.cpi);
        }
        let of =
            event_facilitator::Entity::find().filter(event_facilitator::Column::EventId.is_in(ids.iter().copied()));
        for row in of.all(db).await.context("reading who holds events")? {
            facilitators.entry(row.event_id).or_default().insert(row.facilitator);
        }
        let of =
            event_organisation::Entity::find().filter(event_organisation::Column::EventId.is_in(ids.iter().copied()));
        for row in of.all(db).await.context("reading the organisations of events")? {
            organisations.entry(row.event_id).or_default().push(row);
        }
        let of = event_people::Entity::find().filter(event_people::Column::EventId.is_in(ids.iter().copied()));
        let of = of.order_by_asc(event_people::Column::Category).order_by_asc(event_people::Column::Cpi);
        for row in of.all(db).await.context("reading the people of events")? {
            people.entry(row.event_id).or_default().push(row);
        }
    }
    rows.into_iter()
        .map(|row| {
            let id = row.id;
            let take = |from: &mut BTreeMap<Uuid, BTreeSet<String>>| from.remove(&id).unwrap_or_default();
            let (cpis, facilitators) = (take(&mut cpis), take(&mut facilitators));
            let organisations = organisations.remove(&id).unwrap_or_default();
            record_of(row, cpis, facilitators, &organisations, &people.remove(&id).unwrap_or_default())
        })
        .collect()
}

fn record_of(
    row: event::Model,
    cpis: BTreeSet<String>,
    facilitators: BTreeSet<String>,
    organisations: &[event_organisation::Model],
    people: &[event_people::Model],
) -> Result<EventRecord> {
    let strange = |what: &str| Error::fault("reading an event", format!("{}: {what} is none", row.id));
    let cpi = row.cpi.as_deref().map(CpiCode::new).transpose().context("reading an event's job centre")?;
    let province = row.province.as_deref().map(ProvinceCode::new).transpose().context("reading an event's province")?;
    let others = cpis.into_iter().filter(|code| Some(code) != row.cpi.as_ref()).map(CpiCode::new);
    let of_part = |organises: bool| {
        let rows = organisations.iter().filter(move |row| row.organises == organises);
        rows.map(|row| OrganisationCode::new(row.organisation.as_str())).collect::<Result<BTreeSet<_>, _>>()
    };
    let content = Content {
        organisers: of_part(true).context("reading who organises an event")?,
        partners: of_part(false).context("reading the partners of an event")?,
        kind: EventKind::from_name(&row.kind).ok_or_else(|| strange(&row.kind))?,
        also_for: others.collect::<Result<_, _>>().context("reading an event's job centres")?,
        territory: Territory::of(province, cpi),
        when: When { start: timestamp(row.starts_at)?, end: timestamp(row.ends_at)? },
        capacity: row.capacity.map(i32::unsigned_abs),
        feeds: row.feeds.split(' ').filter(|code| !code.is_empty()).map(str::to_owned).collect(),
        planned: counts(people, |row| row.planned)?,
        title: row.title,
        audience: row.audience,
        online: row.online,
        municipality: row.municipality,
        place: row.place,
        public: row.public,
        facilitators,
        requirement: row.requirement,
        notes: row.notes,
    };
    let actual = row.counted_by.is_some().then(|| counts(people, |row| row.actual)).transpose()?;
    Ok(EventRecord {
        id: row.id,
        content,
        state: State::from_name(&row.state)
            .ok_or_else(|| Error::fault("reading an event's state", format!("{} is none", row.state)))?,
        step_note: row.step_note,
        published: row.published,
        actual,
        counted_by: row.counted_by,
        counted_at: row.counted_at,
        sequence: row.sequence,
        revision: row.revision,
        created_by: row.created_by,
        created_actor: row.created_actor,
        created_at: row.created_at,
        edited_by: row.edited_by,
        edited_at: row.edited_at,
    })
}

fn counts(rows: &[event_people::Model], of: impl Fn(&event_people::Model) -> Option<i32>) -> Result<Counts> {
    let mut counts = Counts::default();
    for row in rows {
        let Some(number) = of(row).map(i32::unsigned_abs) else { continue };
        let category = Category::from_name(&row.category)
            .ok_or_else(|| Error::fault("reading an event's people", format!("{} is none", row.category)))?;
        if row.cpi.is_empty() {
            counts.people.insert(category, number);
        } else {
            let cpi = CpiCode::new(&row.cpi).context("reading a job centre's operators")?;
            counts.operators.insert(cpi, number);
        }
    }
    Ok(counts)
}

/// Writes events whole, and what belongs to them; what belonged to them before is gone.
pub(super) async fn records_put(tx: &Tx, records: &[EventRecord]) -> Result<()> {
    let rows = records.iter().map(row_of).collect::<Result<Vec<_>>>()?;
    put_rows::<event::Entity, event::ActiveModel>(tx, &rows).await?;
    let ids: Vec<Uuid> = records.iter().map(|record| record.id).collect();
    for ids in ids.chunks(KEYS) {
        let ids = || ids.iter().copied();
        let gone = event_cpi::Entity::delete_many().filter(event_cpi::Column::EventId.is_in(ids()));
        gone.exec(tx).await.context("taking job centres off events")?;
        let gone = event_facilitator::Entity::delete_many().filter(event_facilitator::Column::EventId.is_in(ids()));
        gone.exec(tx).await.context("taking people off events")?;
        let gone = event_organisation::Entity::delete_many().filter(event_organisation::Column::EventId.is_in(ids()));
        gone.exec(tx).await.context("taking organisations off events")?;
        let gone = event_people::Entity::delete_many().filter(event_people::Column::EventId.is_in(ids()));
        gone.exec(tx).await.context("taking counts off events")?;
    }
    // These tables are nothing but keys, and the rows that were there are gone: there is nothing to overwrite.
    let cpis: Vec<event_cpi::Model> = records.iter().flat_map(cpis_of).collect();
    for rows in cpis.chunks(KEYS) {
        let models = rows.iter().map(|row| row.clone().into_active_model().reset_all());
        let inserted = event_cpi::Entity::insert_many(models).exec_without_returning(tx).await;
        inserted.context("writing the job centres of events")?;
    }
    let facilitators: Vec<event_facilitator::Model> = records.iter().flat_map(facilitators_of).collect();
    for rows in facilitators.chunks(KEYS) {
        let models = rows.iter().map(|row| row.clone().into_active_model().reset_all());
        let inserted = event_facilitator::Entity::insert_many(models).exec_without_returning(tx).await;
        inserted.context("writing who holds events")?;
    }
    let organisations: Vec<event_organisation::Model> = records.iter().flat_map(organisations_of).collect();
    put_rows::<event_organisation::Entity, event_organisation::ActiveModel>(tx, &organisations).await?;
    let people: Vec<event_people::Model> = records.iter().flat_map(people_of).collect();
    put_rows::<event_people::Entity, event_people::ActiveModel>(tx, &people).await
}

fn row_of(record: &EventRecord) -> Result<event::Model> {
    let content = &record.content;
    let feeds: Vec<&str> = content.feeds.iter().map(String::as_str).collect();
    Ok(event::Model {
        id: record.id,
        title: content.title.clone(),
        kind: content.kind.name().to_owned(),
        audience: content.audience.clone(),
        province: content.territory.province().map(|province| province.to_string()),
        cpi: content.territory.cpi().map(ToString::to_string),
        online: content.online,
        municipality: content.municipality.clone(),
        place: content.place.clone(),
        starts_at: utc(content.when.start)?,
        ends_at: utc(content.when.end)?,
        capacity: content.capacity.map(u32::cast_signed),
        public: content.public,
        published: record.published,
        requirement: content.requirement.clone(),
        feeds: feeds.join(" "),
        notes: content.notes.clone(),
        state: record.state.name().to_owned(),
        step_note: record.step_note.clone(),
        sequence: record.sequence,
        revision: record.revision,
        created_by: record.created_by.clone(),
        created_actor: record.created_actor.clone(),
        created_at: record.created_at,
        edited_by: record.edited_by.clone(),
        edited_at: record.edited_at,
        counted_by: record.counted_by.clone(),
        counted_at: record.counted_at,
    })
}

fn cpis_of(record: &EventRecord) -> Vec<event_cpi::Model> {
    let row = |cpi: &CpiCode| event_cpi::Model { event_id: record.id, cpi: cpi.to_string() };
    record.content.cpis().into_iter().map(row).collect()
}

fn facilitators_of(record: &EventRecord) -> Vec<event_facilitator::Model> {
    let row = |code: &String| event_facilitator::Model { event_id: record.id, facilitator: code.clone() };
    record.content.facilitators.iter().map(row).collect()
}

fn organisations_of(record: &EventRecord) -> Vec<event_organisation::Model> {
    let row = |code: &OrganisationCode, organises: bool| event_organisation::Model {
        event_id: record.id,
        organisation: code.to_string(),
        organises,
    };
    let organisers = record.content.organisers.iter().map(|code| row(code, true));
    organisers.chain(record.content.partners.iter().map(|code| row(code, false))).collect()
}

fn people_of(record: &EventRecord) -> Vec<event_people::Model> {
    let mut rows: BTreeMap<(String, String), (Option<i32>, Option<i32>)> = BTreeMap::new();
    let actual = record.actual.clone().unwrap_or_default();
    for (counts, is_actual) in [(&record.content.planned, false), (&actual, true)] {
        let people = counts.people.iter().map(|(category, number)| (category.name(), String::new(), *number));
        let operators = counts.operators.iter();
        let operators = operators.map(|(cpi, number)| (Category::Operator.name(), cpi.to_string(), *number));
        for (category, cpi, number) in people.chain(operators) {
            let cell = rows.entry((category.to_owned(), cpi)).or_default();
            *(if is_actual { &mut cell.1 } else { &mut cell.0 }) = Some(number.cast_signed());
        }
    }
    let row = |((category, cpi), (planned, actual))| event_people::Model {
        event_id: record.id,
        category,
        cpi,
        planned,
        actual,
    };
    rows.into_iter().map(row).collect()
}
