//! Whether the codes that an event names are there. What is not is named by its field.

use std::collections::BTreeSet;

use shared::{
    Rule,
    events::{Content, Territory},
    identity::OrganisationCode,
    problem::Fields,
};

use super::{
    ground::{act_event_codes, facilitator_codes},
    rows::KEYS,
};
use crate::{
    db::Tx,
    error::Result,
    organisations::organisations_unknown,
    territory::{cpi_list_all, municipality_find},
};

/// What events may name: read once for a batch.
pub(super) struct Known {
    cpis: BTreeSet<String>,
    provinces: BTreeSet<String>,
    facilitators: BTreeSet<String>,
    requirements: BTreeSet<String>,
    municipalities: BTreeSet<String>,
    /// Those that are named and are none.
    organisations: BTreeSet<String>,
}

impl Known {
    /// Reads what may be named by some contents.
    pub(super) async fn read(tx: &Tx, contents: &[&Content]) -> Result<Self> {
        let rows = cpi_list_all(tx).await?;
        let named: BTreeSet<&String> = contents.iter().filter_map(|content| content.municipality.as_ref()).collect();
        let mut municipalities = BTreeSet::new();
        for istat in named {
            // A programme names the few towns where job centres have their seats.
            municipalities.extend(municipality_find(tx, istat).await?.map(|row| row.istat));
        }
        let named: BTreeSet<&str> =
            contents.iter().flat_map(|content| content.organisations()).map(OrganisationCode::as_str).collect();
        let named: Vec<&str> = named.into_iter().collect();
        let mut organisations = BTreeSet::new();
        for named in named.chunks(KEYS) {
            organisations.extend(organisations_unknown(tx, named).await?);
        }
        Ok(Self {
            organisations,
            provinces: rows.iter().map(|row| row.province.clone()).collect(),
            cpis: rows.into_iter().map(|row| row.code).collect(),
            facilitators: facilitator_codes(tx).await?,
            requirements: act_event_codes(tx).await?,
            municipalities,
        })
    }

    /// Checks what one content names. `at` stands before the names of its fields.
    pub(super) fn check(&self, content: &Content, at: &str, fields: &mut Fields) {
        let mut note = |field: &str, known: bool| {
            fields.check(format!("{at}{field}"), (!known).then_some(Rule::Unknown));
        };
        match &content.territory {
            Territory::Region => {}
            Territory::Province(province) => note("province", self.provinces.contains(province.as_str())),
            Territory::Cpi(cpi) => note("cpi", self.cpis.contains(cpi.as_str())),
        }
        note("alsoFor", content.also_for.iter().all(|cpi| self.cpis.contains(cpi.as_str())));
        note("municipality", content.municipality.as_ref().is_none_or(|istat| self.municipalities.contains(istat)));
        note("facilitators", content.facilitators.iter().all(|code| self.facilitators.contains(code)));
        let known =
            |codes: &BTreeSet<OrganisationCode>| codes.iter().all(|code| !self.organisations.contains(code.as_str()));
        note("organisers", known(&content.organisers));
        note("partners", known(&content.partners));
        note("requirement", content.requirement.as_ref().is_none_or(|code| self.requirements.contains(code)));
        note("planned", content.planned.operators.keys().all(|cpi| self.cpis.contains(cpi.as_str())));
    }
}

/// Checks what one content names.
pub(super) async fn check_known(tx: &Tx, content: &Content) -> Result<()> {
    let mut fields = Fields::default();
    Known::read(tx, &[content]).await?.check(content, "", &mut fields);
    Ok(fields.finish()?)
}
