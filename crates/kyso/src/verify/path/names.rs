//! Name constraints along a path (RFC 5280 §6.1.3 b, c; §6.1.4 g).

use std::cell::Cell;

use const_oid::ObjectIdentifier;

use super::subtree::{self, Lies};
use crate::x509::{Attribute, Certificate, ExtensionFault, GeneralName, NameConstraints, NameForm};

/// SmtpUTF8Mailbox (RFC 9598): a mailbox in an otherName.
const SMTP_UTF8_MAILBOX: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.8.9");
/// emailAddress in subjects (RFC 5280 §4.1.2.6).
const EMAIL_ADDRESS: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.1");
const COMMON_NAME: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.3");

/// Why a certificate's names do not do.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum NameFault {
    /// A name lies in no permitted subtree of its kind.
    NotPermitted,
    /// A name lies in an excluded subtree.
    Excluded,
    /// Whether a name lies in a subtree cannot be told: its kind is not processed here, or one of
    /// both is malformed.
    Undecidable,
    /// subjectAltName is malformed.
    Malformed,
    /// More comparisons than the document has left.
    Budget,
}

impl From<ExtensionFault> for NameFault {
    fn from(_: ExtensionFault) -> Self {
        Self::Malformed
    }
}

/// The constraints in force, one layer for each certificate that has some: a name must satisfy
/// every layer, which is the intersection and the union that RFC 5280 speaks of.
#[derive(Debug)]
pub(super) struct Subtrees<'a> {
    layers: Vec<&'a NameConstraints>,
    comparisons: &'a Cell<usize>,
}

impl<'a> Subtrees<'a> {
    /// None yet; `comparisons` is what comparing may still cost.
    pub(super) fn new(comparisons: &'a Cell<usize>) -> Self {
        Self { layers: Vec::new(), comparisons }
    }

    /// Adds the constraints of one certificate.
    pub(super) fn add(&mut self, constraints: &'a NameConstraints) {
        if !constraints.is_empty() {
            self.layers.push(constraints);
        }
    }

    /// Whether every name of the certificate is allowed. `last` says that it is the last of the
    /// path, the subject of which is who signs.
    pub(super) fn allow(&self, certificate: &Certificate, last: bool) -> Result<(), NameFault> {
        if self.layers.is_empty() {
            return Ok(());
        }
        let subject = certificate.subject();
        if !subject.is_empty() {
            self.check(&GeneralName::Directory(subject.clone()))?;
        }
        let others = certificate.subject_alt_names()?.unwrap_or_default();
        others.iter().try_for_each(|name| self.check(name))?;
        let attributes = || subject.rdns().iter().flatten();
        for email in attributes().filter(|attribute| attribute.oid == EMAIL_ADDRESS) {
            self.check(&mailbox(email))?;
        }
        if last && !others.iter().any(|name| name.form() == NameForm::DnsName) {
            let names = attributes().filter(|attribute| attribute.oid == COMMON_NAME);
            for name in names.filter_map(|attribute| attribute.text.as_deref()) {
                // Software takes such a name for a host's when there is no other.
                if subtree::looks_like_host(name) {
                    self.check(&GeneralName::Dns(name.to_owned()))?;
                }
            }
        }
        Ok(())
    }

    fn check(&self, name: &GeneralName) -> Result<(), NameFault> {
        self.layers.iter().try_for_each(|layer| self.check_layer(name, layer))
    }

    fn check_layer(&self, name: &GeneralName, layer: &NameConstraints) -> Result<(), NameFault> {
        for base in layer.excluded.iter().filter(|base| concerns(base, name)) {
            match self.lies(name, base)? {
                Lies::Outside => {}
                Lies::Within => return Err(NameFault::Excluded),
                Lies::Undecidable => return Err(NameFault::Undecidable),
            }
        }
        let mut of_kind = layer.permitted.iter().filter(|base| concerns(base, name)).peekable();
        if of_kind.peek().is_none() {
            return Ok(());
        }
        let mut fault = NameFault::NotPermitted;
        for base in of_kind {
            match self.lies(name, base)? {
                Lies::Within => return Ok(()),
                Lies::Outside => {}
                Lies::Undecidable => fault = NameFault::Undecidable,
            }
        }
        Err(fault)
    }

    fn lies(&self, name: &GeneralName, base: &GeneralName) -> Result<Lies, NameFault> {
        let left = self.comparisons.get().checked_sub(1).ok_or(NameFault::Budget)?;
        self.comparisons.set(left);
        Ok(subtree::lies(name, base))
    }
}

/// Whether a subtree constrains names of this kind.
fn concerns(base: &GeneralName, name: &GeneralName) -> bool {
    let mailbox = matches!(name, GeneralName::Other(oid) if *oid == SMTP_UTF8_MAILBOX);
    base.form() == name.form() || mailbox && base.form() == NameForm::Rfc822Name
}

fn mailbox(attribute: &Attribute) -> GeneralName {
    match &attribute.text {
        Some(text) if text.is_ascii() => GeneralName::Rfc822(text.clone()),
        _ => GeneralName::Unprocessed(NameForm::Rfc822Name),
    }
}
