//! Containers signed by hand, without kyso.

use crate::Identity;
use crate::container::{File, Zip};
use crate::xml_attacks::forge::{Forge, Reference, SIGNED_PROPERTIES, XADES, digest_of, x509_data};

/// The media types.
pub(super) const EXTENDED: &str = "application/vnd.etsi.asic-e+zip";
pub(super) const SIMPLE: &str = "application/vnd.etsi.asic-s+zip";

/// The files of the base.
pub(super) const FILES: [(&str, &[u8]); 2] =
    [("contract.txt", b"pay 1250000 to the seller"), ("annex/list.csv", b"1;2;3")];

/// What stands around the signatures.
pub(super) fn around(signatures: &str) -> String {
    format!(
        "<asic:XAdESSignatures xmlns:asic=\"http://uri.etsi.org/02918/v1.2.1#\">{signatures}\
         </asic:XAdESSignatures>"
    )
}

/// A reference to a file as it is.
pub(super) fn to(uri: &str, content: &[u8]) -> Reference {
    Reference {
        attributes: format!(" URI=\"{uri}\""),
        transforms: String::new(),
        digest: digest_of(content),
    }
}

/// A XAdES signature with these references.
pub(super) fn signature(signer: &Identity, references: Vec<Reference>) -> String {
    let certificate = digest_of(&signer.cert_der);
    let properties = format!(
        "<xades:SignedProperties xmlns:xades=\"{XADES}\" Id=\"sp-1\">\
         <xades:SignedSignatureProperties><xades:SigningTime>2026-11-22T07:59:00Z\
         </xades:SigningTime><xades:SigningCertificateV2><xades:Cert><xades:CertDigest>\
         <ds:DigestMethod xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\" \
         Algorithm=\"http://www.w3.org/2001/04/xmlenc#sha256\"></ds:DigestMethod>\
         <ds:DigestValue xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\">{certificate}\
         </ds:DigestValue></xades:CertDigest></xades:Cert></xades:SigningCertificateV2>\
         </xades:SignedSignatureProperties></xades:SignedProperties>"
    );
    let mut own = Reference::new("#sp-1", &properties);
    own.attributes = format!(" Type=\"{SIGNED_PROPERTIES}\" URI=\"#sp-1\"");
    let mut forge = Forge::new(signer, [references, vec![own]].concat());
    let chain: Vec<&[u8]> = std::iter::once(signer.cert_der.as_slice())
        .chain(signer.chain_der.iter().map(Vec::as_slice))
        .collect();
    forge.key_info = x509_data(&chain);
    forge.objects = format!(
        "<ds:Object><xades:QualifyingProperties xmlns:xades=\"{XADES}\" Target=\"#sig-1\">\
         {properties}</xades:QualifyingProperties></ds:Object>"
    );
    forge.build()
}

/// A container of these files with these signatures.
pub(super) fn container(files: &[(&str, &[u8])], signatures: &[(&str, String)]) -> Zip {
    let mimetype = File::stored("mimetype", EXTENDED.as_bytes());
    let files = files.iter().map(|(name, content)| File::deflated(name, content));
    let signatures = signatures.iter().map(|(name, text)| File::deflated(name, text.as_bytes()));
    Zip::of(std::iter::once(mimetype).chain(files).chain(signatures).collect())
}

/// A sound ASiC-E with one XAdES signature.
#[must_use]
pub fn base(signer: &Identity) -> Vec<u8> {
    let references = FILES.iter().map(|(name, content)| to(name, content)).collect();
    let signature = around(&signature(signer, references));
    container(&FILES, &[("META-INF/signatures0.xml", signature)]).build()
}
