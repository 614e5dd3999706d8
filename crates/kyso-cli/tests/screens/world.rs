//! The folder that every case begins with: an office with a key, papers and signed papers.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::OnceLock;

use kyso_testkit::pdf::{Office, PdfKind, pdf};
use kyso_testkit::xml::{XmlKind, xml};
use kyso_testkit::{Dn, Identity, KeyKind, P12Kind, Pki};
use tempfile::TempDir;

/// Made when the first case needs it; removed at the end.
#[derive(Default)]
pub(crate) struct World(OnceLock<(TempDir, Pki)>);

impl World {
    pub(crate) fn pki(&self) -> &Pki {
        &self.made().1
    }

    /// Copies its files.
    pub(crate) fn copy_to(&self, folder: &Path) {
        copy(self.made().0.path(), folder);
    }

    fn made(&self) -> &(TempDir, Pki) {
        self.0.get_or_init(make)
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// The same names in every run, so that a screen is the same.
fn pki() -> Pki {
    let name = |cn: &str| Dn::new().c("VN").o("Cơ quan Mẫu").cn(cn);
    // The RSA keys of a machine stay, and so does what they sign: sizes and offsets are the same.
    Pki::builder(KeyKind::Rsa2048)
        .root(|root| (root.subject, root.serial) = (name("CA gốc Mẫu"), vec![0x41; 16]))
        .intermediate(|ca| (ca.subject, ca.serial) = (name("CA cấp Mẫu"), vec![0x42; 16]))
        .signer(|signer| signer.serial = vec![0x43; 16])
        .build()
}

/// Key and certificates of a signer under the usual names.
pub(crate) fn write_signer(folder: &Path, signer: &Identity) {
    let put = |name: &str, content: &[u8]| fs::write(folder.join(name), content).unwrap();
    put("me.key.pem", signer.key_pem().as_bytes());
    put("me.pem", signer.cert_pem().as_bytes());
    put("ca.pem", signer.chain_pem().as_bytes());
    put("root.pem", signer.root_pem().as_bytes());
    put("me.p12", &signer.p12("kyso", P12Kind::Aes256));
}

fn make() -> (TempDir, Pki) {
    let (dir, pki) = (tempfile::tempdir().unwrap(), pki());
    let folder = dir.path();
    let put = |name: &str, content: &[u8]| fs::write(folder.join(name), content).unwrap();
    write_signer(folder, &pki.signer);
    put("pass.txt", b"kyso\n");
    put("contract.pdf", &pdf(PdfKind::Classic));
    put("letter.pdf", &Office::default().build());
    put("invoice.xml", &xml(XmlKind::Invoice));
    put("dossier.xml", &xml(XmlKind::Dossier));
    put("notes.txt", "Họp lúc 8 giờ.\n".as_bytes());
    for folder_name in ["roots", "inbox"] {
        fs::create_dir(folder.join(folder_name)).unwrap();
    }
    put("roots/root.pem", pki.signer.root_pem().as_bytes());
    put("inbox/a.pdf", &pdf(PdfKind::Classic));
    put("inbox/b.xml", &xml(XmlKind::Dossier));
    let sign = |arguments: &[&str]| {
        let mut kyso = Command::new(env!("CARGO_BIN_EXE_kyso"));
        kyso.current_dir(folder).env_clear().args(arguments);
        kyso.env("XDG_CONFIG_HOME", folder);
        let key = ["--key", "me.key.pem", "--cert", "me.pem", "--chain", "ca.pem"];
        let output = kyso.args(key).output().unwrap();
        assert!(output.status.success(), "{arguments:?}: {output:?}");
    };
    sign(&["sign", "contract.pdf", "-o", "contract.signed.pdf", "--reason", "Đồng ý"]);
    let place = ["--element", "/HDon/DLHDon", "--inside", "/HDon/DSCKS/NBan"];
    sign(&[&["sign", "invoice.xml", "-o", "invoice.signed.xml"], &place[..]].concat());
    sign(&["sign", "notes.txt"]);
    (dir, pki)
}
