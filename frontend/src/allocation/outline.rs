//! The fields of a scenario's name and bounds, as people type them.

use shared::{Problem, number::parse_decimal, problem::Fields, staffing::scenario::Outline};

use crate::{
    graphql::Failure,
    i18n::{Words, language, t_string},
};

/// The API counts in cents, the field in euro: so does what is wrong with it.
pub(super) fn in_euro(failure: Failure) -> Failure {
    let Failure::Refused(Problem::Invalid { mut fields }) = failure else { return failure };
    for problem in fields.iter_mut().filter(|problem| problem.field == "budgetCents") {
        problem.rule = problem.rule.clone().divided(100.0);
    }
    Failure::Refused(Problem::Invalid { fields })
}

pub(super) type Label = fn(Words) -> &'static str;

/// The fields: their name in the API, their id, what they begin with, their label. The first values are the built-in scenario's;
/// the money is grouped by spaces, which both languages read.
pub(super) const FIELDS: [(&str, &str, &str, Label); 5] = [
    ("name", "create-name", "", |words| t_string!(words, allocation.name)),
    ("year", "create-year", "2020", |words| t_string!(words, allocation.year)),
    ("headCount", "create-headCount", "236", |words| t_string!(words, allocation.head_count)),
    ("budgetCents", "create-budgetCents", "13 440 000", |words| t_string!(words, allocation.budget)),
    ("months", "create-months", "18", |words| t_string!(words, allocation.months)),
];

/// What was typed, as an outline.
///
/// # Errors
/// Every field that is wrong, in the API's names and units.
pub(super) fn read(words: Words, typed: impl Fn(&str) -> String) -> Result<Outline, Problem> {
    let mut fields = Fields::default();
    let mut whole = |name: &str| match parse_decimal(&typed(name), language(words)) {
        Ok(value) if value % 1.0 != 0.0 && name != "budgetCents" => {
            fields.push(name, shared::Rule::NotWhole);
            0.0
        }
        Ok(value) if value < 0.0 => {
            fields.push(name, shared::Rule::TooSmall { min: 0.0 });
            0.0
        }
        Ok(value) => value,
        Err(rule) => {
            fields.push(name, rule);
            0.0
        }
    };
    let (year, head_count, budget, months) = (whole("year"), whole("headCount"), whole("budgetCents"), whole("months"));
    let outline = Outline {
        name: typed("name"),
        year: year as u16,
        head_count: head_count as u32,
        budget_cents: (budget * 100.0).round() as u64,
        months: months as u32,
    };
    let checked = outline.check();
    match (fields.finish(), checked) {
        (Ok(()), checked) => checked,
        (Err(Problem::Invalid { mut fields }), Err(Problem::Invalid { fields: more })) => {
            let known: Vec<String> = fields.iter().map(|problem| problem.field.clone()).collect();
            fields.extend(more.into_iter().filter(|problem| !known.contains(&problem.field)));
            Err(Problem::Invalid { fields })
        }
        (Err(problem), _) => Err(problem),
    }
}
