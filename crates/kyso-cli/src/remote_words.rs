//! What remote services refuse, in the reader's language.

use kyso_net::remote::{BrowserFault, RemoteError, RemoteProfileError, RemoteStep};

use crate::error::Failure;
use crate::i18n::{Message, msg};
use crate::{service_words, toml_words};

/// What the service or the way to it refused, in the reader's language.
pub(crate) fn failure(error: &RemoteError, service: &str) -> Failure {
    let failure = Failure::key(match error {
        RemoteError::Service(error) => {
            msg::error_remote_service(service_words::service(error), service)
        }
        RemoteError::Refused { step, code, text, .. } => {
            let detail = [code.as_str(), text].into_iter().filter(|part| !part.is_empty());
            let detail = detail.collect::<Vec<_>>().join(", ");
            msg::error_remote_refused(detail, service, step_name(*step))
        }
        RemoteError::WrongSecret { code, .. } => msg::error_remote_pin(code, service),
        RemoteError::Unreadable { step, field, .. } => {
            msg::error_remote_unreadable(field, service, step_name(*step))
        }
        RemoteError::RateLimited { seconds: 0, .. } => msg::error_remote_busy_now(service),
        RemoteError::RateLimited { seconds, .. } => msg::error_remote_busy(*seconds, service),
        RemoteError::MissingInput { name } => msg::error_remote_input(name, service),
        RemoteError::Declined => msg::error_remote_declined(),
        RemoteError::Expired => msg::error_remote_expired(),
        RemoteError::StillWaiting { seconds } => msg::error_remote_waiting(*seconds, service),
        RemoteError::Unusable { id, status } => msg::error_remote_unusable(id, service, status),
        RemoteError::State => msg::error_remote_state(),
        RemoteError::Browser { fault } => msg::error_remote_browser(browser(fault)),
        RemoteError::ForeignLogin { url, .. } => msg::error_remote_foreign(service, url),
        RemoteError::Cancelled => msg::error_remote_cancelled(service),
        RemoteError::Algorithm { algorithm } => msg::core_key_algorithm(algorithm.name(), service),
        other => msg::error_remote_other(crate::library_words::told(other), service),
    });
    // The next documents would cost the same: a try of the PIN, a question, a deadline.
    failure.stopping()
}

/// Why the browser brought nothing back.
fn browser(fault: &BrowserFault) -> Message {
    match fault {
        BrowserFault::NoPort => msg::detail_no_port(),
        BrowserFault::NoRandomness => msg::fault_no_random(),
        BrowserFault::NoBrowser => msg::detail_no_browser(),
        BrowserFault::Refused(words) => msg::detail_browser_refused(words),
        other => msg::fault_other(crate::library_words::told(other)),
    }
}

/// Why a profile cannot be used.
pub(crate) fn profile(error: &RemoteProfileError) -> Message {
    match error {
        RemoteProfileError::TooLarge { .. } => msg::detail_io_too_long(),
        RemoteProfileError::Toml { line, reason } => {
            msg::detail_line(toml_words::message(reason), *line)
        }
        RemoteProfileError::Url => msg::detail_profile_url(),
        RemoteProfileError::Missing { key } if key.contains(' ') => msg::detail_profile_source(),
        RemoteProfileError::Missing { key } => msg::detail_profile_missing(*key),
        RemoteProfileError::SecretInside { key } => msg::detail_profile_secret(key),
        RemoteProfileError::UnknownInput { name } => msg::detail_profile_unknown(name),
        other => msg::fault_other(crate::library_words::told(other)),
    }
}

/// What was being asked of a service.
fn step_name(step: RemoteStep) -> Message {
    match step {
        RemoteStep::Login => msg::step_login(),
        RemoteStep::Credentials => msg::step_credentials(),
        RemoteStep::Authorize => msg::step_authorize(),
        RemoteStep::SendOtp => msg::step_send_otp(),
        RemoteStep::Sign => msg::step_sign(),
        RemoteStep::Poll => msg::step_poll(),
        other => msg::fault_other(other.name()),
    }
}
