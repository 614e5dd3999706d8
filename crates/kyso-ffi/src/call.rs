//! The way every function goes: pointers in, panics caught, outputs written on success alone.
//!
//! All of the unsafe work on a caller's pointers is here. What the caller owes: a pointer is NULL
//! or points to what its type says, aligned, for as long as the call takes; a handle is one that
//! this library gave out and that was not freed; what is written to is nobody else's at that time.

use std::any::Any;
use std::ffi::{CStr, c_char};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr::NonNull;
use std::time::Instant;

use kyso::Time;

use crate::code::{
    KYSO_INVALID_ARGUMENT, KYSO_NOT_UTF8, KYSO_NULL_POINTER, KYSO_OK, KYSO_OUT_OF_RANGE,
    KYSO_PANIC, KYSO_TOO_LARGE,
};
use crate::error::{Fault, kyso_error};
use crate::log;

/// Runs a function: its code is returned, its error given to the caller who asked for it.
///
/// # Safety
/// `error` is NULL or may be written to.
pub(crate) unsafe fn call(
    function: &'static CStr,
    error: *mut *mut kyso_error,
    body: impl FnOnce() -> Result<(), Fault>,
) -> u32 {
    let begun = log::is_on().then(Instant::now);
    // What a panic leaves behind is seen by nobody: outputs are written last, and the header says
    // that the handles of such a call can only be freed.
    let result = catch_unwind(AssertUnwindSafe(body)).unwrap_or_else(|panic| Err(panicked(panic)));
    let fault = result.err();
    if let Some(begun) = begun {
        log::tell(function, fault.as_ref(), begun.elapsed());
    }
    let code = fault.as_ref().map_or(KYSO_OK, |fault| fault.code);
    if let Some(error) = NonNull::new(error) {
        let given = fault.map_or(std::ptr::null_mut(), kyso_error::give);
        // SAFETY: not NULL, and the caller's to be written to.
        unsafe { error.write(given) };
    }
    code
}

/// What a panic says of itself.
pub(crate) fn panicked(panic: Box<dyn Any + Send>) -> Fault {
    let text = match (panic.downcast_ref::<&str>(), panic.downcast_ref::<String>()) {
        (Some(text), _) => (*text).to_owned(),
        (_, Some(text)) => text.clone(),
        _ => {
            // Nobody knows what dropping it would do.
            std::mem::forget(panic);
            "a panic without words".to_owned()
        }
    };
    Fault::new(KYSO_PANIC, text)
}

fn null(name: &'static str) -> Fault {
    Fault::new(KYSO_NULL_POINTER, format!("{name} is NULL"))
}

/// What a handle points to.
///
/// # Safety
/// `handle` is NULL or one of this library that was not freed; nobody changes it meanwhile.
pub(crate) unsafe fn handle<'a, T>(handle: *const T, name: &'static str) -> Result<&'a T, Fault> {
    // SAFETY: the caller's promise.
    unsafe { handle.as_ref() }.ok_or_else(|| null(name))
}

/// The same where it may be NULL.
///
/// # Safety
/// As [`handle`].
pub(crate) unsafe fn optional<'a, T>(handle: *const T) -> Option<&'a T> {
    // SAFETY: the caller's promise.
    unsafe { handle.as_ref() }
}

/// The same to change it.
///
/// # Safety
/// As [`handle`], and nobody else uses it meanwhile.
pub(crate) unsafe fn handle_mut<'a, T>(
    handle: *mut T,
    name: &'static str,
) -> Result<&'a mut T, Fault> {
    // SAFETY: the caller's promise.
    unsafe { handle.as_mut() }.ok_or_else(|| null(name))
}

