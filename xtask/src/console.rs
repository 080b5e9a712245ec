//! What the person at the terminal reads. Progress goes to standard error, the test summary to standard output.

use std::fmt::Display;
use std::io::{self, IsTerminal as _, Write as _};
use std::time::Instant;

use crate::failure::Done;

/// A line of progress. A closed terminal is no reason to stop.
pub(crate) fn say(line: impl Display) {
    let _ = writeln!(io::stderr(), "{line}");
}

/// A line of the result.
pub(crate) fn tell(line: impl Display) {
    let _ = writeln!(io::stdout(), "{line}");
}

/// Runs one step and says what it did and how long it took: `work` answers with a few words on what it made.
pub(crate) fn step(name: &str, work: impl FnOnce() -> Done<String>) -> Done {
    let began = Instant::now();
    if io::stderr().is_terminal() {
        // What follows is written over it.
        let _ = write!(io::stderr(), "  {name:<12}      …\r");
    }
    let made = work()?;
    say(format_args!("  {name:<12} {:>6.1} s  {made}", began.elapsed().as_secs_f64()));
    Ok(())
}

/// `12345` bytes as `12.3 kB`.
pub(crate) fn kilobytes(bytes: usize) -> String {
    format!("{:.1} kB", bytes as f64 / 1000.0)
}
