//! A problem of the size and the shape of the first scenario: 43 CPIs by residents of working age, 5 profiles, 371 in service.

use crate::{
    code::{CpiCode, ProfileCode, ProvinceCode},
    staffing::allocate::{Budget, Demand, Objective, Range, Reach, Request, Transfers},
};

/// Residents of working age, in thousands, by province.
const CATCHMENTS: [(&str, &[u32]); 6] = [
    ("BA", &[43, 76, 199, 49, 65, 47, 45, 38, 65, 55, 43, 61]),
    ("BR", &[93, 74, 73]),
    ("BT", &[65, 86, 35, 27, 36]),
    ("FG", &[23, 63, 93, 30, 74, 71, 28]),
    ("LE", &[51, 44, 37, 45, 112, 33, 29, 56, 26, 51]),
    ("TA", &[39, 62, 47, 38, 41, 125]),
];
/// Each profile with the operators that the region requires and what one costs in a year, euro cents.
const PROFILES: [(&str, f64, u64); 5] = [
    ("CM", 47.352, 3_850_000),
    ("DO", 67.62, 3_850_000),
    ("FO", 134.192, 3_600_000),
    ("NV", 158.371, 3_850_000),
    ("OR", 172.711, 3_850_000),
];

/// What the cells need and have.
pub(super) fn demand() -> Demand {
    let rows = CATCHMENTS.iter().flat_map(|(province, people)| people.iter().enumerate().map(move |at| (province, at)));
    let rows: Vec<(&&str, (usize, &u32))> = rows.collect();
    let all: u32 = rows.iter().map(|(_, (_, people))| **people).sum();
    let need: f64 = PROFILES.iter().map(|(_, need, _)| need).sum();
    let (mut required, mut have) = (Vec::new(), Vec::new());
    for (_, (_, people)) in &rows {
        let share = f64::from(**people) / f64::from(all);
        for (_, of_profile, _) in PROFILES {
            required.push(of_profile * share);
            have.push((371.0 * share * of_profile / need).round());
        }
    }
    Demand {
        profiles: PROFILES.map(|(code, _, cost)| (ProfileCode::new(code).expect("a code"), cost)).to_vec(),
        cpis: rows
            .iter()
            .map(|(province, (number, _))| {
                let cpi = CpiCode::new(format!("{province}{:02}", number + 1)).expect("a code");
                (cpi, ProvinceCode::new(**province).expect("a code"))
            })
            .collect(),
        seats: Vec::new(),
        available_hours: vec![1_490.4; PROFILES.len()],
        present: vec![0; required.len()],
        required,
        have,
    }
}

/// The fairest plan with so many operators at most, for so much money.
pub(super) fn fairest(operators: u32, cents: u64, months: u32) -> Request {
    let mut request = Request { objective: Objective::Equity, ..Request::equity(operators) };
    request.constraints.head_count = Range::at_most(operators);
    request.constraints.budget = Some(Budget { cents, months });
    request
}

/// Lets people move within their province, so many at most.
pub(super) fn moving(mut request: Request, at_most: Option<u32>) -> Request {
    request.constraints.transfers = Some(Transfers { reach: Reach::Province, cost: 0.0, at_most });
    request
}
