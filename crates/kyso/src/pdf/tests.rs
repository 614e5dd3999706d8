//! The whole module on small files of every input kind, good and bad.

use std::collections::HashSet;

use super::samples::{self, ID, PAGE, Sample};
use super::*;
use crate::limits::{MAX_CONTENTS_ROOM, MAX_INFLATED_BYTES};

fn parse(bytes: &[u8]) -> Result<PdfDocument, PdfError> {
    PdfDocument::parse(crate::Source::from_bytes(bytes.to_vec()))
}

fn new_signature(field_name: Option<&str>) -> NewSignature {
    let mut dictionary = Dictionary::new();
    dictionary.set("Type", Object::Name(b"Sig".to_vec()));
    dictionary.set("SubFilter", Object::Name(b"ETSI.CAdES.detached".to_vec()));
    dictionary.set("Reason", Object::string_literal(encode_text("Đồng ý")));
    dictionary.set("M", Object::string_literal("D:20261122150000+07'00'"));
    NewSignature {
        field_name: field_name.map(str::to_owned),
        dictionary,
        contents_room: 64,
        ..NewSignature::default()
    }
}

/// Signs with a few bytes in place of a CMS.
fn signed(bytes: &[u8], field_name: Option<&str>) -> Vec<u8> {
    let doc = parse(bytes).unwrap();
    let mut increment = signature_increment(&doc, new_signature(field_name)).unwrap();
    increment.embed(b"\x30\x03\x02\x01\x05").unwrap();
    [bytes, &increment.bytes].concat()
}

