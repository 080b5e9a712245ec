//! What is asked of a proposal, parsed into the engine's request. Every value that breaks a rule is named by its field.

use async_graphql::{Enum, InputObject};
use shared::{
    Rule,
    code::{CpiCode, ProfileCode, ProvinceCode},
    problem::Fields,
    staffing::{
        CellKey,
        allocate::{
            Basis, Budget, Constraints, Level, Limit, Lock, Objective, Range, Reach, Request, Rule as SeatRule,
            Transfers, Weight,
        },
        scenario::MAX_BUDGET_CENTS,
    },
};

use crate::error::Result;

/// What makes one division of operators better than another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub(crate) enum ObjectiveKind {
    /// The worst pressure as small as possible, then the second worst, and so on.
    Equity,
    /// The fewest hours of work that nobody does.
    LeastUnmet,
    /// The least sum of `(required - staff)² / required`.
    Proportional,
    /// Seats by a rule of apportionment.
    Apportionment,
}

/// Where an objective is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub(crate) enum ObjectiveLevel {
    /// Each profile at each CPI.
    Cell,
    /// Each CPI over all its profiles.
    Cpi,
    /// Each province over all its CPIs.
    Province,
}

/// A rule of apportionment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub(crate) enum ApportionmentRule {
    /// Largest remainder.
    Hamilton,
    /// Divisors 1, 2, 3.
    DHondt,
    /// Divisors 1, 3, 5.
    SainteLague,
    /// Divisors √(k(k+1)).
    HuntingtonHill,
    /// Divisors 0, 1, 2.
    Adams,
}

/// What the seats of an apportionment follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub(crate) enum ApportionmentBasis {
    /// Operators required.
    Required,
    /// Operators required and not in service.
    Missing,
}

/// What is wanted of a proposal.
#[derive(InputObject)]
pub(crate) struct ProposalObjectiveInput {
    kind: ObjectiveKind,
    #[graphql(default_with = "ObjectiveLevel::Cpi")]
    level: ObjectiveLevel,
    /// A requirement below this, full-time equivalents, does not count as unserved by itself; at least 0 and below 1.
    #[graphql(default = 0.5)]
    threshold: f64,
    /// For `APPORTIONMENT`.
    #[graphql(default_with = "ApportionmentRule::Hamilton")]
    rule: ApportionmentRule,
    /// For `APPORTIONMENT`.
    #[graphql(default_with = "ApportionmentBasis::Missing")]
    basis: ApportionmentBasis,
}

/// How many operators there may be.
#[derive(InputObject)]
pub(crate) struct OperatorRangeInput {
    /// The fewest.
    #[graphql(default)]
    at_least: i32,
    /// The most; left out, there is no limit.
    at_most: Option<i32>,
}

/// A range of one profile, province or CPI.
#[derive(InputObject)]
pub(crate) struct NamedRangeInput {
    /// Its code.
    of: String,
    /// The fewest.
    #[graphql(default)]
    at_least: i32,
    /// The most; left out, there is no limit.
    at_most: Option<i32>,
}

/// A profile at a CPI.
#[derive(InputObject)]
pub(crate) struct CellInput {
    /// Code of the CPI.
    cpi: String,
    /// Code of the profile.
    profile: String,
}

/// A range of one cell.
#[derive(InputObject)]
pub(crate) struct CellRangeInput {
    of: CellInput,
    /// The fewest.
    #[graphql(default)]
    at_least: i32,
    /// The most; left out, there is no limit.
    at_most: Option<i32>,
}

/// A cell that is decided.
#[derive(InputObject)]
pub(crate) struct CellLockInput {
    cell: CellInput,
    operators: i32,
}

/// What an unmet hour at one CPI counts.
#[derive(InputObject)]
pub(crate) struct CpiWeightInput {
    /// Code of the CPI.
    cpi: String,
    /// 1 unless said otherwise; at least 0 and at most 1,000.
    weight: f64,
}

/// Two CPIs between which people in service may move.
#[derive(InputObject)]
pub(crate) struct CpiPairInput {
    one: String,
    other: String,
}

