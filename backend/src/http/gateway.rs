//! To the administration's gateway and back: a page of ours asks to leave, the gateway's redirect comes home.
//!
//! The way back is a link of another site, so nothing that it carries is believed: it counts only in the browser that left,
//! once, within minutes, and what is done then was said and checked before it left.

use std::net::IpAddr;

use axum::{
    Extension, Json, Router,
    body::Bytes,
    extract::{DefaultBodyLimit, Query, State},
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse as _, Redirect, Response},
    routing::{get, post},
};
use serde::Deserialize;
use shared::{
    Problem,
    identity::{
        Resource,
        account::{LinkPurpose, SignIn, name_rule},
        gateway::{Departure, Errand, Onward, Outcome, Ways, is_local},
        policy::act::ManageSelf,
    },
    problem::Fields,
};
use uuid::Uuid;

use super::{
    account::{Sent, answer, browser_of, give, ours, right_account},
    who::{journey_cookie, journey_secret, session_cookie, session_secret},
};
use crate::{
    app::App,
    caller::network,
    cx::{Cx, Who},
    error::{Error, Result},
    graphql::errors::fault_problem,
    identity::{
        CALLBACK, Credentials, Gateway, Trouble, hash_of, new_secret,
        store::{
            Entry, Identified, IdentityEnter, IdentityLink, JourneyBegin, JourneyEnd, LinkAccept, Purpose, Way,
            account_get, link_find,
        },
    },
};

/// The largest body, bytes.
const MAX_BODY: usize = 16 * 1024;

/// The routes.
pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/account/ways", post(ways))
        .route("/account/oidc/start", post(start))
        .route(CALLBACK, get(callback))
        .layer(DefaultBodyLimit::max(MAX_BODY))
}

/// Tells the ways in beside a password.
async fn ways(State(app): State<App>, Extension(who): Extension<Who>, headers: HeaderMap) -> Response {
    let told = ours::<serde_json::Value>(&headers, Ok(Bytes::from_static(b"{}"))).map(|_| {
        let gateway = app.gateway().map(|gateway| gateway.name().to_owned());
        Json(Ways { gateway }).into_response()
    });
    answer(told, &who.request)
}

/// Notes what a browser goes for, and tells it where.
async fn start(State(app): State<App>, Extension(who): Extension<Who>, headers: HeaderMap, body: Sent) -> Response {
    let request = who.request.clone();
    let done = async {
        let departure: Departure = ours(&headers, body)?;
        let gateway = app.gateway().ok_or_else(Error::not_found)?;
        let cx = app.cx(who);
        let anew = !matches!(departure.errand, Errand::SignIn { .. });
        let purpose = purpose_of(&cx, departure.errand).await?;
        let secret = new_secret()?;
        let language = if departure.language == "en" { "en" } else { "it" };
        let Ok(to) = gateway.departure(&secret, anew, language).await else {
            return Ok(Json(Onward::default()).into_response());
        };
        // Of IPv6 a place is a network, as everywhere.
        let from = cx.who().address.clone();
        let address = from.parse().map_or(from, |address: IpAddr| network(address).to_string());
        let (hash, now) = (hash_of(&secret), cx.now());
        cx.db().write(&JourneyBegin { hash, purpose, address, now }).await?;
        let onward = Json(Onward { to: Some(to) }).into_response();
        Ok(give(onward, &journey_cookie(cx.settings(), Some(&secret))))
    };
    answer(done.await, &request)
}

/// Checks what someone wants to do with what the gateway will say.
async fn purpose_of(cx: &Cx, errand: Errand) -> Result<Purpose> {
    match errand {
        Errand::SignIn { back } => Ok(Purpose::SignIn { back: back.filter(|back| is_local(back)) }),
        Errand::Link { password } => {
            let own = cx.who().actor.account.clone().unwrap_or_default();
            cx.may::<ManageSelf>(&Resource::Account(own.clone()))?;
            let (id, session) = Uuid::try_parse(&own).ok().zip(cx.who().session).ok_or(Problem::SignedOut)?;
            let (account, _) = account_get(cx.db().read(), id).await?.ok_or_else(Error::not_found)?;
            let account = right_account(cx, &SignIn { email: account.email, password }).await?;
            Ok(Purpose::Link { account, session })
        }
        Errand::Accept { link, name } => {
            let (name, link) = (name.trim().to_owned(), hash_of(&link));
            let found = link_find(cx.db().read(), &link, cx.now()).await?;
            // The first administrator has a password, for the day on which the gateway is away; so has who asks for a new one.
            found.filter(|(purpose, _)| *purpose == LinkPurpose::Invitation).ok_or_else(Error::not_found)?;
            let mut fields = Fields::default();
            fields.check("name", name_rule(&name));
            fields.finish()?;
            Ok(Purpose::Accept { link, name })
        }
    }
}

/// What the gateway's redirect carries.
#[derive(Deserialize)]
struct Brought {
    code: Option<String>,
    state: Option<String>,
    error: Option<String>,
    iss: Option<String>,
}

/// Where a browser is sent, and the session's cookie when it is signed in.
struct Home {
    path: String,
    cookie: Option<String>,
}

impl Home {
    fn told(page: &str, outcome: Outcome) -> Self {
        Self { path: format!("{page}?esito={}", outcome.name()), cookie: None }
    }
}

