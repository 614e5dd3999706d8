//! Texts that a handle gives out: each made once, each alive as long as the handle.

use std::collections::BTreeMap;
use std::ffi::{CString, c_char};
use std::ptr;
use std::sync::{Mutex, PoisonError};

/// A text for C. A NUL inside becomes U+FFFD, so that what a document says of itself cannot be cut
/// short by it.
pub(crate) fn c_string(text: &str) -> CString {
    let clean = if text.contains('\0') { text.replace('\0', "\u{fffd}") } else { text.to_owned() };
    CString::new(clean).unwrap_or_default()
}

/// The texts that were given out.
#[derive(Debug, Default)]
pub(crate) struct Texts(Mutex<BTreeMap<Key, Given>>);

/// Which text: of which part, which field, and which of its facts.
pub(crate) type Key = (usize, usize, u32, String);

/// A text that a caller may hold a pointer to.
#[derive(Debug)]
struct Given(*mut c_char);

// SAFETY: the bytes are written once, before the pointer is given out, and freed with the handle.
unsafe impl Send for Given {}
// SAFETY: the same; they are only read in between.
unsafe impl Sync for Given {}

impl Drop for Given {
    fn drop(&mut self) {
        // SAFETY: it came out of `CString::into_raw`, and only once.
        drop(unsafe { CString::from_raw(self.0) });
    }
}

impl Texts {
    /// The text under `key`, made by `make` the first time; NULL where there is none.
    pub(crate) fn get(&self, key: Key, text: Option<&str>) -> *const c_char {
        let Some(text) = text else { return ptr::null() };
        // A text is put in whole or not at all.
        let mut given = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        given.entry(key).or_insert_with(|| Given(c_string(text).into_raw())).0
    }

    /// The text of one field of a handle that has no parts.
    pub(crate) fn field(&self, field: u32, text: Option<&str>) -> *const c_char {
        self.get((0, 0, field, String::new()), text)
    }
}

#[cfg(test)]
mod tests {
    use std::ffi::CStr;

    use super::{Texts, c_string};

    #[test]
    fn a_nul_inside_cuts_nothing_off() {
        assert_eq!(c_string("a\0b").to_str().unwrap(), "a\u{fffd}b");
        assert_eq!(c_string("ký số").to_str().unwrap(), "ký số");
    }

    #[test]
    fn a_text_stays_where_it_is_while_others_come() {
        let texts = Texts::default();
        let first = texts.field(0, Some("first"));
        for field in 1..100 {
            texts.field(field, Some("more"));
        }
        assert_eq!(texts.field(0, Some("first")), first);
        // SAFETY: `texts` is alive.
        assert_eq!(unsafe { CStr::from_ptr(first) }, c"first");
        assert!(texts.field(100, None).is_null());
    }
}
