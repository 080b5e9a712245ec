//! The statements of the staffing.

mod catalogue;
mod cells;
mod figures;
mod scenarios;
mod seed;

pub(crate) use catalogue::{profile_list, service_list};
pub(crate) use cells::{CellsSet, cell_list};
pub(crate) use figures::{FiguresPermit, FiguresSet, assumptions_of, figure_find, figure_list};
pub(crate) use scenarios::{ScenarioCreate, ScenarioRow, ScenarioUpdate, scenario_count, scenario_find, scenario_list};
pub(crate) use seed::staffing_seed;
