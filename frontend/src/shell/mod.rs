//! The frame around every page: header, navigation, footer.

mod account;
mod footer;
mod header;
mod waiting;

pub(crate) use footer::Footer;
pub(crate) use header::{Header, SkipLinks};
