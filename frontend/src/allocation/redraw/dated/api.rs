//! What the section asks of the API: the changes with their days, one to put in force, one to withdraw.

use cynic::{MutationBuilder, QueryBuilder};
use shared::staffing::catchment::Moves;

use crate::graphql::{Failure, ask, schema};

/// A day, as the API writes it: `2027-03-01`.
#[derive(cynic::Scalar, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cynic(graphql_type = "NaiveDate")]
pub(super) struct Day(pub(super) String);

#[derive(cynic::QueryVariables)]
struct ChangesVariables {
    after: Option<String>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "ChangesVariables")]
struct AskChanges {
    #[arguments(first: 20, after: $after)]
    catchment_changes: CatchmentChangeConnection,
}

#[derive(cynic::QueryFragment)]
struct CatchmentChangeConnection {
    nodes: Vec<CatchmentChange>,
    page_info: PageInfo,
}

#[derive(cynic::QueryFragment)]
struct PageInfo {
    has_next_page: bool,
    end_cursor: Option<String>,
}

/// A change of the catchments.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
pub(super) struct CatchmentChange {
    pub(super) revision: i32,
    pub(super) valid_from: Day,
    pub(super) note: String,
    pub(super) by: String,
    pub(super) is_to_come: bool,
    pub(super) moves: Vec<CatchmentMove>,
}

/// A municipality that goes from one job centre to another.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
pub(super) struct CatchmentMove {
    pub(super) municipality: Municipality,
    pub(super) from: Cpi,
    pub(super) to: Cpi,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
pub(super) struct Municipality {
    pub(super) name: String,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
pub(super) struct Cpi {
    pub(super) name: String,
}

/// All changes, those that were decided last first.
pub(super) async fn changes() -> Result<Vec<CatchmentChange>, Failure> {
    let (mut all, mut after) = (Vec::new(), None);
    loop {
        let page = ask(AskChanges::build(ChangesVariables { after })).await?.catchment_changes;
        all.extend(page.nodes);
        after = page.page_info.end_cursor.filter(|_| page.page_info.has_next_page);
        if after.is_none() {
            return Ok(all);
        }
    }
}

#[derive(cynic::InputObject)]
#[cynic(rename_all = "camelCase")]
struct CatchmentMoveInput {
    municipality: String,
    cpi: String,
}

#[derive(cynic::InputObject)]
#[cynic(rename_all = "camelCase")]
struct CatchmentsSetInput {
    write: String,
    valid_from: Day,
    note: String,
    moves: Vec<CatchmentMoveInput>,
}

#[derive(cynic::QueryVariables)]
struct SetVariables {
    input: CatchmentsSetInput,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "SetVariables")]
struct Set {
    #[arguments(input: $input)]
    #[expect(dead_code, reason = "that it came is all that matters")]
    catchments_set: CatchmentsSetPayload,
}

#[derive(cynic::QueryFragment)]
#[expect(dead_code, reason = "that it came is all that matters")]
struct CatchmentsSetPayload {
    revision: i32,
}

/// Puts moves in force from a day on.
pub(super) async fn set(write: &str, day: &str, note: &str, moves: &Moves) -> Result<(), Failure> {
    let input = CatchmentsSetInput {
        write: write.to_owned(),
        valid_from: Day(day.to_owned()),
        note: note.to_owned(),
        moves: moves
            .iter()
            .map(|(town, cpi)| CatchmentMoveInput { municipality: town.to_string(), cpi: cpi.to_string() })
            .collect(),
    };
    ask(Set::build(SetVariables { input })).await.map(|_| ())
}

#[derive(cynic::InputObject)]
#[cynic(rename_all = "camelCase")]
struct CatchmentsWithdrawInput {
    write: String,
    revision: i32,
}

#[derive(cynic::QueryVariables)]
struct WithdrawVariables {
    input: CatchmentsWithdrawInput,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "WithdrawVariables")]
struct Withdraw {
    #[arguments(input: $input)]
    #[expect(dead_code, reason = "that it came is all that matters")]
    catchments_withdraw: CatchmentsWithdrawPayload,
}

#[derive(cynic::QueryFragment)]
#[expect(dead_code, reason = "that it came is all that matters")]
struct CatchmentsWithdrawPayload {
    revision: i32,
}

/// Takes back a change before its day.
pub(super) async fn withdraw(write: &str, revision: i32) -> Result<(), Failure> {
    let input = CatchmentsWithdrawInput { write: write.to_owned(), revision };
    ask(Withdraw::build(WithdrawVariables { input })).await.map(|_| ())
}
