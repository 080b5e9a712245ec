//! The sheet of the sources: every figure that the table rests on, where it comes from, and whether it is assumed.

use std::collections::BTreeMap;

use rust_xlsxwriter::{Worksheet, XlsxError};
use shared::{number::Language, provenance::Origin, staffing::FigureKey};

use super::{
    Table, figures,
    paper::{self, Formats, either},
    workbook::paged,
};

/// A line of the sheet.
struct Line {
    name: String,
    value: Option<f64>,
    unit: &'static str,
    origin: Origin,
    source: String,
    /// Whether the scenario has it for itself, and what was said with it.
    own: String,
    key: String,
}

pub(super) fn write(
    sheet: &mut Worksheet,
    table: &Table,
    formats: &Formats,
    language: Language,
) -> Result<(), XlsxError> {
    sheet.set_name(either(language, "Fonti", "Sources"))?;
    let heads = [
        either(language, "Dato", "Figure"),
        either(language, "Valore", "Value"),
        either(language, "Unità", "Unit"),
        either(language, "Provenienza", "Origin"),
        either(language, "Fonte", "Source"),
        either(language, "È un'ipotesi", "Is assumed"),
        either(language, "Solo di questo scenario", "Only this scenario's"),
        either(language, "Chiave", "Key"),
    ];
    paper::heads(sheet, 0, (&heads, heads.len()), formats)?;
    let lines: Vec<Line> = figure_lines(table, language).into_iter().chain(cpi_lines(table, language)).collect();
    for (row, line) in (1..).zip(&lines) {
        let is_assumed = line.origin == Origin::Assumption;
        let text = if is_assumed { &formats.assumed } else { &formats.text };
        sheet.write_string_with_format(row, 0, &line.name, text)?;
        match line.value {
            Some(value) => sheet.write_number_with_format(row, 1, value, &formats.plain)?,
            None => sheet.write_blank(row, 1, &formats.text)?,
        };
        sheet.write_string_with_format(row, 2, line.unit, text)?;
        sheet.write_string_with_format(row, 3, figures::origin(line.origin, language), text)?;
        sheet.write_string_with_format(row, 4, &line.source, &formats.wrapped)?;
        let assumed = if is_assumed { either(language, "sì", "yes") } else { either(language, "no", "no") };
        sheet.write_string_with_format(row, 5, assumed, text)?;
        sheet.write_string_with_format(row, 6, &line.own, &formats.wrapped)?;
        sheet.write_string_with_format(row, 7, &line.key, &formats.text)?;
    }
    sheet.autofilter(0, 0, lines.len().max(1) as u32, 7)?;
    sheet.set_freeze_panes(1, 1)?;
    for (column, width) in (0..).zip([52, 12, 16, 20, 70, 12, 26, 30]) {
        sheet.set_column_width(column, width)?;
    }
    paged(sheet, &table.row.name);
    sheet.set_repeat_rows(0, 0)?;
    Ok(())
}

fn figure_lines(table: &Table, language: Language) -> Vec<Line> {
    let own: BTreeMap<&str, _> = table.own.iter().map(|row| (row.key.as_str(), row)).collect();
    let line = |row: &crate::staffing::entity::figure::Model| {
        let key: FigureKey = row.key.parse().ok()?;
        let (origin, source) = told(&row.origin, &row.source, language);
        let own = own.get(row.key.as_str()).map(|row| match &row.note {
            Some(note) => format!("{}: {note}", either(language, "sì", "yes")),
            None => either(language, "sì", "yes").to_owned(),
        });
        Some(Line {
            name: figures::name(table, &key, language),
            value: Some(row.value?),
            unit: figures::unit(key.unit(), language),
            origin,
            source,
            own: own.unwrap_or_default(),
            key: row.key.clone(),
        })
    };
    table.figures.iter().filter_map(line).collect()
}

/// The people of each CPI's catchment, by which the demand is split, and the seat.
fn cpi_lines(table: &Table, language: Language) -> Vec<Line> {
    let line = |row: &crate::territory::CpiRow| {
        let (origin, source) = told(&row.people_origin, &row.people_source, language);
        Line {
            name: format!("{}: {}", either(language, "Residenti da 15 a 64 anni", "Residents of 15 to 64"), row.name),
            value: Some(row.working_age as f64),
            unit: either(language, "persone", "people"),
            origin,
            source,
            own: String::new(),
            key: format!("catchment.{}.working_age", row.code),
        }
    };
    table.region.cpis.iter().map(line).collect()
}

fn told(origin: &str, source: &str, language: Language) -> (Origin, String) {
    // What cannot be read is an assumption, so that nothing looks firmer than it is.
    (Origin::from_name(origin).unwrap_or(Origin::Assumption), paper::source(origin, source, language))
}
