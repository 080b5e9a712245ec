//! What an error of the database means: try again, come back later, or a fault of ours.

use std::{fmt, sync::Arc};

use sea_orm::{
    DbErr, RuntimeErr, SqlErr,
    sqlx::{self, error::DatabaseError, sqlite::SqliteError},
};
use shared::Problem;

use crate::error::Error;

/// Serialization failure, deadlock, or the same key at once: the same write may succeed when it is tried again.
pub(super) fn is_race(error: &DbErr) -> bool {
    // Two processes kept the same key at once: when it is tried again, the other's row is seen.
    matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) || has_code(error, &["40001", "40P01"])
}

/// Another process holds the file of SQLite, and held it longer than is waited: SQLITE_BUSY and its kin.
pub(super) fn is_busy(error: &DbErr) -> bool {
    has_code(error, &["5", "261", "517"])
}

fn has_code(error: &DbErr, codes: &[&str]) -> bool {
    told(error).and_then(DatabaseError::code).is_some_and(|code| codes.contains(&code.as_ref()))
}

/// What the database itself said, when it said anything.
fn told(error: &DbErr) -> Option<&dyn DatabaseError> {
    let (DbErr::Exec(RuntimeErr::SqlxError(source))
    | DbErr::Query(RuntimeErr::SqlxError(source))
    | DbErr::Conn(RuntimeErr::SqlxError(source))) = error
    else {
        return None;
    };
    let sqlx::Error::Database(database) = source.as_ref() else { return None };
    Some(database.as_ref())
}

/// Why the database could not do what was asked, though nothing is wrong with what was asked: the same may succeed later.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Away {
    /// It could not be reached, was busy, or had no connection to spare.
    Silent,
    /// It cannot use its disk: most often because no room is left on it.
    Full,
}

impl fmt::Display for Away {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Silent => "the database does not answer",
            Self::Full => {
                "the database cannot use its disk: it is full, or fails; make room, nothing has to be started anew"
            }
        })
    }
}

/// Whether a fault is that the database is away, and why.
pub(crate) fn away(fault: &Error) -> Option<Away> {
    let source = match fault {
        Error::Refused(problem) => return matches!(problem, Problem::Unavailable).then_some(Away::Silent),
        Error::Internal { source, .. } => source,
    };
    // What a loader gives is shared between those who asked, and wrapped once more.
    if let Some(inner) = source.downcast_ref::<Arc<Error>>() {
        return away(inner);
    }
    let error = source.downcast_ref::<DbErr>()?;
    if let Some(why) = told(error).and_then(by_code) {
        return Some(why);
    }
    match error {
        // Whatever it said: who cannot connect cannot ask.
        DbErr::ConnectionAcquire(_) | DbErr::Conn(_) => Some(Away::Silent),
        DbErr::Exec(RuntimeErr::SqlxError(source)) | DbErr::Query(RuntimeErr::SqlxError(source)) => {
            let is_silent =
                matches!(source.as_ref(), sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed);
            is_silent.then_some(Away::Silent)
        }
        _ => None,
    }
}

fn by_code(told: &dyn DatabaseError) -> Option<Away> {
    let code = told.code()?;
    if told.try_downcast_ref::<SqliteError>().is_some() { of_sqlite(&code) } else { of_postgres(&code) }
}

/// Whether a fault is that the database is away, for whatever reason.
pub(crate) fn is_unavailable(fault: &Error) -> bool {
    away(fault).is_some()
}

/// SQLite numbers its errors; what stands above the lowest eight bits tells more of the same.
fn of_sqlite(code: &str) -> Option<Away> {
    match code.parse::<u32>().ok()? & 0xff {
        // SQLITE_BUSY.
        5 => Some(Away::Silent),
        // SQLITE_FULL; SQLITE_IOERR is also how a file that may not grow is told.
        10 | 13 => Some(Away::Full),
        _ => None,
    }
}

/// PostgreSQL names its errors by classes.
fn of_postgres(code: &str) -> Option<Away> {
    match code {
        "53100" => Some(Away::Full),
        // Out of memory or of connections; it shuts down, starts, or somebody ended the connection; the connection broke.
        code if code.starts_with("53") || code.starts_with("57P") || code.starts_with("08") => Some(Away::Silent),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_passes_by_itself_is_told_from_what_is_wrong() {
        for (code, expected) in [("5", Away::Silent), ("517", Away::Silent), ("13", Away::Full), ("778", Away::Full)] {
            assert_eq!(of_sqlite(code), Some(expected), "{code}");
        }
        for (code, expected) in
            [("57P01", Away::Silent), ("57P03", Away::Silent), ("53300", Away::Silent), ("53100", Away::Full)]
        {
            assert_eq!(of_postgres(code), Some(expected), "{code}");
        }
        // A constraint, a table that is not there.
        assert_eq!([of_sqlite("1555"), of_sqlite("1"), of_postgres("23505"), of_postgres("42P01")], [None; 4]);
    }
}
