//! What callers do wrong ends in a code, never in the end of the process.

#![allow(clippy::unwrap_used, reason = "tests")]

use std::ffi::{CStr, CString, c_char, c_void};
use std::path::Path;
use std::ptr;
use std::sync::atomic::{AtomicUsize, Ordering};

use kyso_ffi::*;
use kyso_testkit::pdf::{PdfKind, pdf};
use kyso_testkit::{KeyKind, P12Kind, Pki};

fn none() -> *mut *mut kyso_error {
    ptr::null_mut()
}

/// The code and the text of an error, which is freed.
fn take(error: *mut kyso_error) -> String {
    // SAFETY: an error that was just given out.
    unsafe {
        let text = CStr::from_ptr(kyso_error_text(error)).to_str().unwrap().to_owned();
        kyso_error_free(error);
        text
    }
}

fn text(path: &Path) -> CString {
    CString::new(path.to_str().unwrap()).unwrap()
}

fn signing() -> *mut kyso_signing {
    let p12 = Pki::new(KeyKind::P256).signer.p12("kyso", P12Kind::Aes256);
    let (mut credential, mut signing) = (ptr::null_mut(), ptr::null_mut());
    // SAFETY: places of this function's own, and handles just made.
    unsafe {
        let (data, len, secret) = (p12.as_ptr(), p12.len(), c"kyso".as_ptr());
        let code = kyso_credential_from_pkcs12(data, len, secret, &raw mut credential, none());
        assert_eq!(code, KYSO_OK);
        assert_eq!(kyso_signing_new(credential, &raw mut signing, none()), KYSO_OK);
        kyso_credential_free(credential);
    }
    signing
}

fn document(flag: *const kyso_cancellation) -> *mut kyso_document {
    let (bytes, mut document) = (pdf(PdfKind::Classic), ptr::null_mut());
    // SAFETY: a place of this function's own.
    unsafe {
        let place = &raw mut document;
        let code = kyso_document_from_memory(bytes.as_ptr(), bytes.len(), flag, place, none());
        assert_eq!(code, KYSO_OK);
    }
    document
}

#[test]
fn room_that_no_memory_has_is_an_error() {
    let (signing, document) = (signing(), document(ptr::null()));
    for room in [(16 << 20) + 1, 1 << 40, 1 << 62, usize::MAX] {
        let mut signed: *mut kyso_signed = ptr::dangling_mut();
        // SAFETY: handles just made, and a place of this function's own.
        unsafe {
            assert_eq!(kyso_signing_set_contents_room(signing, room, none()), KYSO_OK);
            let code = kyso_sign(document, signing, kyso_now(), &raw mut signed, none());
            assert_eq!((code, signed), (KYSO_TOO_LARGE, ptr::dangling_mut()));
        }
    }
    // SAFETY: handles made above, each once.
    unsafe {
        kyso_document_free(document);
        kyso_signing_free(signing);
    }
}

#[test]
fn a_state_that_was_read_is_cancelled_and_not_saved() {
    let folder = tempfile::tempdir().unwrap();
    let (signing, document) = (signing(), document(ptr::null()));
    let (mut made, mut read, mut flag, mut buffer) =
        (ptr::null_mut(), ptr::null_mut(), ptr::null_mut(), ptr::null_mut());
    let (first, second) = (text(&folder.path().join("1")), text(&folder.path().join("2")));
    // SAFETY: places of this function's own, and handles just made.
    unsafe {
        assert_eq!(kyso_prepare(document, signing, kyso_now(), &raw mut made, none()), KYSO_OK);
        assert_eq!(kyso_prepared_save(made, first.as_ptr(), none()), KYSO_OK);
        assert_eq!(kyso_prepared_open(first.as_ptr(), &raw mut read, none()), KYSO_OK);
        assert_eq!(kyso_cancellation_new(&raw mut flag, none()), KYSO_OK);
        assert_eq!(kyso_prepared_set_cancellation(read, flag, none()), KYSO_OK);
        assert_eq!(kyso_prepared_bytes(read, &raw mut buffer, none()), KYSO_OK);
        assert_eq!(kyso_cancel(flag, none()), KYSO_OK);
        assert_eq!(kyso_prepared_save(read, second.as_ptr(), none()), KYSO_CANCELLED);
        kyso_buffer_free(buffer);
        kyso_cancellation_free(flag);
        kyso_prepared_free(read);
        kyso_prepared_free(made);
        kyso_document_free(document);
        kyso_signing_free(signing);
    }
    assert!(!folder.path().join("2").exists());
}

unsafe extern "C" fn uses_the_batch(
    batch: *mut c_void,
    _: usize,
    _: usize,
    _: usize,
    _: u32,
    _: *const c_char,
) -> u32 {
    let (mut count, mut code, mut text) = (0, 0, ptr::null());
    let batch = batch.cast::<kyso_batch>();
    // SAFETY: the running batch, which refuses, and places of this function's own.
    unsafe {
        for _ in 0..100 {
            let added = kyso_batch_add(batch, c"more".as_ptr(), ptr::null(), none());
            assert_eq!(added, KYSO_INVALID_ARGUMENT);
        }
        assert_eq!(kyso_batch_count(batch, &raw mut count, none()), KYSO_INVALID_ARGUMENT);
        let told = kyso_batch_code(batch, 0, &raw mut code, &raw mut text, none());
        assert_eq!(told, KYSO_INVALID_ARGUMENT);
        let set = kyso_batch_set_password(batch, ptr::null(), 0, none());
        assert_eq!(set, KYSO_INVALID_ARGUMENT);
        kyso_batch_free(batch);
    }
    0
}

