//! The question of reference: what the engine would place if it were asked nothing in particular.

use crate::{
    problem::{Problem, Rule},
    staffing::{
        Profile, Sizing,
        allocate::{Constraints, Demand, Instance, Lock, Range, Request, Solver},
        scenario::{CellKey, MAX_OPERATORS},
    },
};

/// Operators of each cell, shape `[cpis][profiles]`: equity by CPI, as the form of proposals asks at its beginning, for exactly
/// `head_count` operators around the cells that are decided. Money and the present plan are not looked at.
///
/// `locked` has one entry a cell. Where more are locked than there are to place, those stand and no others come; where the open cells
/// do not hold so many, they hold what they can: so there is a plan whatever is mixed. Time as [`Solver::new`].
///
/// # Errors
/// As [`Instance::new`] says, where a requirement is beyond what the engine takes.
pub fn reference(
    sizing: &Sizing,
    profiles: &[Profile],
    head_count: u32,
    locked: &[Option<u32>],
) -> Result<Vec<u32>, Problem> {
    let keys = sizing
        .cpis()
        .iter()
        .flat_map(|cpi| sizing.profiles().iter().map(|profile| CellKey { cpi: cpi.clone(), profile: profile.clone() }));
    let locks: Vec<Lock> =
        keys.zip(locked).filter_map(|(cell, operators)| operators.map(|operators| Lock { cell, operators })).collect();
    let decided: u32 = locks.iter().fold(0, |sum, lock| sum.saturating_add(lock.operators));
    let open = u32::try_from(sizing.cells() - locks.len()).unwrap_or(u32::MAX);
    let most = decided.saturating_add(open.saturating_mul(MAX_OPERATORS));
    let all = head_count.clamp(decided, most);
    let equity = Request::equity(all);
    let constraints = Constraints { head_count: Range::exactly(all), locked: locks, ..Constraints::default() };
    let instance = Instance::new(&Demand::of(sizing, profiles, &[]), &Request { constraints, ..equity })?;
    let too_many = |_| Problem::invalid("headCount", Rule::TooGreat { max: f64::from(most) });
    let plan = Solver::new(&instance).plan().map_err(too_many)?;
    Ok(instance.as_given(&plan.operators))
}
