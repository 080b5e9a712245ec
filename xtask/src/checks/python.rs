//! Environments of Python, each with the packages that a folder of `tests` asks for.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::checks::machine::{on_path, program};
use crate::failure::{Done, While as _};
use crate::place::Place;
use crate::process;

/// The Python that has what `tests/<folder>/requirements.txt` names, made when it is not there or another was asked for.
pub(crate) fn python(place: &Place, folder: &str) -> Done<PathBuf> {
    let wanted = place.root.join("tests").join(folder).join("requirements.txt");
    let text = fs::read_to_string(&wanted).doing(|| format!("read {}", wanted.display()))?;
    let home = place.cache(&format!("python-{folder}"))?;
    let made = home.join("made-of");
    let python = home.join("bin/python");
    if python.is_file() && fs::read_to_string(&made).is_ok_and(|had| had == text) {
        return Ok(python);
    }
    let system = program("Python", "python3", || on_path(&["python3"]))?;
    program("Python's venv", "python3-venv", || has_venv(&system))?;
    let mut venv = Command::new(&system);
    process::quiet("make a Python environment", venv.args(["-m", "venv", "--clear"]).arg(&home))?;
    let mut pip = Command::new(&python);
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r"]).arg(&wanted);
    process::quiet(&format!("install Python's packages for {folder}"), &mut pip)?;
    fs::write(&made, text).doing(|| format!("write {}", made.display()))?;
    Ok(python)
}

/// Debian keeps what `venv` needs in a package of its own, and without it `venv` is there and fails.
fn has_venv(python: &PathBuf) -> Option<PathBuf> {
    let mut ask = Command::new(python);
    process::quiet("ask for venv", ask.args(["-c", "import venv, ensurepip"])).ok()?;
    Some(python.clone())
}
