//! Who calls, as far as limits are concerned: a token, or else an address. Says nothing about what the caller may do.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};

use axum::http::HeaderMap;
use uuid::Uuid;

use crate::cx::Who;

/// Where a proxy on this machine says from whom it has the request.
const FORWARDED: &str = "x-forwarded-for";

/// Whom limits are counted for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Caller {
    /// An address; of IPv6 the network, since whoever has one address there has as many as they like.
    Address(IpAddr),
    /// A partner's token, wherever it is used from.
    Token(Uuid),
    /// A public body's purpose, by the hash of its name, wherever its vouchers are used from.
    Purpose([u8; 32]),
    /// All for whom there is no room of their own.
    Rest,
}

impl Caller {
    /// The caller of a request, by its token or by where it comes from.
    pub(crate) fn of(who: &Who, address: IpAddr) -> Self {
        who.token.map_or_else(|| Self::at(address), Self::Token)
    }

    /// Whoever calls from an address.
    pub(crate) fn at(address: IpAddr) -> Self {
        Self::Address(network(address))
    }

    /// Who asks with a voucher.
    pub(crate) fn purpose(name: &str) -> Self {
        Self::Purpose(blake3::hash(name.as_bytes()).into())
    }
}

/// Where a request comes from.
///
/// A proxy is believed when it runs on this machine, and only what it added itself: the last entry.
pub(crate) fn address(peer: SocketAddr, headers: &HeaderMap) -> IpAddr {
    let peer = peer.ip().to_canonical();
    let forwarded = headers.get_all(FORWARDED).iter().next_back().and_then(|value| value.to_str().ok());
    let last = forwarded.and_then(|list| list.rsplit(',').next()?.trim().parse::<IpAddr>().ok());
    last.filter(|_| peer.is_loopback()).map_or(peer, |last| last.to_canonical())
}

fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX)).into(),
        v4 @ IpAddr::V4(_) => v4,
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn caller(peer: &str, forwarded: &[&'static str]) -> Caller {
        let mut headers = HeaderMap::new();
        for value in forwarded {
            headers.append(FORWARDED, HeaderValue::from_static(value));
        }
        let peer = SocketAddr::new(peer.parse().expect("an address"), 1);
        Caller::of(&Who::default(), super::address(peer, &headers))
    }

    fn address(text: &str) -> Caller {
        Caller::Address(text.parse().expect("an address"))
    }

    #[test]
    fn a_proxy_is_believed_only_here_and_only_its_own_word() {
        assert_eq!(caller("192.0.2.1", &[]), address("192.0.2.1"));
        assert_eq!(caller("192.0.2.1", &["198.51.100.7"]), address("192.0.2.1"), "anybody may send the header");
        assert_eq!(caller("127.0.0.1", &["198.51.100.7"]), address("198.51.100.7"));
        assert_eq!(
            caller("::1", &["10.0.0.1, 198.51.100.7"]),
            address("198.51.100.7"),
            "the first was sent by the caller"
        );
        assert_eq!(caller("127.0.0.1", &["10.0.0.1", "198.51.100.7"]), address("198.51.100.7"));
        assert_eq!(caller("127.0.0.1", &["nonsense"]), address("127.0.0.1"));
    }

    #[test]
    fn addresses_of_one_network_are_one_caller() {
        assert_eq!(caller("2001:db8:1:2:3:4:5:6", &[]), caller("2001:db8:1:2::9", &[]));
        assert_ne!(caller("2001:db8:1:2::9", &[]), caller("2001:db8:1:3::9", &[]));
        assert_eq!(caller("::ffff:192.0.2.1", &[]), address("192.0.2.1"));
    }

    #[test]
    fn a_token_is_one_caller_wherever_it_is_used_and_no_other_is() {
        let who = |token| Who { token: Some(Uuid::from_u128(token)), ..Who::default() };
        let [here, there] = ["192.0.2.1", "192.0.2.2"].map(|text| text.parse().expect("an address"));
        assert_eq!(Caller::of(&who(1), here), Caller::of(&who(1), there));
        assert_ne!(Caller::of(&who(1), here), Caller::of(&who(2), here));
        assert_ne!(Caller::of(&who(1), here), Caller::of(&Who::default(), here));
    }
}
