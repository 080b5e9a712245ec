//! Settings: from the command line first, then the environment, then a file, then what stands here.

use std::{
    net::{IpAddr, SocketAddr},
    path::PathBuf,
    str::FromStr,
    time::Duration,
};

use axum::http::Uri;
use chrono::TimeDelta;
use figment::{
    Figment,
    providers::{Format as _, Serialized, Toml},
};
use serde::{Deserialize, Serialize};

pub use crate::identity::voucher::{KeySource, VoucherSettings};
pub use crate::origin::Origin;
use crate::{
    error::{Context as _, Error, Result},
    graphql::budget::MAX_POINTS,
    network::Network,
};

/// How log lines are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people: one line an event.
    #[default]
    Text,
    /// For machines: one JSON object an event.
    Json,
}

/// Several values with commas between, or none: an empty variable of the environment is an empty list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Listed<T>(Vec<T>);

impl<T: FromStr> FromStr for Listed<T> {
    type Err = T::Err;
    fn from_str(text: &str) -> std::result::Result<Self, T::Err> {
        let written = text.split(',').map(str::trim).filter(|written| !written.is_empty());
        written.map(str::parse).collect::<std::result::Result<_, _>>().map(Self)
    }
}

/// How often a server looks by itself, and how long it waits. Tests choose others than those that it has.
#[derive(Clone, Copy, Debug)]
pub struct Periods {
    /// How long a subscription waits before it looks at the log unasked: changes of other processes are seen by then.
    pub poll: Duration,
    /// How often it is asked whether whoever opened a stream may still be there, when nothing says so before.
    pub still: Duration,
    /// How often whoever is at a scenario is written down anew. After three times as long without a sign they are gone.
    pub beat: Duration,
    /// How long a socket may be silent before it is asked whether it is still there.
    pub ping: Duration,
    /// How long a connection may take to say what it asks: its first headers, or the next ones after an answer.
    pub headers: Duration,
}

impl Default for Periods {
    fn default() -> Self {
        Self {
            poll: Duration::from_secs(1),
            still: Duration::from_secs(5),
            beat: Duration::from_secs(5),
            // Shorter than what makes somebody gone: the clock of a hidden tab is slowed down, its answers are not.
            ping: Duration::from_secs(10),
            headers: Duration::from_secs(30),
        }
    }
}

