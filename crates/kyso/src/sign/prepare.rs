//! First phase: checks; for a PDF the increment with room for the CMS, and the bytes to be signed.

use lopdf::{Dictionary, Object};

use super::builder::{Request, Signer, SubFilter};
use super::plan::{PdfPlan, Placement, Plan};
use super::prepared::{Layout, PdfLayout, Prepared};
use super::signed::Original;
use super::{SignError, cades, container, covering, seed, xml};
use crate::cades::Claims;
use crate::cms::{self, AttributesTemplate};
use crate::crypto::{self, Digest};
use crate::pdf::{self, NewSignature, Values, Visible};
use crate::policy::may_sign_documents;
use crate::time::Time;
use crate::x509::Certificate;

pub(super) fn prepare(
    request: &Request<'_>,
    plan: &Plan,
    signer: &Signer,
) -> Result<Prepared, SignError> {
    let certificate = signer.chain.first().ok_or(SignError::NoCertificate)?;
    let algorithm = signer.algorithm;
    crypto::fits(certificate.spki_der(), algorithm)
        .map_err(|_| SignError::AlgorithmUnsupported { algorithm })?;
    if !request.allow_expired {
        in_validity(certificate, request.now)?;
    }
    may_sign_documents(certificate).map_err(|extension| SignError::UsageForbidden { extension })?;
    if let Some(option) = request.misplaced() {
        return Err(SignError::OptionMisplaced { option, format: request.document.format() });
    }
    match plan {
        Plan::Pdf(plan) => in_pdf(plan, request, signer, certificate),
        Plan::Cades(document) => cades::prepare(document, request, signer, certificate),
        Plan::Xml(document) => xml::prepare(document, request, signer, certificate),
        Plan::Container(files) => container::prepare(files, request, signer, certificate),
    }
}

fn in_pdf(
    plan: &PdfPlan,
    request: &Request<'_>,
    signer: &Signer,
    certificate: &Certificate,
) -> Result<Prepared, SignError> {
    seed::check_signer(&plan.seed, &plan.field, signer)?;
    let mut dictionary = dictionary(request, certificate);
    if let Some(references) = plan.references(signer.algorithm.digest())? {
        dictionary.set("Reference", references);
    }
    let signature = NewSignature {
        field_name: Some(plan.field.clone()),
        dictionary,
        contents_room: match request.contents_room {
            Some(bytes) => bytes,
            None => room(request, signer)?,
        },
        lock: plan.new_lock(),
        certifies: plan.certifies(),
    };
    let document = &plan.document;
    let visible = visible(request, Some(certificate));
    visible.as_ref().map_or(Ok(()), |visible| covering::hides_nothing_signed(plan, visible))?;
    let increment = pdf::visible_increment(document, signature, visible.as_ref(), &request.fills)?;
    let placement = Placement { look_moved: increment.look_moved, ..plan.placement.clone() };
    let layout = PdfLayout(increment);
    let original = Original::of(document);
    let digest = layout.digest(&original, signer.algorithm.digest())?;
    let attributes = attributes(request, signer, certificate, &digest)?;
    let prepared = Prepared::new(original, Layout::Pdf(layout), signer.clone(), attributes);
    Ok(prepared.placed(placement))
}

/// What is seen of the signature, with what the names of its text stand for: nothing that neither
/// the certificate nor the signature says.
pub(super) fn visible(request: &Request<'_>, certificate: Option<&Certificate>) -> Option<Visible> {
    let (look, placement) = request.visible.clone()?;
    let values = match certificate {
        Some(certificate) => values(request, certificate),
        None => unknown(request),
    };
    Some(Visible { look, placement, stamps: request.stamps.clone(), values })
}

/// Where the certificate is not known yet, its names stand for themselves.
fn unknown(request: &Request<'_>) -> Values {
    let named = |name: &str| Some(name.to_owned());
    Values {
        signer: named("{signer}"),
        title: named("{title}"),
        organization: named("{organization}"),
        serial: "{serial}".to_owned(),
        reason: request.reason.clone(),
        location: request.location.clone(),
        time: request.claimed_time,
    }
}

