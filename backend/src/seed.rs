//! Loads the data that comes with the program. Doing it again changes nothing; newer data updates what nobody has edited.

use crate::{
    clock::{Clock, new_id},
    cx::WriteStamp,
    db::{Db, Tx, Write, take_turn},
    error::Result,
    staffing::{builtin::Staffing, store::staffing_seed},
    territory::{builtin::Territory, seed_store::territory_seed},
};

/// Who the log names as the writer of built-in data.
pub const SEEDER: &str = "tavoliere";

struct Seed {
    territory: Territory,
    staffing: Staffing,
    stamp: WriteStamp,
}

impl Write for Seed {
    type Done = usize;

    async fn run(&self, tx: &Tx) -> Result<usize> {
        take_turn(tx).await?;
        territory_seed(tx, &self.territory).await?;
        staffing_seed(tx, &self.staffing, &self.stamp).await
    }
}

/// Loads the built-in data, in one transaction. Gives the number of figures that changed.
///
/// # Errors
/// When the database fails.
pub async fn seed(db: &Db, clock: &Clock) -> Result<usize> {
    let stamp = WriteStamp { id: new_id(), digest: String::new(), by: SEEDER.to_owned(), at: clock.now() };
    db.write(&Seed { territory: Territory::read()?, staffing: Staffing::read()?, stamp }).await
}
