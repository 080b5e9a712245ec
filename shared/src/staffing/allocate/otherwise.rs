//! What a plan would be otherwise where money or a limit on moves decides: each line is a search of its own.
//!
//! A flow sees neither of the two, so no circle through an arc tells what an operator fewer loses or what a wider bound gains.
//! The best plan of the changed problem does, and it is told only where it is proved: nothing here is an estimate.

use std::collections::BTreeMap;

use super::{
    Change, Instance, Level, Plan, Scarce, Side, Solver, Value,
    instance::{Limit, Place},
    pace::{Pace, Quiet},
    propose::{Hint, Sought, sought},
    value_of,
};

/// What a search came to.
pub(super) struct Line {
    /// What would change; `None` when there is no such plan, or it was not found.
    pub(super) change: Option<Change>,
    /// Whether that is certain: no plan of the changed problem is better, or there is none.
    pub(super) is_proved: bool,
}

impl Line {
    const NOTHING: Self = Self { change: None, is_proved: true };
    const OPEN: Self = Self { change: None, is_proved: false };
}

/// Steps that all lines of a part may take together: about half a second natively.
const MAX_STEPS: u64 = 12_000_000;
/// Steps that one line may take, so that a hard one leaves some to the others.
const LINE_STEPS: u64 = 4_000_000;

/// Asks for the best plans of problems that differ a little from the one that was solved.
pub(super) struct Otherwise<'a> {
    instance: &'a Instance,
    /// The same, with the plan as the present one: of plans as good, one near it.
    near: Instance,
    plan: &'a Plan,
    /// How many operators each cell has more, or fewer, than now. Shape `[cells]`.
    net: Vec<i64>,
    value: Value,
    /// Steps that are left.
    left: u64,
}

impl<'a> Otherwise<'a> {
    pub(super) fn of(instance: &'a Instance, plan: &'a Plan) -> Self {
        let present = plan.operators.iter().map(|&operators| i64::from(operators)).collect();
        let near = Instance { present, ..instance.clone() };
        Self { instance, near, plan, net: plan.net(), value: value_of(instance, plan), left: MAX_STEPS }
    }

    /// Another list begins: its lines have as many steps again.
    pub(super) fn begin(&mut self) {
        self.left = MAX_STEPS;
    }

    /// The best plan with one operator fewer in a unit of the level; by cell with one new operator fewer, as no bound of a cell counts
    /// who moves.
    ///
    /// # Errors
    /// It was stopped.
    pub(super) fn fewer<P: Pace>(&mut self, unit: usize, pace: &mut P) -> Result<Line, P::Stop> {
        let place = match self.instance.level {
            Level::Cell => Place::Cell(unit),
            Level::Cpi => Place::Cpi(unit),
            Level::Province => Place::Province(unit),
        };
        let there = self.count(place);
        if there <= 0 {
            return Ok(Line::NOTHING);
        }
        if self.left == 0 {
            return Ok(Line::OPEN);
        }
        let mut other = self.near.clone();
        other.limits.push(Limit { place, side: Side::AtMost, operators: there - 1 });
        // A flow of its own beside the steps of the line, which whoever watches may stop.
        let first = self.of_as_many(&other, pace)?;
        self.search(&other, Hint { plan: first.as_ref(), floor: Some(self.plan) }, pace)
    }

    /// The best plan with as many of each profile, which costs as much: a flow, so found at once, and a good one to begin with. `None`
    /// when there is none, or moves are limited too.
    fn of_as_many<P: Pace>(&self, other: &Instance, pace: &mut P) -> Result<Option<Plan>, P::Stop> {
        let mut same = Instance { purse: None, ..other.clone() };
        for profile in 0..same.profiles.len() {
            let place = Place::Profile(profile);
            let operators = self.count(place);
            same.limits.extend([Side::AtLeast, Side::AtMost].map(|side| Limit { place, side, operators }));
        }
        let plan = Solver::watched(&same, pace)?.plan_if_any();
        Ok(plan.filter(|plan| other.affords(plan)))
    }

    /// The limits that are reached, each alone on its place: of two that say the same neither alone gives way.
    pub(super) fn reached(&self) -> Vec<Limit> {
        let mut same: BTreeMap<(Place, bool, i64), u32> = BTreeMap::new();
        let key = |limit: &Limit| (limit.place.on_arc(), limit.side == Side::AtLeast, limit.operators);
        for limit in &self.instance.limits {
            *same.entry(key(limit)).or_default() += 1;
        }
        let is_bare = |limit: &Limit| {
            let is_net = matches!(limit.place, Place::Province(_) | Place::Cpi(_)) && !self.instance.ways.is_empty();
            limit.side == Side::AtLeast && limit.operators == 0 && !is_net
        };
        let limits = self.instance.limits.iter().copied();
        limits
            .filter(|limit| self.count(limit.place) == limit.operators && same.get(&key(limit)) == Some(&1))
            .filter(|limit| !is_bare(limit))
            .collect()
    }

