//! Where in a workbook the table is, and which numbers stand in it.

use std::collections::BTreeMap;

use super::{
    super::{CellKey, clipboard::parse_operators, scenario::MAX_OPERATORS},
    CODE, Fault, MAX_COLUMNS, MAX_ROWS, REVISION, SCENARIO, Sheet, Value, Why, address,
};
use crate::{
    code::{CpiCode, ProfileCode},
    number::Language,
    problem::Rule,
};

/// The headings are looked for in so many rows.
const HEAD_ROWS: u32 = 40;

/// What a sheet says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Read {
    /// The name of the sheet.
    pub sheet: String,
    /// The scenario that it says it is of, as it stands there.
    pub scenario: Option<String>,
    /// The revision that it says it was made from.
    pub revision: Option<u64>,
    /// The numbers.
    pub numbers: Vec<Typed>,
    /// What is wrong.
    pub faults: Vec<Fault>,
}

/// A number in a sheet.
#[derive(Clone, Debug, PartialEq)]
pub struct Typed {
    /// Whose it is.
    pub cell: CellKey,
    /// Where it stands.
    pub address: String,
    /// The number.
    pub operators: u32,
}

/// Where the parts of a table are.
struct Layout<'a> {
    sheet: &'a Sheet,
    head: u32,
    code: u32,
    columns: Vec<(u32, ProfileCode)>,
}

/// Reads the first sheet that has a row of headings with the column of the CPIs' codes and one called by a profile's code.
///
/// Below it, each row with a CPI's code has its numbers; an empty cell is 0, as on the board. Columns called otherwise are not
/// looked at. Time O(cells · log cells).
pub fn read(sheets: &[Sheet], cpis: &[CpiCode], profiles: &[ProfileCode]) -> Read {
    let Some(layout) = sheets.iter().find_map(|sheet| find(sheet, profiles)) else {
        return Read { faults: vec![Fault::of_file(Why::NoTable)], ..Read::default() };
    };
    let mut read = Read {
        sheet: layout.sheet.name.clone(),
        scenario: layout.beside(&SCENARIO).map(|value| text(value).trim().to_owned()),
        revision: layout.beside(&REVISION).and_then(|value| text(value).trim().parse().ok()),
        ..Read::default()
    };
    layout.headings(profiles, &mut read.faults);
    layout.rows(cpis, &mut read);
    read
}

fn find<'a>(sheet: &'a Sheet, profiles: &[ProfileCode]) -> Option<Layout<'a>> {
    (0..HEAD_ROWS).find_map(|row| {
        let heads = || sheet.cells.range((row, 0)..=(row, MAX_COLUMNS)).map(|((_, column), value)| (*column, value));
        let code = heads().find(|(_, value)| is_named(value, &CODE))?.0;
        let mut columns: Vec<(u32, ProfileCode)> = Vec::new();
        for (column, value) in heads() {
            let known = profiles.iter().find(|profile| same(&text(value), profile.as_str()));
            let known = known.filter(|known| columns.iter().all(|(_, profile)| profile != *known));
            columns.extend(known.map(|profile| (column, profile.clone())));
        }
        (!columns.is_empty()).then_some(Layout { sheet, head: row, code, columns })
    })
}

