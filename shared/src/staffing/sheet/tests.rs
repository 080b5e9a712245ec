//! What is read of sheets, good and bad, and what they would change.

use super::*;
use crate::{
    code::{CpiCode, ProfileCode},
    staffing::CellValue,
};

fn cpis() -> Vec<CpiCode> {
    ["BA01", "FG01", "FG02"].map(|code| CpiCode::new(code).expect("a code")).to_vec()
}

fn profiles() -> Vec<ProfileCode> {
    ["OR", "DO"].map(|code| ProfileCode::new(code).expect("a code")).to_vec()
}

fn key(cpi: &str, profile: &str) -> CellKey {
    CellKey { cpi: CpiCode::new(cpi).expect("a code"), profile: ProfileCode::new(profile).expect("a code") }
}

fn value(text: &str) -> Option<Value> {
    match text {
        "" => None,
        "#REF!" => Some(Value::Broken(text.to_owned())),
        "true" => Some(Value::Other(text.to_owned())),
        text => Some(text.parse().map_or_else(|_| Value::Text(text.to_owned()), Value::Number)),
    }
}

fn sheet(rows: &[&[&str]]) -> Sheet {
    let mut sheet = Sheet { name: "Tabella".into(), ..Sheet::default() };
    for (row, cells) in (0..).zip(rows) {
        let cells = (0..).zip(*cells).filter_map(|(column, text)| Some(((row, column), value(text)?)));
        sheet.cells.extend(cells);
    }
    sheet
}

fn read_rows(rows: &[&[&str]]) -> Read {
    read(&[Sheet::default(), sheet(rows)], &cpis(), &profiles())
}

/// The faults by address.
fn faults(read: &Read) -> Vec<(&str, &Why)> {
    read.faults.iter().map(|fault| (fault.address.as_deref().unwrap_or("-"), &fault.why)).collect()
}

#[test]
fn addresses_are_those_of_a_spreadsheet() {
    let told = [(0, 0), (13, 2), (0, 25), (1, 26), (9, 701), (0, 702), (1_048_575, 16_383)];
    let told = told.map(|(row, column)| address(row, column));
    assert_eq!(told, ["A1", "C14", "Z1", "AA2", "ZZ10", "AAA1", "XFD1048576"]);
}

#[test]
fn a_table_is_found_by_its_headings_wherever_it_stands() {
    let read = read_rows(&[
        &["Scenario", "Q0198"],
        &["", "Revisione", "7"],
        &[],
        &["Provincia", "codice cpi", "Note mie", "do", "OR", "Totale"],
        &["Foggia", "FG01", "da vedere", "2", "", "2"],
        &["Foggia", " fg02 ", "", "3 ", "1", "=D"],
    ]);
    assert_eq!((read.sheet.as_str(), read.scenario.as_deref(), read.revision), ("Tabella", Some("Q0198"), Some(7)));
    assert_eq!(faults(&read), []);
    let numbers: Vec<(&str, u32)> =
        read.numbers.iter().map(|typed| (typed.address.as_str(), typed.operators)).collect();
    assert_eq!(numbers, [("D5", 2), ("E5", 0), ("D6", 3), ("E6", 1)]);
    assert_eq!(read.numbers[3].cell, key("FG02", "OR"));
    // In a table of text the marks are columns.
    let read = read_rows(&[&["CPI code", "OR", "Scenario", "Revision"], &["BA01", "4", "Q0198", "12"]]);
    assert_eq!((read.scenario.as_deref(), read.revision, read.numbers.len()), (Some("Q0198"), Some(12), 1));
}

#[test]
fn every_bad_cell_is_named_and_the_others_are_read() {
    let read = read_rows(&[
        &["Codice CPI", "OR", "DO", "OR", "XX"],
        &["FG01", "1.5", "-1"],
        &["FG09", "1", "1"],
        &["FG01", "1", "1"],
        &["", "1", ""],
        &["", "", ""],
        &["FG02", "#REF!", "tre"],
        &["BA01", "10000", "7"],
        &["ba01", "true", ""],
    ]);
    let first = |at: &str| Why::Duplicate { first: at.to_owned() };
    let expected = [
        ("D1", first("B1")),
        ("E1", Why::UnknownProfile),
        ("B2", Why::NotWhole),
        ("C2", Why::Negative),
        ("A3", Why::UnknownCpi),
        ("A4", first("A2")),
        ("A5", Why::NoCpi),
        ("B7", Why::Broken),
        ("C7", Why::NotANumber),
        ("B8", Why::TooGreat { max: 9_999 }),
        ("A9", first("A8")),
    ];
    let expected: Vec<(&str, &Why)> = expected.iter().map(|(at, why)| (*at, why)).collect();
    assert_eq!(faults(&read), expected);
    assert_eq!(read.faults[4].value, "FG09");
    assert_eq!(read.numbers.iter().map(|typed| &*typed.address).collect::<Vec<_>>(), ["C8"]);
}

