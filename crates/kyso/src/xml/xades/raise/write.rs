//! The XML text of unsigned properties (EN 319 132-1 §5.3 to §5.5).

use super::splice::Edit;
use crate::revocation::Evidence;
use crate::xml::c14n::Canonicalization;
use crate::xml::xades::names::{DS, XADES, XADES141};
use crate::xml::xades::write::Writer;
use crate::xml::xades::{PropertiesError, Qualifying};
use crate::xml::{NodeId, Tree};

/// The prefix under which XAdES 1.4.1 is declared where it is not yet.
const PREFIX_141: &str = "xades141";

/// Writes unsigned properties with the prefixes that the signature has already.
pub(in crate::xml::xades) struct PropertyWriter<'t> {
    tree: &'t Tree,
    qualifying: &'t Qualifying,
    xades: String,
    /// The prefix of XMLDSig, and whether it must be declared.
    ds: (String, bool),
    declare_141: bool,
}

impl<'t> PropertyWriter<'t> {
    pub(in crate::xml::xades) fn new(
        tree: &'t Tree,
        signature: NodeId,
        qualifying: &'t Qualifying,
    ) -> Self {
        let prefix = |node| tree.name(node).map_or("", |name| name.prefix).to_owned();
        let place = qualifying
            .unsigned_signature_node
            .or(qualifying.unsigned_node)
            .unwrap_or(qualifying.node);
        let resolves = |prefix: &str, to: &str| tree.resolve_prefix(place, prefix) == Some(to);
        let own = prefix(signature);
        let ds =
            if resolves(&own, DS) { (own, false) } else { ("ds".to_owned(), !resolves("ds", DS)) };
        let declare_141 = !resolves(PREFIX_141, XADES141);
        Self { tree, qualifying, xades: prefix(place), ds, declare_141 }
    }

    /// A `SignatureTimeStamp`.
    pub(super) fn signature_timestamp(
        &self,
        method: &Canonicalization,
        token: &[u8],
    ) -> Result<String, PropertiesError> {
        let mut out = Writer::default();
        out.start(self.name("SignatureTimeStamp"), &[])?;
        self.timestamp(&mut out, method, token)?;
        Ok(out.finish())
    }

    /// An `ArchiveTimeStamp` of 1.4.1.
    pub(super) fn archive_timestamp(
        &self,
        method: &Canonicalization,
        token: &[u8],
    ) -> Result<String, PropertiesError> {
        let mut out = Writer::default();
        self.start_141(&mut out, "ArchiveTimeStamp")?;
        self.timestamp(&mut out, method, token)?;
        Ok(out.finish())
    }

    /// A `CounterSignature` without the signature, in its place.
    pub(in crate::xml::xades) fn counter_signature(&self) -> Result<Edit, PropertiesError> {
        let mut out = Writer::default();
        out.start(self.name("CounterSignature"), &[])?;
        Ok(self.add(&out.finish()))
    }

    /// `TimeStampValidationData` with everything of `evidence`.
    fn validation_data(&self, evidence: &Evidence) -> Result<String, PropertiesError> {
        let mut out = Writer::default();
        self.start_141(&mut out, "TimeStampValidationData")?;
        self.certificate_values(&mut out, evidence)?;
        self.revocation_values(&mut out, evidence)?;
        Ok(out.finish())
    }

    /// What puts `evidence` into the document. Where an archive time-stamp covers the properties
    /// there are, it comes behind all of them; else into `CertificateValues` and
    /// `RevocationValues`, of which a signature has one each (EN 319 132-1 §5.4).
    pub(super) fn store(
        &self,
        evidence: &Evidence,
        archived: bool,
    ) -> Result<Vec<Edit>, PropertiesError> {
        if evidence.is_empty() {
            return Ok(Vec::new());
        }
        if archived {
            return Ok(vec![self.add(&self.validation_data(evidence)?)]);
        }
        let mut edits = Vec::new();
        let mut new = Writer::default();
        match self.existing("CertificateValues") {
            Some(node) => {
                let mut out = Writer::default();
                self.certificates(&mut out, evidence)?;
                edits.extend(some(out).map(|text| Edit::append(self.tree, node, &text)));
            }
            None => self.certificate_values(&mut new, evidence)?,
        }
        match self.existing("RevocationValues") {
            Some(node) => edits.extend(self.more_revocation(node, evidence)?),
            None => self.revocation_values(&mut new, evidence)?,
        }
        edits.extend(some(new).map(|text| self.add(&text)));
        Ok(edits)
    }

    /// Puts a property behind those there are, with the elements around it that are missing.
    pub(super) fn add(&self, property: &str) -> Edit {
        if let Some(node) = self.qualifying.unsigned_signature_node {
            return Edit::append(self.tree, node, property);
        }
        let name = self.name("UnsignedSignatureProperties");
        let of_signature = format!("<{name}>{property}</{name}>");
        if let Some(node) = self.qualifying.unsigned_node {
            return Edit::prepend(self.tree, node, &of_signature);
        }
        let name = self.name("UnsignedProperties");
        let unsigned = format!("<{name}>{of_signature}</{name}>");
        Edit::append(self.tree, self.qualifying.node, &unsigned)
    }

