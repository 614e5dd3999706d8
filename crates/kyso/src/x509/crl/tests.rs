//! CRLs minted by the testkit, read and looked up; odd, broken and very large ones.

use kyso_testkit::der;
use kyso_testkit::evidence::{
    CrlEntry, CrlScope, CrlTemplate, Moment, Reason, reason_flag, unknown_critical_extension,
};
use kyso_testkit::pki::{Dn, Extension, KeyKind, Pki};

use super::{Crl, CrlError};
use crate::cms::BerError;
use crate::x509::{Certificate, Name, RevocationReason};

const AT: &str = "20261122080000Z";

fn pki() -> Pki {
    Pki::new(KeyKind::P256)
}

fn issuer(pki: &Pki) -> Certificate {
    Certificate::from_der(pki.intermediate.cert_der()).unwrap()
}

fn name(dn: &Dn) -> Name {
    Name::from_der(&dn.to_der()).unwrap()
}

#[test]
fn every_field_is_read() {
    let pki = pki();
    let mut template = CrlTemplate::new(AT).delta(300).scope(CrlScope {
        urls: vec!["http://ca.example/1.crl".into()],
        only_user: true,
        only_some_reasons: Some(reason_flag::KEY_COMPROMISE | reason_flag::AA_COMPROMISE),
        ..CrlScope::default()
    });
    template.freshest_urls = vec!["http://ca.example/delta.crl".into()];
    template.expired_certs_from = Some(Moment::from("20100101000000Z"));
    let der = template.issue(&pki.intermediate);
    let crl = Crl::parse(der.clone()).unwrap();
    assert_eq!(crl.der(), der);
    assert!(crl.issuer().matches(issuer(&pki).subject()));
    assert_eq!(crl.this_update().to_string(), "2026-11-22T08:00:00Z");
    assert_eq!(crl.next_update().unwrap().to_string(), "2026-11-29T08:00:00Z");
    assert_eq!((crl.number(), crl.delta_base()), (Some(&[1, 45][..]), Some(&[1, 44][..])));
    let scope = crl.issuing_distribution_point().unwrap();
    let reasons = scope.only_some_reasons.unwrap();
    assert!(scope.only_user && !scope.only_ca && !scope.indirect && !scope.only_attribute);
    assert!(reasons.has(1) && reasons.has(8) && !reasons.has(2));
    let names = scope.name.as_ref().unwrap().names(crl.issuer());
    assert_eq!(names.urls, ["http://ca.example/1.crl"]);
    assert_eq!(crl.freshest_crl().unwrap().unwrap()[0].urls, ["http://ca.example/delta.crl"]);
    assert_eq!(crl.expired_certs_from().unwrap().to_string(), "2010-01-01T00:00:00Z");
    assert_eq!(
        crl.authority_key_id().unwrap().unwrap().key_id,
        issuer(&pki).subject_key_id().unwrap()
    );
    assert!(crl.critical_unknown().is_empty());
}

#[test]
fn entries_are_found_with_reason_and_dates() {
    let pki = pki();
    let mut entry = CrlEntry::serial(&[0x12, 0x34], AT, Some(Reason::KeyCompromise));
    entry.invalid_since = Some(Moment::from("20261101000000Z"));
    let crl = CrlTemplate::new(AT)
        .entry(CrlEntry::serial(&[5], AT, None))
        .entry(entry)
        .issue(&pki.intermediate);
    let crl = Crl::parse(crl).unwrap();
    let issuer = crl.issuer().clone();
    let found = crl.lookup(&issuer, &[0, 0x12, 0x34]).unwrap().unwrap();
    assert_eq!(found.revocation_date.to_string(), "2026-11-22T08:00:00Z");
    assert_eq!(found.reason, Some(RevocationReason::KeyCompromise));
    assert_eq!(found.invalidity_date.unwrap().to_string(), "2026-11-01T00:00:00Z");
    assert_eq!(crl.lookup(&issuer, &[5]).unwrap().unwrap().reason, None);
    assert_eq!(crl.lookup(&issuer, &[6]).unwrap(), None);
    assert_eq!(crl.entry_count(), 2);
}

#[test]
fn a_revocation_goes_before_its_removal() {
    let pki = pki();
    let entry = |reason| CrlEntry::serial(&[5], AT, Some(reason));
    let order = [
        [Reason::RemoveFromCrl, Reason::KeyCompromise],
        [Reason::KeyCompromise, Reason::RemoveFromCrl],
    ];
    for [first, second] in order {
        let der =
            CrlTemplate::new(AT).entry(entry(first)).entry(entry(second)).issue(&pki.intermediate);
        let crl = Crl::parse(der).unwrap();
        let found = crl.lookup(&crl.issuer().clone(), &[5]).unwrap().unwrap();
        assert_eq!(found.reason, Some(RevocationReason::KeyCompromise));
    }
}

#[test]
fn entries_of_an_indirect_list_belong_to_the_issuer_named_last() {
    let pki = pki();
    let (a, b) = (Dn::new().cn("A"), Dn::new().cn("B"));
    let indirect = CrlScope { indirect: true, ..CrlScope::default() };
    let serial = |n| CrlEntry::serial(&[n], AT, None);
    let template = CrlTemplate::new(AT)
        .scope(indirect)
        .entry(serial(1))
        .entry(serial(2).issued_by(&a))
        .entry(serial(3))
        .entry(serial(4).issued_by(&b))
        .entry(serial(5).issued_by(&a));
    let crl = Crl::parse(template.issue(&pki.intermediate)).unwrap();
    assert!(crl.critical_unknown().is_empty());
    let found = |name: &Name| -> Vec<u8> {
        (1..=5).filter(|n| crl.lookup(name, &[*n]).unwrap().is_some()).collect()
    };
    assert_eq!(found(crl.issuer()), [1]);
    assert_eq!(found(&name(&a)), [2, 3, 5]);
    assert_eq!(found(&name(&b)), [4]);
}

