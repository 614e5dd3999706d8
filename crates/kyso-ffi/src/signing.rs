//! How to sign: the signer, and everything that can be asked of a signature.

use std::ffi::c_char;
use std::sync::Arc;

use kyso::revocation::Freshness;
use kyso::sign::SignatureBuilder;
use kyso::xml::profile::Profile;
use kyso::{
    Cancellation, Credential, Document, Level, Prepared, SignatureAlgorithm, Signed, Signer, Time,
    XmlPart,
};

use crate::call::{bytes, call, free, handle, handle_mut, optional, output, text, time};
use crate::cancellation::settle;
use crate::certificate;
use crate::code::KYSO_INVALID_ARGUMENT;
use crate::credential::kyso_credential;
use crate::error::{Fault, kyso_error};
use crate::evidence::kyso_evidence;
use crate::profile::profile;
use crate::signing_options::{Claims, Goal, Name, element};
use crate::trust::kyso_trust;
use crate::tsa::{kyso_revocation, kyso_tsa};

/// How to sign: the signer, and what is asked of the signature. It is of no document: the same one
/// signs any number of them, on any number of threads at once, as long as nobody changes it.
pub struct kyso_signing {
    by: By,
    pub(crate) claims: Claims,
    pub(crate) goal: Goal,
}

#[derive(Clone)]
enum By {
    Credential(Arc<Credential>, Option<SignatureAlgorithm>),
    Chain(Signer),
}

impl kyso_signing {
    fn new(by: By) -> Self {
        Self { by, claims: Claims::default(), goal: Goal::default() }
    }

    /// Signs a document.
    pub(crate) fn sign(
        &self,
        document: &Document,
        now: Time,
        flag: Option<&Cancellation>,
    ) -> Result<Signed, Fault> {
        let services = self.goal.services(flag);
        let By::Credential(credential, algorithm) = &self.by else {
            let text = "the key is elsewhere: kyso_prepare and kyso_complete";
            return Err(Fault::new(KYSO_INVALID_ARGUMENT, text));
        };
        let mut builder = self.say(document.sign(&**credential, now), services.level());
        if let Some(algorithm) = algorithm {
            builder = builder.algorithm(*algorithm);
        }
        settle(builder.finish(), flag)
    }

    /// Prepares a document.
    pub(crate) fn prepare(
        &self,
        document: &Document,
        now: Time,
        flag: Option<&Cancellation>,
    ) -> Result<Prepared, Fault> {
        let services = self.goal.services(flag);
        let level = services.level();
        let prepared = match &self.by {
            By::Chain(signer) => self.say(document.sign(signer.clone(), now), level).prepare(),
            By::Credential(credential, None) => {
                self.say(document.sign(&**credential, now), level).prepare()
            }
            By::Credential(credential, Some(algorithm)) => {
                let builder = document.sign(&**credential, now).algorithm(*algorithm);
                self.say(builder, level).prepare()
            }
        };
        settle(prepared, flag)
    }

    /// The document as it will look.
    pub(crate) fn preview(
        &self,
        document: &Document,
        now: Time,
        flag: Option<&Cancellation>,
    ) -> Result<Vec<u8>, Fault> {
        let certificate = match &self.by {
            By::Chain(signer) => signer.certificate(),
            By::Credential(credential, _) => Some(credential.certificate()),
        };
        let builder = self.say(document.sign((), now), Level::B);
        settle(builder.preview(certificate), flag)
    }

