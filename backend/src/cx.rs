//! What a request works with: who asks, the time, the database, the fan-out. One for each request.

use chrono::{DateTime, Utc};
use serde::Serialize;
use shared::Rule;
use uuid::Uuid;

use crate::{
    clock::Clock,
    db::{Db, Write},
    error::{Context as _, Error, Result},
    live::Live,
};

/// The longest name that a writer may give, in characters.
pub(crate) const MAX_AUTHOR: usize = 60;
/// The name of a writer who gave none.
pub(crate) const NOBODY: &str = "anonimo";

/// The self-given name of who writes. A label, not an identity: anybody can send any name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Author(String);

impl Author {
    /// Reads a name as it was sent. Nothing sent, or nothing readable, is [`NOBODY`]; what is too long is cut.
    pub(crate) fn of(sent: Option<&str>) -> Self {
        let name: String =
            sent.unwrap_or_default().trim().chars().filter(|letter| !letter.is_control()).take(MAX_AUTHOR).collect();
        Self(if name.is_empty() { NOBODY.to_owned() } else { name })
    }

    /// The name.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

/// The context of one request.
#[derive(Clone, Debug)]
pub(crate) struct Cx {
    db: Db,
    live: Live,
    clock: Clock,
    author: Author,
}

/// Names one write: its id, what it says, who sent it and when.
#[derive(Clone, Debug)]
pub(crate) struct WriteStamp {
    /// The client-made id.
    pub id: Uuid,
    /// A hash of the input, so that the id cannot be used again for something else.
    pub digest: String,
    /// Who wrote.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
}

impl Cx {
    /// A context for one request.
    pub(crate) fn new(db: Db, live: Live, clock: Clock, author: Author) -> Self {
        Self { db, live, clock, author }
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

    /// Stamps a write: checks its id, and hashes what it says.
    ///
    /// # Errors
    /// `INVALID`, field `write`, when the id is no UUID.
    pub(crate) fn stamp(&self, write: &str, kind: &str, said: &impl Serialize) -> Result<WriteStamp> {
        let id = Uuid::try_parse(write).map_err(|_| Error::invalid("write", Rule::Unknown))?;
        let text = serde_json::to_vec(&(kind, said)).context("hashing a write")?;
        let digest = blake3::hash(&text).to_hex().to_string();
        Ok(WriteStamp { id, digest, by: self.author.as_str().to_owned(), at: self.clock.now() })
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