/// Leave for people in service to move, within their profile.
#[derive(InputObject)]
pub(crate) struct TransfersInput {
    /// Between these CPIs, in both directions. Left out: to any CPI of their province.
    pairs: Option<Vec<CpiPairInput>>,
    /// What one move costs: a pressure (`EQUITY`), hours a year (`LEAST_UNMET`) or operators (`PROPORTIONAL`).
    #[graphql(default)]
    cost: f64,
}

/// Money for the new operators.
#[derive(InputObject)]
pub(crate) struct BudgetInput {
    /// Whole euro cents.
    cents: f64,
    /// Months that it has to last.
    months: i32,
}

/// What a proposal must keep to. Bounds of provinces and CPIs count people who move in less those who leave.
#[derive(InputObject, Default)]
pub(crate) struct ProposalConstraintsInput {
    /// Operators to place. Left out: exactly the scenario's head-count.
    head_count: Option<OperatorRangeInput>,
    #[graphql(default)]
    profiles: Vec<NamedRangeInput>,
    #[graphql(default)]
    provinces: Vec<NamedRangeInput>,
    #[graphql(default)]
    cpis: Vec<NamedRangeInput>,
    #[graphql(default)]
    cells: Vec<CellRangeInput>,
    /// Cells that are decided, beside those that are locked in the scenario.
    #[graphql(default)]
    locked: Vec<CellLockInput>,
    /// Leaves the locks of the scenario out of account.
    #[graphql(default)]
    pub(super) ignore_locks: bool,
    #[graphql(default)]
    weights: Vec<CpiWeightInput>,
    transfers: Option<TransfersInput>,
    budget: Option<BudgetInput>,
}

/// The most entries of one list.
const MAX_LIST: usize = 20_000;

/// Parses what is asked; `head_count` and `locked` are the scenario's own.
pub(super) fn request(
    objective: &ProposalObjectiveInput,
    asked: &ProposalConstraintsInput,
    head_count: u32,
    locked: Vec<Lock>,
) -> Result<Request> {
    let mut read = Reader(Fields::default());
    let head_count = match &asked.head_count {
        Some(range) => read.range("headCount", range.at_least, range.at_most),
        None => Range::exactly(head_count),
    };
    let too_long = [asked.cells.len(), asked.locked.len(), asked.weights.len()].iter().any(|&length| length > MAX_LIST);
    if too_long {
        read.0.push("constraints", Rule::TooLong { max: MAX_LIST as u32 });
    }
    let mut constraints = Constraints {
        head_count,
        profiles: read.limits("profiles", &asked.profiles, |code| ProfileCode::new(code).ok()),
        provinces: read.limits("provinces", &asked.provinces, |code| ProvinceCode::new(code).ok()),
        cpis: read.limits("cpis", &asked.cpis, |code| CpiCode::new(code).ok()),
        ..Constraints::default()
    };
    for (index, limit) in asked.cells.iter().enumerate() {
        let range = read.range(&format!("cells.{index}"), limit.at_least, limit.at_most);
        let of = read.cell(&format!("cells.{index}.of"), &limit.of);
        constraints.cells.extend(of.map(|of| Limit { of, range }));
    }
    for (index, lock) in asked.locked.iter().enumerate() {
        let operators = read.natural(&format!("locked.{index}.operators"), lock.operators);
        let cell = read.cell(&format!("locked.{index}.cell"), &lock.cell);
        constraints.locked.extend(cell.map(|cell| Lock { cell, operators }));
    }
    // A lock that is asked for stands before the scenario's own.
    let known = |lock: &Lock| constraints.locked.iter().any(|mine| mine.cell == lock.cell);
    let others: Vec<Lock> = locked.into_iter().filter(|lock| !known(lock)).collect();
    constraints.locked.extend(others);
    for (index, weight) in asked.weights.iter().enumerate() {
        let cpi = read.cpi(&format!("weights.{index}.cpi"), &weight.cpi);
        constraints.weights.extend(cpi.map(|cpi| Weight { cpi, weight: weight.weight }));
    }
    constraints.transfers = asked.transfers.as_ref().map(|transfers| {
        let reach = transfers.pairs.as_ref().map_or(Reach::Province, |pairs| {
            let pair = |(index, pair): (usize, &CpiPairInput)| {
                let field = format!("transfers.pairs.{index}");
                Some((read.cpi(&field, &pair.one)?, read.cpi(&field, &pair.other)?))
            };
            Reach::Between { pairs: pairs.iter().enumerate().filter_map(pair).collect() }
        });
        Transfers { reach, cost: transfers.cost }
    });
    constraints.budget = asked.budget.as_ref().map(|budget| {
        let broken = shared::problem::out_of(budget.cents, 0.0, MAX_BUDGET_CENTS as f64);
        read.0.check("constraints.budget.cents", broken);
        let months = read.natural("budget.months", budget.months);
        Budget { cents: budget.cents.round() as u64, months }
    });
    read.0.finish()?;
    Ok(Request {
        objective: objective.objective(),
        level: objective.level(),
        threshold: objective.threshold,
        constraints,
    })
}