    fn name(&self, local: &str) -> String {
        Writer::name(&self.xades, local)
    }

    fn start_141(&self, out: &mut Writer, local: &str) -> Result<(), PropertiesError> {
        let declaration = format!("xmlns:{PREFIX_141}");
        let declare = [(declaration.as_str(), XADES141)];
        let attributes: &[_] = if self.declare_141 { &declare } else { &[] };
        out.start(Writer::name(PREFIX_141, local), attributes)
    }

    fn timestamp(
        &self,
        out: &mut Writer,
        method: &Canonicalization,
        token: &[u8],
    ) -> Result<(), PropertiesError> {
        let (prefix, declare) = &self.ds;
        let declaration = format!("xmlns:{prefix}");
        let mut attributes = vec![("Algorithm", method.uri())];
        if *declare {
            attributes.insert(0, (&declaration, DS));
        }
        out.empty(&Writer::name(prefix, "CanonicalizationMethod"), &attributes)?;
        out.base64(self.name("EncapsulatedTimeStamp"), token)
    }

    fn certificate_values(
        &self,
        out: &mut Writer,
        evidence: &Evidence,
    ) -> Result<(), PropertiesError> {
        if evidence.certificates.is_empty() {
            return Ok(());
        }
        out.start(self.name("CertificateValues"), &[])?;
        self.certificates(out, evidence)?;
        out.end();
        Ok(())
    }

    fn certificates(&self, out: &mut Writer, evidence: &Evidence) -> Result<(), PropertiesError> {
        let mut all = evidence.certificates.iter();
        all.try_for_each(|one| out.base64(self.name("EncapsulatedX509Certificate"), one.der()))
    }

    fn revocation_values(
        &self,
        out: &mut Writer,
        evidence: &Evidence,
    ) -> Result<(), PropertiesError> {
        if evidence.crls.is_empty() && evidence.ocsp.is_empty() {
            return Ok(());
        }
        out.start(self.name("RevocationValues"), &[])?;
        for list in [List::Crls, List::Ocsp] {
            self.list(out, list, evidence, true)?;
        }
        out.end();
        Ok(())
    }

    /// The members of one list, with the list around them where it is asked for.
    fn list(
        &self,
        out: &mut Writer,
        list: List,
        evidence: &Evidence,
        around: bool,
    ) -> Result<(), PropertiesError> {
        let members: Vec<&[u8]> = match list {
            List::Crls => evidence.crls.iter().map(|crl| crl.der()).collect(),
            List::Ocsp => evidence.ocsp.iter().map(|response| response.der()).collect(),
        };
        if members.is_empty() {
            return Ok(());
        }
        let (name, member) = list.names();
        if around {
            out.start(self.name(name), &[])?;
        }
        members.into_iter().try_for_each(|der| out.base64(self.name(member), der))?;
        if around {
            out.end();
        }
        Ok(())
    }

    /// Revocation data into a `RevocationValues` that is there: CRLs stand before OCSP responses,
    /// whatever else it has behind them.
    fn more_revocation(
        &self,
        node: NodeId,
        evidence: &Evidence,
    ) -> Result<Vec<Edit>, PropertiesError> {
        let child = |list: List| {
            let mut children = self.tree.elements(node);
            children.find(|child| self.tree.is(*child, XADES, list.names().0))
        };
        let mut edits = Vec::new();
        let mut first = Writer::default();
        for list in [List::Crls, List::Ocsp] {
            match child(list) {
                Some(present) => {
                    let mut out = Writer::default();
                    self.list(&mut out, list, evidence, false)?;
                    edits.extend(some(out).map(|text| Edit::append(self.tree, present, &text)));
                }
                None if matches!(list, List::Ocsp) && child(List::Crls).is_some() => {
                    let mut out = Writer::default();
                    self.list(&mut out, list, evidence, true)?;
                    let crls = child(List::Crls).unwrap_or(node);
                    edits.extend(some(out).map(|text| Edit::after(self.tree, crls, &text)));
                }
                None => self.list(&mut first, list, evidence, true)?,
            }
        }
        edits.extend(some(first).map(|text| Edit::prepend(self.tree, node, &text)));
        Ok(edits)
    }

    /// The first child of the unsigned signature properties with this name.
    fn existing(&self, local: &str) -> Option<NodeId> {
        let mut properties = self.qualifying.unsigned.iter().map(|property| property.node);
        properties.find(|node| self.tree.is(*node, XADES, local))
    }
}

/// What was written, where that is anything.
fn some(out: Writer) -> Option<String> {
    Some(out.finish()).filter(|text| !text.is_empty())
}

/// The two lists of revocation data.
#[derive(Clone, Copy)]
enum List {
    Crls,
    Ocsp,
}

impl List {
    /// Name of the list and of its members.
    fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Crls => ("CRLValues", "EncapsulatedCRLValue"),
            Self::Ocsp => ("OCSPValues", "EncapsulatedOCSPValue"),
        }
    }
}
