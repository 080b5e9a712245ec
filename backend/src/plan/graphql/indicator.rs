//! Indicators against pace: target, baseline, expected by a day, actual, status.

use std::{collections::BTreeMap, sync::Arc};

use async_graphql::{Enum, Object, SimpleObject};
use chrono::NaiveDate;
use shared::plan::{
    self as model, Counted, Day, Evidence, Frequency, Measured, Period, Standing, Territory, counting, since, sum,
    taken, window,
};

use super::evidence::IndicatorEvidence;
use super::tree::{ActPassage, Bilingual, PlanAmbiguity, PlanFrequency, ambiguities_of};
use crate::{
    error::Result,
    plan::{
        entity::{ambiguity, baseline, indicator, target},
        evidence::{CONNECTED, Records},
        model::{date_of, indicator_of},
    },
};

/// What all indicators are read from: one for a query.
pub(crate) struct Sheet {
    pub(super) indicators: Vec<indicator::Model>,
    pub(super) targets: Vec<target::Model>,
    pub(super) baselines: Vec<baseline::Model>,
    pub(super) ambiguities: Vec<ambiguity::Model>,
    pub(super) measured: BTreeMap<String, Vec<Measured>>,
    pub(super) records: Records,
    pub(super) plan: Period,
    pub(super) territory: Territory,
    /// Job centres of the territory.
    pub(super) cpis: u32,
    pub(super) on: Day,
}

/// How surely a target was read in the act.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "model::Certainty")]
pub(crate) enum PlanCertainty {
    /// Printed beside its label.
    High,
    /// Printed, and its place follows from the order of the table.
    Medium,
    /// A guess: shown, never scored.
    Low,
}

/// The finest territory that is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "model::Reach")]
pub(crate) enum IndicatorReach {
    Region,
    Province,
    Cpi,
}

/// What kind of number it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "model::Measure")]
pub(crate) enum IndicatorMeasure {
    /// Whole things.
    Count,
    /// Of a hundred.
    Percent,
    /// Any other number: a ratio, a growth.
    Ratio,
}

/// Where an indicator stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "model::Status")]
pub(crate) enum IndicatorStatus {
    /// Its target was read with little certainty: shown, never scored.
    ToConfirm,
    /// The act asks for no number here.
    NoTarget,
    /// The plan has not begun.
    NotBegun,
    /// The condition of its start is not met yet: it cannot be late.
    NotOpen,
    /// Nobody has measured it, and nothing counts it yet: that is no nought.
    NotMeasured,
    /// The target is reached.
    Reached,
    /// As much as should stand by the day, or more.
    OnPace,
    /// Less than should stand by the day.
    Behind,
    /// The plan is over, and the target was not reached.
    Missed,
}

/// Where a value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub(crate) enum IndicatorOrigin {
    /// Counted from records.
    Derived,
    /// Measured by hand.
    Measured,
}

/// What an indicator asks for.
#[derive(SimpleObject)]
pub(crate) struct IndicatorTarget {
    /// By the end of this year; null for the whole plan.
    year: Option<i32>,
    /// The region's value.
    value: Option<f64>,
    /// The share of the whole plan's value, of a hundred, where the act prints that.
    share: Option<f64>,
    /// What each province owes of it.
    per_province: Option<f64>,
    /// What each job centre owes of it.
    per_cpi: Option<f64>,
    certainty: PlanCertainty,
    /// As printed, where it was read from a table.
    printed: String,
}

/// A figure of the state of the art.
#[derive(SimpleObject)]
pub(crate) struct PlanBaseline {
    code: String,
    /// What it is about, in English.
    subject: String,
    /// What it counts, in English.
    metric: String,
    value: f64,
    unit: Bilingual,
    /// `exact`, `about`, `more than` and others.
    qualifier: String,
    /// `done`, `in progress`, `planned`, `stock` and others.
    status: String,
    /// A day, a month, a year or words; empty where the act says none.
    at: String,
    /// The words of the act.
    quote: String,
    sentence: ActPassage,
}

impl PlanBaseline {
    pub(super) fn of(row: &baseline::Model) -> Self {
        Self {
            code: row.code.clone(),
            subject: row.subject_en.clone(),
            metric: row.metric_en.clone(),
            value: row.value,
            unit: Bilingual::of(&row.unit_it, &row.unit_en),
            qualifier: row.qualifier.clone(),
            status: row.status.clone(),
            at: if row.date.is_empty() { row.period.clone() } else { row.date.clone() },
            quote: row.quote.clone(),
            sentence: ActPassage::of(&row.lines, &row.printed),
        }
    }
}

