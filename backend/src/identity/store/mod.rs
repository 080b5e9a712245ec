//! The statements of accounts, sessions, links and tokens.

mod accounts;
mod demo;
mod links;
mod sessions;
mod throttle;
mod tokens;

pub(crate) use accounts::{
    AccountInvite, AccountRow, AccountUpdate, PasswordSet, account_by_email, account_count, account_get, account_list,
};
pub(crate) use demo::DemoPut;
pub(crate) use links::{LINK_DAYS, LinkAccept, LinkMake, link_find};
pub(crate) use sessions::{SessionOpen, SessionsEnd, session_by_hash, session_list, session_touch};
pub(crate) use throttle::{failure_note, failures_clear, failures_since};
pub(crate) use tokens::{TokenMake, TokenRevoke, token_by_hash, token_list, token_organisation, token_touch};
