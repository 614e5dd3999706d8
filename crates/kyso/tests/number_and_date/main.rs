//! Profile `number-and-date`: the leader signs a draft with two empty fields, the clerk fills them
//! and the agency seals; nothing else is filled, and nothing that is filled stays unsealed.
#![allow(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

#[path = "../common/mod.rs"]
mod common;
#[path = "../common/services.rs"]
mod services;
mod shown;

use common::{credential, document, now, pki, policy, stream};
use kyso::pdf::profile::FillingProfile;
use kyso::report::{Code, Fact, Modification, Report};
use kyso::{Conclusion, Credential, Document, Policy, Verifier};
use kyso_testkit::attacks::{Tweaks, append_increment};
use kyso_testkit::pdf::{PdfKind, pdf};
use kyso_testkit::server::Services;
use kyso_testkit::xml::{XmlKind, xml};
use kyso_testkit::{Dn, KeyKind, Template};
use services::{Client, generalized, long_lived};

const CATALOG: &str = "<</Type/Catalog/Pages 2 0 R/AcroForm 5 0 R>>";
const PAGES: &str = "<</Type/Pages/Count 1/Kids[3 0 R]>>";
const PAGE: &str = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Contents 4 0 R\
    /Annots[6 0 R 7 0 R 8 0 R]>>";
const FORM: &str = "<</Fields[6 0 R 7 0 R 8 0 R]/DR<</Font<</Helv 9 0 R>>>>>>";
const FONT: &str = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>";

/// The number is object 6, the date 7, an amount 8.
fn field(number: u32, value: Option<&str>) -> (u32, String) {
    let (name, bottom) = match number {
        6 => ("so", 150),
        7 => ("ngay", 120),
        _ => ("amount", 50),
    };
    let filled = value.map(|value| format!("/V({value})/AP<</N {} 0 R>>", 1000 + 100 * number));
    let filled = filled.unwrap_or_default();
    let body = format!(
        "<</Type/Annot/Subtype/Widget/FT/Tx/T({name})/Rect[10 {bottom} 110 {}]/P 3 0 R\
        /DA(/Helv 10 Tf 0 g){filled}>>",
        bottom + 20
    );
    (number, body)
}

fn look(number: u32, value: &str) -> (u32, String) {
    let content = format!("/Tx BMC q BT /Helv 10 Tf 0 g 2 5 Td ({value}) Tj ET Q EMC");
    let resources = "/Resources<</Font<</Helv 9 0 R>>>>";
    (
        1000 + 100 * number,
        stream(&format!("/Type/XObject/Subtype/Form/BBox[0 0 100 20]{resources}"), &content),
    )
}

fn draft(so: Option<&str>) -> Vec<u8> {
    draft_on(PAGE, so)
}

fn draft_on(page: &str, so: Option<&str>) -> Vec<u8> {
    let (number, date, amount) = (field(6, so).1, field(7, None).1, field(8, None).1);
    let content = stream("", "0 0 10 10 re f");
    let plain = document(&[CATALOG, PAGES, page, &content, FORM, &number, &date, &amount, FONT]);
    match so {
        Some(value) => write(&plain, &[look(6, value)]),
        None => plain,
    }
}

fn write(bytes: &[u8], objects: &[(u32, String)]) -> Vec<u8> {
    let objects: Vec<_> =
        objects.iter().map(|(n, body)| (*n, 0, body.clone().into_bytes())).collect();
    append_increment(bytes, &objects, &Tweaks::default())
}

fn fill(bytes: &[u8], number: u32, value: &str) -> Vec<u8> {
    write(bytes, &[field(number, Some(value)), look(number, value)])
}

struct Office {
    leader: Credential,
    agency: Credential,
    policy: Policy,
}

impl Office {
    fn new() -> Self {
        let pki = pki();
        let name = Dn::new().cn("Cục Văn thư").o("Cục Văn thư");
        let template = Template { serial: vec![0x42, 7], ..Template::signer(name) };
        let agency = credential(&pki.issue(KeyKind::P256, &template));
        Self { leader: credential(&pki.signer), agency, policy: policy(&pki) }
    }

    fn sign(bytes: &[u8], who: &Credential) -> Vec<u8> {
        let document = Document::from_bytes(bytes).unwrap();
        document.sign(who, now()).finish().unwrap().to_bytes().unwrap()
    }

    fn led(&self, bytes: &[u8]) -> Vec<u8> {
        Self::sign(bytes, &self.leader)
    }

    fn sealed(&self, bytes: &[u8]) -> Vec<u8> {
        Self::sign(bytes, &self.agency)
    }

    fn judge(&self, bytes: &[u8]) -> Report {
        let profile = FillingProfile::named("number-and-date").unwrap();
        let document = Document::from_bytes(bytes).unwrap();
        Verifier::new(&self.policy).filling(profile).verify(&document, now())
    }

