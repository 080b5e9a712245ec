//! What an error of the database means: try again, come back later, or a fault of ours.

use std::sync::Arc;

use sea_orm::{DbErr, RuntimeErr, SqlErr, sqlx};

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
    let (DbErr::Exec(RuntimeErr::SqlxError(source))
    | DbErr::Query(RuntimeErr::SqlxError(source))
    | DbErr::Conn(RuntimeErr::SqlxError(source))) = error
    else {
        return false;
    };
    let sqlx::Error::Database(database) = source.as_ref() else { return false };
    database.code().is_some_and(|code| codes.contains(&code.as_ref()))
}

/// Whether a fault is that the database could not be reached, was busy, or had no connection to spare.
pub(crate) fn is_unavailable(fault: &Error) -> bool {
    let Error::Internal { source, .. } = fault else { return false };
    // What a loader gives is shared between those who asked, and wrapped once more.
    if let Some(inner) = source.downcast_ref::<Arc<Error>>() {
        return is_unavailable(inner);
    }
    match source.downcast_ref::<DbErr>() {
        Some(error) if is_busy(error) => true,
        Some(DbErr::ConnectionAcquire(_) | DbErr::Conn(_)) => true,
        Some(DbErr::Exec(RuntimeErr::SqlxError(source)) | DbErr::Query(RuntimeErr::SqlxError(source))) => {
            match source.as_ref() {
                sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed => true,
                // Class 57: the server shuts down, or someone ended the connection.
                sqlx::Error::Database(told) => told.code().is_some_and(|code| code.starts_with("57P")),
                _ => false,
            }
        }
        _ => false,
    }
}
