//! From a file's bytes to what it would change. The model reads the sheets; this unpacks them, and asks the database what is there.

use std::{collections::BTreeMap, io::Cursor};

use calamine::{DataRef, Reader as _, Xlsx};
use shared::{
    Problem,
    code::{CpiCode, ProfileCode},
    identity::{
        Action, Resource,
        policy::{
            act::{EditCells, ReadScenarios},
            may_at_all,
        },
    },
    staffing::{
        CellKey, CellValue,
        clipboard::read_separated,
        sheet::{Fault, Held, MAX_COLUMNS, MAX_ROWS, Read, Reading, Sheet, Value, Why, compare, read},
    },
};
use tokio::sync::Semaphore;
use uuid::Uuid;

use super::guard;
use crate::{
    cx::Cx,
    error::{Context as _, Error, Result},
    staffing::{entity::scenario_cell, store},
    territory::cpi_list_all,
};

/// Files that are unpacked at once: each may take some hundred megabytes of memory.
static READS: Semaphore = Semaphore::const_new(2);
/// How a packed file begins.
const PACKED: &[u8] = b"PK";
/// What may stand between the fields of a table of text.
const SEPARATORS: [char; 3] = [';', ',', '\t'];
/// The most characters that are kept of a cell: no code and no number is longer.
const MAX_TEXT: usize = 80;

/// What an edited file would change in a scenario. Nothing is written.
///
/// # Errors
/// `NOT_FOUND`, when there is no such scenario that the caller may read; `FORBIDDEN`, when no part of the caller may place
/// operators; `WRONG_STATE`, when the scenario is no draft.
pub(crate) async fn reading_of(cx: &Cx, id: Uuid, bytes: Vec<u8>) -> Result<Reading> {
    let permit = cx.may::<ReadScenarios>(&Resource::Region).map_err(|_| Error::not_found())?;
    let db = cx.db().read();
    let (row, revision) = store::scenario_find(db, &permit, id).await?.ok_or_else(Error::not_found)?;
    may_at_all(&cx.who().actor, Action::EditCells)?;
    let standing = store::standing_of(&row)?;
    if !standing.is_open() {
        return Err(Problem::WrongState(standing).into());
    }
    let rows = cpi_list_all(db).await?;
    let cpis = rows.iter().map(|row| CpiCode::new(&row.code)).collect::<Result<Vec<_>, _>>();
    let cpis = cpis.context("reading a CPI's code")?;
    let rows = store::profile_list(db).await?;
    let profiles = rows.iter().map(|row| ProfileCode::new(&row.code)).collect::<Result<Vec<_>, _>>();
    let told = unpacked(bytes, cpis, profiles.context("reading a profile's code")?).await?;
    let cells = store::cell_list(db, &[id]).await?;
    let now = cells.into_iter().map(held).collect::<Result<BTreeMap<_, _>>>()?;
    let is_ours = told.scenario.as_deref().is_some_and(|text| Uuid::try_parse(text) == Ok(id));
    let made_from = told.revision.and_then(|from| i64::try_from(from).ok()).filter(|from| is_ours && *from <= revision);
    let then = match made_from {
        Some(from) => Some((from.unsigned_abs(), store::cells_at(db, &row, from).await?)),
        None => None,
    };
    let then = then.as_ref().map(|(from, cells)| (*from, cells));
    let may = |cpi: &CpiCode| cx.may::<EditCells>(&Resource::Cpi(cpi.clone())).is_ok();
    Ok(compare(told, revision.unsigned_abs(), &now, then, may))
}

fn held(row: scenario_cell::Model) -> Result<(CellKey, Held)> {
    let cpi = CpiCode::new(row.cpi).context("reading a cell's CPI")?;
    let profile = ProfileCode::new(row.profile).context("reading a cell's profile")?;
    let value = CellValue { operators: row.operators.unsigned_abs(), locked: row.locked };
    Ok((CellKey { cpi, profile }, Held { value, by: row.edited_by }))
}

/// Reads the file where it holds up nobody else.
async fn unpacked(bytes: Vec<u8>, cpis: Vec<CpiCode>, profiles: Vec<ProfileCode>) -> Result<Read> {
    let turn = READS.acquire().await.context("waiting to read a file")?;
    let work = move || {
        let told = told(bytes, &cpis, &profiles);
        drop(turn);
        told.unwrap_or_else(|why| Read { faults: vec![Fault::of_file(why)], ..Read::default() })
    };
    match tokio::task::spawn_blocking(work).await {
        Ok(read) => Ok(read),
        // What makes its reader panic is no file for us, and no fault that keeps anything else from being done.
        Err(error) => {
            tracing::warn!(%error, "a file could not be read");
            Ok(Read { faults: vec![Fault::of_file(Why::Unreadable)], ..Read::default() })
        }
    }
}

fn told(bytes: Vec<u8>, cpis: &[CpiCode], profiles: &[ProfileCode]) -> Result<Read, Why> {
    let read = |sheet: Sheet| read(&[sheet], cpis, profiles);
    if bytes.starts_with(PACKED) {
        guard::check(&bytes)?;
        let mut book = Xlsx::new(Cursor::new(bytes)).map_err(|_| Why::Unreadable)?;
        let read = book.sheet_names().into_iter().filter_map(|name| sheet_of(&mut book, name)).map(read);
        return first_table(read);
    }
    let text = decoded(&bytes).ok_or(Why::Unreadable)?;
    first_table(SEPARATORS.into_iter().map(|separator| sheet_of_text(&text, separator)).map(read))
}

