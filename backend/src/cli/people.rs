//! People by the command line: whoever runs the server can always let someone in.

use clap::{Subcommand, ValueEnum};
use shared::identity::{
    Grant, Resource, Role,
    account::{LinkPurpose, check_outline, email_of},
};
use uuid::Uuid;

use super::tell;
use crate::{
    clock::Clock,
    config::Settings,
    cx::{Cx, Who},
    db::Db,
    error::{Error, Result},
    identity::{
        hash_of,
        letter::{link_address, link_send},
        new_secret,
        store::{AccountInvite, LINK_DAYS, LinkMake, account_by_email, account_count},
    },
};

#[derive(Debug, Subcommand)]
pub(super) enum People {
    /// Makes an account, and prints the one-time link into it.
    Invite {
        /// The person's e-mail address.
        email: String,
        /// The name that colleagues will see.
        #[arg(long)]
        name: String,
        /// The part that the person plays.
        #[arg(long, value_enum)]
        role: RoleName,
        /// Code of the province of a coordinator, the CPI of a head, the organisation of a partner.
        #[arg(long)]
        scope: Option<String>,
    },
    /// Prints a one-time link by which the holder of an account chooses a new password.
    Reset {
        /// The address of the account.
        email: String,
    },
    /// Prints a one-time link that makes an administrator of whoever follows it.
    Administrator,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum RoleName {
    Administrator,
    Planner,
    Coordinator,
    CpiHead,
    Partner,
    Reader,
}

impl From<RoleName> for Role {
    fn from(name: RoleName) -> Self {
        match name {
            RoleName::Administrator => Self::Administrator,
            RoleName::Planner => Self::Planner,
            RoleName::Coordinator => Self::Coordinator,
            RoleName::CpiHead => Self::CpiHead,
            RoleName::Partner => Self::Partner,
            RoleName::Reader => Self::Reader,
        }
    }
}

/// Does what was asked.
pub(super) async fn run(command: &People, db: &Db, clock: &Clock, settings: &Settings) -> Result<()> {
    let cx = Cx::system(db.clone(), clock.clone(), Who::system());
    match command {
        People::Invite { email, name, role, scope } => {
            let (email, name) = (email_of(email), name.trim().to_owned());
            check_outline(&email, &name)?;
            let grant = Grant::new((*role).into(), scope.as_deref())
                .map_err(|error| Error::fault("reading the role and its scope", error))?;
            let permit = cx.may(&Resource::Region)?;
            let secret = new_secret()?;
            let stamp = cx.mark("accountInvite");
            let (id, link) = (stamp.id, hash_of(&secret));
            db.write(&AccountInvite {
                id,
                email: email.clone(),
                name: name.clone(),
                grants: vec![grant],
                link,
                sees: None,
                permit,
                stamp,
            })
            .await?;
            deliver(settings, &email, &name, LinkPurpose::Invitation, &secret).await
        }
        People::Reset { email } => {
            let account = account_by_email(db.read(), &email_of(email)).await?;
            let account =
                account.ok_or_else(|| Error::fault("looking for the account", "no account has this address"))?;
            let secret = link_make(&cx, Some(account.id), LinkPurpose::Reset).await?;
            deliver(settings, &account.email, &account.name, LinkPurpose::Reset, &secret).await
        }
        People::Administrator => first_link(&cx, settings).await,
    }
}

/// At the first start of an installation: nobody can sign in, so the way in is printed.
pub(super) async fn first(db: &Db, clock: &Clock, settings: &Settings) -> Result<()> {
    if account_count(db.read()).await? > 0 {
        return Ok(());
    }
    tell("Nobody has an account yet.")?;
    first_link(&Cx::system(db.clone(), clock.clone(), Who::system()), settings).await
}

async fn first_link(cx: &Cx, settings: &Settings) -> Result<()> {
    let secret = link_make(cx, None, LinkPurpose::First).await?;
    let address = link_address(settings, &secret);
    tell(&format!("Follow this link once, within {LINK_DAYS} days, to become its administrator:\n  {address}"))
}

/// Makes a link, and gives its secret.
async fn link_make(cx: &Cx, account: Option<Uuid>, purpose: LinkPurpose) -> Result<String> {
    let secret = new_secret()?;
    let permit = cx.may(&Resource::Region)?;
    cx.db()
        .write(&LinkMake { account, purpose, hash: hash_of(&secret), permit, stamp: cx.mark("accountLink") })
        .await?;
    Ok(secret)
}

async fn deliver(settings: &Settings, email: &str, name: &str, purpose: LinkPurpose, secret: &str) -> Result<()> {
    let address = link_address(settings, secret);
    if link_send(settings, email, name, purpose, &address).await {
        return tell(&format!("A one-time link was sent to {email}."));
    }
    tell(&format!("Hand this link to {email}. It works once, within {LINK_DAYS} days:\n  {address}"))
}
