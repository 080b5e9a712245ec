//! Databases that exist for one test.

use sea_orm::{ConnectionTrait as _, Database};
use tempfile::TempDir;

/// Names the PostgreSQL in whose cluster each test makes a database of its own.
const POSTGRES: &str = "TAVOLIERE_TEST_POSTGRES";

/// An empty database.
pub(crate) struct TestDatabase {
    pub(crate) url: String,
    /// Keeps the file of SQLite until the test ends.
    _folder: Option<TempDir>,
}

impl TestDatabase {
    pub(crate) fn sqlite() -> Self {
        let folder = TempDir::new().expect("a temporary folder can be made");
        let url = format!("sqlite://{}?mode=rwc", folder.path().join("tavoliere.db").display());
        Self { url, _folder: Some(folder) }
    }

    /// A new database in the cluster. It is left behind: the cluster lives no longer than the tests.
    pub(crate) async fn postgres() -> Self {
        let cluster = std::env::var(POSTGRES).unwrap_or_else(|_| {
            panic!(
                "{POSTGRES} names no PostgreSQL. `cargo xtask test api` starts one (Debian: package postgresql); or set it \
                 to postgres://user@host/name of one whose user may create databases"
            )
        });
        Self::in_cluster(&cluster).await
    }

    /// The same, in the cluster at an address.
    pub(crate) async fn in_cluster(cluster: &str) -> Self {
        let name = format!("test_{}", backend::clock::new_id().simple());
        let admin = Database::connect(cluster).await.expect("the cluster answers");
        admin.execute_unprepared(&format!("CREATE DATABASE {name}")).await.expect("the user may create databases");
        admin.close().await.expect("the connection closes");
        let (server, _) = cluster.rsplit_once('/').expect("an address ends in a database");
        Self { url: format!("{server}/{name}"), _folder: None }
    }
}
