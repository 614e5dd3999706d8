//! Names: two entries for one name on some system, names that lead elsewhere.

use super::{Attack, victim};
use crate::container::{File, Zip};

/// Names added beside the victim's, or given to it.
pub(super) fn names(zip: &Zip) -> Vec<Attack> {
    let mut all = Vec::new();
    let name = victim(zip);
    let at = zip.at(&name);
    let (stem, ending) = name.rsplit_once('.').unwrap_or((&name, ""));
    let folder = format!("{name}/evil.txt");
    let decomposed: String = format!("{stem}\u{301}.{ending}");
    for (what, other) in [
        ("same", name.clone()),
        ("case", name.to_uppercase()),
        ("trailing-dot", format!("{name}.")),
        ("trailing-space", format!("{name} ")),
        ("folder", format!("{name}/")),
        ("inside-file", folder),
        ("absolute", format!("/{name}")),
        ("parent", format!("../{name}")),
        ("parent-inside", format!("a/../{name}")),
        ("dot", format!("./{name}")),
        ("double-slash", format!("a//{name}")),
        ("backslash", format!("a\\{name}")),
        ("drive", format!("C:{name}")),
        ("nul", format!("{name}\0.txt")),
        ("newline", format!("{name}\n")),
        ("right-to-left", format!("{stem}\u{202e}txt.{ending}")),
        ("mimetype-case", "MimeType".to_owned()),
        ("meta-inf-case", "meta-inf/evil.txt".to_owned()),
        ("empty", String::new()),
        ("other", "evil.txt".to_owned()),
        ("decomposed", decomposed),
        ("percent", "%63ontract.txt".to_owned()),
        ("in-meta-inf", "META-INF/evil.txt".to_owned()),
        ("in-meta-inf-folder", "META-INF/x/signatures0.xml".to_owned()),
    ] {
        // Behind the one that was signed, and before it: readers take the first or the last.
        all.push(Attack::zip(format!("added-{what}"), &zip.clone().with(&other, b"evil")));
        let mut before = zip.clone();
        before.files.insert(at, File::stored(&other, b"evil"));
        all.push(Attack::zip(format!("added-before-{what}"), &before));
        if what != "same" {
            let mut renamed = zip.clone();
            renamed.files[at] = renamed.files[at].clone().renamed(&other);
            all.push(Attack::zip(format!("renamed-{what}"), &renamed));
        }
    }
    // The same name in two Unicode forms, both unsigned or one of them.
    for (one, other) in [("\u{e9}.txt", "e\u{301}.txt"), ("ế.txt", "\u{65}\u{302}\u{301}.txt")] {
        let both = zip.clone().with(one, b"a").with(other, b"b");
        all.push(Attack::zip(format!("two-forms-{}", one.escape_unicode()), &both));
    }
    // Bytes that are no UTF-8, and UTF-8 that is not said to be.
    for (what, bytes, flags) in [
        ("latin1", b"caf\xe9.txt".to_vec(), 0),
        ("latin1-said-utf8", b"caf\xe9.txt".to_vec(), 1 << 11),
        ("utf8-not-said", "café.txt".as_bytes().to_vec(), 0),
    ] {
        let mut file = File::stored("x", b"evil");
        for header in [&mut file.local, &mut file.central] {
            (header.name, header.flags) = (bytes.clone(), flags);
        }
        let mut zip = zip.clone();
        zip.files.push(file);
        all.push(Attack::zip(format!("encoding-{what}"), &zip));
    }
    all
}
