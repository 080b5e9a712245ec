//! The contract of the façade, for catalogues and for programs that are generated from it: `openapi.json` at the top of the
//! repository, with the address of this installation in it.

use crate::{config::Settings, http::tag};

/// The contract as it is committed.
const TEXT: &str = include_str!("../../../../openapi.json");
/// The address that stands in it for this installation's.
const SERVER: &str = "https://tavoliere.example/api/rest/v1";
/// Which catalogues read as: this address is for trying things.
const SANDBOX: &str = "\"x-sandbox\": ";

/// The contract as this installation serves it.
pub(super) struct Contract {
    text: String,
    tag: String,
}

impl Contract {
    /// Puts the address in that people type. One without https is a place for trying things.
    pub(super) fn of(settings: &Settings) -> Self {
        let server = format!("{}{}", settings.public_url, super::ROOT);
        let text = TEXT.replace(SERVER, &server);
        let text = text.replace(&format!("{SANDBOX}false"), &format!("{SANDBOX}{}", !settings.is_https()));
        let tag = tag::of(text.as_bytes());
        Self { text, tag }
    }

    /// Its text and its tag.
    pub(super) fn told(&self) -> (&str, &str) {
        (&self.text, &self.tag)
    }
}
