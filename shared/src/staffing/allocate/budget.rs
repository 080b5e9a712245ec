//! The best plan that the budget pays for and the limit on moves allows: the two bounds that are no flow.
//!
//! What a plan costs hangs only on how many operators of each profile it has, and how many people move only on how many leave
//! each cell. A price on money, or on a move, turns the bound into part of the objective, and the flow under that price gives
//! a bound that no plan within it can beat. Where the bound and the best plan found do not meet, the numbers of one profile,
//! or of those who leave one cell, are split in two and each half is bounded anew, until every part is closed.
//!
//! # Source
//! A. M. Geoffrion, Lagrangean relaxation for integer programming, Mathematical Programming Study 2 (1974); A. H. Land,
//! A. G. Doig, An automatic method of solving discrete programming problems, Econometrica 28 (1960).

use std::collections::BTreeMap;

use super::{
    Closing, Cost, Counted, Group, Instance, Plan, Prices, Side, Step,
    instance::{Limit, Place},
    measure::OPERATOR,
    pace::Pace,
    ranges::Ranges,
    record::{Record, WHOLE},
    scarce::{Extent, Point, Scarce},
    state::State,
    tariff::Price,
};
use crate::staffing::scenario::MAX_HEAD_COUNT;

/// A part of all plans, by the range of operators of each profile and of those who leave, with the plans between which
/// something scarce decides.
pub(super) struct Part<G> {
    /// Its place in the record.
    pub(super) place: usize,
    pub(super) extent: Extent,
    /// What the two plans differ in.
    pub(super) by: Scarce,
    pub(super) dear: Point<G>,
    pub(super) cheap: Point<G>,
    pub(super) bound: Bound<G>,
    /// The value of its best plan when nothing is scarce: a bound too.
    pub(super) unbounded: Cost<G>,
    /// What shows the bound.
    pub(super) shown: Option<Step<G>>,
    /// The price under which the bound was found, of the first thing that was scarce: a good first guess for the halves.
    pub(super) price: Option<(Scarce, Price<G>)>,
}

/// No plan of the part costs less than `value / scale`.
#[derive(Clone, Debug)]
pub(super) struct Bound<G> {
    pub(super) value: Cost<G>,
    pub(super) scale: i128,
}

/// What the search came to.
pub(super) struct Found<G> {
    pub(super) plan: Plan,
    pub(super) value: Cost<G>,
    /// What is known of each part that was not closed when the search was stopped: no plan of it beats any of its bounds.
    /// There may be none.
    pub(super) open: Vec<Vec<Bound<G>>>,
    /// How many parts were bounded.
    pub(super) parts: u64,
    /// What shows that no plan is better, unless the search was stopped or that is too long.
    pub(super) cover: Option<Vec<Step<G>>>,
}

/// What is known before a search begins.
pub(super) struct Start<G> {
    /// A plan within what is scarce: what the search comes to is no worse.
    pub(super) plan: Option<Plan>,
    /// What no plan is better than.
    pub(super) bound: Option<Bound<G>>,
}

