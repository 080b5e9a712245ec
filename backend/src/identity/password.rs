//! Passwords: argon2id with OWASP's parameters (19 MiB, two passes, one lane), off the threads that serve requests.
//!
//! # Source
//! OWASP Password Storage Cheat Sheet; RFC 9106.

use std::sync::OnceLock;

use argon2::{
    Argon2,
    password_hash::{PasswordHasher as _, PasswordVerifier as _, phc::PasswordHash},
};
use tokio::sync::Semaphore;

use crate::error::{Context as _, Result};

/// How many are hashed at once: each takes 19 MiB and a core for some tens of milliseconds.
static TURNS: Semaphore = Semaphore::const_new(2);
/// The hash of a password that nobody has, so that an unknown address takes as long as a known one.
static NOBODY: OnceLock<String> = OnceLock::new();

/// Hashes a password for keeping.
///
/// # Errors
/// When the machine gives no random salt.
pub(crate) async fn password_hash(password: String) -> Result<String> {
    in_turn(move || hash(&password)).await
}

/// Whether a password is the one that was hashed. Without a hash it takes as long, and is not.
///
/// # Errors
/// When a hash cannot be read: a fault of ours.
pub(crate) async fn password_fits(password: String, kept: Option<String>) -> Result<bool> {
    in_turn(move || {
        let known = kept.is_some();
        let kept = match kept {
            Some(kept) => kept,
            None => nobody()?,
        };
        let parsed =
            PasswordHash::new(&kept).map_err(|error| error.to_string()).context("reading a password's hash")?;
        Ok(Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok() && known)
    })
    .await
}

fn nobody() -> Result<String> {
    if let Some(hash) = NOBODY.get() {
        return Ok(hash.clone());
    }
    let made = hash("nobody has this password")?;
    Ok(NOBODY.get_or_init(|| made).clone())
}

fn hash(password: &str) -> Result<String> {
    let hash = Argon2::default().hash_password(password.as_bytes());
    hash.map(|hash| hash.to_string()).map_err(|error| error.to_string()).context("hashing a password")
}

async fn in_turn<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    let _turn = TURNS.acquire().await.context("waiting for a turn to hash a password")?;
    tokio::task::spawn_blocking(work).await.context("hashing a password")?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_is_kept_as_argon2id_and_fits_only_itself() {
        let kept = password_hash("il mare d'inverno".to_owned()).await.expect("it is hashed");
        assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{kept}");
        let fits = async |password: &str, kept: Option<&String>| {
            password_fits(password.to_owned(), kept.cloned()).await.expect("it is checked")
        };
        assert!(fits("il mare d'inverno", Some(&kept)).await);
        assert!(!fits("il mare d'estate!", Some(&kept)).await);
        assert!(!fits("nobody has this password", None).await, "nobody signs in as nobody");
    }
}
