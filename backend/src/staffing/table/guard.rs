//! What stands before a workbook is read: a small file may unpack to one that fills the memory.

use std::io::{self, Cursor, Read as _};

use shared::staffing::sheet::Why;
use zip::ZipArchive;

/// The most that a workbook's parts may come to when they are unpacked, bytes.
const MAX_UNPACKED: u64 = 30_000_000;
/// The most parts of a workbook.
const MAX_PARTS: usize = 500;

/// Unpacks a workbook into nothing, and counts: what its parts say of their own size is not believed.
///
/// # Errors
/// What is wrong with it.
pub(super) fn check(bytes: &[u8]) -> Result<(), Why> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Why::Unreadable)?;
    if archive.len() > MAX_PARTS {
        return Err(Why::TooLarge);
    }
    let mut left = MAX_UNPACKED;
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(|_| Why::Unreadable)?;
        // One more than there may be, so that too many are seen.
        let read = io::copy(&mut part.take(left + 1), &mut io::sink()).map_err(|_| Why::Unreadable)?;
        left = left.checked_sub(read).ok_or(Why::TooLarge)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use zip::{ZipWriter, write::SimpleFileOptions};

    use super::*;

    fn packed(parts: usize, megabytes: usize) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for part in 0..parts {
            zip.start_file(format!("xl/{part}.xml"), SimpleFileOptions::default()).expect("a part begins");
            for _ in 0..megabytes {
                zip.write_all(&vec![b' '; 1_000_000]).expect("it is written");
            }
        }
        zip.finish().expect("it ends").into_inner()
    }

    #[test]
    fn a_small_file_that_unpacks_to_a_large_one_is_refused_and_so_are_too_many_parts() {
        let bomb = packed(4, 9);
        assert!(bomb.len() < 200_000, "{}", bomb.len());
        assert_eq!(check(&bomb), Err(Why::TooLarge));
        assert_eq!(check(&packed(MAX_PARTS + 1, 0)), Err(Why::TooLarge));
        assert_eq!(check(&packed(3, 9)), Ok(()));
        assert_eq!(check(b"PK and no more"), Err(Why::Unreadable));
    }
}
