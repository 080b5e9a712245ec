//! Which media type an answer may have, by the `accept` of its request.

use axum::http::{HeaderMap, header};

use crate::http::errors::{EVENTS, GRAPHQL, JSON};

/// What the client takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Accepted {
    /// The media type of a whole answer; nothing when the client takes neither.
    pub(super) whole: Option<&'static str>,
    /// Whether it takes server-sent events: a subscription is answered so, and anything else when it takes nothing but them.
    pub(super) events: bool,
}

impl Accepted {
    /// Reads the headers. A client that says nothing, or takes anything, gets plain JSON: that is what older ones expect.
    pub(super) fn of(headers: &HeaderMap) -> Self {
        let Some(ranges) = ranges(headers) else { return Self { whole: Some(JSON), events: false } };
        let (newer, plain) = (wish(&ranges, GRAPHQL), wish(&ranges, JSON));
        let whole = match (newer, plain) {
            (Some(newer), Some(plain)) => Some(if newer >= plain && newer.exact { GRAPHQL } else { JSON }),
            (Some(_), None) => Some(GRAPHQL),
            (None, Some(_)) => Some(JSON),
            (None, None) => None,
        };
        // Of those who take anything, few can read events: they must be named.
        let events = wish(&ranges, EVENTS).is_some_and(|wish| wish.exact);
        Self { whole, events }
    }
}

/// Whether the client takes one of these media types. A client that says nothing takes anything.
pub(in crate::http) fn takes(headers: &HeaderMap, media_types: &[&str]) -> bool {
    ranges(headers).is_none_or(|ranges| media_types.iter().any(|media_type| wish(&ranges, media_type).is_some()))
}

/// The entries of the header; nothing when it says nothing.
fn ranges(headers: &HeaderMap) -> Option<Vec<Range>> {
    let stated: Vec<&str> =
        headers.get_all(header::ACCEPT).iter().map(|value| value.to_str().unwrap_or_default()).collect();
    let is_silent = stated.iter().all(|value| value.trim().is_empty());
    (!is_silent).then(|| stated.iter().flat_map(|value| value.split(',')).filter_map(Range::read).collect())
}

/// One entry of the header: `application/*; q=0.5`.
#[derive(Debug)]
struct Range {
    name: String,
    thousandths: u16,
}

impl Range {
    fn read(entry: &str) -> Option<Self> {
        let mut parts = entry.split(';').map(str::trim);
        let name = parts.next().filter(|name| name.contains('/'))?.to_ascii_lowercase();
        let weight = parts.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")));
        let weight =
            weight.map_or(Some(1.0), |weight| weight.parse::<f32>().ok().filter(|weight| weight.is_finite()))?;
        Some(Self { name, thousandths: (weight.clamp(0.0, 1.0) * 1000.0) as u16 })
    }
}

/// How much a media type is wished for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Wish {
    thousandths: u16,
    /// Named itself, not covered by `*/*`.
    exact: bool,
}

/// The most specific entry decides; a weight of zero refuses.
fn wish(ranges: &[Range], media_type: &str) -> Option<Wish> {
    let family = media_type.split_once('/').map_or_else(String::new, |(family, _)| format!("{family}/*"));
    let of = |name: &str| ranges.iter().find(|range| range.name == name).map(|range| range.thousandths);
    let exact = of(media_type);
    let thousandths = exact.or_else(|| of(&family)).or_else(|| of("*/*"))?;
    (thousandths > 0).then_some(Wish { thousandths, exact: exact.is_some() })
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn whole(accept: &'static str) -> Option<&'static str> {
        let headers = HeaderMap::from_iter([(header::ACCEPT, HeaderValue::from_static(accept))]);
        Accepted::of(&headers).whole
    }

    #[test]
    fn the_newer_media_type_is_for_those_who_name_it() {
        assert_eq!(Accepted::of(&HeaderMap::new()).whole, Some(JSON));
        for accept in ["", "*/*", "application/*", "application/json", "application/json, */*;q=0.1", "text/html, */*"]
        {
            assert_eq!(whole(accept), Some(JSON), "{accept}");
        }
        for accept in [
            "application/graphql-response+json",
            "Application/GraphQL-Response+JSON; charset=utf-8",
            "application/graphql-response+json, application/json",
            "application/json;q=0.9, application/graphql-response+json",
            "application/graphql-response+json;q=0.5",
        ] {
            assert_eq!(whole(accept), Some(GRAPHQL), "{accept}");
        }
    }

    #[test]
    fn events_are_for_those_who_name_them() {
        let accepted = |accept: &'static str| {
            Accepted::of(&HeaderMap::from_iter([(header::ACCEPT, HeaderValue::from_static(accept))]))
        };
        assert_eq!(accepted("text/event-stream"), Accepted { whole: None, events: true });
        assert_eq!(accepted("application/json, text/event-stream"), Accepted { whole: Some(JSON), events: true });
        for accept in ["", "*/*", "text/*, application/json", "application/json, text/event-stream;q=0"] {
            assert_eq!(accepted(accept), Accepted { whole: Some(JSON), events: false }, "{accept}");
        }
    }

    #[test]
    fn weights_decide_and_zero_refuses() {
        assert_eq!(whole("application/graphql-response+json;q=0.5, application/json"), Some(JSON));
        assert_eq!(whole("application/json;q=0, application/*"), Some(GRAPHQL));
        for accept in ["text/html", "image/*, text/plain", "*/*;q=0", "nonsense", "application/json;q=0.0"] {
            assert_eq!(whole(accept), None, "{accept}");
        }
    }
}
