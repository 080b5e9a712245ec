//! Who registered for many events, in one statement. A loader lives for one request.

use std::{collections::HashMap, sync::Arc};

use async_graphql::dataloader::Loader;
use uuid::Uuid;

use super::{entity::event_registration, store};
use crate::{db::Db, error::Error};

/// Loads what belongs to events.
#[derive(Debug)]
pub(crate) struct EventsLoader(pub(crate) Db);

/// The registrations for an event, by its id.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct RegistrationsOf(pub(crate) Uuid);

impl Loader<RegistrationsOf> for EventsLoader {
    type Value = Vec<event_registration::Model>;
    type Error = Arc<Error>;

    async fn load(&self, keys: &[RegistrationsOf]) -> Result<HashMap<RegistrationsOf, Self::Value>, Self::Error> {
        let ids: Vec<Uuid> = keys.iter().map(|key| key.0).collect();
        let mut groups: HashMap<RegistrationsOf, Self::Value> = HashMap::new();
        for row in store::registration_list(self.0.read(), &ids).await? {
            groups.entry(RegistrationsOf(row.event_id)).or_default().push(row);
        }
        Ok(groups)
    }
}
