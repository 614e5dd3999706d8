//! The structure of an XML document: signatures, what they reference and what they carry.

use kyso::role;
use kyso::xml::key_info::{KeyInfoItem, X509Data};
use kyso::xml::signature::{self, SignatureMethod, XmlSignature};
use kyso::xml::xades::{PolicyIdentifier, Qualifying, Reading};
use kyso::xml::{Encoding, NodeId, Tree, XmlDocument};

use super::cms::certificate;
use super::xml_model::{Inspection, Name, Properties, Reference, Signature};
use crate::hex::hex;

/// Everything that stands in the document.
pub(super) fn inspect(document: &XmlDocument, file: String) -> Inspection {
    let tree = document.tree();
    let root = tree.document_element();
    Inspection {
        schema: 1,
        kyso: env!("CARGO_PKG_VERSION"),
        file,
        format: "xml",
        length: document.source().len(),
        encoding: match document.encoding() {
            Encoding::Utf16Le => "UTF-16LE",
            Encoding::Utf16Be => "UTF-16BE",
            Encoding::Ascii => "US-ASCII",
            _ => "UTF-8",
        },
        root: name(tree, root),
        signatures: signatures(document),
    }
}

/// Every signature in it.
pub(super) fn signatures(document: &XmlDocument) -> Vec<Signature> {
    let found = signature::find(document.tree());
    found.into_iter().map(|node| describe(document, node)).collect()
}

fn name(tree: &Tree, node: NodeId) -> Name {
    let name = tree.name(node);
    Name {
        namespace: name.map_or_else(String::new, |name| name.namespace.to_owned()),
        name: name.map_or_else(String::new, |name| name.local.to_owned()),
    }
}

fn describe(document: &XmlDocument, node: NodeId) -> Signature {
    let tree = document.tree();
    let nothing = Signature {
        path: tree.path(node),
        id: None,
        offset: tree.span(node).start,
        fault: None,
        canonicalization: None,
        signature_algorithm: None,
        value_length: None,
        references: Vec::new(),
        key_info: Vec::new(),
        certificates: Vec::new(),
        unreadable_certificates: 0,
        objects: 0,
        properties: Properties::default(),
    };
    let signature = match XmlSignature::read(tree, node) {
        Ok(signature) => signature,
        Err(error) => return Signature { fault: Some(error.to_string()), ..nothing },
    };
    let items = signature.key_info.as_ref().map(|info| info.items.as_slice()).unwrap_or_default();
    let certificates = || items.iter().filter_map(x509_data).flat_map(|data| &data.certificates);
    let readable = certificates().filter_map(|one| one.certificate.as_ref().ok());
    Signature {
        id: signature.id.clone(),
        canonicalization: Some(signature.signed_info.canonicalization.uri.clone()),
        signature_algorithm: Some(match &signature.signed_info.method {
            SignatureMethod::Known(algorithm) => algorithm.name(),
            SignatureMethod::Hmac { uri }
            | SignatureMethod::Dsa { uri }
            | SignatureMethod::Unknown { uri } => uri.clone(),
            other => format!("{other:?}"),
        }),
        value_length: Some(signature.value.bytes.len()),
        references: signature.signed_info.references.iter().map(reference).collect(),
        key_info: items.iter().filter_map(hint).collect(),
        certificates: readable.map(certificate).collect(),
        unreadable_certificates: certificates().filter(|one| one.certificate.is_err()).count(),
        objects: signature.objects.len(),
        properties: properties(document, &signature),
        ..nothing
    }
}

fn x509_data(item: &KeyInfoItem) -> Option<&X509Data> {
    match item {
        KeyInfoItem::X509(data) => Some(data),
        _ => None,
    }
}

/// What the key information says beside certificates.
fn hint(item: &KeyInfoItem) -> Option<String> {
    match item {
        KeyInfoItem::Name(name) => Some(format!("KeyName {name}")),
        KeyInfoItem::Value(_) => Some("KeyValue".to_owned()),
        KeyInfoItem::Elsewhere { uri } => Some(format!("RetrievalMethod {uri}")),
        KeyInfoItem::Other { local, .. } => Some(local.clone()),
        KeyInfoItem::X509(data) => {
            let names = data.subject_names.iter().map(|name| format!("X509SubjectName {name}"));
            let serials = data.issuer_serials.iter();
            let serials =
                serials.map(|one| format!("X509IssuerSerial {} {}", one.issuer, one.serial));
            let keys = data.key_identifiers.iter().map(|id| format!("X509SKI {}", hex(id)));
            let all: Vec<String> = names.chain(serials).chain(keys).collect();
            (!all.is_empty()).then(|| all.join("; "))
        }
        _ => None,
    }
}

fn reference(reference: &signature::Reference) -> Reference {
    let method = &reference.digest_method;
    Reference {
        id: reference.id.clone(),
        uri: reference.uri.clone(),
        kind: reference.kind.clone(),
        transforms: reference.transforms.iter().map(|transform| transform.uri.clone()).collect(),
        digest_algorithm: method
            .algorithm
            .map_or_else(|| method.uri.clone(), |digest| digest.name().to_owned()),
        digest: hex(&reference.digest_value),
    }
}

fn properties(document: &XmlDocument, signature: &XmlSignature) -> Properties {
    let (tree, ids) = (document.tree(), document.ids());
    let only = |form| Properties { form: Some(form), ..Properties::default() };
    let qualifying = match Qualifying::read(tree, ids, signature) {
        Ok(Reading::Present(qualifying)) => qualifying,
        Ok(Reading::Absent) => return Properties::default(),
        Ok(Reading::Older { .. }) => return only("older"),
        Ok(_) => return only("elsewhere"),
        Err(error) => return Properties { fault: Some(error.to_string()), ..only("XAdES") },
    };
    let signed = &qualifying.signed;
    let time = signed.signing_time.as_ref();
    let (role, roles) = role::told_apart(&signed.roles);
    let parts = signed.place.as_ref().map(|place| {
        let parts =
            [&place.street, &place.city, &place.province, &place.postal_code, &place.country];
        parts.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(", ")
    });
    Properties {
        signing_time: time.map(|time| time.text.clone()),
        claimed_time: time.and_then(|time| time.time),
        place: parts,
        role,
        roles,
        policy: signed.policy.as_ref().map(|policy| match policy {
            PolicyIdentifier::Explicit { identifier, .. } => identifier.clone(),
            _ => "implied".to_owned(),
        }),
        unsigned: qualifying.unsigned.iter().map(|one| name(tree, one.node).name).collect(),
        ..only("XAdES")
    }
}
