//! The engine gives the same answers natively and as wasm, to the last bit.

use std::process::Command;

use crate::checks::counts::Counts;
use crate::console::say;
use crate::failure::{Done, Failure};
use crate::pages::{self, Profile, wasm};
use crate::place::{self, Place};
use crate::process;

/// Problems that are solved twice.
const PROBLEMS: &str = "240";

pub(crate) fn check(place: &Place) -> Done<Counts> {
    pages::wasm_target()?;
    let mut cargo = place::cargo();
    cargo.args(["run", "--quiet", "--locked", "--package", "browser-bench", "--example", "answers", PROBLEMS]);
    let native = process::output("solve natively", &mut cargo)?;
    let compiled = wasm::compile(place, "browser-bench", Profile::Dev)?;
    let made = place.cache("same")?;
    wasm::bind(place, &compiled, &made, "browser_bench", Profile::Dev)?;
    let mut node = Command::new("node");
    let wasm = process::output(
        "solve as wasm",
        node.arg(place.root.join("benches/browser/answers.mjs")).arg(made).arg(PROBLEMS),
    )?;
    let mut counts = Counts::default();
    for (native, wasm) in native.lines().zip(wasm.lines()) {
        let is_same = native == wasm;
        if !is_same {
            say(format_args!("problem {native} differs: {wasm}"));
        }
        counts = counts.and(&if is_same { Counts::passed(1) } else { Counts::failed(1) });
    }
    if native.lines().count() != wasm.lines().count() || native.is_empty() {
        return Err(Failure::new("One of the two gave fewer answers than the other."));
    }
    Ok(counts)
}
