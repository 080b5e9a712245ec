//! The proof that a plan is optimal, and a checker that knows nothing of how the plan was found.
//!
//! A price stands at every node of the network. If no arc can be turned by one, up or down, at a gain against the prices
//! of its ends, then no plan within the bounds is better: the gains of any way round add up to its cost.
//!
//! # Source
//! R. K. Ahuja, T. L. Magnanti, J. B. Orlin, Network Flows, 1993, theorem 9.3 (reduced cost optimality).

use std::collections::BTreeMap;

use super::{
    Cost, Group, Instance, Level, Levels, Objective, Plan, Scope,
    cost::order,
    instance::Place,
    measure::{self, OPERATOR},
    network::{Nodes, ROOT, START},
    pace::Pace,
    ranges::{BOUNDLESS, Ranges, with_people},
    state::State,
};

/// The price of an operator at each place: in what the objective and the rules for ties are counted in ([`Cost`]), or in the
/// objective alone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Prices<T> {
    /// Outside the network.
    pub root: T,
    /// Of the head-count.
    pub head_count: T,
    /// Of each profile.
    pub profiles: Vec<T>,
    /// At each province.
    pub provinces: Vec<T>,
    /// At each CPI.
    pub cpis: Vec<T>,
    /// At each cell; only where people may move.
    pub cells: Vec<T>,
    /// Of a person in service at each cell; only where people may move.
    pub homes: Vec<T>,
}

/// Prices under which a plan is optimal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Certificate {
    /// For an objective in numbers.
    Numbers(Box<Prices<Cost<i128>>>),
    /// For an objective in levels.
    Levels(Box<Prices<Cost<Levels>>>),
}

/// Why a certificate is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Flaw {
    /// The plan or the prices have not the shape of the instance, or count in another measure.
    #[error("the plan or its prices do not belong to this problem")]
    Shape,
    /// The plan moves people who may not move.
    #[error("somebody moves who may not")]
    Move,
    /// The plan breaks a bound.
    #[error("the plan breaks a bound: {0:?}")]
    Bound(Scope),
    /// The budget is overspent.
    #[error("the plan costs more than the budget")]
    Budget,
    /// More people move than may.
    #[error("the plan moves more people than may move")]
    Moves,
    /// Somewhere one operator more or less would be a gain.
    #[error("a change would be a gain: {0}")]
    Gain(&'static str),
    /// Some part of all plans is not shown to be no better.
    #[error("a part of all plans is not closed")]
    Open,
    /// The numbers of a proof are too great to be added up exactly.
    #[error("the numbers are too great")]
    Size,
}

impl<T> Prices<T> {
    /// The prices of all places, from those of the nodes.
    pub(super) fn at(nodes: &Nodes, price: impl Fn(usize) -> T) -> Self {
        let of = |nodes: &[usize]| nodes.iter().map(|&node| price(node)).collect();
        Self {
            root: price(ROOT),
            head_count: price(START),
            profiles: of(&nodes.profile),
            provinces: of(&nodes.province),
            cpis: of(&nodes.cpi),
            cells: of(&nodes.cell),
            homes: of(&nodes.home),
        }
    }

    /// Whether there is a price for each place of the problem and none besides.
    pub(super) fn fit(&self, instance: &Instance) -> bool {
        let with_people = if instance.has_transfers { instance.len() } else { 0 };
        self.profiles.len() == instance.profiles.len()
            && self.provinces.len() == instance.provinces.len()
            && self.cpis.len() == instance.cpis.len()
            && self.cells.len() == with_people
            && self.homes.len() == with_people
    }
}

impl<G: Group> Prices<G> {
    /// What the objective says of the prices, without the rules for ties.
    pub(super) fn of_objective<P: Pace>(state: &State<G>, pace: &mut P) -> Result<Option<Self>, P::Stop> {
        let at = state.network.potentials(pace)?;
        Ok(at.map(|at| Self::at(&state.network.nodes, |node| at[node].objective.clone())))
    }
}

