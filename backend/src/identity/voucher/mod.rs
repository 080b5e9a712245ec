//! Vouchers of the PDND: a signed statement that a public body may ask, for a purpose. They are made elsewhere; here
//! they are only checked. Nobody signs in with one: it opens what everybody may read, under the body's own limits.

mod keys;

use std::{path::PathBuf, str::FromStr};

use chrono::{DateTime, TimeDelta, Utc};
use jsonwebtoken::{Algorithm, DecodingKey, Header, Validation, decode, decode_header, jwk::Jwk};
use serde::Deserialize;
use serde_json::Value;

use self::keys::{Found, Keys};
use crate::error::{Error, Result};

/// The algorithms that a voucher may be signed with.
const ALGORITHMS: [Algorithm; 2] = [Algorithm::RS256, Algorithm::ES256];
/// What a voucher says that it is, so that nothing else of the same issuer passes for one (RFC 9068).
const KIND: &str = "at+jwt";
/// How far the clocks of the issuer and of this machine may differ.
const LEEWAY: TimeDelta = TimeDelta::seconds(30);
/// The longest purpose that is believed, characters: it is a UUID.
const MAX_PURPOSE: usize = 100;

/// Which vouchers count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VoucherSettings {
    /// Who makes them, as `iss` says it: `interop.pagopa.it`.
    pub issuer: String,
    /// For whom they are made, as `aud` says it: the address of our e-service.
    pub audience: String,
    /// Where the issuer's public keys are.
    pub keys: KeySource,
    /// Whether the façade answers only who shows one, or a token of ours.
    pub required: bool,
}

/// Where the issuer's public keys are: a JSON Web Key Set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeySource {
    /// Behind an address.
    Address(String),
    /// In a file, where the server may ask nobody.
    File(PathBuf),
}

impl FromStr for KeySource {
    type Err = String;
    fn from_str(text: &str) -> std::result::Result<Self, String> {
        let here = ["http://127.0.0.1:", "http://localhost:", "http://[::1]:"];
        if text.starts_with("https://") || here.iter().any(|start| text.starts_with(start)) {
            return Ok(Self::Address(text.to_owned()));
        }
        if text.is_empty() || text.contains("://") {
            return Err(format!("{text:?} is neither a file nor an address that begins with https://"));
        }
        Ok(Self::File(PathBuf::from(text)))
    }
}

/// A voucher that holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Voucher {
    /// For what the body asks, as it registered it.
    pub(crate) purpose: String,
    /// The body.
    pub(crate) consumer: String,
    /// The voucher's own id.
    pub(crate) id: String,
}

/// Why a voucher does not hold. Its bearer may know: nothing of it is a secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum NotHeld {
    #[error("this is no voucher: a JSON Web Token with `kid`, `alg` RS256 or ES256, and `typ` at+jwt")]
    NoVoucher,
    #[error("its key is none of the issuer's")]
    UnknownKey,
    #[error("its signature is not the issuer's")]
    Signature,
    #[error("it has another issuer, or was made for another audience")]
    Meant,
    #[error("it is over")]
    Over,
    #[error("it does not hold yet")]
    NotYet,
    #[error("it names no purpose in `purposeId`")]
    NoPurpose,
    #[error("it is bound to a key (DPoP), and here only bearer vouchers are taken")]
    Bound,
}

#[derive(Deserialize)]
struct Claims {
    exp: i64,
    nbf: i64,
    #[serde(rename = "purposeId", default)]
    purpose: String,
    #[serde(rename = "consumerId", default)]
    consumer: String,
    #[serde(default)]
    jti: String,
    #[serde(default)]
    cnf: Value,
}

/// Checks vouchers of one issuer.
#[derive(Debug)]
pub(crate) struct Vouchers {
    settings: VoucherSettings,
    keys: Keys,
}

impl Vouchers {
    /// No key is known yet: the first voucher has them fetched.
    pub(crate) fn new(settings: VoucherSettings) -> Self {
        let keys = Keys::new(settings.keys.clone());
        Self { settings, keys }
    }

    /// Whether nobody is answered without a voucher or a token.
    pub(crate) fn are_required(&self) -> bool {
        self.settings.required
    }

