//! What the register calls an action, in words.

use crate::i18n::{Words, t_string};

/// An action by its name in words.
type Text = fn(Words) -> &'static str;

/// All actions that the register knows, by the name under which the API knows them.
const ACTIONS: [(&str, Text); 56] = [
    ("accountIdentityUnlink", |words| t_string!(words, register_actions.account_identity_unlink)),
    ("accountInvite", |words| t_string!(words, register_actions.account_invite)),
    ("accountLink", |words| t_string!(words, register_actions.account_link)),
    ("accountSessionsEnd", |words| t_string!(words, register_actions.account_sessions_end)),
    ("accountUpdate", |words| t_string!(words, register_actions.account_update)),
    ("calendarAddressCreate", |words| t_string!(words, register_actions.calendar_address_create)),
    ("calendarAddressEnd", |words| t_string!(words, register_actions.calendar_address_end)),
    ("calendarAddressRenew", |words| t_string!(words, register_actions.calendar_address_renew)),
    ("demo", |words| t_string!(words, register_actions.demo)),
    ("eventAttendanceSet", |words| t_string!(words, register_actions.event_attendance_set)),
    ("eventCreate", |words| t_string!(words, register_actions.event_create)),
    ("eventRegister", |words| t_string!(words, register_actions.event_register)),
    ("eventStep", |words| t_string!(words, register_actions.event_step)),
    ("eventUpdate", |words| t_string!(words, register_actions.event_update)),
    ("eventWithdraw", |words| t_string!(words, register_actions.event_withdraw)),
    ("eventsCreate", |words| t_string!(words, register_actions.events_create)),
    ("facilitatorSet", |words| t_string!(words, register_actions.facilitator_set)),
    ("catchmentsSet", |words| t_string!(words, register_actions.catchments_set)),
    ("catchmentsWithdraw", |words| t_string!(words, register_actions.catchments_withdraw)),
    ("figuresSet", |words| t_string!(words, register_actions.figures_set)),
    ("identityLink", |words| t_string!(words, register_actions.identity_link)),
    ("identityUnlink", |words| t_string!(words, register_actions.identity_unlink)),
    ("linkAccept", |words| t_string!(words, register_actions.link_accept)),
    ("measurementAdd", |words| t_string!(words, register_actions.measurement_add)),
    ("measurementConfirm", |words| t_string!(words, register_actions.measurement_confirm)),
    ("organisationCreate", |words| t_string!(words, register_actions.organisation_create)),
    ("organisationUpdate", |words| t_string!(words, register_actions.organisation_update)),
    ("partnershipCreate", |words| t_string!(words, register_actions.partnership_create)),
    ("partnershipNote", |words| t_string!(words, register_actions.partnership_note)),
    ("partnershipPartnerJoin", |words| t_string!(words, register_actions.partnership_partner_join)),
    ("partnershipPartnerLeave", |words| t_string!(words, register_actions.partnership_partner_leave)),
    ("partnershipStep", |words| t_string!(words, register_actions.partnership_step)),
    ("partnershipUpdate", |words| t_string!(words, register_actions.partnership_update)),
    ("passwordChange", |words| t_string!(words, register_actions.password_change)),
    ("scenarioCellsSet", |words| t_string!(words, register_actions.scenario_cells_set)),
    ("scenarioCommentAdd", |words| t_string!(words, register_actions.scenario_comment_add)),
    ("scenarioCommentDelete", |words| t_string!(words, register_actions.scenario_comment_delete)),
    ("scenarioCommentUpdate", |words| t_string!(words, register_actions.scenario_comment_update)),
    ("scenarioCopy", |words| t_string!(words, register_actions.scenario_copy)),
    ("scenarioCreate", |words| t_string!(words, register_actions.scenario_create)),
    ("scenarioDecide", |words| t_string!(words, register_actions.scenario_decide)),
    ("scenarioFiguresSet", |words| t_string!(words, register_actions.scenario_figures_set)),
    ("scenarioMeetingStep", |words| t_string!(words, register_actions.scenario_meeting_step)),
    ("scenarioOpinionGive", |words| t_string!(words, register_actions.scenario_opinion_give)),
    ("scenarioStep", |words| t_string!(words, register_actions.scenario_step)),
    ("scenarioThreadResolve", |words| t_string!(words, register_actions.scenario_thread_resolve)),
    ("scenarioUpdate", |words| t_string!(words, register_actions.scenario_update)),
    ("seed", |words| t_string!(words, register_actions.seed)),
    ("sessionEnd", |words| t_string!(words, register_actions.session_end)),
    ("sessionsEndOthers", |words| t_string!(words, register_actions.sessions_end_others)),
    ("signIn", |words| t_string!(words, register_actions.sign_in)),
    ("signOut", |words| t_string!(words, register_actions.sign_out)),
    ("tokenCreate", |words| t_string!(words, register_actions.token_create)),
    ("tokenRevoke", |words| t_string!(words, register_actions.token_revoke)),
    ("viewRemove", |words| t_string!(words, register_actions.view_remove)),
    ("viewSave", |words| t_string!(words, register_actions.view_save)),
];

/// All actions, each with what it is called, in the order of the words.
pub(super) fn all_actions(words: Words) -> Vec<(String, String)> {
    let mut named = ACTIONS.map(|(name, text)| (name.to_owned(), text(words).to_owned())).to_vec();
    named.sort_by_key(|(_, text)| text.to_lowercase());
    named
}

/// What was done, in words; a name that is new is shown as it is.
pub(super) fn name_of_action(words: Words, action: &str) -> String {
    let known = ACTIONS.iter().find(|(name, _)| *name == action);
    known.map_or_else(|| action.to_owned(), |(_, text)| text(words).to_owned())
}