#[test]
fn every_kind_reads() {
    for (name, bytes) in samples::all() {
        let doc = parse(&bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
        let pages: Vec<_> = doc.latest().pages().unwrap().map(Result::unwrap).collect();
        assert_eq!(pages, [(3, 0)], "{name}");
        let count = if name == "three revisions" { 3 } else { 1 };
        assert_eq!(doc.revisions().len(), count, "{name}");
        assert_eq!(doc.version(), (1, 7));
        let mut start = 0;
        for revision in doc.revisions() {
            assert_eq!(revision.start, start, "{name}");
            assert_eq!(&bytes[..revision.eof as usize][revision.eof as usize - 5..], b"%%EOF");
            assert!(revision.stands_alone, "{name}");
            start = revision.end;
        }
        assert_eq!(start, bytes.len() as u64, "{name}");
    }
}

#[test]
fn kinds_are_told_apart() {
    let kind = |sample: Sample| parse(&sample.bytes).unwrap().revisions()[0].kind;
    assert_eq!(kind(samples::classic()), XrefKind::Table);
    assert_eq!(kind(samples::xref_stream()), XrefKind::Stream);
    assert_eq!(kind(samples::hybrid()), XrefKind::Hybrid);
    let entry = |sample: Sample| parse(&sample.bytes).unwrap().latest().entry(3).unwrap();
    assert_eq!(entry(samples::hybrid()), Some(XrefEntry::InStream { stream: 4, index: 0 }));
    assert_eq!(entry(samples::xref_stream()), Some(XrefEntry::InStream { stream: 4, index: 2 }));
}

#[test]
fn a_view_shows_the_document_as_it_was() {
    let bytes = samples::three_revisions().bytes;
    let doc = parse(&bytes).unwrap();
    let seven = |at: usize| doc.at_revision(at).object((7, 0)).unwrap();
    assert_eq!(seven(0), Object::Null);
    assert_eq!(seven(1), Object::string_literal("seven"));
    assert_eq!(seven(2), Object::Null);
    let rotated = |at: usize| match doc.at_revision(at).object((3, 0)).unwrap() {
        Object::Dictionary(page) => page.has(b"Rotate"),
        other => panic!("{other:?}"),
    };
    assert_eq!([rotated(0), rotated(1), rotated(2)], [false, false, true]);
    let changed = |at: usize| doc.changed(at).map(|c| c.unwrap().0).collect::<Vec<_>>();
    assert_eq!(changed(0), [0, 1, 2, 3]);
    assert_eq!(changed(1), [7]);
    assert_eq!(changed(2), [3, 7]);
    // Each view is what the file cut there gives.
    for (at, revision) in doc.revisions().iter().enumerate() {
        let cut = parse(&bytes[..revision.end as usize]).unwrap();
        for number in 0..10 {
            let id = (number, 0);
            assert_eq!(cut.latest().object(id).unwrap(), doc.at_revision(at).object(id).unwrap());
        }
    }
}

#[test]
fn bytes_after_the_last_revision_show() {
    let mut bytes = samples::classic().bytes;
    let end = bytes.len() as u64;
    bytes.extend_from_slice(b" \r\n junk");
    let doc = parse(&bytes).unwrap();
    assert_eq!(doc.revisions()[0].eof, end - 1);
    assert_eq!(doc.revisions()[0].end, end + 4);
    assert_eq!(doc.source().len(), end + 8);
}

#[test]
fn raw_objects_keep_their_bytes_and_places() {
    let bytes = samples::classic().bytes;
    let doc = parse(&bytes).unwrap();
    let raw = doc.latest().raw_object((3, 0)).unwrap().unwrap();
    assert_eq!(raw.bytes, PAGE.as_bytes());
    let at = raw.offset.unwrap() as usize;
    assert_eq!(&bytes[at..at + PAGE.len()], PAGE.as_bytes());
    let doc = parse(&samples::xref_stream().bytes).unwrap();
    let raw = doc.latest().raw_object((3, 0)).unwrap().unwrap();
    assert_eq!((raw.bytes.as_slice(), raw.offset), (PAGE.as_bytes(), None));
    assert!(doc.latest().raw_object((99, 0)).unwrap().is_none());
}

#[test]
fn odd_tables_of_known_producers_read() {
    let bytes = samples::classic().bytes;
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let at = parse(&bytes).unwrap().revisions()[0].xref_offset as usize;
    let rows: Vec<&str> = text[text.find("xref").unwrap()..]
        .lines()
        .filter(|line| line.len() > 17 && line.trim_end().ends_with(['n', 'f']))
        .map(str::trim_end)
        .collect();
    for (first, eol) in [(0, " \n"), (0, "\r\n"), (0, "\n"), (1, " \r"), (0, " \r\n")] {
        let mut odd = bytes[..at].to_vec();
        odd.extend_from_slice(format!("xref\n{first} 4\n").as_bytes());
        rows.iter().for_each(|row| odd.extend_from_slice(format!("{row}{eol}").as_bytes()));
        odd.extend_from_slice(
            format!("trailer <</Size 4/Root 1 0 R>> startxref {at} %%EOF").as_bytes(),
        );
        let doc = parse(&odd).unwrap_or_else(|error| panic!("{first} {eol:?}: {error}"));
        assert_eq!(doc.latest().pages().unwrap().next(), Some(Ok((3, 0))), "{first} {eol:?}");
    }
}

#[test]
fn bad_files_are_errors_with_their_place() {
    let error = |bytes: &[u8]| parse(bytes).unwrap_err();
    assert_eq!(error(b""), PdfError::Empty);
    assert_eq!(error(b"<html>not a pdf</html>"), PdfError::NotPdf);
    assert_eq!(error(b"%PDF-1.7\n1 0 obj"), PdfError::MissingStartXref { from: 0 });
    let bytes = samples::classic().bytes;
    let end = bytes.len() as u64 - 1;
    let cut = error(&bytes[..bytes.len() - 3]);
    assert!(
        matches!(cut, PdfError::BadXref { fault: XrefFault::MissingEof, offset } if offset < end)
    );
    let moved = String::from_utf8_lossy(&bytes).replace("xref\n0 1", "xrex\n0 1").into_bytes();
    assert!(matches!(error(&moved), PdfError::BadXref { fault: XrefFault::NotASection, .. }));
    let outside = [&bytes[..], b"startxref 99999 %%EOF"].concat();
    let fault = XrefFault::OutsideFile;
    assert_eq!(error(&outside), PdfError::BadXref { offset: 99999, fault });
}

#[test]
fn xref_loops_end() {
    let mut sample = samples::classic();
    let at = sample.bytes.len();
    sample.last_xref = at;
    sample.object(7, "1");
    let here = sample.bytes.len();
    sample.last_xref = here;
    sample.classic("");
    assert_eq!(parse(&sample.bytes).unwrap_err(), PdfError::XrefLoop { offset: here as u64 });
}

#[test]
fn a_row_that_points_elsewhere_is_an_error() {
    let bytes = samples::classic().bytes;
    let doc = parse(&bytes).unwrap();
    let Some(XrefEntry::Offset { offset: two, .. }) = doc.latest().entry(2).unwrap() else {
        panic!("object 2");
    };
    let Some(XrefEntry::Offset { offset: three, .. }) = doc.latest().entry(3).unwrap() else {
        panic!("object 3");
    };
    let text = |offset: u64| format!("{offset:010} 00000 n");
    let swapped = String::from_utf8_lossy(&bytes).replace(&text(three), &text(two));
    let doc = parse(&swapped.into_bytes()).unwrap();
    assert!(matches!(
        doc.latest().object((3, 0)),
        Err(PdfError::BadObject { object: (3, 0), fault: ObjectFault::OtherObject((2, 0)), .. })
    ));
}

#[test]
fn deep_nesting_is_an_error_not_a_crash() {
    let mut sample = Sample::new();
    sample.object(1, &"[".repeat(200_000)).classic("");
    let doc = parse(&sample.bytes).unwrap();
    assert!(matches!(doc.latest().object((1, 0)), Err(PdfError::NestedTooDeep { .. })));
    let mut sample = Sample::new();
    sample.object_stream(4, &[(1, &"[".repeat(200_000))]).xref_stream(5, "").end();
    let doc = parse(&sample.bytes).unwrap();
    assert!(matches!(doc.latest().object((1, 0)), Err(PdfError::NestedTooDeep { .. })));
}

#[test]
fn a_bomb_in_an_object_stream_is_refused() {
    let mut dict = Dictionary::new();
    dict.set("Type", Object::Name(b"ObjStm".to_vec()));
    dict.set("N", 1);
    dict.set("First", 4);
    dict.set("Filter", Object::Name(b"RunLengthDecode".to_vec()));
    // 2 bytes give 128.
    let bomb = [129, b' '].repeat(MAX_INFLATED_BYTES / 128 + 1);
    let mut sample = Sample::new();
    sample.object_stream(4, &[(1, samples::CATALOG)]);
    sample.stream(4, &Stream::new(dict, bomb)).xref_stream(5, "").end();
    let doc = parse(&sample.bytes).unwrap();
    let limit = MAX_INFLATED_BYTES;
    assert_eq!(doc.latest().catalog(), Err(PdfError::InflatesTooLarge { object: 4, limit }));
}

#[test]
fn loops_in_references_pages_and_fields_end() {
    let mut sample = Sample::new();
    sample
        .object(1, "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[4 0 R 4 0 R]>>>>")
        .object(2, "<</Type/Pages/Kids[2 0 R]>>")
        .object(4, "<</T(a)/Kids[5 0 R]>>")
        .object(5, "<</T(b)/FT/Sig/Kids[4 0 R]>>")
        .object(6, "7 0 R")
        .object(7, "6 0 R")
        .object(8, "<</Length 8 0 R>>stream\n\nendstream")
        .classic("");
    let doc = parse(&sample.bytes).unwrap();
    let view = doc.latest();
    assert!(matches!(
        view.resolve(&Object::Reference((6, 0))),
        Err(PdfError::ReferenceLoop { .. })
    ));
    let mut pages = view.pages().unwrap();
    assert_eq!(pages.next(), Some(Err(PdfError::PageTreeLoop { object: (2, 0) })));
    assert_eq!(pages.next(), None);
    assert_eq!(fields(&view).unwrap().len(), 0);
    assert!(matches!(
        view.object((8, 0)),
        Err(PdfError::BadObject { fault: ObjectFault::Length, .. })
    ));
}

#[test]
fn a_startxref_at_the_end_of_line_before_the_section_is_taken() {
    let mut sample = Sample::new();
    sample.object(1, samples::CATALOG).object(2, samples::PAGES).object(3, PAGE);
    sample.table();
    sample.last_xref -= 1;
    sample.text("trailer <</Size 4/Root 1 0 R>>\n").end();
    let doc = parse(&sample.bytes).unwrap();
    assert!(doc.revisions()[0].stands_alone);
    assert_eq!(doc.revisions()[0].xref_offset, sample.last_xref as u64 + 1);
    let bytes = signed(&sample.bytes, None);
    let doc = parse(&bytes).unwrap();
    assert!(prove(&doc, &signatures(&doc).unwrap()[0]).is_ok());
}

#[test]
fn a_revision_whose_startxref_leads_elsewhere_does_not_stand_alone() {
    let bytes = signed(&samples::classic().bytes, None);
    let doc = parse(&bytes).unwrap();
    let own = doc.revisions()[1].xref_offset;
    let other = doc.revisions()[0].xref_offset;
    let at = bytes.len() - format!("{own}\n%%EOF\n").len();
    let mut bent = bytes[..at].to_vec();
    bent.extend_from_slice(
        format!("{other:0>width$}\n%%EOF\n", width = own.to_string().len()).as_bytes(),
    );
    // A reader of the signed bytes starts from the first section and sees no signature; one that
    // comes back over a later update's /Prev does.
    let mut sample = Sample::default();
    (sample.bytes, sample.last_xref) = (bent, own as usize);
    sample.object(60, "1").classic(ID);
    let doc = parse(&sample.bytes).unwrap();
    let found = signatures(&doc).unwrap();
    assert_eq!(prove(&doc, &found[0]), Err(ByteRangeFault::NotStandingAlone { revision: 1 }));
}

#[test]
fn streams_end_where_their_length_says() {
    let mut sample = Sample::new();
    sample
        .object(1, "<</Length 2 0 R>>stream\nabc\nendstream")
        .object(2, "3")
        .object(3, "<</Length 2>>stream\nabc\nendstream")
        .classic("");
    let doc = parse(&sample.bytes).unwrap();
    let stream = doc.latest().object((1, 0)).unwrap();
    assert_eq!(stream.as_stream().unwrap().content, b"abc");
    assert!(matches!(
        doc.latest().object((3, 0)),
        Err(PdfError::BadObject { fault: ObjectFault::EndStream, .. })
    ));
}

#[test]
fn fields_have_full_names_and_inherit() {
    let (_, bytes) = samples::all().pop().unwrap();
    let doc = parse(&bytes).unwrap();
    let found = fields(&doc.latest()).unwrap();
    let [field] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!((field.name.as_str(), field.kind), ("a.b", FieldKind::Signature));
    assert_eq!((field.id, field.page), (Some((7, 0)), Some((3, 0))));
    assert_eq!(field.rect, Some([1.0, 2.0, 3.0, 4.5]));
    assert_eq!(field.widgets, [(7, 0)]);
    assert!(signatures(&doc).unwrap().is_empty());
}

#[test]
fn signing_keeps_every_byte_and_proves_its_range() {
    for (name, original) in samples::all() {
        let bytes = signed(&original, None);
        assert!(bytes.starts_with(&original), "{name}");
        let doc = parse(&bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
        let before = parse(&original).unwrap();
        let kind = match before.revisions().last().unwrap().kind {
            XrefKind::Stream => XrefKind::Stream,
            _ => XrefKind::Table,
        };
        let last = doc.revisions().last().unwrap();
        assert_eq!(last.kind, kind, "{name}");
        assert!(!last.trailer.has(b"XRefStm") && !last.trailer.has(b"Filter"), "{name}");
        assert_eq!(doc.revisions().len(), before.revisions().len() + 1, "{name}");
        let found = signatures(&doc).unwrap();
        let [signature] = found.as_slice() else { panic!("{name}: {found:?}") };
        assert_eq!(signature.faults, [], "{name}");
        assert_eq!(signature.field, "Signature1");
        assert!(signature.in_latest);
        assert_eq!(signature.reason.as_deref(), Some("Đồng ý"));
        assert_eq!(signature.m, crate::Time::parse_rfc3339("2026-11-22T08:00:00Z"));
        assert_eq!(signature.contents.len(), 64);
        assert!(signature.contents.starts_with(b"\x30\x03\x02\x01\x05\0"));
        let proof = prove(&doc, signature).unwrap_or_else(|fault| panic!("{name}: {fault}"));
        assert!(proof.covers_whole_file());
        assert_eq!(proof.revision(), doc.revisions().len() - 1);
        let [first, second] = proof.ranges();
        assert_eq!(bytes[first.end as usize], b'<', "{name}");
        assert_eq!(bytes[second.start as usize - 1], b'>', "{name}");
        assert_eq!(doc.latest().pages().unwrap().next(), Some(Ok((3, 0))), "{name}");
    }
}

#[test]
fn a_changed_page_keeps_its_bytes() {
    for sample in [samples::classic(), samples::xref_stream()] {
        let doc_bytes = signed(&sample.bytes, None);
        let doc = parse(&doc_bytes).unwrap();
        let raw = doc.latest().raw_object((3, 0)).unwrap().unwrap();
        let text = String::from_utf8(raw.bytes).unwrap();
        let annots = text.find("/Annots").unwrap();
        assert_eq!(&text[..annots], &PAGE[..PAGE.len() - 2]);
        assert!(raw.offset.is_some(), "a changed object leaves its object stream");
    }
}

#[test]
fn three_signatures_all_hold() {
    for (name, original) in samples::all() {
        let once = signed(&original, None);
        let twice = signed(&once, None);
        let thrice = signed(&twice, Some("Giám đốc"));
        let doc = parse(&thrice).unwrap();
        let found = signatures(&doc).unwrap();
        let names: Vec<_> = found.iter().map(|s| s.field.as_str()).collect();
        assert_eq!(names, ["Signature1", "Signature2", "Giám đốc"], "{name}");
        let whole: Vec<_> =
            found.iter().map(|s| prove(&doc, s).unwrap().covers_whole_file()).collect();
        assert_eq!(whole, [false, false, true], "{name}");
        let ids: HashSet<_> =
            doc.revisions().iter().map(|r| format!("{:?}", r.trailer.get(b"ID"))).collect();
        assert!(ids.len() >= 4, "{name}: every update changes the file identifier");
        let again = parse(&twice).unwrap();
        let increment = signature_increment(&again, new_signature(Some("Giám đốc"))).unwrap();
        let once_more = signature_increment(&again, new_signature(Some("Giám đốc"))).unwrap();
        assert_eq!(increment.bytes, once_more.bytes, "{name}: the same call, the same bytes");
    }
}

#[test]
fn an_existing_field_is_signed_in_place() {
    let (_, original) = samples::all().pop().unwrap();
    let bytes = signed(&original, Some("a.b"));
    let doc = parse(&bytes).unwrap();
    let found = fields(&doc.latest()).unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].id, Some((7, 0)));
    let form = doc.latest().catalog().unwrap();
    let form = doc.latest().get_dict(&form, b"AcroForm").unwrap().unwrap();
    assert_eq!(form.get(b"SigFlags").unwrap().as_i64().unwrap(), 3);
    assert!(prove(&doc, &signatures(&doc).unwrap()[0]).is_ok());
    let again =
        |name: &str| signature_increment(&doc, new_signature(Some(name))).map(|_| ()).unwrap_err();
    assert_eq!(again("a.b"), PdfError::FieldSigned { name: "a.b".into() });
    assert_eq!(again("a"), PdfError::NotASignatureField { name: "a".into() });
    assert_eq!(again("x.y"), PdfError::BadFieldName { name: "x.y".into() });
    assert_eq!(again(""), PdfError::BadFieldName { name: String::new() });
}

