//! Catchments drawn anew: municipalities that go to another CPI, and what goes with them.
//!
//! Everything is computed from the catchments as they are and from the whole set of moves, never from the last move: the order
//! in which one moves does not matter, and what is moved back leaves no trace.

mod dated;
mod moves;
mod trail;

use std::collections::{BTreeMap, BTreeSet};

pub use dated::{Change, moves_on};
pub use moves::{MAX_MOVES, Moves};
pub use trail::Trail;

use super::apportion::largest_remainder;
use crate::{
    code::{CpiCode, MunicipalityCode},
    territory::Catchment,
};

/// A municipality as the catchments know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Town {
    /// Which one.
    pub code: MunicipalityCode,
    /// The CPI that serves it.
    pub cpi: CpiCode,
    /// Residents of 15 to 64 years, persons.
    pub working_age: u64,
}

/// Why a municipality cannot go where it was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Refusal {
    /// There is no such municipality, or no such CPI.
    Unknown,
    /// The CPI that serves it has its seat there.
    Seat,
    /// Its CPI would have nobody left to serve.
    Last,
}

/// The catchments as they are, municipality by municipality.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Catchments {
    today: Vec<Catchment>,
    seats: BTreeSet<MunicipalityCode>,
    towns: BTreeMap<MunicipalityCode, Town>,
    /// The part of its CPI's registered unemployed that each municipality has, where the CPI knows its own.
    unemployed: BTreeMap<MunicipalityCode, u64>,
}

impl Catchments {
    /// The catchments, where their CPIs sit, and the municipalities in them.
    ///
    /// A CPI's registered unemployed are known for the CPI only. That a municipality has the part of them that it has of the
    /// residents of working age is an **assumption**:
    /// `unemployed(municipality) = unemployed(CPI) · working age(municipality) / working age(CPI)`, in whole persons by largest
    /// remainder, so that the parts add up to the whole. Time O(n log n).
    pub fn new(catchments: Vec<Catchment>, seats: BTreeSet<MunicipalityCode>, towns: Vec<Town>) -> Self {
        let mut unemployed = BTreeMap::new();
        for catchment in &catchments {
            let Some(all) = catchment.registered_unemployed else { continue };
            let own: Vec<&Town> = towns.iter().filter(|town| town.cpi == catchment.cpi).collect();
            let people: Vec<u64> = own.iter().map(|town| town.working_age).collect();
            let names: Vec<&MunicipalityCode> = own.iter().map(|town| &town.code).collect();
            let parts = largest_remainder(all, &people, &names);
            unemployed.extend(own.iter().map(|town| town.code.clone()).zip(parts));
        }
        let towns = towns.into_iter().map(|town| (town.code.clone(), town)).collect();
        Self { today: catchments, seats, towns, unemployed }
    }

    /// The catchments as they are.
    pub fn as_they_are(&self) -> &[Catchment] {
        &self.today
    }

    /// Whether a CPI has its seat in a municipality, which therefore stays.
    pub fn is_seat(&self, town: &MunicipalityCode) -> bool {
        self.seats.contains(town)
    }

    /// The CPI that serves a municipality once the moves are made. `None` when there is no such municipality.
    pub fn cpi_of<'a>(&'a self, town: &MunicipalityCode, moves: &'a Moves) -> Option<&'a CpiCode> {
        let now = &self.towns.get(town)?.cpi;
        Some(moves.target(town).unwrap_or(now))
    }

    /// The moves without those that lead where a municipality already is.
    #[must_use]
    pub fn settled(&self, moves: &Moves) -> Moves {
        moves.only(|town, cpi| self.towns.get(town).is_none_or(|known| known.cpi != *cpi))
    }

    /// The moves that cannot be, each with the reason.
    pub fn refused(&self, moves: &Moves) -> BTreeMap<MunicipalityCode, Refusal> {
        let is_cpi = |cpi: &CpiCode| self.today.iter().any(|catchment| catchment.cpi == *cpi);
        let mut refused = BTreeMap::new();
        for (code, cpi) in moves.iter() {
            let why = match self.towns.get(code) {
                Some(town) if town.cpi == *cpi => continue,
                Some(_) if is_cpi(cpi) => self.is_seat(code).then_some(Refusal::Seat),
                _ => Some(Refusal::Unknown),
            };
            refused.extend(why.map(|why| (code.clone(), why)));
        }
        // Whoever cannot go stays, and keeps their CPI from being empty.
        let made = moves.only(|town, _| !refused.contains_key(town));
        for catchment in &self.today {
            let served = |town: &Town| self.cpi_of(&town.code, &made) == Some(&catchment.cpi);
            let own = self.towns.values().filter(|town| town.cpi == catchment.cpi);
            if own.clone().next().is_some() && !self.towns.values().any(served) {
                refused.extend(own.map(|town| (town.code.clone(), Refusal::Last)));
            }
        }
        refused
    }

    /// The moves that can be, and those that cannot, each with the reason.
    pub fn sift(&self, moves: &Moves) -> (Moves, BTreeMap<MunicipalityCode, Refusal>) {
        let refused = self.refused(moves);
        (self.settled(&moves.only(|town, _| !refused.contains_key(town))), refused)
    }

    /// The catchments once the moves are made, in the same order.
    ///
    /// A municipality takes along its residents of working age, and the part of its CPI's registered unemployed that
    /// [`Self::new`] says. Volumes are split over the CPIs by these, so that they go along in proportion; a volume that a
    /// province has published stays the province's, whoever lives there then. Who is in service stays at his desk
    /// ([`Catchment::staffed_for`]). A CPI that receives a municipality whose unemployed nobody knows does not know its own any
    /// more. Sums over the region stay, and over a province when no move crosses its border. Time O(cpis · moves).
    ///
    /// # Errors
    /// The moves that cannot be, each with the reason.
    pub fn redrawn(&self, moves: &Moves) -> Result<Vec<Catchment>, BTreeMap<MunicipalityCode, Refusal>> {
        let refused = self.refused(moves);
        if !refused.is_empty() {
            return Err(refused);
        }
        let mut catchments = self.today.clone();
        for (code, target) in self.settled(moves).iter() {
            let Some(town) = self.towns.get(code) else { continue };
            let unemployed = self.unemployed.get(code).copied();
            for catchment in &mut catchments {
                if catchment.cpi == town.cpi {
                    catchment.working_age = catchment.working_age.saturating_sub(town.working_age);
                    let left =
                        catchment.registered_unemployed.zip(unemployed).map(|(all, own)| all.saturating_sub(own));
                    catchment.registered_unemployed = left;
                } else if catchment.cpi == *target {
                    catchment.working_age = catchment.working_age.saturating_add(town.working_age);
                    let more =
                        catchment.registered_unemployed.zip(unemployed).map(|(all, own)| all.saturating_add(own));
                    catchment.registered_unemployed = more;
                }
            }
        }
        Ok(catchments)
    }

    /// Whether a move crosses the border of a province.
    pub fn is_across(&self, town: &MunicipalityCode, cpi: &CpiCode) -> bool {
        let province = |cpi: &CpiCode| self.today.iter().find(|it| it.cpi == *cpi).map(|it| &it.province);
        self.towns.get(town).is_some_and(|town| province(&town.cpi) != province(cpi))
    }
}

#[cfg(test)]
mod tests;