    /// Hands everything that was asked for on to the library.
    fn say<'a, S>(
        &self,
        builder: SignatureBuilder<'a, S>,
        level: Level<'a>,
    ) -> SignatureBuilder<'a, S> {
        let (claims, goal) = (self.claims.clone(), &self.goal);
        let mut builder = say_of_cms(builder, &claims)
            .level(level)
            .form(claims.form)
            .part(claims.part)
            .freshness(goal.freshness)
            .evidence(goal.evidence.clone());
        macro_rules! given {
            ($($option:ident),+) => {
                $(if let Some(value) = claims.$option {
                    builder = builder.$option(value);
                })+
            };
        }
        given!(reason, location, contact, field, inside, signature_id, profile);
        given!(new_field, certify, lock, sub_filter);
        given!(claimed_time, contents_room);
        given!(container_form, role);
        for (field, value) in claims.fills {
            builder = builder.fill(field, value);
        }
        if let Some((look, placement)) = claims.visible {
            builder = builder.visible(look, placement);
        }
        for pages in claims.stamps {
            builder = builder.stamp_pages(pages);
        }
        for role in claims.roles {
            builder = builder.claimed_role(role);
        }
        if claims.last {
            builder = builder.last();
        }
        if claims.allow_expired {
            builder = builder.allow_expired();
        }
        if goal.fallback {
            builder = builder.allow_lower_level();
        }
        match &goal.trust {
            Some(anchors) => builder.trust(anchors),
            None => builder,
        }
    }
}

/// The same of what goes with CMS alone.
fn say_of_cms<'a, S>(builder: SignatureBuilder<'a, S>, claims: &Claims) -> SignatureBuilder<'a, S> {
    let mut builder = builder.packaging(claims.packaging);
    if let Some(pem) = claims.pem {
        builder = builder.pem(pem);
    }
    if let Some(id) = &claims.countersign {
        builder = builder.countersign(id);
    }
    if let Some(mime_type) = &claims.mime_type {
        builder = builder.mime_type(mime_type);
    }
    match claims.commitment {
        Some(commitment) => builder.commitment(commitment),
        None => builder,
    }
}

/// How to sign with a credential: at level B-B, as the format does by default. `signing` is the
/// caller's, to be freed with kyso_signing_free; it keeps what it needs of the credential.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_signing_new(
    credential: *const kyso_credential,
    signing: *mut *mut kyso_signing,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_signing_new", error, || {
            let credential = handle(credential, "credential")?.credential.clone();
            let place = output(signing, "signing")?;
            place.give(kyso_signing::new(By::Credential(credential, None)));
            Ok(())
        })
    }
}

/// How to prepare for a key that is elsewhere: its certificate first, then those above it as far as
/// they are known (PEM, DER or PKCS#7), and the name of the algorithm that it will sign with. Only
/// kyso_prepare takes it. `signing` is the caller's, to be freed with kyso_signing_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_signing_new_external(
    certificates: *const u8,
    certificates_len: usize,
    algorithm: *const c_char,
    signing: *mut *mut kyso_signing,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_signing_new_external", error, || {
            let file = bytes(certificates, certificates_len, "certificates")?;
            let algorithm = certificate::algorithm(text(algorithm, "algorithm")?)?;
            let place = output(signing, "signing")?;
            let signer = Signer::chain(&certificate::read(file)?, algorithm);
            place.give(kyso_signing::new(By::Chain(signer)));
            Ok(())
        })
    }
}

/// Signs with this algorithm, out of those of the key; without it, the key's first.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_signing_set_algorithm(
    signing: *mut kyso_signing,
    algorithm: *const c_char,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        change(c"kyso_signing_set_algorithm", signing, error, |signing| {
            let asked = certificate::algorithm(text(algorithm, "algorithm")?)?;
            match &mut signing.by {
                By::Credential(_, algorithm) => *algorithm = Some(asked),
                By::Chain(_) => {
                    let text = "the algorithm was given with the certificates";
                    return Err(Fault::new(KYSO_INVALID_ARGUMENT, text));
                }
            }
            Ok(())
        })
    }
}

