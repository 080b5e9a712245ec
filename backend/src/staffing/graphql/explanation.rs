//! How a cell's requirement comes about, as partners see it: the demand and the formula, term by term.

use async_graphql::{Object, SimpleObject};
use shared::staffing::sizing;

use super::{Service, region::Region};
use crate::{
    error::{Error, Result},
    graphql::provenance::Provenance,
    staffing::entity::service,
};

/// The terms of one cell's requirement.
pub(crate) struct Explanation {
    terms: sizing::Explanation,
    parts: Vec<(service::Model, sizing::Part)>,
}

impl Explanation {
    pub(super) fn of(region: &Region, cell: usize) -> Result<Self> {
        let columns = region.sizing.profiles().len();
        let (cpi, profile) = (&region.sizing.cpis()[cell / columns], &region.sizing.profiles()[cell % columns]);
        let gone = || Error::fault("explaining a cell", "the sizing has no such cell");
        let terms = region.sizing.explain(cpi, profile).ok_or_else(gone)?;
        let row = |part: &sizing::Part| region.services.iter().find(|row| row.code == part.service.as_str()).cloned();
        let parts = terms.parts.iter().filter_map(|part| Some((row(part)?, part.clone()))).collect();
        Ok(Self { terms, parts })
    }
}

/// How one cell's requirement comes about: `required = basic · allowanceFactor + individualHours / availableHours`.
#[Object]
impl Explanation {
    /// The services that ask for this profile, in the plan's order.
    #[graphql(complexity = "1 + 20 * child_complexity")]
    async fn parts(&self) -> Vec<ExplanationPart> {
        self.parts
            .iter()
            .map(|(service, part)| ExplanationPart {
                service: Service(service.clone()),
                volume: part.volume,
                minutes: part.minutes,
                share: part.share,
                hours: part.hours,
            })
            .collect()
    }

    /// Available working time of an operator of the profile, hours a year.
    async fn available_hours(&self) -> f64 {
        self.terms.available_hours
    }

    /// The hours of all parts over `availableHours`, full-time equivalents.
    async fn basic(&self) -> f64 {
        self.terms.basic
    }

    /// 1 / (1 - the profile's category allowance).
    async fn allowance_factor(&self) -> f64 {
        self.terms.allowance_factor
    }

    /// The cell's individual allowance, hours a year.
    async fn individual_hours(&self) -> f64 {
        self.terms.individual_hours
    }

    /// Operators needed with all allowances, full-time equivalents.
    async fn required(&self) -> f64 {
        self.terms.required
    }

    /// Where the requirement comes from: it is derived, by this formula.
    async fn provenance(&self) -> Provenance {
        let formula =
            "volume * minutes / 60 * share / availableHours, * allowanceFactor, + individualHours / availableHours";
        let whose = "WHO, Workload Indicators of Staffing Need, 2010";
        let (english, italian) = (format!("{whose}: sum of {formula}"), format!("{whose}: somma di {formula}"));
        Provenance::derived(english, italian)
    }
}

/// One service's part in a cell's requirement.
#[derive(SimpleObject)]
pub(crate) struct ExplanationPart {
    service: Service,
    /// What is asked of the service at this job centre, units a year: its part of the region's volume, or of its province's.
    volume: f64,
    /// Minutes for one unit.
    minutes: f64,
    /// Share of the minutes that the profile works.
    share: f64,
    /// volume * minutes / 60 * share, hours a year.
    hours: f64,
}
