//! Encrypted PDFs: opened with either password, signed, raised, verified; what is forbidden, and
//! what must not pass.
#![allow(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

mod common;
#[path = "common/services.rs"]
mod services;

use std::path::PathBuf;

use common::{credential, now, pki, policy};
use kyso::pdf::{
    self, Access, EncryptionFault, Increment, Object, PdfDocument, PdfError, Permission,
};
use kyso::report::{Code, FoundLevel, Integrity, Modification};
use kyso::{
    Conclusion, Document, Error, Level, Opening, Policy, Prepared, Report, SignError, Signer,
    Source, Verifier,
};
use kyso_testkit::Pki;
use kyso_testkit::server::Services;

fn fixture(name: &str) -> Vec<u8> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../testdata/encrypted");
    std::fs::read(folder.join(format!("{name}.pdf"))).unwrap()
}

fn with(password: &str) -> Opening {
    Opening::new().password(password)
}

fn open(bytes: &[u8], opening: &Opening) -> Result<Document, Error> {
    Document::from_source_with(Source::from_bytes(bytes.to_vec()), opening)
}

fn parsed(bytes: &[u8], password: &str) -> PdfDocument {
    PdfDocument::parse_with(Source::from_bytes(bytes.to_vec()), &with(password)).unwrap()
}

fn refused(bytes: &[u8], opening: &Opening) -> PdfError {
    match open(bytes, opening) {
        Err(Error::Pdf(error)) => error,
        other => panic!("{other:?}"),
    }
}

fn verify(bytes: &[u8], opening: &Opening, policy: &Policy) -> Report {
    let verifier = Verifier::new(policy).opening(opening.clone());
    verifier.verify_source(&Source::from_bytes(bytes.to_vec()), now()).unwrap()
}

#[track_caller]
fn passes(bytes: &[u8], opening: &Opening, policy: &Policy, signatures: usize) -> Report {
    let report = verify(bytes, opening, policy);
    assert!(matches!(report.conclusion(), Conclusion::Passed(_)), "{report:#?}");
    assert_eq!(report.signatures.len(), signatures);
    report
}

fn sign(bytes: &[u8], opening: &Opening, pki: &Pki) -> Result<Vec<u8>, SignError> {
    let document = open(bytes, opening).unwrap();
    let key = credential(&pki.signer);
    let builder = document.sign(&key, now()).reason("Đồng ý (ký)");
    builder.finish()?.to_bytes()
}

fn contains(bytes: &[u8], text: &[u8]) -> bool {
    bytes.windows(text.len()).any(|window| window == text)
}

/// What a reader of the document finds: the title, the page's text, the metadata, the note.
fn content(bytes: &[u8], password: &str) -> [Vec<u8>; 4] {
    let doc = parsed(bytes, password);
    let view = doc.latest();
    let info = view.get_dict(view.trailer(), b"Info").unwrap().unwrap();
    let stream = |object: &Object| match view.resolve(object).unwrap() {
        Object::Stream(stream) => stream.get_plain_content().unwrap(),
        other => panic!("{other:?}"),
    };
    let page = view.pages().unwrap().next().unwrap().unwrap();
    let page = view.object(page).unwrap();
    let catalog = view.catalog().unwrap();
    let names = view.get_dict(&catalog, b"Names").unwrap().unwrap();
    let files = view.get_dict(&names, b"EmbeddedFiles").unwrap().unwrap();
    let Object::Array(files) = view.get(&files, b"Names").unwrap() else { panic!() };
    let Object::Dictionary(file) = view.resolve(&files[1]).unwrap() else { panic!() };
    let file = view.get_dict(&file, b"EF").unwrap().unwrap();
    [
        info.get(b"Title").unwrap().as_str().unwrap().to_vec(),
        stream(page.as_dict().unwrap().get(b"Contents").unwrap()),
        stream(catalog.get(b"Metadata").unwrap()),
        stream(file.get(b"F").unwrap()),
    ]
}