#[test]
fn numbers_that_are_texts_are_numbers_and_errors_that_are_texts_are_errors() {
    let mut table = sheet(&[&["Codice CPI", "OR"], &["FG01"], &["FG02"], &["BA01"]]);
    for (row, text) in [(1, " 1.234 "), (2, "#NOME?"), (3, "Err:502")] {
        table.cells.insert((row, 1), Value::Text(text.to_owned()));
    }
    let read = read(&[table], &cpis(), &profiles());
    assert_eq!(read.numbers[0].operators, 1_234);
    assert_eq!(faults(&read), [("B3", &Why::Broken), ("B4", &Why::Broken)]);
}

#[test]
fn what_has_no_table_or_too_many_rows_says_so() {
    let none = read_rows(&[&["Codice", "OR"], &["FG01", "1"]]);
    assert_eq!(faults(&none), [("-", &Why::NoTable)]);
    assert_eq!(faults(&read(&[], &cpis(), &profiles())), [("-", &Why::NoTable)]);
    let mut table = sheet(&[&["Codice CPI", "OR"], &["FG01", "1"]]);
    table.cells.insert((u32::MAX, u32::MAX), Value::Number(1.0));
    let far = read(&[table], &cpis(), &profiles());
    assert_eq!((faults(&far), far.numbers.len()), (vec![("A4294967296", &Why::Beyond)], 1));
}

fn held(operators: u32, locked: bool, by: &str) -> Held {
    Held { value: CellValue { operators, locked }, by: by.to_owned() }
}

fn edited() -> Read {
    read_rows(&[&["Codice CPI", "OR", "DO"], &["FG01", "5", "0"], &["FG02", "2", "4"], &["BA01", "9", "1"]])
}

#[test]
fn only_what_the_editor_changed_is_a_change_and_what_others_did_since_is_told() {
    let then = [("FG01", "OR", 3), ("FG02", "OR", 2), ("FG02", "DO", 1), ("BA01", "DO", 1)];
    let then: BTreeMap<CellKey, CellValue> =
        then.map(|(cpi, profile, operators)| (key(cpi, profile), CellValue { operators, locked: false })).into();
    // Since then FG02 OR became 7, which the sheet does not know; FG02 DO became 2; BA01 DO is locked, and unchanged.
    let now = [
        (key("FG01", "OR"), held(3, false, "Anna")),
        (key("FG02", "OR"), held(7, false, "Bruno")),
        (key("FG02", "DO"), held(2, false, "Bruno")),
        (key("BA01", "DO"), held(1, true, "Anna")),
    ]
    .into();
    let told = compare(edited(), 9, &now, Some((4, &then)), |cpi| cpi.as_str() != "BA01");
    assert_eq!((told.revision, told.made_from, told.read), (9, Some(4), 6));
    let changes: Vec<(&str, u32, u32, Option<&str>)> = told
        .changes
        .iter()
        .map(|change| {
            (change.address.as_str(), change.before, change.after, change.since.as_ref().map(|since| since.by.as_str()))
        })
        .collect();
    assert_eq!(changes, [("B2", 3, 5, None), ("C3", 2, 4, Some("Bruno"))]);
    assert_eq!(told.changes[1].since.as_ref().map(|since| since.was), Some(1));
    let refused: Vec<(&str, &Why)> =
        told.faults.iter().map(|fault| (fault.address.as_deref().unwrap_or_default(), &fault.why)).collect();
    assert_eq!(refused, [("B4", &Why::NotYours)]);
    // Of a sheet that does not say what it was made from, all that differs from now is a change.
    let told = compare(edited(), 9, &now, None, |_| true);
    assert_eq!(told.changes.iter().map(|change| &*change.address).collect::<Vec<_>>(), ["B2", "B3", "C3", "B4"]);
    assert!(told.changes.iter().all(|change| change.since.is_none()));
}

#[test]
fn a_locked_cell_stays_and_too_many_faults_are_counted() {
    let now = BTreeMap::from([(key("FG01", "OR"), held(3, true, "Anna"))]);
    let told = compare(edited(), 1, &now, None, |_| true);
    assert_eq!((&told.faults[0].why, told.faults[0].address.as_deref()), (&Why::Locked, Some("B2")));
    let fault = Fault::of_file(Why::NoCpi);
    let many = Read { faults: vec![fault; MAX_FAULTS + 7], ..Read::default() };
    let told = compare(many, 1, &now, None, |_| true);
    assert_eq!((told.faults.len(), told.more_faults), (MAX_FAULTS, 7));
}

#[test]
fn a_reading_travels_and_comes_back() {
    let told = compare(edited(), 9, &BTreeMap::new(), None, |cpi| cpi.as_str() != "BA01");
    let text = serde_json::to_string(&told).expect("plain data");
    assert!(text.contains(r#""cpi":"FG01","profile":"OR","address":"B2""#), "{text}");
    assert!(text.contains(r#""why":"NOT_YOURS""#), "{text}");
    assert_eq!(serde_json::from_str::<Reading>(&text).expect("it reads back"), told);
}
