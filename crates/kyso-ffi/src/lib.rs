//! libkyso: the library for every language that speaks C. `include/kyso.h` is made of this crate.
//!
//! A thin client of `kyso`: every function reads its pointers, calls the library, and writes what
//! came of it. What is common to all of them is in `call`; what a caller owes stands at the top of
//! the header.
#![allow(
    clippy::missing_safety_doc,
    reason = "what a caller owes is the same for all functions: it stands once, in the header"
)]
#![allow(clippy::too_many_arguments, reason = "C has no other way to say so much at once")]
#![allow(non_camel_case_types, reason = "the names are those of the header")]

mod batch;
mod buffer;
mod cades;
mod call;
mod callback;
mod cancellation;
mod certificate;
mod certificate_path;
mod changes;
mod code;
mod container;
mod credential;
mod document;
mod error;
mod evidence;
mod extension;
mod fields;
mod log;
mod look;
mod look_profile;
mod material;
mod names;
mod network;
mod parts;
mod policy;
mod policy_dangerous;
mod policy_rules;
mod prepared;
mod preview;
mod profile;
mod remote;
mod report;
mod role;
mod signature;
mod signed;
mod signer_check;
mod signing;
mod signing_options;
mod store;
mod text;
mod text_place;
mod threads;
mod token;
mod trust;
mod trust_list;
mod tsa;
mod verifier;
mod version;

pub use batch::*;
pub use buffer::*;
pub use cades::*;
pub use callback::*;
pub use cancellation::*;
pub use certificate_path::*;
pub use changes::*;
pub use code::*;
pub use container::*;
pub use credential::*;
pub use document::*;
pub use error::*;
pub use evidence::*;
pub use extension::*;
pub use fields::*;
pub use log::*;
pub use look::*;
pub use look_profile::*;
pub use material::*;
pub use names::*;
pub use network::*;
pub use parts::*;
pub use policy::*;
pub use policy_dangerous::*;
pub use policy_rules::*;
pub use prepared::*;
pub use preview::*;
pub use profile::*;
pub use remote::*;
pub use report::*;
pub use role::*;
pub use signature::*;
pub use signed::*;
pub use signer_check::*;
pub use signing::*;
pub use store::*;
pub use text_place::*;
pub use token::*;
pub use trust::*;
pub use trust_list::*;
pub use tsa::*;
pub use verifier::*;
pub use version::*;
