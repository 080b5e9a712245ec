//! Brings the built-in staffing data into the database. What a planner has edited stays.

use std::collections::{BTreeMap, BTreeSet};

use sea_orm::{EntityTrait as _, IntoActiveModel as _};
use shared::{code::ServiceCode, provenance::Origin, staffing::FigureKey};

use super::{
    figures::{check_together, figure_list},
    scenarios::row_of,
};
use crate::{
    audit::{Record, append},
    changes::{FIGURES, change_append, scenario_topic, topic_create, topic_lock},
    cx::WriteStamp,
    db::{Tx, put_rows},
    error::{Context as _, Error, Result},
    staffing::{
        body::{FigureBody, FiguresBody},
        builtin::{BuiltIn, FIRST_SCENARIO, Staffing},
        entity::{figure, profile, scenario, service},
    },
};

/// Adds and updates the staffing data. Figures that change on the way are one change of the log, by `stamp`.
///
/// Gives the number of figures that changed.
pub(crate) async fn staffing_seed(tx: &Tx, staffing: &Staffing, stamp: &WriteStamp) -> Result<usize> {
    put_rows::<profile::Entity, profile::ActiveModel>(tx, &staffing.profiles).await?;
    put_rows::<service::Entity, service::ActiveModel>(tx, &staffing.services).await?;
    let changed = figures_seed(tx, staffing, stamp).await?;
    first_scenario_seed(tx, staffing, stamp).await?;
    Ok(changed)
}

async fn figures_seed(tx: &Tx, staffing: &Staffing, stamp: &WriteStamp) -> Result<usize> {
    let topic = match topic_lock(tx, FIGURES).await? {
        Some(topic) => topic,
        None => topic_create(tx, FIGURES).await?,
    };
    let now: BTreeMap<String, figure::Model> =
        figure_list(tx).await?.into_iter().map(|row| (row.key.clone(), row)).collect();
    // An empty table is filled without a change: nobody can have seen it before.
    let first = now.is_empty();
    let revision = if first { 0 } else { topic.next() };
    let edited = edited_services(&now);
    let planned = |key: &FigureKey, before: Option<&figure::Model>| {
        before.is_some_and(|row| row.origin == Origin::Planner.name())
            || matches!(key, FigureKey::Share(service, _) if edited.contains(service))
    };
    let mut rows = rows_of(staffing, &now, revision, stamp, planned);
    if !fit_together(tx, &now, &rows).await? {
        // Newer built-in numbers beside a planner's can make nonsense: then all that is there stays as it is.
        tracing::warn!(
            "the newer built-in figures make no sense beside those in the database; every figure keeps its value"
        );
        rows = rows_of(staffing, &now, revision, stamp, |key, before| before.is_some() || planned(key, before));
        if !fit_together(tx, &now, &rows).await? {
            return Err(Error::fault("loading the built-in figures", "they do not make sense together"));
        }
    }
    let changed = rows.len();
    let models: Vec<figure::Model> = rows.iter().map(|(_, row)| row.clone()).collect();
    put_rows::<figure::Entity, figure::ActiveModel>(tx, &models).await?;
    if !first && changed > 0 {
        let figures = rows.into_iter().map(|(key, row)| FigureBody::of(key, &row)).collect();
        let body = FiguresBody { figures, catchments: false };
        append(tx, stamp, vec![Record::new("figure", "*", None::<&()>, Some(&body))?]).await?;
        change_append(tx, topic, stamp, &body).await?;
    }
    Ok(changed)
}

/// Shares that an earlier file gave and this one leaves out: nobody of that profile does the service any more.
fn shares_gone(staffing: &Staffing, now: &BTreeMap<String, figure::Model>) -> Vec<(FigureKey, BuiltIn)> {
    let none = |row: &figure::Model| BuiltIn {
        value: 0.0,
        origin: Origin::of_note(row.built_in_source.as_deref().unwrap_or_default()),
        source: row.built_in_source.clone().unwrap_or_default(),
    };
    now.values()
        .filter(|row| row.built_in.is_some_and(|share| share > 0.0))
        .filter_map(|row| Some((row.key.parse::<FigureKey>().ok()?, none(row))))
        .filter(|(key, _)| matches!(key, FigureKey::Share(..)) && !staffing.figures.contains_key(key))
        .collect()
}

