//! The addresses of the services, and how they get into certificates.

use std::net::SocketAddr;

use crate::evidence::indirect_distribution_point;
use crate::pki::{Builder, Dn, Template};

/// Where the services are.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Urls {
    base: String,
}

impl Urls {
    pub(super) fn new(address: SocketAddr) -> Self {
        Self { base: format!("http://{address}") }
    }

    /// Any address: `at("/tsa/second")`.
    #[must_use]
    pub fn at(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    /// The time-stamping authority. Every address below it is one too, so that faults can differ.
    #[must_use]
    pub fn tsa(&self) -> String {
        self.at("/tsa")
    }

    /// The OCSP responder.
    #[must_use]
    pub fn ocsp(&self) -> String {
        self.at("/ocsp")
    }

    /// The CRL of an authority: `root`, `issuing`; `indirect` speaks for both.
    #[must_use]
    pub fn crl(&self, name: &str) -> String {
        self.at(&format!("/crl/{name}.crl"))
    }

    /// The certificate of an authority, DER: `root`, `issuing`, `tsa`.
    #[must_use]
    pub fn cer(&self, name: &str) -> String {
        self.at(&format!("/aia/{name}.cer"))
    }

    /// The certificate of an authority and those above it as certs-only CMS.
    #[must_use]
    pub fn p7c(&self, name: &str) -> String {
        self.at(&format!("/aia/{name}.p7c"))
    }

    /// Points a certificate to the services of the authority of this name.
    pub fn point(&self, template: &mut Template, issuer: &str) {
        template.crl_urls = vec![self.crl(issuer)];
        template.ocsp_urls = vec![self.ocsp()];
        template.ca_issuers_urls = vec![self.cer(issuer)];
    }

    /// Points a certificate of the issuing authority to its services.
    pub fn issuing(&self, template: &mut Template) {
        self.point(template, "issuing");
    }

    /// Points a certificate to the indirect CRL instead of its issuer's own.
    pub fn indirect(&self, template: &mut Template, crl_issuer: &Dn) {
        template.crl_urls.clear();
        template.extensions.push(indirect_distribution_point(&self.crl("indirect"), crl_issuer));
    }

    /// Points the signer's and the intermediate's certificate to the services.
    #[must_use]
    pub fn in_builder(&self, builder: Builder) -> Builder {
        builder.intermediate(|t| self.point(t, "root")).signer(|t| self.issuing(t))
    }
}
