//! Organisations are added and corrected. Every change is in the log and in the register.

use sea_orm::{ActiveModelTrait as _, EntityTrait as _, IntoActiveModel as _, QueryOrder as _, QuerySelect as _};
use serde::{Deserialize, Serialize};
use shared::{
    Problem, Rule,
    code::CpiCode,
    identity::{Permit, policy::act::EditOrganisations},
    organisations::{Details, fold},
};

use super::{
    read::{OrganisationFilter, OrganisationOrder, organisation_find, organisation_list},
    rows::{details_of, trigrams_put, with_details},
};
use crate::{
    audit::{Record, append},
    changes::{ORGANISATIONS, change_append, changes_after, seen_write, topic_lock},
    cx::WriteStamp,
    db::{Tx, Write},
    error::{Context as _, Error, Result},
    organisations::entity::organisation::{Column, Entity, Model},
    page::Page,
};

/// What the log keeps of a change: the organisation after it.
#[derive(Serialize, Deserialize)]
pub(super) struct OrganisationBody {
    pub(super) code: String,
    pub(super) details: Details,
}

/// Adds an organisation. Gives it.
#[derive(Debug)]
pub(crate) struct OrganisationCreate {
    pub(crate) details: Details,
    #[expect(dead_code, reason = "held so that the write cannot be made without it")]
    pub(crate) permit: Permit<EditOrganisations>,
    pub(crate) stamp: WriteStamp,
}

impl Write for OrganisationCreate {
    type Done = Model;

    async fn run(&self, tx: &Tx) -> Result<Model> {
        let topic = locked(tx).await?;
        if let Some(before) = seen_write(tx, Some(ORGANISATIONS), &self.stamp).await? {
            return made_before(tx, before.revision).await;
        }
        check_place(tx, &self.details).await?;
        check_alone(tx, &self.details, None).await?;
        let last = Entity::find().order_by_desc(Column::Number).limit(1).one(tx).await;
        let number = last.context("reading the last organisation")?.map_or(1, |row| row.number + 1);
        let row = with_details(empty(format!("ORG-{number:03}"), number, topic.next(), &self.stamp), &self.details);
        let new = row.clone().into_active_model().reset_all();
        Entity::insert(new).exec_without_returning(tx).await.context("adding an organisation")?;
        trigrams_put(tx, std::slice::from_ref(&row)).await?;
        let record = Record::new("organisation", &row.code, None::<&()>, Some(&self.details))?;
        append(tx, &self.stamp, vec![record]).await?;
        let body = OrganisationBody { code: row.code.clone(), details: self.details.clone() };
        change_append(tx, topic, &self.stamp, &body).await?;
        Ok(row)
    }
}

/// Corrects what is kept of an organisation. Gives it.
#[derive(Debug)]
pub(crate) struct OrganisationUpdate {
    pub(crate) code: String,
    /// The revision that the writer saw.
    pub(crate) seen: i64,
    pub(crate) details: Details,
    #[expect(dead_code, reason = "held so that the write cannot be made without it")]
    pub(crate) permit: Permit<EditOrganisations>,
    pub(crate) stamp: WriteStamp,
}

impl Write for OrganisationUpdate {
    type Done = Model;

    async fn run(&self, tx: &Tx) -> Result<Model> {
        let topic = locked(tx).await?;
        let before = organisation_find(tx, &self.code).await?.ok_or_else(Error::not_found)?;
        if seen_write(tx, Some(ORGANISATIONS), &self.stamp).await?.is_some() {
            return Ok(before);
        }
        if before.revision != self.seen {
            return Err(Problem::Conflict { cells: Vec::new(), figures: Vec::new() }.into());
        }
        check_place(tx, &self.details).await?;
        check_alone(tx, &self.details, Some(&self.code)).await?;
        let was = details_of(&before)?;
        let after = Model {
            revision: topic.next(),
            edited_by: Some(self.stamp.by.clone()),
            edited_at: Some(self.stamp.at),
            ..with_details(before, &self.details)
        };
        after.clone().into_active_model().reset_all().update(tx).await.context("changing an organisation")?;
        trigrams_put(tx, std::slice::from_ref(&after)).await?;
        append(tx, &self.stamp, vec![Record::new("organisation", &self.code, Some(&was), Some(&self.details))?])
            .await?;
        let body = OrganisationBody { code: self.code.clone(), details: self.details.clone() };
        change_append(tx, topic, &self.stamp, &body).await?;
        Ok(after)
    }
}

pub(super) async fn locked(tx: &Tx) -> Result<crate::changes::Topic> {
    topic_lock(tx, ORGANISATIONS).await?.ok_or_else(|| Error::fault("taking turns", "there is no such topic"))
}

/// A row with nothing in it yet.
pub(super) fn empty(code: String, number: i64, revision: i64, stamp: &WriteStamp) -> Model {
    Model {
        code,
        number,
        name: String::new(),
        folded: String::new(),
        kind: String::new(),
        level: String::new(),
        province: None,
        municipality: None,
        aliases: String::new(),
        address: String::new(),
        email: String::new(),
        phone: String::new(),
        website: String::new(),
        note: String::new(),
        generic: false,
        quote: None,
        act_line: None,
        revision,
        created_by: stamp.by.clone(),
        created_at: stamp.at,
        edited_by: None,
        edited_at: None,
    }
}

/// The organisation that the same write made before.
async fn made_before(tx: &Tx, revision: i64) -> Result<Model> {
    let change = changes_after(tx, ORGANISATIONS, revision - 1, 1).await?.pop().ok_or_else(Error::not_found)?;
    let body: OrganisationBody = serde_json::from_value(change.body).context("reading a change of an organisation")?;
    organisation_find(tx, &body.code).await?.ok_or_else(Error::not_found)
}

/// Province and municipality must exist, and lie within each other.
async fn check_place(tx: &Tx, details: &Details) -> Result<()> {
    let province = details.province.as_ref();
    if let Some(province) = province
        && crate::territory::province_list_by_code(tx, &[province.as_str().to_owned()]).await?.is_empty()
    {
        return Err(Error::invalid("province", Rule::Unknown));
    }
    let Some(istat) = &details.municipality else { return Ok(()) };
    let found = crate::territory::municipality_find(tx, istat).await?;
    let found = found.ok_or_else(|| Error::invalid("municipality", Rule::Unknown))?;
    let within = |code: &shared::code::ProvinceCode| CpiCode::new(&*found.cpi).is_ok_and(|cpi| cpi.is_of(code));
    if province.is_some_and(|code| !within(code)) {
        return Err(Error::invalid("municipality", Rule::Wrong));
    }
    Ok(())
}

/// No other organisation of the same province may have the very same name.
async fn check_alone(tx: &Tx, details: &Details, own: Option<&str>) -> Result<()> {
    let name = fold(&details.name);
    let filter = OrganisationFilter { similar_to: Some(details.name.clone()), ..OrganisationFilter::default() };
    let alike = organisation_list(tx, &filter, OrganisationOrder::Name, &Page { first: 20, after: None }).await?;
    let province = details.province.as_ref().map(shared::code::ProvinceCode::as_str);
    let same =
        |row: &Model| own != Some(row.code.as_str()) && fold(&row.name) == name && row.province.as_deref() == province;
    if alike.iter().any(same) { Err(Error::invalid("name", Rule::Duplicate)) } else { Ok(()) }
}
