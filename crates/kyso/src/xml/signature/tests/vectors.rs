//! References of the vectors whose signature method is never checked: HMAC and DSA. Their digests
//! judge canonicalization, XPath and the other transforms all the same.
//!
//! Found as `tests/xml_vectors.rs` finds them; without them there is nothing to judge.

use std::fs::File;
use std::path::{Path, PathBuf};

use crate::DigestAlgorithm;
use crate::crypto;
use crate::xml::signature::{
    CheckedReference, DereferenceFault, DigestOptions, ExternalBytes, Reference, ReferenceError,
    Resolver, SignatureMethod, ValueHolds, XmlSignature, find,
};
use crate::xml::transform::Budget;
use crate::xml::{Doctype, IdNames, Ids, ParseOptions, Tree};

struct Files(PathBuf);

impl Resolver for Files {
    fn resolve(&self, uri: Option<&str>, _: Option<&str>) -> Option<ExternalBytes<'_>> {
        let file = File::open(self.0.join(uri.filter(|uri| !uri.contains(':'))?)).ok()?;
        Some(Box::new(file))
    }
}

/// What is refused whatever it is: bytes that are not there, XSLT, MD5, and nothing at all where
/// nothing was signed.
fn is_refusal(error: &ReferenceError, stated: Option<&Reference>) -> bool {
    let fault = match error {
        ReferenceError::Dereference(fault) => fault,
        ReferenceError::DigestMethod { uri } => return uri.ends_with("#md5"),
        ReferenceError::DigestMismatch { .. } => return false,
    };
    let nothing = crypto::digest(DigestAlgorithm::Sha1, b"");
    match fault {
        DereferenceFault::Empty => {
            stated.is_some_and(|stated| stated.digest_value == nothing.as_bytes())
        }
        DereferenceFault::External { .. } => true,
        DereferenceFault::Transform { uri } => uri.contains("xslt"),
        _ => false,
    }
}

/// References that hold, and those that do not though nothing refused them.
fn judge(path: &Path) -> Option<(usize, Vec<String>)> {
    let bytes = std::fs::read(path).ok()?;
    let options =
        ParseOptions { doctype: Doctype::Bounded { external: Vec::new() }, ..Default::default() };
    let tree = Tree::parse(&bytes, &options).expect("well-formed");
    let signature = XmlSignature::read(&tree, *find(&tree).first()?).ok()?;
    if matches!(signature.signed_info.method, SignatureMethod::Known(_)) {
        return None;
    }
    let budget = Budget::for_document(bytes.len() as u64);
    let files = Files(path.parent().expect("a folder").into());
    let options =
        DigestOptions { resolver: Some(&files), legacy_exclusive: false, budget: &budget };
    let ids = Ids::collect(&tree, &IdNames::default());
    let digests = ValueHolds::assumed(&tree, &signature).digest_references(&ids, &options);
    let manifests = digests.iter().flat_map(|one| &one.manifests);
    let listed = manifests.flat_map(|one| one.references.as_ref().expect("a shape"));
    let all: Vec<&CheckedReference> = digests.iter().chain(listed).collect();
    let failed = |one: &&CheckedReference| {
        let stated = signature.signed_info.references.get(one.index);
        let error = one.outcome.as_ref().err().filter(|error| !is_refusal(error, stated))?;
        Some(format!("{}: reference {}: {error}", path.display(), one.index))
    };
    let holding = all.iter().filter(|one| one.outcome.is_ok()).count();
    Some((holding, all.iter().filter_map(failed).collect()))
}

#[test]
fn references_under_methods_that_are_never_checked_hold() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/vectors");
    let folder = std::env::var_os("KYSO_VECTORS").map_or(root, PathBuf::from).join("xmldsig");
    let Ok(sets) = std::fs::read_dir(&folder) else { return };
    let files = sets.filter_map(Result::ok).filter_map(|set| std::fs::read_dir(set.path()).ok());
    let files = files.flatten().filter_map(Result::ok).map(|file| file.path());
    let judged = files.filter(|file| file.extension().is_some_and(|end| end == "xml"));
    let judged: Vec<_> = judged.filter_map(|file| judge(&file)).collect();
    let failed: Vec<_> = judged.iter().flat_map(|(_, failed)| failed).collect();
    assert!(failed.is_empty(), "{failed:#?}");
    let holding: usize = judged.iter().map(|(holding, _)| holding).sum();
    assert_eq!(holding, 74, "references that hold");
}
