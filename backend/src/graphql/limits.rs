//! What one request may ask for. The document is measured before it is validated, because validating a hostile one
//! (fragments that double at each step) is itself too costly.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use async_graphql::{
    ServerError, ValidationResult,
    extensions::{Extension, ExtensionContext, ExtensionFactory, NextValidation},
    parser::types::{ExecutableDocument, OperationType, Selection, SelectionSet},
};
use shared::Problem;

use super::{budget::Meter, errors::server_error, shape::KIND};

/// The longest query text, bytes. Values travel in variables.
pub(crate) const MAX_DOCUMENT: usize = 64 * 1024;
/// The deepest nesting of selections, fragments counted where they are spread.
pub(crate) const MAX_NESTING: usize = 24;
/// The most fields of a document with its fragments spread out, aliases counted each.
pub(crate) const MAX_FIELDS: u64 = 1_000;
/// The most aliases, counted as fields are: more than there are job centres.
pub(crate) const MAX_ALIASES: u64 = 50;
/// The most directives on one field.
pub(crate) const MAX_DIRECTIVES: usize = 8;
/// The directives that a selection may carry.
const DIRECTIVES: [&str; 2] = ["skip", "include"];
/// The most points that a request may cost: a field costs one, a list as many times its entries as are asked for.
pub(crate) const MAX_COST: usize = 100_000;

/// The deepest nesting of brackets in a text, before it is parsed: the parser calls itself for each.
pub(crate) const MAX_BRACKETS: usize = 64;
/// How deep lists of introspection may nest within each other: each level multiplies the answer.
const MAX_INTROSPECTION: usize = 3;
/// The lists of introspection that lead from a type to types.
const INTROSPECTION_LISTS: [&str; 4] = ["fields", "inputFields", "interfaces", "possibleTypes"];

/// Holds a text to what may be parsed at all.
///
/// # Errors
/// [`Problem::TooLarge`] when it is too long, [`Problem::TooCostly`] when its brackets nest too deep.
pub(crate) fn check_text(text: &str) -> Result<(), Problem> {
    if text.len() > MAX_DOCUMENT {
        return Err(Problem::TooLarge { limit_bytes: MAX_DOCUMENT as u64 });
    }
    let depth = nesting(text);
    if depth > MAX_BRACKETS {
        return Err(Problem::TooCostly { cost: depth as u32, limit: MAX_BRACKETS as u32 });
    }
    Ok(())
}

/// How deep the brackets of a text nest. Those in strings and comments do not count.
fn nesting(text: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let skipped = match letter {
            '"' => string_length(rest),
            '#' => rest.find(['\n', '\r']).unwrap_or(rest.len()),
            _ => letter.len_utf8(),
        };
        match letter {
            '{' | '[' | '(' => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            '}' | ']' | ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        rest = rest.get(skipped..).unwrap_or_default();
    }
    deepest
}

/// The length of the string that a text begins with, in bytes; all of it when it does not end.
fn string_length(text: &str) -> usize {
    let (quote, escape) = if text.starts_with("\"\"\"") { ("\"\"\"", "\\\"\"\"") } else { ("\"", "\\") };
    let mut at = quote.len();
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        if rest.starts_with(quote) {
            return at + quote.len();
        }
        // An escape in a plain string takes the letter after it along.
        let escaped = rest.starts_with(escape).then_some(escape.len());
        let one = |text: &str| text.chars().next().map_or(0, char::len_utf8);
        at += match escaped {
            Some(1) => 1 + rest.get(1..).map_or(0, one),
            Some(length) => length,
            None => one(rest),
        };
    }
    text.len()
}

