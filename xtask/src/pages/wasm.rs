//! From a crate to wasm with its JavaScript: cargo, then wasm-bindgen as a library, then wasm-opt.
//!
//! wasm-bindgen is pinned by `Cargo.lock` to the version that the crates link, so the two cannot disagree.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use wasm_bindgen_cli_support::Bindgen;

use crate::failure::{Done, While as _};
use crate::pages::{Profile, WASM_TARGET};
use crate::place::{self, Place};
use crate::process;

/// What rustc's wasm target may emit (its `target_features` section names no more).
const FEATURES: [&str; 7] = [
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// Compiles a crate for the browser and tells where the wasm lies.
pub(crate) fn compile(place: &Place, package: &str, profile: Profile) -> Done<PathBuf> {
    let mut cargo = place::cargo();
    cargo.args(["build", "--locked", "--package", package, "--target", WASM_TARGET, "--profile", profile.cargo()]);
    process::shown(&format!("compile {package} for the browser"), &mut cargo)?;
    let file = format!("{}.wasm", package.replace('-', "_"));
    Ok(place.target.join(WASM_TARGET).join(profile.folder()).join(file))
}

/// Makes `<name>.js` and `<name>_bg.wasm` in a folder, as small as the profile asks.
pub(crate) fn bind(place: &Place, compiled: &Path, made: &Path, name: &str, profile: Profile) -> Done {
    let _ = fs::remove_dir_all(made.join("snippets"));
    let small = profile == Profile::Small;
    let mut bindgen = Bindgen::new();
    bindgen.input_path(compiled).out_name(name).typescript(false);
    bindgen.remove_name_section(small).remove_producers_section(small);
    let bound = bindgen.web(true).and_then(|bindgen| bindgen.generate(made));
    bound.map_err(|error| format!("{error:#}")).doing(|| "bind the program to JavaScript".to_owned())?;
    if small { optimise(place, &made.join(format!("{name}_bg.wasm"))) } else { Ok(()) }
}

fn optimise(place: &Place, wasm: &Path) -> Done {
    let mut opt = Command::new("node");
    opt.arg(place.assets().join("node_modules/binaryen/bin/wasm-opt")).arg("-Oz").args(FEATURES);
    opt.arg(wasm).arg("--output").arg(wasm);
    process::quiet("shrink the program", &mut opt)
}
