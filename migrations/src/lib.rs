//! The steps that bring a database to the shape that Tavoliere expects, up and down.
//!
//! One step a file. A step that was released is never changed: the next one is added. Taking turns between processes is the
//! caller's part (`backend::db`), because the migrator takes no lock.
#![forbid(unsafe_code)]

pub use sea_orm_migration::prelude::*;

mod m20261123_01_territory;
mod m20261123_02_catalogue;
mod m20261123_03_figure;
mod m20261123_04_changes;
mod m20261123_05_scenario;
mod m20261124_06_identity;
mod m20261124_07_audit;
mod m20261125_08_territory_sources;
mod m20261125_09_gateway;
mod m20261125_10_scenario_state;
mod m20261125_11_organisation;
mod m20261125_12_partnership;
mod m20261125_14_events;
mod m20261125_15_events_ground;
mod m20261125_17_plan;
mod m20261125_18_measurement;
mod m20261125_19_event_organisation;
mod m20261126_20_invitation;
mod m20261126_21_scenario_figure;
mod m20261126_24_event_registration;
mod m20261126_27_calendar_address;
mod m20261126_30_presence;
mod m20261126_31_comments;
mod m20261126_34_saved_view;
mod m20261126_36_cell_lock;
mod m20261126_37_decision;
mod m20261127_38_catchment_change;
mod m20261127_39_meeting;
mod topics;

/// All steps, in order.
#[derive(Debug)]
pub struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261123_01_territory::Migration),
            Box::new(m20261123_02_catalogue::Migration),
            Box::new(m20261123_03_figure::Migration),
            Box::new(m20261123_04_changes::Migration),
            Box::new(m20261123_05_scenario::Migration),
            Box::new(m20261124_06_identity::Migration),
            Box::new(m20261124_07_audit::Migration),
            Box::new(m20261125_08_territory_sources::Migration),
            Box::new(m20261125_09_gateway::Migration),
            Box::new(m20261125_10_scenario_state::Migration),
            Box::new(m20261125_11_organisation::Migration),
            Box::new(m20261125_12_partnership::Migration),
            Box::new(m20261125_14_events::Migration),
            Box::new(m20261125_15_events_ground::Migration),
            Box::new(m20261125_17_plan::Migration),
            Box::new(m20261125_18_measurement::Migration),
            Box::new(m20261125_19_event_organisation::Migration),
            Box::new(m20261126_20_invitation::Migration),
            Box::new(m20261126_21_scenario_figure::Migration),
            Box::new(m20261126_24_event_registration::Migration),
            Box::new(m20261126_27_calendar_address::Migration),
            Box::new(m20261126_34_saved_view::Migration),
            Box::new(m20261126_30_presence::Migration),
            Box::new(m20261126_31_comments::Migration),
            Box::new(m20261126_36_cell_lock::Migration),
            Box::new(m20261126_37_decision::Migration),
            Box::new(m20261127_38_catchment_change::Migration),
            Box::new(m20261127_39_meeting::Migration),
        ]
    }
}
