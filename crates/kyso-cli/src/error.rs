//! What went wrong: a status for the shell, a code for scripts, two lines for people.

use std::io;
use std::path::{Path, PathBuf};

use kyso::crypto::PrivateKeyFault;
use kyso::key::KeyError;
use kyso::x509::Certificate;
use kyso::{ErrorClass, SignError};
use serde_json::{Value, json};

use crate::core_error;
use crate::detail_words;
use crate::exit::Status;
use crate::i18n::{Message, msg};
use crate::ui::Ui;

/// Whether a key file could not be read or parsed; every other key error is a refusal.
fn unreadable_key(error: &kyso::Error) -> bool {
    let (kyso::Error::Key(error) | kyso::Error::Sign(SignError::Key(error))) = error else {
        return false;
    };
    matches!(
        error,
        KeyError::TooLarge { .. }
            | KeyError::Malformed { .. }
            | KeyError::UnsupportedEncryption { .. }
            | KeyError::TooExpensive { .. }
            | KeyError::NoKey
            | KeyError::NoCertificate { .. }
            | KeyError::PrivateKey(PrivateKeyFault::Malformed)
            | KeyError::Certificate(_)
    )
}

/// The code for scripts that belongs to a text.
pub(crate) fn code(message: &Message) -> &'static str {
    message.id().split_once('-').map_or(message.id(), |(_, code)| code)
}

/// What went wrong.
#[derive(Clone, Debug)]
pub(crate) struct Failure {
    status: Status,
    code: String,
    offset: Option<u64>,
    stops: bool,
    message: Message,
    /// The manifest and its line that asked for it.
    row: Option<Box<(PathBuf, usize)>>,
}

impl Failure {
    /// The call is wrong.
    pub(crate) fn usage(message: Message) -> Self {
        Self::of(Status::Usage, message)
    }

    /// Something could not be read, written or parsed.
    pub(crate) fn io(message: Message) -> Self {
        Self::of(Status::Io, message)
    }

    /// The key refused.
    pub(crate) fn key(message: Message) -> Self {
        Self::of(Status::Key, message)
    }

    fn of(status: Status, message: Message) -> Self {
        let code = code(&message).to_owned();
        Self { status, code, offset: None, stops: false, message, row: None }
    }

    /// `path` could not be read.
    pub(crate) fn reading(path: &Path, error: &io::Error) -> Self {
        Self::io(match error.kind() {
            io::ErrorKind::NotFound => msg::error_not_found(path),
            io::ErrorKind::PermissionDenied => msg::error_no_read_permission(path),
            io::ErrorKind::IsADirectory => msg::error_is_folder(path),
            io::ErrorKind::FileTooLarge => msg::error_key_file_too_large(path),
            kind => msg::error_read(detail_words::io(kind, error.raw_os_error()), path),
        })
    }

    /// `path` could not be written. Nothing stands there that did not before.
    pub(crate) fn writing(path: &Path, error: &io::Error) -> Self {
        Self::io(match error.kind() {
            io::ErrorKind::NotFound => msg::error_no_folder(path),
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                msg::error_no_write_permission(path)
            }
            io::ErrorKind::IsADirectory => msg::error_output_is_folder(path),
            io::ErrorKind::AlreadyExists => msg::error_exists(path),
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => msg::error_disk_full(path),
            kind => msg::error_write(detail_words::io(kind, error.raw_os_error()), path),
        })
    }

    /// stdout could not be written.
    pub(crate) fn stdout(error: &io::Error) -> Self {
        Self::io(match error.kind() {
            io::ErrorKind::StorageFull => msg::error_stdout_full(),
            kind => msg::error_stdout(detail_words::io(kind, error.raw_os_error())),
        })
    }

    /// The library refused; `file` is what it was working on.
    pub(crate) fn core(error: impl Into<kyso::Error>, file: &str) -> Self {
        let error = error.into();
        let status = match error.class() {
            _ if unreadable_key(&error) => Status::Io,
            ErrorClass::Usage => Status::Usage,
            ErrorClass::Key => Status::Key,
            ErrorClass::Input => Status::Io,
        };
        let message = core_error::explain(&error, file);
        // 0 is what the library says of a file as a whole.
        // The key itself is away: the next document would meet the same, or cost a try of the PIN.
        let stops = matches!(error, kyso::Error::Sign(SignError::Key(KeyError::Provider(_))));
        Self {
            stops,
            offset: error.offset().filter(|offset| *offset > 0),
            ..Self::of(status, message)
        }
    }

    /// Signing `file` for `certificate` was refused.
    pub(crate) fn signing(error: SignError, file: &str, certificate: &Certificate) -> Self {
        match error {
            SignError::UsageForbidden { extension } => {
                let subject = certificate.subject().to_string();
                Self::key(msg::core_usage_forbidden(core_error::extension_name(extension), subject))
            }
            other => Self::core(other, file),
        }
    }

    /// A line of a manifest asked for it.
    pub(crate) fn at_row(self, manifest: &Path, line: usize) -> Self {
        Self { row: Some(Box::new((manifest.to_owned(), line))), ..self }
    }

    /// The manifest and its line that asked for it.
    pub(crate) fn row(&self) -> Option<Message> {
        let (manifest, line) = self.row.as_deref()?;
        Some(msg::note_at_row(manifest.as_path(), *line))
    }

    /// The rest of a batch would fail in the same way, or cost a try of the PIN.
    pub(crate) fn stopping(self) -> Self {
        Self { stops: true, ..self }
    }

    /// Whether the rest of a batch would fail in the same way.
    pub(crate) fn stops_batch(&self) -> bool {
        self.stops
    }

    /// How the process should end.
    pub(crate) fn status(&self) -> Status {
        self.status
    }

    /// Whether it would not be one if the signer's name were known.
    pub(crate) fn needs_name(&self) -> bool {
        self.message.id() == "call-profile-needs-name"
    }

    /// The code for scripts, `kebab-case`.
    #[cfg(test)]
    pub(crate) fn code(&self) -> &str {
        &self.code
    }

    /// What happened; the text carries what to do as well.
    pub(crate) fn message(&self) -> &Message {
        &self.message
    }

    /// The line that stands for `file` in `--json`; where no document is meant, the file or
    /// folder that the message names.
    pub(crate) fn to_json(&self, ui: &Ui, file: Option<&str>) -> Value {
        json!({
            "schema": 1,
            "kyso": env!("CARGO_PKG_VERSION"),
            "file": file.or_else(|| self.message.file()),
            "error": {
                "code": self.code,
                "message": ui.text(&self.message),
                "offset": self.offset,
            },
        })
    }
}
