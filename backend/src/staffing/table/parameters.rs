//! The sheet of the parameters: what bounds the scenario, what its operators cost, and what is left.

use rust_xlsxwriter::{Worksheet, XlsxError};
use shared::{
    events::time::local,
    number::Language,
    staffing::{scenario::State, totals::cost_cents},
};

use super::{
    Table,
    paper::{self, Formats, either, formula, quoted},
    workbook::{Group, Places, paged},
};

/// The rows that formulas name, counted from 1 as they do.
const HEAD_COUNT: u32 = 5;
const BUDGET: u32 = 6;
const MONTHS: u32 = 7;
/// The row of the profiles' headings, counted from 0.
const HEADS: u32 = 16;

pub(super) fn write(
    sheet: &mut Worksheet,
    table: &Table,
    formats: &Formats,
    places: &Places,
    language: Language,
) -> Result<(), XlsxError> {
    sheet.set_name(either(language, "Parametri", "Parameters"))?;
    let row = &table.row;
    let texts = [
        (1, either(language, "Nome", "Name"), row.name.clone()),
        (3, either(language, "Stato", "State"), state(&row.state, language).to_owned()),
        (
            7,
            either(language, "Fonte di operatori, budget e mesi", "Source of operators, budget and months"),
            paper::source(&row.origin, &row.source, language),
        ),
        (8, either(language, "Dati della base", "Figures of the base"), base(table, language)),
        (9, either(language, "Esportato", "Exported"), exported(table, language)),
    ];
    for (at, label, text) in texts {
        sheet.write_string_with_format(at, 0, label, &formats.text)?;
        sheet.write_string_with_format(at, 1, text, &formats.text)?;
    }
    sheet.write_string_with_format(
        0,
        0,
        either(language, "Parametri dello scenario", "Parameters of the scenario"),
        &formats.title,
    )?;
    let months = row.months.unsigned_abs();
    let numbers = [
        (2, either(language, "Anno", "Year"), f64::from(row.year), &formats.plain),
        (
            HEAD_COUNT - 1,
            either(language, "Operatori da collocare", "Operators to place"),
            row.head_count as f64,
            &formats.whole,
        ),
        (BUDGET - 1, either(language, "Budget, €", "Budget, €"), row.budget_cents as f64 / 100.0, &formats.euro),
        (MONTHS - 1, either(language, "Mesi da pagare", "Months to pay for"), f64::from(months), &formats.whole),
        (
            10,
            either(language, "Ore disponibili di un operatore, all'anno", "Available hours of an operator, a year"),
            table.region.sizing.common_hours(),
            &formats.tenth,
        ),
    ];
    for (at, label, number, format) in numbers {
        sheet.write_string_with_format(at, 0, label, &formats.text)?;
        sheet.write_number_with_format(at, 1, number, format)?;
    }
    let last = HEADS + table.profiles().len() as u32 + 1;
    let cost = costs(sheet, table, formats, places, language)?;
    let placed = table.sum(|_, _| true).placed as f64;
    let from = quoted(&places.sheet);
    let all = places.total(Group::Added, table.profiles().len() as u16);
    let results = [
        (
            11,
            either(language, "Operatori aggiunti", "Operators added"),
            format!("={from}{all}"),
            placed,
            &formats.whole,
        ),
        (
            12,
            either(language, "Ancora da collocare", "Still to place"),
            format!("=B{HEAD_COUNT}-B12"),
            row.head_count as f64 - placed,
            &formats.whole,
        ),
        (13, either(language, "Costo", "Cost"), format!("=F{}", last + 1), cost, &formats.euro),
        (
            14,
            either(language, "Resta del budget", "Left of the budget"),
            format!("=B{BUDGET}-B14"),
            row.budget_cents as f64 / 100.0 - cost,
            &formats.euro,
        ),
    ];
    for (at, label, text, result, format) in results {
        sheet.write_string_with_format(at, 0, label, &formats.text)?;
        sheet.write_formula_with_format(at, 1, formula(&text, result), format)?;
    }
    sheet.set_column_width(0, 38)?;
    sheet.set_column_width(1, 34)?;
    sheet.set_column_range_width(2, 5, 18)?;
    paged(sheet, &row.name);
    Ok(())
}

