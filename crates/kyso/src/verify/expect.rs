//! The caller's intent: which elements of an XML document must be signed, what of a PDF may have
//! been filled in. A signature that holds over one element says nothing of another that looks the
//! same.

use std::io::{self, Read};

use super::filled;
use super::modification::Filling;
use crate::document::Document;
use crate::limits::MAX_FINDINGS_PER_EXPECTATION;
use crate::pdf::profile::FillingProfile;
use crate::report::{
    Code, Conclusion, CoveredTarget, Extent, Finding, Report, SignatureReport, SubIndication,
};
use crate::xml::profile::{Attachments, Profile, ReferenceTarget};
use crate::xml::signature::{ExternalBytes, Resolver};
use crate::xml::{ElementName, ElementPath, NodeId, Tree, XmlDocument};

/// What the caller wants signed.
#[derive(Clone, Default, Debug)]
pub(super) struct Expectations {
    pub(super) root: Option<ElementName>,
    pub(super) elements: Vec<ElementPath>,
    pub(super) profiles: Vec<Profile>,
    pub(super) fillings: Vec<FillingProfile>,
}

/// What a message carries in itself, then what the caller gives.
pub(super) struct Carried<'p> {
    pub(super) attachments: Vec<Attachments>,
    pub(super) outside: Option<&'p dyn Resolver>,
}

impl Resolver for Carried<'_> {
    fn resolve(&self, uri: Option<&str>, kind: Option<&str>) -> Option<ExternalBytes<'_>> {
        let mut carried = self.attachments.iter();
        let carried = carried.find_map(|attachments| attachments.resolve(uri, kind));
        let outside = self.outside.and_then(|outside| outside.resolve(uri, kind));
        match (carried, outside) {
            // What the caller has in hand is what the message carries, or neither is signed.
            (Some(carried), Some(outside)) => Some(Box::new(Same(carried, outside))),
            (carried, outside) => carried.or(outside),
        }
    }
}

/// Two streams that must say the same.
struct Same<'r>(ExternalBytes<'r>, ExternalBytes<'r>);

impl Read for Same<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.0.read(buffer)?;
        let first = buffer.get(..read).unwrap_or_default();
        // At the end of the one, a byte more of the other is one too many.
        let mut second = vec![0; read.max(1)];
        let mut filled = 0;
        while let Some(rest) = second.get_mut(filled..).filter(|rest| !rest.is_empty()) {
            match self.1.read(rest) {
                Ok(0) => break,
                Ok(more) => filled += more,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        let same = buffer.is_empty() || second.get(..filled) == Some(first);
        if same { Ok(read) } else { Err(io::ErrorKind::InvalidData.into()) }
    }
}

impl Expectations {
    /// Whether elements are looked for in the document, so that all of it must be kept.
    pub(super) fn search(&self) -> bool {
        !self.elements.is_empty() || !self.profiles.is_empty()
    }

    /// Holds a report against what the caller expects; what is not met leaves a finding and no
    /// conclusion that the document passed. `fillings` are those after the first signature.
    pub(super) fn apply(
        &self,
        document: Option<&Document>,
        fillings: &[Filling],
        report: &mut Report,
    ) {
        let xml = document.and_then(Document::xml);
        let unmet = match xml {
            Some(xml) => self.unmet(xml, report),
            None => self.elements.iter().map(missing).collect(),
        };
        let root = self.root.as_ref().and_then(|root| wrong_root(root, xml, report));
        let profiles = self.profiles.iter().flat_map(|profile| match xml {
            Some(xml) => ProfileCheck::new(profile, xml, report).unmet(),
            None => vec![unmet_profile(profile, "/")],
        });
        let mut notes = Vec::new();
        let pdf = document.and_then(Document::pdf);
        let filling = |profile| filled::unmet(profile, pdf, fillings, report, &mut notes);
        let fillings: Vec<Finding> = self.fillings.iter().flat_map(filling).collect();
        let findings = root.into_iter().chain(unmet).chain(profiles).chain(fillings);
        let findings: Vec<Finding> = findings.collect();
        report.findings.extend(notes);
        if findings.is_empty() {
            return;
        }
        if matches!(report.conclusion, Conclusion::Passed(_)) {
            report.conclusion = Conclusion::Failed(SubIndication::SigConstraintsFailure);
        }
        report.findings.extend(findings);
    }

    /// The attachments that profiles find in the document. Those that cannot be read resolve
    /// nothing, and what refers to them does not hold.
    pub(super) fn attachments(&self, document: &XmlDocument) -> Vec<Attachments> {
        let carrying = self.profiles.iter().filter(|profile| profile.attachments.is_some());
        carrying.filter_map(|profile| profile.attachments_in(document.tree()).ok()).collect()
    }