/// The level to reach: KYSO_LEVEL_B, _T, _LT or _LTA. From T on `tsa` stamps, from LT on
/// `revocation` knows of revocations; NULL where the level takes none. What is needed of both is
/// kept.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_signing_set_level(
    signing: *mut kyso_signing,
    level: u32,
    tsa: *const kyso_tsa,
    revocation: *const kyso_revocation,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        change(c"kyso_signing_set_level", signing, error, |signing| {
            signing.goal.set_level(level, optional(tsa), optional(revocation))
        })
    }
}

/// Lets a lower level do where the one asked for cannot be reached; kyso_signed_level says which it
/// became.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_signing_allow_lower_level(
    signing: *mut kyso_signing,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        change(c"kyso_signing_allow_lower_level", signing, error, |signing| {
            signing.goal.fallback = true;
            Ok(())
        })
    }
}

/// Takes time-stamps only from authorities whose path ends at one of `trust`, of which a copy is
/// kept.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_signing_set_trust(
    signing: *mut kyso_signing,
    trust: *const kyso_trust,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        change(c"kyso_signing_set_trust", signing, error, |signing| {
            signing.goal.trust = Some(handle(trust, "trust")?.anchors.clone());
            Ok(())
        })
    }
}

/// Certificates and revocation data to draw on before anything is fetched, of which a copy is kept.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_signing_set_evidence(
    signing: *mut kyso_signing,
    evidence: *const kyso_evidence,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        change(c"kyso_signing_set_evidence", signing, error, |signing| {
            signing.goal.evidence = handle(evidence, "evidence")?.evidence.clone();
            Ok(())
        })
    }
}

/// How recent evidence must be from B-LT on: the grace period and the greatest age, in seconds; 0
/// sets none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_signing_set_freshness(
    signing: *mut kyso_signing,
    grace_seconds: u32,
    max_age_seconds: u32,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        change(c"kyso_signing_set_freshness", signing, error, |signing| {
            signing.goal.freshness = freshness(grace_seconds, max_age_seconds);
            Ok(())
        })
    }
}

/// PDF: why the document is signed. The text is copied, as all texts are.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_signing_set_reason(
    signing: *mut kyso_signing,
    reason: *const c_char,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        change(c"kyso_signing_set_reason", signing, error, |signing| {
            signing.claims.reason = Some(text(reason, "reason")?.to_owned());
            Ok(())
        })
    }
}

/// Where the document is signed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_signing_set_location(
    signing: *mut kyso_signing,
    location: *const c_char,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        change(c"kyso_signing_set_location", signing, error, |signing| {
            signing.claims.location = Some(text(location, "location")?.to_owned());
            Ok(())
        })
    }
}

/// PDF: how the signer can be reached.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_signing_set_contact(
    signing: *mut kyso_signing,
    contact: *const c_char,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        change(c"kyso_signing_set_contact", signing, error, |signing| {
            signing.claims.contact = Some(text(contact, "contact")?.to_owned());
            Ok(())
        })
    }
}

/// PDF: the signature field, by its full name: an empty one that exists, or where none is empty, a
/// new one. Without it the only empty one, or a new one; with several empty ones KYSO_FIELD.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_signing_set_field(
    signing: *mut kyso_signing,
    field: *const c_char,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        change(c"kyso_signing_set_field", signing, error, |signing| {
            signing.claims.field = Some(text(field, "field")?.to_owned());
            signing.claims.new_field = None;
            Ok(())
        })
    }
}

/// The form of the signature: one of KYSO_FORM_.... One for each format may be said.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_signing_set_form(
    signing: *mut kyso_signing,
    form: u32,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        change(c"kyso_signing_set_form", signing, error, |signing| signing.claims.set_form(form))
    }
}

/// XML: signs the element at `path`, such as `/HDon/DLHDon`, which needs an identifier; without it,
/// the whole document.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_signing_set_element(
    signing: *mut kyso_signing,
    path: *const c_char,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        change(c"kyso_signing_set_element", signing, error, |signing| {
            signing.claims.part = XmlPart::Element(element(text(path, "path")?)?);
            Ok(())
        })
    }
}

