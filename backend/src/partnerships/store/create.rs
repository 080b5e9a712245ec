//! Partnerships are begun, by those who coordinate, or proposed by a partner.

use sea_orm::{ActiveModelTrait as _, EntityTrait as _, IntoActiveModel as _};
use shared::{
    identity::{
        OrganisationCode, Permit,
        policy::act::{EditPartnerships, ProposePartnerships},
    },
    partnerships::{Day, Outline, State},
};
use uuid::Uuid;

use super::{
    partners::partner_put,
    rows::with_outline,
    write::{begun, turn},
};
use crate::{
    changes::{PARTNERSHIPS, changes_after, seen_write},
    cx::WriteStamp,
    db::{Tx, Write},
    error::{Context as _, Error, Result},
    partnerships::{
        body::PartnershipBody,
        entity::partnership::{Entity, Model},
    },
};

/// Leave to begin one, and how it begins.
#[derive(Debug)]
pub(crate) enum Begun {
    /// As an idea.
    Idea(Permit<EditPartnerships>),
    /// As the proposal of an organisation.
    Proposed(Permit<ProposePartnerships>, OrganisationCode),
}

/// A partner that is there from the beginning.
#[derive(Clone, Debug)]
pub(crate) struct FirstPartner {
    pub(crate) organisation: OrganisationCode,
    pub(crate) role: String,
    pub(crate) joined_on: Option<Day>,
}

/// Begins a partnership. Gives its id.
#[derive(Debug)]
pub(crate) struct PartnershipCreate {
    /// The id it gets.
    pub(crate) id: Uuid,
    pub(crate) outline: Outline,
    pub(crate) partners: Vec<FirstPartner>,
    pub(crate) begun: Begun,
    pub(crate) stamp: WriteStamp,
}

impl Write for PartnershipCreate {
    type Done = Uuid;

    async fn run(&self, tx: &Tx) -> Result<Uuid> {
        let topic = turn(tx).await?;
        if let Some(before) = seen_write(tx, Some(PARTNERSHIPS), &self.stamp).await? {
            let change = changes_after(tx, PARTNERSHIPS, before.revision - 1, 1).await?.pop();
            let body = change.ok_or_else(Error::not_found)?.body;
            let body: PartnershipBody = serde_json::from_value(body).context("reading a change of a partnership")?;
            return Ok(body.id);
        }
        let (state, proposed_by) = match &self.begun {
            Begun::Idea(_) => (State::Idea, None),
            Begun::Proposed(_, organisation) => (State::Proposed, Some(organisation.as_str().to_owned())),
        };
        let row = Model {
            state: state.name().to_owned(),
            proposed_by,
            revision: topic.next(),
            ..empty(self.id, &self.stamp)
        };
        let row = with_outline(row, &self.outline);
        let new = row.clone().into_active_model().reset_all();
        Entity::insert(new).exec_without_returning(tx).await.context("beginning a partnership")?;
        for (index, partner) in self.partners.iter().enumerate() {
            let field = format!("partners.{index}.organisation");
            partner_put(tx, self.id, partner, &field).await?;
        }
        begun(tx, topic, &row, &self.stamp).await?;
        Ok(self.id)
    }
}

/// A row with nothing in it yet.
pub(super) fn empty(id: Uuid, stamp: &WriteStamp) -> Model {
    Model {
        id,
        code: None,
        title: String::new(),
        kind: String::new(),
        level: String::new(),
        province: None,
        state: String::new(),
        serves: String::new(),
        description: String::new(),
        stands_for: 1,
        signed_on: None,
        starts_on: None,
        ends_on: None,
        next_step: String::new(),
        next_owner: String::new(),
        next_due: None,
        proposed_by: None,
        quote: None,
        act_line: None,
        act_note: None,
        revision: 0,
        created_by: stamp.by.clone(),
        created_at: stamp.at,
        edited_by: None,
        edited_at: None,
    }
}
