//! A disk that fills up while a document is signed in place.

use std::fs;
use std::process::Command;

use kyso_testkit::KeyKind;
use kyso_testkit::pdf::large_pdf;
use libtest_mimic::Failed;

use crate::Case;
use crate::kyso::kyso;
use crate::signer::Signers;
use crate::tools::{ensure, run};

/// What is left on the disk, in KiB, beside a document of 8,000,000 bytes: signing in place needs
/// that once more, and its increment.
const ROOMS: [(u32, bool); 4] = [(0, false), (4_000, false), (7_816, false), (8_200, true)];

/// Every case of this file.
pub(crate) fn cases() -> Vec<Case> {
    let mut cases = ROOMS
        .map(|(room, enough)| {
            let name = format!("disk::in_place::{room}_kib_left");
            Case::new(name, move |signers| {
                let signed = in_place(signers, room)?;
                ensure(signed == enough, || format!("{room} KiB left: signed is {signed}"))
            })
        })
        .to_vec();
    cases.push(Case::new("disk::in_place::full_at_any_page_of_the_end", |signers| {
        // Where the increment is written, its name given and the old file goes.
        let pages = (7_800..7_880).step_by(4);
        let signed: Vec<bool> =
            pages.map(|room| in_place(signers, room)).collect::<Result<_, _>>()?;
        let both = signed.first() == Some(&false) && signed.last() == Some(&true);
        ensure(both && signed.is_sorted(), || format!("{signed:?}"))
    }));
    cases
}

/// Whether it was signed; whatever came of it, the file is the old one or the new one and the only
/// one.
fn in_place(signers: &Signers, room: u32) -> Result<bool, Failed> {
    let (folder, signer) = (signers.folder()?, signers.get(KeyKind::P256)?);
    let path = |name: &str| folder.path().join(name);
    large_pdf(&path("paper.pdf"), 8_000_000)?;
    let old = fs::read(path("paper.pdf"))?;
    fs::create_dir(path("disk"))?;
    let size = old.len().div_ceil(4096) * 4 + room as usize;
    // A mount of its own, gone with the shell.
    let script = format!(
        "mount -t tmpfs -o size={size}k tmpfs disk && cp paper.pdf disk || exit 99
         \"$0\" sign disk/paper.pdf --in-place --key \"$1\" --cert \"$2\"
         status=$?; cp disk/paper.pdf after.pdf; ls -A disk; exit $status"
    );
    let mut command = Command::new("unshare");
    command.args(["--mount", "--map-root-user", "sh", "-c", &script]);
    command.arg(kyso().get_program()).arg(signer.file("key.pem")).arg(signer.file("cert.pem"));
    let said = run(command.current_dir(folder.path()).env("LC_ALL", "C"))?;
    let after = fs::read(path("after.pdf"))?;
    let listed = said.stdout.lines().last();
    ensure(listed == Some("paper.pdf"), || format!("something else is left: {}", said.whole()))?;
    if said.status == Some(0) {
        let new = after.starts_with(&old) && after.len() > old.len() && after.ends_with(b"%%EOF\n");
        ensure(new, || "not the new file".into())?;
        return Ok(true);
    }
    ensure(said.status == Some(5) && said.stderr.contains("disk/paper.pdf"), || said.whole())?;
    ensure(after == old, || "the document was touched".into())?;
    Ok(false)
}
