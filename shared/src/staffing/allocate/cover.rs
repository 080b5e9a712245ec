//! The proof that no plan within a budget and a limit on moves is better, and a checker that knows nothing of how it was found.
//!
//! All plans are split by how many operators of each profile they have and how many people leave each cell, and of each part
//! prices are told under which none of its plans is better. Take a weight `s` on the objective, a price `w` on money and `v` on
//! a move, none below nothing, and a price at every place. What goes round gains nothing from the prices of the places, so of
//! every plan of the part
//!
//! `s · objective + w · money + v · moves ≥ Σ over arcs of the least s · cost + w · money + v · moves + (price at the tail - price
//! at the head) · flow`,
//!
//! and each least is found arc by arc, within the arc's own range. A plan within the budget has no more money than that, and
//! one within the limit no more moves, so the right side less `w · budget + v · limit` bounds `s · objective`. With `s = 0` it
//! shows instead that the part has no such plan.
//!
//! # Source
//! A. M. Geoffrion, Lagrangean relaxation for integer programming, Mathematical Programming Study 2 (1974); R. T. Rockafellar,
//! Network Flows and Monotropic Optimization, 1984, chapter 8 (duality of convex costs).

use std::collections::BTreeMap;

use super::{
    Counted, Flaw, Group, Instance, Level, Levels, Plan, Prices,
    certificate::{check_bounds, people_who_may_move},
    measure::{self, Unit},
    pace::{Endless, Pace},
    ranges::{BOUNDLESS, Ranges, with_people},
    scarce::Extent,
    solver::objective_of,
};
use crate::staffing::scenario::MAX_HEAD_COUNT;

/// All plans, part by part: of a part that is split what is said of its first half comes first, then its second's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cover {
    /// For an objective in numbers.
    Numbers(Vec<Step<i128>>),
    /// For an objective in levels.
    Levels(Vec<Step<Levels>>),
}

/// What is said of a part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step<G> {
    /// It falls into two: the plans with at most so many, then those with more.
    Split {
        /// What is counted.
        of: Counted,
        /// The most of it in the first half.
        most: i64,
    },
    /// Its fewest operators of each profile cost more than there is.
    Unaffordable,
    /// None of its plans is better.
    Closed(Box<Closing<G>>),
}

/// Why none of a part's plans is better.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closing<G> {
    /// How much the objective weighs; with 0 the part is shown to have no plan within the budget.
    pub objective: i128,
    /// What a cent weighs.
    pub cent: G,
    /// What a person who moves weighs.
    pub person: G,
    /// The price at each place.
    pub prices: Prices<G>,
}

impl Cover {
    /// Checks that a plan keeps every bound, the budget among them, and that no plan that does is better in the objective.
    ///
    /// Time: O(arcs · log(operators)) for each part, in additions of what the objective is counted in.
    ///
    /// # Errors
    /// The first flaw.
    pub fn check(&self, instance: &Instance, plan: &Plan) -> Result<(), Flaw> {
        let Ok(checked) = self.check_watched(instance, plan, &mut Endless);
        checked
    }

    pub(super) fn check_watched<P: Pace>(
        &self,
        instance: &Instance,
        plan: &Plan,
        pace: &mut P,
    ) -> Result<Result<(), Flaw>, P::Stop> {
        match self {
            Self::Numbers(steps) if !measure::is_in_levels(instance.objective) => check(instance, plan, steps, pace),
            Self::Levels(steps) if measure::is_in_levels(instance.objective) => check(instance, plan, steps, pace),
            _ => Ok(Err(Flaw::Shape)),
        }
    }
}

