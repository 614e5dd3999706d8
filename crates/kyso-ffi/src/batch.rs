//! Many files in one call, on several threads, with word of each as it is done.

use std::ffi::{c_char, c_void};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{
    Mutex, OnceLock, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard, TryLockError,
};
use std::thread;

use kyso::{Cancellation, Document, Opening, Source, Time};

use crate::call::{at, call, free, handle, optional, optional_text, output, panicked, path, time};
use crate::cancellation::{cancelled, kyso_cancellation, settle};
use crate::code::{KYSO_ABSENT, KYSO_CANCELLED, KYSO_INVALID_ARGUMENT, KYSO_OK};
use crate::document::opening;
use crate::error::{Fault, kyso_error};
use crate::report::{conclusion, kyso_report};
use crate::signing::kyso_signing;
use crate::text::{Texts, c_string};
use crate::verifier::kyso_verifier;

/// The most threads that one batch runs on: more than processors there are do not sign faster.
const MAX_THREADS: usize = 256;

/// Files to sign or to verify in one call. One thread at a time may use it.
pub struct kyso_batch {
    /// Locked while it runs, since the caller's functions are called then.
    items: RwLock<Vec<Item>>,
    /// How the files are opened that are signed.
    opening: Mutex<Opening>,
}

impl kyso_batch {
    fn change(&self) -> Result<RwLockWriteGuard<'_, Vec<Item>>, Fault> {
        match self.items.try_write() {
            Ok(items) => Ok(items),
            Err(TryLockError::Poisoned(items)) => Ok(items.into_inner()),
            Err(TryLockError::WouldBlock) => Err(runs()),
        }
    }

    fn read(&self) -> Result<RwLockReadGuard<'_, Vec<Item>>, Fault> {
        match self.items.try_read() {
            Ok(items) => Ok(items),
            Err(TryLockError::Poisoned(items)) => Ok(items.into_inner()),
            Err(TryLockError::WouldBlock) => Err(runs()),
        }
    }
}

fn runs() -> Fault {
    Fault::new(KYSO_INVALID_ARGUMENT, "the batch is running")
}

/// One file, and what became of it in the last run.
struct Item {
    input: PathBuf,
    output: Option<PathBuf>,
    outcome: OnceLock<Result<Option<Box<kyso_report>>, Fault>>,
    texts: Texts,
}

/// Told of every file as it is done: how many are done, `done` of `total`, which one it was,
/// `index`, its code, and the text of its error, empty without one. The text is the library's and
/// lives until the callback returns. Any other answer than 0 stops the batch, as cancelling does.
/// Of one batch it is called by one thread at a time, not always the same. It must not use the batch
/// itself: every function of the running batch returns KYSO_INVALID_ARGUMENT, and kyso_batch_free
/// does nothing.
pub type kyso_progress_callback = Option<
    unsafe extern "C" fn(
        user_data: *mut c_void,
        done: usize,
        total: usize,
        index: usize,
        code: u32,
        text: *const c_char,
    ) -> u32,
>;

type Told = unsafe extern "C" fn(*mut c_void, usize, usize, usize, u32, *const c_char) -> u32;

/// No file yet. `batch` is the caller's, to be freed with kyso_batch_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_batch_new(
    batch: *mut *mut kyso_batch,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_batch_new", error, || {
            output(batch, "batch")?
                .give(kyso_batch { items: RwLock::default(), opening: Mutex::default() });
            Ok(())
        })
    }
}

/// Adds a file, and where what becomes of it is written, which must not exist yet; NULL for a file
/// that is only verified.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_batch_add(
    batch: *mut kyso_batch,
    input: *const c_char,
    output: *const c_char,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_batch_add", error, || {
            let mut items = handle(batch, "batch")?.change()?;
            let input = path(input, "input")?.to_owned();
            let output = if output.is_null() { None } else { Some(path(output, "output")?) };
            let output = output.map(ToOwned::to_owned);
            let (outcome, texts) = (OnceLock::new(), Texts::default());
            items.push(Item { input, output, outcome, texts });
            Ok(())
        })
    }
}

/// The password that opens the encrypted PDFs among the files to be signed, UTF-8, of which a copy
/// is kept and wiped; NULL is none. With `ignore_permissions` other than 0 they are signed although
/// their permissions forbid that. What is verified is opened by the verifier's password.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_batch_set_password(
    batch: *mut kyso_batch,
    password: *const c_char,
    ignore_permissions: u32,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_batch_set_password", error, || {
            let batch = handle(batch, "batch")?;
            let opening = opening(optional_text(password, "password")?, ignore_permissions);
            let _not_running = batch.change()?;
            *batch.opening.lock().unwrap_or_else(PoisonError::into_inner) = opening;
            Ok(())
        })
    }
}

