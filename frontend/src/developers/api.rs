//! What the page asks of the API, and the file of the examples.

use cynic::{MutationBuilder, QueryBuilder};
use serde::Deserialize;
use shared::identity::token;

use crate::graphql::{DateTime, Failure, ask, schema};

#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq)]
pub(super) enum TokenScope {
    ReadPublic,
    ReadOwn,
    Propose,
}

impl From<token::TokenScope> for TokenScope {
    fn from(scope: token::TokenScope) -> Self {
        match scope {
            token::TokenScope::ReadPublic => Self::ReadPublic,
            token::TokenScope::ReadOwn => Self::ReadOwn,
            token::TokenScope::Propose => Self::Propose,
        }
    }
}

/// What a program shows to be let in; its secret is not part of it.
#[derive(cynic::QueryFragment, Clone, Debug)]
pub(super) struct Token {
    pub(super) id: cynic::Id,
    pub(super) name: String,
    pub(super) shown: String,
    pub(super) organisation: String,
    pub(super) scopes: Vec<TokenScope>,
    pub(super) made_by: String,
    pub(super) created_at: DateTime,
    pub(super) expires_at: DateTime,
    pub(super) used_at: Option<DateTime>,
    pub(super) revoked_at: Option<DateTime>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query")]
struct TokensQuery {
    tokens: Vec<Token>,
}

pub(super) async fn tokens() -> Result<Vec<Token>, Failure> {
    Ok(ask(TokensQuery::build(())).await?.tokens)
}

#[derive(cynic::InputObject, Clone, Debug)]
pub(super) struct TokenCreateInput {
    pub(super) name: String,
    pub(super) organisation: String,
    pub(super) scopes: Vec<TokenScope>,
    pub(super) days: i32,
}

#[derive(cynic::QueryVariables)]
struct CreateVariables {
    input: TokenCreateInput,
}

#[derive(cynic::QueryFragment)]
struct TokenCreatePayload {
    secret: String,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "CreateVariables")]
struct TokenCreate {
    #[arguments(input: $input)]
    token_create: TokenCreatePayload,
}

/// Makes a token. Answers its secret, which is told this once.
pub(super) async fn token_create(input: TokenCreateInput) -> Result<String, Failure> {
    Ok(ask(TokenCreate::build(CreateVariables { input })).await?.token_create.secret)
}

#[derive(cynic::QueryVariables)]
struct RevokeVariables {
    token: cynic::Id,
}

#[derive(cynic::QueryFragment)]
struct TokenRevokePayload {
    #[expect(dead_code, reason = "a mutation must ask for something")]
    token: Revoked,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Token")]
struct Revoked {
    #[expect(dead_code, reason = "a mutation must ask for something")]
    id: cynic::Id,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "RevokeVariables")]
struct TokenRevoke {
    #[arguments(token: $token)]
    #[expect(dead_code, reason = "a mutation must ask for something")]
    token_revoke: TokenRevokePayload,
}

pub(super) async fn token_revoke(token: cynic::Id) -> Result<(), Failure> {
    ask(TokenRevoke::build(RevokeVariables { token })).await.map(|_| ())
}

/// One question, and the programs that ask it. `docs/examples` has them; the tests run them.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Example {
    pub(super) id: String,
    pub(super) it: String,
    pub(super) en: String,
    pub(super) query: String,
    pub(super) programs: Programs,
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct Programs {
    pub(super) curl: String,
    pub(super) javascript: String,
    pub(super) python: String,
}

/// The examples, from a file that only this page loads.
pub(super) async fn examples() -> Result<Vec<Example>, Failure> {
    let answer = gloo::net::http::Request::get("/examples.json").send().await.map_err(|_| Failure::Offline)?;
    let text = answer.text().await.map_err(|_| Failure::Offline)?;
    serde_json::from_str(&text).map_err(|_| Failure::Broken)
}