/// Opens, signs twice and verifies one file; `method` is what the report says of it.
fn walk(name: &str, passwords: [&str; 2], method: &str) {
    let (pki, bytes) = (pki(), fixture(name));
    let policy = policy(&pki);
    let plain = content(&fixture("plain"), "");
    for (password, access) in passwords.into_iter().zip([Access::User, Access::Owner]) {
        let opening = if password.is_empty() { Opening::new() } else { with(password) };
        assert_eq!(content(&bytes, password), plain, "{password}");
        let signed = sign(&bytes, &opening, &pki).unwrap();
        assert!(signed.starts_with(&bytes));
        assert!(!contains(&signed, b"ung \xC3"), "nothing new is legible");
        let twice = sign(&signed, &opening, &pki).unwrap();
        let report = passes(&twice, &opening, &policy, 2);
        assert_eq!(report.signatures[0].reason.as_deref(), Some("Đồng ý (ký)"));
        assert_eq!(report.signatures[0].modification, Modification::FormFilling);
        let encryption = report.encryption.clone().unwrap();
        assert_eq!((encryption.method(), encryption.access), (method.to_owned(), access));
        assert_eq!(content(&twice, password), plain, "{password}");
        // Whoever knows the other password sees the same.
        let other = if access == Access::User { passwords[1] } else { passwords[0] };
        passes(&twice, &with(other), &policy, 2);
    }
    assert_eq!(refused(&bytes, &with("wrong")), PdfError::PasswordWrong);
    if !passwords[0].is_empty() {
        assert_eq!(refused(&bytes, &Opening::new()), PdfError::PasswordNeeded);
        assert_eq!(refused(&bytes, &with("")), PdfError::PasswordWrong);
    }
}

macro_rules! walks {
    ($($case:ident: $name:literal, $passwords:expr, $method:literal;)*) => {
        $(#[test]
        fn $case() {
            walk($name, $passwords, $method);
        })*
    };
}

walks! {
    rc4_40_with_an_empty_password: "rc4-40", ["", "owner"], "RC4-40";
    rc4_40: "rc4-40-password", ["user", "owner"], "RC4-40";
    rc4_128: "rc4-128", ["user", "owner"], "RC4-128";
    rc4_128_by_crypt_filter: "rc4-128-v4", ["user", "owner"], "RC4-128";
    aes_128: "aes-128", ["user", "owner"], "AES-128";
    aes_128_with_plain_metadata: "aes-128-metadata", ["user", "owner"], "AES-128";
    aes_128_with_object_streams: "aes-128-object-streams", ["user", "owner"], "AES-128";
    aes_256_of_revision_5: "aes-256-r5", ["user", "owner"], "AES-256";
    aes_256: "aes-256", ["user", "owner"], "AES-256";
    aes_256_with_plain_metadata: "aes-256-metadata", ["", "owner"], "AES-256";
    aes_256_with_object_streams: "aes-256-object-streams", ["user", "owner"], "AES-256";
    aes_256_linearized: "aes-256-linearized", ["user", "owner"], "AES-256";
    aes_256_with_a_vietnamese_password: "aes-256-vietnamese", ["mật khẩu", "chủ"], "AES-256";
}

#[test]
fn a_password_counts_however_its_letters_are_put_together() {
    // The accents as characters of their own, as some keyboards send them.
    let typed = "ma\u{323}\u{302}t kh\u{61}\u{302}\u{309}u";
    assert!(open(&fixture("aes-256-vietnamese"), &with(typed)).is_ok());
}

#[test]
fn nothing_of_a_password_is_printed() {
    let opening = with("secret-word");
    assert!(!format!("{opening:?}").contains("secret"));
    let document = open(&fixture("aes-256"), &with("owner")).unwrap();
    assert!(!format!("{document:?}").contains("\"owner\""));
}

#[test]
fn a_document_that_is_not_encrypted_needs_no_password_and_takes_any() {
    let (pki, bytes) = (pki(), fixture("plain"));
    let signed = sign(&bytes, &with("any"), &pki).unwrap();
    let report = passes(&signed, &with("other"), &policy(&pki), 1);
    assert_eq!(report.encryption, None);
}

