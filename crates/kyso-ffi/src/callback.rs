//! What the caller's functions get and give back.

use std::ffi::{CString, c_char, c_void};
use std::fmt;
use std::io::{self, BufWriter, Write};
use std::{mem, ptr};

use kyso::key::{KeyError, SigningKey, ToBeSigned};
use kyso::xml::signature::{ExternalBytes, Resolver};
use kyso::{ServiceError, SignatureAlgorithm};
use zeroize::Zeroizing;

use crate::call::{call, copied, handle_mut, text};
use crate::code::{KYSO_NULL_POINTER, KYSO_OK};
use crate::error::{Fault, kyso_error};
use crate::text::c_string;

/// Frees what a callback was given as user data, once nothing will call it any more. May be NULL.
/// It is called from whatever thread lets go of it last.
pub type kyso_free_callback = Option<unsafe extern "C" fn(user_data: *mut c_void)>;

/// Signs. Either `message` or its `digest` is to be signed, by the algorithm of that name
/// (`rsa-pkcs1-sha256`, `rsa-pss-sha256`, `ecdsa-sha256`, `ed25519`, ...); Ed25519 needs the
/// message. The value goes into `reply` with kyso_reply_set: RSA big-endian as long as the modulus,
/// ECDSA the DER of r and s, Ed25519 64 bytes.
///
/// 0 says that it signed; any other number that it refused, and kyso_reply_explain may say why.
/// What it is given is the library's and lives until it returns. It is called from whatever thread
/// signs, from several at once where several sign with the credential. One call that signs may ask
/// twice: where the room for the signature in a PDF was too small, it is made again with more.
pub type kyso_sign_callback = Option<
    unsafe extern "C" fn(
        user_data: *mut c_void,
        algorithm: *const c_char,
        message: *const u8,
        message_len: usize,
        digest: *const u8,
        digest_len: usize,
        reply: *mut kyso_reply,
    ) -> u32,
>;

/// Fetches something: `kind` is one of KYSO_FETCH_..., `url` where from, `request` what to send,
/// empty for a GET. The answer goes into `reply` with kyso_reply_set.
///
/// 0 says that an answer came; any other number that there is none. What it is given is the
/// library's and lives until it returns. It is called from whatever thread signs or verifies, from
/// several at once where several do.
pub type kyso_fetch_callback = Option<
    unsafe extern "C" fn(
        user_data: *mut c_void,
        kind: u32,
        url: *const c_char,
        request: *const u8,
        request_len: usize,
        reply: *mut kyso_reply,
    ) -> u32,
>;

/// Gives the bytes that an XML signature names outside of the document: `uri` as the reference
/// writes it and its `type`, each NULL where there is none. The bytes go into `reply` with
/// kyso_reply_set.
///
/// 0 says that they are there; any other number that there is nothing of that name. What it is
/// given is the library's and lives until it returns.
pub type kyso_resolve_callback = Option<
    unsafe extern "C" fn(
        user_data: *mut c_void,
        uri: *const c_char,
        kind: *const c_char,
        reply: *mut kyso_reply,
    ) -> u32,
>;

/// Takes the next `len` bytes at `data`, which are the library's and live until it returns. 0 says
/// that more may come; any other number stops the call. It is called by the thread that calls the
/// library.
pub type kyso_write_callback =
    Option<unsafe extern "C" fn(user_data: *mut c_void, data: *const u8, len: usize) -> u32>;

/// What a callback answers. It is the library's and lives until the callback returns.
#[derive(Debug, Default)]
pub struct kyso_reply {
    /// Wiped: it may be a secret.
    bytes: Option<Zeroizing<Vec<u8>>>,
    text: Option<String>,
}

/// Answers with `len` bytes at `data`, which are copied. Said twice, the second counts.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_reply_set(
    reply: *mut kyso_reply,
    data: *const u8,
    len: usize,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_reply_set", error, || {
            let reply = handle_mut(reply, "reply")?;
            reply.bytes = Some(Zeroizing::new(copied(data, len, "data")?));
            Ok(())
        })
    }
}

/// Says why there is no answer; the text is copied and stands in the error of the call, or in the
/// report where the call goes on without the answer. Of a kyso_resolve_callback it is not kept.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_reply_explain(
    reply: *mut kyso_reply,
    why: *const c_char,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_reply_explain", error, || {
            let reply = handle_mut(reply, "reply")?;
            reply.text = Some(text(why, "why")?.to_owned());
            Ok(())
        })
    }
}

/// The caller's pointer, freed with the last that holds it.
#[derive(Debug)]
pub(crate) struct UserData {
    pointer: *mut c_void,
    free: kyso_free_callback,
}

// SAFETY: the library only passes the pointer on, to functions that the header lets run on any
// thread.
unsafe impl Send for UserData {}
// SAFETY: the same; several of them at once.
unsafe impl Sync for UserData {}

impl UserData {
    pub(crate) fn new(pointer: *mut c_void, free: kyso_free_callback) -> Self {
        Self { pointer, free }
    }

    pub(crate) fn pointer(&self) -> *mut c_void {
        self.pointer
    }
}

impl Drop for UserData {
    fn drop(&mut self) {
        if let Some(free) = self.free {
            // SAFETY: the caller's own function on the caller's own pointer, once.
            unsafe { free(self.pointer) };
        }
    }
}

/// Why a callback gave nothing.
#[derive(Debug)]
struct Refused {
    number: u32,
    text: Option<String>,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.text, self.number) {
            (Some(text), number) => write!(f, "the callback answered {number}: {text}"),
            (None, KYSO_OK) => f.write_str("the callback gave nothing"),
            (None, number) => write!(f, "the callback answered {number}"),
        }
    }
}

