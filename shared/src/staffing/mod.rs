//! The sizing of the services, and the table on which planners divide the operators.

pub mod allocate;
pub mod apportion;
pub mod assumptions;
pub mod band;
pub mod catchment;
mod chance;
pub mod clipboard;
pub mod comparison;
pub mod edit;
pub mod figure;
pub mod figure_edit;
pub mod job;
pub mod look;
pub mod merge;
pub mod outbox;
pub mod own_figures;
pub mod past;
pub mod pressure_class;
pub mod room;
pub mod scenario;
pub mod sensitivity;
pub mod shapley;
pub mod sheet;
pub mod shortage;
pub mod sizing;
pub mod talk;
pub mod totals;
pub mod uncertainty;
pub mod working_time;

pub use assumptions::{Assumptions, Profile, Service};
pub use figure::{FigureKey, Unit};
pub use scenario::{CellEdit, CellEdits, CellKey, CellValue};
pub use sizing::Sizing;
pub use totals::Totals;
pub use working_time::{WorkingTime, WorkingTimeTerm};
