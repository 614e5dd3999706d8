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
    add(
        "comment",
        Zip { comment: b"mimetype=application/vnd.etsi.asic-e+zip".to_vec(), ..zip.clone() },
    );
    let mut folders = zip.clone();
    for name in ["META-INF/", "empty folder/"] {
        let folder = File { attributes: 0o040_755 << 16, ..File::stored(name, b"") };
        folders.files.insert(1, folder);
    }
    add("folders", folders);
    let mut reversed = zip.clone();
    reversed.files[1..].reverse();
    add("other-order", reversed);
    let mut listed = zip.clone();
    listed.comment = b"made by another program".to_vec();
    add("other-comment", listed);
    all
}
