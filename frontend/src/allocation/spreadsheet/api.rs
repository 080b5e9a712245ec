//! The addresses of a scenario's files.

use shared::{number::Language, staffing::sheet::Reading};

use crate::graphql::{Failure, post_file};

/// Where the table is saved from: `xlsx` or `csv`.
pub(super) fn address(uuid: &str, kind: &str, language: Language) -> String {
    let language = match language {
        Language::Italian => "it",
        Language::English => "en",
    };
    format!("/scenari/{uuid}/tabella.{kind}?lingua={language}")
}

/// What an edited file would change. Nothing is written.
pub(super) async fn reading(uuid: &str, file: &web_sys::File) -> Result<Reading, Failure> {
    let told = post_file(&format!("/scenari/{uuid}/tabella"), file).await?;
    serde_json::from_str(&told).map_err(|_| Failure::Broken)
}
