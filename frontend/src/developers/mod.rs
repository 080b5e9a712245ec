//! For developers: where the API is, the tokens that let programs in, and examples that the tests run.

mod api;
mod copy;
mod examples;
mod page;
mod token_form;
mod token_row;
mod tokens;

pub(crate) use copy::Copy;
pub(crate) use page::Developers;
