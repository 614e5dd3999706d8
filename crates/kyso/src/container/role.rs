//! What an entry is there for, by its name (EN 319 162-1 §4.3.3, §4.4.3).

use super::entry::Entry;
use super::name::{META_INF, MIMETYPE};

/// What an entry is there for. Names in `META-INF` are taken in any case.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[non_exhaustive]
pub enum Role {
    /// Says what kind of container it is.
    Mimetype,
    /// A folder.
    Folder,
    /// What is signed.
    Data,
    /// XML signatures: `*signatures*.xml`.
    XmlSignatures,
    /// A CMS signature: `*signature*.p7s`.
    CmsSignature,
    /// What a CMS signature or a time-stamp covers: `ASiCManifest*.xml`.
    Manifest,
    /// The same for a time-stamp over signatures: `ASiCArchiveManifest*.xml`.
    ArchiveManifest,
    /// The same for an evidence record: `ASiCEvidenceRecordManifest*.xml`.
    EvidenceRecordManifest,
    /// A time-stamp token: `*timestamp*.tst`.
    Timestamp,
    /// An evidence record: `*evidencerecord*.ers` or `.xml`.
    EvidenceRecord,
    /// The list of files of OpenDocument: `manifest.xml`. Nothing depends on it.
    FileList,
    /// In `META-INF`, under a name that the standard does not know.
    Unknown,
}

impl Role {
    pub(super) fn of(entry: &Entry) -> Self {
        let name = entry.name();
        if name == MIMETYPE {
            return Self::Mimetype;
        }
        if entry.is_folder() {
            return Self::Folder;
        }
        match name.strip_prefix(META_INF) {
            None => Self::Data,
            Some(inside) => Self::in_meta(&inside.to_ascii_lowercase()),
        }
    }

    fn in_meta(name: &str) -> Self {
        if name.contains('/') {
            return Self::Unknown;
        }
        if name == "manifest.xml" {
            return Self::FileList;
        }
        let Some((stem, ending)) = name.rsplit_once('.') else { return Self::Unknown };
        match ending {
            "xml" if stem.starts_with("asicarchivemanifest") => Self::ArchiveManifest,
            "xml" if stem.starts_with("asicevidencerecordmanifest") => Self::EvidenceRecordManifest,
            "xml" if stem.starts_with("asicmanifest") => Self::Manifest,
            "xml" | "ers" if stem.contains("evidencerecord") => Self::EvidenceRecord,
            "xml" if stem.contains("signatures") => Self::XmlSignatures,
            "p7s" if stem.contains("signature") => Self::CmsSignature,
            "tst" if stem.contains("timestamp") => Self::Timestamp,
            _ => Self::Unknown,
        }
    }

    /// The name in reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Mimetype => "mimetype",
            Self::Folder => "folder",
            Self::Data => "data",
            Self::XmlSignatures => "xml-signatures",
            Self::CmsSignature => "cms-signature",
            Self::Manifest => "manifest",
            Self::ArchiveManifest => "archive-manifest",
            Self::EvidenceRecordManifest => "evidence-record-manifest",
            Self::Timestamp => "timestamp",
            Self::EvidenceRecord => "evidence-record",
            Self::FileList => "file-list",
            Self::Unknown => "unknown",
        }
    }
}
