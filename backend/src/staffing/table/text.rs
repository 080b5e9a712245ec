//! The table as CSV, as an Italian spreadsheet program opens it: semicolons, a mark of UTF-8 at the start, decimal commas.

use shared::{
    number::Language,
    staffing::{
        Totals,
        sheet::{CODE, REVISION, SCENARIO},
    },
};

use super::{
    Table,
    paper::{ENDLESS, either},
};
use crate::error::{Context as _, Result};

/// Tells spreadsheet programs that it is UTF-8.
const MARK: &str = "\u{feff}";

/// The table as CSV. In Italian with semicolons and decimal commas, in English with commas and points.
///
/// # Errors
/// Never in practice: writing to memory.
pub(crate) fn csv_of(table: &Table, language: Language) -> Result<String> {
    let separator = match language {
        Language::Italian => b';',
        Language::English => b',',
    };
    let mut writer = csv::WriterBuilder::new().delimiter(separator).from_writer(Vec::new());
    writer.write_record(heads(table, language)).context("writing a table as CSV")?;
    for cpi in 0..table.cpis().len() {
        writer.write_record(row(table, cpi, language)).context("writing a table as CSV")?;
    }
    let bytes = writer.into_inner().map_err(|error| error.to_string()).context("writing a table as CSV")?;
    let text = String::from_utf8(bytes).context("writing a table as CSV")?;
    Ok(format!("{MARK}{text}"))
}

fn heads(table: &Table, language: Language) -> Vec<String> {
    let word = |texts: &[&'static str; 2]| either(language, texts[0], texts[1]).to_owned();
    let by_profile = |after: &'static str| table.profiles().iter().map(move |code| format!("{code}{after}"));
    let mut heads =
        vec![either(language, "Provincia", "Province").into(), word(&CODE), either(language, "Sede", "Seat").into()];
    heads.extend(by_profile(""));
    heads.push(either(language, "Totale aggiunti", "Total added").into());
    heads.extend(by_profile(either(language, " in servizio", " in service")));
    heads.extend(by_profile(either(language, " necessari", " required")));
    heads.extend(by_profile(either(language, " pressione", " pressure")));
    heads.push(either(language, "Totale in servizio", "Total in service").into());
    heads.push(either(language, "Totale necessari", "Total required").into());
    heads.push(either(language, "Pressione", "Pressure").into());
    heads.push(either(language, "Bloccati", "Locked").into());
    heads.extend([word(&SCENARIO), word(&REVISION)]);
    heads
}

fn row(table: &Table, cpi: usize, language: Language) -> Vec<String> {
    let (name, province) = table.names(cpi);
    let loads: Vec<Totals> = (0..table.profiles().len()).map(|profile| table.load(cpi, profile)).collect();
    let all: Totals = loads.iter().copied().sum();
    let mut row = vec![plain(province), table.cpis()[cpi].to_string(), plain(name)];
    row.extend(loads.iter().map(|load| load.placed.to_string()));
    row.push(all.placed.to_string());
    row.extend(loads.iter().map(|load| decimal(load.have, language)));
    row.extend(loads.iter().map(|load| decimal(load.required, language)));
    row.extend(loads.iter().map(|load| decimal(load.pressure(), language)));
    row.extend([all.have, all.required, all.pressure()].map(|number| decimal(number, language)));
    row.extend([table.locked(cpi), table.row.id.to_string(), table.revision.to_string()]);
    row
}

/// A number with two decimals, and nothing between its thousands.
fn decimal(number: f64, language: Language) -> String {
    if !number.is_finite() {
        return ENDLESS.to_owned();
    }
    let text = format!("{number:.2}");
    match language {
        Language::Italian => text.replace('.', ","),
        Language::English => text,
    }
}

/// A text that a spreadsheet does not take for a formula.
fn plain(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_those_of_the_language_and_no_text_is_a_formula() {
        assert_eq!(decimal(1234.5, Language::Italian), "1234,50");
        assert_eq!(decimal(1234.5, Language::English), "1234.50");
        assert_eq!(decimal(f64::INFINITY, Language::Italian), "∞");
        assert_eq!(plain("=HYPERLINK(\"http://x\")"), "'=HYPERLINK(\"http://x\")");
        assert_eq!(plain("Bari"), "Bari");
    }
}
