//! The organisations that the act names, read into rows.

use std::collections::BTreeMap;

use serde::Deserialize;
use shared::{
    code::ProvinceCode,
    identity::OrganisationCode,
    organisations::{Contacts, Details, Kind, Level},
};

use crate::{
    error::{Context as _, Error, Result},
    seed::Files,
};

/// One organisation that comes with the program.
pub(crate) struct BuiltIn {
    pub(super) code: OrganisationCode,
    pub(super) details: Details,
    /// A kind of organisation, and no single one.
    pub(super) generic: bool,
    pub(super) quote: String,
    pub(super) act_line: i32,
}

#[derive(Deserialize)]
struct Written {
    code: String,
    name: String,
    kind: String,
    level: String,
    province: String,
    place: String,
    named: String,
    quote: String,
    act_line: i32,
}

#[derive(Deserialize)]
struct Place {
    istat: String,
    name: String,
}

/// The organisations of `organisations.csv`.
///
/// # Errors
/// When the file does not have the columns that are read here, or holds a value that the model does not know.
pub(crate) fn read(files: &Files) -> Result<Vec<BuiltIn>> {
    let places: Vec<Place> = csv::Reader::from_reader(files.municipalities.as_bytes())
        .deserialize()
        .collect::<Result<_, csv::Error>>()
        .context("reading municipalities.csv")?;
    let places: BTreeMap<String, String> = places.into_iter().map(|place| (place.name, place.istat)).collect();
    let lines: Vec<Written> = csv::Reader::from_reader(files.organisations.as_bytes())
        .deserialize()
        .collect::<Result<_, csv::Error>>()
        .context("reading organisations.csv")?;
    lines.iter().map(|line| built_in(line, &places)).collect()
}

fn built_in(line: &Written, places: &BTreeMap<String, String>) -> Result<BuiltIn> {
    let wrong = |what: &str| Error::fault("reading organisations.csv", format!("{}: {what}", line.code));
    let level = Level::from_name(&line.level).ok_or_else(|| wrong("no such level"))?;
    let province = ProvinceCode::new(&*line.province).ok();
    // What the act says of the provinces alike, and of none, belongs to the region.
    let level = if province.is_none() && level == Level::Province { Level::Regional } else { level };
    let municipality = match line.place.as_str() {
        "" => None,
        place => Some(places.get(place).ok_or_else(|| wrong("no such municipality"))?.clone()),
    };
    let details = Details {
        kind: Kind::from_name(&line.kind).ok_or_else(|| wrong("no such kind"))?,
        level,
        province,
        municipality,
        aliases: Vec::new(),
        contacts: Contacts::default(),
        note: String::new(),
        name: line.name.clone(),
    };
    Ok(BuiltIn {
        code: OrganisationCode::new(&*line.code).map_err(|_| wrong("no code"))?,
        details: details.check()?,
        generic: line.named != "yes",
        quote: line.quote.clone(),
        act_line: line.act_line,
    })
}
