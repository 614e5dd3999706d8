//! A prepared signature as bytes: magic, header length, SHA-256 of header and addition, header
//! (JSON), addition (the increment of a PDF, the signature of an XML document), document.

use std::io::Write;
use std::ops::Range;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde::{Deserialize, Serialize};

use super::SignError;
use super::builder::Signer;
use super::cades::{CadesLayout, Form};
use super::prepared::{Layout, PdfLayout, Prepared};
use super::signed::Original;
use super::xml::{XmlForm, XmlLayout};
use crate::algorithm::{DigestAlgorithm, SignatureAlgorithm};
use crate::cms::{SignedAttrs, check_signing_certificate};
use crate::crypto::{Digest, Hasher};
use crate::limits::{MAX_CERTIFICATES, MAX_OBJECT_BYTES};
use crate::pdf::PreparedIncrement;
use crate::source::Source;
use crate::x509::Certificate;

/// The last byte before the line feed is the version.
const MAGIC: &[u8; 16] = b"kyso-prepared 1\n";

/// Length of a SHA-256 value in bytes.
const CHECKSUM_LEN: usize = 32;

#[derive(Serialize, Deserialize)]
struct Header {
    algorithm: String,
    chain: Vec<String>,
    /// What the key signs, base64.
    message: String,
    /// The name of the field, or the `Id` of the signature.
    name: String,
    added_len: u64,
    document_len: u64,
    place: Place,
}

/// Where what is added goes, and the value in it.
#[derive(Serialize, Deserialize)]
#[serde(tag = "format", rename_all = "lowercase")]
enum Place {
    Pdf {
        contents: Range<u64>,
        byte_range: [u64; 4],
    },
    Xml {
        xades: bool,
        range: Range<usize>,
        value_at: usize,
    },
    /// The form is `detached`, `attached` or `added`; the digests are names with base64.
    Cades {
        form: String,
        pem: bool,
        digests: Vec<(String, String)>,
        counter: Option<String>,
    },
}

pub(super) fn write(prepared: &Prepared, out: &mut dyn Write) -> Result<(), SignError> {
    let (place, added) = match &prepared.layout {
        Layout::Pdf(PdfLayout(increment)) => {
            let (contents, byte_range) = (increment.contents.clone(), increment.byte_range);
            (Place::Pdf { contents, byte_range }, increment.bytes.as_slice())
        }
        Layout::Xml(layout) => {
            let (range, value_at) = (layout.range.clone(), layout.value_at);
            let xades = layout.form == XmlForm::Xades;
            (Place::Xml { xades, range, value_at }, layout.text.as_bytes())
        }
        Layout::Cades(layout) => (cades_place(layout), [].as_slice()),
    };
    let header = Header {
        algorithm: prepared.signer.algorithm.name(),
        chain: prepared.signer.chain.iter().map(|c| BASE64.encode(c.der())).collect(),
        message: BASE64.encode(prepared.to_be_signed().message()),
        name: prepared.field_name().to_owned(),
        added_len: added.len() as u64,
        document_len: prepared.original.len(),
        place,
    };
    let header = serde_json::to_vec(&header).map_err(std::io::Error::from)?;
    let header_len = u32::try_from(header.len()).map_err(|_| invalid("header-too-large"))?;
    out.write_all(MAGIC)?;
    out.write_all(&header_len.to_be_bytes())?;
    out.write_all(checksum(&header, added).as_bytes())?;
    out.write_all(&header)?;
    out.write_all(added)?;
    prepared.original.write_to(out)
}

/// Reads a state and proves that it hangs together: the digests of the document inside it are
/// those in what is to be signed, and so is the certificate.
pub(super) fn read(source: Source) -> Result<Prepared, SignError> {
    let mut front = [0; MAGIC.len() + 4 + CHECKSUM_LEN];
    source.read_exact_at(0, &mut front).map_err(|_| invalid("not-a-state"))?;
    let (magic, rest) = front.split_at(MAGIC.len());
    let (header_len, expected) = rest.split_at(4);
    if magic != MAGIC {
        return Err(invalid("not-a-state"));
    }
    let header_len = header_len.iter().fold(0, |n, byte| n << 8 | u64::from(*byte));
    let start = front.len() as u64;
    let header_bytes = part(&source, start, header_len)?;
    let header: Header = serde_json::from_slice(&header_bytes).map_err(|_| invalid("header"))?;
    let start = start + header_len;
    let bytes = part(&source, start, header.added_len)?;
    if checksum(&header_bytes, &bytes).as_bytes() != expected {
        return Err(invalid("checksum"));
    }
    let start = start + header.added_len;
    if source.len().checked_sub(start) != Some(header.document_len) {
        return Err(invalid("length"));
    }
    let original = Original::part(source.clone(), start..source.len());
    assemble(header, bytes, original)
}

