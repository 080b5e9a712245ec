//! What is asked of the services at one job centre, as partners see it, each volume with its source.

use async_graphql::SimpleObject;
use shared::staffing::FigureKey;

use super::{Service, region::Region};
use crate::graphql::provenance::Provenance;

/// What is asked of one service at one job centre.
#[derive(SimpleObject)]
pub(crate) struct ServiceDemand {
    service: Service,
    /// Units a year here: a part of `whole`, by the job centre's part of those who live there.
    volume: f64,
    /// Units a year in the whole region, or in the province where it has published its own.
    whole: f64,
    /// The figure that `whole` is: `service.F3.volume`, `service.F3.volume.FG`.
    figure: String,
    /// Where `whole` comes from.
    provenance: Provenance,
    /// Minutes for one unit.
    minutes: f64,
    /// Where the minutes come from.
    minutes_provenance: Provenance,
    /// volume * minutes / 60: hours a year of all profiles together, before allowances.
    hours: f64,
}

impl ServiceDemand {
    /// Of every service at the CPI of a row, in the plan's order.
    pub(super) fn of(region: &Region, row: usize) -> Vec<Self> {
        let asked = region.sizing.demand(row).into_iter().zip(&region.assumptions.services);
        let rows = asked.filter_map(|(asked, assumed)| {
            let service = region.services.iter().find(|row| row.code == asked.service.as_str())?.clone();
            let province = region.sizing.provinces().get(row)?;
            let (figure, whole) = match assumed.volume_by_province.get(province) {
                Some(own) => (FigureKey::ProvinceVolume(asked.service.clone(), province.clone()), *own),
                None => (FigureKey::Volume(asked.service.clone()), assumed.volume),
            };
            let minutes = FigureKey::Minutes(asked.service.clone());
            Some(Self {
                service: Service(service),
                volume: asked.volume,
                whole,
                provenance: region.sources.get(&figure)?.clone(),
                figure: figure.to_string(),
                minutes: asked.minutes,
                minutes_provenance: region.sources.get(&minutes)?.clone(),
                hours: asked.hours,
            })
        });
        rows.collect()
    }
}
