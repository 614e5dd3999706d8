//! Integrity stage: what was signed is what is there, and the key of one certificate signed it.

mod cms;
mod signer_info;
mod token;
mod xml;

pub(crate) use cms::{Read, check, read};
pub(crate) use signer_info::{SignerRead, Signs, check_signer, read_signer};
pub(crate) use token::check_token;
pub(crate) use xml::{Checked, check_xml};

/// The proof that the digests of everything covered are signed by the key of one certificate.
/// Made in this folder alone.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Intact(());