/// XML: puts the signature into the element at `path`, as its last child; without it, into the
/// document element.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_signing_set_inside(
    signing: *mut kyso_signing,
    path: *const c_char,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        change(c"kyso_signing_set_inside", signing, error, |signing| {
            signing.claims.inside = Some(element(text(path, "path")?)?);
            Ok(())
        })
    }
}

/// XML: covers the other signatures too, so that none can be added or raised after this one.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_signing_set_last(
    signing: *mut kyso_signing,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        change(c"kyso_signing_set_last", signing, error, |signing| {
            signing.claims.last = true;
            Ok(())
        })
    }
}

/// Adds a role that the signer claims in words of his own, such as the office held.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_signing_add_role(
    signing: *mut kyso_signing,
    role: *const c_char,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        change(c"kyso_signing_add_role", signing, error, |signing| {
            signing.claims.roles.push(text(role, "role")?.to_owned());
            Ok(())
        })
    }
}

/// XML: the Id of the signature; without it, one that is free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_signing_set_signature_id(
    signing: *mut kyso_signing,
    id: *const c_char,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        change(c"kyso_signing_set_signature_id", signing, error, |signing| {
            signing.claims.signature_id = Some(text(id, "id")?.to_owned());
            Ok(())
        })
    }
}

/// XML: signs as the shipped profile of this name says, such as `einvoice-seller`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_signing_set_profile(
    signing: *mut kyso_signing,
    name: *const c_char,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        change(c"kyso_signing_set_profile", signing, error, |signing| {
            signing.claims.profile = Some(profile(text(name, "name")?)?);
            Ok(())
        })
    }
}

/// XML: signs as a profile of the caller's own says, a TOML text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_signing_set_profile_text(
    signing: *mut kyso_signing,
    toml: *const c_char,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        change(c"kyso_signing_set_profile_text", signing, error, |signing| {
            signing.claims.profile = Some(Profile::from_toml(text(toml, "toml")?)?);
            Ok(())
        })
    }
}

/// The time that the signature claims, in seconds since 1970; without it, the `now` of kyso_sign.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_signing_set_claimed_time(
    signing: *mut kyso_signing,
    seconds: i64,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        change(c"kyso_signing_set_claimed_time", signing, error, |signing| {
            signing.claims.claimed_time = Some(time(seconds, "seconds")?);
            Ok(())
        })
    }
}

/// Signs with a certificate that is out of its validity all the same.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_signing_allow_expired(
    signing: *mut kyso_signing,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        change(c"kyso_signing_allow_expired", signing, error, |signing| {
            signing.claims.allow_expired = true;
            Ok(())
        })
    }
}

/// PDF: the room kept for the CMS, in bytes, where the computed one will not do.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_signing_set_contents_room(
    signing: *mut kyso_signing,
    room: usize,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        change(c"kyso_signing_set_contents_room", signing, error, |signing| {
            signing.claims.contents_room = Some(room);
            Ok(())
        })
    }
}

/// Frees it. NULL is left alone.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_signing_free(signing: *mut kyso_signing) {
    // SAFETY: NULL, or a handle that was not freed.
    unsafe { free(signing) };
}

/// Changes what is asked for.
///
/// # Safety
/// As the functions that call it.
pub(crate) unsafe fn change(
    function: Name,
    signing: *mut kyso_signing,
    error: *mut *mut kyso_error,
    with: impl FnOnce(&mut kyso_signing) -> Result<(), Fault>,
) -> u32 {
    // SAFETY: the caller's promise.
    unsafe { call(function, error, || with(handle_mut(signing, "signing")?)) }
}

/// How recent evidence must be, 0 being no bound.
pub(crate) fn freshness(grace: u32, max_age: u32) -> Freshness {
    let mut freshness = Freshness::default();
    freshness.grace = grace;
    freshness.max_age = (max_age > 0).then_some(max_age);
    freshness
}
