//! Makes sure that the folder of the built program exists, and embeds it anew whenever it changes.

fn main() -> std::io::Result<()> {
    let built = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../frontend/dist");
    std::fs::create_dir_all(&built)?;
    println!("cargo:rerun-if-changed={}", built.display());
    Ok(())
}
