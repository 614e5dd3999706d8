//! The zip structure: two readers see two containers.

use super::{Attack, victim};
use crate::container::{File, Zip, crc};

/// What stands before, between and after, and what the end record says.
pub(super) fn end_records(zip: &Zip, sound: &[u8]) -> Vec<Attack> {
    let mut all = Vec::new();
    let mut add = |name: &str, change: &dyn Fn(&mut Zip)| {
        let mut zip = zip.clone();
        change(&mut zip);
        all.push(Attack::zip(name, &zip));
    };
    let stray = File::stored("evil.txt", b"evil");
    let lone = Zip::of(vec![stray.clone()]).build();
    add("prefix-counted", &|zip| zip.prefix = (b"MZ stub".to_vec(), true));
    add("prefix-not-counted", &|zip| zip.prefix = (b"MZ stub".to_vec(), false));
    add("prefix-is-a-container", &|zip| zip.prefix = (lone.clone(), true));
    add("suffix", &|zip| zip.suffix = b"x".to_vec());
    add("suffix-zeros", &|zip| zip.suffix = vec![0; 512]);
    add("suffix-is-a-container", &|zip| zip.suffix = lone.clone());
    add("bytes-before-directory", &|zip| zip.before_directory = b"stray".to_vec());
    add("file-before-directory", &|zip| {
        zip.before_directory = lone[..30 + 8 + 4].to_vec();
    });
    add("bytes-before-end", &|zip| zip.before_end = b"stray".to_vec());
    add("file-before-end", &|zip| zip.before_end = lone[..30 + 8 + 4].to_vec());
    add("bytes-between-entries", &|zip| zip.files[1].before = b"stray".to_vec());
    add("file-between-entries", &|zip| zip.files[1].before = lone[..30 + 8 + 4].to_vec());
    add("unlisted-file", &|zip| {
        zip.files.insert(1, File { listed: false, ..stray.clone() });
    });
    add("unlisted-last-file", &|zip| {
        zip.files.push(File { listed: false, ..stray.clone() });
    });
    add("comment-with-end-record", &|zip| {
        zip.comment = [b"PK\x05\x06".as_slice(), &[0; 18]].concat();
    });
    add("comment-ends-a-pdf", &|zip| zip.comment = b"startxref\n9\n%%EOF".to_vec());
    add("extra-begins-a-pdf", &|zip| {
        let extra = [&[0x55, 0x55, 8, 0], b"%PDF-1.7".as_slice()].concat();
        zip.files[1].local.extra = extra;
    });
    add("comment-of-anybody", &|zip| zip.comment = b"SIGNED: pay 1M".to_vec());
    let object = b"4 0 obj<<>>endobj trailer<<>>";
    add("comment-is-an-object-of-a-pdf", &|zip| {
        zip.comment = [object.as_slice(), &[b' '; 3000]].concat();
    });
    add("extra-is-an-object-of-a-pdf", &|zip| {
        let length = u8::try_from(object.len()).expect("short");
        zip.files[1].local.extra = [&[0x99, 0x99, length, 0], object.as_slice()].concat();
    });
    add("file-of-signatures-is-an-object-of-a-pdf", &|zip| {
        zip.files.push(File::stored("META-INF/manifest.xml", object));
    });
    add("comment-is-a-container", &|zip| zip.comment = lone.clone());
    for (name, lies) in [
        ("one-entry-more", [1, 0, 0]),
        ("one-entry-less", [-1, 0, 0]),
        ("directory-longer", [0, 1, 0]),
        ("directory-shorter", [0, -1, 0]),
        ("directory-earlier", [0, 0, -1]),
        ("directory-later", [0, 0, 1]),
        ("directory-moved-and-shorter", [0, -4, 4]),
    ] {
        add(name, &|zip| zip.lies = lies);
    }
    for cut in [1, 5, 22] {
        all.push(Attack::new(format!("cut-{cut}"), sound[..sound.len() - cut].to_vec()));
    }
    all.push(Attack::new("twice", [sound, sound].concat()));
    all
}

