//! What the sheet shows and where its reader is: order, filter, cursor, the number being typed.

use std::collections::{BTreeMap, BTreeSet};

use leptos::prelude::*;
use shared::{
    Rule,
    grid::{Cursor, Step},
    staffing::{Totals, look::Column},
};
use wasm_bindgen::JsCast as _;

use super::{
    super::{board::Board, talk::Spot},
    mark::Marks,
    sight::Sight,
};

/// What the rows are sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Sort {
    /// By province, then by name, with sub-totals.
    Province,
    Name,
    WorkingAge,
    Required,
    Have,
    /// By the operators placed of one profile.
    Profile(usize),
    Placed,
    Pressure,
}

/// A row of the sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in super::super) enum Row {
    /// A province's sub-total.
    Province(usize),
    /// A CPI.
    Cpi(usize),
}

/// The sheet's own signals.
#[derive(Clone, Copy)]
pub(in super::super) struct Grid {
    pub(in super::super) board: Board,
    pub(in super::super) sort: RwSignal<(Sort, bool)>,
    pub(in super::super) province: RwSignal<Option<usize>>,
    pub(in super::super) search: RwSignal<String>,
    /// The columns that are not shown.
    pub(in super::super) hidden: RwSignal<BTreeSet<Column>>,
    pub(in super::super) cursor: RwSignal<Cursor>,
    /// The cell that is being typed into.
    pub(super) editing: RwSignal<Option<usize>>,
    /// What is typed replaces the number: arrows commit it and move on, as in a spreadsheet.
    pub(super) replacing: RwSignal<bool>,
    /// Orders the rows anew.
    again: Trigger,
    /// The rows are not in their order any more: numbers moved since.
    pub(in super::super) stale: Memo<bool>,
    /// Escape was pressed: the next Tab leaves the sheet.
    pub(super) leaving: RwSignal<bool>,
    pub(super) text: RwSignal<String>,
    pub(super) wrong: RwSignal<Option<Rule>>,
    /// What the last act did, in words, for the line under the sheet.
    pub(in super::super) told: RwSignal<String>,
    /// The CPI that is pointed at, in the sheet or on the map.
    pub(in super::super) hovered: RwSignal<Option<usize>>,
    /// Which of the rows are drawn.
    pub(super) sight: Sight,
    /// What is done to each cell and row.
    pub(super) marks: Marks,
    /// The CPIs, in the order shown: the sheet's rows for the cursor.
    pub(in super::super) cpis: Memo<Vec<usize>>,
    /// The place of each CPI in `cpis`.
    pub(super) places: Memo<BTreeMap<usize, usize>>,
}

impl Grid {
    pub(in super::super) fn new(board: Board) -> Self {
        let sort = RwSignal::new((Sort::Province, false));
        let province = RwSignal::new(None);
        let search = RwSignal::new(String::new());
        // While one types the rows stay where they are: only the person orders them anew.
        let again = Trigger::new();
        let cpis = Memo::new(move |_| {
            again.track();
            let (sort, province, search) = (sort.get(), province.get(), search.get());
            untrack(|| order(board, sort, province, &search))
        });
        let stale =
            Memo::new(move |_| cpis.with(|cpis| *cpis != order(board, sort.get(), province.get(), &search.get())));
        let rows = Memo::new(move |_| with_subtotals(board, sort.get().0, &cpis.get()));
        let cursor = RwSignal::new(Cursor::default());
        let (editing, hovered) = (RwSignal::new(None), RwSignal::new(None));
        Self {
            board,
            sort,
            province,
            search,
            hidden: RwSignal::new(BTreeSet::new()),
            cursor,
            editing,
            replacing: RwSignal::new(false),
            again,
            stale,
            leaving: RwSignal::new(false),
            text: RwSignal::new(String::new()),
            wrong: RwSignal::new(None),
            told: RwSignal::new(String::new()),
            hovered,
            sight: Sight::new(rows, cpis, cursor),
            marks: Marks::follow(board, cpis, cursor, editing, hovered),
            cpis,
            places: Memo::new(move |_| {
                cpis.with(|cpis| cpis.iter().enumerate().map(|(row, &cpi)| (cpi, row)).collect())
            }),
        }
    }

    /// Rows and columns of the sheet.
    pub(super) fn size(&self) -> (usize, usize) {
        (self.cpis.with_untracked(Vec::len), self.columns())
    }

    pub(super) fn columns(&self) -> usize {
        self.board.plan.with_value(|plan| plan.columns())
    }