/// Reads values, noting those that are wrong.
struct Reader(Fields);

impl Reader {
    fn natural(&mut self, field: &str, value: i32) -> u32 {
        u32::try_from(value).unwrap_or_else(|_| {
            self.0.push(format!("constraints.{field}"), Rule::TooSmall { min: 0.0 });
            0
        })
    }

    fn range(&mut self, field: &str, at_least: i32, at_most: Option<i32>) -> Range {
        Range {
            at_least: self.natural(&format!("{field}.atLeast"), at_least),
            at_most: at_most.map(|at_most| self.natural(&format!("{field}.atMost"), at_most)),
        }
    }

    fn limits<K>(&mut self, name: &str, limits: &[NamedRangeInput], code: impl Fn(&str) -> Option<K>) -> Vec<Limit<K>> {
        let mut read = Vec::new();
        for (index, limit) in limits.iter().enumerate().take(MAX_LIST) {
            let range = self.range(&format!("{name}.{index}"), limit.at_least, limit.at_most);
            match code(&limit.of) {
                Some(of) => read.push(Limit { of, range }),
                None => self.0.push(format!("constraints.{name}.{index}.of"), Rule::Unknown),
            }
        }
        read
    }

    fn cpi(&mut self, field: &str, code: &str) -> Option<CpiCode> {
        let cpi = CpiCode::new(code).ok();
        self.0.check(format!("constraints.{field}"), cpi.is_none().then_some(Rule::Unknown));
        cpi
    }

    fn cell(&mut self, field: &str, cell: &CellInput) -> Option<CellKey> {
        let cpi = self.cpi(field, &cell.cpi);
        let profile = ProfileCode::new(&*cell.profile).ok();
        if cpi.is_some() {
            self.0.check(format!("constraints.{field}"), profile.is_none().then_some(Rule::Unknown));
        }
        Some(CellKey { cpi: cpi?, profile: profile? })
    }
}

impl ProposalObjectiveInput {
    fn objective(&self) -> Objective {
        match self.kind {
            ObjectiveKind::Equity => Objective::Equity,
            ObjectiveKind::LeastUnmet => Objective::LeastUnmet,
            ObjectiveKind::Proportional => Objective::Proportional,
            ObjectiveKind::Apportionment => {
                let rule = match self.rule {
                    ApportionmentRule::Hamilton => SeatRule::Hamilton,
                    ApportionmentRule::DHondt => SeatRule::DHondt,
                    ApportionmentRule::SainteLague => SeatRule::SainteLague,
                    ApportionmentRule::HuntingtonHill => SeatRule::HuntingtonHill,
                    ApportionmentRule::Adams => SeatRule::Adams,
                };
                let basis = match self.basis {
                    ApportionmentBasis::Required => Basis::Required,
                    ApportionmentBasis::Missing => Basis::Missing,
                };
                Objective::Apportionment { rule, basis }
            }
        }
    }

    fn level(&self) -> Level {
        match self.level {
            ObjectiveLevel::Cell => Level::Cell,
            ObjectiveLevel::Cpi => Level::Cpi,
            ObjectiveLevel::Province => Level::Province,
        }
    }
}
