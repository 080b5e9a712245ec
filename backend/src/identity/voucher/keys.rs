//! The issuer's public keys, kept between vouchers. A voucher of an unknown key has them fetched anew, but not at every try:
//! whoever makes up keys must not make us ask the issuer again and again.

use std::{
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use jsonwebtoken::jwk::{AlgorithmParameters, Jwk, PublicKeyUse};
use serde::Deserialize;
use serde_json::Value;

use super::KeySource;
use crate::error::{Context as _, Error, Result};

/// How long an unknown key waits at least until the keys are fetched again.
const APART: TimeDelta = TimeDelta::seconds(60);
/// How long keys are believed without being fetched again, so that one that was withdrawn ends.
const MAX_AGE: TimeDelta = TimeDelta::hours(1);
/// How long the issuer may take to answer.
const PATIENCE: Duration = Duration::from_secs(3);
/// The largest set of keys that is read, bytes.
const MAX_BYTES: usize = 256 * 1024;

/// What is known of a key.
pub(super) enum Found {
    /// It is the issuer's.
    Key(Box<Jwk>),
    /// It is not.
    None,
    /// The keys cannot be had.
    Unknown,
}

/// The keys as they were fetched last.
#[derive(Clone, Debug, Default)]
struct Set {
    keys: Arc<Vec<Jwk>>,
    /// When they were asked for last.
    asked: Option<DateTime<Utc>>,
    /// When they came last.
    came: Option<DateTime<Utc>>,
}

impl Set {
    fn find(&self, kid: &str) -> Option<Jwk> {
        self.keys.iter().find(|key| key.common.key_id.as_deref() == Some(kid)).cloned()
    }

    /// Whether they may be believed still.
    fn is_fresh(&self, now: DateTime<Utc>) -> bool {
        self.came.is_some_and(|came| now - came < MAX_AGE)
    }

    fn may_be_asked(&self, now: DateTime<Utc>) -> bool {
        self.asked.is_none_or(|asked| now - asked >= APART)
    }
}

/// The keys of one issuer.
#[derive(Debug)]
pub(super) struct Keys {
    source: KeySource,
    set: RwLock<Set>,
    /// Held by whoever fetches, so that it is done once.
    fetching: tokio::sync::Mutex<()>,
}

impl Keys {
    pub(super) fn new(source: KeySource) -> Self {
        Self { source, set: RwLock::default(), fetching: tokio::sync::Mutex::default() }
    }

    /// Looks a key up, and fetches the keys when it is not among those that are known.
    pub(super) async fn find(&self, kid: &str, now: DateTime<Utc>) -> Found {
        let known = self.set();
        if let Some(key) = known.find(kid).filter(|_| known.is_fresh(now)) {
            return Found::Key(Box::new(key));
        }
        if known.may_be_asked(now) {
            let _turn = self.fetching.lock().await;
            // Whoever waited for the turn finds what the one before has fetched.
            if self.set().may_be_asked(now) {
                self.fetch(now).await;
            }
        }
        let known = self.set();
        match known.find(kid) {
            // While the issuer does not answer, the keys that it gave last hold.
            Some(key) => Found::Key(Box::new(key)),
            None if known.came.is_some() && known.came == known.asked => Found::None,
            None => Found::Unknown,
        }
    }

    fn set(&self) -> Set {
        self.set.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    async fn fetch(&self, now: DateTime<Utc>) {
        let fetched = self.source.read().await;
        let mut set = self.set.write().unwrap_or_else(PoisonError::into_inner);
        set.asked = Some(now);
        match fetched {
            Ok(keys) => {
                tracing::info!(keys = keys.len(), "the keys of the vouchers were fetched");
                set.came = Some(now);
                set.keys = Arc::new(keys);
            }
            Err(error) => {
                let cause = std::error::Error::source(&error).map(ToString::to_string);
                tracing::warn!(%error, cause, "the keys of the vouchers cannot be had");
            }
        }
    }
}

impl KeySource {
    async fn read(&self) -> Result<Vec<Jwk>> {
        let text = match self {
            Self::File(path) => tokio::fs::read(path).await.context("reading the file of the vouchers' keys")?,
            Self::Address(address) => fetched(address).await?,
        };
        keys(&text)
    }
}

async fn fetched(address: &str) -> Result<Vec<u8>> {
    const DOING: &str = "fetching the vouchers' keys";
    let client = reqwest::Client::builder().timeout(PATIENCE).redirect(reqwest::redirect::Policy::none());
    let asked = client.build().context(DOING)?.get(address).send().await.context(DOING)?;
    let mut answer = asked.error_for_status().context(DOING)?;
    if answer.status() != reqwest::StatusCode::OK {
        return Err(Error::fault(DOING, format!("status {}", answer.status())));
    }
    let mut text = Vec::new();
    while let Some(part) = answer.chunk().await.context(DOING)? {
        text.extend_from_slice(&part);
        if text.len() > MAX_BYTES {
            return Err(Error::fault(DOING, "there are too many"));
        }
    }
    Ok(text)
}

#[derive(Deserialize)]
struct Written {
    keys: Vec<Value>,
}

/// The keys of a set that sign. Those of a kind that is not known here are left out.
fn keys(text: &[u8]) -> Result<Vec<Jwk>> {
    let Written { keys } = serde_json::from_slice(text).context("reading the vouchers' keys")?;
    let keys = keys.into_iter().filter_map(|key| serde_json::from_value::<Jwk>(key).ok());
    let signs = |key: &Jwk| !matches!(key.common.public_key_use, Some(PublicKeyUse::Encryption));
    let is_known =
        |key: &Jwk| matches!(key.algorithm, AlgorithmParameters::EllipticCurve(_) | AlgorithmParameters::RSA(_));
    Ok(keys.filter(|key| signs(key) && is_known(key)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_that_do_not_sign_and_those_that_are_not_known_are_left_out() {
        let text = br#"{"keys": [
            {"kty": "EC", "crv": "P-256", "kid": "a", "use": "sig", "x": "AA", "y": "AA"},
            {"kty": "EC", "crv": "P-256", "kid": "b", "use": "enc", "x": "AA", "y": "AA"},
            {"kty": "RSA", "kid": "c", "n": "AA", "e": "AQAB"},
            {"kid": "d"}, 7]}"#;
        let known: Vec<_> = keys(text).expect("a set").into_iter().filter_map(|key| key.common.key_id).collect();
        assert_eq!(known, ["a", "c"]);
        assert!(keys(b"[]").is_err() && keys(b"").is_err());
    }
}
