//! Required, planned and held: by requirement, place and year.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Requirement, State, Territory, time::day_of};
use crate::code::CpiCode;

/// What the counting has to know of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// The requirement that it fulfils.
    pub requirement: String,
    /// To which part of the region it belongs.
    pub territory: Territory,
    /// Other job centres whose session it is too.
    pub also_for: Vec<CpiCode>,
    /// Its day.
    pub day: Date,
    /// How far it has come.
    pub state: State,
}

impl Counted {
    /// What counts of an event. `None` when it fulfils no requirement.
    pub fn of(content: &super::Content, state: State) -> Option<Self> {
        Some(Self {
            requirement: content.requirement.clone()?,
            territory: content.territory.clone(),
            also_for: content.also_for.iter().cloned().collect(),
            day: day_of(content.when.start),
            state,
        })
    }

    /// Whether it counts for a place: its own, one that it serves too, the province around it, the region.
    fn is_for(&self, place: &Territory) -> bool {
        match place {
            Territory::Region => true,
            Territory::Province(province) => self.territory.province().as_ref() == Some(province),
            Territory::Cpi(cpi) => self.territory.cpi() == Some(cpi) || self.also_for.contains(cpi),
        }
    }
}

/// One cell: what a requirement asks of a place in a year, and what there is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Tally {
    /// The requirement's code.
    pub requirement: String,
    /// Of which place.
    pub place: Territory,
    /// In which year.
    pub year: i16,
    /// How many the plan requires. `None`: the act prints no number. Of what is required once, what was not held in an earlier year.
    pub required: Option<u32>,
    /// How many are planned, confirmed or moved.
    pub planned: u32,
    /// How many were held.
    pub held: u32,
}

impl Tally {
    /// How many are neither held nor planned.
    pub fn missing(&self) -> u32 {
        self.required.unwrap_or_default().saturating_sub(self.planned).saturating_sub(self.held)
    }
}

/// Counts a year. Rows come in the order of the requirements, and of the job centres within one. Time O(requirements · places · events of the requirement).
pub fn tally(requirements: &[Requirement], cpis: &[CpiCode], events: &[Counted], year: i16) -> Vec<Tally> {
    let mut rows = Vec::new();
    for requirement in requirements {
        let own: Vec<&Counted> = events.iter().filter(|event| event.requirement == requirement.code).collect();
        for (place, number) in requirement.places(cpis) {
            let here = own.iter().filter(|event| event.is_for(&place));
            let (mut planned, mut held, mut before) = (0, 0, 0);
            for event in here {
                match event.state {
                    State::Held if event.day.year() == year => held += 1,
                    State::Held if event.day.year() < year => before += 1,
                    State::Planned | State::Confirmed | State::Moved if event.day.year() == year => planned += 1,
                    _ => {}
                }
            }
            let done = if requirement.is_annual() { 0 } else { before };
            let required = number.map(|number| number.saturating_sub(done));
            rows.push(Tally { requirement: requirement.code.clone(), place, year, required, planned, held });
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::events::{EventKind, Frequency, Reach};

    fn cpis() -> Vec<CpiCode> {
        ["FG01", "FG02", "LE01"].map(|code| CpiCode::new(code).expect("a code")).into()
    }

    fn requirement(code: &str, reach: Reach, number: u32, frequency: Frequency) -> Requirement {
        let kind = EventKind::TransferSession;
        Requirement { code: code.into(), kind, reach, province: None, number: Some(number), frequency: Some(frequency) }
    }

    fn event(code: &str, cpi: usize, year: i16, state: State) -> Counted {
        let territory = Territory::Cpi(cpis()[cpi].clone());
        Counted { requirement: code.into(), territory, also_for: Vec::new(), day: date(year, 5, 4), state }
    }

    #[test]
    fn each_job_centre_has_its_share_and_a_shared_session_counts_for_both() {
        let asked = [requirement("ER-008", Reach::Cpi, 6, Frequency::Annual)];
        let mut shared = event("ER-008", 0, 2027, State::Confirmed);
        shared.also_for.push(cpis()[1].clone());
        let events = [shared, event("ER-008", 0, 2027, State::Held), event("ER-008", 2, 2027, State::Cancelled)];
        let rows = tally(&asked, &cpis(), &events, 2027);
        let numbers: Vec<_> = rows.iter().map(|row| (row.required, row.planned, row.held, row.missing())).collect();
        assert_eq!(numbers, [(Some(2), 1, 1, 0), (Some(2), 1, 0, 1), (Some(2), 0, 0, 2)]);
    }

    #[test]
    fn what_is_required_once_is_not_asked_again_after_it_was_held() {
        let asked = [
            requirement("ER-011", Reach::Region, 2, Frequency::Once),
            requirement("ER-003", Reach::Region, 1, Frequency::Annual),
        ];
        let events = [event("ER-011", 0, 2026, State::Held), event("ER-003", 0, 2026, State::Held)];
        let rows = tally(&asked, &cpis(), &events, 2027);
        assert_eq!((rows[0].required, rows[1].required), (Some(1), Some(1)));
        let before = tally(&asked, &cpis(), &events, 2026);
        assert_eq!((before[0].required, before[0].held, before[0].missing()), (Some(2), 1, 1));
    }
}
