//! The histories of many partnerships in one statement. A loader lives for one request.

use std::{collections::HashMap, sync::Arc};

use async_graphql::dataloader::Loader;
use uuid::Uuid;

use super::{entity::entry, store};
use crate::{db::Db, error::Error};

/// Loads what belongs to partnerships.
#[derive(Debug)]
pub(crate) struct PartnershipsLoader(pub(crate) Db);

/// The history of a partnership, by its id.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct EntriesOf(pub(crate) Uuid);

impl Loader<EntriesOf> for PartnershipsLoader {
    type Value = Vec<entry::Model>;
    type Error = Arc<Error>;

    async fn load(&self, keys: &[EntriesOf]) -> Result<HashMap<EntriesOf, Self::Value>, Self::Error> {
        let ids: Vec<Uuid> = keys.iter().map(|key| key.0).collect();
        let mut groups: HashMap<EntriesOf, Self::Value> = HashMap::new();
        for row in store::entry_list(self.0.read(), &ids).await? {
            groups.entry(EntriesOf(row.partnership_id)).or_default().push(row);
        }
        Ok(groups)
    }
}
