//! Reads a trusted list out of its tree, once its signature held. What is not needed is passed
//! over; what is needed and is not there, or stands there twice, is an error.

use super::service::{Provider, Service, ServiceKind, ServiceState, ServiceStatus};
use super::{ListPointer, NAMESPACE, Scheme, TrustList, TrustListError};
use crate::limits::MAX_TRUST_LIST_SERVICES;
use crate::time::Time;
use crate::x509::Certificate;
use crate::xml::{NodeId, Tree, XML_NAMESPACE, base64};

/// Versions that are understood (TS 119 612 §5.3.1): 5 until 2026, and 6.
const VERSIONS: [u64; 2] = [5, 6];

/// The namespace of the additional types, in which media types are told (TS 119 612 annex C).
const ADDITIONAL: &str = "http://uri.etsi.org/02231/v2/additionaltypes#";

/// The namespace of the extension that says which certificates are qualified (§5.5.9.2): what an
/// anchor is for does not hang on it.
const QUALIFICATIONS: &str =
    "http://uri.etsi.org/TrstSvc/SvcInfoExt/eSigDir-1999-93-EC-TrustedList/#";

/// Extensions of the list's own namespaces that are understood (§5.5.9).
const KNOWN: [(&str, &str); 4] = [
    (NAMESPACE, "AdditionalServiceInformation"),
    (NAMESPACE, "ExpiredCertsRevocationInfo"),
    (ADDITIONAL, "TakenOverBy"),
    (QUALIFICATIONS, "Qualifications"),
];

/// One list being read.
pub(super) struct Reading<'t> {
    tree: &'t Tree,
    unreadable: usize,
    services: usize,
}

type Result<T> = std::result::Result<T, TrustListError>;

impl<'t> Reading<'t> {
    pub(super) fn new(tree: &'t Tree) -> Self {
        Self { tree, unreadable: 0, services: 0 }
    }

    /// The whole of it.
    pub(super) fn list(mut self, signer: Certificate) -> Result<TrustList> {
        let root = self.tree.document_element();
        if !self.tree.is(root, NAMESPACE, "TrustServiceStatusList") {
            return Err(TrustListError::NoList);
        }
        let information = self.needed(root, "SchemeInformation")?;
        let scheme = self.scheme(information)?;
        let mut pointers = Vec::new();
        if let Some(all) = self.only(information, "PointersToOtherTSL")? {
            for pointer in self.all(all, "OtherTSLPointer") {
                pointers.push(self.pointer(pointer)?);
            }
        }
        let mut providers = Vec::new();
        if let Some(all) = self.only(root, "TrustServiceProviderList")? {
            for provider in self.all(all, "TrustServiceProvider") {
                providers.push(self.provider(provider)?);
            }
        }
        let unreadable = self.unreadable;
        Ok(TrustList { scheme, signer, pointers, providers, unreadable })
    }

    fn scheme(&self, node: NodeId) -> Result<Scheme> {
        let version = self.number(node, "TSLVersionIdentifier")?;
        if !VERSIONS.contains(&version) {
            return Err(TrustListError::Version { found: version });
        }
        let due = self.needed(node, "NextUpdate")?;
        let due = self.only(due, "dateTime")?;
        Ok(Scheme {
            version,
            sequence: self.number(node, "TSLSequenceNumber")?,
            kind: self.text_of(node, "TSLType")?.to_owned(),
            operator: self.name(node, "SchemeOperatorName")?,
            territory: self.optional_text(node, "SchemeTerritory")?.to_owned(),
            issued: self.time_of(node, "ListIssueDateTime")?,
            next_update: due.map(|due| self.time(due, "NextUpdate")).transpose()?,
        })
    }

    fn pointer(&mut self, node: NodeId) -> Result<ListPointer> {
        let mut signers = Vec::new();
        if let Some(identities) = self.only(node, "ServiceDigitalIdentities")? {
            for identity in self.all(identities, "ServiceDigitalIdentity") {
                signers.extend(self.certificates(identity));
            }
        }
        let mut pointer = ListPointer {
            location: self.text_of(node, "TSLLocation")?.to_owned(),
            signers,
            kind: String::new(),
            territory: String::new(),
            media_type: String::new(),
        };
        let Some(more) = self.only(node, "AdditionalInformation")? else { return Ok(pointer) };
        for information in self.all(more, "OtherInformation") {
            let own = self.optional_text(information, "TSLType")?;
            let territory = self.optional_text(information, "SchemeTerritory")?;
            let media_type = self.tree.children(information);
            let mut media_type = media_type.filter(|n| self.tree.is(*n, ADDITIONAL, "MimeType"));
            if !own.is_empty() {
                own.clone_into(&mut pointer.kind);
            }
            if !territory.is_empty() {
                territory.clone_into(&mut pointer.territory);
            }
            if let Some(node) = media_type.next() {
                self.text(node, "MimeType")?.clone_into(&mut pointer.media_type);
            }
        }
        Ok(pointer)
    }

    fn provider(&mut self, node: NodeId) -> Result<Provider> {
        let information = self.needed(node, "TSPInformation")?;
        let name = self.name(information, "TSPName")?;
        let mut services = Vec::new();
        let all = self.needed(node, "TSPServices")?;
        for service in self.all(all, "TSPService") {
            self.services += 1;
            if self.services > MAX_TRUST_LIST_SERVICES {
                return Err(TrustListError::TooManyServices);
            }
            services.push(self.service(service)?);
        }
        Ok(Provider { name, services })
    }

