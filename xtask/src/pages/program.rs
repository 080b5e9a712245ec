//! The program in the browser, as files named by their content.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::console::kilobytes;
use crate::failure::{Done, While as _};
use crate::pages::stamp::Inputs;
use crate::pages::{Asset, Profile, wasm};
use crate::place::Place;

pub(crate) struct Program {
    /// The wasm first, the module that loads it second, then the modules that one imports.
    pub(crate) assets: Vec<Asset>,
}

impl Program {
    pub(crate) fn wasm(&self) -> usize {
        self.assets[0].bytes.len()
    }

    pub(crate) fn javascript(&self) -> usize {
        self.assets[1..].iter().map(|asset| asset.bytes.len()).sum()
    }

    pub(crate) fn wasm_address(&self) -> String {
        self.assets[0].address()
    }

    pub(crate) fn module_address(&self) -> String {
        self.assets[1].address()
    }
}

pub(crate) fn build(place: &Place, profile: Profile) -> Done<Program> {
    let compiled = wasm::compile(place, "frontend", profile)?;
    let made = place.cache(&format!("program-{}", profile.folder()))?;
    let inputs = Inputs::default()
        .file(&compiled)?
        .file(&place.assets().join("package-lock.json"))?
        .value(&wasm_bindgen_version(place)?);
    inputs.when_changed(&made.join("stamp"), || wasm::bind(place, &compiled, &made, "tavoliere", profile))?;
    collect(&made)
}

/// The version of wasm-bindgen in the lock file: another one makes other JavaScript from the same wasm.
fn wasm_bindgen_version(place: &Place) -> Done<String> {
    let lock = fs::read_to_string(place.root.join("Cargo.lock")).doing(|| "read Cargo.lock".to_owned())?;
    let entry = lock.split("[[package]]").find(|entry| entry.contains("name = \"wasm-bindgen-cli-support\""));
    Ok(entry.unwrap_or_default().to_owned())
}

/// Names the files by their content; the module is told the new names of what it imports.
fn collect(made: &Path) -> Done<Program> {
    let read = |name: &str| fs::read(made.join(name)).doing(|| format!("read {name}"));
    let wasm = Asset::hashed("tavoliere", "wasm", read("tavoliere_bg.wasm")?);
    let mut module = String::from_utf8(read("tavoliere.js")?).doing(|| "read tavoliere.js".to_owned())?;
    let mut imported = Vec::new();
    for (path, bytes) in snippets(&made.join("snippets"))? {
        let snippet = Asset::hashed("snippet", "js", bytes);
        module = module.replace(&format!("./snippets/{path}"), &format!("./{}", snippet.name));
        imported.push(snippet);
    }
    let mut assets = vec![wasm, Asset::hashed("tavoliere", "js", module.into_bytes())];
    assets.append(&mut imported);
    Ok(Program { assets })
}

/// JavaScript that crates bring along, by its path in the folder.
fn snippets(folder: &Path) -> Done<BTreeMap<String, Vec<u8>>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        let Ok(listing) = fs::read_dir(&next) else { continue };
        for path in listing.filter_map(|entry| entry.ok().map(|entry| entry.path())) {
            if path.is_dir() {
                folders.push(path);
            } else if let Ok(inner) = path.strip_prefix(folder) {
                let bytes = fs::read(&path).doing(|| format!("read {}", path.display()))?;
                found.insert(inner.to_string_lossy().replace('\\', "/"), bytes);
            }
        }
    }
    Ok(found)
}

/// What the step tells of itself.
impl std::fmt::Display for Program {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} of wasm, {} of JavaScript", kilobytes(self.wasm()), kilobytes(self.javascript()))
    }
}
