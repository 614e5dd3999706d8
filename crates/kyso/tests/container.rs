//! Containers of files: signed, added to, judged, kept between the phases, handed out again.
#![allow(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

mod common;

use common::{assert_passes, credential, now, pki, policy, verify};
use kyso::container::{Kind, Role};
use kyso::report::{Code, Coverage, FoundLevel, Integrity};
use kyso::{
    Conclusion, ContainerForm, Document, Format, Prepared, SignError, Signer, Source, Verifier,
};
use kyso_testkit::{KeyKind, Pki};

/// A dossier as offices have them: any format, names in Vietnamese, a folder.
fn dossier() -> Vec<(String, Source)> {
    [
        ("Công văn số 12.pdf", kyso_testkit::pdf::pdf(kyso_testkit::pdf::PdfKind::Classic)),
        ("hóa đơn.xml", kyso_testkit::xml::xml(kyso_testkit::xml::XmlKind::Invoice)),
        ("phụ lục/bản vẽ 100% #1.jpg", vec![0xFF, 0xD8, 0, 1, 2]),
        ("empty.txt", Vec::new()),
    ]
    .into_iter()
    .map(|(name, bytes)| (name.to_owned(), Source::from_bytes(bytes)))
    .collect()
}

fn one() -> Vec<(String, Source)> {
    dossier().into_iter().take(1).collect()
}

fn signed(document: &Document, pki: &Pki) -> Vec<u8> {
    document.sign(&credential(&pki.signer), now()).finish().unwrap().to_bytes().unwrap()
}

const FORMS: [ContainerForm; 2] = [ContainerForm::Xades, ContainerForm::Cades];

fn signed_as(document: &Document, pki: &Pki, form: ContainerForm) -> Vec<u8> {
    let credential = credential(&pki.signer);
    let builder = document.sign(&credential, now()).container_form(form);
    builder.finish().unwrap().to_bytes().unwrap()
}

#[test]
fn cms_signs_the_file_or_a_manifest_of_all() {
    let pki = pki();
    for (kind, files) in [(Kind::Extended, dossier()), (Kind::Simple, one())] {
        let packed = Document::pack(kind, &files).unwrap();
        let bytes = signed_as(&packed, &pki, ContainerForm::Cades);
        let report = assert_passes(&bytes, &policy(&pki), 1);
        assert_eq!(report.findings, []);
        let signature = &report.signatures[0];
        assert_eq!(signature.integrity, Integrity::Intact);
        assert_eq!(signature.coverage, Coverage::WholeFile);
        assert_eq!(signature.level, FoundLevel::BB);
        let manifests = usize::from(kind == Kind::Extended);
        assert_eq!(signature.covers.len(), files.len() + manifests);
        // A second signer, who takes the form that is there.
        let second = signed(&open(&bytes), &pki);
        let report = assert_passes(&second, &policy(&pki), 2);
        assert_ne!(report.signatures[0].id, report.signatures[1].id);
        // One of the other form stands beside it where more than one file of signatures may.
        let credential = credential(&pki.signer);
        let document = open(&bytes);
        let other = document.sign(&credential, now()).container_form(ContainerForm::Xades).finish();
        match kind {
            Kind::Extended => {
                assert_passes(&other.unwrap().to_bytes().unwrap(), &policy(&pki), 2);
            }
            Kind::Simple => {
                assert!(matches!(other, Err(SignError::OptionMisplaced { .. })));
            }
        }
    }
}

