//! The rules of a container that are about no single signature (EN 319 162-1 §4.3, §4.4).

use std::collections::HashSet;

use super::super::conclude::{self, Refusal};
use super::super::modification;
use super::manifests::Manifests;
use crate::container::{Container, Entry, Kind, Role};
use crate::limits::MAX_FINDINGS_PER_EXPECTATION;
use crate::report::{Code, Finding, Integrity, Report, SignatureReport, SubIndication};

/// What nobody here judges, and nothing depends on: who unpacks the container sees it all the same.
const UNJUDGED: [Role; 5] = [
    Role::Unknown,
    Role::ArchiveManifest,
    Role::EvidenceRecordManifest,
    Role::Timestamp,
    Role::EvidenceRecord,
];

/// What was noticed, and what it means for the container as a whole.
#[derive(Default)]
pub(in crate::verify) struct Rules {
    findings: Vec<Finding>,
    refusals: Vec<Refusal>,
}

impl Rules {
    /// Holds the container against them. Without a signature there is nothing to hold.
    pub(super) fn of(
        container: &Container,
        signatures: &[SignatureReport],
        manifests: &Manifests<'_>,
    ) -> Self {
        let mut rules = Self::default();
        rules.evidence(container);
        if signatures.is_empty() {
            return rules;
        }
        let intact = signatures.iter().filter(|one| one.integrity == Integrity::Intact);
        let covered: HashSet<&str> =
            intact.flat_map(|one| modification::files(&one.covers)).collect();
        let open = |entry: &&Entry| !covered.contains(entry.name());
        rules.each(Code::FileUnsigned, container.data().filter(open), Refusal::Failed);
        let is_unknown = |entry: &&Entry| UNJUDGED.contains(&entry.role());
        let unknown = container.entries().iter().filter(is_unknown).filter(open);
        rules.each(Code::FileUnknown, unknown, Refusal::Indeterminate);
        if container.kind() == Kind::Simple {
            rules.simple(container);
        }
        if !container.comment().is_empty() && !container.says_its_type_alone() {
            rules.findings.push(shape("comment"));
            rules.refusals.push(Refusal::Indeterminate(SubIndication::FormatFailure));
        }
        if !container.is_disguised().is_ok_and(|disguised| !disguised) {
            rules.shape("disguised");
        }
        rules.manifests(manifests);
        rules.file_list(container);
        rules
    }

    /// Puts them into a report: no container passes that breaks one.
    pub(in crate::verify) fn apply(self, mut report: Report) -> Report {
        report.findings.extend(self.findings);
        for refusal in self.refusals {
            report.conclusion = conclude::lowered(report.conclusion, refusal);
        }
        report
    }

    /// A finding for each of these files, which the container does not pass with.
    fn each<'e>(
        &mut self,
        code: Code,
        entries: impl Iterator<Item = &'e Entry>,
        refusal: impl Fn(SubIndication) -> Refusal,
    ) {
        for entry in entries.take(MAX_FINDINGS_PER_EXPECTATION) {
            self.findings.push(Finding::error(code).with("name", entry.name()));
            self.refusals.push(refusal(SubIndication::SigConstraintsFailure));
        }
    }

    /// What would prove something about time, and is no signature.
    fn evidence(&mut self, container: &Container) {
        for role in [Role::Timestamp, Role::EvidenceRecord] {
            let entries = container.with_role(role).take(MAX_FINDINGS_PER_EXPECTATION);
            let finding =
                |entry: &Entry| Finding::warning(Code::FileNotJudged).with("name", entry.name());
            self.findings.extend(entries.map(finding));
        }
    }

    /// One file, and one file of signatures under the one name (EN 319 162-1 §4.3.3.2).
    fn simple(&mut self, container: &Container) {
        let files = container.data().count();
        let signatures: Vec<&str> = [Role::XmlSignatures, Role::CmsSignature]
            .into_iter()
            .flat_map(|role| container.with_role(role))
            .map(Entry::name)
            .collect();
        let known = ["META-INF/signatures.xml", "META-INF/signature.p7s"];
        let fault = match signatures.as_slice() {
            _ if files != 1 => "files",
            [one] if known.contains(one) => return,
            _ => "signature-files",
        };
        self.shape(fault);
    }

    fn shape(&mut self, fault: &'static str) {
        self.findings.push(shape(fault));
        self.refusals.push(Refusal::Failed(SubIndication::FormatFailure));
    }

    /// Every manifest belongs to a signature, and can be read.
    fn manifests(&mut self, manifests: &Manifests<'_>) {
        for entry in manifests.faulty.iter().take(MAX_FINDINGS_PER_EXPECTATION) {
            let finding = Finding::error(Code::SignatureFileInvalid).with("name", entry.name());
            self.findings.push(finding.with("fault", "shape"));
            self.refusals.push(Refusal::Indeterminate(SubIndication::FormatFailure));
        }
    }

    /// The list of OpenDocument, which nothing depends on, should be one of what is there.
    fn file_list(&mut self, container: &Container) {
        let Some(listed) = container.file_list() else { return };
        let listed = match listed {
            Ok(listed) => listed,
            Err(other) => {
                let other = std::iter::once(other);
                return self.each(Code::FileUnknown, other, Refusal::Indeterminate);
            }
        };
        let there: HashSet<&str> = container.data().map(Entry::name).collect();
        let listed = listed.iter().map(String::as_str);
        let named: HashSet<&str> = listed.filter(|name| !name.starts_with("META-INF/")).collect();
        let mut differ: Vec<&str> = there
            .symmetric_difference(&named)
            .filter(|name| **name != "mimetype")
            .copied()
            .collect();
        differ.sort_unstable();
        let finding = |name: &&str| Finding::warning(Code::FileListDiffers).with("name", *name);
        self.findings.extend(differ.iter().take(MAX_FINDINGS_PER_EXPECTATION).map(finding));
    }
}

fn shape(fault: &'static str) -> Finding {
    Finding::error(Code::ContainerShapeInvalid).with("fault", fault)
}
