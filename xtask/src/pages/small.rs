//! The smallest parts of the program, gathered in one file.
//!
//! The split gives every set of views that share code a part of its own: most have a kilobyte, and a hundred requests and
//! compilations of such parts cost a slow processor more than their bytes. Here they are cut from one file and compiled at
//! once, where the loader would have streamed each.

use crate::failure::{Done, Failure};
use crate::pages::Asset;

/// A part of at most so many bytes is gathered: every browser compiles so much without a detour, and none takes long.
const SMALL_BYTES: usize = 4_096;

/// How the names of gathered files begin.
pub(crate) const STEM: &str = "small";

/// What the module that loads the parts needs to cut one from the file.
const CUT: &str = r#"
let smallParts = undefined;
function small(offset, length) {
    if (smallParts === undefined) {
        const asked = fetch(new URL("./{{file}}", import.meta.url)).then((answer) => {
            if (!answer.ok) throw new Error(`${answer.status} ${answer.url}`);
            return answer.arrayBuffer();
        });
        // A failure is not kept: the next try asks again.
        asked.catch(() => { smallParts = undefined; });
        smallParts = asked;
    }
    return smallParts.then((bytes) => new Uint8Array(bytes, offset, length));
}
"#;

/// A part: the name by which the loader asks for it, and its bytes.
type Part = (String, Vec<u8>);

/// Gathers small parts: rewrites the module that loads them, and gives the file that holds them and the parts that stay
/// files of their own.
///
/// # Errors
///
/// When the module does not ask for a part in the way that is known.
pub(crate) fn gather(link: &mut String, parts: Vec<Part>) -> Done<(Option<Asset>, Vec<Part>)> {
    let (small, large): (Vec<_>, Vec<_>) = parts.into_iter().partition(|(_, bytes)| bytes.len() <= SMALL_BYTES);
    if small.is_empty() {
        return Ok((None, large));
    }
    let mut all = Vec::new();
    for (name, bytes) in small {
        cut(link, &name, all.len(), bytes.len())?;
        all.extend(bytes);
    }
    let file = Asset::hashed(STEM, "bin", all);
    let after =
        link.find("\nfunction ").ok_or_else(|| Failure::new("the module that loads the parts has no function"))?;
    link.insert_str(after, &CUT.replace("{{file}}", &file.name));
    Ok((Some(file), large))
}

/// Makes the loader of one part take its bytes from the file.
fn cut(link: &mut String, name: &str, offset: usize, length: usize) -> Done {
    const STREAM: &str = "WebAssembly.instantiateStreaming(src, imports)";
    const AT_ONCE: &str = "new WebAssembly.Instance(new WebAssembly.Module(await src), imports)";
    let fetched = format!("fetch(new URL(\"./{name}\", import.meta.url))");
    let unknown = || Failure::new(format!("the module that loads the parts asks for {name} in an unknown way"));
    let at = link.find(&fetched).ok_or_else(unknown)?;
    let stream = at + link[at..].find(STREAM).ok_or_else(unknown)?;
    if link[at + fetched.len()..stream].contains("fetch(") {
        return Err(unknown());
    }
    link.replace_range(stream..stream + STREAM.len(), AT_ONCE);
    link.replace_range(at..at + fetched.len(), &format!("small({offset}, {length})"));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINK: &str = r#"import { initSync } from "./x.js";

function makeLoad(fetcher, deps) {}
const __chunk_1 = makeLoad(() => {
    const src = fetch(new URL("./a.wasm", import.meta.url));
    return async (imports) => (WebAssembly.instantiateStreaming(src, imports));
}, []);
const __chunk_2 = makeLoad(() => {
    const src = fetch(new URL("./b.wasm", import.meta.url));
    return async (imports) => (WebAssembly.instantiateStreaming(src, imports));
}, []);
const __chunk_3 = makeLoad(() => {
    const src = fetch(new URL("./c.wasm", import.meta.url));
    return async (imports) => (WebAssembly.instantiateStreaming(src, imports));
}, []);"#;

    fn part(name: &str, length: usize) -> Part {
        (name.to_owned(), vec![name.as_bytes()[0]; length])
    }

    #[test]
    fn small_parts_are_cut_from_one_file_and_a_large_one_stays() {
        let mut link = LINK.to_owned();
        let parts = vec![part("a.wasm", 3), part("b.wasm", SMALL_BYTES + 1), part("c.wasm", 2)];
        let (file, large) = gather(&mut link, parts).unwrap_or_else(|failure| panic!("{failure:?}"));
        let file = file.unwrap_or_else(|| panic!("two parts are small"));
        assert_eq!(file.bytes, b"aaacc");
        assert_eq!(large.len(), 1);
        assert!(link.contains("const src = small(0, 3);") && link.contains("const src = small(3, 2);"), "{link}");
        assert!(link.contains("./b.wasm") && link.contains(&file.name), "{link}");
        assert_eq!(link.matches("instantiateStreaming").count(), 1);
        assert_eq!(link.matches("WebAssembly.Module").count(), 2);
    }

    #[test]
    fn a_loader_that_is_written_otherwise_is_refused() {
        let mut link = LINK.replace("WebAssembly.instantiateStreaming(src, imports)", "other(src)");
        assert!(gather(&mut link, vec![part("a.wasm", 1)]).is_err());
        assert!(gather(&mut LINK.to_owned(), vec![part("z.wasm", 1)]).is_err(), "nobody asks for it");
        let none = gather(&mut LINK.to_owned(), vec![part("b.wasm", SMALL_BYTES + 1)]);
        assert!(none.is_ok_and(|(file, large)| file.is_none() && large.len() == 1));
    }
}
