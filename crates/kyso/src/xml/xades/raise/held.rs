//! A signature that holds, with all that raising it needs.

use super::{Document, RaiseError};
use crate::revocation::Evidence;
use crate::sign::Survey;
use crate::time::Time;
use crate::timestamp::TimestampToken;
use crate::x509::{Certificate, Crl};
use crate::xml::NodeId;
use crate::xml::key_info::KeyInfoItem;
use crate::xml::signature::{
    CheckedReference, DereferenceFault, DigestOptions, ReferenceError, ValueHolds, XmlSignature,
    check_value,
};
use crate::xml::transform::Budget;
use crate::xml::xades::{
    Imprints, Qualifying, Reading, TimestampContainer, TimestampKind, UnsignedContent,
    UnsignedProperty,
};

/// One signature of a document.
#[derive(Debug)]
pub(super) struct Held {
    /// Its place for messages.
    pub(super) path: String,
    pub(super) signature: XmlSignature,
    pub(super) qualifying: Qualifying,
    pub(super) certificate: Certificate,
    /// What `KeyInfo` has.
    pub(super) key_info: Evidence,
    /// What the unsigned properties have.
    pub(super) carried: Evidence,
}

impl Held {
    /// Reads the signature and sees that its value holds, by the key of the certificate that its
    /// properties name.
    pub(super) fn read(document: &Document<'_>, node: NodeId) -> Result<Self, RaiseError> {
        let (tree, ids) = (&document.tree, &document.ids);
        let path = tree.path(node);
        let signature = XmlSignature::read(tree, node)
            .map_err(|error| RaiseError::Signature { path: path.clone(), error })?;
        let reading = Qualifying::read(tree, ids, &signature)
            .map_err(|error| RaiseError::Properties { path: path.clone(), error })?;
        let Reading::Present(qualifying) = reading else {
            return Err(RaiseError::NotXades { path });
        };
        let key_info = key_info(&signature);
        let carried = qualifying.evidence(tree).evidence;
        let candidates = key_info.certificates.iter().chain(&carried.certificates);
        let named = |c: &&Certificate| qualifying.signed.check_certificate(c).is_ok();
        let Some(certificate) = candidates.clone().find(named).cloned() else {
            return Err(RaiseError::SignerUnknown { path });
        };
        let qualifying = *qualifying;
        let held = Self { path, signature, qualifying, certificate, key_info, carried };
        // Nothing is worth proving of a signature whose value does not hold.
        let _holds = held.check_value(document)?;
        Ok(held)
    }

