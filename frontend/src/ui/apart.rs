//! Many places beside each other, a signal each: a change of one place wakes who follows that place, and nobody else.
//!
//! One signal that holds all of them asks every follower, at each change, whether it is concerned. A sheet has thousands of
//! followers, and an edit concerns a few.

use std::{collections::BTreeMap, sync::Arc};

use leptos::prelude::*;

/// The signals of the places, counted from 0.
pub(crate) struct Apart<T: Send + Sync + 'static>(StoredValue<Arc<[RwSignal<T>]>>);

impl<T: Send + Sync + 'static> Clone for Apart<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Apart<T> {}

impl<T: Clone + Default + PartialEq + Send + Sync + 'static> Apart<T> {
    /// Follows what `read` tells of `count` places: those that are not as a place is by default.
    pub(crate) fn follow(count: usize, read: impl Fn() -> BTreeMap<usize, T> + 'static) -> Self {
        let first = untrack(&read);
        let places: Arc<[RwSignal<T>]> =
            (0..count).map(|place| RwSignal::new(first.get(&place).cloned().unwrap_or_default())).collect();
        let signals = places.clone();
        Effect::new(move |before: Option<BTreeMap<usize, T>>| {
            let now = read();
            let before = before.as_ref().unwrap_or(&first);
            let gone = before.keys().filter(|place| !now.contains_key(place)).map(|&place| (place, T::default()));
            let moved = now.iter().filter(|(place, value)| before.get(place) != Some(value));
            for (place, value) in gone.chain(moved.map(|(&place, value)| (place, value.clone()))) {
                if let Some(signal) = signals.get(place) {
                    signal.try_set(value);
                }
            }
            now
        });
        Self(StoredValue::new(places))
    }

    /// The signal of a place. One that is not among them stays as a place is by default.
    pub(crate) fn at(&self, place: usize) -> Signal<T> {
        self.0
            .with_value(|places| places.get(place).copied())
            .map_or_else(|| Signal::stored(T::default()), Signal::from)
    }
}
