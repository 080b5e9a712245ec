//! What an indicator asks for: how much, by when, where, and how surely it was read.

use super::Counted;
use crate::code::{CpiCode, ProvinceCode};

macro_rules! named {
    ($(#[$doc:meta])* $name:ident { $($(#[$of:meta])* $variant:ident = $text:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $name { $($(#[$of])* $variant,)+ }

        impl $name {
            /// All of them.
            pub const ALL: [Self; [$(Self::$variant),+].len()] = [$(Self::$variant),+];

            /// The name in the data.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $text,)+ }
            }

            /// Reads the name in the data. `None` when it is none.
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.into_iter().find(|known| known.name() == name)
            }
        }
    };
}
pub(super) use named;

named! {
    /// How often what is asked for is due.
    Frequency {
        /// Once in the plan.
        Once = "once",
        /// Anew in each year.
        Annual = "annual",
        /// Anew in each half of a year.
        Semiannual = "semiannual",
        /// Anew in each quarter.
        Quarterly = "quarterly",
        /// Anew in each month.
        Monthly = "monthly",
        /// At any time.
        Continuous = "continuous",
        /// By the act's own years: each has its value.
        Years = "years",
        /// The act does not say: as once in the plan.
        Unprinted = "",
    }
}

named! {
    /// What kind of number it is.
    Measure {
        /// Whole things.
        Count = "count",
        /// Of a hundred.
        Percent = "percent",
        /// Any other number: a ratio, a growth.
        Ratio = "ratio",
    }
}

named! {
    /// How surely the target was read in the act.
    Certainty {
        /// Printed beside its label.
        High = "high",
        /// Printed, and its place follows from the order of the table.
        Medium = "medium",
        /// A guess: shown, never scored.
        Low = "low",
    }
}

named! {
    /// The finest territory that is measured.
    Reach {
        /// The region alone.
        Region = "region",
        /// Each province.
        Province = "province",
        /// Each job centre.
        Cpi = "cpi",
    }
}

named! {
    /// How a value is held against its target. What is printed as an equality is reached by more, too.
    Comparator {
        /// As many.
        Exactly = "=",
        /// At least as many.
        AtLeast = ">=",
        /// At most as many.
        AtMost = "<=",
    }
}

impl Comparator {
    /// Whether a value is as good as a mark, or better.
    pub fn holds(self, value: f64, mark: f64) -> bool {
        match self {
            Self::Exactly | Self::AtLeast => value >= mark,
            Self::AtMost => value <= mark,
        }
    }
}

/// Where something is measured.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Territory {
    /// The whole region.
    #[default]
    Region,
    /// One province.
    Province(ProvinceCode),
    /// One job centre.
    Cpi(CpiCode),
}

impl Territory {
    /// Reads a code: nothing is the region, letters a province, letters and digits a job centre.
    pub fn of_code(code: &str) -> Option<Self> {
        if code.is_empty() {
            Some(Self::Region)
        } else if code.bytes().any(|byte| byte.is_ascii_digit()) {
            CpiCode::new(code).ok().map(Self::Cpi)
        } else {
            ProvinceCode::new(code).ok().map(Self::Province)
        }
    }

    /// The code; empty for the region.
    pub fn code(&self) -> &str {
        match self {
            Self::Region => "",
            Self::Province(code) => code.as_str(),
            Self::Cpi(code) => code.as_str(),
        }
    }

    /// How fine it is.
    pub fn reach(&self) -> Reach {
        match self {
            Self::Region => Reach::Region,
            Self::Province(_) => Reach::Province,
            Self::Cpi(_) => Reach::Cpi,
        }
    }

    /// Whether a smaller territory lies in this one. Each lies in itself.
    pub fn holds(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Region, _) => true,
            (Self::Province(own), Self::Cpi(cpi)) => cpi.is_of(own),
            _ => self == other,
        }
    }
}

/// A target as the act gives it.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    /// The year by whose end it is due; none for the whole plan.
    pub year: Option<i32>,
    /// The region's value. `None` when only a share of the whole plan's is printed.
    pub value: Option<f64>,
    /// The share of the whole plan's value, of a hundred.
    pub share: Option<f64>,
    /// What each province owes of it, where the act says.
    pub per_province: Option<f64>,
    /// What each job centre owes of it, where the act says.
    pub per_cpi: Option<f64>,
    /// How surely it was read.
    pub certainty: Certainty,
}

/// The value of one year of the act.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct YearTarget {
    /// Due by the end of this year.
    pub year: i32,
    /// How much.
    pub value: f64,
}

/// An indicator's definition.
#[derive(Clone, Debug, PartialEq)]
pub struct Indicator {
    /// Its code.
    pub code: String,
    /// The kind of number.
    pub measure: Measure,
    /// How a value is held against the target.
    pub comparator: Comparator,
    /// How often it is due.
    pub frequency: Frequency,
    /// The finest territory that is measured.
    pub finest: Reach,
    /// How surely it was read as a whole.
    pub certainty: Certainty,
    /// Whether it begins only when a condition is met.
    pub conditional: bool,
    /// What is counted for it, if it is counted.
    pub derived: Option<Counted>,
    /// Its targets.
    pub targets: Vec<Target>,
    /// Where it started, where the act says: the year by whose end, and the value.
    pub start: Option<YearTarget>,
}

