//! How sure a division is when the demand is not: pressures under many demands drawn by chance.
//!
//! The volume of a service is drawn from a triangle between its low and its high with the expected volume at the top; the
//! services are drawn independently, and all CPIs share what is drawn, as they share the region's volumes; a province's own
//! volume moves in the same proportion as the region's. The same seed gives the same answer on every machine.

use std::ops::ControlFlow;

use serde::{Deserialize, Serialize};

use super::{Sizing, chance::Chance};
use crate::{
    code::ServiceCode,
    problem::{Fields, Problem, Rule, out_of},
};

/// The most demands that one answer may draw.
pub const MAX_SAMPLES: u32 = 1_000_000;
/// The most numbers that one answer keeps: samples times CPIs.
const MAX_NUMBERS: usize = 45_000_000;
/// The most units of a service, a year.
pub(super) const MAX_VOLUME: f64 = 1e9;
/// Demands that are drawn between two reports of the progress.
const REPORT_EVERY: u32 = 256;

/// How far the volume of a service may be from what is expected, units a year.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct VolumeRange {
    /// The service.
    pub service: ServiceCode,
    /// The least that is thought possible.
    pub low: f64,
    /// The most that is thought possible.
    pub high: f64,
}

/// What is asked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Uncertainty {
    /// The services that are uncertain; the others keep their expected volume.
    pub volumes: Vec<VolumeRange>,
    /// A pressure that should not be passed.
    pub threshold: f64,
    /// How many demands to draw.
    pub samples: u32,
    /// What decides the draw.
    pub seed: u64,
}

/// What the drawn demands came to, for one CPI.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Risk {
    /// The share of demands under which the pressure passes the threshold, 0 to 1.
    pub probability: f64,
    /// Operators needed: the tenth, the fiftieth and the ninetieth of a hundred demands in order, FTE.
    pub required: [f64; 3],
}

/// What the drawn demands came to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Risks {
    /// Demands that were drawn; fewer than asked when the draw was stopped.
    pub samples: u32,
    /// One entry a CPI, in the sizing's order.
    pub cpis: Vec<Risk>,
}

/// Draws demands and looks at the pressure of each CPI, with `staff` operators there (FTE, shape `[cpis]`).
///
/// `watch` hears how many demands were drawn, and may stop the draw. Time O(samples · (services · profiles + cpis)), and the
/// sorting of the samples; memory O(samples · cpis).
///
/// # Errors
/// [`Problem::Invalid`] names `staff`, `threshold`, `samples`, or `volumes.N.service`, `.low`, `.high`.
pub fn risks(
    sizing: &Sizing,
    staff: &[f64],
    asked: &Uncertainty,
    watch: &mut dyn FnMut(u32) -> ControlFlow<()>,
) -> Result<Risks, Problem> {
    let triangles = triangles(sizing, staff, asked)?;
    let mut chance = Chance::new(asked.seed);
    let cpis = sizing.cpis().len();
    let mut needs = vec![Vec::new(); cpis];
    let mut passed = vec![0_u32; cpis];
    let mut drawn = 0;
    let mut volumes = sizing.volumes().to_vec();
    while drawn < asked.samples {
        if drawn % REPORT_EVERY == 0 && watch(drawn).is_break() {
            break;
        }
        for (service, triangle) in &triangles {
            volumes[*service] = triangle.at(chance.share());
        }
        for (cpi, required) in sizing.required_by_cpi(&volumes).into_iter().enumerate() {
            // Pressure above the threshold, without dividing by a staff of nobody.
            passed[cpi] += u32::from(required > asked.threshold * staff[cpi]);
            needs[cpi].push(required);
        }
        drawn += 1;
    }
    let risk = |(mut needs, passed): (Vec<f64>, u32)| {
        needs.sort_by(f64::total_cmp);
        let at = |tenths: usize| needs.get(needs.len().saturating_sub(1) * tenths / 10).copied().unwrap_or_default();
        Risk { probability: f64::from(passed) / f64::from(drawn.max(1)), required: [at(1), at(5), at(9)] }
    };
    Ok(Risks { samples: drawn, cpis: needs.into_iter().zip(passed).map(risk).collect() })
}

/// A triangular distribution.
pub(super) struct Triangle {
    pub(super) low: f64,
    top: f64,
    pub(super) high: f64,
}

impl Triangle {
    /// The value below which this share of all draws lies.
    fn at(&self, share: f64) -> f64 {
        let width = self.high - self.low;
        if width <= 0.0 {
            return self.top;
        }
        if share * width < self.top - self.low {
            self.low + (share * width * (self.top - self.low)).sqrt()
        } else {
            self.high - ((1.0 - share) * width * (self.high - self.top)).sqrt()
        }
    }
}

fn triangles(sizing: &Sizing, staff: &[f64], asked: &Uncertainty) -> Result<Vec<(usize, Triangle)>, Problem> {
    let mut fields = Fields::default();
    let wrong_staff = staff.len() != sizing.cpis().len() || staff.iter().any(|fte| out_of(*fte, 0.0, 1e9).is_some());
    fields.check("staff", wrong_staff.then_some(Rule::NotANumber));
    fields.check("threshold", out_of(asked.threshold, 0.0, 1_000.0));
    let most = u32::try_from(MAX_NUMBERS / sizing.cpis().len().max(1)).unwrap_or(MAX_SAMPLES).min(MAX_SAMPLES);
    fields.check("samples", out_of(f64::from(asked.samples), 1.0, f64::from(most)));
    let triangles = triangles_of(sizing, &asked.volumes, &mut fields);
    fields.finish()?;
    Ok(triangles)
}

