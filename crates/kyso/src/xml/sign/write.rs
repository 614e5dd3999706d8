//! Writes a `ds:Signature` as text: compact, nothing that C14N would change in meaning.

use std::fmt::Write;

use super::template::{
    FilterTemplate, KeyInfoTemplate, ReferenceTemplate, Template, TransformTemplate,
};
use super::{XmlSignError, escape};
use crate::SignatureAlgorithm;
use crate::xml::algorithm::{MGF1, PSS_NAMESPACE, RSA_PSS};
use crate::xml::base64;
use crate::xml::c14n::{C14nVersion, Canonicalization};
use crate::xml::key_info::{KeyParts, parts_of};
use crate::xml::signature::{DSIG, DSIG11};
use crate::xml::transform::{BASE64, ENVELOPED, EXCLUSIVE, FILTER2, XPATH};
use crate::xml::xpath::SetOperation;

/// A signature as text, and where its value goes.
pub(super) struct Skeleton {
    pub(super) text: String,
    /// Byte of `text` where the content of `ds:SignatureValue` begins.
    pub(super) value_at: usize,
}

/// Writes the signature with these digests, its value empty.
pub(super) fn skeleton(template: &Template, digests: &[Vec<u8>]) -> Result<Skeleton, XmlSignError> {
    let mut out = Writer::new(&template.prefix);
    out.open("Signature", &[("Id", template.id.as_deref())]);
    signed_info(&mut out, template, digests)?;
    out.open("SignatureValue", &[("Id", template.value_id.as_deref())]);
    let value_at = out.text.len();
    out.close("SignatureValue");
    key_info(&mut out, &template.key_info);
    template.objects.iter().for_each(|object| out.text.push_str(object));
    out.close("Signature");
    Ok(Skeleton { text: out.text, value_at })
}

fn signed_info(
    out: &mut Writer<'_>,
    template: &Template,
    digests: &[Vec<u8>],
) -> Result<(), XmlSignError> {
    out.open("SignedInfo", &[]);
    out.method("CanonicalizationMethod", &protecting(template));
    signature_method(out, template.algorithm)?;
    for (reference, digest) in template.references.iter().zip(digests) {
        write_reference(out, reference, digest);
    }
    out.close("SignedInfo");
    Ok(())
}

/// The canonicalization of `SignedInfo`. Exclusive canonicalization leaves out the declarations of
/// prefixes that only an XPath expression uses; listed, they are signed like the rest.
fn protecting(template: &Template) -> Canonicalization {
    let mut method = template.canonicalization.clone();
    if method.version != C14nVersion::Exclusive {
        return method;
    }
    let transforms = template.references.iter().flat_map(|one| &one.transforms);
    for (prefix, _) in transforms.flat_map(TransformTemplate::namespaces) {
        if *prefix != template.prefix && !method.inclusive_prefixes.contains(prefix) {
            method.inclusive_prefixes.push(prefix.clone());
        }
    }
    method
}

fn signature_method(
    out: &mut Writer<'_>,
    algorithm: SignatureAlgorithm,
) -> Result<(), XmlSignError> {
    if let Some(uri) = algorithm.xml_uri() {
        out.empty("SignatureMethod", &[("Algorithm", Some(uri))]);
        return Ok(());
    }
    let SignatureAlgorithm::RsaPss { digest, mgf_digest, salt_len } = algorithm else {
        return Err(XmlSignError::Algorithm { algorithm });
    };
    out.open("SignatureMethod", &[("Algorithm", Some(RSA_PSS))]);
    out.raw(format_args!("<pss:RSAPSSParams xmlns:pss=\"{PSS_NAMESPACE}\">"));
    out.empty("DigestMethod", &[("Algorithm", Some(digest.xml_uri()))]);
    out.raw(format_args!("<pss:MaskGenerationFunction Algorithm=\"{MGF1}\">"));
    out.empty("DigestMethod", &[("Algorithm", Some(mgf_digest.xml_uri()))]);
    out.raw(format_args!("</pss:MaskGenerationFunction>"));
    out.raw(format_args!("<pss:SaltLength>{salt_len}</pss:SaltLength></pss:RSAPSSParams>"));
    out.close("SignatureMethod");
    Ok(())
}

fn write_reference(out: &mut Writer<'_>, reference: &ReferenceTemplate, digest: &[u8]) {
    let attributes = [
        ("Id", reference.id.as_deref()),
        ("Type", reference.kind.as_deref()),
        ("URI", reference.uri.as_deref()),
    ];
    out.open("Reference", &attributes);
    if !reference.transforms.is_empty() {
        out.open("Transforms", &[]);
        reference.transforms.iter().for_each(|transform| write_transform(out, transform));
        out.close("Transforms");
    }
    out.empty("DigestMethod", &[("Algorithm", Some(reference.digest.xml_uri()))]);
    out.element("DigestValue", &base64::encode(digest));
    out.close("Reference");
}

fn write_transform(out: &mut Writer<'_>, transform: &TransformTemplate) {
    match transform {
        TransformTemplate::Enveloped => out.empty("Transform", &[("Algorithm", Some(ENVELOPED))]),
        TransformTemplate::Base64 => out.empty("Transform", &[("Algorithm", Some(BASE64))]),
        TransformTemplate::Canonicalization(method) => out.method("Transform", method),
        TransformTemplate::XPath { expression, namespaces } => {
            out.open("Transform", &[("Algorithm", Some(XPATH))]);
            let name = out.name("XPath");
            out.raw(format_args!("<{name}"));
            out.declarations(namespaces);
            out.raw(format_args!(">{}</{name}>", escape::text(expression)));
            out.close("Transform");
        }
        TransformTemplate::Filter2(steps) => {
            out.open("Transform", &[("Algorithm", Some(FILTER2))]);
            steps.iter().for_each(|step| write_filter(out, step));
            out.close("Transform");
        }
    }
}

