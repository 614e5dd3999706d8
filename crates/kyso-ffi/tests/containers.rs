//! Containers through the C functions: packed, signed, opened again and judged.

#![allow(clippy::unwrap_used, reason = "tests")]

use std::ptr;

use kyso_ffi::*;
use kyso_testkit::{KeyKind, Pki};

const NOW: i64 = 1_795_334_400; // 2026-11-22

#[test]
fn files_become_a_container_that_passes() {
    let pki = Pki::new(KeyKind::P256);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.csv");
    std::fs::write(&file, b"1;2;3\n").unwrap();
    let out = folder.path().join("out.asice");
    let path = |path: &std::path::Path| std::ffi::CString::new(path.to_str().unwrap()).unwrap();
    let (file, out) = (path(&file), path(&out));
    let (key, chain) = (pki.signer.key_pem(), pki.signer.cert_pem() + &pki.signer.chain_pem());
    let (root, null) = (pki.root_pem(), ptr::null());
    let (mut pack, mut document, mut signed) = (ptr::null_mut(), ptr::null_mut(), ptr::null_mut());
    let (mut credential, mut signing) = (ptr::null_mut(), ptr::null_mut());
    let (mut trust, mut policy, mut verifier) = (ptr::null_mut(), ptr::null_mut(), ptr::null_mut());
    let (mut report, none) = (ptr::null_mut(), ptr::null_mut);
    let (mut number, mut conclusion) = (0, 0);
    let (k, c) = (key.as_ptr(), chain.as_ptr());
    let made = |code: u32| assert_eq!(code, KYSO_OK);
    // SAFETY: places of this function's own, and handles just made.
    unsafe {
        assert_eq!(kyso_pack_new(KYSO_FORMAT_PDF, &raw mut pack, none()), KYSO_INVALID_ARGUMENT);
        made(kyso_pack_new(KYSO_FORMAT_ASIC_E, &raw mut pack, none()));
        let refused = kyso_pack_document(pack, &raw mut document, none());
        assert_eq!(refused, KYSO_CONTAINER);
        made(kyso_pack_add_file(pack, c"a.csv".as_ptr(), file.as_ptr(), none()));
        made(kyso_pack_add_memory(pack, c"x/b.txt".as_ptr(), b"b".as_ptr(), 1, none()));
        made(kyso_pack_document(pack, &raw mut document, none()));
        kyso_pack_free(pack);
        let (key_len, chain_len) = (key.len(), chain.len());
        made(kyso_credential_from_pem(k, key_len, c, chain_len, null, &raw mut credential, none()));
        made(kyso_signing_new(credential, &raw mut signing, none()));
        made(kyso_signing_set_form(signing, KYSO_FORM_ASIC_CADES, none()));
        made(kyso_sign(document, signing, NOW, &raw mut signed, none()));
        made(kyso_signed_save(signed, out.as_ptr(), none()));
        kyso_signed_free(signed);
        kyso_document_free(document);
        made(kyso_document_open(out.as_ptr(), ptr::null(), &raw mut document, none()));
        made(kyso_document_format(document, &raw mut number, none()));
        assert_eq!(number, KYSO_FORMAT_ASIC_E);
        made(kyso_trust_new(&raw mut trust, none()));
        made(kyso_trust_add(trust, root.as_ptr(), root.len(), none()));
        made(kyso_policy_new(trust, &raw mut policy, none()));
        made(kyso_verifier_new(policy, &raw mut verifier, none()));
        made(kyso_verify(verifier, document, NOW, &raw mut report, none()));
        made(kyso_report_conclusion(report, &raw mut conclusion, none()));
        assert_eq!(conclusion, KYSO_CONCLUSION_PASSED);
        kyso_report_free(report);
        kyso_verifier_free(verifier);
        kyso_policy_free(policy);
        kyso_trust_free(trust);
        kyso_document_free(document);
        kyso_signing_free(signing);
        kyso_credential_free(credential);
    }
}
