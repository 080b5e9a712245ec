//! Partnerships that were signed, as the plan counts them.

use sea_orm::{ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _};
use shared::partnerships::{Counted, Requirement, State};
use uuid::Uuid;

use super::rows::{outline_of, serves_of, state_of};
use crate::{
    error::{Context as _, Result},
    partnerships::{
        body::is_public,
        entity::partnership::{Column, Entity, Model},
    },
};

/// A partnership that was signed and fills a place of what the act requires.
pub(crate) struct Signed {
    pub(crate) id: Uuid,
    pub(crate) title: String,
    /// The requirements in which it fills a place.
    pub(crate) serves: Vec<String>,
    /// The province; empty: the region.
    pub(crate) place: String,
    /// The day of the signature.
    pub(crate) day: String,
    /// Whether everybody sees it.
    pub(crate) is_public: bool,
}

/// All of them, also those that are over: they were signed.
pub(crate) async fn signed_list(db: &impl ConnectionTrait) -> Result<Vec<Signed>> {
    let states = [State::Signed, State::Active, State::Ended].map(State::name);
    let rows = Entity::find().filter(Column::State.is_in(states)).filter(Column::SignedOn.is_not_null());
    let rows = rows.order_by_asc(Column::Id).all(db).await.context("reading what was signed")?;
    let signed = rows.into_iter().map(|row| {
        let serves = filled(&row)?;
        let Some(day) = row.signed_on.clone().filter(|_| !serves.is_empty()) else { return Ok(None) };
        let is_public = is_public(&row);
        Ok(Some(Signed {
            id: row.id,
            serves,
            place: row.province.unwrap_or_default(),
            day,
            is_public,
            title: row.title,
        }))
    });
    signed.filter_map(Result::transpose).collect()
}

/// The requirements in which a partnership fills a place.
fn filled(row: &Model) -> Result<Vec<String>> {
    let outline = outline_of(row)?;
    let province = row.province.as_deref();
    let id = row.id.to_string();
    let serves = serves_of(row);
    let counted = Counted {
        id: &id,
        kind: outline.kind,
        level: outline.level,
        province,
        state: state_of(row)?,
        serves: serves.clone(),
    };
    let fills =
        |code: &&str| Requirement::find(code).is_some_and(|requirement| requirement.is_filled_by(&counted, province));
    Ok(serves.into_iter().filter(fills).map(str::to_owned).collect())
}