/// Some bytes.
///
/// # Safety
/// `data` is NULL or points to `len` bytes that nobody changes meanwhile.
pub(crate) unsafe fn bytes<'a>(
    data: *const u8,
    len: usize,
    name: &'static str,
) -> Result<&'a [u8], Fault> {
    let data = NonNull::new(data.cast_mut()).ok_or_else(|| null(name))?;
    if isize::try_from(len).is_err() {
        return Err(Fault::new(KYSO_TOO_LARGE, format!("{name} has {len} bytes")));
    }
    // SAFETY: not NULL, no longer than memory can be, and the caller's promise.
    Ok(unsafe { std::slice::from_raw_parts(data.as_ptr(), len) })
}

/// A copy of some bytes; where memory does not reach for it, an error instead of the process's end.
///
/// # Safety
/// As [`bytes`].
pub(crate) unsafe fn copied(
    data: *const u8,
    len: usize,
    name: &'static str,
) -> Result<Vec<u8>, Fault> {
    // SAFETY: the caller's promise.
    let bytes = unsafe { self::bytes(data, len, name)? };
    let mut copy = Vec::new();
    copy.try_reserve_exact(len).map_err(|_| {
        Fault::new(KYSO_TOO_LARGE, format!("{name} has {len} bytes: there is no memory for a copy"))
    })?;
    copy.extend_from_slice(bytes);
    Ok(copy)
}

/// A text that ends with a NUL.
///
/// # Safety
/// `text` is NULL or points to a text that ends with a NUL and that nobody changes meanwhile.
pub(crate) unsafe fn text<'a>(text: *const c_char, name: &'static str) -> Result<&'a str, Fault> {
    // SAFETY: the caller's promise.
    unsafe { optional_text(text, name)? }.ok_or_else(|| null(name))
}

/// The same where it may be NULL.
///
/// # Safety
/// As [`text`].
pub(crate) unsafe fn optional_text<'a>(
    text: *const c_char,
    name: &'static str,
) -> Result<Option<&'a str>, Fault> {
    if text.is_null() {
        return Ok(None);
    }
    // SAFETY: not NULL, and the caller's promise.
    let text = unsafe { CStr::from_ptr(text) };
    match text.to_str() {
        Ok(text) => Ok(Some(text)),
        Err(error) => {
            let offset = error.valid_up_to() as u64;
            Err(Fault::new(KYSO_NOT_UTF8, format!("{name} is not UTF-8")).at(offset))
        }
    }
}

/// A path: bytes as the system has them where it has such, UTF-8 elsewhere.
///
/// # Safety
/// As [`text`].
pub(crate) unsafe fn path<'a>(
    path: *const c_char,
    name: &'static str,
) -> Result<&'a std::path::Path, Fault> {
    #[cfg(unix)]
    {
        use std::os::unix::ffi::OsStrExt;
        let path = NonNull::new(path.cast_mut()).ok_or_else(|| null(name))?;
        // SAFETY: not NULL, and the caller's promise.
        let path = unsafe { CStr::from_ptr(path.as_ptr()) };
        Ok(std::path::Path::new(std::ffi::OsStr::from_bytes(path.to_bytes())))
    }
    #[cfg(not(unix))]
    {
        // SAFETY: the caller's promise.
        unsafe { text(path, name) }.map(std::path::Path::new)
    }
}

/// A place for a result, which is written last.
pub(crate) struct Output<T>(NonNull<T>);

/// Where a result goes.
///
/// # Safety
/// `place` is NULL or may be written to until the call ends.
pub(crate) unsafe fn output<T>(place: *mut T, name: &'static str) -> Result<Output<T>, Fault> {
    NonNull::new(place).map(Output).ok_or_else(|| null(name))
}

impl<T> Output<T> {
    /// Writes the result. Nothing can fail after this.
    pub(crate) fn put(self, value: T) {
        // SAFETY: not NULL, and may be written to by the promise of `output`.
        unsafe { self.0.write(value) };
    }
}

impl<T> Output<*mut T> {
    /// Gives the caller a handle.
    pub(crate) fn give(self, handle: T) {
        self.put(Box::into_raw(Box::new(handle)));
    }
}

