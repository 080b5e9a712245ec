//! Generated requests from every kind of caller, on both databases. The generator is a Python program with an environment of its own.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::checks::counts::Counts;
use crate::checks::machine::{on_path, program};
use crate::checks::node::node;
use crate::checks::postgres::Postgres;
use crate::failure::{Done, While as _};
use crate::place::Place;
use crate::process;
use crate::server;

pub(crate) fn check(place: &Place, only: Option<&str>) -> Done<Counts> {
    let server = server::build(place, server::Profile::Dev)?;
    let python = python(place)?;
    let postgres = Postgres::start()?;
    node(place, "fuzz", only, |node| {
        node.env("TAVOLIERE_BIN", &server);
        node.env("TAVOLIERE_PYTHON", &python);
        node.env("TAVOLIERE_TEST_POSTGRES", postgres.url());
    })
}

/// The Python that has what `tests/fuzz/requirements.txt` names, made when it is not there or another was asked for.
fn python(place: &Place) -> Done<PathBuf> {
    let wanted = place.root.join("tests/fuzz/requirements.txt");
    let text = fs::read_to_string(&wanted).doing(|| format!("read {}", wanted.display()))?;
    let folder = place.cache("python")?;
    let made = folder.join("made-of");
    let python = folder.join("bin/python");
    if python.is_file() && fs::read_to_string(&made).is_ok_and(|had| had == text) {
        return Ok(python);
    }
    let system = program("Python", "python3", || on_path(&["python3"]))?;
    program("Python's venv", "python3-venv", || has_venv(&system))?;
    let mut venv = Command::new(&system);
    process::quiet("make a Python environment", venv.args(["-m", "venv", "--clear"]).arg(&folder))?;
    let mut pip = Command::new(&python);
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r"]).arg(&wanted);
    process::quiet("install schemathesis", &mut pip)?;
    fs::write(&made, text).doing(|| format!("write {}", made.display()))?;
    Ok(python)
}

/// Debian keeps what `venv` needs in a package of its own, and without it `venv` is there and fails.
fn has_venv(python: &PathBuf) -> Option<PathBuf> {
    let mut ask = Command::new(python);
    process::quiet("ask for venv", ask.args(["-c", "import venv, ensurepip"])).ok()?;
    Some(python.clone())
}
