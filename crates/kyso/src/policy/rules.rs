//! What a policy asks for beyond the default, each as plain data: the ways to narrow it.

use const_oid::ObjectIdentifier;

use super::{AlgorithmAges, Policy};
use crate::time::Time;
use crate::trust::{AnchorTerms, TrustDomain};

/// What may come after a signature, within what the signature itself and a certification allow.
/// The default allows everything that the rules of modification analysis explain.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct LaterChanges {
    /// Further signatures.
    pub signatures: bool,
    /// Document time-stamps, and evidence in the security store (ISO 32000-2 §12.8.4.3).
    pub timestamps: bool,
    /// Filling of form fields.
    pub filling: Filling,
    /// Annotations, where a certification with `P` 3 allows them (ISO 32000-2 §12.8.2.2).
    pub annotations: bool,
}

/// Which form fields may be filled after a signature.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Filling {
    /// All that were there and are not locked.
    Any,
    /// Of those the ones with these full names. None at all where it is empty.
    Only(Vec<String>),
}

impl Default for LaterChanges {
    fn default() -> Self {
        Self { signatures: true, timestamps: true, filling: Filling::Any, annotations: true }
    }
}

/// What is asked of signers' certificates beyond the default.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
#[non_exhaustive]
pub struct SignerRules {
    /// What was signed must name the certificate, also in XML signatures without XAdES, which
    /// have no place for it.
    pub signing_certificate: bool,
    /// `keyUsage` must be there with `nonRepudiation` (RFC 5280 §4.2.1.3).
    pub non_repudiation: bool,
    /// `extendedKeyUsage` must be there with one of these purposes (RFC 5280 §4.2.1.12); empty
    /// asks for none.
    pub purposes: Vec<ObjectIdentifier>,
}

/// What a policy rests on: a clause of a law, with how well it is known.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct PolicyNote {
    /// How well: `A` a legal text was read, `B` one source, `B2` several, `C` an assumption.
    pub mark: String,
    /// The clause, such as `TT 15/2025/TT-BKHCN Đ6 k1b`; empty where there is none.
    pub clause: String,
    /// Since when it holds, as the note has it; empty where it is not said.
    pub since: String,
    /// What it says here.
    pub text: String,
}

/// What is asked of all of it together.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Rules {
    pub(crate) domains: Option<Vec<TrustDomain>>,
    pub(crate) timestamp_domains: Option<Vec<TrustDomain>>,
    pub(crate) whole_document: bool,
    pub(crate) signer: SignerRules,
    pub(crate) advised: Vec<AlgorithmAges>,
    pub(crate) proven_time: bool,
    pub(crate) later: LaterChanges,
    pub(crate) at_least: usize,
    pub(crate) notes: Vec<PolicyNote>,
}

/// What a path is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum PathUse {
    /// To who signed a document.
    Signer,
    /// To who stamped time.
    Timestamp,
    /// To who signed evidence, whose anchor is held against that of the certificate in question.
    Evidence,
}

/// Why an anchor may not end a path.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum AnchorRefused {
    /// It is not in a domain that the policy takes.
    Domain,
    /// It was trusted until before the time judged.
    Retired {
        /// The last moment.
        until: Time,
    },
}

impl Policy {
    /// Takes only paths that end in one of these trust domains; for time-stamps too, unless
    /// [`Self::with_timestamp_domains`] says otherwise. An anchor without a domain is in none.
    #[must_use]
    pub fn with_trust_domains(mut self, domains: Vec<TrustDomain>) -> Self {
        self.rules.domains = Some(domains);
        self
    }

    /// Takes only time-stamps whose paths end in one of these trust domains.
    #[must_use]
    pub fn with_timestamp_domains(mut self, domains: Vec<TrustDomain>) -> Self {
        self.rules.timestamp_domains = Some(domains);
        self
    }