    fn check_value<'a>(&'a self, document: &'a Document<'_>) -> Result<ValueHolds<'a>, RaiseError> {
        check_value(&document.tree, &self.signature, self.certificate.spki_der())
            .map_err(|error| RaiseError::Value { path: self.path.clone(), error })
    }

    /// Sees that every reference holds. Only an archive time-stamp needs what is outside the
    /// document, and says so itself.
    pub(super) fn check_references(&self, document: &Document<'_>) -> Result<(), RaiseError> {
        let budget = Budget::for_document(document.tree.source().len() as u64);
        let imprints = self.imprints(document, document.options(&budget))?;
        for one in &imprints.holds.digest_references(imprints.ids, &imprints.options) {
            if let Some(error) = fault(one) {
                let (path, error) = (self.path.clone(), error.clone());
                return Err(RaiseError::Reference { path, index: one.index, error });
            }
        }
        Ok(())
    }

    pub(super) fn imprints<'a>(
        &'a self,
        document: &'a Document<'_>,
        options: DigestOptions<'a>,
    ) -> Result<Imprints<'a>, RaiseError> {
        let holds = self.check_value(document)?;
        Ok(Imprints { holds, ids: &document.ids, qualifying: &self.qualifying, options })
    }

    /// Whether an archive time-stamp of either form covers the properties there are.
    pub(super) fn is_archived(&self) -> bool {
        self.qualifying.unsigned.iter().any(UnsignedProperty::is_archive_timestamp)
    }

    /// Who signed and stamped, and until when each is proven to have done so.
    pub(super) fn survey(&self, document: &Document<'_>) -> Result<Survey, RaiseError> {
        let budget = Budget::for_document(document.tree.source().len() as u64);
        let imprints = self.imprints(document, document.options(&budget))?;
        let mut survey = Survey::default();
        survey.pool.extend(self.key_info.certificates.iter().cloned());
        survey.pool.extend(self.carried.certificates.iter().cloned());
        let mut tokens = Vec::new();
        for (index, property) in self.qualifying.unsigned.iter().enumerate() {
            let UnsignedContent::Timestamp(container) = &property.content else { continue };
            let kind = container.kind;
            if !matches!(kind, TimestampKind::Signature | TimestampKind::Archive) {
                continue;
            }
            let sound = sound(container, &imprints, &survey.pool);
            tokens.extend(sound.into_iter().map(|token| (index, kind, token)));
        }
        let archives: Vec<(usize, Time)> = tokens
            .iter()
            .filter(|(_, kind, _)| *kind == TimestampKind::Archive)
            .map(|(index, _, token)| (*index, token.info().gen_time))
            .collect();
        let control = |index: Option<usize>| {
            let later = archives.iter().filter(|(archive, _)| Some(*archive) > index);
            later.map(|(_, time)| *time).min()
        };
        let stamped = tokens.iter().filter(|(_, kind, _)| *kind == TimestampKind::Signature);
        let stamped = stamped.map(|(_, _, token)| token.info().gen_time);
        let proven = stamped.chain(control(None)).min();
        survey.unproven = proven.is_none();
        survey.add_subject(self.certificate.clone(), proven);
        for (index, _, token) in &tokens {
            survey.add_token(token, control(Some(*index)));
        }
        Ok(survey)
    }

    /// What of `evidence` the signature does not carry in any way.
    pub(super) fn lacks(&self, evidence: &Evidence, tokens: &Evidence) -> Evidence {
        let mut missing = Evidence::new();
        for certificate in &evidence.certificates {
            let places = [&self.key_info, &self.carried, tokens];
            if !places.iter().any(|place| place.certificates.contains(certificate)) {
                missing.add_certificate(certificate.clone());
            }
        }
        let places = [&self.carried, tokens];
        for crl in &evidence.crls {
            if !places.iter().any(|place| place.crls.contains(crl)) {
                missing.add_crl(crl.clone());
            }
        }
        for response in &evidence.ocsp {
            if !places.iter().any(|place| place.ocsp.contains(response)) {
                missing.add_ocsp(response.clone());
            }
        }
        missing
    }
}

/// Why a reference, or an entry of a manifest that it covers, does not hold; what lies outside of
/// the document is not asked.
fn fault(checked: &CheckedReference) -> Option<&ReferenceError> {
    let outside = |error: &&ReferenceError| {
        matches!(error, ReferenceError::Dereference(DereferenceFault::External { .. }))
    };
    let own = checked.outcome.as_ref().err().filter(|error| !outside(error));
    let listed = || checked.manifests.iter().flat_map(|one| &one.references).flatten();
    own.or_else(|| listed().find_map(fault))
}

/// The tokens of a container that stamp what they should and are sound in themselves.
fn sound(
    container: &TimestampContainer,
    imprints: &Imprints<'_>,
    pool: &[Certificate],
) -> Vec<TimestampToken> {
    let tokens = container.tokens.iter().flatten();
    let tokens = tokens.filter_map(|der| TimestampToken::parse(der).ok());
    tokens
        .filter(|token| {
            let Ok(algorithm) = token.info().imprint.digest.clone() else { return false };
            imprints
                .of(container, algorithm)
                .is_ok_and(|imprint| token.check(&imprint, pool).is_ok())
        })
        .collect()
}

/// The certificates and CRLs in `ds:KeyInfo`.
fn key_info(signature: &XmlSignature) -> Evidence {
    let mut evidence = Evidence::new();
    let items = signature.key_info.iter().flat_map(|key_info| &key_info.items);
    for item in items {
        let KeyInfoItem::X509(data) = item else { continue };
        for certificate in data.certificates.iter().flat_map(|one| &one.certificate) {
            evidence.add_certificate(certificate.clone());
        }
        for crl in data.crls.iter().filter_map(|der| Crl::parse(der.as_slice()).ok()) {
            evidence.add_crl(crl);
        }
    }
    evidence
}
