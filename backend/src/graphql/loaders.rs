//! The loaders of one request: each row is read once, each level in one statement.

use std::{collections::HashMap, hash::Hash, sync::Arc, time::Duration};

use async_graphql::{
    Context,
    dataloader::{DataLoader, HashMapCache, Loader},
};

use crate::{
    db::Db,
    error::{Context as _, Error, Result},
    events::loader::EventsLoader,
    organisations::{OrganisationKey, OrganisationRow, loader::OrganisationsLoader},
    partnerships::loader::PartnershipsLoader,
    staffing::loader::StaffingLoader,
    territory::loader::TerritoryLoader,
};

/// The loaders of one request.
pub(crate) struct Loaders {
    territory: DataLoader<TerritoryLoader, HashMapCache>,
    staffing: DataLoader<StaffingLoader, HashMapCache>,
    partnerships: DataLoader<PartnershipsLoader, HashMapCache>,
    organisations: DataLoader<OrganisationsLoader, HashMapCache>,
    /// It keeps nothing: a subscription asks again with each change what there is by then.
    events: DataLoader<EventsLoader>,
}

impl Loaders {
    /// Fresh loaders, with empty caches. Each waits so long for more keys of the same level.
    pub(crate) fn new(db: &Db, wait: Duration) -> Self {
        let cache = HashMapCache::default;
        let territory = DataLoader::with_cache(TerritoryLoader(db.clone()), tokio::spawn, cache()).delay(wait);
        let staffing = DataLoader::with_cache(StaffingLoader(db.clone()), tokio::spawn, cache()).delay(wait);
        let partnerships = DataLoader::with_cache(PartnershipsLoader(db.clone()), tokio::spawn, cache()).delay(wait);
        let organisations = DataLoader::with_cache(OrganisationsLoader(db.clone()), tokio::spawn, cache()).delay(wait);
        let events = DataLoader::new(EventsLoader(db.clone()), tokio::spawn).delay(wait);
        Self { territory, staffing, partnerships, organisations, events }
    }

    /// The loaders of a resolver's request.
    pub(crate) fn of<'a>(ctx: &'a Context<'_>) -> Result<&'a Self> {
        ctx.data_opt::<Self>().ok_or_else(|| Error::fault("finding the request's loaders", "there are none"))
    }

    /// A row of the territory.
    pub(crate) async fn territory<K>(&self, key: K) -> Result<Option<<TerritoryLoader as Loader<K>>::Value>>
    where
        K: Clone + Eq + Hash + Send + Sync + 'static,
        TerritoryLoader: Loader<K, Error = Arc<Error>>,
    {
        self.territory.load_one(key).await.context("loading rows of the territory")
    }

    /// A row of the territory that must be there, because another row points to it.
    pub(crate) async fn territory_get<K>(&self, key: K) -> Result<<TerritoryLoader as Loader<K>>::Value>
    where
        K: Clone + Eq + Hash + Send + Sync + 'static,
        TerritoryLoader: Loader<K, Error = Arc<Error>>,
    {
        self.territory(key).await?.ok_or_else(|| Error::fault("following a reference", "the row is gone"))
    }

    /// A row of the staffing.
    pub(crate) async fn staffing<K>(&self, key: K) -> Result<Option<<StaffingLoader as Loader<K>>::Value>>
    where
        K: Clone + Eq + Hash + Send + Sync + 'static,
        StaffingLoader: Loader<K, Error = Arc<Error>>,
    {
        self.staffing.load_one(key).await.context("loading rows of the staffing")
    }

    /// Organisations by code; what has none is left out.
    pub(crate) async fn organisations(
        &self,
        keys: Vec<OrganisationKey>,
    ) -> Result<HashMap<OrganisationKey, OrganisationRow>> {
        self.organisations.load_many(keys).await.context("loading organisations")
    }

    /// What belongs to a partnership.
    pub(crate) async fn partnerships<K>(&self, key: K) -> Result<Option<<PartnershipsLoader as Loader<K>>::Value>>
    where
        K: Clone + Eq + Hash + Send + Sync + 'static,
        PartnershipsLoader: Loader<K, Error = Arc<Error>>,
    {
        self.partnerships.load_one(key).await.context("loading what belongs to partnerships")
    }

    /// What belongs to an event.
    pub(crate) async fn events<K>(&self, key: K) -> Result<Option<<EventsLoader as Loader<K>>::Value>>
    where
        K: Clone + Eq + Hash + Send + Sync + 'static,
        EventsLoader: Loader<K, Error = Arc<Error>>,
    {
        self.events.load_one(key).await.context("loading what belongs to events")
    }
}
