//! Brings the built-in territory into the database: what is missing is added, what changed is updated, nothing is deleted.
//!
//! A centre or municipality that newer files no longer name cannot stay unseen: its residents would be counted twice, and
//! what was planned there would hang in the air. Loading then refuses, and names it.

use std::collections::BTreeSet;

use super::{
    builtin::Territory,
    entity::{cpi, municipality, province},
    store::{cpi_codes, municipality_codes},
};
use crate::{
    db::{Tx, put_rows},
    error::{Error, Result},
};

/// Adds and updates the territory.
///
/// # Errors
/// When the database holds a row that the files no longer name.
pub(crate) async fn territory_seed(tx: &Tx, territory: &Territory) -> Result<()> {
    check_gone(tx, territory).await?;
    put_rows::<province::Entity, province::ActiveModel>(tx, &territory.provinces).await?;
    put_rows::<cpi::Entity, cpi::ActiveModel>(tx, &territory.cpis).await?;
    put_rows::<municipality::Entity, municipality::ActiveModel>(tx, &territory.municipalities).await
}

async fn check_gone(tx: &Tx, territory: &Territory) -> Result<()> {
    let named = territory.cpis.iter().map(|row| row.code.as_str());
    let named: BTreeSet<&str> = named.chain(territory.municipalities.iter().map(|row| row.istat.as_str())).collect();
    let mut there = cpi_codes(tx).await?;
    there.extend(municipality_codes(tx).await?);
    let gone = there.into_iter().find(|code| !named.contains(code.as_str()));
    let what =
        |code| format!("{code} is in the database and not in the files any more: a migration has to say where it went");
    gone.map_or(Ok(()), |code| Err(Error::fault("loading the territory", what(code))))
}
