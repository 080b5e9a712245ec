//! The queries of the plan.

use std::{collections::BTreeMap, sync::Arc};

use async_graphql::{Context, Object, connection::Connection};
use chrono::{Duration, NaiveDate};
use shared::{
    Rule,
    identity::{Resource, policy::act::ReadMeasurements},
    plan::Territory,
};

use super::{
    indicator::{Indicator, PlanBaseline, Sheet},
    measurement::Measurement,
    tree::{Plan, Rows},
};
use crate::{
    changes::{MEASUREMENTS, topic_revision},
    cx::Cx,
    error::{Error, Result},
    graphql::{
        int,
        page::{Cursor, Position, connect, cost},
    },
    page::Page,
    plan::{
        evidence::Records,
        model::{day_of, measured_of, period_of},
        store,
    },
    territory,
};

/// The queries of the plan.
#[derive(Debug, Default)]
pub(crate) struct PlanQuery;

#[Object]
impl PlanQuery {
    /// The act as data: areas, objectives, activities, results, each with its sentence and its ambiguities.
    async fn plan(&self, ctx: &Context<'_>) -> Result<Plan> {
        let db = Cx::of(ctx)?.db().read();
        Ok(Plan(Arc::new(Rows {
            plan: store::plan_get(db).await?,
            items: store::item_list(db).await?,
            indicators: store::indicator_list(db).await?,
            ambiguities: store::ambiguity_list(db).await?,
        })))
    }

    /// The indicators of the act against pace, in a territory and on a day: as the values stood then.
    ///
    /// `territory`: the code of a province or of a job centre; left out, the region. `on`: left out, today. Visitors and partners are
    /// told the values that the region has confirmed. `code`: that indicator alone.
    #[graphql(complexity = "1 + 42 * child_complexity")]
    async fn indicators(
        &self,
        ctx: &Context<'_>,
        territory: Option<String>,
        on: Option<NaiveDate>,
        code: Option<String>,
    ) -> Result<Vec<Indicator>> {
        let cx = Cx::of(ctx)?;
        let sheet = Arc::new(sheet(cx, territory.as_deref().unwrap_or_default(), on).await?);
        Indicator::all(&sheet, code.as_deref())
    }

    /// The figures of the state of the art, in the act's order.
    #[graphql(complexity = "1 + 102 * child_complexity")]
    async fn baselines(&self, ctx: &Context<'_>) -> Result<Vec<PlanBaseline>> {
        let rows = store::baseline_list(Cx::of(ctx)?.db().read()).await?;
        Ok(rows.iter().map(PlanBaseline::of).collect())
    }

    /// What was measured of an indicator, newest first: the corrected ones too.
    #[graphql(complexity = "cost(first, child_complexity)")]
    async fn measurements(
        &self,
        ctx: &Context<'_>,
        indicator: String,
        territory: Option<String>,
        first: Option<i32>,
        after: Option<String>,
    ) -> Result<Connection<Cursor<Place>, Measurement, MeasurementTotal>> {
        let cx = Cx::of(ctx)?;
        let permit = cx.may::<ReadMeasurements>(&Resource::Region)?;
        let page: Page<Place> = Page::parse(first, after.as_deref())?;
        // PostgreSQL takes no zero in a text; no code has one.
        let code = |text: String| text.replace('\0', "\u{fffd}");
        let filter = store::MeasurementFilter { indicator: code(indicator), territory: territory.map(code) };
        let rows = store::measurement_list(cx.db().read(), &permit, &filter, &page.after(|place| place.0)).await?;
        Ok(connect(&page, rows, MeasurementTotal(filter), |row| (Place(row.place), Measurement(row))))
    }
}

/// Reads all that the indicators of a territory stand on.
async fn sheet(cx: &Cx, code: &str, on: Option<NaiveDate>) -> Result<Sheet> {
    let db = cx.db().read();
    let territory = Territory::of_code(code).ok_or_else(|| Error::invalid("territory", Rule::Unknown))?;
    let on = day_of(on.unwrap_or_else(|| today(cx))).map_err(|_| Error::invalid("on", Rule::Unknown))?;
    let cpis = cpis_in(cx, &territory).await?;
    let unconfirmed = cx.may::<ReadMeasurements>(&Resource::Region).is_ok();
    let mut measured: BTreeMap<String, Vec<_>> = BTreeMap::new();
    for row in store::measured_list(db, None, unconfirmed).await? {
        measured.entry(row.indicator.clone()).or_default().push(measured_of(&row)?);
    }
    Ok(Sheet {
        indicators: store::indicator_list(db).await?,
        targets: store::target_list(db).await?,
        baselines: store::baseline_list(db).await?,
        ambiguities: store::ambiguity_list(db).await?,
        measured,
        records: Records::read(cx).await?,
        plan: period_of(&store::plan_get(db).await?)?,
        territory,
        cpis,
        on,
    })
}

/// How many job centres a territory has.
///
/// # Errors
/// `INVALID`, field `territory`, when there is no such territory.
pub(super) async fn cpis_in(cx: &Cx, territory: &Territory) -> Result<u32> {
    let all = territory::cpi_list_all(cx.db().read()).await?;
    let within = |row: &&territory::CpiRow| Territory::of_code(&row.code).is_some_and(|cpi| territory.holds(&cpi));
    let count = all.iter().filter(within).count();
    if count == 0 {
        Err(Error::invalid("territory", Rule::Unknown))
    } else {
        Ok(u32::try_from(count).unwrap_or(u32::MAX))
    }
}

/// Today in Rome, which is one or two hours ahead: near midnight in summer it is still yesterday here.
pub(super) fn today(cx: &Cx) -> NaiveDate {
    (cx.now() + Duration::hours(1)).date_naive()
}

/// A position in the list of measurements: the order in which they were made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place(i64);

impl Position for Place {
    const LIST: &'static str = "measurements";

    fn write(&self) -> String {
        self.0.to_string()
    }

    fn read(text: &str) -> Option<Self> {
        text.parse().ok().map(Self)
    }
}

/// How many such measurements there are in all, counted when asked, and the revision from which on to listen.
pub(crate) struct MeasurementTotal(store::MeasurementFilter);

#[Object]
impl MeasurementTotal {
    async fn total_count(&self, ctx: &Context<'_>) -> Result<i32> {
        let cx = Cx::of(ctx)?;
        let permit = cx.may::<ReadMeasurements>(&Resource::Region)?;
        let count = store::measurement_count(cx.db().read(), &permit, &self.0).await?;
        Ok(i32::try_from(count).unwrap_or(i32::MAX))
    }

    /// The revision of all measurements: `measurementChanges` after it gives what came since.
    async fn revision(&self, ctx: &Context<'_>) -> Result<i32> {
        Ok(int(topic_revision(Cx::of(ctx)?.db().read(), MEASUREMENTS).await?))
    }
}
