//! The page on which a developer tries the API: npm's GraphiQL, bundled by esbuild into files of our own. It is no part of
//! the program, and no other page loads any of it.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::console::kilobytes;
use crate::failure::{Done, Failure, While as _};
use crate::pages::asset::Named;
use crate::pages::stamp::Inputs;
use crate::pages::{Asset, npm, shell};
use crate::place::Place;
use crate::process;

pub(crate) struct Console {
    assets: Vec<Asset>,
    /// Addresses that its page needs, by their names in the template.
    addresses: Vec<(&'static str, String)>,
}

/// Bundles it. `fonts` are the files of the other pages' style sheet, which this one asks for by the names without a hash.
pub(crate) fn build(place: &Place, fonts: &[Asset]) -> Done<Console> {
    let source = place.root.join("frontend/console");
    npm::install(&source)?;
    let made = place.cache("console")?;
    let out = made.join("out");
    let inputs = Inputs::default().folder(&source)?.value(&words(place, "it")?).value(&words(place, "en")?);
    inputs.when_changed(&made.join("stamp"), || {
        let mut bundler = Command::new("node");
        process::quiet("bundle the console", bundler.arg("build.mjs").arg(&out).current_dir(&source))
    })?;
    let told = read(&out.join("made.json"))?;
    let told: Value = serde_json::from_slice(&told).doing(|| "read what the bundler made".to_owned())?;
    let name = |at: &str| {
        let name = told.pointer(at).and_then(Value::as_str).map(str::to_owned);
        name.ok_or_else(|| Failure::new(format!("the bundler made no {at}")))
    };
    let part = |name: &str| -> Done<Asset> { Ok(Asset { name: name.to_owned(), bytes: read(&out.join(name))? }) };

    let mut sheet =
        String::from_utf8(read(&out.join(name("/style")?))?).doing(|| "read the console's style".to_owned())?;
    for font in fonts {
        if let Some((stem, _)) = font.name.split_once('.') {
            sheet = sheet.replace(&format!("{stem}.woff2"), &font.name);
        }
    }
    let sheet = Asset::hashed("console", "css", sheet.into_bytes());
    let mut addresses = vec![("style", sheet.address())];
    let mut assets = vec![sheet];
    for (hole, at) in [
        ("script", "/script"),
        ("editor", "/workers/editor"),
        ("graphql", "/workers/graphql"),
        ("json", "/workers/json"),
    ] {
        let script = part(&name(at)?)?;
        addresses.push((hole, script.address()));
        assets.push(script);
    }
    for name in told["parts"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        assets.push(part(name)?);
    }
    Ok(Console { assets, addresses })
}

impl Console {
    /// Adds its files to the assets, and gives its page.
    pub(crate) fn publish(mut self, place: &Place, favicon: String, assets: &mut Vec<Asset>) -> Done<Named> {
        let template = place.root.join("frontend/console/console.html");
        let template = fs::read_to_string(&template).doing(|| format!("read {}", template.display()))?;
        self.addresses.push(("favicon", favicon));
        let page = shell::fill(&template, &self.addresses)?;
        assets.extend(self.assets);
        Ok(vec![("console.html", page.into_bytes())])
    }
}

/// Its words in one language. The others' words may change without it being bundled anew.
fn words(place: &Place, language: &str) -> Done<String> {
    let all = read(&place.root.join(format!("frontend/locales/{language}.json")))?;
    let all: Value = serde_json::from_slice(&all).doing(|| format!("read the words in {language}"))?;
    Ok(all["console"].to_string())
}

fn read(file: &Path) -> Done<Vec<u8>> {
    fs::read(file).doing(|| format!("read {}", file.display()))
}

/// What the step tells of itself.
impl std::fmt::Display for Console {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let whole = self.assets.iter().map(|asset| asset.bytes.len()).sum();
        write!(f, "{} of GraphiQL, on a page of its own", kilobytes(whole))
    }
}
