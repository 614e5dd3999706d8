//! A token in a reader, and what it says of its PIN.

use std::path::PathBuf;

use cryptoki::slot::{Slot, TokenInfo};

use crate::Pkcs11Uri;

/// A token in a reader.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Token {
    /// Its label.
    pub label: String,
    /// Who made it.
    pub manufacturer: String,
    /// Its model.
    pub model: String,
    /// Its serial number.
    pub serial: String,
    /// The slot that it is in.
    pub slot_id: u64,
    /// The module that reads it.
    pub module: PathBuf,
    /// What it says of the tries left for the PIN.
    pub tries: Tries,
    /// Whether a PIN is set.
    pub has_pin: bool,
    /// Whether the PIN must be changed before it counts.
    pub pin_must_change: bool,
    /// Whether the PIN is typed on the reader (protected authentication path).
    pub pin_on_reader: bool,
    /// Whether its private keys need a login.
    pub needs_login: bool,
    pub(crate) is_initialized: bool,
    pub(crate) pin_length: (usize, usize),
    pub(crate) slot: Slot,
}

/// What the flags of a token say of its PIN (PKCS#11 v2.40 §3.4); none counts exactly.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tries {
    /// Nothing is wrong.
    Enough,
    /// A wrong PIN was given since the last right one (CKF_USER_PIN_COUNT_LOW).
    Low,
    /// One wrong PIN more locks it (CKF_USER_PIN_FINAL_TRY).
    Last,
    /// It is locked (CKF_USER_PIN_LOCKED).
    Locked,
}

impl Tries {
    pub(crate) fn of(info: &TokenInfo) -> Self {
        if info.user_pin_locked() {
            Self::Locked
        } else if info.user_pin_final_try() {
            Self::Last
        } else if info.user_pin_count_low() {
            Self::Low
        } else {
            Self::Enough
        }
    }
}

impl Token {
    /// Whether it is one that the URI asks for.
    pub(crate) fn fits(&self, uri: &Pkcs11Uri) -> bool {
        let same =
            |wanted: &Option<String>, found: &str| Pkcs11Uri::label_fits(wanted.as_deref(), found);
        same(&uri.token, &self.label)
            && same(&uri.manufacturer, &self.manufacturer)
            && same(&uri.model, &self.model)
            && same(&uri.serial, &self.serial)
            && uri.slot_id.is_none_or(|id| id == self.slot_id)
    }
}
