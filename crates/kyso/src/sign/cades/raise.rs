//! Raises signers of a CMS to B-T, B-LT and B-LTA, and renews archive time-stamps (EN 319 122-1
//! §5.3, §5.5, §6).

use super::contents::Contents;
use super::{rebuilt, sign_error};
use crate::cades::oids::{ARCHIVE_TIMESTAMP_V3, OLD_ARCHIVE_TIMESTAMPS};
use crate::cades::{
    CmsFile, HashIndex, MemberHashes, Parts, SignerParts, archive_attribute, signature_id,
};
use crate::cms::oids::SIGNATURE_TIMESTAMP;
use crate::cms::{self, SignedData, SignerInfo};
use crate::crypto;
use crate::report::FoundLevel;
use crate::revocation::{Evidence, RevocationSource};
use crate::sign::builder::Goal;
use crate::sign::survey::{self, Survey};
use crate::sign::{Level, SignError, gather, obtain};
use crate::source::Source;
use crate::time::Time;
use crate::timestamp::{TimestampAuthority, TimestampToken};

/// A CMS on its way up.
pub(super) struct Raising<'a> {
    pub(super) parts: Parts,
    /// Places of the signers that are raised.
    pub(super) chosen: Vec<usize>,
    pub(super) contents: Contents<'a>,
    /// What was relied on.
    pub(super) used: Evidence,
    pub(super) reached: FoundLevel,
}

impl Raising<'_> {
    /// Up to what the goal asks for. Gives why it did not get there, where a lower level will do.
    pub(super) fn climb(&mut self, mut goal: Goal<'_>) -> Result<Option<SignError>, SignError> {
        match self.steps(&mut goal) {
            Ok(()) => Ok(None),
            Err(error) if goal.fallback => Ok(Some(error)),
            Err(error) => Err(error),
        }
    }

    fn steps(&mut self, goal: &mut Goal<'_>) -> Result<(), SignError> {
        let Some(tsa) = goal.level.tsa() else { return Ok(()) };
        self.parts = self.stamped(tsa, goal)?;
        self.reached = FoundLevel::BT;
        let Some(source) = goal.level.source() else { return Ok(()) };
        self.parts = self.stored(source, goal)?;
        self.reached = FoundLevel::BLT;
        let Level::Lta { tsa, .. } = goal.level else { return Ok(()) };
        self.parts = self.archived(tsa, goal)?;
        self.reached = FoundLevel::BLTA;
        Ok(())
    }

    /// With a time-stamp over the value of each signer whom none proves yet.
    fn stamped(&self, tsa: &dyn TimestampAuthority, goal: &Goal<'_>) -> Result<Parts, SignError> {
        let mut parts = self.parts.clone();
        let pool = parts.signed_data()?.certificates;
        for signer in self.chosen(&mut parts) {
            let info = signer.read()?;
            let is_archived = || tokens(&info).any(|(kind, _)| kind == ARCHIVE_TIMESTAMP_V3);
            if !over_value(&info, &pool).is_empty() || is_archived() {
                continue;
            }
            let imprint = crypto::digest(tsa.digest(), &info.signature);
            let token = obtain(tsa, &imprint, goal.trust.as_ref(), &goal.evidence)?;
            signer.add(&cms::timestamp_attribute(token.der()));
        }
        Ok(parts)
    }

    /// With the evidence that is missing, for all of them together (EN 319 122-1 §6.3).
    fn stored(
        &mut self,
        source: &dyn RevocationSource,
        goal: &mut Goal<'_>,
    ) -> Result<Parts, SignError> {
        let mut parts = self.parts.clone();
        let cms = parts.signed_data()?;
        let mut survey = Survey::default();
        survey.evidence.add_cms(&cms);
        survey.pool.extend_from_slice(&cms.certificates);
        for info in self.chosen.iter().filter_map(|place| cms.signers.get(*place)) {
            look_at(info, &cms, &mut survey)?;
        }
        goal.evidence.merge(survey.evidence.clone());
        let anchors = goal.trust.clone().unwrap_or_default();
        let used = gather(&survey, source, &mut goal.evidence, &anchors, goal.freshness, goal.now)?;
        parts.add_evidence(&missing(&used, &survey.evidence));
        self.used.merge(used);
        Ok(parts)
    }

    /// With a time-stamp over everything that there is of each.
    fn archived(
        &mut self,
        tsa: &dyn TimestampAuthority,
        goal: &Goal<'_>,
    ) -> Result<Parts, SignError> {
        let mut parts = self.parts.clone();
        let content = self.contents.digest(tsa.digest())?;
        let members = MemberHashes::of(&parts, tsa.digest());
        let content_type = parts.content_type();
        parts.add_digest_algorithm(tsa.digest());
        for signer in self.chosen(&mut parts) {
            let index = HashIndex::of(&members, signer)?;
            let imprint = index.imprint(content_type, &content, signer);
            let token = obtain(tsa, &imprint, goal.trust.as_ref(), &goal.evidence)?;
            signer.add(&archive_attribute(with_index(&token, &index)?));
        }
        Ok(parts)
    }

    fn chosen<'p>(&self, parts: &'p mut Parts) -> Vec<&'p mut SignerParts> {
        let all = parts.signers.iter_mut().enumerate();
        all.filter(|(place, _)| self.chosen.contains(place)).map(|(_, signer)| signer).collect()
    }
}

