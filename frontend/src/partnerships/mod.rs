//! The pages of partnerships: what is required and what is missing, the board, the table, what is due, and each one for itself.

mod api;
mod board;
mod due;
mod matrix;
mod one;
mod outline;
mod overview;
mod pages;
mod partners;
mod state;
mod step;
mod table;
mod write;

pub(crate) use pages::PartnershipPages;