#[test]
fn files_are_packed_signed_and_pass() {
    let pki = pki();
    for (kind, files) in [(Kind::Extended, dossier()), (Kind::Simple, one())] {
        let packed = Document::pack(kind, &files).unwrap();
        assert_eq!(packed.format(), Format::from(kind));
        assert!(matches!(
            Verifier::new(&policy(&pki)).verify(&packed, now()).conclusion(),
            Conclusion::Unsigned
        ));
        let bytes = signed(&packed, &pki);
        let report = assert_passes(&bytes, &policy(&pki), 1);
        assert_eq!(report.format, Format::from(kind));
        assert_eq!(report.findings, []);
        let signature = &report.signatures[0];
        assert_eq!(signature.integrity, Integrity::Intact);
        assert_eq!(signature.coverage, Coverage::WholeFile);
        assert_eq!(signature.level, FoundLevel::BB);
        assert_eq!(signature.covers.len(), files.len() + 1);
        let document = Document::from_bytes(bytes).unwrap();
        let container = document.container().unwrap();
        assert_eq!(container.data().count(), files.len());
        for (name, content) in &files {
            let entry = container.entry(name).unwrap();
            let mut read = Vec::new();
            std::io::Read::read_to_end(&mut container.read(entry), &mut read).unwrap();
            assert_eq!(read, content.read_range(0..content.len()).unwrap(), "{name}");
        }
    }
}

#[test]
fn a_second_signature_stands_beside_the_first_and_nothing_else_changes() {
    let pki = pki();
    for (kind, files) in [(Kind::Extended, dossier()), (Kind::Simple, one())] {
        let first = signed(&Document::pack(kind, &files).unwrap(), &pki);
        let second = signed(&Document::from_bytes(first.clone()).unwrap(), &pki);
        let report = assert_passes(&second, &policy(&pki), 2);
        assert_ne!(report.signatures[0].id, report.signatures[1].id);
        let (before, after) = (open(&first), open(&second));
        for entry in before.container().unwrap().entries() {
            if entry.role() == Role::XmlSignatures && kind == Kind::Simple {
                continue;
            }
            let kept = after.container().unwrap().entry(entry.name()).unwrap();
            assert_eq!(kept, entry);
        }
    }
}

fn open(bytes: &[u8]) -> Document {
    Document::from_bytes(bytes).unwrap()
}

#[test]
fn a_prepared_signature_keeps_its_container() {
    let pki = pki();
    let credential = credential(&pki.signer);
    let signer = || Signer::chain(credential.chain(), credential.algorithms()[0]);
    let pack = || Document::pack(Kind::Extended, &dossier()).unwrap();
    let first = FORMS.map(|form| (form, open(&signed_as(&pack(), &pki, form))));
    let simple = || Document::pack(Kind::Simple, &one()).unwrap();
    let all = FORMS.map(|form| (form, pack())).into_iter().chain(first);
    for (form, document) in all.chain(FORMS.map(|form| (form, simple()))) {
        let builder = document.sign(signer(), now()).container_form(form);
        let state = builder.prepare().unwrap().to_bytes().unwrap();
        let prepared = Prepared::from_bytes(&state).unwrap();
        assert_eq!(prepared.format(), document.format());
        let value = credential.key().sign(prepared.to_be_signed()).unwrap();
        let bytes = prepared.complete(value).unwrap().to_bytes().unwrap();
        assert!(matches!(verify(&bytes, &policy(&pki)).conclusion(), Conclusion::Passed(_)));
        // A byte of a file in it, and it is no state any more.
        let mut state = state;
        let at = state.windows(4).position(|window| window == b"%PDF").unwrap();
        state[at + 1] ^= 1;
        assert!(matches!(Prepared::from_bytes(&state), Err(SignError::StateInvalid { .. })));
    }
}

#[test]
fn what_passing_signatures_cover_is_handed_out() {
    let pki = pki();
    for form in FORMS {
        handed_out(&pki, form);
    }
}

fn handed_out(pki: &Pki, form: ContainerForm) {
    let bytes = signed_as(&Document::pack(Kind::Extended, &dossier()).unwrap(), pki, form);
    let (document, policy) = (open(&bytes), policy(pki));
    let verifier = Verifier::new(&policy);
    let report = verifier.verify(&document, now());
    let parts = verifier.signed_parts(&document, &report, 0);
    let names: Vec<_> = parts.iter().filter_map(|part| part.file()).collect();
    assert_eq!(names, dossier().iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>());
    for (part, (_, content)) in parts.iter().zip(dossier()) {
        let mut out = Vec::new();
        verifier.write_signed(&document, part, &mut out).unwrap();
        assert_eq!(out, content.read_range(0..content.len()).unwrap());
    }
    // Of one that does not pass, nothing.
    let other = policy_of_nobody();
    let report = Verifier::new(&other).verify(&document, now());
    assert!(Verifier::new(&other).signed_parts(&document, &report, 0).is_empty());
}

