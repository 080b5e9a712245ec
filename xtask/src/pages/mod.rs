//! The pages: from Rust, SCSS and what npm holds to `frontend/dist`, hashed and compressed.
//!
//! Each step keeps its result under the target folder beside a hash of its inputs and does nothing when they are the same,
//! so that a second run costs what cargo needs to see that nothing changed.

mod asset;
mod console;
mod early;
mod engine;
mod examples;
mod icons;
mod npm;
mod program;
mod shell;
mod size;
mod small;
mod stamp;
mod style;
mod toolchain;
pub(crate) mod wasm;

use std::fs;

use crate::console::{kilobytes, say, step};
use crate::failure::{Done, While as _};
use crate::place::Place;

pub(crate) use asset::Asset;
pub(crate) use npm::install as npm_install;
pub(crate) use size::{BUDGET, Sizes};
pub(crate) use toolchain::{WASM_TARGET, wasm_target};

/// How the program is compiled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Profile {
    /// What is served: optimised for size, then by wasm-opt.
    Small,
    /// Quick to build, for development.
    Dev,
}

impl Profile {
    /// Cargo's name of the profile.
    pub(crate) fn cargo(self) -> &'static str {
        match self {
            Self::Small => "wasm",
            Self::Dev => "dev",
        }
    }

    /// Cargo's folder for what the profile makes.
    pub(crate) fn folder(self) -> &'static str {
        match self {
            Self::Small => "wasm",
            Self::Dev => "debug",
        }
    }
}

/// Builds `frontend/dist` and tells what a first visit weighs.
pub(crate) fn build(place: &Place, profile: Profile) -> Done<Sizes> {
    say("Building the pages");
    let mut assets = Vec::new();
    let mut shell = shell::Parts::default();
    let mut console = None;

    step("toolchain", wasm_target)?;
    step("npm", || npm::install(&place.assets()))?;
    step("style", || {
        let style = style::build(place)?;
        let weight = style.sheet.bytes.len() + style.pages.bytes.len();
        let made = format!("{} of CSS, {} fonts", kilobytes(weight), style.fonts.len());
        shell.style = style.sheet.address();
        shell.pages = style.pages.address();
        shell.font = style.preload;
        assets.extend([style.sheet, style.pages]);
        assets.extend(style.fonts);
        Ok(made)
    })?;
    step("console", || {
        let made = console::build(place, &assets)?;
        Ok(console.insert(made).to_string())
    })?;
    step("map", || {
        let Some(boundaries) = boundaries(place)? else {
            return Ok("no data/puglia.topo.json: pages without a map".to_owned());
        };
        shell.boundaries = boundaries.address();
        let made = kilobytes(boundaries.bytes.len());
        assets.push(boundaries);
        Ok(made)
    })?;
    step("program", || {
        let program = program::build(place, profile)?;
        let made = program.to_string();
        shell.wasm = program.wasm_address();
        shell.program = program.module_address();
        shell.early = serde_json::json!(program.early()).to_string();
        assets.extend(program.assets);
        Ok(made)
    })?;
    step("engine", || {
        let engine = engine::build(place, profile)?;
        let made = engine.to_string();
        shell.engine = engine.address();
        assets.extend(engine.assets);
        Ok(made)
    })?;
    let mut sizes = Sizes::default();
    step("dist", || {
        let (mut page, favicon) = shell::build(place, shell, &mut assets)?;
        // Last: what the service worker keeps is named by now, and this is no part of it.
        if let Some(console) = console.take() {
            page.extend(console.publish(place, favicon, &mut assets)?);
        }
        page.push(("examples.json", examples::build(place)?));
        let (written, seen) = asset::publish(place, page, &assets)?;
        sizes = seen;
        Ok(format!("{written} files written"))
    })?;
    Ok(sizes)
}

/// The boundaries without white space, if the data are there.
fn boundaries(place: &Place) -> Done<Option<Asset>> {
    let file = place.root.join("data/puglia.topo.json");
    if !file.exists() {
        return Ok(None);
    }
    let text = fs::read(&file).doing(|| format!("read {}", file.display()))?;
    let parsed: serde_json::Value = serde_json::from_slice(&text).doing(|| format!("read {}", file.display()))?;
    Ok(Some(Asset::hashed("puglia", "topo.json", parsed.to_string().into_bytes())))
}
