//! What a service shall do wrong, how often, and at which address.

use std::time::Duration;

/// A fault on demand. The transport's faults work at every service; the others only where they
/// are said to, and leave the other services' answers sound.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fault {
    /// The sound answer, but only after this long.
    Slow(Duration),
    /// No byte, until the client goes away.
    Hang,
    /// The connection ends without an answer.
    Closed,
    /// An HTTP status and a page of HTML.
    Status(u16),
    /// A redirection (307) to the same address.
    RedirectLoop,
    /// A body without an end.
    HugeBody,
    /// The first half of the body that the header announces, then the connection ends.
    Truncated,
    /// A page of HTML under the right content type.
    NotDer,
    /// TSA and OCSP: another nonce; one where none was asked for.
    WrongNonce,
    /// TSA: another hash value.
    WrongImprint,
    /// The impostor's certificate of the same name and serial number stands in the place of the
    /// one that signed. AIA: it is served. CRL: signed with the impostor's key.
    WrongCertificate,
    /// Soundly signed by the impostor, of whom nobody's trust knows. Not for AIA.
    Untrusted,
    /// TSA, OCSP: the certificate ended a day before the clock. CRL: nextUpdate did. AIA: it is
    /// served.
    ExpiredCertificate,
    /// TSA: its certificate lacks timeStamping. OCSP: the delegate's lacks OCSPSigning.
    WrongPurpose,
    /// TSA, OCSP, CRL: the signature value is altered.
    WrongSignature,
    /// TSA: status rejection. OCSP: status tryLater.
    Rejected,
    /// OCSP: whatever is asked about was revoked an hour ago. CRL: the signer and the TSA were.
    Revoked,
    /// OCSP: status unknown.
    Unknown,
    /// OCSP, CRL: nextUpdate was a day ago.
    Stale,
}

impl Fault {
    /// Every fault, with two seconds for [`Fault::Slow`] and 500 for [`Fault::Status`].
    pub const ALL: [Self; 19] = [
        Self::Slow(Duration::from_secs(2)),
        Self::Hang,
        Self::Closed,
        Self::Status(500),
        Self::RedirectLoop,
        Self::HugeBody,
        Self::Truncated,
        Self::NotDer,
        Self::WrongNonce,
        Self::WrongImprint,
        Self::WrongCertificate,
        Self::Untrusted,
        Self::ExpiredCertificate,
        Self::WrongPurpose,
        Self::WrongSignature,
        Self::Rejected,
        Self::Revoked,
        Self::Unknown,
        Self::Stale,
    ];

    /// Its name on the command line: `Hang`; `Slow:250` in milliseconds, `Status:503`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match text.split_once(':') {
            Some(("Slow", millis)) => {
                millis.parse().ok().map(|millis| Self::Slow(Duration::from_millis(millis)))
            }
            Some(("Status", code)) => code.parse().ok().map(Self::Status),
            Some(_) => None,
            None => Self::ALL.into_iter().find(|fault| format!("{fault:?}") == text),
        }
    }
}

/// The faults in force.
#[derive(Default, Debug)]
pub(super) struct Faults(Vec<(String, Fault, Option<u32>)>);

impl Faults {
    /// Replaces the fault at an address; `times` is for ever when `None`.
    pub(super) fn set(&mut self, path: &str, fault: Fault, times: Option<u32>) {
        self.clear(path);
        self.0.push((path.into(), fault, times));
    }

    /// Ends the fault at an address.
    pub(super) fn clear(&mut self, path: &str) {
        self.0.retain(|(at, ..)| at != path);
    }

    /// The fault for a request, that of the longest address; it is counted down.
    pub(super) fn take(&mut self, path: &str) -> Option<Fault> {
        let mine = self.0.iter_mut().filter(|(at, _, left)| *left != Some(0) && under(path, at));
        let (_, fault, left) = mine.max_by_key(|(at, ..)| at.len())?;
        if let Some(left) = left {
            *left -= 1;
        }
        Some(*fault)
    }
}

/// `/tsa/second` and `/tsa` are under `/tsa`; `/tsale` is not.
pub(super) fn under(path: &str, prefix: &str) -> bool {
    path.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Fault, Faults};

    #[test]
    fn the_longest_address_wins_and_counts_down() {
        let mut faults = Faults::default();
        faults.set("/tsa", Fault::Hang, None);
        faults.set("/tsa/2", Fault::Closed, Some(1));
        assert_eq!(faults.take("/tsa/2"), Some(Fault::Closed));
        assert_eq!(faults.take("/tsa/2"), Some(Fault::Hang));
        assert_eq!(faults.take("/tsa/3"), Some(Fault::Hang));
        assert_eq!(faults.take("/tsale"), None);
        faults.clear("/tsa");
        assert_eq!(faults.take("/tsa"), None);
    }

    #[test]
    fn names_are_read() {
        assert_eq!(Fault::parse("Slow:250"), Some(Fault::Slow(Duration::from_millis(250))));
        assert_eq!(Fault::parse("Status:503"), Some(Fault::Status(503)));
        assert_eq!(Fault::parse("WrongNonce"), Some(Fault::WrongNonce));
        assert_eq!(Fault::parse("WrongNonsense"), None);
    }
}
