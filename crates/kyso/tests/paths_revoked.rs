//! Paths and revocation together, through [`kyso::verify::PathValidator`]: another path where one
//! is revoked, signers of CRLs, and what weak signatures may say.

use kyso::report::{RevocationStatus, SubIndication};
use kyso::verify::{PathReport, PathValidator};
use kyso::x509::{Certificate, Crl};
use kyso::{Evidence, Policy, Time, TrustAnchors};
use kyso_testkit::evidence::{CrlTemplate, Reason, unknown_critical_extension};
use kyso_testkit::pki::{Authority, Dn, Hash, Identity, Key, KeyKind, SigAlg, Template};

/// The time judged, and of every CRL.
const NOW: &str = "20261122080000Z";

fn key() -> Key {
    Key::generate(KeyKind::P256)
}

fn root(name: &str) -> Authority {
    Authority::root(key(), &Template::authority(Dn::new().cn(name)))
}

fn read(der: &[u8]) -> Certificate {
    Certificate::from_der(der).expect("a certificate")
}

/// Anchors, certificates and CRLs around one signer, revocation being required.
struct World {
    anchors: TrustAnchors,
    evidence: Evidence,
}

impl World {
    fn trusting(roots: &[&Authority]) -> Self {
        let mut anchors = TrustAnchors::new();
        roots.iter().for_each(|root| anchors.add(read(root.cert_der())));
        Self { anchors, evidence: Evidence::new() }
    }

    fn certificate(mut self, der: &[u8]) -> Self {
        self.evidence.add_certificate(read(der));
        self
    }

    fn crl(mut self, der: Vec<u8>) -> Self {
        self.evidence.add_crl(Crl::parse(der).expect("a CRL"));
        self
    }

    fn judge(&self, signer: &Identity) -> PathReport {
        let policy = Policy::baseline(self.anchors.clone()).with_revocation_required();
        let now = Time::parse_rfc3339("2026-11-22T08:00:00Z").expect("a time");
        let validator = PathValidator::new(&policy).evidence(&self.evidence);
        validator.validate(&read(&signer.cert_der), now, now)
    }
}

fn crl() -> CrlTemplate {
    CrlTemplate::new(NOW)
}

fn person() -> Template {
    Template::signer(Dn::new().cn("Nguyễn Văn A"))
}

/// An authority with a certificate by each of two roots.
struct Cross {
    old: Authority,
    new: Authority,
    by_old: Authority,
    by_new: Authority,
    signer: Identity,
}

impl Cross {
    fn new() -> Self {
        let (old, new) = (root("Old root"), root("New root"));
        let key = key();
        let template = || Template::authority(Dn::new().cn("CA"));
        let by_old = old.subordinate(key.clone(), &template());
        let by_new = new.subordinate(key, &template());
        let signer = by_old.issue(self::key(), &person());
        Self { old, new, by_old, by_new, signer }
    }

    fn world(&self) -> World {
        World::trusting(&[&self.old, &self.new])
            .certificate(self.by_old.cert_der())
            .certificate(self.by_new.cert_der())
    }
}

#[test]
fn where_one_path_is_revoked_another_does() {
    let cross = Cross::new();
    let revoked = crl().revoke(cross.by_old.cert_der(), NOW, Reason::CaCompromise);
    let world = cross
        .world()
        .crl(revoked.issue(&cross.old))
        .crl(crl().issue(&cross.new))
        .crl(crl().issue(&cross.by_old));
    let report = world.judge(&cross.signer);
    let valid = report.conclusion.expect("the path by the new root");
    assert_eq!(valid.chain.anchor(), Some(&read(cross.new.cert_der())));
    assert_eq!(report.revocation, RevocationStatus::Good);
    assert_eq!(report.findings, []);
}

#[test]
fn where_every_path_is_revoked_the_first_says_why() {
    let cross = Cross::new();
    let by_old = crl().revoke(cross.by_old.cert_der(), NOW, Reason::CaCompromise);
    let by_new = crl().revoke(cross.by_new.cert_der(), NOW, Reason::CaCompromise);
    let world = cross
        .world()
        .crl(by_old.issue(&cross.old))
        .crl(by_new.issue(&cross.new))
        .crl(crl().issue(&cross.by_old));
    let report = world.judge(&cross.signer);
    assert_eq!(report.conclusion, Err(SubIndication::RevokedCaNoPoe));
    assert_eq!((report.revocation, report.findings.len()), (RevocationStatus::Revoked, 1));
}

