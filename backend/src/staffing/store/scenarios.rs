//! Scenarios: their outlines, and where those come from.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, Condition, ConnectionTrait, EntityTrait,
    IntoActiveModel as _, JoinType, PaginatorTrait as _, QueryFilter as _, QuerySelect as _, QueryTrait as _, Select,
    SelectTwo,
};
use shared::{
    identity::{
        Permit,
        policy::act::{EditScenarios, ReadScenarios},
    },
    provenance::Origin,
    staffing::scenario::{Outline, State},
};
use uuid::Uuid;

use super::order::{ScenarioAt, ScenarioOrder};
use crate::{
    audit::{Record, append},
    changes::{change_append, entity::topic, scenario_topic, seen_write, topic_create, topic_lock, write_keep},
    cx::WriteStamp,
    db::{Tx, Write},
    error::{Context as _, Error, Result},
    page::Page,
    staffing::{
        body::{Bounds, ScenarioBody, Sourced},
        entity::scenario::{ActiveModel, Column, Entity, Model},
    },
};

/// A scenario with its revision, which is its topic's.
pub(crate) type ScenarioRow = (Model, i64);

/// Which scenarios are asked for.
#[derive(Clone, Debug, Default)]
pub(crate) struct ScenarioFilter {
    /// Those that stand there; empty: wherever they stand.
    pub(crate) states: Vec<State>,
    /// Those that were put away in place of the others.
    pub(crate) archived: bool,
}

impl ScenarioFilter {
    fn condition(&self) -> Condition {
        let states = self.states.iter().map(|state| state.name());
        let of_states = (!self.states.is_empty()).then(|| Column::State.is_in(states));
        Condition::all().add(Column::Archived.eq(self.archived)).add_option(of_states)
    }
}

/// A page of scenarios and one more, if there is one.
pub(crate) async fn scenario_list(
    db: &impl ConnectionTrait,
    _permit: &Permit<ReadScenarios>,
    filter: &ScenarioFilter,
    order: ScenarioOrder,
    page: &Page<ScenarioAt>,
) -> Result<Vec<ScenarioRow>> {
    let asked = Entity::find().filter(filter.condition());
    let rest = asked.apply_if(page.after.as_ref(), |query, at| query.filter(order.behind(at)));
    with_revision(order.sort(rest))
        .limit(page.first + 1)
        .all(db)
        .await
        .context("reading a page of scenarios")?
        .into_iter()
        .map(row_with)
        .collect()
}

/// Each scenario with its topic, in one statement: a revision is never newer than what stands beside it.
fn with_revision(query: Select<Entity>) -> SelectTwo<Entity, topic::Entity> {
    let topic = Entity::belongs_to(topic::Entity).from(Column::Topic).to(topic::Column::Name);
    query.join(JoinType::InnerJoin, topic.into()).select_also(topic::Entity)
}

fn row_with((row, topic): (Model, Option<topic::Model>)) -> Result<ScenarioRow> {
    let topic = topic.ok_or_else(|| Error::fault("reading a scenario", "it has no topic"))?;
    Ok((row, topic.revision))
}

/// How many of these scenarios there are.
pub(crate) async fn scenario_count(
    db: &impl ConnectionTrait,
    _permit: &Permit<ReadScenarios>,
    filter: &ScenarioFilter,
) -> Result<u64> {
    Entity::find().filter(filter.condition()).count(db).await.context("counting the scenarios")
}

/// One scenario.
pub(crate) async fn scenario_find(
    db: &impl ConnectionTrait,
    _permit: &Permit<ReadScenarios>,
    id: Uuid,
) -> Result<Option<ScenarioRow>> {
    let found = with_revision(Entity::find_by_id(id)).one(db).await.context("reading a scenario")?;
    found.map(row_with).transpose()
}

/// The scenarios of these ids that there are, in any order.
pub(crate) async fn scenario_list_by_id(
    db: &impl ConnectionTrait,
    _permit: &Permit<ReadScenarios>,
    ids: &[Uuid],
) -> Result<Vec<ScenarioRow>> {
    let found = with_revision(Entity::find().filter(Column::Id.is_in(ids.iter().copied())));
    found.all(db).await.context("reading some scenarios")?.into_iter().map(row_with).collect()
}

/// Notes that a scenario was changed.
pub(super) async fn scenario_touch(tx: &Tx, id: Uuid, at: DateTime<Utc>) -> Result<()> {
    let touched = ActiveModel { id: Set(id), edited_at: Set(at), ..Default::default() };
    touched.update(tx).await.map(|_| ()).context("noting that a scenario changed")
}

/// Makes an empty scenario. Gives it.
#[derive(Debug)]
pub(crate) struct ScenarioCreate {
    /// The id it gets.
    pub(crate) id: Uuid,
    pub(crate) outline: Outline,
    /// Leave to do it.
    #[expect(dead_code, reason = "held so that the write cannot be made without it")]
    pub(crate) permit: Permit<EditScenarios>,
    pub(crate) stamp: WriteStamp,
}

impl Write for ScenarioCreate {
    type Done = ScenarioRow;

