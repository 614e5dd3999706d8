//! A user's trust store: certificates in a folder and the history of what was decided of each.
//! Nothing of it is ever deleted or changed; what holds now is what the history comes to.
//!
//! The folder has `history/000001.json` and so on, one record for each decision, `sums/` with the
//! digest of each record, and `certificates/` with each certificate as DER under its SHA-256. A
//! record appears whole or not at all and under a number that nobody else has, so that several
//! processes may write at once; its digest follows, so that the loss of any record shows.

mod error;
mod record;
mod state;
mod sums;

use std::fs;
use std::io;
use std::io::Write;
use std::path::{Path, PathBuf};

pub use error::StoreError;
pub use record::{Fingerprint, StoreEvent, StoredRole};
pub use state::{StoreState, StoredCertificate};

use self::record::{Entry, Named};
use self::sums::Sums;
use super::{AnchorTerms, TrustAnchors, TrustDomain};
use crate::file;
use crate::limits::{
    MAX_STORE_CERTIFICATE_BYTES, MAX_STORE_RACES, MAX_STORE_RECORD_BYTES, MAX_STORE_RECORDS,
};
use crate::time::Time;
use crate::x509::Certificate;

/// The trust store in a folder, as it was when it was opened or last written.
#[derive(Clone, Debug)]
pub struct TrustStore {
    folder: PathBuf,
    history: Vec<StoreEvent>,
    certificates: Vec<StoredCertificate>,
}

/// A certificate to put into a store.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Addition {
    /// The certificate.
    pub certificate: Certificate,
    /// Whether paths may end at it or only lead through it.
    pub role: StoredRole,
    /// The domain that it belongs to.
    pub domain: TrustDomain,
    /// The last moment at which it is trusted, where that is known beforehand: the sunset date of
    /// an anchor (EN 319 102-1).
    pub until: Option<Time>,
}

impl Addition {
    /// How it stands once it is added.
    fn state(&self) -> StoreState {
        StoreState::until(self.until)
    }
}

impl TrustStore {
    /// The folders in it: what else is there is none of the store's.
    pub const FOLDERS: [&'static str; 3] = [HISTORY, CERTIFICATES, sums::FOLDER];

    /// Reads the store in `folder`; a folder that is not there is an empty store.
    ///
    /// # Errors
    /// [`StoreError`]: one that somebody changed by hand is refused as a whole, since a record
    /// that is missing may be the one that withdrew trust.
    pub fn open(folder: impl Into<PathBuf>) -> Result<Self, StoreError> {
        let mut store =
            Self { folder: folder.into(), history: Vec::new(), certificates: Vec::new() };
        store.reload()?;
        Ok(store)
    }

    /// The folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Every certificate that was ever added, in the order of their first additions.
    #[must_use]
    pub fn certificates(&self) -> &[StoredCertificate] {
        &self.certificates
    }

    /// Every decision, the oldest first.
    #[must_use]
    pub fn history(&self) -> &[StoreEvent] {
        &self.history
    }

    /// Those at which paths may end, each with its domain; of those retired, until when. With them
    /// go all that trust was withdrawn from, so that documents cannot bring them back.
    #[must_use]
    pub fn anchors(&self) -> TrustAnchors {
        let mut anchors = TrustAnchors::new();
        for stored in self.certificates.iter().filter(|one| one.role == StoredRole::Anchor) {
            let until = match stored.state {
                StoreState::Trusted => None,
                StoreState::Retired { until } => Some(until),
                StoreState::Removed => continue,
            };
            let terms = AnchorTerms { until, ..AnchorTerms::of_domain(stored.domain.clone()) };
            anchors.add_under(stored.certificate.clone(), terms);
        }
        for stored in &self.certificates {
            match stored.state {
                StoreState::Trusted => {}
                StoreState::Retired { until } => anchors.withdraw(&stored.certificate, Some(until)),
                StoreState::Removed => anchors.withdraw(&stored.certificate, None),
            }
        }
        anchors
    }

    /// Those that paths may lead through and that are not trusted by themselves.
    #[must_use]
    pub fn intermediates(&self) -> Vec<Certificate> {
        let kept = self
            .certificates
            .iter()
            .filter(|one| one.role == StoredRole::Intermediate && one.state != StoreState::Removed);
        kept.map(|one| one.certificate.clone()).collect()
    }

    /// The certificates whose SHA-256 begins with these hexadecimal digits; colons and spaces
    /// between them, and their case, play no part.
    #[must_use]
    pub fn matching(&self, digits: &str) -> Vec<&StoredCertificate> {
        let digits = record::plain_digits(digits);
        let matches = |one: &&StoredCertificate| one.fingerprint.to_string().starts_with(&digits);
        self.certificates.iter().filter(matches).collect()
    }

    /// Puts certificates into the store, all by one record of the time `at`. One that is there
    /// already, with the same role, domain and end, is passed over; one with another, or removed,
    /// is there anew. Returns how many were recorded.
    ///
    /// # Errors
    /// [`StoreError`]; nothing is trusted then that was not before.
    pub fn add(&mut self, additions: &[Addition], at: Time) -> Result<usize, StoreError> {
        self.record(|store| {
            let new = additions.iter().filter(|one| !store.has(one));
            let entries: Vec<Entry> = new.map(Entry::of).collect();
            if entries.is_empty() {
                return Ok(None);
            }
            for addition in additions {
                store.keep(&addition.certificate)?;
            }
            Ok(Some(StoreEvent::Add { at, certificates: entries }))
        })
    }

    /// Withdraws trust from these, by one record of the time `at`: altogether, or for what is
    /// judged as of a time after `until`. `reason` is for people. This never widens trust: those
    /// that are not in the store, that are removed or end as early already, are passed over; only
    /// [`TrustStore::add`] gives a later end. Returns how many were recorded.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn remove(
        &mut self,
        fingerprints: &[Fingerprint],
        until: Option<Time>,
        reason: Option<&str>,
        at: Time,
    ) -> Result<usize, StoreError> {
        let wanted = match until {
            Some(until) => StoreState::Retired { until },
            None => StoreState::Removed,
        };
        self.record(|store| {
            let meant = store.certificates.iter().filter(|one| {
                fingerprints.contains(&one.fingerprint) && one.state.or_earlier(wanted) != one.state
            });
            let certificates: Vec<Named> = meant.map(Named::of).collect();
            let reason = reason.map(str::to_owned);
            Ok((!certificates.is_empty()).then_some(StoreEvent::Remove {
                at,
                until,
                reason,
                certificates,
            }))
        })
    }

