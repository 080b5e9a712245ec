//! What the pages of people ask of the API.

use cynic::{MutationBuilder, QueryBuilder};

use crate::{
    graphql::{DateTime, Failure, ask, schema},
    session::{Role, ToldGrant},
};

/// A browser that is signed in.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
pub(super) struct Session {
    pub(super) id: cynic::Id,
    pub(super) browser: String,
    pub(super) address: String,
    pub(super) seen_at: DateTime,
    pub(super) current: bool,
}

/// An identity of the gateway.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
pub(super) struct Identity {
    pub(super) id: cynic::Id,
    pub(super) issuer: String,
    pub(super) linked_at: DateTime,
    pub(super) used_at: Option<DateTime>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query")]
struct OwnQuery {
    viewer: Option<Own>,
}

/// Who is signed in, with their browsers.
#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "Viewer")]
pub(super) struct Own {
    pub(super) name: String,
    pub(super) email: Option<String>,
    pub(super) grants: Vec<ToldGrant>,
    pub(super) has_password: bool,
    pub(super) identities: Vec<Identity>,
    pub(super) sessions: Vec<Session>,
}

pub(super) async fn own() -> Result<Option<Own>, Failure> {
    Ok(ask(OwnQuery::build(())).await?.viewer)
}

#[derive(cynic::QueryFragment)]
struct SessionsEndPayload {
    #[expect(dead_code, reason = "a mutation must ask for something")]
    ended: i32,
}

#[derive(cynic::QueryVariables)]
struct SessionVariables {
    session: cynic::Id,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "SessionVariables")]
struct SessionEnd {
    #[arguments(session: $session)]
    #[expect(dead_code, reason = "a mutation must ask for something")]
    session_end: SessionsEndPayload,
}

pub(super) async fn session_end(session: cynic::Id) -> Result<(), Failure> {
    ask(SessionEnd::build(SessionVariables { session })).await.map(|_| ())
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation")]
struct SessionsEndOthers {
    #[expect(dead_code, reason = "a mutation must ask for something")]
    sessions_end_others: SessionsEndPayload,
}

pub(super) async fn sessions_end_others() -> Result<(), Failure> {
    ask(SessionsEndOthers::build(())).await.map(|_| ())
}

#[derive(cynic::QueryVariables)]
struct PasswordVariables {
    current: String,
    new: String,
}

#[derive(cynic::QueryFragment)]
struct PasswordChangePayload {
    #[expect(dead_code, reason = "a mutation must ask for something")]
    changed: bool,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "PasswordVariables")]
struct PasswordChange {
    #[arguments(current: $current, new: $new)]
    #[expect(dead_code, reason = "a mutation must ask for something")]
    password_change: PasswordChangePayload,
}

pub(super) async fn password_change(current: String, new: String) -> Result<(), Failure> {
    ask(PasswordChange::build(PasswordVariables { current, new })).await.map(|_| ())
}

#[derive(cynic::QueryVariables)]
struct IdentityVariables {
    identity: cynic::Id,
}

#[derive(cynic::QueryFragment)]
struct IdentityUnlinkPayload {
    #[expect(dead_code, reason = "a mutation must ask for something")]
    unlinked: bool,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "IdentityVariables")]
struct IdentityUnlink {
    #[arguments(identity: $identity)]
    #[expect(dead_code, reason = "a mutation must ask for something")]
    identity_unlink: IdentityUnlinkPayload,
}

pub(super) async fn identity_unlink(identity: cynic::Id) -> Result<(), Failure> {
    ask(IdentityUnlink::build(IdentityVariables { identity })).await.map(|_| ())
}

/// Someone who can sign in.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
pub(super) struct Account {
    pub(super) id: cynic::Id,
    pub(super) email: String,
    pub(super) name: String,
    pub(super) active: bool,
    pub(super) opened: bool,
    pub(super) grants: Vec<ToldGrant>,
    pub(super) signed_in_at: Option<DateTime>,
}

/// Accounts, and how many there are in all.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
pub(super) struct AccountConnection {
    pub(super) nodes: Vec<Account>,
    pub(super) total_count: i32,
}

#[derive(cynic::QueryVariables)]
struct AccountsVariables {
    text: Option<String>,
    order: AccountOrder,
}

/// The order of the list of accounts.
#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq)]
pub(super) enum AccountOrder {
    Email,
    Name,
    SignedIn,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "AccountsVariables")]
struct AccountsQuery {
    #[arguments(first: 200, text: $text, order: $order)]
    accounts: AccountConnection,
}

/// The accounts that one manages whose name or address contains a text; the first 200.
pub(super) async fn accounts(text: String, order: AccountOrder) -> Result<AccountConnection, Failure> {
    let text = Some(text).filter(|text| !text.is_empty());
    Ok(ask(AccountsQuery::build(AccountsVariables { text, order })).await?.accounts)
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "AccountVariables")]
struct AccountSessionsQuery {
    #[arguments(account: $account)]
    account_sessions: Vec<Session>,
}

/// The browsers that are signed in to an account that one manages.
pub(super) async fn account_sessions(account: cynic::Id) -> Result<Vec<Session>, Failure> {
    Ok(ask(AccountSessionsQuery::build(AccountVariables { account })).await?.account_sessions)
}

#[derive(cynic::InputObject, Clone, Debug)]
pub(super) struct GrantInput {
    pub(super) role: Role,
    pub(super) scope: Option<String>,
}

#[derive(cynic::InputObject)]
struct AccountInviteInput {
    email: String,
    name: String,
    grants: Vec<GrantInput>,
}

#[derive(cynic::QueryVariables)]
struct InviteVariables {
    input: AccountInviteInput,
}