/// Local headers that say something else than the directory, and entries that overlap.
pub(super) fn headers(zip: &Zip) -> Vec<Attack> {
    let mut all = Vec::new();
    let name = victim(zip);
    let mut add = |what: &str, change: &dyn Fn(&mut File)| {
        let mut zip = zip.clone();
        let at = zip.at(&name);
        change(&mut zip.files[at]);
        all.push(Attack::zip(what, &zip));
    };
    add("local-name", &|file| file.local.name = b"other.txt".to_vec());
    add("local-name-case", &|file| file.local.name.make_ascii_uppercase());
    add("central-name", &|file| file.central.name = b"other.txt".to_vec());
    add("local-crc", &|file| file.local.crc ^= 1);
    add("central-crc", &|file| file.central.crc ^= 1);
    add("both-crcs", &|file| {
        file.local.crc ^= 1;
        file.central.crc ^= 1;
    });
    add("local-size", &|file| file.local.size += 1);
    add("central-size", &|file| file.central.size += 1);
    add("both-sizes", &|file| {
        file.local.size += 1;
        file.central.size += 1;
    });
    add("local-compressed", &|file| file.local.compressed += 1);
    add("central-compressed", &|file| file.central.compressed += 1);
    add("local-compressed-less", &|file| file.local.compressed -= 1);
    add("local-method", &|file| file.local.method = 8 - file.local.method);
    add("central-method", &|file| file.central.method = 8 - file.central.method);
    for method in [9, 12, 14, 93, 99] {
        add(&format!("method-{method}"), &|file| {
            file.local.method = method;
            file.central.method = method;
        });
    }
    for bit in [0, 4, 5, 6, 7, 12, 13, 14, 15] {
        add(&format!("flag-{bit}"), &|file| {
            file.local.flags |= 1 << bit;
            file.central.flags |= 1 << bit;
        });
    }
    add("local-flags", &|file| file.local.flags ^= 1 << 11);
    add("central-flags", &|file| file.central.flags ^= 1 << 11);
    add("local-extra-broken", &|file| file.local.extra = vec![1, 2, 3]);
    add("central-extra-broken", &|file| file.central.extra = vec![0x55, 0x54, 9, 0, 1]);
    add("offset-of-mimetype", &|file| file.offset = Some(0));
    add("offset-inside", &|file| file.offset = Some(1));
    add("offset-outside", &|file| file.offset = Some(u32::MAX - 1));
    for mode in [0o120_777, 0o060_644, 0o010_644, 0o140_644, 0o040_755] {
        add(&format!("mode-{mode:o}"), &|file| file.attributes = mode << 16);
    }
    add("descriptor-missing", &|file| {
        let described = file.clone().described();
        *file = File { descriptor: Vec::new(), ..described };
    });
    for at in [0, 4, 8, 12, 15] {
        add(&format!("descriptor-lies-{at}"), &|file| {
            *file = file.clone().described();
            file.descriptor[at] ^= 1;
        });
    }
    add("descriptor-not-said", &|file| {
        file.descriptor = file.clone().described().descriptor;
    });
    add("descriptor-longer", &|file| {
        *file = file.clone().described();
        file.descriptor.push(0);
    });
    add("local-sizes-open-without-descriptor", &|file| {
        (file.local.crc, file.local.size, file.local.compressed) = (0, 0, 0);
    });
    all
}

/// Entries that are no files to those who unpack them, and extra fields that make them so.
pub(super) fn kinds(zip: &Zip) -> Vec<Attack> {
    let mut all = Vec::new();
    let name = victim(zip);
    let mut add = |what: &str, change: &dyn Fn(&mut File)| {
        let mut zip = zip.clone();
        let at = zip.at(&name);
        change(&mut zip.files[at]);
        all.push(Attack::zip(what, &zip));
    };
    for system in [0_u16, 2, 5, 7, 16, 19, 30] {
        add(&format!("link-of-system-{system}"), &|file| {
            file.made_by = system << 8 | 20;
            file.attributes = 0o120_777 << 16;
        });
    }
    add("label", &|file| (file.made_by, file.attributes) = (20, 0x08));
    add("folder-of-dos", &|file| (file.made_by, file.attributes) = (20, 0x10));
    for (name, id) in [("link-of-asi", 0x756e_u16), ("link-of-pkware", 0x000d), ("any", 0x9999)] {
        add(&format!("extra-{name}"), &|file| {
            file.local.extra = [&id.to_le_bytes(), [4, 0, 1, 2, 3, 4].as_slice()].concat();
            file.central.extra.clone_from(&file.local.extra);
        });
    }
    all
}

