//! What waits for the frame: the page first shows what a key did.

use std::time::Duration;

use leptos::prelude::*;

/// Does something once what has changed so far is painted.
pub(crate) fn after_paint(act: impl FnOnce() + 'static) {
    // The animation frame comes before its paint, a timer that is set there after it.
    request_animation_frame(move || set_timeout(act, Duration::ZERO));
}

/// What a memo tells, followed a frame later: for what stands beside the thing that is worked on.
pub(crate) fn a_frame_later<T: Clone + PartialEq + Send + Sync + 'static>(now: Memo<T>) -> Signal<T> {
    let (later, waits) = (RwSignal::new(now.get_untracked()), StoredValue::new(false));
    Effect::new(move |_| {
        now.track();
        if waits.get_value() {
            return;
        }
        waits.set_value(true);
        after_paint(move || {
            waits.try_set_value(false);
            // The page may have been left meanwhile.
            if let Some(now) = now.try_get_untracked()
                && later.try_with_untracked(|later| *later != now) == Some(true)
            {
                later.set(now);
            }
        });
    });
    later.into()
}