impl std::error::Error for Refused {}

/// Lets a callback answer.
fn answer(ask: impl FnOnce(*mut kyso_reply) -> u32) -> Result<Vec<u8>, Refused> {
    let mut reply = kyso_reply::default();
    let number = ask(&raw mut reply);
    match (number, reply.bytes) {
        (KYSO_OK, Some(mut bytes)) => Ok(mem::take(&mut *bytes)),
        _ => Err(Refused { number, text: reply.text }),
    }
}

/// Lets a callback give a secret; what is no text is none.
#[cfg(any(feature = "net", feature = "pkcs11"))]
pub(crate) fn secret(ask: impl FnOnce(*mut kyso_reply) -> u32) -> Option<Zeroizing<String>> {
    let secret = answer(ask).ok()?;
    // Moved, not copied: nothing is left behind.
    let text = String::from_utf8(secret).map_err(|error| Zeroizing::new(error.into_bytes()));
    text.ok().map(Zeroizing::new)
}

type Sign = unsafe extern "C" fn(
    *mut c_void,
    *const c_char,
    *const u8,
    usize,
    *const u8,
    usize,
    *mut kyso_reply,
) -> u32;

/// A key behind a callback.
#[derive(Debug)]
pub(crate) struct CallbackKey {
    pub(crate) call: Sign,
    pub(crate) user: UserData,
    pub(crate) public_key: Vec<u8>,
    pub(crate) algorithms: [SignatureAlgorithm; 1],
}

impl SigningKey for CallbackKey {
    fn public_key(&self) -> &[u8] {
        &self.public_key
    }

    fn algorithms(&self) -> &[SignatureAlgorithm] {
        &self.algorithms
    }

    fn sign(&self, tbs: &ToBeSigned) -> Result<kyso::key::SignatureValue, KeyError> {
        let name = c_string(&tbs.algorithm().name());
        let (message, digest) = (tbs.message(), tbs.digest().as_bytes());
        let value = answer(|reply| {
            let (m, d) = (message.as_ptr(), digest.as_ptr());
            let user = self.user.pointer();
            // SAFETY: the caller's own function, with what it was promised.
            unsafe { (self.call)(user, name.as_ptr(), m, message.len(), d, digest.len(), reply) }
        });
        Ok(value.map_err(|refused| KeyError::Provider(Box::new(refused)))?.into())
    }
}

pub(crate) type Fetch =
    unsafe extern "C" fn(*mut c_void, u32, *const c_char, *const u8, usize, *mut kyso_reply) -> u32;

/// A transport behind a callback.
#[derive(Debug)]
pub(crate) struct CallbackFetch {
    pub(crate) call: Fetch,
    pub(crate) user: UserData,
}

impl CallbackFetch {
    pub(crate) fn fetch(
        &self,
        kind: u32,
        url: &str,
        request: &[u8],
    ) -> Result<Vec<u8>, ServiceError> {
        let name: CString = c_string(url);
        let answer = answer(|reply| {
            let user = self.user.pointer();
            // SAFETY: the caller's own function, with what it was promised.
            unsafe {
                (self.call)(user, kind, name.as_ptr(), request.as_ptr(), request.len(), reply)
            }
        });
        answer.map_err(|refused| ServiceError::NoAnswer {
            service: url.to_owned(),
            why: refused.to_string(),
        })
    }
}

/// Bytes that go to a callback.
pub(crate) struct CallbackWriter {
    call: unsafe extern "C" fn(*mut c_void, *const u8, usize) -> u32,
    user: *mut c_void,
}

impl CallbackWriter {
    /// Lets `write` give bytes to a callback, in large pieces.
    pub(crate) fn run(
        callback: kyso_write_callback,
        user: *mut c_void,
        write: impl FnOnce(&mut dyn Write) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        let call = callback.ok_or(Fault::new(KYSO_NULL_POINTER, "callback is NULL"))?;
        let mut out = BufWriter::with_capacity(PIECE, Self { call, user });
        let written = write(&mut out).and_then(|()| Ok(out.flush()?));
        // What is left must not go out after a failure.
        let _ = out.into_parts();
        written
    }
}

impl Write for CallbackWriter {
    fn write(&mut self, piece: &[u8]) -> io::Result<usize> {
        // SAFETY: the caller's own function, with what it was promised.
        match unsafe { (self.call)(self.user, piece.as_ptr(), piece.len()) } {
            KYSO_OK => Ok(piece.len()),
            number => Err(io::Error::other(Refused { number, text: None })),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// How much a callback that writes is given at once: fewer calls win nothing more.
const PIECE: usize = 64 << 10;

pub(crate) type Resolve =
    unsafe extern "C" fn(*mut c_void, *const c_char, *const c_char, *mut kyso_reply) -> u32;

/// A resolver behind a callback.
#[derive(Debug)]
pub(crate) struct CallbackResolver {
    pub(crate) call: Resolve,
    pub(crate) user: UserData,
}

impl Resolver for CallbackResolver {
    fn resolve(&self, uri: Option<&str>, kind: Option<&str>) -> Option<ExternalBytes<'_>> {
        let (uri, kind) = (uri.map(c_string), kind.map(c_string));
        let pointer = |text: &Option<CString>| text.as_ref().map_or(ptr::null(), |t| t.as_ptr());
        let answer = answer(|reply| {
            let user = self.user.pointer();
            // SAFETY: the caller's own function, with what it was promised.
            unsafe { (self.call)(user, pointer(&uri), pointer(&kind), reply) }
        });
        Some(Box::new(std::io::Cursor::new(answer.ok()?)))
    }
}