/// The table of the profiles. Gives what all operators cost, euro.
fn costs(
    sheet: &mut Worksheet,
    table: &Table,
    formats: &Formats,
    places: &Places,
    language: Language,
) -> Result<f64, XlsxError> {
    let heads = [
        either(language, "Profilo", "Profile"),
        either(language, "Nome", "Name"),
        either(language, "Costo annuo, €", "Yearly cost, €"),
        either(language, "Ore disponibili", "Available hours"),
        either(language, "Operatori aggiunti", "Operators added"),
        either(language, "Costo nei mesi, €", "Cost over the months, €"),
    ];
    paper::heads(sheet, HEADS, (&heads, 2), formats)?;
    let (months, from) = (table.row.months.unsigned_abs(), quoted(&places.sheet));
    let (mut counts, mut yearly) = (Vec::new(), Vec::new());
    for (profile, code) in table.profiles().iter().enumerate() {
        let (row, at) = (HEADS + 1 + profile as u32, HEADS + 2 + profile as u32);
        let name = table.region.profiles.get(profile).map(|row| either(language, &row.name_it, &row.name_en));
        sheet.write_string_with_format(row, 0, code.as_str(), &formats.text)?;
        sheet.write_string_with_format(row, 1, name.unwrap_or_default(), &formats.text)?;
        let cents = table.region.assumptions.profiles.get(profile).map_or(0, |profile| profile.yearly_cost_cents);
        let hours = table.region.sizing.available_hours().get(profile).copied().unwrap_or_default();
        let placed = table.sum(|_, of| of == profile).placed;
        sheet.write_number_with_format(row, 2, cents as f64 / 100.0, &formats.euro)?;
        sheet.write_number_with_format(row, 3, hours, &formats.tenth)?;
        let added = format!("={from}{}", places.total(Group::Added, profile as u16));
        sheet.write_formula_with_format(row, 4, formula(&added, placed as f64), &formats.whole)?;
        let paid = cost_cents(&[placed], &[cents], months) as f64 / 100.0;
        let text = format!("=C{at}*E{at}*$B${MONTHS}/12");
        sheet.write_formula_with_format(row, 5, formula(&text, paid), &formats.euro)?;
        counts.push(placed);
        yearly.push(cents);
    }
    let (row, first, last) = (HEADS + 1 + counts.len() as u32, HEADS + 2, HEADS + 1 + counts.len() as u32);
    let cost = cost_cents(&counts, &yearly, months) as f64 / 100.0;
    for column in 1..4 {
        sheet.write_blank(row, column, &formats.total_text)?;
    }
    sheet.write_string_with_format(row, 0, either(language, "Totale", "Total"), &formats.total_text)?;
    let sum = |letter: char| format!("SUM({letter}{first}:{letter}{last})");
    let placed = counts.iter().sum::<u64>() as f64;
    sheet.write_formula_with_format(row, 4, formula(&format!("={}", sum('E')), placed), &formats.total_whole)?;
    sheet.write_formula_with_format(row, 5, formula(&format!("=ROUND({},2)", sum('F')), cost), &formats.total_euro)?;
    Ok(cost)
}

fn state(name: &str, language: Language) -> &'static str {
    match State::from_name(name).unwrap_or_default() {
        State::Draft => either(language, "Bozza", "Draft"),
        State::Proposed => either(language, "Proposto", "Proposed"),
        State::Approved => either(language, "Approvato", "Approved"),
        State::InForce => either(language, "In vigore", "In force"),
    }
}

/// Which figures it was computed by.
fn base(table: &Table, language: Language) -> String {
    let revision = table.region.revision;
    match table.row.base_at {
        Some(at) => {
            let text = either(language, "tenuti all'approvazione", "kept at the approval");
            format!("{text}, {}, {}", day_and_hour(at), revision_of(revision, language))
        }
        None => format!("{}, {}", either(language, "di oggi", "of today"), revision_of(revision, language)),
    }
}

fn revision_of(revision: i64, language: Language) -> String {
    format!("{} {revision}", either(language, "revisione", "revision"))
}

fn exported(table: &Table, language: Language) -> String {
    format!("{}, {} {}", day_and_hour(table.at), either(language, "da", "by"), table.by)
}

/// An instant as both languages write it, in Rome's time.
fn day_and_hour(at: chrono::DateTime<chrono::Utc>) -> String {
    let at = local(jiff::Timestamp::from_second(at.timestamp()).unwrap_or_default());
    format!("{:02}/{:02}/{} {:02}:{:02}", at.day(), at.month(), at.year(), at.hour(), at.minute())
}
