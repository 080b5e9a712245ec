//! The sizing model behind a handle that a page can drive: one edit in, every requirement and total out.
//!
//! `run.mjs` beside it times it in Chromium. It knows no clock: the page measures.

pub mod answers;
mod division;
#[path = "../../peer/region.rs"]
#[expect(dead_code, reason = "the tests beside the peer use the rest of it")]
#[expect(unreachable_pub, reason = "other programs take it in as their own")]
mod region;

use std::collections::BTreeMap;

use shared::{
    code::{CpiCode, ProfileCode, ProvinceCode, ServiceCode},
    staffing::{Assumptions, Profile, Service, Sizing, Totals, WorkingTime},
    territory::Catchment,
};
use wasm_bindgen::prelude::wasm_bindgen;

/// A generated region and its assumptions. The same counts give the same region.
#[wasm_bindgen]
pub struct Region {
    assumptions: Assumptions,
    catchments: Vec<Catchment>,
    placed: Vec<u32>,
    sizing: Option<Sizing>,
}

#[wasm_bindgen]
impl Region {
    /// Makes a region of so many CPIs, profiles and services; ten CPIs a province.
    #[wasm_bindgen(constructor)]
    pub fn new(cpis: usize, profiles: usize, services: usize) -> Self {
        let mut state = 269_2020_u64;
        let mut next = |below: u64| step(&mut state, below);
        let catchments: Vec<Catchment> = (0..cpis)
            .map(|cpi| {
                let working_age = 20_000 + next(180_000);
                Catchment {
                    cpi: code(CpiCode::new(format!("C{cpi:04}"))),
                    province: code(ProvinceCode::new(format!("P{:03}", cpi / 10))),
                    working_age,
                    staffed_for: working_age,
                    registered_unemployed: None,
                }
            })
            .collect();
        let profile_rows = (0..profiles)
            .map(|profile| Profile {
                code: code(ProfileCode::new(format!("F{profile}"))),
                category_allowance: 0.2,
                yearly_cost_cents: 3_850_000,
                working_time: BTreeMap::new(),
            })
            .collect();
        let service_rows = (0..services)
            .map(|service| Service {
                code: code(ServiceCode::new(format!("S{service}"))),
                volume: (10_000 + next(290_000)) as f64,
                volume_by_province: BTreeMap::new(),
                minutes: (15 + next(285)) as f64,
                mix: (0..profiles).map(|_| 1.0 / profiles as f64).collect(),
            })
            .collect();
        let assumptions = Assumptions {
            working_time: WorkingTime {
                hours_per_week: 36.0,
                weekdays: 262.0,
                public_holiday_days: 7.0,
                patron_saint_days: 1.0,
                leave_days: 28.0,
                suppressed_holiday_days: 4.0,
                sickness_and_other_days: 10.0,
                training_days: 5.0,
            },
            profiles: profile_rows,
            services: service_rows,
            staff_total: 9 * cpis as u64,
            split_by_registered_unemployed: false,
            staff: BTreeMap::new(),
            individual_allowance: BTreeMap::new(),
        };
        let sizing = Sizing::of(&assumptions, &catchments).ok();
        Self { assumptions, catchments, placed: vec![1; cpis * profiles], sizing }
    }

    /// One assumption changes: the minutes of the first service. Re-sizes every cell and every total.
    ///
    /// Returns the region's pressure, so that no step can be left out.
    pub fn set_minutes(&mut self, minutes: f64) -> f64 {
        if let Some(service) = self.assumptions.services.first_mut() {
            service.minutes = minutes;
        }
        self.sizing = Sizing::of(&self.assumptions, &self.catchments).ok();
        self.pressure()
    }

    /// One cell changes: its CPI and every total are added up anew, as the page does at a keystroke. Returns the region's pressure.
    pub fn place(&mut self, cell: usize, operators: u32) -> f64 {
        if let Some(placed) = self.placed.get_mut(cell) {
            *placed = operators;
        }
        self.pressure()
    }

    fn pressure(&self) -> f64 {
        let totals = |sizing: &Sizing| Totals::of_cpis(sizing, &self.placed).into_iter().sum::<Totals>();
        self.sizing.as_ref().map_or(f64::NAN, |sizing| totals(sizing).pressure())
    }
}

/// A number below a limit: a linear congruential step is chance enough for sizes of catchments.
///
/// # Source
/// D. E. Knuth, The Art of Computer Programming 2, 3.3.4, line 26.
fn step(state: &mut u64, below: u64) -> u64 {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*state >> 33) % below
}

/// The answers of [`answers::answers`], for the page.
#[wasm_bindgen]
pub fn engine_answers(count: u32) -> String {
    answers::answers(count)
}

/// The codes made here are short capitals and digits.
fn code<C>(made: Result<C, shared::code::NotACode>) -> C {
    made.expect("generated codes are short capitals and digits")
}
