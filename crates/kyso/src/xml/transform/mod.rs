//! From what a reference names to the bytes that are digested (xmldsig-core1 §4.4.3.2, §6.6).

mod budget;
mod data;
mod read;
mod sink;
mod xpath;

pub use budget::Budget;
pub(super) use data::{Data, Input, Written};
pub(in crate::xml) use read::needs_all;
pub(super) use read::{
    BASE64, ENVELOPED, EXCLUSIVE, FILTER2, XPATH, read_canonicalization, read_transforms,
};
pub(super) use sink::{Collect, write_within};