    /// The document of a draft that goes the honest way.
    fn issued(&self, draft: &[u8]) -> Vec<u8> {
        let led = self.led(draft);
        self.sealed(&fill(&fill(&led, 6, "1234/QD"), 7, "23/11/2026"))
    }

    #[track_caller]
    fn refuses(&self, bytes: &[u8], fault: &str) {
        let report = self.judge(bytes);
        assert!(matches!(report.conclusion(), Conclusion::Failed(_)), "{report:#?}");
        let mut found = report.findings.iter().filter(|one| one.code == Code::ProfileUnmet);
        assert!(found.any(|one| one.facts["fault"] == Fact::from(fault)), "{report:#?}");
        // Without the profile nothing is wrong with it.
        let document = Document::from_bytes(bytes).unwrap();
        let plain = Verifier::new(&self.policy).verify(&document, now());
        assert!(matches!(plain.conclusion(), Conclusion::Passed(_)), "{plain:#?}");
    }
}

#[test]
fn number_and_date_filled_and_sealed() {
    let office = Office::new();
    let led = office.led(&draft(None));
    let both = fill(&fill(&led, 6, "1234/QD-VT"), 7, "23/11/2026");
    let report = office.judge(&office.sealed(&both));
    assert!(matches!(report.conclusion(), Conclusion::Passed(_)), "{report:#?}");
    assert_eq!(report.signatures[0].modification, Modification::FormFilling);
    let mut notes = report.findings.iter();
    let note = notes.find(|one| one.code == Code::NumberAndDateFilled).unwrap();
    assert_eq!(note.facts["number"], Fact::from("1234/QD-VT"));
    assert_eq!(note.facts["date"], Fact::from("23/11/2026"));
}

#[test]
fn a_number_reserved_before_the_leader_signs() {
    let office = Office::new();
    let led = office.led(&draft(Some("1234/QD")));
    let sealed = office.sealed(&fill(&led, 7, "23/11/2026"));
    let report = office.judge(&sealed);
    assert!(matches!(report.conclusion(), Conclusion::Passed(_)), "{report:#?}");
}

#[test]
fn another_field_is_not_to_be_filled() {
    let office = Office::new();
    let led = office.led(&draft(None));
    let both = fill(&fill(&led, 6, "1234/QD"), 7, "23/11/2026");
    office.refuses(&office.sealed(&fill(&both, 8, "9.000.000")), "field-not-named");
    // Nor behind the seal.
    let sealed = office.sealed(&both);
    office.refuses(&fill(&sealed, 8, "9.000.000"), "field-not-named");
}

#[test]
fn a_number_is_given_once_and_to_an_empty_field() {
    let office = Office::new();
    let led = office.led(&draft(None));
    let twice = fill(&fill(&fill(&led, 6, "1234/QD"), 7, "23/11/2026"), 6, "1235/QD");
    office.refuses(&office.sealed(&twice), "filled-twice");
    let numbered = office.led(&draft(Some("1234/QD")));
    let other = fill(&fill(&numbered, 6, "1235/QD"), 7, "23/11/2026");
    office.refuses(&office.sealed(&other), "was-not-empty");
}

#[test]
fn what_is_filled_is_sealed_by_somebody_else() {
    let office = Office::new();
    let led = office.led(&draft(None));
    let both = fill(&fill(&led, 6, "1234/QD"), 7, "23/11/2026");
    office.refuses(&both, "not-sealed");
    office.refuses(&office.led(&both), "not-sealed");
    // Sealed first, dated afterwards.
    let early = fill(&office.sealed(&fill(&led, 6, "1234/QD")), 7, "23/11/2026");
    office.refuses(&early, "not-sealed");
}

#[test]
fn the_leader_under_another_spelling_of_the_name_seals_nothing() {
    let pki = pki();
    let names = [
        Dn::new().c("VN").o("UBND").cn("Trần Văn Minh"),
        Dn::new().cn("TRẦN VĂN MINH").o("Ubnd").c("VN"),
        Dn::new().c("VN").o("UBND").cn("Trần Văn Bình"),
    ];
    let [leader, again, other] = names.map(|name| {
        let template = Template::signer(name);
        credential(&pki.issue(KeyKind::P256, &template))
    });
    let office = Office { leader, agency: other, policy: policy(&pki) };
    let led = office.led(&draft(None));
    let both = fill(&fill(&led, 6, "1234/QD"), 7, "23/11/2026");
    office.refuses(&Office::sign(&both, &again), "not-sealed");
    let report = office.judge(&office.sealed(&both));
    assert!(matches!(report.conclusion(), Conclusion::Passed(_)), "{report:#?}");
}

