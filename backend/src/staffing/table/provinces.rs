//! The sheet of the provinces: sums over the table that follow what is changed there.

use rust_xlsxwriter::{Worksheet, XlsxError};
use shared::number::Language;

use super::{
    Table,
    paper::{self, Formats, either, formula, pressure, quoted},
    workbook::{Group, Places, paged},
};

pub(super) fn write(
    sheet: &mut Worksheet,
    table: &Table,
    formats: &Formats,
    places: &Places,
    language: Language,
) -> Result<(), XlsxError> {
    sheet.set_name(either(language, "Province", "Provinces"))?;
    let heads = [
        either(language, "Provincia", "Province"),
        either(language, "Operatori aggiunti", "Operators added"),
        either(language, "In servizio", "In service"),
        either(language, "Necessari", "Required"),
        either(language, "Pressione", "Pressure"),
    ];
    paper::heads(sheet, 0, (&heads, 1), formats)?;
    let names = table.province_names();
    let from = quoted(&places.sheet);
    for (row, name) in (1..).zip(&names) {
        sheet.write_string_with_format(row, 0, *name, &formats.text)?;
        let totals = table.sum(|cpi, _| table.names(cpi).1 == *name);
        let sums = [
            (1, Group::Added, totals.placed as f64, &formats.whole),
            (2, Group::Have, totals.have, &formats.tenth),
            (3, Group::Required, totals.required, &formats.tenth),
        ];
        for (column, group, result, format) in sums {
            let (province, numbers) = (places.span(0), places.span(places.all(group)));
            let text = format!("=SUMIF({from}{province},A{},{from}{numbers})", row + 1);
            sheet.write_formula_with_format(row, column, formula(&text, result), format)?;
        }
        put_pressure(sheet, row, totals.pressure(), &formats.hundredth)?;
    }
    let (last, row) = (names.len(), names.len() as u32 + 1);
    sheet.write_string_with_format(row, 0, "Puglia", &formats.total_text)?;
    let totals = table.sum(|_, _| true);
    let sums = [
        (1, 'B', totals.placed as f64, &formats.total_whole),
        (2, 'C', totals.have, &formats.total_tenth),
        (3, 'D', totals.required, &formats.total_tenth),
    ];
    for (column, letter, result, format) in sums {
        let text = format!("=SUM({letter}2:{letter}{})", last + 1);
        sheet.write_formula_with_format(row, column, formula(&text, result), format)?;
    }
    put_pressure(sheet, row, totals.pressure(), &formats.total_hundredth)?;
    sheet.set_column_width(0, 24)?;
    sheet.set_column_range_width(1, 4, 14)?;
    paged(sheet, &table.row.name);
    Ok(())
}

fn put_pressure(
    sheet: &mut Worksheet,
    row: u32,
    result: f64,
    format: &rust_xlsxwriter::Format,
) -> Result<(), XlsxError> {
    let at = row + 1;
    let text = pressure(&format!("D{at}"), &format!("C{at}"), &format!("B{at}"));
    sheet.write_formula_with_format(row, 4, formula(&text, result), format)?;
    Ok(())
}
