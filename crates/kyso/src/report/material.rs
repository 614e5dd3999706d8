//! What a signature is made of and was judged by, for reports that machines read.

use crate::crypto::Digest;
use crate::x509::Certificate;

/// The pieces behind the words of a report. They are as the document and the judgement have them:
/// a verdict is said elsewhere.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
#[non_exhaustive]
pub struct Material {
    /// The signature value; of a document time-stamp that of the token. Empty where it cannot be
    /// read.
    pub value: Vec<u8>,
    /// The digests of what is covered, computed: one for PDF, one for each reference of XML that
    /// holds, manifests not looked into.
    pub digests: Vec<Digest>,
    /// The digest of what the value is over, where that is a message of its own: the signed
    /// attributes of a CMS.
    pub to_be_signed: Option<Digest>,
    /// The signer's certificate, then those above it. The last one is the anchor where
    /// [`super::SignatureReport::trust_anchor`] names one; else no path was found.
    pub chain: Vec<Certificate>,
    /// `/SubFilter` of a PDF signature.
    pub sub_filter: Option<String>,
    /// `/ByteRange` of a PDF signature, proved: offset and length of what is covered, twice.
    pub byte_range: Option<[u64; 4]>,
    /// The token of a document time-stamp, DER.
    pub token: Option<Vec<u8>>,
}
