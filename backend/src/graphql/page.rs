//! Relay connections: pages by keyset, forwards. A cursor is opaque; it names the last row that was seen.

use async_graphql::{
    ObjectType, OutputType,
    connection::{Connection, CursorType, DefaultConnectionName, DefaultEdgeName, Edge},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use shared::Rule;

use crate::{
    error::{Error, Result},
    page::Page,
};

/// Entries of a page when nothing is said.
pub(crate) const FIRST: i32 = 50;
/// The most entries of a page.
pub(crate) const MAX_FIRST: i32 = 500;

/// What a cursor can name.
pub(crate) trait Position: Sized {
    /// The list, so that a cursor of another one is refused.
    const LIST: &'static str;

    fn write(&self) -> String;
    fn read(text: &str) -> Option<Self>;
}

/// A key that a cursor names, as text: never empty, and without letters that no key has. PostgreSQL takes no zero.
pub(crate) fn key(text: &str) -> Option<String> {
    (!text.is_empty() && !text.contains(char::is_control)).then(|| text.to_owned())
}

/// A position as it is printed.
pub(crate) struct Cursor<Key>(pub(crate) Key);

/// A text that is no cursor of this list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is no cursor of this list")]
pub(crate) struct NoCursor;

impl<Key: Position> CursorType for Cursor<Key> {
    type Error = NoCursor;

    fn decode_cursor(text: &str) -> Result<Self, NoCursor> {
        let plain = URL_SAFE_NO_PAD.decode(text).map_err(|_| NoCursor)?;
        let plain = String::from_utf8(plain).map_err(|_| NoCursor)?;
        let key = plain.strip_prefix(Key::LIST).and_then(|rest| rest.strip_prefix(' '));
        key.and_then(Key::read).map(Self).ok_or(NoCursor)
    }

    fn encode_cursor(&self) -> String {
        URL_SAFE_NO_PAD.encode(format!("{} {}", Key::LIST, self.0.write()))
    }
}

impl<Key: Position> Page<Key> {
    /// Reads what was asked.
    ///
    /// # Errors
    /// `INVALID`: `first` is not within 0 and [`MAX_FIRST`], or `after` is no cursor of this list.
    pub(crate) fn parse(first: Option<i32>, after: Option<&str>) -> Result<Self> {
        let first = first.unwrap_or(FIRST);
        if first > MAX_FIRST {
            return Err(Error::invalid("first", Rule::TooGreat { max: f64::from(MAX_FIRST) }));
        }
        let first = u64::try_from(first).map_err(|_| Error::invalid("first", Rule::TooSmall { min: 0.0 }))?;
        let after = after.map(Cursor::<Key>::decode_cursor).transpose();
        let after = after.map_err(|_| Error::invalid("after", Rule::Unknown))?;
        Ok(Self { first, after: after.map(|cursor| cursor.0) })
    }
}

/// Makes a connection of the rows of a page and the one after it, if there is one.
pub(crate) fn connect<Key, Row, Node, Total>(
    page: &Page<Key>,
    rows: Vec<Row>,
    total: Total,
    node: impl Fn(Row) -> (Key, Node),
) -> Connection<Cursor<Key>, Node, Total, async_graphql::connection::EmptyFields, DefaultConnectionName, DefaultEdgeName>
where
    Key: Position + Send + Sync,
    Node: OutputType,
    Total: ObjectType,
{
    let size = usize::try_from(page.first).unwrap_or(usize::MAX);
    let more = rows.len() > size;
    let mut connection = Connection::with_additional_fields(page.after.is_some(), more, total);
    connection.edges.extend(rows.into_iter().take(size).map(|row| {
        let (key, node) = node(row);
        Edge::new(Cursor(key), node)
    }));
    connection
}

/// What a list costs: as many times its entries' cost as entries are asked for.
pub(crate) fn cost(first: Option<i32>, child: usize) -> usize {
    let first = first.unwrap_or(FIRST).clamp(1, MAX_FIRST).unsigned_abs() as usize;
    first.saturating_mul(child).saturating_add(1)
}
