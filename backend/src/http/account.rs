//! Signing in and out, and following one-time links: what sets or takes a cookie, and so is no GraphQL.
//!
//! Each takes JSON by POST, from our own pages: the header of the pages is required and the origin is checked.

use axum::{
    Extension, Json, Router,
    body::Bytes,
    extract::{DefaultBodyLimit, State, rejection::BytesRejection},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
    routing::post,
};
use chrono::{DateTime, Utc};
use serde::de::DeserializeOwned;
use shared::{
    Problem, Rule,
    identity::{
        account::{Acceptance, LinkPurpose, LinkTold, SignIn, email_of, email_rule, name_rule, password_rule},
        gateway::Onward,
    },
    problem::Fields,
};
use uuid::Uuid;

use super::{
    RequestId,
    errors::{JSON, refused},
    who::{PAGE, same_origin, session_cookie},
};
use crate::{
    app::App,
    cx::{Cx, Who},
    error::{Error, Result},
    graphql::errors::fault_problem,
    identity::{
        hash_of, new_secret, password_fits, password_hash,
        store::{LinkAccept, SessionOpen, SessionsEnd, Way, account_by_email, link_find, session_identity},
        try_begin, try_right,
    },
};

/// The largest body, bytes.
const MAX_BODY: usize = 16 * 1024;

/// The routes.
pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/account/sign-in", post(sign_in))
        .route("/account/sign-out", post(sign_out))
        .route("/account/link", post(link))
        .route("/account/accept", post(accept))
        .layer(DefaultBodyLimit::max(MAX_BODY))
}

/// Opens a session. Wrong address, wrong password, closed account: one answer, in the same time.
async fn sign_in(State(app): State<App>, Extension(who): Extension<Who>, headers: HeaderMap, body: Sent) -> Response {
    let request = who.request.clone();
    let done = async {
        let typed: SignIn = ours(&headers, body)?;
        let cx = app.cx(who);
        let account = right_account(&cx, &typed).await?;
        open(&cx, account, &headers).await
    };
    answer(done.await, &request)
}

pub(super) async fn right_account(cx: &Cx, typed: &SignIn) -> Result<Uuid> {
    let email = email_of(&typed.email);
    let mut fields = Fields::default();
    fields.check("email", email_rule(&email));
    fields.check("password", typed.password.is_empty().then_some(Rule::Required));
    fields.finish()?;
    let mark = hash_of(&email);
    try_begin(cx, &mark).await?;
    let found = account_by_email(cx.db().read(), &email).await?;
    let demo = cx.settings().demo;
    let open = found.filter(|account| account.active && (!account.demo || demo));
    let kept = open.as_ref().and_then(|account| account.password.clone());
    // A password that is longer than any can be is not hashed at all.
    let typed: String = typed.password.chars().take(shared::identity::account::MAX_PASSWORD as usize + 1).collect();
    let fits = password_fits(typed, kept).await?;
    let account = open.filter(|_| fits).ok_or_else(|| Error::invalid("password", Rule::Wrong))?;
    try_right(cx, &mark).await?;
    Ok(account.id)
}

/// Opens a session for an account, and gives its cookie.
pub(super) async fn open(cx: &Cx, account: Uuid, headers: &HeaderMap) -> Result<Response> {
    let secret = new_secret()?;
    let browser = browser_of(headers);
    let until: DateTime<Utc> = cx.now() + cx.settings().session_life;
    let session = SessionOpen::new(account, hash_of(&secret), until, browser, cx.mark("signIn"));
    cx.db().write(&session).await?;
    Ok(give(StatusCode::NO_CONTENT.into_response(), &session_cookie(cx.settings(), Some(&secret))))
}

