//! Which parts a page will ask for, so that they are on their way before the program has started and asks.

use std::collections::BTreeMap;

use crate::pages::{Asset, small};

/// A part below this is asked for when it is needed: asking early would gain nothing, and the page would name it.
const WORTH_BYTES: usize = 4_096;

/// The addresses of the larger parts of each view, and of the file of the small ones, by the view's name, read from the
/// module that loads them.
///
/// There a chunk is `const __chunk_3 = makeLoad(…"./part.x.wasm"…, [deps]);` or `…small(…)…`, and a view
/// `export const __wasm_split_load___NAME_view_HASH = …makeLoad(…"./part.y.wasm"…, [deps])`.
pub(crate) fn by_view(link: &str, assets: &[Asset]) -> BTreeMap<String, Vec<String>> {
    let heavy = |name: &str| assets.iter().find(|asset| asset.name == name && asset.bytes.len() >= WORTH_BYTES);
    let gathered = assets.iter().find(|asset| asset.name.starts_with(small::STEM)).map(Asset::address);
    let mut chunks = BTreeMap::new();
    let mut views = BTreeMap::new();
    for statement in link.split("const __").skip(1) {
        let Some((name, rest)) = statement.split_once(" = ") else { continue };
        let file = rest.split("\"./").skip(1).filter_map(|text| text.split('"').next());
        let small = rest.contains("small(").then(|| gathered.clone()).flatten();
        let own: Vec<String> = file.filter_map(heavy).map(Asset::address).chain(small).collect();
        if let Some(view) = view_of(name) {
            let needed = rest.split("__chunk_").skip(1).map(|text| text.split(|c: char| !c.is_ascii_digit()).next());
            let shared = needed.flatten().filter_map(|number| chunks.get(number)).flatten().cloned();
            let mut parts = Vec::new();
            for part in own.into_iter().chain(shared) {
                if !parts.contains(&part) {
                    parts.push(part);
                }
            }
            views.insert(view.to_owned(), parts);
        } else if let Some(number) = name.strip_prefix("chunk_") {
            chunks.insert(number.to_owned(), own);
        }
    }
    views
}

/// `board_page` of `wasm_split_load___board_page_view_1323428868417905040`.
fn view_of(name: &str) -> Option<&str> {
    let name = name.strip_prefix("wasm_split_load_")?.trim_start_matches('_');
    name.rsplit_once("_view_").map(|(view, _)| view)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_view_names_its_larger_parts_and_those_that_it_shares() {
        let asset = |name: &str, size: usize| Asset { name: name.to_owned(), bytes: vec![0; size] };
        let assets = [
            asset("part.a.wasm", 9_000),
            asset("part.b.wasm", 10),
            asset("part.c.wasm", 20_000),
            asset("small.d.bin", 30),
        ];
        let link = r#"
/* __board_page_view_1, __page_view_2 */
const __chunk_7 = makeLoad(() => { const src = fetch(new URL("./part.a.wasm", import.meta.url)); }
, []);
const __chunk_8 = makeLoad(() => { const src = fetch(new URL("./part.b.wasm", import.meta.url)); }
, []);
const __chunk_9 = makeLoad(() => { const src = small(0, 30); }
, []);
const __chunk_10 = makeLoad(() => { const src = small(30, 9); }
, []);
export const __wasm_split_load___board_page_view_1 = wrapAsyncCb(makeLoad(() => {
    const src = fetch(new URL("./part.c.wasm", import.meta.url)); }
, [__chunk_7, __chunk_8, __chunk_9, __chunk_10]));
export const __wasm_split_load___page_view_2 = wrapAsyncCb(makeLoad(() => {}
, [__chunk_7]));"#;
        let views = by_view(link, &assets);
        assert_eq!(views["board_page"], ["/assets/part.c.wasm", "/assets/part.a.wasm", "/assets/small.d.bin"]);
        assert_eq!(views["page"], ["/assets/part.a.wasm"]);
    }
}
