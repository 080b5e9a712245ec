//! Organisations join a partnership and leave it. Whoever left stays on record.

use sea_orm::{ActiveModelTrait as _, EntityTrait as _, IntoActiveModel as _};
use shared::{
    Rule,
    identity::OrganisationCode,
    partnerships::{Day, MIN_PARTNERS},
};
use uuid::Uuid;

use super::{
    create::FirstPartner,
    rows::state_of,
    write::{Happened, Leave, open},
};
use crate::{
    clock::new_id,
    cx::WriteStamp,
    db::{Tx, Write},
    error::{Context as _, Error, Result},
    organisations::{organisation_list_by_code, organisations_unknown},
    partnerships::entity::partner,
};

/// Writes a partner. The organisation must exist; `field` names it in what is refused.
pub(super) async fn partner_put(tx: &Tx, partnership: Uuid, first: &FirstPartner, field: &str) -> Result<()> {
    let code = first.organisation.as_str();
    if !organisations_unknown(tx, &[code]).await?.is_empty() {
        return Err(Error::invalid(field, Rule::Unknown));
    }
    let model = partner::Model {
        id: new_id(),
        partnership_id: partnership,
        organisation: code.to_owned(),
        role: first.role.clone(),
        joined_on: first.joined_on.map(String::from),
        left_on: None,
    };
    let new = model.into_active_model().reset_all();
    partner::Entity::insert(new).exec_without_returning(tx).await.map(|_| ()).context("adding a partner")
}

/// The name of an organisation, for the history.
async fn name_of(tx: &Tx, code: &str) -> Result<String> {
    let found = organisation_list_by_code(tx, &[code.to_owned()]).await?.pop();
    Ok(found.map(|row| row.name).unwrap_or_default())
}

/// Adds a partner.
#[derive(Debug)]
pub(crate) struct PartnerJoin {
    pub(crate) partnership: Uuid,
    pub(crate) partner: FirstPartner,
    pub(crate) leave: Leave,
    pub(crate) stamp: WriteStamp,
}

impl Write for PartnerJoin {
    type Done = ();

    async fn run(&self, tx: &Tx) -> Result<()> {
        let Some(open) = open(tx, self.partnership, &self.leave, None, &self.stamp).await? else {
            return Ok(());
        };
        let code = self.partner.organisation.as_str();
        if open.partners.iter().any(|partner| partner.organisation == code && partner.left_on.is_none()) {
            return Err(Error::invalid("organisation", Rule::Duplicate));
        }
        partner_put(tx, self.partnership, &self.partner, "organisation").await?;
        let name = name_of(tx, code).await?;
        let after = open.before.clone();
        open.close(tx, after, &Happened { what: "JOINED", state: None, text: &name }, &self.stamp).await
    }
}

/// Notes that a partner left.
#[derive(Debug)]
pub(crate) struct PartnerLeave {
    pub(crate) partnership: Uuid,
    pub(crate) organisation: OrganisationCode,
    pub(crate) left_on: Day,
    pub(crate) today: Day,
    pub(crate) leave: Leave,
    pub(crate) stamp: WriteStamp,
}

impl Write for PartnerLeave {
    type Done = ();

    async fn run(&self, tx: &Tx) -> Result<()> {
        let Some(open) = open(tx, self.partnership, &self.leave, None, &self.stamp).await? else {
            return Ok(());
        };
        let code = self.organisation.as_str();
        let there = |partner: &&partner::Model| partner.organisation == code && partner.left_on.is_none();
        let partner = open.partners.iter().find(there).cloned();
        let partner = partner.ok_or_else(|| Error::invalid("organisation", Rule::Unknown))?;
        let left_on = self.left_on.to_string();
        if self.left_on > self.today || partner.joined_on.as_ref().is_some_and(|joined| *joined > left_on) {
            return Err(Error::invalid("leftOn", Rule::Wrong));
        }
        if state_of(&open.before)?.is_signed() && open.take_part(self.today) <= MIN_PARTNERS {
            return Err(Error::invalid("partners", Rule::TooSmall { min: f64::from(MIN_PARTNERS) }));
        }
        let gone = partner::Model { left_on: Some(left_on), ..partner };
        gone.into_active_model().reset_all().update(tx).await.context("noting that a partner left")?;
        let name = name_of(tx, code).await?;
        let after = open.before.clone();
        open.close(tx, after, &Happened { what: "LEFT", state: None, text: &name }, &self.stamp).await
    }
}
