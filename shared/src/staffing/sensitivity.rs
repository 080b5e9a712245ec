//! Which figure moves the need most: each is made a little less and a little more by itself, and all is sized anew.

use serde::{Deserialize, Serialize};

use super::{Assumptions, FigureKey, Sizing, WorkingTimeTerm};
use crate::{
    code::{CpiCode, ProfileCode},
    problem::{Fields, Problem, Rule, out_of},
    territory::Catchment,
};

/// How much of themselves the figures can be varied by.
pub const MAX_SHARE: f64 = 0.9;

/// The need, and what each figure does to it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Sensitivity {
    /// Operators needed under the figures as they are, FTE.
    pub need: f64,
    /// The figures, the one that moves the need most first; of two that move it as much the first by its key.
    pub swings: Vec<Swing>,
}

/// One figure, less and more.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Swing {
    /// The figure.
    pub figure: FigureKey,
    /// Its value, in its unit.
    pub value: f64,
    /// The lesser value that was tried: within the figure's bounds, and whole where it must be.
    pub low: f64,
    /// The greater value that was tried.
    pub high: f64,
    /// Operators needed at the lesser value, FTE.
    pub need_at_low: f64,
    /// Operators needed at the greater value, FTE.
    pub need_at_high: f64,
}

impl Swing {
    /// How far apart the needs are, FTE.
    pub fn width(&self) -> f64 {
        (self.need_at_high - self.need_at_low).abs()
    }
}

impl Sensitivity {
    /// Varies by `share` of itself each volume, each standard time, each category allowance and each term of the working time
    /// but the days of the calendar. The need is that of one CPI, or of the whole region.
    ///
    /// A province's own volume moves with the region's. A value that leaves no working time is left out with its figure. Time:
    /// twice a sizing for each figure.
    ///
    /// # Errors
    /// [`Problem::Invalid`] names `share`, `cpi`, or what [`Sizing::of`] names.
    pub fn of(
        assumptions: &Assumptions,
        catchments: &[Catchment],
        share: f64,
        cpi: Option<&CpiCode>,
    ) -> Result<Self, Problem> {
        let sizing = Sizing::of(assumptions, catchments)?;
        let mut fields = Fields::default();
        fields.check("share", out_of(share, 0.0, MAX_SHARE));
        let row = cpi.map(|cpi| sizing.cpis().iter().position(|known| known == cpi));
        fields.check("cpi", (row == Some(None)).then_some(Rule::Unknown));
        fields.finish()?;
        let columns = sizing.profiles().len();
        let cells = row.flatten().map_or(0..sizing.cells(), |row| row * columns..(row + 1) * columns);
        let need = |required: &[f64]| required.get(cells.clone()).unwrap_or_default().iter().sum::<f64>();
        let mut swings = Vec::new();
        for (figure, value) in figures(assumptions) {
            let at = |factor: f64| {
                let value = tried(&figure, value * factor);
                needed(assumptions, catchments, &sizing, &figure, value).map(|required| (value, need(&required)))
            };
            if let (Some((low, need_at_low)), Some((high, need_at_high))) = (at(1.0 - share), at(1.0 + share)) {
                swings.push(Swing { figure, value, low, high, need_at_low, need_at_high });
            }
        }
        swings.sort_by(|one, other| other.width().total_cmp(&one.width()).then_with(|| one.figure.cmp(&other.figure)));
        Ok(Self { need: need(sizing.required()), swings })
    }
}

/// What is varied, with its value.
fn figures(assumptions: &Assumptions) -> Vec<(FigureKey, f64)> {
    let is_varied = |term: &WorkingTimeTerm| {
        !matches!(
            term,
            WorkingTimeTerm::Weekdays | WorkingTimeTerm::PublicHolidayDays | WorkingTimeTerm::PatronSaintDays
        )
    };
    let terms = WorkingTimeTerm::ALL.into_iter().filter(is_varied);
    let mut figures: Vec<(FigureKey, f64)> =
        terms.map(|term| (FigureKey::WorkingTime(term), assumptions.working_time.term(term))).collect();
    for profile in &assumptions.profiles {
        figures.push((FigureKey::CategoryAllowance(profile.code.clone()), profile.category_allowance));
        let own = profile.working_time.iter().filter(|(term, _)| is_varied(term));
        figures.extend(own.map(|(&term, &value)| (FigureKey::OwnWorkingTime(term, profile.code.clone()), value)));
    }
    for service in &assumptions.services {
        figures.push((FigureKey::Volume(service.code.clone()), service.volume));
        figures.push((FigureKey::Minutes(service.code.clone()), service.minutes));
    }
    figures
}

/// The nearest value that the figure may have.
fn tried(figure: &FigureKey, value: f64) -> f64 {
    let (least, most) = figure.bounds();
    let value = value.clamp(least, most);
    if figure.is_whole() { value.round() } else { value }
}

