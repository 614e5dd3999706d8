//! The certificates that an XML signature brings: hints, of which one may be the signer's.

use crate::limits::MAX_CERTIFICATES;
use crate::x509::Certificate;
use crate::xml::key_info::{KeyInfoItem, X509Data};
use crate::xml::signature::XmlSignature;

/// Those that can be read.
pub(super) fn all(signature: &XmlSignature) -> Vec<Certificate> {
    let data = x509_data(signature).flat_map(|data| &data.certificates);
    let readable = data.filter_map(|one| one.certificate.as_ref().ok());
    readable.take(MAX_CERTIFICATES).cloned().collect()
}

/// The same, the likeliest signer first: one that issued no other.
pub(crate) fn of(signature: &XmlSignature) -> Vec<Certificate> {
    let mut certificates = all(signature);
    let issuers: Vec<Vec<u8>> =
        certificates.iter().map(|one| one.issuer().der().to_vec()).collect();
    certificates.sort_by_cached_key(|one| {
        let issued = issuers.iter().filter(|issuer| issuer.as_slice() == one.subject().der());
        issued.count() > usize::from(one.is_self_issued())
    });
    certificates
}

/// How many cannot be read.
pub(super) fn unreadable(signature: &XmlSignature) -> usize {
    let data = x509_data(signature).flat_map(|data| &data.certificates);
    data.filter(|one| one.certificate.is_err()).count()
}

fn x509_data(signature: &XmlSignature) -> impl Iterator<Item = &X509Data> {
    let items = signature.key_info.iter().flat_map(|info| &info.items);
    items.filter_map(|item| match item {
        KeyInfoItem::X509(data) => Some(data),
        _ => None,
    })
}
