//! The command line of `tavoliere`.

mod copy;
mod demo;
mod people;
mod register;
mod settings;

use std::{
    io::Write as _,
    net::{IpAddr, SocketAddr},
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::{Args, Parser, Subcommand, builder::BoolishValueParser};
use serde::Serialize;
use shared::Problem;
use tokio::net::TcpListener;
use tracing_subscriber::EnvFilter;

use crate::{
    app::App,
    clock::Clock,
    config::{Config, Listed, LogFormat, Origin},
    db::Db,
    error::{Context as _, Error, Result},
    network::Network,
    seed::{Files, seed},
};

/// Tavoliere: the planning board of Puglia's public employment services.
#[derive(Debug, Parser)]
#[command(name = "tavoliere", version, about, max_term_width = 110)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    settings: Settings,
    /// A TOML file with the same settings, named as below with underscores: `port = 8080`, `data_dir = "..."`.
    #[arg(long, global = true, env = "TAVOLIERE_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serves the API and the program. Migrates the database and loads the built-in data first.
    Serve,
    /// Brings the database to the shape that this program expects, and ends.
    Migrate,
    /// Migrates, loads the built-in data, and ends. Never overwrites what a planner has edited.
    Seed,
    /// Invites people, and gives them new passwords, by one-time links that are printed.
    #[command(subcommand)]
    People(people::People),
    /// Copies everything into another, empty database, reads it again, and tells that both hold the same.
    Copy(copy::Copy),
    /// Checks the register of changes.
    #[command(subcommand)]
    Audit(register::Audit),
    /// Prints the API's schema in GraphQL's language, and ends.
    Schema,
    /// Prints what can be set, and how, as a table in Markdown, and ends.
    Settings,
}

