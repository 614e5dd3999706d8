//! The page tree in order, without walking more of it than is asked for (ISO 32000-1 §7.7.3).

use lopdf::{Dictionary, Object, ObjectId};

use super::error::PdfError;
use super::view::{View, wrong_type};
use crate::limits::{MAX_NESTING, MAX_PAGES, MAX_REFERENCE_HOPS};

/// The pages' object numbers in order; see [`View::pages`].
#[derive(Debug)]
pub struct Pages<'a> {
    view: View<'a>,
    /// The nodes on the way down, each with the kids still to come.
    stack: Vec<(ObjectId, std::vec::IntoIter<Object>)>,
    visited: usize,
    failed: bool,
}

impl<'a> Pages<'a> {
    pub(super) fn new(view: View<'a>, catalog: &Dictionary) -> Result<Self, PdfError> {
        let root = match catalog.as_hashmap().get(&b"Pages"[..]) {
            Some(root @ Object::Reference(_)) => root.clone(),
            other => {
                let found = other.unwrap_or(&Object::Null);
                return Err(wrong_type(view.catalog_id()?, "reference", found));
            }
        };
        let stack = vec![((0, 0), vec![root].into_iter())];
        Ok(Self { view, stack, visited: 0, failed: false })
    }

    fn step(&mut self, kid: &Object) -> Result<Option<ObjectId>, PdfError> {
        self.visited += 1;
        if self.visited > MAX_PAGES {
            return Err(PdfError::TooManyPages { limit: MAX_PAGES });
        }
        // A kid that is null or no reference is skipped, as readers do.
        let Object::Reference(id) = *kid else { return Ok(None) };
        let node = self.view.lent(id)?;
        let Object::Dictionary(node) = &*node else { return Ok(None) };
        match self.view.get(node, b"Kids")? {
            Object::Array(kids) if !node.has_type(b"Page") => {
                if self.stack.iter().any(|(above, _)| *above == id)
                    || self.stack.len() > MAX_NESTING
                {
                    return Err(PdfError::PageTreeLoop { object: id });
                }
                self.stack.push((id, kids.into_iter()));
                Ok(None)
            }
            _ if node.has_type(b"Pages") => Ok(None),
            _ => Ok(Some(id)),
        }
    }
}

impl Iterator for Pages<'_> {
    type Item = Result<ObjectId, PdfError>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.failed {
            let (_, kids) = self.stack.last_mut()?;
            let Some(kid) = kids.next() else {
                self.stack.pop();
                continue;
            };
            match self.step(&kid) {
                Ok(Some(page)) => return Some(Ok(page)),
                Ok(None) => {}
                Err(error) => {
                    self.failed = true;
                    return Some(Err(error));
                }
            }
        }
        None
    }
}

/// An attribute that pages take over from the nodes above (ISO 32000-2 §7.7.3.4).
///
/// # Errors
/// A node cannot be read.
pub(crate) fn inherited(
    view: &View<'_>,
    page: &Dictionary,
    key: &[u8],
) -> Result<Object, PdfError> {
    let mut node = page.clone();
    for _ in 0..MAX_REFERENCE_HOPS {
        let value = view.get(&node, key)?;
        if !value.is_null() {
            return Ok(value);
        }
        match view.get(&node, b"Parent")? {
            Object::Dictionary(parent) => node = parent,
            _ => return Ok(Object::Null),
        }
    }
    Ok(Object::Null)
}

/// Quarter turns clockwise at which a page is shown.
///
/// # Errors
/// A node cannot be read.
pub(crate) fn turns(view: &View<'_>, page: &Dictionary) -> Result<u8, PdfError> {
    Ok(match inherited(view, page, b"Rotate")?.as_float() {
        Ok(degrees) if degrees.is_finite() => (degrees / 90.0).round().rem_euclid(4.0) as u8,
        _ => 0,
    })
}

/// Points in a unit of user space, which is not inherited (ISO 32000-2 table 31).
///
/// # Errors
/// The page cannot be read.
pub(crate) fn user_unit(view: &View<'_>, page: &Dictionary) -> Result<f32, PdfError> {
    Ok(match view.get(page, b"UserUnit")?.as_float() {
        Ok(unit) if unit.is_finite() && unit > 0.0 => unit,
        _ => 1.0,
    })
}
