//! What was acknowledged, and whether the log and the table of the scenario agree with it.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use tokio::sync::watch;

/// A write that a client was told is done.
#[derive(Clone, Debug)]
pub(super) struct Acknowledged {
    pub(super) write: String,
    pub(super) cpi: &'static str,
    pub(super) operators: i64,
    pub(super) revision: i64,
}

/// All acknowledgements so far, from all clients.
#[derive(Clone, Default)]
pub(super) struct History(watch::Sender<Vec<Acknowledged>>);

impl History {
    pub(super) fn add(&self, acknowledged: Acknowledged) {
        self.0.send_modify(|all| all.push(acknowledged));
    }

    /// Waits until so many are there.
    pub(super) async fn reached(&self, count: usize) {
        self.0.subscribe().wait_for(|all| all.len() >= count).await.expect("the history is kept");
    }

    pub(super) fn all(&self) -> Vec<Acknowledged> {
        self.0.borrow().clone()
    }
}

/// What is wrong: an acknowledged write that the log lacks, has twice, or has elsewhere or otherwise; a write that nobody was
/// told of; a gap; a cell that is not what the log left it at.
pub(super) fn faults(acknowledged: &[Acknowledged], log: &[Value], cells: &[Value]) -> Vec<String> {
    let mut faults = Vec::new();
    for (index, change) in log.iter().enumerate() {
        if change["revision"] != index + 1 {
            faults.push(format!("the log has {} in the place of {}", change["revision"], index + 1));
        }
    }
    for known in acknowledged {
        let found: Vec<_> = log.iter().filter(|change| change["write"] == known.write).collect();
        match found[..] {
            [] => faults.push(format!("lost: {known:?}")),
            [change] => {
                let cell = &change["cells"][0];
                let same = change["revision"] == known.revision
                    && (&cell["cpi"], &cell["operators"]) == (&json!(known.cpi), &json!(known.operators));
                if !same {
                    faults.push(format!("acknowledged as {known:?}, and logged as {change}"));
                }
            }
            _ => faults.push(format!("applied {} times: {known:?}", found.len())),
        }
    }
    let told = |change: &&Value| acknowledged.iter().any(|known| change["write"] == known.write);
    faults.extend(log.iter().filter(|change| !told(change)).map(|change| format!("nobody wrote {change}")));
    let mut last = BTreeMap::new();
    for cell in log.iter().flat_map(|change| change["cells"].as_array().into_iter().flatten()) {
        last.insert((cell["cpi"].to_string(), cell["profile"].to_string()), cell);
    }
    for cell in cells {
        // A cell that nobody has touched is in no change.
        if last.get(&(cell["cpi"].to_string(), cell["profile"].to_string())).is_some_and(|logged| *logged != cell) {
            faults.push(format!("the table has {cell}, which the log left otherwise"));
        }
    }
    faults
}

#[test]
fn a_history_with_a_fault_is_told_from_one_without() {
    let known =
        |write: &str, operators, revision| Acknowledged { write: write.into(), cpi: "FG01", operators, revision };
    let cell = |operators: i64| json!({ "cpi": "FG01", "profile": "OR", "operators": operators });
    let change = |write: &str, operators, revision: i64| json!({ "write": write, "revision": revision, "cells": [cell(operators)] });
    let acknowledged = [known("a", 1, 1), known("b", 2, 2)];
    let log = [change("a", 1, 1), change("b", 2, 2)];
    assert_eq!(faults(&acknowledged, &log, &[cell(2)]), Vec::<String>::new());
    for (wrong, log, table) in [
        ("lost", vec![change("a", 1, 1)], cell(1)),
        ("applied 2 times", vec![change("a", 1, 1), change("b", 2, 2), change("b", 2, 3)], cell(2)),
        ("acknowledged as", vec![change("b", 2, 1), change("a", 1, 2)], cell(1)),
        ("acknowledged as", vec![change("a", 1, 1), change("b", 3, 2)], cell(3)),
        ("nobody wrote", vec![change("a", 1, 1), change("b", 2, 2), change("c", 3, 3)], cell(3)),
        ("the log has", vec![change("a", 1, 1), change("b", 2, 3)], cell(2)),
        ("the table has", log.to_vec(), cell(1)),
    ] {
        let found = faults(&acknowledged, &log, &[table]);
        assert!(found.iter().any(|fault| fault.starts_with(wrong)), "{wrong}: {found:?}");
    }
}
