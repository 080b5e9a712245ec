//! The figures that the sizing rests on: set whole batches that make sense together, or nothing.

use std::collections::{BTreeMap, BTreeSet};

use chrono::SecondsFormat;
use sea_orm::{ConnectionTrait, EntityTrait as _};
use shared::{
    Problem, Rule,
    code::{ProfileCode, ServiceCode},
    identity::{
        Permit,
        policy::act::{EditFigures, EditStaff},
    },
    problem::{Fields, FigureConflict},
    provenance::Origin,
    staffing::{
        Assumptions, FigureKey, Sizing,
        figure_edit::{FigureEdit, FigureEdits},
    },
};

use crate::{
    audit::{Record, append},
    changes::{FIGURES, change_append, seen_write, topic_lock},
    cx::WriteStamp,
    db::{Tx, Write, put_rows},
    error::{Context as _, Error, Result},
    staffing::{
        body::{FigureBody, FiguresBody},
        entity::{
            figure::{ActiveModel, Entity, Model},
            profile, service,
        },
    },
};

/// All figures, by key.
pub(crate) async fn figure_list(db: &impl ConnectionTrait) -> Result<Vec<Model>> {
    let mut rows = Entity::find().all(db).await.context("reading the figures")?;
    // Sorted here, so that both databases agree whatever their collation.
    rows.sort_by(|one, other| one.key.cmp(&other.key));
    Ok(rows)
}

/// One figure.
pub(crate) async fn figure_find(db: &impl ConnectionTrait, key: &str) -> Result<Option<Model>> {
    Entity::find_by_id(key).one(db).await.context("reading a figure")
}

/// The assumptions that the figures make together.
///
/// # Errors
/// `INVALID`, when they do not make sense together.
pub(crate) fn assumptions_of<'a>(
    profiles: &[profile::Model],
    services: &[service::Model],
    figures: impl Iterator<Item = &'a Model>,
) -> Result<Assumptions> {
    let values = values_of(figures)?;
    let profiles: Vec<ProfileCode> = profiles
        .iter()
        .map(|row| ProfileCode::new(&row.code))
        .collect::<Result<_, _>>()
        .context("reading a profile's code")?;
    let services: Vec<ServiceCode> = services
        .iter()
        .map(|row| ServiceCode::new(&row.code))
        .collect::<Result<_, _>>()
        .context("reading a service's code")?;
    Ok(Assumptions::from_figures(&profiles, &services, &values)?)
}

/// Holds the figures against each other and against the job centres: a sizing must come of them.
///
/// # Errors
/// `INVALID`, when none does.
pub(super) async fn check_together<'a>(
    db: &impl ConnectionTrait,
    figures: impl Iterator<Item = &'a Model> + Send,
) -> Result<()> {
    let figures: Vec<&Model> = figures.collect();
    let (profiles, services) = (super::profile_list(db).await?, super::service_list(db).await?);
    let assumptions = assumptions_of(&profiles, &services, figures.into_iter())?;
    let cpis = crate::territory::cpi_list_all(db).await?;
    Sizing::of(&assumptions, &crate::territory::catchment_list(&cpis)?)?;
    Ok(())
}

fn values_of<'a>(figures: impl Iterator<Item = &'a Model>) -> Result<BTreeMap<FigureKey, f64>> {
    figures
        .filter_map(|row| row.value.map(|value| (row, value)))
        .map(|(row, value)| Ok((row.key.parse().context("reading a figure's key")?, value)))
        .collect()
}

/// Leave for a batch of figures: who is in service at a job centre is its own people's to say, all else the region's.
#[derive(Debug)]
pub(crate) enum FiguresPermit {
    /// For figures of job centres alone.
    Staff(Permit<EditStaff>),
    /// For figures of the region, and perhaps of job centres too.
    Region(Permit<EditFigures>),
}

/// Sets figures, all or none. Gives the set's new revision.
#[derive(Debug)]
pub(crate) struct FiguresSet {
    pub(crate) edits: FigureEdits,
    /// Leave for every one of them.
    #[expect(dead_code, reason = "held so that the write cannot be made without it")]
    pub(crate) permit: FiguresPermit,
    pub(crate) stamp: WriteStamp,
}

impl Write for FiguresSet {
    type Done = i64;

