//! Whole seats by weights: Hamilton's method of the largest remainder, in exact integers.

/// Splits `seats` in proportion to `weights`: each part gets the floor of its quota, the seats left go to the largest
/// remainders. A tie goes to the lower `names` entry, so the order of the parts does not matter.
///
/// `weights` and `names` have one entry a part. Without any weight nobody gets a seat. The answer adds up to `seats`
/// whenever some weight is positive. Time O(n log n).
///
/// # Source
/// M. L. Balinski, H. P. Young, Fair Representation, 1982, chapter 3 (Hamilton's method).
pub fn largest_remainder<N: Ord>(seats: u64, weights: &[u64], names: &[N]) -> Vec<u64> {
    let total: u128 = weights.iter().map(|&weight| u128::from(weight)).sum();
    if total == 0 {
        return vec![0; weights.len()];
    }
    let quota = |weight: u64| u128::from(seats) * u128::from(weight);
    let mut parts: Vec<u64> = weights.iter().map(|&weight| (quota(weight) / total) as u64).collect();
    let left = seats - parts.iter().sum::<u64>();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by(|&a, &b| {
        let remainder = |part: usize| quota(weights[part]) % total;
        remainder(b).cmp(&remainder(a)).then_with(|| names.get(a).cmp(&names.get(b)))
    });
    for part in order.into_iter().take(left as usize) {
        parts[part] += 1;
    }
    parts
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn hamilton_by_hand() {
        // Quotas of 10 seats: 4.16, 3.93, 1.91; remainders give the two seats left to the second and the third.
        assert_eq!(largest_remainder(10, &[42, 39, 20], &["a", "b", "c"]), [4, 4, 2]);
        assert_eq!(largest_remainder(5, &[], &[] as &[u8]), [0; 0]);
        assert_eq!(largest_remainder(5, &[0, 0], &["a", "b"]), [0, 0]);
        assert_eq!(largest_remainder(1, &[1, 1], &["b", "a"]), [0, 1], "a tie goes by name, not by place");
    }

    proptest! {
        #[test]
        fn parts_add_up_and_keep_quota(seats in 0_u64..5_000, weights in prop::collection::vec(0_u64..1_000_000, 1..40)) {
            let names: Vec<usize> = (0..weights.len()).collect();
            let parts = largest_remainder(seats, &weights, &names);
            let total: u64 = weights.iter().sum();
            if total > 0 {
                prop_assert_eq!(parts.iter().sum::<u64>(), seats);
                for (part, weight) in parts.iter().zip(&weights) {
                    let floor = (u128::from(seats) * u128::from(*weight) / u128::from(total)) as u64;
                    prop_assert!(*part == floor || *part == floor + 1, "quota");
                }
            }
        }

        #[test]
        fn the_order_of_the_parts_does_not_matter(seats in 0_u64..500, weights in prop::collection::vec(0_u64..50, 1..20)) {
            let names: Vec<usize> = (0..weights.len()).collect();
            let mut backwards = largest_remainder(
                seats,
                &weights.iter().rev().copied().collect::<Vec<_>>(),
                &names.iter().rev().copied().collect::<Vec<_>>(),
            );
            backwards.reverse();
            prop_assert_eq!(largest_remainder(seats, &weights, &names), backwards);
        }
    }
}
