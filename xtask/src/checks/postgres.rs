//! A PostgreSQL of our own for the time of the tests: a new cluster in a temporary folder, on a free port of this machine.
//!
//! `TAVOLIERE_TEST_POSTGRES` names another one to use instead; its user must be allowed to create databases.

use std::env;
use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::iter;
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use crate::checks::machine::{is_root, on_path, program};
use crate::console::say;
use crate::failure::{Done, While as _};
use crate::process;

pub(crate) struct Postgres {
    url: String,
    /// Ours to stop; none when the environment named one.
    own: Option<Cluster>,
}

struct Cluster {
    programs: PathBuf,
    folder: TempDir,
}

impl Postgres {
    pub(crate) fn start() -> Done<Self> {
        if let Ok(url) = env::var("TAVOLIERE_TEST_POSTGRES") {
            return Ok(Self { url, own: None });
        }
        Self::start_own()
    }

    /// One that nobody else uses, whatever the environment names: for tests that stop it and start it again.
    pub(crate) fn start_own() -> Done<Self> {
        let initdb = program("PostgreSQL", "postgresql", initdb)?;
        let programs = initdb.parent().unwrap_or(Path::new("/")).to_owned();
        let folder =
            tempfile::Builder::new().prefix("tavoliere-postgres").tempdir().doing(|| "make a folder".to_owned())?;
        let cluster = Cluster { programs, folder };
        if is_root() {
            // PostgreSQL refuses to run as root; its package made a user for it.
            let mut chown = Command::new("chown");
            process::quiet("give the folder to postgres", chown.arg("postgres").arg(cluster.folder.path()))?;
        }
        let data = cluster.data();
        let mut init = cluster.command("initdb");
        init.arg("--pgdata").arg(&data).args(["--username=tavoliere", "--auth=trust", "--encoding=UTF8", "--no-sync"]);
        process::quiet("make a PostgreSQL cluster", &mut init)?;
        let port = free_port()?;
        // Durability is the server's own affair and tested on SQLite; here only time is won.
        let settings = format!(
            "port = {port}\nlisten_addresses = '127.0.0.1'\nunix_socket_directories = ''\nfsync = off\nmax_connections = 300\n"
        );
        // In a file, so that whoever starts it again need not know them.
        let file = data.join("postgresql.auto.conf");
        OpenOptions::new()
            .append(true)
            .open(&file)
            .and_then(|mut file| file.write_all(settings.as_bytes()))
            .doing(|| format!("write {}", file.display()))?;
        process::quiet("start PostgreSQL", cluster.control().arg("start"))?;
        say(format_args!("PostgreSQL for the tests listens on port {port}"));
        Ok(Self { url: format!("postgres://tavoliere@127.0.0.1:{port}/postgres"), own: Some(cluster) })
    }

    /// A database from which the tests create their own.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// The command, but for its last word, that stops it and starts it again; none when it is not ours.
    pub(crate) fn control(&self) -> Option<String> {
        let control = self.own.as_ref()?.control();
        let words = iter::once(control.get_program()).chain(control.get_args());
        Some(words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" "))
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        let Some(cluster) = &self.own else { return };
        let mut stop = cluster.control();
        stop.args(["--mode=immediate", "stop"]);
        if let Err(failure) = process::quiet("stop PostgreSQL", &mut stop) {
            say(failure);
        }
    }
}

impl Cluster {
    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// `pg_ctl`, without the word that says what it is to do.
    fn control(&self) -> Command {
        let mut control = self.command("pg_ctl");
        control.arg("--wait").arg("--pgdata").arg(self.data()).arg("--log").arg(self.folder.path().join("log"));
        control
    }

    fn command(&self, program: &str) -> Command {
        let program = self.programs.join(program);
        let mut command = if is_root() {
            let mut command = Command::new("runuser");
            command.args(["-u", "postgres", "--"]).arg(program);
            command
        } else {
            Command::new(program)
        };
        // The clone may lie where that user cannot go.
        command.current_dir(self.folder.path());
        command
    }
}

/// Debian keeps the programs beside each other by version, off the PATH.
fn initdb() -> Option<PathBuf> {
    let mut versions = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok().map(|entry| entry.path().join("bin/initdb")))
        .filter(|file| file.is_file())
        .collect::<Vec<_>>();
    versions.sort();
    versions.pop().or_else(|| on_path(&["initdb"]))
}

fn free_port() -> Done<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).doing(|| "find a free port".to_owned())?;
    Ok(listener.local_addr().doing(|| "find a free port".to_owned())?.port())
}
