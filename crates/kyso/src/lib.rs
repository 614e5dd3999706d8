//! kyso signs and verifies PDF documents with CMS signatures (PAdES, EN 319 142-1).
//!
//! The library is pure: no network, no clock, no locale. Time and evidence are arguments.

pub mod algorithm;
pub mod file;
pub mod limits;
pub mod report;
pub mod time;
pub mod verify;

pub use algorithm::{DigestAlgorithm, SignatureAlgorithm};
pub use report::{Conclusion, Report};
pub use time::Time;
