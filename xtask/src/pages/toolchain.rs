//! The compiler's wasm target.

use std::path::Path;
use std::process::Command;

use crate::failure::{Done, Failure};
use crate::process;

pub(crate) const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// Makes sure that rustc can compile for the browser, through rustup when it cannot yet.
pub(crate) fn wasm_target() -> Done<String> {
    if installed()? {
        return Ok(format!("{WASM_TARGET} is there"));
    }
    let added = process::shown("add the wasm target", Command::new("rustup").args(["target", "add", WASM_TARGET]));
    match added {
        Ok(()) if installed()? => Ok(format!("{WASM_TARGET} added")),
        Ok(()) => Err(Failure::new(format!(
            "rustup has {WASM_TARGET}, but the rustc on the PATH does not: is it another one than rustup's?"
        ))),
        Err(failure) => Err(Failure::new(format!(
            "{failure}\nThe pages need rustc's target {WASM_TARGET}. With rustup: `rustup target add {WASM_TARGET}`; \
             with a distribution's Rust: its package of that name (Debian: libstd-rust-dev-wasm32)."
        ))),
    }
}

fn installed() -> Done<bool> {
    let mut rustc = Command::new("rustc");
    rustc.args(["--print", "target-libdir", "--target", WASM_TARGET]);
    let folder = process::output("ask rustc for its targets", &mut rustc)?;
    Ok(Path::new(folder.trim()).is_dir())
}
