//! On which page widgets are seen: the page whose annotations list them, whatever they say
//! themselves.

use std::collections::{HashMap, HashSet};

use lopdf::{Object, ObjectId};

use super::view::View;
use crate::limits::MAX_NUMBERED_PAGES;

/// The pages of the widgets `wanted`, counted from 1. Those that are on no page, or behind the
/// first [`MAX_NUMBERED_PAGES`], are missing; what cannot be read is passed over.
pub(crate) fn page_numbers(
    view: &View<'_>,
    wanted: impl IntoIterator<Item = ObjectId>,
) -> HashMap<ObjectId, usize> {
    let mut wanted: HashSet<ObjectId> = wanted.into_iter().collect();
    let mut found = HashMap::new();
    let Ok(pages) = view.pages() else { return found };
    for (index, page) in pages.take(MAX_NUMBERED_PAGES).enumerate() {
        if wanted.is_empty() {
            break;
        }
        let Ok(Object::Dictionary(page)) = page.and_then(|page| view.object(page)) else {
            continue;
        };
        let Ok(Object::Array(annotations)) = view.get(&page, b"Annots") else { continue };
        let listed = annotations.iter().filter_map(|annotation| annotation.as_reference().ok());
        for widget in listed.filter(|widget| wanted.remove(widget)).collect::<Vec<_>>() {
            found.insert(widget, index + 1);
        }
    }
    found
}
