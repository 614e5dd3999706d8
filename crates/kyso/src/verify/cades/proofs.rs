//! What archive time-stamps in a signer prove, and of what: each of all that its index lists (EN
//! 319 122-1 §5.5, EN 319 102-1 §5.6.2).

use const_oid::ObjectIdentifier;

use super::super::context::Context;
use super::super::existence::Control;
use super::super::timestamp::{self, Over, Proven, Stamp};
use super::hashed::Hashed;
use crate::DigestAlgorithm;
use crate::cades::oids::ARCHIVE_TIMESTAMP_V3;
use crate::cades::{HashIndex, MemberHashes, Parts, SignerParts, hash_of_value};
use crate::cms::SignerInfo;
use crate::crypto::Digest;
use crate::limits::{MAX_ARCHIVE_TIMESTAMPS, MAX_ARCHIVE_WORK};
use crate::report::{Code, Finding};
use crate::time::Time;
use crate::timestamp::TimestampToken;

/// What they are read out of.
pub(super) struct Archived<'a> {
    pub(super) parts: &'a Parts,
    /// The hashes of its members, by each hash function met.
    pub(super) hashes: &'a mut Vec<MemberHashes>,
    pub(super) hashed: &'a Hashed,
}

/// One that is over what it should be over.
struct Archive {
    der: Vec<u8>,
    index: HashIndex,
    imprint: Digest,
}

/// What was proven.
pub(super) struct Proofs {
    /// Of the signature itself.
    pub(super) proven: Proven,
    /// What each that holds lists, and when.
    held: Vec<(HashIndex, Time)>,
    /// As of when all is judged that none of them covers.
    control: Control,
}

impl Proofs {
    /// Nothing proves better than that it existed at `control`.
    pub(super) fn at(control: Control) -> Self {
        Self { proven: Proven::at(control), held: Vec::new(), control }
    }

    /// As of when a value of an unsigned attribute is judged: by the earliest time-stamp over it.
    pub(super) fn control(&self, oid: ObjectIdentifier, value: &[u8]) -> Control {
        let mut hashes: Vec<(DigestAlgorithm, Vec<u8>)> = Vec::new();
        let covering = self.held.iter().filter(|(index, _)| {
            let algorithm = index.algorithm();
            if !hashes.iter().any(|(known, _)| *known == algorithm) {
                hashes.push((algorithm, hash_of_value(algorithm, oid, value)));
            }
            let same = hashes.iter().find(|(known, _)| *known == algorithm);
            same.is_some_and(|(_, hash)| index.covers(hash))
        });
        match covering.map(|(_, time)| *time).min() {
            Some(time) => self.control.or_earlier(time),
            None => self.control,
        }
    }

    /// Judges the archive time-stamps of a signer from the newest to the oldest.
    pub(super) fn of(
        archived: &mut Archived<'_>,
        (info, signer): (&SignerInfo, &SignerParts),
        context: &mut Context<'_>,
        control: Control,
        findings: &mut Vec<Finding>,
    ) -> Self {
        let mut proofs = Self::at(control);
        for archive in archived.read(info, signer, findings) {
            let control = proofs.control(ARCHIVE_TIMESTAMP_V3, &archive.der);
            let over = Over::Archive(&archive.imprint);
            let stamp = Stamp { token: &archive.der, over, control };
            let one = timestamp::of_signature(context, &[stamp], control, findings);
            proofs.proven.order = proofs.proven.order.and(one.order);
            if one.stamps.iter().any(|stamp| stamp.holds) {
                let earlier = proofs.proven.control.or_earlier(one.control.time);
                proofs.proven.control = earlier;
                proofs.held.push((archive.index, one.control.time));
            }
            // The report has the oldest first.
            let later = std::mem::take(&mut proofs.proven.stamps);
            proofs.proven.stamps = [one.stamps, later].concat();
        }
        proofs
    }
}

impl Archived<'_> {
    /// The newest first.
    fn read(
        &mut self,
        info: &SignerInfo,
        signer: &SignerParts,
        findings: &mut Vec<Finding>,
    ) -> Vec<Archive> {
        let attributes = info.unsigned_attrs.iter();
        let values = attributes.filter(|attribute| attribute.oid == ARCHIVE_TIMESTAMP_V3);
        let mut invalid = |fault: String| {
            findings.push(Finding::warning(Code::TimestampInvalid).with("fault", fault));
        };
        let mut tokens = Vec::new();
        for der in values.flat_map(|attribute| &attribute.values) {
            match TimestampToken::parse(der) {
                Ok(token) => tokens.push((token, der)),
                Err(error) => invalid(error.to_string()),
            }
        }
        tokens.sort_by_key(|(token, _)| std::cmp::Reverse(token.info().gen_time));
        let (mut archives, mut there, mut work) = (Vec::new(), Vec::new(), 0_usize);
        for (token, der) in tokens.into_iter().take(MAX_ARCHIVE_TIMESTAMPS) {
            match self.one(&token, der, signer, (&mut there, &mut work)) {
                Ok(archive) => archives.push(archive),
                Err(fault) => invalid(fault),
            }
        }
        archives
    }

    fn one(
        &mut self,
        token: &TimestampToken,
        der: &[u8],
        signer: &SignerParts,
        (there, work): (&mut Vec<HashIndex>, &mut usize),
    ) -> Result<Archive, String> {
        let index = HashIndex::in_token(token).map_err(|fault| fault.to_string())?;
        let algorithm = index.algorithm();
        if !self.hashes.iter().any(|one| one.algorithm() == algorithm) {
            self.hashes.push(MemberHashes::of(self.parts, algorithm));
        }
        if !there.iter().any(|one| one.algorithm() == algorithm) {
            for members in self.hashes.iter().filter(|one| one.algorithm() == algorithm) {
                let now = HashIndex::of(members, signer).map_err(|fault| fault.to_string())?;
                there.push(now);
            }
        }
        for now in there.iter().filter(|one| one.algorithm() == algorithm) {
            index.check(now).map_err(|fault| fault.to_string())?;
        }
        *work = work.saturating_add(index.work(signer));
        if *work > MAX_ARCHIVE_WORK {
            return Err("too-many".to_owned());
        }
        let content = self.hashed.digest(algorithm).map_err(|_| "content".to_owned())?;
        let imprint = index.imprint(self.parts.content_type(), content, signer);
        Ok(Archive { der: der.to_vec(), index, imprint })
    }
}
