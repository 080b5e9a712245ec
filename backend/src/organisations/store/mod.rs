//! The statements of the organisations.

mod read;
mod rows;
mod seed;
mod write;

pub(crate) use read::{
    OrganisationAt, OrganisationFilter, OrganisationOrder, organisation_count, organisation_find, organisation_list,
    organisation_list_by_code, organisations_unknown,
};
pub(crate) use rows::details_of;
pub(crate) use seed::organisation_seed;
pub(crate) use write::{OrganisationCreate, OrganisationUpdate};