#[test]
fn an_agency_that_nobody_trusts_seals_nothing() {
    let office = Office::new();
    let stranger = credential(&kyso_testkit::Pki::new(KeyKind::P384).signer);
    let led = office.led(&draft(None));
    let both = fill(&fill(&led, 6, "1234/QD"), 7, "23/11/2026");
    let report = office.judge(&Office::sign(&both, &stranger));
    assert!(!matches!(report.conclusion(), Conclusion::Passed(_)));
    let mut found = report.findings.iter().filter(|one| one.code == Code::ProfileUnmet);
    assert!(found.any(|one| one.facts["fault"] == Fact::from("not-sealed")), "{report:#?}");
}

#[test]
fn both_are_there_and_filled() {
    let office = Office::new();
    let led = office.led(&draft(None));
    office.refuses(&office.sealed(&fill(&led, 6, "1234/QD")), "not-filled");
    let blank = office.led(&draft(Some("  ")));
    office.refuses(&office.sealed(&fill(&blank, 7, "23/11/2026")), "not-filled");
    let none = office.sealed(&office.led(&pdf(PdfKind::Classic)));
    office.refuses(&none, "no-such-field");
    let alone = office.led(&fill(&draft(Some("1234/QD")), 7, "23/11/2026"));
    office.refuses(&alone, "too-few-signers");
}

#[test]
fn a_number_that_no_page_shows_does_not_count() {
    let office = Office::new();
    let change = |from: &str, to: &str| {
        let text = |bytes: Vec<u8>| bytes.iter().map(|byte| char::from(*byte)).collect::<String>();
        let changed = text(draft(None)).replacen(from, to, 1);
        changed.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect::<Vec<_>>()
    };
    // As many bytes as before, so that every offset holds.
    let off_page = office.led(&change("/Annots[6 0 R 7 0 R", "/Annots[8 0 R 7 0 R"));
    let both = fill(&fill(&off_page, 6, "1234/QD"), 7, "23/11/2026");
    office.refuses(&office.sealed(&both), "not-shown");
    let hidden = |entry: &str| {
        let (number, body) = field(6, None);
        (number, body.replace(">>", &format!("{entry}>>")))
    };
    for entry in ["/F 2", "/F 32", "/F 35", "/OC<</Type/OCG/Name(x)>>"] {
        let led = office.led(&write(&draft(None), &[hidden(entry)]));
        let (number, body) = field(6, Some("1234/QD"));
        let own = (number, body.replacen("/T(so)", &format!("/T(so){entry}"), 1));
        let both = fill(&write(&led, &[own, look(6, "1234/QD")]), 7, "23/11/2026");
        office.refuses(&office.sealed(&both), "not-shown");
    }
}

#[test]
fn xml_is_no_such_document() {
    let office = Office::new();
    let document = Document::from_bytes(xml(XmlKind::EdXml)).unwrap();
    let signed = document.sign(&office.leader, now()).finish().unwrap().to_bytes().unwrap();
    office.refuses(&signed, "not-pdf");
}

/// That a file passes, and does not by the profile: nobody sealed what was filled.
#[track_caller]
fn assert_not_sealed(verifier: &Verifier<'_>, bytes: &[u8]) {
    let document = Document::from_bytes(bytes).unwrap();
    let plain = verifier.verify(&document, now());
    assert!(matches!(plain.conclusion(), Conclusion::Passed(_)), "{plain:#?}");
    let profile = FillingProfile::named("number-and-date").unwrap();
    let report = verifier.clone().filling(profile).verify(&document, now());
    assert!(matches!(report.conclusion(), Conclusion::Failed(_)), "{report:#?}");
    let mut found = report.findings.iter().filter(|one| one.code == Code::ProfileUnmet);
    assert!(found.any(|one| one.facts["fault"] == Fact::from("not-sealed")), "{report:#?}");
}

#[test]
fn a_document_timestamp_is_nobodys_seal() {
    let services = Services::start().unwrap();
    let pki = long_lived(&services);
    services.set_time(generalized(now()).as_str());
    let client = Client::new(services.urls().tsa());
    let led = Office::sign(&draft(None), &credential(&pki.signer));
    let both = fill(&fill(&led, 6, "1234/QD"), 7, "23/11/2026");
    let stamped = Document::from_bytes(both).unwrap().timestamp(&client, None).unwrap();
    let policy = policy(&pki);
    assert_not_sealed(&Verifier::new(&policy).source(&client), &stamped.to_bytes().unwrap());
}

#[test]
fn a_seal_that_is_undecided_is_none() {
    let pki = pki();
    let name = Dn::new().cn("Cục Văn thư");
    let template =
        Template { ocsp_urls: vec!["http://ocsp.invalid/".into()], ..Template::signer(name) };
    let agency = credential(&pki.issue(KeyKind::P256, &template));
    let led = Office::sign(&draft(None), &credential(&pki.signer));
    let both = fill(&fill(&led, 6, "1234/QD"), 7, "23/11/2026");
    let mut policy = policy(&pki);
    policy.dangerous().accept_undecided_signatures();
    assert_not_sealed(&Verifier::new(&policy), &Office::sign(&both, &agency));
}
