//! Who asks the façade: anybody, a program with a token of ours, or a public body with a voucher. Cookies are not read: a
//! person's browser has no business here.

use std::net::IpAddr;

use axum::http::{HeaderMap, header};
use shared::Problem;

use super::problem::Refusal;
use crate::{
    app::App,
    caller::Caller,
    cx::Who,
    error::Error,
    graphql::{budget::WRONG_POINTS, errors::fault_problem},
    http::{
        Edge, RequestId,
        who::{bearer, looked_up},
    },
    identity::{Credentials, voucher::Voucher},
};

/// How a request may be answered.
pub(super) enum Access {
    /// As anybody, or as the program whose token was shown.
    Open(Who),
    /// As anybody, for the purpose of a voucher.
    Voucher(Voucher),
}

impl Access {
    /// Whom the limits are counted for.
    pub(super) fn caller(&self, address: Option<IpAddr>) -> Option<Caller> {
        match self {
            Self::Open(who) => address.map(|address| Caller::of(who, address)),
            Self::Voucher(voucher) => Some(Caller::purpose(&voucher.purpose)),
        }
    }

    /// Who asks, as resolvers know it.
    pub(super) fn who(self, id: &RequestId) -> Who {
        let who = match self {
            Self::Open(who) => who,
            Self::Voucher(_) => Who::default(),
        };
        Who { request: id.0.clone(), ..who }
    }
}

/// Reads what a request shows.
///
/// # Errors
/// 401, when what is shown does not hold, or nothing is where something is needed; 503, when that cannot be said.
pub(super) async fn of(
    app: &App,
    edge: &Edge,
    address: Option<IpAddr>,
    headers: &HeaderMap,
    id: &RequestId,
) -> Result<Access, Refusal> {
    let Some(stated) = headers.get(header::AUTHORIZATION) else {
        return match &edge.vouchers {
            Some(vouchers) if vouchers.are_required() => Err(Refusal::nothing_shown()),
            _ => Ok(Access::Open(Who::default())),
        };
    };
    let stated = stated.to_str().unwrap_or_default();
    let found = match (bearer(stated), &edge.vouchers) {
        (Some(token), _) => match looked_up(app, edge, address, &Credentials::Token(token.to_owned())).await {
            Ok(who) => return Ok(Access::Open(who)),
            Err(Error::Refused(Problem::SignedOut)) => {
                return Err(Refusal::not_held("the token is none, or it is over"));
            }
            Err(error) => Err(error),
        },
        (None, Some(vouchers)) => {
            // As with tokens: what does not hold is paid for by the address that shows it, and beforehand.
            let meter = edge.meter(address.map_or(Caller::Rest, Caller::knocking));
            meter.spend(WRONG_POINTS).map_err(Refusal::from)?;
            let checked = vouchers.check(shown(stated), app.cx(Who::default()).now()).await;
            if !matches!(checked, Ok(Err(_))) {
                meter.give_back(WRONG_POINTS);
            }
            checked
        }
        (None, None) => {
            return Err(Refusal::not_held("a token of this service begins with tvl_; vouchers are not taken"));
        }
    };
    match found {
        Ok(Ok(voucher)) => {
            let Voucher { purpose, consumer, id: voucher_id } = &voucher;
            tracing::info!(request_id = %id.0, purpose, consumer, voucher_id, "asked with a voucher");
            Ok(Access::Voucher(voucher))
        }
        Ok(Err(why)) => Err(Refusal::not_held(&format!("the voucher does not hold: {why}"))),
        Err(Error::Refused(problem)) => Err(problem.into()),
        Err(fault) => Err(fault_problem(&fault, &id.0).into()),
    }
}

/// What stands after `Bearer`.
fn shown(stated: &str) -> &str {
    let scheme = stated.split_once(' ').filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
    scheme.map_or("", |(_, shown)| shown.trim())
}
