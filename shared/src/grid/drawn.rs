//! Which rows of a long sheet are drawn. They come and go by blocks, so that one step down draws nothing anew most of the time.
//!
//! All rows are of one height, so a block that is not drawn is as tall as its rows, and the place of a row is known without it.

use std::ops::Range;

/// Rows of a block.
pub const BLOCK: usize = 8;
/// Rows drawn above and below those in sight, at least.
const AROUND: usize = 8;

/// The blocks to be drawn when a sheet is scrolled down by `top` and `height` of it is seen, both counted in rows.
///
/// Those around it are among them; the end may lie beyond the sheet's.
pub fn in_sight(top: f64, height: f64) -> Range<usize> {
    // What is no number, or below none, counts as the top.
    let (first, last) = (top as usize, (top.max(0.0) + height.max(0.0)) as usize);
    first.saturating_sub(AROUND) / BLOCK..last.saturating_add(1 + AROUND).div_ceil(BLOCK)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_place_that_is_none_is_the_top() {
        assert_eq!(in_sight(f64::NAN, 20.0).start, 0);
        assert_eq!(in_sight(-5.0, f64::NAN), 0..2);
        assert_eq!(in_sight(100.0, 24.0), 11..17);
    }

    proptest! {
        #[test]
        fn what_is_seen_is_drawn_with_rows_around_it_and_little_else(top in 0.0_f64..700.0, height in 0.0_f64..60.0) {
            let blocks = in_sight(top, height);
            let rows = blocks.start * BLOCK..blocks.end * BLOCK;
            let (first, last) = (top as usize, (top + height) as usize);
            prop_assert!(rows.contains(&first.saturating_sub(AROUND)) && rows.contains(&(last + AROUND)));
            prop_assert!(rows.len() <= (last - first) + 1 + 2 * AROUND + 2 * BLOCK, "few are drawn: {rows:?}");
        }
    }
}
