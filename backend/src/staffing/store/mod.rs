//! The statements of the staffing.

mod catalogue;
mod catchments;
mod cells;
mod copy;
mod decision;
mod figures;
mod meeting;
mod order;
mod own_figures;
mod past;
mod presence;
mod room;
mod scenarios;
mod seed;
mod standing;
mod talk;
mod turn;

pub(crate) use catalogue::{profile_list, service_list};
pub(crate) use catchments::{CatchmentsSet, CatchmentsWithdraw};
pub(crate) use cells::{CellsSet, cell_list, cells_at, lock_of};
pub(crate) use copy::ScenarioCopy;
pub(crate) use decision::{DecisionRecord, Seen, decision_count, decision_find, decision_list};
pub(crate) use figures::{FiguresPermit, FiguresSet, assumptions_of, figure_find, figure_list};
pub(crate) use meeting::{MeetingMove, MeetingRow, Met, OpinionGive, meeting_list, meeting_list_by_id};
pub(crate) use order::{ScenarioAt, ScenarioOrder};
pub(crate) use own_figures::{OwnFiguresSet, base_figure_list, figures_kept, figures_over, own_figure_list};
pub(crate) use past::{Past, Was as ScenarioWas, scenario_past, scenario_was};
pub(crate) use presence::{PresenceEnd, PresenceKeep, presence_list};
pub(crate) use scenarios::{
    ScenarioCreate, ScenarioFilter, ScenarioRow, ScenarioUpdate, outline_of, scenario_count, scenario_find,
    scenario_list, scenario_list_by_id,
};
pub(crate) use seed::staffing_seed;
pub(crate) use standing::{ScenarioStep, cpis_in_force, standing_of};
pub(crate) use talk::{
    Asking, CommentAdd, CommentChange, Said, ThreadAt, ThreadFilter, ThreadResolve, ThreadRow, To, asking_list,
    mention_list, thread_count, thread_list, thread_list_by_id,
};
