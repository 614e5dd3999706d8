//! Form fields: the tree under `/AcroForm` walked once, with names in full (ISO 32000-1 §12.7).

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::rc::Rc;
use std::sync::{Arc, Mutex, PoisonError};

use lopdf::{Dictionary, Object, ObjectId};

use self::again::{Later, Leaf, Trail};
use super::error::PdfError;
use super::text::decode_text;
use super::view::{Lent, View};
use super::xref::XrefEntry;
use crate::limits::{
    MAX_FIELD_DEPTH, MAX_FIELD_NAME_BYTES, MAX_FIELDS, MAX_FORM_BYTES, MAX_KEPT_FIELDS,
    MAX_REFERENCE_HOPS,
};

mod again;
#[cfg(test)]
mod tests;

/// What a field holds (`/FT`, ISO 32000-1 §12.7.3.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FieldKind {
    /// `/Sig`
    Signature,
    /// `/Tx`
    Text,
    /// `/Btn`
    Button,
    /// `/Ch`
    Choice,
    /// None of these, or no `/FT` at all.
    Unknown,
}

/// A terminal field: one that holds a value.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Field {
    /// Partial names from the root on, joined by `.` (ISO 32000-1 §12.7.3.2).
    pub name: String,
    /// The field; `None` when it is written inside its parent.
    pub id: Option<ObjectId>,
    /// Its own or inherited type.
    pub kind: FieldKind,
    /// Its own or inherited `/Ff`; 0 when absent.
    pub flags: i64,
    /// Its own or inherited `/V` as written, a reference not followed; `Null` when absent.
    pub value: Object,
    /// The field or ancestor that `/V` is written in, when that is an object of its own.
    pub value_holder: Option<ObjectId>,
    /// `/Lock` of a signature field (ISO 32000-1 table 233).
    pub lock: Option<Dictionary>,
    /// Its widgets, the field itself where the two are merged.
    pub widgets: Vec<ObjectId>,
    /// `/Rect` of the first widget: left, bottom, right, top in points.
    pub rect: Option<[f32; 4]>,
    /// `/P` of the first widget: its page, where the widget says so.
    pub page: Option<ObjectId>,
    /// Whether a signature field's value is an object of its own, neither null nor one more
    /// reference. In every revision that has this very [`Fields`] entry it reads the same.
    pub(crate) settled: bool,
}

/// The fields of a revision: those that are the same in another one are shared with it.
pub(crate) type Fields = Vec<Arc<Field>>;

/// All terminal fields of a view, in the order of the form.
///
/// # Errors
/// The form does not read, or goes beyond the bounds on fields: [`MAX_FIELDS`] fields and widgets,
/// [`MAX_FIELD_DEPTH`], [`MAX_FIELD_NAME_BYTES`], [`MAX_FORM_BYTES`]. A field met twice counts
/// where it is met first, so loops end.
pub fn fields(view: &View<'_>) -> Result<Vec<Field>, PdfError> {
    view.document().cache.start();
    let found = Walk::run(view, MAX_FIELDS)?.fields;
    Ok(found.into_iter().map(Arc::unwrap_or_clone).collect())
}

/// The same, kept for who asks for the same revision again.
pub(crate) fn shared_fields(view: &View<'_>) -> Result<Arc<Fields>, PdfError> {
    let kept = &view.document().fields;
    if let Some(known) = kept.get(view.revision()) {
        return Ok(known);
    }
    view.document().cache.start();
    let fields = Arc::new(Walk::run(view, MAX_FIELDS)?.fields);
    kept.keep(view.revision(), &fields);
    Ok(fields)
}

/// The fields of revisions, as far as there is room: comparing each revision with the one before it
/// asks for each twice, and finding the signatures asks once.
#[derive(Debug, Default)]
pub(super) struct KeptFields {
    by_revision: Mutex<BTreeMap<usize, Arc<Fields>>>,
}

impl KeptFields {
    fn get(&self, revision: usize) -> Option<Arc<Fields>> {
        let kept = self.by_revision.lock().unwrap_or_else(PoisonError::into_inner);
        kept.get(&revision).cloned()
    }

