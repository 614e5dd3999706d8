//! What the programs against the built library are given: the library, keys and samples.

#![allow(clippy::unwrap_used, reason = "tests")]

use std::path::{Path, PathBuf};
use std::{env, fs};

use kyso_testkit::pdf::{PdfKind, pdf};
use kyso_testkit::xml::{XmlKind, xml};
use kyso_testkit::{P12Kind, Pki};

/// The shared library: `KYSO_C_LIBRARY`, such as one with a sanitizer in it, or where cargo put it,
/// beside this program.
pub(crate) fn library() -> PathBuf {
    if let Some(library) = env::var_os("KYSO_C_LIBRARY") {
        return fs::canonicalize(library).unwrap();
    }
    let program = env::current_exe().unwrap();
    let name = format!("{}kyso_ffi{}", env::consts::DLL_PREFIX, env::consts::DLL_SUFFIX);
    let library = program.parent().unwrap().join(name);
    assert!(library.exists(), "{} was not built", library.display());
    library
}

/// Keys and samples, as the programs want to find them.
pub(crate) fn furnish(folder: &Path, pki: &Pki) {
    let put = |name: &str, content: &[u8]| fs::write(folder.join(name), content).unwrap();
    put("signer.p12", &pki.signer.p12("kyso", P12Kind::Aes256));
    put("key.pem", pki.signer.key_pem().as_bytes());
    put("cert.pem", [pki.signer.cert_pem(), pki.signer.chain_pem()].concat().as_bytes());
    put("root.pem", pki.root_pem().as_bytes());
    put("sample.pdf", &pdf(PdfKind::XrefStream));
    put("encrypted.pdf", include_bytes!("../../../../testdata/encrypted/aes-256.pdf"));
    put("sample.xml", &xml(XmlKind::Plain));
}
