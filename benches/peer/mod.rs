//! The allocation engine's problems, and the same problems for HiGHS.
#![expect(unreachable_pub, reason = "each program that takes this in uses its own part of it")]
#![expect(dead_code, reason = "each program that takes this in uses its own part of it")]

pub mod model;
pub mod region;