/// The way back. Whatever comes of it, the browser ends at a page of ours that says so.
async fn callback(
    State(app): State<App>,
    Extension(who): Extension<Who>,
    headers: HeaderMap,
    Query(brought): Query<Brought>,
) -> Response {
    let request = who.request.clone();
    let cx = app.cx(who);
    let state = brought.state.clone().unwrap_or_default();
    let secret = journey_secret(cx.settings(), &headers).filter(|secret| Gateway::is_state(secret, &state));
    // A link that another site made up takes nothing away from a journey that goes on.
    let is_ours = secret.is_some();
    let home = arrive(&app, &cx, &headers, brought, secret).await.unwrap_or_else(|error| {
        if let fault @ Error::Internal { .. } = &error {
            fault_problem(fault, &request);
        }
        Home::told(SIGN_IN, Outcome::Failed)
    });
    let mut response = Redirect::to(&home.path).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if is_ours {
        response = give(response, &journey_cookie(cx.settings(), None));
    }
    match home.cookie {
        Some(cookie) => give(response, &cookie),
        None => response,
    }
}

const SIGN_IN: &str = "/accedi";
const PROFILE: &str = "/profilo";

async fn arrive(app: &App, cx: &Cx, headers: &HeaderMap, brought: Brought, secret: Option<String>) -> Result<Home> {
    let expired = || Ok(Home::told(SIGN_IN, Outcome::Expired));
    let (Some(gateway), Some(secret)) = (app.gateway(), secret) else { return expired() };
    let ended = cx.db().write(&JourneyEnd { hash: hash_of(&secret), now: cx.now() }).await?;
    let Some(purpose) = ended else { return expired() };
    let page = if matches!(purpose, Purpose::Link { .. }) { PROFILE } else { SIGN_IN };
    if let Some(error) = brought.error {
        let called_off = ["access_denied", "login_required", "interaction_required"].contains(&error.as_str());
        return Ok(Home::told(page, if called_off { Outcome::Refused } else { Outcome::Failed }));
    }
    let own = |iss: &String| cx.settings().gateway.as_ref().is_some_and(|gateway| gateway.issuer == *iss);
    let (Some(code), true) = (brought.code, brought.iss.as_ref().is_none_or(own)) else {
        return Ok(Home::told(page, Outcome::Failed));
    };
    let found = match gateway.identify(code, &secret, cx.now()).await {
        Ok(found) => found,
        Err(Trouble::Unreachable) => return Ok(Home::told(page, Outcome::Unreachable)),
        Err(Trouble::Untrue) => return Ok(Home::told(page, Outcome::Failed)),
    };
    match purpose {
        Purpose::SignIn { back } => enter(cx, headers, found, back.as_deref().unwrap_or("/")).await,
        Purpose::Link { account, session } => link(app, cx, headers, (account, session), found).await,
        Purpose::Accept { link, name } => accept(cx, headers, link, name, found).await,
    }
}

/// Signs in whoever the identity is linked to.
async fn enter(cx: &Cx, headers: &HeaderMap, who: Identified, to: &str) -> Result<Home> {
    let secret = new_secret()?;
    let enter = IdentityEnter {
        who,
        demo: cx.settings().demo,
        hash: hash_of(&secret),
        until: cx.now() + cx.settings().session_life,
        browser: browser_of(headers).to_owned(),
        stamp: cx.mark("signIn"),
    };
    Ok(match cx.db().write(&enter).await? {
        Entry::In => Home { path: to.to_owned(), cookie: Some(session_cookie(cx.settings(), Some(&secret))) },
        Entry::Unknown => Home::told(SIGN_IN, Outcome::Unknown),
        Entry::Closed => Home::told(SIGN_IN, Outcome::Suspended),
    })
}

/// Links the identity to the account whose session began this, while that session lasts.
async fn link(
    app: &App,
    cx: &Cx,
    headers: &HeaderMap,
    (account, session): (Uuid, Uuid),
    found: Identified,
) -> Result<Home> {
    let shown = session_secret(cx.settings(), headers).map_or(Credentials::None, Credentials::Session);
    let who = app.who(&shown).await?;
    if who.session != Some(session) || who.actor.account != Some(account.to_string()) {
        return Ok(Home::told(SIGN_IN, Outcome::Expired));
    }
    let who = Who { request: cx.who().request.clone(), address: cx.who().address.clone(), ..who };
    let cx = app.cx(who);
    let link = IdentityLink { account, who: found, stamp: cx.mark("identityLink") };
    match cx.write(&format!("account:{account}"), &link).await {
        Ok(()) => Ok(Home::told(PROFILE, Outcome::Linked)),
        Err(Error::Refused(Problem::Invalid { .. })) => Ok(Home::told(PROFILE, Outcome::Taken)),
        Err(error) => Err(error),
    }
}

/// Spends an invitation: the identity is linked to its account, and signed in.
async fn accept(cx: &Cx, headers: &HeaderMap, hash: String, name: String, found: Identified) -> Result<Home> {
    let mut stamp = cx.mark("linkAccept");
    stamp.by.clone_from(&name);
    let way = Way::Identity(found.clone());
    let accept = LinkAccept { hash, email: None, name: Some(name), way, stamp };
    match cx.db().write(&accept).await {
        Ok(account) => cx.live().tell(&format!("account:{account}")),
        Err(Error::Refused(Problem::NotFound)) => return Ok(Home::told(SIGN_IN, Outcome::LinkOver)),
        Err(Error::Refused(Problem::Invalid { .. })) => return Ok(Home::told(SIGN_IN, Outcome::Taken)),
        Err(error) => return Err(error),
    }
    enter(cx, headers, found, "/").await
}