/// The settings that the command line and the environment may give. What is not given is left out.
#[derive(Args, Debug, Serialize)]
struct Settings {
    /// The address to listen on [default: 127.0.0.1].
    #[arg(long, global = true, env = "TAVOLIERE_ADDRESS", value_name = "IP")]
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<IpAddr>,
    /// The port to listen on; 0 takes a free one [default: 8080].
    #[arg(long, global = true, env = "TAVOLIERE_PORT")]
    #[serde(skip_serializing_if = "Option::is_none")]
    port: Option<u16>,
    /// Where Prometheus finds what is counted: `127.0.0.1:9464` gives http://127.0.0.1:9464/metrics [default: nowhere].
    #[arg(long, global = true, env = "TAVOLIERE_METRICS_ADDRESS", value_name = "IP:PORT")]
    #[serde(skip_serializing_if = "Option::is_none")]
    metrics_address: Option<SocketAddr>,
    /// The database: `sqlite://path` or `postgres://user:password@host/name` [default: tavoliere.db in the data folder].
    #[arg(long, global = true, env = "TAVOLIERE_DATABASE_URL", value_name = "URL", hide_env_values = true)]
    #[serde(skip_serializing_if = "Option::is_none")]
    database_url: Option<String>,
    /// Folder of the database file, when no database is named [default: .tavoliere].
    #[arg(long, global = true, env = "TAVOLIERE_DATA_DIR", value_name = "FOLDER")]
    #[serde(skip_serializing_if = "Option::is_none")]
    data_dir: Option<PathBuf>,
    /// A folder whose files, named as in `data/`, take the place of the built-in data: another region's. What is not there is
    /// Puglia's. A database that was filled from one folder refuses another whose centres are not the same [default: Puglia's].
    #[arg(long, global = true, env = "TAVOLIERE_BUILT_IN", value_name = "FOLDER")]
    #[serde(skip_serializing_if = "Option::is_none")]
    built_in: Option<PathBuf>,
    /// The address that people type; links name it, and under https cookies are held to https [default: http://ADDRESS:PORT].
    #[arg(long, global = true, env = "TAVOLIERE_PUBLIC_URL", value_name = "URL")]
    #[serde(skip_serializing_if = "Option::is_none")]
    public_url: Option<String>,
    /// Shows what Tavoliere does: makes an account for each role and prints their password. Never for real data.
    #[arg(long, global = true, env = "TAVOLIERE_DEMO", value_name = "YES", num_args = 0..=1, require_equals = true,
        default_missing_value = "true", value_parser = BoolishValueParser::new())]
    #[serde(skip_serializing_if = "Option::is_none")]
    demo: Option<bool>,
    /// `serve` takes the database as it is: neither migrates nor loads built-in data.
    #[arg(long, global = true, env = "TAVOLIERE_NO_MIGRATE", value_name = "YES", num_args = 0..=1, require_equals = true,
        default_missing_value = "true", value_parser = BoolishValueParser::new())]
    #[serde(skip_serializing_if = "Option::is_none")]
    no_migrate: Option<bool>,
    /// Other sites whose pages may ask the API with a token: `https://portal.example`, several with commas [default: none].
    #[arg(long, global = true, env = "TAVOLIERE_CORS_ORIGINS", value_name = "ORIGINS")]
    #[serde(skip_serializing_if = "Option::is_none")]
    cors_origins: Option<Listed<Origin>>,
    /// Proxies before the server, whose `x-forwarded-for` is believed: `127.0.0.1,10.0.0.0/8` [default: none].
    #[arg(long, global = true, env = "TAVOLIERE_TRUSTED_PROXIES", value_name = "NETWORKS")]
    #[serde(skip_serializing_if = "Option::is_none")]
    trusted_proxies: Option<Listed<Network>>,
    /// How long a browser stays signed in without being used, minutes [default: 720].
    #[arg(long, global = true, env = "TAVOLIERE_SESSION_IDLE_MINUTES", value_name = "MINUTES")]
    #[serde(skip_serializing_if = "Option::is_none")]
    session_idle_minutes: Option<u32>,
    /// How long a browser stays signed in at most, days [default: 14].
    #[arg(long, global = true, env = "TAVOLIERE_SESSION_DAYS", value_name = "DAYS")]
    #[serde(skip_serializing_if = "Option::is_none")]
    session_days: Option<u32>,
    /// The server that takes e-mail: `smtps://user:password@host`. Left out: one-time links are shown, not sent.
    #[arg(long, global = true, env = "TAVOLIERE_SMTP_URL", value_name = "URL", hide_env_values = true)]
    #[serde(skip_serializing_if = "Option::is_none")]
    smtp_url: Option<String>,
    /// Who e-mail comes from: `Tavoliere <tavoliere@example.org>`.
    #[arg(long, global = true, env = "TAVOLIERE_MAIL_FROM", value_name = "ADDRESS")]
    #[serde(skip_serializing_if = "Option::is_none")]
    mail_from: Option<String>,
    /// The issuer of the administration's gateway, by OpenID Connect: `https://login.example/realms/name` [default: none].
    #[arg(long, global = true, env = "TAVOLIERE_OIDC_ISSUER", value_name = "URL")]
    #[serde(skip_serializing_if = "Option::is_none")]
    oidc_issuer: Option<String>,
    /// What the gateway knows Tavoliere by.
    #[arg(long, global = true, env = "TAVOLIERE_OIDC_CLIENT_ID", value_name = "ID")]
    #[serde(skip_serializing_if = "Option::is_none")]
    oidc_client_id: Option<String>,
    /// The secret that goes with it. Better by the environment or the file: a command line is seen by others.
    #[arg(long, global = true, env = "TAVOLIERE_OIDC_CLIENT_SECRET", value_name = "SECRET", hide_env_values = true)]
    #[serde(skip_serializing_if = "Option::is_none")]
    oidc_client_secret: Option<String>,
    /// What the gateway is called on its button [default: the host of its issuer].
    #[arg(long, global = true, env = "TAVOLIERE_OIDC_NAME", value_name = "NAME")]
    #[serde(skip_serializing_if = "Option::is_none")]
    oidc_name: Option<String>,
    /// Scopes asked of the gateway beside `openid`, several with commas [default: none].
    #[arg(long, global = true, env = "TAVOLIERE_OIDC_SCOPES", value_name = "SCOPES")]
    #[serde(skip_serializing_if = "Option::is_none")]
    oidc_scopes: Option<Listed<String>>,
    /// Who makes the vouchers that the REST façade takes, as they say it: `interop.pagopa.it` [default: none are taken].
    #[arg(long, global = true, env = "TAVOLIERE_PDND_ISSUER", value_name = "ISSUER")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pdnd_issuer: Option<String>,
    /// For whom vouchers are made: the e-service's address, as the PDND knows it.
    #[arg(long, global = true, env = "TAVOLIERE_PDND_AUDIENCE", value_name = "AUDIENCE")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pdnd_audience: Option<String>,
    /// Where the public keys of vouchers are: an address under https, or a file.
    #[arg(long, global = true, env = "TAVOLIERE_PDND_JWKS", value_name = "URL|FILE")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pdnd_jwks: Option<String>,
    /// The REST façade answers only who shows a voucher, or a token.
    #[arg(long, global = true, env = "TAVOLIERE_PDND_REQUIRED", value_name = "YES", num_args = 0..=1, require_equals = true,
        default_missing_value = "true", value_parser = BoolishValueParser::new())]
    #[serde(skip_serializing_if = "Option::is_none")]
    pdnd_required: Option<bool>,
    /// Points that each caller has at most, and gets anew each minute, at each instance: what a query costs, its answer tells
    /// [default: 1000000].
    #[arg(long, global = true, env = "TAVOLIERE_CALLER_POINTS", value_name = "POINTS")]
    #[serde(skip_serializing_if = "Option::is_none")]
    caller_points: Option<u32>,
    /// How long a server that is asked to stop goes on answering while `/readyz` says 503, so that a balancer sends nobody new,
    /// seconds [default: 0].
    #[arg(long, global = true, env = "TAVOLIERE_LEAVE_SECONDS", value_name = "SECONDS")]
    #[serde(skip_serializing_if = "Option::is_none")]
    leave_seconds: Option<u32>,
    /// What is logged: error, warn, info, debug, trace, or directives like `info,backend=debug` [default: info].
    #[arg(long, global = true, env = "TAVOLIERE_LOG", value_name = "FILTER")]
    #[serde(skip_serializing_if = "Option::is_none")]
    log: Option<String>,
    /// How it is logged [default: text].
    #[arg(long, global = true, env = "TAVOLIERE_LOG_FORMAT", value_name = "FORMAT")]
    #[serde(skip_serializing_if = "Option::is_none")]
    log_format: Option<LogFormat>,
}