    async fn run(&self, tx: &Tx) -> Result<i64> {
        let topic = topic_lock(tx, FIGURES).await?.ok_or_else(|| Error::fault("setting figures", "never seeded"))?;
        if let Some(before) = seen_write(tx, Some(FIGURES), &self.stamp).await? {
            return Ok(before.revision);
        }
        let mut figures: BTreeMap<String, Model> =
            figure_list(tx).await?.into_iter().map(|row| (row.key.clone(), row)).collect();
        let keys = self.edits.as_slice().iter().map(|edit| &edit.key);
        check_keys(tx, keys, |key| figures.contains_key(&key.to_string())).await?;
        self.check_revisions(&figures)?;
        let mut changed = Vec::with_capacity(self.edits.as_slice().len());
        let mut records = Vec::with_capacity(changed.capacity());
        for edit in self.edits.as_slice() {
            let row = self.row(edit, figures.get(&edit.key.to_string()), topic.next());
            let before = figures.insert(row.key.clone(), row.clone());
            records.push(Record::new("figure", &row.key, before.as_ref().map(told).as_ref(), Some(&told(&row)))?);
            changed.push((edit.key.clone(), row));
        }
        // The figures must still make sense together: shares that add up, working time that leaves some.
        check_together(tx, figures.values()).await?;
        let rows: Vec<Model> = changed.iter().map(|(_, row)| row.clone()).collect();
        put_rows::<Entity, ActiveModel>(tx, &rows).await?;
        append(tx, &self.stamp, records).await?;
        let bodies = changed.into_iter().map(|(key, row)| FigureBody::of(key, &row)).collect();
        change_append(tx, topic, &self.stamp, &FiguresBody { figures: bodies, catchments: false }).await
    }
}

impl FiguresSet {
    /// No figure may have changed since its writer saw it.
    fn check_revisions(&self, now: &BTreeMap<String, Model>) -> Result<()> {
        let conflicts: Vec<FigureConflict> = self
            .edits
            .as_slice()
            .iter()
            .filter_map(|edit| {
                let row = now.get(&edit.key.to_string());
                (row.map_or(0, |row| row.revision.unsigned_abs()) != edit.seen).then(|| conflict(edit, row))
            })
            .collect();
        if conflicts.is_empty() {
            Ok(())
        } else {
            Err(Problem::Conflict { cells: Vec::new(), figures: conflicts }.into())
        }
    }

    /// The figure after the edit. Taking a number back brings the built-in one, or leaves it to be derived.
    fn row(&self, edit: &FigureEdit, before: Option<&Model>, revision: i64) -> Model {
        let built_in = before.and_then(|row| row.built_in);
        let built_in_origin = before.and_then(|row| row.built_in_origin.clone());
        let built_in_source = before.and_then(|row| row.built_in_source.clone());
        let (value, origin, source) = match edit.value {
            Some(value) => (Some(value), Origin::Planner.name().to_owned(), self.stamp.by.clone()),
            None => (
                built_in,
                built_in_origin.clone().unwrap_or_else(|| Origin::Derived.name().to_owned()),
                built_in_source.clone().unwrap_or_default(),
            ),
        };
        Model {
            key: edit.key.to_string(),
            value,
            origin,
            source,
            built_in,
            built_in_origin,
            built_in_source,
            revision,
            edited_by: Some(self.stamp.by.clone()),
            edited_at: Some(self.stamp.at),
        }
    }
}

/// Every key must name a figure that there is, or one that there may be.
///
/// # Errors
/// `INVALID` names `edits.N.key`.
pub(super) async fn check_keys<'a>(
    tx: &Tx,
    keys: impl Iterator<Item = &'a FigureKey> + Send,
    is_there: impl Fn(&FigureKey) -> bool + Send,
) -> Result<()> {
    let keys: Vec<&FigureKey> = keys.collect();
    let (cpis, provinces): (BTreeSet<String>, BTreeSet<String>) =
        crate::territory::cpi_list_all(tx).await?.into_iter().map(|row| (row.code, row.province)).unzip();
    let profiles: BTreeSet<String> = super::profile_list(tx).await?.into_iter().map(|row| row.code).collect();
    let services: BTreeSet<String> = super::service_list(tx).await?.into_iter().map(|row| row.code).collect();
    let mut fields = Fields::default();
    for (index, key) in keys.into_iter().enumerate() {
        let known = match key {
            FigureKey::Staff(cpi, profile) | FigureKey::IndividualAllowance(cpi, profile) => {
                cpis.contains(cpi.as_str()) && profiles.contains(profile.as_str())
            }
            FigureKey::OwnWorkingTime(_, profile) => profiles.contains(profile.as_str()),
            FigureKey::ProvinceVolume(service, province) => {
                services.contains(service.as_str()) && provinces.contains(province.as_str())
            }
            // A profile that did no part of a service may be given one.
            FigureKey::Share(service, profile) => {
                services.contains(service.as_str()) && profiles.contains(profile.as_str())
            }
            key => is_there(key),
        };
        if !known {
            fields.push(format!("edits.{index}.key"), Rule::Unknown);
        }
    }
    Ok(fields.finish()?)
}

/// What the register keeps of a figure.
fn told(row: &Model) -> serde_json::Value {
    serde_json::json!({ "value": row.value, "origin": row.origin, "source": row.source })
}

fn conflict(edit: &FigureEdit, now: Option<&Model>) -> FigureConflict {
    FigureConflict {
        key: edit.key.clone(),
        seen: edit.seen,
        revision: now.map(|row| row.revision.unsigned_abs()).unwrap_or_default(),
        value: now.and_then(|row| row.value),
        by: now.and_then(|row| row.edited_by.clone()).unwrap_or_default(),
        at: now
            .and_then(|row| row.edited_at)
            .map(|at| at.to_rfc3339_opts(SecondsFormat::Millis, true))
            .unwrap_or_default(),
    }
}
