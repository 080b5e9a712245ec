//! The database: how it is opened, and the one door for writes.
//!
//! SQLite: WAL with full sync, so what was acknowledged survives a killed process and a lost power supply; every write
//! begins IMMEDIATE and waits for its turn in this process before it waits for the file. PostgreSQL: a write that lost a
//! race for locks is tried again. Nothing but this file and the stores speaks SQL.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use migrations::{Migrator, MigratorTrait as _};
use sea_orm::{
    ConnectOptions, ConnectionTrait as _, Database, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr,
    EntityTrait, IntoActiveModel, Iterable as _, PrimaryKeyToColumn as _, RuntimeErr, SqlErr, SqliteTransactionMode,
    Statement, TransactionOptions, TransactionTrait as _,
    sea_query::OnConflict,
    sqlx::{self, sqlite::SqliteJournalMode, sqlite::SqliteSynchronous},
};
use shared::Problem;
use tokio::sync::Mutex;

use crate::error::{Context as _, Error, Result};

/// A transaction that writes.
pub type Tx = DatabaseTransaction;

/// How often a write that lost a race for locks is tried.
const TRIES: u32 = 4;
/// How often a locked database is opened, 50 ms apart.
const CONNECT_TRIES: u32 = 100;
/// Names the lock that processes take turns on while they migrate and seed: "tavolier" in ASCII.
const TURN: i64 = 0x7461_766f_6c69_6572;

/// The open database.
#[derive(Clone, Debug)]
pub struct Db {
    pool: DatabaseConnection,
    /// SQLite has one writer: in this process they queue here, in order, instead of polling the file.
    turn: Arc<Mutex<()>>,
    statements: Arc<AtomicU64>,
}

/// Something that is written in one transaction, and may be tried again from the start.
pub trait Write: Sync {
    /// What the write gives back.
    type Done: Send;

    /// Does it.
    fn run(&self, tx: &Tx) -> impl Future<Output = Result<Self::Done>> + Send;
}

impl Db {
    /// Opens a database by its address, `sqlite://path?mode=rwc` or `postgres://...`.
    ///
    /// # Errors
    /// When the address is no such address, or nothing answers there.
    pub async fn open(address: &str) -> Result<Self> {
        let mut options = ConnectOptions::new(address);
        options
            .sqlx_logging(false)
            .record_stmt_in_spans(false)
            .connect_timeout(Duration::from_secs(10))
            .acquire_timeout(Duration::from_secs(4))
            .max_connections(12)
            .map_sqlx_sqlite_opts(|sqlite| {
                sqlite
                    .create_if_missing(true)
                    .journal_mode(SqliteJournalMode::Wal)
                    .synchronous(SqliteSynchronous::Full)
                    .foreign_keys(true)
                    .busy_timeout(Duration::from_secs(5))
            });
        let mut pool = connect(options).await.context("opening the database")?;
        let statements = Arc::new(AtomicU64::new(0));
        let counter = Arc::clone(&statements);
        pool.set_metric_callback(move |_| {
            counter.fetch_add(1, Ordering::Relaxed);
        });
        Ok(Self { pool, turn: Arc::default(), statements })
    }

    /// The connections to read from.
    pub fn read(&self) -> &DatabaseConnection {
        &self.pool
    }

    /// Statements sent since the start: tests hold the heaviest query to a constant by it.
    pub fn statements(&self) -> u64 {
        self.statements.load(Ordering::Relaxed)
    }

    fn is_sqlite(&self) -> bool {
        self.pool.get_database_backend() == DbBackend::Sqlite
    }

    /// Runs a write in a transaction. A refusal or an error leaves nothing behind.
    ///
    /// # Errors
    /// What the write gives; [`Problem::Unavailable`] when the database stayed busy.
    pub async fn write<W: Write>(&self, write: &W) -> Result<W::Done> {
        self.write_trying(write, is_race).await
    }

    /// Like [`Db::write`], for a program that starts: it also waits on when another process holds the file for long.
    ///
    /// # Errors
    /// As [`Db::write`].
    pub async fn write_patiently<W: Write>(&self, write: &W) -> Result<W::Done> {
        self.write_trying(write, |error| is_race(error) || is_busy(error)).await
    }

