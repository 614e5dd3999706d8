//! Runs the rules over one later revision and keeps what they explain.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Dictionary, Object, ObjectId};

use super::notes::{Noted, Notes};
use super::roles::{self, Roles, collect};
use super::{diff, rules};
use crate::limits::MAX_CHANGED_OBJECTS;
use crate::pdf::{Lent, LinesUnder, PdfDocument, PdfError, View, XrefEntry};
use crate::report::{ChangeKind, Modification};

/// A change that no rule explains.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Unexplained {
    /// Object number; 0 for the trailer.
    pub(super) object: u32,
    /// What is wrong with it, `kebab-case`.
    pub(super) fault: &'static str,
}

impl Unexplained {
    /// The object, as almost every file numbers it.
    pub(super) fn place(&self) -> ObjectId {
        (self.object, 0)
    }
}

/// What a revision did, every change of it explained.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Explained {
    pub(super) level: Modification,
    /// Whether evidence or a document time-stamp is among it.
    pub(super) evidence: bool,
    /// Full names of the fields that were signed.
    pub(super) signatures: Vec<String>,
    /// Full names of every field that was added or filled.
    pub(super) fields: Vec<String>,
    /// Full names of the fields among them that were filled.
    pub(super) filled: Vec<String>,
    /// Full names of the fields among them that are seen on a page and were not there before.
    pub(super) appearances: Vec<String>,
    /// Looks of signatures among them that lie over text of a page.
    pub(super) over_text: Vec<OverText>,
    /// Whether the software's notes or the metadata changed.
    pub(super) notes: bool,
    /// Annotations that came, changed or went.
    pub(super) annotations: Vec<Annotated>,
}

/// The look of a signature that lies over text of a page.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct OverText {
    /// Full name of the field.
    pub(super) field: String,
    /// Counted from 1.
    pub(super) page: usize,
    pub(super) sight: Sight,
    /// What the lines say, as far as they can be read.
    pub(super) under: LinesUnder,
}

/// What is left to be seen of text under a look.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Sight {
    /// Strokes, or a picture with a mask that leaves most of it open.
    Sheer,
    /// Nothing, where an opaque picture or shape lies.
    Opaque,
    /// It cannot be told what text the page has there.
    Untold,
}

impl Sight {
    /// As the report says it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Sheer => "sheer",
            Self::Opaque => "opaque",
            Self::Untold => "untold",
        }
    }
}

/// What happened to one annotation.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Annotated {
    /// Object number; 0 where it is written inside its page.
    pub(super) object: u32,
    /// Its kind, `kebab-case`.
    pub(super) kind: &'static str,
    /// Its page, counted from 1.
    pub(super) page: usize,
    pub(super) change: Change,
    /// The revision that brought it: a signature after that covers it.
    pub(super) since: usize,
}

/// What may happen to an annotation.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Change {
    Added,
    Changed,
    Removed,
}

impl Change {
    /// As the report says it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Changed => "changed",
            Self::Removed => "removed",
        }
    }
}

/// One revision, before and after.
pub(super) struct Step<'a> {
    pub(super) old: View<'a>,
    pub(super) new: View<'a>,
    /// Objects that did not exist before.
    pub(super) added: BTreeSet<u32>,
    /// Objects that existed and have another value now.
    pub(super) replaced: BTreeMap<u32, Replaced>,
    /// Objects that existed and are free now.
    pub(super) removed: BTreeSet<u32>,
    /// Parts of annotations that are gone.
    freed: BTreeSet<u32>,
    /// What was explained, as what.
    pub(super) notes: Notes,
    /// Widgets that got another look.
    pub(super) looked: BTreeSet<u32>,
    /// Those of signatures among them, with the full names of their fields.
    pub(super) signed_looks: BTreeMap<u32, String>,
    let_go: BTreeSet<u32>,
    faults: Vec<Unexplained>,
    /// Parts of annotations of later revisions.
    parts: BTreeSet<u32>,
    /// How many references led to each object that is changed or removed, once that was asked.
    referrers: OnceCell<BTreeMap<u32, usize>>,
    pub(super) roles: &'a Roles,
    pub(super) result: Explained,
}

