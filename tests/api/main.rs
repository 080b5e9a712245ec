//! The API over real HTTP and WebSocket, on SQLite and on PostgreSQL.

#[path = "../support/mod.rs"]
mod support;

mod cells;
mod crash;
mod edge;
mod figures;
mod migrations;
mod nonsense;
mod program;
mod proposal;
mod queries;
mod scenarios;
mod seed;
mod subscriptions;
