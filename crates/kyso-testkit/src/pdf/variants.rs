//! Sound files as different programs build them: every way in which form, page, page tree, header
//! and cross-reference may stand that signing has to cope with.

use std::fmt::Write as _;

use super::writer::{self, Objects};
use super::{AcroForm, Annots, Field, PdfKind, Shape, object};

/// The names that [`variant`] knows.
pub const VARIANTS: &[&str] = &[
    "form_inline",
    "form_indirect",
    "form_need_appearances",
    "form_xfa",
    "form_flags_0",
    "form_flags_1",
    "form_flags_3",
    "form_without_fields",
    "fields_null",
    "fields_indirect",
    "fields_in_object_stream",
    "form_hidden_in_hybrid",
    "annots_missing",
    "annots_direct",
    "annots_indirect",
    "annots_null",
    "attributes_inherited",
    "perms_usage_rights",
    "catalog_in_object_stream",
    "page_tree_deep",
    "page_tree_one_kid",
    "hybrid",
    "linearized",
    "linearized_xref_stream",
    "bytes_before_header",
    "bytes_before_header_absolute",
    "carriage_returns",
    "prev_chain",
    "version_1_0",
    "version_1_3",
    "version_2_0",
    "version_in_catalog",
    "extensions",
];

/// An object number that the sample does not use.
const EXTRA: u32 = 20;

/// The file of this name.
///
/// # Panics
///
/// The name is none of [`VARIANTS`].
#[must_use]
pub fn variant(name: &str) -> Vec<u8> {
    let shape = Shape::default();
    match name {
        "form_inline" => Shape { acro_form: AcroForm::Inline, ..shape }.build(),
        "form_indirect" => form("/Fields []"),
        "form_need_appearances" => form("/Fields [] /NeedAppearances true"),
        "form_xfa" => xfa(),
        "form_flags_0" => form("/Fields [] /SigFlags 0"),
        "form_flags_1" => form("/Fields [] /SigFlags 1"),
        "form_flags_3" => form("/Fields [] /SigFlags 3"),
        "form_without_fields" => form("/DA (/Helv 0 Tf 0 g)"),
        "fields_null" => form("/Fields null"),
        "fields_indirect" => Shape { acro_form: AcroForm::IndirectFields, ..shape }.build(),
        "fields_in_object_stream" => {
            let (kind, acro_form) = (PdfKind::XrefStream, AcroForm::IndirectFields);
            Shape { kind, acro_form, field: Field::Plain, ..shape }.build()
        }
        "form_hidden_in_hybrid" => Shape { acro_form: AcroForm::Indirect, ..shape }
            .objects()
            .hybrid(&[object::ACRO_FORM, object::FONT, object::ANNOTS]),
        "annots_missing" => Shape { annots: Annots::None, ..shape }.build(),
        "annots_direct" => Shape { annots: Annots::Direct, ..shape }.build(),
        "annots_indirect" => Shape { annots: Annots::Indirect, ..shape }.build(),
        "annots_null" => {
            let mut objects = shape.objects();
            set(&mut objects, object::ANNOTS, "null");
            objects.classic(0)
        }
        "attributes_inherited" => inherited(),
        "perms_usage_rights" => usage_rights(),
        "catalog_in_object_stream" => Shape { kind: PdfKind::XrefStream, ..shape }.build(),
        "page_tree_deep" => deep(40),
        "page_tree_one_kid" => deep(1),
        "hybrid" => Shape { kind: PdfKind::Hybrid, ..shape }.build(),
        "linearized" => Shape { kind: PdfKind::Linearized, ..shape }.build(),
        "linearized_xref_stream" => Shape { kind: PdfKind::LinearizedXrefStream, ..shape }.build(),
        "bytes_before_header" => Shape { kind: PdfKind::LeadingBytes, ..shape }.build(),
        "bytes_before_header_absolute" => {
            Shape { kind: PdfKind::LeadingBytesAbsolute, ..shape }.build()
        }
        "carriage_returns" => carriage_returns(),
        "prev_chain" => prev_chain(),
        "version_1_0" => version(b"%PDF-1.0", ""),
        "version_1_3" => version(b"%PDF-1.3", ""),
        "version_2_0" => version(b"%PDF-2.0", ""),
        "version_in_catalog" => version(b"%PDF-1.4", "/Version /1.7"),
        "extensions" => version(
            b"%PDF-1.7",
            "/Extensions << /ADBE << /BaseVersion /1.7 /ExtensionLevel 8 >> >>",
        ),
        other => panic!("no variant {other}"),
    }
}

fn set(objects: &mut Objects, number: u32, body: &str) {
    match objects.bodies.iter_mut().find(|(at, _)| *at == number) {
        Some((_, old)) => *old = body.into(),
        None => objects.put(number, body),
    }
}

/// A form of its own with these entries.
fn form(entries: &str) -> Vec<u8> {
    let mut objects = Shape { acro_form: AcroForm::Indirect, ..Shape::default() }.objects();
    set(&mut objects, object::ACRO_FORM, &format!("<< {entries} >>"));
    objects.classic(0)
}

