//! Each promise of `docs/promises.md` names the test that proves it, and that test is there.

use std::fs;

use crate::files::{nothing_found, top};

#[test]
fn each_promise_names_a_test_that_is_there() {
    let text = fs::read_to_string(top().join("docs/promises.md")).expect("the promises are written down");
    let (mut found, mut count) = (Vec::new(), 0);
    for (index, line) in text.lines().enumerate() {
        let named: Vec<_> = line.match_indices("`tests/").filter_map(|(at, _)| proof(&line[at + 1..])).collect();
        let is_promise = line.starts_with("| ") && !line.starts_with("| fault") && !line.starts_with("| ---");
        if is_promise && named.is_empty() {
            found.push(format!("docs/promises.md:{}: no test is named", index + 1));
        }
        for (file, declared) in named {
            count += 1;
            if !fs::read_to_string(top().join(file)).is_ok_and(|text| text.contains(&declared)) {
                found.push(format!("docs/promises.md:{}: {file} has no `{declared}`", index + 1));
            }
        }
    }
    nothing_found("A promise stands on a test:", &found);
    assert!(count > 20, "the table was read: {count}");
}

/// A file, and how the test that is named after it is declared there: of Rust by its name, of node by its sentence.
fn proof(text: &str) -> Option<(&str, String)> {
    let (file, rest) = text.split_once('`')?;
    let rest = rest.strip_prefix(": ")?;
    let between = |mark: char| rest.strip_prefix(mark).and_then(|rest| rest.split_once(mark)).map(|(name, _)| name);
    let declared = between('`').map(|name| format!("fn {name}("));
    Some((file, declared.or_else(|| between('"').map(|name| format!("test(\"{name}\"")))?))
}
