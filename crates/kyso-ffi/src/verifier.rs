//! Judges documents.

use std::ffi::{c_char, c_void};
use std::sync::Arc;

use kyso::pdf::profile::FillingProfile;
use kyso::report::Report;
use kyso::xml::profile::Profile;
use kyso::xml::{ElementName, ElementPath};
use kyso::{Cancellation, Evidence, Opening, Policy, Source, Time, Verifier};

use crate::call::{call, copied, free, handle, handle_mut, optional, output, path, text, time};
use crate::callback::{CallbackResolver, UserData, kyso_free_callback, kyso_resolve_callback};
use crate::cancellation::{kyso_cancellation, settle};
use crate::code::{KYSO_INVALID_ARGUMENT, KYSO_NULL_POINTER};
use crate::document::{kyso_document, under};
use crate::error::{Fault, kyso_error};
use crate::evidence::kyso_evidence;
use crate::policy::kyso_policy;
use crate::profile::{filling, profile};
use crate::report::kyso_report;
use crate::signing_options::{Name, element};
use crate::tsa::{Revocations, kyso_revocation};

/// How to judge documents: the policy, where evidence comes from, what is expected. It is of no
/// document: the same one judges any number of them, on any number of threads at once, as long as
/// nobody changes it.
pub struct kyso_verifier {
    pub(crate) asked: Asked,
}

/// What is asked of a verifier.
#[derive(Clone)]
pub(crate) struct Asked {
    policy: Policy,
    evidence: Evidence,
    source: Option<Revocations>,
    resolver: Option<Arc<CallbackResolver>>,
    root: Option<ElementName>,
    elements: Vec<ElementPath>,
    profiles: Vec<Profile>,
    fillings: Vec<FillingProfile>,
    opening: Opening,
    /// What detached CMS signatures are over.
    pub(crate) content: Option<(String, Source)>,
}

impl Asked {
    /// Does something with the library's own verifier, under the caller's flag; what is encrypted is
    /// opened by `opening`.
    fn with_opened<T>(
        &self,
        opening: &Opening,
        flag: Option<&Cancellation>,
        work: impl FnOnce(&Verifier<'_>) -> T,
    ) -> T {
        let revocations = self.source.as_ref().map(|source| source.under(flag));
        let mut verifier = Verifier::new(&self.policy).evidence(&self.evidence);
        verifier = verifier.opening(opening.clone());
        if let Some(revocations) = &revocations {
            verifier = verifier.source(&**revocations);
        }
        if let Some(resolver) = &self.resolver {
            verifier = verifier.resolver(&**resolver);
        }
        if let Some(root) = &self.root {
            verifier = verifier.expect_root(root.clone());
        }
        for path in &self.elements {
            verifier = verifier.expect_element(path.clone());
        }
        for profile in &self.profiles {
            verifier = verifier.profile(profile.clone());
        }
        for profile in &self.fillings {
            verifier = verifier.filling(profile.clone());
        }
        if let Some((name, source)) = &self.content {
            let source = flag.map_or_else(|| source.clone(), |flag| source.cancelled_by(flag));
            verifier = verifier.content(Some(name), source);
        }
        work(&verifier)
    }

    /// The same, with what is encrypted opened by the verifier's own password.
    pub(crate) fn with<T>(
        &self,
        flag: Option<&Cancellation>,
        work: impl FnOnce(&Verifier<'_>) -> T,
    ) -> T {
        self.with_opened(&self.opening, flag, work)
    }
}

impl kyso_verifier {
    /// Judges what is in `source`.
    pub(crate) fn judge(&self, source: &Source, now: Time) -> Result<Report, Fault> {
        self.judge_opened(source, &self.asked.opening, now)
    }

    fn judge_opened(&self, source: &Source, opening: &Opening, now: Time) -> Result<Report, Fault> {
        let flag: Option<&Cancellation> = source.cancellation();
        let judge = |verifier: &Verifier<'_>| verifier.verify_source(source, now);
        settle(self.asked.with_opened(opening, flag, judge), flag)
    }

    fn judge_document(&self, document: &kyso_document, now: Time) -> Result<Report, Fault> {
        let flag = document.flag();
        let judge = |verifier: &Verifier<'_>| Ok(verifier.verify(&document.document, now));
        settle::<_, kyso::Error>(self.asked.with_opened(&document.opening, flag, judge), flag)
    }
}

/// A verifier that judges by `policy`, of which a copy is kept, with the evidence in the document
/// alone. `verifier` is the caller's, to be freed with kyso_verifier_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_verifier_new(
    policy: *const kyso_policy,
    verifier: *mut *mut kyso_verifier,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_verifier_new", error, || {
            let policy = handle(policy, "policy")?.policy.clone();
            let asked = Asked {
                policy,
                evidence: Evidence::new(),
                source: None,
                resolver: None,
                root: None,
                elements: Vec::new(),
                profiles: Vec::new(),
                fillings: Vec::new(),
                opening: Opening::new(),
                content: None,
            };
            output(verifier, "verifier")?.give(kyso_verifier { asked });
            Ok(())
        })
    }
}

