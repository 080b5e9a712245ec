//! Who can hold sessions, and patron saints' days; and all that the programme and the clashes rest on, read into the model.

use std::collections::BTreeMap;

use async_graphql::{Context, Object, SimpleObject};
use jiff::civil::Date;
use shared::{
    code::{CpiCode, ProvinceCode},
    events::{
        Point,
        calendar::{Calendar, YearDay},
        clash::{Away, Booking},
        programme::{Facilitator as Person, Seat},
    },
};

use crate::{
    error::{Context as _, Result},
    events::{
        entity::{facilitator, patron_day},
        record::EventRecord,
    },
    graphql::{loaders::Loaders, provenance::Provenance},
    territory::{CpiRow, graphql::Province, loader::ProvinceKey},
};

/// Somebody who can hold sessions: by the name of the part or of the staff member.
pub(crate) struct Facilitator(pub(crate) facilitator::Model);

#[Object]
impl Facilitator {
    async fn code(&self) -> &str {
        &self.0.code
    }

    async fn name(&self) -> &str {
        &self.0.name
    }

    async fn role(&self) -> &str {
        &self.0.role
    }

    /// The body that they work for.
    async fn organisation(&self) -> &str {
        &self.0.organisation
    }

    /// The province in which they work.
    async fn province(&self, ctx: &Context<'_>) -> Result<Province> {
        Ok(Province(Loaders::of(ctx)?.territory_get(ProvinceKey(self.0.province.clone())).await?))
    }

    /// The most sessions in one week.
    async fn weekly_limit(&self) -> i32 {
        self.0.weekly_limit
    }

    /// When they are away.
    #[expect(clippy::unused_async, reason = "the macro takes no resolver that is not")]
    async fn away(&self) -> Result<Vec<DaySpan>> {
        let spans = away_of(&self.0)?;
        Ok(spans.into_iter().map(|(from, to)| DaySpan { from: from.to_string(), to: to.to_string() }).collect())
    }

    async fn provenance(&self) -> Provenance {
        Provenance::of(&self.0.origin, &self.0.source)
    }
}

/// Days on which somebody is away.
#[derive(SimpleObject)]
pub(crate) struct DaySpan {
    /// The first day, `2027-03-22`.
    from: String,
    /// The last day.
    to: String,
}

/// The patron saint's day of the town where a CPI has its seat.
pub(crate) struct PatronDay(pub(crate) patron_day::Model);

#[Object]
impl PatronDay {
    /// Code of the CPI.
    async fn cpi(&self) -> &str {
        &self.0.cpi
    }

    async fn month(&self) -> i32 {
        self.0.month
    }

    async fn day(&self) -> i32 {
        self.0.day
    }

    async fn name(&self) -> &str {
        &self.0.name
    }

    async fn provenance(&self) -> Provenance {
        Provenance::of(&self.0.origin, &self.0.source)
    }
}

fn away_of(row: &facilitator::Model) -> Result<Vec<(Date, Date)>> {
    serde_json::from_value(row.away.clone()).context("reading when somebody is away")
}

/// When people are away, by code.
pub(super) fn away_map(rows: &[facilitator::Model]) -> Result<Away> {
    rows.iter().map(|row| Ok((row.code.clone(), away_of(row)?))).collect()
}

/// The people of the programme.
pub(super) fn people(rows: &[facilitator::Model]) -> Result<Vec<Person>> {
    rows.iter()
        .map(|row| {
            Ok(Person {
                code: row.code.clone(),
                province: ProvinceCode::new(&row.province).context("reading a facilitator's province")?,
                weekly_limit: row.weekly_limit.unsigned_abs(),
                away: away_of(row)?,
            })
        })
        .collect()
}

/// The seats of the job centres.
pub(super) fn seats(rows: &[CpiRow]) -> Result<Vec<Seat>> {
    rows.iter()
        .map(|row| {
            Ok(Seat {
                cpi: CpiCode::new(&row.code).context("reading a job centre's code")?,
                province: ProvinceCode::new(&row.province).context("reading a job centre's province")?,
                point: Point { latitude: row.latitude, longitude: row.longitude },
                municipality: row.seat_istat.clone(),
                working_age: row.working_age.unsigned_abs(),
            })
        })
        .collect()
}

/// Patron saints' days.
pub(super) fn calendar(rows: &[patron_day::Model]) -> Result<Calendar> {
    let days = rows.iter().map(|row| {
        let cpi = CpiCode::new(&row.cpi).context("reading a patron's town")?;
        let number = |number: i32| i8::try_from(number).context("reading a patron's day");
        Ok((cpi, YearDay { month: number(row.month)?, day: number(row.day)? }))
    });
    Ok(Calendar { patrons: days.collect::<Result<_>>()? })
}

/// Where events are on the map: in the town where a job centre has its seat, or at the seat of their host.
pub(super) struct Places {
    by_town: BTreeMap<String, Point>,
    by_cpi: BTreeMap<CpiCode, Point>,
}

impl Places {
    pub(super) fn of(seats: &[Seat]) -> Self {
        Self {
            by_town: seats.iter().map(|seat| (seat.municipality.clone(), seat.point)).collect(),
            by_cpi: seats.iter().map(|seat| (seat.cpi.clone(), seat.point)).collect(),
        }
    }

    /// An event as it takes up people and rooms.
    pub(super) fn booking(&self, record: &EventRecord) -> Booking {
        let id = super::types::id_of(record.id).to_string();
        Booking { id, point: self.point(&record.content), content: record.content.clone() }
    }

    pub(super) fn point(&self, content: &shared::events::Content) -> Option<Point> {
        let town = content.municipality.as_ref().and_then(|istat| self.by_town.get(istat));
        let host = || content.territory.cpi().filter(|_| content.municipality.is_none());
        town.or_else(|| host().and_then(|cpi| self.by_cpi.get(cpi))).copied()
    }
}
