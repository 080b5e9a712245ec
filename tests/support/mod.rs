//! What the API tests stand on: a real server on a database of its own, and people who talk to it.

mod cluster;
mod database;
mod events;
mod issuer;
mod mail;
mod person;
mod program;
mod server;
mod socket;
mod spreadsheet;

pub(crate) use cluster::Cluster;
pub(crate) use database::TestDatabase;
pub(crate) use events::Events;
pub(crate) use issuer::{Issuer, Signs};
pub(crate) use mail::{Letter, Mail};
pub(crate) use person::{Answer, PASSWORD, Person, cookie_of, edit, new_write, problem};
pub(crate) use program::Program;
pub(crate) use server::{FIRST_SCENARIO, Server, set_clock};
pub(crate) use socket::Socket;
pub(crate) use spreadsheet::Spreadsheet;

/// Makes of each test two: one on SQLite, one on PostgreSQL.
macro_rules! both_databases {
    ($($(#[$meta:meta])* async fn $name:ident($database:ident: TestDatabase) $body:block)+) => {
        $(
            $(#[$meta])*
            mod $name {
                use super::*;

                async fn check($database: TestDatabase) $body

                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn on_sqlite() {
                    check(TestDatabase::sqlite()).await;
                }

                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn on_postgres() {
                    check(TestDatabase::postgres().await).await;
                }
            }
        )+
    };
}
pub(crate) use both_databases;
