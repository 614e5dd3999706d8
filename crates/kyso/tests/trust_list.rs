//! Trusted lists (TS 119 612): whose they are, what they say, and what anchors they give.
#![allow(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

mod common;

use common::{now, sign, verify};
use kyso::report::SubIndication;
use kyso::trust::{ServiceKind, TrustList, TrustListError};
use kyso::x509::Certificate;
use kyso::{Conclusion, Policy, Time};
use kyso_testkit::attacks::flip;
use kyso_testkit::pdf::{PdfKind, pdf};
use kyso_testkit::trust_list::{ListTemplate, StateTemplate};
use kyso_testkit::{Dn, Identity, KeyKind, Pki, Template};

const ISSUED: &str = "20260901000000Z";

fn read(der: &[u8]) -> Certificate {
    Certificate::from_der(der).unwrap()
}

/// Who signs lists, with a certificate of its own.
struct Operator {
    pki: Pki,
    identity: Identity,
}

impl Operator {
    fn new() -> Self {
        let pki = Pki::new(KeyKind::P256);
        let identity = pki.issue(KeyKind::P256, &Self::template());
        Self { pki, identity }
    }

    fn template() -> Template {
        let mut template = Template::signer(Dn::new().cn("Trusted List Operator"));
        // id-tsl-kp-tslSigning (TS 119 612 §5.7.1).
        template.extended_key_usage = vec!["0.4.0.2231.3.0".into()];
        template
    }

    fn certificate(&self) -> Certificate {
        read(&self.identity.cert_der)
    }

    fn open(&self, list: &ListTemplate) -> Result<TrustList, TrustListError> {
        self.open_bytes(list.sign(&self.identity).as_bytes())
    }

    fn open_bytes(&self, bytes: &[u8]) -> Result<TrustList, TrustListError> {
        TrustList::open(bytes, &[self.certificate()], now())
    }
}

/// A list with the CA of `pki` in this state since 2020.
fn listing(pki: &Pki, kind: &str, status: &str) -> ListTemplate {
    let certificates = [pki.intermediate.cert_der()];
    let state = StateTemplate::new(kind, status, "20200101000000Z", &certificates);
    ListTemplate::new(ISSUED).service(state)
}

fn at(year: i16) -> Time {
    Time::from_utc(year, 1, 1, 0, 0, 0).unwrap()
}

