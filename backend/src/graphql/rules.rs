//! The rule of every field that a request can begin with: the action that it is. A field without a rule is refused.
//!
//! Asked before anything is executed, over HTTP, sockets and streams alike. Upon which resource, the resolver asks.

use std::sync::Arc;

use async_graphql::{
    ServerError, ServerResult, Variables,
    extensions::{Extension, ExtensionContext, ExtensionFactory, NextParseQuery},
    parser::types::{ExecutableDocument, OperationType, Selection, SelectionSet},
};
use shared::{
    Problem,
    identity::{
        Action::{
            self, ApproveScenarios, CommentScenarios, ConfirmMeasurements, CopyScenarios, EditCells, EditEvents,
            EditFigures, EditOrganisations, EditPartnerships, EditScenarios, EditStaff, ManageAccounts, ManageSelf,
            ManageTokens, ProposeEvents, ProposePartnerships, ProposeScenarios, ReadAllEvents, ReadAudit, ReadEvents,
            ReadMeasurements, ReadPlan, ReadScenarios, RecordMeasurements, RegisterForEvents,
        },
        Actor,
        policy::may_at_all,
    },
};

use super::errors::server_error;
use crate::cx::Cx;

/// Each field of the roots, and the actions of which the caller must have leave for one.
pub const RULES: &[(&str, &[Action])] = &[
    ("Query.node", &[ReadPlan]),
    ("Query.provinces", &[ReadPlan]),
    ("Query.cpis", &[ReadPlan]),
    ("Query.municipalities", &[ReadPlan]),
    ("Query.profiles", &[ReadPlan]),
    ("Query.services", &[ReadPlan]),
    ("Query.figures", &[ReadPlan]),
    ("Query.sizing", &[ReadPlan]),
    ("Query.rights", &[ReadPlan]),
    ("Query.viewer", &[ReadPlan]),
    ("Query.scenarios", &[ReadPlan]),
    ("Query.scenario", &[ReadPlan]),
    ("Query.proposal", &[ReadScenarios]),
    ("Query.proposalMargins", &[ReadScenarios]),
    ("Query.proposalFrontier", &[ReadScenarios]),
    ("Query.proposalRobust", &[ReadScenarios]),
    ("Query.scenarioCompare", &[ReadScenarios]),
    ("Query.scenarioMerge", &[ReadScenarios]),
    ("Query.scenarioDecisions", &[ReadScenarios]),
    ("Query.accounts", &[ManageAccounts]),
    ("Query.accountSessions", &[ManageAccounts]),
    ("Query.tokens", &[ManageTokens]),
    ("Query.audit", &[ReadAudit]),
    ("Mutation.scenarioCreate", &[EditScenarios]),
    ("Mutation.scenarioUpdate", &[EditScenarios]),
    ("Mutation.scenarioCopy", &[CopyScenarios]),
    ("Mutation.scenarioStep", &[ProposeScenarios, ApproveScenarios, EditScenarios]),
    ("Mutation.scenarioDecide", &[ApproveScenarios]),
    ("Mutation.scenarioCellsSet", &[EditCells]),
    ("Mutation.scenarioFiguresSet", &[EditScenarios]),
    ("Query.mentions", &[ReadScenarios]),
    ("Mutation.scenarioCommentAdd", &[CommentScenarios]),
    ("Mutation.scenarioCommentUpdate", &[CommentScenarios]),
    ("Mutation.scenarioCommentDelete", &[CommentScenarios]),
    ("Mutation.scenarioThreadResolve", &[CommentScenarios]),
    ("Mutation.scenarioMeetingStep", &[ApproveScenarios]),
    ("Mutation.scenarioOpinionGive", &[CommentScenarios]),
    ("Mutation.figuresSet", &[EditFigures, EditStaff]),
    ("Query.catchmentChanges", &[ReadPlan]),
    ("Mutation.catchmentsSet", &[EditFigures]),
    ("Mutation.catchmentsWithdraw", &[EditFigures]),
    ("Mutation.accountInvite", &[ManageAccounts]),
    ("Mutation.accountUpdate", &[ManageAccounts]),
    ("Mutation.accountLink", &[ManageAccounts]),
    ("Mutation.accountSessionsEnd", &[ManageAccounts]),
    ("Mutation.sessionEnd", &[ManageSelf]),
    ("Mutation.sessionsEndOthers", &[ManageSelf]),
    ("Mutation.passwordChange", &[ManageSelf]),
    ("Mutation.identityUnlink", &[ManageSelf]),
    ("Mutation.tokenCreate", &[ManageTokens]),
    ("Mutation.tokenRevoke", &[ManageTokens]),
    ("Subscription.figureChanges", &[ReadPlan]),
    ("Subscription.scenarioChanges", &[ReadScenarios]),
    ("Subscription.scenarioPresence", &[ReadScenarios]),
    ("Subscription.decisionChanges", &[ReadScenarios]),
    ("Query.plan", &[ReadPlan]),
    ("Query.indicators", &[ReadPlan]),
    ("Query.baselines", &[ReadPlan]),
    ("Query.measurements", &[ReadMeasurements]),
    ("Mutation.measurementAdd", &[RecordMeasurements]),
    ("Mutation.measurementConfirm", &[ConfirmMeasurements]),
    ("Subscription.measurementChanges", &[ReadMeasurements]),
    ("Query.events", &[ReadEvents]),
    ("Query.event", &[ReadEvents]),
    ("Query.eventsRevision", &[ReadEvents]),
    ("Query.actEvents", &[ReadEvents]),
    ("Query.eventRequirements", &[ReadEvents]),
    ("Query.patronDays", &[ReadEvents]),
    ("Query.facilitators", &[ReadAllEvents]),
    ("Query.eventClashes", &[ReadAllEvents]),
    ("Query.programmeProposal", &[ReadAllEvents]),
    ("Mutation.eventCreate", &[EditEvents, ProposeEvents]),
    ("Mutation.eventsCreate", &[EditEvents]),
    ("Mutation.eventUpdate", &[EditEvents]),
    ("Mutation.eventStep", &[EditEvents]),
    ("Mutation.eventAttendanceSet", &[EditEvents]),
    ("Mutation.facilitatorSet", &[EditEvents]),
    ("Subscription.eventChanges", &[ReadEvents]),
    ("Query.organisations", &[ReadPlan]),
    ("Query.organisation", &[ReadPlan]),
    ("Mutation.organisationCreate", &[EditOrganisations]),
    ("Mutation.organisationUpdate", &[EditOrganisations]),
    ("Query.partnerships", &[ReadPlan]),
    ("Query.partnership", &[ReadPlan]),
    ("Query.partnershipRequirements", &[ReadPlan]),
    ("Mutation.partnershipCreate", &[EditPartnerships, ProposePartnerships]),
    ("Mutation.partnershipUpdate", &[EditPartnerships]),
    ("Mutation.partnershipStep", &[EditPartnerships]),
    ("Mutation.partnershipPartnerJoin", &[EditPartnerships]),
    ("Mutation.partnershipPartnerLeave", &[EditPartnerships]),
    ("Mutation.partnershipNote", &[EditPartnerships]),
    ("Subscription.partnershipChanges", &[ReadPlan]),
    ("Query.accountIdentities", &[ManageAccounts]),
    ("Mutation.accountIdentityUnlink", &[ManageAccounts]),
    ("Mutation.eventRegister", &[RegisterForEvents, EditEvents]),
    ("Mutation.eventWithdraw", &[RegisterForEvents, EditEvents]),
    ("Query.eventContribution", &[ReadAllEvents, ProposeEvents]),
    ("Query.calendarAddresses", &[ManageSelf]),
    ("Mutation.calendarAddressCreate", &[ManageSelf]),
    ("Mutation.calendarAddressRenew", &[ManageSelf]),
    ("Mutation.calendarAddressEnd", &[ManageSelf]),
    ("Query.savedViews", &[ManageSelf]),
    ("Mutation.viewSave", &[ManageSelf]),
    ("Mutation.viewRemove", &[ManageSelf]),
];

