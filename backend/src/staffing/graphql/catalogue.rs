//! Profiles and services, as partners see them.

use async_graphql::{Context, Enum, ID, Object};
use shared::id::{GlobalId, Kind};

use crate::{
    cx::Cx,
    error::Result,
    staffing::{
        entity::{profile, service},
        store,
    },
};

/// A professional profile of operators.
#[derive(Clone)]
pub(crate) struct Profile(pub(crate) profile::Model);

#[Object]
impl Profile {
    pub(crate) async fn id(&self) -> ID {
        GlobalId::new(Kind::Profile, &self.0.code).to_string().into()
    }

    async fn code(&self) -> &str {
        &self.0.code
    }

    async fn name_it(&self) -> &str {
        &self.0.name_it
    }

    async fn name_en(&self) -> &str {
        &self.0.name_en
    }
}

/// Whom a service is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub(crate) enum ServiceTarget {
    Person,
    Employer,
}

/// A service of the job centres.
pub(crate) struct Service(pub(crate) service::Model);

#[Object]
impl Service {
    pub(crate) async fn id(&self) -> ID {
        GlobalId::new(Kind::Service, &self.0.code).to_string().into()
    }

    /// The letter of the essential service level (LEP), with a digit where one level has several.
    async fn code(&self) -> &str {
        &self.0.code
    }

    async fn name_it(&self) -> &str {
        &self.0.name_it
    }

    async fn name_en(&self) -> &str {
        &self.0.name_en
    }

    async fn target(&self) -> ServiceTarget {
        if self.0.target == "EMPLOYER" { ServiceTarget::Employer } else { ServiceTarget::Person }
    }
}

pub(crate) async fn profile_find(ctx: &Context<'_>, code: &str) -> Result<Option<Profile>> {
    let rows = store::profile_list(Cx::of(ctx)?.db().read()).await?;
    Ok(rows.into_iter().find(|row| row.code == code).map(Profile))
}

pub(crate) async fn service_find(ctx: &Context<'_>, code: &str) -> Result<Option<Service>> {
    let rows = store::service_list(Cx::of(ctx)?.db().read()).await?;
    Ok(rows.into_iter().find(|row| row.code == code).map(Service))
}