fn xfa() -> Vec<u8> {
    let mut objects = Shape { acro_form: AcroForm::Indirect, ..Shape::default() }.objects();
    let entries = format!("<< /Fields [] /XFA {EXTRA} 0 R >>");
    set(&mut objects, object::ACRO_FORM, &entries);
    let packet = b"<xdp:xdp xmlns:xdp=\"http://ns.adobe.com/xdp/\"><template/></xdp:xdp>";
    objects.put_stream(EXTRA, "", packet, true);
    objects.classic(0)
}

/// The pages take /MediaBox and /Resources from the tree.
fn inherited() -> Vec<u8> {
    let mut objects = Shape::default().objects();
    set(
        &mut objects,
        object::PAGES,
        "<< /Type /Pages /Kids [3 0 R 7 0 R] /Count 2 /MediaBox [0 0 595 842] /Rotate 0 \
         /Resources << /Font << /F1 5 0 R >> >> >>",
    );
    set(&mut objects, object::PAGE_1, "<< /Type /Page /Parent 2 0 R /Contents 4 0 R >>");
    set(&mut objects, object::PAGE_2, "<< /Type /Page /Parent 2 0 R /Contents 8 0 R >>");
    objects.bodies.retain(|(number, _)| ![object::ANNOTS, object::LINK].contains(number));
    objects.classic(0)
}

/// Rights that a reader grants, as old forms have them (ISO 32000-1 §12.8.4).
fn usage_rights() -> Vec<u8> {
    let mut objects = Shape { acro_form: AcroForm::Inline, ..Shape::default() }.objects();
    let catalog = format!(
        "<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [] >> /Perms << /UR3 {EXTRA} 0 R >> >>"
    );
    set(&mut objects, object::CATALOG, &catalog);
    objects.put(
        EXTRA,
        "<< /Type /Sig /Filter /Adobe.PPKLite /Reference [<< /Type /SigRef /TransformMethod /UR3 \
         /TransformParams << /Type /TransformParams /V /2.2 /Document [/FullSave] >> >>] >>",
    );
    objects.classic(0)
}

/// The pages under so many more nodes, one below the other.
fn deep(levels: u32) -> Vec<u8> {
    let mut objects = Shape::default().objects();
    set(&mut objects, object::PAGES, &format!("<< /Type /Pages /Kids [{EXTRA} 0 R] /Count 2 >>"));
    let last = EXTRA + levels - 1;
    for number in EXTRA..=last {
        let parent = if number == EXTRA { object::PAGES } else { number - 1 };
        let kids =
            if number == last { "3 0 R 7 0 R".to_owned() } else { format!("{} 0 R", number + 1) };
        objects.put(
            number,
            format!("<< /Type /Pages /Parent {parent} 0 R /Kids [{kids}] /Count 2 >>"),
        );
    }
    for page in [object::PAGE_1, object::PAGE_2] {
        let (_, body) = objects.bodies.iter_mut().find(|(at, _)| *at == page).expect("a page");
        let text = String::from_utf8(body.clone()).expect("plain text");
        *body = text.replace("/Parent 2 0 R", &format!("/Parent {last} 0 R")).into_bytes();
    }
    objects.classic(0)
}

/// Lines end as on an old Macintosh, but for the one before a stream's data, which may not.
fn carriage_returns() -> Vec<u8> {
    let mut file = Shape { pages: 1, ..Shape::default() }.build();
    for at in 0..file.len() {
        if file[at] == b'\n'
            && !file[..at].ends_with(b"\nstream")
            && !file[..at].ends_with(b"\rstream")
        {
            file[at] = b'\r';
        }
    }
    file
}

/// The sample saved four times more, each time with the information dictionary anew.
fn prev_chain() -> Vec<u8> {
    let mut file = Shape::default().build();
    for save in 1..=4 {
        let text = String::from_utf8_lossy(&file).into_owned();
        let prev: u64 = text
            .rsplit("startxref\n")
            .next()
            .and_then(|rest| rest.lines().next()?.parse().ok())
            .expect("it has one");
        let object = file.len();
        let mut update = format!("6 0 obj\n<< /Producer (save {save}) >>\nendobj\n");
        let xref = object + update.len();
        let _ = write!(
            update,
            "xref\n6 1\n{object:010} 00000 n \ntrailer\n\
             << /Size 12 /Root 1 0 R /Info 6 0 R /Prev {prev} >>\n"
        );
        file.extend(update.into_bytes());
        writer::push_end(&mut file, xref as u64);
    }
    file
}

fn version(header: &[u8; 8], entries: &str) -> Vec<u8> {
    let mut objects = Shape::default().objects();
    let catalog = format!("<< /Type /Catalog /Pages 2 0 R {entries} >>");
    set(&mut objects, object::CATALOG, &catalog);
    let mut file = objects.classic(0);
    file[..8].copy_from_slice(header);
    file
}
