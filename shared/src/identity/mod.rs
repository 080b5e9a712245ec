//! People and programs: who they are, what part they play, and who may do what.
//!
//! One table says it ([`policy`]); the server asks it before every read and write, the pages show it and hide what would be
//! refused. Nothing here knows a password's hash, a cookie or a clock.

pub mod account;
mod face;
pub mod gateway;
mod grant;
pub mod policy;
pub mod saved_view;
pub mod token;

pub use face::{hue, initials};
pub use grant::{Grant, NotAGrant, OrganisationCode, Part, Role, Scope};
pub use policy::{Action, Actor, Permit, Reach, Resource, may};
