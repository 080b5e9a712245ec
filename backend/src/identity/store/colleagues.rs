//! People by name and part, for those who work with them: never an address.

use std::collections::BTreeSet;

use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
    QueryTrait as _,
};
use shared::identity::{Action, Actor, Reach, Role};
use uuid::Uuid;

use super::accounts::{AccountRow, account_rows};
use crate::{
    db::contains,
    error::{Context as _, Result},
    identity::entity::{account, grant},
};

/// Which people are looked for.
#[derive(Clone, Debug)]
pub(crate) struct ColleagueFilter {
    /// Those who may do this, somewhere.
    pub(crate) action: Action,
    /// Whether the demo's people may be used.
    pub(crate) demo: bool,
    /// Those of these ids. None: of any.
    pub(crate) ids: Option<Vec<Uuid>>,
    /// Part of the name, whatever the case.
    pub(crate) text: Option<String>,
}

/// Those who can sign in and may do something, by name, at most `limit`.
pub(crate) async fn colleague_list(
    db: &impl ConnectionTrait,
    filter: &ColleagueFilter,
    limit: u64,
) -> Result<Vec<AccountRow>> {
    let playing = grant::Entity::find()
        .select_only()
        .column(grant::Column::AccountId)
        .filter(grant::Column::Role.is_in(roles(filter.action).into_iter().map(Role::name)));
    let found = account::Entity::find()
        .filter(account::Column::Active.eq(true))
        .filter(account::Column::Elsewhere.eq(false))
        .filter(account::Column::Id.in_subquery(playing.into_query()))
        .apply_if((!filter.demo).then_some(false), |query, demo| query.filter(account::Column::Demo.eq(demo)))
        .apply_if(filter.ids.as_ref(), |query, ids| query.filter(account::Column::Id.is_in(ids.iter().copied())))
        .apply_if(filter.text.as_ref(), |query, text| query.filter(contains(account::Column::Name, text)))
        .order_by_asc(account::Column::Name)
        .order_by_asc(account::Column::Id)
        .limit(limit)
        .all(db)
        .await;
    let rows = account_rows(db, found.context("looking for people")?).await?;
    // A role may do it in one place and not in another.
    let may = |row: &AccountRow| {
        let actor = Actor { grants: row.1.clone(), ..Actor::default() };
        actor.reach(filter.action) != Reach::Nothing
    };
    Ok(rows.into_iter().filter(may).collect())
}

/// The roles that may do something in any of the places where they are played.
fn roles(action: Action) -> BTreeSet<Role> {
    use shared::identity::{Grant, policy::reach};
    let places = [None, Some("ORG-001"), Some("BA"), Some("BA01")];
    let grants =
        Role::ALL.into_iter().flat_map(|role| places.into_iter().filter_map(move |at| Grant::new(role, at).ok()));
    grants.filter(|grant| reach(grant.part(), action) != Reach::Nothing).map(|grant| grant.role()).collect()
}
