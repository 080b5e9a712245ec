//! What the catchment's window asks of the API: one job centre with its municipalities, and where each number comes from.

use cynic::QueryBuilder as _;
use shared::{
    code::CpiCode,
    id::{GlobalId, Kind},
    provenance::Origin,
};

use crate::graphql::{Failure, OriginName, ask, schema};

#[derive(cynic::QueryVariables)]
struct CatchmentVariables {
    id: cynic::Id,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "Query", variables = "CatchmentVariables")]
struct CatchmentQuery {
    #[arguments(id: $id)]
    node: Option<CatchmentNode>,
}

#[derive(cynic::InlineFragments, Clone, Debug)]
#[cynic(graphql_type = "Node")]
enum CatchmentNode {
    Cpi(Catchment),
    #[cynic(fallback)]
    Other,
}

/// A job centre's people and places.
#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "Cpi")]
pub(super) struct Catchment {
    pub(super) residents: i32,
    pub(super) working_age: i32,
    pub(super) people_provenance: Provenance,
    pub(super) registered_unemployed: Option<i32>,
    pub(super) registered_unemployed_provenance: Option<Provenance>,
    pub(super) seat_istat: String,
    pub(super) seat_provenance: Provenance,
    #[cynic(rename = "catchmentProvenance")]
    pub(super) provenance: Provenance,
    pub(super) municipalities: Vec<Town>,
}

/// One of its municipalities; the provenance is that of its belonging there.
#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "Municipality")]
pub(super) struct Town {
    pub(super) istat: String,
    pub(super) name: String,
    pub(super) residents: i32,
    pub(super) provenance: Provenance,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
pub(super) struct Provenance {
    origin: OriginName,
    pub(super) source: String,
    pub(super) source_italian: Option<String>,
}

impl Provenance {
    pub(super) fn origin(&self) -> Origin {
        self.origin.into()
    }
}

/// Asks for one job centre. `None` when there is none of this code.
pub(super) async fn catchment(code: &CpiCode) -> Result<Option<Catchment>, Failure> {
    let id = cynic::Id::new(GlobalId::new(Kind::Cpi, code.as_str()).to_string());
    let answer = ask(CatchmentQuery::build(CatchmentVariables { id })).await?;
    Ok(answer.node.and_then(|node| match node {
        CatchmentNode::Cpi(catchment) => Some(catchment),
        CatchmentNode::Other => None,
    }))
}