/// Measures a parsed document.
///
/// # Errors
/// [`Problem::TooCostly`] when it has too many fields or nests too deep, [`Problem::BadRequest`] when a fragment holds
/// itself, or a subscription asks for more than one field.
pub(crate) fn check(document: &ExecutableDocument) -> Result<(), Problem> {
    let mut measure = Measure { document, known: BTreeMap::new(), open: BTreeSet::new() };
    let mut sum = Size::default();
    for (_, operation) in document.operations.iter() {
        if operation.node.ty == OperationType::Subscription {
            check_single(&operation.node.selection_set.node)?;
        }
        let size = measure.of_set(&operation.node.selection_set.node, 0)?;
        sum = sum.beside(size);
        size.check()?;
    }
    // Fragments that nobody spreads are still validated.
    let names: BTreeSet<&str> = document.fragments.keys().map(async_graphql::Name::as_str).collect();
    for name in names {
        measure.of_fragment(name, 0)?.check()?;
    }
    sum.check()
}

/// Each event of a subscription answers one field: more would leave the others out, and a fragment may hold any number.
fn check_single(set: &SelectionSet) -> Result<(), Problem> {
    match set.items.as_slice() {
        [only] if matches!(only.node, Selection::Field(_)) => Ok(()),
        _ => Err(Problem::BadRequest {
            reason: "a subscription asks for one field, without a fragment around it".to_owned(),
        }),
    }
}

/// Validation does not see every directive of a selection, so that an unknown one would count for nothing.
fn check_directives(selection: &Selection) -> Result<(), Problem> {
    let directives = match selection {
        Selection::Field(field) => &field.node.directives,
        Selection::FragmentSpread(spread) => &spread.node.directives,
        Selection::InlineFragment(fragment) => &fragment.node.directives,
    };
    let mut names = directives.iter().map(|directive| directive.node.name.node.as_str());
    match names.find(|name| !DIRECTIVES.contains(name)) {
        Some(name) => Err(Problem::BadRequest { reason: format!("there is no directive @{name:.40}") }),
        None => Ok(()),
    }
}

#[derive(Clone, Copy, Default)]
struct Size {
    fields: u64,
    aliases: u64,
    depth: usize,
    introspection: usize,
}

impl Size {
    /// Two parts of one selection.
    fn beside(self, other: Self) -> Self {
        Self {
            fields: self.fields.saturating_add(other.fields),
            aliases: self.aliases.saturating_add(other.aliases),
            depth: self.depth.max(other.depth),
            introspection: self.introspection.max(other.introspection),
        }
    }

