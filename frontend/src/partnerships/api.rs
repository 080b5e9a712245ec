//! What the pages ask of the partnerships.

use cynic::{QueryBuilder, SubscriptionBuilder};
use shared::{
    organisations::Level,
    partnerships::{Day, Group, Kind, NextStep as Next, Outline, State, Term},
};

use crate::{
    graphql::{DateTime, Failure, ask, same_names, schema},
    organisations::{KindName as OrganisationKindName, LevelName, Sentence},
};

same_names!(KindName = Kind, PartnershipKind);
same_names!(StateName = State, PartnershipState);
same_names!(GroupName = Group, PartnershipGroup);

/// A partnership.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
pub(super) struct Partnership {
    pub(super) id: cynic::Id,
    pub(super) title: String,
    pub(super) kind: KindName,
    pub(super) level: LevelName,
    pub(super) province: Option<String>,
    pub(super) state: StateName,
    pub(super) serves: Vec<String>,
    pub(super) description: String,
    pub(super) stands_for: i32,
    pub(super) signed_on: Option<String>,
    pub(super) starts_on: Option<String>,
    pub(super) ends_on: Option<String>,
    pub(super) partners: Vec<Partner>,
    pub(super) lacks: Vec<Lack>,
    pub(super) next_step: Option<NextStep>,
    pub(super) due: Vec<Due>,
    pub(super) proposed_by: Option<String>,
    pub(super) sentence: Option<Sentence>,
    pub(super) act_note: Option<String>,
    pub(super) revision: i32,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "PartnershipPartner")]
pub(super) struct Partner {
    pub(super) organisation: PartnerOrganisation,
    pub(super) role: String,
    pub(super) joined_on: Option<String>,
    pub(super) left_on: Option<String>,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Organisation")]
pub(super) struct PartnerOrganisation {
    pub(super) code: String,
    pub(super) name: String,
    pub(super) kind: OrganisationKindName,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "PartnershipLack")]
pub(super) struct Lack {
    pub(super) requirement: String,
    pub(super) groups: Vec<GroupName>,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "PartnershipNextStep")]
pub(super) struct NextStep {
    pub(super) text: String,
    pub(super) owner: String,
    pub(super) due: Option<String>,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "PartnershipDue")]
pub(super) struct Due {
    pub(super) days: i32,
    pub(super) warning: Option<i32>,
}

impl Partnership {
    /// What is kept of it, to be edited.
    pub(super) fn outline(&self) -> Outline {
        let day = |day: &Option<String>| day.as_ref().and_then(|day| day.parse::<Day>().ok());
        let next = self.next_step.as_ref();
        Outline {
            title: self.title.clone(),
            kind: self.kind.0,
            level: self.level.0,
            province: self.province.as_ref().and_then(|code| code.parse().ok()),
            serves: self.serves.clone(),
            description: self.description.clone(),
            term: Term {
                signed_on: day(&self.signed_on),
                starts_on: day(&self.starts_on),
                ends_on: day(&self.ends_on),
            },
            next: Next {
                text: next.map(|next| next.text.clone()).unwrap_or_default(),
                owner: next.map(|next| next.owner.clone()).unwrap_or_default(),
                due: next.and_then(|next| day(&next.due)),
            },
        }
    }

    /// Who takes part today.
    pub(super) fn there(&self) -> impl Iterator<Item = &Partner> {
        self.partners.iter().filter(|partner| partner.left_on.is_none())
    }

    /// Where it is told on the page.
    pub(super) fn link(&self) -> String {
        format!("/partenariati/{}", self.id.inner())
    }

    /// Where it is, for people: the province's code, or how far it reaches.
    pub(super) fn province_of(&self) -> Option<&str> {
        self.province.as_deref().filter(|_| self.level.0 == Level::Province)
    }
}

#[derive(cynic::QueryVariables)]
struct ListVariables {
    after: Option<String>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "ListVariables")]
struct ListQuery {
    #[arguments(first: 200, after: $after)]
    partnerships: PartnershipConnection,
}

#[derive(cynic::QueryFragment)]
struct PartnershipConnection {
    nodes: Vec<Partnership>,
    revision: i32,
    page_info: PageInfo,
}

#[derive(cynic::QueryFragment)]
struct PageInfo {
    end_cursor: Option<String>,
    has_next_page: bool,
}