#[test]
fn every_level_is_reached_in_an_encrypted_document() {
    let services = Services::start().unwrap();
    let pki = services::long_lived(&services);
    services.set_time(services::generalized(now()).as_str());
    let client = services::Client::new(services.urls().tsa());
    for (name, password) in
        [("rc4-128", "user"), ("aes-128-object-streams", "owner"), ("aes-256", "user")]
    {
        let opening = with(password);
        let document = open(&fixture(name), &opening).unwrap();
        let (tsa, source) = (&client, &client);
        let key = credential(&pki.signer);
        let builder = document.sign(&key, now()).level(Level::T { tsa });
        let signed = builder.finish().unwrap().to_bytes().unwrap();
        let raised = open(&signed, &opening).unwrap().extend(now());
        let raised = raised.level(Level::Lta { tsa, source }).finish().unwrap();
        assert_eq!(raised.level(), Some(FoundLevel::BLTA), "{name}");
        let bytes = raised.to_bytes().unwrap();
        let report = passes(&bytes, &opening, &policy(&pki), 2);
        assert_eq!(report.signatures[0].level, FoundLevel::BLTA, "{name}");
        let doc = parsed(&bytes, password);
        let store = pdf::security_store(&doc.latest()).unwrap();
        assert!(!store.certificates.is_empty() && !store.crls.is_empty() | !store.ocsp.is_empty());
        let in_clear = store.certificates.iter().any(|one| contains(&bytes[signed.len()..], one));
        assert!(!in_clear, "the store's streams are encrypted");
    }
}

#[test]
fn a_prepared_signature_is_completed_without_the_password_and_raised_with_it() {
    let services = Services::start().unwrap();
    let pki = services::long_lived(&services);
    services.set_time(services::generalized(now()).as_str());
    let client = services::Client::new(services.urls().tsa());
    let (tsa, source) = (&client, &client);
    let level = Level::Lt { tsa, source };
    let (key, opening) = (credential(&pki.signer), with("user"));
    let state = || {
        let document = open(&fixture("aes-256"), &opening).unwrap();
        let signer = Signer::chain(key.chain(), key.algorithms()[0]);
        let prepared = document.sign(signer, now()).level(level).prepare().unwrap();
        Prepared::from_bytes(&prepared.to_bytes().unwrap()).unwrap()
    };
    let prepared = state();
    let value = key.key().sign(prepared.to_be_signed()).unwrap();
    let signed = prepared.complete(value).unwrap().to_bytes().unwrap();
    let report = verify(&signed, &opening, &policy(&pki));
    assert_eq!(report.signatures[0].integrity, Integrity::Intact);
    let prepared = state();
    let value = key.key().sign(prepared.to_be_signed()).unwrap();
    let failed = prepared.complete_at(value, level, kyso::Evidence::new(), now());
    assert!(matches!(failed, Err(SignError::Pdf(PdfError::PasswordNeeded))), "{failed:?}");
    let prepared = state().opened_by(&opening);
    let value = key.key().sign(prepared.to_be_signed()).unwrap();
    let raised = prepared.complete_at(value, level, kyso::Evidence::new(), now()).unwrap();
    assert_eq!(raised.level(), Some(FoundLevel::BLT));
    passes(&raised.to_bytes().unwrap(), &opening, &policy(&pki), 1);
}

#[test]
fn permissions_are_kept_and_the_owner_stands_above_them() {
    let pki = pki();
    let forbidden = |name: &str, field: Option<&str>| {
        let document = open(&fixture(name), &Opening::new()).unwrap();
        let key = credential(&pki.signer);
        let builder = document.sign(&key, now());
        match field {
            Some(field) => builder.field(field),
            None => builder.new_field(None),
        }
        .finish()
        .map(|_| ())
    };
    let error = |permission| PdfError::NotPermitted { permission };
    match forbidden("forbids-all", None) {
        Err(SignError::Pdf(found)) => assert_eq!(found, error(Permission::SignField)),
        other => panic!("{other:?}"),
    }
    assert!(forbidden("forbids-all", Some("Director")).is_err());
    match forbidden("forbids-new-field", None) {
        Err(SignError::Pdf(found)) => assert_eq!(found, error(Permission::AddField)),
        other => panic!("{other:?}"),
    }
    assert!(forbidden("forbids-new-field", Some("Director")).is_ok());
    for opening in [with("owner"), Opening::new().ignore_permissions()] {
        let signed = sign(&fixture("forbids-all"), &opening, &pki).unwrap();
        passes(&signed, &Opening::new(), &policy(&pki), 1);
    }
}

#[test]
fn a_password_that_is_missing_is_an_error_and_no_verdict() {
    let pki = pki();
    let signed = sign(&fixture("aes-256"), &with("user"), &pki).unwrap();
    let policy = policy(&pki);
    let source = Source::from_bytes(signed);
    let missing = Verifier::new(&policy).verify_source(&source, now());
    assert!(matches!(missing, Err(Error::Pdf(PdfError::PasswordNeeded))), "{missing:?}");
    let wrong = Verifier::new(&policy).opening(with("x")).verify_source(&source, now());
    assert!(matches!(wrong, Err(Error::Pdf(PdfError::PasswordWrong))), "{wrong:?}");
}

