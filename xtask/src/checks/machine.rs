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

/// A part of Rust's toolchain. Without rustup it is left to cargo to say that it is missing.
pub(crate) fn component(name: &str) -> Done {
    let is_missing = process::exists("rustup")
        && !process::output("list Rust's parts", Command::new("rustup").args(["component", "list", "--installed"]))?
            .lines()
            .any(|line| line.starts_with(name));
    if is_missing {
        say(format_args!("{name} is missing: adding it to the toolchain"));
        process::quiet("add it", Command::new("rustup").args(["component", "add", name]))?;
    }
    Ok(())
}

/// What compiles the peers of the benchmarks: HiGHS is C++, built by CMake and bound through libclang.
pub(crate) fn compilers_of_peers() -> Done {
    program("a C++ compiler", "g++", || on_path(&["c++", "g++", "clang++"]))?;
    program("CMake", "cmake", || on_path(&["cmake"]))?;
    program("libclang", "libclang-dev", libclang)?;
    Ok(())
}

/// The library, where Debian, Fedora, Homebrew or the variable of bindgen have it.
fn libclang() -> Option<PathBuf> {
    let mut folders: Vec<PathBuf> = std::env::var_os("LIBCLANG_PATH").map(PathBuf::from).into_iter().collect();
    folders.extend(["/usr/lib64", "/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu"].map(PathBuf::from));
    folders.push(PathBuf::from("/opt/homebrew/opt/llvm/lib"));
    let versions = std::fs::read_dir("/usr/lib").into_iter().flatten().filter_map(Result::ok).map(|entry| entry.path());
    folders.extend(versions.filter(|path| path.to_string_lossy().contains("llvm")).map(|path| path.join("lib")));
    let in_folder = |folder: PathBuf| {
        let files = std::fs::read_dir(folder).ok()?.filter_map(Result::ok).map(|entry| entry.path());
        let is_library = |file: &PathBuf| {
            let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
            (name.starts_with("libclang.") || name.starts_with("libclang-"))
                && !name.starts_with("libclang-cpp")
                && name.contains(".so")
                || name == "libclang.dylib"
        };
        files.into_iter().find(is_library)
    };
    folders.into_iter().find_map(in_folder)
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
