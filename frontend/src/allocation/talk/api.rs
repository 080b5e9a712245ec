//! What the pages ask and tell of comments.

use cynic::{MutationBuilder, QueryBuilder};

use crate::{
    allocation::api::scenario_id,
    graphql::{DateTime, Failure, ask, schema},
};

/// Threads that are asked for at once.
const PAGE: i32 = 100;

/// A thread as the API tells it.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "ScenarioThread")]
pub(in super::super) struct ToldThread {
    pub(super) id: cynic::Id,
    pub(super) cpi: String,
    pub(super) profile: Option<String>,
    pub(super) resolved: bool,
    pub(super) resolved_by: Option<String>,
    pub(super) resolved_at: Option<DateTime>,
    pub(super) comments: Vec<Comment>,
}

/// One comment.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "ScenarioComment")]
pub(super) struct Comment {
    pub(super) id: cynic::Id,
    pub(super) author: cynic::Id,
    pub(super) by: String,
    pub(super) at: DateTime,
    pub(super) edited_at: Option<DateTime>,
    pub(super) deleted: bool,
    pub(super) text: String,
    pub(super) mentions: Vec<Person>,
}

/// Someone who can be mentioned.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "ScenarioPerson")]
pub(super) struct Person {
    pub(super) id: cynic::Id,
    pub(super) name: String,
}

#[derive(cynic::QueryVariables)]
struct ThreadsVariables {
    scenario: cynic::Id,
    first: i32,
    after: Option<String>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "ThreadsVariables")]
struct Threads {
    #[arguments(id: $scenario)]
    scenario: Option<Threaded>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Scenario", variables = "ThreadsVariables")]
struct Threaded {
    #[arguments(first: $first, after: $after)]
    threads: ThreadConnection,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "ScenarioThreadConnection")]
struct ThreadConnection {
    nodes: Vec<ToldThread>,
    page_info: PageInfo,
}

#[derive(cynic::QueryFragment)]
struct PageInfo {
    has_next_page: bool,
    end_cursor: Option<String>,
}

/// A page of a scenario's threads, after a place in their list; and the place after it, if there are more.
pub(super) async fn threads(uuid: &str, after: Option<String>) -> Result<(Vec<ToldThread>, Option<String>), Failure> {
    let variables = ThreadsVariables { scenario: scenario_id(uuid), first: PAGE, after };
    let Some(scenario) = ask(Threads::build(variables)).await?.scenario else { return Ok((Vec::new(), None)) };
    let found = scenario.threads;
    let more = found.page_info.end_cursor.filter(|_| found.page_info.has_next_page);
    Ok((found.nodes, more))
}

#[derive(cynic::QueryVariables)]
struct PeopleVariables {
    scenario: cynic::Id,
    text: String,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "PeopleVariables")]
struct People {
    #[arguments(id: $scenario)]
    scenario: Option<Peopled>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Scenario", variables = "PeopleVariables")]
struct Peopled {
    #[arguments(text: $text)]
    people: Vec<Person>,
}

/// Those who can be mentioned and whose name contains a text.
pub(super) async fn people(uuid: &str, text: &str) -> Result<Vec<Person>, Failure> {
    let variables = PeopleVariables { scenario: scenario_id(uuid), text: text.to_owned() };
    let answer = ask(People::build(variables)).await?;
    Ok(answer.scenario.map(|scenario| scenario.people).unwrap_or_default())
}

/// What waits for the reader's answer.
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query")]
struct Mentions {
    mentions: Vec<Mention>,
}

/// A comment that mentions the reader.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "ScenarioMention")]
pub(super) struct Mention {
    pub(super) scenario: cynic::Id,
    pub(super) name: String,
    pub(super) thread: cynic::Id,
    pub(super) cpi: String,
    pub(super) profile: Option<String>,
    pub(super) by: String,
    pub(super) at: DateTime,
    pub(super) text: String,
}

/// The comments that wait for the reader's answer, in whatever scenario.
pub(super) async fn mentions() -> Result<Vec<Mention>, Failure> {
    Ok(ask(Mentions::build(())).await?.mentions)
}

#[derive(cynic::InputObject)]
#[cynic(rename_all = "camelCase")]
struct ScenarioCommentAddInput {
    write: String,
    scenario: cynic::Id,
    thread: Option<cynic::Id>,
    cpi: Option<String>,
    profile: Option<String>,
    text: String,
    mentions: Vec<cynic::Id>,
}

#[derive(cynic::InputObject)]
#[cynic(rename_all = "camelCase")]
struct ScenarioCommentUpdateInput {
    write: String,
    comment: cynic::Id,
    text: String,
    mentions: Vec<cynic::Id>,
}

#[derive(cynic::InputObject)]
#[cynic(rename_all = "camelCase")]
struct ScenarioCommentDeleteInput {
    write: String,
    comment: cynic::Id,
}

#[derive(cynic::InputObject)]
#[cynic(rename_all = "camelCase")]
struct ScenarioThreadResolveInput {
    write: String,
    thread: cynic::Id,
    resolved: bool,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "ScenarioTalkPayload")]
