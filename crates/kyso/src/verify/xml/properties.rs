//! The qualifying properties of XAdES in the verdict: what they bind, what their time-stamps prove,
//! which evidence they bring.

use super::super::conclude::Refusal;
use super::super::context::Context;
use super::super::existence::Control;
use super::super::signer::Unbound;
use super::super::timestamp::{self, Over, Proven, Stamp};
use crate::Time;
use crate::report::{Code, Finding, SignatureReport, SigningTime, SubIndication};
use crate::revocation::Evidence;
use crate::role::Role;
use crate::x509::Certificate;
use crate::xml::signature::XmlSignature;
use crate::xml::xades::{
    self, CertificateRefFault, Imprints, Place, PolicyIdentifier, Qualifying, Reading,
    TimestampContainer, TimestampKind, UnsignedContent,
};
use crate::xml::{NodeId, XmlDocument};

/// What is there, and what can be said of it.
pub(super) struct Properties {
    /// `None` for plain XML Signature.
    qualifying: Option<Box<Qualifying>>,
    /// The evidence among the unsigned ones.
    carried: Evidence,
    /// Whether what is there may count.
    pub(super) sound: Result<(), Refusal>,
}

impl Properties {
    /// Those of a signature whose references hold.
    pub(super) fn read(
        document: &XmlDocument,
        signature: &XmlSignature,
        findings: &mut Vec<Finding>,
    ) -> Self {
        let (tree, ids) = (document.tree(), document.ids());
        let unknown = |property: &str| {
            let finding = Finding::warning(Code::PropertyUnknown).with("property", property);
            finding.with("signed", "no")
        };
        let mut sound = Ok(());
        let qualifying = match Qualifying::read(tree, ids, signature) {
            Ok(Reading::Present(qualifying)) => Some(qualifying),
            Ok(Reading::Absent) => None,
            Ok(Reading::Older { namespace }) => {
                findings.push(unknown(&namespace));
                None
            }
            Ok(_) => {
                findings.push(unknown("QualifyingPropertiesReference"));
                None
            }
            Err(error) => {
                let finding = Finding::error(Code::QualifyingPropertiesInvalid);
                findings.push(finding.with("fault", error.to_string()));
                sound = Err(Refusal::Failed(SubIndication::FormatFailure));
                None
            }
        };
        let carried = match &qualifying {
            Some(qualifying) => {
                note(qualifying, findings);
                let carried = qualifying.evidence(tree);
                if !carried.unreadable.is_empty() {
                    let finding = Finding::warning(Code::EvidenceUnreadable);
                    findings.push(finding.with("count", carried.unreadable.len()));
                }
                carried.evidence
            }
            None => Evidence::new(),
        };
        Self { qualifying, carried, sound }
    }

    /// What is said of a signature that does not hold.
    pub(super) fn none() -> Self {
        Self { qualifying: None, carried: Evidence::new(), sound: Ok(()) }
    }

    pub(super) fn get(&self) -> Option<&Qualifying> {
        self.qualifying.as_deref()
    }

    /// Gives the judge what they bring.
    /// The certificates that it carries beside `KeyInfo`.
    pub(super) fn certificates(&self) -> &[Certificate] {
        &self.carried.certificates
    }

    pub(super) fn lend(&self, context: &mut Context<'_>) {
        context.add_evidence(&self.carried);
    }

    /// Whether they name the signer's certificate (EN 319 132-1 §5.2.2).
    pub(super) fn binding(&self, certificate: &Certificate) -> Option<Result<(), Unbound>> {
        let checked = self.get()?.signed.check_certificate(certificate);
        Some(checked.map_err(|fault| match fault {
            CertificateRefFault::Missing => Unbound::Missing,
            _ => Unbound::Other,
        }))
    }

    /// When the signer says that it was.
    pub(super) fn claimed(&self) -> Option<Time> {
        self.get()?.signed.signing_time.as_ref().and_then(|time| time.time)
    }

    /// What the signer says in them, and the level that they make.
    pub(super) fn describe(
        &self,
        report: SignatureReport,
        certificate: &Certificate,
    ) -> SignatureReport {
        let Some(qualifying) = self.get() else { return report };
        let signed = &qualifying.signed;
        let claimed = self.claimed();
        let mut roles = signed.roles.clone();
        SignatureReport {
            level: xades::level(qualifying, &self.carried, certificate),
            signing_time: SigningTime { claimed, proven: None },
            location: signed.place.as_ref().map(place),
            role: Role::take(&mut roles),
            roles,
            ..report
        }
    }
}

