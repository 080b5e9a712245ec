//! The Tavoliere server: GraphQL API, embedded program, database.
//!
//! A library, so that tests run it in their own process on a free port; `main.rs` only reads the command line.
// The schema is merged from the features' parts, each within the last.
#![recursion_limit = "256"]
#![forbid(unsafe_code)]

pub mod app;
pub mod audit;
mod caller;
mod changes;
pub mod cli;
pub mod clock;
pub mod config;
mod cx;
pub mod db;
pub mod error;
mod events;
pub mod graphql;
mod http;
mod identity;
mod live;
mod metrics;
pub mod network;
mod organisations;
mod origin;
mod page;
mod partnerships;
mod plan;
mod rome;
pub mod seed;
mod staffing;
mod territory;

pub use error::{Error, Result};
pub use identity::demo::{DemoAccount, demo_accounts};
