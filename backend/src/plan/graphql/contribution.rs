//! What an event adds to the indicators, before it is saved and before it is held: computed by what counts them afterwards.

use std::collections::BTreeSet;

use async_graphql::SimpleObject;
use chrono::NaiveDate;
use shared::plan::{Counted, Day, Evidence, Frequency, Gain, Reach, Standing, Territory, gain, held, since};

use super::{
    indicator::{IndicatorStatus, by_hand},
    query::{cpis_in, today},
    tree::Bilingual,
};
use crate::{
    cx::Cx,
    error::{Context as _, Result},
    events::Held,
    plan::{
        entity::indicator::Model,
        evidence::{CONNECTED, Records},
        model::{date_of, day_of, indicator_of, period_of},
        store,
    },
};

/// What an event adds to an indicator, in a territory where that is measured.
#[derive(SimpleObject)]
pub(crate) struct IndicatorContribution {
    /// The indicator's stable code: `I-POT-03`.
    code: String,
    text: Bilingual,
    unit: Option<Bilingual>,
    /// The code of the province or of the CPI; empty for the region.
    territory: String,
    /// Whether it is measured by hand: then nothing is counted, and the numbers are null.
    by_hand: bool,
    /// The day on which both numbers are looked at: the event's, or today once that is over.
    on: NaiveDate,
    /// What counts by that day without the event.
    without: Option<i32>,
    /// What counts by that day once it is held.
    with: Option<i32>,
    /// What is asked for in the end, or in the period that runs.
    target: Option<f64>,
    /// Where the indicator stands by that day without the event.
    status: Option<IndicatorStatus>,
    /// Where it stands once it is held.
    status_with: Option<IndicatorStatus>,
}

/// What an event adds to a result or an activity that it serves: the events that were held for it, in the region.
#[derive(SimpleObject)]
pub(crate) struct LineContribution {
    /// The line's code: `4.4-R1`.
    code: String,
    /// What the act says there. Null: the plan has no such line.
    text: Option<Bilingual>,
    /// How many are held by the day without the event.
    without: i32,
    /// How many are once it is held.
    with: i32,
}

/// What an event adds to the indicators that it serves, by their codes: in the region, and in its province and its CPI where the
/// indicator is measured there.
///
/// And to the other lines of the plan that it serves.
pub(crate) async fn contributions_of(
    cx: &Cx,
    event: &Held,
) -> Result<(Vec<IndicatorContribution>, Vec<LineContribution>)> {
    if event.serves.is_empty() {
        return Ok(Default::default());
    }
    let db = cx.db().read();
    let rows = store::indicator_list(db).await?;
    let served: Vec<&Model> = rows.iter().filter(|row| event.serves.contains(&row.code)).collect();
    let (targets, baselines) = (store::target_list(db).await?, store::baseline_list(db).await?);
    let plan = period_of(&store::plan_get(db).await?)?;
    let records = Records::read(cx).await?;
    let day: Day = event.day.parse().context("reading the day of an event")?;
    let on = day.max(day_of(today(cx))?);
    let own = held(&event.id.to_string(), &event.serves, event.places.iter().map(String::as_str), day);
    let mut told = Vec::new();
    for row in served {
        let indicator = indicator_of(row, &targets, &baselines)?;
        for territory in places(indicator.finest, &own) {
            let goal = indicator.goal(&territory, cpis_in(cx, &territory).await?);
            let counts = counted(row, &records.evidence, &own, &territory, (plan, on));
            let standing = |value: u32| Standing::of(&indicator, &goal, Some(f64::from(value)), plan, on);
            told.push(IndicatorContribution {
                code: row.code.clone(),
                text: Bilingual::of(&row.text_it, &row.text_en),
                unit: Bilingual::some(&row.unit_it, &row.unit_en),
                territory: territory.code().to_owned(),
                by_hand: by_hand(row),
                on: date_of(on)?,
                without: counts.map(|gain| gain.without.cast_signed()),
                with: counts.map(|gain| gain.with.cast_signed()),
                target: goal.last(),
                status: counts.map(|gain| standing(gain.without).status.into()),
                status_with: counts.map(|gain| standing(gain.with).status.into()),
            });
        }
    }
    let items = store::item_list(db).await?;
    let others: BTreeSet<&String> =
        event.serves.iter().filter(|code| !rows.iter().any(|row| row.code == **code)).collect();
    let lines = others.into_iter().map(|code| {
        let counted = Counted::EventsHeld;
        let within = since(Frequency::Once, plan, on);
        let gain = gain(counted, code, &records.evidence, &own, &Territory::Region, within, on);
        LineContribution {
            code: code.clone(),
            text: items.iter().find(|item| item.code == *code).map(|item| Bilingual::of(&item.text_it, &item.text_en)),
            without: gain.without.cast_signed(),
            with: gain.with.cast_signed(),
        }
    });
    Ok((told, lines.collect()))
}

fn counted(
    row: &Model,
    evidence: &[Evidence],
    own: &[Evidence],
    territory: &Territory,
    (plan, on): (shared::plan::Period, Day),
) -> Option<Gain> {
    let counted = Counted::from_name(&row.derived).filter(|counted| CONNECTED.contains(counted))?;
    let within = since(Frequency::from_name(&row.frequency)?, plan, on);
    Some(gain(counted, &row.code, evidence, own, territory, within, on))
}

/// Where an indicator is measured of the places of an event: the region, then each province, then each job centre.
fn places(finest: Reach, own: &[Evidence]) -> Vec<Territory> {
    let mut places = vec![Territory::Region];
    for record in own {
        let province = match &record.territory {
            Territory::Cpi(cpi) => shared::events::territory::province_of(cpi).map(Territory::Province),
            other => Some(other.clone()),
        };
        places.extend(province);
        places.push(record.territory.clone());
    }
    places.sort();
    places.dedup();
    places.retain(|place| place.reach() <= finest);
    places
}
