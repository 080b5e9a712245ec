//! What was held, for the indicators that count it.

use std::collections::BTreeMap;

use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use shared::events::State;
use uuid::Uuid;

use crate::{
    error::{Context as _, Result},
    events::entity::{act_event, event, event_cpi},
};

/// An event that was held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Held {
    pub(crate) id: Uuid,
    pub(crate) title: String,
    /// Whether everybody sees it: it is public, and was published.
    pub(crate) is_public: bool,
    /// Codes of the plan that it feeds, the indicator of its requirement among them.
    pub(crate) serves: Vec<String>,
    /// The job centres whose it was, else the province, else nothing for the region.
    pub(crate) places: Vec<String>,
    /// Its first day in Rome, `2027-01-11`.
    pub(crate) day: String,
}

/// All that was held and feeds something, in three statements.
pub(crate) async fn held_list(db: &impl ConnectionTrait) -> Result<Vec<Held>> {
    let held = event::Entity::find().filter(event::Column::State.eq(State::Held.name()));
    let rows = held.order_by_asc(event::Column::Id).all(db).await.context("reading what was held")?;
    let ids = event::Entity::find().select_only().column(event::Column::Id);
    let ids = sea_orm::QueryTrait::into_query(ids.filter(event::Column::State.eq(State::Held.name())));
    let own = event_cpi::Entity::find().filter(event_cpi::Column::EventId.in_subquery(ids));
    let own = own.order_by_asc(event_cpi::Column::Cpi).all(db).await.context("reading where it was held")?;
    let mut cpis = BTreeMap::<Uuid, Vec<String>>::new();
    for row in own {
        cpis.entry(row.event_id).or_default().push(row.cpi);
    }
    let acts = act_event::Entity::find().all(db).await.context("reading the events of the act")?;
    let indicators: BTreeMap<String, String> =
        acts.into_iter().filter_map(|act| Some((act.code, act.indicator?))).collect();
    let held = rows.into_iter().filter_map(|row| {
        let mut serves: Vec<String> = row.feeds.split_whitespace().map(str::to_owned).collect();
        serves.extend(row.requirement.as_ref().and_then(|code| indicators.get(code)).cloned());
        let begins = jiff::Timestamp::from_second(row.starts_at.timestamp()).ok()?;
        let places = cpis.remove(&row.id).unwrap_or_else(|| vec![row.province.clone().unwrap_or_default()]);
        let day = shared::events::time::day_of(begins).to_string();
        (!serves.is_empty()).then_some(Held {
            id: row.id,
            title: row.title,
            is_public: row.public && row.published,
            serves,
            places,
            day,
        })
    });
    Ok(held.collect())
}
