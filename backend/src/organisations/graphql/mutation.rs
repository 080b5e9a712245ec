//! Organisations are added and corrected: by planners all, by coordinators those of their province, by partners their own.

use async_graphql::{Context, Object, SimpleObject};
use shared::{
    Problem, Rule,
    id::{GlobalId, Kind},
    identity::{OrganisationCode, Permit, Resource, policy::act::EditOrganisations},
    organisations::Details,
};

use super::{
    Organisation,
    input::{OrganisationCreateInput, OrganisationUpdateInput},
};
use crate::{
    changes::ORGANISATIONS,
    cx::Cx,
    error::{Error, Result},
    organisations::store::{self, OrganisationCreate, OrganisationUpdate, details_of},
};

/// A revision that no organisation has.
const NEVER: i64 = -1;

/// The mutations of the organisations.
#[derive(Debug, Default)]
pub(crate) struct OrganisationMutation;

/// The organisation that was added.
#[derive(SimpleObject)]
pub(crate) struct OrganisationCreatePayload {
    organisation: Organisation,
}

/// The organisation after the change.
#[derive(SimpleObject)]
pub(crate) struct OrganisationUpdatePayload {
    organisation: Organisation,
}

#[Object]
impl OrganisationMutation {
    /// Adds an organisation. One of the very same name in the same province is refused; look for others with `similarTo` first.
    async fn organisation_create(
        &self,
        ctx: &Context<'_>,
        input: OrganisationCreateInput,
    ) -> Result<OrganisationCreatePayload> {
        let cx = Cx::of(ctx)?;
        let details = input.details.parse()?;
        let permit = may_at(cx, &details)?;
        let stamp = cx.stamp(&input.write, "organisationCreate", &input)?;
        let row = cx.write(ORGANISATIONS, &OrganisationCreate { details, permit, stamp }).await?;
        Ok(OrganisationCreatePayload { organisation: Organisation(row) })
    }

    /// Corrects what is kept of an organisation. A partner corrects its own, but for kind, level and province.
    async fn organisation_update(
        &self,
        ctx: &Context<'_>,
        input: OrganisationUpdateInput,
    ) -> Result<OrganisationUpdatePayload> {
        let cx = Cx::of(ctx)?;
        let details = input.details.parse()?;
        let stamp = cx.stamp(&input.write, "organisationUpdate", &input)?;
        let code = GlobalId::key_of(&input.organisation, Kind::Organisation).ok_or_else(Error::not_found)?;
        let row = store::organisation_find(cx.db().read(), &code).await?.ok_or_else(Error::not_found)?;
        let permit = may_change(cx, &code, &details_of(&row)?, &details)?;
        // Leave was asked for the row that was read: if that is not the one that was seen, nothing is written.
        let seen = if row.revision == i64::from(input.seen) { row.revision } else { NEVER };
        let update = OrganisationUpdate { code, seen, details, permit, stamp };
        let row = cx.write(ORGANISATIONS, &update).await?;
        Ok(OrganisationUpdatePayload { organisation: Organisation(row) })
    }
}

/// Leave to have an organisation where it says that it is.
fn may_at(cx: &Cx, details: &Details) -> Result<Permit<EditOrganisations>> {
    let place = details.province.clone().map_or(Resource::Region, Resource::Province);
    match cx.may(&place) {
        Err(Error::Refused(Problem::NotFound)) => Err(Error::invalid("province", Rule::NotYours)),
        asked => asked,
    }
}

/// Leave to correct an organisation: where it is, and where it will be; or because it is one's own.
fn may_change(cx: &Cx, code: &str, before: &Details, after: &Details) -> Result<Permit<EditOrganisations>> {
    let here = before.province.clone().map_or(Resource::Region, Resource::Province);
    match cx.may::<EditOrganisations>(&here) {
        Ok(_) => may_at(cx, after),
        Err(Error::Refused(Problem::NotFound)) => {
            let own = OrganisationCode::new(code).map_err(|_| Error::not_found())?;
            let permit = cx.may(&Resource::Organisation(own))?;
            for (field, same) in [
                ("kind", before.kind == after.kind),
                ("level", before.level == after.level),
                ("province", before.province == after.province),
            ] {
                if !same {
                    return Err(Error::invalid(field, Rule::NotYours));
                }
            }
            Ok(permit)
        }
        Err(other) => Err(other),
    }
}
