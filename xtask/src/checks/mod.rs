//! `cargo xtask test`: every check, in parts that can be run alone.
//!
//! A part that fails does not keep the next from running. Nothing is skipped: what a part needs and the machine lacks is
//! installed, or the part fails and says what to install. The closing summary counts what ran.

mod browser;
mod counts;
mod fuzz;
mod licences;
mod machine;
mod node;
mod partner;
mod postgres;
mod python;
mod rust;
mod same;
mod weight;

use std::time::{Duration, Instant};

use clap::{Args, ValueEnum};

use crate::console::{say, tell};
use crate::failure::Done;
use crate::place::Place;

pub(crate) use browser::chromium;
use counts::Counts;

#[derive(Args)]
pub(crate) struct Options {
    /// The parts to run; none means all of them, in this order.
    #[arg(value_enum)]
    parts: Vec<Part>,
    /// Of the tests of `tidy`, `unit`, `api`, `partner`, `fuzz` and `e2e` only those with this text in their name.
    #[arg(long, value_name = "TEXT")]
    only: Option<String>,
}

/// One part of the test.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Part {
    /// The format of all Rust files.
    Fmt,
    /// Clippy without a warning, for the host and for the browser.
    Clippy,
    /// The documentation builds without a warning.
    Docs,
    /// The rules of the house that a machine can check.
    Tidy,
    /// Every dependency's licence goes with ours.
    Licences,
    /// Unit and property tests of all crates.
    Unit,
    /// The engine gives the same answers natively and as wasm.
    Same,
    /// The API over HTTP, on SQLite and on PostgreSQL.
    Api,
    /// The API as partners' programs use it: public clients, audits and examples.
    Partner,
    /// Generated requests to the API, from every kind of caller, on both databases.
    Fuzz,
    /// The program of the first page stays within its budget.
    Weight,
    /// The pages in Chromium, against the built server.
    E2e,
}

/// What one part came to.
struct Outcome {
    part: Part,
    counts: Counts,
    took: Duration,
}

/// Runs the parts. Gives whether nothing failed.
pub(crate) fn run(options: &Options) -> Done<bool> {
    let place = Place::find()?;
    let all = Part::value_variants();
    let parts = if options.parts.is_empty() { all } else { options.parts.as_slice() };
    let mut outcomes = Vec::new();
    for &part in parts {
        say(format_args!("\n== {}", name(part)));
        let began = Instant::now();
        let counts = one(&place, part, options.only.as_deref()).unwrap_or_else(|failure| {
            say(format_args!("{failure}"));
            Counts::failed(1)
        });
        outcomes.push(Outcome { part, counts, took: began.elapsed() });
    }
    Ok(summary(&outcomes))
}

fn one(place: &Place, part: Part, only: Option<&str>) -> Done<Counts> {
    match part {
        Part::Fmt => rust::fmt(),
        Part::Clippy => rust::clippy(),
        Part::Docs => Ok(rust::docs()),
        Part::Tidy => rust::tidy(only),
        Part::Licences => licences::check(place),
        Part::Unit => rust::unit(place, only),
        Part::Same => same::check(place),
        Part::Api => rust::api(place, only),
        Part::Partner => partner::check(place, only),
        Part::Fuzz => fuzz::check(place, only),
        Part::Weight => weight::check(place),
        Part::E2e => browser::check(place, only),
    }
}

fn name(part: Part) -> String {
    part.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
}

fn summary(outcomes: &[Outcome]) -> bool {
    tell("");
    tell(format_args!("{:<10} {:>8} {:>8} {:>8} {:>9}", "part", "passed", "failed", "skipped", "seconds"));
    let mut sum = Counts::default();
    for Outcome { part, counts, took } in outcomes {
        let Counts { passed, failed, skipped } = counts;
        tell(format_args!("{:<10} {passed:>8} {failed:>8} {skipped:>8} {:>9.1}", name(*part), took.as_secs_f64()));
        sum = sum.and(counts);
    }
    tell("");
    if sum.skipped > 0 {
        tell(format_args!("{} skipped: each is a failure to be mended.", sum.skipped));
    }
    tell(format_args!("{} passed, {} failed", sum.passed, sum.failed + sum.skipped));
    sum.is_good()
}
