//! What a program may want to write down: every call, how it ended and how long it took.

use std::cell::Cell;
use std::ffi::{CStr, c_char, c_void};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use crate::call::call;
use crate::callback::UserData;
use crate::code::{KYSO_ABSENT, KYSO_OK, KYSO_PANIC};
use crate::error::{Fault, kyso_error};
use crate::names::{KYSO_SEVERITY_ERROR, KYSO_SEVERITY_INFO, KYSO_SEVERITY_WARNING};
use crate::text::c_string;

/// Told of every call when it ends: its function, its code, the text of its error (empty without
/// one), and how long it took. `severity` is KYSO_SEVERITY_INFO, KYSO_SEVERITY_WARNING for a call
/// that failed, KYSO_SEVERITY_ERROR for a defect of the library. The texts are the library's and
/// live until the callback returns. It is called from whatever thread calls the library, from
/// several at once too, and must not call kyso_set_log. It may call every other function, of which it
/// is not told. No text has a secret in it.
pub type kyso_log_callback = Option<
    unsafe extern "C" fn(
        user_data: *mut c_void,
        severity: u32,
        function: *const c_char,
        code: u32,
        text: *const c_char,
        microseconds: u64,
    ),
>;

type Call = unsafe extern "C" fn(*mut c_void, u32, *const c_char, u32, *const c_char, u64);

#[derive(Clone)]
struct Logger {
    call: Call,
    user: Arc<UserData>,
}

static ON: AtomicBool = AtomicBool::new(false);
static LOGGER: RwLock<Option<Logger>> = RwLock::new(None);

/// Tells `callback` of every call from now on, in the whole process; NULL tells nobody.
/// `user_data` is the caller's and is passed on as it is; `free_user_data`, where it is not NULL,
/// is called with it once nobody will be told any more. A callback that another thread is in just
/// now may still run when this returns.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_set_log(
    callback: kyso_log_callback,
    user_data: *mut c_void,
    free_user_data: crate::kyso_free_callback,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_set_log", error, || {
            let user = Arc::new(UserData::new(user_data, free_user_data));
            let logger = callback.map(|call| Logger { call, user });
            ON.store(logger.is_some(), Ordering::Release);
            let mut place = LOGGER.write().unwrap_or_else(PoisonError::into_inner);
            let before = std::mem::replace(&mut *place, logger);
            // What is freed may call the library again.
            drop(place);
            drop(before);
            Ok(())
        })
    }
}

/// Whether anybody wants to know.
pub(crate) fn is_on() -> bool {
    ON.load(Ordering::Acquire)
}

thread_local! {
    /// Whether this thread is in the callback: what it calls there is told to nobody, or each call
    /// would be followed by another.
    static TELLING: Cell<bool> = const { Cell::new(false) };
}

/// Ends the telling of this thread.
struct Telling;

impl Telling {
    /// None where the thread tells already, or ends.
    fn begin() -> Option<Self> {
        let before = TELLING.try_with(|telling| telling.replace(true)).unwrap_or(true);
        (!before).then_some(Self)
    }
}

impl Drop for Telling {
    fn drop(&mut self) {
        let _ = TELLING.try_with(|telling| telling.set(false));
    }
}

/// Tells of a call that ended.
pub(crate) fn tell(function: &CStr, fault: Option<&Fault>, took: Duration) {
    let Some(_telling) = Telling::begin() else { return };
    let logger = LOGGER.read().unwrap_or_else(PoisonError::into_inner).clone();
    let Some(Logger { call, user }) = logger else { return };
    let code = fault.map_or(KYSO_OK, |fault| fault.code);
    let severity = match code {
        KYSO_OK | KYSO_ABSENT => KYSO_SEVERITY_INFO,
        KYSO_PANIC => KYSO_SEVERITY_ERROR,
        _ => KYSO_SEVERITY_WARNING,
    };
    let text = c_string(fault.map_or("", |fault| &fault.text));
    let took = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
    // SAFETY: the caller's own function, with what it was promised.
    unsafe { call(user.pointer(), severity, function.as_ptr(), code, text.as_ptr(), took) };
}
