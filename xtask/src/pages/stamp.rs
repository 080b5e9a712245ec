//! Whether a step has to run: the hash of its inputs, kept beside its result.

use std::fs;
use std::path::Path;

use crate::failure::{Done, While as _};

/// What a step depends on, in the order in which it was told.
#[derive(Default)]
pub(crate) struct Inputs(blake3::Hasher);

impl Inputs {
    /// A value: a version, a setting.
    pub(crate) fn value(mut self, value: &str) -> Self {
        self.add(value.as_bytes());
        self
    }

    /// The content of a file.
    pub(crate) fn file(mut self, file: &Path) -> Done<Self> {
        let content = fs::read(file).doing(|| format!("read {}", file.display()))?;
        self.add(&content);
        Ok(self)
    }

    /// The content of every file of a folder, by name, not of folders in it.
    pub(crate) fn folder(mut self, folder: &Path) -> Done<Self> {
        let listing = fs::read_dir(folder).doing(|| format!("list {}", folder.display()))?;
        let mut files = listing.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect::<Vec<_>>();
        files.retain(|file| file.is_file());
        files.sort();
        for file in files {
            self.add(file.as_os_str().as_encoded_bytes());
            self = self.file(&file)?;
        }
        Ok(self)
    }

    /// Runs `work` unless the last run with the same inputs left its stamp. True when it ran.
    pub(crate) fn when_changed(self, stamp: &Path, work: impl FnOnce() -> Done) -> Done<bool> {
        let now = self.0.finalize().to_hex();
        if fs::read_to_string(stamp).is_ok_and(|last| last == now.as_str()) {
            return Ok(false);
        }
        // A step that is cut short must run again: the old stamp goes first, the new one comes last.
        let _ = fs::remove_file(stamp);
        work()?;
        fs::write(stamp, now.as_str()).doing(|| format!("write {}", stamp.display()))?;
        Ok(true)
    }

    /// Each input with its length, so that no two lists of inputs look the same.
    fn add(&mut self, content: &[u8]) {
        self.0.update(&content.len().to_le_bytes()).update(content);
    }
}
