//! Undo and redo, alone and among others.

use std::{cell::RefCell, collections::BTreeMap};

use proptest::prelude::*;

use super::*;
use crate::code::{CpiCode, ProfileCode};

fn cell(number: u32) -> CellKey {
    CellKey {
        cpi: CpiCode::new(format!("BA{number:02}")).expect("a code"),
        profile: ProfileCode::new("FO").expect("a code"),
    }
}

fn value(operators: u32) -> CellValue {
    CellValue { operators, locked: false }
}

/// A table that the history is kept of.
#[derive(Default)]
struct Table {
    cells: RefCell<BTreeMap<CellKey, CellValue>>,
    history: History,
}

impl Table {
    fn at(&self, key: &CellKey) -> CellValue {
        self.cells.borrow().get(key).copied().unwrap_or_default()
    }

    fn set(&mut self, values: &[(u32, u32)]) {
        let step = values
            .iter()
            .map(|&(number, operators)| {
                let before = self.cells.borrow_mut().insert(cell(number), value(operators)).unwrap_or_default();
                CellChange { cell: cell(number), before, after: value(operators), reason: None }
            })
            .collect();
        self.history.record(step);
    }

    fn turn(&mut self, redo: bool) -> Option<Result<(), Stale>> {
        let mut history = std::mem::take(&mut self.history);
        let outcome = if redo { history.redo(|key| self.at(key)) } else { history.undo(|key| self.at(key)) };
        self.history = history;
        let set = |values: Vec<Turned>| values.into_iter().map(|(cell, value, _)| (cell, value));
        Some(outcome?.map(|values| self.cells.borrow_mut().extend(set(values))))
    }
}

proptest! {
    #[test]
    fn undoing_all_restores_the_beginning_and_redoing_all_the_end(
        steps in prop::collection::vec((0_u32..6, 0_u32..9), 1..40),
    ) {
        let mut table = Table::default();
        for &(number, operators) in &steps {
            table.set(&[(number, operators)]);
        }
        let end: Vec<CellValue> = (0..6).map(|number| table.at(&cell(number))).collect();
        while let Some(turned) = table.turn(false) {
            prop_assert!(turned.is_ok());
        }
        prop_assert!((0..6).all(|number| table.at(&cell(number)) == CellValue::default()));
        while let Some(turned) = table.turn(true) {
            prop_assert!(turned.is_ok());
        }
        prop_assert_eq!((0..6).map(|number| table.at(&cell(number))).collect::<Vec<_>>(), end);
    }
}

#[test]
fn a_step_that_someone_wrote_over_is_refused_and_overwrites_nothing() {
    let mut table = Table::default();
    table.set(&[(1, 3), (2, 4)]);
    table.cells.borrow_mut().insert(cell(2), value(9));
    assert_eq!(table.turn(false), Some(Err(Stale(vec![cell(2)]))));
    assert_eq!((table.at(&cell(1)), table.at(&cell(2))), (value(3), value(9)), "all or none");
    assert!(!table.history.can_undo() && !table.history.can_redo());
}

#[test]
fn a_lock_that_undo_brings_back_has_its_reason() {
    let mut history = History::default();
    let locked = CellValue { operators: 3, locked: true };
    history.record(vec![CellChange {
        cell: cell(1),
        before: locked,
        after: value(3),
        reason: Some("sede unica".into()),
    }]);
    assert_eq!(history.undo(|_| value(3)), Some(Ok(vec![(cell(1), locked, Some("sede unica".into()))])));
    assert_eq!(history.redo(|_| locked), Some(Ok(vec![(cell(1), value(3), None)])));
}

#[test]
fn what_was_refused_and_given_up_leaves_no_step() {
    let mut table = Table::default();
    table.set(&[(1, 3)]);
    table.set(&[(1, 5), (2, 4)]);
    table.cells.borrow_mut().insert(cell(1), value(3));
    table.history.forget([(cell(1), value(5))]);
    assert_eq!(table.turn(false), Some(Ok(())), "the rest of the step is undone");
    assert_eq!((table.at(&cell(1)), table.at(&cell(2))), (value(3), value(0)));
    table.history.forget([(cell(1), value(3))]);
    assert!(!table.history.can_undo(), "a step of which nothing is left is none");
}

#[test]
fn so_much_is_remembered_and_always_the_last_step() {
    let step = |cells: usize, after: u32| -> Step {
        let change = CellChange { cell: cell(1), before: value(after + 1), after: value(after), reason: None };
        vec![change; cells]
    };
    let mut history = History::default();
    for after in 0..10 {
        history.record(step(MAX_CHANGES / 4, after));
    }
    assert_eq!(history.done.len(), 4);
    history.record(step(MAX_CHANGES * 2, 11));
    assert_eq!(history.done.len(), 1);
}

#[test]
fn a_new_step_ends_redo_and_nothing_changed_is_no_step() {
    let mut table = Table::default();
    table.set(&[(1, 3)]);
    table.set(&[(1, 3)]);
    assert!(matches!(table.turn(false), Some(Ok(()))));
    assert!(!table.history.can_undo(), "typing the same number again was no step");
    table.set(&[(1, 5)]);
    assert!(!table.history.can_redo());
}
