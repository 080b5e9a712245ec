//! Reads what was asked into the engine's request. Every value that breaks a rule is named by its field.

use std::collections::BTreeSet;

use shared::{
    Problem, Rule,
    code::{CpiCode, ProfileCode, ProvinceCode},
    problem::Fields,
    staffing::{
        CellKey,
        allocate::{
            Budget, Constraints, Demand, Limit, Lock, MAX_CELLS, Objective, Range, Reach, Request, Transfers, Weight,
        },
    },
};

use super::input::{
    CellInput, NamedRangeInput, ObjectiveKind, OperatorRangeInput, ProposalConstraintsInput, ProposalObjectiveInput,
    TransfersInput,
};
use crate::{
    error::{Error, Result},
    staffing::graphql::input::{cents, natural},
};

/// What is asked about a demand; left out, the head-count is this.
pub(super) fn request(
    demand: &Demand,
    objective: &ProposalObjectiveInput,
    asked: &ProposalConstraintsInput,
    head_count: Range,
) -> Result<Request> {
    let mut reader = Reader::of(demand);
    let constraints = reader.constraints(asked, head_count);
    reader.fields.finish()?;
    Ok(Request {
        objective: match objective.kind {
            ObjectiveKind::Equity => Objective::Equity,
            ObjectiveKind::LeastUnmet => Objective::LeastUnmet,
            ObjectiveKind::Proportional => Objective::Proportional,
            ObjectiveKind::Apportionment => {
                Objective::Apportionment { rule: objective.rule.into(), basis: objective.basis.into() }
            }
        },
        level: objective.level.into(),
        threshold: objective.threshold,
        constraints,
    })
}

/// The engine's names of fields as the input has them.
pub(super) fn renamed(error: Error) -> Error {
    let Error::Refused(Problem::Invalid { mut fields }) = error else { return error };
    for problem in &mut fields {
        if problem.field == "threshold" {
            "objective.threshold".clone_into(&mut problem.field);
        } else if problem.field == "constraints.transfers.reach.km" {
            "constraints.transfers.withinKm".clone_into(&mut problem.field);
        } else if let Some(pair) = problem.field.strip_prefix("constraints.transfers.reach.") {
            problem.field = format!("constraints.transfers.{pair}");
        }
    }
    Problem::Invalid { fields }.into()
}

/// Reads values, noting those that are wrong. Every name must be one of the demand's.
struct Reader<'a> {
    cpis: BTreeSet<&'a CpiCode>,
    provinces: BTreeSet<&'a ProvinceCode>,
    profiles: BTreeSet<&'a ProfileCode>,
    fields: Fields,
}

impl<'a> Reader<'a> {
    fn of(demand: &'a Demand) -> Self {
        Self {
            cpis: demand.cpis.iter().map(|(cpi, _)| cpi).collect(),
            provinces: demand.cpis.iter().map(|(_, province)| province).collect(),
            profiles: demand.profiles.iter().map(|(profile, _)| profile).collect(),
            fields: Fields::default(),
        }
    }

    fn constraints(&mut self, asked: &ProposalConstraintsInput, head_count: Range) -> Constraints {
        Constraints {
            head_count: match &asked.head_count {
                Some(OperatorRangeInput { at_least, at_most }) => {
                    self.range("constraints.headCount", *at_least, *at_most)
                }
                None => head_count,
            },
            profiles: self.limits("constraints.profiles", &asked.profiles, Self::profile),
            provinces: self.limits("constraints.provinces", &asked.provinces, Self::province),
            cpis: self.limits("constraints.cpis", &asked.cpis, Self::cpi),
            cells: self.each("constraints.cells", &asked.cells, |reader, at, limit| {
                let range = reader.range(at, limit.at_least, limit.at_most);
                Some(Limit { of: reader.cell(&format!("{at}.of"), &limit.of)?, range })
            }),
            locked: self.each("constraints.locked", &asked.locked, |reader, at, lock| {
                let operators = natural(&mut reader.fields, &format!("{at}.operators"), lock.operators);
                Some(Lock { cell: reader.cell(&format!("{at}.cell"), &lock.cell)?, operators })
            }),
            weights: self.each("constraints.weights", &asked.weights, |reader, at, weight| {
                Some(Weight { cpi: reader.cpi(&format!("{at}.cpi"), &weight.cpi)?, weight: weight.weight })
            }),
            transfers: asked.transfers.as_ref().map(|transfers| self.transfers(transfers)),
            budget: asked.budget.as_ref().map(|budget| Budget {
                cents: cents(&mut self.fields, "constraints.budget.cents", budget.cents),
                months: natural(&mut self.fields, "constraints.budget.months", budget.months),
            }),
        }
    }

