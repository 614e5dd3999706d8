//! `--key-command` with OpenSSL's pkeyutl as the program, just as docs/key-command.md has it.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use kyso_testkit::KeyKind;
use kyso_testkit::pdf::{PdfKind, pdf};
use libtest_mimic::Failed;

use crate::kyso::{kyso, passes};
use crate::signer::Signers;
use crate::tools::{ensure, run, succeed};
use crate::{Case, judges};

/// Every case of this file.
pub(crate) fn cases() -> Vec<Case> {
    let ways = [
        (KeyKind::Rsa2048, "pkcs1", "sha256", "rsa-pkcs1-sha256"),
        (KeyKind::Rsa2048, "pkcs1", "sha512", "rsa-pkcs1-sha512"),
        (KeyKind::Rsa2048, "pss", "sha384", "rsa-pss-sha384"),
        (KeyKind::P256, "", "", "ecdsa-sha256"),
        (KeyKind::P384, "", "", "ecdsa-sha384"),
    ];
    let case = |(kind, scheme, digest, algorithm)| {
        Case::new(format!("key_command::openssl::{algorithm}"), move |signers| {
            signed(signers, kind, scheme, digest, algorithm)
        })
    };
    let meanwhile = Case::new("key_command::document_saved_meanwhile", saved_meanwhile);
    ways.into_iter().map(case).chain([meanwhile]).collect()
}

/// While the program signs, somebody saves the document again: what they saved stays.
fn saved_meanwhile(signers: &Signers) -> Result<(), Failed> {
    let (folder, signer) = (signers.folder()?, signers.get(KeyKind::P256)?);
    let path = |name: &str| folder.path().join(name);
    fs::create_dir(path("in"))?;
    fs::copy(signer.file("key.pem"), path("key.pem"))?;
    let program = "#!/bin/sh\ncp later.pdf in/new; mv in/new in/a.pdf\n\
                   exec openssl pkeyutl -sign -inkey key.pem\n";
    fs::write(path("program"), program)?;
    fs::set_permissions(path("program"), fs::Permissions::from_mode(0o755))?;
    let paper = pdf(PdfKind::Classic);
    let later = [paper.as_slice(), b"% saved meanwhile\n"].concat();
    fs::write(path("later.pdf"), &later)?;
    for call in [&["in/a.pdf", "--in-place"][..], &["in/a.pdf", "in/b.pdf", "--in-place"]] {
        for name in ["in/a.pdf", "in/b.pdf"] {
            fs::write(path(name), &paper)?;
        }
        let mut sign = kyso();
        sign.current_dir(folder.path()).env("KYSO_STATE", path("state")).env("LC_ALL", "C");
        sign.arg("sign").args(call).args(["--key-command", "./program"]);
        sign.arg("--cert").arg(signer.file("cert.pem"));
        let said = run(&mut sign)?;
        let told = said.status == Some(5) && said.stderr.contains("in/a.pdf was changed");
        ensure(told, || said.whole())?;
        ensure(fs::read(path("in/a.pdf"))? == later, || "what was saved is gone".into())?;
    }
    Ok(())
}

fn signed(
    signers: &Signers,
    kind: KeyKind,
    scheme: &str,
    digest: &str,
    algorithm: &str,
) -> Result<(), Failed> {
    let (folder, signer) = (signers.folder()?, signers.get(kind)?);
    let path = |name: &str| folder.path().join(name);
    let page = include_str!("../../../../docs/key-command.md");
    let script = page.split("```sh\n").nth(2).and_then(|rest| rest.split("```").next());
    fs::write(path("program"), script.ok_or("the page has no script")?)?;
    fs::set_permissions(path("program"), fs::Permissions::from_mode(0o755))?;
    fs::copy(signer.file("key.pem"), path("me.key.pem"))?;
    fs::write(path("in.pdf"), pdf(PdfKind::Classic))?;
    fs::write(path("in.xml"), "<phieu><so>12</so></phieu>")?;
    let mut sign = kyso();
    sign.current_dir(folder.path()).args(["sign", "in.pdf", "in.xml", "--out-dir", "out"]);
    sign.args(["--key-command", "./program"]).arg("--cert").arg(signer.file("cert.pem"));
    sign.arg("--chain").arg(signer.file("chain.pem"));
    for (option, value) in [("--scheme", scheme), ("--digest", digest)] {
        if !value.is_empty() {
            sign.args([option, value]);
        }
    }
    succeed(&mut sign)?;
    let report = passes(&path("out/in.pdf"), &[signer], 1)?;
    let named = &report["signatures"][0]["signature_algorithm"];
    ensure(named == algorithm, || format!("{named} is not {algorithm}"))?;
    passes(&path("out/in.xml"), &[signer], 1)?;
    judges::pdfsig(&path("out/in.pdf"), signer, 1)
}
