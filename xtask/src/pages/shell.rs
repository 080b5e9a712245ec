//! `index.html`, `boot.js` and `sw.js`: the templates of `frontend/assets` with the names of what was built.
//!
//! No script and no style stands in the page itself: the server's content security policy forbids both.

use std::fs;

use crate::failure::{Done, Failure, While as _};
use crate::pages::asset::Named;
use crate::pages::{Asset, icons};
use crate::place::Place;

/// Addresses that the page needs.
#[derive(Default)]
pub(crate) struct Parts {
    pub(crate) style: String,
    /// The style of the pages that load on demand.
    pub(crate) pages: String,
    pub(crate) font: String,
    pub(crate) wasm: String,
    pub(crate) program: String,
    /// The larger parts of each view, JSON.
    pub(crate) early: String,
    /// The script of the worker.
    pub(crate) engine: String,
    /// Empty when there are no boundaries.
    pub(crate) boundaries: String,
}

/// Adds `boot.js` and the icon to the assets and gives the files that keep their names, and the icon's address.
pub(crate) fn build(place: &Place, parts: Parts, assets: &mut Vec<Asset>) -> Done<(Named, String)> {
    let read = |name: &str| {
        let file = place.assets().join(name);
        fs::read_to_string(&file).doing(|| format!("read {}", file.display()))
    };
    let boot = Asset::hashed("boot", "js", read("boot.js")?.into_bytes());
    let favicon = Asset::hashed("favicon", "svg", read("favicon.svg")?.into_bytes());
    let icon = favicon.address();
    let boundaries = if parts.boundaries.is_empty() {
        String::new()
    } else {
        format!(r#"<link id="boundaries" rel="preload" as="fetch" crossorigin href="{}">"#, parts.boundaries)
    };
    let page = fill(
        &read("index.html")?,
        &[
            ("style", parts.style),
            ("pages", parts.pages),
            ("font", parts.font),
            ("wasm", parts.wasm),
            ("program", parts.program),
            ("early", parts.early),
            ("engine", parts.engine),
            ("boundaries", boundaries),
            ("boot", boot.address()),
            ("favicon", favicon.address()),
            ("icons", icons::sprite(place)?),
        ],
    )?;
    assets.extend([boot, favicon]);

    let mut addresses = assets.iter().map(Asset::address).collect::<Vec<_>>();
    addresses.sort();
    let version = blake3::hash([page.as_bytes(), addresses.join("\n").as_bytes()].concat().as_slice()).to_hex();
    let list = serde_json::json!(addresses).to_string();
    let worker = fill(&read("sw.js")?, &[("version", version.as_str()[..16].to_owned()), ("assets", list)])?;
    Ok((vec![("index.html", page.into_bytes()), ("sw.js", worker.into_bytes())], icon))
}

/// Puts each value in the place of its `{{name}}`; a template that lacks or has one too many is refused.
pub(crate) fn fill(template: &str, values: &[(&str, String)]) -> Done<String> {
    let mut filled = template.to_owned();
    for (name, value) in values {
        let hole = format!("{{{{{name}}}}}");
        if !filled.contains(&hole) {
            return Err(Failure::new(format!("a template of frontend/assets lacks {hole}")));
        }
        filled = filled.replace(&hole, value);
    }
    match filled.find("{{") {
        None => Ok(filled),
        Some(at) => Err(Failure::new(format!(
            "a template of frontend/assets asks for something unknown: {}",
            filled[at..].lines().next().unwrap_or_default()
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::fill;

    #[test]
    fn every_hole_is_filled_and_none_is_left() {
        let values = [("a", "1".to_owned())];
        assert_eq!(fill("x{{a}}y{{a}}", &values).unwrap_or_default(), "x1y1");
        assert!(fill("x", &values).is_err(), "the template lacks a hole");
        assert!(fill("{{a}}{{b}}", &values).is_err(), "the template asks for more");
    }
}