/// The best plan within what is scarce; `None` when there is none. Stopped, it gives the best plan so far with what is still
/// open.
///
/// # Errors
/// It was stopped before any plan was found.
pub(super) fn search<G: Group, P: Pace>(
    instance: &Instance,
    start: Start<G>,
    pace: &mut P,
) -> Result<Option<Found<G>>, P::Stop> {
    // No plan costs what is no multiple of the unit that all costs share.
    let unit = instance.costs.iter().fold(0, |unit, &cost| common_divisor(unit, cost)).max(1);
    let purse = instance.there_is(Scarce::Money).map(|purse| purse - purse % i128::from(unit));
    let mut search = Search::<G, P> {
        instance,
        purse,
        moves: instance.there_is(Scarce::Moves),
        pace,
        stop: None,
        left: Vec::new(),
        parts: 0,
        best: start.plan.map(|plan| Point::of_worth(instance, plan)),
        record: Record::new(),
    };
    let whole = Extent { profiles: vec![(0, instance.ceiling()); instance.profiles.len()], leaving: BTreeMap::new() };
    let mut open: Vec<Part<G>> = Vec::new();
    open.extend(search.part(WHOLE, whole, start.bound.into_iter().collect(), None));
    // The part with the lowest bound comes next: the bound of the whole then rises as fast as it can.
    while let Some(part) = lowest(&mut open) {
        if search.best.as_ref().is_some_and(|best| part.bound.closes(&best.value)) {
            search.record.show(part.place, part.shown);
            continue;
        }
        if search.stop.is_some() {
            search.left.push(part.bounds());
            continue;
        }
        // Two plans that take a different amount differ in some number.
        let Some((of, most)) = part.middle() else { continue };
        let Some([below, above]) = part.extent.split(of, most, search.people(of)) else { continue };
        let [first, second] = search.record.split(part.place, of, most);
        let hint = part.price.clone();
        open.extend(search.part(first, below, part.bounds(), hint.clone()));
        open.extend(search.part(second, above, part.bounds(), hint));
    }
    let Search { best, left, parts, stop, record, .. } = search;
    match (best, stop) {
        (Some(best), _) => {
            let is_open = |bounds: &Vec<Bound<G>>| !bounds.iter().any(|bound| bound.closes(&best.value));
            let open: Vec<_> = left.into_iter().filter(is_open).collect();
            let cover = if open.is_empty() { record.steps() } else { None };
            Ok(Some(Found { plan: best.plan, value: best.value, open, parts, cover }))
        }
        (None, Some(stop)) => Err(stop),
        (None, None) => Ok(None),
    }
}

/// Takes out the part with the lowest bound.
fn lowest<G: Group>(open: &mut Vec<Part<G>>) -> Option<Part<G>> {
    let place = (0..open.len()).min_by(|&a, &b| open[a].bound.compare(&open[b].bound))?;
    Some(open.swap_remove(place))
}

impl<G: Group> Bound<G> {
    /// Whether no plan of the part is better in the objective than this one. Of plans that are equal in it any may stand:
    /// to tell them apart by the rules for ties would mean to count them all out.
    pub(super) fn closes(&self, value: &Cost<G>) -> bool {
        self.value.objective >= value.objective.times(self.scale)
    }

    fn compare(&self, other: &Self) -> std::cmp::Ordering {
        self.value.times(other.scale).cmp(&other.value.times(self.scale))
    }
}

impl<G: Group> Part<G> {
    /// All that is known of it: the best plan that looks at nothing scarce bounds it as well.
    fn bounds(&self) -> Vec<Bound<G>> {
        vec![self.bound.clone(), Bound { value: self.unbounded.clone(), scale: 1 }]
    }

    /// Where to split it so that each half lacks one of the plans between which it is decided: by what, and the most of it in
    /// the first half. `None` when both have the same numbers.
    fn middle(&self) -> Option<(Counted, i64)> {
        let (of, one, other) = match self.by {
            Scarce::Money => {
                let apart = |profile: usize| (self.dear.profiles[profile] - self.cheap.profiles[profile]).abs();
                let profile = (0..self.extent.profiles.len()).max_by_key(|&profile| (apart(profile), profile))?;
                (Counted::Profile(profile), self.dear.profiles[profile], self.cheap.profiles[profile])
            }
            Scarce::Moves => {
                let (dear, cheap) = (self.dear.leaving(), self.cheap.leaving());
                let of = |plan: &BTreeMap<usize, i64>, cell: usize| plan.get(&cell).copied().unwrap_or_default();
                let apart = |cell: usize| (of(&dear, cell) - of(&cheap, cell)).abs();
                let cell = dear.keys().chain(cheap.keys()).copied().max_by_key(|&cell| (apart(cell), cell))?;
                (Counted::Leaving(cell), of(&dear, cell), of(&cheap, cell))
            }
        };
        let apart = (one - other).abs();
        (apart > 0).then(|| (of, one.min(other) + (apart - 1) / 2))
    }
}

