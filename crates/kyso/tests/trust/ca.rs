//! CAs of which there is more than one certificate, and anchors with an end that was said first.

use kyso::report::SubIndication;
use kyso::trust::{
    Addition, AnchorTerms, Fingerprint, StoreState, StoredRole, TrustDomain, TrustStore,
};
use kyso::x509::Certificate;
use kyso::{Policy, Time, TrustAnchors};
use kyso_testkit::{Authority, Dn, Key, KeyKind, Pki, Template};

use crate::common::{now, pki, verify};
use crate::{anchors, assert_passed, assert_undecided, found, signed_by};

fn domain(name: &str) -> TrustDomain {
    name.parse().unwrap()
}

fn of(der: &[u8]) -> Certificate {
    Certificate::from_der(der).unwrap()
}

/// Another root, and what it says of the intermediate CA of `pki`: the same name and key.
fn crossed(pki: &Pki) -> (Authority, Certificate) {
    let name = Dn::new().c("VN").cn("Another root");
    let root = Authority::root(Key::slot(KeyKind::P256, 900), &Template::authority(name));
    let intermediate = &pki.intermediate;
    let template = Template::authority(intermediate.name.clone());
    let cross = root.subordinate(intermediate.key.clone(), &template);
    let cross = of(cross.cert_der());
    assert_ne!(cross, of(intermediate.cert_der()));
    (root, cross)
}

#[test]
fn an_anchor_that_does_not_count_may_stand_below_one_that_does() {
    let pki = pki();
    let signed = signed_by(&pki.signer);
    let below = of(pki.intermediate.cert_der());
    let both = |root: Option<&str>, intermediate: &str| {
        let mut both = TrustAnchors::new();
        both.add_under(below.clone(), AnchorTerms::of_domain(domain(intermediate)));
        let terms = root.map(|name| AnchorTerms::of_domain(domain(name)));
        for root in anchors(&pki).certificates() {
            both.add_under(root.clone(), terms.clone().unwrap_or_default());
        }
        both
    };
    let asks = |anchors| Policy::baseline(anchors).with_trust_domains(vec![domain("cong-vu")]);
    let report = verify(&signed, &asks(both(Some("cong-vu"), "system")));
    assert_passed(&report);
    assert_eq!(report.signatures[0].trust_domain.as_deref(), Some("cong-vu"));
    // The nearer one, where both would do.
    let report = verify(&signed, &Policy::baseline(both(Some("cong-vu"), "system")));
    assert_eq!(report.signatures[0].trust_domain.as_deref(), Some("system"));
    for root in [Some("system"), None] {
        let report = verify(&signed, &asks(both(root, "system")));
        assert_undecided(&report, SubIndication::ChainConstraintsFailure);
    }
    // What trust was withdrawn from leads nowhere, not even to an anchor above it.
    let mut withdrawn = both(Some("cong-vu"), "system");
    withdrawn.withdraw(&below, Some(now().plus(-1)));
    assert_undecided(&verify(&signed, &asks(withdrawn)), SubIndication::ChainConstraintsFailure);
}

#[test]
fn withdrawal_holds_for_the_name_and_the_key_of_a_ca() {
    let pki = pki();
    let (root, cross) = crossed(&pki);
    let signed = signed_by(&pki.signer);
    let judged = |anchors: TrustAnchors| {
        let policy = Policy::baseline(anchors).with_certificates(vec![cross.clone()]);
        verify(&signed, &policy)
    };
    let other = || {
        let mut other = TrustAnchors::new();
        other.add(of(root.cert_der()));
        other
    };
    assert_passed(&judged(other()));
    let own = of(pki.intermediate.cert_der());
    for until in [None, Some(now().plus(-1))] {
        let mut withdrawn = other();
        withdrawn.withdraw(&own, until);
        let report = judged(withdrawn);
        assert_undecided(&report, SubIndication::ChainConstraintsFailure);
        assert!(found(&report, "path-constraint-violated", "trust-withdrawn"), "{report:#?}");
    }
    // For what is older it stands; and so does another CA of the same name, or with the same key.
    let mut retired = other();
    retired.withdraw(&own, Some(now()));
    assert_passed(&judged(retired));
    let name = Template::authority(pki.intermediate.name.clone());
    let namesake = root.subordinate(Key::slot(KeyKind::P256, 901), &name);
    let template = Template::authority(Dn::new().cn("Another name"));
    let same_key = root.subordinate(pki.intermediate.key.clone(), &template);
    for harmless in [namesake, same_key] {
        let mut anchors = other();
        anchors.withdraw(&of(harmless.cert_der()), None);
        assert_passed(&judged(anchors));
    }
    // Whoever names this very certificate as an anchor means it.
    let mut explicit = other();
    explicit.withdraw(&own, None);
    explicit.add(cross.clone());
    assert_passed(&judged(explicit));
}

#[test]
fn an_end_may_be_said_when_an_anchor_is_added() {
    let folder = tempfile::tempdir().unwrap();
    let (pki, mut store) = (pki(), TrustStore::open(folder.path()).unwrap());
    let certificate = anchors(&pki).certificates()[0].clone();
    let addition = |until: Option<Time>| {
        let (role, domain) = (StoredRole::Anchor, domain("a"));
        Addition { certificate: certificate.clone(), role, domain, until }
    };
    let signed = signed_by(&pki.signer);
    let judged = |store: &TrustStore| verify(&signed, &Policy::baseline(store.anchors()));
    let (past, later) = (now().plus(-1), now().plus(60));
    assert_eq!(store.add(&[addition(Some(past))], now()).unwrap(), 1);
    assert_eq!(store.certificates()[0].state, StoreState::Retired { until: past });
    assert_eq!(store.certificates()[0].withdrawn, None);
    assert_undecided(&judged(&store), SubIndication::NoCertificateChainFoundNoPoe);
    // The same again is nothing new; another end is.
    assert_eq!(store.add(&[addition(Some(past))], now()).unwrap(), 0);
    assert_eq!(store.add(&[addition(Some(later))], now()).unwrap(), 1);
    let mut store = TrustStore::open(folder.path()).unwrap();
    assert_passed(&judged(&store));
    assert_eq!(store.anchors().terms_of(&certificate).unwrap().until, Some(later));
    assert_eq!(store.add(&[addition(None)], now()).unwrap(), 1);
    assert_eq!(store.certificates()[0].state, StoreState::Trusted);
    let fingerprint = Fingerprint::of(&certificate);
    assert_eq!(store.remove(&[fingerprint], None, None, now()).unwrap(), 1);
    assert!(store.anchors().is_empty());
}

#[test]
fn what_is_said_of_an_anchor_counts_before_what_others_say() {
    let pki = pki();
    let certificate = anchors(&pki).certificates()[0].clone();
    let system = || anchors(&pki).in_domain(&domain("system"));
    let mut terms = AnchorTerms::of_domain(domain("cong-vu"));
    terms.until = Some(now());
    let mut own = TrustAnchors::new();
    own.add_under(certificate.clone(), terms.clone());
    own.extend_new(system());
    assert_eq!(own.terms_of(&certificate), Some(&terms));
    let mut nobody = TrustAnchors::new();
    nobody.extend_new(system());
    let domain_of = |anchors: &TrustAnchors| anchors.terms_of(&certificate).unwrap().domain.clone();
    assert_eq!(domain_of(&nobody), Some(domain("system")));
    let mut withdrawn = TrustAnchors::new();
    withdrawn.withdraw(&certificate, None);
    withdrawn.extend_new(system());
    assert!(withdrawn.is_empty());
}
