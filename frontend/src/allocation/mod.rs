//! Allocazione: the scenarios, and the board on which one is worked out.

mod api;
mod bar;
mod board;
mod detail;
mod disputes;
mod grid;
mod head;
mod keep;
mod list;
mod page;
mod plan;
mod sync;

pub(crate) use list::ListPage;
pub(crate) use page::BoardPage;
