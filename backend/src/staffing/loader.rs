//! The cells of scenarios, one statement for all that a request asks. A loader lives for one request.

use std::{collections::HashMap, sync::Arc};

use async_graphql::dataloader::Loader;
use uuid::Uuid;

use super::{entity::scenario_cell, store};
use crate::{db::Db, error::Error};

/// Loads the staffing's rows by key.
#[derive(Debug)]
pub(crate) struct StaffingLoader(pub(crate) Db);

/// The cells of a scenario, by its id.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct CellsOf(pub(crate) Uuid);

impl Loader<CellsOf> for StaffingLoader {
    type Value = Vec<scenario_cell::Model>;
    type Error = Arc<Error>;

    async fn load(&self, keys: &[CellsOf]) -> Result<HashMap<CellsOf, Self::Value>, Self::Error> {
        let ids: Vec<Uuid> = keys.iter().map(|key| key.0).collect();
        let mut groups: HashMap<CellsOf, Self::Value> = HashMap::new();
        for row in store::cell_list(self.0.read(), &ids).await? {
            groups.entry(CellsOf(row.scenario_id)).or_default().push(row);
        }
        Ok(groups)
    }
}
