//! Tokens of partners' programs.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, ConnectionTrait, EntityTrait as _, IntoActiveModel as _,
    PaginatorTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _, QueryTrait as _,
};
use shared::{
    Rule,
    identity::{OrganisationCode, Permit, policy::act::ManageTokens},
};
use uuid::Uuid;

use crate::{
    audit::{Record, append},
    cx::WriteStamp,
    db::{Tx, Write},
    error::{Context as _, Error, Result},
    identity::entity::token,
};

/// The most tokens that are listed.
const MAX_LISTED: u64 = 200;
/// The most tokens of one organisation that hold at once: each has points of its own.
const MAX_LIVE: u64 = 50;

/// The token whose secret has this hash.
pub(crate) async fn token_by_hash(db: &impl ConnectionTrait, hash: &str) -> Result<Option<token::Model>> {
    token::Entity::find().filter(token::Column::Hash.eq(hash)).one(db).await.context("reading a token")
}

/// The organisation of a token.
pub(crate) async fn token_organisation(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<OrganisationCode>> {
    let found = token::Entity::find_by_id(id).one(db).await.context("reading a token")?;
    Ok(found.and_then(|row| OrganisationCode::new(row.organisation).ok()))
}

/// Tokens, newest first; of some organisations when they are named.
pub(crate) async fn token_list(
    db: &impl ConnectionTrait,
    _permit: &Permit<ManageTokens>,
    organisations: Option<&[OrganisationCode]>,
) -> Result<Vec<token::Model>> {
    token::Entity::find()
        .apply_if(organisations, |query, codes| {
            query.filter(token::Column::Organisation.is_in(codes.iter().map(OrganisationCode::as_str)))
        })
        .order_by_desc(token::Column::CreatedAt)
        .order_by_desc(token::Column::Id)
        .limit(MAX_LISTED)
        .all(db)
        .await
        .context("reading the tokens")
}

/// Notes that a token was used.
#[derive(Debug)]
pub(crate) struct TokenTouch {
    pub(crate) id: Uuid,
    pub(crate) at: DateTime<Utc>,
}

impl Write for TokenTouch {
    type Done = ();

    async fn run(&self, tx: &Tx) -> Result<()> {
        token::Entity::update_many()
            .col_expr(token::Column::UsedAt, self.at.into())
            .filter(token::Column::Id.eq(self.id))
            .exec(tx)
            .await
            .map(|_| ())
            .context("noting that a token was used")
    }
}

/// Makes a token.
#[derive(Debug)]
pub(crate) struct TokenMake {
    token: token::Model,
    stamp: WriteStamp,
}

impl TokenMake {
    /// A token of an organisation, known by the hash of its secret.
    pub(crate) fn new(
        _permit: &Permit<ManageTokens>,
        name: &str,
        organisation: &OrganisationCode,
        scopes: &str,
        secret: &str,
        expires_at: DateTime<Utc>,
        stamp: WriteStamp,
    ) -> Self {
        let token = token::Model {
            id: stamp.id,
            hash: crate::identity::hash_of(secret),
            shown: secret.chars().take(10).collect(),
            name: name.to_owned(),
            organisation: organisation.to_string(),
            scopes: scopes.to_owned(),
            made_by: stamp.by.clone(),
            created_at: stamp.at,
            expires_at,
            used_at: None,
            revoked_at: None,
        };
        Self { token, stamp }
    }
}

/// What the register keeps of a token.
fn told(token: &token::Model) -> serde_json::Value {
    serde_json::json!({ "name": token.name, "organisation": token.organisation, "scopes": token.scopes,
        "shown": token.shown, "expiresAt": token.expires_at, "revokedAt": token.revoked_at })
}

impl Write for TokenMake {
    type Done = token::Model;

    async fn run(&self, tx: &Tx) -> Result<token::Model> {
        if !crate::organisations::organisations_unknown(tx, &[&self.token.organisation]).await?.is_empty() {
            return Err(Error::invalid("organisation", Rule::Unknown));
        }
        let live = token::Entity::find()
            .filter(token::Column::Organisation.eq(&self.token.organisation))
            .filter(token::Column::RevokedAt.is_null())
            .filter(token::Column::ExpiresAt.gt(self.stamp.at));
        // Near the end there are rows to lock: those who make one at once count in turn.
        let turn = live.clone().order_by_asc(token::Column::Id).lock_exclusive();
        turn.all(tx).await.context("locking the tokens of an organisation")?;
        if live.count(tx).await.context("counting the tokens of an organisation")? >= MAX_LIVE {
            return Err(Error::invalid("organisation", Rule::TooGreat { max: MAX_LIVE as f64 }));
        }
        let new = self.token.clone().into_active_model().reset_all();
        token::Entity::insert(new).exec_without_returning(tx).await.context("making a token")?;
        let record = Record::new("token", self.token.id, None::<&()>, Some(&told(&self.token)))?;
        append(tx, &self.stamp, vec![record]).await?;
        Ok(self.token.clone())
    }
}

/// Revokes a token of one of the organisations that the caller manages. Revoking it again changes nothing.
#[derive(Debug)]
pub(crate) struct TokenRevoke {
    pub(crate) id: Uuid,
    #[expect(dead_code, reason = "held so that the write cannot be made without it")]
    pub(crate) permit: Permit<ManageTokens>,
    pub(crate) stamp: WriteStamp,
}

impl Write for TokenRevoke {
    type Done = token::Model;

    async fn run(&self, tx: &Tx) -> Result<token::Model> {
        let found = token::Entity::find_by_id(self.id).lock_exclusive().one(tx).await.context("reading a token")?;
        let before = found.ok_or_else(Error::not_found)?;
        if before.revoked_at.is_some() {
            return Ok(before);
        }
        let after = token::Model { revoked_at: Some(self.stamp.at), ..before.clone() };
        let mut changed = before.clone().into_active_model();
        changed.revoked_at = Set(after.revoked_at);
        changed.update(tx).await.context("revoking a token")?;
        let record = Record::new("token", self.id, Some(&told(&before)), Some(&told(&after)))?;
        append(tx, &self.stamp, vec![record]).await?;
        Ok(after)
    }
}
