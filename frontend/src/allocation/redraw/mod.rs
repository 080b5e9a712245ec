//! Bacini: a municipality goes to another CPI, and one sees at once what that does to need, staff, pressure and the best
//! division of the new operators. The address opens exactly what one sees; a planner may put it in force from a day on.

mod address;
mod api;
mod chosen;
mod dated;
mod effects;
mod list;
mod moved;
mod optimum;
mod page;
mod plot;
mod scenario;
mod sketch;

pub(super) use address::address_of;
pub(crate) use page::Redraw;
