//! What the log keeps of a change of a partnership, and who may see a partnership at all.

use serde::{Deserialize, Serialize};
use shared::{
    identity::{Action, Actor, Reach},
    partnerships::State,
};
use uuid::Uuid;

use super::entity::{partner, partnership};

/// A change of a partnership. What it is now is in the tables; here is who could see it before or can since.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct PartnershipBody {
    pub(super) id: Uuid,
    /// Whether everybody could see it before.
    pub(super) was_public: bool,
    /// Whether everybody can see it since.
    pub(super) is_public: bool,
    /// The organisations that take part, took part, or proposed it.
    pub(super) organisations: Vec<String>,
}

/// What someone may see of the partnerships.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Sight {
    /// All, with what is to be done next and the history.
    All,
    /// So those of some organisations; of the others what everybody sees.
    Own(Vec<String>),
    /// What is signed and holds.
    Public,
}

/// The stored states in which everybody sees a partnership.
pub(super) const PUBLIC: [State; 2] = [State::Signed, State::Active];

/// Whether everybody sees it.
pub(super) fn is_public(row: &partnership::Model) -> bool {
    PUBLIC.iter().any(|state| state.name() == row.state)
}

/// The organisations that have to do with a partnership.
pub(super) fn organisations_of(row: &partnership::Model, partners: &[partner::Model]) -> Vec<String> {
    let mut codes: Vec<String> = partners.iter().map(|partner| partner.organisation.clone()).collect();
    codes.extend(row.proposed_by.clone());
    codes.sort();
    codes.dedup();
    codes
}

impl Sight {
    /// What an actor may see.
    pub(super) fn of(actor: &Actor) -> Self {
        match actor.reach(Action::ReadPartnerships) {
            Reach::All => Self::All,
            Reach::Own => Self::Own(actor.organisations().map(ToString::to_string).collect()),
            Reach::Nothing => Self::Public,
        }
    }

    /// Whether it reaches behind what everybody sees of a partnership with which these organisations have to do.
    pub(super) fn is_full(&self, organisations: &[String]) -> bool {
        match self {
            Self::All => true,
            Self::Own(own) => organisations.iter().any(|code| own.contains(code)),
            Self::Public => false,
        }
    }
}
