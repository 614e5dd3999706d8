//! Files signed by CMS through the C functions: beside and around them, judged with their content.

#![allow(clippy::unwrap_used, reason = "tests")]

use std::ffi::CString;
use std::path::Path;
use std::ptr;

use kyso_ffi::*;
use kyso_testkit::{KeyKind, Pki};

const NOW: i64 = 1_795_334_400; // 2026-11-22

fn path(path: &Path) -> CString {
    CString::new(path.to_str().unwrap()).unwrap()
}

/// The signed bytes of a file, `packaging` as asked.
fn sign(pki: &Pki, file: &Path, packaging: u32, out: &Path) {
    let (mut credential, mut signing) = (ptr::null_mut(), ptr::null_mut());
    let (mut document, mut signed, none) = (ptr::null_mut(), ptr::null_mut(), ptr::null_mut);
    let (key, chain) = (pki.signer.key_pem(), pki.signer.cert_pem() + &pki.signer.chain_pem());
    // SAFETY: places of this function's own, and handles just made.
    unsafe {
        let (k, c) = (key.as_ptr(), chain.as_ptr());
        let made = kyso_credential_from_pem(
            k,
            key.len(),
            c,
            chain.len(),
            ptr::null(),
            &raw mut credential,
            none(),
        );
        assert_eq!(made, KYSO_OK);
        assert_eq!(kyso_signing_new(credential, &raw mut signing, none()), KYSO_OK);
        assert_eq!(kyso_signing_set_packaging(signing, packaging, none()), KYSO_OK);
        assert_eq!(kyso_signing_set_mime_type(signing, c"text/csv".as_ptr(), none()), KYSO_OK);
        let approval = c"approval".as_ptr();
        assert_eq!(kyso_signing_set_commitment(signing, approval, none()), KYSO_OK);
        let unknown = kyso_signing_set_commitment(signing, c"because".as_ptr(), none());
        assert_eq!(unknown, KYSO_INVALID_ARGUMENT);
        let file = path(file);
        let opened = kyso_document_open_file(file.as_ptr(), ptr::null(), &raw mut document, none());
        assert_eq!(opened, KYSO_OK);
        assert_eq!(kyso_sign(document, signing, NOW, &raw mut signed, none()), KYSO_OK);
        assert_eq!(kyso_signed_save(signed, path(out).as_ptr(), none()), KYSO_OK);
        kyso_signed_free(signed);
        kyso_document_free(document);
        kyso_signing_free(signing);
        kyso_credential_free(credential);
    }
}

/// The conclusion on a CMS, over this content where it is beside it.
fn judge(pki: &Pki, cms: &Path, content: Option<&Path>, by_verifier: bool) -> u32 {
    let (mut trust, mut policy, mut verifier) = (ptr::null_mut(), ptr::null_mut(), ptr::null_mut());
    let (mut document, mut report, none) = (ptr::null_mut(), ptr::null_mut(), ptr::null_mut);
    let root = pki.root_pem();
    let mut conclusion = 0;
    // SAFETY: places of this function's own, and handles just made.
    unsafe {
        assert_eq!(kyso_trust_new(&raw mut trust, none()), KYSO_OK);
        assert_eq!(kyso_trust_add(trust, root.as_ptr(), root.len(), none()), KYSO_OK);
        assert_eq!(kyso_policy_new(trust, &raw mut policy, none()), KYSO_OK);
        assert_eq!(kyso_verifier_new(policy, &raw mut verifier, none()), KYSO_OK);
        let cms = path(cms);
        let opened = kyso_document_open(cms.as_ptr(), ptr::null(), &raw mut document, none());
        assert_eq!(opened, KYSO_OK);
        let mut format = 0;
        assert_eq!(kyso_document_format(document, &raw mut format, none()), KYSO_OK);
        assert_eq!(format, KYSO_FORMAT_CADES);
        if let Some(content) = content {
            let content = path(content);
            let name = c"a.csv".as_ptr();
            if by_verifier {
                let set = kyso_verifier_set_content(verifier, content.as_ptr(), name, none());
                assert_eq!(set, KYSO_OK);
            } else {
                let mut together = ptr::null_mut();
                let joined = kyso_document_with_content(
                    document,
                    content.as_ptr(),
                    name,
                    &raw mut together,
                    none(),
                );
                assert_eq!(joined, KYSO_OK);
                kyso_document_free(document);
                document = together;
            }
        }
        assert_eq!(kyso_verify(verifier, document, NOW, &raw mut report, none()), KYSO_OK);
        assert_eq!(kyso_report_conclusion(report, &raw mut conclusion, none()), KYSO_OK);
        kyso_report_free(report);
        kyso_document_free(document);
        kyso_verifier_free(verifier);
        kyso_policy_free(policy);
        kyso_trust_free(trust);
    }
    conclusion
}

#[test]
fn a_file_is_signed_beside_and_around_and_judged() {
    let pki = Pki::new(KeyKind::P256);
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    std::fs::write(at("a.csv"), b"1;2;3\n").unwrap();
    std::fs::write(at("b.csv"), b"1;2;4\n").unwrap();
    sign(&pki, &at("a.csv"), KYSO_PACKAGING_DETACHED, &at("a.p7s"));
    sign(&pki, &at("a.csv"), KYSO_PACKAGING_ATTACHED, &at("a.p7m"));
    for by_verifier in [false, true] {
        let beside = |name| judge(&pki, &at("a.p7s"), Some(&at(name)), by_verifier);
        assert_eq!(beside("a.csv"), KYSO_CONCLUSION_PASSED);
        assert_eq!(beside("b.csv"), KYSO_CONCLUSION_FAILED);
    }
    assert_eq!(judge(&pki, &at("a.p7s"), None, false), KYSO_CONCLUSION_INDETERMINATE);
    assert_eq!(judge(&pki, &at("a.p7m"), None, false), KYSO_CONCLUSION_PASSED);
    assert_eq!(judge(&pki, &at("a.p7m"), Some(&at("b.csv")), false), KYSO_CONCLUSION_FAILED);
}
