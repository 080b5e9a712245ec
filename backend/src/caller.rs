//! Who calls, as far as limits are concerned: a token or a person, or else an address. Says nothing about what the caller may do.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};

use axum::http::HeaderMap;
use uuid::Uuid;

use crate::{cx::Who, network::Network};

/// Where a proxy says from whom it has the request.
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
    /// Somebody who has signed in, wherever they are: an office shares one address.
    Account(Uuid),
    /// An address that shows credentials which may be none: what looking them up costs is counted apart.
    Knocking(IpAddr),
    /// All for whom there is no room of their own.
    Rest,
}

impl Caller {
    /// The caller of a request, by its token, by who has signed in, or by where it comes from.
    pub(crate) fn of(who: &Who, address: IpAddr) -> Self {
        let account = || who.actor.account.as_ref().and_then(|id| Uuid::try_parse(id).ok());
        let known = who.token.map(Self::Token).or_else(|| account().map(Self::Account));
        known.unwrap_or_else(|| Self::at(address))
    }

    /// Whoever calls from an address.
    pub(crate) fn at(address: IpAddr) -> Self {
        Self::Address(network(address))
    }

    /// Who asks with a voucher.
    pub(crate) fn purpose(name: &str) -> Self {
        Self::Purpose(blake3::hash(name.as_bytes()).into())
    }

    /// Whoever shows credentials from an address, before they are looked up.
    pub(crate) fn knocking(address: IpAddr) -> Self {
        Self::Knocking(network(address))
    }
}

/// Where a request comes from.
///
/// Only proxies that the settings name are believed: read from the last entry back, the first address that is none of
/// theirs is the caller's. What stands before it, anybody may have sent.
pub(crate) fn address(peer: SocketAddr, headers: &HeaderMap, trusted: &[Network]) -> IpAddr {
    let is_trusted = |address: IpAddr| trusted.iter().any(|network| network.contains(address));
    let mut from = peer.ip().to_canonical();
    let stated = headers.get_all(FORWARDED).iter().map(|value| value.to_str().unwrap_or_default());
    let stated: Vec<&str> = stated.flat_map(|list| list.split(',')).collect();
    for entry in stated.iter().rev() {
        let Some(address) = entry.trim().parse::<IpAddr>().ok().filter(|_| is_trusted(from)) else { break };
        from = address.to_canonical();
    }
    from
}

/// The network that counts as one place: of IPv6 its first 64 bits.
pub(crate) fn network(address: IpAddr) -> IpAddr {
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
        let trusted = ["127.0.0.1", "10.0.0.0/8"].map(|text| text.parse().expect("it is a network"));
        Caller::of(&Who::default(), super::address(peer, &headers, &trusted))
    }

    fn address(text: &str) -> Caller {
        Caller::Address(text.parse().expect("an address"))
    }

    #[test]
    fn only_proxies_that_are_named_are_believed_and_only_their_own_word() {
        assert_eq!(caller("192.0.2.1", &[]), address("192.0.2.1"));
        assert_eq!(caller("192.0.2.1", &["198.51.100.7"]), address("192.0.2.1"), "anybody may send the header");
        assert_eq!(caller("::1", &["198.51.100.7"]), address("::"), "this machine is no proxy by itself");
        assert_eq!(caller("127.0.0.1", &["198.51.100.7"]), address("198.51.100.7"));
        assert_eq!(caller("10.1.2.3", &["198.51.100.7"]), address("198.51.100.7"), "a proxy on another machine");
        let told = ["203.0.113.5, 198.51.100.7", "10.0.0.9"];
        assert_eq!(
            caller("127.0.0.1", &told),
            address("198.51.100.7"),
            "through two; the first was sent by the caller"
        );
        assert_eq!(caller("127.0.0.1", &["nonsense"]), address("127.0.0.1"));
        assert_eq!(caller("127.0.0.1", &["198.51.100.7, nonsense, 10.0.0.9"]), address("10.0.0.9"));
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

    #[test]
    fn people_of_one_office_are_many_callers() {
        let who = |account| {
            let account = Some(Uuid::from_u128(account).to_string());
            Who { actor: shared::identity::Actor { account, ..Default::default() }, ..Who::default() }
        };
        let [here, there] = ["192.0.2.1", "192.0.2.2"].map(|text| text.parse().expect("an address"));
        assert_ne!(Caller::of(&who(1), here), Caller::of(&who(2), here));
        assert_eq!(Caller::of(&who(1), here), Caller::of(&who(1), there));
    }
}
