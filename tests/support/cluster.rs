//! A PostgreSQL that a test stops and starts again, while its servers run.

use sea_orm::Database;
use tokio::{
    process::Command,
    sync::{Mutex, MutexGuard},
};

use super::TestDatabase;

/// Names its address.
const ADDRESS: &str = "TAVOLIERE_TEST_POSTGRES_STOPPABLE";
/// Names the command that controls it, but for its last word.
const CONTROL: &str = "TAVOLIERE_TEST_POSTGRES_CONTROL";

/// Tests take turns: what one stops, another would miss.
static TURN: Mutex<()> = Mutex::const_new(());

/// The cluster, for one test.
pub(crate) struct Cluster {
    address: String,
    control: Vec<String>,
    _turn: MutexGuard<'static, ()>,
}

impl Cluster {
    /// Waits for the turn.
    pub(crate) async fn take() -> Self {
        let named = |name| {
            std::env::var(name).unwrap_or_else(|_| {
                panic!(
                    "{name} is not set. `cargo xtask test api` starts a PostgreSQL that tests may stop, and names it"
                )
            })
        };
        let (address, control) = (named(ADDRESS), named(CONTROL));
        let turn = TURN.lock().await;
        let cluster = Self { address, control: control.split(' ').map(str::to_owned).collect(), _turn: turn };
        // A test that failed may have left it stopped.
        if Database::connect(&cluster.address).await.is_err() {
            cluster.start().await;
        }
        cluster
    }

    /// An empty database in it.
    pub(crate) async fn database(&self) -> TestDatabase {
        TestDatabase::in_cluster(&self.address).await
    }

    /// Stops it as its own service does: whoever is connected is cut off.
    pub(crate) async fn stop(&self) {
        self.say(&["--mode=fast", "stop"]).await;
    }

    /// Starts it, and waits until it answers.
    pub(crate) async fn start(&self) {
        self.say(&["start"]).await;
    }

    async fn say(&self, words: &[&str]) {
        let (program, arguments) = self.control.split_first().expect("a command has a program");
        let mut command = Command::new(program);
        // It lives on, and would keep open whatever it is given to write to.
        command
            .stdin(std::process::Stdio::null())
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null());
        // Its user may not go where the tests run.
        command.current_dir("/").args(arguments).args(words);
        let done = command.status().await.expect("the command that controls PostgreSQL is there");
        assert!(done.success(), "{program} {words:?}: {done}");
    }
}