    /// The cell at a place of the sheet.
    pub(in super::super) fn cell_at(&self, (row, column): (usize, usize)) -> Option<usize> {
        let cpi = self.cpis.with_untracked(|cpis| cpis.get(row).copied())?;
        (column < self.columns()).then(|| cpi * self.columns() + column)
    }

    /// The CPI and the profile under the cursor, following it.
    pub(in super::super) fn current(&self) -> Option<(usize, usize)> {
        let (row, column) = self.cursor.get().at;
        self.cpis.with(|cpis| cpis.get(row).copied()).map(|cpi| (cpi, column))
    }

    /// The cells that are selected, following them.
    pub(in super::super) fn selected(&self) -> Vec<usize> {
        self.cursor.get().cells().filter_map(|place| self.cell_at(place)).collect()
    }

    /// Opens what is said of the cell under the cursor.
    pub(super) fn talk(&self) {
        if let Some((cpi, column)) = untrack(|| self.current()) {
            self.board.talk.open_at(Spot { cpi, column: Some(column) });
        }
    }

    /// Puts the cursor on a CPI's row, in the column where it is.
    pub(in super::super) fn go_to(&self, cpi: usize) {
        self.show(cpi * self.columns() + self.cursor.get_untracked().at.1);
    }

    /// Puts the cursor on a cell. What hides it is taken away: the filter is cleared.
    pub(in super::super) fn show(&self, cell: usize) {
        let columns = self.columns().max(1);
        let row = || self.places.with_untracked(|places| places.get(&(cell / columns)).copied());
        if row().is_none() {
            self.rearrange(|| {
                self.province.set(None);
                self.search.set(String::new());
            });
        }
        if let Some(row) = row() {
            self.cursor.set(Cursor::at((row, cell % columns)));
            // The row, or the part of the page that holds it, may have yet to be drawn.
            let grid = *self;
            request_animation_frame(move || grid.focus());
        }
    }

    /// Puts the cursor on a cell, and its row in sight; the focus stays where it is. Nothing is done with a cell that is hidden.
    pub(in super::super) fn point_at(&self, cell: usize) {
        let columns = self.columns().max(1);
        let Some(row) = self.places.with_untracked(|places| places.get(&(cell / columns)).copied()) else { return };
        self.cursor.set(Cursor::at((row, cell % columns)));
        let grid = *self;
        // The row may have yet to be drawn.
        request_animation_frame(move || {
            if let Some(cell) = grid.cell_drawn() {
                let nearest = web_sys::ScrollIntoViewOptions::new();
                nearest.set_block(web_sys::ScrollLogicalPosition::Nearest);
                cell.scroll_into_view_with_scroll_into_view_options(&nearest);
            }
        });
    }

    /// Orders the rows by a column.
    pub(in super::super) fn sort_by(&self, sort: Sort, descending: bool) {
        self.rearrange(|| self.sort.set((sort, descending)));
    }

    /// Shows a province or all, what is searched for, and the order, all at once.
    pub(in super::super) fn arrange(&self, province: Option<usize>, search: String, sort: (Sort, bool)) {
        self.rearrange(|| {
            self.province.set(province);
            self.search.set(search);
            self.sort.set(sort);
        });
    }

    /// Hides a column, or shows it again.
    pub(in super::super) fn hide(&self, column: Column, hidden: bool) {
        self.hidden.update(|columns| {
            if hidden {
                columns.insert(column)
            } else {
                columns.remove(&column)
            };
        });
    }

    /// Orders the rows anew, by the same column.
    pub(in super::super) fn sort_again(&self) {
        self.rearrange(|| self.again.notify());
    }

    pub(in super::super) fn show_province(&self, province: Option<usize>) {
        self.rearrange(|| self.province.set(province));
    }

    pub(in super::super) fn find(&self, text: String) {
        self.rearrange(|| self.search.set(text));
    }

    /// Changes which rows are shown, or their order. The cursor stays on its CPI.
    fn rearrange(&self, change: impl FnOnce()) {
        if self.editing.get_untracked().is_some() {
            self.commit_quietly();
        }
        let before = self.cpis.get_untracked();
        change();
        self.cpis.with_untracked(|after| self.cursor.update(|cursor| *cursor = cursor.carried(&before, after)));
    }

