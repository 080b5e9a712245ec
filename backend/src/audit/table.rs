//! Rows of the register as CSV.

use chrono::SecondsFormat;

use super::entity::row;
use crate::error::{Context as _, Result};

const COLUMNS: [&str; 12] =
    ["seq", "at", "actor", "name", "request", "address", "action", "kind", "record", "before", "after", "hash"];

/// The line with the names of the columns.
///
/// # Errors
/// Never in practice: writing to memory.
pub(crate) fn csv_head() -> Result<String> {
    lines([COLUMNS.map(str::to_owned)])
}

/// A line for each row.
///
/// # Errors
/// Never in practice: writing to memory.
pub(crate) fn csv_rows(rows: &[row::Model]) -> Result<String> {
    lines(rows.iter().map(|row| {
        [
            row.seq.to_string(),
            row.at.to_rfc3339_opts(SecondsFormat::Millis, true),
            row.actor.clone(),
            plain(&row.actor_name),
            row.request.clone(),
            row.address.clone(),
            row.action.clone(),
            row.kind.clone(),
            plain(&row.record),
            row.before.clone().unwrap_or_default(),
            row.after.clone().unwrap_or_default(),
            row.hash.clone(),
        ]
    }))
}

/// A text that a spreadsheet does not take for a formula.
fn plain(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}

fn lines(rows: impl IntoIterator<Item = [String; 12]>) -> Result<String> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        writer.write_record(&row).context("writing the register as CSV")?;
    }
    let bytes = writer.into_inner().map_err(|error| error.to_string()).context("writing the register as CSV")?;
    String::from_utf8(bytes).context("writing the register as CSV")
}
