//! Whether a scenario has room for an edit of its table: asked in the edit's transaction, so that the last operator and the
//! last euro are given once.

use std::collections::BTreeMap;

use sea_orm::{ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _};
use shared::{
    code::ProfileCode,
    staffing::{
        CellEdits, FigureKey,
        room::{Placed, Room},
    },
};

use super::{own_figure_list, scenarios::outline_of};
use crate::{
    db::Tx,
    error::{Context as _, Result},
    staffing::entity::{figure, scenario, scenario_cell::Model},
};

/// Checks that the table stays within the scenario's operators and money, or comes nearer to them.
///
/// `cells` are those that were ever set, by CPI and profile.
///
/// # Errors
/// `INVALID`, as [`Room::check`] says.
pub(super) async fn room_check(
    tx: &Tx,
    scenario: &scenario::Model,
    cells: &BTreeMap<(String, String), Model>,
    edits: &CellEdits,
) -> Result<()> {
    let stands = |cpi: &str, profile: &str| {
        cells.get(&(cpi.to_owned(), profile.to_owned())).map_or(0, |row| row.operators.unsigned_abs())
    };
    let edits = edits.as_slice();
    let more =
        edits.iter().any(|edit| edit.value.operators > stands(edit.cell.cpi.as_str(), edit.cell.profile.as_str()));
    if !more {
        return Ok(());
    }
    let codes = super::profile_list(tx).await?.into_iter().map(|row| ProfileCode::new(&row.code));
    let codes: BTreeMap<String, ProfileCode> = codes.flatten().map(|code| (code.to_string(), code)).collect();
    let counted = cells.values().filter_map(|row| Some((codes.get(&row.profile)?, row.operators.unsigned_abs())));
    let before = Placed::of(counted);
    let mut after = before.clone();
    for edit in edits {
        let stood = stands(edit.cell.cpi.as_str(), edit.cell.profile.as_str());
        after.change(&edit.cell.profile, stood, edit.value.operators);
    }
    let room = Room::new(&outline_of(scenario), costs(tx, scenario, codes.into_values()).await?);
    Ok(room.check(&before, &after)?)
}

/// What an operator of each profile costs in the scenario, euro cents a year: by its own figure, else by the base's.
async fn costs(
    db: &impl ConnectionTrait,
    scenario: &scenario::Model,
    profiles: impl Iterator<Item = ProfileCode>,
) -> Result<BTreeMap<ProfileCode, u64>> {
    let keys: BTreeMap<String, ProfileCode> =
        profiles.map(|code| (FigureKey::YearlyCost(code.clone()).to_string(), code)).collect();
    let base = figure::Entity::find().filter(figure::Column::Key.is_in(keys.keys()));
    let base = base.all(db).await.context("reading what operators cost")?;
    let own = own_figure_list(db, &[scenario.id]).await?;
    let euro = base.into_iter().filter_map(|row| Some((row.key, row.value?)));
    let euro = euro.chain(own.into_iter().map(|row| (row.key, row.value)));
    Ok(euro.filter_map(|(key, euro)| Some((keys.get(&key)?.clone(), in_cents(euro)))).collect())
}

/// As the sizing takes a yearly cost.
fn in_cents(euro: f64) -> u64 {
    (euro * 100.0).round() as u64
}
