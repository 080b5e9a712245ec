//! Who is at a scenario, as partners see it.

use async_graphql::{Context, ID, SimpleObject, Subscription};
use futures::{Stream, StreamExt as _};
use shared::{
    Rule,
    code::{CpiCode, ProfileCode},
    id::{GlobalId, Kind},
    identity::Resource,
    staffing::meeting::checked_look,
};

use super::sizing::scenario_key;
use crate::{
    cx::Cx,
    error::{Error, Result},
    live::Pulse,
    staffing::{
        presence::{self, Place, Visitor},
        store,
    },
};

/// Someone who is at a scenario.
#[derive(SimpleObject)]
pub(crate) struct ScenarioVisitor {
    /// The account.
    id: ID,
    name: String,
    /// Code of the CPI in whose row they are. Null: in none.
    cpi: Option<String>,
    /// Code of the profile in whose column they are.
    profile: Option<String>,
    /// What their board shows, where they told it: the query of its address.
    look: Option<String>,
}

impl From<Visitor> for ScenarioVisitor {
    fn from(visitor: Visitor) -> Self {
        let Visitor { account, name, cpi, profile, look } = visitor;
        Self { id: GlobalId::new(Kind::Account, account.to_string()).to_string().into(), name, cpi, profile, look }
    }
}

/// The subscription to who is there.
#[derive(Debug, Default)]
pub(crate) struct PresenceSubscription;

#[Subscription]
impl PresenceSubscription {
    /// Who is at a scenario, each person once and by name: at first, then each time somebody comes, moves or goes.
    ///
    /// Whoever follows it over a socket is among them, in the cell that they name, until the subscription ends or the socket
    /// has been silent for 15 seconds. To be in another cell, or to show something else
    /// (`look`, at most 400 bytes of an address's query), is to follow it anew, with that one.
    async fn scenario_presence(
        &self,
        ctx: &Context<'_>,
        scenario: ID,
        cpi: Option<String>,
        profile: Option<String>,
        look: Option<String>,
    ) -> Result<impl Stream<Item = Result<Vec<ScenarioVisitor>>> + use<>> {
        let cx = Cx::of(ctx)?.clone();
        let permit = cx.may(&Resource::Region)?;
        let cpi = cpi.map(CpiCode::new).transpose().map_err(|_| Error::invalid("cpi", Rule::Unknown))?;
        let profile =
            profile.map(ProfileCode::new).transpose().map_err(|_| Error::invalid("profile", Rule::Unknown))?;
        let look = look.as_deref().map(checked_look).transpose().map_err(|rule| Error::invalid("look", rule))?;
        let id = scenario_key(&scenario).ok_or_else(Error::not_found)?;
        store::scenario_find(cx.db().read(), &permit, id).await?.ok_or_else(Error::not_found)?;
        let pulse = ctx.data_opt::<Pulse>().cloned();
        let visitors = presence::follow(cx, permit, id, Place { cpi, profile, look }, pulse)?;
        Ok(visitors.map(|told| Ok(told?.into_iter().map(ScenarioVisitor::from).collect())))
    }
}
