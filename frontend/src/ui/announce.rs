//! What assistive technology is told besides what has the focus: the page's title, what was saved, what others changed.

use leptos::prelude::*;

thread_local! {
    /// The text of the one polite live region. It lives as long as the program: acts that outlast a page speak too.
    static REGION: ArcRwSignal<String> = ArcRwSignal::new(String::new());
}

/// The one polite live region.
pub(crate) struct Announcer;

impl Announcer {
    /// Says a text once the reader is free.
    pub(crate) fn say(text: impl Into<String>) {
        REGION.with(|region| region.set(text.into()));
    }

    /// The text that is being said, followed.
    pub(crate) fn text() -> String {
        REGION.with(|region| region.get())
    }
}
