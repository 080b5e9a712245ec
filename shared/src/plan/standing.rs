//! Where an indicator stands on a day.

use super::{Certainty, Comparator, Day, Goal, Indicator, Period, expected, indicator::named};

named! {
    /// Where an indicator stands. What cannot be scored says why.
    Status {
        /// Its target was read with little certainty: shown, never scored.
        ToConfirm = "to_confirm",
        /// The act asks for no number here.
        NoTarget = "no_target",
        /// The plan has not begun.
        NotBegun = "not_begun",
        /// The condition of its start is not met yet: it cannot be late.
        NotOpen = "not_open",
        /// Nobody has measured it, and nothing counts it: that is no nought.
        NotMeasured = "not_measured",
        /// The target is reached.
        Reached = "reached",
        /// As much as should stand by now, or more.
        OnPace = "on_pace",
        /// Less than should stand by now.
        Behind = "behind",
        /// The period is over, and the target was not reached.
        Missed = "missed",
    }
}

impl Status {
    /// Whether somebody has to do something about it.
    pub fn is_late(self) -> bool {
        matches!(self, Self::Behind | Self::Missed)
    }
}

/// An indicator on a day, in a territory.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Standing {
    /// What is asked for in the end, or in the period that runs.
    pub target: Option<f64>,
    /// What should stand by now.
    pub expected: Option<f64>,
    /// What does stand.
    pub actual: Option<f64>,
    /// How the two compare.
    pub status: Status,
}

impl Standing {
    /// The standing of an indicator with this goal, of which so much stands.
    pub fn of(indicator: &Indicator, goal: &Goal, actual: Option<f64>, plan: Period, on: Day) -> Self {
        let target = goal.last();
        let due = if on < plan.start { None } else { expected(indicator, goal, plan, on) };
        let status = status(indicator, target, due, actual, plan, on);
        Self { target, expected: due, actual, status }
    }

    /// The share of the target that stands, of a hundred. `None` when either is missing.
    pub fn share(&self) -> Option<f64> {
        let (actual, target) = (self.actual?, self.target?);
        (target > 0.0).then(|| actual / target * 100.0)
    }
}

/// How what stands compares to what should.
pub fn status(
    indicator: &Indicator,
    target: Option<f64>,
    due: Option<f64>,
    actual: Option<f64>,
    plan: Period,
    on: Day,
) -> Status {
    if indicator.certainty == Certainty::Low {
        return Status::ToConfirm;
    }
    let Some(target) = target else { return Status::NoTarget };
    if on < plan.start {
        return Status::NotBegun;
    }
    let Some(actual) = actual else {
        return if indicator.conditional { Status::NotOpen } else { Status::NotMeasured };
    };
    let holds = |mark: f64| indicator.comparator.holds(actual, mark);
    if indicator.comparator != Comparator::AtMost && holds(target) {
        Status::Reached
    } else if on >= plan.end {
        if holds(target) { Status::Reached } else { Status::Missed }
    } else if due.is_none_or(holds) {
        Status::OnPace
    } else {
        Status::Behind
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::plan::{Frequency, Measure, Reach};

    fn day(text: &str) -> Day {
        text.parse().expect("a day")
    }

    fn plan() -> Period {
        Period { start: day("2020-03-02"), end: day("2021-12-31") }
    }

    fn indicator() -> Indicator {
        Indicator {
            code: "I-IMP-01".into(),
            measure: Measure::Count,
            comparator: Comparator::AtLeast,
            frequency: Frequency::Once,
            finest: Reach::Province,
            certainty: Certainty::High,
            conditional: false,
            derived: None,
            targets: Vec::new(),
            start: None,
        }
    }

    fn seven() -> Goal {
        Goal { whole: Some(7.0), years: Vec::new() }
    }

    fn at(indicator: &Indicator, goal: &Goal, actual: Option<f64>, on: &str) -> Status {
        Standing::of(indicator, goal, actual, plan(), day(on)).status
    }

    #[test]
    fn seven_agreements_are_behind_on_pace_reached_or_missed() {
        let of = indicator();
        assert_eq!(at(&of, &seven(), Some(3.0), "2021-02-01"), Status::OnPace);
        assert_eq!(at(&of, &seven(), Some(2.0), "2021-02-01"), Status::Behind);
        assert_eq!(at(&of, &seven(), Some(7.0), "2020-04-01"), Status::Reached);
        assert_eq!(at(&of, &seven(), Some(6.0), "2021-12-31"), Status::Missed);
        assert_eq!(at(&of, &seven(), Some(0.0), "2020-03-01"), Status::NotBegun);
    }

    #[test]
    fn what_nobody_measured_is_not_nought_and_what_is_not_open_is_not_late() {
        let of = indicator();
        assert_eq!(at(&of, &seven(), None, "2021-12-31"), Status::NotMeasured);
        assert_eq!(at(&of, &Goal::default(), Some(3.0), "2021-02-01"), Status::NoTarget);
        let closed = Indicator { conditional: true, ..indicator() };
        assert_eq!(at(&closed, &seven(), None, "2021-12-31"), Status::NotOpen);
        assert_eq!(at(&closed, &seven(), Some(1.0), "2021-12-31"), Status::Missed, "measured, it is open");
    }

    #[test]
    fn at_most_is_reached_only_in_the_end() {
        let few = Indicator { comparator: Comparator::AtMost, frequency: Frequency::Continuous, ..indicator() };
        assert_eq!(at(&few, &seven(), Some(3.0), "2021-02-01"), Status::OnPace);
        assert_eq!(at(&few, &seven(), Some(8.0), "2021-02-01"), Status::Behind);
        assert_eq!(at(&few, &seven(), Some(7.0), "2021-12-31"), Status::Reached);
    }

    proptest! {
        #[test]
        fn a_guess_is_never_scored(actual in proptest::option::of(0.0_f64..20.0), back in 0_i32..900) {
            let guess = Indicator { certainty: Certainty::Low, ..indicator() };
            let mut on = plan().end;
            for _ in 0..back { on = on.before(); }
            prop_assert_eq!(Standing::of(&guess, &seven(), actual, plan(), on).status, Status::ToConfirm);
        }

        #[test]
        fn more_is_never_worse(less in 0_u32..20, more in 0_u32..20, back in 0_i32..600) {
            let (less, more) = (less.min(more), less.max(more));
            let mut on = plan().end;
            for _ in 0..back { on = on.before(); }
            let late = |actual: u32| Standing::of(&indicator(), &seven(), Some(f64::from(actual)), plan(), on).status.is_late();
            prop_assert!(!late(more) || late(less), "{more} late, {less} not");
        }
    }
}
