//! The lock of a cell: who decided its number, when, and why.

use serde::{Deserialize, Serialize};

use super::CellValue;

/// Who decided a cell, and why. `T` is a moment, as the side that holds it writes moments.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lock<T> {
    /// Whoever locked it; once a reason is told, whoever told that.
    pub by: String,
    /// When.
    pub at: T,
    /// Why, if it was told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl<T: Clone> Lock<T> {
    /// The lock of a cell after a write: none when it is open. One that was there stays as it was, but for a reason that is told with
    /// the write: its writer answers for it from then on. An empty reason takes the last one back.
    pub fn after(before: Option<&Self>, value: CellValue, reason: Option<&str>, by: &str, at: &T) -> Option<Self> {
        if !value.locked {
            return None;
        }
        let new = |reason: Option<&str>| Self { by: by.to_owned(), at: at.clone(), reason: reason.map(str::to_owned) };
        Some(match (before, reason) {
            (Some(kept), None) => kept.clone(),
            (_, told) => new(told.filter(|text| !text.is_empty())),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCKED: CellValue = CellValue { operators: 3, locked: true };

    fn lock(by: &str, at: u32, reason: Option<&str>) -> Lock<u32> {
        Lock { by: by.into(), at, reason: reason.map(str::to_owned) }
    }

    #[test]
    fn a_lock_has_whoever_locked_it_until_somebody_tells_why() {
        let anna = Lock::after(None, LOCKED, None, "Anna", &1);
        assert_eq!(anna, Some(lock("Anna", 1, None)));
        let later = CellValue { operators: 4, locked: true };
        assert_eq!(Lock::after(anna.as_ref(), later, None, "Bruno", &2), anna, "another number changes no lock");
        let told = Lock::after(anna.as_ref(), later, Some("sede unica"), "Bruno", &3);
        assert_eq!(told, Some(lock("Bruno", 3, Some("sede unica"))));
        assert_eq!(Lock::after(told.as_ref(), LOCKED, None, "Carla", &4), told);
        assert_eq!(Lock::after(told.as_ref(), LOCKED, Some(""), "Carla", &5), Some(lock("Carla", 5, None)));
        assert_eq!(Lock::after(told.as_ref(), CellValue { locked: false, ..LOCKED }, Some("x"), "Carla", &6), None);
    }
}
