//! Indicators that are counted from records: what counts is declared in the data, and counted here, for page, API and report alike.
//!
//! A source of records (allocations, events, partnerships) gives its records as [`Evidence`]; this engine knows none of them.

use std::collections::BTreeMap;

use super::{Day, Period, Territory, indicator::named};

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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> Day {
        text.parse().expect("a day")
    }

    fn held(key: &str, code: &str, place: &str, on: &str) -> Evidence {
        Evidence {
            counted: Counted::EventsHeld,
            serves: vec![code.to_owned()],
            key: key.to_owned(),
            territory: Territory::of_code(place).expect("a territory"),
            day: day(on),
            quantity: 1,
        }
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
