//! The stages for one XML signature.

use super::super::conclude::{self, Refusal, Results};
use super::super::context::Context;
use super::super::describe;
use super::super::existence::Control;
use super::super::integrity::{self, Checked};
use super::super::modification::{self, Unmodified};
use super::super::path::ChainTrusted;
use super::super::quirks;
use super::super::signer::{Signatory, Unbound, unmet};
use super::super::stages::{self, Staged, Stamps};
use super::properties::{self, Proofs, Properties};
use super::{candidates, covers, surroundings};
use crate::algorithm::DigestAlgorithm;
use crate::container::Container;
use crate::limits::MAX_EXPLANATIONS;
use crate::report::{
    Code, Coverage, Covered, Finding, FoundLevel, Integrity, Kind, Material, Modification,
    SignatureReport, SigningTime, SubIndication,
};
use crate::x509::Certificate;
use crate::xml::signature::{
    DigestOptions, ReferenceDigests, SignatureError, SignatureMethod, XmlSignature,
};
use crate::xml::xades::{self, Imprints};
use crate::xml::{NodeId, XmlDocument};

/// One signature's turn.
pub(super) struct Judging<'c, 'a> {
    pub(super) document: &'c XmlDocument,
    pub(super) options: DigestOptions<'c>,
    pub(super) context: &'c mut Context<'a>,
    /// Where the document is a file with signatures in a container: that.
    container: Option<&'c Container>,
    /// Counter-signature properties of those judged before.
    counters: Vec<Counter>,
    /// Signatures that may still be explained: that reads the document several times.
    explanations: usize,
}

/// A counter-signature property of a signature.
struct Counter {
    property: NodeId,
    /// Until when the property is proven.
    control: Control,
    /// The value of the signature that has the property.
    value: NodeId,
}

impl<'c, 'a> Judging<'c, 'a> {
    pub(super) fn new(
        document: &'c XmlDocument,
        options: DigestOptions<'c>,
        context: &'c mut Context<'a>,
        container: Option<&'c Container>,
    ) -> Self {
        let explanations = MAX_EXPLANATIONS;
        Self { document, options, context, container, counters: Vec::new(), explanations }
    }
}

impl Judging<'_, '_> {
    /// As of when a signature is judged: inside a property of another one, as of the archive
    /// time-stamps over that; else now.
    pub(super) fn control(&self, node: NodeId, now: Control) -> Control {
        let tree = self.document.tree();
        let mut inside = self.counters.iter();
        let found = inside.rfind(|one| tree.is_inclusive_ancestor(one.property, node));
        found.map_or(now, |one| one.control)
    }

    /// Whether a signature that stands as a counter-signature is one.
    fn countersigns(&self, signature: &XmlSignature) -> Option<Finding> {
        let property = self.document.tree().parent(signature.node);
        let outer = self.counters.iter().rfind(|one| Some(one.property) == property)?;
        let signs = xades::signs_value(self.document.ids(), outer.value, signature);
        signs.is_none().then(|| Finding::warning(Code::CounterSignatureElsewhere))
    }

    /// Every stage as of `control`, each leaving its findings.
    pub(super) fn judge(
        &mut self,
        node: NodeId,
        read: Result<XmlSignature, SignatureError>,
        control: Control,
    ) -> SignatureReport {
        let tree = self.document.tree();
        match read {
            Ok(signature) => self.signature(&signature, control),
            Err(fault) => {
                let finding = Finding::error(Code::SignatureShapeInvalid)
                    .with("offset", tree.span(node).start)
                    .with("fault", fault.to_string());
                let refusal = Refusal::Failed(SubIndication::FormatFailure);
                SignatureReport {
                    conclusion: conclude::signature(nothing(refusal)),
                    findings: vec![finding],
                    ..describe::unknown(&tree.path(node), Kind::Signature, FoundLevel::XmlDsig)
                }
            }
        }
    }

