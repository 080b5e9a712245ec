//! Tags of contents (`etag`), so that what a client has already is not sent again.

use axum::http::{HeaderMap, header};

/// The tag of a content.
pub(super) fn of(content: &[u8]) -> String {
    format!("\"{}\"", blake3::hash(content).to_hex().split_at(32).0)
}

/// Whether the client has the content with this tag.
pub(super) fn is_seen(asked: &HeaderMap, tag: &str) -> bool {
    let bare = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    let stated = asked.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    stated.flat_map(|value| value.split(',')).any(|seen| seen.trim() == "*" || bare(seen) == bare(tag))
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn a_tag_is_found_in_a_list_weak_or_strong() {
        let seen = |stated: &'static str, tag: &str| {
            is_seen(&HeaderMap::from_iter([(header::IF_NONE_MATCH, HeaderValue::from_static(stated))]), tag)
        };
        for stated in ["\"a\"", "W/\"a\"", "\"b\", \"a\"", "*"] {
            assert!(seen(stated, "\"a\"") && seen(stated, "W/\"a\""), "{stated}");
        }
        for stated in ["\"b\"", "a", "\"aa\"", ""] {
            assert!(!seen(stated, "\"a\""), "{stated}");
        }
        assert!(!is_seen(&HeaderMap::new(), "\"a\""));
        assert_ne!(of(b"a"), of(b"b"));
    }
}
