//! Gives an answer the shape that the schema promises, where the library's executor does not.
//!
//! async-graphql 7.2 answers fields in the order in which they are ready, and leaves a field out when it fails, even one
//! that is declared never to be null. The specification wants the query's order, and wants null to climb from such a
//! field to the nearest place that may be null. Generated clients trust both.

use std::sync::{Arc, Mutex, PoisonError};

use async_graphql::{
    Name, Positioned, Response, ServerResult, Value, Variables,
    extensions::{Extension, ExtensionContext, ExtensionFactory, NextExecute, NextParseQuery},
    indexmap::IndexMap,
    parser::types::{DocumentOperations, ExecutableDocument, Field, OperationType, Selection, SelectionSet},
    registry::{MetaType, MetaTypeName, Registry},
};

use super::selected;

/// Under this name the executor is asked for the type of what a fragment may narrow. It is taken out of the answer.
pub(super) const KIND: &str = "__tavoliere_kind";

/// Shapes every answer.
pub(crate) struct Shape;

impl ExtensionFactory for Shape {
    fn create(&self) -> Arc<dyn Extension> {
        Arc::new(Shaping::default())
    }
}

/// The document of one request.
#[derive(Default)]
struct Shaping(Mutex<Option<Arc<(ExecutableDocument, Variables)>>>);

#[async_graphql::async_trait::async_trait]
impl Extension for Shaping {
    async fn parse_query(
        &self,
        ctx: &ExtensionContext<'_>,
        query: &str,
        variables: &Variables,
        next: NextParseQuery<'_>,
    ) -> ServerResult<ExecutableDocument> {
        let mut document = next.run(ctx, query, variables).await?;
        match &mut document.operations {
            DocumentOperations::Single(operation) => ask_kinds(&mut operation.node.selection_set.node, false),
            DocumentOperations::Multiple(operations) => {
                let operations = operations.values_mut();
                operations.for_each(|operation| ask_kinds(&mut operation.node.selection_set.node, false));
            }
        }
        let fragments = document.fragments.values_mut();
        fragments.for_each(|fragment| ask_kinds(&mut fragment.node.selection_set.node, false));
        let kept = Arc::new((document.clone(), variables.clone()));
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(kept);
        Ok(document)
    }

    async fn execute(
        &self,
        ctx: &ExtensionContext<'_>,
        operation_name: Option<&str>,
        next: NextExecute<'_>,
    ) -> Response {
        let mut response = next.run(ctx, operation_name).await;
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let Some((document, variables)) = kept.as_deref() else { return response };
        let Some(operation) = selected(document, operation_name) else { return response };
        let shaper = Shaper { registry: &ctx.schema_env.registry, document, variables };
        let root = match operation.ty {
            OperationType::Query => Some(&shaper.registry.query_type),
            OperationType::Mutation => shaper.registry.mutation_type.as_ref(),
            OperationType::Subscription => shaper.registry.subscription_type.as_ref(),
        };
        if let Some(root) = root {
            let value = std::mem::take(&mut response.data);
            let shaped = shaper.object(root, &[&operation.selection_set.node], value);
            response.data = shaped.unwrap_or(Value::Null);
        }
        response
    }
}

/// Asks for the type wherever a field's selection has fragments: what they add depends on it.
fn ask_kinds(set: &mut SelectionSet, is_of_field: bool) {
    let mut has_fragments = false;
    for selection in &mut set.items {
        match &mut selection.node {
            Selection::Field(field) => ask_kinds(&mut field.node.selection_set.node, true),
            Selection::InlineFragment(fragment) => {
                has_fragments = true;
                ask_kinds(&mut fragment.node.selection_set.node, false);
            }
            Selection::FragmentSpread(_) => has_fragments = true,
        }
    }
    if has_fragments && is_of_field {
        let place = set.items.first().map(|first| first.pos).unwrap_or_default();
        let asked = Field {
            alias: Some(Positioned::new(Name::new(KIND), place)),
            name: Positioned::new(Name::new("__typename"), place),
            arguments: Vec::new(),
            directives: Vec::new(),
            selection_set: Positioned::default(),
        };
        set.items.push(Positioned::new(Selection::Field(Positioned::new(asked, place)), place));
    }
}

/// A null that its place may not hold: it climbs.
struct Climbs;

type Shaped = Result<Value, Climbs>;
type Asked<'a> = IndexMap<&'a str, Vec<&'a Field>>;

struct Shaper<'a> {
    registry: &'a Registry,
    document: &'a ExecutableDocument,
    variables: &'a Variables,
}