#[derive(cynic::QueryFragment)]
struct AccountInvitePayload {
    link: Option<String>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "InviteVariables")]
struct AccountInvite {
    #[arguments(input: $input)]
    account_invite: AccountInvitePayload,
}

/// Invites someone. Answers the link to hand over, unless it was sent.
pub(super) async fn account_invite(
    email: String,
    name: String,
    grants: Vec<GrantInput>,
) -> Result<Option<String>, Failure> {
    let input = AccountInviteInput { email, name, grants };
    Ok(ask(AccountInvite::build(InviteVariables { input })).await?.account_invite.link)
}

#[derive(cynic::InputObject)]
struct AccountUpdateInput {
    account: cynic::Id,
    #[cynic(skip_serializing_if = "Option::is_none")]
    grants: Option<Vec<GrantInput>>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    active: Option<bool>,
}

#[derive(cynic::QueryVariables)]
struct UpdateVariables {
    input: AccountUpdateInput,
}

#[derive(cynic::QueryFragment)]
struct AccountUpdatePayload {
    account: Account,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "UpdateVariables")]
struct AccountUpdate {
    #[arguments(input: $input)]
    account_update: AccountUpdatePayload,
}

/// Changes the parts of an account, or whether it may be used.
pub(super) async fn account_update(
    account: cynic::Id,
    grants: Option<Vec<GrantInput>>,
    active: Option<bool>,
) -> Result<Account, Failure> {
    let input = AccountUpdateInput { account, grants, active };
    Ok(ask(AccountUpdate::build(UpdateVariables { input })).await?.account_update.account)
}

#[derive(cynic::QueryVariables)]
struct AccountVariables {
    account: cynic::Id,
}

#[derive(cynic::QueryFragment)]
struct AccountLinkPayload {
    link: Option<String>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "AccountVariables")]
struct AccountLink {
    #[arguments(account: $account)]
    account_link: AccountLinkPayload,
}

/// Makes a new way in. Answers the link to hand over, unless it was sent.
pub(super) async fn account_link(account: cynic::Id) -> Result<Option<String>, Failure> {
    Ok(ask(AccountLink::build(AccountVariables { account })).await?.account_link.link)
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "AccountVariables")]
struct AccountIdentitiesQuery {
    #[arguments(account: $account)]
    account_identities: Vec<Identity>,
}

/// The identities that an account that one manages is linked to.
pub(super) async fn account_identities(account: cynic::Id) -> Result<Vec<Identity>, Failure> {
    Ok(ask(AccountIdentitiesQuery::build(AccountVariables { account })).await?.account_identities)
}

#[derive(cynic::QueryVariables)]
struct AccountIdentityVariables {
    account: cynic::Id,
    identity: cynic::Id,
}

#[derive(cynic::QueryFragment)]
struct AccountIdentityUnlinkPayload {
    #[expect(dead_code, reason = "a mutation must ask for something")]
    unlinked: bool,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "AccountIdentityVariables")]
struct AccountIdentityUnlink {
    #[arguments(account: $account, identity: $identity)]
    #[expect(dead_code, reason = "a mutation must ask for something")]
    account_identity_unlink: AccountIdentityUnlinkPayload,
}

/// Unlinks an identity of an account that one manages.
pub(super) async fn account_identity_unlink(account: cynic::Id, identity: cynic::Id) -> Result<(), Failure> {
    ask(AccountIdentityUnlink::build(AccountIdentityVariables { account, identity })).await.map(|_| ())
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "AccountVariables")]
struct AccountSessionsEnd {
    #[arguments(account: $account)]
    #[expect(dead_code, reason = "a mutation must ask for something")]
    account_sessions_end: SessionsEndPayload,
}

pub(super) async fn account_sessions_end(account: cynic::Id) -> Result<(), Failure> {
    ask(AccountSessionsEnd::build(AccountVariables { account })).await.map(|_| ())
}

#[derive(cynic::InputObject, Default)]
pub(super) struct AuditFilterInput {
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub(super) kind: Option<String>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub(super) record: Option<String>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub(super) actor: Option<String>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub(super) action: Option<String>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub(super) from: Option<DateTime>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub(super) until: Option<DateTime>,
}

#[derive(cynic::QueryVariables)]
struct AuditVariables {
    filter: AuditFilterInput,
    after: Option<String>,
}

/// One change, as the register keeps it.
#[derive(cynic::QueryFragment, Clone, Debug)]
pub(super) struct AuditRow {
    pub(super) seq: String,
    pub(super) at: DateTime,
    pub(super) actor_name: String,
    pub(super) request: String,
    pub(super) action: String,
    pub(super) kind: String,
    pub(super) record: String,
    pub(super) before: Option<String>,
    pub(super) after: Option<String>,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
struct PageInfo {
    has_next_page: bool,
    end_cursor: Option<String>,
}

#[derive(cynic::QueryFragment)]
struct AuditRowConnection {
    nodes: Vec<AuditRow>,
    page_info: PageInfo,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "AuditVariables")]
struct AuditQuery {
    #[arguments(filter: $filter, first: 50, after: $after)]
    audit: AuditRowConnection,
}

/// A page of the register, and the cursor of the next one, if there is one.
pub(super) async fn audit(
    filter: AuditFilterInput,
    after: Option<String>,
) -> Result<(Vec<AuditRow>, Option<String>), Failure> {
    let page = ask(AuditQuery::build(AuditVariables { filter, after })).await?.audit;
    let next = page.page_info.end_cursor.filter(|_| page.page_info.has_next_page);
    Ok((page.nodes, next))
}