    /// Asks that a signature covers the whole document as it stood when it was made: an XML
    /// signature over one part is undecided.
    #[must_use]
    pub fn with_whole_document(mut self) -> Self {
        self.rules.whole_document = true;
        self
    }

    /// Asks for more of signers' certificates.
    #[must_use]
    pub fn with_signer_rules(mut self, rules: SignerRules) -> Self {
        self.rules.signer = rules;
        self
    }

    /// Warns of algorithms that this table does not allow, and takes them all the same.
    #[must_use]
    pub fn with_advised_algorithms(mut self, ages: AlgorithmAges) -> Self {
        self.rules.advised.push(ages);
        self
    }

    /// Asks that a time-stamp proves when a signature was made.
    #[must_use]
    pub fn with_proven_time(mut self) -> Self {
        self.rules.proven_time = true;
        self
    }

    /// Narrows what may come after a signature.
    #[must_use]
    pub fn with_later_changes(mut self, changes: LaterChanges) -> Self {
        self.rules.later = changes;
        self
    }

    /// Asks that so many different persons signed and passed, document time-stamps not counted.
    #[must_use]
    pub fn with_least_signatures(mut self, count: usize) -> Self {
        self.rules.at_least = count;
        self
    }

    /// The trust domains in which a signer's path may end; `None` for any.
    #[must_use]
    pub fn trust_domains(&self) -> Option<&[TrustDomain]> {
        self.rules.domains.as_deref()
    }

    /// What is asked of signers' certificates beyond the default.
    #[must_use]
    pub fn signer_rules(&self) -> &SignerRules {
        &self.rules.signer
    }

    /// What may come after a signature.
    #[must_use]
    pub fn later_changes(&self) -> &LaterChanges {
        &self.rules.later
    }

    /// What its rules rest on.
    #[must_use]
    pub fn notes(&self) -> &[PolicyNote] {
        &self.rules.notes
    }

    /// Whether an anchor on these terms may end a path of this use as of `time`.
    pub(crate) fn admits(
        &self,
        terms: &AnchorTerms,
        used: PathUse,
        time: Time,
    ) -> Result<(), AnchorRefused> {
        let domains = match used {
            PathUse::Signer => self.rules.domains.as_ref(),
            PathUse::Timestamp => {
                self.rules.timestamp_domains.as_ref().or(self.rules.domains.as_ref())
            }
            PathUse::Evidence => None,
        };
        let inside = |domains: &Vec<TrustDomain>| {
            terms.domain.as_ref().is_some_and(|domain| domains.contains(domain))
        };
        if !domains.is_none_or(inside) {
            return Err(AnchorRefused::Domain);
        }
        match terms.until {
            Some(until) if !terms.hold_at(time) => Err(AnchorRefused::Retired { until }),
            _ => Ok(()),
        }
    }

    /// The names of the rules by which it asks for more than `baseline`: each is a finding
    /// `policy-narrowed` in reports.
    pub fn narrowed(&self) -> impl Iterator<Item = &'static str> {
        let rules = &self.rules;
        let (signer, later) = (&rules.signer, &rules.later);
        [
            (rules.domains.is_some(), "trust-domains"),
            (rules.timestamp_domains.is_some(), "timestamp-domains"),
            (rules.whole_document, "whole-document"),
            (signer.signing_certificate, "signing-certificate"),
            (signer.non_repudiation, "key-usage"),
            (!signer.purposes.is_empty(), "extended-key-usage"),
            (self.has_own_algorithms(), "algorithms"),
            (self.path_constraints != Default::default(), "path-constraints"),
            (self.revocation_required, "revocation-required"),
            (self.grace > 0, "grace"),
            (self.max_evidence_age.is_some(), "max-age"),
            (rules.proven_time, "proven-time"),
            (*later != LaterChanges::default(), "later-changes"),
            (rules.at_least > 0, "at-least"),
        ]
        .into_iter()
        .filter_map(|(on, name)| on.then_some(name))
    }
}
