//! The secret addresses of one's own calendars.

use async_graphql::{Context, Enum, ID, InputObject, Object, SimpleObject};
use chrono::{DateTime, Utc};
use shared::{
    events::{Feed, FeedKind as ModelKind},
    id::{GlobalId, Kind},
};
use uuid::Uuid;

use crate::{
    cx::Cx,
    error::{Error, Result},
    events::{
        address::address_of,
        entity::calendar_address::Model,
        store::{AddressEnd, AddressMake, AddressRenew, Mark, address_list},
    },
    identity::new_secret,
};

/// The query of one's own calendars.
#[derive(Debug, Default)]
pub(crate) struct CalendarQuery;

/// The mutations of one's own calendars.
#[derive(Debug, Default)]
pub(crate) struct CalendarMutation;

/// What a calendar is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "ModelKind")]
pub(crate) enum CalendarKind {
    /// What concerns its holder: the events of the provinces, CPIs and organisations where they play a part, all of them for a part in
    /// the whole region, and what they proposed.
    Mine,
    /// The events of a province and of its CPIs.
    Province,
    /// The sessions of a CPI.
    Cpi,
    /// What an organisation organises, and where it is a partner.
    Organisation,
}

/// The secret address of a calendar. Whoever has it reads what its holder may see, without signing in; the secret is told once.
#[derive(SimpleObject)]
pub(crate) struct CalendarAddress {
    id: ID,
    kind: CalendarKind,
    /// Code of the province, CPI or organisation. Null: one's own.
    code: Option<String>,
    /// How its secret begins, to recognise it by.
    shown: String,
    created_at: DateTime<Utc>,
    /// When it got another secret. Null: never.
    renewed_at: Option<DateTime<Utc>>,
    /// When it was read last, to the hour. Null: never.
    used_at: Option<DateTime<Utc>>,
}

impl CalendarAddress {
    fn of(row: Model) -> Result<Self> {
        let kind = ModelKind::from_name(&row.kind);
        let kind = kind.ok_or_else(|| Error::fault("reading a calendar's kind", format!("{} is none", row.kind)))?;
        Ok(Self {
            id: GlobalId::new(Kind::CalendarAddress, row.id.to_string()).to_string().into(),
            kind: kind.into(),
            code: row.code,
            shown: row.shown,
            created_at: row.created_at,
            renewed_at: row.renewed_at,
            used_at: row.used_at,
        })
    }
}

/// A calendar to subscribe to.
#[derive(InputObject)]
pub(crate) struct CalendarAddressCreateInput {
    kind: CalendarKind,
    /// Code of the province, CPI or organisation; none for `MINE`.
    code: Option<String>,
}

/// The address that was made, or that got another secret.
#[derive(SimpleObject)]
pub(crate) struct CalendarAddressPayload {
    address: CalendarAddress,
    /// The whole address, to be given to a calendar's program; told this once.
    url: String,
}

/// What ending an address came to.
#[derive(SimpleObject)]
pub(crate) struct CalendarAddressEndPayload {
    /// Always true: a refusal is an error.
    ended: bool,
}

#[Object]
impl CalendarQuery {
    /// The addresses of one's own calendars, the newest first, at most 20.
    #[graphql(complexity = "1 + 20 * child_complexity")]
    async fn calendar_addresses(&self, ctx: &Context<'_>) -> Result<Vec<CalendarAddress>> {
        let cx = Cx::of(ctx)?;
        let (account, permit) = cx.myself()?;
        let rows = address_list(cx.db().read(), &permit, account).await?;
        rows.into_iter().map(CalendarAddress::of).collect()
    }
}

#[Object]
impl CalendarMutation {
    /// Makes a secret address of a calendar. What it shows is what its holder may see when it is read, whatever the calendar is of; it
    /// leads nowhere while the account is suspended.
    async fn calendar_address_create(
        &self,
        ctx: &Context<'_>,
        input: CalendarAddressCreateInput,
    ) -> Result<CalendarAddressPayload> {
        let cx = Cx::of(ctx)?;
        let (account, permit) = cx.myself()?;
        let feed = Feed::new(input.kind.into(), input.code.as_deref().map(str::trim));
        let feed = feed.map_err(|rule| Error::invalid("code", rule))?;
        let secret = new_secret()?;
        let stamp = cx.mark("calendarAddressCreate");
        let make = AddressMake { account, feed, mark: Mark::of(&secret), permit, stamp };
        told(cx, cx.db().write(&make).await?, &secret)
    }

    /// Gives one of one's own addresses another secret. The old one leads nowhere from then on.
    async fn calendar_address_renew(&self, ctx: &Context<'_>, address: ID) -> Result<CalendarAddressPayload> {
        let cx = Cx::of(ctx)?;
        let (account, permit) = cx.myself()?;
        let (id, secret) = (key_of(&address)?, new_secret()?);
        let stamp = cx.mark("calendarAddressRenew");
        let renew = AddressRenew { account, id, mark: Mark::of(&secret), permit, stamp };
        told(cx, cx.db().write(&renew).await?, &secret)
    }

    /// Ends one of one's own addresses. It leads nowhere from then on.
    async fn calendar_address_end(&self, ctx: &Context<'_>, address: ID) -> Result<CalendarAddressEndPayload> {
        let cx = Cx::of(ctx)?;
        let (account, permit) = cx.myself()?;
        let end = AddressEnd { account, id: key_of(&address)?, permit, stamp: cx.mark("calendarAddressEnd") };
        cx.db().write(&end).await?;
        Ok(CalendarAddressEndPayload { ended: true })
    }
}

fn told(cx: &Cx, row: Model, secret: &str) -> Result<CalendarAddressPayload> {
    Ok(CalendarAddressPayload { address: CalendarAddress::of(row)?, url: address_of(cx.settings(), secret) })
}

fn key_of(id: &ID) -> Result<Uuid> {
    let key = GlobalId::key_of(id, Kind::CalendarAddress).and_then(|key| Uuid::try_parse(&key).ok());
    key.ok_or_else(Error::not_found)
}
