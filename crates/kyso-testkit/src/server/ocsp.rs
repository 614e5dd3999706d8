//! The OCSP responder (RFC 6960 appendix A.1: POST, and GET with base64 in the path).

use base64::Engine;

use super::fault::Fault;
use super::http::{Answer, Request};
use super::roles::{Issuer, Roles, end};
use super::world::State;
use crate::evidence::{
    CertStatus, OcspRequest, OcspStatus, OcspTemplate, Reason, RequestedCert, ocsp_error,
};
use crate::pki::purpose;

/// The request's DER, from the body or from the path.
fn der_of(request: &Request) -> Option<Vec<u8>> {
    if request.method == "POST" {
        return Some(request.body.clone());
    }
    let text = request.path.strip_prefix("/ocsp/")?;
    let text = text.replace("%2B", "+").replace("%2b", "+");
    let text = text.replace("%2F", "/").replace("%2f", "/").replace("%3D", "=");
    let text = text.replace("%3d", "=");
    base64::engine::general_purpose::STANDARD.decode(text).ok()
}

/// The serial numbers that are asked about, in hexadecimal.
pub(super) fn about(request: &Request) -> String {
    let asked = der_of(request).and_then(|der| OcspRequest::parse(&der));
    let serials = asked.map(|r| r.certificates).unwrap_or_default();
    serials.iter().map(|c| super::hex(&c.serial)).collect::<Vec<_>>().join(" ")
}

pub(super) fn answer(state: &State, request: &Request, fault: Option<Fault>) -> Answer {
    if request.method == "POST" && request.content_type != "application/ocsp-request" {
        return Answer::page(415);
    }
    Answer::new(200, "application/ocsp-response", response(state, der_of(request), fault))
}

fn response(state: &State, request: Option<Vec<u8>>, fault: Option<Fault>) -> Vec<u8> {
    let Some(request) = request.and_then(|der| OcspRequest::parse(&der)) else {
        return ocsp_error(OcspStatus::MalformedRequest);
    };
    let Some(roles) = &state.roles else { return ocsp_error(OcspStatus::InternalError) };
    if fault == Some(Fault::Rejected) {
        return ocsp_error(OcspStatus::TryLater);
    }
    // A delegate speaks for its own authority alone: the first certificate says which.
    let issuer_of = |asked: &RequestedCert| {
        roles.issuers.iter().find(|i| asked.issued_by(i.authority.cert_der()))
    };
    let Some(issuer) = request.certificates.first().and_then(issuer_of) else {
        return ocsp_error(OcspStatus::Unauthorized);
    };
    let now = state.now();
    let mut template = OcspTemplate::new(now);
    template.responder_id = state.settings.ocsp_responder_id;
    for asked in &request.certificates {
        let status = if asked.issued_by(issuer.authority.cert_der()) {
            status(state, issuer, asked, fault)
        } else {
            CertStatus::Unknown
        };
        template = template.single(asked.cert_id.clone(), status);
    }
    for single in &mut template.singles {
        single.next_update = state.settings.ocsp_validity.map(|s| now.plus_seconds(s));
        if fault == Some(Fault::Stale) {
            single.this_update = now.plus_days(-2);
            single.next_update = Some(now.plus_days(-1));
        }
    }
    if state.settings.ocsp_nonce {
        template.nonce.clone_from(&request.nonce);
    }
    if fault == Some(Fault::WrongNonce) {
        template.nonce = Some(rand::random::<[u8; 16]>().to_vec());
    }
    template.wrong_signature = fault == Some(Fault::WrongSignature);
    sign(state, roles, issuer, &template, fault)
}

fn status(
    state: &State,
    issuer: &Issuer,
    asked: &RequestedCert,
    fault: Option<Fault>,
) -> CertStatus {
    let now = state.now();
    let name = issuer.authority.name.to_der();
    let mine = |serial: &[u8], of: &[u8]| *of == *name && *serial == *asked.serial;
    match fault {
        Some(Fault::Unknown) => CertStatus::Unknown,
        Some(Fault::Revoked) => {
            CertStatus::Revoked { at: now.plus_seconds(-3600), reason: Some(Reason::KeyCompromise) }
        }
        _ => match state.revoked.iter().find(|r| mine(&r.serial, &r.issuer)) {
            Some(r) if r.at <= now => CertStatus::Revoked { at: r.at, reason: r.reason },
            _ => CertStatus::Good,
        },
    }
}

fn sign(
    state: &State,
    roles: &Roles,
    issuer: &Issuer,
    template: &OcspTemplate,
    fault: Option<Fault>,
) -> Vec<u8> {
    let now = state.now();
    match fault {
        Some(Fault::WrongCertificate) => {
            let shown = roles.false_responder(issuer).cert_der;
            template.sign(&issuer.responder.key, &shown, std::slice::from_ref(&shown))
        }
        Some(Fault::Untrusted) => template.by_delegate(&roles.false_responder(issuer)),
        Some(Fault::ExpiredCertificate) => {
            template.by_delegate(&issuer.responder_with(|t| end(t, now)))
        }
        Some(Fault::WrongPurpose) => template.by_delegate(
            &issuer.responder_with(|t| t.extended_key_usage = vec![purpose::CLIENT_AUTH.into()]),
        ),
        _ if state.settings.ocsp_delegated => template.by_delegate(&issuer.responder),
        _ => template.by_issuer(&issuer.authority),
    }
}
