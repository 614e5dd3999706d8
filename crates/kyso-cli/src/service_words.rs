//! What outside services did wrong, in the reader's language.

use kyso::revocation::{RevocationError, RevocationFault};
use kyso::timestamp::{TimestampError, TimestampFault, TokenFault};
use kyso::x509::OcspError;
use kyso::{ServiceError, UnreachableCause};

use crate::i18n::{Message, msg};
use crate::library_words;

/// More services than this are not told one by one.
const MAX_TOLD: usize = 4;

/// Each authority that was asked, with what went wrong.
pub(crate) fn timestamp(error: &TimestampError) -> Message {
    let first = told(&error.service, stamp_fault(&error.fault));
    let others = error.others.iter().take(MAX_TOLD - 1);
    others.fold(first, |all, one| msg::fault_and(all, told(&one.service, stamp_fault(&one.fault))))
}

/// Each service that was asked about a certificate, with what went wrong; `None` where there is
/// none to ask.
pub(crate) fn evidence(services: &[String], errors: &[RevocationError]) -> Option<Message> {
    let failed = errors.iter().map(|error| told(&error.service, evidence_fault(&error.fault)));
    let silent = services.iter().filter(|url| errors.iter().all(|error| error.service != **url));
    let all = failed.chain(silent.map(|url| told(url, msg::fault_evidence_of_no_use())));
    all.take(MAX_TOLD).reduce(msg::fault_and)
}

fn told(service: &str, fault: Message) -> Message {
    msg::fault_service(fault, service)
}

/// What one service did wrong, without its name.
pub(crate) fn service(error: &ServiceError) -> Message {
    match error {
        ServiceError::Unreachable { cause, .. } => match cause {
            UnreachableCause::NameNotFound => msg::fault_name_not_found(),
            UnreachableCause::ConnectionRefused => msg::fault_connection_refused(),
            UnreachableCause::ConnectionLost => msg::fault_connection_lost(),
            UnreachableCause::Tls => msg::fault_tls(),
            UnreachableCause::Url => msg::fault_url(),
            UnreachableCause::InsecureRedirect => msg::fault_insecure_redirect(),
            UnreachableCause::Offline => msg::fault_offline(),
            _ => msg::fault_unreachable(),
        },
        ServiceError::Timeout { seconds, .. } => msg::fault_timeout(*seconds),
        ServiceError::HttpStatus { status, .. } => msg::fault_http_status(u64::from(*status)),
        ServiceError::TooLarge { limit, .. } => msg::fault_answer_too_large(*limit),
        ServiceError::TooManyRedirects { limit, .. } => {
            msg::fault_too_many_redirects(u64::from(*limit))
        }
        ServiceError::ContentType { expected, found, .. } => {
            msg::fault_content_type(*expected, found)
        }
        ServiceError::Refused { .. } => msg::fault_credentials(),
        other => msg::fault_other(library_words::told(other)),
    }
}

fn stamp_fault(fault: &TimestampFault) -> Message {
    match fault {
        TimestampFault::Service(error) => service(error),
        TimestampFault::Refused { status, text, failure } => {
            let failure = failure.map(|failure| failure.name().to_owned());
            let words = [failure, text.clone()].into_iter().flatten().collect::<Vec<_>>();
            let words = if words.is_empty() { status.name().into() } else { words.join(", ") };
            msg::fault_stamp_refused(words)
        }
        TimestampFault::Nonce { .. } => msg::fault_nonce(),
        TimestampFault::Policy { expected, found } => {
            msg::fault_stamp_policy(expected.to_string(), found.to_string())
        }
        TimestampFault::Fault(fault) => token_fault(fault),
        TimestampFault::Response(_) | TimestampFault::NoToken | TimestampFault::Token(_) => {
            msg::fault_stamp_unreadable()
        }
        other => msg::fault_other(library_words::told(other)),
    }
}

fn token_fault(fault: &TokenFault) -> Message {
    match fault {
        TokenFault::Imprint { .. } => msg::fault_stamp_other_bytes(),
        TokenFault::NoCertificate => msg::fault_stamp_no_certificate(),
        TokenFault::SigningCertificate(_) => msg::fault_stamp_other_certificate(),
        TokenFault::Signature(_) | TokenFault::MessageDigest => msg::fault_stamp_signature(),
        TokenFault::KeyPurpose { .. } => msg::fault_stamp_purpose(),
        TokenFault::CertificateNotValid { .. } => msg::fault_stamp_certificate_validity(),
        other => msg::fault_stamp_unsound(library_words::told(other)),
    }
}

fn evidence_fault(fault: &RevocationFault) -> Message {
    match fault {
        RevocationFault::Service(error) => service(error),
        RevocationFault::Ocsp(OcspError::NotSuccessful { status }) => {
            msg::fault_ocsp_status(status.name())
        }
        RevocationFault::OtherCertificate => msg::fault_ocsp_other_certificate(),
        RevocationFault::Nonce { .. } => msg::fault_nonce(),
        RevocationFault::Ocsp(_)
        | RevocationFault::Crl(_)
        | RevocationFault::NotCrl(_)
        | RevocationFault::Certificate(_) => msg::fault_evidence_unreadable(),
        other => msg::fault_other(library_words::told(other)),
    }
}

/// Whether it would help to name the user better.
pub(crate) fn is_about_credentials(error: &TimestampError) -> bool {
    matches!(&error.fault, TimestampFault::Service(ServiceError::Refused { .. }))
}