#[test]
fn a_batch_that_runs_is_not_changed_under_way() {
    let folder = tempfile::tempdir().unwrap();
    let (signing, mut batch) = (signing(), ptr::null_mut());
    let (mut failed, mut count) = (9, 0);
    // SAFETY: places of this function's own, and handles just made.
    unsafe {
        assert_eq!(kyso_batch_new(&raw mut batch, none()), KYSO_OK);
        for name in ["a", "b", "c"] {
            let (from, to) = (folder.path().join(name), folder.path().join(format!("{name}2")));
            std::fs::write(&from, pdf(PdfKind::Classic)).unwrap();
            let (from, to) = (text(&from), text(&to));
            assert_eq!(kyso_batch_add(batch, from.as_ptr(), to.as_ptr(), none()), KYSO_OK);
        }
        let (told, user): (kyso_progress_callback, _) = (Some(uses_the_batch), batch.cast());
        let (now, never, failed_at) = (kyso_now(), ptr::null(), &raw mut failed);
        let code = kyso_batch_sign(batch, signing, now, 1, never, told, user, failed_at, none());
        assert_eq!((code, failed), (KYSO_OK, 0));
        assert_eq!(kyso_batch_count(batch, &raw mut count, none()), KYSO_OK);
        assert_eq!(count, 3);
        kyso_batch_free(batch);
        kyso_signing_free(signing);
    }
}

#[test]
fn a_batch_signs_what_a_password_opens() {
    let folder = tempfile::tempdir().unwrap();
    let (from, to) = (folder.path().join("in.pdf"), folder.path().join("out.pdf"));
    let encrypted = include_bytes!("../../../testdata/encrypted/aes-256.pdf");
    std::fs::write(&from, encrypted).unwrap();
    let (signing, mut batch) = (signing(), ptr::null_mut());
    let (from, target) = (text(&from), text(&to));
    // SAFETY: places of this function's own, and handles just made.
    unsafe {
        assert_eq!(kyso_batch_new(&raw mut batch, none()), KYSO_OK);
        assert_eq!(kyso_batch_add(batch, from.as_ptr(), target.as_ptr(), none()), KYSO_OK);
        for (password, wanted) in [(ptr::null(), 1), (c"owner".as_ptr(), 0)] {
            let (mut failed, none_told) = (9, ptr::null_mut());
            let (now, never) = (kyso_now(), ptr::null());
            assert_eq!(kyso_batch_set_password(batch, password, 0, none()), KYSO_OK);
            let place = &raw mut failed;
            let code =
                kyso_batch_sign(batch, signing, now, 1, never, None, none_told, place, none());
            assert_eq!((code, failed, to.exists()), (KYSO_OK, wanted, wanted == 0));
        }
        kyso_batch_free(batch);
        kyso_signing_free(signing);
    }
}

static TOLD: AtomicUsize = AtomicUsize::new(0);

unsafe extern "C" fn asks_again(
    _: *mut c_void,
    _: u32,
    function: *const c_char,
    _: u32,
    _: *const c_char,
    _: u64,
) {
    let mut trust = ptr::null_mut();
    // SAFETY: the library's text, and a place of this function's own.
    unsafe {
        if CStr::from_ptr(function) == c"kyso_store_open" {
            TOLD.fetch_add(1, Ordering::SeqCst);
        }
        assert_eq!(kyso_trust_new(&raw mut trust, none()), KYSO_OK);
        kyso_trust_free(trust);
    }
}

#[test]
fn a_log_callback_may_call_the_library() {
    let mut store = ptr::null_mut();
    // SAFETY: a place of this function's own.
    unsafe {
        assert_eq!(kyso_set_log(Some(asks_again), ptr::null_mut(), None, none()), KYSO_OK);
        let folder = tempfile::tempdir().unwrap();
        let path = text(folder.path());
        assert_eq!(kyso_store_open(path.as_ptr(), &raw mut store, none()), KYSO_OK);
        assert_eq!(kyso_set_log(None, ptr::null_mut(), None, none()), KYSO_OK);
        kyso_store_free(store);
    }
    assert_eq!(TOLD.load(Ordering::SeqCst), 1);
}

unsafe extern "C" fn explains(
    _: *mut c_void,
    _: u32,
    _: *const c_char,
    _: *const u8,
    _: usize,
    reply: *mut kyso_reply,
) -> u32 {
    // SAFETY: the library's own reply, alive until this returns.
    unsafe { kyso_reply_explain(reply, c"the cable is cut".as_ptr(), none()) };
    7
}

#[test]
fn what_a_fetch_callback_explains_stands_in_the_error() {
    let (signing, document, mut tsa) = (signing(), document(ptr::null()), ptr::null_mut());
    let (mut signed, mut error) = (ptr::null_mut(), ptr::null_mut());
    let user = ptr::null_mut();
    // SAFETY: places of this function's own, and handles just made.
    unsafe {
        let url = c"http://tsa.example".as_ptr();
        let code = kyso_tsa_from_callback(url, Some(explains), user, None, &raw mut tsa, none());
        assert_eq!(code, KYSO_OK);
        let code = kyso_timestamp(document, tsa, ptr::null(), &raw mut signed, &raw mut error);
        assert_ne!(code, KYSO_OK);
        let said = take(error);
        assert!(said.contains("the callback answered 7: the cable is cut"), "{said}");
        kyso_tsa_free(tsa);
        kyso_document_free(document);
        kyso_signing_free(signing);
    }
}
