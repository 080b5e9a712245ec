//! What somebody measured: checked before it is kept, corrected by a newer one, never overwritten.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Day, Frequency, Indicator, Measure, Period, Reach, Territory};
use crate::{
    code::ProvinceCode,
    problem::{Fields, Problem, Rule, out_of},
};

/// The greatest value that is kept.
pub const MAX_VALUE: f64 = 1e9;
/// The longest source, in characters.
pub const MAX_SOURCE: u32 = 200;
/// The longest note, in characters.
pub const MAX_NOTE: u32 = 2_000;

/// A measurement as somebody states it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NewMeasurement {
    /// The value, in the indicator's unit.
    pub value: f64,
    /// The day on which it stood so.
    pub day: Day,
    /// Where it comes from: a register, a report, a count.
    pub source: String,
    /// What else there is to say.
    pub note: String,
}

impl NewMeasurement {
    /// Checks a measurement of an indicator in a territory, made on a day. Gives it with its texts trimmed.
    ///
    /// # Errors
    /// [`Problem::Invalid`] with every field that breaks a rule: `value`, `day`, `source`, `note`, `territory`.
    pub fn check(
        mut self,
        indicator: &Indicator,
        territory: &Territory,
        earliest: Day,
        today: Day,
    ) -> Result<Self, Problem> {
        self.source = self.source.trim().to_owned();
        self.note = self.note.trim().to_owned();
        let mut fields = Fields::default();
        let greatest = if indicator.measure == Measure::Percent { 100.0 } else { MAX_VALUE };
        let whole = indicator.measure != Measure::Count || self.value % 1.0 == 0.0;
        fields.check("value", out_of(self.value, 0.0, greatest).or_else(|| (!whole).then_some(Rule::NotWhole)));
        let late = (self.day > today).then(|| Rule::TooLate { latest: today.to_string() });
        let early = (self.day < earliest).then(|| Rule::TooEarly { earliest: earliest.to_string() });
        fields.check("day", late.or(early));
        fields.check("source", text(&self.source, 1, MAX_SOURCE));
        fields.check("note", text(&self.note, 0, MAX_NOTE));
        fields.check("territory", (territory.reach() > indicator.finest).then_some(Rule::Unknown));
        fields.finish()?;
        Ok(self)
    }
}

fn text(text: &str, min: usize, max: u32) -> Option<Rule> {
    let length = text.chars().count();
    if length < min {
        Some(Rule::Required)
    } else if text.chars().any(|letter| letter.is_control() && letter != '\n') {
        Some(Rule::Unknown)
    } else {
        (length > max as usize).then_some(Rule::TooLong { max })
    }
}

/// A measurement that stands: nobody has corrected it.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    /// Where.
    pub territory: Territory,
    /// The day on which it stood so.
    pub day: Day,
    /// Its place among all measurements, in the order in which they were made.
    pub order: i64,
    /// The value.
    pub value: f64,
    /// Whether the region has confirmed it.
    pub confirmed: bool,
}

/// The value that measurements give for a territory on a day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Taken {
    /// The value.
    pub value: f64,
    /// The day of the newest measurement in it.
    pub day: Day,
    /// Whether all that went into it is confirmed.
    pub confirmed: bool,
    /// How many smaller territories it was added up from; 0 when it was measured as a whole.
    pub parts: u32,
}

/// What measurements say of a territory on a day: the newest of the territory itself within the period, or, for what can be counted
/// together, the sum over the provinces or job centres that were measured.
pub fn taken(
    indicator: &Indicator,
    measured: &[Measured],
    territory: &Territory,
    within: Period,
    on: Day,
) -> Option<Taken> {
    let resets = !matches!(
        indicator.frequency,
        Frequency::Once | Frequency::Continuous | Frequency::Years | Frequency::Unprinted
    );
    let counts = |one: &&Measured| one.day <= on && (!resets || (one.day >= within.start && one.day <= within.end));
    let mut newest = BTreeMap::<&Territory, &Measured>::new();
    for one in measured.iter().filter(counts).filter(|one| territory.holds(&one.territory)) {
        let at = newest.entry(&one.territory).or_insert(one);
        if (one.day, one.order) >= (at.day, at.order) {
            *at = one;
        }
    }
    if let Some(own) = newest.get(territory) {
        return Some(Taken { value: own.value, day: own.day, confirmed: own.confirmed, parts: 0 });
    }
    if indicator.measure != Measure::Count {
        return None;
    }
    // A province that was measured as a whole stands for its job centres.
    let provinces: Vec<ProvinceCode> = newest.keys().filter_map(|place| province(place)).collect();
    let covered = |place: &Territory| match place {
        Territory::Cpi(cpi) => territory.reach() < Reach::Province && provinces.iter().any(|own| cpi.is_of(own)),
        _ => false,
    };
    let parts: Vec<&Measured> = newest.iter().filter(|(place, _)| !covered(place)).map(|(_, one)| *one).collect();
    Some(Taken {
        value: parts.iter().map(|one| one.value).sum(),
        day: parts.iter().map(|one| one.day).max()?,
        confirmed: parts.iter().all(|one| one.confirmed),
        parts: parts.len() as u32,
    })
}

