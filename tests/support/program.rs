//! The server as a program of its own, for tests that kill it.

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
    process::{Output, Stdio},
};

use tokio::{
    io::{AsyncBufReadExt as _, BufReader},
    process::{Child, Command},
    task::JoinHandle,
};

use super::{PASSWORD, Person, TestDatabase};

/// A running program.
pub(crate) struct Program {
    pub(crate) address: SocketAddr,
    child: Child,
    /// What it says from then on, as it says it.
    log: JoinHandle<Vec<String>>,
}

/// The built server: named by the environment, or where cargo puts it.
fn binary() -> PathBuf {
    let built = std::env::var_os("TAVOLIERE_BIN")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/debug/tavoliere"), PathBuf::from);
    assert!(
        built.exists(),
        "{} is not built: run `cargo build -p backend`, or `cargo xtask test api`",
        built.display()
    );
    built
}

impl Program {
    /// Starts the server on a free port and waits until it says where it listens.
    pub(crate) async fn serve(database: &TestDatabase) -> Self {
        Self::serve_with(database, &[]).await
    }

    /// The same, with other settings beside.
    pub(crate) async fn serve_with(database: &TestDatabase, settings: &[&str]) -> Self {
        // Of a file that may not grow it learns as of a full disk: by an error, not by a signal.
        let mut child = Command::new("env")
            .arg("--ignore-signal=XFSZ")
            .arg(binary())
            .args(["serve", "--port", "0", "--log", "info", "--demo", "--database-url", &database.url])
            .args(settings)
            .env("TAVOLIERE_DEMO_PASSWORD", PASSWORD)
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .expect("the program starts");
        let mut lines = BufReader::new(child.stderr.take().expect("its errors are read")).lines();
        let mut said = Vec::new();
        let address = loop {
            let line = lines.next_line().await.expect("its log is text");
            let line = line.unwrap_or_else(|| panic!("it ended: {}", said.join("\n")));
            if let Some((_, address)) = line.split_once("serving http://") {
                break address.split(' ').next().unwrap_or_default().parse().expect("it says where it listens");
            }
            said.push(line);
        };
        // Read on, so that the program never waits for a reader of its log.
        let log = tokio::spawn(async move {
            let mut said = Vec::new();
            while let Ok(Some(line)) = lines.next_line().await {
                said.push(line);
            }
            said
        });
        Self { address, child, log }
    }

    pub(crate) fn person(&self, name: &str) -> Person {
        Person::new(name, self.address)
    }

    /// Someone who signed in before, and still has the cookie.
    pub(crate) fn signed_in(&self, name: &str, cookie: String) -> Person {
        Person::new(name, self.address).with_cookie(cookie)
    }

    /// Ends it like a power cut would: no signal that it could catch.
    pub(crate) async fn kill(&mut self) {
        self.child.kill().await.expect("it dies");
    }

    /// Says how far files may grow that it writes to, as its machine would: bytes, or `unlimited`. It is not ended by it: a full
    /// disk ends no program either.
    pub(crate) async fn limit_files(&self, bytes: &str) {
        let limit = format!("--fsize={bytes}:");
        let limited = Command::new("prlimit").args(["--pid", &self.id(), &limit]).status().await;
        assert!(limited.expect("prlimit is there").success());
    }

    fn id(&self) -> String {
        self.child.id().expect("it runs").to_string()
    }

    /// Asks it to stop, and gives its exit code.
    pub(crate) async fn terminate(&mut self) -> Option<i32> {
        let id = self.id();
        let asked = Command::new("kill").args(["-TERM", &id]).status().await.expect("kill is there");
        assert!(asked.success());
        self.child.wait().await.expect("it ends").code()
    }

    /// What it said until it ended.
    pub(crate) async fn said(self) -> Vec<String> {
        self.log.await.expect("its log is read")
    }

    /// Runs a command of the program to its end.
    pub(crate) async fn run(arguments: &[&str]) -> Output {
        Command::new(binary()).args(arguments).output().await.expect("the program starts")
    }

    /// Runs a command of the program, and kills it when it has said so many lines.
    pub(crate) async fn killed_after(arguments: &[&str], lines: usize) {
        let mut child = Command::new(binary())
            .args(arguments)
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .expect("the program starts");
        let mut said = BufReader::new(child.stderr.take().expect("its errors are read")).lines();
        for _ in 0..lines {
            said.next_line().await.expect("its log is text").expect("it says more than that");
        }
        child.kill().await.expect("it dies");
    }
}
