//! The document security store, `/DSS`: certificates and revocation data kept in the file
//! (ISO 32000-2 §12.8.4.3, EN 319 142-1 §5.4.2).

use std::collections::BTreeSet;

use lopdf::{Dictionary, Object, ObjectId, Stream};

use super::document::PdfDocument;
use super::error::PdfError;
use super::increment::{FinishedIncrement, Increment};
use super::splice::{Edits, Place};
use super::view::View;
use crate::DigestAlgorithm;
use crate::crypto;
use crate::limits::{MAX_STORED_BYTES, MAX_STORED_ITEMS};

/// Evidence as the store keeps it: DER, one value an item.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SecurityStore {
    /// `/Certs`
    pub certificates: Vec<Vec<u8>>,
    /// `/CRLs`
    pub crls: Vec<Vec<u8>>,
    /// `/OCSPs`
    pub ocsp: Vec<Vec<u8>>,
}

type List<'a> = (&'static [u8], &'static [u8], &'a [Vec<u8>]);

const CERTS: &[u8] = b"Certs";
const CRLS: &[u8] = b"CRLs";
const OCSPS: &[u8] = b"OCSPs";

impl SecurityStore {
    /// Whether it holds nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.certificates.is_empty() && self.crls.is_empty() && self.ocsp.is_empty()
    }

    /// Key in the store, key in `/VRI`, items.
    fn lists(&self) -> [List<'_>; 3] {
        [
            (CERTS, b"Cert", &self.certificates),
            (CRLS, b"CRL", &self.crls),
            (OCSPS, b"OCSP", &self.ocsp),
        ]
    }
}

/// The store of a view; empty where there is none. An item that cannot be read is passed over:
/// evidence that is missing can only leave a verdict open.
///
/// # Errors
/// The catalog does not read.
pub fn security_store(view: &View<'_>) -> Result<SecurityStore, PdfError> {
    let catalog = view.catalog()?;
    let Ok(Some(store)) = view.get_dict(&catalog, b"DSS") else {
        return Ok(SecurityStore::default());
    };
    let mut reader = Reader { view, bytes_left: MAX_STORED_BYTES, items_left: MAX_STORED_ITEMS };
    Ok(SecurityStore {
        certificates: reader.list(&store, CERTS),
        crls: reader.list(&store, CRLS),
        ocsp: reader.list(&store, OCSPS),
    })
}

struct Reader<'a> {
    view: &'a View<'a>,
    bytes_left: usize,
    items_left: usize,
}

impl Reader<'_> {
    fn list(&mut self, store: &Dictionary, key: &[u8]) -> Vec<Vec<u8>> {
        let Ok(Object::Array(items)) = self.view.get(store, key) else { return Vec::new() };
        items.iter().map_while(|item| self.item(item)).flatten().collect()
    }

    /// `None` once a bound is reached.
    fn item(&mut self, item: &Object) -> Option<Option<Vec<u8>>> {
        self.items_left = self.items_left.checked_sub(1)?;
        let Ok(Object::Stream(stream)) = self.view.resolve(item) else { return Some(None) };
        let Ok(bytes) = stream.get_plain_content_with_limit(self.bytes_left) else {
            return Some(None);
        };
        self.bytes_left = self.bytes_left.checked_sub(bytes.len())?;
        Some(Some(bytes))
    }
}

/// An increment that adds to the store what it does not hold yet; `None` where nothing is
/// missing. `for_signature` is the decoded `/Contents` of the signature that the evidence is for:
/// it gets a `/VRI` entry, which readers may use and none needs.
///
/// # Errors
/// The document does not read where it must be changed.
pub fn store_increment(
    doc: &PdfDocument,
    evidence: &SecurityStore,
    for_signature: Option<&[u8]>,
) -> Result<Option<FinishedIncrement>, PdfError> {
    let view = doc.latest();
    let there = security_store(&view)?;
    let mut increment = Increment::new(doc)?;
    let catalog = Place::dictionary(&view, view.catalog_id()?)?;
    let mut edits = Edits::default();
    let (id, mut store) = match view.catalog()?.get(b"DSS") {
        Ok(Object::Reference(id)) => (*id, view.get_dict(&view.catalog()?, b"DSS")?),
        _ => (increment.alloc()?, view.get_dict(&view.catalog()?, b"DSS")?),
    };
    if !matches!(view.catalog()?.get(b"DSS"), Ok(Object::Reference(_))) {
        edits.set(&catalog, "DSS", &format!("{} {} R", id.0, id.1));
    }
    let mut store = store.take().unwrap_or_default();
    let mut information = Dictionary::new();
    let mut added = false;
    for ((key, short, wanted), (.., held)) in evidence.lists().into_iter().zip(there.lists()) {
        let new = append(&view, &mut increment, &mut store, key, wanted, held)?;
        if !new.is_empty() {
            information.set(short, Object::Array(new.iter().copied().map(Object::from).collect()));
            added = true;
        }
    }
    if !added {
        return Ok(None);
    }
    if let Some(contents) = for_signature {
        let mut all = view.get_dict(&store, b"VRI")?.unwrap_or_default();
        all.set(signature_key(contents), Object::Dictionary(information));
        store.set("VRI", Object::Dictionary(all));
    }
    declare(&view, &catalog, &mut edits)?;
    increment.put_object(id, &Object::Dictionary(store));
    for (id, bytes) in edits.apply(&view)? {
        increment.put(id, bytes);
    }
    increment.finish().map(Some)
}

/// Appends to one list what it lacks; gives the new objects.
fn append(
    view: &View<'_>,
    increment: &mut Increment<'_>,
    store: &mut Dictionary,
    key: &[u8],
    wanted: &[Vec<u8>],
    held: &[Vec<u8>],
) -> Result<Vec<ObjectId>, PdfError> {
    let mut known: BTreeSet<&[u8]> = held.iter().map(Vec::as_slice).collect();
    let mut new = Vec::new();
    for item in wanted {
        if known.insert(item) {
            let id = increment.alloc()?;
            let mut stream = Stream::new(Dictionary::new(), item.clone());
            // Certificates hardly shrink, CRLs to a third; one that does not stays as it is.
            let _ = stream.compress();
            increment.put_object(id, &Object::Stream(stream));
            new.push(id);
        }
    }
    if !new.is_empty() {
        let mut list = match view.get(store, key)? {
            Object::Array(list) => list,
            _ => Vec::new(),
        };
        list.extend(new.iter().copied().map(Object::from));
        store.set(key, Object::Array(list));
    }
    Ok(new)
}

/// The key of a signature in `/VRI`: upper-case hexadecimal SHA-1 of its `/Contents`, padding
/// included. A name, not a protection.
fn signature_key(contents: &[u8]) -> String {
    let digest = crypto::digest(DigestAlgorithm::Sha1, contents);
    digest.as_bytes().iter().map(|byte| format!("{byte:02X}")).collect()
}

/// PDF before 2.0 declares the extension (EN 319 142-1 §5.4.2.1).
fn declare(view: &View<'_>, catalog: &Place, edits: &mut Edits) -> Result<(), PdfError> {
    const ESIC: &str = "<</BaseVersion/1.7/ExtensionLevel 5>>";
    if view.document().version().0 >= 2 {
        return Ok(());
    }
    match catalog.get_dictionary(view, b"Extensions")? {
        Some(extensions) if extensions.has(b"ESIC") => {}
        Some(extensions) => edits.set(&extensions, "ESIC", ESIC),
        None => edits.set(catalog, "Extensions", &format!("<</ESIC {ESIC}>>")),
    }
    Ok(())
}