    async fn write_trying<W: Write>(&self, write: &W, again: impl Fn(&DbErr) -> bool + Sync) -> Result<W::Done> {
        for attempt in 1..=TRIES {
            let done = self.write_once(write).await;
            let Err(Error::Internal { context, source }) = &done else { return done };
            let Some(error) = source.downcast_ref::<DbErr>() else { return done };
            if again(error) {
                tracing::warn!(context, attempt, %error, "a write lost a race for locks");
                tokio::time::sleep(Duration::from_millis(u64::from(attempt) * 20)).await;
            } else if is_busy(error) {
                tracing::warn!(context, %error, "the database stayed busy");
                break;
            } else {
                return done;
            }
        }
        Err(Problem::Unavailable.into())
    }

    async fn write_once<W: Write>(&self, write: &W) -> Result<W::Done> {
        let _turn = if self.is_sqlite() { Some(self.turn.lock().await) } else { None };
        let tx = self.begin().await?;
        // On an early return the transaction is dropped, which rolls it back.
        let done = write.run(&tx).await?;
        tx.commit().await.context("committing a write")?;
        Ok(done)
    }

    async fn begin(&self) -> Result<Tx> {
        let options = TransactionOptions {
            isolation_level: None,
            access_mode: None,
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        };
        self.pool.begin_with_options(options).await.context("beginning a write")
    }

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

    /// Whether the database answers.
    ///
    /// # Errors
    /// When it does not.
    pub async fn ping(&self) -> Result<()> {
        self.pool.ping().await.context("asking whether the database answers")
    }
}

/// Connects. Of processes that make one SQLite file at once, one may find it locked while another turns WAL on; SQLite
/// does not wait for that by itself.
async fn connect(options: ConnectOptions) -> Result<DatabaseConnection, DbErr> {
    let mut attempt = 1;
    loop {
        match Database::connect(options.clone()).await {
            Err(error) if attempt < CONNECT_TRIES && is_busy(&error) => {
                tracing::debug!(attempt, %error, "the database is locked while it is opened");
                tokio::time::sleep(Duration::from_millis(50)).await;
                attempt += 1;
            }
            done => return done,
        }
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
        Migrator::up(tx, None).await.context("migrating the database")
    }
}

async fn refuse_newer<'c>(db: impl sea_orm::IntoDatabaseExecutor<'c>) -> Result<()> {
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

/// Rows that go into one statement, well under the databases' limits on parameters.
const ROWS: usize = 200;

/// Inserts rows; a row whose key is there is overwritten.
pub(crate) async fn put_rows<E, A>(tx: &Tx, rows: &[E::Model]) -> Result<()>
where
    E: EntityTrait,
    E::Model: IntoActiveModel<A>,
    A: sea_orm::ActiveModelTrait<Entity = E> + Send,
{
    let keys: Vec<E::Column> = E::PrimaryKey::iter().map(sea_orm::PrimaryKeyToColumn::into_column).collect();
    let is_key = |column: &E::Column| E::PrimaryKey::from_column(*column).is_some();
    let others: Vec<E::Column> = E::Column::iter().filter(|column| !is_key(column)).collect();
    for chunk in rows.chunks(ROWS) {
        let models = chunk.iter().map(|row| row.clone().into_active_model().reset_all());
        E::insert_many(models)
            .on_conflict(OnConflict::columns(keys.clone()).update_columns(others.clone()).to_owned())
            .exec_without_returning(tx)
            .await
            .context("writing rows")?;
    }
    Ok(())
}

/// Serialization failure, deadlock, or the same key at once: the same write may succeed when it is tried again.
fn is_race(error: &DbErr) -> bool {
    // Two processes kept the same key at once: when it is tried again, the other's row is seen.
    matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) || has_code(error, &["40001", "40P01"])
}

/// Another process holds the file of SQLite, and held it longer than is waited: SQLITE_BUSY and its kin.
fn is_busy(error: &DbErr) -> bool {
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

/// Whether a fault is that the database could not be reached, or had no connection to spare.
pub(crate) fn is_unavailable(fault: &Error) -> bool {
    let Error::Internal { source, .. } = fault else { return false };
    // What a loader gives is shared between those who asked, and wrapped once more.
    if let Some(inner) = source.downcast_ref::<Arc<Error>>() {
        return is_unavailable(inner);
    }
    match source.downcast_ref::<DbErr>() {
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
