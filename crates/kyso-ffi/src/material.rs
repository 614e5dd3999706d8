//! The report on one signature: what it is made of, and the time-stamps inside it.

use std::ffi::c_char;

use kyso::report::{StampKind, StampReport};

use crate::buffer::{give_slice, kyso_buffer};
use crate::call::{at, call, handle, output};
use crate::error::{Fault, kyso_error};
use crate::names::{KYSO_STAMP_ARCHIVE, KYSO_STAMP_OTHER, KYSO_STAMP_SIGNATURE};
use crate::report::{STAMP_AUTHORITY, kyso_report, signature};

/// The time-stamp number `index` of a signature.
fn stamp(report: &kyso_report, signature: usize, index: usize) -> Result<&StampReport, Fault> {
    at(&self::signature(report, signature)?.timestamps, index, "time-stamp")
}

/// Writes how many certificates the signer's chain has to `count`. Its last one is the anchor only
/// where KYSO_SIGNATURE_TRUST_ANCHOR is there.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_signature_chain_count(
    report: *const kyso_report,
    signature: usize,
    count: *mut usize,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_signature_chain_count", error, || {
            let (report, place) = (handle(report, "report")?, output(count, "count")?);
            place.put(self::signature(report, signature)?.material.chain.len());
            Ok(())
        })
    }
}

/// Writes where the DER of a certificate of this chain is to `data`, the signer's first, and its
/// length to `len`. The bytes are the report's and live until kyso_report_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_signature_chain_certificate(
    report: *const kyso_report,
    signature: usize,
    index: usize,
    data: *mut *const u8,
    len: *mut usize,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_signature_chain_certificate", error, || {
            let report = handle(report, "report")?;
            let (data, len) = (output(data, "data")?, output(len, "len")?);
            let chain = &self::signature(report, signature)?.material.chain;
            give_slice(at(chain, index, "certificate")?.der(), data, len);
            Ok(())
        })
    }
}

/// Writes where the signature value is to `data`, of a document time-stamp that of its token, and
/// its length to `len`. KYSO_ABSENT where it cannot be read. The bytes are the report's and live
/// until kyso_report_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_signature_value(
    report: *const kyso_report,
    signature: usize,
    data: *mut *const u8,
    len: *mut usize,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_signature_value", error, || {
            let report = handle(report, "report")?;
            let (data, len) = (output(data, "data")?, output(len, "len")?);
            let value = &self::signature(report, signature)?.material.value;
            if value.is_empty() {
                return Err(Fault::absent("value"));
            }
            give_slice(value, data, len);
            Ok(())
        })
    }
}

/// Writes where the token of a document time-stamp is to `data`, DER, and its length to `len`.
/// KYSO_ABSENT for other signatures. The bytes are the report's and live until kyso_report_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_signature_token(
    report: *const kyso_report,
    signature: usize,
    data: *mut *const u8,
    len: *mut usize,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_signature_token", error, || {
            let report = handle(report, "report")?;
            let (data, len) = (output(data, "data")?, output(len, "len")?);
            let token = self::signature(report, signature)?.material.token.as_deref();
            give_slice(token.ok_or_else(|| Fault::absent("token"))?, data, len);
            Ok(())
        })
    }
}

/// Writes how many digests of what is covered were computed to `count`: one for PDF, one for each
/// reference of XML that holds, manifests not looked into.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_signature_digest_count(
    report: *const kyso_report,
    signature: usize,
    count: *mut usize,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_signature_digest_count", error, || {
            let (report, place) = (handle(report, "report")?, output(count, "count")?);
            place.put(self::signature(report, signature)?.material.digests.len());
            Ok(())
        })
    }
}

/// Writes where one of these digests is to `data`, and its length to `len`. The bytes are the
/// report's and live until kyso_report_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_signature_digest(
    report: *const kyso_report,
    signature: usize,
    index: usize,
    data: *mut *const u8,
    len: *mut usize,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_signature_digest", error, || {
            let report = handle(report, "report")?;
            let (data, len) = (output(data, "data")?, output(len, "len")?);
            let digests = &self::signature(report, signature)?.material.digests;
            give_slice(at(digests, index, "digest")?.as_bytes(), data, len);
            Ok(())
        })
    }
}

