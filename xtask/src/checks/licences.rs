//! Every crate that is compiled, and every package of npm that the pages are built with, carries a licence that goes with EUPL-1.2.
//!
//! Permissive licences ask for their notice; MPL-2.0 stays with its own files. What is not on the list is looked at by a
//! person before it is added here.

use std::collections::BTreeMap;
use std::fs;

use serde_json::Value;

use crate::checks::counts::Counts;
use crate::console::say;
use crate::failure::{Done, Failure, While as _};
use crate::place::{self, Place};
use crate::process;

/// The lock files of npm whose packages end up in what is served. The tests' own are not among them.
const SERVED: [&str; 2] = ["frontend/assets/package-lock.json", "frontend/console/package-lock.json"];

/// Packages whose licence npm does not tell, because they state it in the old form: read there by a person.
const TOLD_OTHERWISE: [(&str, &str); 1] = [("node_modules/dom-walk", "MIT")];

const GOOD: [&str; 18] = [
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "EUPL-1.2",
    "ISC",
    "MIT",
    "MIT-0",
    "MPL-2.0",
    "OFL-1.1",
    "PSF-2.0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

pub(crate) fn check(place: &Place) -> Done<Counts> {
    let mut cargo = place::cargo();
    cargo.args(["metadata", "--locked", "--format-version", "1"]);
    let told = process::output("ask cargo for all packages", &mut cargo)?;
    let told: Value = serde_json::from_str(&told).doing(|| "read cargo's answer".to_owned())?;
    let mut seen = BTreeMap::<&str, u32>::new();
    let mut strange = Vec::new();
    for package in told["packages"].as_array().into_iter().flatten() {
        let licence = package["license"].as_str().unwrap_or("none stated");
        *seen.entry(licence).or_default() += 1;
        if !is_good(licence) {
            strange.push(format!("{} {}: {licence} is not on the list", package["name"], package["version"]));
        }
    }
    let locks = SERVED.map(|file| lock(place, file)).into_iter().collect::<Done<Vec<Value>>>()?;
    for (name, package) in locks.iter().filter_map(|lock| lock["packages"].as_object()).flatten() {
        let known = TOLD_OTHERWISE.iter().find(|(known, _)| known == name).map(|(_, licence)| *licence);
        let licence = package["license"].as_str().or(known).unwrap_or("none stated");
        *seen.entry(licence).or_default() += 1;
        if !is_good(licence) {
            strange.push(format!("{name} {}: {licence} is not on the list", package["version"]));
        }
    }
    for (licence, packages) in &seen {
        say(format_args!("  {packages:>4}  {licence}"));
    }
    // One check, however many packages: a sum of tests should not grow with the dependencies.
    Ok(Counts::of(match strange.as_slice() {
        [] if seen.is_empty() => Err(Failure::new("cargo named no package")),
        [] => Ok(()),
        strange => Err(Failure::new(strange.join("\n"))),
    }))
}

fn lock(place: &Place, file: &str) -> Done<Value> {
    let text = fs::read(place.root.join(file)).doing(|| format!("read {file}"))?;
    serde_json::from_slice(&text).doing(|| format!("read {file}"))
}

/// Reads an SPDX expression: of an OR one side is enough, of an AND both are needed. `/` is an old form of OR.
fn is_good(expression: &str) -> bool {
    let expression = expression.replace('/', " OR ");
    let mut words = expression.replace('(', " ( ").replace(')', " ) ");
    words = words.replace(" WITH ", "+WITH+");
    let words = words.split_whitespace().map(|word| word.replace("+WITH+", " WITH ")).collect::<Vec<_>>();
    let mut rest = words.as_slice();
    either(&mut rest) && rest.is_empty()
}

fn either(rest: &mut &[String]) -> bool {
    let mut good = both(rest);
    while take(rest, "OR") {
        // Read the other side in any case: the words have to be used up.
        good |= both(rest);
    }
    good
}

fn both(rest: &mut &[String]) -> bool {
    let mut good = single(rest);
    while take(rest, "AND") {
        good &= single(rest);
    }
    good
}

fn single(rest: &mut &[String]) -> bool {
    if take(rest, "(") {
        let good = either(rest);
        return take(rest, ")") && good;
    }
    let Some((first, others)) = rest.split_first() else { return false };
    *rest = others;
    GOOD.contains(&first.as_str())
}

fn take(rest: &mut &[String], word: &str) -> bool {
    match rest.split_first() {
        Some((first, others)) if first == word => {
            *rest = others;
            true
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::is_good;

    #[test]
    fn expressions_are_read_as_spdx_means_them() {
        for good in [
            "MIT",
            "MIT OR GPL-3.0",
            "Apache-2.0/MIT",
            "(MIT OR GPL-2.0) AND ISC",
            "Apache-2.0 WITH LLVM-exception OR X",
        ] {
            assert!(is_good(good), "{good}");
        }
        for bad in ["GPL-3.0", "MIT AND GPL-3.0", "(MIT AND GPL-2.0) OR X", "none stated", "", "MIT)", "(MIT"] {
            assert!(!is_good(bad), "{bad}");
        }
    }
}
