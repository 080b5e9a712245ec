//! How many checks ran, read from what the test programs print.

use crate::console::say;
use crate::failure::{Done, Failure};

/// What ran. Something skipped counts as failed in the end: a test that does not run proves nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) passed: u32,
    pub(crate) failed: u32,
    pub(crate) skipped: u32,
}

impl Counts {
    pub(crate) fn passed(passed: u32) -> Self {
        Self { passed, ..Self::default() }
    }

    pub(crate) fn failed(failed: u32) -> Self {
        Self { failed, ..Self::default() }
    }

    pub(crate) fn and(self, other: &Self) -> Self {
        Self {
            passed: self.passed + other.passed,
            failed: self.failed + other.failed,
            skipped: self.skipped + other.skipped,
        }
    }

    pub(crate) fn is_good(&self) -> bool {
        self.failed == 0 && self.skipped == 0
    }

    /// One check that either succeeded or says why not.
    pub(crate) fn of(done: Done) -> Self {
        match done {
            Ok(()) => Self::passed(1),
            Err(failure) => {
                say(format_args!("{failure}"));
                Self::failed(1)
            }
        }
    }

    /// Counts that a test program told, held against how it ended: one that ends badly without a failed test has failed
    /// all the same, and one that ran nothing has not passed.
    pub(crate) fn told(self, what: &str, ended_well: bool) -> Done<Self> {
        if ended_well && self == Self::default() {
            return Err(Failure::new(format!("No test ran: {what}.")));
        }
        Ok(if ended_well || self.failed > 0 { self } else { self.and(&Self::failed(1)) })
    }

    /// Adds what a line of libtest tells: `test result: ok. 12 passed; 0 failed; 1 ignored; ...`.
    pub(crate) fn read_libtest(&mut self, line: &str) {
        let Some((_, told)) = line.split_once("test result: ") else { return };
        for words in told.split([';', '.']) {
            let mut words = words.split_whitespace();
            let Some(count) = words.next().and_then(|number| number.parse::<u32>().ok()) else { continue };
            match words.next() {
                Some("passed") => self.passed += count,
                Some("failed") => self.failed += count,
                Some("ignored") => self.skipped += count,
                _ => {}
            }
        }
    }

    /// Adds what a line of node's spec reporter tells: `ℹ pass 12`.
    pub(crate) fn read_node(&mut self, line: &str) {
        let mut words = line.split_whitespace();
        if !matches!(words.next(), Some("ℹ" | "#")) {
            return;
        }
        let (Some(what), Some(count)) = (words.next(), words.next().and_then(|number| number.parse::<u32>().ok()))
        else {
            return;
        };
        match what {
            "pass" => self.passed += count,
            "fail" | "cancelled" => self.failed += count,
            "skipped" | "todo" => self.skipped += count,
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Counts;

    #[test]
    fn libtest_is_read() {
        let mut counts = Counts::default();
        counts.read_libtest(
            "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 3 filtered out; finished in 0.02s",
        );
        counts.read_libtest("test result: FAILED. 2 passed; 3 failed; 0 ignored; 0 measured; 0 filtered out");
        counts.read_libtest("test staffing::passes ... ok");
        assert_eq!(counts, Counts { passed: 14, failed: 3, skipped: 1 });
    }

    #[test]
    fn node_is_read() {
        let mut counts = Counts::default();
        for line in ["ℹ tests 9", "ℹ pass 5", "ℹ fail 2", "ℹ cancelled 1", "ℹ skipped 1", "✔ pass 7 (1 ms)"]
        {
            counts.read_node(line);
        }
        assert_eq!(counts, Counts { passed: 5, failed: 3, skipped: 1 });
    }

    #[test]
    fn a_bad_end_without_a_failed_test_has_failed() {
        let two = Counts::passed(2);
        assert_eq!(two.told("x", true).ok(), Some(two));
        assert_eq!(two.told("x", false).ok(), Some(Counts { passed: 2, failed: 1, skipped: 0 }));
        assert!(Counts::default().told("x", true).is_err(), "nothing ran");
    }
}