/// All settings. A key that is not here is refused in the file, so that a slip of the pen is not silent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The address to listen on.
    pub address: IpAddr,
    /// The port to listen on; 0 takes a free one.
    pub port: u16,
    /// Where what is counted is told, `127.0.0.1:9464`. Left out: nowhere.
    pub metrics_address: Option<SocketAddr>,
    /// Folder of the database file, when no database is named.
    pub data_dir: PathBuf,
    /// The database: `sqlite://path` or `postgres://user:password@host/name`.
    pub database_url: Option<String>,
    /// A folder of files that take the place of the built-in data, another region's. Left out: Puglia's.
    pub built_in: Option<PathBuf>,
    /// The address that people type, `https://tavoliere.example`: links name it, and cookies are held to https by it.
    pub public_url: Option<String>,
    /// Whether this is a demo: accounts with a password that is printed.
    pub demo: bool,
    /// Whether `serve` takes the database as it is.
    pub no_migrate: bool,
    /// The other sites whose pages may ask the API in a browser, with a token.
    pub cors_origins: Vec<Origin>,
    /// The proxies before the server, whose `x-forwarded-for` is believed.
    pub trusted_proxies: Vec<Network>,
    /// How long a browser stays signed in without being used, minutes.
    pub session_idle_minutes: u32,
    /// How long a browser stays signed in at most, days.
    pub session_days: u32,
    /// The server that takes e-mail, `smtps://user:password@host` or `smtp://host:port`. Left out: links are shown, not sent.
    pub smtp_url: Option<String>,
    /// Who e-mail comes from.
    pub mail_from: Option<String>,
    /// The issuer of the administration's own gateway, by OpenID Connect. Left out: people sign in by password alone.
    pub oidc_issuer: Option<String>,
    /// What the gateway knows Tavoliere by.
    pub oidc_client_id: Option<String>,
    /// The secret that goes with it; none for a public client.
    pub oidc_client_secret: Option<String>,
    /// What the gateway is called on its button; the host of its issuer when it is left out.
    pub oidc_name: Option<String>,
    /// What is asked of the gateway beside `openid`. Nothing is needed.
    pub oidc_scopes: Vec<String>,
    /// Who makes the vouchers that the REST façade takes: `interop.pagopa.it`. Left out: it takes none.
    pub pdnd_issuer: Option<String>,
    /// For whom they are made: the address of the e-service, as the PDND knows it.
    pub pdnd_audience: Option<String>,
    /// Where the issuer's public keys are: an address under https, or a file.
    pub pdnd_jwks: Option<String>,
    /// Whether the REST façade answers only who shows a voucher, or a token.
    pub pdnd_required: bool,
    /// The points that each caller has at most, and gets anew each minute: what an instance lets one of them ask for.
    pub caller_points: u32,
    /// How long a server that is asked to stop goes on answering while `/readyz` says that it leaves, seconds.
    pub leave_seconds: u32,
    /// What is logged: a level, or `tracing` directives.
    pub log: String,
    /// How it is logged.
    pub log_format: LogFormat,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            address: IpAddr::from([127, 0, 0, 1]),
            port: 8080,
            metrics_address: None,
            data_dir: PathBuf::from(".tavoliere"),
            database_url: None,
            built_in: None,
            public_url: None,
            demo: false,
            no_migrate: false,
            cors_origins: Vec::new(),
            trusted_proxies: Vec::new(),
            session_idle_minutes: 12 * 60,
            session_days: 14,
            smtp_url: None,
            mail_from: None,
            oidc_issuer: None,
            oidc_client_id: None,
            oidc_client_secret: None,
            oidc_name: None,
            oidc_scopes: Vec::new(),
            pdnd_issuer: None,
            pdnd_audience: None,
            pdnd_jwks: None,
            pdnd_required: false,
            caller_points: MAX_POINTS,
            leave_seconds: 0,
            log: "info".to_owned(),
            log_format: LogFormat::Text,
        }
    }
}

/// The administration's gateway, as OpenID Connect knows it.
#[derive(Clone)]
pub struct Oidc {
    /// What it is called on its button.
    pub name: String,
    /// Its issuer.
    pub issuer: String,
    /// What it knows us by.
    pub client_id: String,
    /// The secret that goes with it; none for a public client.
    pub client_secret: Option<String>,
    /// What is asked beside `openid`.
    pub scopes: Vec<String>,
}

impl std::fmt::Debug for Oidc {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Oidc").field("issuer", &self.issuer).field("client_id", &self.client_id).finish_non_exhaustive()
    }
}

/// What requests need to know of the settings.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The address that people type, without a slash at its end.
    pub public_url: String,
    /// Whether the accounts of the demo are let in.
    pub demo: bool,
    /// The other sites whose pages may ask the API in a browser, with a token.
    pub cors_origins: Vec<Origin>,
    /// The proxies before the server, whose `x-forwarded-for` is believed.
    pub trusted_proxies: Vec<Network>,
    /// How often the server looks by itself.
    pub periods: Periods,
    /// The points that each caller has at most, and gets anew each minute.
    pub caller_points: u32,
    /// How long it goes on answering when it is asked to stop, so that a balancer sees that it leaves.
    pub leave: Duration,
    /// How long a browser stays signed in without being used.
    pub session_idle: TimeDelta,
    /// How long it stays signed in at most.
    pub session_life: TimeDelta,
    /// The server that takes e-mail, and who it comes from.
    pub mail: Option<(String, String)>,
    /// How long a request waits to gather the rows of one level into one statement.
    pub gather: Duration,
    /// The administration's gateway.
    pub gateway: Option<Oidc>,
    /// Which vouchers the REST façade takes.
    pub vouchers: Option<VoucherSettings>,
}

/// Long enough for a request's other branches to reach the level, too short to be felt.
const GATHER: Duration = Duration::from_millis(2);