    fn unmet(&self, xml: &XmlDocument, report: &Report) -> Vec<Finding> {
        let tree = xml.tree();
        let mut unmet = Vec::new();
        for path in &self.elements {
            let found = path.find(tree);
            if found.is_empty() {
                unmet.push(missing(path));
            }
            let bare = found.into_iter().filter(|node| !is_signed(tree, *node, report));
            unmet.extend(
                bare.take(MAX_FINDINGS_PER_EXPECTATION)
                    .map(|node| missing(path).with("path", tree.path(node))),
            );
        }
        unmet
    }
}

fn missing(path: &ElementPath) -> Finding {
    Finding::error(Code::ElementNotCovered).with("element", path.to_string())
}

fn unmet_profile(profile: &Profile, path: impl Into<String>) -> Finding {
    let finding = Finding::error(Code::ElementNotCovered).with("element", path.into());
    finding.with("profile", profile.name.clone())
}

/// One profile held against a report.
struct ProfileCheck<'a> {
    profile: &'a Profile,
    tree: &'a Tree,
    /// The signatures that passed and stand where the profile puts them.
    placed: Vec<&'a SignatureReport>,
}

impl<'a> ProfileCheck<'a> {
    fn new(profile: &'a Profile, xml: &'a XmlDocument, report: &'a Report) -> Self {
        let tree = xml.tree();
        let places = match &profile.signature.inside {
            Some(path) => path.find(tree),
            None => vec![tree.document_element()],
        };
        let placed = |node: NodeId| tree.parent(node).is_some_and(|at| places.contains(&at));
        // The report has one entry for each signature found, in the same order.
        let all = super::xml::found(xml).into_iter().zip(&report.signatures);
        let passed = |one: &SignatureReport| matches!(one.conclusion, Conclusion::Passed(_));
        let placed = all.filter(|(node, one)| passed(one) && placed(*node)).map(|(_, one)| one);
        Self { profile, tree, placed: placed.collect() }
    }

    fn unmet(&self) -> Vec<Finding> {
        let (profile, tree) = (self.profile, self.tree);
        let root = tree.document_element();
        if profile.root.as_ref().is_some_and(|name| !name.matches(tree, root)) {
            return vec![unmet_profile(profile, tree.path(root))];
        }
        let mut unmet = Vec::new();
        if profile.covers_document() && !self.covers(root) {
            unmet.push(unmet_profile(profile, tree.path(root)));
        }
        for path in profile.elements() {
            match path.find(tree).as_slice() {
                // Which of several was meant nobody can tell.
                [node] if self.covers(*node) => {}
                _ => unmet.push(unmet_profile(profile, path.to_string())),
            }
        }
        unmet.extend(self.attachments());
        unmet
    }

    fn covers(&self, node: NodeId) -> bool {
        let mut covered = self.placed.iter().flat_map(|one| &one.covers);
        covered.any(|covered| covered.covers(self.tree, node))
    }

    fn attachments(&self) -> Vec<Finding> {
        let wanted = self.profile.references.iter();
        if !wanted.clone().any(|one| one.target == ReferenceTarget::Attachments) {
            return Vec::new();
        }
        let Ok(attachments) = self.profile.attachments_in(self.tree) else {
            return vec![unmet_profile(self.profile, "cid:")];
        };
        let covered = |uri: &String| {
            let mut all = self.placed.iter().flat_map(|one| &one.covers);
            all.any(|one| {
                one.target == CoveredTarget::External
                    && one.extent == Extent::Whole
                    && one.uri.as_ref() == Some(uri)
            })
        };
        let uris = attachments.ids().map(|id| format!("cid:{id}"));
        let unmet = uris.filter(|uri| !covered(uri)).map(|uri| unmet_profile(self.profile, uri));
        unmet.take(MAX_FINDINGS_PER_EXPECTATION).collect()
    }
}

/// The document element must be called so, and a signature that passed must cover it.
fn wrong_root(root: &ElementName, xml: Option<&XmlDocument>, report: &Report) -> Option<Finding> {
    let Some(xml) = xml else {
        let finding = Finding::error(Code::RootUnexpected).with("expected", root.to_string());
        return Some(finding.with("found", report.format.name()));
    };
    let tree = xml.tree();
    let node = tree.document_element();
    if !root.matches(tree, node) {
        let found = tree.name(node).map(|name| match name.namespace {
            "" => name.local.to_owned(),
            namespace => format!("{{{namespace}}}{}", name.local),
        });
        let finding = Finding::error(Code::RootUnexpected).with("expected", root.to_string());
        return Some(finding.with("found", found.unwrap_or_default()));
    }
    let finding = Finding::error(Code::ElementNotCovered).with("element", root.to_string());
    (!is_signed(tree, node, report)).then(|| finding.with("path", tree.path(node)))
}

/// Whether a signature that passed covers the element with all that is in it, but for itself.
fn is_signed(tree: &Tree, node: NodeId, report: &Report) -> bool {
    let passed =
        |signature: &&SignatureReport| matches!(signature.conclusion, Conclusion::Passed(_));
    let mut covers = report.signatures.iter().filter(passed).flat_map(|one| &one.covers);
    covers.any(|covered| covered.covers(tree, node))
}
