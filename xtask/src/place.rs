//! Where things lie: the clone, and cargo's target folder, which may be outside of it.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::failure::{Done, Failure, While as _};
use crate::process;

/// Every package that runs on this machine. The frontend runs in the browser only.
pub(crate) const HOST: [&str; 3] = ["--workspace", "--exclude", "frontend"];

/// The folders that every command needs.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    /// The top of the clone.
    pub(crate) root: PathBuf,
    /// Cargo's target folder.
    pub(crate) target: PathBuf,
}

impl Place {
    /// Asks cargo, so that a configuration file or `CARGO_TARGET_DIR` counts.
    pub(crate) fn find() -> Done<Self> {
        let mut cargo = cargo();
        cargo.args(["metadata", "--no-deps", "--format-version", "1"]);
        let told = process::output("ask cargo where the workspace lies", &mut cargo)?;
        let told: serde_json::Value = serde_json::from_str(&told).doing(|| "read cargo's answer".to_owned())?;
        let folder = |key: &str| {
            told[key].as_str().map(PathBuf::from).ok_or_else(|| Failure::new(format!("cargo told no {key}")))
        };
        Ok(Self { root: folder("workspace_root")?, target: folder("target_directory")? })
    }

    pub(crate) fn assets(&self) -> PathBuf {
        self.root.join("frontend/assets")
    }

    pub(crate) fn style(&self) -> PathBuf {
        self.root.join("frontend/style")
    }

    pub(crate) fn dist(&self) -> PathBuf {
        self.root.join("frontend/dist")
    }

    /// Where the build keeps what it made, to be quick the second time.
    pub(crate) fn cache(&self, step: &str) -> Done<PathBuf> {
        let folder = self.target.join("xtask").join(step);
        fs::create_dir_all(&folder).doing(|| format!("make {}", folder.display()))?;
        Ok(folder)
    }

    /// The server's binary of a cargo profile's folder (`debug`, `release`).
    pub(crate) fn server(&self, profile_folder: &str) -> PathBuf {
        self.target.join(profile_folder).join(format!("tavoliere{}", env::consts::EXE_SUFFIX))
    }
}

/// The cargo that runs us, working in the clone's top folder as cargo itself set it up.
pub(crate) fn cargo() -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(".."));
    // What cargo tells us of ourselves is nothing to what it builds next: a build script that looks at it (ring's does) would
    // be run anew, and all that rests on it compiled, whenever cargo is called by us after it was called by hand.
    let of_us = |name: &str| name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_");
    for (name, _) in env::vars_os().filter(|(name, _)| name.to_str().is_some_and(of_us)) {
        command.env_remove(name);
    }
    command
}