struct Said {
    thread: ToldThread,
}

#[derive(cynic::QueryVariables)]
struct CommentAddVariables {
    input: ScenarioCommentAddInput,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "CommentAddVariables")]
struct CommentAdd {
    #[arguments(input: $input)]
    scenario_comment_add: Said,
}

#[derive(cynic::QueryVariables)]
struct CommentUpdateVariables {
    input: ScenarioCommentUpdateInput,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "CommentUpdateVariables")]
struct CommentUpdate {
    #[arguments(input: $input)]
    scenario_comment_update: Said,
}

#[derive(cynic::QueryVariables)]
struct CommentDeleteVariables {
    input: ScenarioCommentDeleteInput,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "CommentDeleteVariables")]
struct CommentDelete {
    #[arguments(input: $input)]
    scenario_comment_delete: Said,
}

#[derive(cynic::QueryVariables)]
struct ThreadResolveVariables {
    input: ScenarioThreadResolveInput,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "ThreadResolveVariables")]
struct ThreadResolve {
    #[arguments(input: $input)]
    scenario_thread_resolve: Said,
}

/// Where something is said.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum To {
    /// In a thread.
    Thread(cynic::Id),
    /// Of a job centre, or of one profile there.
    Place(String, Option<String>),
}

/// Says something.
pub(super) async fn comment_add(
    uuid: &str,
    write: &str,
    to: &To,
    text: &str,
    mentions: Vec<cynic::Id>,
) -> Result<ToldThread, Failure> {
    let (thread, cpi, profile) = match to.clone() {
        To::Thread(thread) => (Some(thread), None, None),
        To::Place(cpi, profile) => (None, Some(cpi), profile),
    };
    let (write, text, scenario) = (write.to_owned(), text.to_owned(), scenario_id(uuid));
    let input = ScenarioCommentAddInput { write, scenario, thread, cpi, profile, text, mentions };
    Ok(ask(CommentAdd::build(CommentAddVariables { input })).await?.scenario_comment_add.thread)
}

/// Changes what the reader has said.
pub(super) async fn comment_update(
    write: &str,
    comment: &cynic::Id,
    text: &str,
    mentions: Vec<cynic::Id>,
) -> Result<ToldThread, Failure> {
    let (write, text) = (write.to_owned(), text.to_owned());
    let input = ScenarioCommentUpdateInput { write, comment: comment.clone(), text, mentions };
    Ok(ask(CommentUpdate::build(CommentUpdateVariables { input })).await?.scenario_comment_update.thread)
}

/// Takes back what the reader has said.
pub(super) async fn comment_delete(write: &str, comment: &cynic::Id) -> Result<ToldThread, Failure> {
    let input = ScenarioCommentDeleteInput { write: write.to_owned(), comment: comment.clone() };
    Ok(ask(CommentDelete::build(CommentDeleteVariables { input })).await?.scenario_comment_delete.thread)
}

/// Says that a thread is done, or that it is not after all.
pub(super) async fn thread_resolve(write: &str, thread: &cynic::Id, resolved: bool) -> Result<ToldThread, Failure> {
    let input = ScenarioThreadResolveInput { write: write.to_owned(), thread: thread.clone(), resolved };
    Ok(ask(ThreadResolve::build(ThreadResolveVariables { input })).await?.scenario_thread_resolve.thread)
}
