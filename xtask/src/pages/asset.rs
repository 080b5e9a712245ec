//! One file of `frontend/dist/assets`, named by its content, and the writing of the whole folder.
//!
//! A file that is already there under its hashed name is not written again, so that cargo sees no change where there is none.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write as _;
use std::path::Path;

use flate2::write::GzEncoder;

use crate::failure::{Done, While as _};
use crate::pages::Sizes;
use crate::place::Place;

pub(crate) struct Asset {
    /// `main.3f2a9c0d1e4b5a67.css`.
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
}

impl Asset {
    pub(crate) fn hashed(stem: &str, extension: &str, bytes: Vec<u8>) -> Self {
        Self { name: Self::name_by(stem, extension, &bytes), bytes }
    }

    /// The name that a content makes: `main.3f2a9c0d1e4b5a67.css`.
    pub(crate) fn name_by(stem: &str, extension: &str, content: &[u8]) -> String {
        format!("{stem}.{}.{extension}", &blake3::hash(content).to_hex().as_str()[..16])
    }

    /// Where a page finds it.
    pub(crate) fn address(&self) -> String {
        format!("/assets/{}", self.name)
    }
}

/// Files of the page itself, which keep their names: `index.html`, `sw.js`.
pub(crate) type Named = Vec<(&'static str, Vec<u8>)>;

/// Makes `frontend/dist` hold exactly these files and their compressed copies. Tells how many it had to write.
pub(crate) fn publish(place: &Place, page: Named, assets: &[Asset]) -> Done<(usize, Sizes)> {
    let (top, below) = (place.dist(), place.dist().join("assets"));
    fs::create_dir_all(&below).doing(|| format!("make {}", below.display()))?;
    let mut written = 0;
    let mut sizes = Sizes::default();
    let mut kept = BTreeSet::new();
    for asset in assets {
        let files = with_compressed(&below, &asset.name, &asset.bytes, false, &mut written)?;
        sizes.add(&asset.name, asset.bytes.len(), files.smallest);
        kept.extend(files.names);
    }
    remove_others(&below, &kept)?;
    kept.clear();
    for (name, bytes) in page {
        let files = with_compressed(&top, name, &bytes, true, &mut written)?;
        sizes.add(name, bytes.len(), files.smallest);
        kept.extend(files.names);
    }
    remove_others(&top, &kept)?;
    Ok((written, sizes))
}

struct Written {
    names: Vec<String>,
    /// What a browser that takes brotli receives.
    smallest: usize,
}

/// Writes a file and its copies where they are missing; with `compare`, also where the content is another.
fn with_compressed(folder: &Path, name: &str, bytes: &[u8], compare: bool, written: &mut usize) -> Done<Written> {
    let path = folder.join(name);
    let changed = if compare { fs::read(&path).ok().as_deref() != Some(bytes) } else { !path.exists() };
    let mut put = |file: &Path, bytes: &[u8]| {
        *written += 1;
        fs::write(file, bytes).doing(|| format!("write {}", file.display()))
    };
    let mut names = vec![name.to_owned()];
    let mut smallest = bytes.len();
    // Woff2 is compressed already.
    if Path::new(name).extension() != Some("woff2".as_ref()) {
        let (br, gz) = (format!("{name}.br"), format!("{name}.gz"));
        if changed || !folder.join(&br).exists() {
            put(&folder.join(&br), &brotli(bytes)?)?;
        }
        if changed || !folder.join(&gz).exists() {
            put(&folder.join(&gz), &gzip(bytes)?)?;
        }
        let size = fs::metadata(folder.join(&br)).doing(|| format!("look at {br}"))?.len();
        smallest = usize::try_from(size).unwrap_or(smallest);
        names.extend([br, gz]);
    }
    // Last, because its presence says that all three are whole.
    if changed {
        put(&path, bytes)?;
    }
    Ok(Written { names, smallest })
}

fn brotli(bytes: &[u8]) -> Done<Vec<u8>> {
    // A program of the dev profile has many megabytes and is never sent over a network.
    let quality = if bytes.len() > 4 << 20 { 3 } else { 11 };
    let parameters = brotli::enc::BrotliEncoderParams { quality, lgwin: 22, ..Default::default() };
    let mut out = Vec::new();
    brotli::BrotliCompress(&mut &*bytes, &mut out, &parameters).doing(|| "compress by brotli".to_owned())?;
    Ok(out)
}

fn gzip(bytes: &[u8]) -> Done<Vec<u8>> {
    let level = if bytes.len() > 4 << 20 { flate2::Compression::fast() } else { flate2::Compression::best() };
    let mut out = GzEncoder::new(Vec::new(), level);
    out.write_all(bytes).and_then(|()| out.finish()).doing(|| "compress by gzip".to_owned())
}

fn remove_others(folder: &Path, kept: &BTreeSet<String>) -> Done {
    for entry in fs::read_dir(folder).doing(|| format!("list {}", folder.display()))? {
        let entry = entry.doing(|| format!("list {}", folder.display()))?;
        let file = entry.path();
        if file.is_file() && !kept.contains(entry.file_name().to_string_lossy().as_ref()) {
            fs::remove_file(&file).doing(|| format!("remove {}", file.display()))?;
        }
    }
    Ok(())
}
