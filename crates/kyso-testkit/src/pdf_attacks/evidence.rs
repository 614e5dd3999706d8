//! The security store and document time-stamps as hiding places.

use super::Forgery;
use super::base::{Base, Signature};
use super::cms::Cms;
use super::sample::{FORGED, look, object, says};
use crate::pdf::writer::stream;
use crate::pki::{KeyKind, Pki};

/// A store that holds something else than evidence.
#[expect(clippy::too_many_lines, reason = "a table of attacks")]
pub(super) fn stuffed(base: &Base) -> Vec<Forgery> {
    let has_store = base.objects.contains_key(&150);
    let store = |text: &str, more: &[(u32, Vec<u8>)]| {
        let mut objects = if has_store {
            vec![(150, text.as_bytes().to_vec())]
        } else {
            let catalog = base.edit(object::CATALOG, " /PageLabels", " /DSS 150 0 R /PageLabels");
            vec![catalog, (150, text.as_bytes().to_vec())]
        };
        objects.extend(more.iter().cloned());
        base.later(&objects)
    };
    let page = b"<< /Type /Page /Parent 2 0 R /Contents 901 0 R >>".to_vec();
    let typed = |kind: &str| stream(kind, b"q Q", false);
    let untyped_form = "/Subtype /Form /BBox [0 0 595 842]";
    let key = "0123456789ABCDEF0123456789ABCDEF01234567";
    vec![
        (
            "certificate-is-a-page",
            store("<< /Certs [900 0 R] >>", &[(900, page.clone()), (901, says(FORGED))]),
        ),
        ("certificate-is-a-form", store("<< /Certs [900 0 R] >>", &[(900, look(9, 9, ""))])),
        (
            "certificate-is-an-untyped-form",
            store("<< /Certs [900 0 R] >>", &[(900, typed(untyped_form))]),
        ),
        (
            "certificate-is-a-picture",
            store("<< /Certs [900 0 R] >>", &[(900, typed("/Subtype /Image /Width 1 /Height 1"))]),
        ),
        (
            "certificate-has-resources",
            store(
                "<< /Certs [900 0 R] >>",
                &[(900, typed("/Resources 901 0 R")), (901, page.clone())],
            ),
        ),
        (
            "certificate-in-an-outside-file",
            store("<< /Certs [900 0 R] >>", &[(900, typed("/F (x)"))]),
        ),
        (
            "certificate-is-an-old-stream",
            store("<< /Certs [5 0 R 900 0 R] >>", &[(900, page.clone())]),
        ),
        ("store-is-a-page", store("<< /Type /Page /Certs [] /Contents 5 0 R >>", &[])),
        ("store-is-a-catalog", store("<< /Type /Catalog /Pages 2 0 R >>", &[])),
        ("store-is-a-form", store("<< /Fields [] >>", &[])),
        ("store-is-an-array", store("[900 0 R]", &[(900, page.clone())])),
        (
            "vri-holds-a-page",
            store(
                &format!("<< /VRI << /{key} 900 0 R >> >>"),
                &[(900, page.clone()), (901, says(FORGED))],
            ),
        ),
        (
            "vri-holds-a-list-of-pages",
            store(
                &format!("<< /VRI << /{key} << /Cert [900 0 R] >> >> >>"),
                &[(900, page.clone()), (901, says(FORGED))],
            ),
        ),
        (
            "vri-holds-anything",
            store("<< /VRI << /X << /Y [900 0 R] >> >> >>", &[(900, says(FORGED))]),
        ),
        (
            "vri-time-is-a-page",
            store(&format!("<< /VRI << /{key} << /TU 900 0 R >> >> >>"), &[(900, page)]),
        ),
        ("store-of-unknown-keys", store("<< /Images [900 0 R] >>", &[(900, typed(""))])),
        ("time-stamp-of-nothing", {
            let how = Signature {
                number: 910,
                field: "Stamp9",
                rect: None,
                kind: "DocTimeStamp",
                sub_filter: "ETSI.RFC3161",
                ..Signature::PLAIN
            };
            base.signed_as(&how, |_| Vec::new()).bytes
        }),
        ("time-stamp-is-a-signature", {
            let by = Pki::new(KeyKind::P256).signer;
            let how = Signature {
                number: 910,
                field: "Stamp9",
                rect: None,
                kind: "DocTimeStamp",
                sub_filter: "ETSI.CAdES.detached",
                ..Signature::PLAIN
            };
            base.signed_as(&how, |covered| Cms::new(&by, covered).build()).bytes
        }),
    ]
}
