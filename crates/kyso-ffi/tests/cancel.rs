//! A call that waits for the network ends soon after another thread gives up, and nothing comes of
//! it.

#![allow(clippy::unwrap_used, reason = "tests")]
#![cfg(feature = "net")]

use std::ffi::CString;
use std::ptr;
use std::thread;
use std::time::{Duration, Instant};

use kyso_ffi::*;
use kyso_testkit::pdf::{PdfKind, pdf};
use kyso_testkit::server::{Fault, Services};
use kyso_testkit::{KeyKind, P12Kind};

#[test]
fn a_call_that_waits_for_a_time_stamp_is_cancelled_from_another_thread() {
    let (services, pki) = Services::mint(KeyKind::P256).unwrap();
    services.fault("/tsa", Fault::Slow(Duration::from_secs(5)));
    let (p12, document) = (pki.signer.p12("kyso", P12Kind::Aes256), pdf(PdfKind::XrefStream));
    let url = CString::new(services.urls().tsa()).unwrap();
    let none = ptr::null_mut;
    let (mut credential, mut signing, mut flag, mut handle) =
        (ptr::null_mut(), ptr::null_mut(), ptr::null_mut(), ptr::null_mut());
    let (mut network, mut tsa) = (ptr::null_mut(), ptr::null_mut());
    let untouched: *mut kyso_signed = ptr::dangling_mut();
    let mut done = untouched;
    // SAFETY: places of this function's own, and handles just made.
    unsafe {
        let (data, len) = (p12.as_ptr(), p12.len());
        let secret = c"kyso".as_ptr();
        let code = kyso_credential_from_pkcs12(data, len, secret, &raw mut credential, none());
        assert_eq!(code, KYSO_OK);
        assert_eq!(kyso_signing_new(credential, &raw mut signing, none()), KYSO_OK);
        assert_eq!(kyso_network_new(&raw mut network, none()), KYSO_OK);
        assert_eq!(kyso_tsa_new(network, url.as_ptr(), &raw mut tsa, none()), KYSO_OK);
        let code = kyso_signing_set_level(signing, KYSO_LEVEL_T, tsa, ptr::null(), none());
        assert_eq!(code, KYSO_OK);
        assert_eq!(kyso_cancellation_new(&raw mut flag, none()), KYSO_OK);
        let (data, len) = (document.as_ptr(), document.len());
        let code = kyso_document_from_memory(data, len, flag, &raw mut handle, none());
        assert_eq!(code, KYSO_OK);
    }
    let (since, address) = (Instant::now(), flag as usize);
    thread::scope(|scope| {
        scope.spawn(|| {
            while services.requests("/tsa") == 0 {
                thread::sleep(Duration::from_millis(5));
            }
            // SAFETY: the flag is freed after both threads are done with it.
            unsafe { assert_eq!(kyso_cancel(address as *const _, ptr::null_mut()), KYSO_OK) };
        });
        // SAFETY: handles just made, and a place of this function's own.
        let code = unsafe { kyso_sign(handle, signing, kyso_now(), &raw mut done, none()) };
        assert_eq!((code, done), (KYSO_CANCELLED, untouched));
    });
    assert!(since.elapsed() < Duration::from_secs(4));
    // SAFETY: handles made above, each once.
    unsafe {
        kyso_cancellation_free(flag);
        kyso_document_free(handle);
        kyso_signing_free(signing);
        kyso_tsa_free(tsa);
        kyso_network_free(network);
        kyso_credential_free(credential);
    }
}