/// Where an indicator stands in the territory, on the day that was asked for.
#[derive(Clone, SimpleObject)]
pub(crate) struct IndicatorStanding {
    /// The code of the province or of the job centre; empty for the region.
    territory: String,
    /// The day.
    on: NaiveDate,
    /// The first day of the period in which the value adds up.
    since: NaiveDate,
    /// What is asked for in the end, or in the period that runs.
    target: Option<f64>,
    /// What should stand by the day.
    expected: Option<f64>,
    /// What does stand; null when nobody has measured it and nothing counts it.
    actual: Option<f64>,
    /// Of the target, of a hundred.
    share: Option<f64>,
    status: IndicatorStatus,
    /// Where the actual value comes from.
    origin: Option<IndicatorOrigin>,
    /// The day of the newest measurement in it.
    measured_on: Option<NaiveDate>,
    /// Whether the region has confirmed all measurements in it.
    confirmed: Option<bool>,
    /// How many smaller territories it was added up from; 0 when measured as a whole.
    parts: i32,
}

/// An indicator of the summary sheet, or of the table of strategic results.
pub(crate) struct Indicator {
    sheet: Arc<Sheet>,
    index: usize,
    standing: IndicatorStanding,
}

impl Indicator {
    /// The indicators of a sheet: the one of this code, or all.
    pub(super) fn all(sheet: &Arc<Sheet>, code: Option<&str>) -> Result<Vec<Self>> {
        let wanted = |(_, row): &(usize, &indicator::Model)| code.is_none_or(|code| row.code == code);
        let found = sheet.indicators.iter().enumerate().filter(wanted);
        found.map(|(index, row)| Ok(Self { sheet: Arc::clone(sheet), index, standing: sheet.standing(row)? })).collect()
    }

    fn row(&self) -> &indicator::Model {
        // Made only from a place in this very list.
        &self.sheet.indicators[self.index]
    }
}

#[Object]
impl Indicator {
    /// Its stable code: `I-POT-02`, `S-01`.
    async fn code(&self) -> &str {
        &self.row().code
    }

    /// The section of the sheet: `POT`, `RDC`, `TSL`, `CRI`, `IMP`; `STR` for strategic results.
    async fn section(&self) -> &str {
        &self.row().section
    }

    /// The code of the area that it belongs to.
    async fn area(&self) -> &str {
        &self.row().area
    }

    async fn text(&self) -> Bilingual {
        Bilingual::of(&self.row().text_it, &self.row().text_en)
    }

    /// The cell of the activity beside it in the sheet, as printed.
    async fn activity_it(&self) -> &str {
        &self.row().activity_it
    }

    /// The cell of the result beside it in the sheet, as printed.
    async fn result_it(&self) -> &str {
        &self.row().result_it
    }

    async fn unit(&self) -> Option<Bilingual> {
        Bilingual::some(&self.row().unit_it, &self.row().unit_en)
    }

    async fn measure(&self) -> IndicatorMeasure {
        model::Measure::from_name(&self.row().measure).unwrap_or(model::Measure::Ratio).into()
    }

    /// As printed: `=`, `>=`.
    async fn comparator(&self) -> &str {
        &self.row().comparator
    }

    async fn frequency(&self) -> PlanFrequency {
        model::Frequency::from_name(&self.row().frequency).unwrap_or(model::Frequency::Unprinted).into()
    }

    /// The finest territory that is measured.
    async fn finest(&self) -> IndicatorReach {
        model::Reach::from_name(&self.row().finest).unwrap_or(model::Reach::Region).into()
    }

    /// How surely it was read in the act.
    async fn certainty(&self) -> PlanCertainty {
        model::Certainty::from_name(&self.row().certainty).unwrap_or(model::Certainty::Low).into()
    }

    /// What must be met before it begins. It counts as open once it was measured.
    async fn condition(&self) -> Option<Bilingual> {
        Bilingual::some(&self.row().condition_it, &self.row().condition_en)
    }

    /// What is counted for it: `cpis_allocated`, `events_held`, `participants`, `partnerships_signed`. Null: measured by hand.
    async fn derived(&self) -> Option<&str> {
        Counted::from_name(&self.row().derived).map(Counted::name)
    }

