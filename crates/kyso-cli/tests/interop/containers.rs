//! Containers that kyso makes: unzip and Python's zipfile read them, openssl judges the CMS over
//! the manifest, xmlsec1 the XML signature over the files beside it.

use std::fs;
use std::path::Path;
use std::process::Command;

use kyso_testkit::KeyKind;
use libtest_mimic::Failed;

use crate::Case;
use crate::kyso::{passes, sign};
use crate::signer::{Files, Signers};
use crate::tools::{ensure, succeed};

const LINES: &[u8] = b"quarter;amount\r\n4;1250000\n";

/// Every case of this file.
pub(crate) fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for kind in [KeyKind::Rsa2048, KeyKind::P256] {
        for form in ["xades", "cades"] {
            for ending in ["asice", "asics"] {
                let name = format!("containers::{form}::{ending}::{}", kind.name());
                cases.push(Case::new(name, move |signers| {
                    ours(signers.get(kind)?, signers, form, ending)
                }));
            }
        }
    }
    cases
}

fn ours(signer: &Files, signers: &Signers, form: &str, ending: &str) -> Result<(), Failed> {
    let folder = signers.folder()?;
    let dossier = folder.path().join("in");
    fs::create_dir(&dossier)?;
    fs::write(dossier.join("số liệu 1.csv"), LINES)?;
    if ending == "asice" {
        fs::create_dir(dossier.join("phụ lục"))?;
        fs::write(dossier.join("phụ lục").join("a.txt"), b"x")?;
    }
    let file = folder.path().join(format!("out.{ending}"));
    sign(signer, &dossier, &file, &["--asic-signature", form])?;
    let two = folder.path().join(format!("two.{ending}"));
    sign(signer, &file, &two, &[])?;
    for (file, count) in [(&file, 1), (&two, 2)] {
        passes(file, &[signer], count)?;
        succeed(Command::new("unzip").arg("-tq").arg(file))?;
        succeed(Command::new("python3").args(["-m", "zipfile", "-t"]).arg(file))?;
    }
    let out = folder.path().join("unpacked");
    succeed(Command::new("unzip").arg("-q").arg(&file).arg("-d").arg(&out))?;
    let same = fs::read(out.join("số liệu 1.csv"))? == LINES;
    ensure(same, || "unzip got other bytes".to_owned())?;
    match (form, ending) {
        ("xades", "asice") => xmlsec1(&out, "META-INF/signatures001.xml", signer),
        ("xades", _) => xmlsec1(&out, "META-INF/signatures.xml", signer),
        (_, "asice") => {
            openssl(&out, "META-INF/signature001.p7s", "META-INF/ASiCManifest001.xml", signer)
        }
        _ => openssl(&out, "META-INF/signature.p7s", "số liệu 1.csv", signer),
    }
}

fn openssl(out: &Path, signature: &str, content: &str, signer: &Files) -> Result<(), Failed> {
    let mut command = Command::new("openssl");
    command.args(["cms", "-verify", "-cades", "-binary", "-purpose", "any", "-inform", "DER"]);
    command.arg("-in").arg(out.join(signature)).arg("-content").arg(out.join(content));
    succeed(command.arg("-CAfile").arg(signer.file("root.pem")).args(["-out", "/dev/null"]))?;
    Ok(())
}

fn xmlsec1(out: &Path, signatures: &str, signer: &Files) -> Result<(), Failed> {
    let mut command = Command::new("xmlsec1");
    let ids = "http://uri.etsi.org/01903/v1.3.2#:SignedProperties";
    command.args(["--verify", "--id-attr:Id", ids, "--trusted-pem"]);
    command.arg(signer.file("root.pem")).arg(signatures).current_dir(out);
    succeed(&mut command)?;
    Ok(())
}
