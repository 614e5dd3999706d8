//! Why a paper is not signed in a role now, in words.

use kyso::Role;
use kyso::report::SubIndication;
use kyso::role::{Breach, BreachFault, OrderRule};

use crate::i18n::{Message, msg, printable};
use crate::render::words;

/// A role, as people call it.
pub(crate) fn role(role: Role) -> Message {
    msg::role_name(role.name())
}

/// What a signature claims in place of one known role, where it does.
pub(crate) fn unclear(claimed: &[String]) -> Option<Message> {
    let meant = claimed.iter().filter(|text| Role::is_meant(text));
    let meant: Vec<_> = meant.map(|text| printable(text)).collect();
    (!meant.is_empty()).then(|| msg::role_unclear(meant.join(", ")))
}

/// The refusal, with what to do.
pub(crate) fn refusal(breach: &Breach, role: Role, file: &str) -> Message {
    let (clause, fault) = (clause(&breach.rule), fault(&breach.fault));
    msg::error_role_order(clause, fault, file, way_out(breach), self::role(role))
}

/// A warning: no law that was read asks for it, or the call answers for it.
pub(crate) fn warning(breach: &Breach, file: &str) -> Message {
    let (clause, fault) = (clause(&breach.rule), fault(&breach.fault));
    if breach.is_refusal() {
        msg::warn_role_order_ignored(clause, fault, file)
    } else {
        msg::warn_role_order(fault, file)
    }
}

fn clause(rule: &OrderRule) -> String {
    rule.clause.as_ref().map_or_else(|| rule.mark.clone(), ToString::to_string)
}

/// What can be done about it, as the texts tell it apart.
fn way_out(breach: &Breach) -> &'static str {
    match &breach.fault {
        BreachFault::NoLeader { .. } => "no-leader",
        BreachFault::NoSuchLeader { .. }
        | BreachFault::LeaderOtherRole { .. }
        | BreachFault::UnclearRole { .. } => "misnamed",
        BreachFault::SamePerson { .. } => "same-person",
        fault if fault.is_broken() => "failed",
        BreachFault::LeaderNotPassed { .. } | BreachFault::NotPassed { .. } => "undecided",
        _ => "other",
    }
}

fn fault(fault: &BreachFault) -> Message {
    match fault {
        BreachFault::NoLeader { unclaimed } => {
            let names = Some(unclaimed.join(", ")).filter(|names| !names.is_empty());
            msg::role_fault_no_leader(names.unwrap_or_else(|| "none".to_owned()))
        }
        BreachFault::NoSuchLeader { named } => msg::role_fault_no_such_leader(named),
        BreachFault::LeaderOtherRole { id, role } => {
            msg::role_fault_leader_other_role(id, self::role(*role))
        }
        BreachFault::UnclearRole { id, claimed } => {
            let claimed: Vec<_> = claimed.iter().map(|text| printable(text)).collect();
            msg::role_fault_unclear_role(claimed.join(", "), id)
        }
        BreachFault::LeaderNotPassed { id, signer, failed, why } => {
            let signer = signer.as_deref().unwrap_or("?");
            msg::role_fault_leader_not_passed(is(*failed), id, signer, reason(*why))
        }
        BreachFault::LeaderPart { id } => msg::role_fault_leader_part(id),
        BreachFault::SamePerson { id, signer } => {
            msg::role_fault_same_person(id, signer.as_deref().unwrap_or("?"))
        }
        BreachFault::After { id, role } => msg::role_fault_after(id, self::role(*role)),
        BreachFault::NotPassed { id: Some(id), failed, why } => {
            msg::role_fault_not_passed(is(*failed), id, reason(*why))
        }
        BreachFault::NotPassed { id: None, failed, why } => {
            msg::role_fault_document(is(*failed), reason(*why))
        }
        _ => msg::role_fault_unsigned(),
    }
}

fn is(failed: bool) -> &'static str {
    if failed { "yes" } else { "no" }
}

fn reason(why: Option<SubIndication>) -> Message {
    why.and_then(words::why_message).unwrap_or_else(msg::word_none)
}
