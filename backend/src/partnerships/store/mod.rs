//! The statements of the partnerships.

mod create;
mod partners;
mod read;
mod rows;
mod seed;
mod signed;
mod update;
mod write;

pub(crate) use create::{Begun, FirstPartner, PartnershipCreate};
pub(crate) use partners::{PartnerJoin, PartnerLeave};
pub(crate) use read::{
    Full, PartnershipAt, PartnershipFilter, PartnershipOrder, entry_list, partnership_count, partnership_find,
    partnership_list, partnership_list_serving,
};
pub(crate) use rows::{outline_of, serves_of, state_of};
pub(crate) use seed::partnership_seed;
pub(crate) use signed::{Signed, signed_list};
pub(crate) use update::{PartnershipNote, PartnershipStep, PartnershipUpdate};
pub(crate) use write::{Leave, place_of};