/// Writes the `/ByteRange` of a signature in a PDF, proved, to the others: where what is covered
/// begins and how many bytes it has, twice. KYSO_ABSENT where there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_signature_byte_range(
    report: *const kyso_report,
    signature: usize,
    first: *mut u64,
    first_count: *mut u64,
    second: *mut u64,
    second_count: *mut u64,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_signature_byte_range", error, || {
            let (report, first) = (handle(report, "report")?, output(first, "first")?);
            let (first_count, second) =
                (output(first_count, "first_count")?, output(second, "second")?);
            let second_count = output(second_count, "second_count")?;
            let range = self::signature(report, signature)?.material.byte_range;
            let range = range.ok_or_else(|| Fault::absent("byte range"))?;
            for (to, number) in [first, first_count, second, second_count].into_iter().zip(range) {
                to.put(number);
            }
            Ok(())
        })
    }
}

/// All that is told of one thing that a signature in XML covers, as a JSON object: that of `covers`
/// in schema 1. `buffer` is the caller's, to be freed with kyso_buffer_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_signature_cover_json(
    report: *const kyso_report,
    signature: usize,
    index: usize,
    buffer: *mut *mut kyso_buffer,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_signature_cover_json", error, || {
            let (report, place) = (handle(report, "report")?, output(buffer, "buffer")?);
            let covered = at(&self::signature(report, signature)?.covers, index, "cover")?;
            place.give(kyso_buffer::json(covered)?);
            Ok(())
        })
    }
}

/// Writes how many time-stamps inside a signature can be read to `count`. Document time-stamps of a
/// PDF are signatures of their own.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_signature_stamp_count(
    report: *const kyso_report,
    signature: usize,
    count: *mut usize,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_signature_stamp_count", error, || {
            let (report, place) = (handle(report, "report")?, output(count, "count")?);
            place.put(self::signature(report, signature)?.timestamps.len());
            Ok(())
        })
    }
}

/// Writes what a time-stamp is: what it covers to `kind`, one of KYSO_STAMP_...; what it says to
/// `seconds`, since 1970; 1 to `proven` where every stage held, so that its time is proven, else 0;
/// and the subject of who signed it to `authority`, NULL where it is not sound in itself. The text
/// is the report's and lives until kyso_report_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_signature_stamp(
    report: *const kyso_report,
    signature: usize,
    index: usize,
    kind: *mut u32,
    seconds: *mut i64,
    proven: *mut u32,
    authority: *mut *const c_char,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_signature_stamp", error, || {
            let (report, kind) = (handle(report, "report")?, output(kind, "kind")?);
            let (seconds, proven) = (output(seconds, "seconds")?, output(proven, "proven")?);
            let authority = output(authority, "authority")?;
            let one = stamp(report, signature, index)?;
            kind.put(match one.kind {
                StampKind::Signature => KYSO_STAMP_SIGNATURE,
                StampKind::Archive => KYSO_STAMP_ARCHIVE,
                _ => KYSO_STAMP_OTHER,
            });
            seconds.put(one.time.unix());
            proven.put(one.holds.into());
            let subject = one.authority.as_ref().map(|signer| signer.subject.as_str());
            let key = (signature, index, STAMP_AUTHORITY, String::new());
            authority.put(report.texts.get(key, subject));
            Ok(())
        })
    }
}

/// Writes where the token of a time-stamp is to `data`, DER, and its length to `len`. The bytes are
/// the report's and live until kyso_report_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_signature_stamp_token(
    report: *const kyso_report,
    signature: usize,
    index: usize,
    data: *mut *const u8,
    len: *mut usize,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_signature_stamp_token", error, || {
            let report = handle(report, "report")?;
            let (data, len) = (output(data, "data")?, output(len, "len")?);
            give_slice(&stamp(report, signature, index)?.token, data, len);
            Ok(())
        })
    }
}
