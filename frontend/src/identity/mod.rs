//! People: signing in, one's own sessions, the administration, who may do what.

mod actions;
mod again;
mod api;
mod calendar_row;
mod calendars;
mod calendars_api;
mod gateway;
mod history;
mod identities;
mod pages;
mod people;
mod person_form;
mod person_identities;
mod person_row;
mod person_sessions;
mod profile;
mod register;
mod rights;
mod saved_views;
mod saved_views_api;
mod sign_in;
mod welcome;

pub(crate) use again::SignInAgain;
pub(crate) use history::HistoryLink;
pub(crate) use pages::Pages;
pub(crate) use saved_views::SavedViews;
