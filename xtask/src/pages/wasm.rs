//! From a crate to wasm with its JavaScript: cargo, then the split into a program and the pages that load on demand, then
//! wasm-bindgen as a library, then wasm-opt.
//!
//! wasm-bindgen is pinned by `Cargo.lock` to the version that the crates link, so the two cannot disagree.

use std::fs;
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use wasm_bindgen_cli_support::Bindgen;

use crate::failure::{Done, Failure, While as _};
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
    // The split needs to know which code refers to which.
    cargo.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", "-Clink-arg=--emit-relocs");
    cargo.args(["build", "--locked", "--package", package, "--target", WASM_TARGET, "--profile", profile.cargo()]);
    process::shown(&format!("compile {package} for the browser"), &mut cargo)?;
    let file = format!("{}.wasm", package.replace('-', "_"));
    Ok(place.target.join(WASM_TARGET).join(profile.folder()).join(file))
}

/// The module through which the program loads its parts. The macro that marks them fixes its name.
pub(crate) const LINK: &str = "__wasm_split.______________________.js";
/// Where the split parts lie, below the folder of what was made.
pub(crate) const PARTS: &str = "parts";

/// Makes `<name>.js` and `<name>_bg.wasm` in a folder, as small as the profile asks; what loads on demand goes to
/// [`PARTS`], with the module [`LINK`] that loads it.
pub(crate) fn bind(place: &Place, compiled: &Path, made: &Path, name: &str, profile: Profile) -> Done {
    let _ = fs::remove_dir_all(made.join("snippets"));
    let small = profile == Profile::Small;
    let main = split(compiled, made, name)?;
    let mut bindgen = Bindgen::new();
    bindgen.input_path(&main).out_name(name).typescript(false).keep_lld_exports(true).demangle(false);
    bindgen.remove_name_section(small).remove_producers_section(small);
    let bound = bindgen.web(true).and_then(|bindgen| bindgen.generate(made));
    bound.map_err(|error| format!("{error:#}")).doing(|| "bind the program to JavaScript".to_owned())?;
    if small {
        // The program first: it takes longest.
        let files: Vec<PathBuf> = [made.join(format!("{name}_bg.wasm"))].into_iter().chain(parts(made)).collect();
        optimise_all(place, &files)?;
    }
    Ok(())
}

/// Takes the lazy parts out of a program, and tells where what is left lies.
fn split(compiled: &Path, made: &Path, name: &str) -> Done<PathBuf> {
    let folder = made.join(PARTS);
    let _ = fs::remove_dir_all(&folder);
    let whole = fs::read(compiled).doing(|| format!("read {}", compiled.display()))?;
    let (main, module, link) = (made.join("main.wasm"), format!("./{name}.js"), format!("./{LINK}"));
    let mut options = wasm_split_cli_support::Options::new(&whole);
    options.output_dir = &folder;
    options.main_out_path = &main;
    options.main_module = &module;
    options.link_name = &link;
    let done = wasm_split_cli_support::transform(options).map(|_| ());
    done.map_err(|error| format!("{error:#}")).doing(|| "split the program".to_owned())?;
    Ok(main)
}

/// The wasm files of the split parts, in the order of their names.
pub(crate) fn parts(made: &Path) -> Vec<PathBuf> {
    let Ok(listing) = fs::read_dir(made.join(PARTS)) else { return Vec::new() };
    let files = listing.filter_map(|entry| entry.ok().map(|entry| entry.path()));
    let mut parts: Vec<PathBuf> = files.filter(|file| file.extension() == Some("wasm".as_ref())).collect();
    parts.sort();
    parts
}

/// Shrinks files, as many at once as there are processors: wasm-opt itself works on one.
fn optimise_all(place: &Place, files: &[PathBuf]) -> Done {
    let next = AtomicUsize::new(0);
    let work = || -> Done {
        while let Some(file) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
            optimise(place, file)?;
        }
        Ok(())
    };
    let at_once = thread::available_parallelism().map_or(1, NonZero::get);
    thread::scope(|scope| {
        let workers: Vec<_> = (0..at_once).map(|_| scope.spawn(work)).collect();
        let lost = |_| Err(Failure::new("A thread that shrinks the program broke off."));
        workers.into_iter().try_for_each(|worker| worker.join().unwrap_or_else(lost))
    })
}

fn optimise(place: &Place, wasm: &Path) -> Done {
    let mut opt = Command::new("node");
    opt.arg(place.assets().join("node_modules/binaryen/bin/wasm-opt")).arg("-Oz").args(FEATURES);
    opt.arg(wasm).arg("--output").arg(wasm);
    process::quiet("shrink the program", &mut opt)
}
