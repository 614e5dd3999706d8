//! Damaged files: what verifying says of them, what signing makes of them, and what it refuses.
#![allow(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

mod common;
#[path = "common/services.rs"]
mod services;

use common::{assert_passes, credential, now, pki, policy, sign};
use kyso::pdf::{Object, PdfError};
use kyso::report::{Code, Severity};
use kyso::{Conclusion, Document, Report, SignError, Source, Verifier};
use kyso_testkit::Pki;
use kyso_testkit::pdf::{BROKEN, Bad, PdfKind, bad, broken, pdf};

macro_rules! broken_files {
    ($($name:ident),+ $(,)?) => {
        $(#[test]
        fn $name() {
            repaired_signed_and_verified(stringify!($name));
        })+

        #[test]
        fn none_is_forgotten() {
            assert_eq!(BROKEN, [$(stringify!($name)),+]);
        }
    };
}

broken_files!(
    startxref_wrong,
    startxref_zero,
    startxref_missing,
    offsets_wrong,
    table_truncated,
    table_missing,
    trailer_missing,
    rows_malformed,
    bytes_inserted,
    bytes_before_header_and_shifted,
    bytes_after,
    line_ends_converted,
    xref_stream_malformed,
    xref_stream_missing,
    prev_loop,
    end_missing,
    objects_in_streams,
    updated_twice,
    lengths_indirect,
);

fn judged(bytes: &[u8], pki: &Pki) -> Result<Report, kyso::Error> {
    let policy = policy(pki);
    Verifier::new(&policy).verify_source(&Source::from_bytes(bytes.to_vec()), now())
}

fn repaired(bytes: &[u8]) -> Result<Document, kyso::Error> {
    Document::repaired(Source::from_bytes(bytes.to_vec()))
}

/// The file with every such word made another of the same length.
fn renamed(file: &[u8], word: &[u8]) -> Vec<u8> {
    let mut file = file.to_vec();
    for at in 0..file.len().saturating_sub(word.len()) {
        if file[at..].starts_with(word) {
            file[at + word.len() - 1] = b'_';
        }
    }
    file
}

fn has_finding(report: &Report, code: Code) -> bool {
    report.findings.iter().any(|finding| finding.code == code)
}

fn repaired_signed_and_verified(name: &str) {
    let pki = pki();
    let original = broken(name);

    // As it is, it is unsigned and says so, and signing it takes more than the usual call.
    let report = judged(&original, &pki).unwrap();
    assert_eq!(*report.conclusion(), Conclusion::Unsigned);
    let finding = report.findings.iter().find(|finding| finding.code == Code::XrefRepaired);
    assert_eq!(finding.unwrap().severity, Severity::Warning);
    if let Ok(document) = Document::from_bytes(original.clone()) {
        let refused = document.sign(&credential(&pki.signer), now()).finish();
        assert!(matches!(refused, Err(SignError::Pdf(fault)) if fault.is_damage()));
    }

    let document = repaired(&original).unwrap();
    let repair = document.pdf().unwrap().repair().unwrap();
    assert_eq!((repair.len, repair.signed), (original.len() as u64, None));
    let signed = document.sign(&credential(&pki.signer), now()).finish().unwrap();
    // What repaired it is new too, and all of it comes after the end.
    let end = original.len() as u64;
    assert!(signed.edits().all(|(range, _)| range == (end..end)));
    let signed = signed.to_bytes().unwrap();
    assert!(signed.starts_with(&original));
    assert_passes(&signed, &policy(&pki), 1);

    // Every reader finds the page that counts, and a second signature is as any other.
    let after = Document::from_bytes(signed.clone()).unwrap();
    let view = after.pdf().unwrap().latest();
    let page = view.pages().unwrap().next().unwrap().unwrap();
    let Object::Dictionary(page) = view.object(page).unwrap() else { panic!("no page") };
    let Object::Array(media_box) = view.get(&page, b"MediaBox").unwrap() else { panic!("no box") };
    assert!(media_box[2].as_float().unwrap() > 590.0, "{media_box:?}");
    assert_passes(&sign(&signed, &pki), &policy(&pki), 2);
}

#[test]
fn a_sound_file_is_left_as_it_is() {
    for kind in PdfKind::ALL {
        assert!(repaired(&pdf(kind)).unwrap().pdf().unwrap().repair().is_none(), "{kind:?}");
    }
}

