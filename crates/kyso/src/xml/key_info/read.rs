//! Reads `ds:KeyInfo` and `ds:X509Data` (xmldsig-core1 §4.5).

use super::{
    IssuerSerial, KeyInfo, KeyInfoError, KeyInfoItem, KeyValue, X509Certificate, X509Data, value,
};
use crate::crypto::ecdsa_form::significant;
use crate::limits::MAX_KEY_INFO_ITEMS;
use crate::x509::Certificate;
use crate::xml::base64;
use crate::xml::signature::{DSIG, DSIG11};
use crate::xml::tree::{NodeId, Tree};

impl KeyInfo {
    /// Reads the `ds:KeyInfo` element `node`.
    ///
    /// # Errors
    /// [`KeyInfoError`]: values that are no plain base64 or text, keys without their parts, more
    /// items than [`MAX_KEY_INFO_ITEMS`]. A certificate that cannot be read is no error here.
    pub fn read(tree: &Tree, node: NodeId) -> Result<Self, KeyInfoError> {
        let mut items = Vec::new();
        let mut room = MAX_KEY_INFO_ITEMS;
        for child in tree.elements(node) {
            take(&mut room)?;
            items.push(read_item(tree, child, &mut room)?);
        }
        let id = tree.attribute(node, "", "Id").map(str::to_owned);
        Ok(Self { node, id, items })
    }

    /// Every certificate that could be read, in document order.
    pub fn certificates(&self) -> impl Iterator<Item = &Certificate> {
        self.x509_data()
            .flat_map(|data| &data.certificates)
            .filter_map(|found| found.certificate.as_ref().ok())
    }

    /// Every `ds:X509Data`, in document order.
    pub fn x509_data(&self) -> impl Iterator<Item = &X509Data> {
        self.items.iter().filter_map(|item| match item {
            KeyInfoItem::X509(data) => Some(data),
            _ => None,
        })
    }

    /// The bare keys of a kind known here, as SubjectPublicKeyInfo, DER.
    pub fn key_values(&self) -> impl Iterator<Item = &[u8]> {
        self.items.iter().filter_map(|item| match item {
            KeyInfoItem::Value(value) => value.spki.as_deref(),
            _ => None,
        })
    }

    /// The certificates, those first that can be the signer's: named by `X509SKI`, or by
    /// the serial number in `X509IssuerSerial`, or issuer of no other here. Writers put them in
    /// any order. Each certificate comes once.
    #[must_use]
    pub fn signer_candidates(&self) -> Vec<&Certificate> {
        let mut unique: Vec<&Certificate> = Vec::new();
        for certificate in self.certificates() {
            if unique.iter().all(|seen| seen.der() != certificate.der()) {
                unique.push(certificate);
            }
        }
        let mut ranked: Vec<_> = unique.iter().map(|one| (self.rank(one, &unique), *one)).collect();
        ranked.sort_by_key(|(rank, _)| *rank);
        ranked.into_iter().map(|(_, certificate)| certificate).collect()
    }

    /// 0 for a certificate that is named, 1 for one that issued no other, 2 for the rest.
    fn rank(&self, certificate: &Certificate, all: &[&Certificate]) -> u8 {
        let key_identifier = certificate.subject_key_id().ok().flatten();
        let named = self.x509_data().any(|data| {
            let serials = data.issuer_serials.iter();
            let same = |named: &IssuerSerial| {
                value::decimal(&named.serial).as_deref() == Some(significant(certificate.serial()))
            };
            data.key_identifiers.iter().any(|id| Some(id) == key_identifier.as_ref())
                || serials.clone().any(same)
        });
        let issues = |other: &&Certificate| {
            other.der() != certificate.der() && other.issuer().matches(certificate.subject())
        };
        if named {
            0
        } else if all.iter().any(issues) {
            2
        } else {
            1
        }
    }
}

fn read_item(tree: &Tree, node: NodeId, room: &mut usize) -> Result<KeyInfoItem, KeyInfoError> {
    let is = |local| tree.is(node, DSIG, local);
    if is("KeyName") {
        return Ok(KeyInfoItem::Name(tree.text(node)?.to_owned()));
    }
    if is("X509Data") {
        return read_x509(tree, node, room).map(KeyInfoItem::X509);
    }
    if is("KeyValue") {
        let spki = value::read(tree, node)?;
        return Ok(KeyInfoItem::Value(KeyValue { node, spki }));
    }
    if tree.is(node, DSIG11, "DEREncodedKeyValue") {
        let spki = Some(binary(tree, node)?);
        return Ok(KeyInfoItem::Value(KeyValue { node, spki }));
    }
    if is("RetrievalMethod") || tree.is(node, DSIG11, "KeyInfoReference") {
        let uri = tree.attribute(node, "", "URI").unwrap_or_default().to_owned();
        return Ok(KeyInfoItem::Elsewhere { uri });
    }
    let name = tree.name(node);
    Ok(KeyInfoItem::Other {
        namespace: name.map(|name| name.namespace.to_owned()).unwrap_or_default(),
        local: name.map(|name| name.local.to_owned()).unwrap_or_default(),
    })
}

fn read_x509(tree: &Tree, node: NodeId, room: &mut usize) -> Result<X509Data, KeyInfoError> {
    let mut data = X509Data::default();
    for child in tree.elements(node) {
        take(room)?;
        let Some(name) = tree.name(child).filter(|name| name.namespace == DSIG) else { continue };
        match name.local {
            "X509Certificate" => {
                let der = binary(tree, child)?;
                let certificate = Certificate::from_der(&der);
                data.certificates.push(X509Certificate { node: child, der, certificate });
            }
            "X509SubjectName" => data.subject_names.push(tree.text(child)?.to_owned()),
            "X509IssuerSerial" => data.issuer_serials.push(issuer_serial(tree, child)?),
            "X509SKI" => data.key_identifiers.push(binary(tree, child)?),
            "X509CRL" => data.crls.push(binary(tree, child)?),
            _ => {}
        }
    }
    Ok(data)
}

fn issuer_serial(tree: &Tree, node: NodeId) -> Result<IssuerSerial, KeyInfoError> {
    let mut children = tree.elements(node);
    let mut next = |local| match children.next().filter(|child| tree.is(*child, DSIG, local)) {
        Some(child) => Ok(tree.text(child)?.to_owned()),
        None => Err(malformed(tree, node)),
    };
    let issuer = next("X509IssuerName")?;
    let serial = next("X509SerialNumber")?;
    if children.next().is_some() {
        return Err(malformed(tree, node));
    }
    Ok(IssuerSerial { issuer, serial })
}

fn take(room: &mut usize) -> Result<(), KeyInfoError> {
    *room = room
        .checked_sub(1)
        .ok_or(KeyInfoError::TooMany { what: "items", limit: MAX_KEY_INFO_ITEMS })?;
    Ok(())
}

/// The decoded content of an element, which is never empty.
pub(super) fn binary(tree: &Tree, node: NodeId) -> Result<Vec<u8>, KeyInfoError> {
    base64::decode(tree.text(node)?).filter(|bytes| !bytes.is_empty()).ok_or_else(|| {
        let element = tree.name(node).map(|name| name.local.to_owned()).unwrap_or_default();
        KeyInfoError::Base64 { element, span: tree.span(node) }
    })
}

pub(super) fn malformed(tree: &Tree, node: NodeId) -> KeyInfoError {
    let element = tree.name(node).map(|name| name.local.to_owned()).unwrap_or_default();
    KeyInfoError::Malformed { element, span: tree.span(node) }
}