/// Signs every file as of `now`, on as many threads as said. One that fails does not stop the rest:
/// kyso_batch_code says what became of each, and `failed` how many failed. `cancellation` and
/// `progress` may be NULL; `user_data` is the caller's and is passed on as it is.
///
/// KYSO_CANCELLED where the batch was stopped; files that were done by then stay.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_batch_sign(
    batch: *mut kyso_batch,
    signing: *const kyso_signing,
    now: i64,
    threads: usize,
    cancellation: *const kyso_cancellation,
    progress: kyso_progress_callback,
    user_data: *mut c_void,
    failed: *mut usize,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_batch_sign", error, || {
            let (batch, signing) = (handle(batch, "batch")?, handle(signing, "signing")?);
            let (now, place) = (time(now, "now")?, output(failed, "failed")?);
            let run = Run::new(threads, optional(cancellation), progress, user_data)?;
            let opening = batch.opening.lock().unwrap_or_else(PoisonError::into_inner).clone();
            place.put(run.over(&mut batch.change()?, |item, flag| {
                sign(item, &opening, signing, now, flag).map(|()| None)
            })?);
            Ok(())
        })
    }
}

/// Verifies every file as of `now`: as kyso_batch_sign. A file that could be judged has not failed,
/// whatever the verdict: kyso_batch_conclusion says it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_batch_verify(
    batch: *mut kyso_batch,
    verifier: *const kyso_verifier,
    now: i64,
    threads: usize,
    cancellation: *const kyso_cancellation,
    progress: kyso_progress_callback,
    user_data: *mut c_void,
    failed: *mut usize,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_batch_verify", error, || {
            let (batch, verifier) = (handle(batch, "batch")?, handle(verifier, "verifier")?);
            let (now, place) = (time(now, "now")?, output(failed, "failed")?);
            let run = Run::new(threads, optional(cancellation), progress, user_data)?;
            place.put(run.over(&mut batch.change()?, |item, flag| {
                let source = Source::open(&item.input)?.cancelled_by(flag);
                Ok(Some(Box::new(kyso_report::new(verifier.judge(&source, now)?))))
            })?);
            Ok(())
        })
    }
}

/// Writes how many files there are to `count`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_batch_count(
    batch: *const kyso_batch,
    count: *mut usize,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_batch_count", error, || {
            let (batch, place) = (handle(batch, "batch")?, output(count, "count")?);
            place.put(batch.read()?.len());
            Ok(())
        })
    }
}

/// Writes what became of a file to `code`, and the text of its error to `text`, NULL without one.
/// KYSO_ABSENT stands for one that was not reached. The text is the batch's and lives until its next
/// run or kyso_batch_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_batch_code(
    batch: *const kyso_batch,
    index: usize,
    code: *mut u32,
    text: *mut *const c_char,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_batch_code", error, || {
            let batch = handle(batch, "batch")?;
            let (code, text) = (output(code, "code")?, output(text, "text")?);
            let items = batch.read()?;
            let item = at(&items, index, "file")?;
            code.put(item.code());
            text.put(item.texts.field(0, item.fault().map(|fault| fault.text.as_str())));
            Ok(())
        })
    }
}

/// Writes where the report on a file that was verified is to `report`. It is the batch's, lives
/// until its next run or kyso_batch_free, and is not to be freed. KYSO_ABSENT where there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_batch_report(
    batch: *const kyso_batch,
    index: usize,
    report: *mut *const kyso_report,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_batch_report", error, || {
            let (batch, place) = (handle(batch, "batch")?, output(report, "report")?);
            place.put(at(&batch.read()?, index, "file")?.report()?);
            Ok(())
        })
    }
}

/// Writes the conclusion on a file that was verified to `conclusion`: one of KYSO_CONCLUSION_....
/// KYSO_ABSENT where there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_batch_conclusion(
    batch: *const kyso_batch,
    index: usize,
    conclusion: *mut u32,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_batch_conclusion", error, || {
            let (batch, place) = (handle(batch, "batch")?, output(conclusion, "conclusion")?);
            let items = batch.read()?;
            let report = at(&items, index, "file")?.report()?;
            place.put(self::conclusion(report.report.conclusion()));
            Ok(())
        })
    }
}