/// Adds certificates and revocation data to draw on beside those in the document, of which a copy is
/// kept. Nothing in them is trusted by itself.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_verifier_add_evidence(
    verifier: *mut kyso_verifier,
    evidence: *const kyso_evidence,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        change(c"kyso_verifier_add_evidence", verifier, error, |verifier| {
            verifier.evidence.merge(handle(evidence, "evidence")?.evidence.clone());
            Ok(())
        })
    }
}

/// Fetches evidence that is missing from `revocation`, of which what is needed is kept. Without it,
/// what is missing stays missing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_verifier_set_revocation(
    verifier: *mut kyso_verifier,
    revocation: *const kyso_revocation,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        change(c"kyso_verifier_set_revocation", verifier, error, |verifier| {
            verifier.source = Some(handle(revocation, "revocation")?.source.clone());
            Ok(())
        })
    }
}

/// Asks `callback` for what XML signatures cover outside of the document. Without it such a
/// signature cannot be decided. `user_data` is the caller's and is passed on as it is;
/// `free_user_data`, where it is not NULL, is called with it once nothing will call the callback any
/// more, also where this call fails.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_verifier_set_resolver(
    verifier: *mut kyso_verifier,
    callback: kyso_resolve_callback,
    user_data: *mut c_void,
    free_user_data: kyso_free_callback,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        let user = UserData::new(user_data, free_user_data);
        change(c"kyso_verifier_set_resolver", verifier, error, move |verifier| {
            let call = callback.ok_or(Fault::new(KYSO_NULL_POINTER, "callback is NULL"))?;
            verifier.resolver = Some(Arc::new(CallbackResolver { call, user }));
            Ok(())
        })
    }
}

/// The document must be XML, its document element must be called so (`local`, or
/// `{namespace}local`), and a signature that passed must cover it. Else nothing passes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_verifier_expect_root(
    verifier: *mut kyso_verifier,
    name: *const c_char,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        change(c"kyso_verifier_expect_root", verifier, error, |verifier| {
            let name = text(name, "name")?.parse();
            verifier.root = Some(name.map_err(|error| Fault::of(KYSO_INVALID_ARGUMENT, &error))?);
            Ok(())
        })
    }
}

/// The document must have an element at `path`, such as `/HDon/DLHDon`, and signatures that passed
/// must cover every one there is. May be said for several. Else nothing passes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_verifier_expect_element(
    verifier: *mut kyso_verifier,
    path: *const c_char,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        change(c"kyso_verifier_expect_element", verifier, error, |verifier| {
            verifier.elements.push(element(text(path, "path")?)?);
            Ok(())
        })
    }
}

/// A signature that passed must stand where the shipped profile of this name puts it and cover what
/// it says. Else nothing passes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_verifier_add_profile(
    verifier: *mut kyso_verifier,
    name: *const c_char,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        change(c"kyso_verifier_add_profile", verifier, error, |verifier| {
            verifier.profiles.push(profile(text(name, "name")?)?);
            Ok(())
        })
    }
}

/// The same with a profile of the caller's own, a TOML text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_verifier_add_profile_text(
    verifier: *mut kyso_verifier,
    toml: *const c_char,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        change(c"kyso_verifier_add_profile_text", verifier, error, |verifier| {
            verifier.profiles.push(Profile::from_toml(text(toml, "toml")?)?);
            Ok(())
        })
    }
}

