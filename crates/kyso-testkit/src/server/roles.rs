//! Who signs what: authorities, delegates and their impostors.

use std::sync::OnceLock;

use super::urls::Urls;
use crate::evidence::Moment;
use crate::pki::{Authority, Dn, Identity, Key, Pki, Template};

/// RSA keys of these numbers belong to these roles, so that no impostor gets a true one's key.
mod slot {
    pub(super) const TSA: u32 = 12;
    pub(super) const RESPONDER: u32 = 13;
    pub(super) const CRL_SIGNER: u32 = 14;
    pub(super) const IMPOSTOR_TSA: u32 = 15;
    pub(super) const IMPOSTOR_RESPONDER: u32 = 16;
}

fn named(cn: &str) -> Dn {
    Dn::new().c("VN").o("Kyso Testkit").cn(cn)
}

/// An authority with those it delegates to.
#[derive(Clone)]
pub(super) struct Issuer {
    /// Its name in addresses: `root`, `issuing`.
    pub(super) name: String,
    pub(super) authority: Authority,
    pub(super) responder: Identity,
    responder_template: Template,
}

impl Issuer {
    fn new(name: &str, authority: &Authority) -> Self {
        let template = Template::ocsp_responder(named(&format!("Test OCSP {name}")));
        let key = Key::slot(authority.key.kind(), slot::RESPONDER);
        Self {
            name: name.into(),
            authority: authority.clone(),
            responder: authority.issue(key, &template),
            responder_template: template,
        }
    }

    /// Another certificate for the delegate from now on.
    pub(super) fn change_responder(&mut self, change: impl FnOnce(&mut Template)) {
        change(&mut self.responder_template);
        self.responder = self.responder_with(|_| ());
    }

    /// The delegate's key under a changed certificate.
    pub(super) fn responder_with(&self, change: impl FnOnce(&mut Template)) -> Identity {
        let mut template = self.responder_template.clone();
        change(&mut template);
        self.authority.issue(self.responder.key.clone(), &template)
    }
}

/// Everybody whom the services act for.
pub(super) struct Roles {
    pub(super) pki: Pki,
    pub(super) urls: Urls,
    pub(super) issuers: Vec<Issuer>,
    pub(super) tsa: Identity,
    tsa_template: Template,
    /// Signs the indirect CRL.
    pub(super) crl_signer: Identity,
    pub(super) crl_signer_name: Dn,
    impostor: OnceLock<Box<Impostor>>,
}

/// The same names and serial numbers with other keys.
pub(super) struct Impostor {
    pub(super) pki: Pki,
    pub(super) tsa: Identity,
    responder_key: Key,
}

impl Roles {
    pub(super) fn new(pki: &Pki, urls: &Urls) -> Self {
        let kind = pki.intermediate.key.kind();
        let mut tsa_template = Template::tsa(named("Test TSA"));
        urls.issuing(&mut tsa_template);
        let crl_signer_name = named("Test CRL Signer");
        let mut signer_template = Template::crl_signer(crl_signer_name.clone());
        urls.issuing(&mut signer_template);
        let issue =
            |number, template: &Template| pki.intermediate.issue(Key::slot(kind, number), template);
        Self {
            pki: pki.clone(),
            urls: urls.clone(),
            issuers: vec![
                Issuer::new("root", &pki.root),
                Issuer::new("issuing", &pki.intermediate),
            ],
            tsa: issue(slot::TSA, &tsa_template),
            tsa_template,
            crl_signer: issue(slot::CRL_SIGNER, &signer_template),
            crl_signer_name,
            impostor: OnceLock::new(),
        }
    }

    /// Made when first needed: RSA keys take seconds.
    pub(super) fn impostor(&self) -> &Impostor {
        self.impostor.get_or_init(|| {
            let pki = self.pki.twin();
            let kind = pki.intermediate.key.kind();
            let key = Key::slot(kind, slot::IMPOSTOR_TSA);
            Box::new(Impostor {
                tsa: pki.intermediate.issue(key, &self.tsa_template),
                responder_key: Key::slot(kind, slot::IMPOSTOR_RESPONDER),
                pki,
            })
        })
    }

    /// The impostor's delegate of this authority.
    pub(super) fn false_responder(&self, issuer: &Issuer) -> Identity {
        let impostor = self.impostor();
        let authority = impostor.authority(&issuer.name);
        authority.issue(impostor.responder_key.clone(), &issuer.responder_template)
    }

    /// The TSA's key under a changed certificate.
    pub(super) fn tsa_with(&self, change: impl FnOnce(&mut Template)) -> Identity {
        let mut template = self.tsa_template.clone();
        change(&mut template);
        self.pki.intermediate.issue(self.tsa.key.clone(), &template)
    }

    /// A new TSA: a fresh key when curves are used, and a certificate of this validity.
    pub(super) fn renew_tsa(&mut self, not_before: Moment, not_after: Moment) {
        let mut template = self.tsa_template.clone();
        template.serial = Template::bare(Dn::new()).serial;
        template = template.valid(&not_before.generalized(), &not_after.generalized());
        let key = Key::slot(self.tsa.key.kind(), slot::TSA);
        self.tsa = self.pki.intermediate.issue(key, &template);
        self.tsa_template = template;
        self.impostor = OnceLock::new();
    }

    pub(super) fn add_issuer(&mut self, name: &str, authority: &Authority) {
        self.issuers.retain(|issuer| issuer.name != name);
        self.issuers.push(Issuer::new(name, authority));
    }

    pub(super) fn issuer(&self, name: &str) -> Option<&Issuer> {
        self.issuers.iter().find(|issuer| issuer.name == name)
    }
}

impl Impostor {
    /// The one that plays the authority of this name.
    pub(super) fn authority(&self, name: &str) -> &Authority {
        if name == "root" { &self.pki.root } else { &self.pki.intermediate }
    }
}

/// Ends a validity a day before the clock.
pub(super) fn end(template: &mut Template, now: Moment) {
    template.not_after = now.plus_days(-1).generalized();
    if template.not_before > template.not_after {
        template.not_before = now.plus_days(-400).generalized();
    }
}
