//! A disk that fills up while a document is signed in place.

use std::fs;
use std::process::Command;

use kyso_testkit::KeyKind;
use kyso_testkit::pdf::{PdfKind, large_pdf, pdf};
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
    let room = |(room, enough)| {
        let name = format!("disk::in_place::{room}_kib_left");
        Case::new(name, move |signers| in_place(signers, room, enough))
    };
    let batch = Case::new("disk::batch::goes_on_after_space_is_made", batch);
    ROOMS.map(room).into_iter().chain([batch]).collect()
}

/// Papers of a batch: as many as an office has on a bad day.
const PAPERS: usize = 1000;

/// The disk is full in the middle of a batch; with more room it goes on, and every paper is then
/// signed once.
fn batch(signers: &Signers) -> Result<(), Failed> {
    let (folder, signer) = (signers.folder()?, signers.get(KeyKind::Rsa2048)?);
    let path = |name: &str| folder.path().join(name);
    fs::write(path("paper.pdf"), pdf(PdfKind::Classic))?;
    fs::create_dir(path("disk"))?;
    // Each paper and each signed one take a few blocks: the first size holds a part of them.
    let script = format!(
        "mount -t tmpfs -o size=14m tmpfs disk || exit 99
         mkdir disk/in; for i in $(seq {PAPERS}); do cp paper.pdf disk/in/$i.pdf || exit 99; done
         sign() {{ \"$kyso\" sign disk/in --out-dir disk/out --key \"$1\" --cert \"$2\" --quiet $3; }}
         kyso=$0
         sign \"$1\" \"$2\" >full.out 2>full.err; echo full $?
         ls disk/out | wc -l; ls -A disk/out | grep -c '^\\.'
         mount -o remount,size=64m disk
         sign \"$1\" \"$2\" --resume >rest.out 2>rest.err; echo rest $?
         ls disk/out | wc -l
         cat disk/out/*.pdf | grep -ac /ByteRange
         \"$kyso\" verify disk/out --trust \"$3\" --quiet | wc -l; exit 0"
    );
    let mut command = Command::new("unshare");
    command.args(["--mount", "--map-root-user", "sh", "-c", &script]);
    command.arg(kyso().get_program()).arg(signer.file("key.pem")).arg(signer.file("cert.pem"));
    command.arg(signer.file("root.pem")).env("KYSO_STATE", path("state"));
    let said = run(command.current_dir(folder.path()).env("LC_ALL", "C"))?;
    let lines: Vec<&str> = said.stdout.lines().collect();
    let (all, whole) = (PAPERS.to_string(), || said.whole());
    let [full, some, drafts, rest, done, signatures, verdicts] = lines[..] else {
        return Err(whole().into());
    };
    let some: usize = some.trim().parse().map_err(|_| whole())?;
    ensure(full == "full 5" && some > 0 && some < PAPERS && drafts == "0", whole)?;
    ensure(rest == "rest 0" && done == all && signatures == all && verdicts == all, whole)
}

fn in_place(signers: &Signers, room: u32, enough: bool) -> Result<(), Failed> {
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
    if enough {
        ensure(said.status == Some(0), || said.whole())?;
        return ensure(after.starts_with(&old) && after != old, || "not the new file".into());
    }
    ensure(said.status == Some(5) && said.stderr.contains("disk/paper.pdf"), || said.whole())?;
    ensure(after == old, || "the document was touched".into())
}