/// Takes a handle back; NULL is nothing to take.
///
/// # Safety
/// `handle` is NULL or one of this library, of this type, that was not freed.
pub(crate) unsafe fn free<T>(handle: *mut T) {
    if let Some(handle) = NonNull::new(handle) {
        // SAFETY: it came out of `Box::into_raw`, and only once.
        let handle = unsafe { Box::from_raw(handle.as_ptr()) };
        // A destructor of the caller's may panic; that must not cross the border.
        let _ = catch_unwind(AssertUnwindSafe(move || drop(handle)));
    }
}

/// A time in seconds since 1970.
pub(crate) fn time(seconds: i64, name: &'static str) -> Result<Time, Fault> {
    let outside = || format!("{name}: {seconds} s lies outside the years 0000 to 9999");
    Time::from_unix(seconds).ok_or_else(|| Fault::new(KYSO_INVALID_ARGUMENT, outside()))
}

/// The item at `index`.
pub(crate) fn at<'a, T>(items: &'a [T], index: usize, name: &'static str) -> Result<&'a T, Fault> {
    let beyond = || format!("{name} {index} of {}", items.len());
    items.get(index).ok_or_else(|| Fault::new(KYSO_OUT_OF_RANGE, beyond()))
}

/// A number that means nothing where it was given.
pub(crate) fn unknown(name: &'static str, number: u32) -> Fault {
    Fault::new(KYSO_INVALID_ARGUMENT, format!("{name} cannot be {number}"))
}

#[cfg(test)]
mod tests {
    use std::ffi::{CStr, c_char, c_void};
    use std::ptr;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use crate::*;

    /// The code of an error, which is freed.
    unsafe fn take(error: *mut kyso_error) -> (u32, String) {
        // SAFETY: an error that was just given out.
        unsafe {
            let text = CStr::from_ptr(kyso_error_text(error)).to_str().unwrap().to_owned();
            let code = kyso_error_code(error);
            kyso_error_free(error);
            (code, text)
        }
    }

    #[test]
    fn a_handle_goes_out_and_comes_back() {
        let (mut trust, mut count) = (ptr::null_mut(), 7);
        // SAFETY: places of this function's own, and handles just made.
        unsafe {
            assert_eq!(kyso_trust_new(&raw mut trust, ptr::null_mut()), KYSO_OK);
            assert_eq!(kyso_trust_count(trust, &raw mut count, ptr::null_mut()), KYSO_OK);
            assert_eq!(count, 0);
            kyso_trust_free(trust);
            kyso_trust_free(ptr::null_mut());
        }
    }

    #[test]
    fn what_fails_writes_no_output_and_gives_one_error() {
        let mut error = ptr::null_mut();
        let mut document: *mut kyso_document = ptr::dangling_mut();
        let (text, mut offset) = (b"<a><b></a>", 0);
        // SAFETY: places of this function's own.
        unsafe {
            let (data, len) = (text.as_ptr(), text.len());
            let place = &raw mut document;
            let code = kyso_document_from_memory(data, len, ptr::null(), place, &raw mut error);
            assert_eq!((code, document), (KYSO_XML, ptr::dangling_mut()));
            assert_eq!(kyso_error_offset(error, &raw mut offset), KYSO_OK);
            assert!(offset > 0);
            assert_eq!(take(error).0, KYSO_XML);
            // The next success says that there is no error.
            error = ptr::dangling_mut();
            let mut trust = ptr::null_mut();
            assert_eq!(kyso_trust_new(&raw mut trust, &raw mut error), KYSO_OK);
            assert!(error.is_null());
            kyso_trust_free(trust);
        }
    }