impl Settings {
    /// Whether people reach the server by https, so that cookies must not travel otherwise.
    pub fn is_https(&self) -> bool {
        self.public_url.starts_with("https://")
    }
}

impl Default for Settings {
    fn default() -> Self {
        Config::default().settings()
    }
}

impl Config {
    /// What requests need to know.
    pub fn settings(&self) -> Settings {
        let local = || format!("http://{}", std::net::SocketAddr::new(self.address, self.port));
        let public_url = self.public_url.clone().unwrap_or_else(local).trim_end_matches('/').to_owned();
        Settings {
            demo: self.demo,
            cors_origins: self.cors_origins.clone(),
            trusted_proxies: self.trusted_proxies.clone(),
            periods: Periods::default(),
            caller_points: self.caller_points,
            leave: Duration::from_secs(self.leave_seconds.into()),
            session_idle: TimeDelta::minutes(self.session_idle_minutes.into()),
            session_life: TimeDelta::days(self.session_days.into()),
            mail: self.smtp_url.clone().zip(self.mail_from.clone()),
            gather: GATHER,
            gateway: self.gateway().ok().flatten(),
            // What is half said was refused when the settings were read.
            vouchers: self.vouchers().ok().flatten(),
            public_url,
        }
    }

    /// Which vouchers are taken, if any.
    ///
    /// # Errors
    /// When only a part of what has to be known of them is said.
    fn vouchers(&self) -> Result<Option<VoucherSettings>> {
        const DOING: &str = "reading the settings of the PDND's vouchers";
        match (&self.pdnd_issuer, &self.pdnd_audience, &self.pdnd_jwks) {
            (Some(issuer), Some(audience), Some(keys)) => {
                let (issuer, audience, keys) = (issuer.clone(), audience.clone(), keys.parse().context(DOING)?);
                Ok(Some(VoucherSettings { issuer, audience, keys, required: self.pdnd_required }))
            }
            (None, None, None) if !self.pdnd_required => Ok(None),
            _ => Err(Error::fault(DOING, "pdnd_issuer, pdnd_audience and pdnd_jwks go together")),
        }
    }

    /// Reads the settings: `over` (command line and environment) lies on the file's, if one is named, and on the defaults.
    ///
    /// # Errors
    /// When the file cannot be read, has a key that is not known, or a value that is none; when only one of a mail server
    /// and a sender is named.
    pub fn read(file: Option<&PathBuf>, over: &impl Serialize) -> Result<Self> {
        let mut settings = Figment::from(Serialized::defaults(Self::default()));
        if let Some(path) = file {
            settings = settings.merge(Toml::file_exact(path));
        }
        let config: Self =
            settings.merge(Serialized::defaults(over)).extract().map_err(Box::new).context("reading the settings")?;
        if config.smtp_url.is_some() != config.mail_from.is_some() {
            let what = "smtp_url and mail_from need each other: name both or none";
            return Err(Error::fault("reading the settings", what));
        }
        config.vouchers()?;
        config.gateway().map_err(|what| Error::fault("reading the settings", what))?;
        Ok(config)
    }

    /// What the settings say of the gateway; none when they name none.
    fn gateway(&self) -> Result<Option<Oidc>, String> {
        let (issuer, client_id) = match (&self.oidc_issuer, &self.oidc_client_id) {
            (Some(issuer), Some(client_id)) => (issuer, client_id),
            (None, None) => return Ok(None),
            _ => return Err("of oidc_issuer and oidc_client_id one is not set".to_owned()),
        };
        let uri = issuer.parse::<Uri>().ok().filter(|uri| uri.query().is_none());
        let host = uri.as_ref().and_then(Uri::host).unwrap_or_default();
        let is_here = ["localhost", "127.0.0.1", "[::1]"].contains(&host);
        let scheme = uri.as_ref().and_then(Uri::scheme_str).unwrap_or_default();
        if host.is_empty() || !(scheme == "https" || (scheme == "http" && is_here)) {
            return Err(format!("oidc_issuer {issuer:?} is no https address"));
        }
        Ok(Some(Oidc {
            name: self.oidc_name.clone().unwrap_or_else(|| host.to_owned()),
            issuer: issuer.clone(),
            client_id: client_id.clone(),
            client_secret: self.oidc_client_secret.clone(),
            scopes: self.oidc_scopes.clone(),
        }))
    }