    async fn run(&self, tx: &Tx) -> Result<ScenarioRow> {
        if let Some(before) = seen_write(tx, None, &self.stamp).await? {
            return made_before(tx, &before.topic).await;
        }
        let name = scenario_topic(self.id);
        topic_create(tx, &name).await?;
        let row = row_of(self.id, &self.outline, Origin::Planner.name(), &self.stamp.by, &self.stamp.by, self.stamp.at);
        Entity::insert(row.clone().into_active_model())
            .exec_without_returning(tx)
            .await
            .context("making a scenario")?;
        write_keep(tx, &name, 0, &self.stamp).await?;
        let record = Record::new("scenario", self.id, None::<&()>, Some(&self.outline))?;
        append(tx, &self.stamp, vec![record]).await?;
        Ok((row, 0))
    }
}

/// The scenario that the same write made before.
pub(super) async fn made_before(tx: &Tx, topic: &str) -> Result<ScenarioRow> {
    let made = with_revision(Entity::find().filter(Column::Topic.eq(topic)));
    made.one(tx).await.context("reading a scenario")?.map_or_else(|| Err(Error::not_found()), row_with)
}

/// A row for a scenario.
pub(super) fn row_of(id: Uuid, outline: &Outline, origin: &str, source: &str, by: &str, at: DateTime<Utc>) -> Model {
    Model {
        id,
        topic: scenario_topic(id),
        name: outline.name.clone(),
        year: i32::from(outline.year),
        head_count: i64::from(outline.head_count),
        budget_cents: outline.budget_cents.cast_signed(),
        months: outline.months.cast_signed(),
        origin: origin.to_owned(),
        source: source.to_owned(),
        created_by: by.to_owned(),
        created_at: at,
        edited_at: at,
        state: State::Draft.name().to_owned(),
        archived: false,
        step_by: None,
        step_at: None,
        step_note: None,
        copied_from: None,
        copied_name: None,
        copied_revision: None,
        base_at: None,
        base_revision: None,
    }
}

/// The outline of a row.
pub(crate) fn outline_of(row: &Model) -> Outline {
    Outline {
        name: row.name.clone(),
        year: u16::try_from(row.year).unwrap_or_default(),
        head_count: u32::try_from(row.head_count).unwrap_or_default(),
        budget_cents: row.budget_cents.unsigned_abs(),
        months: row.months.unsigned_abs(),
    }
}

/// The outline of a row, and where its bounds come from.
pub(super) fn bounds_of(row: &Model) -> Bounds {
    let sourced = Sourced { origin: row.origin.clone(), source: row.source.clone() };
    Bounds { outline: outline_of(row), sourced }
}

/// Renames a scenario, or changes its year or its bounds; what is left out stays. Gives it.
#[derive(Debug)]
pub(crate) struct ScenarioUpdate {
    pub(crate) id: Uuid,
    pub(crate) name: Option<String>,
    pub(crate) year: Option<u16>,
    pub(crate) head_count: Option<u32>,
    pub(crate) budget_cents: Option<u64>,
    pub(crate) months: Option<u32>,
    /// Leave to do it.
    #[expect(dead_code, reason = "held so that the write cannot be made without it")]
    pub(crate) permit: Permit<EditScenarios>,
    pub(crate) stamp: WriteStamp,
}

impl Write for ScenarioUpdate {
    type Done = ScenarioRow;

    async fn run(&self, tx: &Tx) -> Result<ScenarioRow> {
        let name = scenario_topic(self.id);
        let topic = topic_lock(tx, &name).await?.ok_or_else(Error::not_found)?;
        let before = Entity::find_by_id(self.id).one(tx).await.context("reading a scenario")?;
        let before = before.ok_or_else(Error::not_found)?;
        if seen_write(tx, Some(&name), &self.stamp).await?.is_some() {
            return Ok((before, topic.revision()));
        }
        super::standing::standing_of(&before)?.check_open()?;
        let outline = self.applied_to(outline_of(&before)).check()?;
        let mut after = Model {
            name: outline.name.clone(),
            year: i32::from(outline.year),
            head_count: i64::from(outline.head_count),
            budget_cents: outline.budget_cents.cast_signed(),
            months: outline.months.cast_signed(),
            ..before.clone()
        };
        if (after.head_count, after.budget_cents, after.months)
            != (before.head_count, before.budget_cents, before.months)
        {
            Origin::Planner.name().clone_into(&mut after.origin);
            after.source.clone_from(&self.stamp.by);
        }
        after.edited_at = self.stamp.at;
        let changed = after.clone().into_active_model().reset_all();
        changed.update(tx).await.context("changing a scenario")?;
        let record = Record::new("scenario", self.id, Some(&outline_of(&before)), Some(&outline))?;
        append(tx, &self.stamp, vec![record]).await?;
        let (was, is) = (bounds_of(&before), bounds_of(&after));
        let body = ScenarioBody {
            outline: Some(is.outline),
            was: Some(was),
            sourced: Some(is.sourced),
            ..ScenarioBody::default()
        };
        let revision = change_append(tx, topic, &self.stamp, &body).await?;
        Ok((after, revision))
    }
}

impl ScenarioUpdate {
    fn applied_to(&self, before: Outline) -> Outline {
        Outline {
            name: self.name.clone().unwrap_or(before.name),
            year: self.year.unwrap_or(before.year),
            head_count: self.head_count.unwrap_or(before.head_count),
            budget_cents: self.budget_cents.unwrap_or(before.budget_cents),
            months: self.months.unwrap_or(before.months),
        }
    }
}
