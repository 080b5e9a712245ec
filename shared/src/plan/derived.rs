//! Indicators that are counted from records: what counts is declared in the data, and counted here, for page, API and report alike.
//!
//! A source of records (allocations, events, partnerships) gives its records as [`Evidence`]; this engine knows none of them.

use std::collections::BTreeMap;

use super::{Day, Frequency, Period, Territory, indicator::named, window};

named! {
    /// What is counted.
    Counted {
        /// Job centres that an allocation in force gives operators to.
        CpisAllocated = "cpis_allocated",
        /// Sessions, meetings and events that were held.
        EventsHeld = "events_held",
        /// People who took part in what was held.
        Participants = "participants",
        /// Partnerships that were signed.
        PartnershipsSigned = "partnerships_signed",
    }
}

/// A record that counts for something.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    /// What it counts as.
    pub counted: Counted,
    /// The codes of the plan that it serves. None: it serves whatever counts its kind.
    pub serves: Vec<String>,
    /// What must count once, however many records name it: a job centre, a person, an agreement.
    pub key: String,
    /// Where it happened.
    pub territory: Territory,
    /// When.
    pub day: Day,
    /// How much it counts: 1, or as many as took part.
    pub quantity: u32,
}

/// The records that count for an indicator of this code: what happened in a territory within a period, up to a day, in the order of
/// the days. Of what has the same key one counts, that with the greatest quantity, and of those the first.
pub fn counting<'a>(
    counted: Counted,
    code: &str,
    evidence: &'a [Evidence],
    territory: &Territory,
    within: Period,
    on: Day,
) -> Vec<&'a Evidence> {
    let mut taken = BTreeMap::<&str, &Evidence>::new();
    let counts = |record: &&Evidence| {
        record.counted == counted
            && (record.serves.is_empty() || record.serves.iter().any(|served| served == code))
            && territory.holds(&record.territory)
            && record.day >= within.start
            && record.day <= on
    };
    for record in evidence.iter().filter(counts) {
        let best = taken.entry(&record.key).or_insert(record);
        let order = |record: &Evidence| (std::cmp::Reverse(record.quantity), record.day);
        if order(record) < order(best) {
            *best = record;
        }
    }
    let mut records: Vec<&Evidence> = taken.into_values().collect();
    records.sort_by(|one, other| (one.day, &one.key).cmp(&(other.day, &other.key)));
    records
}

/// What an indicator comes to: the sum of the records that count for it.
pub fn sum(records: &[&Evidence]) -> u32 {
    records.iter().fold(0, |sum, record| sum.saturating_add(record.quantity))
}

/// From when on records count for what is due this often, looked at on a day. What stood before the plan began counts too, unless
/// it begins anew in each period.
pub fn since(frequency: Frequency, plan: Period, on: Day) -> Period {
    let within = window(frequency, plan, on);
    let start = if within == plan { Day::new(1900, 1, 1).unwrap_or(within.start) } else { within.start };
    Period { start, ..within }
}

/// What is held, at each of its places, as records: once where several of them are counted together.
pub fn held<'a>(key: &str, serves: &[String], places: impl IntoIterator<Item = &'a str>, day: Day) -> Vec<Evidence> {
    let at = places.into_iter().filter_map(Territory::of_code);
    at.map(|territory| Evidence {
        counted: Counted::EventsHeld,
        serves: serves.to_owned(),
        key: key.to_owned(),
        territory,
        day,
        quantity: 1,
    })
    .collect()
}

/// What an indicator comes to without some records, and with them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gain {
    /// Without them.
    pub without: u32,
    /// With them.
    pub with: u32,
}

impl Gain {
    /// How much they add.
    pub fn more(self) -> u32 {
        self.with.saturating_sub(self.without)
    }
}

