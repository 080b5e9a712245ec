//! A decision between scenarios: which one was chosen, why, and what was known of each when it was.

use serde::{Deserialize, Serialize};

use super::{
    comparison::Measures,
    scenario::{Outline, checked_note},
};
use crate::problem::{Fields, Problem, Rule};

/// The longest name of an act, in characters.
pub const MAX_ACT: usize = 120;

/// Why a scenario was chosen, and by which act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reasons {
    /// The reason.
    pub reason: String,
    /// The act that decided it: `Verbale 3/2027 della Cabina di regia`.
    pub act: Option<String>,
}

impl Reasons {
    /// Checks a reason and the name of an act, and trims both.
    ///
    /// # Errors
    /// [`Problem::Invalid`] names `reason` when there is none or it is no note, `act` when it is too long or more than one line.
    pub fn new(reason: &str, act: &str) -> Result<Self, Problem> {
        let mut fields = Fields::default();
        let reason = match checked_note(reason).and_then(|note| note.ok_or(Rule::Required)) {
            Ok(reason) => reason,
            Err(rule) => {
                fields.push("reason", rule);
                String::new()
            }
        };
        let act = act.trim();
        if act.chars().count() > MAX_ACT {
            fields.push("act", Rule::TooLong { max: MAX_ACT as u32 });
        } else if act.chars().any(char::is_control) {
            fields.push("act", Rule::Unknown);
        }
        fields.finish()?;
        Ok(Self { reason, act: (!act.is_empty()).then(|| act.to_owned()) })
    }
}

/// What was known of one of the scenarios when it was decided. It stays as it was, whatever becomes of the scenario.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Candidate {
    /// Its UUID.
    pub scenario: String,
    /// Its name then.
    pub name: String,
    /// Its revision then: its history shows what it was.
    pub revision: u64,
    /// The year that it plans for.
    pub year: u16,
    /// Operators to place.
    pub head_count: u32,
    /// Operators placed.
    pub placed: u64,
    /// Operators required, full-time equivalents.
    pub required: f64,
    /// The mean pressure of the region. `None` when nobody is there and work exists.
    pub mean_pressure: Option<f64>,
    /// The greatest pressure of a job centre. `None` when nobody is there and work exists.
    pub worst_pressure: Option<f64>,
    /// Work that nobody does, hours a year.
    pub unmet_hours: f64,
    /// How unequal the pressures of the job centres are, 0 to 1, where that can be told.
    pub gini: Option<f64>,
    /// What the placed operators cost over the scenario's months, euro cents.
    pub cost_cents: u64,
}

impl Candidate {
    /// A scenario as it stands, with what it comes to in the region.
    pub fn of(scenario: String, revision: u64, outline: &Outline, measures: &Measures) -> Self {
        let finite = |pressure: f64| Some(pressure).filter(|pressure| pressure.is_finite());
        Self {
            scenario,
            name: outline.name.clone(),
            revision,
            year: outline.year,
            head_count: outline.head_count,
            placed: measures.totals.placed,
            required: measures.totals.required,
            mean_pressure: finite(measures.totals.pressure()),
            worst_pressure: finite(measures.worst),
            unmet_hours: measures.totals.unmet_hours,
            gini: measures.gini,
            cost_cents: measures.cost_cents,
        }
    }
}

/// The comparison that a decision rests on, frozen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Frozen {
    /// The revision of the figures.
    pub figures_revision: u64,
    /// The scenarios, in the order in which they were compared.
    pub candidates: Vec<Candidate>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decision_wants_a_reason_and_its_act_is_one_short_line() {
        let told = Reasons::new("  perché regge \n anche domani ", " DGR 1/2027 ").expect("reasons");
        assert_eq!((told.reason.as_str(), told.act.as_deref()), ("perché regge \n anche domani", Some("DGR 1/2027")));
        assert_eq!(Reasons::new("x", " ").expect("reasons").act, None);
        let wrong = |reason: &str, act: &str| Reasons::new(reason, act).expect_err("it is refused");
        assert_eq!(wrong(" ", ""), Problem::invalid("reason", Rule::Required));
        assert_eq!(wrong("x", &"è".repeat(121)), Problem::invalid("act", Rule::TooLong { max: 120 }));
        assert_eq!(wrong("x", "a\nb"), Problem::invalid("act", Rule::Unknown));
        let both = wrong("", "a\tb");
        assert!(matches!(both, Problem::Invalid { fields } if fields.len() == 2));
    }
}
