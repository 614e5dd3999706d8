//! Conclusion stage: the only place that can say *passed*, and only out of every stage's proof.

use super::integrity::Intact;
use super::modification::Unmodified;
use super::path::ChainTrusted;
use super::person;
use super::revocation::NotRevoked;
use super::signer::Acceptable;
use crate::policy::Policy;
use crate::report::{
    Code, Conclusion, Covered, CoveredTarget, Finding, Kind, Report, SignatureReport, SubIndication,
};
use crate::x509::Certificate;

/// The proof that a signature, or every signature of a document, passed every stage. Made in
/// this file alone.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Proof {
    stages: Vec<Stages>,
}

impl Proof {
    /// The certificate paths of the signatures that passed, each signer first, anchor last.
    pub fn chains(&self) -> impl Iterator<Item = &ChainTrusted> {
        self.stages.iter().map(|stages| &stages.chain)
    }
}

/// One proof of each stage.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Stages {
    _intact: Intact,
    _acceptable: Acceptable,
    chain: ChainTrusted,
    _not_revoked: NotRevoked,
    _unmodified: Unmodified,
}

/// Why a stage gave no proof.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Refusal {
    /// The signature is not valid.
    Failed(SubIndication),
    /// It cannot be told.
    Indeterminate(SubIndication),
}

/// What the stages gave, in their order.
pub(crate) struct Results {
    pub(crate) intact: Result<Intact, Refusal>,
    pub(crate) acceptable: Result<Acceptable, Refusal>,
    pub(crate) chain: Result<ChainTrusted, Refusal>,
    pub(crate) not_revoked: Result<NotRevoked, Refusal>,
    pub(crate) unmodified: Result<Unmodified, Refusal>,
}

/// The verdict on one signature: any failure fails it, else the first doubt decides.
pub(crate) fn signature(results: Results) -> Conclusion {
    let Results { intact, acceptable, chain, not_revoked, unmodified } = results;
    let refusals: Vec<Refusal> = [
        intact.as_ref().err(),
        acceptable.as_ref().err(),
        chain.as_ref().err(),
        not_revoked.as_ref().err(),
        unmodified.as_ref().err(),
    ]
    .into_iter()
    .flatten()
    .copied()
    .collect();
    let failed = refusals.iter().find_map(|refusal| match refusal {
        Refusal::Failed(sub) => Some(*sub),
        Refusal::Indeterminate(_) => None,
    });
    if let Some(sub) = failed {
        return Conclusion::Failed(sub);
    }
    match (intact, acceptable, chain, not_revoked, unmodified) {
        (Ok(intact), Ok(acceptable), Ok(chain), Ok(not_revoked), Ok(unmodified)) => {
            let stages = Stages {
                _intact: intact,
                _acceptable: acceptable,
                chain,
                _not_revoked: not_revoked,
                _unmodified: unmodified,
            };
            Conclusion::Passed(Proof { stages: vec![stages] })
        }
        _ => Conclusion::Indeterminate(first_doubt(&refusals)),
    }
}

/// The verdict on what cannot even be judged.
pub(super) fn refused(sub: SubIndication) -> Conclusion {
    Conclusion::Failed(sub)
}

/// A verdict on a document, where something about it as a whole counts too: never a better one.
pub(super) fn lowered(conclusion: Conclusion, refusal: Refusal) -> Conclusion {
    match (conclusion, refusal) {
        (Conclusion::Passed(_) | Conclusion::Indeterminate(_), Refusal::Failed(sub)) => {
            Conclusion::Failed(sub)
        }
        (Conclusion::Passed(_), Refusal::Indeterminate(sub)) => Conclusion::Indeterminate(sub),
        (other, _) => other,
    }
}

fn first_doubt(refusals: &[Refusal]) -> SubIndication {
    let doubt = refusals.iter().find_map(|refusal| match refusal {
        Refusal::Indeterminate(sub) => Some(*sub),
        Refusal::Failed(_) => None,
    });
    doubt.unwrap_or(SubIndication::Generic)
}

/// Whether it is somebody's, over what the document says: no time-stamp, and not over the value of
/// another signature alone.
fn signs_content(signature: &SignatureReport) -> bool {
    let over_value = |one: &Covered| matches!(one.target, CoveredTarget::Signature { .. });
    signature.kind != Kind::DocumentTimestamp && !signature.covers.iter().any(over_value)
}

/// Whose signature passed, by the path that was proven; time-stamps are nobody's.
pub(super) fn signer(signature: &SignatureReport) -> Option<&Certificate> {
    match &signature.conclusion {
        Conclusion::Passed(proof) if signs_content(signature) => {
            proof.chains().next().and_then(|chain| chain.path().first())
        }
        _ => None,
    }
}

/// Puts the verdict on the document into its report.
pub(crate) fn report(policy: &Policy, mut report: Report) -> Report {
    let conclusion = document(&report.signatures, policy.dangerous.undecided_signatures);
    let signers = report.signatures.iter().filter_map(signer);
    let (found, needed) = (person::count(signers), policy.rules.at_least);
    report.conclusion = match conclusion {
        Conclusion::Passed(_) if found < needed => {
            let finding = Finding::warning(Code::PolicyUnmet).with("rule", "at-least");
            report.findings.push(finding.with("found", found).with("needed", needed));
            Conclusion::Indeterminate(SubIndication::SigConstraintsFailure)
        }
        other => other,
    };
    report
}

/// The verdict on a document: the worst signature decides, and none at all is `Unsigned`. Where
/// the policy was widened so, undecided ones do not count beside one that passed; a document
/// time-stamp is no such one, and what is revoked always counts.
fn document(signatures: &[SignatureReport], may_be_undecided: bool) -> Conclusion {
    let mut stages = Vec::new();
    let mut doubt = None;
    for signature in signatures {
        match &signature.conclusion {
            Conclusion::Failed(sub) => return Conclusion::Failed(*sub),
            Conclusion::Indeterminate(sub) => doubt = doubt.or(Some(*sub)),
            Conclusion::Passed(proof) => stages.extend(proof.stages.iter().cloned()),
            Conclusion::Unsigned => doubt = doubt.or(Some(SubIndication::Generic)),
        }
    }
    let signed = signatures
        .iter()
        .any(|one| signs_content(one) && matches!(one.conclusion, Conclusion::Passed(_)));
    use SubIndication::{Revoked, RevokedCaNoPoe, RevokedNoPoe};
    let revoked = signatures.iter().any(|one| {
        let why = one.conclusion.sub_indication();
        matches!(why, Some(Revoked | RevokedNoPoe | RevokedCaNoPoe))
    });
    match doubt {
        Some(_) if may_be_undecided && signed && !revoked => Conclusion::Passed(Proof { stages }),
        Some(sub) => Conclusion::Indeterminate(sub),
        None if stages.is_empty() => Conclusion::Unsigned,
        None => Conclusion::Passed(Proof { stages }),
    }
}