/// What an indicator of this code comes to on a day without the records of an event, and with them, whether it was held already or
/// not. Of the others counts what [`counting`] counts.
pub fn gain(
    counted: Counted,
    code: &str,
    evidence: &[Evidence],
    own: &[Evidence],
    territory: &Territory,
    within: Period,
    on: Day,
) -> Gain {
    let is_own = |record: &&Evidence| own.iter().any(|mine| mine.counted == record.counted && mine.key == record.key);
    let mut records: Vec<Evidence> = evidence.iter().filter(|record| !is_own(record)).cloned().collect();
    let without = sum(&counting(counted, code, &records, territory, within, on));
    records.extend_from_slice(own);
    Gain { without, with: sum(&counting(counted, code, &records, territory, within, on)) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> Day {
        text.parse().expect("a day")
    }

    fn held(key: &str, code: &str, place: &str, on: &str) -> Evidence {
        super::held(key, &[code.to_owned()], [place], day(on)).pop().expect("it is a place")
    }

    #[test]
    fn an_event_adds_one_wherever_it_counts_and_nothing_twice() {
        let year = Period { start: day("2021-01-01"), end: day("2021-12-31") };
        let known = [held("a", "I-1", "FG03", "2021-02-01"), held("b", "I-1", "LE", "2021-02-01")];
        let of = |key: &str, places: &[&str], on: &str, place: &str| {
            let own = super::held(key, &["I-1".to_owned(), "4.4-R1".to_owned()], places.iter().copied(), day(on));
            let place = Territory::of_code(place).expect("a territory");
            let found = gain(Counted::EventsHeld, "I-1", &known, &own, &place, year, day("2021-06-01"));
            (found.without, found.with, found.more())
        };
        assert_eq!(of("new", &["FG03", "FG04"], "2021-03-01", ""), (2, 3, 1), "shared by two centres, once in all");
        assert_eq!(of("new", &["FG03", "FG04"], "2021-03-01", "FG04"), (0, 1, 1), "and once in each of them");
        assert_eq!(of("new", &["FG03"], "2021-03-01", "LE"), (1, 1, 0), "elsewhere not at all");
        assert_eq!(of("a", &["FG03"], "2021-02-01", ""), (1, 2, 1), "what was held is not counted beside itself");
        assert_eq!(of("new", &["FG03"], "2020-12-31", ""), (2, 2, 0), "nor what lies before the period");
    }

    #[test]
    fn only_what_serves_the_indicator_in_its_place_and_time_counts_and_each_once() {
        let year = Period { start: day("2021-01-01"), end: day("2021-12-31") };
        let records = [
            held("a", "I-1", "FG03", "2021-02-01"),
            held("a", "I-1", "FG03", "2021-03-01"),
            held("b", "I-1", "LE", "2021-02-01"),
            held("c", "I-2", "FG03", "2021-02-01"),
            held("d", "I-1", "FG03", "2020-12-31"),
            held("e", "I-1", "FG03", "2021-06-02"),
        ];
        let of = |place: &str| {
            let place = Territory::of_code(place).expect("a territory");
            sum(&counting(Counted::EventsHeld, "I-1", &records, &place, year, day("2021-06-01")))
        };
        assert_eq!([of(""), of("FG"), of("FG03"), of("LE"), of("BA")], [2, 1, 1, 1, 0]);
        assert!(
            counting(Counted::Participants, "I-1", &records, &Territory::Region, year, day("2021-06-01")).is_empty()
        );
        let counted = counting(Counted::EventsHeld, "I-1", &records, &Territory::Region, year, day("2021-06-01"));
        let told: Vec<_> = counted.iter().map(|record| (record.key.as_str(), record.day)).collect();
        assert_eq!(told, [("a", day("2021-02-01")), ("b", day("2021-02-01"))], "the very records, each once, by day");
    }

    proptest! {
        #[test]
        fn provinces_add_up_to_the_region_and_nothing_is_lost_by_waiting(
            records in proptest::collection::vec((0_u32..30, 0_usize..4, 1_i32..28, 1_u32..9), 0..40), until in 1_i32..28,
        ) {
            let places = ["FG01", "FG02", "LE01", "BA"];
            let records: Vec<Evidence> = records.into_iter().map(|(key, place, at, quantity)| Evidence {
                // A thing happens in one place.
                key: format!("{key} {place}"),
                quantity,
                ..held("", "I-1", places[place], &format!("2021-03-{at:02}"))
            }).collect();
            let within = Period { start: day("2021-01-01"), end: day("2021-12-31") };
            let of = |place: &str, on: Day| {
                let place = Territory::of_code(place).expect("a territory");
                sum(&counting(Counted::EventsHeld, "I-1", &records, &place, within, on))
            };
            let on = day(&format!("2021-03-{until:02}"));
            prop_assert_eq!(of("", on), of("FG", on) + of("LE", on) + of("BA", on));
            prop_assert!(of("", on) <= of("", within.end));
        }
    }
}
