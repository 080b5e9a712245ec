//! The register of changes: who, when, what, before and after. Only ever appended to, in the transaction of the change itself.
//!
//! Each row's hash covers the row and the hash before it, and the end of the chain is kept apart, so a row that was changed,
//! taken out or cut off at the end is found by [`verify`]. Whoever can write the database can write the whole chain anew:
//! against that, keep the end that `tavoliere audit verify` prints somewhere else, and give it back with `--expect`.

pub(crate) mod entity;
pub(crate) mod graphql;
mod store;
mod table;

pub(crate) use entity::tables;
pub(crate) use store::{AuditFilter, Record, append, audit_count, audit_list};
pub use store::{Broken, Chain, verify};
pub(crate) use table::{csv_head, csv_rows};