    /// Whether it is measured by hand: nothing counts it, or not yet.
    async fn by_hand(&self) -> bool {
        by_hand(self.row())
    }

    async fn targets(&self) -> Vec<IndicatorTarget> {
        let own = self.sheet.targets.iter().filter(|target| target.indicator == self.row().code);
        let told = |row: &target::Model| IndicatorTarget {
            year: (row.year != 0).then_some(row.year),
            value: row.value,
            share: row.share,
            per_province: row.per_province,
            per_cpi: row.per_cpi,
            certainty: model::Certainty::from_name(&row.certainty).unwrap_or(model::Certainty::Low).into(),
            printed: row.printed.clone(),
        };
        own.map(told).collect()
    }

    /// Figures of the state of the art that it starts from.
    async fn baselines(&self) -> Vec<PlanBaseline> {
        let own = |row: &&baseline::Model| row.indicators.split(' ').any(|code| code == self.row().code);
        self.sheet.baselines.iter().filter(own).map(PlanBaseline::of).collect()
    }

    async fn sentence(&self) -> ActPassage {
        ActPassage::of(&self.row().lines, &self.row().printed)
    }

    async fn ambiguities(&self) -> Vec<PlanAmbiguity> {
        ambiguities_of(&self.sheet.ambiguities, &self.row().code)
    }

    /// Codes of the activities and results that it measures. The links are ours.
    async fn links(&self) -> Vec<&str> {
        self.row().links.split(' ').filter(|code| !code.is_empty()).collect()
    }

    async fn standing(&self) -> IndicatorStanding {
        self.standing.clone()
    }

    /// The records that make the actual value, by day: as many, and as much, as it says. Empty when it is measured by hand.
    #[graphql(complexity = "1 + 50 * child_complexity")]
    #[expect(clippy::unused_async, reason = "the macro takes no resolver that is not")]
    async fn evidence(&self) -> Result<Vec<IndicatorEvidence>> {
        let records = self.sheet.counting(self.row()).unwrap_or_default();
        records.into_iter().map(|record| IndicatorEvidence::of(record, &self.sheet.records)).collect()
    }
}

/// Whether an indicator is measured by hand today.
pub(super) fn by_hand(row: &indicator::Model) -> bool {
    Counted::from_name(&row.derived).is_none_or(|counted| !CONNECTED.contains(&counted))
}

impl Sheet {
    /// The records that count for an indicator in the territory, by the day. None: nothing counts it, or not yet.
    fn counting(&self, row: &indicator::Model) -> Option<Vec<&Evidence>> {
        let counted = Counted::from_name(&row.derived).filter(|counted| CONNECTED.contains(counted))?;
        let within = since(Frequency::from_name(&row.frequency)?, self.plan, self.on);
        Some(counting(counted, &row.code, &self.records.evidence, &self.territory, within, self.on))
    }

    fn standing(&self, row: &indicator::Model) -> Result<IndicatorStanding> {
        let indicator = indicator_of(row, &self.targets, &self.baselines)?;
        let goal = indicator.goal(&self.territory, self.cpis);
        let within = window(indicator.frequency, self.plan, self.on);
        let derived = self.counting(row).map(|records| f64::from(sum(&records)));
        let own = self.measured.get(&row.code).map(Vec::as_slice).unwrap_or_default();
        let by_hand = if derived.is_some() { None } else { taken(&indicator, own, &self.territory, within, self.on) };
        let actual = derived.or(by_hand.map(|taken| taken.value));
        let standing = Standing::of(&indicator, &goal, actual, self.plan, self.on);
        let origin = derived.map(|_| IndicatorOrigin::Derived).or(by_hand.map(|_| IndicatorOrigin::Measured));
        Ok(IndicatorStanding {
            territory: self.territory.code().to_owned(),
            on: date_of(self.on)?,
            since: date_of(within.start)?,
            target: standing.target,
            expected: standing.expected,
            actual: standing.actual,
            share: standing.share(),
            status: standing.status.into(),
            origin,
            measured_on: by_hand.map(|taken| date_of(taken.day)).transpose()?,
            confirmed: by_hand.map(|taken| taken.confirmed),
            parts: by_hand.map_or(0, |taken| i32::try_from(taken.parts).unwrap_or(i32::MAX)),
        })
    }
}
