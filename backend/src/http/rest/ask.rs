//! Reads an address: which document answers it, with which variables, and how its data becomes the body.

use async_graphql::{Name, Value, indexmap::IndexMap};
use axum::{
    extract::Query as Parameters,
    http::{StatusCode, Uri},
};
use serde_json::json;
use shared::{
    Problem, Rule,
    id::{GlobalId, Kind},
};

use super::{problem::Refusal, queries};
use crate::graphql::page::{FIRST, MAX_FIRST};

/// The longest query of an address, bytes: a cursor and two codes.
const MAX_QUERY: usize = 2_000;

/// The parameter that names where a page begins: `after` in the schema.
const CURSOR: &str = "cursor";

/// What is at an address.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Place {
    Status,
    Contract,
    Provinces,
    Services,
    Sizing,
    Cpis,
    Cpi(String),
    Municipalities,
    Municipality(String),
}

/// What a request wants.
pub(super) enum Asked {
    Status,
    Contract,
    Data(Wanted),
}

/// A document with its variables.
pub(super) struct Wanted {
    pub(super) document: &'static str,
    pub(super) variables: serde_json::Value,
    /// The field of the root that answers.
    field: &'static str,
    shape: Shape,
}

/// How the field's value becomes the body.
#[derive(Clone, Copy)]
enum Shape {
    /// As it is; null when there is no such thing.
    One,
    /// A list that cannot grow: an object around it leaves room for more.
    All,
    /// A page of a list, as long as this at most.
    Page(i32),
}

impl Place {
    /// Reads the path below the root.
    pub(super) fn of(path: &str) -> Option<Self> {
        let parts: Vec<&str> = path.strip_prefix('/')?.split('/').collect();
        Some(match parts.as_slice() {
            ["status"] => Self::Status,
            ["openapi.json"] => Self::Contract,
            ["provinces"] => Self::Provinces,
            ["services"] => Self::Services,
            ["sizing"] => Self::Sizing,
            ["cpis"] => Self::Cpis,
            ["cpis", code] if !code.is_empty() => Self::Cpi((*code).to_owned()),
            ["municipalities"] => Self::Municipalities,
            ["municipalities", istat] if !istat.is_empty() => Self::Municipality((*istat).to_owned()),
            _ => return None,
        })
    }

    /// Reads the parameters.
    ///
    /// # Errors
    /// 400, when one is not known here, comes twice or cannot be read; 422, when it says what cannot be.
    pub(super) fn asked(self, uri: &Uri) -> Result<Asked, Refusal> {
        let known: &[&str] = match self {
            Self::Cpis => &["limit", CURSOR, "province"],
            Self::Municipalities => &["limit", CURSOR, "province", "cpi"],
            _ => &[],
        };
        let given = Given::read(uri, known)?;
        let wanted = |document, field, shape, variables| Wanted { document, variables, field, shape };
        let one = |document, id: GlobalId| wanted(document, "node", Shape::One, json!({ "id": id.to_string() }));
        Ok(Asked::Data(match self {
            Self::Status => return Ok(Asked::Status),
            Self::Contract => return Ok(Asked::Contract),
            Self::Provinces => wanted(queries::PROVINCES, "provinces", Shape::All, json!({})),
            Self::Services => wanted(queries::SERVICES, "services", Shape::All, json!({})),
            Self::Sizing => wanted(queries::SIZING, "sizing", Shape::One, json!({})),
            Self::Cpi(code) => one(queries::CPI, GlobalId::new(Kind::Cpi, code)),
            Self::Municipality(istat) => one(queries::MUNICIPALITY, GlobalId::new(Kind::Municipality, istat)),
            Self::Cpis => {
                let first = given.limit()?;
                let variables = json!({
                    "first": first, "after": given.cursor()?, "province": given.id("province", Kind::Province),
                });
                wanted(queries::CPIS, "cpis", Shape::Page(first), variables)
            }
            Self::Municipalities => {
                let first = given.limit()?;
                let (province, cpi) = (given.id("province", Kind::Province), given.id("cpi", Kind::Cpi));
                let variables = json!({ "first": first, "after": given.cursor()?, "province": province, "cpi": cpi });
                wanted(queries::MUNICIPALITIES, "municipalities", Shape::Page(first), variables)
            }
        }))
    }
}