    /// Checks a voucher. The inner result says why it does not hold.
    ///
    /// # Errors
    /// `UNAVAILABLE`, when the issuer's keys cannot be had.
    pub(crate) async fn check(&self, shown: &str, now: DateTime<Utc>) -> Result<std::result::Result<Voucher, NotHeld>> {
        let Some((header, kid)) = head(shown) else { return Ok(Err(NotHeld::NoVoucher)) };
        match self.keys.find(&kid, now).await {
            Found::Key(key) => Ok(self.held(shown, &header, &key, now)),
            Found::None => Ok(Err(NotHeld::UnknownKey)),
            Found::Unknown => Err(Error::Refused(shared::Problem::Unavailable)),
        }
    }

    fn held(
        &self,
        shown: &str,
        header: &Header,
        key: &Jwk,
        now: DateTime<Utc>,
    ) -> std::result::Result<Voucher, NotHeld> {
        use jsonwebtoken::errors::ErrorKind;
        let key = DecodingKey::from_jwk(key).map_err(|_| NotHeld::UnknownKey)?;
        let mut expected = Validation::new(header.alg);
        expected.set_issuer(&[&self.settings.issuer]);
        expected.set_audience(&[&self.settings.audience]);
        expected.set_required_spec_claims(&["exp", "nbf", "iss", "aud"]);
        // The library asks the machine for the time; ours is the context's.
        expected.validate_exp = false;
        let read = decode::<Claims>(shown, &key, &expected).map_err(|error| match error.kind() {
            ErrorKind::InvalidIssuer | ErrorKind::InvalidAudience | ErrorKind::MissingRequiredClaim(_) => {
                NotHeld::Meant
            }
            ErrorKind::Json(_) | ErrorKind::InvalidClaimFormat(_) | ErrorKind::InvalidToken => NotHeld::NoVoucher,
            _ => NotHeld::Signature,
        })?;
        let Claims { exp, nbf, purpose, consumer, jti, cnf } = read.claims;
        if (now - LEEWAY).timestamp() >= exp {
            return Err(NotHeld::Over);
        }
        if (now + LEEWAY).timestamp() < nbf {
            return Err(NotHeld::NotYet);
        }
        if purpose.trim().is_empty() || purpose.len() > MAX_PURPOSE {
            return Err(NotHeld::NoPurpose);
        }
        if !cnf.is_null() {
            return Err(NotHeld::Bound);
        }
        Ok(Voucher { purpose, consumer, id: jti })
    }
}

/// The head of a voucher, and which key it names.
fn head(shown: &str) -> Option<(Header, String)> {
    let header = decode_header(shown).ok()?;
    let kind = header.typ.as_deref()?.to_ascii_lowercase();
    let is_voucher = kind.strip_prefix("application/").unwrap_or(&kind) == KIND;
    let kid = header.kid.clone().filter(|_| is_voucher && ALGORITHMS.contains(&header.alg))?;
    Some((header, kid))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_come_from_a_file_or_by_a_way_that_nobody_can_change() {
        let source = |text: &str| text.parse::<KeySource>().ok();
        for address in ["https://interop.pagopa.it/.well-known/jwks.json", "http://127.0.0.1:9/jwks.json"] {
            assert_eq!(source(address), Some(KeySource::Address(address.to_owned())));
        }
        assert_eq!(source("keys/pdnd.json"), Some(KeySource::File("keys/pdnd.json".into())));
        for wrong in ["", "http://interop.pagopa.it/.well-known/jwks.json", "ftp://a/b", "http://127.0.0.1.example/"] {
            assert_eq!(source(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn only_a_signed_token_that_says_so_is_a_voucher() {
        use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
        let token = |head: &str| format!("{}.e30.c2ln", URL_SAFE_NO_PAD.encode(head));
        assert!(head(&token(r#"{"alg":"RS256","typ":"at+jwt","kid":"a"}"#)).is_some());
        assert!(head(&token(r#"{"alg":"ES256","typ":"application/AT+JWT","kid":"a"}"#)).is_some());
        for wrong in [
            r#"{"alg":"none","typ":"at+jwt","kid":"a"}"#,
            r#"{"alg":"HS256","typ":"at+jwt","kid":"a"}"#,
            r#"{"alg":"RS256","typ":"JWT","kid":"a"}"#,
            r#"{"alg":"RS256","kid":"a"}"#,
            r#"{"alg":"RS256","typ":"at+jwt"}"#,
            "nonsense",
        ] {
            assert!(head(&token(wrong)).is_none(), "{wrong}");
        }
        for wrong in ["", "a", "a.b", "a.b.c", "..", "a.b.c.d"] {
            assert!(head(wrong).is_none(), "{wrong}");
        }
    }
}