    pub(super) fn keep(&self, revision: usize, fields: &Arc<Fields>) {
        let mut kept = self.by_revision.lock().unwrap_or_else(PoisonError::into_inner);
        let mut total: usize = kept.values().map(|fields| fields.len()).sum();
        total = total.saturating_add(fields.len());
        // The revision asked for last stays: the next question is about it and its neighbour.
        while total > MAX_KEPT_FIELDS
            && let Some((_, old)) = kept.pop_first()
        {
            total = total.saturating_sub(old.len());
        }
        kept.insert(revision, Arc::clone(fields));
    }
}

/// What a walk over the form found.
pub(super) struct Walk<'a> {
    pub(super) view: View<'a>,
    pub(super) fields: Fields,
    /// Full names of the fields that have fields below them.
    pub(super) inner_names: HashSet<String>,
    /// Numbers of all objects the result depends on.
    touched: BTreeSet<u32>,
    /// Fields and widgets visited.
    pub(super) visits: usize,
    /// Whether the walk that should have come next failed: nothing can be said by comparison with
    /// this one.
    unreadable: bool,
    limit: usize,
    seen: BTreeSet<ObjectId>,
    /// Bytes of names and values copied so far.
    copied: usize,
    /// Past the last byte that was looked at, as far as that can be told.
    reach: u64,
    /// Fields handed over.
    pub(super) given: Arc<Fields>,
    leaves: BTreeMap<ObjectId, Rc<Leaf>>,
    /// What the field that is being read depends on; `None` when that cannot be told.
    trail: Option<Trail>,
    /// Fields taken over from a later revision.
    #[cfg(test)]
    taken: usize,
}

/// What kids take over from their parent.
struct Inherited {
    name: String,
    kind: FieldKind,
    flags: i64,
    /// Shared: one value may hold for thousands of kids.
    value: Rc<Object>,
    value_holder: Option<ObjectId>,
    /// Fields above, itself included.
    depth: usize,
}

impl<'a> Walk<'a> {
    /// Gives the fields to the document, for who asks for them next.
    pub(super) fn hand_over(&mut self) {
        self.given = Arc::new(std::mem::take(&mut self.fields));
        self.view.document().fields.keep(self.view.revision(), &self.given);
    }

    /// Walks the form of `view`, at most `limit` fields and widgets.
    pub(super) fn run(view: &View<'a>, limit: usize) -> Result<Self, PdfError> {
        Self::run_after(view, limit, None)
    }

    /// The same, with what the walk of a later revision found.
    fn run_after(
        view: &View<'a>,
        limit: usize,
        later: Option<Later<'_, 'a>>,
    ) -> Result<Self, PdfError> {
        let mut walk = Self {
            view: *view,
            fields: Vec::new(),
            inner_names: HashSet::new(),
            touched: BTreeSet::new(),
            visits: 0,
            unreadable: false,
            limit,
            seen: BTreeSet::new(),
            copied: 0,
            reach: 0,
            given: Arc::default(),
            leaves: BTreeMap::new(),
            trail: None,
            #[cfg(test)]
            taken: 0,
        };
        let catalog = Object::Reference(view.catalog_id()?);
        let catalog = walk.resolve(&catalog)?;
        let Object::Dictionary(catalog) = &*catalog else { return Ok(walk) };
        let form = walk.get(catalog, b"AcroForm")?;
        let Object::Dictionary(form) = &*form else { return Ok(walk) };
        let roots = walk.get(form, b"Fields")?;
        let Object::Array(roots) = &*roots else { return Ok(walk) };
        let root = Rc::new(Inherited {
            name: String::new(),
            kind: FieldKind::Unknown,
            flags: 0,
            value: Rc::new(Object::Null),
            value_holder: None,
            depth: 0,
        });
        let mut stack: Vec<_> =
            roots.iter().rev().map(|kid| (kid.clone(), Rc::clone(&root))).collect();
        while let Some((kid, parent)) = stack.pop() {
            let root = kid.as_reference().ok().filter(|_| parent.depth == 0);
            if let (Some(id), Some(later)) = (root, later)
                && walk.take_over(id, later)?
            {
                continue;
            }
            let before = walk.so_far();
            walk.trail = root.map(|_| Trail::default());
            walk.field(kid, &parent, &mut stack)?;
            if let Some(id) = root {
                walk.remember(id, before);
            }
        }
        Ok(walk)
    }

