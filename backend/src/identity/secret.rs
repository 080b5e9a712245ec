//! Secrets that only their holder knows: sessions, one-time links, tokens. The database keeps their hashes.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

use crate::error::{Context as _, Result};

/// Random bytes of a secret: 256 bits, beyond guessing, so that a plain hash keeps it.
const BYTES: usize = 32;

/// A new secret, as text that fits an address, a header and a cookie.
///
/// # Errors
/// When the machine gives no random bytes.
pub(crate) fn new_secret() -> Result<String> {
    let mut bytes = [0_u8; BYTES];
    getrandom::fill(&mut bytes).map_err(|error| error.to_string()).context("making a secret")?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

/// What the database keeps of a secret, and looks it up by: it cannot be turned back.
pub(crate) fn hash_of(secret: &str) -> String {
    blake3::hash(secret.as_bytes()).to_hex().to_string()
}
