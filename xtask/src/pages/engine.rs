//! The worker's program: the planning model alone, which loads when a planner first asks for a proposal.

use std::fs;

use crate::console::kilobytes;
use crate::failure::{Done, While as _};
use crate::pages::stamp::Inputs;
use crate::pages::{Asset, Profile, program, shell, wasm};
use crate::place::Place;

pub(crate) struct Engine {
    /// The script of the worker first, then what it loads.
    pub(crate) assets: Vec<Asset>,
}

impl Engine {
    pub(crate) fn address(&self) -> String {
        self.assets[0].address()
    }
}

pub(crate) fn build(place: &Place, profile: Profile) -> Done<Engine> {
    let compiled = wasm::compile(place, "engine", profile)?;
    let made = place.cache(&format!("engine-{}", profile.folder()))?;
    let inputs = Inputs::default()
        .file(&compiled)?
        .file(&place.assets().join("package-lock.json"))?
        .value(&program::wasm_bindgen_version(place)?);
    inputs.when_changed(&made.join("stamp"), || wasm::bind(place, &compiled, &made, "engine", profile))?;
    let read = |file: &std::path::Path| fs::read(file).doing(|| format!("read {}", file.display()));
    let wasm = Asset::hashed("engine", "wasm", read(&made.join("engine_bg.wasm"))?);
    let module = Asset::hashed("engine", "js", read(&made.join("engine.js"))?);
    let template = place.assets().join("engine.js");
    let template = fs::read_to_string(&template).doing(|| format!("read {}", template.display()))?;
    let script = shell::fill(&template, &[("module", module.name.clone()), ("wasm", wasm.name.clone())])?;
    let script = Asset::hashed("engine-worker", "js", script.into_bytes());
    Ok(Engine { assets: vec![script, module, wasm] })
}

/// What the step tells of itself.
impl std::fmt::Display for Engine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} of wasm, on demand", kilobytes(self.assets[2].bytes.len()))
    }
}
