//! The mutations of the plan: what is measured, and what the region confirms.

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use chrono::{Datelike as _, NaiveDate};
use serde::Serialize;
use shared::{
    Problem, Rule,
    identity::{Permit, Resource, policy::act::RecordMeasurements},
    plan::{Day, NewMeasurement, Territory},
};

use super::{
    indicator::by_hand,
    measurement::{Measurement, measurement_key},
    query::{cpis_in, today},
};
use crate::{
    changes::MEASUREMENTS,
    clock::new_id,
    cx::Cx,
    error::{Error, Result},
    plan::{
        model::{date_of, day_of, indicator_of},
        store::{self, MeasurementAdd, MeasurementConfirm},
    },
};

/// Years before the plan that a measurement may speak of: the act's own figures begin two years before it.
const YEARS_BEFORE: i32 = 2;

/// The mutations of the plan.
#[derive(Debug, Default)]
pub(crate) struct PlanMutation;

/// What was measured.
#[derive(InputObject, Serialize)]
pub(crate) struct MeasurementAddInput {
    /// Client-made UUID: the same write sent again is applied once.
    #[serde(skip)]
    write: String,
    /// The code of the indicator.
    indicator: String,
    /// The code of a province or of a job centre; left out or empty, the region.
    territory: Option<String>,
    /// In the indicator's unit.
    value: f64,
    /// The day on which it stood so.
    day: NaiveDate,
    /// Where it comes from: a register, a report, a count.
    source: String,
    note: Option<String>,
    /// The measurement that it corrects: one that stands, of the same indicator and territory.
    #[serde(serialize_with = "as_text")]
    corrects: Option<ID>,
}

#[expect(clippy::ref_option, reason = "serde asks for a reference to the field")]
fn as_text<S: serde::Serializer>(id: &Option<ID>, to: S) -> Result<S::Ok, S::Error> {
    id.as_ref().map(|id| id.as_str()).serialize(to)
}

/// Which measurement is confirmed.
#[derive(InputObject, Serialize)]
pub(crate) struct MeasurementConfirmInput {
    /// Client-made UUID: the same write sent again is applied once.
    #[serde(skip)]
    write: String,
    #[serde(serialize_with = "text")]
    measurement: ID,
}

fn text<S: serde::Serializer>(id: &ID, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(id)
}

/// The measurement that was made.
#[derive(SimpleObject)]
pub(crate) struct MeasurementAddPayload {
    measurement: Measurement,
}

/// The measurement, confirmed.
#[derive(SimpleObject)]
pub(crate) struct MeasurementConfirmPayload {
    measurement: Measurement,
}

#[Object]
impl PlanMutation {
    /// Measures an indicator, in a territory, on a day. A wrong value is corrected by a newer measurement that names it.
    async fn measurement_add(&self, ctx: &Context<'_>, input: MeasurementAddInput) -> Result<MeasurementAddPayload> {
        let cx = Cx::of(ctx)?;
        let code = input.territory.as_deref().unwrap_or_default();
        let territory = Territory::of_code(code).ok_or_else(|| Error::invalid("territory", Rule::Unknown))?;
        let permit = may_measure(cx, &territory)?;
        cpis_in(cx, &territory).await?;
        let stamp = cx.stamp(&input.write, "measurementAdd", &input)?;
        let db = cx.db().read();
        let row = store::indicator_find(db, &input.indicator.replace('\0', "\u{fffd}")).await?;
        // What is counted from records is not typed.
        let row = row.filter(by_hand).ok_or_else(|| Error::invalid("indicator", Rule::Unknown))?;
        let indicator = indicator_of(&row, &[], &[])?;
        let corrects = input.corrects.as_ref().map(measurement_key);
        let corrects = corrects.map(|id| id.ok_or_else(|| Error::invalid("corrects", Rule::Unknown))).transpose()?;
        let stated = NewMeasurement {
            value: input.value,
            day: day_of(input.day).map_err(|_| Error::invalid("day", Rule::Unknown))?,
            source: input.source,
            note: input.note.unwrap_or_default(),
        };
        let begins = store::plan_get(db).await?.start.year() - YEARS_BEFORE;
        let earliest = Day::new(begins, 1, 1).map_err(|why| Error::fault("measuring", why))?;
        let stated = stated.check(&indicator, &territory, earliest, day_of(today(cx))?)?;
        let add = MeasurementAdd {
            id: new_id(),
            indicator: row.code,
            territory,
            value: stated.value,
            day: date_of(stated.day)?,
            source: stated.source,
            note: stated.note,
            corrects,
            permit,
            stamp,
        };
        Ok(MeasurementAddPayload { measurement: Measurement(cx.write(MEASUREMENTS, &add).await?) })
    }

    /// Confirms a measurement for the region. Visitors are told confirmed values alone.
    async fn measurement_confirm(
        &self,
        ctx: &Context<'_>,
        input: MeasurementConfirmInput,
    ) -> Result<MeasurementConfirmPayload> {
        let cx = Cx::of(ctx)?;
        let permit = cx.may(&Resource::Region)?;
        let stamp = cx.stamp(&input.write, "measurementConfirm", &input)?;
        let id = measurement_key(&input.measurement).ok_or_else(Error::not_found)?;
        let confirmed = cx.write(MEASUREMENTS, &MeasurementConfirm { id, permit, stamp }).await?;
        Ok(MeasurementConfirmPayload { measurement: Measurement(confirmed) })
    }
}

/// Asks leave to measure in a territory. Where it lies elsewhere, the field is named.
fn may_measure(cx: &Cx, territory: &Territory) -> Result<Permit<RecordMeasurements>> {
    let resource = match territory {
        Territory::Region => Resource::Region,
        Territory::Province(code) => Resource::Province(code.clone()),
        Territory::Cpi(code) => Resource::Cpi(code.clone()),
    };
    match cx.may(&resource) {
        Err(Error::Refused(Problem::NotFound)) => Err(Error::invalid("territory", Rule::NotYours)),
        other => other,
    }
}
