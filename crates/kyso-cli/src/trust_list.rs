//! The anchors of the trusted lists that `--trust-list` names, in files or on the network.

use std::path::{Path, PathBuf};

use kyso::trust::{ListPointer, ServiceKind, TrustList, TrustListError};
use kyso::x509::Certificate;
use kyso::{Time, TrustAnchors, file, limits};
use kyso_net::{Network, fetch_trust_list, without_secrets};

use crate::args::TrustArgs;
use crate::commands::now;
use crate::error::Failure;
use crate::i18n::{Message, msg};
use crate::render::words;
use crate::ui::Ui;
use crate::{library_words, service_words};

/// Lists that one list of lists leads to: every country of the world has fewer.
const MAX_FOLLOWED: usize = 250;

/// What the type of a list of lists ends with: who is led to one would be led round.
const LIST_OF_LISTS: &str = "listofthelists";

/// The anchors that the lists give at `at`. One that points to others is followed, one step.
pub(crate) fn load(
    args: &TrustArgs,
    at: Time,
    network: &Network,
    ui: &Ui,
) -> Result<TrustAnchors, Failure> {
    let mut anchors = TrustAnchors::new();
    if args.trust_list.is_empty() {
        return Ok(anchors);
    }
    let signers = signers(&args.trust_list_signer)?;
    for place in &args.trust_list {
        let list = read(place, network)?;
        let list = TrustList::open(&list, &signers, now());
        let place = &named(place);
        let list = list.map_err(|error| Failure::io(explain(&error, place)))?;
        let mut found = anchors_of(&list, at);
        for pointer in followed(&list, args) {
            match follow(pointer, at, network) {
                Ok(more) => found.extend(more),
                Err(why) => ui.warn(&msg::warn_trust_list_skipped(&pointer.location, why)),
            }
        }
        if found.is_empty() {
            ui.warn(&msg::warn_trust_list_empty(place));
        }
        anchors.extend(found);
    }
    Ok(anchors)
}

fn anchors_of(list: &TrustList, at: Time) -> TrustAnchors {
    list.anchors(&ServiceKind::FOR_SIGNATURES, at)
}

fn followed<'l>(list: &'l TrustList, args: &TrustArgs) -> impl Iterator<Item = &'l ListPointer> {
    let wanted = |pointer: &&ListPointer| {
        let territories = &args.trust_list_territory;
        pointer.is_for_machines()
            && !pointer.kind.ends_with(LIST_OF_LISTS)
            && (territories.is_empty()
                || territories.iter().any(|code| code.eq_ignore_ascii_case(&pointer.territory)))
    };
    list.pointers().iter().filter(wanted).take(MAX_FOLLOWED)
}

/// Only on the network: a list does not name files of this machine.
fn follow(pointer: &ListPointer, at: Time, network: &Network) -> Result<TrustAnchors, Message> {
    let list = fetch_trust_list(network, &pointer.location);
    let list = list.map_err(|error| service_words::service(&error))?;
    let list = TrustList::open(&list, &pointer.signers, now());
    list.map(|list| anchors_of(&list, at)).map_err(|error| explain(&error, &pointer.location))
}

fn signers(paths: &[PathBuf]) -> Result<Vec<Certificate>, Failure> {
    let mut signers = Vec::new();
    for path in paths {
        let bytes = file::read_bounded(path, limits::MAX_KEY_FILE_BYTES);
        let bytes = bytes.map_err(|error| Failure::reading(path, &error))?;
        let found = Certificate::from_pem_or_der(&bytes);
        let name = path.display().to_string();
        signers.extend(found.map_err(|error| Failure::core(error, &name))?);
    }
    Ok(signers)
}

fn is_url(place: &str) -> bool {
    place.starts_with("http:") || place.starts_with("https:")
}

/// A place as it may be shown.
fn named(place: &str) -> String {
    if is_url(place) { without_secrets(place) } else { place.to_owned() }
}

fn read(place: &str, network: &Network) -> Result<Vec<u8>, Failure> {
    if is_url(place) {
        return fetch_trust_list(network, place).map_err(|error| {
            let why = service_words::service(&error);
            Failure::key(msg::core_trust_list_unreachable(why, named(place)))
        });
    }
    let limit = u64::try_from(limits::MAX_TRUST_LIST_BYTES).unwrap_or(u64::MAX);
    let path = Path::new(place);
    file::read_bounded(path, limit).map_err(|error| Failure::reading(path, &error))
}

fn explain(error: &TrustListError, place: &str) -> Message {
    match error {
        TrustListError::NoList | TrustListError::Document(_) => msg::core_trust_list_none(place),
        TrustListError::Unsigned => msg::core_trust_list_unsigned(place),
        TrustListError::Untrusted { why } => {
            msg::core_trust_list_untrusted(place, words::sub_indication(*why))
        }
        TrustListError::OtherSigner => msg::core_trust_list_other_signer(place),
        TrustListError::Overdue { next_update, .. } => {
            msg::core_trust_list_overdue(place, *next_update)
        }
        other => msg::core_trust_list_unreadable(library_words::told(other), place),
    }
}