fn check<G: Group, P: Pace>(
    instance: &Instance,
    plan: &Plan,
    steps: &[Step<G>],
    pace: &mut P,
) -> Result<Result<(), Flaw>, P::Stop> {
    if let Err(flaw) = check_bounds(instance, plan) {
        return Ok(Err(flaw));
    }
    let Some(checker) = Checker::of(instance, plan) else { return Ok(Err(Flaw::Shape)) };
    let mut parts = vec![checker.whole()];
    for step in steps {
        let Some(part) = parts.pop() else { return Ok(Err(Flaw::Shape)) };
        pace.step(1)?;
        match step {
            Step::Split { of, most } => {
                let people = match of {
                    Counted::Profile(_) => Some(0),
                    Counted::Leaving(cell) => checker.people.get(*cell).copied(),
                };
                let Some([below, above]) = people.and_then(|people| part.split(*of, *most, people)) else {
                    return Ok(Err(Flaw::Shape));
                };
                parts.extend([above, below]);
            }
            Step::Unaffordable => {
                if checker.narrowed(part).is_some() {
                    return Ok(Err(Flaw::Open));
                }
            }
            Step::Closed(closing) => {
                pace.step(instance.len() * closing.cent.length().max(closing.person.length()))?;
                if let Err(flaw) = checker.closes(part, closing) {
                    return Ok(Err(flaw));
                }
            }
        }
    }
    Ok(if parts.is_empty() { Ok(()) } else { Err(Flaw::Open) })
}

struct Checker<'a, G> {
    instance: &'a Instance,
    units: Vec<Unit>,
    ranges: Ranges,
    /// People in service who may move, by cell.
    people: Vec<i64>,
    /// The money there is for a year, euro cents, down to what a plan can cost, and the most people who may move.
    purse: Option<i128>,
    moves: Option<i128>,
    value: G,
}

impl<'a, G: Group> Checker<'a, G> {
    /// `None` when nothing is scarce.
    fn of(instance: &'a Instance, plan: &Plan) -> Option<Self> {
        if !instance.is_scarce() {
            return None;
        }
        let purse = instance.purse.map(|purse| i128::try_from(purse).unwrap_or(i128::MAX));
        let moves = instance.most_moves.map(i128::from);
        let ranges = Ranges::of(instance, &instance.limits);
        let people = (0..instance.len()).map(|cell| people_who_may_move(instance, &ranges, cell)).collect();
        // What every cost is a multiple of, every plan's is: the rest of the money buys nothing.
        let shared = instance.costs.iter().fold(0, |one, &other| greatest_shared(one, other));
        let payable = |purse: i128| if shared == 0 { purse } else { purse - purse % i128::from(shared) };
        let value = objective_of(instance, plan);
        Some(Self { instance, units: instance.units(), ranges, people, purse: purse.map(payable), moves, value })
    }

    /// All plans: no profile has more operators than there can be in all.
    fn whole(&self) -> Extent {
        let by_profile: i64 = self.ranges.profiles.iter().map(|(_, high)| *high.min(&BOUNDLESS)).sum();
        let cheapest = self.instance.costs.iter().min().map_or(0, |&cost| i128::from(cost));
        let by_money = self
            .purse
            .filter(|_| cheapest > 0)
            .map_or(BOUNDLESS, |purse| i64::try_from(purse / cheapest).unwrap_or(BOUNDLESS));
        let most = [self.ranges.head_count.1, by_profile, by_money, i64::from(MAX_HEAD_COUNT)];
        let all = (0, most.into_iter().min().unwrap_or_default());
        Extent { profiles: vec![all; self.instance.profiles.len()], leaving: BTreeMap::new() }
    }

    /// The part without the plans that the money does not pay for in any case, and the most operators in all. `None` when none
    /// is left.
    fn narrowed(&self, mut extent: Extent) -> Option<(Extent, i64)> {
        let part = &mut extent.profiles;
        let leaves = |&(low, high): &(i64, i64)| low <= high;
        if !extent.leaving.values().all(leaves) {
            return None;
        }
        let least: i128 =
            part.iter().zip(&self.instance.costs).map(|((low, _), &cost)| i128::from(*low) * i128::from(cost)).sum();
        let left = self.purse.unwrap_or(i128::MAX) - least;
        if left < 0 || part.iter().any(|(low, high)| low > high) {
            return None;
        }
        for ((low, high), &cost) in part.iter_mut().zip(&self.instance.costs).filter(|(_, cost)| **cost > 0) {
            *high = (*high).min(low.saturating_add(i64::try_from(left / i128::from(cost)).unwrap_or(BOUNDLESS)));
        }
        let most: i64 = part.iter().map(|(low, _)| low).sum();
        let open = part.iter().zip(&self.instance.costs).filter(|((low, high), _)| low < high);
        let more = match open.map(|(_, &cost)| i128::from(cost)).min() {
            None => 0,
            Some(0) => i64::from(MAX_HEAD_COUNT),
            Some(cheapest) => i64::try_from(left / cheapest).unwrap_or(BOUNDLESS),
        };
        let most = most.saturating_add(more).min(i64::from(MAX_HEAD_COUNT));
        Some((extent, most))
    }