/// All partnerships that may be seen, and the revision from which to follow their changes.
pub(super) async fn all() -> Result<(Vec<Partnership>, i32), Failure> {
    let (mut found, mut after, mut revision) = (Vec::new(), None, None);
    loop {
        let page = ask(ListQuery::build(ListVariables { after })).await?.partnerships;
        // The first page's: what changed while the others were read is heard of again.
        let from = *revision.get_or_insert(page.revision);
        found.extend(page.nodes);
        after = page.page_info.end_cursor.filter(|_| page.page_info.has_next_page);
        if after.is_none() {
            return Ok((found, from));
        }
    }
}

/// Something that the act requires.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "PartnershipRequirement")]
pub(super) struct Requirement {
    pub(super) code: String,
    pub(super) places: Vec<Place>,
}

/// Its places at the region or in a province.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "PartnershipPlace")]
pub(super) struct Place {
    pub(super) province: Option<String>,
    pub(super) required: i32,
    pub(super) signed: i32,
    pub(super) in_progress: i32,
    pub(super) missing: i32,
    pub(super) sentence: Sentence,
    pub(super) partnerships: Vec<Listed>,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Partnership")]
pub(super) struct Listed {
    pub(super) id: cynic::Id,
    pub(super) title: String,
    pub(super) state: StateName,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query")]
struct MatrixQuery {
    partnership_requirements: Vec<Requirement>,
}

/// What the act requires, and what fills it.
pub(super) async fn matrix() -> Result<Vec<Requirement>, Failure> {
    Ok(ask(MatrixQuery::build(())).await?.partnership_requirements)
}

#[derive(cynic::QueryVariables)]
struct OneVariables {
    id: cynic::Id,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "OneVariables")]
struct HistoryQuery {
    #[arguments(id: $id)]
    partnership: Option<History>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Partnership")]
struct History {
    entries: Vec<Entry>,
}

/// What happened to a partnership.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "PartnershipEntry")]
pub(super) struct Entry {
    pub(super) what: String,
    pub(super) state: Option<StateName>,
    pub(super) text: String,
    pub(super) by: String,
    pub(super) at: DateTime,
}

/// The history of one partnership, the newest first.
pub(super) async fn history(id: cynic::Id) -> Result<Vec<Entry>, Failure> {
    let found = ask(HistoryQuery::build(OneVariables { id })).await?.partnership;
    Ok(found.map(|found| found.entries).unwrap_or_default())
}

#[derive(cynic::QueryVariables)]
pub(super) struct ChangesVariables {
    after: i32,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Subscription", variables = "ChangesVariables")]
pub(super) struct Changes {
    #[arguments(after: $after)]
    pub(super) partnership_changes: Change,
}

/// One accepted change.
#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "PartnershipChange")]
pub(super) struct Change {
    pub(super) revision: i32,
    pub(super) by: Option<String>,
    pub(super) id: cynic::Id,
    pub(super) partnership: Option<Partnership>,
}

pub(super) fn changes(after: i32) -> cynic::StreamingOperation<Changes, ChangesVariables> {
    Changes::build(ChangesVariables { after })
}

#[derive(cynic::InputObject)]
#[cynic(graphql_type = "PartnershipOutlineInput")]
pub(super) struct OutlineInput {
    title: String,
    kind: KindName,
    level: LevelName,
    province: Option<String>,
    serves: Vec<String>,
    description: String,
    signed_on: Option<String>,
    starts_on: Option<String>,
    ends_on: Option<String>,
    next_step: String,
    next_owner: String,
    next_due: Option<String>,
}

impl From<Outline> for OutlineInput {
    fn from(outline: Outline) -> Self {
        let day = |day: Option<Day>| day.map(String::from);
        Self {
            title: outline.title,
            kind: KindName(outline.kind),
            level: LevelName(outline.level),
            province: outline.province.map(String::from),
            serves: outline.serves,
            description: outline.description,
            signed_on: day(outline.term.signed_on),
            starts_on: day(outline.term.starts_on),
            ends_on: day(outline.term.ends_on),
            next_step: outline.next.text,
            next_owner: outline.next.owner,
            next_due: day(outline.next.due),
        }
    }
}

#[derive(cynic::QueryFragment)]
pub(super) struct PartnershipPayload {
    pub(super) partnership: Partnership,
}
