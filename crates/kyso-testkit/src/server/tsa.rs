//! The time-stamping authority (RFC 3161 §3.4, over HTTP).

use base64::Engine;

use super::fault::Fault;
use super::http::{Answer, Request};
use super::roles::end;
use super::world::State;
use crate::der::read::Reader;
use crate::evidence::{FailInfo, TimestampRequest, TokenTemplate, granted, rejected, tst_time};
use crate::pki::purpose;

const REPLY: &str = "application/timestamp-reply";

/// What a request asks a stamp for: the hash value in hexadecimal.
pub(super) fn about(request: &Request) -> String {
    let imprint = TimestampRequest::parse(&request.body).map(|r| r.imprint).unwrap_or_default();
    let digest = || {
        let mut parts = Reader::sequence(&imprint)?;
        parts.expect(0x30)?;
        Some(super::hex(parts.expect(0x04)?.content))
    };
    digest().unwrap_or_default()
}

pub(super) fn answer(state: &State, request: &Request, fault: Option<Fault>) -> Answer {
    if request.method != "POST" {
        return Answer::page(405);
    }
    if !authorized(state, &request.authorization) {
        let mut answer = Answer::page(401);
        answer.headers = "WWW-Authenticate: Basic realm=\"tsa\"\r\n".into();
        return answer;
    }
    if request.content_type != "application/timestamp-query" {
        return Answer::page(415);
    }
    Answer::new(200, REPLY, response(state, &request.body, fault))
}

fn authorized(state: &State, authorization: &str) -> bool {
    let Some((user, secret)) = &state.settings.tsa_auth else { return true };
    let pair = base64::engine::general_purpose::STANDARD.encode(format!("{user}:{secret}"));
    authorization == format!("Basic {pair}")
}

fn response(state: &State, body: &[u8], fault: Option<Fault>) -> Vec<u8> {
    let Some(roles) = &state.roles else {
        return rejected(2, "no authority is installed", FailInfo::SystemFailure);
    };
    let Some(request) = TimestampRequest::parse(body) else {
        return rejected(2, "not a request", FailInfo::BadDataFormat);
    };
    if request.hash().is_none() {
        return rejected(2, "unknown hash", FailInfo::BadAlg);
    }
    if fault == Some(Fault::Rejected) {
        return rejected(2, "not today", FailInfo::TimeNotAvailable);
    }
    let now = state.now();
    let mut token = TokenTemplate::answer(&request, now);
    token.accuracy = state.settings.tsa_accuracy;
    if !state.settings.tsa_fraction.is_empty() {
        token.gen_time = tst_time(now, &state.settings.tsa_fraction);
    }
    if let Some(policy) = &request.policy
        && *policy != crate::der::oid(&token.policy)
    {
        return rejected(2, "unknown policy", FailInfo::UnacceptedPolicy);
    }
    let signer = match fault {
        Some(Fault::Untrusted) => roles.impostor().tsa.clone(),
        Some(Fault::ExpiredCertificate) => roles.tsa_with(|t| end(t, now)),
        Some(Fault::WrongPurpose) => {
            roles.tsa_with(|t| t.extended_key_usage = vec![purpose::CLIENT_AUTH.into()])
        }
        _ => roles.tsa.clone(),
    };
    match fault {
        Some(Fault::WrongNonce) => {
            let mut nonce = token.nonce.take().unwrap_or_else(|| vec![1]);
            if let Some(last) = nonce.last_mut() {
                *last ^= 2;
            }
            token.nonce = Some(nonce);
        }
        Some(Fault::WrongImprint) => token = token.wrong_imprint(),
        Some(Fault::WrongCertificate) => {
            let mut shown = roles.impostor().tsa.chain_der.clone();
            shown.pop(); // no root, as in a sound token
            token.certificates = Some(shown);
        }
        Some(Fault::WrongSignature) => token.wrong_signature = true,
        _ => {}
    }
    granted(&token.sign(&signer))
}