/// The figures that seeding changes. Those that are `kept` learn their built-in number only.
fn rows_of(
    staffing: &Staffing,
    now: &BTreeMap<String, figure::Model>,
    revision: i64,
    stamp: &WriteStamp,
    kept: impl Fn(&FigureKey, Option<&figure::Model>) -> bool,
) -> Vec<(FigureKey, figure::Model)> {
    let mut rows = Vec::new();
    let gone = shares_gone(staffing, now);
    for (key, built_in) in staffing.figures.iter().chain(gone.iter().map(|(key, built_in)| (key, built_in))) {
        let before = now.get(&key.to_string());
        let after = row(key, built_in, before, kept(key, before), revision, stamp);
        if before != Some(&after) {
            rows.push((key.clone(), after));
        }
    }
    rows
}

/// Whether the figures make sense together once some of them are changed.
async fn fit_together(
    tx: &Tx,
    now: &BTreeMap<String, figure::Model>,
    changed: &[(FigureKey, figure::Model)],
) -> Result<bool> {
    let mut all: BTreeMap<&str, &figure::Model> = now.iter().map(|(key, row)| (key.as_str(), row)).collect();
    all.extend(changed.iter().map(|(_, row)| (row.key.as_str(), row)));
    match check_together(tx, all.into_values()).await {
        Ok(()) => Ok(true),
        Err(Error::Refused(_)) => Ok(false),
        Err(fault) => Err(fault),
    }
}

/// The services of which a planner has set a share: their shares stay as they are, all of them, so that they add up.
fn edited_services(now: &BTreeMap<String, figure::Model>) -> BTreeSet<ServiceCode> {
    now.values()
        .filter(|row| row.origin == Origin::Planner.name())
        .filter_map(|row| match row.key.parse() {
            Ok(FigureKey::Share(service, _)) => Some(service),
            _ => None,
        })
        .collect()
}

/// A figure after seeding. One whose value is `kept` learns its built-in number only, and keeps its revision.
fn row(
    key: &FigureKey,
    built_in: &BuiltIn,
    before: Option<&figure::Model>,
    kept: bool,
    revision: i64,
    stamp: &WriteStamp,
) -> figure::Model {
    let origin = built_in.origin.name().to_owned();
    let mut after = figure::Model {
        key: key.to_string(),
        value: Some(built_in.value),
        origin: origin.clone(),
        source: built_in.source.clone(),
        built_in: Some(built_in.value),
        built_in_origin: Some(origin),
        built_in_source: Some(built_in.source.clone()),
        revision,
        edited_by: None,
        edited_at: None,
    };
    match before {
        None if kept => after.value = Some(0.0),
        None => {}
        Some(before) => {
            if kept {
                after.value = before.value;
                after.origin.clone_from(&before.origin);
                after.source.clone_from(&before.source);
            }
            let same = after.value == before.value && after.origin == before.origin && after.source == before.source;
            if same {
                after.revision = before.revision;
                after.edited_by.clone_from(&before.edited_by);
                after.edited_at = before.edited_at;
            }
        }
    }
    if after.revision == revision && revision > 0 && after.edited_by.is_none() {
        after.edited_by = Some(stamp.by.clone());
        after.edited_at = Some(stamp.at);
    }
    after
}

/// Adds the first scenario, or brings it up to date as long as nobody has changed it.
async fn first_scenario_seed(tx: &Tx, staffing: &Staffing, stamp: &WriteStamp) -> Result<()> {
    let name = scenario_topic(FIRST_SCENARIO);
    let origin = staffing.first_scenario_origin.name();
    let note = &staffing.first_scenario_note;
    let mut row = row_of(FIRST_SCENARIO, &staffing.first_scenario, origin, note, &stamp.by, stamp.at);
    match topic_lock(tx, &name).await? {
        None => {
            topic_create(tx, &name).await?;
            scenario::Entity::insert(row.into_active_model())
                .exec_without_returning(tx)
                .await
                .context("adding the first scenario")?;
        }
        Some(topic) if topic.revision() == 0 => {
            let before = scenario::Entity::find_by_id(FIRST_SCENARIO).one(tx).await.context("reading a scenario")?;
            if let Some(before) = before {
                row.created_at = before.created_at;
                row.edited_at = before.edited_at;
            }
            put_rows::<scenario::Entity, scenario::ActiveModel>(tx, &[row]).await?;
        }
        Some(_) => {}
    }
    Ok(())
}
