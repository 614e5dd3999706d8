//! A disk that fills up in the middle of a batch.

use std::fs;
use std::process::Command;

use kyso_testkit::KeyKind;
use kyso_testkit::pdf::{PdfKind, pdf};
use libtest_mimic::Failed;

use crate::Case;
use crate::kyso::kyso;
use crate::signer::Signers;
use crate::tools::{ensure, run};

/// Every case of this file.
pub(crate) fn cases() -> Vec<Case> {
    vec![Case::new("disk::batch::goes_on_after_space_is_made", batch)]
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
        "mount -t tmpfs -o size=8m tmpfs disk || exit 99
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