#[test]
fn what_cannot_be_processed_is_known_from_the_start() {
    let pki = pki();
    let mut list = CrlTemplate::new(AT);
    list.extensions.push(unknown_critical_extension());
    let mut entry = CrlEntry::serial(&[1], AT, Some(Reason::Superseded));
    entry.extensions.push(unknown_critical_extension());
    let other_issuer = CrlEntry::serial(&[1], AT, None).issued_by(&Dn::new().cn("A"));
    let harmless = Extension::new("2.999.3", false, der::null());
    let mut known = CrlEntry::serial(&[1], AT, None);
    known.extensions.push(harmless);
    let unknown = |template: CrlTemplate| {
        Crl::parse(template.issue(&pki.intermediate)).unwrap().critical_unknown().len()
    };
    assert_eq!(unknown(list), 1);
    assert_eq!(unknown(CrlTemplate::new(AT).entry(entry)), 1);
    // certificateIssuer means nothing in a list that is not indirect.
    assert_eq!(unknown(CrlTemplate::new(AT).entry(other_issuer)), 1);
    assert_eq!(unknown(CrlTemplate::new(AT).entry(known)), 0);
}

#[test]
fn signatures_hold_with_the_issuers_key_alone() {
    let pki = pki();
    let mut template = CrlTemplate::new(AT);
    let good = Crl::parse(template.issue(&pki.intermediate)).unwrap();
    assert_eq!(good.verify_signed_by(&issuer(&pki)), Ok(()));
    assert!(good.verify_signed_by(&issuer(&pki.twin())).is_err());
    template.wrong_signature = true;
    let wrong = Crl::parse(template.issue(&pki.intermediate)).unwrap();
    assert!(wrong.verify_signed_by(&issuer(&pki)).is_err());
}

#[test]
fn open_lengths_become_the_der_that_was_signed() {
    let pki = pki();
    let der = CrlTemplate::new(AT).revoke(&pki.signer.cert_der, AT, Reason::Superseded);
    let der = der.issue(&pki.intermediate);
    let ber = der::indefinite(0x30, &[der::content(&der).to_vec()]);
    let crl = Crl::parse(ber).unwrap();
    assert_eq!(crl.der(), der);
    assert_eq!(crl.verify_signed_by(&issuer(&pki)), Ok(()));
}

#[test]
fn broken_lists_are_errors_and_never_panics() {
    let pki = pki();
    let scope =
        CrlScope { indirect: true, urls: vec!["http://ca.example/".into()], ..CrlScope::default() };
    let entry = CrlEntry::serial(&[7; 20], AT, Some(Reason::Superseded));
    let mut template = CrlTemplate::new(AT).delta(1).scope(scope);
    template = template.entry(entry.clone()).entry(entry.issued_by(&Dn::new().cn("A")));
    let der = template.issue(&pki.intermediate);
    let issuer = issuer(&pki);
    for end in 0..der.len() {
        assert!(Crl::parse(&der[..end]).is_err(), "cut at {end}");
    }
    for at in 0..der.len() {
        for bit in 0..8 {
            let mut flipped = der.clone();
            flipped[at] ^= 1 << bit;
            if let Ok(crl) = Crl::parse(flipped) {
                let _ = crl.lookup(issuer.subject(), &[7; 20]);
                let _ = (crl.authority_key_id(), crl.freshest_crl());
                assert!(crl.verify_signed_by(&issuer).is_err(), "bit {bit} of byte {at}");
            }
        }
    }
    let long = [der.as_slice(), &[0]].concat();
    let offset = der.len() as u64;
    assert_eq!(Crl::parse(long).unwrap_err(), CrlError::Asn1(BerError::LeftOver { offset }));
}

#[test]
fn a_list_of_260_000_entries_is_scanned() {
    let pki = pki();
    let mut template =
        CrlTemplate::new(AT).revoke(&pki.signer.cert_der, AT, Reason::CessationOfOperation);
    template.filler = 260_000;
    let der = template.issue(&pki.intermediate);
    let len = der.len();
    assert!(len > 12_700_000);
    let (pointer, start) = (der.as_ptr(), std::time::Instant::now());
    let crl = Crl::parse(der).unwrap();
    let parsed = start.elapsed();
    let signer = Certificate::from_der(&pki.signer.cert_der).unwrap();
    let issuer = signer.issuer();
    let found = crl.lookup(issuer, signer.serial()).unwrap();
    let looked_up = start.elapsed() - parsed;
    eprintln!("{len} bytes: parse {parsed:?}, lookup {looked_up:?}");
    assert_eq!(found.unwrap().reason, Some(RevocationReason::CessationOfOperation));
    assert_eq!(crl.der().as_ptr(), pointer, "the bytes were copied");
    assert_eq!(crl.entry_count(), 260_001);
    for n in [0, 130_000, 259_999] {
        assert!(crl.lookup(issuer, &CrlTemplate::filler_serial(n)).unwrap().is_some());
    }
    assert_eq!(crl.lookup(issuer, &CrlTemplate::filler_serial(260_000)).unwrap(), None);
}
