//! The job centres of the board, all of them: a page of the API holds as many as it may, and most regions fit in one.

use cynic::QueryBuilder;
use serde::Serialize;
use shared::{
    code::{CpiCode, ProvinceCode},
    territory::Catchment,
};

use crate::graphql::{Failure, ask, schema};

#[derive(cynic::QueryFragment, Serialize, Clone, Debug)]
#[serde(rename_all = "camelCase")]
pub(in crate::allocation) struct CpiConnection {
    pub(in crate::allocation) nodes: Vec<Cpi>,
    page_info: PageInfo,
}

#[derive(cynic::QueryFragment, Serialize, Clone, Debug)]
#[serde(rename_all = "camelCase")]
struct PageInfo {
    has_next_page: bool,
    end_cursor: Option<String>,
}

#[derive(cynic::QueryFragment, Serialize, Clone, Debug)]
#[serde(rename_all = "camelCase")]
pub(in crate::allocation) struct Cpi {
    pub(in crate::allocation) code: String,
    pub(in crate::allocation) name: String,
    working_age: i32,
    staffed_for: i32,
    registered_unemployed: Option<i32>,
    pub(in crate::allocation) latitude: f64,
    pub(in crate::allocation) longitude: f64,
    pub(in crate::allocation) province: CpiProvince,
}

#[derive(cynic::QueryFragment, Serialize, Clone, Debug)]
#[cynic(graphql_type = "Province")]
pub(in crate::allocation) struct CpiProvince {
    pub(in crate::allocation) code: String,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query")]
struct Cpis {
    #[arguments(first: 500)]
    cpis: CpiConnection,
}

/// All of them, as they are today.
pub(in crate::allocation) async fn cpis() -> Result<CpiConnection, Failure> {
    let mut all = ask(Cpis::build(())).await?.cpis;
    all.complete().await?;
    Ok(all)
}

impl Cpi {
    /// Whom it serves today. `None` when the server names what cannot be.
    fn catchment(&self) -> Option<Catchment> {
        let count = |people: i32| u64::try_from(people).ok();
        Some(Catchment {
            cpi: CpiCode::new(&*self.code).ok()?,
            province: ProvinceCode::new(&*self.province.code).ok()?,
            working_age: count(self.working_age)?,
            staffed_for: count(self.staffed_for)?,
            registered_unemployed: self.registered_unemployed.and_then(count),
        })
    }
}

#[derive(cynic::QueryVariables)]
struct MoreVariables {
    after: String,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "MoreVariables")]
struct More {
    #[arguments(first: 500, after: $after)]
    cpis: CpiConnection,
}

impl CpiConnection {
    /// Whom each serves today, in order. `None` when the server names what cannot be.
    pub(in crate::allocation) fn catchments(&self) -> Option<Vec<Catchment>> {
        self.nodes.iter().map(Cpi::catchment).collect()
    }

    /// Asks for the pages after this one, until there is none.
    pub(in crate::allocation) async fn complete(&mut self) -> Result<(), Failure> {
        while let Some(after) = self.page_info.end_cursor.take().filter(|_| self.page_info.has_next_page) {
            let next = ask(More::build(MoreVariables { after })).await?.cpis;
            self.nodes.extend(next.nodes);
            self.page_info = next.page_info;
        }
        Ok(())
    }
}
