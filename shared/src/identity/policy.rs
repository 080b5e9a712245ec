//! Who may do what: the only table, and the one function that decides.
//!
//! A [`Permit`] is made only by [`may`], and what reads or writes asks for one: a door that forgot to ask does not compile.

use std::marker::PhantomData;

use super::{
    Grant, OrganisationCode, Part, Scope,
    token::TokenScope::{self, Propose, ReadOwn, ReadPublic},
};
use crate::{
    code::{CpiCode, ProvinceCode},
    problem::Problem,
};

/// How far a part may do an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Nowhere.
    Nothing,
    /// Where the scope of the grant reaches, and upon oneself.
    Own,
    /// Everywhere.
    All,
}

/// A kind of action, as a type, so that a permit for one is none for another.
pub trait Act {
    /// The row of the table.
    const ACTION: Action;
}

macro_rules! actions {
    ($($(#[$doc:meta])* $name:ident = $text:literal,)+) => {
        /// What can be done. The rows of the table of rights.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Action { $($(#[$doc])* $name,)+ }

        impl Action {
            /// All actions, in the table's order.
            pub const ALL: [Self; [$(Self::$name),+].len()] = [$(Self::$name),+];

            /// Its stable name.
            pub fn name(self) -> &'static str {
                match self { $(Self::$name => $text,)+ }
            }
        }

        /// The actions as types, for [`Permit`].
        pub mod act {
            $($(#[$doc])* #[derive(Clone, Copy, Debug)] pub struct $name;
            impl super::Act for $name { const ACTION: super::Action = super::Action::$name; })+
        }
    };
}

actions! {
    /// Reads the territory, the catalogue, the figures and the sizing.
    ReadPlan = "READ_PLAN",
    /// Reads scenarios, and has the engine propose.
    ReadScenarios = "READ_SCENARIOS",
    /// Creates scenarios, names them, sets their bounds.
    EditScenarios = "EDIT_SCENARIOS",
    /// Copies a scenario, whatever its state: the copy is a draft.
    CopyScenarios = "COPY_SCENARIOS",
    /// Hands a draft in for approval.
    ProposeScenarios = "PROPOSE_SCENARIOS",
    /// Approves what was proposed, sends it back, puts it in force.
    ApproveScenarios = "APPROVE_SCENARIOS",
    /// Says something of a scenario's cells, whatever its state, and mentions others who may.
    CommentScenarios = "COMMENT_SCENARIOS",
    /// Places operators at job centres.
    EditCells = "EDIT_CELLS",
    /// Sets the assumptions of the sizing.
    EditFigures = "EDIT_FIGURES",
    /// Sets who is in service at a job centre.
    EditStaff = "EDIT_STAFF",
    /// Adds organisations and corrects what is kept of them.
    EditOrganisations = "EDIT_ORGANISATIONS",
    /// Reads partnerships that are not public: those in the making, and what is to be done next.
    ReadPartnerships = "READ_PARTNERSHIPS",
    /// Starts partnerships, changes them, moves them on, answers proposals.
    EditPartnerships = "EDIT_PARTNERSHIPS",
    /// Proposes a partnership in an organisation's name.
    ProposePartnerships = "PROPOSE_PARTNERSHIPS",
    /// Sees and ends one's own sessions, changes one's own password, links and unlinks one's own identities.
    ManageSelf = "MANAGE_SELF",
    /// Invites people, gives them parts, suspends them, ends their sessions.
    ManageAccounts = "MANAGE_ACCOUNTS",
    /// Makes and revokes tokens.
    ManageTokens = "MANAGE_TOKENS",
    /// Reads the register of changes.
    ReadAudit = "READ_AUDIT",
    /// Reads the history of measurements: by whom, with which note.
    ReadMeasurements = "READ_MEASUREMENTS",
    /// Measures an indicator of the plan, and corrects a measurement by a newer one.
    RecordMeasurements = "RECORD_MEASUREMENTS",
    /// Confirms a measurement.
    ConfirmMeasurements = "CONFIRM_MEASUREMENTS",
    /// Reads the events that are public, and what the plan requires of them.
    ReadEvents = "READ_EVENTS",
    /// Reads all events, their notes, and who holds them.
    ReadAllEvents = "READ_ALL_EVENTS",
    /// Proposes events, which others then plan; a partner those that its own organisation organises.
    ProposeEvents = "PROPOSE_EVENTS",
    /// Plans events, moves them, calls them off, records who took part.
    EditEvents = "EDIT_EVENTS",
    /// Reads the events with which one's own organisation has to do, before they are public.
    ReadOwnEvents = "READ_OWN_EVENTS",
    /// Registers the people of one's own organisation for an event.
    RegisterForEvents = "REGISTER_FOR_EVENTS",
}

const NO: Reach = Reach::Nothing;
const OWN: Reach = Reach::Own;
const ALL: Reach = Reach::All;

/// One row of the table: the scope that a token needs for it (none: no token may), and the reach of each part.
pub struct Row {
    /// What is done.
    pub action: Action,
    /// The scope that a token must have. `None`: never by token.
    pub token: Option<TokenScope>,
    /// The reach of each part, in the order of [`Part::ALL`].
    pub reach: [Reach; 8],
}

/// The table. Whoever plays several parts may do what any of them may.
#[rustfmt::skip]
pub const TABLE: [Row; Action::ALL.len()] = [
    //                                                                    visitor reader partner p.admin head coord. planner admin
    Row { action: Action::ReadPlan,       token: Some(ReadPublic), reach: [ALL,   ALL,   ALL,    ALL,    ALL, ALL,   ALL,    ALL] },
    Row { action: Action::ReadScenarios,  token: None,             reach: [NO,    ALL,   NO,     NO,     ALL, ALL,   ALL,    ALL] },
    Row { action: Action::EditScenarios,  token: None,             reach: [NO,    NO,    NO,     NO,     NO,  NO,    ALL,    NO ] },
    Row { action: Action::CopyScenarios,  token: None,             reach: [NO,    NO,    NO,     NO,     NO,  ALL,   ALL,    NO ] },
    Row { action: Action::ProposeScenarios, token: None,           reach: [NO,    NO,    NO,     NO,     NO,  ALL,   ALL,    NO ] },
    Row { action: Action::ApproveScenarios, token: None,           reach: [NO,    NO,    NO,     NO,     NO,  NO,    ALL,    NO ] },
    Row { action: Action::CommentScenarios, token: None,           reach: [NO,    NO,    NO,     NO,     ALL, ALL,   ALL,    NO ] },
    Row { action: Action::EditCells,      token: None,             reach: [NO,    NO,    NO,     NO,     NO,  OWN,   ALL,    NO ] },
    Row { action: Action::EditFigures,    token: None,             reach: [NO,    NO,    NO,     NO,     NO,  NO,    ALL,    NO ] },
    Row { action: Action::EditStaff,      token: None,             reach: [NO,    NO,    NO,     NO,     OWN, OWN,   ALL,    NO ] },
    Row { action: Action::EditOrganisations, token: None,          reach: [NO,    NO,    OWN,    OWN,    NO,  OWN,   ALL,    NO ] },
    Row { action: Action::ReadPartnerships, token: Some(ReadOwn),  reach: [NO,    ALL,   OWN,    OWN,    ALL, ALL,   ALL,    ALL] },
    Row { action: Action::EditPartnerships, token: None,           reach: [NO,    NO,    NO,     NO,     NO,  OWN,   ALL,    NO ] },
    Row { action: Action::ProposePartnerships, token: Some(Propose), reach: [NO,  NO,    OWN,    OWN,    NO,  NO,    NO,     NO ] },
    Row { action: Action::ManageSelf,     token: Some(ReadOwn),    reach: [NO,    OWN,   OWN,    OWN,    OWN, OWN,   OWN,    OWN] },
    Row { action: Action::ManageAccounts, token: None,             reach: [NO,    NO,    NO,     OWN,    NO,  NO,    NO,     ALL] },
    Row { action: Action::ManageTokens,   token: None,             reach: [NO,    NO,    NO,     OWN,    NO,  NO,    NO,     ALL] },
    Row { action: Action::ReadAudit,      token: None,             reach: [NO,    NO,    NO,     NO,     NO,  NO,    ALL,    ALL] },
    Row { action: Action::ReadMeasurements, token: None,           reach: [NO,    ALL,   NO,     NO,     ALL, ALL,   ALL,    ALL] },
    Row { action: Action::RecordMeasurements, token: None,         reach: [NO,    NO,    NO,     NO,     OWN, OWN,   ALL,    NO ] },
    Row { action: Action::ConfirmMeasurements, token: None,        reach: [NO,    NO,    NO,     NO,     NO,  NO,    ALL,    NO ] },
    Row { action: Action::ReadEvents,     token: Some(ReadPublic), reach: [ALL,   ALL,   ALL,    ALL,    ALL, ALL,   ALL,    ALL] },
    Row { action: Action::ReadAllEvents,  token: None,             reach: [NO,    ALL,   NO,     NO,     ALL, ALL,   ALL,    ALL] },
    Row { action: Action::ProposeEvents,  token: Some(Propose),    reach: [NO,    NO,    OWN,    OWN,    ALL, ALL,   ALL,    NO ] },
    Row { action: Action::EditEvents,     token: None,             reach: [NO,    NO,    NO,     NO,     OWN, OWN,   ALL,    NO ] },
    Row { action: Action::ReadOwnEvents,  token: Some(ReadOwn),    reach: [NO,    ALL,   OWN,    OWN,    ALL, ALL,   ALL,    ALL] },
    Row { action: Action::RegisterForEvents, token: Some(Propose), reach: [NO,    NO,    OWN,    OWN,    NO,  NO,    NO,     NO ] },
];

/// How far a part may do an action.
pub fn reach(part: Part, action: Action) -> Reach {
    let column = Part::ALL.iter().position(|known| *known == part);
    let row = TABLE.iter().find(|row| row.action == action);
    row.zip(column).and_then(|(row, column)| row.reach.get(column).copied()).unwrap_or(NO)
}

/// What an action is done to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resource {
    /// The whole region, or what belongs to no part of it.
    Region,
    /// One province, and what belongs to it.
    Province(ProvinceCode),
    /// One job centre.
    Cpi(CpiCode),
    /// One organisation, and what belongs to it.
    Organisation(OrganisationCode),
    /// One account, by its id, and what belongs to it.
    Account(String),
}

/// Who acts: a person with an account, a partner's program with a token, or a visitor.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Actor {
    /// The id of the account; none for a visitor and for a program.
    pub account: Option<String>,
    /// The parts that are played.
    pub grants: Vec<Grant>,
    /// What the token may do; none when it is no token that acts.
    pub token: Option<Vec<TokenScope>>,
}

