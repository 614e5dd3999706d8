//! One signature in the report (§4.3).

use super::objects;
use super::uri;
use super::xml::Writer;
use super::{data, findings, status};
use crate::report::{
    Code, Conclusion, Fact, Finding, Kind, Report, SignatureReport, StampKind, StampReport,
};
use crate::role::Role;

/// A signature with the report that it stands in.
pub(super) struct Entry<'r> {
    report: &'r Report,
    pub(super) signature: &'r SignatureReport,
    id: &'r str,
}

impl<'r> Entry<'r> {
    pub(super) fn new(report: &'r Report, signature: &'r SignatureReport, id: &'r str) -> Self {
        Self { report, signature, id }
    }

    /// `SignatureValidationReportType` of a signature.
    pub(super) fn write(&self, xml: &mut Writer) {
        self.identifier(xml);
        policy(xml, self.report);
        self.times(xml);
        self.signed(xml);
        self.attributes(xml);
        self.signer(xml);
        xml.plain("SignatureValidationProcess", |xml| {
            xml.leaf("SignatureValidationProcessID", uri::process(self.signature));
        });
        xml.plain("SignatureValidationStatus", |xml| {
            let conclusion = self.conclusion();
            status(xml, uri::indication(conclusion), conclusion);
            self.data(xml);
        });
    }

    /// The same of a document time-stamp, as far as that has it.
    pub(super) fn write_as_object(&self, xml: &mut Writer) {
        self.signer(xml);
        xml.plain("SignatureValidationStatus", |xml| {
            let conclusion = &self.signature.conclusion;
            status(xml, uri::object_indication(conclusion), conclusion);
            self.data(xml);
        });
    }

    /// The verdict alone, where all else stands elsewhere.
    pub(super) fn write_status(&self, xml: &mut Writer) {
        xml.plain("SignatureValidationStatus", |xml| {
            let conclusion = &self.signature.conclusion;
            status(xml, uri::object_indication(conclusion), conclusion);
        });
    }