/// What is asked for in one territory.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Goal {
    /// For the whole plan.
    pub whole: Option<f64>,
    /// By the end of each year that the act names, in order.
    pub years: Vec<YearTarget>,
}

impl Goal {
    /// The value at the very end.
    pub fn last(&self) -> Option<f64> {
        self.years.last().map(|target| target.value).or(self.whole)
    }
}

impl Indicator {
    /// What is asked for in a territory, given how many job centres it has. What was read with little certainty is no goal.
    pub fn goal(&self, territory: &Territory, cpis: u32) -> Goal {
        let mut goal = Goal::default();
        let sure = self.targets.iter().filter(|target| target.certainty != Certainty::Low);
        let whole = sure.clone().find(|target| target.year.is_none()).and_then(|target| target.value);
        for target in sure {
            let of_share = || Some(whole? * target.share? / 100.0);
            let Some(value) = self.part(target, target.value.or_else(of_share), territory, cpis) else { continue };
            match target.year {
                None => goal.whole = Some(value),
                Some(year) => goal.years.push(YearTarget { year, value }),
            }
        }
        goal.years.sort_by_key(|target| target.year);
        goal
    }

    /// The part of the region's value that a territory owes.
    fn part(&self, target: &Target, value: Option<f64>, territory: &Territory, cpis: u32) -> Option<f64> {
        if territory.reach() > self.finest {
            return None;
        }
        match territory {
            Territory::Region => value,
            // A share of people, and a ratio, are the same wherever one looks.
            _ if self.measure != Measure::Count => value,
            Territory::Province(_) => target.per_province.or_else(|| Some(target.per_cpi? * f64::from(cpis))),
            Territory::Cpi(_) => target.per_cpi,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target(value: f64) -> Target {
        Target {
            year: None,
            value: Some(value),
            share: None,
            per_province: None,
            per_cpi: None,
            certainty: Certainty::High,
        }
    }

    fn indicator(measure: Measure, finest: Reach, targets: Vec<Target>) -> Indicator {
        Indicator {
            code: "I".into(),
            measure,
            comparator: Comparator::AtLeast,
            frequency: Frequency::Once,
            finest,
            certainty: Certainty::High,
            conditional: false,
            derived: None,
            targets,
            start: None,
        }
    }

    #[test]
    fn each_territory_owes_its_part_and_a_share_is_the_same_everywhere() {
        let foggia = Territory::of_code("FG").expect("a province");
        let centre = Territory::of_code("FG03").expect("a job centre");
        let per_cpi = indicator(Measure::Count, Reach::Cpi, vec![Target { per_cpi: Some(1.0), ..target(43.0) }]);
        assert_eq!(per_cpi.goal(&Territory::Region, 43).whole, Some(43.0));
        assert_eq!(per_cpi.goal(&foggia, 7).whole, Some(7.0));
        assert_eq!(per_cpi.goal(&centre, 1).whole, Some(1.0));
        let per_province =
            indicator(Measure::Count, Reach::Province, vec![Target { per_province: Some(1.0), ..target(7.0) }]);
        assert_eq!(per_province.goal(&foggia, 7).whole, Some(1.0));
        assert_eq!(per_province.goal(&centre, 1).whole, None, "no job centre owes a partnership");
        let plans = indicator(Measure::Count, Reach::Cpi, vec![target(37_500.0)]);
        assert_eq!(plans.goal(&foggia, 7).whole, None, "the act does not divide it");
        let share = indicator(Measure::Percent, Reach::Cpi, vec![target(100.0)]);
        assert_eq!(share.goal(&centre, 1).whole, Some(100.0));
    }

    #[test]
    fn a_year_may_be_a_share_of_the_whole_and_a_guess_is_no_goal() {
        let year = |year, share, certainty| Target {
            year: Some(year),
            value: None,
            share: Some(share),
            certainty,
            ..target(0.0)
        };
        let targets = vec![target(50_006.0), year(2020, 60.0, Certainty::Medium), year(2019, 25.0, Certainty::Low)];
        let goal = indicator(Measure::Count, Reach::Region, targets).goal(&Territory::Region, 43);
        assert_eq!(goal.years, [YearTarget { year: 2020, value: 50_006.0 * 60.0 / 100.0 }]);
        assert_eq!(goal.whole, Some(50_006.0));
    }

    #[test]
    fn a_territory_is_read_from_its_code_and_holds_what_lies_in_it() {
        let [region, foggia, lecce, centre] =
            ["", "FG", "LE", "FG03"].map(|code| Territory::of_code(code).expect("a territory"));
        assert!(region.holds(&centre) && foggia.holds(&centre) && !lecce.holds(&centre) && !centre.holds(&foggia));
        assert_eq!([&region, &foggia, &centre].map(Territory::code), ["", "FG", "FG03"]);
        assert_eq!(Territory::of_code("fg"), None);
    }
}
