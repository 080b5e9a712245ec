//! The steps of the database: taken in turns, all or none, and never guessed at.

use migrations::{Migrator, MigratorTrait as _};
use sea_orm::{ConnectionTrait as _, DbBackend, IntoDatabaseExecutor, Statement};

use super::{Db, Tx, Write};
use crate::error::{Context as _, Error, Result};

/// Names the lock that processes take turns on while they migrate and seed: "tavolier" in ASCII.
const TURN: i64 = 0x7461_766f_6c69_6572;

impl Db {
    /// Brings the database to the shape that this program expects.
    ///
    /// Processes that do so at once take turns, and the whole is one transaction: all steps or none.
    ///
    /// # Errors
    /// [`NewerDatabase`] when the database has steps that this program does not know.
    pub async fn migrate(&self) -> Result<()> {
        self.write_patiently(&Migrate).await
    }

    /// Checks that the database has the shape that this program expects, without changing it.
    ///
    /// # Errors
    /// [`NewerDatabase`] or [`OlderDatabase`].
    pub async fn check(&self) -> Result<()> {
        let pending = Migrator::get_pending_migrations_read_only(&self.pool).await;
        let pending = pending.context("reading the list of migrations")?;
        if !pending.is_empty() {
            let missing = pending.iter().map(|step| step.name().to_owned()).collect();
            return Err(Error::fault("checking the database", OlderDatabase { missing }));
        }
        refuse_newer(&self.pool).await
    }
}

/// Waits until no other process migrates or seeds. The turn ends with the transaction.
///
/// # Errors
/// When the database fails.
pub(crate) async fn take_turn(tx: &Tx) -> Result<()> {
    if tx.get_database_backend() == DbBackend::Postgres {
        let take = Statement::from_string(DbBackend::Postgres, format!("SELECT pg_advisory_xact_lock({TURN})"));
        tx.execute_raw(take).await.context("waiting for the turn to migrate")?;
    }
    // On SQLite the transaction itself, begun IMMEDIATE, is the turn.
    Ok(())
}

struct Migrate;

impl Write for Migrate {
    type Done = ();

    async fn run(&self, tx: &Tx) -> Result<()> {
        take_turn(tx).await?;
        Migrator::install(tx).await.context("making the list of migrations")?;
        refuse_newer(tx).await?;
        let pending = Migrator::get_pending_migrations(tx).await.context("reading the list of migrations")?;
        for step in pending {
            let done = Migrator::up(tx, Some(1)).await;
            if done.is_err() {
                // The error says what the database said, and not at which step.
                tracing::error!(step = step.name(), "a step failed; the database stays as it was before the first");
            }
            done.context("migrating the database")?;
        }
        Ok(())
    }
}

async fn refuse_newer<'c>(db: impl IntoDatabaseExecutor<'c>) -> Result<()> {
    let known: Vec<String> = Migrator::migrations().iter().map(|step| step.name().to_owned()).collect();
    let applied = Migrator::get_migration_models(&db.into_database_executor()).await;
    let applied = applied.context("reading the list of migrations")?.into_iter().map(|model| model.version);
    let unknown: Vec<String> = applied.filter(|version| !known.contains(version)).collect();
    if unknown.is_empty() { Ok(()) } else { Err(Error::fault("checking the database", NewerDatabase { unknown })) }
}

/// The database lacks steps, and the program was told not to take them.
#[derive(Debug, thiserror::Error)]
#[error(
    "the database is older than this program: it lacks the steps {missing:?}; run `tavoliere migrate`, or serve without --no-migrate"
)]
pub struct OlderDatabase {
    /// The steps that it lacks.
    pub missing: Vec<String>,
}

/// The database was migrated by a newer program.
#[derive(Debug, thiserror::Error)]
#[error(
    "the database is newer than this program: it has the steps {unknown:?}; start the newer program, or restore a backup"
)]
pub struct NewerDatabase {
    /// The steps that this program does not know.
    pub unknown: Vec<String>,
}
