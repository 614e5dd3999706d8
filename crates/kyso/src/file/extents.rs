//! What of a file is data and what is a hole, so that a copy takes no more room than the file did.

use std::fs::File;
use std::io::{self, Seek, SeekFrom};
use std::ops::Range;

/// A part of a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Extent {
    Data(Range<u64>),
    /// What the file system calls a hole. Some have called data that was not on the disk yet one:
    /// it is to be left out only where it reads as zeros.
    Hole(Range<u64>),
}

/// The parts of `range`, in order, found as the iterator goes; all of it data where the file has
/// no holes, or `to` is nothing that can have any.
pub(crate) fn extents(
    from: &File,
    range: Range<u64>,
    to: &File,
) -> impl Iterator<Item = Extent> + use<> {
    #[cfg(target_os = "linux")]
    return linux::Extents::new(from, range, to);
    #[cfg(not(target_os = "linux"))]
    {
        let _ = (from, to);
        std::iter::once(Extent::Data(range))
    }
}

/// Makes a file longer by so many zeros that take no room, and goes on behind them. Its cursor
/// stands at its end.
///
/// # Errors
///
/// What the file system returns.
pub(crate) fn leave_hole(to: &mut File, length: u64) -> io::Result<()> {
    let length = i64::try_from(length).map_err(|_| io::ErrorKind::FileTooLarge)?;
    let end = to.seek(SeekFrom::Current(length))?;
    to.set_len(end)
}

#[cfg(target_os = "linux")]
mod linux {
    use std::fs::File;
    use std::ops::Range;
    use std::os::fd::AsRawFd;
    use std::os::unix::fs::MetadataExt;

    use rustix::fs::{SeekFrom, seek};
    use rustix::io::Errno;

    use super::Extent;

    /// Bytes of the blocks that a file's metadata counts (`stat`).
    const BLOCK: u64 = 512;

    pub(super) struct Extents {
        /// With a cursor of its own; `None` where there are no holes to be looked for.
        file: Option<File>,
        left: Range<u64>,
    }

    impl Extents {
        pub(super) fn new(from: &File, left: Range<u64>, to: &File) -> Self {
            let is_file = to.metadata().is_ok_and(|to| to.is_file());
            let sparse = from.metadata().is_ok_and(|from| from.blocks() * BLOCK < from.len());
            let again = || File::open(format!("/proc/self/fd/{}", from.as_raw_fd())).ok();
            Self { file: (is_file && sparse).then(again).flatten(), left }
        }

        /// Where data begins from `at` on, and where it ends; `None` where that cannot be told.
        fn data(&self, at: u64) -> Option<Range<u64>> {
            let file = self.file.as_ref()?;
            match seek(file, SeekFrom::Data(at)) {
                Ok(start) => Some(start..seek(file, SeekFrom::Hole(start)).ok()?),
                Err(Errno::NXIO) => Some(u64::MAX..u64::MAX),
                Err(_) => None,
            }
        }
    }

    impl Iterator for Extents {
        type Item = Extent;

        fn next(&mut self) -> Option<Extent> {
            let (at, end) = (self.left.start, self.left.end);
            if at >= end {
                return None;
            }
            let extent = match self.data(at) {
                Some(data) if data.start > at => Extent::Hole(at..data.start.min(end)),
                Some(data) if data.end > at => Extent::Data(at..data.end.min(end)),
                _ => Extent::Data(at..end),
            };
            let (Extent::Data(part) | Extent::Hole(part)) = &extent;
            self.left.start = part.end;
            Some(extent)
        }
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::fs::File;
    use std::io::Write;
    use std::os::unix::fs::FileExt;

    use super::{Extent, extents, leave_hole};

    #[test]
    fn parts_lie_end_to_end_and_holes_read_as_zeros() {
        let folder = tempfile::tempdir().unwrap();
        let [from, to] = ["from", "to"].map(|name| folder.path().join(name));
        let file = File::create_new(&from).unwrap();
        for place in [0, 3, 700, 901] {
            file.write_all_at(b"data", place * 4096).unwrap();
        }
        file.set_len(1000 * 4096).unwrap();
        let file = File::open(&from).unwrap();
        let mut to = File::create_new(to).unwrap();
        for range in [0..1000 * 4096, 5..6, 4096..8192, 10_000..3_000_000] {
            let mut at = range.start;
            for extent in extents(&file, range.clone(), &to) {
                let (Extent::Data(part) | Extent::Hole(part)) = &extent;
                assert_eq!(part.start, at);
                at = part.end;
                if let Extent::Hole(hole) = extent {
                    let mut bytes = vec![1; (hole.end - hole.start) as usize];
                    file.read_exact_at(&mut bytes, hole.start).unwrap();
                    assert!(bytes.iter().all(|byte| *byte == 0), "{hole:?}");
                }
            }
            assert_eq!(at, range.end);
        }
        to.write_all(b"a").unwrap();
        leave_hole(&mut to, 9).unwrap();
        assert_eq!(to.metadata().unwrap().len(), 10);
        to.write_all(b"b").unwrap();
        assert_eq!(to.metadata().unwrap().len(), 11);
    }
}
