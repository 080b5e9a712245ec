//! The table as a file for spreadsheet programs: where it is saved from, and the window that shows what an edited one would change.

mod api;
mod changes;
mod faults;
mod load;
mod window;

pub(super) use window::SpreadsheetWindow;
