//! A vendor's own requests, as a profile describes them: the signer confirms on the telephone.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use kyso::x509::Certificate;
use serde_json::Value;

use super::call::{How, random_text};
use super::csc::{Facts, wait};
use super::error::{RemoteError, RemoteStep};
use super::profile::{HashEncoding, Poll};
use super::template::{Json, Values};
use super::{RemoteCredential, RemoteService, RemoteUser, now_in_digits, value};
use crate::limits;

fn missing(name: String) -> RemoteError {
    RemoteError::MissingInput { name }
}

fn not_described() -> RemoteError {
    missing("certificates, sign, poll".into())
}

pub(crate) fn list(service: &RemoteService) -> Result<Vec<RemoteCredential>, RemoteError> {
    let caller = &service.caller;
    let how = How { step: RemoteStep::Credentials, again: true, within: limits::REMOTE_CALL };
    let wanted = service.profile.certificates.as_ref().ok_or_else(not_described)?;
    let (request, time) = (random_text(16).unwrap_or_default(), now_in_digits());
    let own = vec![("request", request.as_str()), ("time", time.as_str())];
    let values = Values { inputs: Some(&service.inputs), own };
    let body = Json::object(0).filled(&wanted.body, &values).map_err(missing)?;
    let answer = caller.json(&wanted.path, body, how)?;
    let Some(found) = answer.pointer(&wanted.list).and_then(Value::as_array) else {
        // Gateways say no under HTTP 200 too.
        return Err(caller.refused(&answer, 200, how.step));
    };
    let mut credentials = Vec::new();
    for one in found.iter().take(limits::MAX_REMOTE_CREDENTIALS) {
        let text = |pointer: &str| one.pointer(pointer).and_then(Value::as_str);
        let id = text(&wanted.id).ok_or_else(|| caller.unreadable(how.step, &wanted.id))?;
        let leaf = text(&wanted.certificate).and_then(certificate);
        let leaf = leaf.ok_or_else(|| caller.unreadable(how.step, &wanted.certificate))?;
        let above = wanted.chain.iter().filter_map(|pointer| certificate(text(pointer)?));
        // Digests alone are signed, and nothing says how: what is usual for the key.
        let algorithms = value::algorithms(&leaf);
        let algorithms: Vec<_> = algorithms.into_iter().take(1).collect();
        let fault = algorithms.is_empty().then(|| "key".to_owned());
        let chain = std::iter::once(leaf.clone()).chain(above).collect();
        let (batch, csc) = (service.profile.max_hashes, Facts::default());
        credentials.push(RemoteCredential { id: id.into(), chain, algorithms, fault, batch, csc });
    }
    Ok(credentials)
}

/// PEM, or the base64 of DER.
fn certificate(text: &str) -> Option<Certificate> {
    let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    match STANDARD.decode(plain) {
        Ok(der) => Certificate::from_der(&der).ok(),
        Err(_) => Certificate::from_pem_or_der(text.as_bytes()).ok()?.into_iter().next(),
    }
}

pub(crate) fn sign(
    service: &RemoteService,
    credential: &RemoteCredential,
    digests: &[&[u8]],
    user: &dyn RemoteUser,
) -> Result<Vec<Vec<u8>>, RemoteError> {
    let caller = &service.caller;
    let wanted = service.profile.sign.as_ref().ok_or_else(not_described)?;
    let (request, time) = (random_text(16).unwrap_or_default(), now_in_digits());
    let own = vec![
        ("request", request.as_str()),
        ("time", time.as_str()),
        ("credential", credential.id.as_str()),
    ];
    let hashes: Vec<String> = digests
        .iter()
        .map(|digest| match wanted.hash_encoding {
            HashEncoding::Hex => digest.iter().map(|byte| format!("{byte:02x}")).collect(),
            HashEncoding::Base64 => STANDARD.encode(digest),
        })
        .collect();
    let numbers: Vec<String> = (1..=hashes.len()).map(|number| number.to_string()).collect();
    let inputs = Some(&service.inputs);
    let each: Vec<Values<'_>> = hashes
        .iter()
        .zip(&numbers)
        .map(|(hash, number)| {
            let own = own.iter().copied();
            let own = own.chain([("hash", hash.as_str()), ("number", number.as_str())]).collect();
            Values { inputs, own }
        })
        .collect();
    let body = Json::object(hashes.len())
        .filled(&wanted.body, &Values { inputs, own: own.clone() })
        .and_then(|body| body.each(&wanted.hashes, &wanted.each, &each))
        .map_err(missing)?;
    // Said twice, it would ring twice.
    let how = How { step: RemoteStep::Sign, again: false, within: limits::REMOTE_CALL };
    let answer = caller.json(&wanted.path, body, how)?;
    let Some(transaction) = answer.pointer(&wanted.transaction).and_then(Value::as_str) else {
        return Err(caller.refused(&answer, 200, how.step));
    };
    user.accepted(transaction);
    poll(service, transaction, digests.len(), user)
}