impl Cli {
    /// Does what was asked. What went wrong is said in one line, with its causes, and the exit code is 1.
    pub async fn run(self) -> ExitCode {
        match self.try_run().await {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                let causes = std::iter::successors(Some(&error as &dyn std::error::Error), |error| error.source());
                let mut text: Vec<String> = causes.map(ToString::to_string).collect();
                if let Error::Refused(Problem::Invalid { fields }) = &error {
                    text.extend(fields.iter().map(|problem| format!("{} ({:?})", problem.field, problem.rule)));
                }
                // When not even the error stream can be written, there is nobody left to tell.
                let _ = writeln!(std::io::stderr(), "tavoliere: {}", text.join(": "));
                ExitCode::FAILURE
            }
        }
    }

    async fn try_run(self) -> Result<()> {
        let reference = match self.command {
            Command::Schema => Some(crate::graphql::sdl()),
            Command::Settings => Some(settings::table()),
            _ => None,
        };
        if let Some(text) = reference {
            return std::io::stdout().write_all(text.as_bytes()).context("printing");
        }
        let config = Config::read(self.config.as_ref(), &self.settings)?;
        start_log(&config)?;
        let db = Db::open(&config.database()?).await?;
        let clock = Clock::system();
        match self.command {
            Command::Serve => {
                // The port first: a second start by mistake must not touch the database.
                let listener = bind((config.address, config.port).into(), "--port").await?;
                let metrics = match config.metrics_address {
                    Some(address) => Some(bind(address, "--metrics-address").await?),
                    None => None,
                };
                if config.no_migrate {
                    db.check().await?;
                } else {
                    prepare(&db, &clock, config.built_in.as_deref()).await?;
                }
                let address = listener.local_addr().context("asking for the port")?;
                let config = Config { port: address.port(), ..config };
                if config.demo {
                    demo::prepare(&db, &clock, &config).await?;
                } else {
                    people::first(&db, &clock, &config.settings()).await?;
                }
                // Before anybody is told that it serves, so that whoever was told can stop it in order.
                let stop = asked_to_stop()?;
                let app = App::new(db, clock, config.settings());
                if let Some(metrics) = metrics {
                    let address = metrics.local_addr().context("asking for the port of the metrics")?;
                    tracing::info!(%address, "metrics at http://{address}/metrics");
                    app.serve_metrics(metrics);
                }
                tracing::info!(%address, "serving http://{address}");
                app.serve(listener, stop).await
            }
            Command::Migrate => db.migrate().await,
            Command::Seed => prepare(&db, &clock, config.built_in.as_deref()).await,
            Command::People(command) => people::run(&command, &db, &clock, &config.settings()).await,
            Command::Copy(command) => copy::run(&command, &db).await,
            Command::Audit(command) => register::run(&command, &db).await,
            Command::Schema | Command::Settings => Ok(()),
        }
    }
}

/// Tells something to whoever started the program: not to the log, which others may read.
fn tell(text: &str) -> Result<()> {
    writeln!(std::io::stdout(), "{text}").context("printing")
}

async fn prepare(db: &Db, clock: &Clock, built_in: Option<&Path>) -> Result<()> {
    let files = built_in.map_or_else(|| Ok(Files::default()), Files::of_folder)?;
    db.migrate().await?;
    let figures_changed = seed(db, clock, &files).await?;
    tracing::info!(figures_changed, "the built-in data is loaded");
    Ok(())
}

/// Listens at an address; `option` names another one.
async fn bind(at: SocketAddr, option: &str) -> Result<TcpListener> {
    TcpListener::bind(at).await.map_err(|error| {
        let (address, port) = (at.ip(), at.port());
        let what = match error.kind() {
            std::io::ErrorKind::AddrInUse => {
                format!("port {port} of {address} is taken; stop what listens there, or name another with {option}")
            }
            _ => format!("cannot listen on port {port} of {address}: {error}"),
        };
        Error::fault("starting the server", what)
    })
}

/// From now on SIGINT and SIGTERM end nothing by themselves: what is given back waits for the first of them.
fn asked_to_stop() -> Result<impl Future<Output = ()> + Send + 'static> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupt = signal(SignalKind::interrupt()).context("waiting for SIGINT")?;
    let mut terminate = signal(SignalKind::terminate()).context("waiting for SIGTERM")?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

fn start_log(config: &Config) -> Result<()> {
    let filter = EnvFilter::try_new(&config.log).context("reading what to log")?;
    let to_terminal = std::io::IsTerminal::is_terminal(&std::io::stderr());
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(to_terminal);
    let started = match config.log_format {
        LogFormat::Text => log.try_init(),
        LogFormat::Json => log.json().flatten_event(true).try_init(),
    };
    started.context("starting the log")
}