impl Wanted {
    /// The body of the answer.
    ///
    /// # Errors
    /// 404, when there is no such thing.
    pub(super) fn body(&self, data: Value) -> Result<Value, Refusal> {
        let value = part(data, self.field).1;
        let body = match self.shape {
            Shape::One if value == Value::Null => return Err(Problem::NotFound.into()),
            Shape::One => return Ok(value),
            Shape::All => vec![("items", value)],
            Shape::Page(limit) => {
                let (rest, items) = part(value, "nodes");
                let (rest, page) = part(rest, "pageInfo");
                let (page, has_next) = part(page, "hasNextPage");
                let next = if has_next == Value::Boolean(true) { part(page, "endCursor").1 } else { Value::Null };
                let total = part(rest, "totalCount").1;
                vec![("items", items), ("limit", Value::from(limit)), ("nextCursor", next), ("totalCount", total)]
            }
        };
        Ok(Value::Object(body.into_iter().map(|(name, value)| (Name::new(name), value)).collect()))
    }
}

/// A refusal of the schema, in the words of the address.
pub(super) fn refusal(mut problem: Problem) -> Refusal {
    if let Problem::Invalid { fields } = &mut problem {
        for field in fields.iter_mut().filter(|field| field.field == "after") {
            CURSOR.clone_into(&mut field.field);
        }
    }
    problem.into()
}

/// Takes a part out of an object: the object without it, and the part, null when it is not there.
fn part(value: Value, name: &str) -> (Value, Value) {
    let Value::Object(mut parts) = value else { return (Value::Null, Value::Null) };
    let found = IndexMap::shift_remove(&mut parts, name).unwrap_or(Value::Null);
    (Value::Object(parts), found)
}

/// The parameters of an address.
struct Given(Vec<(String, String)>);

impl Given {
    fn read(uri: &Uri, known: &[&str]) -> Result<Self, Refusal> {
        let refused = |reason: String| Err(Refusal::bad(StatusCode::BAD_REQUEST, reason));
        if uri.query().is_some_and(|query| query.len() > MAX_QUERY) {
            return refused(format!("the parameters are longer than {MAX_QUERY} bytes"));
        }
        let Ok(Parameters(given)) = Parameters::<Vec<(String, String)>>::try_from_uri(uri) else {
            return refused("the parameters cannot be read".to_owned());
        };
        for (place, (name, _)) in given.iter().enumerate() {
            if !known.contains(&name.as_str()) {
                let name: String = name.chars().take(40).collect();
                return refused(format!("there is no parameter {name:?} here, only [{}]", known.join(", ")));
            }
            if given.iter().take(place).any(|(earlier, _)| earlier == name) {
                return refused(format!("the parameter {name:?} comes twice"));
            }
        }
        Ok(Self(given))
    }

    fn of(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The global id of what a parameter names by its code.
    fn id(&self, name: &str, kind: Kind) -> Option<String> {
        self.of(name).map(|code| GlobalId::new(kind, code).to_string())
    }

    /// Where the page begins. An empty text would be read as the beginning of the list.
    fn cursor(&self) -> Result<Option<&str>, Refusal> {
        match self.of(CURSOR) {
            Some("") => Err(Problem::invalid(CURSOR, Rule::Unknown).into()),
            stated => Ok(stated),
        }
    }

    /// How many entries a page has at most.
    fn limit(&self) -> Result<i32, Refusal> {
        let Some(stated) = self.of("limit") else { return Ok(FIRST) };
        let is_number =
            !stated.is_empty() && stated.trim_start_matches('-').bytes().all(|digit| digit.is_ascii_digit());
        if !is_number {
            return Err(Refusal::bad(StatusCode::BAD_REQUEST, "`limit` is a whole number"));
        }
        // A number that is too long to be read is too great, or too small.
        let limit = stated.parse::<i64>().unwrap_or(if stated.starts_with('-') { i64::MIN } else { i64::MAX });
        if limit < 1 {
            return Err(Problem::invalid("limit", Rule::TooSmall { min: 1.0 }).into());
        }
        match i32::try_from(limit) {
            Ok(limit) if limit <= MAX_FIRST => Ok(limit),
            _ => Err(Problem::invalid("limit", Rule::TooGreat { max: f64::from(MAX_FIRST) }).into()),
        }
    }
}