    fn service(&mut self, node: NodeId) -> Result<Service> {
        let information = self.needed(node, "ServiceInformation")?;
        let mut supply_points = Vec::new();
        if let Some(points) = self.only(information, "ServiceSupplyPoints")? {
            for point in self.all(points, "ServiceSupplyPoint") {
                supply_points.push(self.text(point, "ServiceSupplyPoint")?.to_owned());
            }
        }
        let mut states = vec![self.state(information)?];
        if let Some(history) = self.only(node, "ServiceHistory")? {
            for instance in self.all(history, "ServiceHistoryInstance") {
                self.services += 1;
                if self.services > MAX_TRUST_LIST_SERVICES {
                    return Err(TrustListError::TooManyServices);
                }
                states.push(self.state(instance)?);
            }
        }
        // One key through all states: a past state of another key is not the service's.
        let own = states.first().map(|state| state.certificates.clone()).unwrap_or_default();
        for state in states.iter_mut().skip(1) {
            state.certificates.retain(|certificate| {
                own.is_empty() || own.iter().any(|one| one.spki_der() == certificate.spki_der())
            });
        }
        Ok(Service { name: self.name(information, "ServiceName")?, supply_points, states })
    }

    fn state(&mut self, node: NodeId) -> Result<ServiceState> {
        let identity = self.only(node, "ServiceDigitalIdentity")?;
        let mut information = Vec::new();
        let mut critical_unknown = false;
        if let Some(extensions) = self.only(node, "ServiceInformationExtensions")? {
            for extension in self.all(extensions, "Extension") {
                let critical = self.tree.attribute(extension, "", "Critical");
                let critical = !matches!(critical.map(str::trim), Some("false" | "0"));
                critical_unknown |= critical && !self.is_known(extension);
                information.extend(self.information(extension)?);
            }
        }
        Ok(ServiceState {
            kind: ServiceKind::from_uri(self.text_of(node, "ServiceTypeIdentifier")?),
            status: ServiceStatus::from_uri(self.text_of(node, "ServiceStatus")?),
            since: self.time_of(node, "StatusStartingTime")?,
            certificates: identity.map_or(Vec::new(), |identity| self.certificates(identity)),
            information,
            critical_unknown,
        })
    }

    fn is_known(&self, extension: NodeId) -> bool {
        let inside = self.tree.children(extension).filter(|node| self.tree.is_element(*node));
        let inside: Vec<_> = inside.collect();
        let is_known = |node| KNOWN.iter().any(|(ns, local)| self.tree.is(node, ns, local));
        !inside.is_empty() && inside.into_iter().all(is_known)
    }

    fn information(&self, extension: NodeId) -> Result<Vec<String>> {
        let mut found = Vec::new();
        for node in self.all(extension, "AdditionalServiceInformation") {
            found.push(self.text_of(node, "URI")?.to_owned());
        }
        Ok(found)
    }

    /// Those that can be read; the others are counted.
    fn certificates(&mut self, identity: NodeId) -> Vec<Certificate> {
        let mut found = Vec::new();
        for id in self.all(identity, "DigitalId") {
            for node in self.all(id, "X509Certificate") {
                let text = self.tree.text(node).ok();
                let der = text.and_then(base64::decode);
                match der.and_then(|der| Certificate::from_der(&der).ok()) {
                    Some(certificate) => found.push(certificate),
                    None => self.unreadable += 1,
                }
            }
        }
        found
    }

    /// Of names in several languages the English one, else the first (TS 119 612 §5.1.4).
    fn name(&self, node: NodeId, element: &'static str) -> Result<String> {
        let names = self.all(self.needed(node, element)?, "Name");
        let english = |node: &&NodeId| {
            let language = self.tree.attribute(**node, XML_NAMESPACE, "lang");
            language.is_some_and(|language| language.eq_ignore_ascii_case("en"))
        };
        let chosen = names.iter().find(english).or(names.first());
        chosen.map_or(Ok(String::new()), |node| Ok(self.text(*node, "Name")?.to_owned()))
    }

    fn number(&self, node: NodeId, element: &'static str) -> Result<u64> {
        let text = self.text_of(node, element)?;
        text.parse().map_err(|_| self.malformed(node, element))
    }

    fn time_of(&self, node: NodeId, element: &'static str) -> Result<Time> {
        self.time(self.needed(node, element)?, element)
    }

    fn time(&self, node: NodeId, element: &'static str) -> Result<Time> {
        let text = self.text(node, element)?;
        Time::parse_rfc3339(text).ok_or_else(|| self.malformed(node, element))
    }

    fn text_of(&self, node: NodeId, element: &'static str) -> Result<&'t str> {
        self.text(self.needed(node, element)?, element)
    }

    fn optional_text(&self, node: NodeId, element: &'static str) -> Result<&'t str> {
        self.only(node, element)?.map_or(Ok(""), |node| self.text(node, element))
    }

    fn text(&self, node: NodeId, element: &'static str) -> Result<&'t str> {
        self.tree.text(node).map(str::trim).map_err(|_| self.malformed(node, element))
    }

    fn needed(&self, node: NodeId, element: &'static str) -> Result<NodeId> {
        self.only(node, element)?.ok_or_else(|| self.malformed(node, element))
    }

    /// The only child of this name; two of them would be read in two ways.
    fn only(&self, node: NodeId, element: &'static str) -> Result<Option<NodeId>> {
        match self.all(node, element).as_slice() {
            [] => Ok(None),
            [one] => Ok(Some(*one)),
            [_, second, ..] => Err(self.malformed(*second, element)),
        }
    }

    fn all(&self, node: NodeId, element: &str) -> Vec<NodeId> {
        let is = |child: &NodeId| self.tree.is(*child, NAMESPACE, element);
        self.tree.children(node).filter(is).collect()
    }

    fn malformed(&self, node: NodeId, element: &'static str) -> TrustListError {
        TrustListError::Malformed { element, offset: self.tree.span(node).start }
    }
}