/// The greatest number that divides both; Euclid's.
fn common_divisor(one: u64, other: u64) -> u64 {
    if other == 0 { one } else { common_divisor(other, one % other) }
}

/// The optimum of a part under a price: what it costs with what is scarce counted in, and the plan.
pub(super) struct Solved<G> {
    pub(super) priced: Cost<G>,
    pub(super) point: Point<G>,
    state: State<G>,
}

pub(super) struct Search<'a, G, P: Pace> {
    pub(super) instance: &'a Instance,
    purse: Option<i128>,
    moves: Option<i128>,
    pub(super) pace: &'a mut P,
    /// Set once whoever watches has had enough.
    stop: Option<P::Stop>,
    /// What is known of the parts that are left open for that.
    pub(super) left: Vec<Vec<Bound<G>>>,
    pub(super) parts: u64,
    pub(super) best: Option<Point<G>>,
    record: Record<G>,
}

impl<G: Group, P: Pace> Search<'_, G, P> {
    /// How much there is of something, `None` without a limit.
    pub(super) fn there_is(&self, scarce: Scarce) -> Option<i128> {
        match scarce {
            Scarce::Money => self.purse,
            Scarce::Moves => self.moves,
        }
    }

    /// Whether a plan takes more than there is.
    pub(super) fn lacks(&self, scarce: Scarce, point: &Point<G>) -> bool {
        self.there_is(scarce).is_some_and(|there| point.takes(scarce) > there)
    }

    /// How many people of a cell may leave at most.
    fn people(&self, of: Counted) -> i64 {
        match of {
            Counted::Profile(_) => 0,
            Counted::Leaving(cell) => (self.instance.cells[cell].have / OPERATOR) as i64,
        }
    }

    /// The best plan of some ranges under a price; without one that keeps the bounds, what shows it.
    pub(super) fn solve(
        &mut self,
        extent: &Extent,
        price: Option<Price<G>>,
    ) -> Result<Result<Solved<G>, Step<G>>, P::Stop> {
        let Some(most) = self.most(&extent.profiles) else { return Ok(Err(Step::Unaffordable)) };
        self.solve_up_to(most, extent, price)
    }

    /// The same with so many operators at most.
    fn solve_up_to(
        &mut self,
        most: i64,
        extent: &Extent,
        price: Option<Price<G>>,
    ) -> Result<Result<Solved<G>, Step<G>>, P::Stop> {
        let mut limits = self.instance.limits.clone();
        // Without a budget no profile is split by.
        if self.purse.is_some() {
            limits.push(Limit { place: Place::HeadCount, side: Side::AtMost, operators: most });
            for (profile, &(low, high)) in extent.profiles.iter().enumerate() {
                let place = Place::Profile(profile);
                limits.push(Limit { place, side: Side::AtLeast, operators: low });
                limits.push(Limit { place, side: Side::AtMost, operators: high });
            }
        }
        let mut ranges = Ranges::of(self.instance, &limits);
        ranges.leaving.clone_from(&extent.leaving);
        let mut state = State::within(self.instance, &ranges, price, self.pace)?;
        if let Some(trouble) = &state.trouble {
            // More has to come into the places that can be reached than may leave them.
            let price = |node: usize| if trouble.cut.reached[node] { G::one().times(-1) } else { G::default() };
            let prices = Prices::at(&state.network.nodes, price);
            let closing = Closing { objective: 0, cent: G::default(), person: G::default(), prices };
            return Ok(Err(Step::Closed(Box::new(closing))));
        }
        let priced = state.cost();
        state.network.price = None;
        let value = state.cost();
        let point = Point::of(self.instance, Plan::of(&state), value);
        let is_paid = !self.lacks(Scarce::Money, &point) && !self.lacks(Scarce::Moves, &point);
        if is_paid && self.best.as_ref().is_none_or(|best| point.value < best.value) {
            self.best = Some(point.clone());
        }
        Ok(Ok(Solved { priced, point, state }))
    }

    /// Without a price: the best plan of the most operators that the money pays for, found by halving their number. Nothing
    /// is proved by it.
    pub(super) fn by_number(&mut self, extent: &Extent, too_many: i64) -> Result<(), P::Stop> {
        let (mut fits, mut too_many) = (0, too_many);
        while fits + 1 < too_many {
            self.pace.ask()?;
            let most = fits + (too_many - fits) / 2;
            match self.solve_up_to(most, extent, None)? {
                Ok(solved) if self.lacks(Scarce::Money, &solved.point) => too_many = most,
                Ok(_) | Err(_) => fits = most,
            }
        }
        Ok(())
    }

    /// What shows the bound that an optimum gives, under the price that it was found with.
    pub(super) fn shown(&mut self, solved: &Solved<G>, price: &Price<G>) -> Result<Option<Step<G>>, P::Stop> {
        if !self.record.is_kept() {
            return Ok(None);
        }
        let (cent, person) = (price.per_cent.objective.clone(), price.per_move.objective.clone());
        let prices = Prices::of_objective(&solved.state, self.pace)?;
        Ok(prices.map(|prices| Step::Closed(Box::new(Closing { objective: price.scale, cent, person, prices }))))
    }

    /// How many operators the money can pay for at most; `None` when it does not pay for the fewest.
    fn most(&self, ranges: &[(i64, i64)]) -> Option<i64> {
        let least: i64 = ranges.iter().map(|(low, _)| low).sum();
        let left = self.left(ranges)?;
        let open = ranges.iter().zip(&self.instance.costs).filter(|((low, high), _)| high > low);
        let Some(cheapest) = open.map(|(_, &cost)| i128::from(cost)).min() else { return Some(least) };
        let more = if cheapest == 0 { i128::from(MAX_HEAD_COUNT) } else { left / cheapest };
        Some(least.saturating_add(i64::try_from(more).unwrap_or(i64::MAX)).min(i64::from(MAX_HEAD_COUNT)))
    }

    /// The money that is left after the fewest of each profile.
    fn left(&self, ranges: &[(i64, i64)]) -> Option<i128> {
        let purse = self.purse.unwrap_or(i128::MAX);
        let spent = ranges.iter().zip(&self.instance.costs);
        let spent: i128 = spent.map(|(&(low, _), &cost)| i128::from(low) * i128::from(cost)).sum();
        (spent <= purse).then(|| purse - spent)
    }

    /// No profile can have more than the money pays for once all others have their fewest.
    pub(super) fn tightened(&self, mut extent: Extent) -> Option<Extent> {
        let left = self.left(&extent.profiles)?;
        for ((low, high), &cost) in extent.profiles.iter_mut().zip(&self.instance.costs) {
            if cost > 0 {
                let most = i64::try_from(left / i128::from(cost)).unwrap_or(i64::MAX);
                *high = (*high).min(low.saturating_add(most));
            }
        }
        Some(extent)
    }

    /// Bounds some ranges; `None` when nothing better than the best can be among them, or when it was stopped: then what is
    /// known of them is put aside.
    fn part(
        &mut self,
        place: usize,
        extent: Extent,
        mut known: Vec<Bound<G>>,
        hint: Option<(Scarce, Price<G>)>,
    ) -> Option<Part<G>> {
        match self.bounded(place, extent, hint, &mut known) {
            Ok(Ok(part)) => Some(part),
            Ok(Err(shown)) => {
                self.record.show(place, shown);
                None
            }
            Err(stop) => {
                self.stop = Some(stop);
                self.left.push(known);
                None
            }
        }
    }
}