    /// What the caller expects of what is signed is a constraint on every signature: none is
    /// passed in a document that does not meet it.
    fn conclusion(&self) -> &'r Conclusion {
        match (&self.signature.conclusion, &self.report.conclusion) {
            (own @ Conclusion::Passed(_), _) if !self.all_passed() => own,
            (Conclusion::Passed(_), whole) => whole,
            (own, _) => own,
        }
    }

    fn all_passed(&self) -> bool {
        let passed = |one: &SignatureReport| matches!(one.conclusion, Conclusion::Passed(_));
        self.report.signatures.iter().all(passed)
    }

    fn identifier(&self, xml: &mut Writer) {
        xml.element("SignatureIdentifier", &[("id", self.id)], |xml| {
            if let Some(digest) = &self.signature.material.to_be_signed {
                objects::digest(xml, digest);
            }
            xml.base64("ds:SignatureValue", &self.signature.material.value);
            xml.leaf("HashOnly", "false");
            xml.leaf("DocHashOnly", "false");
            xml.leaf("DAIdentifier", &self.signature.id);
        });
    }

    /// When it was judged, and the best signature time: until when it is proven to have existed,
    /// else that it exists now (EN 319 102-1 §5.5.4).
    fn times(&self, xml: &mut Writer) {
        let now = self.report.validated_at;
        let proven = self.signature.signing_time.proven;
        xml.plain("ValidationTimeInfo", |xml| {
            xml.leaf("ValidationTime", &now.to_string());
            xml.plain("BestSignatureTime", |xml| {
                xml.leaf("POETime", &proven.unwrap_or(now).to_string());
                xml.leaf("TypeOfProof", uri::BY_VALIDATION);
                if let Some(stamp) = self.proof() {
                    reference(xml, "POEObject", &objects::timestamp(stamp));
                }
            });
        });
    }

    /// The time-stamp that the best signature time comes from.
    fn proof(&self) -> Option<&'r [u8]> {
        let proven = self.signature.signing_time.proven?;
        let proves = |stamp: &&StampReport| stamp.holds && !stamp.kind.is_signed();
        let own = self.signature.timestamps.iter().filter(proves);
        let own = own.map(|stamp| (stamp.time, stamp.token.as_slice()));
        let of_document = self.document_stamps().filter_map(|stamp| {
            let passed = matches!(stamp.conclusion, Conclusion::Passed(_));
            let time = stamp.signing_time.proven.filter(|_| passed)?;
            Some((time, stamp.material.token.as_deref()?))
        });
        own.chain(of_document).find(|(time, _)| *time == proven).map(|(_, token)| token)
    }

    /// Document time-stamps over a later revision.
    fn document_stamps(&self) -> impl Iterator<Item = &'r SignatureReport> {
        let own = self.signature.revision;
        let all = self.report.signatures.iter();
        all.filter(move |one| {
            one.kind == Kind::DocumentTimestamp && own.is_some() && one.revision > own
        })
    }

    fn signed(&self, xml: &mut Writer) {
        let digests = &self.signature.material.digests;
        let ids: Vec<String> = digests.iter().map(objects::signed_data).collect();
        if ids.is_empty() {
            return;
        }
        xml.plain("SignersDocument", |xml| {
            if let [digest] = digests.as_slice() {
                objects::digest(xml, digest);
            }
            reference(xml, "SignersDocumentRepresentation", &ids.join(" "));
        });
    }

    fn attributes(&self, xml: &mut Writer) {
        let one = self.signature;
        let stamps: Vec<_> = self.document_stamps().collect();
        let said = [&one.reason, &one.location, &one.contact, &one.material.sub_filter];
        let any = one.signing_time.claimed.is_some()
            || !one.timestamps.is_empty()
            || !stamps.is_empty()
            || !one.roles.is_empty()
            || one.role.is_some()
            || one.material.byte_range.is_some()
            || said.iter().any(|text| text.is_some());
        if !any {
            return;
        }
        xml.plain("SignatureAttributes", |xml| {
            if let Some(time) = one.signing_time.claimed {
                signed(xml, "SigningTime", "Time", &time.to_string());
            }
            if let Some(place) = &one.location {
                signed(xml, "SignatureProductionPlace", "AddressString", place);
            }
            let role = one.role.map(Role::uri);
            let all: Vec<&String> = role.iter().chain(&one.roles).collect();
            if !all.is_empty() {
                roles(xml, &all);
            }
            one.timestamps.iter().for_each(|one| stamp(xml, one));
            for (stamp, token) in
                stamps.iter().filter_map(|s| Some((s, s.material.token.as_ref()?)))
            {
                let time = stamp.signing_time.claimed.map(|time| time.to_string());
                stamp_attribute(xml, ("DocTimeStamp", "false"), token, &time.unwrap_or_default());
            }
            for (name, inner, text) in [
                ("Reason", "ReasonElement", &one.reason),
                ("ContactInfo", "ContactInfoElement", &one.contact),
                ("SubFilter", "SubFilterElement", &one.material.sub_filter),
            ] {
                if let Some(text) = text {
                    signed(xml, name, inner, text);
                }
            }
            let range = one.material.byte_range;
            let range = range.map(|range| range.map(|number| number.to_string()).join(" "));
            xml.leaf_some("ByteRange", range.as_deref());
        });
    }

    fn signer(&self, xml: &mut Writer) {
        let certificate = self.signature.material.chain.first();
        let (Some(certificate), Some(signer)) = (certificate, &self.signature.signer) else {
            return;
        };
        xml.plain("SignerInformation", |xml| {
            reference(xml, "SignerCertificate", &objects::certificate(certificate));
            xml.leaf("Signer", &signer.subject);
        });
    }

    /// `AssociatedValidationReportData`.
    fn data(&self, xml: &mut Writer) {
        let one = self.signature;
        xml.plain("AssociatedValidationReportData", |xml| {
            self.chain(xml);
            self.revoked(xml);
            self.algorithm(xml);
            xml.plain("AdditionalValidationReportData", |xml| {
                data(xml, "urn:kyso:level", one.level.name());
                findings(xml, &one.findings);
                findings(xml, &self.report.findings);
                for change in &one.changes {
                    let value = serde_json::to_string(change).unwrap_or_default();
                    data(xml, &format!("urn:kyso:change:{}", change.kind.name()), &value);
                }
            });
        });
    }

    fn chain(&self, xml: &mut Writer) {
        let chain = &self.signature.material.chain;
        let ids: Vec<String> = chain.iter().map(objects::certificate).collect();
        let trusted = self.signature.trust_anchor.is_some();
        let anchor = ids.last().filter(|_| trusted);
        if let Some(anchor) = anchor {
            reference(xml, "TrustAnchor", anchor);
        }
        let Some((signer, above)) = ids.split_first() else { return };
        let between =
            if trusted { above.split_last().map_or(above, |(_, rest)| rest) } else { above };
        xml.plain("CertificateChain", |xml| {
            reference(xml, "SigningCertificate", signer);
            between.iter().for_each(|id| reference(xml, "IntermediateCertificate", id));
            if let Some(anchor) = anchor {
                reference(xml, "TrustAnchor", anchor);
            }
        });
    }

    /// The certificate of the path that was revoked.
    fn revoked(&self, xml: &mut Writer) {
        let mut findings = self.signature.findings.iter();
        let found = findings.find_map(|finding| {
            let (Code::CertificateRevoked, Some(Fact::Text(subject)), Some(Fact::Time(time))) =
                (finding.code, finding.facts.get("subject"), finding.facts.get("time"))
            else {
                return None;
            };
            let mut chain = self.signature.material.chain.iter();
            let certificate = chain.find(|one| one.subject().to_string() == *subject)?;
            Some((finding, certificate, time))
        });
        let Some((finding, certificate, time)) = found else { return };
        xml.plain("RevocationStatusInformation", |xml| {
            reference(xml, "ValidationObjectId", &objects::certificate(certificate));
            xml.leaf("RevocationTime", &time.to_string());
            if let Some(Fact::Text(reason)) = finding.facts.get("reason") {
                xml.leaf("RevocationReason", &uri::revocation_reason(reason));
            }
        });
    }

    fn algorithm(&self, xml: &mut Writer) {
        let name = self.signature.signature_algorithm.as_deref();
        let (Some(algorithm), Some(signer)) =
            (name.and_then(uri::algorithm), self.signature.material.chain.first())
        else {
            return;
        };
        let weak = |finding: &Finding| finding.code == Code::AlgorithmTooWeak;
        let secure = !self.signature.findings.iter().any(weak);
        xml.plain("CryptoInformation", |xml| {
            reference(xml, "ValidationObjectId", &objects::certificate(signer));
            xml.leaf("Algorithm", algorithm);
            xml.leaf("SecureAlgorithm", if secure { "true" } else { "false" });
        });
    }
}

