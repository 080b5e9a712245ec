//! Classes of pressure for colours: fixed breaks with a meaning, which do not move while a planner types.

/// Where one class ends and the next begins. 1 is balance.
/// The last two tell a region without any new operator apart: with the built-in plan it lies between 1.35 and 1.8.
pub const BREAKS: [f64; 7] = [0.80, 0.90, 0.97, 1.03, 1.15, 1.35, 1.60];

/// A class of pressure, from idle (1) to overrun (8), or nobody there at all (9).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PressureClass(u8);

/// How many classes there are.
pub const CLASSES: u8 = BREAKS.len() as u8 + 2;

/// The class of a pressure. Work with nobody there (infinite) is a class of its own, the last.
pub fn of(pressure: f64) -> PressureClass {
    if pressure.is_finite() {
        PressureClass(BREAKS.iter().filter(|&&end| pressure >= end).count() as u8 + 1)
    } else {
        PressureClass(CLASSES)
    }
}

impl PressureClass {
    /// All classes, from idle to nobody there.
    pub fn all() -> impl Iterator<Item = Self> {
        (1..=CLASSES).map(Self)
    }

    /// 1 to [`CLASSES`].
    pub fn number(self) -> u8 {
        self.0
    }

    /// Its bounds: from, inclusive, and to, exclusive; `None` where it is open. The last class has neither.
    pub fn bounds(self) -> (Option<f64>, Option<f64>) {
        let at = |index: usize| BREAKS.get(index).copied();
        if self.0 == CLASSES {
            (None, None)
        } else {
            ((self.0 as usize).checked_sub(2).and_then(at), at(self.0 as usize - 1))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pressure_has_a_class_and_the_classes_meet() {
        assert_eq!(of(0.0).number(), 1);
        assert_eq!(of(0.80).number(), 2);
        assert_eq!(of(1.0).number(), 4);
        assert_eq!(of(1.5).number(), 7);
        assert_eq!(of(1.6).number(), 8);
        assert_eq!(of(f64::INFINITY).number(), CLASSES);
        assert_eq!(of(f64::NAN).number(), CLASSES);
        let bounds: Vec<_> = PressureClass::all().map(PressureClass::bounds).collect();
        assert_eq!(bounds[0], (None, Some(0.80)));
        assert_eq!(bounds[7], (Some(1.60), None));
        assert_eq!(bounds[8], (None, None));
        for pair in bounds[..8].windows(2) {
            assert_eq!(pair[0].1, pair[1].0);
        }
    }
}
