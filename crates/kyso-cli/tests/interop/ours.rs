//! kyso signs, the others judge.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use kyso_testkit::KeyKind;
use kyso_testkit::pdf::{AcroForm, Field, PdfKind, Shape, pdf};
use libtest_mimic::Failed;

use crate::kyso::{Ask, P256, PKCS1, PSS, indeterminate_without_trust, kyso, passes, sign};
use crate::signer::{Signer, Signers};
use crate::tools::{ensure, succeed};
use crate::{Case, judges};

/// The three that every kind of file is signed with.
const MAIN: [(KeyKind, Ask, &str); 3] = [
    (KeyKind::Rsa2048, PKCS1, "rsa"),
    (KeyKind::Rsa2048, PSS, "pss"),
    (KeyKind::P256, P256, "p256"),
];

/// Every case of this file.
pub(crate) fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for kind in PdfKind::ALL {
        for (key, ask, name) in MAIN {
            cases.push(Case::new(format!("sign::{}::{name}", kind.name()), move |signers| {
                signed_once(signers.get(key)?, kind, ask, signers)
            }));
        }
        cases.push(Case::new(format!("sign_three_times::{}", kind.name()), move |signers| {
            signed_three_times(signers.get(KeyKind::Rsa2048)?, kind, signers)
        }));
    }
    for (digest, algorithm) in [("sha384", "rsa-pkcs1-sha384"), ("sha512", "rsa-pkcs1-sha512")] {
        cases.push(Case::new(format!("sign::digest::{digest}"), move |signers| {
            let signer = signers.get(KeyKind::Rsa2048)?;
            let options = &["--scheme", "pkcs1", "--digest", digest];
            signed_as(signer, signers, options, algorithm)
        }));
    }
    for (key, algorithm) in [(KeyKind::P384, "ecdsa-sha384"), (KeyKind::Ed25519, "ed25519")] {
        cases.push(Case::new(format!("sign::key::{}", key.name()), move |signers| {
            signed_as(signers.get(key)?, signers, &[], algorithm)
        }));
    }
    cases.push(Case::new("sign::subfilter::pkcs7", |signers| {
        let signer = signers.get(KeyKind::Rsa2048)?;
        signed_as(signer, signers, &["--subfilter", "pkcs7"], "rsa-pkcs1-sha256")
    }));
    for (field, name) in [(Field::Plain, "Approval"), (Field::Nested, "form.sig")] {
        cases.push(Case::new(format!("sign::field::{name}"), move |signers| {
            existing_field(signers.get(KeyKind::P256)?, signers, field, name)
        }));
    }
    for (name, legacy) in [("aes", false), ("legacy", true)] {
        cases.push(Case::new(format!("sign::openssl_p12::{name}"), move |signers| {
            openssl_p12(signers.get(KeyKind::Rsa2048)?, signers, legacy)
        }));
    }
    for (name, pss) in [("rsa", false), ("pss", true)] {
        cases.push(Case::new(format!("two_phase::openssl_dgst::{name}"), move |signers| {
            two_phase(signers.get(KeyKind::Rsa2048)?, signers, pss)
        }));
    }
    cases
}

fn original_is_prefix(input: &Path, output: &Path) -> Result<(), Failed> {
    let (before, after) = (fs::read(input)?, fs::read(output)?);
    ensure(after.len() > before.len() && after.starts_with(&before), || {
        "the original bytes are not a prefix of the output".into()
    })
}

fn signed_once(signer: &Signer, kind: PdfKind, ask: Ask, signers: &Signers) -> Result<(), Failed> {
    let folder = signers.folder()?;
    let (input, output) = (folder.path().join("in.pdf"), folder.path().join("out.pdf"));
    fs::write(&input, pdf(kind))?;
    sign(signer, &input, &output, ask.options)?;
    original_is_prefix(&input, &output)?;
    let report = passes(&output, &[signer], 1)?;
    let signature = &report["signatures"][0];
    ensure(
        signature["signature_algorithm"] == ask.algorithm
            && signature["coverage"] == "whole-file"
            && signature["level"] == "B-B",
        || format!("{report:#}"),
    )?;
    indeterminate_without_trust(&output)?;
    judges::all(kind, &input, &output, signer, 1)
}

fn signed_three_times(signer: &Signer, kind: PdfKind, signers: &Signers) -> Result<(), Failed> {
    let folder = signers.folder()?;
    let path = |number: usize| folder.path().join(format!("{number}.pdf"));
    fs::write(path(0), pdf(kind))?;
    for number in 1..=3 {
        let (input, output) = (path(number - 1), path(number));
        let ask = if number == 2 { PSS } else { PKCS1 };
        sign(signer, &input, &output, ask.options)?;
        original_is_prefix(&input, &output)?;
        passes(&output, &[signer], number)?;
        judges::all(kind, &path(0), &output, signer, number)?;
    }
    Ok(())
}

