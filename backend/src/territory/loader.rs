//! One statement a level, whatever the number of rows. A loader lives for one request.

use std::{collections::HashMap, sync::Arc};

use async_graphql::dataloader::Loader;

use super::{
    entity::{cpi, municipality, province},
    store,
};
use crate::{db::Db, error::Error};

/// Loads the territory's rows by key.
#[derive(Debug)]
pub(crate) struct TerritoryLoader(pub(crate) Db);

/// A province, by its code.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct ProvinceKey(pub(crate) String);

/// A job centre, by its code.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct CpiKey(pub(crate) String);

/// The job centres of a province, by its code.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct CpisOf(pub(crate) String);

/// The municipalities of a job centre, by its code.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct MunicipalitiesOf(pub(crate) String);

impl Loader<ProvinceKey> for TerritoryLoader {
    type Value = province::Model;
    type Error = Arc<Error>;

    async fn load(&self, keys: &[ProvinceKey]) -> Result<HashMap<ProvinceKey, Self::Value>, Self::Error> {
        let codes: Vec<String> = keys.iter().map(|key| key.0.clone()).collect();
        let rows = store::province_list_by_code(self.0.read(), &codes).await?;
        Ok(rows.into_iter().map(|row| (ProvinceKey(row.code.clone()), row)).collect())
    }
}

impl Loader<CpiKey> for TerritoryLoader {
    type Value = cpi::Model;
    type Error = Arc<Error>;

    async fn load(&self, keys: &[CpiKey]) -> Result<HashMap<CpiKey, Self::Value>, Self::Error> {
        let codes: Vec<String> = keys.iter().map(|key| key.0.clone()).collect();
        let rows = store::cpi_list_by_code(self.0.read(), &codes).await?;
        Ok(rows.into_iter().map(|row| (CpiKey(row.code.clone()), row)).collect())
    }
}

impl Loader<CpisOf> for TerritoryLoader {
    type Value = Vec<cpi::Model>;
    type Error = Arc<Error>;

    async fn load(&self, keys: &[CpisOf]) -> Result<HashMap<CpisOf, Self::Value>, Self::Error> {
        let codes: Vec<String> = keys.iter().map(|key| key.0.clone()).collect();
        let mut groups: HashMap<CpisOf, Self::Value> = HashMap::new();
        for row in store::cpi_list_by_province(self.0.read(), &codes).await? {
            groups.entry(CpisOf(row.province.clone())).or_default().push(row);
        }
        Ok(groups)
    }
}

impl Loader<MunicipalitiesOf> for TerritoryLoader {
    type Value = Vec<municipality::Model>;
    type Error = Arc<Error>;

    async fn load(&self, keys: &[MunicipalitiesOf]) -> Result<HashMap<MunicipalitiesOf, Self::Value>, Self::Error> {
        let codes: Vec<String> = keys.iter().map(|key| key.0.clone()).collect();
        let mut groups: HashMap<MunicipalitiesOf, Self::Value> = HashMap::new();
        for row in store::municipality_list_by_cpi(self.0.read(), &codes).await? {
            groups.entry(MunicipalitiesOf(row.cpi.clone())).or_default().push(row);
        }
        Ok(groups)
    }
}
