//! Who may do what: the very table that the server asks.

use leptos::prelude::*;
use shared::identity::{Action, Part, Reach, Role, policy::TABLE};

use crate::{
    i18n::{Words, t_string, use_i18n},
    ui::page::Title,
};

/// The page.
#[component]
pub(super) fn Rights() -> impl IntoView {
    let words = use_i18n();
    let head = move || Part::ALL.map(|part| view! { <th scope="col">{name_of_part(words, part)}</th> }).collect_view();
    let rows = move || {
        let row = |row: &shared::identity::policy::Row| {
            let cells = row.reach.map(|reach| view! { <td class=class_of(reach)>{word_of(words, reach)}</td> });
            view! { <tr><th scope="row">{name_of_action(words, row.action)}</th>{cells.collect_view()}</tr> }
        };
        TABLE.iter().map(row).collect_view()
    };
    view! {
        <Title text=Signal::derive(move || t_string!(words, identity.rights).to_owned())/>
        <p>{move || t_string!(words, identity.rights_text)}</p>
        <div class="table-scroll" tabindex="0" role="group" aria-label=move || t_string!(words, identity.rights)>
            <table class="table rights">
                <thead><tr><th scope="col">{move || t_string!(words, identity.action)}</th>{head}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

fn class_of(reach: Reach) -> &'static str {
    match reach {
        Reach::Nothing => "reach-nothing",
        Reach::Own => "reach-own",
        Reach::All => "reach-all",
    }
}

fn word_of(words: Words, reach: Reach) -> &'static str {
    match reach {
        Reach::Nothing => t_string!(words, identity.reach_nothing),
        Reach::Own => t_string!(words, identity.reach_own),
        Reach::All => t_string!(words, identity.reach_all),
    }
}

fn name_of_part(words: Words, part: Part) -> &'static str {
    match part {
        Part::Visitor => t_string!(words, identity.part_visitor),
        Part::PartnerAdministrator => t_string!(words, identity.part_partner_administrator),
        Part::Reader => name_of_role(words, Role::Reader),
        Part::Partner => name_of_role(words, Role::Partner),
        Part::CpiHead => name_of_role(words, Role::CpiHead),
        Part::Coordinator => name_of_role(words, Role::Coordinator),
        Part::Planner => name_of_role(words, Role::Planner),
        Part::Administrator => name_of_role(words, Role::Administrator),
    }
}

/// A role in words.
pub(super) fn name_of_role(words: Words, role: Role) -> &'static str {
    match role {
        Role::Administrator => t_string!(words, identity.role_administrator),
        Role::Planner => t_string!(words, identity.role_planner),
        Role::Coordinator => t_string!(words, identity.role_coordinator),
        Role::CpiHead => t_string!(words, identity.role_cpi_head),
        Role::Partner => t_string!(words, identity.role_partner),
        Role::Reader => t_string!(words, identity.role_reader),
    }
}

fn name_of_action(words: Words, action: Action) -> &'static str {
    match action {
        Action::ReadPlan => t_string!(words, identity.act_read_plan),
        Action::ReadScenarios => t_string!(words, identity.act_read_scenarios),
        Action::EditScenarios => t_string!(words, identity.act_edit_scenarios),
        Action::CommentScenarios => t_string!(words, identity.act_comment_scenarios),
        Action::CopyScenarios => t_string!(words, identity.act_copy_scenarios),
        Action::ProposeScenarios => t_string!(words, identity.act_propose_scenarios),
        Action::ApproveScenarios => t_string!(words, identity.act_approve_scenarios),
        Action::EditCells => t_string!(words, identity.act_edit_cells),
        Action::EditFigures => t_string!(words, identity.act_edit_figures),
        Action::EditStaff => t_string!(words, identity.act_edit_staff),
        Action::EditOrganisations => t_string!(words, identity.act_edit_organisations),
        Action::ReadPartnerships => t_string!(words, identity.act_read_partnerships),
        Action::EditPartnerships => t_string!(words, identity.act_edit_partnerships),
        Action::ProposePartnerships => t_string!(words, identity.act_propose_partnerships),
        Action::ManageSelf => t_string!(words, identity.act_manage_self),
        Action::ManageAccounts => t_string!(words, identity.act_manage_accounts),
        Action::ManageTokens => t_string!(words, identity.act_manage_tokens),
        Action::ReadAudit => t_string!(words, identity.act_read_audit),
        Action::ReadMeasurements => t_string!(words, identity.act_read_measurements),
        Action::RecordMeasurements => t_string!(words, identity.act_record_measurements),
        Action::ConfirmMeasurements => t_string!(words, identity.act_confirm_measurements),
        Action::ReadEvents => t_string!(words, events.act_read),
        Action::ReadAllEvents => t_string!(words, events.act_read_all),
        Action::ProposeEvents => t_string!(words, events.act_propose),
        Action::ReadOwnEvents => t_string!(words, event_organisations.act_read_own),
        Action::EditEvents => t_string!(words, events.act_edit),
        Action::RegisterForEvents => t_string!(words, event_places.act_register),
    }
}

/// A grant in words: `coordinatore, FG`.
pub(super) fn grant_in_words(words: Words, grant: &shared::identity::Grant) -> String {
    let role = name_of_role(words, grant.role());
    grant.scope_code().map_or_else(|| role.to_owned(), |scope| format!("{role}, {scope}"))
}
