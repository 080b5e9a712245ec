//! What was held, for the indicators that count it.

use std::collections::{BTreeMap, BTreeSet};

use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use shared::events::{Content, State};
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
    /// Codes of the plan that it feeds, each once; those of its requirement, the result and the indicator, among them.
    pub(crate) serves: Vec<String>,
    /// The job centres whose it was, else the province, else nothing for the region.
    pub(crate) places: Vec<String>,
    /// Its first day in Rome, `2027-01-11`.
    pub(crate) day: String,
}

impl Held {
    /// What an event would be among them, once it is held. `lines`: of its requirement.
    pub(crate) fn of(id: Uuid, content: &Content, lines: Vec<String>) -> Self {
        let cpis: Vec<String> = content.cpis().into_iter().map(ToString::to_string).collect();
        let province = content.territory.province().map(|province| province.to_string());
        Self {
            id,
            title: content.title.clone(),
            is_public: content.public,
            serves: each_once(content.feeds.iter().cloned().chain(lines)),
            places: if cpis.is_empty() { vec![province.unwrap_or_default()] } else { cpis },
            day: shared::events::time::day_of(content.when.start).to_string(),
        }
    }
}

/// The result and the indicator that a requirement of the act feeds.
pub(crate) async fn requirement_lines(db: &impl ConnectionTrait, code: &str) -> Result<Vec<String>> {
    let found = act_event::Entity::find_by_id(code).one(db).await.context("reading a requirement")?;
    Ok(found.map(lines_of).unwrap_or_default())
}

fn lines_of(act: act_event::Model) -> Vec<String> {
    act.result.into_iter().chain(act.indicator).collect()
}

fn each_once(codes: impl Iterator<Item = String>) -> Vec<String> {
    codes.collect::<BTreeSet<String>>().into_iter().collect()
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
    let lines: BTreeMap<String, Vec<String>> = acts.into_iter().map(|act| (act.code.clone(), lines_of(act))).collect();
    let held = rows.into_iter().filter_map(|row| {
        let own = row.requirement.as_ref().and_then(|code| lines.get(code)).into_iter().flatten();
        let serves = each_once(row.feeds.split_whitespace().map(str::to_owned).chain(own.cloned()));
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