    /// Moves the cursor by a step, extending the selection or not.
    pub(super) fn go(&self, step: Step, extend: bool) {
        let size = self.size();
        let full = |place| self.cell_at(place).is_some_and(|cell| self.board.shown(cell).operators > 0);
        self.cursor.update(|cursor| *cursor = cursor.moved(step, size, extend, full));
        self.leaving.set(false);
        self.focus();
    }

    pub(super) fn select_all(&self) {
        let (rows, columns) = self.size();
        self.cursor.update(|cursor| {
            cursor.at = (0, 0);
            cursor.anchor = (rows.saturating_sub(1), columns.saturating_sub(1));
        });
    }

    /// Gives the cell under the cursor the focus. A row that was not drawn is, once what follows the cursor has run.
    pub(super) fn focus(&self) {
        if !self.focus_drawn() {
            let grid = *self;
            wasm_bindgen_futures::spawn_local(async move {
                leptos::task::tick().await;
                grid.focus_drawn();
            });
        }
    }

    fn focus_drawn(&self) -> bool {
        let is_somewhere = self.cursor.try_with_untracked(|cursor| self.cell_at(cursor.at).is_some());
        is_somewhere != Some(true) || self.cell_drawn().is_some_and(|cell| cell.focus().is_ok())
    }

    /// The cell under the cursor as the page draws it, if it does.
    fn cell_drawn(&self) -> Option<web_sys::HtmlElement> {
        let cell = self.cell_at(self.cursor.try_with_untracked(|cursor| cursor.at)?)?;
        let key = self.board.plan.with_value(|plan| plan.key(cell))?;
        let selector = format!("[data-cell=\"{}:{}\"]", key.cpi, key.profile);
        document().query_selector(&selector).ok().flatten()?.dyn_into().ok()
    }
}

fn order(board: Board, (sort, descending): (Sort, bool), province: Option<usize>, search: &str) -> Vec<usize> {
    let plan = board.plan.get_value();
    let wanted = search.trim().to_lowercase();
    let mut cpis: Vec<usize> = (0..plan.cpis.len())
        .filter(|&cpi| province.is_none_or(|province| plan.cpis[cpi].province == province))
        .filter(|&cpi| plan.cpis[cpi].name.to_lowercase().contains(&wanted))
        .collect();
    let by_name = |a: &usize, b: &usize| plan.cpis[*a].name.cmp(&plan.cpis[*b].name);
    let key: Box<dyn Fn(usize) -> f64> = match sort {
        Sort::Province => {
            cpis.sort_unstable_by(|a, b| {
                let province = |cpi: usize| &plan.provinces[plan.cpis[cpi].province].name;
                province(*a).cmp(province(*b)).then_with(|| by_name(a, b))
            });
            return cpis;
        }
        Sort::Name => {
            cpis.sort_unstable_by(by_name);
            if descending {
                cpis.reverse();
            }
            return cpis;
        }
        Sort::WorkingAge => {
            let all = board.catchments.get();
            Box::new(move |cpi| all.get(cpi).map_or(0.0, |own| own.working_age as f64))
        }
        Sort::Profile(column) => {
            let placed = board.placed();
            let columns = plan.columns();
            Box::new(move |cpi| placed.get(cpi * columns + column).copied().map_or(0.0, f64::from))
        }
        Sort::Required => by_total(board, |totals| totals.required),
        Sort::Have => by_total(board, |totals| totals.have),
        Sort::Placed => by_total(board, |totals| totals.placed as f64),
        Sort::Pressure => by_total(board, Totals::pressure),
    };
    cpis.sort_unstable_by(|a, b| {
        let order = key(*a).total_cmp(&key(*b));
        if descending { order.reverse() } else { order }.then_with(|| by_name(a, b))
    });
    cpis
}

fn by_total(board: Board, value: impl Fn(&Totals) -> f64 + 'static) -> Box<dyn Fn(usize) -> f64> {
    let totals = board.cpis.get();
    Box::new(move |cpi| totals.get(cpi).map(&value).unwrap_or_default())
}

fn with_subtotals(board: Board, sort: Sort, cpis: &[usize]) -> Vec<Row> {
    if sort != Sort::Province {
        return cpis.iter().map(|&cpi| Row::Cpi(cpi)).collect();
    }
    let plan = board.plan.get_value();
    let mut rows = Vec::new();
    let mut last = None;
    for &cpi in cpis {
        let province = plan.cpis[cpi].province;
        if last != Some(province) {
            rows.push(Row::Province(province));
            last = Some(province);
        }
        rows.push(Row::Cpi(cpi));
    }
    rows
}
