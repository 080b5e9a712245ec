//! A scenario's table as a spreadsheet's sheet: how its columns are called, what an edited one says, and what that would change.
//!
//! Reading writes nothing. What cannot be read is told with its address, and keeps nothing else from being read.

mod compare;
mod layout;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::CellKey;

pub use compare::{Held, compare};
pub use layout::{Read, Typed, read};

/// The largest file that is read, bytes.
pub const MAX_BYTES: u64 = 2_000_000;
/// The most rows of a sheet that are read.
pub const MAX_ROWS: u32 = 5_000;
/// The most columns of a sheet that are read.
pub const MAX_COLUMNS: u32 = 300;
/// The most faults that are told; the others are counted.
pub const MAX_FAULTS: usize = 500;
/// The most characters that are told of what stands in a cell.
const MAX_TOLD: usize = 40;

/// How the column with the CPIs' codes is called, in Italian and in English.
pub const CODE: [&str; 2] = ["Codice CPI", "CPI code"];
/// Beside which label the scenario's revision stands.
pub const REVISION: [&str; 2] = ["Revisione", "Revision"];
/// Beside which label the scenario's id stands, a UUID.
pub const SCENARIO: [&str; 2] = ["Scenario", "Scenario"];

/// What stands in one cell of a sheet.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A number, typed or computed.
    Number(f64),
    /// A text.
    Text(String),
    /// What is neither: a date, true or false.
    Other(String),
    /// The error that a formula came to: `#REF!`.
    Broken(String),
}

/// One sheet of a workbook: its cells by row and column, counted from 0. An empty cell is none.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sheet {
    /// Its name; of a CSV file none.
    pub name: String,
    /// What stands where.
    pub cells: BTreeMap<(u32, u32), Value>,
}

/// What an edited sheet would change, and what of it cannot be read.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Reading {
    /// The sheet that was read; empty for a CSV file, and when none was found.
    pub sheet: String,
    /// The scenario's revision that it was compared with.
    pub revision: u64,
    /// The revision that the sheet was made from. `None`: it does not say, or is another scenario's; then it is compared with what
    /// is there now.
    pub made_from: Option<u64>,
    /// Numbers that were read.
    pub read: u32,
    /// The cells that it would change.
    pub changes: Vec<Change>,
    /// What is wrong with it.
    pub faults: Vec<Fault>,
    /// How many more faults there are than are told.
    pub more_faults: u32,
}

/// One cell that the sheet would change.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Change {
    /// Which cell.
    #[serde(flatten)]
    pub cell: CellKey,
    /// Where it stands in the sheet: `D14`.
    pub address: String,
    /// Operators there now.
    pub before: u32,
    /// Operators that the sheet has.
    pub after: u32,
    /// What somebody changed here since the sheet was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Since>,
}

/// What became of a cell after the sheet was made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Since {
    /// Operators when the sheet was made.
    pub was: u32,
    /// Who changed it last.
    pub by: String,
}

/// Something that is wrong with a sheet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Fault {
    /// Where: `C14`. `None` when it is the file as a whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// What stands there, cut when it is long.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub value: String,
    /// What is wrong with it.
    #[serde(flatten)]
    pub why: Why,
}

/// What may be wrong with a sheet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Why {
    /// It is neither an XLSX workbook nor a table of text.
    Unreadable,
    /// Unpacked it is too large.
    TooLarge,
    /// No sheet has a row with the column of the CPIs' codes and one of a profile.
    NoTable,
    /// Rows or columns beyond those that are read.
    Beyond,
    /// The row has numbers, and no CPI's code.
    NoCpi,
    /// No CPI has this code.
    UnknownCpi,
    /// No profile has this code.
    UnknownProfile,
    /// The CPI or the profile is there already.
    Duplicate {
        /// Where it is first.
        first: String,
    },
    /// A formula came to an error.
    Broken,
    /// It is no number.
    NotANumber,
    /// It is no whole number.
    NotWhole,
    /// It is less than nothing.
    Negative,
    /// It is more than a cell may hold.
    TooGreat {
        /// The most that it may.
        max: u32,
    },
    /// The number is another one, and the cell is not in the reader's territory.
    NotYours,
    /// The number is another one, and the cell is locked.
    Locked,
}

impl Fault {
    /// A fault of a whole file.
    pub fn of_file(why: Why) -> Self {
        Self { address: None, value: String::new(), why }
    }

    fn at(address: String, value: &str, why: Why) -> Self {
        Self { address: Some(address), value: value.chars().take(MAX_TOLD).collect(), why }
    }
}

/// The address of a cell as a spreadsheet writes it, of its row and column counted from 0.
pub fn address(row: u32, column: u32) -> String {
    let (mut letters, mut rest) = (Vec::new(), u64::from(column) + 1);
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'A' + (rest % 26) as u8));
        rest /= 26;
    }
    let letters: String = letters.into_iter().rev().collect();
    format!("{letters}{}", u64::from(row) + 1)
}

#[cfg(test)]
mod tests;
