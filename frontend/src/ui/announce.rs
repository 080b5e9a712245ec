//! What assistive technology is told besides what has the focus: the page's title, what was saved, what others changed.

use leptos::prelude::*;

/// The text of the one polite live region.
#[derive(Clone, Copy)]
pub(crate) struct Announcer(RwSignal<String>);

impl Announcer {
    pub(crate) fn provide() {
        provide_context(Self(RwSignal::new(String::new())));
    }

    /// Says a text once the reader is free.
    pub(crate) fn say(text: impl Into<String>) {
        if let Some(Self(region)) = use_context::<Self>() {
            region.set(text.into());
        }
    }

    /// The region itself, for tasks that outlive the owner they were started under.
    pub(crate) fn region() -> Option<RwSignal<String>> {
        use_context::<Self>().map(|Self(region)| region)
    }

    pub(crate) fn text() -> String {
        Self::region().map(|region| region.get()).unwrap_or_default()
    }
}
