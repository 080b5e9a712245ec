//! What the machine lacks: installed where we may, named where we may not.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::console::say;
use crate::failure::{Done, Failure};
use crate::process;

/// Finds a program at one of the places, after installing its Debian package when it is missing and we may.
pub(crate) fn program(name: &str, package: &str, find: impl Fn() -> Option<PathBuf>) -> Done<PathBuf> {
    if let Some(found) = find() {
        return Ok(found);
    }
    if is_root() && process::exists("apt-get") {
        say(format_args!("{name} is missing: installing Debian's {package}"));
        let mut update = Command::new("apt-get");
        process::quiet("update the list of packages", update.args(["update", "-q"]))?;
        let mut install = Command::new("apt-get");
        install.args(["install", "-y", "-q", "--no-install-recommends", package]);
        process::quiet("install it", install.env("DEBIAN_FRONTEND", "noninteractive"))?;
        if let Some(found) = find() {
            return Ok(found);
        }
    }
    Err(Failure::new(format!(
        "{name} is missing, and these tests do not run without it. \
         Debian, Ubuntu: `sudo apt-get install {package}`; else see the README."
    )))
}

/// The first of these programs that is on the PATH.
pub(crate) fn on_path(names: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let folders = std::env::split_paths(&path).collect::<Vec<_>>();
    names.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name))).find(|file| file.is_file())
}

pub(crate) fn is_root() -> bool {
    // `/proc/self` belongs to the user whose process reads it; where there is no /proc we claim nothing.
    cfg!(unix) && owner(Path::new("/proc/self")) == Some(0)
}

#[cfg(unix)]
fn owner(path: &Path) -> Option<u32> {
    use std::os::unix::fs::MetadataExt as _;
    path.metadata().ok().map(|metadata| metadata.uid())
}

#[cfg(not(unix))]
fn owner(_: &Path) -> Option<u32> {
    None
}
