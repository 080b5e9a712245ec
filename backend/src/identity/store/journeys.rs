//! Journeys to the gateway and back: noted when a browser leaves, taken once when it returns.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, EntityTrait as _, IntoActiveModel as _, PaginatorTrait as _,
    QueryFilter as _, QuerySelect as _,
};
use shared::Problem;
use uuid::Uuid;

use crate::{
    db::{Tx, Write},
    error::{Context as _, Error, Result},
    identity::entity::journey,
};

/// How long someone may take at the gateway.
pub(crate) const JOURNEY: TimeDelta = TimeDelta::minutes(10);
/// Browsers of one place that may be at the gateway at once: an office shares one address.
const MAX_FROM: u64 = 100;

/// What a browser went for, checked when it left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// To sign in, and come back to a page.
    SignIn { back: Option<String> },
    /// To link an identity to the account of a session.
    Link { account: Uuid, session: Uuid },
    /// To follow an invitation, by the hash of its secret.
    Accept { link: String, name: String },
}

/// Notes that a browser leaves.
#[derive(Debug)]
pub(crate) struct JourneyBegin {
    /// The hash of the secret that the browser keeps.
    pub(crate) hash: String,
    pub(crate) purpose: Purpose,
    pub(crate) address: String,
    pub(crate) now: DateTime<Utc>,
}

impl Write for JourneyBegin {
    type Done = ();

    async fn run(&self, tx: &Tx) -> Result<()> {
        let over = journey::Entity::delete_many().filter(journey::Column::ExpiresAt.lte(self.now));
        over.exec(tx).await.context("clearing journeys that are over")?;
        let from = journey::Entity::find().filter(journey::Column::Address.eq(&self.address));
        if from.count(tx).await.context("counting journeys")? >= MAX_FROM {
            return Err(Problem::TooMany { retry_after_s: JOURNEY.num_seconds() as u32 }.into());
        }
        let mut row = journey::Model {
            hash: self.hash.clone(),
            errand: String::new(),
            back: None,
            account_id: None,
            session_id: None,
            link: None,
            name: None,
            address: self.address.clone(),
            expires_at: self.now + JOURNEY,
        };
        let errand = match self.purpose.clone() {
            Purpose::SignIn { back } => {
                row.back = back;
                SIGN_IN
            }
            Purpose::Link { account, session } => {
                (row.account_id, row.session_id) = (Some(account), Some(session));
                LINK
            }
            Purpose::Accept { link, name } => {
                (row.link, row.name) = (Some(link), Some(name));
                ACCEPT
            }
        };
        errand.clone_into(&mut row.errand);
        let new = row.into_active_model().reset_all();
        journey::Entity::insert(new).exec_without_returning(tx).await.map(|_| ()).context("noting a journey")
    }
}

const SIGN_IN: &str = "SIGN_IN";
const LINK: &str = "LINK";
const ACCEPT: &str = "ACCEPT";

/// Takes the journey of a browser that returns. There is none a second time, and none when it took too long.
#[derive(Debug)]
pub(crate) struct JourneyEnd {
    pub(crate) hash: String,
    pub(crate) now: DateTime<Utc>,
}

impl Write for JourneyEnd {
    type Done = Option<Purpose>;

    async fn run(&self, tx: &Tx) -> Result<Option<Purpose>> {
        let found =
            journey::Entity::find_by_id(&self.hash).lock_exclusive().one(tx).await.context("reading a journey")?;
        let Some(row) = found else { return Ok(None) };
        journey::Entity::delete_by_id(&self.hash).exec(tx).await.context("ending a journey")?;
        if row.expires_at <= self.now { Ok(None) } else { purpose_of(row).map(Some) }
    }
}

fn purpose_of(row: journey::Model) -> Result<Purpose> {
    match (row.errand.as_str(), row.account_id.zip(row.session_id), row.link.zip(row.name)) {
        (SIGN_IN, _, _) => Ok(Purpose::SignIn { back: row.back }),
        (LINK, Some((account, session)), _) => Ok(Purpose::Link { account, session }),
        (ACCEPT, _, Some((link, name))) => Ok(Purpose::Accept { link, name }),
        _ => Err(Error::fault("reading a journey", "it does not say what it was for")),
    }
}
