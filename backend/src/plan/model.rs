//! Rows as the model reads them.

use chrono::NaiveDate;
use shared::plan::{
    Certainty, Comparator, Counted, Day, Frequency, Indicator, Measure, Measured, Period, Reach, Target, Territory,
    YearTarget,
};

use super::entity::{baseline, indicator, measurement, plan, target};
use crate::error::{Context as _, Error, Result};
pub(super) use crate::rome::day_of;

/// A day as a date.
pub(super) fn date_of(day: Day) -> Result<NaiveDate> {
    day.to_string().parse().context("writing a day")
}

/// From when to when the plan runs.
pub(super) fn period_of(plan: &plan::Model) -> Result<Period> {
    Ok(Period { start: day_of(plan.start)?, end: day_of(plan.end)? })
}

/// An indicator's definition, with its targets and what it started with.
pub(super) fn indicator_of(
    row: &indicator::Model,
    targets: &[target::Model],
    baselines: &[baseline::Model],
) -> Result<Indicator> {
    let own = |target: &&target::Model| target.indicator == row.code;
    // A year alone says when a value stood: that is where a path begins.
    let start = baselines.iter().filter(|fact| fact.indicators.split(' ').any(|code| code == row.code));
    let start = start
        .filter(|fact| fact.status == "stock")
        .find_map(|fact| Some(YearTarget { year: fact.date.parse().ok()?, value: fact.value }));
    Ok(Indicator {
        code: row.code.clone(),
        measure: known(Measure::from_name(&row.measure), row)?,
        comparator: Comparator::from_name(&row.comparator).unwrap_or(Comparator::AtLeast),
        frequency: known(Frequency::from_name(&row.frequency), row)?,
        finest: known(Reach::from_name(&row.finest), row)?,
        certainty: known(Certainty::from_name(&row.certainty), row)?,
        conditional: !row.condition_it.is_empty(),
        derived: Counted::from_name(&row.derived),
        targets: targets.iter().filter(own).map(target_of).collect::<Result<_>>()?,
        start,
    })
}

fn target_of(row: &target::Model) -> Result<Target> {
    let certainty = Certainty::from_name(&row.certainty);
    Ok(Target {
        year: (row.year != 0).then_some(row.year),
        value: row.value,
        share: row.share,
        per_province: row.per_province,
        per_cpi: row.per_cpi,
        certainty: certainty
            .ok_or_else(|| Error::fault("reading a target", format!("{} is no certainty", row.certainty)))?,
    })
}

fn known<Kind>(found: Option<Kind>, row: &indicator::Model) -> Result<Kind> {
    found.ok_or_else(|| Error::fault("reading an indicator", format!("{} has a word that is not known", row.code)))
}

/// A measurement that stands.
pub(super) fn measured_of(row: &measurement::Model) -> Result<Measured> {
    Ok(Measured {
        territory: territory_of(&row.territory)?,
        day: day_of(row.day)?,
        order: row.place,
        value: row.value,
        confirmed: row.confirmed_at.is_some(),
    })
}

/// A territory by the code that is kept.
pub(super) fn territory_of(code: &str) -> Result<Territory> {
    Territory::of_code(code).ok_or_else(|| Error::fault("reading a territory", format!("{code} is none")))
}
