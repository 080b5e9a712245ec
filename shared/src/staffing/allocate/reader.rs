//! Reads a request into an instance: names become places, numbers become whole, and each field that is wrong is noted.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Instance, MAX_KM, MIN_KM, Objective, Range, Reach, Request, Side,
    instance::{Limit, Place, millionths},
    measure::{OPERATOR, PROPORTIONAL_SCALE, WEIGHT_OF_ONE},
};
use crate::{
    code::{CpiCode, ProfileCode, ProvinceCode},
    problem::{Fields, Rule, out_of},
    staffing::{
        CellKey,
        scenario::{MAX_BUDGET_CENTS, MAX_HEAD_COUNT, MAX_MONTHS, MAX_OPERATORS},
    },
    territory::Point,
};

/// The most pairs of CPIs between which people may move, each counted in both directions and once for each profile.
const MAX_MOVES: usize = 200_000;
/// The same, whatever the profiles.
const MAX_WAYS: usize = 100_000;
/// The largest weight of an unmet hour.
const MAX_WEIGHT: f64 = 1_000.0;

/// Reads the request into an instance, noting each field that is wrong.
pub(super) struct Reader<'a> {
    pub(super) instance: &'a mut Instance,
    pub(super) fields: Fields,
}

impl Reader<'_> {
    pub(super) fn read(&mut self, request: &Request) {
        let constraints = &request.constraints;
        self.range("constraints.headCount", Place::HeadCount, constraints.head_count, MAX_HEAD_COUNT);
        let of_profile =
            |instance: &Instance, code: &ProfileCode| instance.profiles.binary_search(code).ok().map(Place::Profile);
        self.limits("profiles", &constraints.profiles, MAX_HEAD_COUNT, of_profile);
        let of_province =
            |instance: &Instance, code: &ProvinceCode| instance.provinces.binary_search(code).ok().map(Place::Province);
        self.limits("provinces", &constraints.provinces, MAX_HEAD_COUNT, of_province);
        let by_code: BTreeMap<CpiCode, usize> =
            self.instance.cpis.iter().enumerate().map(|(place, code)| (code.clone(), place)).collect();
        self.limits("cpis", &constraints.cpis, MAX_HEAD_COUNT, |_, code| by_code.get(code).copied().map(Place::Cpi));
        let columns = self.instance.profiles.len();
        let of_cell = |instance: &Instance, key: &CellKey| {
            let profile = instance.profiles.binary_search(&key.profile).ok()?;
            by_code.get(&key.cpi).map(|row| row * columns + profile)
        };
        self.limits("cells", &constraints.cells, MAX_OPERATORS, |instance, key| {
            of_cell(instance, key).map(Place::Cell)
        });
        let mut locked = BTreeSet::new();
        for (index, lock) in constraints.locked.iter().enumerate() {
            let field = format!("constraints.locked.{index}");
            match of_cell(self.instance, &lock.cell) {
                None => self.fields.push(format!("{field}.cell"), Rule::Unknown),
                Some(cell) if !locked.insert(cell) => self.fields.push(format!("{field}.cell"), Rule::Duplicate),
                Some(cell) => {
                    self.range(
                        &format!("{field}.operators"),
                        Place::Lock(cell),
                        Range::exactly(lock.operators),
                        MAX_OPERATORS,
                    );
                }
            }
        }
        let mut weighted = BTreeSet::new();
        for (index, weight) in constraints.weights.iter().enumerate() {
            let field = format!("constraints.weights.{index}");
            self.fields.check(format!("{field}.weight"), out_of(weight.weight, 0.0, MAX_WEIGHT));
            match by_code.get(&weight.cpi) {
                None => self.fields.push(format!("{field}.cpi"), Rule::Unknown),
                Some(cpi) if !weighted.insert(cpi) => self.fields.push(format!("{field}.cpi"), Rule::Duplicate),
                Some(cpi) => {
                    for cell in &mut self.instance.cells[cpi * columns..(cpi + 1) * columns] {
                        cell.weight = (weight.weight * cell.weight as f64).round() as u64;
                    }
                }
            }
        }
        self.transfers(request, &by_code);
        self.budget(request);
        self.ceiling(request);
    }

    fn limits<K>(
        &mut self,
        name: &str,
        limits: &[super::request::Limit<K>],
        most: u32,
        find: impl Fn(&Instance, &K) -> Option<Place>,
    ) {
        let mut seen = BTreeSet::new();
        for (index, limit) in limits.iter().enumerate() {
            let field = format!("constraints.{name}.{index}");
            match find(self.instance, &limit.of) {
                None => self.fields.push(format!("{field}.of"), Rule::Unknown),
                Some(place) if !seen.insert(place) => self.fields.push(format!("{field}.of"), Rule::Duplicate),
                Some(place) => self.range(&field, place, limit.range, most),
            }
        }
    }

    fn range(&mut self, field: &str, place: Place, range: Range, most: u32) {
        let is_lock = matches!(place, Place::Lock(_));
        let too_great = Rule::TooGreat { max: f64::from(most) };
        let name = |part: &str| if is_lock { field.to_owned() } else { format!("{field}.{part}") };
        if range.at_least > most {
            return self.fields.push(name("atLeast"), too_great);
        }
        if range.at_least > 0 || is_lock {
            let operators = i64::from(range.at_least);
            self.instance.limits.push(Limit { place, side: Side::AtLeast, operators });
        }
        if let Some(at_most) = range.at_most {
            if at_most > most {
                return self.fields.push(name("atMost"), too_great);
            }
            if at_most < range.at_least {
                return self.fields.push(name("atMost"), Rule::TooSmall { min: f64::from(range.at_least) });
            }
            self.instance.limits.push(Limit { place, side: Side::AtMost, operators: i64::from(at_most) });
        }
    }

    fn transfers(&mut self, request: &Request, by_code: &BTreeMap<CpiCode, usize>) {
        let Some(transfers) = &request.constraints.transfers else { return };
        let field = "constraints.transfers";
        if matches!(request.objective, Objective::Apportionment { .. }) {
            return self.fields.push(field, Rule::NotNow);
        }
        if !self.fields.check(format!("{field}.cost"), out_of(transfers.cost, 0.0, 1e6)) {
            return;
        }
        let most = transfers.at_most.filter(|&people| people > MAX_HEAD_COUNT);
        self.fields.check(format!("{field}.atMost"), most.map(|_| Rule::TooGreat { max: f64::from(MAX_HEAD_COUNT) }));
        let instance = &mut *self.instance;
        instance.has_transfers = true;
        instance.most_moves = transfers.at_most.map(i64::from);
        instance.move_cost = match request.objective {
            Objective::Equity | Objective::Apportionment { .. } => millionths(transfers.cost),
            Objective::Proportional => (transfers.cost * PROPORTIONAL_SCALE as f64).round() as u64,
            Objective::LeastUnmet => {
                (transfers.cost / instance.longest_hours() * (OPERATOR * WEIGHT_OF_ONE) as f64).round() as u64
            }
        };
        self.ways(&transfers.reach, by_code);
    }

    /// The moves that are allowed, each by the places of the two CPIs.
    fn ways(&mut self, reach: &Reach, by_code: &BTreeMap<CpiCode, usize>) {
        let instance = &mut *self.instance;
        let field = "constraints.transfers.reach";
        let most = MAX_WAYS.min(MAX_MOVES / instance.profiles.len());
        let mut ways = BTreeSet::new();
        match reach {
            Reach::Province => {
                let mut inside = vec![Vec::new(); instance.provinces.len()];
                for (cpi, &province) in instance.province_of.iter().enumerate() {
                    inside[province].push(cpi);
                }
                if inside.iter().map(|cpis| cpis.len() * cpis.len()).sum::<usize>() > most {
                    return self.fields.push(field, Rule::TooLong { max: most as u32 });
                }
                for cpis in &inside {
                    ways.extend(cpis.iter().flat_map(|&from| cpis.iter().map(move |&to| (from, to))));
                }
            }
            Reach::Within { km } => {
                if !self.fields.check(format!("{field}.km"), out_of(*km, MIN_KM, MAX_KM)) {
                    return;
                }
                // A distance means nothing where nobody knows where the CPIs lie.
                if instance.seats.is_empty() {
                    return self.fields.push("seats", Rule::Required);
                }
                // From south to north: whoever is too far in latitude alone ends the row.
                let mut order: Vec<(usize, Point)> = instance.seats.iter().copied().enumerate().collect();
                order.sort_by(|(_, one), (_, other)| one.latitude.total_cmp(&other.latitude));
                for (place, (from, seat)) in order.iter().enumerate() {
                    let north = order[place + 1..].iter().take_while(|(_, other)| seat.km_north_to(other) <= *km);
                    let near = north.filter(|(_, other)| seat.km_to(other) <= *km);
                    ways.extend(near.flat_map(|&(to, _)| [(*from, to), (to, *from)]));
                    if ways.len() > most {
                        return self.fields.push(format!("{field}.km"), Rule::TooLong { max: most as u32 });
                    }
                }
            }
            Reach::Between { pairs } => {
                for (index, (one, other)) in pairs.iter().enumerate() {
                    match (by_code.get(one), by_code.get(other)) {
                        (Some(one), Some(other)) if one == other => {
                            self.fields.push(format!("{field}.pairs.{index}"), Rule::Duplicate);
                        }
                        (Some(&one), Some(&other)) => ways.extend([(one, other), (other, one)]),
                        _ => self.fields.push(format!("{field}.pairs.{index}"), Rule::Unknown),
                    }
                }
            }
        }
        ways.retain(|(from, to)| from != to);
        if ways.len() > most {
            return self.fields.push(field, Rule::TooLong { max: most as u32 });
        }
        instance.ways = ways.into_iter().collect();
    }

    fn budget(&mut self, request: &Request) {
        let Some(budget) = request.constraints.budget else { return };
        let too_great = Rule::TooGreat { max: MAX_BUDGET_CENTS as f64 };
        self.fields.check("constraints.budget.cents", (budget.cents > MAX_BUDGET_CENTS).then_some(too_great));
        let months = out_of(f64::from(budget.months), 1.0, f64::from(MAX_MONTHS));
        if self.fields.check("constraints.budget.months", months) {
            // What `cost_cents` rounds to at most this many cents, as a sum a year.
            self.instance.purse = Some((u128::from(budget.cents) * 12 + 5) / u128::from(budget.months));
        }
    }

    /// Without any upper bound the more operators the better, for ever.
    fn ceiling(&mut self, request: &Request) {
        let instance = &self.instance;
        let limited = instance.limits.iter().filter(|limit| limit.side == Side::AtMost).map(|limit| limit.place);
        let limited: BTreeSet<Place> = limited.collect();
        let of = |place: Place| limited.contains(&place);
        let all = |mut places: Box<dyn Iterator<Item = Place>>| places.all(of);
        let bounded = of(Place::HeadCount)
            || all(Box::new((0..instance.profiles.len()).map(Place::Profile)))
            || all(Box::new((0..instance.provinces.len()).map(Place::Province)))
            || all(Box::new((0..instance.cpis.len()).map(Place::Cpi)))
            || (instance.purse.is_some() && instance.costs.iter().all(|&cost| cost > 0));
        let endless = matches!(request.objective, Objective::Equity | Objective::Apportionment { .. });
        // A limit that is refused is a limit too: one fault is told once.
        let is_open = request.constraints.head_count.at_most.is_none();
        if endless && !bounded && is_open {
            self.fields.push("constraints.headCount.atMost", Rule::Required);
        }
    }
}
