//! What a PDF does by itself, or brings along: scripts, actions, files. A paper needs none of it.

use std::collections::{BTreeSet, VecDeque};

use kyso::pdf::{Dictionary, Object, ObjectId, PdfDocument, View};

use crate::i18n::{Message, msg};

/// Objects that are looked at. A paper has hundreds, a book some ten thousand.
const MOST_OBJECTS: usize = 50_000;

/// What was found.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Active {
    scripts: bool,
    launches: bool,
    sends: bool,
    opens: bool,
    triggers: bool,
    files: bool,
    xfa: bool,
    /// Not everything was looked at.
    unlooked: bool,
}

impl Active {
    /// Looks at all that the catalog of the newest revision leads to; nothing of a stream but its
    /// dictionary is read.
    pub(super) fn of(document: &PdfDocument) -> Self {
        let view = document.latest();
        let mut found = Self::default();
        let Ok(root) = view.catalog_id() else { return Self { unlooked: true, ..found } };
        let mut seen = BTreeSet::from([root]);
        let mut waiting = VecDeque::from([root]);
        while let Some(id) = waiting.pop_front() {
            match view.raw_object(id) {
                Ok(Some(raw)) => found.look(&view, &raw.value, id == root, &mut |id| {
                    if seen.len() < MOST_OBJECTS && seen.insert(id) {
                        waiting.push_back(id);
                    }
                }),
                Ok(None) => {}
                Err(_) => found.unlooked = true,
            }
        }
        found.unlooked |= seen.len() >= MOST_OBJECTS;
        found
    }

    /// Looks at one object and all that is written inside it.
    fn look(
        &mut self,
        view: &View<'_>,
        object: &Object,
        is_catalog: bool,
        note: &mut impl FnMut(ObjectId),
    ) {
        let mut parts = vec![object];
        let mut is_catalog = is_catalog;
        while let Some(part) = parts.pop() {
            match part {
                Object::Reference(id) => note(*id),
                Object::Array(items) => parts.extend(items),
                Object::Dictionary(dictionary) => {
                    self.judge(view, dictionary, is_catalog);
                    parts.extend(dictionary.iter().map(|(_, value)| value));
                }
                _ => {}
            }
            is_catalog = false;
        }
    }

    fn judge(&mut self, view: &View<'_>, dictionary: &Dictionary, is_catalog: bool) {
        let has = |key: &[u8]| dictionary.get(key).is_ok_and(|value| !value.is_null());
        match dictionary.get(b"S").and_then(Object::as_name) {
            Ok(b"JavaScript") => self.scripts = true,
            Ok(b"Launch") => self.launches = true,
            Ok(b"SubmitForm" | b"ImportData") => self.sends = true,
            _ => {}
        }
        self.scripts |= has(b"JS") || has(b"JavaScript");
        self.triggers |= has(b"AA");
        self.files |= has(b"EF") || has(b"EmbeddedFiles");
        self.xfa |= has(b"XFA");
        // A place to open at is none.
        if is_catalog && let Ok(Object::Dictionary(action)) = view.get(dictionary, b"OpenAction") {
            self.opens |= !matches!(action.get(b"S").and_then(Object::as_name), Ok(b"GoTo"));
        }
    }

    /// What is to be told, the worst first.
    pub(super) fn warnings(self) -> Vec<Message> {
        let told = [
            (self.scripts, msg::paper_script as fn() -> Message),
            (self.launches, msg::paper_launch),
            (self.sends, msg::paper_sends),
            (self.opens, msg::paper_open_action),
            (self.triggers, msg::paper_triggers),
            (self.files, msg::paper_files),
            (self.xfa, msg::paper_xfa),
            (self.unlooked, msg::paper_unlooked),
        ];
        told.into_iter().filter(|(is_so, _)| *is_so).map(|(_, message)| message()).collect()
    }
}
