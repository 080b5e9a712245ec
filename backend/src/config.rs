//! Settings: from the command line first, then the environment, then a file, then what stands here.

use std::{net::IpAddr, path::PathBuf, str::FromStr, time::Duration};

use axum::http::{HeaderValue, Uri};
use chrono::TimeDelta;
use figment::{
    Figment,
    providers::{Format as _, Serialized, Toml},
};
use serde::{Deserialize, Serialize};

use crate::{
    error::{Context as _, Error, Result},
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

/// A site as browsers name it in `origin`: `https://portal.example`, with a port where it is not the scheme's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Origin(HeaderValue);

impl Origin {
    /// As a header's value.
    pub(crate) fn header(&self) -> &HeaderValue {
        &self.0
    }
}

impl FromStr for Origin {
    type Err = String;
    fn from_str(text: &str) -> std::result::Result<Self, String> {
        let uri = text.parse::<Uri>().ok();
        let is_web = |uri: &Uri| matches!(uri.scheme_str(), Some("http" | "https")) && uri.host().is_some();
        // Browsers send neither a path nor capital letters; anything else would never be the same.
        let as_sent = |uri: &Uri| Some(format!("{}://{}", uri.scheme_str()?, uri.authority()?));
        let sent = uri.as_ref().filter(|uri| is_web(uri)).and_then(as_sent);
        // A browser leaves out the port that the scheme has anyway.
        let is_own_port = |uri: &Uri| {
            matches!((uri.scheme_str(), uri.port_u16()), (Some("https"), Some(443)) | (Some("http"), Some(80)))
        };
        let is_own_port = uri.as_ref().is_some_and(is_own_port);
        sent.filter(|sent| *sent == text && !text.contains('@') && *text == text.to_ascii_lowercase() && !is_own_port)
            .and_then(|sent| HeaderValue::try_from(sent).ok())
            .map(Self)
            .ok_or_else(|| format!("{text:?} is no origin; write it like https://portal.example"))
    }
}

impl TryFrom<String> for Origin {
    type Error = String;
    fn try_from(text: String) -> std::result::Result<Self, String> {
        text.parse()
    }
}

impl From<Origin> for String {
    fn from(origin: Origin) -> Self {
        origin.0.to_str().unwrap_or_default().to_owned()
    }
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

/// How often a server looks by itself. Tests choose others than those that it has.
#[derive(Clone, Copy, Debug)]
pub struct Periods {
    /// How long a subscription waits before it looks at the log unasked: changes of other processes are seen by then.
    pub poll: Duration,
    /// How often it is asked whether whoever opened a stream may still be there, when nothing says so before.
    pub still: Duration,
    /// How long a socket may be silent before it is asked whether it is still there.
    pub ping: Duration,
}

impl Default for Periods {
    fn default() -> Self {
        Self { poll: Duration::from_secs(1), still: Duration::from_secs(5), ping: Duration::from_secs(20) }
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
    /// Folder of the database file, when no database is named.
    pub data_dir: PathBuf,
    /// The database: `sqlite://path` or `postgres://user:password@host/name`.
    pub database_url: Option<String>,
    /// The address that people type, `https://tavoliere.example`: links name it, and cookies are held to https by it.
    pub public_url: Option<String>,
    /// Whether this is a demo: accounts with a password that is printed.
    pub demo: bool,
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
            data_dir: PathBuf::from(".tavoliere"),
            database_url: None,
            public_url: None,
            demo: false,
            cors_origins: Vec::new(),
            trusted_proxies: Vec::new(),
            session_idle_minutes: 12 * 60,
            session_days: 14,
            smtp_url: None,
            mail_from: None,
            log: "info".to_owned(),
            log_format: LogFormat::Text,
        }
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
    /// How long a browser stays signed in without being used.
    pub session_idle: TimeDelta,
    /// How long it stays signed in at most.
    pub session_life: TimeDelta,
    /// The server that takes e-mail, and who it comes from.
    pub mail: Option<(String, String)>,
}

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
            public_url,
            demo: self.demo,
            cors_origins: self.cors_origins.clone(),
            trusted_proxies: self.trusted_proxies.clone(),
            periods: Periods::default(),
            session_idle: TimeDelta::minutes(self.session_idle_minutes.into()),
            session_life: TimeDelta::days(self.session_days.into()),
            mail: self.smtp_url.clone().zip(self.mail_from.clone()),
        }
    }

    /// Reads the settings: `over` (command line and environment) lies on the file's, if one is named, and on the defaults.
    ///
    /// # Errors
    /// When the file cannot be read, has a key that is not known, or a value that is none.
    pub fn read(file: Option<&PathBuf>, over: &impl Serialize) -> Result<Self> {
        let mut settings = Figment::from(Serialized::defaults(Self::default()));
        if let Some(path) = file {
            settings = settings.merge(Toml::file_exact(path));
        }
        settings.merge(Serialized::defaults(over)).extract().map_err(Box::new).context("reading the settings")
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
    fn an_empty_list_is_no_mistake() {
        let origins = |text: &str| text.parse::<Listed<Origin>>().map(|Listed(origins)| origins.len());
        assert_eq!(
            [origins(""), origins(" "), origins("https://a.example, https://b.example,")],
            [Ok(0), Ok(0), Ok(2)]
        );
        assert!(origins("https://a.example,nonsense").is_err());
    }

    #[test]
    fn an_origin_is_written_as_browsers_send_it() {
        for right in ["https://portal.example", "http://127.0.0.1:3000", "https://xn--forl-7pa.example:8443"] {
            assert!(right.parse::<Origin>().is_ok_and(|origin| String::from(origin) == right), "{right}");
        }
        for wrong in [
            "",
            "*",
            "null",
            "portal.example",
            "https://portal.example/",
            "https://Portal.example",
            "https://a@portal.example",
            "ftp://portal.example",
            "https://portal.example/a?b",
            "https://portal.example:443",
            "http://portal.example:80",
        ] {
            assert!(wrong.parse::<Origin>().is_err(), "{wrong}");
        }
    }
}
