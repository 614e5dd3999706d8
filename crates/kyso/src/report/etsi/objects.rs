//! The validation objects (§4.4): certificates, CRLs, OCSP responses, time-stamps and signed data,
//! each once, under an identifier made of what it is.

use std::collections::BTreeMap;

use super::uri;
use super::xml::Writer;
use crate::algorithm::DigestAlgorithm;
use crate::crypto::{self, Digest};
use crate::limits::MAX_EMBEDDED_OBJECT;
use crate::report::{Conclusion, Report, SignatureReport, StampKind, StampReport};
use crate::time::Time;
use crate::x509::Certificate;

/// All objects of a report, by identifier.
#[derive(Debug, Default)]
pub(super) struct Objects<'r>(BTreeMap<String, Object<'r>>);

#[derive(Debug)]
struct Object<'r> {
    kind: &'static str,
    content: Content<'r>,
    stamp: Option<Stamped<'r>>,
}

#[derive(Debug)]
enum Content<'r> {
    /// The object itself, DER.
    Der(&'r [u8]),
    /// The digest of what stands in the document.
    Digest(&'r Digest),
}

/// What is told of a time-stamp beside what it is.
#[derive(Debug)]
struct Stamped<'r> {
    time: Time,
    holds: bool,
    /// The identifiers of the signatures that it covers.
    covers: Vec<String>,
    /// Its own entry, where it is a document time-stamp.
    report: Option<&'r SignatureReport>,
}

impl<'r> Objects<'r> {
    /// Those of the whole report. `covered` gives the identifiers of the signatures that a
    /// document time-stamp covers.
    pub(super) fn of(report: &'r Report, ids: &[String]) -> Self {
        let mut objects = Self::default();
        for (signature, id) in report.signatures.iter().zip(ids) {
            let material = &signature.material;
            material.chain.iter().for_each(|certificate| objects.certificate(certificate));
            for digest in &material.digests {
                objects.add(signed_data(digest), uri::object::SIGNED_DATA, Content::Digest(digest));
            }
            for stamp in &signature.timestamps {
                // Which part of the content it is over is not told.
                let covers = match stamp.kind {
                    StampKind::Content => material.digests.iter().map(signed_data).collect(),
                    StampKind::ContentPart => Vec::new(),
                    _ => vec![id.to_owned()],
                };
                objects.stamp(stamp, covers);
            }
            if let Some(token) = &material.token {
                objects.document_stamp(signature, token, covered_by(signature, report, ids));
            }
        }
        let evidence = &report.evidence;
        evidence.certificates.iter().for_each(|certificate| objects.certificate(certificate));
        for crl in &evidence.crls {
            let id = identifier("CRL", &crl.fingerprint_sha256());
            objects.add(id, uri::object::CRL, Content::Der(crl.der()));
        }
        for response in &evidence.ocsp {
            let id = identifier("O", &response.fingerprint_sha256());
            objects.add(id, uri::object::OCSP, Content::Der(response.der()));
        }
        objects
    }

    fn add(&mut self, id: String, kind: &'static str, content: Content<'r>) {
        self.0.entry(id).or_insert(Object { kind, content, stamp: None });
    }

    fn certificate(&mut self, certificate: &'r Certificate) {
        let content = Content::Der(certificate.der());
        self.add(self::certificate(certificate), uri::object::CERTIFICATE, content);
    }

    fn stamp(&mut self, stamp: &'r StampReport, covers: Vec<String>) {
        let StampReport { time, holds, .. } = *stamp;
        let stamped = Stamped { time, holds, covers, report: None };
        self.token(&stamp.token, stamped);
    }

    fn document_stamp(&mut self, of: &'r SignatureReport, token: &'r [u8], covers: Vec<String>) {
        let Some(time) = of.signing_time.claimed else { return };
        let holds = matches!(of.conclusion, Conclusion::Passed(_));
        self.token(token, Stamped { time, holds, covers, report: Some(of) });
    }

