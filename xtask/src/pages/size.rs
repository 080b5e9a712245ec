//! What a first visit has to fetch.

use std::fmt;

use crate::console::kilobytes;

/// The most that the program of the first page may weigh, compressed: wasm, JavaScript, style and the page itself.
pub(crate) const BUDGET: usize = 300 * 1000;

/// Raw and compressed sizes of what was built.
#[derive(Default)]
pub(crate) struct Sizes(Vec<(String, usize, usize)>);

impl Sizes {
    pub(crate) fn add(&mut self, name: &str, raw: usize, sent: usize) {
        self.0.push((name.to_owned(), raw, sent));
    }

    /// Bytes that the program of the first page costs. Fonts and the map's data come beside it, the parts (`part.*`)
    /// and their style (`pages.*`) come with the pages that need them, the worker's engine with the first proposal, and `console` is a page of its own.
    pub(crate) fn program(&self) -> usize {
        let of_program = |name: &str| {
            let kind = name.rsplit('.').next().unwrap_or_default();
            name != "sw.js"
                && !name.starts_with("part.")
                && !name.starts_with("engine")
                && !name.starts_with("console")
                && !name.starts_with("pages.")
                && ["wasm", "js", "css", "html"].contains(&kind)
        };
        self.0.iter().filter(|(name, ..)| of_program(name)).map(|(.., sent)| sent).sum()
    }
}

impl fmt::Display for Sizes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, raw, sent) in &self.0 {
            writeln!(f, "    {name:<44} {:>11} {:>11} sent", kilobytes(*raw), kilobytes(*sent))?;
        }
        let used = self.program();
        write!(f, "    first page's program: {} of {}", kilobytes(used), kilobytes(BUDGET))
    }
}

#[cfg(test)]
mod tests {
    use super::Sizes;

    #[test]
    fn the_program_is_what_the_first_page_waits_for() {
        let mut sizes = Sizes::default();
        for (name, sent) in [("a.1.wasm", 1), ("b.2.js", 20), ("c.3.css", 300), ("index.html", 4_000)] {
            sizes.add(name, 9_999, sent);
        }
        for name in [
            "sw.js",
            "pages.0.css",
            "f.4.woff2",
            "puglia.5.topo.json",
            "part.6.wasm",
            "engine.7.wasm",
            "engine-worker.8.js",
        ] {
            sizes.add(name, 9_999, 50_000);
        }
        for name in ["console.9.js", "console-part.10.js", "console.11.css", "console.html", "examples.json"] {
            sizes.add(name, 9_999, 600_000);
        }
        assert_eq!(sizes.program(), 4_321);
    }
}