#[test]
fn a_repaired_file_reaches_the_highest_level_and_a_document_timestamp() {
    let here = kyso_testkit::server::Services::start().unwrap();
    let pki = services::long_lived(&here);
    here.set_time(services::generalized(now()).as_str());
    let client = services::Client::new(here.urls().tsa());
    let original = broken("bytes_inserted");
    let level = kyso::Level::Lta { tsa: &client, source: &client };
    let document = repaired(&original).unwrap();
    let signed = document.sign(&credential(&pki.signer), now()).level(level).finish().unwrap();
    assert_eq!(signed.edits().count(), 2);
    assert_eq!(signed.edits().next().unwrap().0.start, original.len() as u64);
    let signed = signed.to_bytes().unwrap();
    assert!(signed.starts_with(&original));
    let report = judged(&signed, &pki).unwrap();
    assert!(matches!(report.conclusion(), Conclusion::Passed(_)), "{report:#?}");
    let stamped = repaired(&original).unwrap().timestamp(&client, None).unwrap();
    let report = judged(&stamped.to_bytes().unwrap(), &pki).unwrap();
    assert_eq!(report.signatures.len(), 1);
    assert!(!matches!(report.conclusion(), Conclusion::Failed(_)), "{report:#?}");
}

#[test]
fn a_signed_file_is_never_repaired_whatever_of_it_is_damaged() {
    let pki = pki();
    for kind in PdfKind::ALL {
        let signed = sign(&pdf(kind), &pki);
        // Without the word, which no reader could do without; in every revision.
        let no_end = renamed(&signed, b"startxref");
        // Shifted: no byte range fits any more. Renamed: no trace in the bytes is left.
        let shifted = [&no_end[..20], b"\n\n\n", &no_end[20..]].concat();
        let renamed = renamed(&shifted, b"/ByteRange");
        for (what, file) in [("no end", no_end), ("shifted", shifted), ("renamed", renamed)] {
            let report = judged(&file, &pki).unwrap();
            let failed = matches!(report.conclusion(), Conclusion::Failed(_));
            assert!(failed, "{kind:?}, {what}: {:?}", report.conclusion());
            assert!(has_finding(&report, Code::DocumentUnreadable), "{kind:?}, {what}");
            let document = repaired(&file).unwrap();
            assert!(document.pdf().unwrap().repair().unwrap().signed.is_some());
            let refused = document.sign(&credential(&pki.signer), now()).finish().map(drop);
            let told = matches!(refused, Err(SignError::Pdf(PdfError::RepairSigned { .. })));
            assert!(told, "{kind:?}, {what}: {refused:?}");
        }
    }
}

#[test]
fn what_is_no_document_stays_the_error_it_was() {
    for fault in [Bad::Empty, Bad::NotPdf, Bad::HeaderOnly] {
        assert!(repaired(&bad(fault)).is_err(), "{fault:?}");
        assert!(judged(&bad(fault), &pki()).is_err(), "{fault:?}");
    }
    // The objects are as they were: no repair makes an encrypted file plain.
    let file = String::from_utf8_lossy(&broken("startxref_wrong")).into_owned();
    let encrypted = file.replace("/Root 1 0 R", "/Encrypt 9 0 R /Root 1 0 R");
    assert!(
        matches!(repaired(encrypted.as_bytes()), Err(kyso::Error::Pdf(fault)) if fault.is_damage())
    );
}

#[test]
fn floods_of_headers_and_bombs_end_soon() {
    let start = std::time::Instant::now();
    let floods: [Vec<u8>; 4] = [
        b"1 0 obj(".repeat(1 << 17),
        b"1 0 obj[".repeat(1 << 17),
        b"1 0 obj<</Length 2 0 R>>stream\n".repeat(1 << 15),
        b"2 0 obj 5 endobj ".repeat(1 << 16),
    ];
    for flood in floods {
        let file = [b"%PDF-1.7\n".to_vec(), flood].concat();
        assert!(repaired(&file).is_err());
    }
    for fault in [Bad::InflateBomb, Bad::XrefStreamBomb, Bad::DeepNesting, Bad::LengthLoop] {
        assert!(repaired(&bad(fault)).is_err() || fault == Bad::LengthLoop, "{fault:?}");
    }
    // Minutes, were any of it quadratic.
    assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
}
