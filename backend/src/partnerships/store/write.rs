//! What every write of a partnership does alike: it takes its turn, asks whether the place is still the one that leave was given for,
//! and leaves the row, its history, the log and the register behind it.

use sea_orm::{ActiveModelTrait as _, EntityTrait as _, IntoActiveModel as _};
use serde::Serialize;
use shared::{
    Problem,
    identity::{Permit, policy::act::EditPartnerships},
    partnerships::{Day, Outline, State},
};
use uuid::Uuid;

use super::{
    read::partner_list,
    rows::{outline_of, state_of},
};
use crate::{
    audit::{Record, append},
    changes::{PARTNERSHIPS, Topic, change_append, seen_write, topic_lock},
    cx::WriteStamp,
    db::Tx,
    error::{Context as _, Error, Result},
    partnerships::{
        body::{PartnershipBody, is_public, organisations_of},
        entity::{
            entry, partner,
            partnership::{Entity, Model},
        },
    },
};

/// Leave to change one partnership, given for where it was when it was asked.
#[derive(Debug)]
pub(crate) struct Leave {
    #[expect(dead_code, reason = "held so that the write cannot be made without it")]
    pub(crate) permit: Permit<EditPartnerships>,
    /// Level and province that it was given for.
    pub(crate) place: (String, Option<String>),
}

/// Where a partnership is: what leave to change it depends on.
pub(crate) fn place_of(row: &Model) -> (String, Option<String>) {
    (row.level.clone(), row.province.clone())
}

/// A partnership that this transaction changes.
pub(super) struct Open {
    topic: Topic,
    pub(super) before: Model,
    pub(super) partners: Vec<partner::Model>,
}

/// What happened, for the history.
pub(super) struct Happened<'a> {
    pub(super) what: &'static str,
    pub(super) state: Option<State>,
    pub(super) text: &'a str,
}

/// What the register keeps of a partnership.
#[derive(Serialize)]
struct Told<'a> {
    outline: &'a Outline,
    state: &'a str,
    partners: Vec<(&'a str, &'a str, Option<&'a str>, Option<&'a str>)>,
    #[serde(skip_serializing_if = "str::is_empty")]
    note: &'a str,
}

/// Finds a partnership to change it, once it is this writer's turn. `None`: this very write changed it before.
///
/// # Errors
/// `NOT_FOUND`; `CONFLICT` when it is no longer as it was seen, or where leave was given for.
pub(super) async fn open(
    tx: &Tx,
    id: Uuid,
    leave: &Leave,
    seen: Option<i64>,
    stamp: &WriteStamp,
) -> Result<Option<Open>> {
    let topic = turn(tx).await?;
    let before = Entity::find_by_id(id).one(tx).await.context("reading a partnership")?.ok_or_else(Error::not_found)?;
    if seen_write(tx, Some(PARTNERSHIPS), stamp).await?.is_some() {
        return Ok(None);
    }
    if seen.is_some_and(|seen| seen != before.revision) || place_of(&before) != leave.place {
        return Err(Problem::Conflict { cells: Vec::new(), figures: Vec::new() }.into());
    }
    let partners = partner_list(tx, &[id]).await?;
    Ok(Some(Open { topic, before, partners }))
}

pub(super) async fn turn(tx: &Tx) -> Result<Topic> {
    topic_lock(tx, PARTNERSHIPS).await?.ok_or_else(|| Error::fault("taking turns", "there is no such topic"))
}

impl Open {
    /// How many take part on a day.
    pub(super) fn take_part(&self, today: Day) -> u32 {
        let today = today.to_string();
        let there = self.partners.iter().filter(|partner| partner.left_on.as_ref().is_none_or(|left| *left > today));
        u32::try_from(there.count()).unwrap_or(u32::MAX)
    }

    /// Writes the partnership as it shall be, and what happened.
    pub(super) async fn close(self, tx: &Tx, after: Model, happened: &Happened<'_>, stamp: &WriteStamp) -> Result<()> {
        let revision = self.topic.next();
        let after = Model { revision, edited_by: Some(stamp.by.clone()), edited_at: Some(stamp.at), ..after };
        after.clone().into_active_model().reset_all().update(tx).await.context("changing a partnership")?;
        let partners = partner_list(tx, &[after.id]).await?;
        let (was, is) = (outline_of(&self.before)?, outline_of(&after)?);
        let before = told(&was, &self.before, &self.partners, "");
        let now = told(&is, &after, &partners, happened.text);
        append(tx, stamp, vec![Record::new("partnership", after.id, Some(&before), Some(&now))?]).await?;
        entry_put(tx, after.id, revision, happened, stamp).await?;
        let mut organisations = organisations_of(&after, &partners);
        organisations.extend(organisations_of(&self.before, &self.partners));
        let body = PartnershipBody {
            id: after.id,
            was_public: is_public(&self.before),
            is_public: is_public(&after),
            organisations,
        };
        change_append(tx, self.topic, stamp, &body).await.map(|_| ())
    }
}

/// Writes what came of a new partnership: history, register, log.
pub(super) async fn begun(tx: &Tx, topic: Topic, row: &Model, stamp: &WriteStamp) -> Result<()> {
    let partners = partner_list(tx, &[row.id]).await?;
    let outline = outline_of(row)?;
    let now = told(&outline, row, &partners, "");
    append(tx, stamp, vec![Record::new("partnership", row.id, None::<&()>, Some(&now))?]).await?;
    let happened = Happened { what: "CREATED", state: Some(state_of(row)?), text: "" };
    entry_put(tx, row.id, topic.next(), &happened, stamp).await?;
    let body = PartnershipBody {
        id: row.id,
        was_public: false,
        is_public: is_public(row),
        organisations: organisations_of(row, &partners),
    };
    change_append(tx, topic, stamp, &body).await.map(|_| ())
}

fn told<'a>(outline: &'a Outline, row: &'a Model, partners: &'a [partner::Model], note: &'a str) -> Told<'a> {
    let partner = |partner: &'a partner::Model| {
        (partner.organisation.as_str(), partner.role.as_str(), partner.joined_on.as_deref(), partner.left_on.as_deref())
    };
    Told { outline, state: &row.state, partners: partners.iter().map(partner).collect(), note }
}

async fn entry_put(tx: &Tx, id: Uuid, revision: i64, happened: &Happened<'_>, stamp: &WriteStamp) -> Result<()> {
    let model = entry::Model {
        partnership_id: id,
        revision,
        what: happened.what.to_owned(),
        state: happened.state.map(|state| state.name().to_owned()),
        text: happened.text.to_owned(),
        by: stamp.by.clone(),
        at: stamp.at,
    };
    let new = model.into_active_model().reset_all();
    entry::Entity::insert(new).exec_without_returning(tx).await.map(|_| ()).context("writing what happened")
}
