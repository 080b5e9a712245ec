//! The best plan that a budget pays for: the one bound that is no flow.
//!
//! What a plan costs hangs only on how many operators of each profile it has. A price on money turns the budget into
//! part of the objective, and the flow under that price gives a bound that no plan within the budget can beat. Where the
//! bound and the best plan found do not meet, the numbers of one profile are split in two and each half is bounded anew,
//! until every part is closed.
//!
//! # Source
//! A. M. Geoffrion, Lagrangean relaxation for integer programming, Mathematical Programming Study 2 (1974); A. H. Land,
//! A. G. Doig, An automatic method of solving discrete programming problems, Econometrica 28 (1960).

use super::{
    Closing, Cost, Group, Instance, Plan, Prices, Side, Step,
    instance::{Limit, Place},
    network::Price,
    pace::Pace,
    record::{Record, WHOLE},
    state::State,
};
use crate::staffing::scenario::MAX_HEAD_COUNT;

/// The most levels that a price may have over all cells, each of which carries it: some hundreds of megabytes. A part that asks
/// for more stays open.
const MAX_LEVELS: usize = 4_000_000;

/// A plan with its cost in the objective and in money.
#[derive(Clone, Debug)]
struct Point<G> {
    plan: Plan,
    profiles: Vec<i64>,
    value: Cost<G>,
    money: i128,
}

/// A part of all plans, by the range of operators of each profile, with the plans between which money decides.
struct Part<G> {
    /// Its place in the record.
    place: usize,
    ranges: Vec<(i64, i64)>,
    dear: Point<G>,
    cheap: Point<G>,
    bound: Bound<G>,
    /// What shows the bound.
    shown: Option<Step<G>>,
    /// The price on money under which the bound was found: a good first guess for the halves.
    price: Option<Price<G>>,
}

/// A part that is open, or what shows that it is closed.
type Bounded<G> = Result<Part<G>, Option<Step<G>>>;

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

/// The best plan within the budget; `None` when there is none. Stopped, it gives the best plan so far with what is still open.
///
/// # Errors
/// It was stopped before any plan was found.
pub(super) fn search<G: Group, P: Pace>(instance: &Instance, pace: &mut P) -> Result<Option<Found<G>>, P::Stop> {
    let Some(purse) = instance.purse else { return Ok(None) };
    // No plan costs what is no multiple of the unit that all costs share.
    let unit = instance.costs.iter().fold(0, |unit, &cost| common_divisor(unit, cost)).max(1);
    let purse = i128::try_from(purse).unwrap_or(i128::MAX);
    let purse = purse - purse % i128::from(unit);
    let mut search = Search::<G, P> {
        instance,
        purse,
        pace,
        stop: None,
        left: Vec::new(),
        parts: 0,
        best: None,
        record: Record::new(),
    };
    let ranges = vec![(0, instance.ceiling()); instance.profiles.len()];
    let mut open: Vec<Part<G>> = Vec::new();
    open.extend(search.part(WHOLE, ranges, None));
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
        // Two plans of different cost differ in some number.
        let Some((profile, most)) = part.middle() else { continue };
        let (mut below, mut above) = (part.ranges.clone(), part.ranges.clone());
        (below[profile].1, above[profile].0) = (most, most + 1);
        let [first, second] = search.record.split(part.place, profile, most);
        open.extend(search.part(first, below, Some(&part)));
        open.extend(search.part(second, above, Some(&part)));
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
    fn closes(&self, value: &Cost<G>) -> bool {
        self.value.objective >= value.objective.times(self.scale)
    }

    fn compare(&self, other: &Self) -> std::cmp::Ordering {
        self.value.times(other.scale).cmp(&other.value.times(self.scale))
    }
}

impl<G: Group> Part<G> {
    /// All that is known of it: the best plan that money does not look at bounds it as well.
    fn bounds(&self) -> Vec<Bound<G>> {
        vec![self.bound.clone(), Bound { value: self.dear.value.clone(), scale: 1 }]
    }

    /// Where to split it so that each half lacks one of the plans between which the money stands: the profile, and the most
    /// operators of it in the first half. `None` when both have the same numbers.
    fn middle(&self) -> Option<(usize, i64)> {
        let apart = |profile: usize| (self.dear.profiles[profile] - self.cheap.profiles[profile]).abs();
        let profile = (0..self.ranges.len()).max_by_key(|&profile| (apart(profile), profile))?;
        let low = self.dear.profiles[profile].min(self.cheap.profiles[profile]);
        (apart(profile) > 0).then(|| (profile, low + (apart(profile) - 1) / 2))
    }
}