    #[test]
    fn lengths_and_texts_are_looked_at_before_what_they_point_to() {
        let mut error = ptr::null_mut();
        let mut document: *mut kyso_document = ptr::null_mut();
        // SAFETY: places of this function's own; nothing is read at these lengths.
        unsafe {
            let byte = [0_u8];
            let place = &raw mut document;
            for (data, len, wanted) in [
                (ptr::null(), 1, KYSO_NULL_POINTER),
                (byte.as_ptr(), usize::MAX, KYSO_TOO_LARGE),
                (byte.as_ptr(), isize::MAX.cast_unsigned(), KYSO_TOO_LARGE),
                (byte.as_ptr(), 1 << 62, KYSO_TOO_LARGE),
                (byte.as_ptr(), 0, KYSO_EMPTY),
            ] {
                let none = ptr::null();
                let code = kyso_document_from_memory(data, len, none, place, &raw mut error);
                assert_eq!((code, take(error).0), (wanted, wanted));
            }
            let mut trust = ptr::null_mut();
            assert_eq!(kyso_trust_new(&raw mut trust, ptr::null_mut()), KYSO_OK);
            let (mut policy, mut verifier) = (ptr::null_mut(), ptr::null_mut());
            assert_eq!(kyso_policy_new(trust, &raw mut policy, ptr::null_mut()), KYSO_OK);
            assert_eq!(kyso_verifier_new(policy, &raw mut verifier, ptr::null_mut()), KYSO_OK);
            let name = c"\xFF".as_ptr();
            let code = kyso_verifier_expect_root(verifier, name, &raw mut error);
            assert_eq!((code, take(error).0), (KYSO_NOT_UTF8, KYSO_NOT_UTF8));
            // In the other order than they were made.
            kyso_trust_free(trust);
            kyso_policy_free(policy);
            kyso_verifier_free(verifier);
        }
    }

    #[test]
    fn a_panic_is_an_error_and_writes_nothing() {
        let (mut error, mut place) = (ptr::null_mut(), 7);
        // SAFETY: places of this function's own.
        unsafe {
            let code = super::call(c"kyso_test", &raw mut error, || {
                let place = super::output(&raw mut place, "place")?;
                assert!(place.0.read() != 7, "for the test");
                place.put(8);
                Ok(())
            });
            assert_eq!((code, place), (KYSO_PANIC, 7));
            assert_eq!(take(error), (KYSO_PANIC, "for the test".to_owned()));
        }
    }

    static FREED: AtomicUsize = AtomicUsize::new(0);

    unsafe extern "C" fn count(user: *mut c_void) {
        assert_eq!(user, ptr::dangling_mut());
        FREED.fetch_add(1, Ordering::SeqCst);
    }

    unsafe extern "C" fn answer(
        _: *mut c_void,
        _: *const c_char,
        _: *const c_char,
        reply: *mut kyso_reply,
    ) -> u32 {
        let bytes = b"outside";
        // SAFETY: the library's own reply, alive until this returns.
        unsafe { kyso_reply_set(reply, bytes.as_ptr(), bytes.len(), ptr::null_mut()) }
    }

    #[test]
    fn user_data_is_freed_once_with_the_last_that_holds_it() {
        let user = ptr::dangling_mut();
        let (mut trust, mut policy, mut verifier) =
            (ptr::null_mut(), ptr::null_mut(), ptr::null_mut());
        let none = ptr::null_mut;
        // SAFETY: places of this function's own, and handles just made.
        unsafe {
            kyso_trust_new(&raw mut trust, none());
            kyso_policy_new(trust, &raw mut policy, none());
            kyso_verifier_new(policy, &raw mut verifier, none());
            let set = |verifier, callback| {
                kyso_verifier_set_resolver(verifier, callback, user, Some(count), none())
            };
            assert_eq!(set(verifier, Some(answer)), KYSO_OK);
            assert_eq!(FREED.load(Ordering::SeqCst), 0);
            assert_eq!(set(verifier, Some(answer)), KYSO_OK);
            assert_eq!(FREED.load(Ordering::SeqCst), 1);
            assert_eq!(set(ptr::null_mut(), Some(answer)), KYSO_NULL_POINTER);
            assert_eq!(set(verifier, None), KYSO_NULL_POINTER);
            assert_eq!(FREED.load(Ordering::SeqCst), 3);
            kyso_verifier_free(verifier);
            assert_eq!(FREED.load(Ordering::SeqCst), 4);
            kyso_policy_free(policy);
            kyso_trust_free(trust);
        }
    }

