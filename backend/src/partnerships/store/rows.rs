//! Between a row and the model's outline.

use shared::{
    code::ProvinceCode,
    organisations::Level,
    partnerships::{Day, Kind, NextStep, Outline, State, Term},
};

use crate::{
    error::{Context as _, Error, Result},
    partnerships::entity::partnership::Model,
};

/// The outline of a row.
///
/// # Errors
/// When the row holds a value that the model does not know: a fault of ours.
pub(crate) fn outline_of(row: &Model) -> Result<Outline> {
    let strange = |what: &str| Error::fault("reading a partnership", format!("{} has the {what}", row.id));
    let day = |text: &Option<String>| text.as_deref().map(str::parse::<Day>).transpose().context("reading a day");
    Ok(Outline {
        title: row.title.clone(),
        kind: Kind::from_name(&row.kind).ok_or_else(|| strange(&row.kind))?,
        level: Level::from_name(&row.level).ok_or_else(|| strange(&row.level))?,
        province: row.province.as_ref().and_then(|code| ProvinceCode::new(&**code).ok()),
        serves: serves_of(row).into_iter().map(str::to_owned).collect(),
        description: row.description.clone(),
        term: Term { signed_on: day(&row.signed_on)?, starts_on: day(&row.starts_on)?, ends_on: day(&row.ends_on)? },
        next: NextStep { text: row.next_step.clone(), owner: row.next_owner.clone(), due: day(&row.next_due)? },
    })
}

/// The requirements that a partnership serves.
pub(crate) fn serves_of(row: &Model) -> Vec<&str> {
    row.serves.split_whitespace().collect()
}

/// The stored state of a row.
///
/// # Errors
/// When it is none: a fault of ours.
pub(crate) fn state_of(row: &Model) -> Result<State> {
    State::from_name(&row.state).ok_or_else(|| Error::fault("reading a partnership's state", row.state.clone()))
}

/// A row with another outline.
pub(super) fn with_outline(row: Model, outline: &Outline) -> Model {
    let day = |day: Option<Day>| day.map(String::from);
    let serves: String = outline.serves.iter().flat_map(|code| [" ", code.as_str(), " "]).collect();
    Model {
        title: outline.title.clone(),
        kind: outline.kind.name().to_owned(),
        level: outline.level.name().to_owned(),
        province: outline.province.as_ref().map(|code| code.as_str().to_owned()),
        serves,
        description: outline.description.clone(),
        signed_on: day(outline.term.signed_on),
        starts_on: day(outline.term.starts_on),
        ends_on: day(outline.term.ends_on),
        next_step: outline.next.text.clone(),
        next_owner: outline.next.owner.clone(),
        next_due: day(outline.next.due),
        ..row
    }
}
