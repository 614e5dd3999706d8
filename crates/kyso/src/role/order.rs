//! Whether a paper may be signed in a role now: its report held against the rules of that role.

use super::{Ask, OrderRule, Role, RoleRule, claimed};
use crate::cms::{SignedData, SignerId, SignerInfo};
use crate::pdf::SignatureField;
use crate::report::{Conclusion, Coverage, Kind, Report, SignatureReport, SubIndication};
use crate::verify::same_person;
use crate::x509::{Certificate, hex};

/// Which signature is the leader's, where other software made it and no role stands in it. Without
/// either, those that claim the role.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct LeaderChoice {
    /// By its name in the report: in a PDF the full name of its field.
    pub field: Option<String>,
    /// By the serial number of its certificate, hexadecimal.
    pub serial: Option<String>,
}

impl LeaderChoice {
    /// The signatures that are taken for the leader's, whatever their verdicts: those that are named,
    /// else those that claim to be.
    #[must_use]
    pub fn signatures<'r>(&self, report: &'r Report) -> Vec<&'r SignatureReport> {
        let is_one = |one: &&SignatureReport| match self.is_given() {
            true => self.names(one),
            false => one.role == Some(Role::Leader),
        };
        signatures(report).filter(is_one).collect()
    }

    fn is_given(&self) -> bool {
        self.field.is_some() || self.serial.is_some()
    }

    /// Whether this is the signature that is named.
    fn names(&self, one: &SignatureReport) -> bool {
        let by_field = self.field.as_ref().is_none_or(|field| *field == one.id);
        let serial = one.signer.as_ref().map(|signer| plain(&signer.serial));
        let by_serial = self.serial.as_ref().is_none_or(|asked| Some(plain(asked)) == serial);
        by_field && by_serial
    }

    /// The field of the leader's signature, whatever that is worth: for placing a seal, and for
    /// nothing else.
    #[must_use]
    pub fn field_in<'f>(&self, fields: &'f [SignatureField]) -> Option<&'f SignatureField> {
        fields.iter().find(|field| {
            let Some(value) = &field.signature else { return false };
            if let Some(name) = &self.field {
                return *name == field.name;
            }
            let Ok(cms) = SignedData::parse(&value.contents) else { return false };
            let is_one = |one: &SignerInfo| match (&self.serial, &one.sid) {
                (Some(asked), SignerId::IssuerSerial { serial, .. }) => {
                    plain(&hex(serial)) == plain(asked)
                }
                (Some(_), _) => false,
                (None, _) => {
                    let said = one.signed_attrs.as_ref().map(claimed);
                    said.is_some_and(|(role, _)| role == Some(Role::Leader))
                }
            };
            cms.signers.iter().any(is_one)
        })
    }

    /// What was named, for people.
    fn shown(&self) -> String {
        let parts = [&self.field, &self.serial];
        parts.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(", ")
    }
}

/// A serial number without zeros before it and in one case.
fn plain(serial: &str) -> String {
    serial.trim_start_matches('0').to_ascii_lowercase()
}

/// What a rule asks for and the paper does not have.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Breach {
    /// The rule.
    pub rule: OrderRule,
    /// What is wrong.
    pub fault: BreachFault,
}

/// What is wrong with the order.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum BreachFault {
    /// No signature claims the role of the leader.
    NoLeader {
        /// The signatures that claim no role at all: one of them may be the leader's, made with
        /// other software.
        unclaimed: Vec<String>,
    },
    /// The caller names a signature that is not there.
    NoSuchLeader {
        /// What was named.
        named: String,
    },
    /// The caller names a signature that claims another role.
    LeaderOtherRole {
        /// Its name.
        id: String,
        /// That role.
        role: Role,
    },
    /// A signature claims several roles, or one that nobody knows: it is nobody's.
    UnclearRole {
        /// Its name.
        id: String,
        /// What it claims.
        claimed: Vec<String>,
    },
    /// The leader's signature does not pass.
    LeaderNotPassed {
        /// Its name.
        id: String,
        /// Whose it is, by the certificate.
        signer: Option<String>,
        /// Whether it failed; else it could not be decided.
        failed: bool,
        /// Why.
        why: Option<SubIndication>,
    },
    /// The leader's signature covers a part of the document.
    LeaderPart {
        /// Its name.
        id: String,
    },
    /// Whoever signs now is the leader who signed.
    SamePerson {
        /// The leader's signature.
        id: String,
        /// Whose it is.
        signer: Option<String>,
    },
    /// Somebody signed before in a role that comes later.
    After {
        /// That signature.
        id: String,
        /// Its role.
        role: Role,
    },
    /// Nobody signed.
    Unsigned,
    /// A signature does not pass, or the document as a whole does not.
    NotPassed {
        /// The signature; `None` where it is the document.
        id: Option<String>,
        /// Whether it failed; else it could not be decided.
        failed: bool,
        /// Why.
        why: Option<SubIndication>,
    },
}

