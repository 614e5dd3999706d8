//! A document with holes: signed, it takes no more room on the disk than before.

use std::fs;
use std::io::Read;
use std::os::unix::fs::MetadataExt;

use kyso_testkit::pdf::sparse_pdf;

use crate::office::Office;

const SIZE: u64 = 64 << 20;

/// Bytes on the disk that the file takes.
fn room(office: &Office, name: &str) -> u64 {
    fs::metadata(office.path(name)).unwrap().blocks() * 512
}

/// Whether a file starts with all of another one.
fn begins(office: &Office, name: &str, with: &str) -> bool {
    let length = fs::metadata(office.path(with)).unwrap().len();
    let open = |name| fs::File::open(office.path(name)).unwrap();
    let (mut one, mut other) = (open(name).take(length), open(with));
    let (mut left, mut right) = (vec![0; 1 << 20], vec![0; 1 << 20]);
    loop {
        let read = other.read(&mut right).unwrap();
        if read == 0 {
            return true;
        }
        if one.read_exact(&mut left[..read]).is_err() || left[..read] != right[..read] {
            return false;
        }
    }
}

#[test]
fn holes_stay_holes() {
    let office = Office::new();
    sparse_pdf(&office.path("old.pdf"), SIZE).unwrap();
    if room(&office, "old.pdf") > SIZE / 2 {
        return; // This file system knows no holes.
    }
    let said = office.sign(&["old.pdf", "-o", "new.pdf"]);
    assert_eq!(said.status, 0, "{said:?}");
    assert!(begins(&office, "new.pdf", "old.pdf"));
    let said = office.sign(&["new.pdf", "--in-place"]);
    assert_eq!(said.status, 0, "{said:?}");
    assert!(begins(&office, "new.pdf", "old.pdf"));
    let said = office.kyso(&["verify", "new.pdf", "--trust", "root.pem", "--quiet"]);
    assert_eq!(said.status, 0, "{said:?}");
    let [old, new] = ["old.pdf", "new.pdf"].map(|name| room(&office, name));
    assert!(new <= old + (1 << 20), "{old} bytes became {new}");
}
