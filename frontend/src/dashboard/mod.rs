//! The Cruscotto: what a planner sees first in the morning. Every number leads to the thing behind it.

mod api;
mod attention;
mod indicators;
mod page;
mod scenarios;
mod state;
mod table;

pub(crate) use page::Page;
