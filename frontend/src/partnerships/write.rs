//! What is written of partnerships: each write under an id of its own, so that one that is sent twice counts once.

use cynic::MutationBuilder;
use shared::partnerships::{Outline, State};

use super::api::{OutlineInput, Partnership, PartnershipPayload, StateName};
use crate::graphql::{Failure, ask, schema};

/// An organisation that takes part.
#[derive(cynic::InputObject, Clone, Debug)]
#[cynic(graphql_type = "PartnershipPartnerInput")]
pub(super) struct PartnerInput {
    pub(super) organisation: String,
    pub(super) role: String,
    pub(super) joined_on: Option<String>,
}

#[derive(cynic::InputObject)]
struct PartnershipCreateInput {
    write: String,
    outline: OutlineInput,
    partners: Vec<PartnerInput>,
}

#[derive(cynic::QueryVariables)]
struct CreateVariables {
    input: PartnershipCreateInput,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "CreateVariables")]
struct Create {
    #[arguments(input: $input)]
    partnership_create: PartnershipPayload,
}

/// Begins a partnership, or proposes it.
pub(super) async fn create(
    write: String,
    outline: Outline,
    partners: Vec<PartnerInput>,
) -> Result<Partnership, Failure> {
    let input = PartnershipCreateInput { write, outline: outline.into(), partners };
    Ok(ask(Create::build(CreateVariables { input })).await?.partnership_create.partnership)
}

#[derive(cynic::InputObject)]
struct PartnershipUpdateInput {
    write: String,
    partnership: cynic::Id,
    seen: i32,
    outline: OutlineInput,
}

#[derive(cynic::QueryVariables)]
struct UpdateVariables {
    input: PartnershipUpdateInput,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "UpdateVariables")]
struct Update {
    #[arguments(input: $input)]
    partnership_update: PartnershipPayload,
}

/// Changes what is kept of a partnership.
pub(super) async fn update(write: String, before: &Partnership, outline: Outline) -> Result<Partnership, Failure> {
    let input = PartnershipUpdateInput {
        write,
        partnership: before.id.clone(),
        seen: before.revision,
        outline: outline.into(),
    };
    Ok(ask(Update::build(UpdateVariables { input })).await?.partnership_update.partnership)
}

#[derive(cynic::InputObject)]
struct PartnershipStepInput {
    write: String,
    partnership: cynic::Id,
    to: StateName,
    signed_on: Option<String>,
    note: String,
    seen: Option<i32>,
}

#[derive(cynic::QueryVariables)]
struct StepVariables {
    input: PartnershipStepInput,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "StepVariables")]
struct Step {
    #[arguments(input: $input)]
    partnership_step: PartnershipPayload,
}

/// Takes a step.
pub(super) async fn step(
    write: String,
    before: &Partnership,
    to: State,
    signed_on: Option<String>,
    note: String,
) -> Result<Partnership, Failure> {
    let input = PartnershipStepInput {
        write,
        partnership: before.id.clone(),
        to: StateName(to),
        signed_on,
        note,
        seen: Some(before.revision),
    };
    Ok(ask(Step::build(StepVariables { input })).await?.partnership_step.partnership)
}

#[derive(cynic::InputObject)]
struct PartnershipPartnerJoinInput {
    write: String,
    partnership: cynic::Id,
    partner: PartnerInput,
}

#[derive(cynic::QueryVariables)]
struct PartnerJoinVariables {
    input: PartnershipPartnerJoinInput,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "PartnerJoinVariables")]
struct PartnerJoin {
    #[arguments(input: $input)]
    partnership_partner_join: PartnershipPayload,
}

/// Adds a partner.
pub(super) async fn partner_join(
    write: String,
    partnership: cynic::Id,
    partner: PartnerInput,
) -> Result<Partnership, Failure> {
    let input = PartnershipPartnerJoinInput { write, partnership, partner };
    Ok(ask(PartnerJoin::build(PartnerJoinVariables { input })).await?.partnership_partner_join.partnership)
}

#[derive(cynic::InputObject)]
struct PartnershipPartnerLeaveInput {
    write: String,
    partnership: cynic::Id,
    organisation: String,
    left_on: Option<String>,
}

#[derive(cynic::QueryVariables)]
struct PartnerLeaveVariables {
    input: PartnershipPartnerLeaveInput,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "PartnerLeaveVariables")]
struct PartnerLeave {
    #[arguments(input: $input)]
    partnership_partner_leave: PartnershipPayload,
}

/// Notes that a partner left, today.
pub(super) async fn partner_leave(
    write: String,
    partnership: cynic::Id,
    organisation: String,
) -> Result<Partnership, Failure> {
    let input = PartnershipPartnerLeaveInput { write, partnership, organisation, left_on: None };
    Ok(ask(PartnerLeave::build(PartnerLeaveVariables { input })).await?.partnership_partner_leave.partnership)
}

#[derive(cynic::InputObject)]
struct PartnershipNoteInput {
    write: String,
    partnership: cynic::Id,
    text: String,
}

#[derive(cynic::QueryVariables)]
struct NoteVariables {
    input: PartnershipNoteInput,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "NoteVariables")]
struct Note {
    #[arguments(input: $input)]
    partnership_note: PartnershipPayload,
}

/// Adds a note.
pub(super) async fn note(write: String, partnership: cynic::Id, text: String) -> Result<Partnership, Failure> {
    let input = PartnershipNoteInput { write, partnership, text };
    Ok(ask(Note::build(NoteVariables { input })).await?.partnership_note.partnership)
}
