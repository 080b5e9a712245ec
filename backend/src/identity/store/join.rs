//! An invitation to an address that has an account elsewhere is followed: its parts go to that account, and nothing is left of it.

use std::collections::BTreeSet;

use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use shared::{Rule, identity::Grant};
use uuid::Uuid;

use super::{
    accounts::{AccountRow, Told, account_by_email, account_get, administrators_lock, grants_put},
    identities::identity_find,
    links::Way,
};
use crate::{
    audit::{Record, append},
    cx::WriteStamp,
    db::Tx,
    error::{Context as _, Error, Result},
    identity::entity::{account, grant, link},
};

/// Gives the parts of an invitation to the account that has its address. Whoever follows it came in by that account.
///
/// # Errors
/// `INVALID` when the way in is not that account's own: field `password`, rule `WRONG`, or field `identity`, rule `DUPLICATE`.
pub(super) async fn invitation_join(tx: &Tx, invitation: &AccountRow, way: &Way, stamp: &WriteStamp) -> Result<Uuid> {
    administrators_lock(tx).await?;
    let wrong = || match way {
        Way::Account(_) | Way::Password(_) => Error::invalid("password", Rule::Wrong),
        Way::Identity(_) => Error::invalid("identity", Rule::Duplicate),
    };
    let own = account_by_email(tx, &invitation.0.email).await?.filter(|own| own.active).ok_or_else(wrong)?;
    let came_by = match way {
        Way::Account(id) => Some(*id),
        Way::Identity(who) => identity_find(tx, who).await?.map(|row| row.account_id),
        Way::Password(_) => None,
    };
    let before = account_get(tx, own.id).await?.filter(|_| came_by == Some(own.id)).ok_or_else(wrong)?;
    let both: BTreeSet<&Grant> = before.1.iter().chain(&invitation.1).collect();
    let grants: Vec<Grant> = both.into_iter().cloned().collect();
    grants_put(tx, own.id, &grants).await?;
    let id = invitation.0.id;
    let gone = link::Entity::delete_many().filter(link::Column::AccountId.eq(id));
    gone.exec(tx).await.context("taking back the links of an invitation")?;
    let gone = grant::Entity::delete_many().filter(grant::Column::AccountId.eq(id));
    gone.exec(tx).await.context("taking the parts of an invitation")?;
    account::Entity::delete_by_id(id).exec(tx).await.context("ending an invitation")?;
    let stamp = WriteStamp { actor: own.id.to_string(), by: before.0.name.clone(), ..stamp.clone() };
    let after = (before.0.clone(), grants);
    let records = vec![
        Record::new("account", id, Some(&Told::of(invitation)), None::<&()>)?,
        Record::new("account", own.id, Some(&Told::of(&before)), Some(&Told::of(&after)))?,
    ];
    append(tx, &stamp, records).await?;
    Ok(own.id)
}
