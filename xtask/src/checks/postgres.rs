//! A PostgreSQL of our own for the time of the tests: a new cluster in a temporary folder, on a free port of this machine.
//!
//! `TAVOLIERE_TEST_POSTGRES` names another one to use instead; its user must be allowed to create databases.

use std::env;
use std::fs;
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
        let options = format!(
            "-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off -c max_connections=300"
        );
        let mut start = cluster.command("pg_ctl");
        start.arg("start").arg("--wait").arg("--pgdata").arg(&data).arg("--log").arg(cluster.folder.path().join("log"));
        process::quiet("start PostgreSQL", start.arg("--options").arg(options))?;
        say(format_args!("PostgreSQL for the tests listens on port {port}"));
        Ok(Self { url: format!("postgres://tavoliere@127.0.0.1:{port}/postgres"), own: Some(cluster) })
    }

    /// A database from which the tests create their own.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        let Some(cluster) = &self.own else { return };
        let mut stop = cluster.command("pg_ctl");
        stop.args(["stop", "--mode=immediate", "--pgdata"]).arg(cluster.data());
        if let Err(failure) = process::quiet("stop PostgreSQL", &mut stop) {
            say(failure);
        }
    }
}

impl Cluster {
    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
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
