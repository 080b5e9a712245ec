//! Types, validation and the planning model of Tavoliere, run by the server and by the browser alike.
//!
//! Everything here could be done on paper: no disk, no network, no clock, no chance.
//! The same input gives the same bits natively and in wasm.
#![forbid(unsafe_code)]
#![warn(missing_docs)]

pub mod code;
pub mod events;
pub mod grid;
pub mod id;
pub mod identity;
pub mod number;
pub mod organisations;
pub mod partnerships;
pub mod plan;
pub mod problem;
pub mod provenance;
pub mod staffing;
pub mod territory;

pub use problem::{FieldProblem, Problem, Rule};