#[test]
fn a_file_without_a_final_end_of_line_gets_one() {
    let mut bytes = samples::classic().bytes;
    assert_eq!(bytes.pop(), Some(b'\n'));
    let bytes = signed(&bytes, None);
    let doc = parse(&bytes).unwrap();
    assert!(prove(&doc, &signatures(&doc).unwrap()[0]).is_ok());
    assert_eq!(bytes[doc.revisions()[0].eof as usize], b'\n');
}

#[test]
fn room_too_small_is_told_with_both_numbers() {
    let doc = parse(&samples::classic().bytes).unwrap();
    let mut increment = signature_increment(&doc, new_signature(None)).unwrap();
    let before = increment.bytes.clone();
    let error = PdfError::ContentsTooSmall { needed: 65, room: 64 };
    assert_eq!(increment.embed(&[1; 65]), Err(error));
    assert_eq!(increment.bytes, before);
    increment.embed(&[0xAB; 64]).unwrap();
    let [first, second] = increment.covered();
    assert_eq!(first.len() + second.len() + 130, increment.bytes.len());
    assert_eq!(increment.byte_range[1], increment.contents.start);
}

#[test]
fn more_room_than_memory_may_be_asked_for_is_refused() {
    let doc = parse(&samples::classic().bytes).unwrap();
    for room in [MAX_CONTENTS_ROOM + 1, 1 << 40, usize::MAX] {
        let new = NewSignature { contents_room: room, ..new_signature(None) };
        let error = PdfError::RoomTooLarge { room, limit: MAX_CONTENTS_ROOM };
        assert_eq!(signature_increment(&doc, new).unwrap_err(), error);
    }
}