impl<G: Group> Prices<Cost<G>> {
    pub(super) fn of<P: Pace>(state: &State<G>, pace: &mut P) -> Result<Option<Self>, P::Stop> {
        let at = state.network.potentials(pace)?;
        Ok(at.map(|at| Self::at(&state.network.nodes, |node| at[node].clone())))
    }
}

impl Certificate {
    /// Checks that a plan keeps every bound and that these prices prove it optimal, whatever money and moves there are. What proves
    /// a plan that these hinder is a [`super::Cover`].
    ///
    /// # Errors
    /// The first flaw.
    pub fn check(&self, instance: &Instance, plan: &Plan) -> Result<(), Flaw> {
        match self {
            Self::Numbers(prices) if !measure::is_in_levels(instance.objective) => {
                Checker::check(instance, plan, prices)
            }
            Self::Levels(prices) if measure::is_in_levels(instance.objective) => Checker::check(instance, plan, prices),
            _ => Err(Flaw::Shape),
        }
    }
}

/// Checks that a plan is well-formed and keeps every bound, the budget and the limit on moves among them.
///
/// # Errors
/// The first flaw.
pub fn check_bounds(instance: &Instance, plan: &Plan) -> Result<(), Flaw> {
    let columns = instance.profiles.len();
    if plan.operators.len() != instance.len() {
        return Err(Flaw::Shape);
    }
    let moved: i64 = plan.moves.iter().map(|moved| i64::from(moved.people)).sum();
    if instance.most_moves.is_some_and(|most| moved > most) {
        return Err(Flaw::Moves);
    }
    let ranges = Ranges::of(instance, &instance.limits);
    let mut left: Vec<i64> = instance.cells.iter().map(|unit| (unit.have / OPERATOR) as i64).collect();
    for moved in &plan.moves {
        let allowed = moved.from < instance.len()
            && moved.to < instance.len()
            && moved.from % columns == moved.to % columns
            && instance.has_transfers
            && instance.ways.binary_search(&(moved.from / columns, moved.to / columns)).is_ok()
            && !ranges.locked[moved.from]
            && !ranges.locked[moved.to];
        if !allowed {
            return Err(Flaw::Move);
        }
        left[moved.from] -= i64::from(moved.people);
        if left[moved.from] < 0 {
            return Err(Flaw::Move);
        }
    }
    let net = plan.net();
    let (mut all, mut profiles) = (0, vec![0; columns]);
    let (mut cpis, mut provinces) = (vec![0; instance.cpis.len()], vec![0; instance.provinces.len()]);
    for (cell, (&new, by)) in plan.operators.iter().zip(&net).enumerate() {
        let cpi = cell / columns;
        all += i64::from(new);
        profiles[cell % columns] += i64::from(new);
        cpis[cpi] += by;
        provinces[instance.province_of[cpi]] += by;
    }
    for limit in &instance.limits {
        let count = match limit.place {
            Place::HeadCount => all,
            Place::Profile(profile) => profiles[profile],
            Place::Cpi(cpi) => cpis[cpi],
            Place::Province(province) => provinces[province],
            Place::Cell(cell) | Place::Lock(cell) => i64::from(plan.operators[cell]),
        };
        let kept = match limit.side {
            super::Side::AtLeast => count >= limit.operators,
            super::Side::AtMost => count <= limit.operators,
        };
        if !kept {
            return Err(Flaw::Bound(instance.scope(limit.place)));
        }
    }
    let costs = (0..instance.len()).map(|cell| u128::from(instance.costs[cell % columns]));
    let spent: u128 = plan.operators.iter().zip(costs).map(|(&new, cost)| u128::from(new) * cost).sum();
    if instance.purse.is_some_and(|purse| spent > purse) { Err(Flaw::Budget) } else { Ok(()) }
}

/// People of a cell who may move.
pub(super) fn people_who_may_move(instance: &Instance, ranges: &Ranges, cell: usize) -> i64 {
    let may = instance.has_transfers && !ranges.locked[cell];
    if may { (instance.cells[cell].have / OPERATOR) as i64 } else { 0 }
}

