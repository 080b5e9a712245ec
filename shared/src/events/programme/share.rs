//! Which job centres share their sessions: a small one goes to the nearest larger neighbour of its province.

use std::collections::BTreeMap;

use super::{Seat, Wishes};
use crate::code::CpiCode;

/// Each host with its guests. A job centre is in one group; a host takes one guest, so that rooms suffice.
///
/// The smallest chooses first; of hosts that are as near, the one whose code comes first. Time O(n²).
pub(super) fn groups(seats: &[Seat], wishes: &Wishes) -> BTreeMap<CpiCode, Vec<CpiCode>> {
    let mut hosts: BTreeMap<CpiCode, Vec<CpiCode>> = BTreeMap::new();
    let mut guests: Vec<&CpiCode> = Vec::new();
    if let Some(below) = wishes.share_below {
        let mut small: Vec<&Seat> = seats.iter().filter(|seat| seat.working_age < below).collect();
        small.sort_by(|one, other| (one.working_age, &one.cpi).cmp(&(other.working_age, &other.cpi)));
        for seat in small {
            if hosts.contains_key(&seat.cpi) {
                continue;
            }
            let free = |host: &&Seat| {
                host.cpi != seat.cpi
                    && host.province == seat.province
                    && (host.working_age, &host.cpi) > (seat.working_age, &seat.cpi)
                    && !hosts.contains_key(&host.cpi)
                    && !guests.contains(&&host.cpi)
                    && host.point.km_to(&seat.point) <= f64::from(wishes.share_within_km)
            };
            let near = seats.iter().filter(free).min_by(|one, other| {
                let far = |host: &Seat| host.point.km_to(&seat.point);
                far(one).total_cmp(&far(other)).then_with(|| one.cpi.cmp(&other.cpi))
            });
            if let Some(host) = near {
                hosts.insert(host.cpi.clone(), vec![seat.cpi.clone()]);
                guests.push(&seat.cpi);
            }
        }
    }
    for seat in seats.iter().filter(|seat| !guests.contains(&&seat.cpi)) {
        hosts.entry(seat.cpi.clone()).or_default();
    }
    hosts
}
