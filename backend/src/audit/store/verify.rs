//! Reads the whole chain and computes every hash anew.

use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _};

use super::{END, hash_of};
use crate::{
    audit::entity::{end, row},
    db::Db,
    error::{Context as _, Result},
};

/// Rows that are read at once.
const PAGE: u64 = 1_000;

/// A chain that holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chain {
    /// How many rows it has.
    pub rows: i64,
    /// The hash of its last row; empty when it has none.
    pub hash: String,
}

/// Where a chain is broken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Broken {
    /// A row is missing.
    #[error("row {seq} of the register is missing")]
    Missing {
        /// Its number.
        seq: i64,
    },
    /// A row is not as it was written, or one before it is not.
    #[error("row {seq} of the register is not as it was written")]
    Changed {
        /// Its number.
        seq: i64,
    },
    /// The last rows were cut off, or the end was moved.
    #[error("the register ends at row {found}, and should end at row {expected}")]
    Cut {
        /// Where it ends.
        found: i64,
        /// Where its end says it does.
        expected: i64,
    },
    /// The chain holds, and is not the one whose end was kept.
    #[error("row {seq} of the register is not the one whose hash was kept: the chain was written anew")]
    Another {
        /// The row whose hash was kept.
        seq: i64,
    },
}

/// Checks the chain. `kept`: the number and the hash of a row that were written down earlier, elsewhere.
///
/// # Errors
/// When the database fails. A chain that is broken is an answer, not an error.
pub async fn verify(db: &Db, kept: Option<(i64, &str)>) -> Result<Result<Chain, Broken>> {
    let mut chain = Chain { rows: 0, hash: String::new() };
    let mut met = kept.is_none();
    loop {
        let page = row::Entity::find()
            .filter(row::Column::Seq.gt(chain.rows))
            .order_by_asc(row::Column::Seq)
            .limit(PAGE)
            .all(db.read())
            .await
            .context("reading the register")?;
        if page.is_empty() {
            break;
        }
        for row in page {
            if row.seq != chain.rows + 1 {
                return Ok(Err(Broken::Missing { seq: chain.rows + 1 }));
            }
            if row.hash != hash_of(&chain.hash, &row) {
                return Ok(Err(Broken::Changed { seq: row.seq }));
            }
            chain = Chain { rows: row.seq, hash: row.hash };
            met |= kept == Some((chain.rows, chain.hash.as_str()));
        }
    }
    let end = end::Entity::find_by_id(END).one(db.read()).await.context("finding the register's end")?;
    let (expected, hash) = end.map(|end| (end.seq, end.hash)).unwrap_or_default();
    if (expected, &hash) != (chain.rows, &chain.hash) {
        return Ok(Err(Broken::Cut { found: chain.rows, expected }));
    }
    Ok(match kept {
        Some((seq, _)) if !met => Err(Broken::Another { seq }),
        _ => Ok(chain),
    })
}
