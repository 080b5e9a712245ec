//! Profiles and services.

use sea_orm::{ConnectionTrait, EntityTrait as _, QueryOrder as _};

use crate::{
    error::{Context as _, Result},
    staffing::entity::{profile, service},
};

/// The profiles, in the plan's order.
pub(crate) async fn profile_list(db: &impl ConnectionTrait) -> Result<Vec<profile::Model>> {
    profile::Entity::find()
        .order_by_asc(profile::Column::Place)
        .order_by_asc(profile::Column::Code)
        .all(db)
        .await
        .context("reading the profiles")
}

/// The services, in the plan's order.
pub(crate) async fn service_list(db: &impl ConnectionTrait) -> Result<Vec<service::Model>> {
    service::Entity::find()
        .order_by_asc(service::Column::Place)
        .order_by_asc(service::Column::Code)
        .all(db)
        .await
        .context("reading the services")
}
