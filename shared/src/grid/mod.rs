//! Where the cursor of a sheet goes: rows by columns, one cell under the cursor, a rectangle selected.
//!
//! Knows no cells' contents but whether a cell holds something, for the jumps to the edge of the data.

pub mod drawn;

/// A place in the sheet: row, column.
pub type Place = (usize, usize);

/// The cursor, and where its selection began.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cursor {
    /// The cell under the cursor.
    pub at: Place,
    /// The opposite corner of the selection; the same as `at` when one cell is selected.
    pub anchor: Place,
    /// The column where a run of Tabs began, to which Enter returns.
    pub tab_from: Option<usize>,
}

/// One step of the cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// One up.
    Up,
    /// One down.
    Down,
    /// One to the left.
    Left,
    /// One to the right.
    Right,
    /// To the first column.
    Home,
    /// To the last column.
    End,
    /// To the first cell.
    Top,
    /// To the last cell.
    Bottom,
    /// Ten rows up.
    PageUp,
    /// Ten rows down.
    PageDown,
    /// Up to the edge of the data.
    EdgeUp,
    /// Down to the edge of the data.
    EdgeDown,
    /// Left to the edge of the data.
    EdgeLeft,
    /// Right to the edge of the data.
    EdgeRight,
}

/// Rows of a page step.
const PAGE: usize = 10;

impl Cursor {
    /// At a cell, nothing else selected.
    pub fn at(place: Place) -> Self {
        Self { at: place, anchor: place, tab_from: None }
    }

    /// Moves by a step within `size` (rows, columns); `extend` keeps the anchor. `full` says whether a cell holds something.
    #[must_use]
    pub fn moved(self, step: Step, size: Place, extend: bool, full: impl Fn(Place) -> bool) -> Self {
        let (rows, columns) = size;
        if rows == 0 || columns == 0 {
            return Self::default();
        }
        let (row, column) = (self.at.0.min(rows - 1), self.at.1.min(columns - 1));
        let at = match step {
            Step::Up => (row.saturating_sub(1), column),
            Step::Down => ((row + 1).min(rows - 1), column),
            Step::Left => (row, column.saturating_sub(1)),
            Step::Right => (row, (column + 1).min(columns - 1)),
            Step::Home => (row, 0),
            Step::End => (row, columns - 1),
            Step::Top => (0, 0),
            Step::Bottom => (rows - 1, columns - 1),
            Step::PageUp => (row.saturating_sub(PAGE), column),
            Step::PageDown => ((row + PAGE).min(rows - 1), column),
            Step::EdgeUp => (edge(row, row, |n| row - n, |row| full((row, column))), column),
            Step::EdgeDown => (edge(row, rows - 1 - row, |n| row + n, |row| full((row, column))), column),
            Step::EdgeLeft => (row, edge(column, column, |n| column - n, |column| full((row, column)))),
            Step::EdgeRight => (row, edge(column, columns - 1 - column, |n| column + n, |column| full((row, column)))),
        };
        Self { at, anchor: if extend { self.anchor } else { at }, tab_from: None }
    }

    /// Tab and Shift+Tab: along the row, remembering where the run began. At the row's end it goes
    /// on in the next row.
    #[must_use]
    pub fn tabbed(self, size: Place, back: bool) -> Self {
        let (rows, columns) = size;
        if rows == 0 || columns == 0 {
            return Self::default();
        }
        let from = self.tab_from.unwrap_or(self.at.1);
        let (row, column) = self.at;
        let at = match (back, column) {
            (false, column) if column + 1 < columns => (row, column + 1),
            (false, _) => ((row + 1).min(rows - 1), 0),
            (true, 0) => (row.saturating_sub(1), columns - 1),
            (true, column) => (row, column - 1),
        };
        Self { at, anchor: at, tab_from: Some(from) }
    }

    /// Enter and Shift+Enter: one down or up, back in the column where a run of Tabs began.
    #[must_use]
    pub fn entered(self, size: Place, back: bool) -> Self {
        let start = Self { at: (self.at.0, self.tab_from.unwrap_or(self.at.1)), ..self };
        start.moved(if back { Step::Up } else { Step::Down }, size, false, |_| false)
    }

    /// The cursor after the rows were ordered or filtered anew: on the same row, else as near as there is one. What was
    /// selected around it is not any more.
    #[must_use]
    pub fn carried<T: PartialEq>(self, before: &[T], after: &[T]) -> Self {
        let same = before.get(self.at.0).and_then(|row| after.iter().position(|at| at == row));
        let row = same.unwrap_or_else(|| self.at.0.min(after.len().saturating_sub(1)));
        if before == after { self } else { Self::at((row, self.at.1)) }
    }

    /// Where a fill, down or to the right, takes a selected cell's content from: the first row or column of the selection,
    /// or the one before it when only one is selected.
    pub fn filled_from(&self, (row, column): Place, down: bool) -> Place {
        let (low, high) = self.selection();
        let from = |low: usize, high: usize| if low == high { low.saturating_sub(1) } else { low };
        if down { (from(low.0, high.0), column) } else { (row, from(low.1, high.1)) }
    }