#[test]
fn no_other_path_saves_a_revoked_signer() {
    let cross = Cross::new();
    let revoked = crl().revoke(&cross.signer.cert_der, NOW, Reason::KeyCompromise);
    let world = cross
        .world()
        .crl(crl().issue(&cross.old))
        .crl(crl().issue(&cross.new))
        .crl(revoked.issue(&cross.by_old));
    let report = world.judge(&cross.signer);
    assert_eq!(report.conclusion, Err(SubIndication::RevokedNoPoe));
}

#[test]
fn a_weak_signature_may_say_revoked_but_not_good() {
    let root = root("Root");
    let signer = root.issue(key(), &person());
    let weak = |mut template: CrlTemplate| {
        template.algorithm = Some(SigAlg::Ecdsa(Hash::Sha1));
        World::trusting(&[&root]).crl(template.issue(&root))
    };
    let report = weak(crl()).judge(&signer);
    assert_eq!(report.conclusion, Err(SubIndication::TryLater));
    let revoking = crl().revoke(&signer.cert_der, NOW, Reason::KeyCompromise);
    let report = weak(revoking).judge(&signer);
    assert_eq!(report.conclusion, Err(SubIndication::RevokedNoPoe));
    let report = weak(crl()).crl(crl().issue(&root)).judge(&signer);
    assert!(report.conclusion.is_ok());
}

#[test]
fn a_weak_delta_takes_nothing_back() {
    let root = root("Root");
    let signer = root.issue(key(), &person());
    let held = || {
        let mut template = crl().revoke(&signer.cert_der, NOW, Reason::CertificateHold);
        template.number = Some(5);
        World::trusting(&[&root]).crl(template.issue(&root))
    };
    let lifting = |algorithm| {
        let mut template = CrlTemplate::new("20261122080100Z").delta(5);
        template = template.revoke(&signer.cert_der, NOW, Reason::RemoveFromCrl);
        template.number = Some(6);
        template.algorithm = algorithm;
        template.issue(&root)
    };
    let report = held().crl(lifting(None)).judge(&signer);
    assert!(report.conclusion.is_ok(), "{report:?}");
    let report = held().crl(lifting(Some(SigAlg::Ecdsa(Hash::Sha1)))).judge(&signer);
    assert_eq!(report.conclusion, Err(SubIndication::TryLater));
}

/// The CRL of a CA is signed by another key of its name, which the same root certified.
#[test]
fn the_signer_of_a_crl_is_judged_itself() {
    let root = root("Root");
    let ca = root.subordinate(key(), &Template::authority(Dn::new().cn("CA")));
    let signer = ca.issue(key(), &person());
    let delegate = root.subordinate(key(), &Template::crl_signer(Dn::new().cn("CA")));
    let impostor = Authority::root(key(), &Template::crl_signer(Dn::new().cn("CA")));
    let world = |of_root: CrlTemplate, by: &Authority| {
        World::trusting(&[&root])
            .certificate(ca.cert_der())
            .certificate(by.cert_der())
            .crl(of_root.issue(&root))
            .crl(crl().issue(by))
    };
    let report = world(crl(), &delegate).judge(&signer);
    assert!(report.conclusion.is_ok());
    // The root's list is kept for the delegate too, the delegate with what it signed.
    assert_eq!(report.evidence.crls.len(), 2);
    assert!(report.evidence.certificates.contains(&read(delegate.cert_der())));
    let revoked = crl().revoke(delegate.cert_der(), NOW, Reason::KeyCompromise);
    for world in [world(revoked, &delegate), world(crl(), &impostor)] {
        assert_eq!(world.judge(&signer).conclusion, Err(SubIndication::TryLater));
    }
}

/// Nobody but the root says of the delegate that it is good, and nobody else is asked about that.
#[test]
fn what_shows_a_signer_of_crls_good_is_kept() {
    let (root, other) = (root("Root"), root("Other"));
    let ca = root.subordinate(key(), &Template::authority(Dn::new().cn("CA")));
    let signer = ca.issue(key(), &person());
    let above = root.subordinate(key(), &Template::authority(Dn::new().cn("Above")));
    let delegate = above.subordinate(key(), &Template::crl_signer(Dn::new().cn("CA")));
    let of_above = crl().issue(&above);
    let world = World::trusting(&[&root, &other])
        .certificate(ca.cert_der())
        .certificate(above.cert_der())
        .certificate(delegate.cert_der())
        .crl(crl().issue(&root))
        .crl(of_above.clone())
        .crl(crl().issue(&other))
        .crl(crl().issue(&delegate));
    let report = world.judge(&signer);
    assert!(report.conclusion.is_ok(), "{report:?}");
    assert!(report.evidence.crls.contains(&Crl::parse(of_above).unwrap()));
    assert_eq!(report.evidence.crls.len(), 3);
}

