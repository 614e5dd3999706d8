//! The one call that `cryptoki` does not offer: `C_Sign` apart from `C_SignInit`, because a key
//! with CKA_ALWAYS_AUTHENTICATE needs a login in between (PKCS#11 v2.40 §4.9).

use std::path::Path;
use std::ptr;

use cryptoki_sys::{
    CK_FUNCTION_LIST, CK_FUNCTION_LIST_PTR, CK_RV, CK_SESSION_HANDLE, CK_ULONG, CKR_OK, Pkcs11,
};

use crate::limits::MAX_SIGNATURE_BYTES;

/// `C_Sign` of one module. The library stays loaded as long as this lives.
pub(crate) struct RawSign {
    sign:
        unsafe extern "C" fn(CK_SESSION_HANDLE, *mut u8, CK_ULONG, *mut u8, *mut CK_ULONG) -> CK_RV,
    _library: Pkcs11,
}

impl RawSign {
    /// Takes the function out of the module's list; `None` when it has none.
    #[allow(unsafe_code)]
    pub(crate) fn of(path: &Path) -> Option<Self> {
        // SAFETY: the module is loaded already by cryptoki, so no initializer runs here; this
        // counts one more user of it.
        let library = unsafe { Pkcs11::new(path) }.ok()?;
        if library.C_GetFunctionList.is_err() {
            return None;
        }
        let mut list: CK_FUNCTION_LIST_PTR = ptr::null_mut();
        // SAFETY: the symbol is there; `list` is a place for one pointer.
        let code = unsafe { library.C_GetFunctionList(&raw mut list) };
        if code != CKR_OK || list.is_null() {
            return None;
        }
        // SAFETY: the module keeps its list as long as it is loaded (PKCS#11 §5.4), and the
        // field may be unaligned on Windows, where the structure is packed.
        let sign = unsafe {
            let field: *const _ = &raw const (*list.cast::<CK_FUNCTION_LIST>()).C_Sign;
            field.read_unaligned()
        }?;
        Some(Self { sign, _library: library })
    }

    /// Signs `data` in a session whose sign operation is initialized.
    #[allow(unsafe_code)]
    pub(crate) fn sign(&self, session: CK_SESSION_HANDLE, data: &[u8]) -> Result<Vec<u8>, CK_RV> {
        let mut value = vec![0; MAX_SIGNATURE_BYTES];
        let mut len = CK_ULONG::try_from(value.len()).unwrap_or(0);
        let data_len = CK_ULONG::try_from(data.len()).unwrap_or(0);
        // SAFETY: both buffers live through the call and have the lengths told; the module does
        // not write to `data` (PKCS#11 §5.2 has no const).
        let code = unsafe {
            (self.sign)(
                session,
                data.as_ptr().cast_mut(),
                data_len,
                value.as_mut_ptr(),
                &raw mut len,
            )
        };
        if code != CKR_OK {
            return Err(code);
        }
        value.truncate(usize::try_from(len).unwrap_or(0));
        Ok(value)
    }
}
