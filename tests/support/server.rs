//! The server, in the test's process, on a free port.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use backend::{
    app::{App, Running},
    clock::Clock,
    config::Settings,
    db::Db,
    demo_accounts,
    seed::{Files, seed},
};
use chrono::TimeDelta;
use shared::id::{GlobalId, Kind};

use super::{PASSWORD, Person, Socket, TestDatabase};

/// The scenario that comes with the data.
pub(crate) const FIRST_SCENARIO: &str = "0198f2a0-0000-7000-8000-000000000236";

/// A clock that a test sets forward or back, in hours.
pub(crate) fn set_clock() -> (Arc<AtomicI64>, Clock) {
    let ahead = Arc::new(AtomicI64::new(0));
    let told = Arc::clone(&ahead);
    let system = Clock::system();
    (ahead, Clock::from_fn(move || system.now() + TimeDelta::hours(told.load(Ordering::Relaxed))))
}

/// A running server, and the database that it stands on.
pub(crate) struct Server {
    pub(crate) running: Running,
    pub(crate) database: TestDatabase,
    reader: Person,
}

impl Server {
    /// Migrates, seeds, starts.
    pub(crate) async fn start(database: TestDatabase) -> Self {
        Self::start_with(database, Self::behind_a_proxy()).await
    }

    /// Settings of a server behind a proxy on its own machine, so that tests may come from any address.
    pub(crate) fn behind_a_proxy() -> Settings {
        Settings { trusted_proxies: vec!["127.0.0.1".parse().expect("it is a network")], ..Settings::default() }
    }

    /// The same under other settings.
    pub(crate) async fn start_with(database: TestDatabase, settings: Settings) -> Self {
        Self::start_at(database, settings, Clock::system()).await
    }

    /// The same by another clock.
    pub(crate) async fn start_at(database: TestDatabase, settings: Settings, clock: Clock) -> Self {
        let db = Db::open(&database.url).await.expect("the database opens");
        db.migrate().await.expect("the database migrates");
        seed(&db, &Clock::system(), &Files::default()).await.expect("the data loads");
        demo_accounts(&db, &Clock::system(), PASSWORD).await.expect("the demo's people come");
        let app = App::new(db, clock, Settings { demo: true, ..settings });
        let running = app.start().await.expect("the server starts");
        let reader = Person::with("Lia", running.address, Some(("READER", None)));
        Self { running, database, reader }
    }

    /// A server on a database that is ready.
    pub(crate) fn another(db: Db) -> App {
        App::new(db, Clock::system(), Settings { demo: true, ..Settings::default() })
    }

    pub(crate) fn db(&self) -> &Db {
        self.running.app.db()
    }

    /// Loads other files than those that the program carries.
    pub(crate) async fn seed(&self, files: &Files) -> usize {
        self.try_seed(files).await.expect("the data loads")
    }

    /// The same, for files that may be refused.
    pub(crate) async fn try_seed(&self, files: &Files) -> backend::error::Result<usize> {
        seed(self.db(), &Clock::system(), files).await
    }

    pub(crate) fn person(&self, name: &str) -> Person {
        Person::new(name, self.running.address)
    }

    /// Someone who plays a part: a role, and the code of its scope.
    pub(crate) fn person_as(&self, name: &str, role: &'static str, scope: Option<&'static str>) -> Person {
        Person::with(name, self.running.address, Some((role, scope)))
    }

    /// Someone who has not signed in.
    pub(crate) fn visitor(&self) -> Person {
        Person::with("Nessuno", self.running.address, None)
    }

    /// A reader's socket.
    pub(crate) async fn socket(&self) -> Socket {
        Socket::open(self.running.address, &self.reader.cookie().await).await
    }

    /// The id of the scenario that comes with the data.
    pub(crate) fn scenario() -> String {
        GlobalId::new(Kind::Scenario, FIRST_SCENARIO).to_string()
    }
}
