//! What one request may ask for. The document is measured before it is validated, because validating a hostile one
//! (fragments that double at each step) is itself too costly.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use async_graphql::{
    ServerError, ValidationResult,
    extensions::{Extension, ExtensionContext, ExtensionFactory, NextValidation},
    parser::types::{ExecutableDocument, Selection, SelectionSet},
};
use shared::Problem;

use super::errors::server_error;

/// The longest query text, bytes. Values travel in variables.
pub(crate) const MAX_DOCUMENT: usize = 64 * 1024;
/// The deepest nesting of selections, fragments counted where they are spread.
pub(crate) const MAX_NESTING: usize = 24;
/// The most fields of a document with its fragments spread out, aliases counted each.
pub(crate) const MAX_FIELDS: u64 = 1_000;
/// The most directives on one field.
pub(crate) const MAX_DIRECTIVES: usize = 8;
/// The most points that a request may cost: a field costs one, a list as many times its entries as are asked for.
pub(crate) const MAX_COST: usize = 200_000;

/// The deepest nesting of brackets in a text, before it is parsed: the parser calls itself for each.
pub(crate) const MAX_BRACKETS: usize = 64;

/// How deep the brackets of a text nest. Brackets within strings count too: this only has to be no less than the truth.
pub(crate) fn nesting(text: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    for byte in text.bytes() {
        match byte {
            b'{' | b'[' | b'(' => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            // A closing bracket in a string would hide nesting, so the depth is only let down by real text's balance.
            b'}' | b']' | b')' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

/// Measures a parsed document.
///
/// # Errors
/// [`Problem::TooCostly`] when it has too many fields or nests too deep, [`Problem::BadRequest`] when a fragment holds itself.
pub(crate) fn check(document: &ExecutableDocument) -> Result<(), Problem> {
    let mut measure = Measure { document, known: BTreeMap::new(), open: BTreeSet::new() };
    let mut fields: u64 = 0;
    for (_, operation) in document.operations.iter() {
        let size = measure.of_set(&operation.node.selection_set.node, 0)?;
        fields = fields.saturating_add(size.fields);
        size.check()?;
    }
    // Fragments that nobody spreads are still validated.
    let names: BTreeSet<&str> = document.fragments.keys().map(async_graphql::Name::as_str).collect();
    for name in names {
        measure.of_fragment(name, 0)?.check()?;
    }
    Size { fields, depth: 0 }.check()
}

#[derive(Clone, Copy)]
struct Size {
    fields: u64,
    depth: usize,
}

impl Size {
    fn check(self) -> Result<(), Problem> {
        if self.depth > MAX_NESTING {
            return Err(Problem::TooCostly { cost: self.depth as u32, limit: MAX_NESTING as u32 });
        }
        if self.fields > MAX_FIELDS {
            let cost = u32::try_from(self.fields).unwrap_or(u32::MAX);
            return Err(Problem::TooCostly { cost, limit: MAX_FIELDS as u32 });
        }
        Ok(())
    }
}

struct Measure<'a> {
    document: &'a ExecutableDocument,
    /// Each fragment is measured once, so that measuring is linear in the text.
    known: BTreeMap<&'a str, Size>,
    open: BTreeSet<&'a str>,
}

impl<'a> Measure<'a> {
    fn of_set(&mut self, set: &'a SelectionSet, above: usize) -> Result<Size, Problem> {
        let mut size = Size { fields: 0, depth: 0 };
        if above > MAX_NESTING {
            return Err(Problem::TooCostly { cost: above as u32, limit: MAX_NESTING as u32 });
        }
        for selection in &set.items {
            let part = match &selection.node {
                Selection::Field(field) => {
                    let below = self.of_set(&field.node.selection_set.node, above + 1)?;
                    Size { fields: below.fields.saturating_add(1), depth: below.depth + 1 }
                }
                Selection::InlineFragment(fragment) => {
                    let below = self.of_set(&fragment.node.selection_set.node, above + 1)?;
                    Size { depth: below.depth + 1, ..below }
                }
                Selection::FragmentSpread(spread) => {
                    let below = self.of_fragment(spread.node.fragment_name.node.as_str(), above + 1)?;
                    // A spread costs one even when the fragment is empty.
                    Size { fields: below.fields.saturating_add(1), depth: below.depth + 1 }
                }
            };
            size = Size { fields: size.fields.saturating_add(part.fields), depth: size.depth.max(part.depth) };
        }
        Ok(size)
    }

    fn of_fragment(&mut self, name: &str, above: usize) -> Result<Size, Problem> {
        let Some((name, fragment)) = self.document.fragments.get_key_value(name) else {
            // Validation will say that there is no such fragment.
            return Ok(Size { fields: 0, depth: 0 });
        };
        if let Some(size) = self.known.get(name.as_str()) {
            return Ok(*size);
        }
        if !self.open.insert(name.as_str()) {
            return Err(Problem::BadRequest { reason: "a fragment spreads itself".to_owned() });
        }
        let size = self.of_set(&fragment.node.selection_set.node, above)?;
        self.open.remove(name.as_str());
        self.known.insert(name.as_str(), size);
        Ok(size)
    }
}

/// Refuses a request whose cost, counted from what its lists ask for, is above the limit.
pub(crate) struct CostLimit;

impl ExtensionFactory for CostLimit {
    fn create(&self) -> Arc<dyn Extension> {
        Arc::new(Self)
    }
}

#[async_graphql::async_trait::async_trait]
impl Extension for CostLimit {
    async fn validation(
        &self,
        ctx: &ExtensionContext<'_>,
        next: NextValidation<'_>,
    ) -> Result<ValidationResult, Vec<ServerError>> {
        let result = next.run(ctx).await?;
        if result.complexity > MAX_COST {
            let cost = u32::try_from(result.complexity).unwrap_or(u32::MAX);
            return Err(vec![server_error(&Problem::TooCostly { cost, limit: MAX_COST as u32 })]);
        }
        Ok(result)
    }
}
