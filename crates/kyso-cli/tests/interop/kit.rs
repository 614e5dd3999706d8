//! openssl and xmlsec1 read what the testkit mints: a testkit that is wrong would make every test wrong.

use std::fs;
use std::process::Command;

use kyso_testkit::trust_list::{ListTemplate, StateTemplate};
use kyso_testkit::{KeyKind, P12Kind};
use libtest_mimic::Failed;

use crate::Case;
use crate::signer::{Signer, Signers};
use crate::tools::{ensure, run, succeed};

/// Every case of this file.
pub(crate) fn cases() -> Vec<Case> {
    let chains = KeyKind::ALL.map(|kind| {
        Case::new(format!("kit::chain::{}", kind.name()), move |signers| chain(signers.get(kind)?))
    });
    let files = [KeyKind::Rsa2048, KeyKind::P256, KeyKind::Ed25519].map(|kind| {
        Case::new(format!("kit::key_files::{}", kind.name()), move |signers| {
            key_files(signers.get(kind)?, signers)
        })
    });
    let list = Case::new("kit::trust_list", trust_list);
    [chains.to_vec(), files.to_vec(), vec![list]].concat()
}

/// xmlsec1 takes the signature of a trusted list, and not that of an altered one.
fn trust_list(signers: &Signers) -> Result<(), Failed> {
    let folder = signers.folder()?;
    let signer = signers.get(KeyKind::P256)?;
    let state = StateTemplate::new("CA/QC", "granted", "20200101000000Z", &[]);
    let list = ListTemplate::new("20260901000000Z").service(state).sign(&signer.identity);
    let verify = |text: &str| {
        let file = folder.path().join("list.xml");
        fs::write(&file, text)?;
        let mut command = Command::new("xmlsec1");
        command.args(["--verify", "--id-attr:Id", "SignedProperties", "--trusted-pem"]);
        command.arg(signer.file("root.pem")).arg("--untrusted-pem").arg(signer.file("chain.pem"));
        run(command.arg(file))
    };
    let said = verify(&list)?;
    ensure(said.status == Some(0), || said.whole())?;
    let said = verify(&list.replacen("granted", "withdrawn", 1))?;
    ensure(said.status != Some(0), || said.whole())
}

fn chain(signer: &Signer) -> Result<(), Failed> {
    let mut command = Command::new("openssl");
    // Level 0: one kind of key is weak on purpose.
    command.args(["verify", "-auth_level", "0", "-x509_strict", "-CAfile"]);
    command.arg(signer.file("root.pem")).arg("-untrusted").arg(signer.file("chain.pem"));
    succeed(command.arg(signer.file("cert.pem")))?;
    Ok(())
}

fn key_files(signer: &Signer, signers: &Signers) -> Result<(), Failed> {
    let folder = signers.folder()?;
    let passphrase = "mật khẩu của Ánh";
    let pass = format!("pass:{passphrase}");
    let key = folder.path().join("key.pem");
    fs::write(&key, signer.identity.key_pem_encrypted(passphrase))?;
    let mut read = Command::new("openssl");
    succeed(read.args(["pkey", "-noout", "-passin", &pass, "-in"]).arg(&key))?;
    if signer.identity.key.traditional_der().is_some() {
        fs::write(&key, signer.identity.key_pem_traditional())?;
        succeed(Command::new("openssl").args(["pkey", "-noout", "-check", "-in"]).arg(&key))?;
    }
    for kind in [P12Kind::Aes256, P12Kind::LegacyRc2_40, P12Kind::Legacy3Des] {
        let p12 = folder.path().join("signer.p12");
        fs::write(&p12, signer.identity.p12(passphrase, kind))?;
        let mut command = Command::new("openssl");
        command.args(["pkcs12", "-legacy", "-nodes", "-passin", &pass, "-in"]).arg(&p12);
        let said = succeed(&mut command)?;
        let certificates = said.stdout.matches("BEGIN CERTIFICATE").count();
        let keys = said.stdout.matches("BEGIN PRIVATE KEY").count();
        ensure(certificates == 3 && keys == 1, || format!("{kind:?}: {}", said.whole()))?;
    }
    Ok(())
}