impl Actor {
    /// Whether nobody is signed in.
    pub fn is_visitor(&self) -> bool {
        self.account.is_none() && self.token.is_none()
    }

    /// The farthest that any of the actor's parts reaches.
    pub fn reach(&self, action: Action) -> Reach {
        let row = TABLE.iter().find(|row| row.action == action);
        if let Some(scopes) = &self.token
            && !row.and_then(|row| row.token).is_some_and(|needed| needed.is_in(scopes))
        {
            return NO;
        }
        let parts = self.grants.iter().map(Grant::part).chain([Part::Visitor]);
        let reaches: Vec<Reach> = parts.map(|part| reach(part, action)).collect();
        [ALL, OWN].into_iter().find(|reach| reaches.contains(reach)).unwrap_or(NO)
    }

    /// The organisations in which the actor plays a part, in the order of the parts.
    pub fn organisations(&self) -> impl Iterator<Item = &OrganisationCode> {
        self.grants.iter().filter_map(|grant| match grant.scope() {
            Scope::Organisation(code) => Some(code),
            _ => None,
        })
    }

    fn owns(&self, action: Action, resource: &Resource) -> bool {
        let own_account = matches!(resource, Resource::Account(id) if self.account.as_ref() == Some(id));
        let grants = self.grants.iter().filter(|grant| reach(grant.part(), action) == OWN);
        grants.into_iter().any(|grant| own_account || covers(grant.scope(), resource))
    }
}