/// Finds damage on the way; the document itself is bound by what is to be signed.
fn checksum(header: &[u8], added: &[u8]) -> Digest {
    let mut hasher = Hasher::new(DigestAlgorithm::Sha256);
    hasher.update(header);
    hasher.update(added);
    hasher.finish()
}

fn assemble(header: Header, added: Vec<u8>, original: Original) -> Result<Prepared, SignError> {
    let algorithm = SignatureAlgorithm::from_name(&header.algorithm).ok_or(invalid("algorithm"))?;
    if header.chain.is_empty() || header.chain.len() > MAX_CERTIFICATES {
        return Err(invalid("chain"));
    }
    let certificate = |text: &String| {
        let der = BASE64.decode(text).ok()?;
        Certificate::from_der(&der).ok()
    };
    let chain: Option<Vec<_>> = header.chain.iter().map(certificate).collect();
    let chain = chain.ok_or(invalid("chain"))?;
    let message = BASE64.decode(&header.message).map_err(|_| invalid("message"))?;
    let signer = Signer { chain, algorithm };
    let layout = match header.place {
        Place::Pdf { contents, byte_range } => {
            let start = original.len();
            let field_name = header.name;
            let increment = PreparedIncrement {
                bytes: added,
                start,
                contents,
                byte_range,
                field_name,
                look_moved: false,
            };
            Layout::Pdf(pdf(PdfLayout(increment), &original, &signer, &message)?)
        }
        Place::Xml { xades, range, value_at } => {
            let text = String::from_utf8(added).map_err(|_| invalid("text"))?;
            let form = if xades { XmlForm::Xades } else { XmlForm::XmlDsig };
            let layout = XmlLayout { id: header.name, form, range, text, value_at };
            layout.check(&original, &signer, &message)?;
            Layout::Xml(layout)
        }
        Place::Cades { form, pem, digests, counter } => {
            let form = FORMS.into_iter().find(|(_, name)| *name == form);
            let form = form.ok_or(invalid("text"))?.0;
            let digests = digests.iter().map(|(name, value)| read_digest(name, value));
            let digests: Option<Vec<Digest>> = digests.collect();
            let digests = digests.ok_or(invalid("text"))?;
            let layout = CadesLayout { id: header.name, form, pem, digests, counter };
            layout.check(&original, &signer, &message)?;
            Layout::Cades(layout)
        }
    };
    Ok(Prepared::new(original, layout, signer, message))
}

/// The forms of a CMS signature by name.
const FORMS: [(Form, &str); 3] =
    [(Form::Detached, "detached"), (Form::Attached, "attached"), (Form::Added, "added")];

fn cades_place(layout: &CadesLayout) -> Place {
    let form = FORMS.into_iter().find(|(form, _)| *form == layout.form);
    let digest = |one: &Digest| (one.algorithm().name().to_owned(), BASE64.encode(one.as_bytes()));
    Place::Cades {
        form: form.map(|(_, name)| name.to_owned()).unwrap_or_default(),
        pem: layout.pem,
        digests: layout.digests.iter().map(digest).collect(),
        counter: layout.counter.clone(),
    }
}

fn read_digest(name: &str, value: &str) -> Option<Digest> {
    Digest::from_bytes(DigestAlgorithm::from_name(name)?, &BASE64.decode(value).ok()?)
}

/// A PDF's layout, where the signed attributes are over the document and the increment.
fn pdf(
    layout: PdfLayout,
    original: &Original,
    signer: &Signer,
    attributes: &[u8],
) -> Result<PdfLayout, SignError> {
    let digest = layout.digest(original, signer.algorithm.digest())?;
    let signed = SignedAttrs::parse_set(attributes).map_err(|_| invalid("message"))?;
    if signed.message_digest().ok().flatten().as_deref() != Some(digest.as_bytes()) {
        return Err(invalid("document-altered"));
    }
    let certificate = signer.chain.first().ok_or(invalid("chain"))?;
    check_signing_certificate(&signed, certificate).map_err(|_| invalid("chain"))?;
    Ok(layout)
}

/// A bounded piece of the state.
fn part(source: &Source, start: u64, len: u64) -> Result<Vec<u8>, SignError> {
    let end = start.checked_add(len).filter(|end| *end <= source.len() && len <= MAX_OBJECT_BYTES);
    let end = end.ok_or(invalid("length"))?;
    Ok(source.read_range(start..end)?)
}

fn invalid(fault: &'static str) -> SignError {
    SignError::StateInvalid { fault }
}
