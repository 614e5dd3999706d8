//! Little-endian fields of a record, read from its front.

/// What is left of a record.
pub(super) struct Fields<'b>(&'b [u8]);

impl<'b> Fields<'b> {
    pub(super) fn new(bytes: &'b [u8]) -> Self {
        Self(bytes)
    }

    /// The next `count` bytes.
    pub(super) fn take(&mut self, count: usize) -> Option<&'b [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    pub(super) fn number16(&mut self) -> Option<u16> {
        Some(u16::from_le_bytes(self.take(2)?.try_into().ok()?))
    }

    pub(super) fn number32(&mut self) -> Option<u32> {
        Some(u32::from_le_bytes(self.take(4)?.try_into().ok()?))
    }

    pub(super) fn number64(&mut self) -> Option<u64> {
        Some(u64::from_le_bytes(self.take(8)?.try_into().ok()?))
    }

    /// The signature that a record begins with.
    pub(super) fn expect(&mut self, signature: [u8; 4]) -> Option<()> {
        (self.take(4)? == signature).then_some(())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// What 32 and 16 bits hold where the value is elsewhere (§4.4.1.4).
pub(super) const ELSEWHERE: u32 = u32::MAX;
/// See [`ELSEWHERE`].
pub(super) const ELSEWHERE16: u16 = u16::MAX;

/// Signatures of the records (§4.3).
pub(super) const LOCAL: [u8; 4] = *b"PK\x03\x04";
pub(super) const CENTRAL: [u8; 4] = *b"PK\x01\x02";
pub(super) const END: [u8; 4] = *b"PK\x05\x06";
pub(super) const END64: [u8; 4] = *b"PK\x06\x06";
pub(super) const LOCATOR64: [u8; 4] = *b"PK\x06\x07";
pub(super) const DESCRIPTOR: [u8; 4] = *b"PK\x07\x08";

/// Lengths of their fixed parts in bytes.
pub(super) const LOCAL_LEN: usize = 30;
pub(super) const CENTRAL_LEN: usize = 46;
pub(super) const END_LEN: usize = 22;
pub(super) const END64_LEN: usize = 56;
pub(super) const LOCATOR64_LEN: usize = 20;

/// The extra fields that matter: sizes beyond 32 bits (§4.5.3), names (§4.6.9), encryption (AE-x).
pub(super) const EXTRA_ZIP64: u16 = 0x0001;
pub(super) const EXTRA_NAME: u16 = 0x7075;
pub(super) const EXTRA_AES: u16 = 0x9901;
pub(super) const EXTRA_STRONG: u16 = 0x0017;
