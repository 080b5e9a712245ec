//! Between the board and a spreadsheet: tab-separated text as Excel and LibreOffice write it, and numbers as people type them.

use super::scenario::MAX_OPERATORS;
use crate::{
    number::{Language, parse_decimal},
    problem::{Rule, out_of},
};

/// Reads the rows of a spreadsheet's text. Fields stand between tabs; a field in quotes may hold tabs and new lines, and
/// doubles its quotes. One new line at the end makes no row, and no text at all makes none.
pub fn read_rows(text: &str) -> Vec<Vec<String>> {
    read_separated(text, '\t')
}

/// The same where another character stands between the fields.
pub fn read_separated(text: &str, separator: char) -> Vec<Vec<String>> {
    if text.is_empty() {
        return Vec::new();
    }
    let mut rows = vec![vec![String::new()]];
    let mut quoted = false;
    // A row of which nothing was read yet, not even an empty pair of quotes.
    let mut fresh = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let row = rows.len() - 1;
        let column = rows[row].len() - 1;
        let field = &mut rows[row][column];
        fresh = c == '\n' && !quoted;
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                field.push('"');
            }
            '"' if quoted => quoted = false,
            '"' if field.is_empty() => quoted = true,
            c if c == separator && !quoted => rows[row].push(String::new()),
            '\r' if !quoted && chars.peek() == Some(&'\n') => {}
            '\n' if !quoted => rows.push(vec![String::new()]),
            other => field.push(other),
        }
    }
    if fresh {
        rows.pop();
    }
    rows
}

/// Writes rows as a spreadsheet reads them.
pub fn write_rows(rows: &[Vec<String>]) -> String {
    let field = |text: &String| {
        if text.contains(['\t', '\n', '\r', '"']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.clone() }
    };
    let row = |row: &Vec<String>| match row.as_slice() {
        // Quotes keep a row of one empty field from being taken for the new line at the end.
        [only] if only.is_empty() => String::from("\"\""),
        fields => fields.iter().map(field).collect::<Vec<_>>().join("\t"),
    };
    rows.iter().map(row).collect::<Vec<_>>().join("\r\n")
}

/// Reads a typed number of operators; nothing typed is none.
///
/// # Errors
/// The rule that it breaks: a number, whole, from 0 to [`MAX_OPERATORS`].
pub fn parse_operators(text: &str, language: Language) -> Result<u32, Rule> {
    let value = match parse_decimal(text, language) {
        Err(Rule::Required) => return Ok(0),
        other => other?,
    };
    if let Some(rule) = out_of(value, 0.0, f64::from(MAX_OPERATORS)) {
        return Err(rule);
    }
    if value % 1.0 == 0.0 { Ok(value as u32) } else { Err(Rule::NotWhole) }
}

/// Where the fields of a pasted block go: `(row, column)` within the sheet, and `(row, column)` within the block.
///
/// One field fills the selection; a block repeats when the selection is a multiple of it; else it goes once, from the
/// selection's upper left cell on, and may reach beyond the sheet.
pub fn fit(
    block: (usize, usize),
    selection: ((usize, usize), (usize, usize)),
) -> Vec<((usize, usize), (usize, usize))> {
    let (rows, columns) = block;
    if rows == 0 || columns == 0 {
        return Vec::new();
    }
    let (low, high) = selection;
    let (tall, wide) = (high.0 - low.0 + 1, high.1 - low.1 + 1);
    let multiple = tall.is_multiple_of(rows) && wide.is_multiple_of(columns);
    let (tall, wide) = if multiple { (tall, wide) } else { (rows, columns) };
    (0..tall)
        .flat_map(|row| (0..wide).map(move |column| (row, column)))
        .map(|(row, column)| ((low.0 + row, low.1 + column), (row % rows, column % columns)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<Vec<String>> {
        read_rows(text)
    }

    #[test]
    fn a_spreadsheets_text_reads_back() {
        assert_eq!(rows("1\t2\r\n3\t4\r\n"), [["1", "2"], ["3", "4"]]);
        assert_eq!(rows("7"), [["7"]]);
        assert!(rows("").is_empty(), "a picture's text is no empty number");
        assert_eq!(rows("\"a\tb\"\"c\"\td"), [["a\tb\"c", "d"]]);
        let awkward = vec![vec![String::from("tab\there"), String::from("quote\"")], vec![String::new(), "2".into()]];
        assert_eq!(rows(&write_rows(&awkward)), awkward);
        let column = vec![vec![String::from("1")], vec![String::new()]];
        assert_eq!(rows(&write_rows(&column)), column, "an empty field at the end is a field");
        assert_eq!(rows("1\r\n"), [["1"]]);
    }

    #[test]
    fn operators_are_whole_and_few() {
        let read = |text| parse_operators(text, Language::Italian);
        assert_eq!(read(" 3 "), Ok(3));
        assert_eq!(read("1.234"), Ok(1234));
        assert_eq!(read(""), Ok(0));
        assert_eq!(read("-3"), Err(Rule::TooSmall { min: 0.0 }));
        assert_eq!(read("1,5"), Err(Rule::NotWhole));
        assert_eq!(read("1000000000000"), Err(Rule::TooGreat { max: 9_999.0 }));
        assert_eq!(read("abc"), Err(Rule::NotANumber));
    }

    #[test]
    fn a_block_fills_repeats_or_reaches_beyond() {
        assert_eq!(fit((1, 1), ((0, 0), (1, 1))).len(), 4, "one number fills the selection");
        assert_eq!(
            fit((1, 2), ((0, 0), (1, 1))),
            [((0, 0), (0, 0)), ((0, 1), (0, 1)), ((1, 0), (0, 0)), ((1, 1), (0, 1))]
        );
        assert_eq!(fit((2, 2), ((3, 3), (3, 3))).last(), Some(&((4, 4), (1, 1))));
        assert!(fit((0, 0), ((0, 0), (0, 0))).is_empty());
    }
}
