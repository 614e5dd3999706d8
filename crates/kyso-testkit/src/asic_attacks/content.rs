//! What is in the entries: swapped, left out, moved, inflated.

use super::{Attack, victim};
use crate::container::{File, Zip, deflate};

const FILE_LIST: &str = "META-INF/manifest.xml";

/// Files and signatures changed, removed, added.
pub(super) fn content(zip: &Zip) -> Vec<Attack> {
    let name = victim(zip);
    let file = &zip.files[zip.at(&name)];
    let mut changed = file.content();
    if let Some(byte) = changed.first_mut() {
        *byte ^= 1;
    }
    let longer = [file.content(), b"\n".to_vec()].concat();
    let mut all = vec![
        Attack::zip("content-changed", &zip.clone().replaced(&name, &changed)),
        Attack::zip("content-emptied", &zip.clone().replaced(&name, b"")),
        Attack::zip("content-longer", &zip.clone().replaced(&name, &longer)),
        Attack::zip("file-removed", &zip.clone().without(&name)),
        Attack::zip("file-renamed", &zip.clone().without(&name).with("other.bak", &file.content())),
    ];
    for index in 0..zip.files.len() {
        let file = &zip.files[index];
        let signature = file.name();
        if !signature.starts_with("META-INF/") || signature.ends_with("manifest.xml") {
            continue;
        }
        let content = file.content();
        let half = content.len() / 2;
        all.push(Attack::zip(
            format!("cut-{signature}"),
            &zip.clone().replaced(&signature, &content[..half]),
        ));
        all.push(Attack::zip(
            format!("emptied-{signature}"),
            &zip.clone().replaced(&signature, b""),
        ));
        all.push(Attack::zip(
            format!("moved-{signature}"),
            &zip.clone().without(&signature).with("signatures.xml", &content),
        ));
        all.push(Attack::zip(format!("removed-{signature}"), &zip.clone().without(&signature)));
        let text = String::from_utf8_lossy(&content);
        for (what, from, to) in [
            ("root", "XAdESSignatures", "XAdESSignatureS"),
            ("namespace", "02918/v1.2.1#", "02918/v1.2.2#"),
            ("beside", "</asic:XAdESSignatures>", "<evil/></asic:XAdESSignatures>"),
            ("text", "</asic:XAdESSignatures>", "evil</asic:XAdESSignatures>"),
        ] {
            if text.contains(from) {
                let text = text.replace(from, to);
                let zip = zip.clone().replaced(&signature, text.as_bytes());
                all.push(Attack::zip(format!("{what}-{signature}"), &zip));
            }
        }
    }
    // Deflate that goes on behind its end, or ends before.
    let at = zip.at(&name);
    let data = deflate(&file.content());
    for (what, data) in [
        ("deflate-trailing", [data.clone(), b"evil".to_vec()].concat()),
        ("deflate-cut", data[..data.len() - 1].to_vec()),
        ("deflate-two", [data.clone(), data].concat()),
    ] {
        let mut zip = zip.clone();
        let mut file = File::deflated(&name, &file.content());
        for header in [&mut file.local, &mut file.central] {
            header.compressed = u32::try_from(data.len()).expect("small");
        }
        file.data = data;
        zip.files[at] = file;
        all.push(Attack::zip(what, &zip));
    }
    all
}

/// Files in `META-INF` that nobody judges and everybody sees.
pub(super) fn unjudged(zip: &Zip) -> Vec<Attack> {
    let mut all = Vec::new();
    let page = b"<html xmlns=\"http://www.w3.org/1999/xhtml\"><body>I owe 1M</body></html>";
    for unjudged in [
        "ASiCArchiveManifest-contract.xml",
        "ASiCEvidenceRecordManifest.xml",
        "contract-evidencerecord.xml",
        "contract-timestamp.tst",
        "contract.html",
        "folder/contract.html",
    ] {
        let added = zip.clone().with(&format!("META-INF/{unjudged}"), page);
        all.push(Attack::zip(format!("unjudged-{unjudged}"), &added));
    }
    let listless = zip.clone();
    let listless = match listless.files.iter().any(|file| file.name() == FILE_LIST) {
        true => listless.without(FILE_LIST),
        false => listless,
    };
    let list = "<m:manifest xmlns:m=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\">\
                I owe 1M</m:manifest>";
    for (what, list) in [("page", page.as_slice()), ("text", list.as_bytes())] {
        let added = listless.clone().with(FILE_LIST, list);
        all.push(Attack::zip(format!("list-of-files-is-a-{what}"), &added));
    }
    all
}

/// The entry that says what kind of container it is.
pub(super) fn mimetype(zip: &Zip) -> Vec<Attack> {
    let mut all = Vec::new();
    let sound = zip.files[0].content();
    let mut add = |what: &str, first: File| {
        let mut zip = zip.clone();
        zip.files[0] = first;
        all.push(Attack::zip(format!("mimetype-{what}"), &zip));
    };
    add("compressed", File::deflated("mimetype", &sound));
    add("other", File::stored("mimetype", b"application/zip"));
    add("empty", File::stored("mimetype", b""));
    add("newline", File::stored("mimetype", &[sound.as_slice(), b"\n"].concat()));
    add("upper-case", File::stored("mimetype", &sound.to_ascii_uppercase()));
    let mut extra = File::stored("mimetype", &sound);
    extra.local.extra = vec![0x55, 0x54, 1, 0, 0];
    add("extra", extra);
    add("renamed", File::stored("Mimetype", &sound));
    let mut last = zip.clone();
    let first = last.files.remove(0);
    last.files.push(first);
    all.push(Attack::zip("mimetype-last", &last));
    all.push(Attack::zip("mimetype-missing", &zip.clone().without("mimetype")));
    let twice = zip.clone().with("mimetype", &sound);
    all.push(Attack::zip("mimetype-twice", &twice));
    all
}

/// Entries that inflate to far more than they are.
pub(super) fn bombs(zip: &Zip) -> Vec<Attack> {
    let zeros = vec![0; 100 << 20];
    let bomb = File::deflated("bomb.bin", &zeros);
    let mut beside = zip.clone();
    beside.files.push(bomb.clone());
    let mut all = vec![Attack::zip("bomb", &beside)];
    // Said to be small: it inflates to more than was said.
    let mut lies = bomb.clone();
    for header in [&mut lies.local, &mut lies.central] {
        header.size = 10;
    }
    let mut lying = zip.clone();
    lying.files.push(lies);
    all.push(Attack::zip("bomb-said-small", &lying));
    for index in 0..zip.files.len() {
        let name = zip.files[index].name();
        if name.starts_with("META-INF/") && !name.ends_with("manifest.xml") {
            let mut zip = zip.clone();
            zip.files[index] = bomb.clone().renamed(&name);
            all.push(Attack::zip(format!("bomb-in-place-of-{name}"), &zip));
        }
    }
    // Many entries of the same bytes.
    let mut overlapping = zip.clone();
    for number in 0..100 {
        let mut file = File::stored(&format!("copy-{number}"), b"");
        file.offset = Some(0);
        overlapping.files.push(file);
    }
    all.push(Attack::zip("overlapping", &overlapping));
    let mut many = zip.clone();
    for number in 0..20_000 {
        many.files.push(File::stored(&format!("file-{number}"), b""));
    }
    all.push(Attack::zip("many-files", &many));
    all
}