    /// The selected rectangle: its upper left and lower right cells.
    pub fn selection(&self) -> (Place, Place) {
        let (a, b) = (self.at, self.anchor);
        ((a.0.min(b.0), a.1.min(b.1)), (a.0.max(b.0), a.1.max(b.1)))
    }

    /// The selected cells, row by row.
    pub fn cells(&self) -> impl Iterator<Item = Place> + use<> {
        let (low, high) = self.selection();
        (low.0..=high.0).flat_map(move |row| (low.1..=high.1).map(move |column| (row, column)))
    }
}

/// Where a jump ends that may go `most` cells: within data at its last full cell, else at the next full cell, else at the end.
fn edge(start: usize, most: usize, step: impl Fn(usize) -> usize, full: impl Fn(usize) -> bool) -> usize {
    if most == 0 {
        return start;
    }
    let within = full(start) && full(step(1));
    let stop =
        if within { (1..=most).take_while(|n| full(step(*n))).last() } else { (1..=most).find(|n| full(step(*n))) };
    step(stop.unwrap_or(most))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZE: Place = (4, 3);

    fn go(from: Place, step: Step) -> Place {
        Cursor::at(from).moved(step, SIZE, false, |(row, _)| row == 1 || row == 2).at
    }

    #[test]
    fn steps_stay_inside() {
        assert_eq!(go((0, 0), Step::Up), (0, 0));
        assert_eq!(go((3, 2), Step::Right), (3, 2));
        assert_eq!(go((3, 1), Step::PageUp), (0, 1));
        assert_eq!(go((1, 1), Step::Bottom), (3, 2));
        assert_eq!(Cursor::at((9, 9)).moved(Step::Down, (0, 3), false, |_| true), Cursor::default());
    }

    #[test]
    fn jumps_go_to_the_edge_of_the_data() {
        assert_eq!(go((0, 0), Step::EdgeDown), (1, 0), "to the first full cell");
        assert_eq!(go((1, 0), Step::EdgeDown), (2, 0), "to the last full cell");
        assert_eq!(go((2, 0), Step::EdgeDown), (3, 0), "over nothing to the end");
        assert_eq!(go((3, 0), Step::EdgeUp), (2, 0));
        assert_eq!(go((1, 0), Step::EdgeRight), (1, 2));
    }

    #[test]
    fn enter_returns_to_where_the_tabs_began() {
        let tabbed = Cursor::at((0, 1)).tabbed(SIZE, false);
        assert_eq!(tabbed.at, (0, 2));
        assert_eq!(tabbed.entered(SIZE, false).at, (1, 1));
        assert_eq!(tabbed.tabbed(SIZE, false).at, (1, 0));
        assert_eq!(Cursor::at((1, 0)).tabbed(SIZE, true).at, (0, 2));
    }

    #[test]
    fn the_cursor_stays_on_its_row_when_the_rows_move() {
        let cursor = Cursor::at((1, 2));
        assert_eq!(cursor.carried(&["a", "b", "c"], &["c", "a", "b"]).at, (2, 2), "ordered anew");
        assert_eq!(cursor.carried(&["a", "b", "c"], &["a"]).at, (0, 2), "filtered out: the nearest");
        assert_eq!(cursor.carried(&["a", "b", "c"], &[]).at, (0, 2));
        let two = cursor.moved(Step::Down, SIZE, true, |_| false);
        assert_eq!(two.carried(&["a", "b"], &["a", "b"]), two, "nothing moved: the selection stays");
        assert_eq!(two.carried(&["a", "b", "c"], &["c", "b", "a"]), Cursor::at((0, 2)));
    }

    #[test]
    fn a_fill_takes_the_selections_edge_or_what_stands_before_one_cell() {
        let one = Cursor::at((2, 1));
        assert_eq!((one.filled_from((2, 1), true), one.filled_from((2, 1), false)), ((1, 1), (2, 0)));
        assert_eq!(Cursor::at((0, 0)).filled_from((0, 0), true), (0, 0), "nothing stands before the first");
        let two = one.moved(Step::Down, SIZE, true, |_| false);
        assert_eq!(two.filled_from((3, 1), true), (2, 1));
    }

    #[test]
    fn shift_selects_a_rectangle() {
        let two = Cursor::at((1, 1)).moved(Step::Down, SIZE, true, |_| false).moved(Step::Left, SIZE, true, |_| false);
        assert_eq!(two.selection(), ((1, 0), (2, 1)));
        assert_eq!(two.cells().collect::<Vec<_>>(), [(1, 0), (1, 1), (2, 0), (2, 1)]);
        assert!(two.cells().any(|place| place == (2, 1)) && !two.cells().any(|place| place == (0, 1)));
    }
}
