//! Judges any bytes through the C entry, and walks through the whole report. `KYSO_FUZZ_ROOTS` names
//! a file of anchors to trust, so that stages behind the path are reached; without it nothing passes.
#![no_main]

use std::sync::LazyLock;
use std::{env, ptr};

use kyso_ffi::*;
use libfuzzer_sys::fuzz_target;

/// 2026-11-23: the same every time, so that a finding is found again.
const NOW: i64 = 1_795_392_000;

/// Anchors to trust, as PEM.
static ROOTS: LazyLock<Option<Vec<u8>>> = LazyLock::new(|| {
    env::var_os("KYSO_FUZZ_ROOTS").map(|path| std::fs::read(path).expect("anchors can be read"))
});

/// A verifier's address. It never changes after it was made, so that threads may share it.
static VERIFIER: LazyLock<usize> = LazyLock::new(|| {
    let (mut trust, mut policy, mut verifier) = (ptr::null_mut(), ptr::null_mut(), ptr::null_mut());
    // SAFETY: places of this function's own, and handles just made.
    unsafe {
        assert_eq!(kyso_trust_new(&raw mut trust, ptr::null_mut()), KYSO_OK);
        if let Some(roots) = &*ROOTS {
            let (data, len) = (roots.as_ptr(), roots.len());
            assert_eq!(kyso_trust_add(trust, data, len, ptr::null_mut()), KYSO_OK);
        }
        assert_eq!(kyso_policy_new(trust, &raw mut policy, ptr::null_mut()), KYSO_OK);
        assert_eq!(kyso_verifier_new(policy, &raw mut verifier, ptr::null_mut()), KYSO_OK);
        kyso_policy_free(policy);
        kyso_trust_free(trust);
    }
    verifier as usize
});

fuzz_target!(|data: &[u8]| {
    let verifier = *VERIFIER as *const kyso_verifier;
    let (mut report, mut error) = (ptr::null_mut(), ptr::null_mut());
    // SAFETY: a handle that is never freed, and places of this function's own.
    let code = unsafe {
        let (data, len) = (data.as_ptr(), data.len());
        kyso_verify_memory(verifier, data, len, NOW, ptr::null(), &raw mut report, &raw mut error)
    };
    assert_ne!(code, KYSO_PANIC);
    if code == KYSO_OK {
        // SAFETY: the report just made.
        unsafe { walk(report) };
    } else {
        assert!(report.is_null() && !error.is_null());
    }
    // SAFETY: NULL, or just made.
    unsafe { kyso_error_free(error) };
});

/// Nothing passes where nobody is trusted, and every item can be had.
unsafe fn walk(report: *mut kyso_report) {
    let none = ptr::null_mut;
    // SAFETY: the caller's report, and places of this function's own.
    unsafe {
        let (mut conclusion, mut count, mut json) = (0, 0, ptr::null_mut());
        assert_eq!(kyso_report_conclusion(report, &raw mut conclusion, none()), KYSO_OK);
        assert!(conclusion != KYSO_CONCLUSION_PASSED || ROOTS.is_some());
        assert_eq!(kyso_report_signature_count(report, &raw mut count, none()), KYSO_OK);
        for signature in 0..count {
            let (mut text, mut severity, mut findings) = (ptr::null(), 0, 0);
            for field in KYSO_SIGNATURE_ID..=KYSO_SIGNATURE_SUB_FILTER {
                let code = kyso_signature_text(report, signature, field, &raw mut text, none());
                assert_eq!(code, KYSO_OK);
            }
            kyso_signature_finding_count(report, signature, &raw mut findings, none());
            for index in 0..findings {
                let (mut code, mut facts) = (ptr::null(), ptr::null());
                let (code, facts) = (&raw mut code, &raw mut facts);
                let severity = &raw mut severity;
                kyso_signature_finding(report, signature, index, code, severity, facts, none());
                assert_ne!(*severity, 0);
            }
        }
        assert_eq!(kyso_report_json(report, c"x".as_ptr(), &raw mut json, none()), KYSO_OK);
        kyso_buffer_free(json);
        kyso_report_free(report);
    }
}
