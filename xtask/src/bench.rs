//! `cargo xtask bench`: what is measured in Chromium. The scripts stand in `benches`; here is what they need.

use std::path::PathBuf;
use std::process::Command;

use clap::{Args, ValueEnum};

use crate::checks::chromium;
use crate::failure::Done;
use crate::pages::{self, Profile, wasm};
use crate::place::Place;
use crate::process;
use crate::up;

#[derive(Args)]
pub(crate) struct Options {
    /// What to measure.
    #[arg(value_enum)]
    bench: Bench,
}

#[derive(Clone, Copy, ValueEnum)]
enum Bench {
    /// Re-sizing after one edit, for Puglia and for a generated Italy.
    Sizing,
    /// The first visit until the page can be used, over 10 Mb/s with the processor slowed down four times.
    FirstLoad,
    /// The main thread's time for one edit of the sheet, by Chromium's trace, for Puglia and for a generated Italy.
    Edit,
    /// From a key press in one browser until another one shows the number.
    Live,
    /// Whether ten browsers that edit one scenario for two minutes, by chance, end on one table with no edit lost.
    Together,
}

/// How many edit together, and for how long.
const TOGETHER: [(&str, &str); 2] = [("TAVOLIERE_TOGETHER_BROWSERS", "10"), ("TAVOLIERE_TOGETHER_SECONDS", "120")];

pub(crate) fn run(options: &Options) -> Done {
    let place = Place::find()?;
    let chromium = chromium()?;
    pages::npm_install(&place.root.join("tests"))?;
    match options.bench {
        Bench::Sizing => sizing(&place, chromium),
        Bench::FirstLoad => served(&place, chromium, "benches/first-load.mjs", &[]),
        Bench::Edit => served(&place, chromium, "benches/edit.mjs", &[]),
        Bench::Live => served(&place, chromium, "benches/live.mjs", &[]),
        Bench::Together => served(&place, chromium, "tests/e2e/many.test.mjs", &TOGETHER),
    }
}

/// The model as the pages run it: the same profile, the same wasm-opt.
fn sizing(place: &Place, chromium: PathBuf) -> Done {
    pages::wasm_target()?;
    pages::npm_install(&place.assets())?;
    let compiled = wasm::compile(place, "browser-bench", Profile::Small)?;
    let made = place.cache("bench-sizing")?;
    wasm::bind(place, &compiled, &made, "browser_bench", Profile::Small)?;
    let mut node = Command::new("node");
    node.arg(place.root.join("benches/browser/run.mjs")).arg(made).env("TAVOLIERE_CHROMIUM", chromium);
    process::shown("run the bench", &mut node)
}

/// A script, with pages and server as `up` serves them.
fn served(place: &Place, chromium: PathBuf, script: &str, settings: &[(&str, &str)]) -> Done {
    let server = up::make(place, false)?;
    let mut node = Command::new("node");
    node.arg(place.root.join(script)).envs(settings.iter().copied());
    process::shown("run the bench", node.env("TAVOLIERE_BIN", server).env("TAVOLIERE_CHROMIUM", chromium))
}
