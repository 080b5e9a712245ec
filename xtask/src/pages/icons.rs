//! The icons in use, cut from the kit's sprite, to be inlined in the page.

use std::fs;

use crate::failure::{Done, Failure, While as _};
use crate::place::Place;

const SPRITE: &str = "node_modules/bootstrap-italia/dist/svg/sprites.svg";

/// An invisible sprite with the icons that `icons.txt` names.
pub(crate) fn sprite(place: &Place) -> Done<String> {
    let list = place.assets().join("icons.txt");
    let wanted = fs::read_to_string(&list).doing(|| format!("read {}", list.display()))?;
    let all = fs::read_to_string(place.assets().join(SPRITE)).doing(|| "read the kit's sprite".to_owned())?;
    let mut symbols = String::new();
    for name in wanted.lines().map(str::trim).filter(|name| !name.is_empty()) {
        let symbol = symbol(&all, name).ok_or_else(|| {
            Failure::new(format!(
                "frontend/assets/icons.txt names {name}, which Bootstrap Italia's sprite does not have"
            ))
        })?;
        symbols.push_str(symbol);
    }
    Ok(format!(r#"<svg id="icons" width="0" height="0" class="position-absolute" aria-hidden="true">{symbols}</svg>"#))
}

/// One `<symbol>` of the sprite, whole.
fn symbol<'sprite>(all: &'sprite str, name: &str) -> Option<&'sprite str> {
    let start = all.find(&format!(r#"<symbol id="{name}""#))?;
    let end = "</symbol>";
    let length = all[start..].find(end)? + end.len();
    Some(&all[start..start + length])
}

#[cfg(test)]
mod tests {
    use super::symbol;

    const SPRITE: &str = r#"<svg><symbol id="it-a" v="1"><path/></symbol><symbol id="it-ab"></symbol></svg>"#;

    #[test]
    fn a_symbol_is_cut_whole_by_its_full_name() {
        assert_eq!(symbol(SPRITE, "it-a"), Some(r#"<symbol id="it-a" v="1"><path/></symbol>"#));
        assert_eq!(symbol(SPRITE, "it-ab"), Some(r#"<symbol id="it-ab"></symbol>"#));
        assert_eq!(symbol(SPRITE, "it-"), None);
    }
}
