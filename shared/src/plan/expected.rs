//! How much should stand on a day: by the plan's period and the act's own years, never by a straight line over them.

use super::{Day, Frequency, Goal, Indicator, Measure, YearTarget};

/// From a day to a day, both within.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// The first day.
    pub start: Day,
    /// The last day.
    pub end: Day,
}

impl Period {
    /// The share of the period that is over when a day ends: 0 before it, 1 from its last day on.
    pub fn share(&self, on: Day) -> f64 {
        let whole = self.end.since(self.start) + 1;
        if whole <= 0 {
            return 1.0;
        }
        f64::from((on.since(self.start) + 1).clamp(0, whole)) / f64::from(whole)
    }

    fn within(self, plan: Self) -> Self {
        Self { start: self.start.max(plan.start), end: self.end.min(plan.end) }
    }
}

/// The period in which a day's count adds up: the plan, or its year, half, quarter or month, within the plan.
/// After the plan it is the last one, before it the first.
pub fn window(frequency: Frequency, plan: Period, on: Day) -> Period {
    let months = match frequency {
        Frequency::Annual => 12,
        Frequency::Semiannual => 6,
        Frequency::Quarterly => 3,
        Frequency::Monthly => 1,
        Frequency::Once | Frequency::Continuous | Frequency::Years | Frequency::Unprinted => return plan,
    };
    let (year, month, _) = on.clamp(plan.start, plan.end).parts();
    let first = (month - 1) / months * months + 1;
    let next = if first + months > 12 { (year + 1, 1) } else { (year, first + months) };
    match (Day::new(year, first, 1), Day::new(next.0, next.1, 1)) {
        (Ok(start), Ok(next)) => Period { start, end: next.before() }.within(plan),
        _ => plan,
    }
}

/// How much should stand when a day ends. `None` when nothing is asked for.
pub fn expected(indicator: &Indicator, goal: &Goal, plan: Period, on: Day) -> Option<f64> {
    if indicator.frequency == Frequency::Years && !goal.years.is_empty() {
        return Some(whole_things(indicator.measure, along(goal, indicator.start, plan, on)));
    }
    let target = goal.last()?;
    if is_level(indicator) {
        return Some(target);
    }
    let share = window(indicator.frequency, plan, on).share(on);
    Some(whole_things(indicator.measure, target * share))
}

/// Whether the value must stand at any time, instead of being reached by the end.
fn is_level(indicator: &Indicator) -> bool {
    let always = matches!(indicator.frequency, Frequency::Continuous | Frequency::Monthly | Frequency::Quarterly);
    always && indicator.measure != Measure::Count || indicator.frequency == Frequency::Continuous
}

/// A half of a thing is not yet due.
fn whole_things(measure: Measure, value: f64) -> f64 {
    // A last digit of the division must not cost a thing.
    if measure == Measure::Count { (value + 1e-9).floor() } else { value }
}

