//! The statements of the plan.

mod catalogue;
mod measurements;
mod seed;

pub(crate) use catalogue::{
    ambiguity_list, baseline_list, indicator_find, indicator_list, item_list, plan_get, target_list,
};
pub(crate) use measurements::{
    MeasurementAdd, MeasurementConfirm, MeasurementFilter, measured_list, measurement_count, measurement_find,
    measurement_list,
};
pub(crate) use seed::plan_seed;
