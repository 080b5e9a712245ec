//! The server, in the test's process, on a free port.

use backend::{
    app::{App, Running},
    clock::Clock,
    db::Db,
    seed::{Files, seed},
};
use shared::id::{GlobalId, Kind};

use super::{Person, Socket, TestDatabase};

/// The scenario that comes with the data.
pub(crate) const FIRST_SCENARIO: &str = "0198f2a0-0000-7000-8000-000000000236";

/// A running server, and the database that it stands on.
pub(crate) struct Server {
    pub(crate) running: Running,
    pub(crate) database: TestDatabase,
}

impl Server {
    /// Migrates, seeds, starts.
    pub(crate) async fn start(database: TestDatabase) -> Self {
        let db = Db::open(&database.url).await.expect("the database opens");
        db.migrate().await.expect("the database migrates");
        seed(&db, &Clock::system(), &Files::default()).await.expect("the data loads");
        let running = App::new(db, Clock::system()).start().await.expect("the server starts");
        Self { running, database }
    }

    pub(crate) fn db(&self) -> &Db {
        self.running.app.db()
    }

    /// Loads other files than those that the program carries.
    pub(crate) async fn seed(&self, files: &Files) -> usize {
        seed(self.db(), &Clock::system(), files).await.expect("the data loads")
    }

    pub(crate) fn person(&self, name: &str) -> Person {
        Person::new(name, self.running.address)
    }

    pub(crate) async fn socket(&self) -> Socket {
        Socket::open(self.running.address).await
    }

    /// The id of the scenario that comes with the data.
    pub(crate) fn scenario() -> String {
        GlobalId::new(Kind::Scenario, FIRST_SCENARIO).to_string()
    }
}
