//! What the sheets of a workbook have in common: two languages, formats, formulas that carry their result.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Formula, Worksheet, XlsxError};
use shared::number::Language;

use crate::graphql::provenance::Provenance;

/// The one of two texts that is in a language.
pub(super) fn either<'a>(language: Language, italian: &'a str, english: &'a str) -> &'a str {
    match language {
        Language::Italian => italian,
        Language::English => english,
    }
}

/// A row of headings: the first ones over text, the others over numbers.
pub(super) fn heads(
    sheet: &mut Worksheet,
    row: u32,
    (heads, over_text): (&[&str], usize),
    formats: &Formats,
) -> Result<(), XlsxError> {
    for (column, (number, head)) in (0..).zip(heads.iter().enumerate()) {
        let format = if number < over_text { &formats.head } else { &formats.over };
        sheet.write_string_with_format(row, column, *head, format)?;
    }
    Ok(())
}

/// Where something comes from, in a language.
pub(super) fn source(origin: &str, source: &str, language: Language) -> String {
    let told = Provenance::of(origin, source);
    match (language, told.source_italian) {
        (Language::Italian, Some(italian)) => italian,
        _ => told.source,
    }
}

/// A sheet's name as a formula writes it.
pub(super) fn quoted(sheet: &str) -> String {
    format!("'{}'!", sheet.replace('\'', "''"))
}

/// A formula with what it comes to, so that it shows before anything recalculates.
pub(super) fn formula(text: &str, result: f64) -> Formula {
    let result = if result.is_finite() { result.to_string() } else { ENDLESS.to_owned() };
    Formula::new(text).set_result(result)
}

/// What stands where work exists and nobody is there.
pub(super) const ENDLESS: &str = "∞";

/// The pressure of cells at these addresses.
pub(super) fn pressure(required: &str, have: &str, added: &str) -> String {
    format!("=IF({required}<=0,0,IF({have}+{added}<=0,\"{ENDLESS}\",{required}/({have}+{added})))")
}

/// The formats of a workbook.
pub(super) struct Formats {
    pub(super) title: Format,
    pub(super) note: Format,
    pub(super) head: Format,
    /// A heading over numbers.
    pub(super) over: Format,
    pub(super) group: Format,
    pub(super) text: Format,
    pub(super) wrapped: Format,
    pub(super) whole: Format,
    pub(super) tenth: Format,
    pub(super) hundredth: Format,
    pub(super) euro: Format,
    pub(super) plain: Format,
    /// A cell that may be edited.
    pub(super) open: Format,
    /// A cell that is locked.
    pub(super) locked: Format,
    pub(super) total_text: Format,
    pub(super) total_whole: Format,
    pub(super) total_tenth: Format,
    pub(super) total_hundredth: Format,
    pub(super) total_euro: Format,
    /// What is assumed.
    pub(super) assumed: Format,
}

const BLUE: Color = Color::RGB(0x00_4D_99);
const SOFT_BLUE: Color = Color::RGB(0xE0_ED_FA);
const GREY: Color = Color::RGB(0x46_5A_6B);
const LINE: Color = Color::RGB(0xC5_CE_D8);

impl Formats {
    pub(super) fn new() -> Self {
        let base = Format::new().set_font_name("Calibri").set_font_size(11);
        let boxed = base
            .clone()
            .set_border_bottom(FormatBorder::Hair)
            .set_border_bottom_color(LINE)
            .set_align(FormatAlign::Top);
        let number = |format: &str| boxed.clone().set_num_format(format).set_align(FormatAlign::Right);
        let total = base.clone().set_bold().set_border_bottom(FormatBorder::Thin).set_border_top(FormatBorder::Thin);
        let total_number = |format: &str| total.clone().set_num_format(format).set_align(FormatAlign::Right);
        let head = base.clone().set_bold().set_font_color(Color::White).set_background_color(BLUE);
        Self {
            title: base.clone().set_bold().set_font_size(14).set_font_color(BLUE),
            note: base.clone().set_italic().set_font_color(GREY),
            head: head.clone().set_text_wrap().set_align(FormatAlign::Top),
            over: head.clone().set_text_wrap().set_align(FormatAlign::Top).set_align(FormatAlign::Right),
            group: head.set_align(FormatAlign::Center),
            text: boxed.clone(),
            wrapped: boxed.clone().set_text_wrap().set_align(FormatAlign::Top),
            whole: number("#,##0"),
            tenth: number("#,##0.0"),
            hundredth: number("0.00"),
            euro: number("#,##0.00 €"),
            plain: number("General"),
            open: number("#,##0").set_background_color(SOFT_BLUE).set_unlocked(),
            locked: number("#,##0").set_background_color(Color::RGB(0xDD_DD_DD)).set_font_color(GREY),
            total_whole: total_number("#,##0"),
            total_tenth: total_number("#,##0.0"),
            total_hundredth: total_number("0.00"),
            total_euro: total_number("#,##0.00 €"),
            total_text: total,
            assumed: boxed.set_background_color(Color::RGB(0xFF_F3_D6)),
        }
    }
}