impl Layout<'_> {
    fn at(&self, row: u32, column: u32) -> Option<&Value> {
        self.sheet.cells.get(&(row, column))
    }

    /// What stands beside a label above the table, or else below the heading of that name in every row.
    fn beside(&self, names: &[&str]) -> Option<&Value> {
        let above = self.sheet.cells.range(..(self.head, 0)).find(|(_, value)| is_named(value, names));
        let in_head = || self.heads().find(|(_, value)| is_named(value, names));
        match above {
            Some(((row, column), _)) => self.at(*row, column.checked_add(1)?),
            None => self.at(self.head + 1, in_head()?.0),
        }
    }

    fn heads(&self) -> impl Iterator<Item = (u32, &Value)> {
        let row = self.sheet.cells.range((self.head, 0)..=(self.head, MAX_COLUMNS));
        row.map(|((_, column), value)| (*column, value))
    }

    /// Headings that look like a profile's code and are none, or are there twice.
    fn headings(&self, profiles: &[ProfileCode], faults: &mut Vec<Fault>) {
        for (column, value) in self.heads() {
            let heading = text(value);
            let heading = heading.trim();
            let known = profiles.iter().find(|profile| same(heading, profile.as_str()));
            let first = known.and_then(|known| self.columns.iter().find(|(_, profile)| profile == known));
            let why = match first {
                Some((at, _)) if *at != column => Why::Duplicate { first: address(self.head, *at) },
                None if known.is_none() && ProfileCode::new(heading).is_ok() && !is_named(value, &CODE) => {
                    Why::UnknownProfile
                }
                _ => continue,
            };
            faults.push(Fault::at(address(self.head, column), heading, why));
        }
    }

    fn rows(&self, cpis: &[CpiCode], read: &mut Read) {
        let mut seen: BTreeMap<&CpiCode, u32> = BTreeMap::new();
        let below = self.sheet.cells.range((self.head + 1, 0)..).map(|((row, _), _)| *row);
        let mut rows: Vec<u32> = below.collect();
        rows.dedup();
        for row in rows {
            if row >= MAX_ROWS {
                read.faults.push(Fault::at(address(row, self.code), "", Why::Beyond));
                break;
            }
            let Some(code) = self.at(row, self.code) else {
                let has_numbers = self.columns.iter().any(|(column, _)| self.at(row, *column).is_some());
                if has_numbers {
                    read.faults.push(Fault::at(address(row, self.code), "", Why::NoCpi));
                }
                continue;
            };
            let (place, code) = (address(row, self.code), text(code));
            let Some(cpi) = cpis.iter().find(|cpi| same(&code, cpi.as_str())) else {
                read.faults.push(Fault::at(place, &code, Why::UnknownCpi));
                continue;
            };
            if let Some(first) = seen.get(cpi) {
                let first = address(*first, self.code);
                read.faults.push(Fault::at(place, &code, Why::Duplicate { first }));
                continue;
            }
            seen.insert(cpi, row);
            for (column, profile) in &self.columns {
                let (place, value) = (address(row, *column), self.at(row, *column));
                match operators(value) {
                    Ok(operators) => read.numbers.push(Typed {
                        cell: CellKey { cpi: cpi.clone(), profile: profile.clone() },
                        address: place,
                        operators,
                    }),
                    Err(why) => {
                        let value = value.map(text).unwrap_or_default();
                        read.faults.push(Fault::at(place, &value, why));
                    }
                }
            }
        }
    }
}

fn operators(value: Option<&Value>) -> Result<u32, Why> {
    match value {
        None => Ok(0),
        Some(Value::Broken(_)) => Err(Why::Broken),
        Some(Value::Text(text)) if is_error(text.trim()) => Err(Why::Broken),
        // One typed as a text: by an Italian, most likely.
        Some(Value::Text(text)) => parse_operators(text, Language::Italian).map_err(|rule| match rule {
            Rule::NotWhole => Why::NotWhole,
            Rule::TooSmall { .. } => Why::Negative,
            Rule::TooGreat { .. } => Why::TooGreat { max: MAX_OPERATORS },
            _ => Why::NotANumber,
        }),
        Some(Value::Number(number)) if !number.is_finite() => Err(Why::NotANumber),
        Some(Value::Number(number)) if *number < 0.0 => Err(Why::Negative),
        Some(Value::Number(number)) if *number > f64::from(MAX_OPERATORS) => Err(Why::TooGreat { max: MAX_OPERATORS }),
        Some(Value::Number(number)) if number % 1.0 != 0.0 => Err(Why::NotWhole),
        Some(Value::Number(number)) => Ok(*number as u32),
        Some(Value::Other(_)) => Err(Why::NotANumber),
    }
}

/// Whether a text is what a spreadsheet writes where a formula failed: `#REF!`, `#N/A`, `#NOME?`, `Err:502`.
fn is_error(text: &str) -> bool {
    text == "#N/A" || (text.starts_with('#') && text.ends_with(['!', '?'])) || text.starts_with("Err:")
}

fn text(value: &Value) -> String {
    match value {
        Value::Number(number) => number.to_string(),
        Value::Text(text) | Value::Other(text) | Value::Broken(text) => text.clone(),
    }
}

fn same(text: &str, code: &str) -> bool {
    text.trim().eq_ignore_ascii_case(code)
}

fn is_named(value: &Value, names: &[&str]) -> bool {
    matches!(value, Value::Text(text) if names.iter().any(|name| same(text, name)))
}
