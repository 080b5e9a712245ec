//! The statements of accounts, their identities, sessions, links, tokens, and journeys to the gateway.

mod accounts;
mod colleagues;
mod demo;
mod identities;
mod join;
mod journeys;
mod links;
mod order;
mod sessions;
mod throttle;
mod tokens;
mod views;

pub(crate) use accounts::{
    AccountFilter, AccountInvite, AccountRow, AccountUpdate, PasswordSet, account_by_email, account_count, account_get,
    account_list, account_total,
};
pub(crate) use colleagues::{ColleagueFilter, colleague_list};
pub(crate) use demo::DemoPut;
pub(crate) use identities::{
    AccountIdentityUnlink, Entry, Identified, IdentityEnter, IdentityLink, IdentityUnlink, identity_list,
};
pub(crate) use journeys::{JOURNEY, JourneyBegin, JourneyEnd, Purpose};
pub(crate) use links::{LINK_DAYS, LinkAccept, LinkMake, Way, link_find};
pub(crate) use order::{AccountAt, AccountOrder};
pub(crate) use sessions::{SessionOpen, SessionTouch, SessionsEnd, session_by_hash, session_identity, session_list};
pub(crate) use throttle::{FailureNote, FailuresClear, failures_since};
pub(crate) use tokens::{TokenMake, TokenRevoke, TokenTouch, token_by_hash, token_list, token_organisation};
pub(crate) use views::{ViewDrop, ViewKeep, view_list};