    fn signature(&mut self, signature: &XmlSignature, control: Control) -> SignatureReport {
        let mut findings = Vec::new();
        let unreadable = candidates::unreadable(signature);
        if unreadable > 0 {
            let finding = Finding::warning(Code::CertificateUnreadable);
            findings.push(finding.with("count", unreadable));
        }
        let certificates = candidates::of(signature);
        let (document, options) = (self.document, &self.options);
        let checked =
            integrity::check_xml(document, signature, &certificates, options, &mut findings);
        let report = self.describe(signature);
        let refusal = match &checked {
            Ok(checked) => checked.intact.as_ref().err(),
            Err(refusal) => Some(refusal),
        };
        if refusal.is_some_and(is_mismatch) && self.explanations > 0 {
            self.explanations -= 1;
            findings.extend(surroundings::explain(document, signature, &certificates, options));
        }
        match checked {
            Ok(checked) => {
                let (embedded, unread) = (certificates.as_slice(), (report, findings));
                self.signed(signature, checked, embedded, control, unread)
            }
            Err(refusal) => SignatureReport {
                integrity: describe::integrity(Some(&refusal)),
                conclusion: conclude::signature(nothing(refusal)),
                findings,
                ..report
            },
        }
    }

    /// A signature whose value holds.
    fn signed(
        &mut self,
        signature: &XmlSignature,
        checked: Checked<'_, '_>,
        embedded: &[Certificate],
        control: Control,
        (report, mut findings): (SignatureReport, Vec<Finding>),
    ) -> SignatureReport {
        let Checked { holds, certificate, intact, references } = checked;
        let covers = self.covers(&references);
        findings.extend(legacy_transforms(&references));
        // What a signature says of itself is not looked at unless it is what was signed.
        let properties = match &intact {
            Ok(_) => Properties::read(self.document, signature, &mut findings),
            Err(_) => Properties::none(),
        };
        let own = properties.get().map(|qualifying| qualifying.node);
        let (coverage, unmodified) = match &intact {
            Ok(_) => self.covered(signature, &covers, own, &mut findings),
            Err(refusal) => (Coverage::Partial, Err(*refusal)),
        };
        let content = content(signature, &covers);
        let SignatureMethod::Known(algorithm) = signature.signed_info.method else {
            return report;
        };
        properties.lend(self.context);
        let (ids, options) = (self.document.ids(), self.options);
        let imprints =
            properties.get().map(|qualifying| Imprints { holds, ids, qualifying, options });
        let proofs = match &imprints {
            Some(imprints) => properties::proofs(imprints, self.context, control, &mut findings),
            None => Proofs::at(control),
        };
        let Proofs { proven, stamps: value, content: of_content, counters } = proofs;
        let stamps = Stamps { value: &value, content: &of_content };
        let value = signature.value.node;
        let counter = |(property, control)| Counter { property, control, value };
        self.counters.extend(counters.into_iter().map(counter));
        findings.extend(self.countersigns(signature));
        let binding = self.bound(signature, certificate, &properties, &covers);
        let claimed = properties.claimed();
        let signatory = Signatory { certificate, binding, content, signature: algorithm, claimed };
        let staged = stages::run(self.context, &signatory, &stamps, proven.control, &mut findings);
        let whole = self.context.policy.rules.whole_document && coverage == Coverage::Partial;
        let whole = if whole { Err(unmet("whole-document", &mut findings)) } else { Ok(()) };
        let acceptable = properties.sound.and(proven.order).and(whole).and(staged.acceptable);
        let Staged { chain, not_revoked, revocation, proven: time, stamps, .. } = staged;
        let embedded = embedded.iter().chain(properties.certificates());
        quirks::only_leaf(chain.as_ref().ok(), embedded, &mut findings);
        let timestamps = [stamps, proven.stamps].concat();
        let proven = time;
        let report = properties.describe(report, certificate);
        let claimed = report.signing_time.claimed;
        describe::claim(claimed, proven, self.context.now, &mut findings);
        let anchor = chain.as_ref().ok().and_then(ChainTrusted::anchor);
        let (trust_anchor, trust_domain) = describe::anchor(anchor, self.context.policy);
        SignatureReport {
            integrity: describe::integrity(intact.as_ref().err()),
            level: describe::borne(report.level, &timestamps),
            coverage,
            modification: match &unmodified {
                Ok(unmodified) => unmodified.level(),
                Err(_) => Modification::Suspicious,
            },
            signer: Some(describe::signer(certificate)),
            signing_time: SigningTime { claimed, proven },
            trust_anchor,
            trust_domain,
            revocation,
            timestamps,
            material: Material {
                digests: covers::digests(signature, &references),
                chain: describe::chain(chain.as_ref().ok(), certificate),
                ..report.material
            },
            covers,
            conclusion: conclude::signature(Results {
                intact,
                acceptable,
                chain,
                not_revoked,
                unmodified,
            }),
            findings,
            ..report
        }
    }