    fn check(self) -> Result<(), Problem> {
        if self.depth > MAX_NESTING {
            return Err(Problem::TooCostly { cost: self.depth as u32, limit: MAX_NESTING as u32 });
        }
        if self.introspection > MAX_INTROSPECTION {
            return Err(Problem::TooCostly { cost: self.introspection as u32, limit: MAX_INTROSPECTION as u32 });
        }
        for (count, limit) in [(self.fields, MAX_FIELDS), (self.aliases, MAX_ALIASES)] {
            if count > limit {
                return Err(Problem::TooCostly { cost: u32::try_from(count).unwrap_or(u32::MAX), limit: limit as u32 });
            }
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
        let mut size = Size::default();
        if above > MAX_NESTING {
            return Err(Problem::TooCostly { cost: above as u32, limit: MAX_NESTING as u32 });
        }
        for selection in &set.items {
            check_directives(&selection.node)?;
            let part = match &selection.node {
                Selection::Field(field) => {
                    if field.node.response_key().node == KIND {
                        return Err(Problem::BadRequest { reason: format!("the name {KIND} is the server's own") });
                    }
                    let below = self.of_set(&field.node.selection_set.node, above + 1)?;
                    let list = INTROSPECTION_LISTS.contains(&field.node.name.node.as_str());
                    let introspection = below.introspection + usize::from(list);
                    Size {
                        fields: below.fields.saturating_add(1),
                        aliases: below.aliases.saturating_add(u64::from(field.node.alias.is_some())),
                        depth: below.depth + 1,
                        introspection,
                    }
                }
                Selection::InlineFragment(fragment) => {
                    let below = self.of_set(&fragment.node.selection_set.node, above + 1)?;
                    Size { depth: below.depth + 1, ..below }
                }
                Selection::FragmentSpread(spread) => {
                    let below = self.of_fragment(spread.node.fragment_name.node.as_str(), above + 1)?;
                    // A spread costs one even when the fragment is empty.
                    Size { fields: below.fields.saturating_add(1), depth: below.depth + 1, ..below }
                }
            };
            size = size.beside(part);
        }
        Ok(size)
    }

    fn of_fragment(&mut self, name: &str, above: usize) -> Result<Size, Problem> {
        let Some((name, fragment)) = self.document.fragments.get_key_value(name) else {
            // Validation will say that there is no such fragment.
            return Ok(Size::default());
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

/// Refuses a request whose cost, counted from what its lists ask for, is above the limit or above what its caller has left.
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
        let cost = u32::try_from(result.complexity).unwrap_or(u32::MAX);
        if result.complexity > MAX_COST {
            return Err(vec![server_error(&Problem::TooCostly { cost, limit: MAX_COST as u32 })]);
        }
        let spent = ctx.data_opt::<Meter>().map_or(Ok(()), |meter| meter.spend(cost));
        spent.map(|()| result).map_err(|problem| vec![server_error(&problem)])
    }
}

#[cfg(test)]
mod tests {
    use async_graphql::parser::parse_query;

    use super::*;

    fn refused(text: &str) -> Option<Problem> {
        check_text(text).and_then(|()| check(&parse_query(text).expect("it is GraphQL"))).err()
    }

    #[test]
    fn brackets_in_strings_and_comments_do_not_count_and_do_not_hide_others() {
        assert_eq!(nesting("{ a(b: \"}}}{{{\") { c } } # {{{{"), 2);
        assert_eq!(nesting(r#"{ a(b: "\"}") { c(d: """ \""" }} """) { e } } }"#), 3);
        assert_eq!(nesting("{ a(b: \"unended"), 2);
        assert_eq!(nesting(&"{a(b:\"}\")".repeat(100)), 101);
    }

    #[test]
    fn fragments_that_double_are_refused_before_they_are_spread() {
        let doubling: Vec<String> =
            (0..30).map(|n| format!("fragment f{n} on Query {{ ...f{m} ...f{m} }}", m = n + 1)).collect();
        let text = format!("{{ ...f0 }} {} fragment f30 on Query {{ __typename }}", doubling.join(" "));
        assert!(matches!(refused(&text), Some(Problem::TooCostly { .. })));
    }

    #[test]
    fn aliases_are_counted_where_their_fragments_are_spread() {
        let aliases = |count: u32| (0..count).map(|n| format!("a{n}: __typename ")).collect::<Vec<_>>().concat();
        assert_eq!(refused(&format!("{{ {} }}", aliases(50))), None);
        assert_eq!(refused(&format!("{{ {} }}", aliases(51))), Some(Problem::TooCostly { cost: 51, limit: 50 }));
        let spread = format!("{{ ...a provinces {{ code }} ...a }} fragment a on Query {{ {} }}", aliases(26));
        assert_eq!(refused(&spread), Some(Problem::TooCostly { cost: 52, limit: 50 }));
    }

    #[test]
    fn a_directive_that_there_is_not_is_refused_wherever_it_stands() {
        for text in [
            "{ a @nope }",
            "{ a @skip(if: true) @nope }",
            "{ ... @nope { a } }",
            "{ ...f @nope } fragment f on Query { a }",
        ] {
            assert!(matches!(refused(text), Some(Problem::BadRequest { .. })), "{text}");
        }
        assert_eq!(refused("query($a: Boolean!) { a @skip(if: $a) ... @include(if: $a) { b } }"), None);
    }

    #[test]
    fn a_fragment_within_itself_is_refused() {
        let text = "{ ...a } fragment a on Query { ...b } fragment b on Query { ...a }";
        assert!(matches!(refused(text), Some(Problem::BadRequest { .. })));
    }

    #[test]
    fn introspection_within_introspection_is_refused_and_the_common_one_is_not() {
        let nested =
            "{ __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }";
        assert!(matches!(refused(nested), Some(Problem::TooCostly { .. })));
        assert_eq!(refused("{ __schema { types { fields { type { ofType { ofType { name } } } } } } }"), None);
    }
}
