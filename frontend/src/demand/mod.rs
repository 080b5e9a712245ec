//! Fabbisogno: the assumptions of the sizing, and what they come to while one types.

mod api;
mod draft;
mod figure_input;
mod formula;
mod names;
mod page;
mod plan;
mod profiles;
mod requirements;
mod save;
mod services;
mod source;
mod staff;
mod working_time;

pub(crate) use page::Page;
