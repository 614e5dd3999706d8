//! A PKI with its services, and PDF signatures that carry content time-stamps.

use kyso::cms::{AttributesTemplate, signed_attributes};
use kyso::pdf::Dictionary;
use kyso::report::{Finding, StampKind};
use kyso::{Conclusion, Credential, DigestAlgorithm, Document, Policy, Report, Time, Verifier};
use kyso_testkit::der::{content, oid, seq, set_of, tlv};
use kyso_testkit::evidence::TokenTemplate;
use kyso_testkit::pdf::{PdfKind, pdf};
use kyso_testkit::server::Services;
use kyso_testkit::{Hash, Identity, Pki};

use crate::by_hand::{sign_by_hand, with_attributes};
use crate::common::{credential, policy};
use crate::services::{Client, generalized, long_lived};

/// 8:00 on 22 November.
pub(crate) fn at(year: i16) -> Time {
    Time::from_utc(year, 11, 22, 8, 0, 0).unwrap()
}

/// The signer's certificate ends in 2028, all others in 2099.
pub(crate) struct World {
    pub(crate) services: Services,
    pub(crate) pki: Pki,
    pub(crate) client: Client,
    pub(crate) signer: Credential,
    pub(crate) policy: Policy,
}

impl World {
    pub(crate) fn new() -> Self {
        let services = Services::start().unwrap();
        let pki = long_lived(&services);
        let client = Client::new(services.urls().tsa());
        let (signer, policy) = (credential(&pki.signer), policy(&pki));
        let world = Self { services, pki, client, signer, policy };
        world.clock(at(2026));
        world
    }

    pub(crate) fn clock(&self, now: Time) {
        self.services.set_time(generalized(now).as_str());
    }

    pub(crate) fn revoke_signer(&self, time: Time) {
        self.services.revoke(&self.pki.signer.cert_der, generalized(time).as_str(), None);
    }

    /// A token over `hash` of the authority.
    pub(crate) fn token(&self, hash: &[u8], time: Time) -> Vec<u8> {
        self.template(hash, time).sign(&self.services.tsa())
    }

    pub(crate) fn template(&self, hash: &[u8], time: Time) -> TokenTemplate {
        TokenTemplate::new(Hash::Sha256, hash, generalized(time).as_str())
    }

    /// A PDF signed with one content time-stamp of this time.
    pub(crate) fn stamped(&self, time: Time) -> Vec<u8> {
        self.stamped_by(&self.services.tsa(), time, |template| template)
    }

    /// The same by another authority, or with another token.
    pub(crate) fn stamped_by(
        &self,
        tsa: &Identity,
        time: Time,
        change: impl FnOnce(TokenTemplate) -> TokenTemplate,
    ) -> Vec<u8> {
        let tokens = |hash: &[u8]| vec![change(self.template(hash, time)).sign(tsa)];
        self.signed_with(&self.signer, &|_| {}, tokens)
    }

    /// A PDF signed with these content time-stamps, made of the SHA-256 of what it covers.
    pub(crate) fn signed_with(
        &self,
        signer: &Credential,
        change: &dyn Fn(&mut Dictionary),
        tokens: impl FnOnce(&[u8]) -> Vec<Vec<u8>>,
    ) -> Vec<u8> {
        let (start, mut covered) = (pdf(PdfKind::Classic), Vec::new());
        sign_by_hand(&start, DigestAlgorithm::Sha256, change, |digest| {
            covered = digest.as_bytes().to_vec();
            seq(&[])
        });
        let stamps = tokens(&covered).into_iter();
        let attribute = |token| seq(&[oid("1.2.840.113549.1.9.16.2.20"), set_of(&[token])]);
        let stamps = stamps.flat_map(attribute).collect::<Vec<_>>();
        let algorithm = signer.algorithms()[0];
        sign_by_hand(&start, algorithm.digest(), change, |digest| {
            let template = AttributesTemplate::pades(digest, &signer.chain()[0], algorithm);
            let attributes = signed_attributes(&template).unwrap();
            let members = [content(&attributes), &stamps].concat();
            with_attributes(signer, digest, &tlv(0x31, &members))
        })
    }

    /// What `bytes` become once a document time-stamp of this time is added.
    pub(crate) fn proven(&self, bytes: &[u8], time: Time) -> Vec<u8> {
        self.clock(time);
        let document = Document::from_bytes(bytes).unwrap();
        document.timestamp(&self.client, None).unwrap().to_bytes().unwrap()
    }

    /// With the services at hand.
    pub(crate) fn verify(&self, bytes: &[u8], now: Time) -> Report {
        self.verify_by(bytes, now, &self.policy)
    }

    pub(crate) fn verify_by(&self, bytes: &[u8], now: Time, policy: &Policy) -> Report {
        self.clock(now);
        let document = Document::from_bytes(bytes).unwrap();
        Verifier::new(policy).source(&self.client).verify(&document, now)
    }
}

/// The verdict on the first signature.
pub(crate) fn first(report: &Report) -> &Conclusion {
    &report.signatures[0].conclusion
}

#[track_caller]
pub(crate) fn assert_passed(report: &Report) {
    assert!(matches!(first(report), Conclusion::Passed(_)), "{report:#?}");
}

/// Kind of the time-stamps in the first signature, and whether they hold.
pub(crate) fn stamps(report: &Report) -> Vec<(StampKind, bool)> {
    report.signatures[0].timestamps.iter().map(|stamp| (stamp.kind, stamp.holds)).collect()
}

/// The findings on the first signature with this code.
pub(crate) fn found<'r>(report: &'r Report, code: &str) -> Vec<&'r Finding> {
    report.signatures[0].findings.iter().filter(|one| one.code.name() == code).collect()
}
