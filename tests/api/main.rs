//! The API over real HTTP and WebSocket, on SQLite and on PostgreSQL.

#[path = "../support/mod.rs"]
mod support;

mod audit;
mod caching;
mod causes;
mod cells;
mod centre;
mod comments;
mod comparison;
mod copy;
mod crash;
mod edge;
mod events;
mod figures;
mod identity;
mod invitations;
mod letters;
mod limits;
mod metrics;
mod migrations;
mod nonsense;
mod organisations;
mod owasp;
mod own_figures;
mod partnerships;
mod past;
mod plan;
mod presence;
mod program;
mod programme;
mod proposal;
mod queries;
mod rest;
mod rights;
mod room;
mod scenarios;
mod seed;
mod shape;
mod standing;
mod subscriptions;
mod swapped;
mod table;
mod views;
mod ways_in;