fn write_filter(out: &mut Writer<'_>, step: &FilterTemplate) {
    let operation = match step.operation {
        SetOperation::Intersect => "intersect",
        SetOperation::Subtract => "subtract",
        SetOperation::Union => "union",
    };
    out.raw(format_args!("<XPath xmlns=\"{FILTER2}\" Filter=\"{operation}\""));
    out.declarations(&step.namespaces);
    out.raw(format_args!(">{}</XPath>", escape::text(&step.expression)));
}

fn key_info(out: &mut Writer<'_>, info: &KeyInfoTemplate) {
    let x509 = info.subject_name.is_some() || !info.certificates.is_empty();
    if !x509 && info.key_name.is_none() && info.key_value.is_none() {
        return;
    }
    out.open("KeyInfo", &[("Id", info.id.as_deref())]);
    if let Some(name) = &info.key_name {
        out.element("KeyName", name);
    }
    if let Some(spki) = &info.key_value {
        key_value(out, spki);
    }
    if x509 {
        out.open("X509Data", &[]);
        if let Some(name) = &info.subject_name {
            out.element("X509SubjectName", name);
        }
        for certificate in &info.certificates {
            out.element("X509Certificate", &base64::encode(certificate.der()));
        }
        out.close("X509Data");
    }
    out.close("KeyInfo");
}

fn key_value(out: &mut Writer<'_>, spki: &[u8]) {
    match parts_of(spki) {
        Some(KeyParts::Rsa(modulus, exponent)) => {
            out.open("KeyValue", &[]);
            out.open("RSAKeyValue", &[]);
            out.element("Modulus", &base64::encode(modulus));
            out.element("Exponent", &base64::encode(exponent));
            out.close("RSAKeyValue");
            out.close("KeyValue");
        }
        Some(KeyParts::Ec(curve, point)) => {
            let point = base64::encode(point);
            out.open("KeyValue", &[]);
            out.raw(format_args!(
                "<ECKeyValue xmlns=\"{DSIG11}\"><NamedCurve URI=\"urn:oid:{curve}\"/>\
                 <PublicKey>{point}</PublicKey></ECKeyValue>"
            ));
            out.close("KeyValue");
        }
        None => {
            let key = base64::encode(spki);
            let name = "DEREncodedKeyValue";
            out.raw(format_args!("<{name} xmlns=\"{DSIG11}\">{key}</{name}>"));
        }
    }
}

/// Text with the names of the `ds` namespace under one prefix.
struct Writer<'t> {
    prefix: &'t str,
    text: String,
}

impl<'t> Writer<'t> {
    fn new(prefix: &'t str) -> Self {
        Self { prefix, text: String::new() }
    }

    fn name(&self, local: &str) -> String {
        if self.prefix.is_empty() { local.into() } else { format!("{}:{local}", self.prefix) }
    }

    fn raw(&mut self, text: std::fmt::Arguments<'_>) {
        // Writing to a String never fails.
        let _ = self.text.write_fmt(text);
    }

    fn tag(&mut self, local: &str, attributes: &[(&str, Option<&str>)]) {
        let name = self.name(local);
        self.raw(format_args!("<{name}"));
        if self.text.len() == name.len() + 1 {
            // The outermost element declares the namespace.
            let colon = if self.prefix.is_empty() { "" } else { ":" };
            let prefix = self.prefix;
            self.raw(format_args!(" xmlns{colon}{prefix}=\"{DSIG}\""));
        }
        for (attribute, value) in attributes {
            if let Some(value) = value {
                self.raw(format_args!(" {attribute}=\"{}\"", escape::attribute(value)));
            }
        }
    }

    fn open(&mut self, local: &str, attributes: &[(&str, Option<&str>)]) {
        self.tag(local, attributes);
        self.text.push('>');
    }

    fn empty(&mut self, local: &str, attributes: &[(&str, Option<&str>)]) {
        self.tag(local, attributes);
        self.text.push_str("/>");
    }

    fn close(&mut self, local: &str) {
        let name = self.name(local);
        self.raw(format_args!("</{name}>"));
    }

    fn element(&mut self, local: &str, content: &str) {
        self.open(local, &[]);
        self.text.push_str(&escape::text(content));
        self.close(local);
    }

    /// A canonicalization as `local`, with its prefix list.
    fn method(&mut self, local: &str, method: &Canonicalization) {
        let attributes = [("Algorithm", Some(method.uri()))];
        if method.inclusive_prefixes.is_empty() {
            return self.empty(local, &attributes);
        }
        self.open(local, &attributes);
        let named = |prefix: &String| match prefix.as_str() {
            "" => "#default".to_owned(),
            prefix => prefix.to_owned(),
        };
        let list = method.inclusive_prefixes.iter().map(named).collect::<Vec<_>>().join(" ");
        self.raw(format_args!(
            "<InclusiveNamespaces xmlns=\"{EXCLUSIVE}\" PrefixList=\"{}\"/>",
            escape::attribute(&list)
        ));
        self.close(local);
    }

    fn declarations(&mut self, namespaces: &[(String, String)]) {
        // The signature's own prefix means the same already.
        let known = |prefix: &str, namespace: &str| prefix == self.prefix && namespace == DSIG;
        let new: Vec<_> = namespaces.iter().filter(|(p, n)| !known(p, n)).collect();
        for (prefix, namespace) in new {
            self.raw(format_args!(" xmlns:{prefix}=\"{}\"", escape::attribute(namespace)));
        }
    }
}