/// The place of each service in the sizing with its triangle. What is wrong is noted as `volumes.N.service`, `.low`, `.high`.
pub(super) fn triangles_of(sizing: &Sizing, volumes: &[VolumeRange], fields: &mut Fields) -> Vec<(usize, Triangle)> {
    let mut triangles: Vec<(usize, Triangle)> = Vec::new();
    for (index, range) in volumes.iter().enumerate() {
        let field = |part: &str| format!("volumes.{index}.{part}");
        let Some(service) = sizing.services().iter().position(|known| *known == range.service) else {
            fields.push(field("service"), Rule::Unknown);
            continue;
        };
        if triangles.iter().any(|(known, _)| *known == service) {
            fields.push(field("service"), Rule::Duplicate);
            continue;
        }
        let top = sizing.volumes()[service];
        let low = fields.check(field("low"), out_of(range.low, 0.0, top));
        let high = fields.check(field("high"), out_of(range.high, top, MAX_VOLUME));
        if low && high {
            triangles.push((service, Triangle { low: range.low, top, high: range.high }));
        }
    }
    triangles
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::staffing::sizing::tests::{assumptions, catchment};

    fn sizing() -> Sizing {
        let assumptions = assumptions(2, &[10_000, 4_000]);
        Sizing::of(&assumptions, &[catchment(1, 30_000), catchment(2, 10_000)]).expect("good figures")
    }

    fn asked(sizing: &Sizing, samples: u32) -> Uncertainty {
        let volumes = sizing.services().iter().zip(sizing.volumes()).map(|(service, &expected)| VolumeRange {
            service: service.clone(),
            low: expected * 0.8,
            high: expected * 1.3,
        });
        Uncertainty { volumes: volumes.collect(), threshold: 1.0, samples, seed: 7 }
    }

    fn go(_: u32) -> ControlFlow<()> {
        ControlFlow::Continue(())
    }

    #[test]
    fn plenty_of_staff_is_safe_and_none_is_not() {
        let sizing = sizing();
        let needed = sizing.required_by_cpi(sizing.volumes());
        let answer = risks(&sizing, &[needed[0] * 1.31, 0.0], &asked(&sizing, 2_000), &mut go).expect("good input");
        assert_eq!((answer.cpis[0].probability, answer.cpis[1].probability), (0.0, 1.0));
        let risk = &answer.cpis[0];
        assert!(risk.required[0] < risk.required[1] && risk.required[1] < risk.required[2]);
        assert!((needed[0] - sizing.required()[..2].iter().sum::<f64>()).abs() < 1e-9, "the same need as the sizing's");
    }

    #[test]
    fn the_share_that_passes_is_that_of_the_triangle() {
        let sizing = sizing();
        let mut asked = asked(&sizing, 100_000);
        asked.volumes.truncate(1);
        let volumes = sizing.volumes();
        let (low, top, high) = (volumes[0] * 0.8, volumes[0], volumes[0] * 1.3);
        // Staff that is just enough for a volume of 1.1 times what is expected.
        let staff = sizing.required_by_cpi(&[top * 1.1, volumes[1]]);
        let answer = risks(&sizing, &staff, &asked, &mut go).expect("good input");
        let expected = (high - top * 1.1) * (high - top * 1.1) / ((high - low) * (high - top));
        for risk in &answer.cpis {
            assert!((risk.probability - expected).abs() < 0.01, "{} is not near {expected}", risk.probability);
        }
    }

    #[test]
    fn the_same_seed_gives_the_same_and_a_stop_gives_what_there_is() {
        let sizing = sizing();
        let staff = [5.0, 5.0];
        let one = risks(&sizing, &staff, &asked(&sizing, 1_000), &mut go).expect("good input");
        assert_eq!(one, risks(&sizing, &staff, &asked(&sizing, 1_000), &mut go).expect("good input"));
        let mut stop = |drawn: u32| if drawn >= 512 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) };
        let part = risks(&sizing, &staff, &asked(&sizing, 1_000), &mut stop).expect("good input");
        assert_eq!(part.samples, 512);
    }

    #[test]
    fn wrong_input_is_named() {
        let sizing = sizing();
        let mut asked = asked(&sizing, 0);
        asked.threshold = f64::NAN;
        asked.volumes[0].low = -1.0;
        asked.volumes[1].high = f64::INFINITY;
        asked.volumes.push(asked.volumes[0].clone());
        let Err(Problem::Invalid { fields }) = risks(&sizing, &[1.0], &asked, &mut go) else { panic!("it is wrong") };
        let named: Vec<&str> = fields.iter().map(|problem| problem.field.as_str()).collect();
        assert_eq!(named, ["staff", "threshold", "samples", "volumes.0.low", "volumes.1.high", "volumes.2.low"]);
    }
}
