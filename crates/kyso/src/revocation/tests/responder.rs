//! Delegated OCSP responders whose own status is asked for (RFC 6960 §4.2.2.2.1).

use kyso_testkit::evidence::{CertStatus, CrlScope, CrlTemplate, OcspTemplate, Reason};
use kyso_testkit::pki::{Dn, Extension, Identity, KeyKind, Template};

use super::{AT, World, time, world};
use crate::revocation::{RevocationAnswer, Why};
use crate::x509::OcspResponse;

/// Published after [`AT`], so that it may speak of it.
const LIST: &str = "20261122090000Z";

/// A world in which a responder with this certificate says of the signer's what `status` says.
fn answered(status: CertStatus, change: impl FnOnce(&mut Template)) -> (World, Identity) {
    let mut world = world();
    world.now = time("20261201000000Z");
    let mut template = Template::ocsp_responder(Dn::new().cn("OCSP"));
    template.extensions.clear();
    change(&mut template);
    let responder = world.pki.issue(KeyKind::P256, &template);
    let authority = &world.pki.intermediate;
    let ocsp = OcspTemplate::new(AT).status(&world.pki.signer.cert_der, authority, status);
    world.evidence.add_ocsp(OcspResponse::parse(&ocsp.by_delegate(&responder)).unwrap());
    (world, responder)
}

/// Where the status of the responder is, and of nobody else.
const PLACE: &str = "http://ca.example/ocsp.crl";

fn named(template: &mut Template) {
    template.crl_urls = vec![PLACE.into()];
}

/// The list at [`PLACE`], with the responder on it or not.
fn list(world: &mut World, responder: &Identity, revoked: Option<(&str, Reason)>) {
    let scope = CrlScope { urls: vec![PLACE.into()], ..CrlScope::default() };
    let mut list = CrlTemplate::new(LIST).scope(scope);
    if let Some((at, reason)) = revoked {
        list = list.revoke(&responder.cert_der, at, reason);
    }
    world.crl(&list);
}

fn first_why(world: &World) -> Why {
    match world.status() {
        RevocationAnswer::Unknown { rejected } => rejected[0].why.clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn one_that_names_no_source_is_believed_and_so_is_one_that_need_not_be_asked_about() {
    assert!(answered(CertStatus::Good, |_| ()).0.good());
    let no_check = |template: &mut Template| {
        named(template);
        template.extensions.push(Extension::ocsp_nocheck());
    };
    assert!(answered(CertStatus::Good, no_check).0.good());
}

#[test]
fn one_that_names_a_source_is_believed_once_that_says_good() {
    let (mut world, responder) = answered(CertStatus::Good, named);
    assert_eq!(first_why(&world), Why::ResponderNotChecked);
    list(&mut world, &responder, None);
    let RevocationAnswer::Good { sources } = world.status() else { panic!("good") };
    let [list] = sources[0].of_signer.as_slice() else { panic!("one list") };
    assert_eq!(list.digest, world.evidence.crls[0].fingerprint_sha256());
}

#[test]
fn a_revoked_one_is_not_believed_whatever_it_said_before() {
    for (at, reason) in [
        ("20261121000000Z", Reason::Superseded),
        ("20261121000000Z", Reason::KeyCompromise),
        ("20261122083000Z", Reason::KeyCompromise),
    ] {
        for status in [CertStatus::Good, CertStatus::Revoked { at: AT.into(), reason: None }] {
            let (mut world, responder) = answered(status, named);
            list(&mut world, &responder, Some((at, reason)));
            assert_eq!(first_why(&world), Why::ResponderRevoked { time: time(at) });
        }
    }
}

#[test]
fn an_orderly_end_leaves_earlier_answers_standing() {
    let (mut world, responder) = answered(CertStatus::Good, named);
    list(&mut world, &responder, Some(("20261122083000Z", Reason::Superseded)));
    assert!(world.good());
}

#[test]
fn a_revocation_said_by_one_that_is_not_checked_stands() {
    let (world, _) =
        answered(CertStatus::Revoked { at: "20261120000000Z".into(), reason: None }, named);
    assert!(world.revoked().is_some());
}

#[test]
fn one_does_not_vouch_for_itself() {
    let (mut world, responder) = answered(CertStatus::Good, named);
    let authority = &world.pki.intermediate;
    let own = OcspTemplate::new(AT).status(&responder.cert_der, authority, CertStatus::Good);
    let own = OcspResponse::parse(&own.by_delegate(&responder)).unwrap();
    world.evidence.add_ocsp(own);
    assert_eq!(first_why(&world), Why::ResponderNotChecked);
}
