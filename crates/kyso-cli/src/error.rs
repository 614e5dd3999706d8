//! What went wrong: a status for the shell, a code for scripts, two lines for people.

use std::io;
use std::path::Path;

use kyso::ErrorClass;
use serde_json::{Value, json};

use crate::core_error;
use crate::exit::Status;
use crate::i18n::{Message, msg};
use crate::ui::Ui;

/// What went wrong.
#[derive(Debug)]
pub(crate) struct Failure {
    status: Status,
    code: String,
    offset: Option<u64>,
    message: Message,
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
        let code = match message.id().split_once('-') {
            Some((_, code)) => code.to_owned(),
            None => message.id().to_owned(),
        };
        Self { status, code, offset: None, message }
    }

    /// `path` could not be read.
    pub(crate) fn reading(path: &Path, error: &io::Error) -> Self {
        Self::io(match error.kind() {
            io::ErrorKind::NotFound => msg::error_not_found(path),
            io::ErrorKind::PermissionDenied => msg::error_no_read_permission(path),
            io::ErrorKind::IsADirectory => msg::error_is_folder(path),
            io::ErrorKind::FileTooLarge => msg::error_key_file_too_large(path),
            _ => msg::error_read(error.to_string(), path),
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
            _ => msg::error_write(error.to_string(), path),
        })
    }

    /// stdout could not be written.
    pub(crate) fn stdout(error: &io::Error) -> Self {
        Self::io(match error.kind() {
            io::ErrorKind::StorageFull => msg::error_disk_full("stdout"),
            _ => msg::error_write(error.to_string(), "stdout"),
        })
    }

    /// The library refused; `file` is what it was working on.
    pub(crate) fn core(error: impl Into<kyso::Error>, file: &str) -> Self {
        let error = error.into();
        let status = match error.class() {
            ErrorClass::Usage => Status::Usage,
            ErrorClass::Key => Status::Key,
            ErrorClass::Input => Status::Io,
        };
        let message = core_error::explain(&error, file);
        Self { offset: error.offset(), ..Self::of(status, message) }
    }

    /// How the process should end.
    pub(crate) fn status(&self) -> Status {
        self.status
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

    /// The line that stands for `file` in `--json`.
    pub(crate) fn to_json(&self, ui: &Ui, file: Option<&str>) -> Value {
        json!({
            "schema": 1,
            "kyso": env!("CARGO_PKG_VERSION"),
            "file": file,
            "error": {
                "code": self.code,
                "message": ui.text(&self.message),
                "offset": self.offset,
            },
        })
    }
}
