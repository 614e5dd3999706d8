//! A paper as an office issues it: a draft with places for number and date, the leader's
//! signature, then number, date and seal by the agency.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on says where")]

use std::collections::BTreeMap;

use kyso::pdf::profile::{FillingProfile, LookProfile, LookProfileError};
use kyso::pdf::{NewTextField, PdfError, Picture};
use kyso::{Conclusion, Credential, Document, Policy, SignError, Time, TrustAnchors, Verifier};
use kyso_testkit::{Dn, Identity, KeyKind, Pki, Template};

const DRAFT: &[u8] = include_bytes!("../../../testdata/sample/draft.pdf");
const SIGNATURE: &[u8] = include_bytes!("../../../testdata/sample/signature.png");
const SEAL: &[u8] = include_bytes!("../../../testdata/sample/seal.png");

fn credential(identity: &Identity) -> Credential {
    let (key, chain) = (identity.key_pem(), identity.cert_pem() + &identity.chain_pem());
    Credential::from_pem(key.as_bytes(), chain.as_bytes(), None).unwrap()
}

/// Another person than the leader: the office itself.
fn agency(pki: &Pki) -> Credential {
    let name = Dn::new().cn("Vụ Công nghệ số").o("Bộ Mẫu");
    let template = Template { serial: vec![0x42, 7], ..Template::signer(name) };
    credential(&pki.issue(KeyKind::P256, &template))
}

fn now() -> Time {
    Time::from(std::time::SystemTime::now())
}

fn reopened(signed: &kyso::Signed) -> Document {
    Document::from_bytes(signed.to_bytes().unwrap()).unwrap()
}

/// The draft with its two fields.
fn prepared() -> Document {
    let field = |name: &str, rect, font_size| NewTextField {
        name: name.to_owned(),
        page: 1,
        rect,
        font_size,
    };
    let draft = Document::from_bytes(DRAFT).unwrap();
    let with = draft.add_text_field(&field("so", [136.5, 719.5, 181.0, 737.5], 13.0)).unwrap();
    let with = reopened(&with).add_text_field(&field("ngay", [339.5, 719.5, 520.0, 737.5], 13.5));
    reopened(&with.unwrap())
}

/// Signed by the leader above the name on the last page.
fn by_leader(document: &Document, leader: &Credential) -> Document {
    let profile = LookProfile::named("nd30-leader").unwrap();
    let look = profile.look(Some(Picture::from_bytes(SIGNATURE).unwrap()), &BTreeMap::new());
    let place = profile.above("Nguyễn Thị Ánh").unwrap();
    let place = place.resolve(document.pdf().unwrap()).unwrap();
    assert_eq!(place.page, 2);
    let place = place.placement();
    reopened(&document.sign(leader, now()).visible(look.unwrap(), place).finish().unwrap())
}

fn sealed(document: &Document, agency: &Credential) -> Document {
    let profile = LookProfile::named("nd30-agency").unwrap();
    let look = profile.look(Some(Picture::from_bytes(SEAL).unwrap()), &BTreeMap::new()).unwrap();
    let place = profile.placement(&document.signature_fields().unwrap()).unwrap().unwrap();
    let builder = document.sign(agency, now()).visible(look, place);
    let builder = builder.fill("so", "215").fill("ngay", "ngày 16 tháng 11 năm 2026");
    reopened(&builder.finish().unwrap())
}

#[test]
fn both_signatures_pass_and_the_number_and_the_date_are_told() {
    let pki = Pki::new(KeyKind::P256);
    let (leader, agency) = (credential(&pki.signer), agency(&pki));
    let signed = by_leader(&prepared(), &leader);
    let issued = sealed(&signed, &agency);
    let anchors = TrustAnchors::from_bytes(pki.root_pem().as_bytes()).unwrap();
    let policy = Policy::baseline(anchors);
    let profile = FillingProfile::named("number-and-date").unwrap();
    let report = Verifier::new(&policy).filling(profile).verify(&issued, now());
    assert!(matches!(report.conclusion(), Conclusion::Passed(_)), "{:#?}", report.findings);
    assert_eq!(report.signatures.len(), 2);
    let json = report.to_json("issued.pdf").to_string();
    for words in ["ngày 16 tháng 11 năm 2026", "\"215\"", "form-filling"] {
        assert!(json.contains(words), "{words}: {json}");
    }
}

#[test]
fn the_seal_covers_a_third_of_the_leaders_signature_from_its_left() {
    let pki = Pki::new(KeyKind::P256);
    let signed = by_leader(&prepared(), &credential(&pki.signer));
    let issued = sealed(&signed, &agency(&pki));
    let fields = issued.signature_fields().unwrap();
    let [leader, seal] = fields.as_slice() else { panic!("{fields:#?}") };
    assert_eq!((leader.page, seal.page), (Some(2), Some(2)));
    let ([left, bottom, right, top], [l, b, r, t]) = (leader.rect.unwrap(), seal.rect.unwrap());
    assert!(((r - left) / (right - left) - 0.333).abs() < 0.01, "{r} {left} {right}");
    assert!(l < left && ((b + t) - (bottom + top)).abs() < 0.1);
    // 36 mm, the seal's real size.
    assert!((r - l - 102.05).abs() < 0.1 && (t - b - 102.05).abs() < 0.1);
}

#[test]
fn there_is_no_seal_without_a_leader_and_no_field_is_filled_twice() {
    let pki = Pki::new(KeyKind::P256);
    let (draft, agency) = (prepared(), agency(&pki));
    let profile = LookProfile::named("nd30-agency").unwrap();
    let nothing = profile.placement(&draft.signature_fields().unwrap()).unwrap_err();
    assert!(matches!(nothing, LookProfileError::NothingToCover { .. }));
    let issued = sealed(&by_leader(&draft, &credential(&pki.signer)), &agency);
    for field in ["so", "Signature1", "khong-co"] {
        let refused = issued.sign(&agency, now()).fill(field, "216").finish().unwrap_err();
        let not_fillable = |error: &SignError| matches!(error, SignError::Pdf(PdfError::NotFillable { name }) if name == field);
        assert!(not_fillable(&refused), "{field}: {refused:?}");
    }
}

#[test]
fn a_preview_shows_the_look_and_holds_no_signature() {
    let draft = Document::from_bytes(DRAFT).unwrap();
    let profile = LookProfile::named("nd30-copy").unwrap();
    let look = profile.look(None, &BTreeMap::new()).unwrap();
    let place = profile.placement(&[]).unwrap().unwrap();
    let seen = draft.sign((), now()).visible(look, place).preview(None).unwrap();
    assert!(seen.starts_with(DRAFT) && seen.len() > DRAFT.len());
    let seen = Document::from_bytes(seen).unwrap();
    let fields = seen.signature_fields().unwrap();
    assert!(fields.len() == 1 && fields[0].is_seen() && fields[0].page == Some(1));
}
