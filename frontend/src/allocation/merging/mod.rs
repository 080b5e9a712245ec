//! Unisci: the changes of another scenario brought into the one on the board, cell by cell. What both changed is asked; nothing is overwritten
//! unasked.

mod api;
mod bench;
mod cards;
mod window;

pub(super) use window::MergeWindow;
