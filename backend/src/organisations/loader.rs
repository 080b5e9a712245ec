//! Organisations by code, many in one statement. A loader lives for one request.

use std::{collections::HashMap, sync::Arc};

use async_graphql::dataloader::Loader;

use super::{OrganisationRow, store};
use crate::{db::Db, error::Error};

/// Loads organisations.
#[derive(Debug)]
pub(crate) struct OrganisationsLoader(pub(crate) Db);

/// An organisation, by its code.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct OrganisationKey(pub(crate) String);

impl Loader<OrganisationKey> for OrganisationsLoader {
    type Value = OrganisationRow;
    type Error = Arc<Error>;

    async fn load(&self, keys: &[OrganisationKey]) -> Result<HashMap<OrganisationKey, OrganisationRow>, Self::Error> {
        let codes: Vec<String> = keys.iter().map(|key| key.0.clone()).collect();
        let rows = store::organisation_list_by_code(self.0.read(), &codes).await?;
        Ok(rows.into_iter().map(|row| (OrganisationKey(row.code.clone()), row)).collect())
    }
}