    fn token(&mut self, token: &'r [u8], stamped: Stamped<'r>) {
        let (kind, content) = (uri::object::TIMESTAMP, Content::Der(token));
        self.0.entry(timestamp(token)).or_insert(Object { kind, content, stamp: Some(stamped) });
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// `SignatureValidationObjects`; `inside` writes what a document time-stamp has for a report.
    pub(super) fn write(
        &self,
        xml: &mut Writer,
        report: &Report,
        file: &str,
        inside: impl Fn(&SignatureReport, &mut Writer),
    ) {
        for (id, object) in &self.0 {
            xml.element("ValidationObject", &[("id", id)], |xml| {
                xml.leaf("ObjectType", object.kind);
                xml.plain("ValidationObjectRepresentation", |xml| object.content.write(xml, file));
                xml.plain("POE", |xml| {
                    xml.leaf("POETime", &report.validated_at.to_string());
                    xml.leaf("TypeOfProof", uri::BY_VALIDATION);
                });
                if let Some(stamped) = &object.stamp {
                    stamped.write(xml, &inside);
                }
            });
        }
    }
}

impl Content<'_> {
    fn write(&self, xml: &mut Writer, file: &str) {
        match self {
            Self::Der(der) if der.len() <= MAX_EMBEDDED_OBJECT => xml.base64("base64", der),
            Self::Der(der) => digest(xml, &crypto::digest(DigestAlgorithm::Sha256, der)),
            Self::Digest(of) => {
                digest(xml, of);
                xml.leaf("URI", &uri::file(file));
            }
        }
    }
}

impl Stamped<'_> {
    fn write(&self, xml: &mut Writer, inside: impl Fn(&SignatureReport, &mut Writer)) {
        if self.holds && !self.covers.is_empty() {
            xml.plain("POEProvisioning", |xml| {
                xml.leaf("POETime", &self.time.to_string());
                for id in &self.covers {
                    xml.empty("ValidationObject", &[("VOReference", id)]);
                }
            });
        }
        xml.plain("ValidationReport", |xml| match self.report {
            Some(report) => inside(report, xml),
            None => xml.plain("SignatureValidationStatus", |xml| {
                let name = if self.holds { "passed" } else { "indeterminate" };
                xml.leaf("MainIndication", &format!("urn:etsi:019102:mainindication:{name}"));
            }),
        });
    }
}

/// The signatures that a document time-stamp covers: those of the revisions before its own.
fn covered_by(stamp: &SignatureReport, report: &Report, ids: &[String]) -> Vec<String> {
    let all = report.signatures.iter().zip(ids);
    let before = all.filter(|(one, _)| one.revision.is_some() && one.revision < stamp.revision);
    before.map(|(_, id)| id.clone()).collect()
}

/// `DigestAlgAndValue`, a type of XAdES.
pub(super) fn digest(xml: &mut Writer, digest: &Digest) {
    xml.plain("DigestAlgAndValue", |xml| {
        xml.empty("ds:DigestMethod", &[("Algorithm", digest.algorithm().xml_uri())]);
        xml.base64("ds:DigestValue", digest.as_bytes());
    });
}

/// The identifier of a certificate.
pub(super) fn certificate(certificate: &Certificate) -> String {
    identifier("C", &certificate.fingerprint_sha256())
}

/// The identifier of a time-stamp token.
pub(super) fn timestamp(token: &[u8]) -> String {
    identifier("T", crypto::digest(DigestAlgorithm::Sha256, token).as_bytes())
}

/// The identifier of what a signature covers.
pub(super) fn signed_data(digest: &Digest) -> String {
    identifier("D", digest.as_bytes())
}

fn identifier(kind: &str, digest: &[u8]) -> String {
    let mut id = format!("{kind}-");
    digest.iter().for_each(|byte| id.push_str(&format!("{byte:02x}")));
    id
}
