//! Where a scenario stands: its state in words, the steps that the reader may take, copies, and edits that came too late.

mod act;
mod api;
mod copy;
mod head;
mod late;
mod row;
mod words;

pub(crate) use api::Standing;
pub(super) use api::{Origin, State, StepTaken};
pub(super) use copy::{CopyWindow, Original};
pub(super) use head::{Stand, Steps, focus_title};
pub(super) use late::Late;
pub(super) use row::{Filter, ListActs, Listed, RowActs, focus_soon};
pub(crate) use words::Badge;
pub(super) use words::name_of_state;
