//! Settings: from the command line first, then the environment, then a file, then what stands here.

use std::{net::IpAddr, path::PathBuf, str::FromStr};

use axum::http::{HeaderValue, Uri};
use chrono::TimeDelta;
use figment::{
    Figment,
    providers::{Format as _, Serialized, Toml},
};
use serde::{Deserialize, Serialize};

use crate::error::{Context as _, Error, Result};
pub use crate::identity::voucher::{KeySource, VoucherSettings};

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
        sent.filter(|sent| *sent == text && !text.contains('@') && *text == text.to_ascii_lowercase())
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
    /// How long a browser stays signed in without being used, minutes.
    pub session_idle_minutes: u32,
    /// How long a browser stays signed in at most, days.
    pub session_days: u32,
    /// The server that takes e-mail, `smtps://user:password@host` or `smtp://host:port`. Left out: links are shown, not sent.
    pub smtp_url: Option<String>,
    /// Who e-mail comes from.
    pub mail_from: Option<String>,
    /// Who makes the vouchers that the REST façade takes: `interop.pagopa.it`. Left out: it takes none.
    pub pdnd_issuer: Option<String>,
    /// For whom they are made: the address of the e-service, as the PDND knows it.
    pub pdnd_audience: Option<String>,
    /// Where the issuer's public keys are: an address under https, or a file.
    pub pdnd_jwks: Option<String>,
    /// Whether the REST façade answers only who shows a voucher, or a token.
    pub pdnd_required: bool,
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
            session_idle_minutes: 12 * 60,
            session_days: 14,
            smtp_url: None,
            mail_from: None,
            pdnd_issuer: None,
            pdnd_audience: None,
            pdnd_jwks: None,
            pdnd_required: false,
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
    /// How long a browser stays signed in without being used.
    pub session_idle: TimeDelta,
    /// How long it stays signed in at most.
    pub session_life: TimeDelta,
    /// The server that takes e-mail, and who it comes from.
    pub mail: Option<(String, String)>,
    /// Which vouchers the REST façade takes.
    pub vouchers: Option<VoucherSettings>,
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
            session_idle: TimeDelta::minutes(self.session_idle_minutes.into()),
            session_life: TimeDelta::days(self.session_days.into()),
            mail: self.smtp_url.clone().zip(self.mail_from.clone()),
            // What is half said was refused when the settings were read.
            vouchers: self.vouchers().ok().flatten(),
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
    /// When the file cannot be read, has a key that is not known, or a value that is none.
    pub fn read(file: Option<&PathBuf>, over: &impl Serialize) -> Result<Self> {
        let mut settings = Figment::from(Serialized::defaults(Self::default()));
        if let Some(path) = file {
            settings = settings.merge(Toml::file_exact(path));
        }
        let merged = settings.merge(Serialized::defaults(over));
        let config: Self = merged.extract().map_err(Box::new).context("reading the settings")?;
        config.vouchers()?;
        Ok(config)
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
        ] {
            assert!(wrong.parse::<Origin>().is_err(), "{wrong}");
        }
    }
}
