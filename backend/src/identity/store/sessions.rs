//! Sessions of browsers.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, ConnectionTrait, EntityTrait as _, IntoActiveModel as _,
    QueryFilter as _, QueryOrder as _, QuerySelect as _, QueryTrait as _,
};
use uuid::Uuid;

use crate::{
    audit::{Record, append},
    cx::WriteStamp,
    db::{Tx, Write},
    error::{Context as _, Result},
    identity::entity::{account, session},
};

/// The most sessions that are listed.
const MAX_LISTED: u64 = 100;

/// The session whose secret has this hash.
pub(crate) async fn session_by_hash(db: &impl ConnectionTrait, hash: &str) -> Result<Option<session::Model>> {
    session::Entity::find().filter(session::Column::Hash.eq(hash)).one(db).await.context("reading a session")
}

/// The identity that a session was opened with; none when it was a password.
pub(crate) async fn session_identity(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<Uuid>> {
    let found = session::Entity::find_by_id(id).one(db).await.context("reading a session")?;
    Ok(found.and_then(|row| row.identity_id))
}

/// The sessions of an account, the one used last first.
pub(crate) async fn session_list(db: &impl ConnectionTrait, account: Uuid) -> Result<Vec<session::Model>> {
    session::Entity::find()
        .filter(session::Column::AccountId.eq(account))
        .order_by_desc(session::Column::SeenAt)
        .limit(MAX_LISTED)
        .all(db)
        .await
        .context("reading the sessions of an account")
}

/// Notes that a session was used.
#[derive(Debug)]
pub(crate) struct SessionTouch {
    pub(crate) id: Uuid,
    pub(crate) at: DateTime<Utc>,
}

impl Write for SessionTouch {
    type Done = ();

    async fn run(&self, tx: &Tx) -> Result<()> {
        session::Entity::update_many()
            .col_expr(session::Column::SeenAt, self.at.into())
            .filter(session::Column::Id.eq(self.id))
            .exec(tx)
            .await
            .map(|_| ())
            .context("noting that a session was used")
    }
}

/// Signs a browser in.
#[derive(Debug)]
pub(crate) struct SessionOpen {
    pub(crate) session: session::Model,
    pub(crate) stamp: WriteStamp,
}

impl SessionOpen {
    /// A session of an account, known by the hash of its secret.
    pub(crate) fn new(
        account: Uuid,
        hash: String,
        expires_at: DateTime<Utc>,
        browser: &str,
        stamp: WriteStamp,
    ) -> Self {
        let session = session::Model {
            id: stamp.id,
            hash,
            account_id: account,
            created_at: stamp.at,
            seen_at: stamp.at,
            expires_at,
            browser: browser.chars().filter(|letter| !letter.is_control()).take(200).collect(),
            address: stamp.address.clone(),
            identity_id: None,
        };
        let stamp = WriteStamp { actor: account.to_string(), ..stamp };
        Self { session, stamp }
    }
}

impl Write for SessionOpen {
    type Done = ();

    async fn run(&self, tx: &Tx) -> Result<()> {
        let gone = session::Entity::delete_many().filter(session::Column::ExpiresAt.lt(self.stamp.at));
        gone.exec(tx).await.context("clearing sessions that are over")?;
        let new = self.session.clone().into_active_model().reset_all();
        session::Entity::insert(new).exec_without_returning(tx).await.context("opening a session")?;
        let id = self.session.account_id;
        let seen = account::ActiveModel { id: Set(id), signed_in_at: Set(Some(self.stamp.at)), ..Default::default() };
        seen.update(tx).await.context("noting that someone signed in")?;
        let mut told = serde_json::json!({ "browser": self.session.browser });
        if let Some(identity) = self.session.identity_id {
            told["identity"] = serde_json::json!(identity);
        }
        // Whoever signs in was nobody when the request came: the register has to know the name.
        let name = account::Entity::find_by_id(id).one(tx).await.context("reading who signed in")?.map(|row| row.name);
        let stamp = WriteStamp { by: name.unwrap_or_default(), ..self.stamp.clone() };
        append(tx, &stamp, vec![Record::new("session", self.session.id, None::<&()>, Some(&told))?]).await
    }
}

/// Ends sessions of an account: one, or all but one. Gives the ids of those that ended.
#[derive(Debug)]
pub(crate) struct SessionsEnd {
    pub(crate) account: Uuid,
    /// The one; all when none is named.
    pub(crate) only: Option<Uuid>,
    /// The one that stays.
    pub(crate) keep: Option<Uuid>,
    pub(crate) stamp: WriteStamp,
}

impl Write for SessionsEnd {
    type Done = Vec<Uuid>;

    async fn run(&self, tx: &Tx) -> Result<Vec<Uuid>> {
        let ended: Vec<Uuid> = session::Entity::find()
            .filter(session::Column::AccountId.eq(self.account))
            .apply_if(self.only, |query, only| query.filter(session::Column::Id.eq(only)))
            .apply_if(self.keep, |query, keep| query.filter(session::Column::Id.ne(keep)))
            .all(tx)
            .await
            .context("reading sessions")?
            .into_iter()
            .map(|row| row.id)
            .collect();
        let rows = session::Entity::delete_many().filter(session::Column::Id.is_in(ended.clone()));
        rows.exec(tx).await.context("ending sessions")?;
        let records: Result<Vec<Record>> =
            ended.iter().map(|id| Record::new("session", *id, Some(&"open"), None::<&()>)).collect();
        append(tx, &self.stamp, records?).await?;
        Ok(ended)
    }
}

/// Ends all sessions of an account but one, as part of another write.
pub(super) async fn sessions_end_in_tx(tx: &Tx, account: Uuid, keep: Option<Uuid>) -> Result<()> {
    let mut rows = session::Entity::delete_many().filter(session::Column::AccountId.eq(account));
    if let Some(keep) = keep {
        rows = rows.filter(session::Column::Id.ne(keep));
    }
    rows.exec(tx).await.map(|_| ()).context("ending the sessions of an account")
}
