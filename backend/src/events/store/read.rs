//! Which events there are, for whoever may see them.

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait as _, Condition, ConnectionTrait, EntityTrait, PaginatorTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _, QueryTrait as _, Select, sea_query::SimpleExpr,
};
use shared::{
    code::{CpiCode, ProvinceCode},
    events::{Concern, EventKind, State, tally::Counted},
    identity::{Actor, OrganisationCode, Permit, policy::act::ReadEvents},
};
use uuid::Uuid;

use super::rows::records_of;
use crate::{
    error::{Context as _, Result},
    events::{
        entity::{
            event::{Column, Entity, Model},
            event_cpi, event_facilitator, event_organisation,
        },
        record::{EventRecord, Viewer, shown_states},
    },
    page::Page,
};

/// The most events of a calendar.
const CALENDAR: u64 = 2_000;

/// Which events are asked for.
#[derive(Clone, Debug, Default)]
pub(crate) struct EventFilter {
    pub(crate) viewer: Viewer,
    /// Those that end after it.
    pub(crate) from: Option<DateTime<Utc>>,
    /// Those that begin before it.
    pub(crate) to: Option<DateTime<Utc>>,
    pub(crate) province: Option<String>,
    pub(crate) cpi: Option<String>,
    pub(crate) facilitator: Option<String>,
    pub(crate) requirement: Option<String>,
    /// Of an organisation that organises them, or is a partner.
    pub(crate) organisation: Option<String>,
    /// Of one of these kinds; empty: of any.
    pub(crate) kinds: Vec<EventKind>,
    /// In one of these states; empty: in any.
    pub(crate) states: Vec<State>,
    /// Those of a calendar; none: it does not matter.
    pub(crate) concern: Option<Concern>,
}

/// A position in the list of events: when one begins, and its id.
pub(crate) type EventPosition = (DateTime<Utc>, Uuid);

impl EventFilter {
    fn select(&self) -> Select<Entity> {
        let kinds = self.kinds.iter().map(|kind| kind.name());
        let states = self.states.iter().map(|state| state.name());
        let condition = Condition::all()
            .add_option(self.from.map(|from| Column::EndsAt.gt(from)))
            .add_option(self.to.map(|to| Column::StartsAt.lt(to)))
            .add_option(self.province.as_ref().map(|province| Column::Province.eq(province)))
            .add_option(self.requirement.as_ref().map(|code| Column::Requirement.eq(code)))
            .add_option((!self.kinds.is_empty()).then(|| Column::Kind.is_in(kinds)))
            .add_option((!self.states.is_empty()).then(|| Column::State.is_in(states)))
            .add_option(self.organisation.as_ref().map(|code| of_organisations([code.as_str()])))
            .add_option((!self.viewer.sees_all).then(|| self.visible()))
            .add_option(
                self.concern.as_ref().filter(|concern| !concern.everywhere).map(|concern| self.held_by(concern)),
            );
        Entity::find()
            .filter(condition)
            .apply_if(self.cpi.as_ref(), |query, cpi| {
                let own = event_cpi::Entity::find().select_only().column(event_cpi::Column::EventId);
                query.filter(Column::Id.in_subquery(own.filter(event_cpi::Column::Cpi.eq(cpi)).into_query()))
            })
            .apply_if(self.facilitator.as_ref(), |query, code| {
                let own = event_facilitator::Entity::find().select_only().column(event_facilitator::Column::EventId);
                let own = own.filter(event_facilitator::Column::Facilitator.eq(code)).into_query();
                query.filter(Column::Id.in_subquery(own))
            })
    }

    /// What is public, one's own proposals and one's organisations' events: the same as [`EventRecord::is_visible_to`].
    fn visible(&self) -> Condition {
        let public = Condition::all()
            .add(Column::Public.eq(true))
            .add(Column::Published.eq(true))
            .add(Column::State.is_in(shown_states()));
        let own = self.viewer.account.as_ref().map(|account| Column::CreatedActor.eq(account));
        let codes = &self.viewer.organisations;
        let ours = (!codes.is_empty()).then(|| of_organisations(codes.iter().map(OrganisationCode::as_str)));
        Condition::any().add(public).add_option(own).add_option(ours)
    }

    /// What a calendar holds. One that is of nothing holds nothing.
    fn held_by(&self, concern: &Concern) -> Condition {
        let own = self.viewer.account.as_ref().filter(|_| concern.proposed);
        let of_cpis = || {
            let own = event_cpi::Entity::find().select_only().column(event_cpi::Column::EventId);
            let codes = concern.cpis.iter().map(CpiCode::as_str);
            Column::Id.in_subquery(own.filter(event_cpi::Column::Cpi.is_in(codes)).into_query())
        };
        let organisations = concern.organisations.iter().map(OrganisationCode::as_str);
        // What is nowhere stands for nothing at all: a condition without parts would hold always.
        Condition::any()
            .add(Column::Province.is_in(concern.provinces.iter().map(ProvinceCode::as_str)))
            .add_option((!concern.cpis.is_empty()).then(of_cpis))
            .add_option((!concern.organisations.is_empty()).then(|| of_organisations(organisations)))
            .add_option(own.map(|account| Column::CreatedActor.eq(account)))
    }
}

