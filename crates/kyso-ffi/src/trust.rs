//! Whom to trust.

use std::ffi::c_char;

use kyso::TrustAnchors;

use crate::call::{bytes, call, free, handle, handle_mut, output, path};
use crate::error::kyso_error;

/// The certificates at which a path may end. Nobody is trusted by default. One thread at a time
/// may add to it; those that made a policy of it keep a copy.
pub struct kyso_trust {
    pub(crate) anchors: TrustAnchors,
}

/// No anchor. `trust` is the caller's, to be freed with kyso_trust_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_trust_new(
    trust: *mut *mut kyso_trust,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_trust_new", error, || {
            output(trust, "trust")?.give(kyso_trust { anchors: TrustAnchors::new() });
            Ok(())
        })
    }
}

/// Adds the certificates in `len` bytes at `data`: PEM, DER or PKCS#7.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_trust_add(
    trust: *mut kyso_trust,
    data: *const u8,
    len: usize,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_trust_add", error, || {
            let trust = handle_mut(trust, "trust")?;
            trust.anchors.extend(TrustAnchors::from_bytes(bytes(data, len, "data")?)?);
            Ok(())
        })
    }
}

/// Adds the certificates of a file: PEM, DER or PKCS#7.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_trust_add_file(
    trust: *mut kyso_trust,
    file: *const c_char,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_trust_add_file", error, || {
            let trust = handle_mut(trust, "trust")?;
            trust.anchors.extend(TrustAnchors::from_pem_file(path(file, "file")?)?);
            Ok(())
        })
    }
}

/// Writes how many anchors there are to `count`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_trust_count(
    trust: *const kyso_trust,
    count: *mut usize,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_trust_count", error, || {
            let trust = handle(trust, "trust")?;
            output(count, "count")?.put(trust.anchors.certificates().len());
            Ok(())
        })
    }
}

/// Frees the anchors. NULL is left alone.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_trust_free(trust: *mut kyso_trust) {
    // SAFETY: NULL, or a handle that was not freed.
    unsafe { free(trust) };
}
