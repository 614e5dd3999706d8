//! The walk through a container: files with signatures → each judged over the files beside it →
//! the rules of the container (EN 319 162-1).

mod allowance;
mod cms;
mod manifests;
mod rules;

pub(crate) use cms::{content_of, signed_by};
pub(super) use rules::Rules;

use std::collections::HashMap;

use self::allowance::Allowance;
use self::manifests::Manifests;
use super::conclude;
use super::context::Context;
use super::describe;
use super::xml;
use crate::container::{ASIC, Container, Entry, Role};
use crate::limits::{MAX_CONTAINER_META_TOTAL, MAX_SIGNATURES};
use crate::report::{Code, Finding, FoundLevel, Kind, SignatureReport, SubIndication};
use crate::source::Source;
use crate::xml::transform::Budget;
use crate::xml::{NodeId, NodeKind, Tree, XmlDocument};

/// What is said of a container.
pub(super) struct Judged {
    pub(super) signatures: Vec<SignatureReport>,
    pub(super) rules: Rules,
}

/// Judges every signature, in the order of the file.
pub(super) fn judge_all(container: &Container, context: &mut Context<'_>) -> Judged {
    let mut signatures = Vec::new();
    let mut bytes = 0_u64;
    let meta = container.with_role(Role::XmlSignatures).map(Entry::size);
    let budget = Budget::for_document(meta.fold(0, u64::saturating_add));
    let (allowance, manifests) = (Allowance::new(container), Manifests::of(container));
    for entry in container.with_role(Role::XmlSignatures) {
        bytes = bytes.saturating_add(entry.size());
        let judged = if bytes > MAX_CONTAINER_META_TOTAL || signatures.len() > MAX_SIGNATURES {
            Err("too-many".to_owned())
        } else {
            in_xml(container, entry, (&allowance, &budget), context)
        };
        match judged {
            Ok(reports) => signatures.extend(reports),
            Err(fault) => signatures.push(unusable(entry, &fault)),
        }
    }
    for entry in container.with_role(Role::CmsSignature) {
        bytes = bytes.saturating_add(entry.size());
        let judged = if bytes > MAX_CONTAINER_META_TOTAL || signatures.len() > MAX_SIGNATURES {
            Err("too-many".to_owned())
        } else {
            cms::judge(container, entry, (&allowance, &manifests), context)
        };
        match judged {
            Ok(reports) => signatures.extend(reports),
            Err(fault) => signatures.push(unusable(entry, &fault)),
        }
    }
    apart(&mut signatures);
    let rules = Rules::of(container, &signatures, &manifests);
    Judged { signatures, rules }
}

/// The signatures of one file.
fn in_xml(
    container: &Container,
    entry: &Entry,
    (allowance, budget): (&Allowance<'_>, &Budget),
    context: &mut Context<'_>,
) -> Result<Vec<SignatureReport>, String> {
    let bytes = container.read_meta(entry).map_err(|error| error.to_string())?;
    let document = XmlDocument::parse(Source::from_bytes(bytes));
    let document = document.map_err(|error| error.to_string())?;
    let found = xml::found(&document);
    if found.is_empty() || !holds_signatures_alone(document.tree(), &found) {
        return Err("shape".to_owned());
    }
    if found.len() > MAX_SIGNATURES {
        return Err("too-many".to_owned());
    }
    let reach = (Some(allowance as &dyn crate::xml::signature::Resolver), budget);
    let mut reports = xml::judge_in(&document, &found, reach, Some(container), context);
    for report in &mut reports {
        report.file = Some(entry.name().to_owned());
    }
    Ok(reports)
}

/// The shape of the file: `XAdESSignatures` with signatures, and nothing else (EN 319 162-1 §A.5).
fn holds_signatures_alone(tree: &Tree, found: &[NodeId]) -> bool {
    let root = tree.document_element();
    let allowed = |child: NodeId| match tree.kind(child) {
        NodeKind::Element => found.contains(&child),
        NodeKind::Text(text) => text.trim_ascii().is_empty(),
        NodeKind::Comment(_) => true,
        _ => false,
    };
    tree.is(root, ASIC, "XAdESSignatures") && tree.children(root).all(allowed)
}

/// A file that says to hold signatures of which nothing can be told: it fails, and is no nothing.
fn unusable(entry: &Entry, fault: &str) -> SignatureReport {
    let finding = Finding::error(Code::SignatureFileInvalid).with("name", entry.name());
    SignatureReport {
        file: Some(entry.name().to_owned()),
        conclusion: conclude::refused(SubIndication::FormatFailure),
        findings: vec![finding.with("fault", fault)],
        ..describe::unknown(entry.name(), Kind::Signature, FoundLevel::XmlDsig)
    }
}

/// Identifiers are of one file; what is twice in a container gets its file before it.
fn apart(signatures: &mut [SignatureReport]) {
    let mut count: HashMap<String, usize> = HashMap::new();
    for one in signatures.iter() {
        *count.entry(one.id.clone()).or_default() += 1;
    }
    for one in signatures {
        if let Some(file) = one.file.as_ref().filter(|_| count.get(&one.id) != Some(&1)) {
            one.id = format!("{file}#{}", one.id);
        }
    }
}
