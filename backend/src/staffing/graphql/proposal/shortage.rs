//! What stays undone after the best plan, service by service, as partners see it.

use async_graphql::SimpleObject;
use shared::staffing::{
    Sizing,
    allocate::Told,
    shortage::{self, CpiShortage, ServiceShortage},
};

/// What stays undone after the best plan.
#[derive(Clone, SimpleObject)]
pub(crate) struct PlanShortage {
    /// Every service, in the plan's order.
    #[graphql(complexity = "1 + 15 * child_complexity")]
    services: Vec<ServiceUnmet>,
    /// Hours a year of the individual allowances (coordination, teaching) that nobody has the time for.
    individual_hours: f64,
    /// All of them, hours a year: the services' and the individual allowances'. As `unmetHours` of the measures.
    unmet_hours: f64,
}

/// What stays undone of one service. Where a cell has fewer operators than it requires, each of its services gets the same share
/// of its hours.
#[derive(Clone, SimpleObject)]
pub(crate) struct ServiceUnmet {
    /// Code of the service.
    service: String,
    /// What it asks for in the region, units a year.
    volume: f64,
    /// Units a year that nobody has the time for.
    unserved: f64,
    /// What it asks for, hours a year, with the support work of those who work at it.
    hours: f64,
    /// Hours a year of that which nobody has.
    unmet_hours: f64,
    /// The profiles that lack for it, the one that lacks most first.
    profiles: Vec<ProfileUnmet>,
    /// The CPIs where it is short, the worst first.
    #[graphql(complexity = "1 + 50 * child_complexity")]
    cpis: Vec<CpiUnmet>,
}

/// Hours that a profile lacks for a service.
#[derive(Clone, SimpleObject)]
pub(crate) struct ProfileUnmet {
    /// Code of the profile.
    profile: String,
    /// Hours a year.
    unmet_hours: f64,
}

/// What stays undone of a service at one CPI.
#[derive(Clone, SimpleObject)]
pub(crate) struct CpiUnmet {
    /// Code of the CPI.
    cpi: String,
    /// Units a year that nobody has the time for.
    unserved: f64,
    /// Hours a year.
    unmet_hours: f64,
}

impl PlanShortage {
    /// After a plan; its cells stand in the sizing's order.
    pub(super) fn of(sizing: &Sizing, told: &Told) -> Self {
        let shortage = shortage::Shortage::of(sizing, &told.staff(sizing));
        Self {
            services: shortage.services.iter().map(ServiceUnmet::of).collect(),
            individual_hours: shortage.individual_hours,
            unmet_hours: shortage.unmet_hours,
        }
    }
}

impl ServiceUnmet {
    fn of(told: &ServiceShortage) -> Self {
        let cpi =
            |at: &CpiShortage| CpiUnmet { cpi: at.cpi.to_string(), unserved: at.unserved, unmet_hours: at.unmet_hours };
        let profiles = told.profiles.iter();
        Self {
            service: told.service.to_string(),
            volume: told.volume,
            unserved: told.unserved,
            hours: told.hours,
            unmet_hours: told.unmet_hours,
            profiles: profiles
                .map(|(profile, hours)| ProfileUnmet { profile: profile.to_string(), unmet_hours: *hours })
                .collect(),
            cpis: told.cpis.iter().map(cpi).collect(),
        }
    }
}
