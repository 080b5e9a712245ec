//! Confronto: two to four scenarios side by side, at an address that opens exactly what one sees.

mod address;
mod api;
mod causes;
mod chosen;
mod decision;
mod join;
mod measures;
mod page;
mod pick;
mod rows;
mod shifts;
mod stale;
mod table;
mod words;

pub(super) use address::address_of;
pub(crate) use page::Comparison;
pub(super) use pick::{Pick, PickBar};
