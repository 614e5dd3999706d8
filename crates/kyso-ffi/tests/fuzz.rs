//! Spoiled documents through the C entry: no panic, nothing passes, every item of a report can be
//! had. Blind, and without tools; `fuzz/` does the same guided and with AddressSanitizer.
//! `KYSO_FUZZ_SECONDS` says how long (2), `KYSO_FUZZ_SEED` from where.

#![allow(clippy::unwrap_used, reason = "tests")]

use std::time::{Duration, Instant};
use std::{env, fs, ptr};

use kyso_ffi::*;
use kyso_testkit::pdf::{Bad, PdfKind, bad, pdf};
use kyso_testkit::xml::{XmlKind, xml};
use kyso_testkit::{KeyKind, P12Kind, Pki, attacks, xml_attacks};

/// The longest that one document may take: a bound on work that does not hold shows here.
const PATIENCE: Duration = Duration::from_secs(30);

/// What parsers look for.
const TOKENS: [&[u8]; 22] = [
    b"/ByteRange[0 1 2 3]",
    b"/Contents<30800000>",
    b"endobj\n",
    b"stream\n",
    b"endstream",
    b"startxref\n0\n%%EOF",
    b"trailer<<",
    b"/Prev 0",
    b"/Kids[1 0 R]",
    b"/Parent 1 0 R",
    b"/Length 99999999999",
    b"<<",
    b"[",
    b"(",
    b"%PDF-1.7\n",
    b"<!DOCTYPE a [<!ENTITY b 'c'>]>",
    b"<ds:Reference URI=''>",
    b"xmlns=''",
    b"<![CDATA[",
    b"&#0;",
    b"\xFF\xFE",
    b"\x30\x80\x00\x00",
];

/// A generator of numbers, so that a run can be repeated (xorshift).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 11).unwrap() % end.max(1)
    }
}

/// Signs through the library under test.
fn signed(pki: &Pki, document: &[u8]) -> Option<Vec<u8>> {
    let p12 = pki.signer.p12("kyso", P12Kind::Aes256);
    let (mut credential, mut signing, mut handle) =
        (ptr::null_mut(), ptr::null_mut(), ptr::null_mut());
    let (mut done, mut buffer, mut data, mut len) =
        (ptr::null_mut(), ptr::null_mut(), ptr::null(), 0);
    let none = ptr::null_mut;
    // SAFETY: places of this function's own, and handles just made or NULL.
    unsafe {
        let (file, size, secret) = (p12.as_ptr(), p12.len(), c"kyso".as_ptr());
        kyso_credential_from_pkcs12(file, size, secret, &raw mut credential, none());
        kyso_signing_new(credential, &raw mut signing, none());
        let (file, size) = (document.as_ptr(), document.len());
        kyso_document_from_memory(file, size, ptr::null(), &raw mut handle, none());
        kyso_sign(handle, signing, kyso_now(), &raw mut done, none());
        let code = kyso_signed_bytes(done, &raw mut buffer, none());
        let bytes = (code == KYSO_OK).then(|| {
            kyso_buffer_data(buffer, &raw mut data, &raw mut len, none());
            std::slice::from_raw_parts(data, len).to_vec()
        });
        kyso_buffer_free(buffer);
        kyso_signed_free(done);
        kyso_document_free(handle);
        kyso_signing_free(signing);
        kyso_credential_free(credential);
        bytes
    }
}

/// Signed, unsigned, broken and forged documents.
fn corpus() -> Vec<Vec<u8>> {
    let pki = Pki::new(KeyKind::P256);
    let plain = PdfKind::ALL.map(pdf).into_iter().chain(XmlKind::ALL.map(xml));
    let plain: Vec<_> = plain.filter(|document| document.len() < 64 << 10).collect();
    let signed: Vec<_> = plain.iter().filter_map(|document| signed(&pki, document)).collect();
    assert!(signed.len() > 10);
    let forged = signed.iter().filter(|document| document.starts_with(b"%PDF"));
    let forged = forged.take(1).flat_map(|document| attacks::all(document));
    let forged: Vec<_> = forged.map(|attack| attack.bytes).collect();
    let base = xml_attacks::Base::forged(xml_attacks::Layout::ALL[0], &pki.signer);
    let wrapped = xml_attacks::attacks(&base).into_iter().map(|attack| attack.bytes);
    let broken = Bad::ALL.map(bad).into_iter().filter(|document| document.len() < 64 << 10);
    let wrapped: Vec<_> = wrapped.filter(|document| document.len() < 64 << 10).collect();
    [plain, signed, forged, broken.collect(), wrapped].concat()
}

/// A document, spoiled in a few places.
fn spoil(corpus: &[Vec<u8>], numbers: &mut Numbers) -> Vec<u8> {
    let mut document = corpus[numbers.below(corpus.len())].clone();
    for _ in 0..=numbers.below(4) {
        let at = numbers.below(document.len());
        let len = numbers.below(32).min(document.len() - at);
        match numbers.below(7) {
            0 if at < document.len() => document[at] ^= 1 << numbers.below(8),
            1 if at < document.len() => document[at] = u8::try_from(numbers.below(256)).unwrap(),
            2 => drop(document.drain(at..at + len)),
            3 => {
                let piece = document[at..at + len].to_vec();
                document.splice(at..at, piece);
            }
            4 => {
                let token = TOKENS[numbers.below(TOKENS.len())];
                document.splice(at..at, token.iter().copied());
            }
            5 => document.truncate(at),
            _ => {
                let other = &corpus[numbers.below(corpus.len())];
                let from = numbers.below(other.len());
                let piece = other[from..].iter().take(512).copied();
                document.splice(at..at + len, piece);
            }
        }
    }
    document
}