fn province(place: &Territory) -> Option<ProvinceCode> {
    if let Territory::Province(code) = place { Some(code.clone()) } else { None }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::plan::{Certainty, Comparator};

    fn day(text: &str) -> Day {
        text.parse().expect("a day")
    }

    fn indicator(measure: Measure, frequency: Frequency) -> Indicator {
        Indicator {
            code: "I".into(),
            measure,
            comparator: Comparator::AtLeast,
            frequency,
            finest: Reach::Cpi,
            certainty: Certainty::High,
            conditional: false,
            derived: None,
            targets: Vec::new(),
            start: None,
        }
    }

    fn measured(place: &str, on: &str, order: i64, value: f64) -> Measured {
        let territory = Territory::of_code(place).expect("a territory");
        Measured { territory, day: day(on), order, value, confirmed: order % 2 == 0 }
    }

    const PLAN: (&str, &str) = ("2020-03-02", "2021-12-31");

    fn plan() -> Period {
        Period { start: day(PLAN.0), end: day(PLAN.1) }
    }

    #[test]
    fn every_field_that_is_wrong_is_named() {
        let wrong = NewMeasurement { value: 1.5, day: day("2030-01-01"), source: "  ".into(), note: "x".repeat(2_001) };
        let of = Indicator { finest: Reach::Region, ..indicator(Measure::Count, Frequency::Once) };
        let foggia = Territory::of_code("FG").expect("a province");
        let told = wrong.check(&of, &foggia, day("2015-01-01"), day("2021-01-01"));
        let Err(Problem::Invalid { fields }) = told else { panic!("{told:?}") };
        assert_eq!(
            fields.iter().map(|field| field.field.as_str()).collect::<Vec<_>>(),
            ["value", "day", "source", "note", "territory"]
        );
        let share =
            NewMeasurement { value: 100.5, day: day("2020-05-01"), source: "registro".into(), note: String::new() };
        let percent = indicator(Measure::Percent, Frequency::Once);
        assert!(share.clone().check(&percent, &foggia, day("2015-01-01"), day("2021-01-01")).is_err(), "more than all");
        let good = NewMeasurement { value: 99.5, source: " registro ".into(), ..share };
        let kept = good.check(&percent, &foggia, day("2015-01-01"), day("2021-01-01")).expect("it is good");
        assert_eq!(kept.source, "registro");
        let control = NewMeasurement { source: "a\0".into(), ..kept };
        assert!(
            control.check(&percent, &foggia, day("2015-01-01"), day("2021-01-01")).is_err(),
            "no database keeps it"
        );
    }

    #[test]
    fn the_newest_of_the_territory_stands_and_provinces_add_up_to_the_region() {
        let of = indicator(Measure::Count, Frequency::Once);
        let mut all = vec![
            measured("FG", "2020-06-01", 2, 10.0),
            measured("FG", "2020-07-01", 4, 14.0),
            measured("FG01", "2020-07-02", 6, 9.0),
            measured("LE01", "2020-08-01", 8, 3.0),
            measured("LE02", "2020-08-01", 9, 4.0),
        ];
        let on = |all: &[Measured], place: &str, on: &str| {
            taken(&of, all, &Territory::of_code(place).expect("one"), plan(), day(on))
        };
        assert_eq!(on(&all, "FG", "2020-06-30").map(|taken| taken.value), Some(10.0));
        let region = on(&all, "", "2020-12-31").expect("parts");
        assert_eq!(
            (region.value, region.parts, region.confirmed),
            (21.0, 3, false),
            "Foggia as a whole, and two centres of Lecce"
        );
        assert_eq!(on(&all, "LE", "2020-12-31").map(|taken| (taken.value, taken.parts)), Some((7.0, 2)));
        assert_eq!(on(&all, "BA", "2020-12-31"), None, "never a nought");
        all.push(measured("", "2020-09-01", 10, 30.0));
        assert_eq!(on(&all, "", "2020-12-31").map(|taken| (taken.value, taken.parts)), Some((30.0, 0)));
        let share = indicator(Measure::Percent, Frequency::Once);
        assert_eq!(
            taken(&share, &all[..5], &Territory::Region, plan(), day("2020-12-31")),
            None,
            "shares are not added"
        );
    }

    #[test]
    fn what_is_due_each_year_begins_anew() {
        let of = indicator(Measure::Count, Frequency::Annual);
        let year = Period { start: day("2021-01-01"), end: day("2021-12-31") };
        let all = [measured("", "2020-12-31", 2, 2.0)];
        assert_eq!(taken(&of, &all, &Territory::Region, year, day("2021-02-01")), None);
    }

    proptest! {
        #[test]
        fn the_order_in_which_measurements_are_told_does_not_matter(
            made in proptest::collection::vec((0_usize..5, 1_i32..28, 0_u32..100), 1..20), turn in 0_usize..20,
        ) {
            let places = ["", "FG", "FG01", "LE01", "LE02"];
            let mut all: Vec<Measured> = made.iter().enumerate().map(|(order, (place, at, value))| {
                measured(places[*place], &format!("2020-06-{at:02}"), order as i64, f64::from(*value))
            }).collect();
            let of = indicator(Measure::Count, Frequency::Once);
            let told = taken(&of, &all, &Territory::Region, plan(), day("2021-01-01"));
            let turn = turn % all.len();
            all.rotate_left(turn);
            prop_assert_eq!(taken(&of, &all, &Territory::Region, plan(), day("2021-01-01")), told);
        }
    }
}
