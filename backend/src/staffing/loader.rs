//! The cells and figures of scenarios, one statement for all that a request asks. A loader lives for one request.

use std::{collections::HashMap, sync::Arc};

use async_graphql::dataloader::Loader;
use uuid::Uuid;

use super::{
    entity::{scenario_base_figure, scenario_cell, scenario_figure},
    store,
};
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

/// The figures that a scenario changes for itself, by its id.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct OwnFiguresOf(pub(crate) Uuid);

impl Loader<OwnFiguresOf> for StaffingLoader {
    type Value = Vec<scenario_figure::Model>;
    type Error = Arc<Error>;

    async fn load(&self, keys: &[OwnFiguresOf]) -> Result<HashMap<OwnFiguresOf, Self::Value>, Self::Error> {
        let ids: Vec<Uuid> = keys.iter().map(|key| key.0).collect();
        let mut groups: HashMap<OwnFiguresOf, Self::Value> = HashMap::new();
        for row in store::own_figure_list(self.0.read(), &ids).await? {
            groups.entry(OwnFiguresOf(row.scenario_id)).or_default().push(row);
        }
        Ok(groups)
    }
}

/// The base on which a scenario was approved, by its id.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct BaseOf(pub(crate) Uuid);

impl Loader<BaseOf> for StaffingLoader {
    type Value = Vec<scenario_base_figure::Model>;
    type Error = Arc<Error>;

    async fn load(&self, keys: &[BaseOf]) -> Result<HashMap<BaseOf, Self::Value>, Self::Error> {
        let ids: Vec<Uuid> = keys.iter().map(|key| key.0).collect();
        let mut groups: HashMap<BaseOf, Self::Value> = HashMap::new();
        for row in store::base_figure_list(self.0.read(), &ids).await? {
            groups.entry(BaseOf(row.scenario_id)).or_default().push(row);
        }
        Ok(groups)
    }
}