#[test]
fn encryption_of_which_nothing_is_known_is_refused() {
    let plain = samples::classic().bytes;
    let trailer = plain.windows(7).rposition(|word| word == b"trailer").unwrap();
    let open = trailer + plain[trailer..].windows(2).position(|at| at == b"<<").unwrap() + 2;
    let with = |entry: &str| parse(&[&plain[..open], entry.as_bytes(), &plain[open..]].concat());
    let fault = |entry: &str| match with(entry) {
        Err(PdfError::Encryption(fault)) => fault,
        other => panic!("{other:?}"),
    };
    assert_eq!(fault("/Encrypt 8 0 R"), EncryptionFault::NoDictionary);
    assert_eq!(fault("/Encrypt null"), EncryptionFault::NoDictionary);
    assert_eq!(fault("/Encrypt<<>>/Encrypt<<>>"), EncryptionFault::NoDictionary);
    assert_eq!(fault("/Encrypt<<>>"), EncryptionFault::Entry("Filter"));
    let handler = EncryptionFault::Handler("Adobe.PubSec".to_owned());
    assert_eq!(fault("/Encrypt<</Filter/Adobe.PubSec/V 4>>"), handler);
    let version = EncryptionFault::Version { version: 3, revision: 3 };
    assert_eq!(fault("/Encrypt<</Filter/Standard/V 3/R 3>>"), version);
    let standard = |more: &str| fault(&format!("/Encrypt<</Filter/Standard/P -4/V 4/R 4{more}>>"));
    assert_eq!(standard(""), EncryptionFault::Entry("O"));
    let method = |name: &str| standard(&format!("/CF<</Std<</CFM/{name}>>>>"));
    assert_eq!(method("AESV3"), EncryptionFault::Method("AESV3".to_owned()));
    assert_eq!(standard("/CF<</Identity<</CFM/V2>>>>"), EncryptionFault::Entry("CF"));
    assert_eq!(standard("/CF<<>>/StmF/Std"), EncryptionFault::Entry("StmF"));
}

