//! Between a row and the model's details; the trigrams that go with a row.

use sea_orm::{ActiveValue::Set, ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use shared::{
    code::ProvinceCode,
    organisations::{Contacts, Details, Kind, Level, fold, trigrams},
};

use crate::{
    db::Tx,
    error::{Context as _, Error, Result},
    organisations::entity::{organisation::Model, trigram},
};

/// Rows that go into one statement, well under the databases' limits on parameters.
const ROWS: usize = 400;

/// The details of a row.
///
/// # Errors
/// When the row holds a value that the model does not know: a fault of ours.
pub(crate) fn details_of(row: &Model) -> Result<Details> {
    let strange = |what: &str| Error::fault("reading an organisation", format!("{} has the {what}", row.code));
    Ok(Details {
        name: row.name.clone(),
        kind: Kind::from_name(&row.kind).ok_or_else(|| strange(&row.kind))?,
        level: Level::from_name(&row.level).ok_or_else(|| strange(&row.level))?,
        province: row.province.as_ref().and_then(|code| ProvinceCode::new(&**code).ok()),
        municipality: row.municipality.clone(),
        aliases: row.aliases.lines().map(str::to_owned).collect(),
        contacts: Contacts {
            address: row.address.clone(),
            email: row.email.clone(),
            phone: row.phone.clone(),
            website: row.website.clone(),
        },
        note: row.note.clone(),
    })
}

/// A row with other details.
pub(super) fn with_details(row: Model, details: &Details) -> Model {
    Model {
        name: details.name.clone(),
        folded: folded(&row.code, details),
        kind: details.kind.name().to_owned(),
        level: details.level.name().to_owned(),
        province: details.province.as_ref().map(|code| code.as_str().to_owned()),
        municipality: details.municipality.clone(),
        aliases: details.aliases.join("\n"),
        address: details.contacts.address.clone(),
        email: details.contacts.email.clone(),
        phone: details.contacts.phone.clone(),
        website: details.contacts.website.clone(),
        note: details.note.clone(),
        ..row
    }
}

/// What an organisation is found by: its names, and its code.
fn folded(code: &str, details: &Details) -> String {
    let names = std::iter::once(details.name.as_str()).chain(details.aliases.iter().map(String::as_str));
    let words: Vec<String> = names.chain([code]).map(fold).collect();
    words.join(" ")
}

/// Writes the trigrams of rows anew.
pub(super) async fn trigrams_put(tx: &Tx, rows: &[Model]) -> Result<()> {
    for chunk in rows.chunks(ROWS) {
        let codes = chunk.iter().map(|row| row.code.as_str());
        let before = trigram::Entity::delete_many().filter(trigram::Column::Organisation.is_in(codes));
        before.exec(tx).await.context("taking the trigrams of organisations")?;
    }
    let all = rows.iter().flat_map(|row| trigrams(&row.folded).into_iter().map(|three| (three, row.code.clone())));
    let models: Vec<trigram::ActiveModel> =
        all.map(|(three, code)| trigram::ActiveModel { trigram: Set(three), organisation: Set(code) }).collect();
    for chunk in models.chunks(ROWS) {
        let insert = trigram::Entity::insert_many(chunk.to_vec());
        insert.exec_without_returning(tx).await.context("writing the trigrams of organisations")?;
    }
    Ok(())
}
