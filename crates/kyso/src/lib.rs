//! kyso signs and verifies PDF documents with CMS signatures (PAdES, EN 319 142-1), XML
//! documents with XML signatures (XAdES, EN 319 132-1, and plain XMLDSig), and containers of any
//! files (ASiC, EN 319 162-1).
//!
//! The library is pure: no network, no clock, no locale. Time and evidence are arguments.

pub mod algorithm;
pub mod cades;
mod cancellation;
pub mod cms;
pub mod container;
pub mod crypto;
mod disguise;
mod document;
mod error;
pub mod file;
mod format;
pub mod key;
pub mod limits;
pub mod pdf;
pub mod policy;
pub mod report;
pub mod revocation;
pub mod role;
mod service;
pub mod sign;
mod source;
pub mod time;
pub mod timestamp;
mod toml_text;
pub mod trust;
pub mod verify;
pub mod x509;
pub mod xml;

pub use algorithm::{DigestAlgorithm, SignatureAlgorithm};
pub use cancellation::Cancellation;
pub use document::Document;
pub use error::{Error, ErrorClass};
pub use format::Format;
pub use key::{Credential, SigningKey};
pub use pdf::Opening;
pub use policy::Policy;
pub use report::{Conclusion, Report};
pub use revocation::{Evidence, RevocationSource};
pub use role::Role;
pub use service::{ServiceError, UnreachableCause};
pub use sign::{
    ContainerForm, ExtensionBuilder, Level, Packaging, Prepared, SignError, Signed, Signer,
    SubFilter, XmlForm, XmlPart,
};
pub use source::{Source, SourceError};
pub use time::Time;
pub use timestamp::TimestampAuthority;
pub use trust::TrustAnchors;
pub use verify::Verifier;
