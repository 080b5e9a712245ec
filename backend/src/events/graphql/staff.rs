//! The mutation that says who can hold sessions.

use async_graphql::{Context, InputObject, Object, SimpleObject};
use jiff::civil::Date;
use serde::Serialize;
use shared::{
    Problem, Rule,
    code::ProvinceCode,
    events::{Territory, staff::Staff},
    identity::{Permit, policy::act::EditEvents},
    problem::Fields,
};

use super::ground::Facilitator;
use crate::{
    changes::EVENTS,
    cx::Cx,
    error::{Context as _, Error, Result},
    events::store::{self, FacilitatorSet},
    territory::cpi_list_all,
};

/// Days on which somebody is away.
#[derive(InputObject, Serialize)]
pub(crate) struct DaySpanInput {
    /// The first day, `2027-03-22`.
    from: String,
    /// The last day.
    to: String,
}

/// Somebody who can hold sessions.
#[derive(InputObject, Serialize)]
pub(crate) struct FacilitatorSetInput {
    /// Client-made UUID: the same write sent again is applied once.
    #[serde(skip)]
    write: String,
    /// Letters, digits, hyphens and dots, at most 20. One that is there is changed, all of it.
    code: String,
    /// The name of the part or of the member of staff.
    name: String,
    #[graphql(default)]
    role: String,
    /// The body that they work for.
    #[graphql(default)]
    organisation: String,
    /// Code of the province in which they work.
    province: String,
    /// The most sessions in one week, at most 20.
    weekly_limit: i32,
    /// When they are away.
    #[graphql(default)]
    away: Vec<DaySpanInput>,
}

/// Who can hold sessions, after the change.
#[derive(SimpleObject)]
pub(crate) struct FacilitatorSetPayload {
    facilitator: Facilitator,
}

/// The mutations of those who hold sessions.
#[derive(Debug, Default)]
pub(crate) struct StaffMutation;

#[Object]
impl StaffMutation {
    /// Sets somebody who can hold sessions of a province: for planners everywhere, for coordinators in their own.
    async fn facilitator_set(&self, ctx: &Context<'_>, input: FacilitatorSetInput) -> Result<FacilitatorSetPayload> {
        let cx = Cx::of(ctx)?;
        let staff = input.parse()?;
        let db = cx.db().read();
        let known = cpi_list_all(db).await?.iter().any(|row| row.province == staff.province.as_str());
        if !known {
            return Err(Error::invalid("province", Rule::Unknown));
        }
        let mut permits = vec![may_plan(cx, &staff.province, "province")?];
        for row in store::facilitator_list_by_code(db, std::slice::from_ref(&staff.code)).await? {
            let province = ProvinceCode::new(&row.province).context("reading a facilitator's province")?;
            permits.push(may_plan(cx, &province, "code")?);
        }
        let stamp = cx.stamp(&input.write, "facilitatorSet", &input)?;
        let row = cx.write(EVENTS, &FacilitatorSet { staff, permits, stamp }).await?;
        Ok(FacilitatorSetPayload { facilitator: Facilitator(row) })
    }
}

/// Asks leave to plan in a province.
fn may_plan(cx: &Cx, province: &ProvinceCode, field: &str) -> Result<Permit<EditEvents>> {
    cx.may(&Territory::Province(province.clone()).resource()).map_err(|error| match error {
        Error::Refused(Problem::NotFound) => Error::invalid(field, Rule::NotYours),
        other => other,
    })
}

impl FacilitatorSetInput {
    fn parse(&self) -> Result<Staff> {
        let mut fields = Fields::default();
        let province = ProvinceCode::new(&*self.province);
        fields.check("province", province.is_err().then_some(Rule::Unknown));
        let weekly_limit = u32::try_from(self.weekly_limit);
        fields.check("weeklyLimit", weekly_limit.is_err().then_some(Rule::TooSmall { min: 0.0 }));
        let mut day = |index: usize, end: &str, text: &str| {
            let read = text.parse::<Date>();
            read.map_err(|_| fields.push(format!("away.{index}.{end}"), Rule::Unknown)).unwrap_or(Date::ZERO)
        };
        let spans = self.away.iter().enumerate();
        let away = spans.map(|(index, span)| (day(index, "from", &span.from), day(index, "to", &span.to))).collect();
        fields.finish()?;
        // What could not be read was told above.
        let province = province.map_err(|_| Error::invalid("province", Rule::Unknown))?;
        let staff = Staff {
            code: self.code.clone(),
            name: self.name.clone(),
            role: self.role.clone(),
            organisation: self.organisation.clone(),
            province,
            weekly_limit: weekly_limit.unwrap_or_default(),
            away,
        };
        Ok(staff.check()?)
    }
}
