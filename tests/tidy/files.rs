//! The tracked files of the repository, as the checks read them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// One file, by its path from the top.
pub(crate) struct File {
    pub(crate) path: String,
    pub(crate) text: String,
}

impl File {
    /// The lines with their numbers from 1.
    pub(crate) fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text.lines().enumerate().map(|(index, line)| (index + 1, line))
    }

    pub(crate) fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or_default()
    }
}

pub(crate) fn top() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Files that git tracks or would track, with one of these endings, below a folder.
pub(crate) fn files(folder: &str, endings: &[&str]) -> Vec<File> {
    let listed = Command::new("git")
        .args(["ls-files", "--cached", "--others", "--exclude-standard", "--deduplicate", "-z", "--", folder])
        .current_dir(top())
        .output()
        .expect("git lists the files of a clone");
    assert!(listed.status.success(), "git: {}", String::from_utf8_lossy(&listed.stderr));
    let listed = String::from_utf8(listed.stdout).expect("names of files are UTF-8");
    let wanted = listed.split('\0').filter(|path| endings.iter().any(|ending| path.ends_with(ending)));
    // A file that is deleted and not yet staged is still listed.
    let read = |path: &str| fs::read_to_string(top().join(path)).ok().map(|text| File { path: path.to_owned(), text });
    wanted.filter_map(read).collect()
}

/// Fails with all findings at once, one a line.
pub(crate) fn nothing_found(rule: &str, findings: &[String]) {
    assert!(findings.is_empty(), "{rule}\n  {}", findings.join("\n  "));
}
