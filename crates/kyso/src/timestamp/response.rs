//! Reads a time-stamp response: the status, then the token (RFC 3161 §2.4.2).

use std::fmt;

use crate::cms::ber::{BerError, Element, Reader, id};
use crate::limits::MAX_SERVICE_TEXT;

/// PKIStatus (RFC 3161 §2.4.2).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[non_exhaustive]
pub enum PkiStatus {
    /// granted (0).
    Granted,
    /// grantedWithMods (1): with another policy or without the extensions asked for.
    GrantedWithMods,
    /// rejection (2).
    Rejection,
    /// waiting (3).
    Waiting,
    /// revocationWarning (4): the authority's certificate is about to be revoked.
    RevocationWarning,
    /// revocationNotification (5): it has been revoked.
    RevocationNotification,
    /// A number that the standard gives no meaning.
    Other(u64),
}

impl PkiStatus {
    fn from_code(code: u64) -> Self {
        match code {
            0 => Self::Granted,
            1 => Self::GrantedWithMods,
            2 => Self::Rejection,
            3 => Self::Waiting,
            4 => Self::RevocationWarning,
            5 => Self::RevocationNotification,
            other => Self::Other(other),
        }
    }

    /// Its name as RFC 3161 writes it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Granted => "granted",
            Self::GrantedWithMods => "grantedWithMods",
            Self::Rejection => "rejection",
            Self::Waiting => "waiting",
            Self::RevocationWarning => "revocationWarning",
            Self::RevocationNotification => "revocationNotification",
            Self::Other(_) => "other",
        }
    }
}

/// PKIFailureInfo (RFC 3161 §2.4.2): the bit that is set.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[non_exhaustive]
pub enum FailureInfo {
    /// badAlg (0): the hash function is not accepted.
    BadAlg,
    /// badRequest (2).
    BadRequest,
    /// badDataFormat (5).
    BadDataFormat,
    /// timeNotAvailable (14): its clock is not to be trusted now.
    TimeNotAvailable,
    /// unacceptedPolicy (15).
    UnacceptedPolicy,
    /// unacceptedExtension (16).
    UnacceptedExtension,
    /// addInfoNotAvailable (17).
    AddInfoNotAvailable,
    /// systemFailure (25).
    SystemFailure,
    /// Another bit.
    Other(u8),
}

impl FailureInfo {
    fn from_bit(bit: u8) -> Self {
        match bit {
            0 => Self::BadAlg,
            2 => Self::BadRequest,
            5 => Self::BadDataFormat,
            14 => Self::TimeNotAvailable,
            15 => Self::UnacceptedPolicy,
            16 => Self::UnacceptedExtension,
            17 => Self::AddInfoNotAvailable,
            25 => Self::SystemFailure,
            other => Self::Other(other),
        }
    }

    /// Its name as RFC 3161 writes it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::BadAlg => "badAlg",
            Self::BadRequest => "badRequest",
            Self::BadDataFormat => "badDataFormat",
            Self::TimeNotAvailable => "timeNotAvailable",
            Self::UnacceptedPolicy => "unacceptedPolicy",
            Self::UnacceptedExtension => "unacceptedExtension",
            Self::AddInfoNotAvailable => "addInfoNotAvailable",
            Self::SystemFailure => "systemFailure",
            Self::Other(_) => "other",
        }
    }

    /// Reads the BIT STRING: the first bit set.
    fn read(element: &Element<'_>) -> Option<Self> {
        let [_, bytes @ ..] = element.content else { return None };
        let bits = bytes.iter().flat_map(|byte| (0..8).map(move |n| byte & 0x80 >> n != 0));
        let bit = bits.take(usize::from(u8::MAX)).position(|set| set)?;
        u8::try_from(bit).ok().map(Self::from_bit)
    }
}

impl fmt::Display for FailureInfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// TimeStampResp as it came.
#[derive(Debug)]
pub(super) struct TimestampResponse<'a> {
    pub(super) status: PkiStatus,
    /// statusString, cut to [`MAX_SERVICE_TEXT`].
    pub(super) text: Option<String>,
    pub(super) failure: Option<FailureInfo>,
    pub(super) token: Option<&'a [u8]>,
}

impl<'a> TimestampResponse<'a> {
    /// Reads a TimeStampResp, nothing after it.
    pub(super) fn parse(bytes: &'a [u8]) -> Result<Self, BerError> {
        let mut all = Reader::new(bytes);
        let sequence = all.expect(id::SEQUENCE)?;
        all.finish()?;
        let mut fields = sequence.reader();
        let mut info = fields.expect(id::SEQUENCE)?.reader();
        let token = fields.optional(id::SEQUENCE)?.map(|token| token.raw);
        fields.finish()?;
        let status = PkiStatus::from_code(info.expect(id::INTEGER)?.unsigned()?);
        let text = match info.optional(id::SEQUENCE)? {
            Some(texts) => read_texts(&texts)?,
            None => None,
        };
        let failure = info.optional(id::BIT_STRING)?.and_then(|bits| FailureInfo::read(&bits));
        info.finish()?;
        Ok(Self { status, text, failure, token })
    }
}

/// PKIFreeText: its strings, one after the other.
fn read_texts(sequence: &Element<'_>) -> Result<Option<String>, BerError> {
    let mut texts = Vec::new();
    let mut members = sequence.reader();
    while let Some(member) = members.next()? {
        texts.push(String::from_utf8_lossy(member.content));
    }
    let text: String = texts.join(" ").chars().take(MAX_SERVICE_TEXT).collect();
    Ok((!text.is_empty()).then_some(text))
}
