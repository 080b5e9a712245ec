//! Running other programs. A program that is missing is named, with what to install.

use std::io::{self, BufRead as _, BufReader};
use std::process::{Command, Output, Stdio};

use crate::console::tell;
use crate::failure::{Done, Failure, While as _};

/// Runs a program quietly; what it said is shown only when it fails.
pub(crate) fn quiet(what: &str, command: &mut Command) -> Done {
    output(what, command).map(drop)
}

/// Runs a program quietly and gives its standard output.
pub(crate) fn output(what: &str, command: &mut Command) -> Done<String> {
    let output = command.stdin(Stdio::null()).output().map_err(|error| not_started(what, command, &error))?;
    if !output.status.success() {
        return Err(failed(what, command, &output));
    }
    String::from_utf8(output.stdout).doing(|| format!("{what}: its answer"))
}

/// Runs a program whose own progress the person sees.
pub(crate) fn shown(what: &str, command: &mut Command) -> Done {
    let status = command.status().map_err(|error| not_started(what, command, &error))?;
    if status.success() { Ok(()) } else { Err(Failure::new(format!("Could not {what}: see above ({status})."))) }
}

/// Runs a program, passes on each line of its standard output, and shows it to `watch`. Gives whether it ended well.
pub(crate) fn watched(what: &str, command: &mut Command, mut watch: impl FnMut(&str)) -> Done<bool> {
    let mut child = command.stdout(Stdio::piped()).spawn().map_err(|error| not_started(what, command, &error))?;
    if let Some(stdout) = child.stdout.take() {
        for line in BufReader::new(stdout).split(b'\n') {
            let line = line.doing(|| format!("{what}: read what it said"))?;
            let line = String::from_utf8_lossy(&line);
            tell(&line);
            watch(&line);
        }
    }
    Ok(child.wait().doing(|| format!("{what}: wait for its end"))?.success())
}

/// Whether a program can be started at all.
pub(crate) fn exists(program: &str) -> bool {
    Command::new(program)
        .arg("--version")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok()
}

fn not_started(what: &str, command: &Command, error: &io::Error) -> Failure {
    let program = command.get_program().to_string_lossy();
    let advice = match program.as_ref() {
        _ if error.kind() != io::ErrorKind::NotFound => String::new(),
        "npm" | "node" => {
            " Install Node.js 20.19 or newer with npm: https://nodejs.org (Debian: nodejs npm).".to_owned()
        }
        "rustup" => " Install Rust through https://rustup.rs.".to_owned(),
        other => format!(" Install `{other}`, or put it on the PATH."),
    };
    Failure::new(format!("Could not {what}: `{program}` did not start ({error}).{advice}"))
}

fn failed(what: &str, command: &Command, output: &Output) -> Failure {
    let said = [output.stdout.as_slice(), output.stderr.as_slice()].concat();
    let said = String::from_utf8_lossy(&said);
    let program = command.get_program().to_string_lossy();
    Failure::new(format!("Could not {what}: `{program}` ended with {}.\n{}", output.status, said.trim_end()))
}