    fn transfers(&mut self, asked: &TransfersInput) -> Transfers {
        let cost = asked.cost;
        let at_most = asked.at_most.map(|people| natural(&mut self.fields, "constraints.transfers.atMost", people));
        let both = asked.within_km.is_some() && asked.pairs.is_some();
        self.fields.check("constraints.transfers.withinKm", both.then_some(Rule::NotNow));
        let Some(pairs) = &asked.pairs else {
            let reach = asked.within_km.map_or(Reach::Province, |km| Reach::Within { km });
            return Transfers { reach, cost, at_most };
        };
        let pairs = self.each("constraints.transfers.pairs", pairs, |reader, at, pair| {
            let one = reader.cpi(&format!("{at}.one"), &pair.one);
            let other = reader.cpi(&format!("{at}.other"), &pair.other);
            Some((one?, other?))
        });
        Transfers { reach: Reach::Between { pairs }, cost, at_most }
    }

    /// Reads a list that is not too long, entry by entry.
    fn each<T, Read>(
        &mut self,
        name: &str,
        list: &[T],
        read: impl Fn(&mut Self, &str, &T) -> Option<Read>,
    ) -> Vec<Read> {
        if list.len() > MAX_CELLS {
            self.fields.push(name, Rule::TooLong { max: MAX_CELLS as u32 });
            return Vec::new();
        }
        let entries = list.iter().enumerate();
        entries.filter_map(|(index, entry)| read(self, &format!("{name}.{index}"), entry)).collect()
    }

    fn limits<K>(
        &mut self,
        name: &str,
        list: &[NamedRangeInput],
        code: impl Fn(&mut Self, &str, &str) -> Option<K>,
    ) -> Vec<Limit<K>> {
        self.each(name, list, |reader, at, limit| {
            let range = reader.range(at, limit.at_least, limit.at_most);
            Some(Limit { of: code(reader, &format!("{at}.of"), &limit.of)?, range })
        })
    }

    fn range(&mut self, at: &str, at_least: i32, at_most: Option<i32>) -> Range {
        Range {
            at_least: natural(&mut self.fields, &format!("{at}.atLeast"), at_least),
            at_most: at_most.map(|at_most| natural(&mut self.fields, &format!("{at}.atMost"), at_most)),
        }
    }

    fn cell(&mut self, at: &str, cell: &CellInput) -> Option<CellKey> {
        let cpi = self.cpi(&format!("{at}.cpi"), &cell.cpi);
        let profile = self.profile(&format!("{at}.profile"), &cell.profile);
        Some(CellKey { cpi: cpi?, profile: profile? })
    }

    fn cpi(&mut self, field: &str, text: &str) -> Option<CpiCode> {
        let code = CpiCode::new(text).ok().filter(|code| self.cpis.contains(code));
        self.known(field, code)
    }

    fn profile(&mut self, field: &str, text: &str) -> Option<ProfileCode> {
        let code = ProfileCode::new(text).ok().filter(|code| self.profiles.contains(code));
        self.known(field, code)
    }

    fn province(&mut self, field: &str, text: &str) -> Option<ProvinceCode> {
        let code = ProvinceCode::new(text).ok().filter(|code| self.provinces.contains(code));
        self.known(field, code)
    }

    fn known<K>(&mut self, field: &str, code: Option<K>) -> Option<K> {
        self.fields.check(field, code.is_none().then_some(Rule::Unknown));
        code
    }
}
