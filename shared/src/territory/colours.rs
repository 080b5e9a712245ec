//! Colours for areas, so that those that touch differ.

use std::collections::BTreeSet;

/// A colour for each of `count` areas, from 0, so that no two of a pair have the same. On a map drawn on paper there are never
/// more than six. Pairs of what is not there are left out. Time O(count² + pairs · log pairs).
///
/// # Source
/// D. W. Matula, L. L. Beck, Smallest-last ordering and clustering and graph coloring algorithms, Journal of the ACM 30, 1983.
pub fn colours(count: usize, pairs: &[(usize, usize)]) -> Vec<usize> {
    let mut beside = vec![BTreeSet::new(); count];
    for &(a, b) in pairs.iter().filter(|(a, b)| a != b && *a < count && *b < count) {
        beside[a].insert(b);
        beside[b].insert(a);
    }
    // Whoever touches the fewest of those that are left is coloured after all of them.
    let mut left: BTreeSet<usize> = (0..count).collect();
    let mut order = Vec::with_capacity(count);
    while let Some(&next) = left.iter().min_by_key(|&&area| beside[area].intersection(&left).count()) {
        left.remove(&next);
        order.push(next);
    }
    let mut colours = vec![usize::MAX; count];
    for area in order.into_iter().rev() {
        let taken: BTreeSet<usize> = beside[area].iter().map(|&other| colours[other]).collect();
        colours[area] = (0..count).find(|colour| !taken.contains(colour)).unwrap_or_default();
    }
    colours
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_wheel_of_five_needs_four_colours_and_islands_one() {
        let rim = (0..5).flat_map(|spoke| [(spoke, (spoke + 1) % 5), (spoke, 5)]);
        let of = colours(6, &rim.collect::<Vec<_>>());
        assert_eq!(of.iter().max(), Some(&3));
        assert_eq!(colours(3, &[(0, 0), (0, 9)]), [0, 0, 0]);
    }

    proptest! {
        #[test]
        fn neighbours_differ(pairs in prop::collection::vec((0_usize..30, 0_usize..30), 0..90)) {
            let of = colours(30, &pairs);
            prop_assert!(pairs.iter().all(|&(a, b)| a == b || of[a] != of[b]));
        }
    }
}