pub(crate) fn poll(
    service: &RemoteService,
    transaction: &str,
    count: usize,
    user: &dyn RemoteUser,
) -> Result<Vec<Vec<u8>>, RemoteError> {
    let caller = &service.caller;
    let wanted = service.profile.poll.as_ref().ok_or_else(not_described)?;
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    if transaction.is_empty() || !transaction.chars().all(plain) || transaction.contains("..") {
        // It becomes part of a path.
        return Err(caller.unreadable(RemoteStep::Sign, "transaction"));
    }
    let path = wanted.path.replace("{transaction}", transaction);
    let how = How { step: RemoteStep::Poll, again: true, within: limits::REMOTE_CALL };
    wait(service, user, || {
        let own = vec![("transaction", transaction)];
        let values = Values { inputs: Some(&service.inputs), own };
        let body = Json::object(0).filled(&wanted.body, &values).map_err(missing)?;
        stand(service, wanted, &caller.json(&path, body, how)?, count)
    })
}

/// How the request stands: signed, not yet, or no.
fn stand(
    service: &RemoteService,
    wanted: &Poll,
    answer: &Value,
    count: usize,
) -> Result<Option<Vec<Vec<u8>>>, RemoteError> {
    let caller = &service.caller;
    let word = answer.pointer(&wanted.status);
    let word = word.map(|word| word.as_str().map_or_else(|| word.to_string(), str::to_owned));
    let word = word.unwrap_or_default();
    if wanted.waiting.contains(&word) {
        return Ok(None);
    }
    if wanted.declined.contains(&word) {
        return Err(RemoteError::Declined);
    }
    if wanted.expired.contains(&word) {
        return Err(RemoteError::Expired);
    }
    let found = answer.pointer(&wanted.signatures).and_then(Value::as_array);
    let Some(found) = found.filter(|found| !found.is_empty()) else {
        let (service, step) = (caller.service.clone(), RemoteStep::Poll);
        return Err(RemoteError::Refused {
            service,
            step,
            code: caller.shown(&word),
            text: String::new(),
        });
    };
    let unreadable = || caller.unreadable(RemoteStep::Poll, &wanted.value);
    let mut values: Vec<Option<Vec<u8>>> = vec![None; count];
    for (index, one) in found.iter().enumerate() {
        let place = match &wanted.number {
            None => Some(index),
            Some(pointer) => {
                let number = one.pointer(pointer).and_then(Value::as_str);
                number.and_then(|text| text.parse::<usize>().ok()).and_then(|n| n.checked_sub(1))
            }
        };
        let value = one.pointer(&wanted.value).and_then(Value::as_str);
        let value = value.and_then(|text| STANDARD.decode(text.trim()).ok());
        let slot = place.and_then(|place| values.get_mut(place)).ok_or_else(unreadable)?;
        if slot.replace(value.ok_or_else(unreadable)?).is_some() {
            return Err(unreadable());
        }
    }
    values.into_iter().collect::<Option<Vec<_>>>().map(Some).ok_or_else(unreadable)
}