/// What each cell needs when one figure is another; `None` when that makes no sense.
fn needed(
    assumptions: &Assumptions,
    catchments: &[Catchment],
    sizing: &Sizing,
    figure: &FigureKey,
    value: f64,
) -> Option<Vec<f64>> {
    if let FigureKey::Volume(service) = figure {
        let mut volumes = sizing.volumes().to_vec();
        *volumes.get_mut(sizing.services().iter().position(|known| known == service)?)? = value;
        return Some(sizing.required_with(&volumes));
    }
    let mut varied = assumptions.clone();
    let of_profile = |code: &ProfileCode| assumptions.profiles.iter().position(|profile| profile.code == *code);
    match figure {
        FigureKey::WorkingTime(term) => varied.working_time = varied.working_time.with(*term, value),
        FigureKey::OwnWorkingTime(term, code) => {
            varied.profiles.get_mut(of_profile(code)?)?.working_time.insert(*term, value);
        }
        FigureKey::CategoryAllowance(code) => varied.profiles.get_mut(of_profile(code)?)?.category_allowance = value,
        FigureKey::Minutes(code) => {
            varied.services.iter_mut().find(|service| service.code == *code)?.minutes = value;
        }
        _ => return None,
    }
    Some(Sizing::of(&varied, catchments).ok()?.required().to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::staffing::sizing::tests::{assumptions, catchment};

    fn catchments() -> [Catchment; 2] {
        [catchment(1, 30_000), catchment(2, 10_000)]
    }

    fn total(assumptions: &Assumptions) -> f64 {
        Sizing::of(assumptions, &catchments()).expect("good figures").required().iter().sum()
    }

    #[test]
    fn each_swing_is_the_need_of_a_sizing_with_that_value() {
        let assumptions = assumptions(2, &[10_000, 4_001]);
        let told = Sensitivity::of(&assumptions, &catchments(), 0.1, None).expect("good figures");
        assert_eq!(told.need, total(&assumptions));
        assert!(told.swings.len() >= 5 + 2 + 4, "{}", told.swings.len());
        assert!(told.swings.is_sorted_by(|one, other| one.width() >= other.width()));
        for swing in &told.swings {
            for (value, need) in [(swing.low, swing.need_at_low), (swing.high, swing.need_at_high)] {
                let mut varied = assumptions.clone();
                match &swing.figure {
                    FigureKey::WorkingTime(term) => varied.working_time = varied.working_time.with(*term, value),
                    FigureKey::CategoryAllowance(code) => {
                        let profile = varied.profiles.iter_mut().find(|profile| profile.code == *code);
                        profile.expect("known").category_allowance = value;
                    }
                    FigureKey::Volume(code) => {
                        assert_eq!(value, value.round(), "a volume is whole");
                        varied.services.iter_mut().find(|service| service.code == *code).expect("known").volume = value;
                    }
                    FigureKey::Minutes(code) => {
                        varied.services.iter_mut().find(|service| service.code == *code).expect("known").minutes =
                            value;
                    }
                    other => panic!("{other} is not varied"),
                }
                assert!((total(&varied) - need).abs() < 1e-9, "{}", swing.figure);
            }
        }
        let minutes = told.swings.iter().filter(|swing| matches!(swing.figure, FigureKey::Minutes(_)));
        assert!(minutes.clone().all(|swing| swing.need_at_low < told.need && told.need < swing.need_at_high));
    }

    #[test]
    fn the_parts_of_one_job_centre_are_its_own() {
        let assumptions = assumptions(2, &[10_000, 4_000]);
        let all = Sensitivity::of(&assumptions, &catchments(), 0.2, None).expect("good figures");
        let of = |number: usize| {
            let cpi = catchment(number, 1).cpi;
            Sensitivity::of(&assumptions, &catchments(), 0.2, Some(&cpi)).expect("good figures")
        };
        let (one, other) = (of(1), of(2));
        assert!((one.need + other.need - all.need).abs() < 1e-9 && one.need > other.need);
    }

    #[test]
    fn bounds_are_kept_and_nonsense_is_named() {
        let mut assumptions = assumptions(1, &[10_000]);
        assumptions.working_time.hours_per_week = 59.0;
        let told = Sensitivity::of(&assumptions, &catchments(), 0.5, None).expect("good figures");
        let week =
            told.swings.iter().find(|swing| swing.figure == FigureKey::WorkingTime(WorkingTimeTerm::HoursPerWeek));
        assert_eq!(week.map(|swing| (swing.low, swing.high)), Some((29.5, 60.0)));
        let nowhere = CpiCode::new("ZZ99").expect("a code");
        let Err(Problem::Invalid { fields }) = Sensitivity::of(&assumptions, &catchments(), f64::NAN, Some(&nowhere))
        else {
            panic!("it is wrong")
        };
        let named: Vec<&str> = fields.iter().map(|field| field.field.as_str()).collect();
        assert_eq!(named, ["share", "cpi"]);
    }
}
