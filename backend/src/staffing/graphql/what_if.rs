//! What the need hangs on, as partners see it: which figure moves it most, and the band that volumes leave it.

use async_graphql::{InputObject, SimpleObject};
use shared::{
    Rule,
    code::{CpiCode, ServiceCode},
    problem::Fields,
    staffing::{
        band::Band,
        sensitivity::{Sensitivity, Swing},
        uncertainty::VolumeRange,
    },
};

use super::region::Region;
use crate::error::{Error, Result};

/// The need, and what each figure does to it.
#[derive(SimpleObject)]
pub(crate) struct NeedSensitivity {
    /// Operators needed under the figures as they are, full-time equivalents.
    need: f64,
    /// The figures, the one that moves the need most first.
    #[graphql(complexity = "1 + 60 * child_complexity")]
    swings: Vec<FigureSwing>,
}

/// One figure, less and more.
#[derive(SimpleObject)]
pub(crate) struct FigureSwing {
    /// The figure's key: `service.F3.minutes`.
    figure: String,
    /// Its value, in its unit.
    value: f64,
    /// The lesser value that was tried: within the figure's bounds, and whole where it must be.
    low: f64,
    /// The greater value that was tried.
    high: f64,
    /// Operators needed at the lesser value, full-time equivalents.
    need_at_low: f64,
    /// Operators needed at the greater value, full-time equivalents.
    need_at_high: f64,
}

/// How far the volume of a service may be from what is expected, units a year.
#[derive(InputObject)]
pub(crate) struct VolumeRangeInput {
    /// Code of the service.
    service: String,
    /// The least that is thought possible: at most the expected volume.
    low: f64,
    /// The most that is thought possible: at least the expected volume.
    high: f64,
}

/// The need as a band, full-time equivalents.
#[derive(SimpleObject)]
pub(crate) struct NeedBand {
    /// With every volume at its low, in the whole region.
    low: f64,
    /// With the volumes that are expected.
    likely: f64,
    /// With every volume at its high.
    high: f64,
    /// By job centre, in the sizing's order.
    #[graphql(complexity = "1 + 50 * child_complexity")]
    cpis: Vec<CpiBand>,
}

/// The need of one job centre as a band, full-time equivalents.
#[derive(SimpleObject)]
pub(crate) struct CpiBand {
    /// Its code.
    cpi: String,
    low: f64,
    likely: f64,
    high: f64,
}

impl NeedSensitivity {
    /// # Errors
    /// `INVALID` names `share` or `cpi`.
    pub(super) fn of(region: &Region, share: f64, cpi: Option<&str>) -> Result<Self> {
        let unknown = |_| Error::invalid("cpi", Rule::Unknown);
        let cpi = cpi.map(CpiCode::new).transpose().map_err(unknown)?;
        let told = Sensitivity::of(&region.assumptions, &region.catchments, share, cpi.as_ref())?;
        let swing = |swing: Swing| FigureSwing {
            figure: swing.figure.to_string(),
            value: swing.value,
            low: swing.low,
            high: swing.high,
            need_at_low: swing.need_at_low,
            need_at_high: swing.need_at_high,
        };
        Ok(Self { need: told.need, swings: told.swings.into_iter().map(swing).collect() })
    }
}

impl NeedBand {
    /// # Errors
    /// `INVALID` names `volumes.N.service`, `.low` or `.high`.
    pub(super) fn of(region: &Region, volumes: &[VolumeRangeInput]) -> Result<Self> {
        let (mut fields, mut ranges) = (Fields::default(), Vec::with_capacity(volumes.len()));
        for (index, range) in volumes.iter().enumerate() {
            match ServiceCode::new(&*range.service) {
                Ok(service) => ranges.push(VolumeRange { service, low: range.low, high: range.high }),
                Err(_) => fields.push(format!("volumes.{index}.service"), Rule::Unknown),
            }
        }
        fields.finish()?;
        let sizing = &region.sizing;
        let rows = Band::of(sizing, &ranges)?.by_cpi(sizing.profiles().len());
        let sum = |of: usize| rows.iter().map(|row| row[of]).sum();
        let cpis = sizing.cpis().iter().zip(&rows);
        Ok(Self {
            low: sum(0),
            likely: sum(1),
            high: sum(2),
            cpis: cpis.map(|(cpi, &[low, likely, high])| CpiBand { cpi: cpi.to_string(), low, likely, high }).collect(),
        })
    }
}
