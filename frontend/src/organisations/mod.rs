//! The page Organizzazioni, and what other pages need to find an organisation or add one. It loads with the page of the partnerships.

mod api;
mod form;
mod list;

pub(crate) use api::{Filter, KindName, LevelName, Organisation, Sentence, list as organisation_list};
pub(crate) use form::OrganisationForm;
pub(crate) use list::Organisations;
