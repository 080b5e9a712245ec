//! How far one scenario is from another: by number, and as a class for colours.

use super::Measures;

/// `other - base`: what one scenario comes to, less what another does in the same territory.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Shift {
    /// Operators placed.
    pub operators: i64,
    /// The worst pressure, as [`pressure_shift`] says.
    pub worst: f64,
    /// The mean pressure, as [`pressure_shift`] says.
    pub mean: f64,
    /// Hours unmet a year.
    pub unmet_hours: f64,
    /// Inequality. `None` where either scenario has none.
    pub gini: Option<f64>,
    /// Cost, euro cents.
    pub cost_cents: i64,
}

impl Shift {
    /// The way from one scenario to another.
    pub fn between(base: &Measures, other: &Measures) -> Self {
        Self {
            operators: signed(other.totals.placed) - signed(base.totals.placed),
            worst: pressure_shift(base.worst, other.worst),
            mean: pressure_shift(base.totals.pressure(), other.totals.pressure()),
            unmet_hours: other.totals.unmet_hours - base.totals.unmet_hours,
            gini: base.gini.zip(other.gini).map(|(base, other)| other - base),
            cost_cents: signed(other.cost_cents) - signed(base.cost_cents),
        }
    }
}

fn signed(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// `other - base` of pressures that may be infinite: nothing between two infinite ones, infinite between one and a finite.
pub fn pressure_shift(base: f64, other: f64) -> f64 {
    if base.is_infinite() && other.is_infinite() { 0.0 } else { other - base }
}

/// How many classes of shifts there are.
pub const CLASSES: u8 = 7;

/// Where the classes of a shift of operators begin: one, two, five.
const OPERATORS: [f64; 3] = [1.0, 2.0, 5.0];
/// Where the classes of a shift of the pressure begin. Below the first the two decimals that people read are the same.
const PRESSURE: [f64; 3] = [0.005, 0.10, 0.25];

/// A class of a shift: much less (-3), less, a little less, alike (0), a little more, more, much more (3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ShiftClass(i8);

impl ShiftClass {
    /// The class of a shift of operators.
    pub fn of_operators(shift: i64) -> Self {
        Self::of(shift as f64, OPERATORS)
    }

    /// The class of a shift of the pressure.
    pub fn of_pressure(shift: f64) -> Self {
        Self::of(shift, PRESSURE)
    }

    fn of(shift: f64, begins: [f64; 3]) -> Self {
        let steps = begins.iter().filter(|&&begin| shift.abs() >= begin).count() as i8;
        Self(if shift < 0.0 { -steps } else { steps })
    }

    /// All classes, from much less to much more.
    pub fn all() -> impl Iterator<Item = Self> {
        (-3..=3).map(Self)
    }

    /// -3 to 3.
    pub fn number(self) -> i8 {
        self.0
    }

    /// Its sizes in operators: from, and to, both inclusive; `None` where there is no end. Alike is from 0 to 0.
    pub fn operators(self) -> (u32, Option<u32>) {
        match self.0.abs() {
            0 => (0, Some(0)),
            1 => (1, Some(1)),
            2 => (2, Some(4)),
            _ => (5, None),
        }
    }

    /// Its sizes in pressure: from, inclusive, and to, exclusive; `None` where there is no end.
    pub fn pressures(self) -> (f64, Option<f64>) {
        let [little, more, much] = PRESSURE;
        match self.0.abs() {
            0 => (0.0, Some(little)),
            1 => (little, Some(more)),
            2 => (more, Some(much)),
            _ => (much, None),
        }
    }
}