/// The token with the index among the unsigned attributes of its signer.
fn with_index(token: &TimestampToken, index: &HashIndex) -> Result<Vec<u8>, SignError> {
    let file = CmsFile::open(Source::from_bytes(token.der().to_vec())).map_err(sign_error)?;
    let mut parts = Parts::of(&file)?;
    parts.signers.iter_mut().for_each(|signer| signer.add(&index.to_attribute()));
    rebuilt(&file, &parts)
}

/// The time-stamps in a signer, with the attributes that hold them.
fn tokens(
    info: &SignerInfo,
) -> impl Iterator<Item = (const_oid::ObjectIdentifier, TimestampToken)> {
    info.unsigned_attrs.iter().flat_map(|attribute| {
        let of_time = [SIGNATURE_TIMESTAMP, ARCHIVE_TIMESTAMP_V3].contains(&attribute.oid);
        let values = attribute.values.iter().filter(move |_| of_time);
        values.filter_map(|der| Some((attribute.oid, TimestampToken::parse(der).ok()?)))
    })
}

/// Those over the signature value that are sound in themselves.
fn over_value(info: &SignerInfo, pool: &[crate::x509::Certificate]) -> Vec<TimestampToken> {
    let own = tokens(info).filter(|(kind, _)| *kind == SIGNATURE_TIMESTAMP);
    let sound = own.map(|(_, token)| token).filter(|token| {
        let Ok(algorithm) = token.info().imprint.digest.clone() else { return false };
        token.check(&crypto::digest(algorithm, &info.signature), pool).is_ok()
    });
    sound.collect()
}

/// Who signed and stamped, and as of when evidence about each is needed.
fn look_at(info: &SignerInfo, cms: &SignedData, survey: &mut Survey) -> Result<(), SignError> {
    let field = signature_id(info);
    let old = |attribute: &cms::Attribute| OLD_ARCHIVE_TIMESTAMPS.contains(&attribute.oid);
    if info.unsigned_attrs.iter().any(old) {
        return Err(SignError::OldArchive { field });
    }
    let unknown = SignError::SignerUnknown { field };
    let certificate = survey::certificate(info, cms).ok_or(unknown)?;
    let archives: Vec<TimestampToken> = tokens(info)
        .filter(|(kind, _)| *kind == ARCHIVE_TIMESTAMP_V3)
        .map(|(_, token)| token)
        .collect();
    let after = |time: Option<Time>| {
        let times = archives.iter().map(|token| token.info().gen_time);
        times.filter(|other| time.is_none_or(|time| *other > time)).min()
    };
    let stamps = over_value(info, &cms.certificates);
    let first = stamps.iter().map(|token| token.info().gen_time).chain(after(None)).min();
    survey.add_subject(certificate, first);
    for token in stamps.iter().chain(&archives) {
        survey.add_token(token, after(Some(token.info().gen_time)));
    }
    Ok(())
}

/// What of `used` is not there in any way.
fn missing(used: &Evidence, there: &Evidence) -> Evidence {
    let mut missing = used.clone();
    missing.certificates.retain(|one| !there.certificates.contains(one));
    missing.crls.retain(|one| !there.crls.contains(one));
    missing.ocsp.retain(|one| !there.ocsp.contains(one));
    missing
}