    /// The database's address for the driver.
    ///
    /// # Errors
    /// When the data folder cannot be made, or the database would be gone with the program.
    pub fn database(&self) -> Result<String> {
        match &self.database_url {
            Some(url) if url.contains(":memory:") || url.contains("mode=memory") => {
                Err(Error::fault("reading the settings", "a database in memory keeps nothing; name a file"))
            }
            Some(url) if url.starts_with("sqlite:") && !url.contains('?') => Ok(format!("{url}?mode=rwc")),
            Some(url) => Ok(url.clone()),
            None => {
                std::fs::create_dir_all(&self.data_dir).context("making the data folder")?;
                Ok(format!("sqlite://{}?mode=rwc", self.data_dir.join("tavoliere.db").display()))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_server_without_a_sender_is_refused() {
        let read = |over: &serde_json::Value| Config::read(None, over);
        assert!(read(&serde_json::json!({})).is_ok());
        assert!(read(&serde_json::json!({ "smtp_url": "smtp://mail.example", "mail_from": "a@mail.example" })).is_ok());
        for half in
            [serde_json::json!({ "smtp_url": "smtp://mail.example" }), serde_json::json!({ "mail_from": "a@b.it" })]
        {
            assert!(read(&half).is_err(), "{half}");
        }
    }

    #[test]
    fn a_gateway_is_named_whole_and_by_https() {
        let with = |issuer: Option<&str>, id: Option<&str>| {
            let (oidc_issuer, oidc_client_id) = (issuer.map(str::to_owned), id.map(str::to_owned));
            Config { oidc_issuer, oidc_client_id, ..Config::default() }.gateway()
        };
        assert!(with(None, None).is_ok_and(|gateway| gateway.is_none()));
        for right in ["https://login.example/realms/puglia", "https://login.example", "http://127.0.0.1:9000"] {
            let gateway = with(Some(right), Some("tavoliere")).ok().flatten().expect("it is set up");
            assert_eq!((gateway.issuer.as_str(), right.contains(&gateway.name)), (right, true));
        }
        for wrong in ["http://login.example", "login.example", "", "https://", "https://login.example/?a=b"] {
            assert!(with(Some(wrong), Some("tavoliere")).is_err(), "{wrong}");
        }
        assert!(with(Some("https://login.example"), None).is_err() && with(None, Some("tavoliere")).is_err());
    }

    #[test]
    fn the_settings_of_vouchers_go_together() {
        let read = |over: serde_json::Value| Config::read(None, &over).map(|config| config.settings().vouchers);
        let all = serde_json::json!({ "pdnd_issuer": "a", "pdnd_audience": "b", "pdnd_jwks": "c.json" });
        assert!(read(all.clone()).is_ok_and(|known| known.is_some_and(|known| !known.required)));
        assert!(read(serde_json::json!({})).is_ok_and(|known| known.is_none()));
        for missing in ["pdnd_issuer", "pdnd_audience", "pdnd_jwks"] {
            let mut some = all.clone();
            some.as_object_mut().expect("an object").remove(missing);
            assert!(read(some).is_err(), "{missing}");
        }
        assert!(read(serde_json::json!({ "pdnd_required": true })).is_err(), "nobody could be let in");
        let mut open = all;
        open["pdnd_jwks"] = "http://interop.example/jwks.json".into();
        assert!(read(open).is_err(), "anybody on the way could put their own key in");
    }

    #[test]
    fn an_empty_list_is_no_mistake() {
        let origins = |text: &str| text.parse::<Listed<Origin>>().map(|Listed(origins)| origins.len());
        assert_eq!(
            [origins(""), origins(" "), origins("https://a.example, https://b.example,")],
            [Ok(0), Ok(0), Ok(2)]
        );
        assert!(origins("https://a.example,nonsense").is_err());
    }
}