fn signed_as(
    signer: &Signer,
    signers: &Signers,
    options: &[&str],
    algorithm: &str,
) -> Result<(), Failed> {
    let folder = signers.folder()?;
    let (input, output) = (folder.path().join("in.pdf"), folder.path().join("out.pdf"));
    fs::write(&input, pdf(PdfKind::Classic))?;
    sign(signer, &input, &output, options)?;
    let report = passes(&output, &[signer], 1)?;
    let named = &report["signatures"][0]["signature_algorithm"];
    ensure(named == algorithm, || format!("{named} is not {algorithm}"))?;
    // NSS knows no Ed25519, and neither does the CMS of openssl 3.0.
    if algorithm != "ed25519" {
        judges::pdfsig(&output, signer, 1)?;
        judges::openssl(&output, signer, 1, folder.path())?;
    }
    judges::pyhanko(&output, signer, 1)?;
    judges::qpdf(&input, &output)
}

fn existing_field(
    signer: &Signer,
    signers: &Signers,
    field: Field,
    name: &str,
) -> Result<(), Failed> {
    let folder = signers.folder()?;
    let (input, output) = (folder.path().join("in.pdf"), folder.path().join("out.pdf"));
    fs::write(&input, Shape { field, acro_form: AcroForm::Indirect, ..Shape::default() }.build())?;
    sign(signer, &input, &output, &["--field", name])?;
    let report = passes(&output, &[signer], 1)?;
    let id = &report["signatures"][0]["id"];
    ensure(id == name, || format!("signed {id}, not {name}"))?;
    judges::all(PdfKind::Classic, &input, &output, signer, 1)
}

fn openssl_p12(signer: &Signer, signers: &Signers, legacy: bool) -> Result<(), Failed> {
    let folder = signers.folder()?;
    let path = |name: &str| -> PathBuf { folder.path().join(name) };
    let passphrase = "mật khẩu của Ánh";
    fs::write(path("in.pdf"), pdf(PdfKind::Classic))?;
    fs::write(path("secret"), format!("{passphrase}\n"))?;
    let mut export = Command::new("openssl");
    export.args(["pkcs12", "-export", "-passout"]).arg(format!("pass:{passphrase}"));
    export.arg("-inkey").arg(signer.file("key.pem")).arg("-in").arg(signer.file("cert.pem"));
    export.arg("-certfile").arg(signer.file("chain.pem")).arg("-out").arg(path("signer.p12"));
    if legacy {
        export.arg("-legacy");
    }
    succeed(&mut export)?;
    let mut command = kyso();
    command.arg("sign").arg(path("in.pdf")).arg("--p12").arg(path("signer.p12"));
    command.arg("--passphrase-file").arg(path("secret")).arg("-o").arg(path("out.pdf"));
    succeed(&mut command)?;
    passes(&path("out.pdf"), &[signer], 1)?;
    judges::pdfsig(&path("out.pdf"), signer, 1)
}

/// openssl holds the key; kyso sees only the certificate and the signature value.
fn two_phase(signer: &Signer, signers: &Signers, pss: bool) -> Result<(), Failed> {
    let folder = signers.folder()?;
    let path = |name: &str| -> PathBuf { folder.path().join(name) };
    fs::write(path("in.pdf"), pdf(PdfKind::XrefStream))?;
    let chain = [signer.identity.cert_pem(), signer.identity.chain_pem()].concat();
    fs::write(path("chain.pem"), chain)?;
    let mut prepare = kyso();
    prepare.arg("prepare").arg(path("in.pdf")).arg("--cert").arg(path("chain.pem"));
    prepare.args(if pss { PSS.options } else { PKCS1.options });
    prepare.arg("--tbs").arg(path("tbs")).arg("-o").arg(path("state"));
    succeed(&mut prepare)?;
    let mut dgst = Command::new("openssl");
    dgst.args(["dgst", "-sha256", "-sign"]).arg(signer.file("key.pem"));
    if pss {
        dgst.args(["-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:digest"]);
    }
    succeed(dgst.arg("-out").arg(path("value")).arg(path("tbs")))?;
    let mut complete = kyso();
    complete.arg("complete").arg(path("state")).arg("--signature").arg(path("value"));
    succeed(complete.arg("-o").arg(path("out.pdf")))?;
    original_is_prefix(&path("in.pdf"), &path("out.pdf"))?;
    passes(&path("out.pdf"), &[signer], 1)?;
    judges::all(PdfKind::XrefStream, &path("in.pdf"), &path("out.pdf"), signer, 1)
}
