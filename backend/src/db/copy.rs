//! An installation, moved whole from one database to another: from SQLite to PostgreSQL, or back.

use std::collections::BTreeSet;

use sea_orm::{
    AccessMode, ConnectionTrait as _, DbBackend, IsolationLevel, Statement, TransactionOptions, TransactionTrait as _,
};

use super::{Db, Seal, Table, Tx, Write};
use crate::error::{Context as _, Error, Result};

/// The tables that the steps of the database put rows into: they are emptied before the rows of another come.
const BEGUN: [&str; 2] = ["topic", "audit_end"];
/// The list of steps itself, which each database keeps for itself.
const STEPS: &str = "seaql_migrations";

/// One table that was copied.
#[derive(Clone, Debug)]
pub(crate) struct Copied {
    /// What it is called.
    pub(crate) table: String,
    /// What it holds, in both.
    pub(crate) seal: Seal,
}

/// Copies all rows of these tables into an empty database, and reads all of it again to prove that both hold the same. All or nothing.
///
/// # Errors
/// When a database has not the shape that this program expects, the other one has rows, or what was written is not what was read.
pub(crate) async fn copy(from: &Db, to: &Db, tables: &[Box<dyn Table>]) -> Result<Vec<Copied>> {
    from.check().await?;
    to.migrate().await?;
    // On SQLite every transaction sees the file as it was at its first reading, and the driver sets neither.
    let asks = from.read().get_database_backend() == DbBackend::Postgres;
    let snapshot = TransactionOptions {
        isolation_level: asks.then_some(IsolationLevel::RepeatableRead),
        access_mode: asks.then_some(AccessMode::ReadOnly),
        sqlite_transaction_mode: None,
    };
    let from = from.read().begin_with_options(snapshot).await.context("beginning to read")?;
    let copied = to.write(&Copy { from: &from, tables }).await?;
    from.commit().await.context("ending to read")?;
    Ok(copied)
}

struct Copy<'a> {
    from: &'a Tx,
    tables: &'a [Box<dyn Table>],
}

impl Write for Copy<'_> {
    type Done = Vec<Copied>;

    async fn run(&self, tx: &Tx) -> Result<Vec<Copied>> {
        let tables = self.tables;
        know_all(self.from, tables).await?;
        let (begun, own): (Vec<_>, Vec<_>) = tables.iter().partition(|table| BEGUN.contains(&table.name().as_str()));
        for table in own {
            let rows = table.seal(tx).await?.rows;
            if rows > 0 {
                return Err(Error::fault("copying", NotEmpty { table: table.name(), rows }));
            }
        }
        for table in begun {
            table.clear(tx).await?;
        }
        let mut copied = Vec::new();
        for table in tables {
            table.copy(self.from, tx).await?;
            let (read, written) = (table.seal(self.from).await?, table.seal(tx).await?);
            if read != written {
                return Err(Error::fault("copying", Different { table: table.name() }));
            }
            tracing::info!(table = table.name(), rows = read.rows, "copied");
            copied.push(Copied { table: table.name(), seal: read });
        }
        Ok(copied)
    }
}

/// Refuses a database with a table that this would leave behind.
async fn know_all(db: &Tx, tables: &[Box<dyn Table>]) -> Result<()> {
    let backend = db.get_database_backend();
    let list = match backend {
        DbBackend::Sqlite => "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
        _ => {
            "SELECT table_name::text FROM information_schema.tables WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'"
        }
    };
    let rows = db.query_all_raw(Statement::from_string(backend, list)).await.context("listing the tables")?;
    let there: Result<BTreeSet<String>, _> = rows.iter().map(|row| row.try_get_by_index::<String>(0)).collect();
    let known: BTreeSet<String> = tables.iter().map(|table| table.name()).chain([STEPS.to_owned()]).collect();
    match there.context("listing the tables")?.difference(&known).next() {
        Some(table) => Err(Error::fault("copying", Unknown { table: table.clone() })),
        None => Ok(()),
    }
}

/// The other database is in use.
#[derive(Debug, thiserror::Error)]
#[error("the other database has {rows} rows in its table {table} already; name an empty one")]
struct NotEmpty {
    table: String,
    rows: u64,
}

/// What was written is not what was read.
#[derive(Debug, thiserror::Error)]
#[error("the table {table} came out different; nothing was kept")]
struct Different {
    table: String,
}

/// A table that nobody named.
#[derive(Debug, thiserror::Error)]
#[error("the database has a table {table} that this program does not know; nothing was copied")]
struct Unknown {
    table: String,
}