/// Judges a document and walks through the report; its conclusion, or the code of the error.
fn judge(verifier: *const kyso_verifier, document: &[u8]) -> u32 {
    let (mut report, mut json, none) = (ptr::null_mut(), ptr::null_mut(), ptr::null_mut);
    let (mut conclusion, mut count, mut text) = (0, 0, ptr::null());
    // SAFETY: the caller's verifier, places of this function's own, and handles just made.
    unsafe {
        let (data, len, now) = (document.as_ptr(), document.len(), kyso_now());
        let place = &raw mut report;
        let code = kyso_verify_memory(verifier, data, len, now, ptr::null(), place, none());
        if code != KYSO_OK {
            assert!(report.is_null());
            return code;
        }
        kyso_report_conclusion(report, &raw mut conclusion, none());
        kyso_report_signature_count(report, &raw mut count, none());
        for index in 0..count {
            for field in KYSO_SIGNATURE_ID..=KYSO_SIGNATURE_SUB_FILTER {
                let code = kyso_signature_text(report, index, field, &raw mut text, none());
                assert_eq!(code, KYSO_OK);
            }
        }
        assert_eq!(kyso_report_json(report, c"x".as_ptr(), &raw mut json, none()), KYSO_OK);
        kyso_buffer_free(json);
        let mut etsi = ptr::null_mut();
        assert_eq!(kyso_report_etsi(report, c"x".as_ptr(), &raw mut etsi, none()), KYSO_OK);
        kyso_buffer_free(etsi);
        hand_out(verifier, report, count, document);
        kyso_report_free(report);
    }
    conclusion
}

/// Hands out what signatures cover: as much as there is, without a panic.
unsafe fn hand_out(
    verifier: *const kyso_verifier,
    report: *const kyso_report,
    signatures: usize,
    bytes: &[u8],
) {
    let (mut document, mut parts, none) = (ptr::null_mut(), ptr::null_mut(), ptr::null_mut);
    // SAFETY: the caller's handles, places of this function's own, and handles just made or NULL.
    unsafe {
        let (data, len, place) = (bytes.as_ptr(), bytes.len(), &raw mut document);
        if kyso_document_from_memory(data, len, ptr::null(), place, none()) != KYSO_OK {
            return;
        }
        for index in 0..signatures {
            let place = &raw mut parts;
            let code = kyso_parts_new(verifier, document, report, index, place, none());
            assert_ne!(code, KYSO_PANIC);
            if code != KYSO_OK {
                continue;
            }
            let mut count = 0;
            kyso_parts_count(parts, &raw mut count, none());
            for part in 0..count {
                let mut buffer = ptr::null_mut();
                let code = kyso_parts_bytes(parts, part, &raw mut buffer, none());
                assert_ne!(code, KYSO_PANIC);
                kyso_buffer_free(buffer);
            }
            kyso_parts_free(parts);
        }
        kyso_document_free(document);
    }
}

#[test]
fn whatever_comes_in_nothing_panics_and_nothing_passes() {
    let number = |name: &str, usual| env::var(name).map_or(usual, |text| text.parse().unwrap());
    let (seconds, seed) = (number("KYSO_FUZZ_SECONDS", 2), number("KYSO_FUZZ_SEED", 20_261_123));
    let (mut trust, mut policy, mut verifier) = (ptr::null_mut(), ptr::null_mut(), ptr::null_mut());
    // SAFETY: places of this function's own, and handles just made.
    unsafe {
        kyso_trust_new(&raw mut trust, ptr::null_mut());
        kyso_policy_new(trust, &raw mut policy, ptr::null_mut());
        kyso_verifier_new(policy, &raw mut verifier, ptr::null_mut());
        kyso_policy_free(policy);
        kyso_trust_free(trust);
    }
    let (corpus, mut numbers) = (corpus(), Numbers(seed));
    let (begun, mut done, mut reports) = (Instant::now(), 0_u64, 0_u64);
    while begun.elapsed() < Duration::from_secs(seconds) || done < 100 {
        let document = spoil(&corpus, &mut numbers);
        let since = Instant::now();
        let outcome = judge(verifier, &document);
        let wrong = outcome == KYSO_PANIC || outcome == KYSO_CONCLUSION_PASSED;
        if wrong || since.elapsed() > PATIENCE {
            let kept = env::temp_dir().join(format!("kyso-fuzz-{seed}-{done}"));
            fs::write(&kept, &document).unwrap();
            panic!("{outcome} after {:?}: {}", since.elapsed(), kept.display());
        }
        done += 1;
        reports += u64::from(outcome >= 2000);
    }
    // SAFETY: the handle made above.
    unsafe { kyso_verifier_free(verifier) };
    println!("{done} documents, {reports} of them judged, from seed {seed}");
    assert!(reports > done / 10, "hardly anything was judged: {reports} of {done}");
}