/// Goes over every arc of the problem, as the problem itself says them.
struct Checker<'a, G> {
    instance: &'a Instance,
    prices: &'a Prices<Cost<G>>,
    units: Vec<measure::Unit>,
}

/// One arc: its ends' prices, its flow and its bounds.
struct Arc<'a, G> {
    what: &'static str,
    tail: &'a Cost<G>,
    head: &'a Cost<G>,
    flow: i64,
    range: (i64, i64),
}

impl<'a, G: Group> Checker<'a, G> {
    fn check(instance: &'a Instance, plan: &Plan, prices: &'a Prices<Cost<G>>) -> Result<(), Flaw> {
        check_bounds(instance, plan)?;
        if !prices.fit(instance) {
            return Err(Flaw::Shape);
        }
        let checker = Self { instance, prices, units: instance.units() };
        checker.places(plan)?;
        if instance.has_transfers { checker.cells_with_people(plan) } else { checker.cells(plan) }
    }

    /// The head-count, the profiles, the CPIs and the provinces.
    fn places(&self, plan: &Plan) -> Result<(), Flaw> {
        let (instance, prices) = (self.instance, self.prices);
        let columns = instance.profiles.len();
        let ranges = Ranges::of(instance, &instance.limits);
        let people: Vec<i64> = (0..instance.len()).map(|cell| self.people(&ranges, cell)).collect();
        let there: Vec<i64> = plan.net().iter().zip(&people).map(|(by, people)| by + people).collect();
        let free = |_: i64| Cost::default();
        let total = plan.operators.iter().map(|&operators| i64::from(operators)).sum();
        let range = ranges.head_count;
        Self::arc(&Arc { what: "head-count", tail: &prices.root, head: &prices.head_count, flow: total, range }, free)?;
        for (profile, &range) in ranges.profiles.iter().enumerate() {
            let flow = (profile..instance.len()).step_by(columns).map(|cell| i64::from(plan.operators[cell])).sum();
            let arc = Arc { what: "profile", tail: &prices.head_count, head: &prices.profiles[profile], flow, range };
            Self::arc(&arc, free)?;
        }
        let mut at_province = vec![(0, 0); instance.provinces.len()];
        for (cpi, &range) in ranges.cpis.iter().enumerate() {
            let row = cpi * columns..(cpi + 1) * columns;
            let (flow, people): (i64, i64) = (there[row.clone()].iter().sum(), people[row].iter().sum());
            let province = instance.province_of[cpi];
            at_province[province].0 += flow;
            at_province[province].1 += people;
            let range = with_people(range, people);
            let arc = Arc { what: "CPI", tail: &prices.cpis[cpi], head: &prices.provinces[province], flow, range };
            Self::arc(&arc, |flow| self.objective(Level::Cpi, cpi, flow - people))?;
        }
        for (province, &range) in ranges.provinces.iter().enumerate() {
            let (flow, people) = at_province[province];
            let range = with_people(range, people);
            let arc = Arc { what: "province", tail: &prices.provinces[province], head: &prices.root, flow, range };
            Self::arc(&arc, |flow| self.objective(Level::Province, province, flow - people))?;
        }
        Ok(())
    }

    fn cells(&self, plan: &Plan) -> Result<(), Flaw> {
        let columns = self.instance.profiles.len();
        let ranges = Ranges::of(self.instance, &self.instance.limits);
        for (cell, &range) in ranges.cells.iter().enumerate() {
            let (tail, head) = (&self.prices.profiles[cell % columns], &self.prices.cpis[cell / columns]);
            let arc = Arc { what: "cell", tail, head, flow: i64::from(plan.operators[cell]), range };
            Self::arc(&arc, |flow| {
                let mut cost = self.seat(cell, flow);
                cost.add(&self.presence(cell, flow));
                cost
            })?;
        }
        Ok(())
    }