impl<'a> Shaper<'a> {
    /// A value of a type as it is written: `[Cpi!]!`.
    fn value(&self, kind: &str, sets: &[&'a SelectionSet], value: Value) -> Shaped {
        match MetaTypeName::create(kind) {
            MetaTypeName::NonNull(inner) => match self.value(inner, sets, value)? {
                // The executor answers so for an object of which every field failed.
                Value::Null if self.is_composite(inner) => self.object(inner, sets, Value::Null),
                Value::Null => Err(Climbs),
                value => Ok(value),
            },
            MetaTypeName::List(inner) => match value {
                Value::List(items) => {
                    let items = items.into_iter().map(|item| self.or_null(inner, sets, item));
                    Ok(Value::List(items.collect::<Result<_, _>>()?))
                }
                value => Ok(value),
            },
            MetaTypeName::Named(name) => match value {
                Value::Object(_) if self.is_composite(name) => self.object(name, sets, value),
                value => Ok(value),
            },
        }
    }

    /// What stands where a field failed: the executor leaves it out.
    fn failed(declared: Option<&str>) -> Shaped {
        if declared.is_some_and(|kind| !kind.ends_with('!')) { Ok(Value::Null) } else { Err(Climbs) }
    }

    /// A value in a place that takes the null of its own type.
    fn or_null(&self, kind: &str, sets: &[&'a SelectionSet], value: Value) -> Shaped {
        match self.value(kind, sets, value) {
            Err(Climbs) if !kind.ends_with('!') => Ok(Value::Null),
            shaped => shaped,
        }
    }

    fn object(&self, kind: &str, sets: &[&'a SelectionSet], value: Value) -> Shaped {
        let mut parts = match value {
            Value::Object(parts) => parts,
            _ => IndexMap::new(),
        };
        let told = parts.shift_remove(KIND);
        let kind = match &told {
            Some(Value::String(told)) => told.as_str(),
            _ => kind,
        };
        let mut asked = Asked::new();
        for set in sets {
            self.collect(kind, set, &mut asked);
        }
        let mut shaped = IndexMap::with_capacity(asked.len());
        for (key, fields) in asked {
            let declared = fields.first().and_then(|field| self.declared(kind, field.name.node.as_str()));
            let Some(value) = parts.shift_remove(key) else {
                shaped.insert(Name::new(key), Self::failed(declared)?);
                continue;
            };
            let below: Vec<&SelectionSet> = fields.iter().map(|field| &field.selection_set.node).collect();
            let value = declared.map_or(Ok(value.clone()), |declared| self.or_null(declared, &below, value))?;
            shaped.insert(Name::new(key), value);
        }
        Ok(Value::Object(shaped))
    }

    /// The type of a field as it is written. Nothing for introspection, which is answered in order anyway.
    fn declared(&self, kind: &str, field: &str) -> Option<&'a str> {
        let fields = self.registry.types.get(kind)?.fields()?;
        fields.get(field).filter(|_| !field.starts_with("__")).map(|field| field.ty.as_str())
    }

    fn is_composite(&self, name: &str) -> bool {
        self.registry.types.get(name).is_some_and(MetaType::is_composite) && !name.starts_with("__")
    }

    /// The fields that an object of this type answers, in the order in which they are asked for.
    fn collect(&self, kind: &str, set: &'a SelectionSet, asked: &mut Asked<'a>) {
        for selection in set.items.iter().filter(|selection| !self.is_skipped(&selection.node)) {
            let (on, below) = match &selection.node {
                Selection::Field(field) => {
                    let key = field.node.response_key().node.as_str();
                    if key != KIND {
                        asked.entry(key).or_default().push(&field.node);
                    }
                    continue;
                }
                Selection::InlineFragment(fragment) => {
                    let on = fragment.node.type_condition.as_ref().map(|on| on.node.on.node.as_str());
                    (on, &fragment.node.selection_set.node)
                }
                Selection::FragmentSpread(spread) => {
                    let Some(fragment) = self.document.fragments.get(&spread.node.fragment_name.node) else { continue };
                    (Some(fragment.node.type_condition.node.on.node.as_str()), &fragment.node.selection_set.node)
                }
            };
            let is_meant =
                |on: &str| on == kind || self.registry.types.get(on).is_some_and(|on| on.is_possible_type(kind));
            if on.is_none_or(is_meant) {
                self.collect(kind, below, asked);
            }
        }
    }

    fn is_skipped(&self, selection: &Selection) -> bool {
        selection.directives().iter().any(|directive| {
            let is_wanted = match directive.node.name.node.as_str() {
                "skip" => false,
                "include" => true,
                _ => return false,
            };
            // As the executor decides: what is no boolean counts as false.
            directive.node.get_argument("if").is_some_and(|stated| {
                let value = stated.node.clone().into_const_with(|name| self.variables.get(&name).cloned().ok_or(()));
                (value == Ok(Value::Boolean(true))) != is_wanted
            })
        })
    }
}