impl BreachFault {
    /// Its name for scripts, `kebab-case`.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::NoLeader { .. } => "no-leader",
            Self::NoSuchLeader { .. } => "no-such-leader",
            Self::LeaderOtherRole { .. } => "leader-other-role",
            Self::UnclearRole { .. } => "unclear-role",
            Self::LeaderNotPassed { .. } => "leader-not-passed",
            Self::LeaderPart { .. } => "leader-part",
            Self::SamePerson { .. } => "same-person",
            Self::After { .. } => "after",
            Self::Unsigned => "unsigned",
            Self::NotPassed { .. } => "not-passed",
        }
    }

    /// The signature that it is about, where it is about one.
    #[must_use]
    pub fn signature(&self) -> Option<&str> {
        match self {
            Self::LeaderOtherRole { id, .. }
            | Self::UnclearRole { id, .. }
            | Self::LeaderNotPassed { id, .. }
            | Self::LeaderPart { id }
            | Self::SamePerson { id, .. }
            | Self::After { id, .. } => Some(id),
            Self::NotPassed { id, .. } => id.as_deref(),
            Self::NoLeader { .. } | Self::NoSuchLeader { .. } | Self::Unsigned => None,
        }
    }
}

impl BreachFault {
    /// Whether the signature that counts as the leader's cannot be it.
    fn is_misnamed(&self) -> bool {
        matches!(
            self,
            Self::NoSuchLeader { .. } | Self::LeaderOtherRole { .. } | Self::UnclearRole { .. }
        )
    }

    /// Whether a signature is known not to hold: that it failed, or that what is known of it
    /// speaks against it, were there only proof of when it was made. More trust, or more data on
    /// revocation, would not mend it.
    #[must_use]
    pub fn is_broken(&self) -> bool {
        match self {
            Self::LeaderNotPassed { failed, why, .. } | Self::NotPassed { failed, why, .. } => {
                *failed || !why.is_some_and(may_be_answered_for)
            }
            _ => false,
        }
    }
}

/// Whether a verdict is open for want of trust, of data or of proof of a time; a list of what may
/// be answered for, so that whatever else there is may not.
fn may_be_answered_for(why: SubIndication) -> bool {
    matches!(
        why,
        SubIndication::NoCertificateChainFound
            | SubIndication::NoCertificateChainFoundNoPoe
            | SubIndication::OutOfBoundsNotRevoked
            | SubIndication::OutOfBoundsNoPoe
            | SubIndication::RevocationOutOfBoundsNoPoe
            | SubIndication::NoPoe
            | SubIndication::TryLater
            | SubIndication::SignaturePolicyNotAvailable
    )
}

impl Breach {
    /// As JSON: `fault`, `signature`, `refusal`, `overridable`, `clause`, `mark`.
    #[must_use]
    pub fn to_json(&self) -> serde_json::Value {
        serde_json::json!({
            "fault": self.fault.name(),
            "signature": self.fault.signature(),
            "refusal": self.is_refusal(),
            "overridable": self.may_be_overridden(),
            "clause": self.rule.clause.as_ref().map(ToString::to_string),
            "mark": self.rule.mark,
        })
    }

    /// Whether it is to be refused; otherwise it is worth a warning.
    #[must_use]
    pub fn is_refusal(&self) -> bool {
        // A name that the caller got wrong names nobody, and what does not hold is not signed,
        // whatever the rule is worth.
        self.rule.is_law() || self.fault.is_misnamed() || self.fault.is_broken()
    }

    /// Whether a person may answer for it: for what is missing, and what could not be decided, as
    /// without a network. Never for what failed, was revoked or is broken, nor for one person in
    /// two places.
    #[must_use]
    pub fn may_be_overridden(&self) -> bool {
        let same = matches!(self.fault, BreachFault::SamePerson { .. });
        !(same || self.fault.is_misnamed() || self.fault.is_broken())
    }
}

impl RoleRule {
    /// What speaks against signing in this role a document that this is the report on, in the order
    /// of the rules; behind them whatever signature does not hold, for that is signed in no role.
    /// `signer` is who is about to sign, where that is known.
    #[must_use]
    pub fn breaches(
        &self,
        report: &Report,
        leader: &LeaderChoice,
        signer: Option<&Certificate>,
    ) -> Vec<Breach> {
        let mut all = Vec::new();
        for rule in &self.order {
            let faults = match &rule.ask {
                Ask::LeaderPassed => no_leader(report, leader),
                Ask::AnotherPerson => same_as_leader(report, leader, signer),
                Ask::NotAfter(roles) => after(report, roles),
                Ask::Signed if signatures(report).next().is_none() => vec![BreachFault::Unsigned],
                Ask::Signed => Vec::new(),
                Ask::AllPassed => not_passed(report),
            };
            all.extend(faults.into_iter().map(|fault| Breach { rule: rule.clone(), fault }));
        }
        let told = |fault: &BreachFault| {
            let same =
                |one: &Breach| one.fault.is_broken() && one.fault.signature() == fault.signature();
            all.iter().any(same)
        };
        let broken = not_passed(report).into_iter().filter(BreachFault::is_broken);
        let broken: Vec<_> = broken.filter(|fault| !told(fault)).collect();
        all.extend(broken.into_iter().map(|fault| Breach { rule: holds(), fault }));
        all
    }
}