    fn cells_with_people(&self, plan: &Plan) -> Result<(), Flaw> {
        let (instance, prices) = (self.instance, self.prices);
        let columns = instance.profiles.len();
        let ranges = Ranges::of(instance, &instance.limits);
        let mut stay: Vec<i64> = (0..instance.len()).map(|cell| self.people(&ranges, cell)).collect();
        for moved in &plan.moves {
            stay[moved.from] -= i64::from(moved.people);
        }
        let net = plan.net();
        for (cell, &range) in ranges.cells.iter().enumerate() {
            let people = self.people(&ranges, cell);
            let (new, here) = (i64::from(plan.operators[cell]), &prices.cells[cell]);
            let tail = &prices.profiles[cell % columns];
            Self::arc(&Arc { what: "cell", tail, head: here, flow: new, range }, |flow| self.seat(cell, flow))?;
            let (head, range) = (&prices.cpis[cell / columns], (0, BOUNDLESS));
            let arc = Arc { what: "staff", tail: here, head, flow: net[cell] + people, range };
            Self::arc(&arc, |flow| self.presence(cell, flow - people))?;
            let arc = Arc { what: "stay", tail: &prices.homes[cell], head: here, flow: stay[cell], range };
            Self::arc(&arc, |_| Cost::default())?;
        }
        let mut moved: BTreeMap<(usize, usize), i64> = BTreeMap::new();
        for of in &plan.moves {
            *moved.entry((of.from, of.to)).or_default() += i64::from(of.people);
        }
        let mut number = 0;
        for &(from, to) in &instance.ways {
            for column in 0..columns {
                let (from, to) = (from * columns + column, to * columns + column);
                if self.people(&ranges, from) == 0 || ranges.locked[to] {
                    continue;
                }
                let flow = moved.get(&(from, to)).copied().unwrap_or_default();
                let (tail, head) = (&prices.homes[from], &prices.cells[to]);
                let cost = Cost {
                    objective: G::move_cost(instance),
                    changes: 1,
                    spread: 0,
                    order: order((instance.len() + number) as u64),
                };
                Self::arc(&Arc { what: "move", tail, head, flow, range: (0, BOUNDLESS) }, |_| cost.clone())?;
                number += 1;
            }
        }
        Ok(())
    }

    fn people(&self, ranges: &Ranges, cell: usize) -> i64 {
        people_who_may_move(self.instance, ranges, cell)
    }

    fn objective(&self, level: Level, unit: usize, count: i64) -> Cost<G> {
        if level != self.instance.level {
            return Cost::default();
        }
        Cost { objective: G::step(self.instance.objective, &self.units[unit], count), ..Cost::default() }
    }

    fn seat(&self, cell: usize, count: i64) -> Cost<G> {
        let changes = if count < self.instance.present[cell] { -1 } else { 1 };
        Cost { changes, order: order(cell as u64), ..Cost::default() }
    }

    fn presence(&self, cell: usize, count: i64) -> Cost<G> {
        let mut cost = self.objective(Level::Cell, cell, count);
        if (self.instance.objective, self.instance.level) != (Objective::Proportional, Level::Cell) {
            cost.spread = measure::proportional_step(&self.instance.cells[cell], count);
        }
        cost
    }

    fn arc(arc: &Arc<'_, G>, step: impl Fn(i64) -> Cost<G>) -> Result<(), Flaw> {
        let zero = Cost::default();
        if arc.flow < arc.range.0 || arc.flow > arc.range.1 {
            return Err(Flaw::Shape);
        }
        if arc.flow < arc.range.1 {
            let mut gain = step(arc.flow);
            gain.add(arc.tail);
            gain.sub(arc.head);
            if gain < zero {
                return Err(Flaw::Gain(arc.what));
            }
        }
        if arc.flow > arc.range.0 {
            let mut gain = step(arc.flow - 1).negated();
            gain.add(arc.head);
            gain.sub(arc.tail);
            if gain < zero {
                return Err(Flaw::Gain(arc.what));
            }
        }
        Ok(())
    }
}