    #[test]
    fn reports_give_out_texts_that_live_as_long_as_they_do() {
        let text = b"<a xmlns=''>k\xc3\xbd s\xe1\xbb\x91</a>";
        let none = ptr::null_mut;
        let (mut trust, mut policy, mut verifier, mut report) =
            (ptr::null_mut(), ptr::null_mut(), ptr::null_mut(), ptr::null_mut());
        let (mut name, mut json, mut conclusion) = (ptr::null(), ptr::null_mut(), 0);
        // SAFETY: places of this function's own, and handles just made.
        unsafe {
            kyso_trust_new(&raw mut trust, none());
            kyso_policy_new(trust, &raw mut policy, none());
            kyso_verifier_new(policy, &raw mut verifier, none());
            let (data, len, place) = (text.as_ptr(), text.len(), &raw mut report);
            let code = kyso_verify_memory(verifier, data, len, 0, ptr::null(), place, none());
            assert_eq!(code, KYSO_OK);
            kyso_verifier_free(verifier);
            kyso_policy_free(policy);
            kyso_trust_free(trust);
            kyso_report_conclusion(report, &raw mut conclusion, none());
            assert_eq!(conclusion, KYSO_CONCLUSION_UNSIGNED);
            assert_eq!(kyso_report_policy(report, &raw mut name, none()), KYSO_OK);
            let first = name;
            assert_eq!(kyso_report_policy(report, &raw mut name, none()), KYSO_OK);
            assert_eq!(first, name);
            assert_eq!(CStr::from_ptr(first), c"baseline");
            assert_eq!(kyso_report_json(report, c"a.xml".as_ptr(), &raw mut json, none()), KYSO_OK);
            kyso_report_free(report);
            assert_eq!(kyso_buffer_text(json, &raw mut name, none()), KYSO_OK);
            assert!(CStr::from_ptr(name).to_str().unwrap().starts_with("{\"schema\":1"));
            kyso_buffer_free(json);
        }
    }

    /// Under Miri this also tells of races, in the library as in here.
    #[test]
    fn threads_share_a_verifier_and_a_report() {
        let (text, none) = (b"<a>k\xc3\xbd s\xe1\xbb\x91</a>", ptr::null_mut);
        let (mut trust, mut policy, mut verifier, mut report) =
            (ptr::null_mut(), ptr::null_mut(), ptr::null_mut(), ptr::null_mut());
        // SAFETY: places of this function's own, and handles just made.
        unsafe {
            kyso_trust_new(&raw mut trust, none());
            kyso_policy_new(trust, &raw mut policy, none());
            kyso_verifier_new(policy, &raw mut verifier, none());
            let (data, len, place) = (text.as_ptr(), text.len(), &raw mut report);
            kyso_verify_memory(verifier, data, len, 0, ptr::null(), place, none());
        }
        let shared = (verifier as usize, report as usize);
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    let (verifier, report) = (shared.0 as *const _, shared.1 as *const _);
                    let (mut own, mut name, mut conclusion) = (ptr::null_mut(), ptr::null(), 0);
                    let (data, len, place) = (text.as_ptr(), text.len(), &raw mut own);
                    // SAFETY: handles that live until the threads have ended, and own places.
                    unsafe {
                        kyso_verify_memory(verifier, data, len, 0, ptr::null(), place, none());
                        kyso_report_conclusion(own, &raw mut conclusion, none());
                        kyso_report_free(own);
                        kyso_report_policy(report, &raw mut name, none());
                        assert_eq!(CStr::from_ptr(name), c"baseline");
                    }
                    assert_eq!(conclusion, KYSO_CONCLUSION_UNSIGNED);
                });
            }
        });
        // SAFETY: handles made above, each once.
        unsafe {
            kyso_report_free(report);
            kyso_verifier_free(verifier);
            kyso_policy_free(policy);
            kyso_trust_free(trust);
        }
    }
}
