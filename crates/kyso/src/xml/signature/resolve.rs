//! What lies outside the document: only the caller can give it.

use std::io::Read;

/// The bytes of an external reference, read in a stream.
pub type ExternalBytes<'r> = Box<dyn Read + 'r>;

/// Gives the bytes that a reference names outside the document: the file beside a detached
/// signature, the attachment of a `cid:` in an edXML message, a member of an ASiC container.
///
/// Nothing is ever fetched or opened by the library itself.
pub trait Resolver {
    /// The bytes of `uri` as the reference writes it; `None` in `uri` is a reference without the
    /// attribute. `kind` is its `Type`. `None` where the caller knows nothing of that name.
    ///
    /// It may be asked for the same name more than once.
    fn resolve(&self, uri: Option<&str>, kind: Option<&str>) -> Option<ExternalBytes<'_>>;
}
