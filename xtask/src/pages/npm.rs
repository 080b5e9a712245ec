//! What npm holds for us, exactly as the lock file says.

use std::path::Path;
use std::process::Command;

use crate::failure::Done;
use crate::pages::stamp::Inputs;
use crate::process;

/// `npm ci` in a folder, unless its `node_modules` came from the same lock file already.
pub(crate) fn install(folder: &Path) -> Done<String> {
    let inputs = Inputs::default().file(&folder.join("package.json"))?.file(&folder.join("package-lock.json"))?;
    let ran = inputs.when_changed(&folder.join("node_modules/.tavoliere-stamp"), || {
        let mut npm = Command::new("npm");
        // No package's script runs on this machine, and nothing optional is compiled.
        npm.args(["ci", "--ignore-scripts", "--omit=optional", "--no-audit", "--no-fund"]).current_dir(folder);
        process::quiet("fetch packages by npm", &mut npm)
    })?;
    Ok(if ran { "packages fetched" } else { "packages are there" }.to_owned())
}