/// An object before and after.
#[derive(Clone, Debug)]
pub(super) struct Replaced {
    pub(super) old: Object,
    pub(super) new: Object,
}

impl Step<'_> {
    /// Takes an object's change as explained.
    pub(super) fn explain(&mut self, number: u32, level: Modification) {
        self.notes.add(number, level);
        self.result.level = self.result.level.max(level);
        self.result.evidence |= level == Modification::LtaUpdate;
    }

    /// Takes it as explained that an object is no longer there.
    pub(super) fn let_go(&mut self, number: u32) {
        self.let_go.insert(number);
    }

    /// Takes every added object that can be reached from `value` as explained, following
    /// references through added objects only, and none behind the keys `stop`.
    pub(super) fn explain_closure(
        &mut self,
        value: &Object,
        stop: &[&[u8]],
        level: Modification,
    ) -> Result<(), PdfError> {
        let mut waiting = vec![value.clone()];
        while let Some(value) = waiting.pop() {
            match value {
                Object::Reference(id)
                    if self.added.contains(&id.0) && !self.notes.contains(id.0) =>
                {
                    self.explain(id.0, level);
                    waiting.push(self.new.object(id)?);
                }
                Object::Array(values) => waiting.extend(values),
                Object::Dictionary(dictionary) => push_values(&mut waiting, &dictionary, stop),
                Object::Stream(stream) => push_values(&mut waiting, &stream.dict, stop),
                _ => {}
            }
        }
        Ok(())
    }

    /// Takes a change inside an object that another rule explains as not allowed all the same.
    pub(super) fn refuse(&mut self, fault: &'static str) {
        self.refuse_object(0, fault);
    }

    /// The same for one object.
    pub(super) fn refuse_object(&mut self, object: u32, fault: &'static str) {
        self.faults.push(Unexplained { object, fault });
    }

    /// Whether the revision changes or removes a part of an annotation that came after the first
    /// signature.
    pub(super) fn touches_annotations(&self) -> bool {
        let known = |number: &&u32| self.roles.annotation_since(**number).is_some();
        !self.freed.is_empty() || self.replaced.keys().any(|number| known(&number))
    }

    /// What an annotation is drawn by, itself included, as far as it came after the first
    /// signature: the numbers of these objects.
    fn annotation_parts(&self, annotation: &Object) -> Result<BTreeSet<u32>, PdfError> {
        /// References that lead to the page or to other annotations.
        const OUTWARDS: [&[u8]; 3] = [b"P", b"Parent", b"IRT"];
        /// Reading an object, in comparisons.
        const COST: usize = 1_000;
        let mut parts = BTreeSet::new();
        let mut waiting = vec![annotation.clone()];
        while let Some(value) = waiting.pop() {
            match value {
                Object::Reference(id) => {
                    let own =
                        self.added.contains(&id.0) || self.roles.annotation_since(id.0).is_some();
                    // What another annotation is drawn by, too, was looked through already.
                    if own && !self.parts.contains(&id.0) && parts.insert(id.0) {
                        if !self.roles.may_compare(COST) {
                            return Err(PdfError::ReferenceLoop { object: id });
                        }

                        waiting.push(self.new.object(id)?);
                    }
                }
                Object::Array(values) => waiting.extend(values),
                Object::Dictionary(dictionary) => push_values(&mut waiting, &dictionary, &OUTWARDS),
                Object::Stream(stream) => push_values(&mut waiting, &stream.dict, &OUTWARDS),
                _ => {}
            }
        }
        Ok(parts)
    }

    /// Whether anything that an annotation is drawn by was changed.
    pub(super) fn touches_parts(&self, annotation: ObjectId) -> Result<bool, PdfError> {
        let parts = self.annotation_parts(&Object::Reference(annotation))?;
        let touched = |part: &u32| {
            self.replaced.contains_key(part)
                || self.added.contains(part)
                || self.freed.contains(part)
        };
        Ok(parts.iter().any(touched))
    }

    /// Takes an annotation and what draws it as explained.
    pub(super) fn explain_annotation(&mut self, annotation: &Object) -> Result<(), PdfError> {
        let parts = self.annotation_parts(annotation)?;
        for part in &parts {
            self.explain(*part, Modification::Annotation);
        }
        self.parts.extend(parts);
        self.result.level = self.result.level.max(Modification::Annotation);
        Ok(())
    }

    /// Notes what happened to annotations.
    pub(super) fn note_annotations(&mut self, annotations: Vec<Annotated>) {
        if !annotations.is_empty() {
            self.result.level = self.result.level.max(Modification::Annotation);
        }
        self.result.annotations.extend(annotations);
    }

    /// Whether an object is new, or replaced one that stood in the same place before and nowhere
    /// else: then the rule for that place may explain it, and no other object can slip through
    /// under its name.
    pub(super) fn is_own(&self, id: ObjectId, before: Option<&Object>) -> bool {
        let stood_here = before.is_some_and(|before| *before == Object::Reference(id));
        self.added.contains(&id.0) || (stood_here && !self.roles.elsewhere(id.0))
    }

    /// The full number of an object, as its entry has it.
    pub(super) fn id_of(&self, number: u32) -> Result<ObjectId, PdfError> {
        let entry = self.new.entry(number)?;
        Ok((number, entry.map_or(0, generation)))
    }

    /// Explains what writers leave behind when they draw an appearance twice, where nothing refers
    /// to it.
    fn explain_orphans(&mut self, written: &[(u32, Lent<'_>)]) {
        if self.result.level < Modification::FormFilling {
            return;
        }
        let mut referred = Vec::new();
        written.iter().for_each(|(_, object)| collect(object, &mut referred));
        collect(&Object::Dictionary(self.new.trailer().clone()), &mut referred);
        let referred: BTreeSet<u32> = referred.into_iter().map(|id| id.0).collect();
        for (number, object) in written {
            let harmless = matches!(&**object, Object::Dictionary(left) if is_left_over(left));
            if self.added.contains(number) && !referred.contains(number) && harmless {
                self.explain(*number, Modification::None);
            }
        }
    }

    /// How many references led to an object before the revision, which changed or removed it.
    pub(super) fn referrers(&self, number: u32) -> Result<usize, PdfError> {
        if self.referrers.get().is_none() {
            let gone = self.replaced.keys().chain(&self.removed).copied();
            let _ = self.referrers.set(roles::referrers(&self.old, gone)?);
        }
        let counted = self.referrers.get().and_then(|counted| counted.get(&number));
        Ok(counted.copied().unwrap_or_default())
    }

    /// The value of an object that was replaced, if it was.
    pub(super) fn replacement(&self, id: ObjectId) -> Option<Replaced> {
        self.replaced.get(&id.0).cloned()
    }
}

/// A form, its resources, or a dictionary that says nothing.
fn is_left_over(left: &Dictionary) -> bool {
    let is_form = left.get(b"Subtype").and_then(Object::as_name).is_ok_and(|s| s == b"Form");
    let resources = |key: &[u8]| [b"Type".as_slice(), b"ProcSet", b"Font"].contains(&key);
    is_form || left.iter().all(|(key, _)| resources(key))
}

fn push_values(waiting: &mut Vec<Object>, dictionary: &Dictionary, stop: &[&[u8]]) {
    let values = dictionary.iter().filter(|(key, _)| !stop.contains(&key.as_slice()));
    waiting.extend(values.map(|(_, value)| value.clone()));
}

/// What came of one revision.
pub(super) struct Outcome {
    pub(super) explained: Result<Explained, Vec<Unexplained>>,
    /// What was explained, whether all of it was or not.
    pub(super) notes: Vec<Noted>,
}

/// Explains every change of `revision` (counted from 0, and never the first), and notes in
/// `roles` what its objects refer to.
pub(super) fn explain(document: &PdfDocument, revision: usize, roles: &mut Roles) -> Outcome {
    let mut notes = Vec::new();
    Outcome { explained: explain_all(document, revision, roles, &mut notes), notes }
}

fn explain_all(
    document: &PdfDocument,
    revision: usize,
    roles: &mut Roles,
    notes: &mut Vec<Noted>,
) -> Result<Explained, Vec<Unexplained>> {
    let unreadable = |_| vec![Unexplained { object: 0, fault: "unreadable" }];
    let mut step = changes(document, revision, roles)?;
    rules::trailer::check(&step)?;
    if let Some(object) = step.roles.shared_catalog() {
        return Err(vec![Unexplained { object, fault: "shared-catalog" }]);
    }
    // A number used anew has another generation, which no reference led to.
    let filled = step.added.difference(&step.removed).filter(|number| roles.elsewhere(**number));
    let filled: Vec<_> = filled
        .map(|number| Unexplained { object: *number, fault: "dangling-reference-filled" })
        .collect();
    if !filled.is_empty() {
        return Err(filled);
    }
    rules::apply(&mut step).map_err(unreadable)?;
    let written = step.written().map_err(unreadable)?;
    step.notes.begin(ChangeKind::FileStructure, "unused-form");
    step.explain_orphans(&written);
    let changed = |number| step.added.contains(&number) || step.replaced.contains_key(&number);
    *notes = step.notes.grouped(changed);
    let left: Vec<_> = step
        .added
        .iter()
        .map(|number| (*number, "object-added"))
        .chain(step.replaced.keys().map(|number| (*number, "object-replaced")))
        .filter(|(number, _)| !step.notes.contains(*number))
        .chain(step.removed.difference(&step.let_go).map(|number| (*number, "object-removed")))
        .map(|(object, fault)| Unexplained { object, fault })
        .chain(step.faults.iter().cloned())
        .collect();
    let Step { result, let_go, parts, .. } = step;
    roles.forget(&let_go);
    roles.remember(&parts, revision);
    roles.absorb(written.iter().map(|(number, object)| (*number, &**object)));
    if left.is_empty() { Ok(result) } else { Err(left) }
}

/// Sorts the objects of a revision's cross-reference section by what happened to them. Objects
/// written again with the same value count as unchanged.
fn changes<'a>(
    document: &'a PdfDocument,
    revision: usize,
    roles: &'a Roles,
) -> Result<Step<'a>, Vec<Unexplained>> {
    let (old, new) = (document.at_revision(revision - 1), document.at_revision(revision));
    let mut step = Step {
        old,
        new,
        added: BTreeSet::new(),
        replaced: BTreeMap::new(),
        removed: BTreeSet::new(),
        freed: BTreeSet::new(),
        notes: Notes::default(),
        looked: BTreeSet::new(),
        signed_looks: BTreeMap::new(),
        let_go: BTreeSet::new(),
        faults: Vec::new(),
        parts: BTreeSet::new(),
        referrers: OnceCell::new(),
        roles,
        result: Explained {
            level: Modification::None,
            evidence: false,
            signatures: Vec::new(),
            fields: Vec::new(),
            filled: Vec::new(),
            appearances: Vec::new(),
            over_text: Vec::new(),
            notes: false,
            annotations: Vec::new(),
        },
    };
    let mut faults = Vec::new();
    for entry in document.changed(revision) {
        let Ok((number, after)) = entry else {
            return Err(vec![Unexplained { object: 0, fault: "unreadable" }]);
        };
        if step.replaced.len() > MAX_CHANGED_OBJECTS {
            return Err(vec![Unexplained { object: number, fault: "too-many-changes" }]);
        }
        if let Err(fault) = step.sort(number, after) {
            faults.push(Unexplained { object: number, fault });
        }
    }
    if faults.is_empty() { Ok(step) } else { Err(faults) }
}

