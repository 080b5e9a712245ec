//! An installation moves to another database, by the command line.

use clap::Args;

use super::tell;
use crate::{
    audit, changes,
    db::{Db, Table, copy},
    error::Result,
    events, identity, organisations, partnerships, plan, staffing, territory,
};

#[derive(Args, Debug)]
pub(super) struct Copy {
    /// The database to copy into: `postgres://user:password@host/name` or `sqlite://path?mode=rwc`. It has to be empty.
    #[arg(long, env = "TAVOLIERE_COPY_TO", value_name = "URL", hide_env_values = true)]
    to: String,
}

/// Copies, and tells what each table holds in both.
pub(super) async fn run(command: &Copy, from: &Db) -> Result<()> {
    let to = Db::open(&command.to).await?;
    let copied = copy(from, &to, &tables()).await?;
    for table in &copied {
        tell(&format!("{:<24} {:>10}  {}", table.table, table.seal.rows, table.seal.short()))?;
    }
    let rows: u64 = copied.iter().map(|table| table.seal.rows).sum();
    tell(&format!("Copied {rows} rows of {} tables, read again and the same in both.", copied.len()))
}

/// All tables, so that what is pointed at comes before what points at it.
fn tables() -> Vec<Box<dyn Table>> {
    let features = [
        changes::tables(),
        territory::tables(),
        organisations::tables(),
        plan::tables(),
        identity::tables(),
        staffing::tables(),
        partnerships::tables(),
        events::tables(),
        audit::tables(),
    ];
    features.into_iter().flatten().collect()
}
