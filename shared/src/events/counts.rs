//! How many people: counts by category, never names. Operators can be told by job centre.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::named;
use crate::{
    code::CpiCode,
    problem::{Fields, Problem, Rule},
};

/// The most people of one category.
pub const MAX_PEOPLE: u32 = 100_000;

named! {
    /// Who takes part.
    Category {
        /// Operators of job centres.
        Operator = "OPERATOR",
        /// Heads of job centres.
        Head = "HEAD",
        /// Teachers and trainers.
        Teacher = "TEACHER",
        /// Students.
        Student = "STUDENT",
        /// Employers and their associations.
        Employer = "EMPLOYER",
        /// People who are served: jobseekers, workers in a crisis.
        Beneficiary = "BENEFICIARY",
        /// Everybody else.
        Other = "OTHER",
    }
}

/// People by category; of the operators, those whose job centre is known by job centre.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Counts {
    /// By category. One that is not named counts nobody.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub people: BTreeMap<Category, u32>,
    /// Of the operators, by job centre. At most as many as operators in all.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub operators: BTreeMap<CpiCode, u32>,
}

impl Counts {
    /// Everybody.
    pub fn total(&self) -> u64 {
        self.people.values().map(|people| u64::from(*people)).sum()
    }

    /// Whether nobody is counted.
    pub fn is_empty(&self) -> bool {
        self.people.is_empty() && self.operators.is_empty()
    }

    /// Checks that no count is too great, and that job centres send no more operators than there are.
    ///
    /// # Errors
    /// [`Problem::Invalid`], fields below `field`.
    pub fn check(self, field: &str) -> Result<Self, Problem> {
        let mut fields = Fields::default();
        for (category, people) in &self.people {
            let broken = (*people > MAX_PEOPLE).then_some(Rule::TooGreat { max: f64::from(MAX_PEOPLE) });
            fields.check(format!("{field}.{}", category.name()), broken);
        }
        let operators = u64::from(self.people.get(&Category::Operator).copied().unwrap_or_default());
        let told: u64 = self.operators.values().map(|people| u64::from(*people)).sum();
        let broken = (told > operators).then_some(Rule::TooGreat { max: operators as f64 });
        fields.check(format!("{field}.operators"), broken);
        fields.finish()?;
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn job_centres_send_no_more_operators_than_there_are() {
        let foggia = CpiCode::new("FG03").expect("a code");
        let counts = |all: u32, from_foggia: u32| Counts {
            people: [(Category::Operator, all), (Category::Head, 1)].into(),
            operators: [(foggia.clone(), from_foggia)].into(),
        };
        assert_eq!(counts(12, 12).check("actual").map(|counts| counts.total()), Ok(13));
        let refused = Problem::invalid("actual.operators", Rule::TooGreat { max: 12.0 });
        assert_eq!(counts(12, 13).check("actual").err(), Some(refused));
        assert!(counts(MAX_PEOPLE + 1, 0).check("planned").is_err());
    }
}