/// The greatest number that divides both; Euclid's.
fn common_divisor(one: u64, other: u64) -> u64 {
    if other == 0 { one } else { common_divisor(other, one % other) }
}

/// The optimum of a part under a price on money: what it costs with money counted in, and the plan.
struct Solved<G> {
    priced: Cost<G>,
    point: Point<G>,
    state: State<G>,
}

struct Search<'a, G, P: Pace> {
    instance: &'a Instance,
    purse: i128,
    pace: &'a mut P,
    /// Set once whoever watches has had enough.
    stop: Option<P::Stop>,
    /// What is known of the parts that are left open for that.
    left: Vec<Vec<Bound<G>>>,
    parts: u64,
    best: Option<Point<G>>,
    record: Record<G>,
}

impl<G: Group, P: Pace> Search<'_, G, P> {
    /// The best plan of some ranges when a cent weighs so much; without one that keeps the bounds, what shows it.
    fn solve(&mut self, ranges: &[(i64, i64)], price: Option<Price<G>>) -> Result<Result<Solved<G>, Step<G>>, P::Stop> {
        let Some(most) = self.most(ranges) else { return Ok(Err(Step::Unaffordable)) };
        self.solve_up_to(most, ranges, price)
    }

    /// The same with so many operators at most.
    fn solve_up_to(
        &mut self,
        most: i64,
        ranges: &[(i64, i64)],
        price: Option<Price<G>>,
    ) -> Result<Result<Solved<G>, Step<G>>, P::Stop> {
        let mut limits = self.instance.limits.clone();
        limits.push(Limit { place: Place::HeadCount, side: Side::AtMost, operators: most });
        for (profile, &(low, high)) in ranges.iter().enumerate() {
            let place = Place::Profile(profile);
            limits.push(Limit { place, side: Side::AtLeast, operators: low });
            limits.push(Limit { place, side: Side::AtMost, operators: high });
        }
        let mut state = State::of(self.instance, &limits, price, self.pace)?;
        if let Some(trouble) = &state.trouble {
            // More has to come into the places that can be reached than may leave them.
            let price = |node: usize| if trouble.cut.reached[node] { G::one().times(-1) } else { G::default() };
            let prices = Prices::at(&state.network.nodes, price);
            return Ok(Err(Step::Closed(Box::new(Closing { objective: 0, cent: G::default(), prices }))));
        }
        let priced = state.cost();
        state.network.price = None;
        let value = state.cost();
        let plan = Plan::of(&state);
        let columns = self.instance.profiles.len();
        let mut profiles = vec![0; columns];
        for (cell, &operators) in plan.operators.iter().enumerate() {
            profiles[cell % columns] += i64::from(operators);
        }
        let money = profiles.iter().zip(&self.instance.costs).map(|(&n, &cost)| i128::from(n) * i128::from(cost)).sum();
        let point = Point { plan, profiles, value, money };
        if point.money <= self.purse && self.best.as_ref().is_none_or(|best| point.value < best.value) {
            self.best = Some(point.clone());
        }
        Ok(Ok(Solved { priced, point, state }))
    }

    /// Without a price: the best plan of the most operators that the money pays for, found by halving their number. Nothing
    /// is proved by it.
    fn by_number(&mut self, ranges: &[(i64, i64)], too_many: i64) -> Result<(), P::Stop> {
        let (mut fits, mut too_many) = (0, too_many);
        while fits + 1 < too_many {
            self.pace.ask()?;
            let most = fits + (too_many - fits) / 2;
            match self.solve_up_to(most, ranges, None)? {
                Ok(solved) if solved.point.money > self.purse => too_many = most,
                Ok(_) | Err(_) => fits = most,
            }
        }
        Ok(())
    }

    /// What shows the bound that an optimum gives, under the price that it was found with.
    fn shown(&mut self, solved: &Solved<G>, objective: i128, cent: G) -> Result<Option<Step<G>>, P::Stop> {
        if !self.record.is_kept() {
            return Ok(None);
        }
        let prices = Prices::of_objective(&solved.state, self.pace)?;
        Ok(prices.map(|prices| Step::Closed(Box::new(Closing { objective, cent, prices }))))
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
        let spent = ranges.iter().zip(&self.instance.costs);
        let spent: i128 = spent.map(|(&(low, _), &cost)| i128::from(low) * i128::from(cost)).sum();
        (spent <= self.purse).then(|| self.purse - spent)
    }

    /// No profile can have more than the money pays for once all others have their fewest.
    fn tightened(&self, mut ranges: Vec<(i64, i64)>) -> Option<Vec<(i64, i64)>> {
        let left = self.left(&ranges)?;
        for ((low, high), &cost) in ranges.iter_mut().zip(&self.instance.costs) {
            if cost > 0 {
                let most = i64::try_from(left / i128::from(cost)).unwrap_or(i64::MAX);
                *high = (*high).min(low.saturating_add(most));
            }
        }
        Some(ranges)
    }

    /// Bounds some ranges; `None` when nothing better than the best can be among them, or when it was stopped: then what is
    /// known of them is put aside.
    fn part(&mut self, place: usize, ranges: Vec<(i64, i64)>, parent: Option<&Part<G>>) -> Option<Part<G>> {
        let mut known = parent.map(Part::bounds).unwrap_or_default();
        let hint = parent.and_then(|part| part.price.clone());
        match self.bounded(place, ranges, hint, &mut known) {
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

    /// A part that is open, or what closes it.
    fn bounded(
        &mut self,
        place: usize,
        ranges: Vec<(i64, i64)>,
        hint: Option<Price<G>>,
        known: &mut Vec<Bound<G>>,
    ) -> Result<Bounded<G>, P::Stop> {
        let Some(ranges) = self.tightened(ranges) else { return Ok(Err(Some(Step::Unaffordable))) };
        let best = match self.solve(&ranges, None)? {
            Ok(best) => best,
            Err(none) => return Ok(Err(Some(none))),
        };
        known.push(Bound { value: best.point.value.clone(), scale: 1 });
        if best.point.money <= self.purse {
            return Ok(Err(self.shown(&best, 1, G::default())?));
        }
        let mut dear = best.point;
        // The least money first, and of all plans that cost so little the best.
        let money = Price { scale: 1, per_cent: Cost { objective: G::dominant(), ..Cost::default() } };
        let Ok(Solved { point: mut cheap, .. }) = self.solve(&ranges, Some(money))? else { return Ok(Err(None)) };
        if cheap.money > self.purse {
            let money_alone = Price { scale: 0, per_cent: Cost { objective: G::one(), ..Cost::default() } };
            let Ok(least) = self.solve(&ranges, Some(money_alone))? else { return Ok(Err(None)) };
            return Ok(Err(self.shown(&least, 0, G::one())?));
        }
        self.parts += 1;
        if let Some(price) = hint
            && let Ok(Solved { point, .. }) = self.solve(&ranges, Some(price))?
        {
            let is_between = point.money > cheap.money && point.money < dear.money;
            match point.money <= self.purse {
                true if is_between => cheap = point,
                false if is_between => dear = point,
                _ => {}
            }
        }
        loop {
            self.pace.at(self.parts, None);
            self.pace.ask()?;
            // The price at which the two are worth the same.
            let scale = dear.money - cheap.money;
            let mut per_cent = cheap.value.clone();
            per_cent.sub(&dear.value);
            if scale <= 0 || per_cent < Cost::default() {
                return Ok(Err(None));
            }
            if per_cent.objective.length().saturating_mul(self.instance.len()) > MAX_LEVELS {
                self.left.push(std::mem::take(known));
                self.by_number(&ranges, dear.profiles.iter().sum())?;
                return Ok(Err(None));
            }
            let price = Price { scale, per_cent: per_cent.clone() };
            let Ok(solved) = self.solve(&ranges, Some(price.clone()))? else { return Ok(Err(None)) };
            let mut worth = dear.value.times(scale);
            worth.add(&per_cent.times(dear.money));
            let between = cheap.money + 1..dear.money;
            // A better plan lies between the two; when there is none the price is the right one.
            if solved.priced >= worth || !between.contains(&solved.point.money) {
                let mut value = solved.priced.clone();
                value.sub(&per_cent.times(self.purse));
                let bound = Bound { value, scale };
                let shown = self.shown(&solved, scale, per_cent.objective)?;
                let is_closed = self.best.as_ref().is_some_and(|best| bound.closes(&best.value));
                let part = Part { place, ranges, dear, cheap, bound, shown, price: Some(price) };
                return Ok(if is_closed { Err(part.shown) } else { Ok(part) });
            }
            if solved.point.money <= self.purse {
                cheap = solved.point;
            } else {
                dear = solved.point;
            }
        }
    }
}