    /// What it covers, files of a container by their names.
    fn covers(&self, references: &ReferenceDigests) -> Vec<Covered> {
        let mut covers = covers::of(self.document.tree(), references);
        if let Some(container) = self.container {
            modification::name_files(container, &mut covers);
        }
        covers
    }

    /// How much it covers of what it is for: the document around it, or the files beside it.
    fn covered(
        &self,
        signature: &XmlSignature,
        covers: &[Covered],
        own: Option<NodeId>,
        findings: &mut Vec<Finding>,
    ) -> (Coverage, Result<Unmodified, Refusal>) {
        let (tree, beside) = (self.document.tree(), self.container.is_some());
        let around = modification::covered(tree, signature, covers, own, beside, findings);
        match self.container {
            None => around,
            Some(container) => {
                let (coverage, files) = modification::contained(container, covers, findings);
                (coverage, around.1.and(files))
            }
        }
    }

    /// What it says of itself.
    fn describe(&self, signature: &XmlSignature) -> SignatureReport {
        let path = || self.document.tree().path(signature.node);
        let id = signature.id.clone().unwrap_or_else(path);
        let info = &signature.signed_info;
        let digest = info.references.iter().find_map(|one| one.digest_method.algorithm);
        SignatureReport {
            revision: Some(1),
            integrity: Integrity::Unknown,
            digest_algorithm: digest.map(|digest| digest.name().to_owned()),
            signature_algorithm: match &info.method {
                SignatureMethod::Known(algorithm) => Some(algorithm.name()),
                _ => None,
            },
            material: Material { value: signature.value.bytes.clone(), ..Material::default() },
            ..describe::unknown(&id, Kind::Signature, FoundLevel::XmlDsig)
        }
    }

    /// Whether what was signed names the signer's certificate, by a property or by covering it.
    fn bound(
        &self,
        signature: &XmlSignature,
        certificate: &Certificate,
        properties: &Properties,
        covers: &[Covered],
    ) -> Result<(), Unbound> {
        let covered = || self.binding(signature, covers);
        match properties.binding(certificate) {
            // XAdES before the baseline signs the `KeyInfo` instead (TS 101 903 §4.4.1).
            Some(Err(Unbound::Missing)) => covered().map_err(|_| Unbound::Missing),
            Some(named) => named,
            None => covered(),
        }
    }

    /// Whether what was signed names the signer's certificate: here, by covering the `KeyInfo`
    /// that holds it.
    fn binding(&self, signature: &XmlSignature, covers: &[Covered]) -> Result<(), Unbound> {
        let tree = self.document.tree();
        let signed = signature.key_info.as_ref().is_some_and(|key_info| {
            covers.iter().any(|covered| covered.covers(tree, key_info.node))
        });
        if signed { Ok(()) } else { Err(Unbound::Impossible) }
    }
}

/// Nothing that any stage could prove.
fn nothing(refusal: Refusal) -> Results {
    Results {
        intact: Err(refusal),
        acceptable: Err(refusal),
        chain: Err(refusal),
        not_revoked: Err(refusal),
        unmodified: Err(refusal),
    }
}

/// Whether something was hashed or checked and came out otherwise.
fn is_mismatch(refusal: &Refusal) -> bool {
    use SubIndication::{HashFailure, SigCryptoFailure};
    matches!(refusal, Refusal::Failed(HashFailure | SigCryptoFailure))
}

/// What names its transform wrongly, and was taken all the same.
fn legacy_transforms(references: &ReferenceDigests) -> Vec<Finding> {
    let legacy = references.covered().filter(|covered| covered.legacy_exclusive);
    let finding = |uri: &str| Finding::warning(Code::LegacyTransform).with("uri", uri);
    legacy.map(|covered| finding(covered.uri.as_deref().unwrap_or_default())).collect()
}

/// The hashes that content is bound by.
fn content(signature: &XmlSignature, covers: &[Covered]) -> Vec<DigestAlgorithm> {
    let digests = signature.signed_info.references.iter();
    let stated = digests.filter_map(|reference| reference.digest_method.algorithm);
    stated.chain(covers.iter().map(|covered| covered.digest)).collect()
}
