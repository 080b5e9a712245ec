//! The need as a band: low, likely and high volumes, each sized to the end, and other cases that a planner thinks of.
//!
//! More of a service never lowers a need, so the ends of the band are the least and the greatest need there can be while every
//! volume stays within its range.

use serde::{Deserialize, Serialize};

use super::{
    Sizing,
    allocate::Demand,
    uncertainty::{MAX_VOLUME, VolumeRange, triangles_of},
};
use crate::{
    code::ServiceCode,
    problem::{Fields, Problem, Rule, out_of},
};

/// What each cell needs at the ends of the volumes' ranges and between, FTE. Shape `[cpis][profiles]`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Band {
    /// With every volume at its low.
    pub low: Vec<f64>,
    /// With the volumes that are expected.
    pub likely: Vec<f64>,
    /// With every volume at its high.
    pub high: Vec<f64>,
}

/// Another volume of a service, units a year in the whole region.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CaseVolume {
    /// The service.
    pub service: ServiceCode,
    /// Its volume.
    pub volume: f64,
}

impl Band {
    /// Sizes the ends of the ranges. Services without one keep their expected volume.
    ///
    /// # Errors
    /// [`Problem::Invalid`] names `volumes.N.service`, `.low` or `.high`.
    pub fn of(sizing: &Sizing, volumes: &[VolumeRange]) -> Result<Self, Problem> {
        let mut fields = Fields::default();
        let ranges = triangles_of(sizing, volumes, &mut fields);
        fields.finish()?;
        let (mut low, mut high) = (sizing.volumes().to_vec(), sizing.volumes().to_vec());
        for (service, range) in ranges {
            (low[service], high[service]) = (range.low, range.high);
        }
        Ok(Self {
            low: sizing.required_with(&low),
            likely: sizing.required().to_vec(),
            high: sizing.required_with(&high),
        })
    }

    /// The likely, the low and the high case, with the staff and the present plan of a demand: who is in service does not hang on
    /// what might be asked for.
    pub fn cases(self, demand: &Demand) -> [Demand; 3] {
        [self.likely, self.low, self.high].map(|required| Demand { required, ..demand.clone() })
    }

    /// What each of some rows of so many cells needs, FTE: low, likely and high.
    pub fn by_cpi(&self, profiles: usize) -> Vec<[f64; 3]> {
        let sums = |of: &[f64]| of.chunks(profiles.max(1)).map(|row| row.iter().sum()).collect::<Vec<f64>>();
        let (low, likely, high) = (sums(&self.low), sums(&self.likely), sums(&self.high));
        low.into_iter().zip(likely).zip(high).map(|((low, likely), high)| [low, likely, high]).collect()
    }
}

/// The demand in a case in which some volumes are others; staff and present plan stay.
///
/// # Errors
/// [`Problem::Invalid`] names `volumes.N.service` or `.volume`.
pub fn in_case(sizing: &Sizing, demand: &Demand, volumes: &[CaseVolume]) -> Result<Demand, Problem> {
    let mut fields = Fields::default();
    let mut then = sizing.volumes().to_vec();
    let mut seen = vec![false; then.len()];
    for (index, volume) in volumes.iter().enumerate() {
        let field = |part: &str| format!("volumes.{index}.{part}");
        match sizing.services().iter().position(|known| *known == volume.service) {
            None => fields.push(field("service"), Rule::Unknown),
            Some(service) if seen[service] => fields.push(field("service"), Rule::Duplicate),
            Some(service) => {
                seen[service] = true;
                if fields.check(field("volume"), out_of(volume.volume, 0.0, MAX_VOLUME)) {
                    then[service] = volume.volume;
                }
            }
        }
    }
    fields.finish()?;
    Ok(Demand { required: sizing.required_with(&then), ..demand.clone() })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::staffing::sizing::tests::{assumptions, catchment};

    fn sizing(volumes: &[u32]) -> Sizing {
        let assumptions = assumptions(2, volumes);
        Sizing::of(&assumptions, &[catchment(1, 30_000), catchment(2, 10_000)]).expect("good figures")
    }

    fn range(sizing: &Sizing, service: usize, less: f64, more: f64) -> VolumeRange {
        let volume = sizing.volumes()[service];
        VolumeRange { service: sizing.services()[service].clone(), low: volume * less, high: volume * more }
    }

    #[test]
    fn the_likely_need_is_the_sizings_to_the_last_bit() {
        let sizing = sizing(&[10_000, 4_000]);
        assert_eq!(sizing.required_with(sizing.volumes()), sizing.required());
        let band = Band::of(&sizing, &[]).expect("nothing is uncertain");
        assert_eq!((&band.low, &band.high), (&band.likely, &band.likely));
    }

    proptest! {
        #[test]
        fn no_case_within_the_ranges_leaves_the_band(at in 0.0_f64..=1.0, other in 0.0_f64..=1.0, less in 0.0_f64..=1.0) {
            let sizing = sizing(&[10_000, 4_000]);
            let ranges = [range(&sizing, 0, less, 1.4), range(&sizing, 1, 0.5, 1.0)];
            let band = Band::of(&sizing, &ranges).expect("good ranges");
            let within = |range: &VolumeRange, at: f64| range.low + (range.high - range.low) * at;
            let volumes = [within(&ranges[0], at), within(&ranges[1], other)];
            let case = volumes.iter().zip(sizing.services()).map(|(&volume, service)| {
                CaseVolume { service: service.clone(), volume }
            });
            let empty = vec![0; sizing.cells()];
            let demand = Demand::of(&sizing, &assumptions(2, &[1, 1]).profiles, &empty);
            let there = in_case(&sizing, &demand, &case.collect::<Vec<_>>()).expect("a good case");
            for (cell, need) in there.required.iter().enumerate() {
                prop_assert!(*need >= band.low[cell] - 1e-9 && *need <= band.high[cell] + 1e-9);
            }
            prop_assert_eq!(&there.have, &demand.have);
            let [likely, low, high] = band.clone().cases(&demand);
            prop_assert_eq!((likely.required, low.required, high.required), (band.likely, band.low, band.high));
        }
    }

    #[test]
    fn wrong_input_is_named() {
        let sizing = sizing(&[10_000, 4_000]);
        let mut wrong = range(&sizing, 0, 1.2, 0.5);
        let named = |problem: Problem| match problem {
            Problem::Invalid { fields } => fields.into_iter().map(|field| field.field).collect::<Vec<_>>(),
            other => panic!("{other:?}"),
        };
        let told = Band::of(&sizing, std::slice::from_ref(&wrong)).expect_err("upside down");
        assert_eq!(named(told), ["volumes.0.low", "volumes.0.high"]);
        wrong.service = ServiceCode::new("Z9").expect("a code");
        assert_eq!(named(Band::of(&sizing, &[wrong]).expect_err("no such service")), ["volumes.0.service"]);
        let demand = Demand::of(&sizing, &assumptions(2, &[1, 1]).profiles, &[]);
        let service = sizing.services()[0].clone();
        let twice = [1.0, f64::NAN].map(|volume| CaseVolume { service: service.clone(), volume });
        assert_eq!(named(in_case(&sizing, &demand, &twice).expect_err("twice")), ["volumes.1.service"]);
        assert_eq!(named(in_case(&sizing, &demand, &twice[1..]).expect_err("no number")), ["volumes.0.volume"]);
    }
}