/// A place as people write it: the narrowest part first.
fn place(place: &Place) -> String {
    let Place { city, street, province, postal_code, country } = place;
    let parts = [street, city, province, postal_code, country];
    parts.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(", ")
}

/// What a reader should know of properties that nobody here understands.
fn note(qualifying: &Qualifying, findings: &mut Vec<Finding>) {
    let signed = &qualifying.signed;
    let mut say = |property: &str, by_signer: bool| {
        let finding = if by_signer { Finding::warning } else { Finding::info };
        let finding = finding(Code::PropertyUnknown).with("property", property);
        findings.push(finding.with("signed", if by_signer { "yes" } else { "no" }));
    };
    signed.unknown.iter().for_each(|property| say(&property.local, true));
    if let Some(PolicyIdentifier::Explicit { identifier, .. }) = &signed.policy {
        say(identifier, true);
    }
    for property in &qualifying.unsigned {
        match &property.content {
            UnsignedContent::Unknown { local, .. } => say(local, false),
            UnsignedContent::References => say("references to evidence", false),
            UnsignedContent::Timestamp(container) if !is_judged(container.kind) => {
                say("time-stamp of another kind", false);
            }
            _ => {}
        }
    }
}

/// Whether time-stamps of this kind count in the verdict.
fn is_judged(kind: TimestampKind) -> bool {
    matches!(kind, TimestampKind::Signature | TimestampKind::Archive)
}

/// What the unsigned properties prove.
pub(super) struct Proofs<'i> {
    /// Until when archive time-stamps prove that the signature existed.
    pub(super) proven: Proven,
    /// The time-stamps over its value, in document order.
    pub(super) stamps: Vec<Stamp<'i>>,
    /// Those that it signed, over what it covers.
    pub(super) content: Vec<Stamp<'i>>,
    /// The counter-signature properties, and until when each is proven.
    pub(super) counters: Vec<(NodeId, Control)>,
}

impl Proofs<'_> {
    /// Nothing proves better than that it existed at `control`.
    pub(super) fn at(control: Control) -> Self {
        let proven = Proven::at(control);
        Self { proven, stamps: Vec::new(), content: Vec::new(), counters: Vec::new() }
    }
}

/// Walks the unsigned properties from the last to the first: each is judged as of the archive
/// time-stamps behind it and of no other, because they alone cover it (EN 319 102-1 §5.6.2).
pub(super) fn proofs<'i>(
    imprints: &'i Imprints<'i>,
    context: &mut Context<'_>,
    control: Control,
    findings: &mut Vec<Finding>,
) -> Proofs<'i> {
    let mut proofs = Proofs::at(control);
    for container in &imprints.qualifying.signed.timestamps {
        proofs.content.extend(stamps(imprints, container, control, findings));
    }
    for property in imprints.qualifying.unsigned.iter().rev() {
        let control = proofs.proven.control;
        match &property.content {
            UnsignedContent::Timestamp(container) => {
                if !is_judged(container.kind) {
                    continue;
                }
                let stamps = stamps(imprints, container, control, findings);
                if container.kind == TimestampKind::Signature {
                    proofs.stamps.extend(stamps.into_iter().rev());
                    continue;
                }
                let one = timestamp::of_signature(context, &stamps, control, findings);
                let order = proofs.proven.order.and(one.order);
                // Of several, the walk meets the last first.
                let reports = [one.stamps, std::mem::take(&mut proofs.proven.stamps)].concat();
                proofs.proven = Proven { control: one.control, order, stamps: reports };
            }
            UnsignedContent::CounterSignature(_) => proofs.counters.push((property.node, control)),
            _ => {}
        }
    }
    proofs.stamps.reverse();
    proofs
}

/// The tokens of a container; those that cannot be read are said.
fn stamps<'i>(
    imprints: &'i Imprints<'i>,
    container: &'i TimestampContainer,
    control: Control,
    findings: &mut Vec<Finding>,
) -> Vec<Stamp<'i>> {
    let mut stamps = Vec::new();
    for token in &container.tokens {
        match token {
            Ok(token) => {
                stamps.push(Stamp { token, over: Over::Xml(imprints, container), control })
            }
            Err(fault) => {
                let finding = Finding::warning(Code::TimestampInvalid);
                findings.push(finding.with("fault", fault.to_string()));
            }
        }
    }
    stamps
}