/// No rule of an office: nobody signs what is known not to hold.
fn holds() -> OrderRule {
    OrderRule {
        ask: Ask::AllPassed,
        mark: "C".to_owned(),
        clause: None,
        text: "What is known not to hold is not signed.".to_owned(),
    }
}

/// What a signature claims in place of one known role; nothing where it claims that, or none.
fn unclear(one: &SignatureReport) -> Vec<String> {
    let claimed = one.roles.iter().filter(|text| Role::is_meant(text));
    claimed.cloned().collect()
}

/// Everything but document time-stamps.
fn signatures(report: &Report) -> impl Iterator<Item = &SignatureReport> {
    report.signatures.iter().filter(|one| one.kind != Kind::DocumentTimestamp)
}

fn name_of(one: &SignatureReport) -> Option<String> {
    one.signer.as_ref().map(|signer| signer.common_name.clone())
}

/// Why there is no leader's signature that holds. Of several each must hold: a paper of two bodies
/// has two leaders.
fn no_leader(report: &Report, choice: &LeaderChoice) -> Vec<BreachFault> {
    let found = choice.signatures(report);
    if found.is_empty() {
        if choice.is_given() {
            return vec![BreachFault::NoSuchLeader { named: choice.shown() }];
        }
        let unclear: Vec<_> = signatures(report).filter_map(fault_of_unclear).collect();
        if !unclear.is_empty() {
            return unclear;
        }
        let unclaimed = signatures(report).filter(|one| one.role.is_none());
        let unclaimed = unclaimed.map(|one| one.id.clone()).collect();
        return vec![BreachFault::NoLeader { unclaimed }];
    }
    found.into_iter().filter_map(fault_of_leader).collect()
}

fn fault_of_unclear(one: &SignatureReport) -> Option<BreachFault> {
    let claimed = Some(unclear(one)).filter(|claimed| !claimed.is_empty())?;
    Some(BreachFault::UnclearRole { id: one.id.clone(), claimed })
}

fn fault_of_leader(one: &SignatureReport) -> Option<BreachFault> {
    let id = one.id.clone();
    if let Some(fault) = fault_of_unclear(one) {
        return Some(fault);
    }
    if let Some(role) = one.role.filter(|role| *role != Role::Leader) {
        return Some(BreachFault::LeaderOtherRole { id, role });
    }
    let failed = match &one.conclusion {
        Conclusion::Passed(_) if one.coverage == Coverage::Partial => {
            return Some(BreachFault::LeaderPart { id });
        }
        Conclusion::Passed(_) => return None,
        Conclusion::Indeterminate(_) => false,
        Conclusion::Failed(_) | Conclusion::Unsigned => true,
    };
    let why = one.conclusion.sub_indication();
    Some(BreachFault::LeaderNotPassed { id, signer: name_of(one), failed, why })
}

fn same_as_leader(
    report: &Report,
    choice: &LeaderChoice,
    signer: Option<&Certificate>,
) -> Vec<BreachFault> {
    let Some(signer) = signer else { return Vec::new() };
    let is_same = |one: &&SignatureReport| {
        one.material.chain.first().is_some_and(|leader| same_person(leader, signer))
    };
    let same = choice.signatures(report).into_iter().filter(is_same);
    same.map(|one| BreachFault::SamePerson { id: one.id.clone(), signer: name_of(one) }).collect()
}

fn after(report: &Report, roles: &[Role]) -> Vec<BreachFault> {
    let later = signatures(report).filter_map(|one| {
        // One of several that it claims is enough.
        let mut claimed = one.roles.iter().filter_map(|text| Role::of_uri(text)).chain(one.role);
        let role = claimed.find(|role| roles.contains(role))?;
        Some(BreachFault::After { id: one.id.clone(), role })
    });
    later.collect()
}

fn not_passed(report: &Report) -> Vec<BreachFault> {
    let fault = |id: Option<&str>, conclusion: &Conclusion| {
        let failed = match conclusion {
            Conclusion::Passed(_) | Conclusion::Unsigned => return None,
            Conclusion::Indeterminate(_) => false,
            Conclusion::Failed(_) => true,
        };
        let (id, why) = (id.map(str::to_owned), conclusion.sub_indication());
        Some(BreachFault::NotPassed { id, failed, why })
    };
    let each = report.signatures.iter();
    let each: Vec<_> =
        each.filter_map(|one| fault(Some(one.id.as_str()), &one.conclusion)).collect();
    if each.is_empty() { fault(None, report.conclusion()).into_iter().collect() } else { each }
}