#[test]
fn an_encryption_dictionary_in_an_object_stream_is_none() {
    let mut sample = Sample::new();
    let dictionary = (6, "<</Filter/Standard/V 1/R 2/P -4>>");
    let [catalog, pages] = [samples::CATALOG, samples::PAGES];
    sample.object_stream(4, &[(1, catalog), (2, pages), (3, PAGE), dictionary]);
    sample.xref_stream(5, "/Encrypt 6 0 R").end();
    let missing = PdfError::Encryption(EncryptionFault::NoDictionary);
    assert_eq!(parse(&sample.bytes).unwrap_err(), missing);
}

#[test]
fn encryption_that_came_later_is_a_change_and_nothing_to_sign() {
    let mut sample = samples::classic();
    sample.object(8, "<</Filter/Standard>>").classic("/Encrypt 8 0 R");
    let doc = parse(&sample.bytes).unwrap();
    assert!(doc.is_encrypted() && !doc.is_encrypted_throughout());
    let changed = PdfError::Encryption(EncryptionFault::Changed);
    assert_eq!(signatures(&doc).unwrap_err(), changed, "none stood there before");
    let signed = signature_increment(&doc, new_signature(None)).map(|_| ());
    assert_eq!(signed, Err(changed));
}

/// Appends a revision to a signed file.
fn continued(bytes: &[u8], objects: &[(u32, &str)]) -> Vec<u8> {
    let doc = parse(bytes).unwrap();
    let mut increment = Increment::new(&doc).unwrap();
    for (number, body) in objects {
        increment.put((*number, 0), body.as_bytes().to_vec());
    }
    [bytes, &increment.finish().unwrap().bytes].concat()
}

