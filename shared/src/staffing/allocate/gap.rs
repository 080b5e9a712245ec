//! How far from the best a plan within a budget may be when the search for it was stopped: what its open parts allow.

use super::{
    Group, Instance, Levels, Objective, Ratio, Value,
    budget::{Bound, Found},
    measure::OPERATOR,
};

/// How much better another plan could still be, for an objective in numbers; `None` when nothing is known of some part.
pub(super) fn in_numbers(found: &Found<i128>) -> Option<Value> {
    let least_of =
        |bounds: &Vec<Bound<i128>>| bounds.iter().map(|bound| bound.value.objective.div_euclid(bound.scale)).max();
    let least = found.open.iter().map(least_of).collect::<Option<Vec<_>>>()?.into_iter().min()?;
    Some(Value::Numbers((found.value.objective - least).max(0)))
}

/// For equity: a pressure below which the worst one of no plan can lie; `None` when none is known, and for the rules of
/// apportionment, whose claims are served one by one and add up to no number.
pub(super) fn worst_pressure(instance: &Instance, found: &Found<Levels>) -> Option<Ratio> {
    if instance.objective != Objective::Equity {
        return None;
    }
    let units = instance.units();
    let nobody = Levels::sum(units.iter().map(|unit| (unit.pressure(0), 1)).collect());
    // A bound says that `scale` times the levels of a plan come to no less than `scale` times those of placing nobody and the
    // value. If the highest of these is there more than no times, the plan has one as high.
    let highest = |value: &Levels, scale: i128| {
        let mut least = nobody.times(scale);
        least.add(value);
        least.terms().first().filter(|(_, count)| *count > 0).map(|(level, _)| *level)
    };
    let of = |bounds: &Vec<Bound<Levels>>| {
        bounds.iter().filter_map(|bound| highest(&bound.value.objective, bound.scale)).max()
    };
    let open = found.open.iter().map(of).collect::<Option<Vec<_>>>()?;
    // The plans of the closed parts are no better than the one found.
    let own = highest(&found.value.objective, 1)?;
    let least = open.into_iter().min()?.min(own);
    // The price of a move is a level too: only above it a level is a pressure for certain.
    let is_pressure = !instance.has_transfers || least > Ratio::new(u128::from(instance.move_cost), OPERATOR);
    is_pressure.then_some(least)
}
