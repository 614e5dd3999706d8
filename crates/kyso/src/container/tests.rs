//! The structure of containers: why each kind of fault is refused, and sizes beyond 32 bits.

use std::io::Read;

use kyso_testkit::container::{File, Zip, crc};

use super::write::{lay_out, put};
use super::{Container, Kind};
use crate::source::Source;

fn sound() -> Zip {
    let mimetype = File::stored("mimetype", Kind::Extended.media_type().as_bytes());
    Zip::of(vec![mimetype, File::deflated("a.txt", b"aaaaaaaaaa"), File::stored("b.txt", b"b")])
}

fn fault(change: impl FnOnce(&mut Zip)) -> &'static str {
    let mut zip = sound();
    change(&mut zip);
    let parsed = Container::parse(Source::from_bytes(zip.build()));
    parsed.map_or_else(|error| error.fault.name(), |_| "none")
}

#[test]
fn every_fault_is_told_by_its_name() {
    assert_eq!(fault(|_| {}), "none");
    assert_eq!(fault(|zip| zip.suffix = b"x".to_vec()), "zip-end-record");
    assert_eq!(fault(|zip| zip.prefix = (b"x".to_vec(), true)), "zip-stray-bytes");
    assert_eq!(fault(|zip| zip.prefix = (b"x".to_vec(), false)), "zip-directory");
    assert_eq!(fault(|zip| zip.before_directory = b"x".to_vec()), "zip-stray-bytes");
    assert_eq!(fault(|zip| zip.before_end = b"x".to_vec()), "zip-directory");
    assert_eq!(fault(|zip| zip.files[1].before = b"x".to_vec()), "zip-stray-bytes");
    assert_eq!(fault(|zip| zip.files[1].listed = false), "zip-stray-bytes");
    assert_eq!(fault(|zip| zip.lies = [1, 0, 0]), "zip-directory");
    assert_eq!(fault(|zip| zip.files.clear()), "zip-empty");
    assert_eq!(fault(|zip| zip.files[1].offset = Some(0)), "zip-stray-bytes");
    assert_eq!(fault(|zip| zip.files[1].local.crc ^= 1), "zip-local-header");
    assert_eq!(fault(|zip| zip.files[1].local.name = b"c.txt".to_vec()), "zip-local-header");
    assert_eq!(fault(|zip| zip.files[1].attributes = 0o120_777 << 16), "zip-not-regular");
    assert_eq!(fault(|zip| zip.files[1].central.extra = vec![1]), "zip-extra");
    let method = |zip: &mut Zip| zip.files[1].central.method = 12;
    assert_eq!(fault(method), "zip-method");
    assert_eq!(fault(|zip| zip.files[1].central.flags |= 1), "zip-flags");
    assert_eq!(fault(|zip| zip.files.swap(0, 1)), "zip-mimetype");
    assert_eq!(fault(|zip| zip.files.push(File::stored("A.TXT", b""))), "zip-duplicate");
    assert_eq!(fault(|zip| zip.files.push(File::stored("../a", b""))), "zip-name");
    assert_eq!(fault(|zip| zip.files.push(File::stored("MimeType", b""))), "zip-reserved");
    let descriptor = |zip: &mut Zip| {
        zip.files[1] = zip.files[1].clone().described();
        zip.files[1].descriptor[5] ^= 1;
    };
    assert_eq!(fault(descriptor), "zip-descriptor");
    let bomb = |zip: &mut Zip| {
        let file = &mut zip.files[1];
        for header in [&mut file.local, &mut file.central] {
            header.size = 1 << 30;
        }
    };
    assert_eq!(fault(bomb), "zip-bomb");
}

#[test]
fn content_is_held_to_what_the_directory_says() {
    let read = |change: &dyn Fn(&mut File)| {
        let mut zip = sound();
        change(&mut zip.files[1]);
        let container = Container::parse(Source::from_bytes(zip.build())).unwrap();
        let mut bytes = Vec::new();
        let entry = container.entry("a.txt").unwrap();
        container.read(entry).read_to_end(&mut bytes).map(|_| bytes)
    };
    let both = |file: &mut File, change: &dyn Fn(&mut kyso_testkit::container::Header)| {
        change(&mut file.local);
        change(&mut file.central);
    };
    assert_eq!(read(&|_| {}).unwrap(), b"aaaaaaaaaa");
    assert!(read(&|file| both(file, &|header| header.crc ^= 1)).is_err());
    assert!(read(&|file| both(file, &|header| header.size = 9)).is_err());
    assert!(read(&|file| both(file, &|header| header.size = 11)).is_err());
    let trailing = |file: &mut File| {
        file.data.push(0);
        both(file, &|header| header.compressed += 1);
    };
    assert!(read(&trailing).is_err());
}

#[test]
fn files_of_gigabytes_are_laid_out_and_read_back() {
    // Nothing of the zeros is ever read.
    let piece = Source::from_bytes(vec![0; 1 << 20]);
    let huge = Source::joined((0..5 << 10).map(|_| (piece.clone(), 0..1 << 20)));
    assert_eq!(huge.len(), 5 << 30);
    let mimetype = Kind::Extended.media_type().as_bytes();
    let small = |name: &str, bytes: &[u8]| {
        (name.to_owned(), Source::from_bytes(bytes.to_vec()), crc(bytes))
    };
    let all = [
        small("mimetype", mimetype),
        ("huge.bin".to_owned(), huge, 0),
        small("after.txt", b"after"),
    ];
    let source = lay_out(&all);
    let container = Container::parse(source.clone()).unwrap();
    assert_eq!(container.entry("huge.bin").unwrap().size(), 5 << 30);
    // Put in behind, then replaced: what is far away stays where it is, or moves nearer.
    let with = |source: &Source, name: &str, bytes: &[u8]| {
        let container = Container::parse(source.clone()).unwrap();
        let changes = put(&container, &[(name.to_owned(), bytes.to_vec())]).unwrap();
        let mut changed = source.clone();
        for (range, bytes) in changes.into_iter().rev() {
            changed = changed.spliced(range, bytes);
        }
        changed
    };
    let first = with(&source, "META-INF/x.xml", b"first");
    let second = with(&with(&first, "META-INF/y.xml", b"y"), "META-INF/x.xml", b"");
    let container = Container::parse(second).unwrap();
    let read = |name: &str| {
        let mut text = String::new();
        let entry = container.entry(name).unwrap();
        container.read(entry).read_to_string(&mut text).unwrap();
        text
    };
    let names = ["after.txt", "META-INF/x.xml", "META-INF/y.xml"];
    assert_eq!(names.map(read), ["after", "", "y"]);
}