#[test]
fn a_removed_or_replaced_signature_is_still_reported() {
    let bytes = signed(&samples::classic().bytes, None);
    let doc = parse(&bytes).unwrap();
    let catalog = samples::CATALOG;
    let removed = continued(&bytes, &[(1, catalog)]);
    let doc_removed = parse(&removed).unwrap();
    let found = signatures(&doc_removed).unwrap();
    assert_eq!((found.len(), found[0].in_latest, found[0].revision), (1, false, 1));
    assert!(prove(&doc_removed, &found[0]).is_ok());
    let object = signatures(&doc).unwrap()[0].object.unwrap().0;
    let replaced = continued(&bytes, &[(object, "<</Type/Sig/Contents<00>/ByteRange[0 1 2 3]>>")]);
    let replaced = continued(&replaced, &[(50, "(nothing to do with it)")]);
    let doc_replaced = parse(&replaced).unwrap();
    let found = signatures(&doc_replaced).unwrap();
    let seen: Vec<_> = found.iter().map(|s| (s.revision, s.in_latest)).collect();
    assert_eq!(seen, [(1, false), (2, true)]);
    assert!(prove(&doc_replaced, &found[0]).is_ok());
    assert!(prove(&doc_replaced, &found[1]).is_err());
}

#[test]
fn malformed_signatures_are_reported_not_refused() {
    let first = |value: &str| {
        let mut sample = Sample::new();
        sample
            .object(1, "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[4 0 R]>>>>")
            .object(2, samples::PAGES)
            .object(3, PAGE)
            .object(4, "<</T(s)/FT/Sig/V 5 0 R>>")
            .object(5, value)
            .object(6, "<AA>")
            .classic(ID);
        let doc = parse(&sample.bytes).unwrap();
        let mut found = signatures(&doc).unwrap();
        assert_eq!(found.len(), 1, "{value}");
        assert!(prove(&doc, &found[0]).is_err(), "{value}");
        found.remove(0).faults
    };
    use SignatureFault::{
        ByteRangeNotIntegers, ContentsNotAString, DuplicateKey, NoByteRange, NoContents,
        NotADictionary, Unreadable,
    };
    assert_eq!(first("42"), [NotADictionary]);
    assert_eq!(first("<<>>"), [NoContents, NoByteRange]);
    assert_eq!(first("<</Contents 6 0 R/ByteRange[0 1 2 3]>>"), [ContentsNotAString]);
    assert_eq!(first("<</Contents<00>/ByteRange[0 1.5 2 3]>>"), [ByteRangeNotIntegers]);
    assert_eq!(first("<</Contents<00>/ByteRange 6 0 R>>"), [ByteRangeNotIntegers]);
    assert_eq!(
        first("<</Contents<00>/C#6fntents<01>/ByteRange[0 1 2 3]>>"),
        [DuplicateKey("Contents".into())]
    );
    assert!(matches!(first("<</Contents<0%>>>")[..], [Unreadable(_), NotADictionary]));
    assert_eq!(first("<</Contents<00>/ByteRange[0 1 2]>>"), []);
}