    /// Whether no plan of the part within the budget is better than the one.
    fn closes(&self, part: Extent, closing: &Closing<G>) -> Result<(), Flaw> {
        let Some((part, most)) = self.narrowed(part) else { return Ok(()) };
        let is_weight = |weight: &G, there: Option<i128>| {
            *weight >= G::default() && weight.is_exact() && (there.is_some() || *weight == G::default())
        };
        let is_weighed =
            closing.objective >= 0 && is_weight(&closing.cent, self.purse) && is_weight(&closing.person, self.moves);
        if !is_weighed || !closing.prices.fit(self.instance) {
            return Err(Flaw::Shape);
        }
        let mut sum = Sum { checker: self, closing, least: G::default(), is_empty: false };
        sum.all(&part, most)?;
        if sum.is_empty {
            return Ok(());
        }
        let money = closing.cent.times(self.purse.unwrap_or_default());
        let moves = closing.person.times(self.moves.unwrap_or_default());
        let mut least = sum.least;
        for part in [money, moves, self.value.times(closing.objective)] {
            least.sub(&part);
            if !part.is_exact() || !least.is_exact() {
                return Err(Flaw::Size);
            }
        }
        let is_closed = if closing.objective > 0 { least >= G::default() } else { least > G::default() };
        if is_closed { Ok(()) } else { Err(Flaw::Open) }
    }
}

/// The greatest number that both are multiples of.
fn greatest_shared(mut one: u64, mut other: u64) -> u64 {
    while other > 0 {
        (one, other) = (other, one % other);
    }
    one
}

/// Adds up the least that each arc can come to.
struct Sum<'a, 'c, G> {
    checker: &'a Checker<'c, G>,
    closing: &'a Closing<G>,
    least: G,
    /// An arc has no flow within its range: there is no plan.
    is_empty: bool,
}

impl<G: Group> Sum<'_, '_, G> {
    fn all(&mut self, part: &Extent, most: i64) -> Result<(), Flaw> {
        let (checker, prices) = (self.checker, &self.closing.prices);
        let (instance, ranges) = (checker.instance, &checker.ranges);
        let columns = instance.profiles.len();
        let everybody: i64 = checker.people.iter().sum();
        let (low, high) = ranges.head_count;
        self.arc(&prices.root, &prices.head_count, (low, high.min(most)), None)?;
        for (profile, (&(low, high), &(fewest, at_most))) in ranges.profiles.iter().zip(&part.profiles).enumerate() {
            let range = (low.max(fewest), high.min(at_most));
            self.arc(&prices.head_count, &prices.profiles[profile], range, None)?;
        }
        for (cell, &(low, high)) in ranges.cells.iter().enumerate() {
            let (from, to) = (&prices.profiles[cell % columns], &prices.cpis[cell / columns]);
            let range = (low, high.min(most));
            let counted = self.counted(Level::Cell, cell, checker.people[cell]);
            if !instance.has_transfers {
                self.seat(from, to, range, cell, counted)?;
                continue;
            }
            let (here, home, people) = (&prices.cells[cell], &prices.homes[cell], checker.people[cell]);
            self.seat(from, here, range, cell, None)?;
            self.arc(here, to, (0, most + everybody), counted)?;
            self.arc(&prices.root, home, (people, people), None)?;
            let (fewest, at_most) = part.leaving.get(&cell).copied().unwrap_or((0, people));
            self.arc(home, here, ((people - at_most).max(0), people - fewest), None)?;
        }
        if instance.has_transfers {
            self.moves()?;
        }
        let mut at_province = vec![0; instance.provinces.len()];
        for (cpi, &range) in ranges.cpis.iter().enumerate() {
            let people: i64 = checker.people[cpi * columns..(cpi + 1) * columns].iter().sum();
            let province = instance.province_of[cpi];
            at_province[province] += people;
            let (low, high) = with_people(range, people);
            let counted = self.counted(Level::Cpi, cpi, people);
            let range = (low, high.min(most + everybody));
            self.arc(&prices.cpis[cpi], &prices.provinces[province], range, counted)?;
        }
        for (province, &range) in ranges.provinces.iter().enumerate() {
            let people = at_province[province];
            let (low, high) = with_people(range, people);
            let counted = self.counted(Level::Province, province, people);
            self.arc(&prices.provinces[province], &prices.root, (low, high.min(most + everybody)), counted)?;
        }
        Ok(())
    }

