//! The orders of the list of scenarios, and its cursors.

use async_graphql::Enum;
use chrono::{DateTime, SecondsFormat, Utc};
use uuid::Uuid;

use crate::{
    graphql::page::{Position, key},
    staffing::store::{ScenarioAt, ScenarioOrder},
};

/// The order of a list of scenarios.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Enum)]
#[graphql(name = "ScenarioOrder", remote = "ScenarioOrder")]
pub(crate) enum ScenarioOrderName {
    /// Those that were made last come first.
    #[default]
    Newest,
    Name,
    /// Those of the latest year come first.
    Year,
    /// Those that were changed last come first.
    Edited,
}

/// A position in the list of scenarios.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ScenarioPosition(pub(super) ScenarioAt);

impl Position for ScenarioPosition {
    const LIST: &'static str = "scenarios";

    fn write(&self) -> String {
        let ScenarioAt { id, created_at, edited_at, year, name } = &self.0;
        let [made, edited] = [created_at, edited_at].map(|time| time.to_rfc3339_opts(SecondsFormat::Millis, true));
        format!("{made} {id} {edited} {year} {name}")
    }

    fn read(text: &str) -> Option<Self> {
        let mut words = text.splitn(5, ' ');
        let created_at = time(words.next()?)?;
        let id = Uuid::try_parse(words.next()?).ok()?;
        let edited_at = time(words.next()?)?;
        let (year, name) = (words.next()?.parse().ok()?, key(words.next()?)?);
        Some(Self(ScenarioAt { id, created_at, edited_at, year, name }))
    }
}

fn time(text: &str) -> Option<DateTime<Utc>> {
    DateTime::parse_from_rfc3339(text).ok().map(|time| time.to_utc())
}
