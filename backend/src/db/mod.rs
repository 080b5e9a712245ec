//! The database: how it is opened, and the one door for writes.
//!
//! SQLite: WAL with full sync, so what was acknowledged survives a killed process and a lost power supply; every write
//! begins IMMEDIATE and waits for its turn in this process before it waits for the file. PostgreSQL: a write that lost a
//! race for locks is tried again. Nothing but this folder and the stores speaks SQL.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use sea_orm::{
    ConnectOptions, Database, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, SqliteTransactionMode,
    TransactionOptions, TransactionTrait as _,
    sqlx::{
        self, Connection as _,
        sqlite::{SqliteConnection, SqliteJournalMode, SqliteSynchronous},
    },
};
use shared::Problem;
use tokio::sync::Mutex;

use crate::error::{Context as _, Error, Result};

mod copy;
mod faults;
mod migrate;
mod rows;
mod table;
mod text;

pub(crate) use copy::copy;
pub(crate) use faults::{away, is_unavailable};
use faults::{is_busy, is_race};
pub(crate) use migrate::take_turn;
pub use migrate::{NewerDatabase, OlderDatabase};
pub(crate) use rows::put_rows;
pub(crate) use table::{Seal, Table, table, table_by};
pub(crate) use text::contains;

/// The connections that are read from.
pub(crate) type Reader = DatabaseConnection;

/// A transaction that writes.
pub type Tx = DatabaseTransaction;

/// How often a write that lost a race for locks is tried.
const TRIES: u32 = 4;
/// How often a locked database is opened, 50 ms apart.
const CONNECT_TRIES: u32 = 100;

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
            .map_sqlx_sqlite_pool_opts(|pool| pool.after_release(|connection, _| Box::pin(is_sound(connection))))
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

    /// Connections that are in use, and those that wait for work.
    pub(crate) fn connections(&self) -> (u32, u32) {
        let (open, idle) = if self.is_sqlite() {
            let pool = self.pool.get_sqlite_connection_pool();
            (pool.size(), pool.num_idle())
        } else {
            let pool = self.pool.get_postgres_connection_pool();
            (pool.size(), pool.num_idle())
        };
        let idle = u32::try_from(idle).unwrap_or(u32::MAX).min(open);
        (open - idle, idle)
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

    /// Whether the database answers.
    ///
    /// # Errors
    /// When it does not.
    pub async fn ping(&self) -> Result<()> {
        self.pool.ping().await.context("asking whether the database answers")
    }
}

/// Whether a connection may be used again. On a full disk SQLite rolls back by itself; the driver's own ROLLBACK then fails, and
/// it takes the connection to be in that transaction for ever: what began next would wait for no lock, and fail.
async fn is_sound(connection: &mut SqliteConnection) -> Result<bool, sqlx::Error> {
    if connection.is_in_transaction() {
        // The rollback of what was dropped may still be under way; a ping is answered after it.
        connection.ping().await?;
    }
    Ok(!connection.is_in_transaction())
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
