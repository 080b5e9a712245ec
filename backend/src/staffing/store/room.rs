//! Whether a scenario has room for an edit of its table: asked in the edit's transaction, so that the last operator and the
//! last euro are given once.

use std::collections::BTreeMap;

use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use shared::{
    code::ProfileCode,
    staffing::{
        CellEdit, CellEdits, CellKey, FigureKey,
        assumptions::yearly_cost_cents,
        room::{Placed, Room},
        scenario::Outline,
    },
};

use super::{own_figure_list, past::Was, scenarios::outline_of};
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
    let code = |row: &Model| ProfileCode::new(&row.profile).ok().map(|code| (code, row.operators.unsigned_abs()));
    let counted: Vec<(ProfileCode, u32)> = cells.values().filter_map(code).collect();
    let before = Placed::of(counted.iter().map(|(profile, operators)| (profile, *operators)));
    let after = changed(&before, edits, |cell| stands(cell.cpi.as_str(), cell.profile.as_str()));
    let own = own_figure_list(tx, &[scenario.id]).await?.into_iter().map(|row| (row.key, row.value));
    hold(tx, &outline_of(scenario), own.collect(), &before, &after).await
}

/// The same of a copy that is made with edits beside: it may not have more than there is, unless what it was copied from had.
///
/// # Errors
/// `INVALID`, as [`Room::check`] says.
pub(super) async fn room_check_copy(tx: &Tx, was: &Was, edits: &CellEdits) -> Result<()> {
    let before = Placed::of(was.cells.iter().map(|(cell, value)| (&cell.profile, value.operators)));
    let stands = |cell: &CellKey| was.cells.get(cell).map_or(0, |value| value.operators);
    let after = changed(&before, edits.as_slice(), stands);
    let own = was.figures.iter().map(|(key, (value, _))| (key.to_string(), *value)).collect();
    hold(tx, &was.bounds.outline, own, &before, &after).await
}

/// The operators of a table after edits.
fn changed(before: &Placed, edits: &[CellEdit], stands: impl Fn(&CellKey) -> u32) -> Placed {
    let mut after = before.clone();
    for edit in edits {
        after.change(&edit.cell.profile, stands(&edit.cell), edit.value.operators);
    }
    after
}

/// Holds what a table becomes to the bounds of an outline, by what operators cost there.
async fn hold(tx: &Tx, outline: &Outline, own: BTreeMap<String, f64>, before: &Placed, after: &Placed) -> Result<()> {
    Ok(Room::new(outline, costs(tx, own).await?).check(before, after)?)
}

/// What an operator of each profile costs, euro cents a year: by a scenario's own figure, else by the base's.
async fn costs(tx: &Tx, mut own: BTreeMap<String, f64>) -> Result<BTreeMap<ProfileCode, u64>> {
    let profiles = super::profile_list(tx).await?.into_iter().filter_map(|row| ProfileCode::new(&row.code).ok());
    let keys: BTreeMap<String, ProfileCode> =
        profiles.map(|code| (FigureKey::YearlyCost(code.clone()).to_string(), code)).collect();
    let base = figure::Entity::find().filter(figure::Column::Key.is_in(keys.keys()));
    let base = base.all(tx).await.context("reading what operators cost")?;
    let mut euro: BTreeMap<String, f64> = base.into_iter().filter_map(|row| Some((row.key, row.value?))).collect();
    euro.append(&mut own);
    Ok(euro.into_iter().filter_map(|(key, euro)| Some((keys.get(&key)?.clone(), yearly_cost_cents(euro)))).collect())
}
