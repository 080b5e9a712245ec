//! What the act requires, beside what fills it: counted by the model over all partnerships.

use async_graphql::SimpleObject;
use shared::{
    number::Language,
    organisations::Level,
    partnerships::{Counted, Day, Requirement, Tally, tally},
};

use super::{
    Partnership,
    terms::{PartnershipGroup, PartnershipKind},
};
use crate::{
    db::Reader,
    error::Result,
    graphql::int,
    organisations::ActSentence,
    partnerships::{
        body::{Sight, is_public},
        store::{Full, outline_of, partnership_list_serving, serves_of, state_of},
    },
};

/// Something that the act requires of partnerships.
#[derive(SimpleObject)]
pub(crate) struct PartnershipRequirement {
    /// The indicator or the expected result that counts it: `I-RDC-04`, `8.4-R1`.
    code: String,
    title_it: String,
    title_en: String,
    /// The kinds that fill it; the first is the act's own word.
    kinds: Vec<PartnershipKind>,
    /// Who has to take part; empty when the act does not say.
    composition: Vec<PartnershipGroup>,
    /// Its places: at the region, in each province.
    #[graphql(complexity = "1 + 3 * child_complexity")]
    places: Vec<PartnershipPlace>,
}

/// The places of a requirement at the region or in a province.
#[derive(SimpleObject)]
pub(crate) struct PartnershipPlace {
    /// Code of the province. Null: at the region.
    province: Option<String>,
    required: i32,
    /// Signed, and holding.
    signed: i32,
    /// Being brought about: from the idea until the signature.
    in_progress: i32,
    missing: i32,
    /// The sentence that asks for them.
    sentence: ActSentence,
    /// Those that fill them, as far as the caller may see them.
    #[graphql(complexity = "1 + 2 * child_complexity")]
    partnerships: Vec<Partnership>,
}

/// The requirements, with what fills them.
pub(super) async fn requirements(db: &Reader, sight: &Sight, today: Day) -> Result<Vec<PartnershipRequirement>> {
    let all = partnership_list_serving(db, sight).await?;
    let ids: Vec<String> = all.iter().map(|full| full.row.id.to_string()).collect();
    let mut counted = Vec::with_capacity(all.len());
    for (full, id) in all.iter().zip(&ids) {
        let outline = outline_of(&full.row)?;
        counted.push(Counted {
            id,
            kind: outline.kind,
            level: outline.level,
            province: full.row.province.as_deref().filter(|_| outline.level == Level::Province),
            state: state_of(&full.row)?.on(today, outline.term.ends_on),
            serves: serves_of(&full.row),
        });
    }
    let mut found: Vec<PartnershipRequirement> = Vec::new();
    for cell in tally(&counted) {
        let place = place(&cell, &all);
        match found.last_mut().filter(|last| last.code == cell.requirement.code) {
            Some(last) => last.places.push(place),
            None => found.push(requirement(cell.requirement, place)),
        }
    }
    Ok(found)
}

fn requirement(known: &Requirement, first: PartnershipPlace) -> PartnershipRequirement {
    PartnershipRequirement {
        code: known.code.to_owned(),
        title_it: known.title(Language::Italian).to_owned(),
        title_en: known.title(Language::English).to_owned(),
        kinds: known.kinds.iter().copied().map(PartnershipKind::from).collect(),
        composition: known.composition.iter().copied().map(PartnershipGroup::from).collect(),
        places: vec![first],
    }
}

fn place(cell: &Tally, all: &[Full]) -> PartnershipPlace {
    let here = |full: &&Full| {
        let id = full.row.id.to_string();
        (full.whole || is_public(&full.row)) && cell.signed.iter().chain(&cell.in_progress).any(|known| *known == id)
    };
    PartnershipPlace {
        province: cell.province.map(str::to_owned),
        required: int(i64::from(cell.ask.count)),
        signed: i32::try_from(cell.signed.len()).unwrap_or(i32::MAX),
        in_progress: i32::try_from(cell.in_progress.len()).unwrap_or(i32::MAX),
        missing: int(i64::from(cell.missing())),
        sentence: ActSentence { text: cell.ask.sentence.text.to_owned(), line: int(i64::from(cell.ask.sentence.line)) },
        partnerships: all.iter().filter(here).cloned().map(Partnership).collect(),
    }
}