/// Whether a scope holds a resource.
fn covers(scope: &Scope, resource: &Resource) -> bool {
    match (scope, resource) {
        (Scope::Province(own), Resource::Cpi(cpi)) => cpi.is_of(own),
        (Scope::Province(own), Resource::Province(province)) => own == province,
        (Scope::Cpi(own), Resource::Cpi(cpi)) => own == cpi,
        (Scope::Organisation(own), Resource::Organisation(organisation)) => own == organisation,
        _ => false,
    }
}

/// Leave to do one kind of action. Made only by [`may`] and [`may_at_all`].
#[derive(Clone, Debug)]
pub struct Permit<A: Act> {
    action: PhantomData<A>,
}

/// Decides: whether an actor may do an action to a resource.
///
/// # Errors
/// [`Problem::SignedOut`] when a visitor asks for what visitors may not, [`Problem::Forbidden`] when no part of the actor may do it
/// anywhere, [`Problem::NotFound`] when it may, but not here: nobody learns whether the resource exists.
pub fn may<A: Act>(actor: &Actor, resource: &Resource) -> Result<Permit<A>, Problem> {
    let permit = Permit { action: PhantomData };
    match actor.reach(A::ACTION) {
        Reach::All => Ok(permit),
        Reach::Own if actor.owns(A::ACTION, resource) => Ok(permit),
        Reach::Own => Err(Problem::NotFound),
        Reach::Nothing if actor.is_visitor() => Err(Problem::SignedOut),
        Reach::Nothing => Err(Problem::Forbidden),
    }
}

