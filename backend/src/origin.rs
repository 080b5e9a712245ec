//! Other sites, as browsers name them.

use std::str::FromStr;

use axum::http::{HeaderValue, Uri};
use serde::{Deserialize, Serialize};

/// A site as browsers name it in `origin`: `https://portal.example`, with a port where it is not the scheme's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Origin(HeaderValue);

impl Origin {
    /// As a header's value.
    pub(crate) fn header(&self) -> &HeaderValue {
        &self.0
    }
}

impl FromStr for Origin {
    type Err = String;
    fn from_str(text: &str) -> std::result::Result<Self, String> {
        let uri = text.parse::<Uri>().ok();
        let is_web = |uri: &Uri| matches!(uri.scheme_str(), Some("http" | "https")) && uri.host().is_some();
        // Browsers send neither a path nor capital letters; anything else would never be the same.
        let as_sent = |uri: &Uri| Some(format!("{}://{}", uri.scheme_str()?, uri.authority()?));
        let sent = uri.as_ref().filter(|uri| is_web(uri)).and_then(as_sent);
        // A browser leaves out the port that the scheme has anyway.
        let is_own_port = |uri: &Uri| {
            matches!((uri.scheme_str(), uri.port_u16()), (Some("https"), Some(443)) | (Some("http"), Some(80)))
        };
        let is_own_port = uri.as_ref().is_some_and(is_own_port);
        sent.filter(|sent| *sent == text && !text.contains('@') && *text == text.to_ascii_lowercase() && !is_own_port)
            .and_then(|sent| HeaderValue::try_from(sent).ok())
            .map(Self)
            .ok_or_else(|| format!("{text:?} is no origin; write it like https://portal.example"))
    }
}

impl TryFrom<String> for Origin {
    type Error = String;
    fn try_from(text: String) -> std::result::Result<Self, String> {
        text.parse()
    }
}

impl From<Origin> for String {
    fn from(origin: Origin) -> Self {
        origin.0.to_str().unwrap_or_default().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_written_as_browsers_send_it() {
        for right in ["https://portal.example", "http://127.0.0.1:3000", "https://xn--forl-7pa.example:8443"] {
            assert!(right.parse::<Origin>().is_ok_and(|origin| String::from(origin) == right), "{right}");
        }
        for wrong in [
            "",
            "*",
            "null",
            "portal.example",
            "https://portal.example/",
            "https://Portal.example",
            "https://a@portal.example",
            "ftp://portal.example",
            "https://portal.example/a?b",
            "https://portal.example:443",
            "http://portal.example:80",
        ] {
            assert!(wrong.parse::<Origin>().is_err(), "{wrong}");
        }
    }
}
