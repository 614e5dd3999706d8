//! One file, one verdict: the C functions say what the library says, of a path as of memory.

#![allow(clippy::unwrap_used, reason = "tests")]
#![cfg(feature = "net")]

use std::ffi::CString;
use std::path::Path;
use std::ptr;
use std::time::SystemTime;

use kyso::{Credential, Document, Level, Policy, Source, Time, TrustAnchors, Verifier, limits};
use kyso_ffi::*;
use kyso_net::{HttpEvidence, HttpTsa, Network, NetworkConfig};
use kyso_testkit::attacks::flip;
use kyso_testkit::pdf::{PdfKind, pdf, write_large_pdf};
use kyso_testkit::server::Services;
use kyso_testkit::xml::{XmlKind, write_large_xml, xml};
use kyso_testkit::{KeyKind, Pki};

/// What one way of judging gives.
type Judge<'j> = &'j dyn Fn(*mut *mut kyso_report) -> u32;

/// The report that `judge` puts in its place, as JSON.
fn json(judge: Judge<'_>) -> String {
    let (mut report, mut buffer) = (ptr::null_mut(), ptr::null_mut());
    // SAFETY: places of this function's own, and handles just made.
    unsafe {
        assert_eq!(judge(&raw mut report), KYSO_OK);
        let code = kyso_report_json(report, c"x".as_ptr(), &raw mut buffer, ptr::null_mut());
        assert_eq!(code, KYSO_OK);
        let (mut data, mut len) = (ptr::null(), 0);
        let code = kyso_buffer_data(buffer, &raw mut data, &raw mut len, ptr::null_mut());
        assert_eq!(code, KYSO_OK);
        let text = std::slice::from_raw_parts(data, len).to_vec();
        kyso_buffer_free(buffer);
        kyso_report_free(report);
        String::from_utf8(text).unwrap()
    }
}

/// A verifier that trusts these anchors alone.
fn verifier(root: &str) -> *mut kyso_verifier {
    let (mut trust, mut policy, mut verifier) = (ptr::null_mut(), ptr::null_mut(), ptr::null_mut());
    let none = ptr::null_mut;
    // SAFETY: places of this function's own, and handles just made.
    unsafe {
        assert_eq!(kyso_trust_new(&raw mut trust, none()), KYSO_OK);
        assert_eq!(kyso_trust_add(trust, root.as_ptr(), root.len(), none()), KYSO_OK);
        assert_eq!(kyso_policy_new(trust, &raw mut policy, none()), KYSO_OK);
        assert_eq!(kyso_verifier_new(policy, &raw mut verifier, none()), KYSO_OK);
        kyso_policy_free(policy);
        kyso_trust_free(trust);
    }
    verifier
}

/// Good files, altered ones, B-LTA, and such as are not kept in memory.
fn files(services: &Services, pki: &Pki, now: Time) -> Vec<(&'static str, Vec<u8>)> {
    let chain = pki.signer.cert_pem() + &pki.signer.chain_pem();
    let key = pki.signer.key_pem();
    let signer = Credential::from_pem(key.as_bytes(), chain.as_bytes(), None).unwrap();
    let network = Network::new(NetworkConfig::default());
    let tsa = HttpTsa::new(&network, &services.urls().tsa()).unwrap();
    let source = HttpEvidence::new(&network);
    let sign = |bytes: Vec<u8>, level: Level<'_>| {
        let document = Document::from_bytes(bytes).unwrap();
        document.sign(&signer, now).level(level).finish().unwrap().to_bytes().unwrap()
    };
    let lta = |bytes| sign(bytes, Level::Lta { tsa: &tsa, source: &source });
    let good = sign(pdf(PdfKind::Classic), Level::B);
    let beyond = limits::MAX_XML_WHOLE_BYTES + (1 << 20);
    let (mut large_pdf, mut large_xml) = (Vec::new(), Vec::new());
    write_large_pdf(&mut large_pdf, beyond).unwrap();
    write_large_xml(&mut large_xml, beyond).unwrap();
    vec![
        ("unsigned.pdf", pdf(PdfKind::Classic)),
        ("altered.pdf", flip(&good, 100)),
        ("good.pdf", good),
        ("good.xml", sign(xml(XmlKind::Invoice), Level::B)),
        ("lta.pdf", lta(pdf(PdfKind::XrefStream))),
        ("lta.xml", lta(xml(XmlKind::Invoice))),
        ("large.pdf", sign(large_pdf, Level::B)),
        ("large.xml", sign(large_xml, Level::B)),
    ]
}

fn judge_all(verifier: *mut kyso_verifier, path: &Path, now: i64) -> [(&'static str, String); 4] {
    let bytes = std::fs::read(path).unwrap();
    let name = CString::new(path.to_str().unwrap()).unwrap();
    let none = ptr::null_mut;
    let (data, len) = (bytes.as_ptr(), bytes.len());
    let (mut opened, mut kept) = (ptr::null_mut(), ptr::null_mut());
    // SAFETY: places of this function's own, and handles just made.
    unsafe {
        let code = kyso_document_open(name.as_ptr(), ptr::null(), &raw mut opened, none());
        assert_eq!(code, KYSO_OK);
        let code = kyso_document_from_memory(data, len, ptr::null(), &raw mut kept, none());
        assert_eq!(code, KYSO_OK);
        let ways: [(&'static str, Judge<'_>); 4] = [
            ("file", &|to| kyso_verify_file(verifier, name.as_ptr(), now, ptr::null(), to, none())),
            ("memory", &|to| kyso_verify_memory(verifier, data, len, now, ptr::null(), to, none())),
            ("document of a file", &|to| kyso_verify(verifier, opened, now, to, none())),
            ("document in memory", &|to| kyso_verify(verifier, kept, now, to, none())),
        ];
        let all = ways.map(|(way, judge)| (way, json(judge)));
        kyso_document_free(opened);
        kyso_document_free(kept);
        all
    }
}

#[test]
fn the_c_functions_judge_as_the_library_does() {
    let (services, pki) = Services::mint(KeyKind::P256).unwrap();
    let now = Time::from(SystemTime::now());
    let folder = tempfile::tempdir().unwrap();
    let root = pki.root_pem();
    let policy = Policy::baseline(TrustAnchors::from_bytes(root.as_bytes()).unwrap());
    let verifier = verifier(&root);
    let mut conclusions = Vec::new();
    for (name, bytes) in files(&services, &pki, now) {
        let path = folder.path().join(name);
        std::fs::write(&path, &bytes).unwrap();
        let report = Verifier::new(&policy).verify_source(&Source::open(&path).unwrap(), now);
        let report = report.unwrap();
        conclusions.push(report.conclusion().name());
        let expected = report.to_json("x").to_string();
        for (way, said) in judge_all(verifier, &path, now.unix()) {
            assert_eq!(said, expected, "{name}, {way}");
        }
    }
    let open = "indeterminate";
    let expected = ["unsigned", "failed", open, open, "passed", "passed", open, open];
    assert_eq!(conclusions, expected);
    // SAFETY: made above, once.
    unsafe { kyso_verifier_free(verifier) };
}