#[test]
fn a_value_that_leads_nowhere_is_a_malformed_signature_not_an_empty_field() {
    let bytes = signed(&samples::classic().bytes, None);
    let at = bytes.windows(6).position(|window| window == b"/V 100").unwrap();
    for (offset, byte) in [(3, b'7'), (7, b'1')] {
        let mut bent = bytes.clone();
        bent[at + offset] = byte;
        let doc = parse(&bent).unwrap();
        let found = signatures(&doc).unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].faults, [SignatureFault::NotADictionary]);
        assert!(prove(&doc, &found[0]).is_err());
    }
}

#[test]
fn only_the_exact_gap_to_a_revision_end_proves() {
    let bytes = signed(&samples::classic().bytes, None);
    let doc = parse(&bytes).unwrap();
    let good = signatures(&doc).unwrap().remove(0);
    let range = good.byte_range.clone().unwrap();
    let with = |change: &dyn Fn(&mut Vec<i64>)| {
        let mut value = good.clone();
        change(value.byte_range.as_mut().unwrap());
        prove(&doc, &value).unwrap_err()
    };
    assert!(matches!(with(&|r| r[0] = 1), ByteRangeFault::NotFromStart { start: 1 }));
    assert!(matches!(with(&|r| r[1] -= 1), ByteRangeFault::Gap { .. }));
    assert!(matches!(with(&|r| r[2] += 1), ByteRangeFault::PastEnd { .. }));
    assert!(matches!(with(&|r| (r[2], r[3]) = (r[2] + 1, r[3] - 1)), ByteRangeFault::Gap { .. }));
    assert!(matches!(with(&|r| r[3] += 1), ByteRangeFault::PastEnd { .. }));
    assert!(matches!(with(&|r| r[3] -= 2), ByteRangeFault::NotARevisionEnd { .. }));
    assert!(matches!(with(&|r| r[1] = -1), ByteRangeFault::OutOfRange { value: -1 }));
    assert!(matches!(with(&|r| r[3] = i64::MAX), ByteRangeFault::PastEnd { .. }));
    assert!(matches!(with(&|r| r.push(1)), ByteRangeFault::NotFour { count: 5 }));
    // Up to `%%EOF` without the end of line is a revision's end too.
    let mut value = good.clone();
    value.byte_range.as_mut().unwrap()[3] = range[3] - 1;
    assert!(!prove(&doc, &value).unwrap().covers_whole_file());
    // The end of an earlier revision, or of a later one, is not this signature's.
    let first_end = doc.revisions()[0].eof as i64;
    let mut value = good.clone();
    value.byte_range = Some(vec![0, range[1], range[2], first_end - range[2]]);
    assert!(prove(&doc, &value).is_err());
    let later = continued(&bytes, &[(50, "1")]);
    let doc = parse(&later).unwrap();
    let mut value = signatures(&doc).unwrap().remove(0);
    assert!(!prove(&doc, &value).unwrap().covers_whole_file());
    value.byte_range.as_mut().unwrap()[3] = later.len() as i64 - range[2];
    assert_eq!(prove(&doc, &value), Err(ByteRangeFault::OtherRevision { covered: 2, seen: 1 }));
}

