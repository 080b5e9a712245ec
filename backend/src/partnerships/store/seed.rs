//! Brings the partnerships of the act into the database. What anybody has changed stays as it is.

use std::collections::BTreeMap;

use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use uuid::{Builder, Uuid};

use super::{create::empty, rows::with_outline, write::turn};
use crate::{
    audit::{Record, append},
    changes::change_append,
    cx::WriteStamp,
    db::{Tx, put_rows},
    error::{Context as _, Result},
    partnerships::{
        body::PartnershipBody,
        builtin::BuiltIn,
        entity::{
            partner,
            partnership::{ActiveModel, Column, Entity, Model},
        },
    },
};

/// Adds what is missing, and updates what nobody has changed.
pub(crate) async fn partnership_seed(tx: &Tx, partnerships: &[BuiltIn], stamp: &WriteStamp) -> Result<()> {
    let topic = turn(tx).await?;
    let there = Entity::find().filter(Column::Code.is_not_null()).all(tx).await.context("reading the partnerships")?;
    let there: BTreeMap<Uuid, Model> = there.into_iter().map(|row| (row.id, row)).collect();
    // An empty table is filled without a change: nobody can have seen it before.
    let first = there.is_empty();
    let revision = if first { 0 } else { topic.next() };
    let (mut rows, mut partners): (Vec<Model>, Vec<partner::Model>) = (Vec::new(), Vec::new());
    for built_in in partnerships {
        let mut after = row_of(built_in, stamp);
        match there.get(&after.id) {
            Some(before) if before.edited_at.is_some() => continue,
            Some(before) => {
                after = Model { created_at: before.created_at, revision: before.revision, ..after };
                if after == *before {
                    continue;
                }
            }
            None => {}
        }
        rows.push(Model { revision, ..after });
        partners.extend(built_in.partners.iter().map(|organisation| partner_of(built_in, organisation)));
    }
    put_rows::<Entity, ActiveModel>(tx, &rows).await?;
    put_rows::<partner::Entity, partner::ActiveModel>(tx, &partners).await?;
    if let Some(last) = rows.last().filter(|_| !first) {
        let codes: Vec<&Option<String>> = rows.iter().map(|row| &row.code).collect();
        append(tx, stamp, vec![Record::new("partnership", "*", None::<&()>, Some(&codes))?]).await?;
        let body = PartnershipBody { id: last.id, was_public: true, is_public: true, organisations: Vec::new() };
        change_append(tx, topic, stamp, &body).await?;
    }
    Ok(())
}

/// The same id every time, so that loading again finds what was loaded before.
fn id_of(text: &str) -> Uuid {
    let hash = blake3::hash(text.as_bytes());
    let mut bytes = [0; 16];
    bytes.iter_mut().zip(hash.as_bytes()).for_each(|(byte, hashed)| *byte = *hashed);
    Builder::from_random_bytes(bytes).into_uuid()
}

fn row_of(built_in: &BuiltIn, stamp: &WriteStamp) -> Model {
    let row = Model {
        code: Some(built_in.code.clone()),
        state: built_in.state.name().to_owned(),
        stands_for: built_in.stands_for,
        quote: Some(built_in.quote.clone()),
        act_line: Some(built_in.act_line),
        act_note: Some(built_in.note.clone()).filter(|note| !note.is_empty()),
        ..empty(id_of(&format!("partnership {}", built_in.code)), stamp)
    };
    with_outline(row, &built_in.outline)
}

fn partner_of(built_in: &BuiltIn, organisation: &str) -> partner::Model {
    partner::Model {
        id: id_of(&format!("partner {} {organisation}", built_in.code)),
        partnership_id: id_of(&format!("partnership {}", built_in.code)),
        organisation: organisation.to_owned(),
        role: String::new(),
        joined_on: None,
        left_on: None,
    }
}
