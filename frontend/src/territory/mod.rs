//! One job centre on a page of its own: whom it serves, what is asked of it, who works there, what scenarios place there, what
//! happens there, and what was changed of it. It prints on one sheet.

mod allocations;
mod api;
mod around;
mod around_api;
mod catchment;
mod demand;
mod facts;
mod follow;
mod history;
mod map;
mod page;
mod picker;
mod sources;
mod staff;

pub(crate) use page::Centre;