/// A key that the CA certified for its own name, to sign its CRLs: who stole that key would leave
/// it out of the list.
#[test]
fn a_signer_of_crls_does_not_vouch_for_itself() {
    let root = root("Root");
    let ca = root.subordinate(key(), &Template::authority(Dn::new().cn("CA")));
    let signer = ca.issue(key(), &person());
    let delegate = ca.subordinate(key(), &Template::crl_signer(Dn::new().cn("CA")));
    let world = || {
        World::trusting(&[&root])
            .certificate(ca.cert_der())
            .certificate(delegate.cert_der())
            .crl(crl().issue(&root))
            .crl(crl().issue(&delegate))
    };
    assert_eq!(world().judge(&signer).conclusion, Err(SubIndication::TryLater));
    // The CA's own list speaks of both.
    assert!(world().crl(crl().issue(&ca)).judge(&signer).conclusion.is_ok());
    let revoked = crl().revoke(delegate.cert_der(), NOW, Reason::KeyCompromise);
    assert!(world().crl(revoked.issue(&ca)).judge(&signer).conclusion.is_ok());
}

/// Where revocation need not be published, a signer of CRLs that names where it is must be shown
/// good there all the same, and no doubt may be left about one that names nothing.
#[test]
fn a_signer_of_crls_about_whom_nothing_is_known_is_not_believed() {
    let judge = |change: &dyn Fn(&mut Template), of_root: Option<CrlTemplate>| {
        let root = root("Root");
        let ca = root.subordinate(key(), &Template::authority(Dn::new().cn("CA")));
        let mut named = person();
        named.crl_urls = vec!["http://crl.example/ca.crl".into()];
        let signer = ca.issue(key(), &named);
        let mut template = Template::crl_signer(Dn::new().cn("CA"));
        change(&mut template);
        let delegate = root.subordinate(key(), &template);
        let mut world = World::trusting(&[&root])
            .certificate(ca.cert_der())
            .certificate(delegate.cert_der())
            .crl(crl().issue(&delegate));
        if let Some(of_root) = of_root {
            world = world.crl(of_root.issue(&root));
        }
        let policy = Policy::baseline(world.anchors.clone());
        let now = Time::parse_rfc3339("2026-11-22T08:00:00Z").expect("a time");
        let validator = PathValidator::new(&policy).evidence(&world.evidence);
        validator.validate(&read(&signer.cert_der), now, now).conclusion.map(|_| ())
    };
    let names = |t: &mut Template| t.crl_urls = vec!["http://crl.example/root.crl".into()];
    let mut doubtful = crl();
    doubtful.extensions.push(unknown_critical_extension());
    assert_eq!(judge(&|_| {}, None), Ok(()));
    assert_eq!(judge(&names, Some(crl())), Ok(()));
    assert_eq!(judge(&names, None), Err(SubIndication::TryLater));
    assert_eq!(judge(&|_| {}, Some(doubtful)), Err(SubIndication::TryLater));
}

/// A revocation counts from its own second on, and one of the future counts where nothing proves
/// that the signature came before.
#[test]
fn from_when_a_revocation_counts() {
    let root = root("Root");
    let signer = root.issue(key(), &person());
    let time = |text: &str| Time::parse_rfc3339(text).expect("a time");
    let now = time("2026-11-22T08:00:00Z");
    let judge = |revoked: &str, at: Time| {
        let list = crl().revoke(&signer.cert_der, revoked, Reason::KeyCompromise);
        let world = World::trusting(&[&root]).crl(list.issue(&root));
        let policy = Policy::baseline(world.anchors.clone());
        let validator = PathValidator::new(&policy).evidence(&world.evidence);
        validator.validate(&read(&signer.cert_der), at, now).conclusion.map(|_| ())
    };
    let at = time("2026-11-22T07:00:00Z");
    assert_eq!(judge("20261122070001Z", at), Ok(()));
    assert_eq!(judge("20261122070000Z", at), Err(SubIndication::RevokedNoPoe));
    assert_eq!(judge("20261122090000Z", now), Err(SubIndication::RevokedNoPoe));
}