/// Records and fields for large files that contradict the others.
pub(super) fn wide(zip: &Zip) -> Vec<Attack> {
    let mut all = Vec::new();
    let name = victim(zip);
    let extra = |numbers: &[u64]| {
        let bytes: Vec<u8> = numbers.iter().flat_map(|number| number.to_le_bytes()).collect();
        [&[1, 0, u8::try_from(bytes.len()).expect("short"), 0], bytes.as_slice()].concat()
    };
    let mut add = |what: &str, change: &dyn Fn(&mut File)| {
        let mut zip = zip.clone();
        let at = zip.at(&name);
        change(&mut zip.files[at]);
        all.push(Attack::zip(what, &zip));
    };
    add("wide-size-beside-short", &|file| {
        file.central.extra = extra(&[u64::from(file.central.size) + 1]);
    });
    add("wide-local-beside-short", &|file| {
        let (size, compressed) = (file.local.size, file.local.compressed);
        file.local.extra = extra(&[u64::from(size) + 1, u64::from(compressed)]);
    });
    add("wide-size-missing", &|file| file.central.size = u32::MAX);
    add("wide-size-other", &|file| {
        file.central.extra = extra(&[u64::from(file.central.size) + 1]);
        file.central.size = u32::MAX;
    });
    add("wide-local-other", &|file| {
        let (size, compressed) = (file.local.size, file.local.compressed);
        file.local.extra = extra(&[u64::from(size) + 1, u64::from(compressed)]);
        (file.local.size, file.local.compressed) = (u32::MAX, u32::MAX);
    });
    add("wide-twice", &|file| {
        let size = u64::from(file.central.size);
        file.central.extra = [extra(&[size]), extra(&[size + 1])].concat();
        file.central.size = u32::MAX;
    });
    add("wide-offset-elsewhere", &|file| {
        file.central.extra = extra(&[0]);
        file.offset = Some(u32::MAX);
    });
    add("wide-too-many", &|file| {
        let size = u64::from(file.central.size);
        file.central.extra = extra(&[size, size]);
        file.central.size = u32::MAX;
    });
    add("aes", &|file| file.central.extra = vec![0x01, 0x99, 7, 0, 2, 0, b'A', b'E', 3, 8, 0]);
    add("unicode-name", &|file| {
        let other = b"other.txt";
        let crc = crc(&file.central.name).to_le_bytes();
        let fixed = [0x75, 0x70, u8::try_from(other.len() + 5).expect("short"), 0, 1];
        file.central.extra = [fixed.as_slice(), &crc, other].concat();
    });
    // A locator and a record that name another directory: an empty one, or one with a file less.
    let record = |entries: u64, size: u64, offset: u64| {
        let head = [b"PK\x06\x06".as_slice(), &44_u64.to_le_bytes(), &[45, 0, 45, 0], &[0; 8]];
        let numbers = [entries, entries, size, offset].map(u64::to_le_bytes).concat();
        [head.concat(), numbers].concat()
    };
    let locator = |at: u64| {
        [b"PK\x06\x07".as_slice(), &[0; 4], &at.to_le_bytes(), &1_u32.to_le_bytes()].concat()
    };
    let sound = zip.build();
    let end = sound.windows(4).rposition(|window| window == b"PK\x05\x06").expect("an end") as u64;
    let mut add = |what: &str, before_end: Vec<u8>| {
        let zip = Zip { before_end, ..zip.clone() };
        all.push(Attack::zip(what, &zip));
    };
    add("end64-empty", [record(0, 0, end), locator(end)].concat());
    add("end64-elsewhere", [record(1, 50, 0), locator(end)].concat());
    add("locator-alone", locator(end));
    add("locator-beyond", locator(u64::MAX - 8));
    add("locator-to-start", locator(0));
    all
}
