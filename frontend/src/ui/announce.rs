//! What assistive technology is told besides what has the focus: the page's title, what was saved, what others changed.

use leptos::prelude::*;

thread_local! {
    /// The text of the one polite live region. It lives as long as the program: acts that outlast a page speak too.
    static REGION: ArcRwSignal<String> = ArcRwSignal::new(String::new());
}

/// The one polite live region.
pub(crate) struct Announcer;

impl Announcer {
    /// Says a text once the reader is free. The same text again is another one to assistive technology: a space is added.
    pub(crate) fn say(text: impl Into<String>) {
        let mut text = text.into();
        REGION.with(|region| {
            if region.with_untracked(|said| *said == text) {
                text.push('\u{a0}');
            }
            region.set(text);
        });
    }

    /// The text that is being said, followed.
    pub(crate) fn text() -> String {
        REGION.with(|region| region.get())
    }
}
