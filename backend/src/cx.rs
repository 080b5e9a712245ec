//! What a request works with: who asks, the time, the database, the fan-out. One for each request.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde::Serialize;
use shared::{
    Problem, Rule,
    identity::{
        Actor, Grant, Permit, Resource, Role, may,
        policy::{Act, act::ManageSelf},
    },
};
use uuid::Uuid;

use crate::{
    clock::Clock,
    config::Settings,
    db::{Db, Write},
    error::{Context as _, Error, Result},
    live::Live,
};

/// Who asks, as far as it is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Who {
    /// What decides on rights.
    pub actor: Actor,
    /// The name that colleagues see.
    pub name: String,
    /// The session of the browser, when one is signed in.
    pub session: Option<Uuid>,
    /// The token of the program, when one asks.
    pub token: Option<Uuid>,
    /// Where the request comes from.
    pub address: String,
    /// The id of the request.
    pub request: String,
}

impl Who {
    /// The program itself: it seeds, and obeys the command line of whoever runs it, who may always let people in.
    pub(crate) fn system() -> Self {
        let grants = Grant::new(Role::Administrator, None).into_iter().collect();
        let actor = Actor { grants, ..Actor::default() };
        Self { name: "tavoliere".to_owned(), actor, ..Self::default() }
    }

    /// The topic that is told when this session ends, this token is revoked, or these rights change.
    pub(crate) fn topic(&self) -> String {
        match (&self.actor.account, self.token) {
            (Some(account), _) => format!("account:{account}"),
            (None, Some(token)) => format!("token:{token}"),
            (None, None) => "visitor".to_owned(),
        }
    }

    /// What the register keeps of who it was.
    fn mark(&self) -> String {
        match (&self.actor.account, self.token) {
            (Some(account), _) => account.clone(),
            (None, Some(token)) => format!("token:{token}"),
            (None, None) => "system".to_owned(),
        }
    }
}

/// The context of one request.
#[derive(Clone, Debug)]
pub(crate) struct Cx {
    db: Db,
    live: Live,
    clock: Clock,
    settings: Arc<Settings>,
    who: Arc<Who>,
}

/// Names one write: its id, what it says, who sent it and when.
#[derive(Clone, Debug)]
pub(crate) struct WriteStamp {
    /// The client-made id.
    pub id: Uuid,
    /// A hash of the input, so that the id cannot be used again for something else.
    pub digest: String,
    /// The name of who wrote.
    pub by: String,
    /// The account or token that wrote, or `system`.
    pub actor: String,
    /// The id of the request.
    pub request: String,
    /// Where it came from.
    pub address: String,
    /// What was done: the mutation's name.
    pub action: String,
    /// When.
    pub at: DateTime<Utc>,
}

impl Cx {
    /// A context for one request.
    pub(crate) fn new(db: Db, live: Live, clock: Clock, settings: Arc<Settings>, who: Who) -> Self {
        Self { db, live, clock, settings, who: Arc::new(who) }
    }

    /// The context of the program itself, when no server runs.
    pub(crate) fn system(db: Db, clock: Clock, who: Who) -> Self {
        Self::new(db, Live::default(), clock, Arc::default(), who)
    }

    /// The context of a resolver's request.
    ///
    /// # Errors
    /// When the request was made without one: a fault of ours.
    pub(crate) fn of<'a>(ctx: &'a async_graphql::Context<'_>) -> Result<&'a Self> {
        ctx.data_opt::<Self>().ok_or_else(|| Error::fault("finding the request's context", "there is none"))
    }

    /// The database.
    pub(crate) fn db(&self) -> &Db {
        &self.db
    }

    /// The fan-out.
    pub(crate) fn live(&self) -> &Live {
        &self.live
    }

    /// The settings.
    pub(crate) fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Who asks.
    pub(crate) fn who(&self) -> &Who {
        &self.who
    }

    /// Now.
    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// Asks leave for an action upon a resource.
    ///
    /// # Errors
    /// As [`shared::identity::may`].
    pub(crate) fn may<A: Act>(&self, resource: &Resource) -> Result<Permit<A>> {
        Ok(may(&self.who.actor, resource)?)
    }

    /// The account of who asks, with leave to manage oneself.
    ///
    /// # Errors
    /// `SIGNED_OUT`, when whoever asks has no account.
    pub(crate) fn myself(&self) -> Result<(Uuid, Permit<ManageSelf>)> {
        let account = self.who.actor.account.as_ref().and_then(|id| Uuid::try_parse(id).ok());
        let account = account.ok_or(Error::Refused(Problem::SignedOut))?;
        let permit = self.may(&Resource::Account(account.to_string()))?;
        Ok((account, permit))
    }

    /// Stamps a write: checks its id, and hashes what it says.
    ///
    /// # Errors
    /// `INVALID`, field `write`, when the id is no UUID.
    pub(crate) fn stamp(&self, write: &str, kind: &str, said: &impl Serialize) -> Result<WriteStamp> {
        let id = Uuid::try_parse(write).map_err(|_| Error::invalid("write", Rule::Unknown))?;
        let text = serde_json::to_vec(&(kind, said)).context("hashing a write")?;
        let digest = blake3::hash(&text).to_hex().to_string();
        Ok(WriteStamp { id, digest, ..self.mark(kind) })
    }

    /// Stamps a write that needs no id of the client's, because doing it twice does no harm.
    pub(crate) fn mark(&self, action: &str) -> WriteStamp {
        WriteStamp {
            id: crate::clock::new_id(),
            digest: String::new(),
            by: self.who.name.clone(),
            actor: self.who.mark(),
            request: self.who.request.clone(),
            address: self.who.address.clone(),
            action: action.to_owned(),
            at: self.clock.now(),
        }
    }

    /// Writes, and tells who listens to the topic once it is committed.
    ///
    /// # Errors
    /// What the write gives.
    pub(crate) async fn write<W: Write>(&self, topic: &str, write: &W) -> Result<W::Done> {
        let done = self.db.write(write).await?;
        self.live.tell(topic);
        Ok(done)
    }
}
