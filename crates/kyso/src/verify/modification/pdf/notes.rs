//! What the rules explained, remembered for the report: it changes no verdict.

use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use lopdf::ObjectId;

use crate::limits::MAX_OBJECTS_PER_CHANGE;
use crate::pdf::Field;
use crate::report::{ChangeKind, Modification, Place};

/// What a change is about, and the rule that allows it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct About {
    pub(super) kind: ChangeKind,
    /// `kebab-case`.
    pub(super) rule: &'static str,
    pub(super) field: Option<Arc<str>>,
    /// The first widget of the field, where it is seen.
    pub(super) widget: Option<ObjectId>,
    /// The page of an annotation, counted from 1.
    pub(super) page: Option<usize>,
}

/// Objects that changed for one thing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Noted {
    pub(super) about: Rc<About>,
    pub(super) level: Modification,
    /// Not all of them where they are many.
    pub(super) objects: Arc<[u32]>,
    pub(super) count: usize,
}

/// Each explained object with what explained it first.
#[derive(Debug, Default)]
pub(super) struct Notes {
    /// What the rule at work is about.
    now: Option<Rc<About>>,
    by_object: BTreeMap<u32, Option<(Rc<About>, Modification)>>,
}

impl Notes {
    /// From now on objects are explained by `rule` as `kind`.
    pub(super) fn begin(&mut self, kind: ChangeKind, rule: &'static str) {
        self.now = Some(Rc::new(About { kind, rule, field: None, widget: None, page: None }));
    }

    /// The same, for what is seen on one page.
    pub(super) fn begin_page(&mut self, kind: ChangeKind, rule: &'static str, page: usize) {
        let page = Some(page);
        self.now = Some(Rc::new(About { kind, rule, field: None, widget: None, page }));
    }

    /// The same, for one field.
    pub(super) fn begin_field(&mut self, kind: ChangeKind, rule: &'static str, field: &Field) {
        let seen = field.rect.and_then(|rect| Place::new(1, rect));
        let widget = seen.and_then(|_| field.widgets.first().copied());
        self.now = Some(Rc::new(About {
            kind,
            rule,
            field: Some(field.name.as_str().into()),
            widget,
            page: None,
        }));
    }

    pub(super) fn add(&mut self, number: u32, level: Modification) {
        let about = self.now.clone();
        self.by_object.entry(number).or_insert_with(|| about.map(|about| (about, level)));
    }

    pub(super) fn contains(&self, number: u32) -> bool {
        self.by_object.contains_key(&number)
    }

    /// Those that did change, as a rule may explain one that did not; those that are about the same thing together, in the order of their first
    /// objects.
    pub(super) fn grouped(&self, changed: impl Fn(u32) -> bool) -> Vec<Noted> {
        let mut groups: Vec<(Noted, Vec<u32>)> = Vec::new();
        let mut places: BTreeMap<*const About, usize> = BTreeMap::new();
        for (number, about) in self.by_object.iter().filter(|(number, _)| changed(**number)) {
            let Some((about, level)) = about else { continue };
            let place = *places.entry(Rc::as_ptr(about)).or_insert_with(|| {
                let (about, objects) = (Rc::clone(about), Arc::default());
                groups.push((Noted { about, level: *level, objects, count: 0 }, Vec::new()));
                groups.len() - 1
            });
            let Some((group, objects)) = groups.get_mut(place) else { continue };
            group.count += 1;
            group.level = group.level.max(*level);
            if objects.len() < MAX_OBJECTS_PER_CHANGE {
                objects.push(*number);
            }
        }
        let whole =
            |(group, objects): (Noted, Vec<u32>)| Noted { objects: objects.into(), ..group };
        groups.into_iter().map(whole).collect()
    }
}
