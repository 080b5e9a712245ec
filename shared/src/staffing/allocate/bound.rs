//! The bound of one part of all plans: the optimum under the price at which what is scarce is worth as much as it brings.

use super::{
    Cost, Group, Step,
    budget::{Bound, Part, Search, Solved},
    instance::MAX_YEARLY_COST,
    pace::Pace,
    scarce::{Extent, Point, Scarce, frugal},
    tariff::Price,
};

/// The most levels that a price may have over all arcs that carry it: some hundreds of megabytes. A part that asks for more
/// stays open.
const MAX_LEVELS: usize = 4_000_000;
/// The most that a step of any arc may come to where two things are scarce: paths of so many steps then stay within 128 bits.
const MAX_STEP: u128 = 1 << 106;

/// A part that is open, or what shows that it is closed.
type Bounded<G> = Result<Part<G>, Option<Step<G>>>;

/// Where the right price lies.
struct Turning<G> {
    price: Price<G>,
    solved: Solved<G>,
    dear: Point<G>,
    cheap: Point<G>,
}

/// What became of the look for the right price.
enum Found<G> {
    Price(Box<Turning<G>>),
    /// The part has no plan that takes so little.
    Nothing(Option<Step<G>>),
    /// The price is too long to write down, or too great to be exact.
    TooLong,
}