/// What a browser says it is.
pub(super) fn browser_of(headers: &HeaderMap) -> &str {
    headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// Ends the session of this browser. Without one, nothing happens.
async fn sign_out(State(app): State<App>, Extension(who): Extension<Who>, headers: HeaderMap) -> Response {
    let request = who.request.clone();
    let done = async {
        let _: serde_json::Value = ours(&headers, Ok(Bytes::from_static(b"{}")))?;
        let cx = app.cx(who);
        let account = cx.who().actor.account.as_ref().and_then(|id| Uuid::try_parse(id).ok());
        let mut by_gateway = false;
        if let (Some(account), Some(session)) = (account, cx.who().session) {
            by_gateway = session_identity(cx.db().read(), session).await?.is_some();
            let end = SessionsEnd { account, only: Some(session), keep: None, stamp: cx.mark("signOut") };
            cx.write(&format!("account:{account}"), &end).await?;
        }
        let to = match app.gateway().filter(|_| by_gateway) {
            Some(gateway) => gateway.farewell().await,
            None => None,
        };
        // Signed in there, whoever sits down next would come in by one press of its button.
        let away = to.map(|to| Json(Onward { to: Some(to) }).into_response());
        Ok(give(away.unwrap_or_else(|| StatusCode::NO_CONTENT.into_response()), &session_cookie(cx.settings(), None)))
    };
    answer(done.await, &request)
}

#[derive(serde::Deserialize)]
struct LinkAsked {
    link: String,
}

/// Tells whoever holds a link what it is for.
async fn link(State(app): State<App>, Extension(who): Extension<Who>, headers: HeaderMap, body: Sent) -> Response {
    let request = who.request.clone();
    let done = async {
        let asked: LinkAsked = ours(&headers, body)?;
        let cx = app.cx(who);
        let (purpose, account) =
            link_find(cx.db().read(), &hash_of(&asked.link), cx.now()).await?.ok_or_else(Error::not_found)?;
        let told = account.map(|account| (account.email, account.name));
        let (email, name) = told.unwrap_or_default();
        Ok(Json(LinkTold { purpose, email, name }).into_response())
    };
    answer(done.await, &request)
}

/// Follows a link: sets the password, spends the link, signs the browser in. Where the address has an account already, the password must be
/// that account's.
async fn accept(State(app): State<App>, Extension(who): Extension<Who>, headers: HeaderMap, body: Sent) -> Response {
    let request = who.request.clone();
    let done = async {
        let typed: Acceptance = ours(&headers, body)?;
        let cx = app.cx(who);
        let hash = hash_of(&typed.link);
        let (purpose, account) = link_find(cx.db().read(), &hash, cx.now()).await?.ok_or_else(Error::not_found)?;
        let elsewhere = matches!(&account, Some(account) if account.elsewhere);
        let known = account.map(|account| (account.email, account.name));
        let (email, name) =
            known.clone().unwrap_or_else(|| (email_of(typed.email.as_deref().unwrap_or_default()), String::new()));
        let name = typed.name.as_deref().map_or(name, |typed| typed.trim().to_owned());
        let mut fields = Fields::default();
        fields.check("email", (purpose == LinkPurpose::First).then(|| email_rule(&email)).flatten());
        fields.check("name", name_rule(&name));
        fields.check("password", password_rule(&typed.password, &email, &name));
        fields.finish()?;
        let way = if elsewhere {
            let own = SignIn { email: email.clone(), password: typed.password };
            Way::Account(right_account(&cx, &own).await?)
        } else {
            Way::Password(password_hash(typed.password).await?)
        };
        let mut stamp = cx.mark("linkAccept");
        stamp.by.clone_from(&name);
        let accept = LinkAccept { hash, email: known.is_none().then_some(email), name: Some(name), way, stamp };
        let account = cx.db().write(&accept).await?;
        cx.live().tell(&format!("account:{account}"));
        open(&cx, account, &headers).await
    };
    answer(done.await, &request)
}

/// A body, or why it could not be read.
pub(super) type Sent = std::result::Result<Bytes, BytesRejection>;

/// Reads what one of our pages sends.
pub(super) fn ours<T: DeserializeOwned>(headers: &HeaderMap, body: Sent) -> Result<T> {
    let body = body.map_err(|rejection| match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Problem::TooLarge { limit_bytes: MAX_BODY as u64 },
        _ => Problem::BadRequest { reason: rejection.body_text() },
    })?;
    if !headers.contains_key(PAGE) || !same_origin(headers) {
        return Err(Problem::Forbidden.into());
    }
    serde_json::from_slice(&body).map_err(|error| Problem::BadRequest { reason: error.to_string() }.into())
}

/// A response that sets a cookie beside those that it sets already.
pub(super) fn give(mut response: Response, cookie: &str) -> Response {
    if let Ok(value) = HeaderValue::from_str(cookie) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    response
}

pub(super) fn answer(done: Result<Response>, request: &str) -> Response {
    let problem = match done {
        Ok(response) => return unkept(response),
        Err(Error::Refused(problem)) => problem,
        Err(fault) => fault_problem(&fault, request),
    };
    unkept(refused(status(&problem), JSON, &problem, &RequestId(request.to_owned())))
}

/// An answer that no cache keeps.
fn unkept(mut response: Response) -> Response {
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// The status of a refusal.
pub(super) fn status(problem: &Problem) -> StatusCode {
    match problem {
        Problem::SignedOut => StatusCode::UNAUTHORIZED,
        Problem::Forbidden => StatusCode::FORBIDDEN,
        Problem::NotFound => StatusCode::NOT_FOUND,
        Problem::Conflict { .. } | Problem::WrongState(_) => StatusCode::CONFLICT,
        Problem::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
        Problem::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
        Problem::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        Problem::Internal { .. } => StatusCode::INTERNAL_SERVER_ERROR,
        Problem::Invalid { .. }
        | Problem::BadRequest { .. }
        | Problem::PersistedQueryNotFound
        | Problem::TooCostly { .. } => StatusCode::BAD_REQUEST,
    }
}
