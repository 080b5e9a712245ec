//! A scenario's table as a file for spreadsheet programs, and the way back: what an edited one would change. Nothing is written here.

mod figures;
mod gather;
mod guard;
mod paper;
mod parameters;
mod provinces;
mod read;
mod sources;
mod text;
mod workbook;

pub(crate) use gather::Table;
pub(crate) use read::reading_of;
pub(crate) use text::csv_of;
pub(crate) use workbook::xlsx_of;
