//! The two style sheets and their fonts: npm `sass` over `frontend/style`.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::failure::{Done, Failure, While as _};
use crate::pages::Asset;
use crate::pages::stamp::Inputs;
use crate::place::Place;
use crate::process;

/// Where the kit keeps the font, and its weights by the name that the style sheet uses.
const FONTS: &str = "node_modules/bootstrap-italia/dist/fonts/Titillium_Web";
const WEIGHTS: [(&str, &str); 4] = [("300", "300"), ("400", "regular"), ("600", "600"), ("700", "700")];

/// The weight of running text: fetched beside the style sheet, not after it.
const TEXT: &str = "400";

pub(crate) struct Style {
    /// What the first page waits for.
    pub(crate) sheet: Asset,
    /// What the other pages need besides.
    pub(crate) pages: Asset,
    pub(crate) fonts: Vec<Asset>,
    /// Address of the font that the first paint needs.
    pub(crate) preload: String,
}

pub(crate) fn build(place: &Place) -> Done<Style> {
    let cache = place.cache("style")?;
    let [file, pages] = ["main", "pages"].map(|sheet| cache.join(sheet).with_extension("css"));
    let inputs = Inputs::default().folder(&place.style())?.file(&place.assets().join("package-lock.json"))?;
    inputs.when_changed(&cache.join("stamp"), || {
        compile(place, &file)?;
        compile(place, &pages)
    })?;
    let pages = fs::read(&pages).doing(|| "read the compiled style sheet of the pages".to_owned())?;
    let mut sheet = fs::read_to_string(&file).doing(|| "read the compiled style sheet".to_owned())?;

    let mut fonts = Vec::new();
    let mut preload = String::new();
    for (weight, file) in WEIGHTS {
        let name = format!("titillium-web-v10-latin-ext_latin-{file}.woff2");
        let bytes = fs::read(place.assets().join(FONTS).join(&name)).doing(|| format!("read the font {name}"))?;
        let font = Asset::hashed(&format!("titillium-web-{weight}"), "woff2", bytes);
        let asked = format!("titillium-web-{weight}.woff2");
        if !sheet.contains(&asked) {
            return Err(Failure::new(format!("frontend/style/_fonts.scss no longer asks for {asked}")));
        }
        // Both lie in the same folder: the bare name is enough.
        sheet = sheet.replace(&asked, &font.name);
        if weight == TEXT {
            preload = font.address();
        }
        fonts.push(font);
    }
    let sheet = Asset::hashed("main", "css", sheet.into_bytes());
    Ok(Style { sheet, pages: Asset::hashed("pages", "css", pages), fonts, preload })
}

/// Compiles the source of the same name.
fn compile(place: &Place, file: &Path) -> Done {
    let mut sass = Command::new("node");
    sass.arg(place.assets().join("node_modules/sass/sass.js"))
        .arg(format!("--load-path={}", place.assets().join("node_modules").display()))
        // The kit's own sources still use what sass deprecates; ours do not.
        .args(["--quiet-deps", "--silence-deprecation=import", "--no-source-map", "--style=compressed"])
        .arg(place.style().join(file.with_extension("scss").file_name().unwrap_or_default()))
        .arg(file);
    process::quiet("compile the style sheet", &mut sass)
}
