//! Trusted lists (ETSI TS 119 612): whom a supervisor says that one may trust.

use std::ffi::c_char;

use kyso::trust::{Provider, Service, ServiceKind, ServiceState, TrustList, TrustListError};
use kyso::{Error, Time};
use serde_json::{Value, json};

use crate::buffer::{give_slice, kyso_buffer};
use crate::call::{bytes, call, free, handle, optional_text, output, time, unknown};
use crate::certificate;
use crate::code::KYSO_TRUST_LIST;
use crate::error::{Fault, kyso_error};
use crate::names::{KYSO_TRUST_LIST_OPERATOR, KYSO_TRUST_LIST_TERRITORY};
use crate::text::Texts;
use crate::trust::kyso_trust;

/// A trusted list whose signature held. It never changes: any number of threads may use it at once.
pub struct kyso_trust_list {
    list: TrustList,
    texts: Texts,
}

impl From<TrustListError> for Fault {
    fn from(error: TrustListError) -> Self {
        match error {
            TrustListError::Document(error) => Error::into(error),
            TrustListError::Malformed { offset, .. } => {
                Self::of(KYSO_TRUST_LIST, &error).at(offset as u64)
            }
            other => Self::of(KYSO_TRUST_LIST, &other),
        }
    }
}

/// Reads a list of `len` bytes at `data`. First of all one of `signers` (PEM, DER or PKCS#7), and
/// nobody else, must have signed it whole, and the next one must not have been due before `now`, in
/// seconds since 1970. `list` is the caller's, to be freed with kyso_trust_list_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_trust_list_open(
    data: *const u8,
    len: usize,
    signers: *const u8,
    signers_len: usize,
    now: i64,
    list: *mut *mut kyso_trust_list,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_trust_list_open", error, || {
            let (data, signers) =
                (bytes(data, len, "data")?, bytes(signers, signers_len, "signers")?);
            let (now, place) = (time(now, "now")?, output(list, "list")?);
            let list = TrustList::open(data, &certificate::read(signers)?, now)?;
            place.give(kyso_trust_list { list, texts: Texts::default() });
            Ok(())
        })
    }
}

/// Writes a text about the list to `text`: `field` is KYSO_TRUST_LIST_OPERATOR or
/// KYSO_TRUST_LIST_TERRITORY. The text is the list's and lives until kyso_trust_list_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_trust_list_text(
    list: *const kyso_trust_list,
    field: u32,
    text: *mut *const c_char,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_trust_list_text", error, || {
            let (handle, place) = (handle(list, "list")?, output(text, "text")?);
            let scheme = handle.list.scheme();
            let text = match field {
                KYSO_TRUST_LIST_OPERATOR => &scheme.operator,
                KYSO_TRUST_LIST_TERRITORY => &scheme.territory,
                other => return Err(unknown("field", other)),
            };
            place.put(handle.texts.field(field, Some(text)));
            Ok(())
        })
    }
}

/// Writes the number of this issue to `number`: it grows with every issue, so that whoever keeps
/// the last one sees when an older list is served again.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_trust_list_sequence(
    list: *const kyso_trust_list,
    number: *mut u64,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_trust_list_sequence", error, || {
            let (list, place) = (handle(list, "list")?, output(number, "number")?);
            place.put(list.list.scheme().sequence);
            Ok(())
        })
    }
}

/// Writes where the DER of the certificate that signed the list is to `data`, and its length to
/// `len`. The bytes are the list's and live until kyso_trust_list_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_trust_list_signer(
    list: *const kyso_trust_list,
    data: *mut *const u8,
    len: *mut usize,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_trust_list_signer", error, || {
            let list = handle(list, "list")?;
            let (data, len) = (output(data, "data")?, output(len, "len")?);
            give_slice(list.list.signer().der(), data, len);
            Ok(())
        })
    }
}

/// Everything that the list says, as a JSON object. `buffer` is the caller's, to be freed with
/// kyso_buffer_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_trust_list_json(
    list: *const kyso_trust_list,
    buffer: *mut *mut kyso_buffer,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_trust_list_json", error, || {
            let (list, place) = (handle(list, "list")?, output(buffer, "buffer")?);
            place.give(kyso_buffer::json(&of_list(&list.list))?);
            Ok(())
        })
    }
}

/// The certificates of the services that were in good standing at `at`, in seconds since 1970, and
/// are for documents. `kinds` says of which services, URIs of TS 119 612 with commas between; NULL
/// for all that certify signers or stamp time. `trust` is the caller's, to be freed with
/// kyso_trust_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_trust_list_anchors(
    list: *const kyso_trust_list,
    kinds: *const c_char,
    at: i64,
    trust: *mut *mut kyso_trust,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_trust_list_anchors", error, || {
            let (list, kinds) = (handle(list, "list")?, optional_text(kinds, "kinds")?);
            let (at, place) = (time(at, "at")?, output(trust, "trust")?);
            let kinds = match kinds {
                Some(uris) => {
                    uris.split(',').map(|uri| ServiceKind::from_uri(uri.trim())).collect()
                }
                None => ServiceKind::FOR_SIGNATURES.to_vec(),
            };
            place.give(kyso_trust::new(list.list.anchors(&kinds, at)));
            Ok(())
        })
    }
}

/// Frees the list; anchors that were made of it stay. NULL is left alone.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_trust_list_free(list: *mut kyso_trust_list) {
    // SAFETY: NULL, or a handle that was not freed.
    unsafe { free(list) };
}

fn of_list(list: &TrustList) -> Value {
    let scheme = list.scheme();
    let pointers = list.pointers().iter().map(|pointer| {
        json!({
            "location": pointer.location,
            "type": pointer.kind,
            "territory": pointer.territory,
            "media_type": pointer.media_type,
            "signers": pointer.signers.iter().map(certificate::fingerprint).collect::<Vec<_>>(),
        })
    });
    json!({
        "version": scheme.version,
        "sequence": scheme.sequence,
        "type": scheme.kind,
        "operator": scheme.operator,
        "territory": scheme.territory,
        "issued": scheme.issued.to_string(),
        "next_update": scheme.next_update.as_ref().map(Time::to_string),
        "unreadable": list.unreadable(),
        "pointers": pointers.collect::<Vec<_>>(),
        "providers": list.providers().iter().map(of_provider).collect::<Vec<_>>(),
    })
}

fn of_provider(provider: &Provider) -> Value {
    json!({
        "name": provider.name,
        "services": provider.services.iter().map(of_service).collect::<Vec<_>>(),
    })
}

fn of_service(service: &Service) -> Value {
    json!({
        "name": service.name,
        "supply_points": service.supply_points,
        "states": service.states.iter().map(of_state).collect::<Vec<_>>(),
    })
}

fn of_state(state: &ServiceState) -> Value {
    json!({
        "type": state.kind.uri(),
        "status": state.status.uri(),
        "since": state.since.to_string(),
        "in_good_standing": state.stands(),
        "for_documents": state.is_for_documents(),
        "certificates": state.certificates.iter().map(certificate::fingerprint).collect::<Vec<_>>(),
    })
}
