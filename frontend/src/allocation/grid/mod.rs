//! The sheet: CPIs by profiles, worked like a spreadsheet, by keyboard first.

mod act;
mod cell;
mod keys;
mod mark;
mod rows;
mod sight;
mod state;
mod table;

pub(super) use keys::KeyHelp;
pub(super) use state::{Grid, Sort};
pub(super) use table::Sheet;