    /// The best plan if a limit were one operator wider. Hamilton's quotas stay those of the seats that were asked for.
    ///
    /// # Errors
    /// It was stopped.
    pub(super) fn wider<P: Pace>(&mut self, limit: Limit, pace: &mut P) -> Result<Line, P::Stop> {
        let mut other = self.near.clone();
        for own in other.limits.iter_mut().filter(|own| **own == limit) {
            own.operators += if limit.side == Side::AtLeast { -1 } else { 1 };
        }
        self.search(&other, Hint { plan: Some(self.plan), floor: None }, pace)
    }

    /// What there is only so much of, with a little more of it: what one operator of the dearest profile costs in a year, euro cents,
    /// or one person more who may move.
    pub(super) fn scarce(&self) -> Vec<(Scarce, u64)> {
        let dearest = self.instance.costs.iter().copied().max().filter(|&cost| cost > 0);
        let money = self.instance.purse.and(dearest).map(|more| (Scarce::Money, more));
        let moves = self.instance.most_moves.map(|_| (Scarce::Moves, 1));
        money.into_iter().chain(moves).collect()
    }

    /// The best plan with so much more of what is scarce.
    ///
    /// # Errors
    /// It was stopped.
    pub(super) fn more<P: Pace>(&mut self, (of, more): (Scarce, u64), pace: &mut P) -> Result<Line, P::Stop> {
        let mut other = self.near.clone();
        match of {
            Scarce::Money => other.purse = other.purse.map(|purse| purse.saturating_add(u128::from(more))),
            Scarce::Moves => other.most_moves = other.most_moves.map(|most| most.saturating_add_unsigned(more)),
        }
        self.search(&other, Hint { plan: Some(self.plan), floor: None }, pace)
    }

    /// How many operators the plan has at a place, as a bound of it counts them.
    fn count(&self, place: Place) -> i64 {
        let columns = self.instance.profiles.len();
        let placed = || self.plan.operators.iter().map(|&operators| i64::from(operators)).enumerate();
        let net = |inside: &dyn Fn(usize) -> bool| {
            self.net.iter().enumerate().filter(|(cell, _)| inside(cell / columns)).map(|(_, by)| by).sum()
        };
        match place {
            Place::HeadCount => placed().map(|(_, operators)| operators).sum(),
            Place::Profile(profile) => {
                placed().filter(|(cell, _)| cell % columns == profile).map(|(_, operators)| operators).sum()
            }
            Place::Province(province) => net(&|cpi| self.instance.province_of[cpi] == province),
            Place::Cpi(cpi) => net(&|row| row == cpi),
            Place::Cell(cell) | Place::Lock(cell) => i64::from(self.plan.operators[cell]),
        }
    }

    fn search<P: Pace>(&mut self, other: &Instance, hint: Hint<'_>, pace: &mut P) -> Result<Line, P::Stop> {
        let allowed = self.left.min(LINE_STEPS);
        if allowed == 0 {
            return Ok(Line::OPEN);
        }
        pace.allow(allowed);
        let sought = sought(other, Some(hint), &mut Quiet(pace));
        let used = allowed - pace.allow(u64::MAX).min(allowed);
        self.left -= used;
        // Whoever has had enough says so again.
        pace.ask()?;
        Ok(match sought {
            Sought::Best(best) => {
                let is_proved = best.proof.is_complete();
                Line { change: is_proved.then(|| self.until(&best.plan)), is_proved }
            }
            Sought::Nothing { .. } => Line::NOTHING,
            Sought::Stopped => Line::OPEN,
        })
    }

    /// What changes from the plan to another.
    fn until(&self, after: &Plan) -> Change {
        let cells = self.plan.operators.iter().zip(&after.operators).enumerate();
        let by = |(cell, (&before, &after)): (usize, (&u32, &u32))| (cell, i64::from(after) - i64::from(before));
        Change {
            cells: cells.map(by).filter(|(_, by)| *by != 0).collect(),
            moves: self.plan.moves_until(after),
            loss: value_of(self.instance, after).minus(&self.value),
        }
    }
}
