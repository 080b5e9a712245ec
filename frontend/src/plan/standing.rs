//! The names of the plan's kinds, in words.

use super::api::{IndicatorStatus, PlanCertainty, PlanFrequency};
use crate::{
    i18n::{Words, t_string},
    ui::format::number,
};

pub(super) fn name_of_frequency(words: Words, frequency: PlanFrequency) -> &'static str {
    match frequency {
        PlanFrequency::Once => t_string!(words, plan.once),
        PlanFrequency::Annual => t_string!(words, plan.annual),
        PlanFrequency::Semiannual => t_string!(words, plan.semiannual),
        PlanFrequency::Quarterly => t_string!(words, plan.quarterly),
        PlanFrequency::Monthly => t_string!(words, plan.monthly),
        PlanFrequency::Continuous => t_string!(words, plan.continuous),
        PlanFrequency::Years => t_string!(words, plan.years),
        PlanFrequency::Unprinted => t_string!(words, plan.unprinted),
    }
}

pub(super) fn name_of_certainty(words: Words, certainty: PlanCertainty) -> &'static str {
    match certainty {
        PlanCertainty::High => t_string!(words, plan.high),
        PlanCertainty::Medium => t_string!(words, plan.medium),
        PlanCertainty::Low => t_string!(words, plan.low),
    }
}

/// The word for a status, and the class that colours it. The word carries the meaning.
pub(super) fn name_of_status(words: Words, status: IndicatorStatus) -> (&'static str, &'static str) {
    match status {
        IndicatorStatus::ToConfirm => (t_string!(words, plan.to_confirm), "unscored"),
        IndicatorStatus::NoTarget => (t_string!(words, plan.no_target), "unscored"),
        IndicatorStatus::NotBegun => (t_string!(words, plan.not_begun), "unscored"),
        IndicatorStatus::NotOpen => (t_string!(words, plan.not_open), "unscored"),
        IndicatorStatus::NotMeasured => (t_string!(words, plan.not_measured), "unscored"),
        IndicatorStatus::Reached => (t_string!(words, plan.reached), "good"),
        IndicatorStatus::OnPace => (t_string!(words, plan.on_pace), "good"),
        IndicatorStatus::Behind => (t_string!(words, plan.behind), "late"),
        IndicatorStatus::Missed => (t_string!(words, plan.missed), "late"),
    }
}

/// A value with as many decimals as it needs, at most two; a dash for none.
pub(super) fn amount(words: Words, value: Option<f64>) -> String {
    let Some(value) = value else { return String::from("–") };
    let decimals = [0_u8, 1].into_iter().find(|decimals| {
        let scaled = value * if *decimals == 0 { 1.0 } else { 10.0 };
        (scaled - scaled.round()).abs() < 1e-6
    });
    number(words, value, decimals.unwrap_or(2))
}

/// A day as both languages write it: `02/03/2020`.
pub(super) fn day(iso: &str) -> String {
    iso.rsplit('-').collect::<Vec<_>>().join("/")
}