/// The policy that was judged by.
pub(super) fn policy(xml: &mut Writer, report: &Report) {
    xml.plain("ValidationConstraintsEvaluationReport", |xml| {
        xml.plain("SignatureValidationPolicy", |xml| {
            xml.plain("SignaturePolicyIdentifier", |xml| {
                xml.empty("xades:SignaturePolicyImplied", &[]);
            });
            xml.leaf("PolicyName", &report.policy);
        });
    });
}

fn reference(xml: &mut Writer, name: &'static str, ids: &str) {
    xml.empty(name, &[("VOReference", ids)]);
}

/// A signed attribute of one value.
fn signed(xml: &mut Writer, name: &'static str, inner: &'static str, text: &str) {
    xml.element(name, &[("Signed", "true")], |xml| xml.leaf(inner, text));
}

fn roles(xml: &mut Writer, roles: &[&String]) {
    xml.element("SignerRole", &[("Signed", "true")], |xml| {
        for role in roles {
            xml.plain("RoleDetails", |xml| {
                xml.leaf("Role", role);
                xml.leaf("EndorsementType", "claimed");
            });
        }
    });
}

fn stamp(xml: &mut Writer, stamp: &StampReport) {
    let name = match stamp.kind {
        StampKind::Signature => "SignatureTimeStamp",
        StampKind::Archive => "ArchiveTimeStamp",
        StampKind::Content => "AllDataObjectsTimeStamp",
        StampKind::ContentPart => "IndividualDataObjectsTimeStamp",
    };
    let signed = if stamp.kind.is_signed() { "true" } else { "false" };
    stamp_attribute(xml, (name, signed), &stamp.token, &stamp.time.to_string());
}

/// `name` comes with whether the attribute is signed.
fn stamp_attribute(
    xml: &mut Writer,
    (name, is_signed): (&'static str, &str),
    token: &[u8],
    time: &str,
) {
    xml.element(name, &[("Signed", is_signed)], |xml| {
        reference(xml, "AttributeObject", &objects::timestamp(token));
        xml.leaf("TimeStampValue", time);
    });
}
