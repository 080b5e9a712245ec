//! The program in the browser, as files named by their content.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::console::kilobytes;
use crate::failure::{Done, While as _};
use crate::pages::stamp::Inputs;
use crate::pages::{Asset, Profile, early, small, wasm};
use crate::place::Place;

pub(crate) struct Program {
    /// The wasm first, the module that loads it second, the one that loads its parts third, then what those import.
    pub(crate) assets: Vec<Asset>,
}

impl Program {
    pub(crate) fn wasm(&self) -> usize {
        self.assets[0].bytes.len()
    }

    pub(crate) fn javascript(&self) -> usize {
        self.assets[1..]
            .iter()
            .filter(|asset| asset.name.rsplit('.').next() == Some("js"))
            .map(|asset| asset.bytes.len())
            .sum()
    }

    pub(crate) fn wasm_address(&self) -> String {
        self.assets[0].address()
    }

    /// The larger parts of each view, by its name.
    pub(crate) fn early(&self) -> BTreeMap<String, Vec<String>> {
        early::by_view(&String::from_utf8_lossy(&self.assets[2].bytes), &self.assets)
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
pub(crate) fn wasm_bindgen_version(place: &Place) -> Done<String> {
    let lock = fs::read_to_string(place.root.join("Cargo.lock")).doing(|| "read Cargo.lock".to_owned())?;
    let entry = lock.split("[[package]]").find(|entry| entry.contains("name = \"wasm-bindgen-cli-support\""));
    Ok(entry.unwrap_or_default().to_owned())
}

/// Names the files by their content; a module is told the new names of what it imports. The program and the module that
/// loads its parts import each other, so they share one hash.
fn collect(made: &Path) -> Done<Program> {
    let read = |path: &Path| fs::read(path).doing(|| format!("read {}", path.display()));
    let text = |path: &Path| String::from_utf8(read(path)?).doing(|| format!("read {}", path.display()));
    let wasm = Asset::hashed("tavoliere", "wasm", read(&made.join("tavoliere_bg.wasm"))?);
    let mut module = text(&made.join("tavoliere.js"))?;
    let mut link = text(&made.join(wasm::PARTS).join(wasm::LINK))?;
    let mut others = Vec::new();
    for (path, bytes) in snippets(&made.join("snippets"))? {
        let snippet = Asset::hashed("snippet", "js", bytes);
        module = module.replace(&format!("./snippets/{path}"), &format!("./{}", snippet.name));
        others.push(snippet);
    }
    let mut parts = Vec::new();
    for path in wasm::parts(made) {
        parts.push((path.file_name().unwrap_or_default().to_string_lossy().into_owned(), read(&path)?));
    }
    let (gathered, large) = small::gather(&mut link, parts)?;
    others.extend(gathered);
    for (name, bytes) in large {
        let part = Asset::hashed("part", "wasm", bytes);
        link = link.replace(&format!("./{name}"), &format!("./{}", part.name));
        others.push(part);
    }
    // The two import each other: their names are made from the texts with placeholders, then put in the places.
    // Only the import statement is renamed: the wasm goes on asking for its import by the old name.
    for quote in ['"', '\''] {
        module = module.replace(&format!("from {quote}./{}{quote}", wasm::LINK), "from \"./{{parts}}\"");
    }
    link = link.replace("./tavoliere.js", "./{{program}}");
    let both = format!("{module}{link}{}", wasm.name);
    let module_name = Asset::name_by("tavoliere", "js", both.as_bytes());
    let link_name = Asset::name_by("parts", "js", both.as_bytes());
    module = module.replace("{{parts}}", &link_name);
    link = link.replace("{{program}}", &module_name);
    let mut assets = vec![
        wasm,
        Asset { name: module_name, bytes: module.into_bytes() },
        Asset { name: link_name, bytes: link.into_bytes() },
    ];
    assets.append(&mut others);
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
