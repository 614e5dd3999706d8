//! The same container in other spellings, which change nothing of what was signed.

use super::Attack;
use crate::container::{File, Zip};

pub(super) fn harmless(zip: &Zip) -> Vec<Attack> {
    let mut all = Vec::new();
    let each = |change: &dyn Fn(File) -> File| {
        let mut zip = zip.clone();
        let rest = zip.files.split_off(1);
        zip.files.extend(rest.into_iter().map(change));
        zip
    };
    let mut add = |name: &str, zip: Zip| all.push(Attack::harmless(name, zip.build()));
    add("as-it-is", zip.clone());
    add("stored", each(&|file| File::stored(&file.name(), &file.content())));
    add("deflated", each(&|file| File::deflated(&file.name(), &file.content())));
    add("described", each(&|file| File::deflated(&file.name(), &file.content()).described()));
    add(
        "described-without-signature",
        each(&|file| {
            let mut file = File::deflated(&file.name(), &file.content()).described();
            file.descriptor.drain(..4);
            file
        }),
    );
    add(
        "extra-fields",
        each(&|mut file| {
            file.local.extra = vec![0x55, 0x54, 5, 0, 1, 0, 0, 0, 0];
            file.central.extra = vec![0x55, 0x54, 5, 0, 1, 0, 0, 0, 0];
            file
        }),
    );
    add("dos", each(&|file| File { made_by: 20, attributes: 0x20, ..file }));
    let comment = [b"mimetype=".as_slice(), &zip.files[0].content()].concat();
    add("comment", Zip { comment, ..zip.clone() });
    let mut folders = zip.clone();
    for name in ["META-INF/", "empty folder/"] {
        let folder = File { attributes: 0o040_755 << 16, ..File::stored(name, b"") };
        folders.files.insert(1, folder);
    }
    add("folders", folders);
    let mut reversed = zip.clone();
    reversed.files[1..].reverse();
    add("other-order", reversed);
    for (name, extra) in [
        ("owners", vec![0x75, 0x78, 11, 0, 1, 4, 0xe8, 3, 0, 0, 4, 0xe8, 3, 0, 0]),
        ("times-of-windows", [[0x0a, 0, 32, 0].as_slice(), &[0; 32]].concat()),
        ("java", vec![0xfe, 0xca, 0, 0]),
    ] {
        add(
            name,
            each(&|mut file| {
                file.central.extra.clone_from(&extra);
                file
            }),
        );
    }
    all
}
