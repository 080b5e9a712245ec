//! Which rows of a long sheet are drawn: those in sight with some around them, and those that must not be lost from the page.
//!
//! All rows are of one height, so a gap of so many rows is as tall as they would be, and the place of a row is known without it.

use std::ops::Range;

/// Rows drawn above and below those in sight, at least.
const AROUND: usize = 8;
/// Rows come and go by so many: one step down draws nothing anew most of the time.
const BLOCK: usize = 8;

/// A piece of a sheet, from above.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece {
    /// A row that is drawn.
    Row(usize),
    /// Rows that are not.
    Gap {
        /// The first of them.
        from: usize,
        /// How many.
        rows: usize,
    },
}

/// The rows to be drawn when a sheet is scrolled down by `top` and `height` of it is seen, both counted in rows.
///
/// The rows around it are among them; the end may lie beyond the sheet's.
pub fn in_sight(top: f64, height: f64) -> Range<usize> {
    // What is no number, or below none, counts as the top.
    let (first, last) = (top as usize, (top.max(0.0) + height.max(0.0)) as usize + 1);
    let first = first.saturating_sub(AROUND) / BLOCK * BLOCK;
    first..(last.saturating_add(AROUND)).div_ceil(BLOCK).saturating_mul(BLOCK)
}

/// The pieces of a sheet of so many rows, of which a range is drawn and each of `kept`.
pub fn pieces(rows: usize, drawn: &Range<usize>, kept: &[usize]) -> Vec<Piece> {
    let end = drawn.end.min(rows);
    let mut shown: Vec<usize> =
        (drawn.start.min(end)..end).chain(kept.iter().copied().filter(|&row| row < rows)).collect();
    shown.sort_unstable();
    shown.dedup();
    let mut pieces = Vec::with_capacity(shown.len() + 4);
    let mut next = 0;
    for row in shown {
        if row > next {
            pieces.push(Piece::Gap { from: next, rows: row - next });
        }
        pieces.push(Piece::Row(row));
        next = row + 1;
    }
    if next < rows {
        pieces.push(Piece::Gap { from: next, rows: rows - next });
    }
    pieces
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_row_far_away_stands_between_gaps_of_the_height_of_what_is_not_drawn() {
        let far = pieces(100, &(8..10), &[50, 9]);
        let gap = |from, rows| Piece::Gap { from, rows };
        assert_eq!(far, [gap(0, 8), Piece::Row(8), Piece::Row(9), gap(10, 40), Piece::Row(50), gap(51, 49)]);
        assert_eq!(pieces(3, &(0..40), &[]), [Piece::Row(0), Piece::Row(1), Piece::Row(2)]);
        assert_eq!(pieces(3, &(40..80), &[7]), [gap(0, 3)], "the rows became few while one looked at the end");
        assert!(pieces(0, &(0..40), &[0]).is_empty());
    }

    #[test]
    fn a_place_that_is_none_is_the_top() {
        assert_eq!(in_sight(f64::NAN, 20.0).start, 0);
        assert_eq!(in_sight(-5.0, f64::NAN), 0..16);
    }

    proptest! {
        #[test]
        fn each_row_is_drawn_once_or_in_one_gap_and_what_is_seen_is_drawn(
            rows in 0_usize..700,
            top in 0.0_f64..700.0,
            height in 0.0_f64..60.0,
            kept in prop::collection::vec(0_usize..700, 0..3),
        ) {
            let drawn = in_sight(top, height);
            prop_assert!(drawn.len() <= height as usize + 2 + 2 * AROUND + 2 * BLOCK, "few are drawn: {drawn:?}");
            let found = pieces(rows, &drawn, &kept);
            let mut next = 0;
            let mut after_gap = false;
            for piece in &found {
                match *piece {
                    Piece::Row(row) => {
                        prop_assert_eq!(row, next);
                        prop_assert!(drawn.contains(&row) || kept.contains(&row));
                        (next, after_gap) = (row + 1, false);
                    }
                    Piece::Gap { from, rows } => {
                        prop_assert_eq!(from, next);
                        prop_assert!(rows > 0 && !after_gap);
                        (next, after_gap) = (from + rows, true);
                    }
                }
            }
            prop_assert_eq!(next, rows);
            let seen = (top as usize)..=((top + height) as usize);
            for row in seen.chain(kept).filter(|&row| row < rows) {
                prop_assert!(found.contains(&Piece::Row(row)), "row {row} is not drawn");
            }
        }
    }
}
