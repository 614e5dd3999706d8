//! Mints PKIs and evidence, serves both on loopback, and builds sample, broken and forged PDF,
//! XML and CMS files for the tests of kyso.
//!
//! Nothing here uses `kyso`: what it makes is an independent second opinion. It is for tests
//! alone, so it panics with a reason where a library would return an error.

pub mod asic_attacks;
pub mod attacks;
pub mod cades_attacks;
pub mod container;
pub mod der;
pub mod evidence;
pub mod pdf;
pub mod pdf_attacks;
pub mod pki;
pub mod server;
pub mod trust_list;
pub mod xml;
pub mod xml_attacks;

pub use pki::{Authority, Dn, Hash, Identity, Key, KeyKind, P12Kind, Pki, SigAlg, Template};
