//! The workbook: the table with its formulas, the provinces, the parameters, the sources.

use rust_xlsxwriter::{
    Color, ConditionalFormat3ColorScale, ConditionalFormatType, DataValidation, DataValidationErrorStyle,
    DataValidationRule, DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError,
};
use shared::{
    number::Language,
    staffing::{
        Totals,
        scenario::MAX_OPERATORS,
        sheet::{CODE, REVISION, SCENARIO, address},
    },
};

use super::{
    Table,
    paper::{Formats, either, formula, pressure},
    parameters, provinces, sources,
};
use crate::error::{Context as _, Result};

/// The row of the region's totals; above the headings, so that they stay in sight.
const TOTALS: u32 = 3;
const GROUPS: u32 = 4;
const HEADS: u32 = 5;
/// The first row of a CPI.
const FIRST: u32 = 6;
/// Columns before the first group: province, code, name.
const NAMES: u16 = 3;

/// Where things are in the sheet of the table, for the formulas of all sheets.
pub(super) struct Places {
    /// The sheet's name.
    pub(super) sheet: String,
    profiles: u16,
    last: u32,
}

/// The groups of columns: one column a profile, and one for all of them.
#[derive(Clone, Copy)]
pub(super) enum Group {
    Added,
    Have,
    Required,
    Pressure,
}

impl Group {
    const ALL: [Self; 4] = [Self::Added, Self::Have, Self::Required, Self::Pressure];

    fn name(self, language: Language) -> &'static str {
        match self {
            Self::Added => either(language, "Operatori aggiunti", "Operators added"),
            Self::Have => either(language, "In servizio", "In service"),
            Self::Required => either(language, "Necessari", "Required"),
            Self::Pressure => either(language, "Pressione", "Pressure"),
        }
    }

    fn short(self, language: Language) -> &'static str {
        match self {
            Self::Added => "",
            Self::Have => either(language, " in servizio", " in service"),
            Self::Required => either(language, " necessari", " required"),
            Self::Pressure => either(language, " pressione", " pressure"),
        }
    }
}

impl Places {
    fn of(table: &Table, language: Language) -> Self {
        Self {
            sheet: either(language, "Tabella", "Table").to_owned(),
            profiles: table.profiles().len() as u16,
            last: (FIRST + table.cpis().len() as u32).saturating_sub(1).max(FIRST),
        }
    }

    /// The column of a profile in a group; after the last profile comes the column of all.
    pub(super) fn column(&self, group: Group, profile: u16) -> u16 {
        NAMES + group as u16 * (self.profiles + 1) + profile
    }

    fn locks(&self) -> u16 {
        self.column(Group::Pressure, self.profiles) + 1
    }

    /// A column's cells of all CPIs, as `$D$7:$D$49`.
    pub(super) fn span(&self, column: u16) -> String {
        let fixed = |row| {
            let at = address(row, u32::from(column));
            let (letters, digits) = at.split_at(at.find(|c: char| c.is_ascii_digit()).unwrap_or_default());
            format!("${letters}${digits}")
        };
        format!("{}:{}", fixed(FIRST), fixed(self.last))
    }

    /// The region's total of a profile in a group.
    pub(super) fn total(&self, group: Group, profile: u16) -> String {
        address(TOTALS, u32::from(self.column(group, profile)))
    }

    /// The column of the province, and that of all profiles in a group.
    pub(super) fn all(&self, group: Group) -> u16 {
        self.column(group, self.profiles)
    }
}

/// The workbook, as the bytes of a file.
///
/// # Errors
/// When it cannot be written, which is a fault of ours.
pub(crate) fn xlsx_of(table: &Table, language: Language) -> Result<Vec<u8>> {
    write(table, language).context("writing a workbook")
}

fn write(table: &Table, language: Language) -> std::result::Result<Vec<u8>, XlsxError> {
    let (formats, places) = (Formats::new(), Places::of(table, language));
    let mut workbook = Workbook::new();
    let properties = DocProperties::new()
        .set_title(&table.row.name)
        .set_author(&table.by)
        .set_creation_datetime(&ExcelDateTime::from_timestamp(table.at.timestamp())?);
    workbook.set_properties(&properties);
    let sheet = workbook.add_worksheet();
    sheet.set_name(&places.sheet)?;
    head(sheet, table, &formats, &places, language)?;
    rows(sheet, table, &formats, &places)?;
    guide(sheet, &places, language)?;
    paged(sheet, &table.row.name);
    sheet.set_repeat_rows(GROUPS, HEADS)?;
    provinces::write(workbook.add_worksheet(), table, &formats, &places, language)?;
    parameters::write(workbook.add_worksheet(), table, &formats, &places, language)?;
    sources::write(workbook.add_worksheet(), table, &formats, language)?;
    workbook.save_to_buffer()
}