/// The actions of which a field of a root asks one. `None`: no such field has a rule.
fn rule(root: &str, field: &str) -> Option<&'static [Action]> {
    let of = |name: &str| name.split_once('.').is_some_and(|(known, name)| known == root && name == field);
    RULES.iter().find(|(name, _)| of(name)).map(|(_, actions)| *actions)
}

/// Asks whether a caller may begin what a document asks for.
fn check(document: &ExecutableDocument, actor: &Actor) -> Result<(), Problem> {
    for (_, operation) in document.operations.iter() {
        let root = match operation.node.ty {
            OperationType::Query => "Query",
            OperationType::Mutation => "Mutation",
            OperationType::Subscription => "Subscription",
        };
        check_set(document, root, &operation.node.selection_set.node, actor, 0)?;
    }
    Ok(())
}

fn check_set(
    document: &ExecutableDocument,
    root: &str,
    set: &SelectionSet,
    actor: &Actor,
    depth: usize,
) -> Result<(), Problem> {
    // A fragment that holds itself was refused before; this only keeps a mistake there from being one here.
    if depth > super::limits::MAX_NESTING {
        return Err(Problem::BadRequest { reason: "the fragments nest too deep".to_owned() });
    }
    for selection in &set.items {
        match &selection.node {
            // What the schema does not have, its validation refuses; `__typename` and introspection are everybody's.
            Selection::Field(field) => {
                if let Some(actions) = rule(root, &field.node.name.node) {
                    may_one(actor, actions)?;
                }
            }
            Selection::InlineFragment(fragment) => {
                check_set(document, root, &fragment.node.selection_set.node, actor, depth + 1)?;
            }
            Selection::FragmentSpread(spread) => {
                if let Some(fragment) = document.fragments.get(&spread.node.fragment_name.node) {
                    check_set(document, root, &fragment.node.selection_set.node, actor, depth + 1)?;
                }
            }
        }
    }
    Ok(())
}

fn may_one(actor: &Actor, actions: &[Action]) -> Result<(), Problem> {
    let mut refused = Err(Problem::Forbidden);
    for action in actions {
        match may_at_all(actor, *action) {
            Ok(()) => return Ok(()),
            Err(problem) => refused = Err(problem),
        }
    }
    refused
}

/// Refuses a request that begins with a field that its caller may not.
pub(crate) struct Rules;

impl ExtensionFactory for Rules {
    fn create(&self) -> Arc<dyn Extension> {
        Arc::new(Self)
    }
}

#[async_graphql::async_trait::async_trait]
impl Extension for Rules {
    async fn parse_query(
        &self,
        ctx: &ExtensionContext<'_>,
        query: &str,
        variables: &Variables,
        next: NextParseQuery<'_>,
    ) -> ServerResult<ExecutableDocument> {
        let document = next.run(ctx, query, variables).await?;
        let visitor = Actor::default();
        let actor = ctx.data_opt::<Cx>().map_or(&visitor, |cx| &cx.who().actor);
        check(&document, actor).map_err(|problem| -> ServerError { server_error(&problem) })?;
        Ok(document)
    }
}
