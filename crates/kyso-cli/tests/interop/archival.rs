//! PDF/A in, PDF/A out: veraPDF judges what kyso made of each level, and what it was made of.
//!
//! `KYSO_VERAPDF` names the folder with veraPDF's jars (`.ci/verapdf`).

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use kyso_testkit::KeyKind;
use kyso_testkit::pdf::{ARCHIVAL, archival};
use libtest_mimic::Failed;

use crate::kyso::{kyso, passes, passes_with, sign};
use crate::signer::Signers;
use crate::tools::{ensure, java, succeed};
use crate::world::Maker;
use crate::{Case, judges};

/// Every case of this file.
pub(crate) fn cases() -> Vec<Case> {
    let ignored = std::env::var_os("KYSO_VERAPDF").is_none();
    let case = |name: String,
                run: fn(&Signers, &str) -> Result<(), Failed>,
                level: &'static str| {
        Case { ignored, ..Case::new(name, move |signers| run(signers, level)) }
    };
    let each = ARCHIVAL.iter().map(|level| case(format!("pdf_a::{level}"), kept, level));
    let lta = ["1b", "2b", "4"].map(|level| case(format!("pdf_a::lta::{level}"), lta, level));
    // Part 1 has no cross-reference streams.
    let packed =
        ["2u", "3b"].map(|level| case(format!("pdf_a::xref_stream::{level}"), packed, level));
    each.chain(lta).chain(packed).collect()
}

/// veraPDF takes each of these files for this level.
pub(crate) fn conform(level: &str, files: &[PathBuf]) -> Result<(), Failed> {
    let jars = PathBuf::from(std::env::var_os("KYSO_VERAPDF").unwrap_or_default());
    let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/interop/Vera.java");
    let mut command = java();
    command.arg("-cp").arg(jars.join("*")).arg(program).args(files);
    let said = succeed(&mut command)?;
    let expected = format!("{level} yes");
    let lines: Vec<&str> = said.stdout.lines().collect();
    let good = lines.len() == files.len() && lines.iter().all(|line| *line == expected);
    ensure(good, || format!("{files:#?}\n{}", said.whole()))
}

/// Signed twice; certified; an empty field added, seen and unseen, and signed.
fn kept(signers: &Signers, level: &str) -> Result<(), Failed> {
    let (folder, signer) = (signers.folder()?, signers.get(KeyKind::Rsa2048)?);
    let path = |name: &str| folder.path().join(name).with_extension("pdf");
    fs::write(path("paper"), archival(level))?;
    let add = |out: &str, place: &[&str]| {
        let mut command = kyso();
        command.arg("fields").arg(path("paper")).args(["add", "--name", "Director", "--page", "1"]);
        succeed(command.args(place).arg("-o").arg(path(out)))
    };
    sign(signer, &path("paper"), &path("once"), &["--reason", "Đồng ý"])?;
    sign(signer, &path("once"), &path("twice"), &[])?;
    sign(signer, &path("paper"), &path("certified"), &["--certify", "forms"])?;
    sign(signer, &path("certified"), &path("approved"), &[])?;
    add("unseen", &[])?;
    add("seen", &["--rect", "300,100,200,60", "--lock", "all"])?;
    let field = ["--field", "Director"];
    sign(signer, &path("unseen"), &path("unseen-signed"), &field)?;
    let certify = [&field[..], &["--certify", "annotations"]].concat();
    sign(signer, &path("seen"), &path("seen-signed"), &certify)?;
    for (name, count) in [("twice", 2), ("approved", 2), ("unseen-signed", 1), ("seen-signed", 1)] {
        let report = passes(&path(name), &[signer], count)?;
        ensure(report["pdf_a"] == level, || format!("{report:#}"))?;
        judges::pdfsig(&path(name), signer, count)?;
        judges::pyhanko(&path(name), signer, count)?;
    }
    let all = ["paper", "once", "twice", "certified", "approved", "unseen", "seen"];
    let all: Vec<_> =
        all.iter().chain(&["unseen-signed", "seen-signed"]).map(|name| path(name)).collect();
    conform(level, &all)
}

/// Raised to B-LTA: evidence, its extension in the catalog, a document time-stamp.
fn lta(signers: &Signers, level: &str) -> Result<(), Failed> {
    let (folder, world) = (signers.folder()?, signers.world(Maker::TestkitP256)?);
    let path = |name: &str| folder.path().join(name);
    fs::write(path("paper.pdf"), archival(level))?;
    let stamp = ["--level", "t", "--tsa", world.tsa()];
    sign(world, &path("paper.pdf"), &path("t.pdf"), &stamp)?;
    let mut command = kyso();
    command.arg("extend").arg(path("t.pdf")).args(["--level", "lta", "--tsa", world.tsa()]);
    command.arg("--trust").arg(world.file("root.pem"));
    succeed(command.arg("-o").arg(path("lta.pdf")))?;
    let report = passes_with(&path("lta.pdf"), &[world], 2, &["--offline"])?;
    ensure(report["pdf_a"] == level, || format!("{report:#}"))?;
    conform(level, &[path("paper.pdf"), path("t.pdf"), path("lta.pdf")])
}

/// With object streams, as qpdf packs them.
fn packed(signers: &Signers, level: &str) -> Result<(), Failed> {
    let (folder, signer) = (signers.folder()?, signers.get(KeyKind::P256)?);
    let path = |name: &str| folder.path().join(name);
    fs::write(path("plain.pdf"), archival(level))?;
    let mut command = Command::new("qpdf");
    command.args(["--object-streams=generate", "--newline-before-endstream"]);
    succeed(command.arg(path("plain.pdf")).arg(path("paper.pdf")))?;
    sign(signer, &path("paper.pdf"), &path("signed.pdf"), &[])?;
    let report = passes(&path("signed.pdf"), &[signer], 1)?;
    ensure(report["pdf_a"] == level, || format!("{report:#}"))?;
    conform(level, &[path("paper.pdf"), path("signed.pdf")])
}