/// Frees the batch with its reports; files that were written stay. NULL is left alone, and so is a
/// batch that is running.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_batch_free(batch: *mut kyso_batch) {
    // SAFETY: NULL, or a handle that was not freed.
    unsafe {
        if optional(batch).is_some_and(|batch| batch.change().is_err()) {
            return;
        }
        free(batch);
    }
}

impl Item {
    fn fault(&self) -> Option<&Fault> {
        self.outcome.get().and_then(|outcome| outcome.as_ref().err())
    }

    fn code(&self) -> u32 {
        match self.outcome.get() {
            None => KYSO_ABSENT,
            Some(Ok(_)) => KYSO_OK,
            Some(Err(fault)) => fault.code,
        }
    }

    fn report(&self) -> Result<&kyso_report, Fault> {
        match self.outcome.get() {
            Some(Ok(Some(report))) => Ok(report),
            _ => Err(Fault::absent("report")),
        }
    }
}

fn sign(
    item: &Item,
    opening: &Opening,
    signing: &kyso_signing,
    now: Time,
    flag: &Cancellation,
) -> Result<(), Fault> {
    let none = || Fault::new(KYSO_INVALID_ARGUMENT, "no output was given for the file");
    let output = item.output.as_ref().ok_or_else(none)?;
    let source = Source::open(&item.input)?.cancelled_by(flag);
    let document = settle(Document::sparing_with(source, opening), Some(flag))?;
    let signed = signing.sign(&document, now, Some(flag))?;
    Ok(signed.save(output)?)
}

/// One run over the files.
struct Run {
    threads: usize,
    flag: Cancellation,
    told: Option<Told>,
    user: *mut c_void,
}

// SAFETY: the pointer is only passed on, to a function that the header lets run on any thread.
unsafe impl Sync for Run {}

impl Run {
    fn new(
        threads: usize,
        cancellation: Option<&kyso_cancellation>,
        told: kyso_progress_callback,
        user: *mut c_void,
    ) -> Result<Self, Fault> {
        if !(1..=MAX_THREADS).contains(&threads) {
            let text = format!("threads: {threads} is not 1 to {MAX_THREADS}");
            return Err(Fault::new(KYSO_INVALID_ARGUMENT, text));
        }
        let flag = cancellation.map(|one| one.flag.clone()).unwrap_or_default();
        Ok(Self { threads, flag, told, user })
    }

    /// Does `work` for each file; gives how many failed.
    fn over(
        &self,
        items: &mut [Item],
        work: impl Fn(&Item, &Cancellation) -> Result<Option<Box<kyso_report>>, Fault> + Sync,
    ) -> Result<usize, Fault> {
        for item in items.iter_mut() {
            (item.outcome, item.texts) = (OnceLock::new(), Texts::default());
        }
        let items = &*items;
        let (next, done) = (AtomicUsize::new(0), Mutex::new(0));
        // Telling may stop the run without anybody else's flag being put up.
        let stopped = Cancellation::new();
        let one_thread = || {
            while !self.flag.is_cancelled() && !stopped.is_cancelled() {
                let index = next.fetch_add(1, Ordering::Relaxed);
                let Some(item) = items.get(index) else { return };
                let work = AssertUnwindSafe(|| work(item, &self.flag));
                let outcome = catch_unwind(work).unwrap_or_else(|panic| Err(panicked(panic)));
                let _ = item.outcome.set(outcome);
                // Held while telling: one thread at a time.
                let mut done = done.lock().unwrap_or_else(PoisonError::into_inner);
                *done += 1;
                if !self.tell(*done, items.len(), index, item) {
                    stopped.cancel();
                }
            }
        };
        thread::scope(|scope| {
            for _ in 1..self.threads.min(items.len()) {
                // A thread that the system does not give is one that others make up for.
                let _ = thread::Builder::new().spawn_scoped(scope, one_thread);
            }
            one_thread();
        });
        let code = |item: &&Item| !matches!(item.code(), KYSO_OK);
        let missed = items.iter().any(|item| matches!(item.code(), KYSO_ABSENT | KYSO_CANCELLED));
        if missed { Err(cancelled()) } else { Ok(items.iter().filter(code).count()) }
    }

    /// Tells of one file; whether to go on.
    fn tell(&self, done: usize, total: usize, index: usize, item: &Item) -> bool {
        let Some(told) = self.told else { return true };
        let text = c_string(item.fault().map_or("", |fault| &fault.text));
        // SAFETY: the caller's own function, with what it was promised.
        unsafe { told(self.user, done, total, index, item.code(), text.as_ptr()) == 0 }
    }
}