/// Decides whether an actor may do an action anywhere: what it may do it to is then asked one by one.
///
/// # Errors
/// As [`may`], but never [`Problem::NotFound`].
pub fn may_at_all(actor: &Actor, action: Action) -> Result<(), Problem> {
    match actor.reach(action) {
        Reach::All | Reach::Own => Ok(()),
        Reach::Nothing if actor.is_visitor() => Err(Problem::SignedOut),
        Reach::Nothing => Err(Problem::Forbidden),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identity::Role;

    fn person(role: Role, scope: Option<&str>) -> Actor {
        let grant = Grant::new(role, scope).expect("it is a grant");
        Actor { account: Some("anna".into()), grants: vec![grant], token: None }
    }

    fn cpi(code: &str) -> Resource {
        Resource::Cpi(CpiCode::new(code).expect("it is a code"))
    }

    #[test]
    fn the_table_has_every_action_once_and_in_order() {
        let rows: Vec<Action> = TABLE.iter().map(|row| row.action).collect();
        assert_eq!(rows, Action::ALL);
    }

    #[test]
    fn a_coordinator_places_operators_in_the_own_province_only() {
        let anna = person(Role::Coordinator, Some("FG"));
        let province = |code: &str| Resource::Province(ProvinceCode::new(code).expect("it is a code"));
        assert!(may::<act::EditPartnerships>(&anna, &province("FG")).is_ok());
        assert_eq!(may::<act::EditPartnerships>(&anna, &province("LE")).err(), Some(Problem::NotFound));
        assert_eq!(may::<act::EditPartnerships>(&anna, &Resource::Region).err(), Some(Problem::NotFound));
        assert!(may::<act::EditCells>(&anna, &cpi("FG03")).is_ok());
        assert_eq!(may::<act::EditCells>(&anna, &cpi("LE01")).err(), Some(Problem::NotFound));
        assert_eq!(may::<act::EditCells>(&anna, &cpi("NOSUCH")).err(), Some(Problem::NotFound));
        assert_eq!(may::<act::EditCells>(&anna, &Resource::Region).err(), Some(Problem::NotFound));
        assert_eq!(may::<act::EditFigures>(&anna, &Resource::Region).err(), Some(Problem::Forbidden));
    }

    #[test]
    fn a_visitor_is_asked_to_sign_in_and_reads_what_is_public() {
        let visitor = Actor::default();
        assert!(may::<act::ReadPlan>(&visitor, &Resource::Region).is_ok());
        assert_eq!(may::<act::ReadScenarios>(&visitor, &Resource::Region).err(), Some(Problem::SignedOut));
    }

    #[test]
    fn several_parts_add_up_and_each_keeps_to_its_scope() {
        let mut anna = person(Role::Coordinator, Some("FG"));
        anna.grants.push(Grant::new(Role::CpiHead, Some("LE01")).expect("it is a grant"));
        assert!(may::<act::EditStaff>(&anna, &cpi("LE01")).is_ok());
        assert!(may::<act::EditStaff>(&anna, &cpi("FG01")).is_ok());
        assert!(may::<act::EditStaff>(&anna, &cpi("LE02")).is_err());
        assert!(may::<act::EditCells>(&anna, &cpi("LE01")).is_err(), "a head places nobody");
    }

    #[test]
    fn a_token_does_what_its_scopes_say_and_never_more_than_its_organisation() {
        let grants = vec![Grant::new(Role::Partner, Some("ORG-001")).expect("it is a grant")];
        let token =
            |scopes: &[TokenScope]| Actor { account: None, grants: grants.clone(), token: Some(scopes.to_vec()) };
        assert!(may::<act::ReadPlan>(&token(&[ReadPublic]), &Resource::Region).is_ok());
        assert!(may::<act::ReadPlan>(&token(&[ReadOwn]), &Resource::Region).is_ok(), "what is anybody's is its too");
        for scopes in [&[] as &[TokenScope], &[Propose]] {
            assert_eq!(may::<act::ReadPlan>(&token(scopes), &Resource::Region).err(), Some(Problem::Forbidden));
        }
        for action in [Action::EditCells, Action::ManageTokens, Action::ReadAudit, Action::ReadScenarios] {
            assert_eq!(may_at_all(&token(&TokenScope::ALL), action).err(), Some(Problem::Forbidden), "{action:?}");
        }
    }
}