    fn moves(&mut self) -> Result<(), Flaw> {
        let (checker, prices) = (self.checker, &self.closing.prices);
        let (instance, columns) = (checker.instance, checker.instance.profiles.len());
        let mut cost = G::move_cost(instance).times(self.closing.objective);
        cost.add(&self.closing.person);
        for &(from, to) in &instance.ways {
            for column in 0..columns {
                let (from, to) = (from * columns + column, to * columns + column);
                if !checker.ranges.locked[to] {
                    let mut slope = cost.clone();
                    slope.add(&prices.homes[from]);
                    slope.sub(&prices.cells[to]);
                    self.add(&slope, (0, checker.people[from]), None)?;
                }
            }
        }
        Ok(())
    }

    /// The unit whose objective the flow counts, and the people among it, at this level.
    fn counted(&self, level: Level, unit: usize, people: i64) -> Option<(usize, i64)> {
        (self.checker.instance.level == level).then_some((unit, people))
    }

    /// An arc of new operators, who cost money.
    fn seat(
        &mut self,
        tail: &G,
        head: &G,
        range: (i64, i64),
        cell: usize,
        counted: Option<(usize, i64)>,
    ) -> Result<(), Flaw> {
        let instance = self.checker.instance;
        let mut slope = self.closing.cent.times(i128::from(instance.costs[cell % instance.profiles.len()]));
        slope.add(tail);
        slope.sub(head);
        self.add(&slope, range, counted)
    }

    fn arc(&mut self, tail: &G, head: &G, range: (i64, i64), counted: Option<(usize, i64)>) -> Result<(), Flaw> {
        let mut slope = tail.clone();
        slope.sub(head);
        self.add(&slope, range, counted)
    }

    /// The least over a range of flows, where one more costs `slope` and what the objective of a unit pays for it.
    fn add(&mut self, slope: &G, (low, high): (i64, i64), counted: Option<(usize, i64)>) -> Result<(), Flaw> {
        if low > high {
            self.is_empty = true;
            return Ok(());
        }
        if !slope.is_exact() {
            return Err(Flaw::Size);
        }
        let (objective, weight) = (self.checker.instance.objective, self.closing.objective);
        let counted = counted.filter(|_| weight > 0).map(|(unit, people)| (&self.checker.units[unit], people));
        let Some((unit, people)) = counted else {
            let flow = if *slope < G::default() { high } else { low };
            return self.count(&slope.times(i128::from(flow)));
        };
        // Each step costs no less than the one before, so the least stands before the first that costs anything.
        let (mut from, mut to) = (low, high);
        while from < to {
            let middle = from + (to - from) / 2;
            let mut step = G::step(objective, unit, middle - people).times(weight);
            step.add(slope);
            if step < G::default() { from = middle + 1 } else { to = middle }
        }
        let more = from - people;
        let mut paid = G::steps(objective, unit, 0, more.max(0));
        paid.sub(&G::steps(objective, unit, more.min(0), 0));
        self.count(&paid.times(weight))?;
        self.count(&slope.times(i128::from(from)))
    }

    fn count(&mut self, part: &G) -> Result<(), Flaw> {
        self.least.add(part);
        if part.is_exact() && self.least.is_exact() { Ok(()) } else { Err(Flaw::Size) }
    }
}
