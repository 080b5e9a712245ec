//! What the plan requires, and of whom: the act's own sentence beside each.

use serde::{Deserialize, Serialize};

use super::{EventKind, Territory, named};
use crate::code::{CpiCode, ProvinceCode};

named! {
    /// How often something is required.
    Frequency {
        /// Every year anew.
        Annual = "ANNUAL",
        /// Once in the plan's period.
        Once = "ONCE",
        /// Every month.
        Monthly = "MONTHLY",
        /// All the time; the act prints no number.
        Continuous = "CONTINUOUS",
    }
}

named! {
    /// Of what a requirement asks for its events.
    Reach {
        /// Of every job centre.
        Cpi = "CPI",
        /// Of a province, or of the provinces.
        Province = "PROVINCE",
        /// Of the region as a whole.
        Region = "REGION",
        /// Of schools.
        School = "SCHOOL",
        /// Of universities.
        University = "UNIVERSITY",
        /// Of higher technical institutes.
        Its = "ITS",
        /// Of training bodies.
        Cfp = "CFP",
        /// Of workers in a company crisis.
        Crisis = "CRISIS",
    }
}

/// Events that the plan requires.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Requirement {
    /// `ER-008`.
    pub code: String,
    /// Of which kind.
    pub kind: EventKind,
    /// Of what it asks.
    pub reach: Reach,
    /// The province, where the act names one.
    pub province: Option<ProvinceCode>,
    /// How many in all, a year or once. `None`: the act prints no number.
    pub number: Option<u32>,
    /// How often.
    pub frequency: Option<Frequency>,
}

impl Requirement {
    /// Whether it begins anew every year. What has no printed frequency counts once.
    pub fn is_annual(&self) -> bool {
        matches!(self.frequency, Some(Frequency::Annual | Frequency::Monthly | Frequency::Continuous))
    }

    /// The places that it asks, each with how many events: each of the job centres, a province, or the region.
    ///
    /// A number that is printed for all job centres together is shared out evenly, and rounded up.
    pub fn places(&self, cpis: &[CpiCode]) -> Vec<(Territory, Option<u32>)> {
        match (&self.province, self.reach) {
            (Some(province), _) => vec![(Territory::Province(province.clone()), self.number)],
            (None, Reach::Cpi) => {
                let count = u32::try_from(cpis.len()).unwrap_or(u32::MAX).max(1);
                let each = self.number.map(|number| number.div_ceil(count));
                cpis.iter().map(|cpi| (Territory::Cpi(cpi.clone()), each)).collect()
            }
            (None, _) => vec![(Territory::Region, self.number)],
        }
    }
}