/// A signed document and an increment by whoever knows the password.
fn changed(name: &str, change: impl FnOnce(&PdfDocument, &mut Increment<'_>)) -> Vec<u8> {
    let pki = pki();
    let mut bytes = sign(&fixture(name), &with("user"), &pki).unwrap();
    let doc = parsed(&bytes, "user");
    let mut increment = Increment::new(&doc).unwrap();
    change(&doc, &mut increment);
    bytes.extend(increment.finish().unwrap().bytes);
    let report = verify(&bytes, &with("user"), &policy(&pki));
    assert!(matches!(report.conclusion(), Conclusion::Failed(_)), "{report:#?}");
    let found = report.signatures[0].findings.iter().map(|finding| finding.code);
    assert!(found.into_iter().any(|code| code == Code::ModifiedAfterSigning), "{report:#?}");
    bytes
}

/// The number of the object that holds `text` in a string or a stream.
fn holder(doc: &PdfDocument, text: &str) -> (u32, u16) {
    let view = doc.latest();
    let holds = |number: &u32| {
        let object = view.object((*number, 0)).unwrap();
        let written = match &object {
            Object::Stream(stream) => stream.get_plain_content().unwrap(),
            other => format!("{other:?}").into_bytes(),
        };
        contains(&written, text.as_bytes())
    };
    let number = doc.changed(0).map(|row| row.unwrap().0).filter(|number| *number > 0);
    (number.into_iter().find(holds).unwrap(), 0)
}

const KINDS: [&str; 4] = ["rc4-128", "aes-128", "aes-256", "aes-256-object-streams"];

#[test]
fn a_page_written_anew_is_found() {
    for name in KINDS {
        let bytes = changed(name, |doc, increment| {
            let id = holder(doc, "in plain words");
            let text = b"BT /F1 14 Tf 20 150 Td (A contract in other words) Tj ET".to_vec();
            let stream = pdf::Stream::new(pdf::Dictionary::new(), text);
            increment.put_object(id, &Object::Stream(stream));
        });
        assert!(contains(&content(&bytes, "user")[1], b"other words"), "{name}: a reader sees it");
    }
}

#[test]
fn a_string_changed_inside_a_field_is_found() {
    for name in KINDS {
        changed(name, |doc, increment| {
            let view = doc.latest();
            let field = pdf::fields(&view).unwrap().into_iter().find(|one| one.name == "amount");
            let id = field.unwrap().id.unwrap();
            let Object::Dictionary(mut field) = view.object(id).unwrap() else { panic!() };
            field.set("TU", Object::string_literal("The other amount"));
            increment.put_object(id, &Object::Dictionary(field));
        });
    }
}

#[test]
fn an_attachment_exchanged_is_found() {
    for name in KINDS {
        changed(name, |doc, increment| {
            let id = holder(doc, "an attached note");
            increment
                .put(id, b"<</Type/EmbeddedFile/Length 7>>\nstream\nanother\nendstream".to_vec());
        });
    }
}

#[test]
fn a_key_exchanged_is_found() {
    for name in KINDS {
        changed(name, |doc, increment| {
            let view = doc.latest();
            let Ok(Object::Reference(id)) = view.trailer().get(b"Encrypt") else { panic!() };
            let Object::Dictionary(mut encrypt) = view.object(*id).unwrap() else { panic!() };
            encrypt.set("Harmless", 1);
            increment.put_object(*id, &Object::Dictionary(encrypt));
        });
    }
}

/// A signed document saved again without a change, `from` replaced in the last trailer.
fn retrailed(name: &str, from: &[u8], to: &[u8]) -> Vec<u8> {
    let mut bytes = sign(&fixture(name), &with("user"), &pki()).unwrap();
    let doc = parsed(&bytes, "user");
    let mut increment = Increment::new(&doc).unwrap();
    let page = doc.latest().pages().unwrap().next().unwrap().unwrap();
    increment.put_object(page, &doc.latest().object(page).unwrap());
    let added = increment.finish().unwrap().bytes;
    let at = added.windows(from.len()).rposition(|window| window == from).unwrap();
    bytes.extend([&added[..at], to, &added[at + from.len()..]].concat());
    bytes
}

#[test]
fn an_object_written_again_is_no_change() {
    for name in KINDS {
        let bytes = retrailed(name, b"/Root", b"/Root");
        let report = verify(&bytes, &with("user"), &policy(&pki()));
        assert_eq!(report.signatures[0].modification, Modification::None, "{report:#?}");
    }
}

#[test]
fn encryption_that_ends_or_begins_later_is_no_success() {
    let policy = policy(&pki());
    for name in ["rc4-128", "aes-128", "aes-256"] {
        let bytes = retrailed(name, b"/Encrypt", b"/Encrypd");
        for opening in [Opening::new(), with("user")] {
            let report = verify(&bytes, &opening, &policy);
            assert!(matches!(report.conclusion(), Conclusion::Failed(_)), "{report:#?}");
        }
        let document = open(&bytes, &with("user")).unwrap();
        let signed = document.sign(&credential(&pki().signer), now()).finish();
        let changed = PdfError::Encryption(EncryptionFault::Changed);
        assert!(matches!(signed, Err(SignError::Pdf(error)) if error == changed));
    }
    let entry = b"/Encrypt<</Filter/Standard/V 1/R 2/P -4/O()/U()>>/Root".as_slice();
    let report = verify(&retrailed("plain", b"/Root", entry), &Opening::new(), &policy);
    assert!(matches!(report.conclusion(), Conclusion::Failed(_)), "{report:#?}");
}

#[test]
fn an_identifier_exchanged_is_no_success() {
    // Part of the key before AES-256: the file no longer opens. With AES-256 it is a change.
    let id = b"<ffeeddccbbaa99887766554433221100>".as_slice();
    let policy = policy(&pki());
    let open_id = |bytes: &[u8]| {
        let at = bytes.windows(3).rposition(|window| window == b"/ID").unwrap();
        let end = bytes[at..].iter().position(|byte| *byte == b'>').unwrap() + at + 1;
        let start = bytes[at..].iter().position(|byte| *byte == b'<').unwrap() + at;
        bytes[start..end].to_vec()
    };
    let signed = sign(&fixture("aes-256"), &with("user"), &pki()).unwrap();
    let as_it_was = open_id(&signed);
    let [report, honest] = [id, &as_it_was]
        .map(|id| verify(&retrailed("aes-256", &as_it_was, id), &with("user"), &policy));
    assert_eq!(honest.signatures[0].modification, Modification::None, "{honest:#?}");
    assert!(matches!(report.conclusion(), Conclusion::Failed(_)), "{report:#?}");
    let signed = sign(&fixture("rc4-128"), &with("user"), &pki()).unwrap();
    let bytes = retrailed("rc4-128", &open_id(&signed), id);
    assert_eq!(refused(&bytes, &with("user")), PdfError::PasswordWrong);
}

#[test]
fn data_that_do_not_decrypt_are_unreadable_and_not_empty() {
    let bytes = fixture("aes-256");
    let doc = parsed(&bytes, "user");
    let page = holder(&doc, "in plain words");
    let Object::Stream(stream) = doc.latest().object(page).unwrap() else { panic!() };
    let data = stream.start_position.unwrap();
    let mut broken = bytes.clone();
    // A line feed, the last block, and the byte before it that decides on the padding's length.
    let end = data + bytes[data..].windows(9).position(|word| word == b"endstream").unwrap();
    broken[end - 18] ^= 0x55;
    let found = parsed(&broken, "user").latest().object(page);
    assert!(
        matches!(found, Err(PdfError::BadObject { object, .. }) if object == page),
        "{found:?}"
    );
}

#[test]
fn a_second_key_under_the_other_password_is_refused() {
    // With another /OE the owner's password opens another key, and shows another document.
    let mut bytes = fixture("aes-256");
    let at = bytes.windows(4).position(|word| word == b"/OE ").unwrap();
    let first = bytes[at..].iter().position(|byte| *byte == b'<').unwrap() + at + 1;
    bytes[first] = if bytes[first] == b'0' { b'1' } else { b'0' };
    assert!(open(&bytes, &with("user")).is_ok());
    let refused = refused(&bytes, &with("owner"));
    assert_eq!(refused, PdfError::Encryption(EncryptionFault::Perms));
}