/// Everything that a caller may ask of a file; results do not matter here.
fn exercise(bytes: Vec<u8>) {
    let Ok(doc) = PdfDocument::parse(crate::Source::from_bytes(bytes)) else { return };
    for at in 0..doc.revisions().len() {
        let view = doc.at_revision(at);
        for number in 0..12 {
            let _ = view.object((number, 0));
            let _ = view.raw_object((number, 0));
        }
        if let Ok(pages) = view.pages() {
            pages.take(50).for_each(drop);
        }
        let _ = doc.changed(at).take(200).count();
    }
    for signature in signatures(&doc).unwrap_or_default() {
        let _ = prove(&doc, &signature);
    }
    if let Ok(mut increment) = signature_increment(&doc, new_signature(None)) {
        let _ = increment.embed(&[1; 64]);
    }
}

#[test]
fn no_mutation_panics() {
    for (_, original) in samples::all() {
        for bytes in [signed(&original, None), original] {
            for at in 0..bytes.len() {
                for change in [0x01, 0x90] {
                    let mut mutant = bytes.clone();
                    mutant[at] ^= change;
                    exercise(mutant);
                }
                if at % 7 == 0 {
                    exercise(bytes[..at].to_vec());
                    let mut mutant = bytes.clone();
                    mutant.remove(at);
                    exercise(mutant);
                }
            }
        }
    }
}

#[test]
fn a_file_on_disk_reads_as_in_memory() {
    use std::io::Write;
    for (name, bytes) in samples::all() {
        let bytes = signed(&bytes, None);
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(&bytes).unwrap();
        let doc = PdfDocument::parse(crate::Source::open(file.path()).unwrap()).unwrap();
        let signature = signatures(&doc).unwrap().remove(0);
        assert!(prove(&doc, &signature).is_ok(), "{name}");
        let from_disk = signature_increment(&doc, new_signature(None)).unwrap().bytes;
        let in_memory = signature_increment(&parse(&bytes).unwrap(), new_signature(None)).unwrap();
        assert_eq!(from_disk, in_memory.bytes, "{name}");
    }
}
