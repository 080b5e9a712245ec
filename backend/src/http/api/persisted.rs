//! Automatic persisted queries: a client sends a query's text once and its hash from then on.
//!
//! Texts are kept in memory, bounded; one that was dropped is asked for again, so nothing depends on it being here.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use lru::LruCache;
use sha2::{Digest as _, Sha256};

/// The most that is kept, bytes: hundreds of the longest queries, thousands of common ones.
const MAX_BYTES: usize = 8 * 1024 * 1024;

/// What an entry takes beside its text, bytes: its place in the map and in the order of use.
const ENTRY_BYTES: usize = 160;

/// The texts that are known, by the SHA-256 of each.
#[derive(Clone, Debug)]
pub(crate) struct Persisted(Arc<Mutex<Texts>>);

#[derive(Debug)]
struct Texts {
    known: LruCache<Hash, Arc<str>>,
    bytes: usize,
}

/// The SHA-256 of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Hash([u8; 32]);

impl Hash {
    /// The hash of a text.
    pub(super) fn of(text: &str) -> Self {
        Self(Sha256::digest(text).into())
    }

    /// Reads 64 hexadecimal digits.
    pub(super) fn read(digits: &str) -> Option<Self> {
        let digits: Vec<u8> =
            digits.chars().map(|digit| digit.to_digit(16).map(|digit| digit as u8)).collect::<Option<_>>()?;
        let bytes: Vec<u8> =
            digits.chunks(2).map(|pair| pair.iter().fold(0, |byte, digit| byte << 4 | digit)).collect();
        if digits.len() == 64 { bytes.try_into().ok().map(Self) } else { None }
    }
}

impl Default for Persisted {
    fn default() -> Self {
        Self(Arc::new(Mutex::new(Texts { known: LruCache::unbounded(), bytes: 0 })))
    }
}

impl Persisted {
    /// The text with a hash.
    pub(super) fn find(&self, hash: Hash) -> Option<Arc<str>> {
        self.texts().known.get(&hash).cloned()
    }

    /// Keeps a text, and lets those go that were not asked for longest.
    pub(super) fn keep(&self, hash: Hash, text: &str) {
        let mut texts = self.texts();
        if texts.known.get(&hash).is_some() {
            return;
        }
        texts.bytes += text.len() + ENTRY_BYTES;
        texts.known.put(hash, text.into());
        while texts.bytes > MAX_BYTES {
            let Some((_, oldest)) = texts.known.pop_lru() else { return };
            texts.bytes -= oldest.len() + ENTRY_BYTES;
        }
    }

    fn texts(&self) -> MutexGuard<'_, Texts> {
        // What a panic left behind are still texts.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_sixty_four_digits() {
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(Hash::read(empty), Some(Hash::of("")));
        assert_eq!(Hash::read(&empty.to_uppercase()), Some(Hash::of("")));
        for wrong in ["", "e3", &empty[1..], &format!("{empty}00"), &empty.replace('e', "g"), &empty.replace('e', "è")]
        {
            assert_eq!(Hash::read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn texts_are_bounded_and_those_in_use_stay() {
        let persisted = Persisted::default();
        let texts: Vec<String> = (0..200).map(|n| format!("{n:>65535}#")).collect();
        for text in &texts {
            persisted.keep(Hash::of(text), text);
            assert!(persisted.find(Hash::of(&texts[0])).is_some(), "it is asked for all the time");
        }
        let kept = texts.iter().filter(|text| persisted.find(Hash::of(text)).is_some()).count();
        let each = 65_536 + ENTRY_BYTES;
        assert_eq!(kept, MAX_BYTES / each);
        persisted.keep(Hash::of(&texts[0]), &texts[0]);
        assert_eq!(persisted.texts().bytes, MAX_BYTES / each * each);
    }

    #[test]
    fn also_the_shortest_texts_are_bounded() {
        let persisted = Persisted::default();
        for number in 0..100_000 {
            let text = number.to_string();
            persisted.keep(Hash::of(&text), &text);
        }
        assert!(persisted.texts().known.len() <= MAX_BYTES / ENTRY_BYTES);
    }
}