/// The first that has a table: one sheet is held at a time.
fn first_table(mut sheets: impl Iterator<Item = Read>) -> Result<Read, Why> {
    sheets.find(|read| read.faults.iter().all(|fault| fault.why != Why::NoTable)).ok_or(Why::NoTable)
}

/// A sheet's cells. `None` of what is no sheet of cells, or cannot be read to its end.
fn sheet_of(book: &mut Xlsx<Cursor<Vec<u8>>>, name: String) -> Option<Sheet> {
    let mut reader = book.worksheet_cells_reader(&name).ok()?;
    let mut cells = BTreeMap::new();
    while let Some(cell) = reader.next_cell().ok()? {
        let Some(value) = value_of(cell.get_value()) else { continue };
        let (row, column) = cell.get_position();
        if row >= MAX_ROWS {
            // That there is more is all that has to be known of it.
            cells.insert((MAX_ROWS, 0), value);
        } else if column < MAX_COLUMNS {
            cells.insert((row, column), value);
        }
    }
    Some(Sheet { name, cells })
}

fn value_of(value: &DataRef<'_>) -> Option<Value> {
    match value {
        DataRef::Empty => None,
        DataRef::Int(number) => Some(Value::Number(*number as f64)),
        DataRef::Float(number) => Some(Value::Number(*number)),
        DataRef::String(text) => text_of(text),
        DataRef::SharedString(text) => text_of(text),
        DataRef::Error(error) => Some(Value::Broken(error.to_string())),
        DataRef::Bool(is) => Some(Value::Other(is.to_string())),
        DataRef::DateTime(at) => Some(Value::Other(at.to_string())),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => Some(Value::Other(cut(text))),
    }
}

fn text_of(text: &str) -> Option<Value> {
    let text = text.trim();
    (!text.is_empty()).then(|| Value::Text(cut(text)))
}

fn cut(text: &str) -> String {
    text.chars().take(MAX_TEXT).collect()
}

fn sheet_of_text(text: &str, separator: char) -> Sheet {
    let mut cells = BTreeMap::new();
    for (row, fields) in (0..).zip(read_separated(text, separator)) {
        let mut fields = (0..MAX_COLUMNS).zip(fields).filter_map(|(column, field)| Some((column, text_of(&field)?)));
        if row < MAX_ROWS {
            cells.extend(fields.map(|(column, value)| ((row, column), value)));
        } else if let Some((_, value)) = fields.next() {
            // That there is more is all that has to be known of it.
            cells.insert((MAX_ROWS, 0), value);
            break;
        }
    }
    Sheet { name: String::new(), cells }
}

/// A text as spreadsheet programs save it: UTF-8, UTF-16 with its mark, or the one of Western Windows, of which only what is in
/// ASCII matters here. `None` of what is no text.
fn decoded(bytes: &[u8]) -> Option<String> {
    let wide = |of: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes[2..].chunks_exact(2).map(|pair| of([pair[0], pair[1]])).collect();
        String::from_utf16(&units).ok()
    };
    let text = match bytes {
        [0xFF, 0xFE, ..] => wide(u16::from_le_bytes)?,
        [0xFE, 0xFF, ..] => wide(u16::from_be_bytes)?,
        bytes => match std::str::from_utf8(bytes) {
            Ok(text) => text.trim_start_matches('\u{feff}').to_owned(),
            Err(_) => bytes.iter().map(|byte| char::from(*byte)).collect(),
        },
    };
    (!text.contains('\0')).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told_of(bytes: &[u8]) -> Result<Read, Why> {
        let cpis = ["FG01", "FG02"].map(|code| CpiCode::new(code).expect("a code"));
        told(bytes.to_vec(), &cpis, &[ProfileCode::new("OR").expect("a code")])
    }

    #[test]
    fn a_table_of_text_is_read_however_it_was_saved() {
        let rows = "Sede;Codice CPI;OR\r\n\"Forlì\n\";FG01;3\r\n\r\n;FG02;x\r\n";
        let wide: Vec<u8> = [0xFF, 0xFE].into_iter().chain(rows.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        let windows: Vec<u8> = rows.chars().map(|c| c as u8).collect();
        let commas = rows.replace(';', ",");
        let marked = format!("\u{feff}{rows}");
        for bytes in [rows.as_bytes(), &wide, &windows, commas.as_bytes(), marked.as_bytes()] {
            let read = told_of(bytes).expect("it is a table");
            assert_eq!(
                read.numbers.iter().map(|typed| (&*typed.address, typed.operators)).collect::<Vec<_>>(),
                [("C2", 3)]
            );
            assert_eq!(
                read.faults[0].address.as_deref(),
                Some("C4"),
                "an empty line is a row, and one in quotes is none"
            );
        }
    }

    #[test]
    fn what_is_no_table_is_told_and_nothing_panics() {
        for bytes in [&b""[..], b"ciao", b"\xff\xfe", b"\xfe\xff\x00", b"a;b\nc;d"] {
            assert_eq!(told_of(bytes), Err(Why::NoTable), "{bytes:?}");
        }
        for bytes in [&b"PK"[..], b"PK\x03\x04 and then nothing", b"\x00\x01", b"%PDF-1.7 \x00"] {
            assert_eq!(told_of(bytes), Err(Why::Unreadable), "{bytes:?}");
        }
        let long = format!("Codice CPI;OR\n{}FG01;1", "\n".repeat(6_000));
        assert_eq!(told_of(long.as_bytes()).map(|read| read.faults[0].why.clone()), Ok(Why::Beyond));
    }
}