fn untrusted(opened: Result<TrustList, TrustListError>) -> SubIndication {
    match opened {
        Err(TrustListError::Untrusted { why }) => why,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_list_that_its_operator_signed_says_what_it_says() {
    let (operator, pki) = (Operator::new(), Pki::new(KeyKind::P256));
    let mut template = listing(&pki, "CA/QC", "granted");
    let other = ("https://lists.example/vn.xml", "application/vnd.etsi.tsl+xml");
    let signers = vec![operator.identity.cert_der.clone()];
    template.pointers.push((other.0.into(), other.1.into(), signers));
    template.pointers.push((other.0.into(), "application/pdf".into(), Vec::new()));
    let list = operator.open(&template).unwrap();
    let scheme = list.scheme();
    assert_eq!((scheme.version, scheme.sequence, scheme.territory.as_str()), (5, 7, "VN"));
    assert_eq!(scheme.issued.to_string(), "2026-09-01T00:00:00Z");
    assert!(scheme.next_update.is_some());
    assert_eq!(*list.signer(), operator.certificate());
    let pointers = list.pointers();
    assert_eq!(pointers[0].location, other.0);
    assert_eq!(pointers[0].signers, [operator.certificate()]);
    assert!(pointers[0].is_for_machines() && !pointers[1].is_for_machines());
    let service = &list.providers()[0].services[0];
    assert_eq!((service.name.as_str(), service.states.len()), ("Service", 1));
    assert_eq!(service.states[0].kind, ServiceKind::QualifiedCa);
    assert_eq!(list.unreadable(), 0);
}

#[test]
fn only_services_of_a_kind_in_good_standing_are_anchors() {
    let (operator, pki) = (Operator::new(), Pki::new(KeyKind::P256));
    for (kind, status, stands) in [
        ("CA/QC", "granted", true),
        ("CA/QC", "undersupervision", true),
        ("CA/QC", "withdrawn", false),
        ("CA/QC", "supervisionrevoked", false),
        ("CA/QC", "grantedorso", false),
        ("TSA/QTST", "granted", false),
        ("CA/QCx", "granted", false),
    ] {
        let list = operator.open(&listing(&pki, kind, status)).unwrap();
        let anchors = list.anchors(&[ServiceKind::QualifiedCa], now());
        assert_eq!(!anchors.is_empty(), stands, "{kind} {status}");
    }
    let list = operator.open(&listing(&pki, "TSA/QTST", "granted")).unwrap();
    // A CA that is listed for time-stamps would anchor everybody whom it certified.
    assert!(list.anchors(&ServiceKind::FOR_SIGNATURES, now()).is_empty());
}

#[test]
fn what_a_service_is_for_and_what_is_not_understood_count() {
    let (operator, pki) = (Operator::new(), Pki::new(KeyKind::P256));
    let stands = |change: &dyn Fn(StateTemplate) -> StateTemplate| {
        let mut list = listing(&pki, "CA/QC", "granted");
        list.services[0][0] = change(list.services[0][0].clone());
        let list = operator.open(&list).unwrap();
        !list.anchors(&[ServiceKind::QualifiedCa], now()).is_empty()
    };
    let extended = |text: &str| {
        let text = text.to_owned();
        move |state: StateTemplate| StateTemplate { extensions: text.clone(), ..state }
    };
    assert!(stands(&|state| state.used_for("ForeSignatures")));
    assert!(stands(&|state| state.used_for("ForWebSiteAuthentication").used_for("ForeSeals")));
    assert!(!stands(&|state| state.used_for("ForWebSiteAuthentication")));
    let unknown = "<x:New xmlns:x=\"urn:x\">1</x:New></Extension>";
    assert!(stands(&extended(&format!("<Extension Critical=\"false\">{unknown}"))));
    assert!(!stands(&extended(&format!("<Extension Critical=\"true\">{unknown}"))));
    assert!(!stands(&extended("<Extension Critical=\"true\"></Extension>")));
}

#[test]
fn a_service_stands_as_it_stood_at_the_time_asked() {
    let (operator, pki) = (Operator::new(), Pki::new(KeyKind::P256));
    let ca = [pki.intermediate.cert_der()];
    let state = |status, since: &str| StateTemplate::new("CA/QC", status, since, &ca);
    let mut list = ListTemplate::new(ISSUED);
    let granted = StateTemplate { certificates: Vec::new(), ..state("granted", "20220101000000Z") };
    list.services.push(vec![
        state("withdrawn", "20240101000000Z"),
        granted,
        state("supervisionceased", "20210101000000Z"),
    ]);
    let list = operator.open(&list).unwrap();
    for (year, stands) in [(2020, false), (2021, false), (2022, true), (2023, true), (2024, false)]
    {
        let anchors = list.anchors(&[ServiceKind::QualifiedCa], at(year));
        assert_eq!(!anchors.is_empty(), stands, "{year}");
    }
}

#[test]
fn a_past_state_brings_no_other_key() {
    let (operator, pki) = (Operator::new(), Pki::new(KeyKind::P256));
    let mut list = listing(&pki, "CA/QC", "granted");
    let stranger = Pki::new(KeyKind::P256);
    let other = [stranger.intermediate.cert_der()];
    list.services[0].push(StateTemplate::new("CA/QC", "granted", "20100101000000Z", &other));
    let anchors = operator.open(&list).unwrap().anchors(&[ServiceKind::QualifiedCa], now());
    assert_eq!(anchors.certificates(), [read(pki.intermediate.cert_der())]);
}

#[test]
fn nobody_but_a_named_signer_signs_a_list() {
    let (operator, pki) = (Operator::new(), Pki::new(KeyKind::P256));
    let list = listing(&pki, "CA/QC", "granted");
    let signed = list.sign(&operator.identity);
    assert!(operator.open_bytes(signed.as_bytes()).is_ok());
    let none = SubIndication::NoCertificateChainFound;
    assert_eq!(untrusted(TrustList::open(signed.as_bytes(), &[], now())), none);
    assert_eq!(untrusted(Operator::new().open_bytes(signed.as_bytes())), none);
    // The CA of the signer is not the signer.
    let ca = [read(operator.pki.intermediate.cert_der()), read(operator.pki.root.cert_der())];
    let opened = TrustList::open(signed.as_bytes(), &ca, now());
    assert!(matches!(opened, Err(TrustListError::OtherSigner)), "{opened:?}");
    let unsigned = operator.open_bytes(list.unsigned().as_bytes());
    assert!(matches!(unsigned, Err(TrustListError::Unsigned)), "{unsigned:?}");
    let twin = operator.pki.twin().issue(KeyKind::P256, &Operator::template());
    assert_eq!(untrusted(operator.open_bytes(list.sign(&twin).as_bytes())), none);
}

#[test]
fn a_signer_whose_certificate_ended_signs_no_list() {
    let operator = Operator::new();
    let ended = operator.pki.issue(KeyKind::P256, &Operator::template().expired());
    let signed = ListTemplate::new(ISSUED).sign(&ended);
    let opened = TrustList::open(signed.as_bytes(), &[read(&ended.cert_der)], now());
    assert!(matches!(opened, Err(TrustListError::Untrusted { .. })), "{opened:?}");
}

#[test]
fn a_list_that_is_overdue_or_closed_or_from_the_future_is_not_used() {
    let operator = Operator::new();
    let mut list = ListTemplate::new("20260101000000Z");
    let opened = operator.open(&list);
    assert!(matches!(opened, Err(TrustListError::Overdue { .. })), "{opened:?}");
    list.next_update = None;
    assert!(matches!(operator.open(&list), Err(TrustListError::Closed { .. })));
    let future = operator.open(&ListTemplate::new("20270601000000Z"));
    assert!(matches!(future, Err(TrustListError::FromTheFuture { .. })), "{future:?}");
    let mut list = ListTemplate::new(ISSUED);
    list.version = 4;
    assert!(matches!(operator.open(&list), Err(TrustListError::Version { found: 4 })));
    list.version = 6;
    assert!(operator.open(&list).is_ok());
}

#[test]
fn what_is_not_signed_gives_no_anchor() {
    let (operator, pki) = (Operator::new(), Pki::new(KeyKind::P256));
    let signed = listing(&pki, "CA/QC", "granted").sign(&operator.identity);
    let evil = listing(&Pki::new(KeyKind::P256), "CA/QC", "granted").unsigned();
    let end = "</TrustServiceStatusList>";
    let body = |list: &str| {
        let from = list.find("<TrustServiceProviderList>").unwrap();
        list[from..list.rfind(end).unwrap()].to_owned()
    };
    let forged = [
        // More content beside the signed one, after and before it.
        signed.replace(end, &format!("{}{end}", body(&evil))),
        signed.replacen("<SchemeInformation>", &format!("{}<SchemeInformation>", body(&evil)), 1),
        // The signed list inside another.
        evil.replace(end, &format!("{signed}{end}")),
        // Another service in the place of the listed one.
        signed.replacen("withdrawn", "granted", 1).replacen("granted", "withdrawn", 1),
        // The signature under another name, over what it covered.
        signed.replacen("TrustServiceStatusList ", "TrustServiceStatusLis ", 1),
    ];
    for (number, forged) in forged.iter().enumerate() {
        let opened = operator.open_bytes(forged.as_bytes());
        assert!(opened.is_err(), "forgery {number}: {opened:?}");
    }
    // Where a turned bit changes nothing that is signed, the list says what it said.
    let sound = operator.open_bytes(signed.as_bytes()).unwrap();
    let mut refused = 0;
    for position in (0..signed.len()).step_by(7) {
        match operator.open_bytes(&flip(signed.as_bytes(), position)) {
            Ok(list) => assert_eq!(list, sound, "byte {position}"),
            Err(_) => refused += 1,
        }
    }
    assert!(refused > signed.len() / 7 * 9 / 10, "{refused} of {}", signed.len() / 7);
}

#[test]
fn what_stands_there_twice_or_not_at_all_is_refused_even_signed() {
    let operator = Operator::new();
    let mut list = ListTemplate::new(ISSUED);
    let mut state = StateTemplate::new("CA/QC", "granted", ISSUED, &[]);
    state.extensions = "</ServiceInformationExtensions><ServiceInformationExtensions>".into();
    list.services.push(vec![state]);
    let opened = operator.open(&list);
    let element = "ServiceInformationExtensions";
    let twice = matches!(opened, Err(TrustListError::Malformed { element: e, .. }) if e == element);
    assert!(twice, "{opened:?}");
    for bytes in [&b"%PDF-1.7"[..], b"<a/>", b"", b"<TrustServiceStatusList/>"] {
        assert!(operator.open_bytes(bytes).is_err());
    }
}

#[test]
fn documents_are_trusted_by_a_list_and_no_longer_once_a_service_is_withdrawn() {
    let (operator, pki) = (Operator::new(), Pki::new(KeyKind::P256));
    let signed = sign(&pdf(PdfKind::Classic), &pki);
    for (status, passes) in [("granted", true), ("withdrawn", false)] {
        let list = operator.open(&listing(&pki, "CA/QC", status)).unwrap();
        let policy = Policy::baseline(list.anchors(&ServiceKind::FOR_SIGNATURES, now()));
        let report = verify(&signed, &policy);
        let passed = matches!(report.conclusion(), Conclusion::Passed(_));
        assert_eq!(passed, passes, "{status}: {report:#?}");
    }
}