fn policy_of_nobody() -> kyso::Policy {
    kyso::Policy::baseline(kyso::TrustAnchors::new())
}

#[test]
fn a_file_that_was_added_is_named() {
    let pki = pki();
    let bytes = signed(&Document::pack(Kind::Extended, &one()).unwrap(), &pki);
    let changed = kyso_testkit::container::Zip::read(&bytes).with("thêm.txt", b"x").build();
    let report = verify(&changed, &policy(&pki));
    assert!(matches!(report.conclusion(), Conclusion::Failed(_)), "{report:#?}");
    let finding = report.findings.iter().find(|one| one.code == Code::FileUnsigned).unwrap();
    assert_eq!(finding.facts["name"].to_string(), "thêm.txt");
    let findings = &report.signatures[0].findings;
    assert!(findings.iter().any(|one| one.code == Code::FileNotCovered));
    // Nobody is made to sign that.
    let credential = credential(&pki.signer);
    let refused = open(&changed).sign(&credential, now()).finish();
    assert!(matches!(refused, Err(SignError::ContainerUnsound { .. })));
    // A further signature over all of it, made elsewhere, does not make the first one whole.
    let more = ("thêm.txt".to_owned(), Source::from_bytes(b"x".to_vec()));
    let all = Document::pack(Kind::Extended, &[one(), vec![more]].concat()).unwrap();
    let other = kyso_testkit::container::Zip::read(&signed(&all, &pki));
    let further = other.files[other.at("META-INF/signatures001.xml")].content();
    let both = kyso_testkit::container::Zip::read(&changed);
    let both = both.with("META-INF/signatures002.xml", &further).build();
    let report = verify(&both, &policy(&pki));
    assert!(matches!(report.conclusion(), Conclusion::Indeterminate(_)), "{report:#?}");
    assert!(report.findings.iter().all(|one| one.code != Code::FileUnsigned));
}

#[test]
fn every_key_signs_containers() {
    for kind in [KeyKind::Rsa2048, KeyKind::P256, KeyKind::P384, KeyKind::Ed25519] {
        let pki = Pki::new(kind);
        let bytes = signed(&Document::pack(Kind::Extended, &dossier()).unwrap(), &pki);
        assert_passes(&bytes, &policy(&pki), 1);
    }
}

#[test]
fn what_cannot_be_packed_is_refused() {
    let source = || Source::from_bytes(b"x".to_vec());
    let pack = |kind, names: &[&str]| {
        let files: Vec<_> = names.iter().map(|name| ((*name).to_owned(), source())).collect();
        Document::pack(kind, &files).map(drop).map_err(|error| match error {
            kyso::Error::Container(error) => error.fault.name(),
            other => panic!("{other}"),
        })
    };
    assert_eq!(pack(Kind::Extended, &[]), Err("zip-empty"));
    assert_eq!(pack(Kind::Simple, &["a", "b"]), Err("zip-too-many"));
    assert_eq!(pack(Kind::Extended, &["a.pdf", "A.pdf"]), Err("zip-duplicate"));
    assert_eq!(pack(Kind::Extended, &["a", "a/b"]), Err("zip-duplicate"));
    for name in ["mimetype", "META-INF/x", "folder/", "meta-inf/x"] {
        assert_eq!(pack(Kind::Extended, &[name]), Err("zip-reserved"), "{name}");
    }
    for name in ["", "../a", "/a", "a\\b"] {
        assert_eq!(pack(Kind::Extended, &[name]), Err("zip-name"), "{name}");
    }
}
