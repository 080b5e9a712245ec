//! The terms of the partnerships, as the API names them.

use async_graphql::Enum;
use serde::Serialize;
use shared::partnerships as model;

/// The kind of a partnership.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum, Serialize)]
#[graphql(remote = "model::Kind")]
pub(crate) enum PartnershipKind {
    /// An agreement of partners who do something together.
    Agreement,
    /// A partnership, as the act asks for them for the beneficiaries of the Reddito di Cittadinanza.
    Partnership,
    /// A convention between administrations.
    Convention,
    /// A protocol of understanding.
    Protocol,
    /// A network.
    Network,
    /// A table at which partners meet.
    Table,
    /// A body that steers.
    SteeringBody,
    /// A working group.
    WorkingGroup,
    /// Relations without a paper.
    Relation,
    /// A plan of actions that was agreed.
    ActionPlan,
    /// A plan of support to a school.
    SupportPlan,
}

/// How far a partnership has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum, Serialize)]
#[graphql(remote = "model::State")]
pub(crate) enum PartnershipState {
    /// A partner has proposed it, and a coordinator has not answered yet.
    Proposed,
    /// Somebody has thought of it.
    Idea,
    /// Partners have been asked.
    Contact,
    /// It is being negotiated.
    Negotiation,
    /// Its text is agreed.
    ReadyToSign,
    /// It is signed.
    Signed,
    /// It is carried out.
    Active,
    /// It is signed or active, and its term ends within ninety days or has ended. Never stored: the calendar says it.
    Expiring,
    /// It is over.
    Ended,
    /// It was given up before it was signed.
    Dropped,
    /// A coordinator has declined a partner's proposal.
    Declined,
}

/// A group of which at least one must take part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum, Serialize)]
#[graphql(remote = "model::Group")]
pub(crate) enum PartnershipGroup {
    /// A school.
    School,
    /// A university.
    University,
    /// A higher technical institute.
    Its,
    /// A provider of vocational education and training.
    Training,
    /// An institution that teaches.
    Education,
    /// A company, or who speaks for companies.
    Business,
    /// A service for work.
    Service,
    /// A local authority.
    Authority,
    /// Represents workers.
    Workers,
    /// Represents employers.
    Employers,
    /// A bilateral body.
    Bilateral,
    /// A fund for training.
    Fund,
    /// The region or a public agency.
    Region,
}