/// From one year's end to the next in a straight line, each year with its own; before the first year what it started with.
fn along(goal: &Goal, start: Option<YearTarget>, plan: Period, on: Day) -> f64 {
    let first = goal.years.first().map_or(plan.start.year(), |target| target.year);
    let mut from = start.filter(|start| start.year < first).unwrap_or(YearTarget { year: first - 1, value: 0.0 });
    for target in &goal.years {
        let (Ok(begins), Ok(ends)) = (Day::new(from.year + 1, 1, 1), Day::new(target.year, 12, 31)) else { break };
        if on <= ends {
            return from.value + (target.value - from.value) * Period { start: begins, end: ends }.share(on);
        }
        from = *target;
    }
    // What is left after the act's last year is due by the end of the plan.
    match (goal.whole, Day::new(from.year + 1, 1, 1)) {
        (Some(whole), Ok(start)) if start <= plan.end && whole > from.value => {
            from.value + (whole - from.value) * Period { start, end: plan.end }.share(on)
        }
        _ => from.value,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::plan::{Certainty, Comparator, Reach};

    fn day(text: &str) -> Day {
        text.parse().expect("a day")
    }

    fn plan() -> Period {
        Period { start: day("2020-03-02"), end: day("2021-12-31") }
    }

    fn of(measure: Measure, frequency: Frequency) -> Indicator {
        Indicator {
            code: "I".into(),
            measure,
            comparator: Comparator::AtLeast,
            frequency,
            finest: Reach::Region,
            certainty: Certainty::High,
            conditional: false,
            derived: None,
            targets: Vec::new(),
            start: None,
        }
    }

    fn whole(value: f64) -> Goal {
        Goal { whole: Some(value), years: Vec::new() }
    }

    #[test]
    fn the_rate_follows_the_acts_years_and_not_one_line() {
        let mut rate = of(Measure::Percent, Frequency::Years);
        rate.start = Some(YearTarget { year: 2018, value: 1.2 });
        let years = [(2019, 2.2), (2020, 3.7), (2021, 6.2)].map(|(year, value)| YearTarget { year, value });
        let goal = Goal { whole: None, years: years.to_vec() };
        let on = |text| expected(&rate, &goal, plan(), day(text)).expect("a target");
        assert_eq!(
            [on("2018-06-30"), on("2019-12-31"), on("2020-12-31"), on("2021-12-31"), on("2026-01-01")],
            [1.2, 2.2, 3.7, 6.2, 6.2]
        );
        let half = on("2021-07-02");
        assert!((half - (3.7 + 2.5 * 183.0 / 365.0)).abs() < 1e-12, "{half}");
    }

    #[test]
    fn what_is_due_each_year_begins_anew_and_the_first_year_is_the_plans() {
        let sessions = of(Measure::Count, Frequency::Annual);
        let on = |text| expected(&sessions, &whole(2.0), plan(), day(text)).expect("a target");
        assert_eq!(
            [
                on("2020-03-02"),
                on("2020-12-30"),
                on("2020-12-31"),
                on("2021-01-01"),
                on("2021-07-02"),
                on("2021-12-31")
            ],
            [0.0, 1.0, 2.0, 0.0, 1.0, 2.0]
        );
        assert_eq!(window(Frequency::Annual, plan(), day("2020-05-05")).start, day("2020-03-02"));
        assert_eq!(window(Frequency::Semiannual, plan(), day("2021-08-01")).start, day("2021-07-01"));
        assert_eq!(
            window(Frequency::Monthly, plan(), day("2026-08-01")),
            Period { start: day("2021-12-01"), end: day("2021-12-31") }
        );
    }

    #[test]
    fn what_must_stand_at_any_time_is_due_at_once() {
        for frequency in [Frequency::Continuous, Frequency::Monthly] {
            let informed = of(Measure::Percent, frequency);
            assert_eq!(expected(&informed, &whole(100.0), plan(), plan().start), Some(100.0));
        }
        assert_eq!(expected(&of(Measure::Count, Frequency::Once), &Goal::default(), plan(), plan().start), None);
    }

    fn frequencies() -> impl Strategy<Value = Frequency> {
        proptest::sample::select(Frequency::ALL.to_vec())
    }

    proptest! {
        #[test]
        fn the_expected_never_falls_within_a_period_and_ends_at_the_target(
            frequency in frequencies(), target in 1_u32..50_000, first in 0_i32..900, later in 0_i32..900,
        ) {
            let indicator = of(Measure::Count, frequency);
            let goal = whole(f64::from(target));
            let mut days = [first, later].map(|days| {
                let mut at = plan().end;
                for _ in 0..days { at = at.before(); }
                at
            });
            days.sort();
            let [one, two] = days.map(|on| expected(&indicator, &goal, plan(), on).expect("a target"));
            let of_one = window(frequency, plan(), days[0]);
            prop_assert!(one >= 0.0 && one <= f64::from(target) && one.fract() == 0.0);
            if of_one == window(frequency, plan(), days[1]) {
                prop_assert!(one <= two, "{one} before {two}");
            }
            prop_assert_eq!(expected(&indicator, &goal, plan(), of_one.end), Some(f64::from(target)));
        }
    }
}
