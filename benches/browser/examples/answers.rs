//! Prints the engine's answers of this machine: `cargo run -p browser-bench --example answers -- 240`.

use std::io::Write as _;

fn main() -> std::io::Result<()> {
    let count = std::env::args().nth(1).and_then(|text| text.parse().ok()).unwrap_or(240);
    std::io::stdout().write_all(browser_bench::answers::answers(count).as_bytes())
}
