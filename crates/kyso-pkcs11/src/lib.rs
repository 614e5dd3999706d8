//! Keys on tokens and HSMs (PKCS#11) for kyso.
//!
//! [`search`] finds the keys that a [`Pkcs11Uri`] asks for, without a PIN;
//! [`FoundKey::credential`] logs in and gives a [`kyso::Credential`] that signs. Documents are
//! hashed here, the token gets digests.
//!
//! ```no_run
//! use kyso_pkcs11::{Pkcs11Uri, PinPurpose, PinSource, Places, Token, search};
//!
//! struct Known(String);
//!
//! impl PinSource for Known {
//!     fn pin(&mut self, _: &Token, _: PinPurpose) -> Option<zeroize::Zeroizing<String>> {
//!         Some(self.0.clone().into())
//!     }
//! }
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let uri: Pkcs11Uri = "pkcs11:token=Office;object=Director".parse()?;
//! let key = search(&uri, &Places::of_system(None)).only()?;
//! let credential = key.credential(Box::new(Known("123456".into())), &[])?;
//! # Ok(())
//! # }
//! ```

mod error;
mod key;
pub mod limits;
mod module;
mod modules;
mod pin;
mod raw;
mod search;
mod token;
mod uri;

pub use error::TokenError;
pub use key::{TokenKey, token_error};
pub use module::{LoadFault, Module};
pub use modules::{FoundModule, ModuleOrigin, Places};
pub use pin::{PinPurpose, PinSource};
pub use search::{FoundKey, Search, TokenKeyInfo, search};
pub use token::{Token, Tries};
pub use uri::{Pkcs11Uri, UriError};