/// A sheet that prints on A4, all columns on one page.
pub(super) fn paged(sheet: &mut Worksheet, name: &str) {
    // An ampersand begins a field of the footer.
    let name = name.replace('&', "&&");
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0).set_footer(format!("&L{name}&R&P / &N"));
}

fn head(
    sheet: &mut Worksheet,
    table: &Table,
    formats: &Formats,
    places: &Places,
    language: Language,
) -> std::result::Result<(), XlsxError> {
    // Never only the name: it could be one of the labels that are looked for on the way back.
    let title = format!("{}: {}", either(language, "Tabella di", "Table of"), table.row.name);
    sheet.write_string_with_format(0, 0, title, &formats.title)?;
    let word = |texts: &[&'static str; 2]| either(language, texts[0], texts[1]);
    sheet.write_string_with_format(1, 0, word(&REVISION), &formats.note)?;
    sheet.write_number_with_format(1, 1, table.revision as f64, &formats.note)?;
    sheet.write_string_with_format(1, 2, word(&SCENARIO), &formats.note)?;
    sheet.write_string_with_format(1, 3, table.row.id.to_string(), &formats.note)?;
    let how = either(
        language,
        "Cambia i numeri nelle colonne azzurre, poi carica il file nella pagina dello scenario: ti mostra le modifiche prima di scriverle. I numeri grigi sono bloccati.",
        "Change the numbers in the blue columns, then load the file on the scenario's page: it shows you the changes before it writes them. Grey numbers are locked.",
    );
    sheet.write_string_with_format(2, 0, how, &formats.note)?;
    sheet.write_string_with_format(TOTALS, 0, "Puglia", &formats.total_text)?;
    sheet.write_blank(TOTALS, 1, &formats.total_text)?;
    sheet.write_blank(TOTALS, 2, &formats.total_text)?;
    let names = [either(language, "Provincia", "Province"), word(&CODE), either(language, "Sede", "Seat")];
    for (column, name) in (0..).zip(names) {
        sheet.write_blank(GROUPS, column, &formats.group)?;
        sheet.write_string_with_format(HEADS, column, name, &formats.head)?;
    }
    for group in Group::ALL {
        let (from, to) = (places.column(group, 0), places.all(group));
        sheet.merge_range(GROUPS, from, GROUPS, to, group.name(language), &formats.group)?;
        for (profile, code) in (0..).zip(table.profiles()) {
            let name = format!("{code}{}", group.short(language));
            sheet.write_string_with_format(HEADS, places.column(group, profile), name, &formats.over)?;
        }
        let all = format!("{}{}", either(language, "Totale", "Total"), group.short(language));
        sheet.write_string_with_format(HEADS, to, all, &formats.over)?;
    }
    sheet.write_blank(GROUPS, places.locks(), &formats.group)?;
    sheet.write_string_with_format(HEADS, places.locks(), either(language, "Bloccati", "Locked"), &formats.head)?;
    for profile in 0..=places.profiles {
        let sum = |group| format!("=SUM({})", places.span(places.column(group, profile)));
        let is_all = profile == places.profiles;
        let totals = table.sum(|_, of| is_all || of == usize::from(profile));
        let put = [
            (Group::Added, sum(Group::Added), totals.placed as f64, &formats.total_whole),
            (Group::Have, sum(Group::Have), totals.have, &formats.total_tenth),
            (Group::Required, sum(Group::Required), totals.required, &formats.total_tenth),
            (
                Group::Pressure,
                pressure(
                    &places.total(Group::Required, profile),
                    &places.total(Group::Have, profile),
                    &places.total(Group::Added, profile),
                ),
                totals.pressure(),
                &formats.total_hundredth,
            ),
        ];
        for (group, text, result, format) in put {
            sheet.write_formula_with_format(TOTALS, places.column(group, profile), formula(&text, result), format)?;
        }
    }
    Ok(())
}

fn rows(
    sheet: &mut Worksheet,
    table: &Table,
    formats: &Formats,
    places: &Places,
) -> std::result::Result<(), XlsxError> {
    for (row, cpi) in (FIRST..).zip(0..table.cpis().len()) {
        let (name, province) = table.names(cpi);
        for (column, text) in (0..).zip([province, table.cpis()[cpi].as_str(), name]) {
            sheet.write_string_with_format(row, column, text, &formats.text)?;
        }
        for profile in 0..places.profiles {
            let (cell, load) = (table.cell(cpi, usize::from(profile)), table.load(cpi, usize::from(profile)));
            let format = if cell.locked { &formats.locked } else { &formats.open };
            let number = f64::from(cell.operators);
            sheet.write_number_with_format(row, places.column(Group::Added, profile), number, format)?;
            sheet.write_number_with_format(row, places.column(Group::Have, profile), load.have, &formats.tenth)?;
            sheet.write_number_with_format(
                row,
                places.column(Group::Required, profile),
                load.required,
                &formats.tenth,
            )?;
            put_pressure(sheet, places, row, profile, load.pressure(), formats)?;
        }
        let all: Totals = table.sum(|of, _| of == cpi);
        let sums = [(Group::Added, all.placed as f64), (Group::Have, all.have), (Group::Required, all.required)];
        for (group, result) in sums {
            let at = |column: u16| address(row, u32::from(column));
            let (from, to) = (places.column(group, 0), places.all(group));
            let text = format!("=SUM({}:{})", at(from), at(to - 1));
            let format = if matches!(group, Group::Added) { &formats.whole } else { &formats.tenth };
            sheet.write_formula_with_format(row, to, formula(&text, result), format)?;
        }
        put_pressure(sheet, places, row, places.profiles, all.pressure(), formats)?;
        sheet.write_string_with_format(row, places.locks(), table.locked(cpi), &formats.text)?;
    }
    Ok(())
}

fn put_pressure(
    sheet: &mut Worksheet,
    places: &Places,
    row: u32,
    profile: u16,
    result: f64,
    formats: &Formats,
) -> std::result::Result<(), XlsxError> {
    let at = |group| address(row, u32::from(places.column(group, profile)));
    let text = pressure(&at(Group::Required), &at(Group::Have), &at(Group::Added));
    let column = places.column(Group::Pressure, profile);
    sheet.write_formula_with_format(row, column, formula(&text, result), &formats.hundredth)?;
    Ok(())
}

/// What helps whoever edits it: a fixed head, filters, widths, whole numbers only, colours that need no red and green.
fn guide(sheet: &mut Worksheet, places: &Places, language: Language) -> std::result::Result<(), XlsxError> {
    sheet.set_freeze_panes(FIRST, NAMES)?;
    sheet.autofilter(HEADS, 0, places.last, places.locks())?;
    sheet.set_column_width(0, 20)?;
    sheet.set_column_width(1, 11)?;
    sheet.set_column_width(2, 24)?;
    sheet.set_column_range_width(NAMES, places.all(Group::Added), 8)?;
    sheet.set_column_range_width(places.column(Group::Have, 0), places.locks(), 11)?;
    sheet.set_row_height(HEADS, 32)?;
    let most = MAX_OPERATORS as i32;
    let rule = DataValidation::new()
        .allow_whole_number(DataValidationRule::Between(0, most))
        .set_error_style(DataValidationErrorStyle::Stop)
        .set_error_title(either(language, "Operatori", "Operators"))?
        .set_error_message(either(language, "Un numero intero, da 0 a 9999.", "A whole number, from 0 to 9999."))?;
    let (from, to) = (places.column(Group::Added, 0), places.column(Group::Added, places.profiles) - 1);
    sheet.add_data_validation(FIRST, from, places.last, to, &rule)?;
    // Brown where there are too few, teal where there are enough, as on the map.
    let scale = ConditionalFormat3ColorScale::new()
        .set_minimum(ConditionalFormatType::Number, 0.6)
        .set_midpoint(ConditionalFormatType::Number, 1)
        .set_maximum(ConditionalFormatType::Number, 2)
        .set_minimum_color(Color::RGB(0x8F_CF_C5))
        .set_midpoint_color(Color::RGB(0xFF_FF_FF))
        .set_maximum_color(Color::RGB(0xDF_B9_78));
    let pressures = (places.column(Group::Pressure, 0), places.all(Group::Pressure));
    sheet.add_conditional_format(FIRST, pressures.0, places.last, pressures.1, &scale)?;
    Ok(())
}
