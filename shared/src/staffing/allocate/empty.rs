//! Cells that need somebody and have nobody: what a plan that is measured over whole job centres may leave.

use std::collections::BTreeMap;

use super::THRESHOLD;

/// For each profile at how many job centres nobody serves it though half an operator or more is required ([`THRESHOLD`]); profiles
/// that are served wherever they are needed are left out. `required` and `staff`, FTE, have the shape `[cpis][profiles]`. Time O(cells).
pub fn empty_cells(required: &[f64], staff: &[f64], profiles: usize) -> BTreeMap<usize, usize> {
    let mut empty = BTreeMap::new();
    for (cell, (need, there)) in required.iter().zip(staff).enumerate() {
        if *need >= THRESHOLD && *there <= 0.0 {
            *empty.entry(cell % profiles.max(1)).or_default() += 1;
        }
    }
    empty
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_that_need_half_an_operator_and_have_nobody_are_counted_by_profile() {
        let required = [2.0, 0.5, 0.4, 0.0, 3.0, 1.0];
        let staff = [1.0, 0.0, 0.0, 0.0, 0.0, 0.0];
        assert_eq!(empty_cells(&required, &staff, 3), BTreeMap::from([(1, 2), (2, 1)]));
        assert!(empty_cells(&required, &required, 3).is_empty());
        assert!(empty_cells(&[], &[], 0).is_empty());
    }
}