impl<G: Group, P: Pace> Search<'_, G, P> {
    /// A part that is open, or what closes it.
    pub(super) fn bounded(
        &mut self,
        place: usize,
        extent: Extent,
        hint: Option<(Scarce, Price<G>)>,
        known: &mut Vec<Bound<G>>,
    ) -> Result<Bounded<G>, P::Stop> {
        let Some(extent) = self.tightened(extent) else { return Ok(Err(Some(Step::Unaffordable))) };
        let best = match self.solve(&extent, None)? {
            Ok(best) => best,
            Err(none) => return Ok(Err(Some(none))),
        };
        let unbounded = best.point.value.clone();
        known.push(Bound { value: unbounded.clone(), scale: 1 });
        let plain = Price { scale: 1, ..Price::default() };
        let (by, other) = match [Scarce::Money, Scarce::Moves].map(|scarce| self.lacks(scarce, &best.point)) {
            [true, _] => (Scarce::Money, Scarce::Moves),
            [false, true] => (Scarce::Moves, Scarce::Money),
            [false, false] => return Ok(Err(self.shown(&best, &plain)?)),
        };
        // Of the plans that are as good one may take less: then nothing is scarce here. First the least money counts, then the
        // fewest moves.
        for cents_a_move in [1, 1 << 40] {
            if let Ok(frugal) = self.solve(&extent, Some(frugal(cents_a_move)))?
                && !self.lacks(Scarce::Money, &frugal.point)
                && !self.lacks(Scarce::Moves, &frugal.point)
            {
                return Ok(Err(self.shown(&best, &plain)?));
            }
        }
        let all: i64 = best.point.profiles.iter().sum();
        let hint = hint.filter(|(scarce, _)| *scarce == by).map(|(_, price)| price);
        let first = match self.turning(&extent, by, &plain, best.point, hint)? {
            Found::Price(first) => *first,
            Found::Nothing(shown) => return Ok(Err(shown)),
            Found::TooLong => {
                self.left.push(std::mem::take(known));
                if by == Scarce::Money {
                    self.by_number(&extent, all)?;
                }
                return Ok(Err(None));
            }
        };
        let price = Some((by, first.price.clone()));
        let mut last = (by, first);
        if self.lacks(other, &last.1.solved.point) {
            // Under the price on the one the other is scarce too: it gets a price beside it.
            let (base, dear) = (last.1.price.clone(), last.1.solved.point.clone());
            match self.turning(&extent, other, &base, dear, None)? {
                Found::Price(second) => last = (other, *second),
                Found::Nothing(shown) => return Ok(Err(shown)),
                Found::TooLong => {}
            }
        }
        let (by, Turning { price: under, solved, dear, cheap }) = last;
        let mut value = solved.priced.clone();
        value.sub(&under.per_cent.times(self.there_is(Scarce::Money).unwrap_or_default()));
        value.sub(&under.per_move.times(self.there_is(Scarce::Moves).unwrap_or_default()));
        let bound = Bound { value, scale: under.scale };
        let shown = self.shown(&solved, &under)?;
        if self.best.as_ref().is_some_and(|best| bound.closes(&best.value)) {
            return Ok(Err(shown));
        }
        Ok(Ok(Part { place, extent, by, dear, cheap, bound, unbounded, shown, price }))
    }

    /// The price on something scarce at which the plans that take more of it than there is, and those that do not, are worth
    /// the same. `base`: what is counted beside it; `dear`: the best plan under that, which takes too much.
    fn turning(
        &mut self,
        extent: &Extent,
        scarce: Scarce,
        base: &Price<G>,
        mut dear: Point<G>,
        hint: Option<Price<G>>,
    ) -> Result<Found<G>, P::Stop> {
        // The least of it first, and of all plans that take so little the best.
        let least = scarce.price(1, Cost { objective: G::dominant(), ..Cost::default() });
        let Ok(Solved { point: mut cheap, .. }) = self.solve(extent, Some(least))? else {
            return Ok(Found::Nothing(None));
        };
        if self.lacks(scarce, &cheap) {
            let alone = scarce.price(0, Cost { objective: G::one(), ..Cost::default() });
            let Ok(least) = self.solve(extent, Some(alone.clone()))? else { return Ok(Found::Nothing(None)) };
            return Ok(Found::Nothing(self.shown(&least, &alone)?));
        }
        let is_second = base.scale > 1 || base.per_cent != Cost::default() || base.per_move != Cost::default();
        self.parts += u64::from(!is_second);
        if let Some(price) = hint
            && let Ok(Solved { point, .. }) = self.solve(extent, Some(price))?
            && point.takes(scarce) > cheap.takes(scarce)
            && point.takes(scarce) < dear.takes(scarce)
        {
            if self.lacks(scarce, &point) { dear = point } else { cheap = point }
        }
        loop {
            self.pace.at(self.parts, None);
            self.pace.ask()?;
            // The price at which the two are worth the same.
            let scale = dear.takes(scarce) - cheap.takes(scarce);
            let mut each = cheap.priced(base);
            each.sub(&dear.priced(base));
            if scale <= 0 || each < Cost::default() {
                return Ok(if is_second { Found::TooLong } else { Found::Nothing(None) });
            }
            if each.objective.length().saturating_mul(self.carriers(scarce)) > MAX_LEVELS {
                return Ok(Found::TooLong);
            }
            let mut price = base.times(scale);
            match scarce {
                Scarce::Money => price.per_cent = each.clone(),
                Scarce::Moves => price.per_move = each.clone(),
            }
            if is_second && !self.is_exact(&price) {
                return Ok(Found::TooLong);
            }
            let Ok(solved) = self.solve(extent, Some(price.clone()))? else { return Ok(Found::Nothing(None)) };
            let worth = dear.priced(&price);
            let between = cheap.takes(scarce)..dear.takes(scarce);
            // A better plan lies between the two; when there is none the price is the right one.
            if solved.priced >= worth || !between.contains(&solved.point.takes(scarce)) {
                return Ok(Found::Price(Box::new(Turning { price, solved, dear, cheap })));
            }
            if self.lacks(scarce, &solved.point) {
                dear = solved.point;
            } else {
                cheap = solved.point;
            }
        }
    }

    /// How many arcs carry a price.
    fn carriers(&self, scarce: Scarce) -> usize {
        match scarce {
            Scarce::Money => self.instance.len(),
            Scarce::Moves => self.instance.ways.len() * self.instance.profiles.len(),
        }
    }

    /// Whether every step under a price is small enough.
    fn is_exact(&self, price: &Price<G>) -> bool {
        let instance = self.instance;
        let most = instance.ceiling();
        let steepest = instance.units().into_iter().flat_map(|unit| {
            [-((unit.have / super::measure::OPERATOR) as i64), most].map(|at| G::step(instance.objective, &unit, at))
        });
        let steps = steepest.chain([G::move_cost(instance)]).map(|step| step.times(price.scale));
        let cent = price.per_cent.objective.times(i128::from(MAX_YEARLY_COST));
        steps.chain([cent, price.per_move.objective.clone()]).all(|step| step.greatest() < MAX_STEP)
    }
}
