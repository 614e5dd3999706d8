//! A flag that stops long calls from another thread.

use kyso::Cancellation;

use crate::call::{call, free, handle, output};
use crate::code::KYSO_CANCELLED;
use crate::error::{Fault, kyso_error};

/// Stops calls from another thread. Given where the bytes of a document come in, it stops whatever
/// is done with that document: the call returns KYSO_CANCELLED and has written nothing. A file that
/// was finished before the flag was seen is there, and its call returns KYSO_OK.
///
/// Any number of threads may use it at once, and any number of documents may have it.
pub struct kyso_cancellation {
    pub(crate) flag: Cancellation,
}

/// A flag that is down. `cancellation` is the caller's, to be freed with kyso_cancellation_free;
/// documents that have it keep what they need of it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_cancellation_new(
    cancellation: *mut *mut kyso_cancellation,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_cancellation_new", error, || {
            let place = output(cancellation, "cancellation")?;
            place.give(kyso_cancellation { flag: Cancellation::new() });
            Ok(())
        })
    }
}

/// Puts the flag up, for good. Calls that are under way return soon: at the next piece of a file,
/// and within some 20 ms where they wait for the network. May be called from any thread, while
/// other threads use the same handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_cancel(
    cancellation: *const kyso_cancellation,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_cancel", error, || {
            handle(cancellation, "cancellation")?.flag.cancel();
            Ok(())
        })
    }
}

/// Frees the handle. NULL is left alone.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_cancellation_free(cancellation: *mut kyso_cancellation) {
    // SAFETY: NULL, or a handle that was not freed.
    unsafe { free(cancellation) };
}

/// What came of a call: whatever it was, it counts for nothing once the caller gave up.
pub(crate) fn settle<T, E: Into<Fault>>(
    result: Result<T, E>,
    flag: Option<&Cancellation>,
) -> Result<T, Fault> {
    match flag {
        Some(flag) if flag.is_cancelled() => Err(cancelled()),
        _ => result.map_err(Into::into),
    }
}

/// The same for what leaves a file behind: one that was finished is there, whoever gave up.
pub(crate) fn unless_done<E: Into<Fault>>(
    result: Result<(), E>,
    flag: Option<&Cancellation>,
) -> Result<(), Fault> {
    if result.is_ok() { Ok(()) } else { settle(result, flag) }
}

pub(crate) fn cancelled() -> Fault {
    Fault::new(KYSO_CANCELLED, "cancelled")
}
