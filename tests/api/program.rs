//! The program's command line: what it says when it cannot start, and how it stops.

use tempfile::TempDir;

use crate::support::{Program, TestDatabase};

async fn fails_saying(arguments: &[&str], words: &[&str]) {
    let run = Program::run(arguments).await;
    let said = String::from_utf8_lossy(&run.stderr).into_owned();
    assert!(!run.status.success(), "{arguments:?} succeeded");
    for word in words {
        assert!(said.contains(word), "{arguments:?} does not say {word:?}: {said}");
    }
}

#[tokio::test]
async fn it_says_why_it_cannot_start() {
    let folder = TempDir::new().expect("a temporary folder can be made");
    let taken = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.expect("a port is free");
    let port = taken.local_addr().expect("it has an address").port().to_string();
    let data = folder.path().join("data").display().to_string();
    fails_saying(&["serve", "--port", &port, "--data-dir", &data], &["is taken", "--port"]).await;
    fails_saying(&["migrate", "--database-url", "sqlite::memory:"], &["keeps nothing"]).await;
    fails_saying(&["migrate", "--database-url", "nonsense://x"], &["opening the database"]).await;
    fails_saying(&["migrate", "--database-url", "postgres://nobody@127.0.0.1:1/none"], &["opening the database"]).await;
    let config = folder.path().join("settings.toml");
    std::fs::write(&config, "prot = 8080\n").expect("the file is written");
    let config = config.display().to_string();
    fails_saying(&["serve", "--config", &config], &["reading the settings", "prot"]).await;
    fails_saying(&["serve", "--config", "/nowhere/settings.toml"], &["reading the settings"]).await;
    fails_saying(&["serve", "--no-migrate", "--port", "0", "--data-dir", &data], &["older than this program"]).await;
    fails_saying(&["serve", "--port", "70000"], &["--port"]).await;
}

#[tokio::test]
async fn it_prints_the_schema_and_makes_its_data_folder() {
    let run = Program::run(&["schema"]).await;
    assert_eq!(String::from_utf8_lossy(&run.stdout), include_str!("../../schema.graphql"));
    let folder = TempDir::new().expect("a temporary folder can be made");
    let data = folder.path().join("a/b").display().to_string();
    assert!(Program::run(&["seed", "--data-dir", &data]).await.status.success());
    assert!(folder.path().join("a/b/tavoliere.db").exists());
}

#[tokio::test]
async fn the_reference_of_the_settings_is_what_the_program_reads() {
    let run = Program::run(&["settings"]).await;
    let printed = String::from_utf8_lossy(&run.stdout).into_owned();
    assert!(printed.lines().count() > 20, "{printed}");
    let told = include_str!("../../docs/operations.md");
    assert!(
        told.contains(&printed),
        "docs/operations.md has another table than `tavoliere settings` prints:\n{printed}"
    );
}

#[tokio::test]
async fn a_settings_file_lies_under_the_command_line() {
    let folder = TempDir::new().expect("a temporary folder can be made");
    let config = folder.path().join("settings.toml");
    let (one, other) = (folder.path().join("one"), folder.path().join("other"));
    std::fs::write(&config, format!("data_dir = {:?}\nlog_format = \"json\"\n", one.display().to_string()))
        .expect("it is written");
    let config = config.display().to_string();
    assert!(Program::run(&["seed", "--config", &config]).await.status.success());
    assert!(one.join("tavoliere.db").exists());
    let said = Program::run(&["seed", "--config", &config, "--data-dir", &other.display().to_string()]).await;
    assert!(other.join("tavoliere.db").exists());
    let log = String::from_utf8_lossy(&said.stderr).into_owned();
    assert!(log.lines().all(|line| serde_json::from_str::<serde_json::Value>(line).is_ok()), "{log}");
}

#[tokio::test]
async fn it_stops_in_order_when_it_is_asked() {
    let database = TestDatabase::sqlite();
    let mut program = Program::serve(&database).await;
    let mut socket = crate::support::Socket::open(program.address, &program.person("Anna").cookie().await).await;
    socket.follow(0).await;
    let (code, closed) = tokio::join!(program.terminate(), socket.closed());
    assert_eq!((code, u16::from(closed.code)), (Some(0), 1001));
}
