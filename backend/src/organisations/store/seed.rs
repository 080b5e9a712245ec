//! Brings the organisations of the act into the database. What anybody has edited stays as it is.

use std::collections::BTreeMap;

use sea_orm::EntityTrait as _;

use super::{
    rows::{trigrams_put, with_details},
    write::{empty, locked},
};
use crate::{
    audit::{Record, append},
    changes::change_append,
    cx::WriteStamp,
    db::{Tx, put_rows},
    error::{Context as _, Result},
    organisations::{
        builtin::BuiltIn,
        entity::organisation::{ActiveModel, Entity, Model},
    },
};

/// Adds what is missing, and updates what nobody has edited.
pub(crate) async fn organisation_seed(tx: &Tx, organisations: &[BuiltIn], stamp: &WriteStamp) -> Result<()> {
    let topic = locked(tx).await?;
    let there: BTreeMap<String, Model> = Entity::find()
        .all(tx)
        .await
        .context("reading the organisations")?
        .into_iter()
        .map(|row| (row.code.clone(), row))
        .collect();
    // An empty table is filled without a change: nobody can have seen it before.
    let first = there.is_empty();
    let revision = if first { 0 } else { topic.next() };
    let mut rows: Vec<Model> = Vec::new();
    for built_in in organisations {
        let before = there.get(built_in.code.as_str());
        if before.is_some_and(|row| row.edited_at.is_some() || row.quote.is_none()) {
            continue;
        }
        let mut after = row_of(built_in, &there, rows.len(), revision, stamp);
        if let Some(before) = before {
            after = Model { number: before.number, created_at: before.created_at, revision: before.revision, ..after };
            if after == *before {
                continue;
            }
            after.revision = revision;
        }
        rows.push(after);
    }
    put_rows::<Entity, ActiveModel>(tx, &rows).await?;
    trigrams_put(tx, &rows).await?;
    if !first && !rows.is_empty() {
        let codes: Vec<&str> = rows.iter().map(|row| row.code.as_str()).collect();
        append(tx, stamp, vec![Record::new("organisation", "*", None::<&()>, Some(&codes))?]).await?;
        change_append(tx, topic, stamp, &codes).await?;
    }
    Ok(())
}

fn row_of(
    built_in: &BuiltIn,
    there: &BTreeMap<String, Model>,
    added: usize,
    revision: i64,
    stamp: &WriteStamp,
) -> Model {
    let code = built_in.code.as_str().to_owned();
    let last = there.values().map(|row| row.number).max().unwrap_or_default();
    let own = code.strip_prefix("ORG-").and_then(|number| number.parse().ok());
    // Its own number as long as no one else has it.
    let free = |number: &i64| there.values().all(|row| row.number != *number);
    let number = own.filter(free).unwrap_or(last + 1 + i64::try_from(added).unwrap_or_default());
    let row = Model {
        generic: built_in.generic,
        quote: Some(built_in.quote.clone()),
        act_line: Some(built_in.act_line),
        ..empty(code, number, revision, stamp)
    };
    with_details(row, &built_in.details)
}
