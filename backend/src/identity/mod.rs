//! Accounts, sessions, one-time links, tokens, and the administration's gateway: who asks. What they may do is `shared::identity`'s to say.

pub(crate) mod demo;
mod entity;
mod gateway;
pub(crate) mod graphql;
pub(crate) mod letter;
mod password;
mod secret;
pub(crate) mod store;
mod tries;
pub(crate) mod voucher;
mod who;

pub(crate) use entity::tables;
pub(crate) use gateway::{CALLBACK, Gateway, Trouble};
pub(crate) use password::{password_fits, password_hash};
pub(crate) use secret::{hash_of, new_secret};
pub(crate) use tries::{try_begin, try_right};
pub(crate) use who::{Credentials, holder, still, who};