    fn field(
        &mut self,
        object: Object,
        parent: &Inherited,
        stack: &mut Vec<(Object, Rc<Inherited>)>,
    ) -> Result<(), PdfError> {
        self.visit()?;
        let id = object.as_reference().ok();
        if id.is_some_and(|id| !self.seen.insert(id)) {
            return Ok(());
        }
        let dict = self.resolve(&object)?;
        let Object::Dictionary(dict) = &*dict else { return Ok(()) };
        let own = self.inherit(dict, id, parent)?;
        let kids = self.get(dict, b"Kids")?;
        let kids = kids.as_array().map(Vec::as_slice).unwrap_or_default();
        // Of the widgets only the first says where the field is; forms have thousands.
        let (mut widgets, mut first) = (Vec::new(), None);
        let mut inner = Vec::new();
        for kid in kids {
            self.visit()?;
            let below = self.resolve(kid)?;
            let Ok(named) = below.as_dict().map(|below| below.has(b"T")) else { continue };
            // A kid with a name is a field; without one it only shows this field on a page.
            if named {
                inner.push(kid.clone());
            } else {
                widgets.extend(kid.as_reference().ok());
                first.get_or_insert(below);
            }
        }
        if inner.is_empty() {
            if first.is_none() {
                widgets.extend(id);
            }
            let widget = first.as_ref().and_then(|first| first.as_dict().ok()).unwrap_or(dict);
            return self.terminal(id, dict, own, widgets, widget);
        }
        self.copy(own.name.len())?;
        self.inner_names.insert(own.name.clone());
        let own = Rc::new(own);
        stack.extend(inner.into_iter().rev().map(|kid| (kid, Rc::clone(&own))));
        Ok(())
    }

    fn inherit(
        &mut self,
        dict: &Dictionary,
        id: Option<ObjectId>,
        parent: &Inherited,
    ) -> Result<Inherited, PdfError> {
        let depth = parent.depth + 1;
        if depth > MAX_FIELD_DEPTH {
            return Err(PdfError::FieldsTooDeep { limit: MAX_FIELD_DEPTH });
        }
        let name = self.name(dict, parent)?;
        let kind = match &*self.get(dict, b"FT")? {
            Object::Name(name) => match name.as_slice() {
                b"Sig" => FieldKind::Signature,
                b"Tx" => FieldKind::Text,
                b"Btn" => FieldKind::Button,
                b"Ch" => FieldKind::Choice,
                _ => FieldKind::Unknown,
            },
            _ => parent.kind,
        };
        let flags = match *self.get(dict, b"Ff")? {
            Object::Integer(flags) => flags,
            _ => parent.flags,
        };
        let (value, value_holder) = match dict.as_hashmap().get(&b"V"[..]) {
            Some(value) => (Rc::new(value.clone()), id),
            None => (Rc::clone(&parent.value), parent.value_holder),
        };
        self.copy(size(&value))?;
        Ok(Inherited { name, kind, flags, value, value_holder, depth })
    }

    /// The full name (ISO 32000-1 §12.7.3.2).
    fn name(&mut self, dict: &Dictionary, parent: &Inherited) -> Result<String, PdfError> {
        let limit = MAX_FIELD_NAME_BYTES;
        let name = match &*self.get(dict, b"T")? {
            // The bytes decode to a third of their number in letters at the least.
            Object::String(partial, _) if partial.len() > limit * 3 => {
                return Err(PdfError::FieldNameTooLong { limit });
            }
            Object::String(partial, _) if parent.name.is_empty() => decode_text(partial),
            Object::String(partial, _) => format!("{}.{}", parent.name, decode_text(partial)),
            _ => parent.name.clone(),
        };
        if name.len() > limit {
            return Err(PdfError::FieldNameTooLong { limit });
        }
        self.copy(name.len())?;
        Ok(name)
    }

    /// Counts bytes that a field keeps.
    fn copy(&mut self, bytes: usize) -> Result<(), PdfError> {
        let limit = MAX_FORM_BYTES;
        self.copied = self.copied.saturating_add(bytes);
        if self.copied > limit { Err(PdfError::FormTooLarge { limit }) } else { Ok(()) }
    }

