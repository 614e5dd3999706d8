//! A role among the signed attributes: others take such a signature like any other, and openssl and
//! pyHanko read the attribute as the standards write it.

use std::fs;
use std::process::Command;

use kyso_testkit::KeyKind;
use kyso_testkit::pdf::{PdfKind, pdf};
use libtest_mimic::Failed;

use crate::kyso::{passes, sign};
use crate::signer::Signers;
use crate::tools::{ensure, script, succeed};
use crate::{Case, judges};

/// Every case of this file.
pub(crate) fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for (name, options) in [("pades", &[][..]), ("pkcs7", &["--subfilter", "pkcs7"][..])] {
        cases.push(Case::new(format!("roles::{name}"), move |signers| in_pdf(signers, options)));
    }
    cases.push(Case::new("roles::cades", in_cms));
    cases
}

fn in_pdf(signers: &Signers, options: &[&str]) -> Result<(), Failed> {
    let (signer, folder) = (signers.get(KeyKind::Rsa2048)?, signers.folder()?);
    let path = |name: &str| folder.path().join(name);
    fs::write(path("in.pdf"), pdf(PdfKind::Classic))?;
    let role = ["--role", "leader", "--no-look", "--claimed-role", "Bộ trưởng"];
    sign(signer, &path("in.pdf"), &path("led.pdf"), &[&role, options].concat())?;
    judges::all(PdfKind::Classic, &path("in.pdf"), &path("led.pdf"), signer, 1)?;
    let report = passes(&path("led.pdf"), &[signer], 1)?;
    let told = &report["signatures"][0];
    ensure(told["role"] == "leader" && told["roles"][0] == "Bộ trưởng", || {
        format!("{told:#}")
    })?;
    // What the last judge left is the CMS of the signature.
    read(&path("cms.der"))?;
    let said = succeed(script("roles.py").arg(path("led.pdf")))?;
    ensure(said.stdout.trim() == "2.5.4.12=Bộ trưởng role=kyso-role:leader", || said.whole())
}

fn in_cms(signers: &Signers) -> Result<(), Failed> {
    let (signer, folder) = (signers.get(KeyKind::P256)?, signers.folder()?);
    let path = |name: &str| folder.path().join(name);
    fs::write(path("in.bin"), "một tệp")?;
    sign(signer, &path("in.bin"), &path("in.bin.p7s"), &["--role", "comment"])?;
    let mut command = Command::new("openssl");
    command.args(["cms", "-verify", "-binary", "-inform", "DER", "-purpose", "any", "-CAfile"]);
    command.arg(signer.file("root.pem")).arg("-in").arg(path("in.bin.p7s"));
    command.arg("-content").arg(path("in.bin")).args(["-out", "/dev/null"]);
    succeed(&mut command)?;
    read(&path("in.bin.p7s"))
}

/// openssl names the attribute.
fn read(cms: &std::path::Path) -> Result<(), Failed> {
    let said =
        succeed(Command::new("openssl").args(["asn1parse", "-inform", "DER", "-in"]).arg(cms))?;
    ensure(said.stdout.contains(":role"), || said.whole())
}
