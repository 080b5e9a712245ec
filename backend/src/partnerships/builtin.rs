//! The partnerships that the act tells of, read into rows.

use serde::Deserialize;
use shared::{
    code::ProvinceCode,
    organisations::Level,
    partnerships::{Day, Kind, NextStep, Outline, State, Term},
};

use crate::{
    error::{Context as _, Error, Result},
    seed::Files,
};

/// One partnership that comes with the program.
pub(crate) struct BuiltIn {
    pub(super) code: String,
    pub(super) outline: Outline,
    pub(super) state: State,
    pub(super) stands_for: i32,
    pub(super) partners: Vec<String>,
    pub(super) quote: String,
    pub(super) act_line: i32,
    pub(super) note: String,
}

#[derive(Deserialize)]
struct Written {
    code: String,
    title: String,
    kind: String,
    level: String,
    province: String,
    partner_codes: String,
    status: String,
    existing_count: Option<i32>,
    quote: String,
    note: String,
    act_line: i32,
    state: String,
    signed_on: String,
}

/// The partnerships of `partnerships.csv` that exist or are begun. What is required there, the model has as its own table.
///
/// # Errors
/// When the file does not have the columns that are read here, or holds a value that the model does not know.
pub(crate) fn read(files: &Files) -> Result<Vec<BuiltIn>> {
    let lines: Vec<Written> = csv::Reader::from_reader(files.partnerships.as_bytes())
        .deserialize()
        .collect::<Result<_, csv::Error>>()
        .context("reading partnerships.csv")?;
    lines.iter().filter(|line| line.status != "required").map(built_in).collect()
}

fn built_in(line: &Written) -> Result<BuiltIn> {
    let wrong = |what: &str| Error::fault("reading partnerships.csv", format!("{}: {what}", line.code));
    let province = ProvinceCode::new(&*line.province).ok();
    // A network of no province, and what the act says of the provinces alike, belongs to the region.
    let level = match (line.level.as_str(), &province) {
        ("province", None) | ("network", _) => Level::Regional,
        (name, _) => Level::from_name(name).ok_or_else(|| wrong("no such level"))?,
    };
    let signed_on = match line.signed_on.as_str() {
        "" => None,
        day => Some(day.parse::<Day>().map_err(|_| wrong("no day"))?),
    };
    let outline = Outline {
        title: line.title.clone(),
        kind: Kind::from_name(&line.kind).ok_or_else(|| wrong("no such kind"))?,
        level,
        province,
        serves: Vec::new(),
        description: String::new(),
        term: Term { signed_on, ..Term::default() },
        next: NextStep::default(),
    };
    Ok(BuiltIn {
        outline: outline.check()?,
        state: State::from_name(&line.state).ok_or_else(|| wrong("no such state"))?,
        stands_for: line.existing_count.unwrap_or(1),
        partners: line.partner_codes.split_whitespace().map(str::to_owned).collect(),
        quote: line.quote.clone(),
        act_line: line.act_line,
        note: line.note.clone(),
        code: line.code.clone(),
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use shared::partnerships::{REQUIREMENTS, requirement::PROVINCES};

    use super::*;

    #[derive(Deserialize)]
    struct Required {
        code: String,
        kind: String,
        province: String,
        status: String,
        #[serde(rename = "required_count")]
        count: Option<u32>,
        quote: String,
        act_line: u32,
        requirement: String,
    }

    fn required() -> Vec<Required> {
        let files = Files::default();
        let rows = csv::Reader::from_reader(files.partnerships.as_bytes()).into_deserialize::<Required>();
        rows.map(|row| row.expect("the file reads")).filter(|row| row.status == "required").collect()
    }

    #[test]
    fn the_table_of_requirements_says_what_the_file_says() {
        let mut counts: BTreeMap<String, u32> = BTreeMap::new();
        let rows = required();
        for row in rows.iter().filter(|row| !row.requirement.is_empty()) {
            let known = REQUIREMENTS.iter().find(|known| known.code == row.requirement).expect("the table has it");
            *counts.entry(row.requirement.clone()).or_default() += row.count.expect("it is counted");
            assert_eq!(known.kinds[0], Kind::from_name(&row.kind).expect("a kind"), "{}", row.code);
            let of_row = |ask: &&shared::partnerships::requirement::Ask| ask.each_province != row.province.is_empty();
            let ask = known.asks.iter().find(of_row).expect("the table asks for it there");
            assert_eq!((ask.sentence.text, ask.sentence.line), (row.quote.as_str(), row.act_line), "{}", row.code);
        }
        for known in &REQUIREMENTS {
            let places = |each: bool| if each { PROVINCES.len() as u32 } else { 1 };
            let sum: u32 = known.asks.iter().map(|ask| ask.count * places(ask.each_province)).sum();
            assert_eq!(counts.get(known.code), Some(&sum), "{}", known.code);
        }
    }

    #[test]
    fn what_is_left_out_of_the_table_is_what_the_act_does_not_count_and_the_yearly_plans() {
        let left: Vec<String> =
            required().into_iter().filter(|row| row.requirement.is_empty()).map(|row| row.code).collect();
        assert_eq!(left, ["R-019", "R-020", "R-021", "R-022", "R-024", "R-027", "R-030", "R-031"]);
    }

    #[test]
    fn every_sentence_stands_in_the_act_at_its_line() {
        let act: Vec<String> = include_str!("../../../data/dgr-269-2020.txt").lines().map(plain).collect();
        let files = Files::default();
        let mut seen = 0;
        for file in [&files.organisations, &files.partnerships] {
            let mut reader = csv::Reader::from_reader(file.as_bytes());
            let heads = reader.headers().expect("a line of heads").clone();
            let column = |name: &str| heads.iter().position(|head| head == name).expect("the column is there");
            let (quote, line) = (column("quote"), column("act_line"));
            for row in reader.records() {
                let row = row.expect("the file reads");
                let number: usize = row[line].parse().expect("a line number");
                assert!(act[number - 1].contains(&plain(&row[quote])), "{}: {}", &row[0], &row[quote]);
                seen += 1;
            }
        }
        assert_eq!(seen, 79 + 66);
    }

    /// Without what the scan and the file write otherwise: marks of bold, kinds of quotation marks and dashes, spaces.
    fn plain(text: &str) -> String {
        let same = |letter: char| match letter {
            '’' | '‘' => Some('\''),
            '“' | '”' | '«' | '»' => Some('"'),
            '–' => Some('-'),
            '*' => None,
            other => Some(other),
        };
        let text: String = text.chars().filter_map(same).collect();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}