impl Step<'_> {
    /// What the revision wrote, object streams aside: their objects are listed themselves.
    fn written(&self) -> Result<Vec<(u32, Lent<'static>)>, PdfError> {
        let mut written = Vec::new();
        for number in &self.added {
            if let Some(object) = self.new.bare(self.id_of(*number)?)? {
                written.push((*number, object));
            }
        }
        let replaced =
            self.replaced.iter().map(|(number, change)| (*number, Lent::Own(change.new.clone())));
        written.extend(replaced);
        Ok(written)
    }

    /// Whether an object that was written again has the same numbers to readers that hold more
    /// digits of them.
    pub(super) fn same_reals(&self, id: ObjectId) -> Result<bool, PdfError> {
        // In whatever order the entries are written; those that both kinds of number hold exactly
        // were compared.
        let reals = |view: &View<'_>| -> Result<Vec<f64>, PdfError> {
            let mut reals = view.raw_object(id)?.map(|raw| raw.reals()).unwrap_or_default();
            reals.retain(|real| f64::from(*real as f32).total_cmp(real).is_ne());
            reals.sort_by(f64::total_cmp);
            Ok(reals)
        };
        // A page's size is shown in hundredths of a point at most: writers that count in f32 round
        // it.
        let is_page = |page: &Object| matches!(page, Object::Dictionary(page) if diff::is_exact_but_for_boxes(page));
        if self.new.look(id, is_page)? {
            return Ok(true);
        }
        let (old, new) = (reals(&self.old)?, reals(&self.new)?);
        let pairs = || old.iter().zip(&new);
        Ok(old.len() == new.len() && pairs().all(|(old, new)| old.total_cmp(new).is_eq()))
    }

    /// Puts one object where it belongs; `after` is its entry in the revision's own section.
    fn sort(&mut self, number: u32, after: XrefEntry) -> Result<(), &'static str> {
        let before = self.old.entry(number).map_err(|_| "unreadable")?;
        let before = before.filter(|entry| *entry != XrefEntry::Free);
        match (before, after) {
            (None, XrefEntry::Free) => Ok(()),
            (None, _) => {
                self.added.insert(number);
                Ok(())
            }
            (Some(_), XrefEntry::Free) if self.roles.annotation_since(number).is_some() => {
                self.freed.insert(number);
                self.result.level = self.result.level.max(Modification::Annotation);
                Ok(())
            }
            (Some(_), XrefEntry::Free) => {
                self.removed.insert(number);
                Ok(())
            }
            (Some(before), after) if before == after => Ok(()),
            (Some(before), after) => {
                if generation(before) != generation(after) {
                    if generation(after) < generation(before) {
                        return Err("generation-changed");
                    }
                    // The object is gone, and its number names another.
                    self.removed.insert(number);
                    self.added.insert(number);
                    return Ok(());
                }
                let id = (number, generation(after));
                let (old, new) = (self.old.object(id), self.new.object(id));
                let (old, new) = (old.map_err(|_| "unreadable")?, new.map_err(|_| "unreadable")?);
                let same = diff::same(&old, &new, &self.roles.unpacking)
                    && self.same_reals(id).unwrap_or(false);
                if !same {
                    self.replaced.insert(number, Replaced { old, new });
                }
                Ok(())
            }
        }
    }
}

/// Generation of an object that is there.
fn generation(entry: XrefEntry) -> u16 {
    match entry {
        XrefEntry::Offset { generation, .. } => generation,
        XrefEntry::InStream { .. } | XrefEntry::Free => 0,
    }
}