/// That one of these organisations has to do with an event.
fn of_organisations<'a>(codes: impl IntoIterator<Item = &'a str>) -> SimpleExpr {
    let own = event_organisation::Entity::find().select_only().column(event_organisation::Column::EventId);
    Column::Id.in_subquery(own.filter(event_organisation::Column::Organisation.is_in(codes)).into_query())
}

/// A page of events and one more, if there is one: by their beginning, the earliest first, or the latest.
pub(crate) async fn event_list(
    db: &impl ConnectionTrait,
    _permit: &Permit<ReadEvents>,
    filter: &EventFilter,
    latest_first: bool,
    page: &Page<EventPosition>,
) -> Result<Vec<EventRecord>> {
    let select = filter.select().apply_if(page.after, |query, (start, id)| {
        let (beyond, next) = if latest_first {
            (Column::StartsAt.lt(start), Column::Id.lt(id))
        } else {
            (Column::StartsAt.gt(start), Column::Id.gt(id))
        };
        query.filter(Condition::any().add(beyond).add(Condition::all().add(Column::StartsAt.eq(start)).add(next)))
    });
    let select = if latest_first {
        select.order_by_desc(Column::StartsAt).order_by_desc(Column::Id)
    } else {
        select.order_by_asc(Column::StartsAt).order_by_asc(Column::Id)
    };
    let rows = select.limit(page.first + 1).all(db).await.context("reading a page of events")?;
    records_of(db, rows).await
}

/// How many of these events there are.
pub(crate) async fn event_count(
    db: &impl ConnectionTrait,
    _permit: &Permit<ReadEvents>,
    filter: &EventFilter,
) -> Result<u64> {
    filter.select().count(db).await.context("counting the events")
}

/// One event, if the viewer may see it.
pub(crate) async fn event_find(
    db: &impl ConnectionTrait,
    _permit: &Permit<ReadEvents>,
    viewer: &Viewer,
    id: Uuid,
) -> Result<Option<EventRecord>> {
    Ok(record_find(db, id).await?.filter(|record| record.is_visible_to(viewer)))
}

/// One event, whoever asks.
pub(super) async fn record_find(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<EventRecord>> {
    let found: Vec<Model> = Entity::find_by_id(id).all(db).await.context("reading an event")?;
    Ok(records_of(db, found).await?.pop())
}

/// The events that a viewer may see, all of a filter, by their beginning.
pub(crate) async fn event_list_between(
    db: &impl ConnectionTrait,
    _permit: &Permit<ReadEvents>,
    filter: &EventFilter,
) -> Result<Vec<EventRecord>> {
    all_of(db, filter).await
}

async fn all_of(db: &impl ConnectionTrait, filter: &EventFilter) -> Result<Vec<EventRecord>> {
    let select = filter.select().order_by_asc(Column::StartsAt).order_by_asc(Column::Id);
    let rows = select.all(db).await.context("reading the events of a period")?;
    records_of(db, rows).await
}

/// What of the events counts for requirements.
pub(crate) async fn counted_list(db: &impl ConnectionTrait, _permit: &Permit<ReadEvents>) -> Result<Vec<Counted>> {
    let select = Entity::find().filter(Column::Requirement.is_not_null()).order_by_asc(Column::Id);
    let rows = select.all(db).await.context("reading what counts for requirements")?;
    let records = records_of(db, rows).await?;
    Ok(records.iter().filter_map(|record| Counted::of(&record.content, record.state)).collect())
}

/// The public events of a province or a job centre that end after an instant, for calendars.
pub(crate) async fn public_event_list(
    db: &impl ConnectionTrait,
    province: Option<String>,
    cpi: Option<String>,
    from: DateTime<Utc>,
) -> Result<Vec<EventRecord>> {
    let filter = EventFilter { from: Some(from), province, cpi, ..EventFilter::default() };
    let select = filter.select().order_by_asc(Column::StartsAt).order_by_asc(Column::Id).limit(CALENDAR);
    let rows = select.all(db).await.context("reading a calendar")?;
    records_of(db, rows).await
}

/// The events of a calendar that its holder may see and that end after an instant.
pub(crate) async fn feed_event_list(
    db: &impl ConnectionTrait,
    viewer: Viewer,
    concern: Concern,
    from: DateTime<Utc>,
) -> Result<Vec<EventRecord>> {
    let filter = EventFilter { viewer, from: Some(from), concern: Some(concern), ..EventFilter::default() };
    let select = filter.select().order_by_asc(Column::StartsAt).order_by_asc(Column::Id).limit(CALENDAR);
    let rows = select.all(db).await.context("reading somebody's calendar")?;
    records_of(db, rows).await
}

/// One event, if an actor may see it.
pub(crate) async fn single_event_find(
    db: &impl ConnectionTrait,
    actor: &Actor,
    id: Uuid,
) -> Result<Option<EventRecord>> {
    let viewer = Viewer::of(actor);
    Ok(record_find(db, id).await?.filter(|record| record.is_visible_to(&viewer)))
}