/// The document must be a PDF, and what was filled in after a signature must be what the shipped
/// profile of this name, such as `number-and-date`, says, signed over by somebody else. Else
/// nothing passes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_verifier_add_filling(
    verifier: *mut kyso_verifier,
    name: *const c_char,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        change(c"kyso_verifier_add_filling", verifier, error, |verifier| {
            verifier.fillings.push(filling(text(name, "name")?)?);
            Ok(())
        })
    }
}

/// The same with a profile of the caller's own, a TOML text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_verifier_add_filling_text(
    verifier: *mut kyso_verifier,
    toml: *const c_char,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        change(c"kyso_verifier_add_filling_text", verifier, error, |verifier| {
            verifier.fillings.push(FillingProfile::from_toml(text(toml, "toml")?)?);
            Ok(())
        })
    }
}

/// The password that opens encrypted PDFs in kyso_verify_file, kyso_verify_memory and batches: the
/// user's or the owner's, UTF-8, of which a copy is kept and wiped. A document that is open already
/// has its own.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_verifier_set_password(
    verifier: *mut kyso_verifier,
    password: *const c_char,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        change(c"kyso_verifier_set_password", verifier, error, |verifier| {
            verifier.opening = Opening::new().password(text(password, "password")?);
            Ok(())
        })
    }
}

/// Frees it. NULL is left alone.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_verifier_free(verifier: *mut kyso_verifier) {
    // SAFETY: NULL, or a handle that was not freed.
    unsafe { free(verifier) };
}

/// Judges every signature of a document that is open, as of `now` in seconds since 1970. KYSO_OK
/// says that there is a report, not what stands in it. `report` is the caller's, to be freed with
/// kyso_report_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_verify(
    verifier: *const kyso_verifier,
    document: *const kyso_document,
    now: i64,
    report: *mut *mut kyso_report,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_verify", error, || {
            let verifier = handle(verifier, "verifier")?;
            let document = handle(document, "document")?;
            let (now, place) = (time(now, "now")?, output(report, "report")?);
            let report = match document.document.cades() {
                // It may know what it is over.
                Some(_) => verifier.judge_document(document, now)?,
                None => verifier.judge_opened(&document.source, &document.opening, now)?,
            };
            place.give(kyso_report::new(report));
            Ok(())
        })
    }
}

/// Opens a file and judges it: as kyso_verify, and a signed file that is too damaged to be opened
/// is a failed one, not an error. `cancellation` may be NULL. `report` is the caller's, to be freed
/// with kyso_report_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_verify_file(
    verifier: *const kyso_verifier,
    file: *const c_char,
    now: i64,
    cancellation: *const kyso_cancellation,
    report: *mut *mut kyso_report,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_verify_file", error, || {
            let (verifier, file) = (handle(verifier, "verifier")?, path(file, "file")?);
            let (now, place) = (time(now, "now")?, output(report, "report")?);
            let source = under(Source::open(file)?, optional(cancellation));
            place.give(kyso_report::new(verifier.judge(&source, now)?));
            Ok(())
        })
    }
}

/// The same for `len` bytes at `data`, which are copied for as long as it takes. `report` is the
/// caller's, to be freed with kyso_report_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_verify_memory(
    verifier: *const kyso_verifier,
    data: *const u8,
    len: usize,
    now: i64,
    cancellation: *const kyso_cancellation,
    report: *mut *mut kyso_report,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_verify_memory", error, || {
            let (verifier, data) = (handle(verifier, "verifier")?, copied(data, len, "data")?);
            let (now, place) = (time(now, "now")?, output(report, "report")?);
            let source = under(Source::from_bytes(data), optional(cancellation));
            place.give(kyso_report::new(verifier.judge(&source, now)?));
            Ok(())
        })
    }
}

/// Changes what is asked for.
///
/// # Safety
/// As the functions that call it.
pub(crate) unsafe fn change(
    function: Name,
    verifier: *mut kyso_verifier,
    error: *mut *mut kyso_error,
    with: impl FnOnce(&mut Asked) -> Result<(), Fault>,
) -> u32 {
    // SAFETY: the caller's promise.
    unsafe { call(function, error, || with(&mut handle_mut(verifier, "verifier")?.asked)) }
}
