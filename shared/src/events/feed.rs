//! What a calendar that somebody subscribes to is of: a place, an organisation, or all that concerns them. What of it they may
//! see is asked anew each time it is read.

use std::collections::BTreeSet;

use super::named;
use crate::{
    code::{CpiCode, ProvinceCode},
    identity::{Grant, OrganisationCode, Scope},
    problem::Rule,
};

/// The most addresses of calendars that one account has at once.
pub const MAX_ADDRESSES: u64 = 20;

named! {
    /// What a calendar is of.
    FeedKind {
        /// What concerns its holder: where they play a part, and what they proposed.
        Mine = "MINE",
        /// A province and its job centres.
        Province = "PROVINCE",
        /// The sessions of a job centre.
        Cpi = "CPI",
        /// What an organisation organises, and where it is a partner.
        Organisation = "ORGANISATION",
    }
}

/// A calendar that one subscribes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Feed {
    /// What concerns its holder.
    Mine,
    /// Of a province and its job centres.
    Province(ProvinceCode),
    /// Of a job centre.
    Cpi(CpiCode),
    /// Of an organisation.
    Organisation(OrganisationCode),
}

impl Feed {
    /// Reads what a calendar is of. One's own takes no code, the others want one.
    ///
    /// # Errors
    /// The rule that the code breaks.
    pub fn new(kind: FeedKind, code: Option<&str>) -> Result<Self, Rule> {
        let code = code.filter(|code| !code.is_empty());
        let Some(code) = code else {
            return if kind == FeedKind::Mine { Ok(Self::Mine) } else { Err(Rule::Required) };
        };
        let read = match kind {
            FeedKind::Mine => None,
            FeedKind::Province => ProvinceCode::new(code).ok().map(Self::Province),
            FeedKind::Cpi => CpiCode::new(code).ok().map(Self::Cpi),
            FeedKind::Organisation => OrganisationCode::new(code).ok().map(Self::Organisation),
        };
        read.ok_or(Rule::Unknown)
    }

    /// What kind it is.
    pub fn kind(&self) -> FeedKind {
        match self {
            Self::Mine => FeedKind::Mine,
            Self::Province(_) => FeedKind::Province,
            Self::Cpi(_) => FeedKind::Cpi,
            Self::Organisation(_) => FeedKind::Organisation,
        }
    }

    /// The code of what it is of; none for one's own.
    pub fn code(&self) -> Option<&str> {
        match self {
            Self::Mine => None,
            Self::Province(code) => Some(code.as_str()),
            Self::Cpi(code) => Some(code.as_str()),
            Self::Organisation(code) => Some(code.as_str()),
        }
    }

    /// Which events it holds, for a holder who plays these parts.
    pub fn concern(&self, grants: &[Grant]) -> Concern {
        let mut concern = Concern::default();
        match self {
            Self::Mine => {
                concern.proposed = true;
                for grant in grants {
                    concern.add(grant.scope());
                }
            }
            Self::Province(code) => concern.add(&Scope::Province(code.clone())),
            Self::Cpi(code) => concern.add(&Scope::Cpi(code.clone())),
            Self::Organisation(code) => concern.add(&Scope::Organisation(code.clone())),
        }
        concern
    }
}

/// Which events a calendar holds: those of any of these.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Concern {
    /// All.
    pub everywhere: bool,
    /// Those of these provinces, and of their job centres.
    pub provinces: BTreeSet<ProvinceCode>,
    /// Those of these job centres.
    pub cpis: BTreeSet<CpiCode>,
    /// Those with which these organisations have to do.
    pub organisations: BTreeSet<OrganisationCode>,
    /// Those that the holder proposed.
    pub proposed: bool,
}

impl Concern {
    fn add(&mut self, scope: &Scope) {
        match scope {
            Scope::Region => self.everywhere = true,
            Scope::Province(code) => drop(self.provinces.insert(code.clone())),
            Scope::Cpi(code) => drop(self.cpis.insert(code.clone())),
            Scope::Organisation(code) => drop(self.organisations.insert(code.clone())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identity::Role;

    #[test]
    fn a_code_is_wanted_where_there_is_one_and_nowhere_else() {
        for (kind, code, made) in [
            (FeedKind::Mine, None, Ok(Feed::Mine)),
            (FeedKind::Mine, Some("FG"), Err(Rule::Unknown)),
            (FeedKind::Cpi, Some(""), Err(Rule::Required)),
            (FeedKind::Province, Some("fg 1"), Err(Rule::Unknown)),
        ] {
            assert_eq!(Feed::new(kind, code), made);
        }
        for (kind, code) in [(FeedKind::Province, "FG"), (FeedKind::Cpi, "FG03"), (FeedKind::Organisation, "ORG-001")] {
            let feed = Feed::new(kind, Some(code)).expect("it is a calendar");
            assert_eq!((feed.kind(), feed.code()), (kind, Some(code)));
        }
    }

    #[test]
    fn ones_own_calendar_follows_the_parts_that_one_plays() {
        let grant = |role, scope| Grant::new(role, scope).expect("it is a grant");
        let coordinator = grant(Role::Coordinator, Some("FG"));
        let partner = grant(Role::Partner, Some("ORG-001"));
        let both = Feed::Mine.concern(&[coordinator.clone(), partner]);
        assert!(!both.everywhere && both.proposed);
        assert_eq!((both.provinces.len(), both.cpis.len(), both.organisations.len()), (1, 0, 1));
        assert!(Feed::Mine.concern(&[coordinator.clone(), grant(Role::Planner, None)]).everywhere);
        let of_lecce = Feed::new(FeedKind::Province, Some("LE")).expect("a calendar").concern(&[coordinator]);
        assert!(!of_lecce.proposed && of_lecce.provinces.iter().all(|code| code.as_str() == "LE"));
    }
}