fn values(request: &Request<'_>, certificate: &Certificate) -> Values {
    let subject = certificate.subject();
    let owned = |text: Option<&str>| text.map(str::to_owned);
    Values {
        signer: owned(subject.common_name()).or_else(|| Some(subject.to_string())),
        title: owned(subject.title()),
        organization: owned(subject.organization()),
        serial: certificate.serial_hex(),
        reason: request.reason.clone(),
        location: request.location.clone(),
        time: request.claimed_time,
    }
}

/// The signed attributes over a digest of the document.
fn attributes(
    request: &Request<'_>,
    signer: &Signer,
    certificate: &Certificate,
    digest: &Digest,
) -> Result<Vec<u8>, SignError> {
    // Whatever else a PDF says stands in the signature's dictionary (EN 319 142-1 §6.3).
    let roles = cades::said_of_signer(request, Claims::default()).encode();
    let pades = AttributesTemplate::pades(digest, certificate, signer.algorithm);
    let pades = AttributesTemplate { others: &roles, ..pades };
    let template = match request.sub_filter.unwrap_or_default() {
        // PAdES keeps the claimed time in /M alone (EN 319 142-1 §6.3).
        SubFilter::EtsiCadesDetached => pades,
        SubFilter::AdbePkcs7Detached => {
            AttributesTemplate { signing_time: Some(request.claimed_time), ..pades }
        }
    };
    Ok(cms::signed_attributes(&template)?)
}

/// Enough for the largest encoding of this chain and algorithm, and for the time-stamp.
pub(super) fn room(request: &Request<'_>, signer: &Signer) -> Result<usize, SignError> {
    let (certificate, above) = signer.chain.split_first().ok_or(SignError::NoCertificate)?;
    let digest = crypto::digest(signer.algorithm.digest(), &[]);
    let attributes = attributes(request, signer, certificate, &digest)?;
    let alone = cms::estimated_len(attributes.len(), signer.algorithm, certificate, above)?;
    let stamp = request.level.tsa().map_or(0, |tsa| tsa.token_room());
    Ok(alone.saturating_add(stamp))
}

/// Whether a signature for this certificate would be refused at `now` already: it is not valid
/// then, or its usage is for something else than documents. Worth asking before a PIN is.
///
/// # Errors
/// [`SignError::CertificateExpired`], [`SignError::CertificateNotYetValid`],
/// [`SignError::UsageForbidden`].
pub fn check_signer(certificate: &Certificate, now: Time) -> Result<(), SignError> {
    in_validity(certificate, now)?;
    may_sign_documents(certificate).map_err(|extension| SignError::UsageForbidden { extension })
}

fn in_validity(certificate: &Certificate, now: Time) -> Result<(), SignError> {
    let subject = || certificate.subject().to_string();
    if now > certificate.not_after() {
        let not_after = certificate.not_after();
        return Err(SignError::CertificateExpired { subject: subject(), not_after });
    }
    if now < certificate.not_before() {
        let not_before = certificate.not_before();
        return Err(SignError::CertificateNotYetValid { subject: subject(), not_before });
    }
    Ok(())
}

/// Everything of the signature dictionary (ISO 32000-2 §12.8.1, table 255) but `/Contents` and
/// `/ByteRange`.
fn dictionary(request: &Request<'_>, certificate: &Certificate) -> Dictionary {
    let mut dictionary = Dictionary::new();
    dictionary.set("Type", Object::Name(b"Sig".to_vec()));
    dictionary.set("Filter", Object::Name(seed::FILTER.as_bytes().to_vec()));
    let sub_filter = request.sub_filter.unwrap_or_default().name().as_bytes().to_vec();
    dictionary.set("SubFilter", Object::Name(sub_filter));
    let date = request.claimed_time.to_pdf_date();
    dictionary.set("M", Object::string_literal(date));
    let name = certificate.subject().common_name();
    let texts = [
        ("Name", name),
        ("Reason", request.reason.as_deref()),
        ("Location", request.location.as_deref()),
        ("ContactInfo", request.contact.as_deref()),
    ];
    for (key, text) in texts {
        if let Some(text) = text {
            dictionary.set(key, Object::string_literal(pdf::encode_text(text)));
        }
    }
    dictionary
}