    fn has(&self, addition: &Addition) -> bool {
        self.certificates.iter().any(|one| {
            one.certificate == addition.certificate
                && one.role == addition.role
                && one.domain == addition.domain
                && one.state == addition.state()
        })
    }

    /// Writes what `event` says of the store as it stands; anew where another process wrote first.
    fn record(
        &mut self,
        event: impl Fn(&Self) -> Result<Option<StoreEvent>, StoreError>,
    ) -> Result<usize, StoreError> {
        for _ in 0..MAX_STORE_RACES {
            self.reload()?;
            let Some(event) = event(self)? else { return Ok(0) };
            let number = self.history.len().saturating_add(1);
            if number > MAX_STORE_RECORDS {
                return Err(StoreError::Full { folder: self.folder.clone() });
            }
            let path = self.record_path(number);
            create_folder_of(&path)?;
            let mut text = serde_json::to_vec_pretty(&record::Record::of(&event))
                .map_err(|error| StoreError::writing(&path, error.into()))?;
            text.push(b'\n');
            match file::write_new::<io::Error>(&path, |file| file.write_all(&text)) {
                Ok(()) => {
                    self.reload()?.complete();
                    return Ok(event.count());
                }
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(StoreError::writing(&path, error)),
            }
        }
        Err(StoreError::Busy { folder: self.folder.clone() })
    }

    /// Puts a certificate where records can name it. That alone decides nothing.
    fn keep(&self, certificate: &Certificate) -> Result<(), StoreError> {
        let path = self.certificate_path(Fingerprint::of(certificate));
        create_folder_of(&path)?;
        match file::write_new::<io::Error>(&path, |file| file.write_all(certificate.der())) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
                Err(StoreError::writing(&path, error))
            }
            _ => Ok(()),
        }
    }

    /// Reads the records anew, each held against its digest.
    fn reload(&mut self) -> Result<Sums, StoreError> {
        let mut sums = Sums::of(&self.folder)?;
        let highest = sums::highest(&self.folder.join(HISTORY), ".json")?.max(sums.highest());
        let mut history = Vec::new();
        for number in 1..=MAX_STORE_RECORDS.saturating_add(1) {
            let path = self.record_path(number);
            match sums::read(&path, MAX_STORE_RECORD_BYTES)? {
                Some(_) if number > MAX_STORE_RECORDS => {
                    return Err(StoreError::Full { folder: self.folder.clone() });
                }
                Some(text) => {
                    history.push(StoreEvent::read(&path, &text)?);
                    sums.check(number, &path, &text)?;
                }
                // A number is given only once those before it are.
                None if number <= highest => return Err(StoreError::RecordMissing { path }),
                None => break,
            }
        }
        self.certificates = state::of(&history, |fingerprint| self.certificate(fingerprint))?;
        self.history = history;
        Ok(sums)
    }

    fn certificate(&self, fingerprint: Fingerprint) -> Result<Certificate, StoreError> {
        let path = self.certificate_path(fingerprint);
        let Some(der) = sums::read(&path, MAX_STORE_CERTIFICATE_BYTES)? else {
            return Err(StoreError::reading(&path, io::ErrorKind::NotFound.into()));
        };
        let certificate = Certificate::from_der(&der)
            .map_err(|fault| StoreError::Certificate { path: path.clone(), fault })?;
        if Fingerprint::of(&certificate) != fingerprint {
            return Err(StoreError::OtherCertificate { path });
        }
        Ok(certificate)
    }

    fn record_path(&self, number: usize) -> PathBuf {
        self.folder.join(HISTORY).join(format!("{number:06}.json"))
    }

    fn certificate_path(&self, fingerprint: Fingerprint) -> PathBuf {
        self.folder.join(CERTIFICATES).join(format!("{fingerprint}.crt"))
    }
}

/// The folder of the records.
const HISTORY: &str = "history";

/// The folder of the certificates.
const CERTIFICATES: &str = "certificates";

fn create_folder_of(path: &Path) -> Result<(), StoreError> {
    let Some(folder) = path.parent() else { return Ok(()) };
    fs::create_dir_all(folder).map_err(|error| StoreError::writing(folder, error))
}
