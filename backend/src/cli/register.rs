//! The register of changes by the command line.

use clap::Subcommand;

use super::tell;
use crate::{
    audit::verify,
    db::Db,
    error::{Error, Result},
};

#[derive(Debug, Subcommand)]
pub(super) enum Audit {
    /// Computes every hash of the register anew, and tells whether it is as it was written.
    Verify {
        /// The number and hash of a row, `SEQ:HASH`, as this command told them earlier: finds a chain that was written anew.
        #[arg(long, value_name = "SEQ:HASH")]
        expect: Option<String>,
    },
}

/// Does what was asked.
pub(super) async fn run(command: &Audit, db: &Db) -> Result<()> {
    let Audit::Verify { expect } = command;
    let kept = expect.as_deref().map(read).transpose()?;
    let chain = verify(db, kept).await?;
    let chain = chain.map_err(|broken| Error::fault("checking the register of changes", broken))?;
    tell(&format!("The register is whole: {} rows. Keep this elsewhere:  {}:{}", chain.rows, chain.rows, chain.hash))
}

fn read(text: &str) -> Result<(i64, &str)> {
    let parts = text.split_once(':').and_then(|(seq, hash)| Some((seq.parse().ok()?, hash)));
    parts.ok_or_else(|| Error::fault("reading --expect", "it is a number, a colon and a hash"))
}