    fn terminal(
        &mut self,
        id: Option<ObjectId>,
        dict: &Dictionary,
        own: Inherited,
        widgets: Vec<ObjectId>,
        first: &Dictionary,
    ) -> Result<(), PdfError> {
        let (mut lock, mut settled) = (None, false);
        if own.kind == FieldKind::Signature {
            settled = self.touch(&own.value)? && self.settles(&own.value);
            let found = self.get(dict, b"Lock")?;
            if let Object::Dictionary(dictionary) = &*found {
                self.copy(size(&found))?;
                lock = Some(dictionary.clone());
            }
        }
        let rect = rectangle(&*self.get(first, b"Rect")?);
        let page = first.as_hashmap().get(&b"P"[..]);
        self.fields.push(Arc::new(Field {
            name: own.name,
            id,
            kind: own.kind,
            flags: own.flags,
            value: Rc::unwrap_or_clone(own.value),
            value_holder: own.value_holder,
            lock,
            widgets,
            rect,
            page: page.and_then(|page| page.as_reference().ok()),
            settled,
        }));
        Ok(())
    }

    fn visit(&mut self) -> Result<(), PdfError> {
        self.visits += 1;
        if self.visits > self.limit {
            return Err(PdfError::TooManyFields { limit: self.limit });
        }
        Ok(())
    }

    fn get<'o>(&mut self, dict: &'o Dictionary, key: &[u8]) -> Result<Lent<'o>, PdfError> {
        match dict.as_hashmap().get(key) {
            Some(value) => self.resolve(value),
            None => Ok(Lent::Own(Object::Null)),
        }
    }

    /// Resolves a value and notes every object it went through.
    fn resolve<'o>(&mut self, value: &'o Object) -> Result<Lent<'o>, PdfError> {
        let Object::Reference(mut id) = *value else { return Ok(Lent::Here(value)) };
        for _ in 1..MAX_REFERENCE_HOPS {
            self.touch(&Object::Reference(id))?;
            let value = self.view.lent(id)?;
            self.reach = self.reach.max(Trail::value(&mut self.trail, &value));
            match *value {
                Object::Reference(next) => id = next,
                _ => return Ok(value),
            }
        }
        Err(PdfError::ReferenceLoop { object: id })
    }

    /// Whether a reference leads to a value that is there, in this view and in each that sees as
    /// much of the file and has the same row for it.
    fn settles(&mut self, value: &Object) -> bool {
        let Object::Reference(id) = *value else { return false };
        // What does not read is said where it is asked for.
        let Ok(Lent::Kept(kept)) = self.view.lent(id) else { return false };
        if kept.looked >= self.view.end {
            return false;
        }
        self.reach = self.reach.max(kept.looked);
        Trail::value(&mut self.trail, &Lent::Kept(Arc::clone(&kept)));
        !matches!(kept.written.value, Object::Null | Object::Reference(_))
    }

    /// Notes an object; whether that is new.
    fn touch(&mut self, value: &Object) -> Result<bool, PdfError> {
        let Object::Reference((number, _)) = *value else { return Ok(false) };
        if !self.touched.insert(number) {
            // Where it was touched first is where its stream was noted.
            self.trail = None;
            return Ok(false);
        }
        match self.view.entry(number)? {
            Some(XrefEntry::InStream { stream, .. }) => {
                // An update of the containing stream changes the object under an unchanged entry.
                self.touched.insert(stream);
                self.trail = None;
            }
            Some(XrefEntry::Offset { offset, .. }) => self.reach = self.reach.max(offset),
            _ => {}
        }
        Trail::number(&mut self.trail, number);
        Ok(true)
    }
}

/// About what a copy of a value takes beside the value itself, in bytes. Recursion is bounded by
/// the lexer's nesting.
fn size(value: &Object) -> usize {
    const EACH: usize = std::mem::size_of::<Object>();
    match value {
        Object::String(bytes, _) | Object::Name(bytes) => bytes.len(),
        Object::Array(values) => values.iter().map(|value| EACH + size(value)).sum(),
        Object::Dictionary(dict) => {
            dict.iter().map(|(key, value)| EACH + key.len() + size(value)).sum()
        }
        Object::Stream(stream) => stream.content.len(),
        _ => 0,
    }
}

fn rectangle(object: &Object) -> Option<[f32; 4]> {
    let [a, b, c, d] = object.as_array().ok()?.as_slice() else { return None };
    let number = |object: &Object| object.as_float().ok();
    Some([number(a)?, number(b)?, number(c)?, number(d)?])
}
