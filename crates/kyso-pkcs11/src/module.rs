//! A loaded module: initialized once in a process, its readers and tokens.

use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use cryptoki::context::{CInitializeArgs, CInitializeFlags, Pkcs11};
use cryptoki::error::{Error, RvError};
use cryptoki::slot::Slot;

use crate::modules::check_library;
use crate::raw::RawSign;
use crate::token::{Token, Tries};
use crate::{Pkcs11Uri, TokenError};

/// Why a module cannot be loaded.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LoadFault {
    /// The file cannot be read; not being there is the usual reason.
    #[error("cannot be read: {0}")]
    Unreadable(io::ErrorKind),
    /// It is made for programs of another width.
    #[error("made for {library} bits, this program has {program}")]
    Bits {
        /// Bits of the library.
        library: u8,
        /// Bits of this program.
        program: u8,
    },
    /// The system's loader refused it: it is no library, or one that it needs is missing.
    #[error("the loader refused it: {0}")]
    Loader(String),
    /// It is a library and no PKCS#11 module.
    #[error("no PKCS#11 module")]
    NotAModule,
    /// This program was linked statically, and such a program can load no library.
    #[error("a statically linked program loads no library")]
    Static,
    /// It refused to start.
    #[error("it does not start: {0}")]
    Initialize(String),
}

/// musl's static library has no loader in it.
const IS_STATIC: bool = cfg!(all(target_env = "musl", target_feature = "crt-static"));

/// A loaded module. Clones are the same module; it stays loaded until the process ends, since
/// other users of it in the process may not know of this one.
#[derive(Clone)]
pub struct Module {
    pub(crate) context: Pkcs11,
    pub(crate) raw: Arc<RawSign>,
    path: PathBuf,
}

/// What was loaded by this process.
static LOADED: LazyLock<Mutex<BTreeMap<PathBuf, Module>>> = LazyLock::new(Mutex::default);

impl Module {
    /// Loads a module, which runs its code; one that is loaded and initialized already is taken
    /// as it is.
    ///
    /// # Errors
    /// [`TokenError::Module`].
    pub fn load(path: &Path) -> Result<Self, TokenError> {
        let fail = |fault| TokenError::Module { path: path.to_owned(), fault };
        check_library(path).map_err(fail)?;
        if IS_STATIC {
            return Err(fail(LoadFault::Static));
        }
        let mut loaded = LOADED.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(module) = loaded.get(path) {
            return Ok(module.clone());
        }
        let context = Pkcs11::new(path).map_err(|error| match error {
            Error::LibraryLoading(error) => fail(LoadFault::Loader(error.to_string())),
            _ => fail(LoadFault::NotAModule),
        })?;
        initialize(&context).map_err(|error| fail(LoadFault::Initialize(code(&error))))?;
        let raw = RawSign::of(path).ok_or_else(|| fail(LoadFault::NotAModule))?;
        let module = Self { context, raw: Arc::new(raw), path: path.to_owned() };
        loaded.insert(path.to_owned(), module.clone());
        Ok(module)
    }

    /// The library.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The tokens that are in its readers, and how many readers are empty. A token that cannot be
    /// read is passed over.
    ///
    /// # Errors
    /// [`TokenError::Refused`] when the readers cannot be listed.
    pub fn tokens(&self) -> Result<(Vec<Token>, usize), TokenError> {
        let slots = self.context.get_all_slots().map_err(refused)?;
        let mut tokens = Vec::new();
        let mut empty = 0;
        for slot in slots {
            match self.token(slot) {
                Some(token) if token.is_initialized => tokens.push(token),
                Some(_) => {}
                None => empty += 1,
            }
        }
        Ok((tokens, empty))
    }

    pub(crate) fn token(&self, slot: Slot) -> Option<Token> {
        let info = self.context.get_token_info(slot).ok()?;
        Some(Token {
            label: info.label().to_owned(),
            manufacturer: info.manufacturer_id().to_owned(),
            model: info.model().to_owned(),
            serial: info.serial_number().trim_end_matches('\0').to_owned(),
            slot_id: slot.id(),
            module: self.path.clone(),
            tries: Tries::of(&info),
            has_pin: info.user_pin_initialized(),
            pin_must_change: info.user_pin_to_be_changed(),
            pin_on_reader: info.protected_authentication_path(),
            needs_login: info.login_required(),
            is_initialized: info.token_initialized(),
            pin_length: (info.min_pin_length(), info.max_pin_length()),
            slot,
        })
    }

    /// The tokens that a URI asks for among those of this module.
    pub(crate) fn fitting(
        &self,
        uri: &Pkcs11Uri,
    ) -> Result<(Vec<Token>, Vec<String>, usize), TokenError> {
        let (tokens, empty) = self.tokens()?;
        let labels = tokens.iter().map(|token| token.label.clone()).collect();
        Ok((tokens.into_iter().filter(|token| token.fits(uri)).collect(), labels, empty))
    }
}

impl fmt::Debug for Module {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Module").field("path", &self.path).finish_non_exhaustive()
    }
}

/// Somebody else in the process may have initialized it: that is as good.
fn initialize(context: &Pkcs11) -> Result<(), Error> {
    let start = |flags| match context.initialize(CInitializeArgs::new(flags)) {
        Err(Error::Pkcs11(RvError::CryptokiAlreadyInitialized, _)) => Ok(()),
        outcome => outcome,
    };
    match start(CInitializeFlags::OS_LOCKING_OK) {
        // Old middleware has no locks; calls here come one after the other.
        Err(Error::Pkcs11(RvError::CantLock | RvError::ArgumentsBad, _)) => {
            start(CInitializeFlags::empty())
        }
        outcome => outcome,
    }
}

/// The return value by its name in PKCS#11, such as `CKR_DEVICE_ERROR`.
pub(crate) fn code(error: &Error) -> String {
    match error {
        Error::Pkcs11(RvError::VendorDefined(number), _) => format!("0x{number:08x}"),
        Error::Pkcs11(value, _) => {
            let mut name = "CKR".to_owned();
            for letter in format!("{value:?}").chars() {
                if letter.is_ascii_uppercase() {
                    name.push('_');
                }
                name.push(letter.to_ascii_uppercase());
            }
            name
        }
        other => other.to_string(),
    }
}

/// What the module refused.
pub(crate) fn refused(error: Error) -> TokenError {
    let function = match &error {
        Error::Pkcs11(_, function) => format!("C_{function:?}"),
        _ => "PKCS#11".to_owned(),
    };
    TokenError::Refused { function, code: code(&error) }
}

#[cfg(test)]
mod tests {
    use cryptoki::context::Function;
    use cryptoki::error::{Error, RvError};

    #[test]
    fn a_refusal_has_the_names_of_the_standard() {
        let name = |value| super::refused(Error::Pkcs11(value, Function::SignInit)).to_string();
        assert_eq!(name(RvError::KeyTypeInconsistent), "C_SignInit: CKR_KEY_TYPE_INCONSISTENT");
        assert_eq!(name(RvError::VendorDefined(0x8000_0001)), "C_SignInit: 0x80000001");
    }
}
