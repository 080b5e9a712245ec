//! `cargo xtask up`: from a clone to a served page. Builds what is out of date, then becomes the server.
//!
//! On Unix this process is replaced by the server, so a signal reaches it directly and nothing stays behind.

use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener};
use std::path::PathBuf;
use std::process::Command;

use clap::Args;

use crate::console::{say, step};
use crate::failure::{Done, Failure};
use crate::pages::{self, Profile};
use crate::place::Place;
#[cfg(not(unix))]
use crate::process;
use crate::server;

#[derive(Args)]
pub(crate) struct Options {
    /// Port to serve on.
    #[arg(long, env = "TAVOLIERE_PORT", default_value_t = 8080)]
    port: u16,
    /// Address to serve on; 0.0.0.0 lets other machines in.
    #[arg(long, env = "TAVOLIERE_ADDRESS", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    address: IpAddr,
    /// Database: `sqlite://path` or `postgres://user:password@host/name`. Left out: SQLite in the data folder.
    #[arg(long, env = "TAVOLIERE_DATABASE_URL", hide_env_values = true)]
    database_url: Option<String>,
    /// Folder for the SQLite database. Left out: `.tavoliere` in the clone.
    #[arg(long, env = "TAVOLIERE_DATA_DIR")]
    data_dir: Option<PathBuf>,
    /// Starts an installation of one's own: no accounts of the demo; a link for the first administrator is printed.
    #[arg(long)]
    no_demo: bool,
    /// Builds quickly instead of well: cargo's dev profile for pages and server.
    #[arg(long)]
    debug: bool,
}

pub(crate) fn run(options: &Options) -> Done {
    let place = Place::find()?;
    // Known before minutes of building, not after.
    let socket = SocketAddr::new(options.address, options.port);
    TcpListener::bind(socket).map(drop).map_err(|error| {
        Failure::new(format!("Cannot serve on {socket}: {error}.\nChoose another with --port or TAVOLIERE_PORT."))
    })?;

    let program = make(&place, options.debug)?;

    let data = options.data_dir.clone().unwrap_or_else(|| place.root.join(".tavoliere"));
    say("Serving");
    say(format_args!(
        "  data         {}",
        options.database_url.as_deref().map_or(data.display().to_string(), hide_password)
    ));
    say(format_args!("  address      {} (Ctrl-C stops it)\n", address(socket)));
    let mut server = Command::new(program);
    server.arg("serve");
    // A demo has accounts whose password is printed: on this machine only, whatever the environment or a file says.
    server.arg(format!("--demo={}", !options.no_demo && options.address.is_loopback()));
    server.env("TAVOLIERE_PORT", options.port.to_string()).env("TAVOLIERE_ADDRESS", options.address.to_string());
    server.env("TAVOLIERE_DATA_DIR", &data);
    server.envs(options.database_url.as_ref().map(|url| ("TAVOLIERE_DATABASE_URL", url)));
    become_program(server)
}

/// Builds what is out of date and tells where the server lies, the pages within it.
pub(crate) fn make(place: &Place, debug: bool) -> Done<PathBuf> {
    let (pages, server) =
        if debug { (Profile::Dev, server::Profile::Dev) } else { (Profile::Small, server::Profile::Release) };
    pages::build(place, pages)?;
    say("Building the server");
    let mut built = PathBuf::new();
    step("server", || {
        built = server::build(place, server)?;
        Ok(built.display().to_string())
    })?;
    Ok(built)
}

/// What a person types into the browser.
fn address(socket: SocketAddr) -> String {
    if socket.ip().is_unspecified() {
        format!("http://127.0.0.1:{}", socket.port())
    } else {
        format!("http://{socket}")
    }
}

/// A database address as it may be shown.
fn hide_password(url: &str) -> String {
    match (url.split_once("://"), url.rsplit_once('@')) {
        (Some((scheme, _)), Some((_, rest))) => format!("{scheme}://…@{rest}"),
        _ => url.to_owned(),
    }
}

#[cfg(unix)]
fn become_program(mut program: Command) -> Done {
    use std::os::unix::process::CommandExt as _;
    // Comes back only when it failed.
    let error = program.exec();
    Err(Failure::new(format!("Could not start the server: {error}.")))
}

#[cfg(not(unix))]
fn become_program(mut program: Command) -> Done {
    process::shown("serve", &mut program)
}

#[cfg(test)]
mod tests {
    use super::hide_password;

    #[test]
    fn a_password_is_not_shown() {
        assert_eq!(hide_password("postgres://anna:se@cret@db/x"), "postgres://…@db/x");
        assert_eq!(hide_password("sqlite://a.db?mode=rwc"), "sqlite://a.db?mode=rwc");
    }
}
