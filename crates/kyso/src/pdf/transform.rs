//! What a signature forbids by its transforms: DocMDP and FieldMDP (ISO 32000-2 §12.8.2).

use std::str::FromStr;

use lopdf::{Dictionary, Object};

use super::signature::SignatureValue;
use super::text::decode_text;
use super::view::View;

/// What may follow a signature by its word: `P` of a DocMDP transform or of a field's lock (ISO
/// 32000-2 tables 257 and 236).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum AllowedChanges {
    /// 1: nothing but evidence and document time-stamps.
    Nothing,
    /// 2: filling forms and signing too.
    Forms,
    /// 3: annotations too.
    Annotations,
}

impl AllowedChanges {
    /// All, the strictest first.
    pub const ALL: [Self; 3] = [Self::Nothing, Self::Forms, Self::Annotations];

    /// The number in the file.
    #[must_use]
    pub fn number(self) -> i64 {
        match self {
            Self::Nothing => 1,
            Self::Forms => 2,
            Self::Annotations => 3,
        }
    }

    /// What a number in a file says; one that the standard does not know allows nothing.
    #[must_use]
    pub fn of_number(number: i64) -> Self {
        match number {
            2 => Self::Forms,
            3 => Self::Annotations,
            _ => Self::Nothing,
        }
    }

    /// `none`, `forms` or `annotations`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Nothing => "none",
            Self::Forms => "forms",
            Self::Annotations => "annotations",
        }
    }
}

/// The lock of a signature field (`/Lock`, ISO 32000-2 table 236): what its signature locks.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SignatureLock {
    /// The fields.
    pub fields: FieldLock,
    /// What may follow the signature (PDF 2.0); `None` where the lock says nothing of that.
    pub changes: Option<AllowedChanges>,
}

impl SignatureLock {
    /// As a field's dictionary says. What cannot be read locks everything.
    #[must_use]
    pub fn read(view: &View<'_>, lock: &Dictionary) -> Self {
        let lock = followed_lock(view, &Object::Dictionary(lock.clone())).unwrap_or_default();
        let changes = permission(Some(&Object::Dictionary(lock.clone())), None);
        Self { fields: lock_of(&lock), changes: changes.map(AllowedChanges::of_number) }
    }
}

/// Form fields that a signature locks, by full names (ISO 32000-2 tables 236 and 259).
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum FieldLock {
    /// Every field.
    All,
    /// These.
    Include(Vec<String>),
    /// All but these.
    Exclude(Vec<String>),
}

impl FieldLock {
    /// `all`, `include` or `exclude`.
    #[must_use]
    pub fn action(&self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Include(_) => "include",
            Self::Exclude(_) => "exclude",
        }
    }

    /// The names that it gives.
    #[must_use]
    pub fn fields(&self) -> &[String] {
        match self {
            Self::All => &[],
            Self::Include(fields) | Self::Exclude(fields) => fields,
        }
    }

    /// Whether it locks a field. A name stands for the fields below it too.
    #[must_use]
    pub fn covers(&self, field: &str) -> bool {
        let names = |name: &String| {
            let rest = field.strip_prefix(name.as_str());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        match self {
            Self::All => true,
            Self::Include(fields) => fields.iter().any(names),
            Self::Exclude(fields) => !fields.iter().any(names),
        }
    }
}

/// A text that is no lock.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("a lock is all, include:NAME,NAME or exclude:NAME,NAME")]
pub struct LockTextError;

impl FromStr for FieldLock {
    type Err = LockTextError;

    /// Reads `all`, `include:a,b` or `exclude:a,b`. A name with a comma in it cannot be said so.
    fn from_str(text: &str) -> Result<Self, LockTextError> {
        let names = |list: &str| {
            let names: Vec<String> = list.split(',').map(|name| name.trim().to_owned()).collect();
            if names.iter().any(String::is_empty) { Err(LockTextError) } else { Ok(names) }
        };
        match text.split_once(':') {
            None if text == "all" => Ok(Self::All),
            Some(("include", list)) => names(list).map(Self::Include),
            Some(("exclude", list)) => names(list).map(Self::Exclude),
            _ => Err(LockTextError),
        }
    }
}

impl SignatureValue {
    /// `P` of the DocMDP transform where the signature has one: it certifies (ISO 32000-2
    /// §12.8.2.2.2, table 257). 2 where `P` is left out, 1 where it cannot be read; of several
    /// the strictest.
    #[must_use]
    pub fn doc_mdp(&self) -> Option<i64> {
        let transforms = self.reference.iter().filter(|one| {
            // What cannot be told apart from a certification is one.
            !matches!(method(one), Some(name) if name != b"DocMDP")
        });
        transforms.map(|one| permission(one.get(b"TransformParams").ok(), Some(2))).min().flatten()
    }

    /// What may follow by this signature's word: its DocMDP transform, and `/P` of its field's
    /// lock (table 236). `None` where it says nothing.
    #[must_use]
    pub fn permitted(&self) -> Option<i64> {
        let lock = self.lock.as_ref();
        let lock = lock.and_then(|lock| permission(Some(&Object::Dictionary(lock.clone())), None));
        [self.doc_mdp(), lock].into_iter().flatten().min()
    }

    /// The locks of its FieldMDP transforms, and of the `/Lock` of its field where that says
    /// otherwise: each once. One that cannot be read locks everything.
    #[must_use]
    pub fn field_locks(&self) -> Vec<FieldLock> {
        let transforms = self
            .reference
            .iter()
            .filter(|one| method(one) == Some(b"FieldMDP"))
            .map(|one| one.get(b"TransformParams").and_then(Object::as_dict).ok());
        let lock = self.lock.as_ref().map(Some);
        let lock_of = |parameters: Option<&Dictionary>| parameters.map_or(FieldLock::All, lock_of);
        let mut locks: Vec<FieldLock> = Vec::new();
        for lock in transforms.chain(lock).map(lock_of) {
            if !locks.contains(&lock) {
                locks.push(lock);
            }
        }
        locks
    }
}

/// `/P` of some parameters: `missing` where it is left out, 1 (nothing may follow) where it cannot
/// be read.
fn permission(parameters: Option<&Object>, missing: Option<i64>) -> Option<i64> {
    let parameters = match parameters {
        None => return missing,
        Some(Object::Dictionary(parameters)) => parameters,
        Some(_) => return Some(1),
    };
    match parameters.get(b"P") {
        Err(_) => missing,
        Ok(Object::Integer(value)) => Some(*value),
        Ok(_) => Some(1),
    }
}

fn method(reference: &Dictionary) -> Option<&[u8]> {
    reference.get(b"TransformMethod").and_then(Object::as_name).ok()
}

/// The signature references of a dictionary with everything that matters in them followed. One
/// that cannot be read stands as an empty dictionary: a certification that allows nothing.
pub(super) fn references(view: &View<'_>, signature: &Dictionary) -> Vec<Dictionary> {
    let Ok(list) = signature.get(b"Reference") else { return Vec::new() };
    let items = match view.resolve(list) {
        Ok(Object::Null) => return Vec::new(),
        Ok(Object::Array(items)) => items,
        Ok(one @ Object::Dictionary(_)) => vec![one],
        _ => vec![Object::Null],
    };
    let followed = |item: &Object| {
        let mut transform = dictionary(view, item)?;
        follow(view, &mut transform, b"TransformMethod");
        if let Ok(parameters) = transform.get(b"TransformParams") {
            let parameters = followed_lock(view, parameters).map_or(Object::Null, Object::from);
            transform.set("TransformParams", parameters);
        }
        Some(transform)
    };
    let unreadable = || {
        let mut nothing = Dictionary::new();
        nothing.set("TransformParams", Object::Null);
        nothing
    };
    items.iter().map(|item| followed(item).unwrap_or_else(unreadable)).collect()
}

/// A lock or the parameters of a transform, every value that matters followed.
pub(super) fn followed_lock(view: &View<'_>, value: &Object) -> Option<Dictionary> {
    let mut parameters = dictionary(view, value)?;
    for key in [b"P".as_slice(), b"Action", b"Fields"] {
        follow(view, &mut parameters, key);
    }
    if let Ok(Object::Array(names)) = parameters.get(b"Fields") {
        let names = names.iter().map(|name| view.resolve(name).unwrap_or(Object::Null)).collect();
        parameters.set("Fields", Object::Array(names));
    }
    Some(parameters)
}

fn dictionary(view: &View<'_>, value: &Object) -> Option<Dictionary> {
    match view.resolve(value) {
        Ok(Object::Dictionary(dictionary)) => Some(dictionary),
        _ => None,
    }
}

fn follow(view: &View<'_>, dictionary: &mut Dictionary, key: &[u8]) {
    if let Ok(value) = dictionary.get(key) {
        let value = view.resolve(value).unwrap_or(Object::Null);
        dictionary.set(key, value);
    }
}

fn lock_of(parameters: &Dictionary) -> FieldLock {
    let names = parameters.get(b"Fields").and_then(Object::as_array).ok().and_then(|names| {
        let name = |name: &Object| name.as_str().ok().map(decode_text);
        names.iter().map(name).collect::<Option<Vec<_>>>()
    });
    match (parameters.get(b"Action").and_then(Object::as_name), names) {
        (Ok(b"Include"), Some(names)) => FieldLock::Include(names),
        (Ok(b"Exclude"), Some(names)) => FieldLock::Exclude(names),
        _ => FieldLock::All,
    }
}

#[cfg(test)]
mod tests {
    use lopdf::{Object, dictionary};

    use super::{FieldLock, lock_of};

    #[test]
    fn a_lock_covers_the_fields_below_a_name() {
        let lock = FieldLock::Include(vec!["form".to_owned()]);
        assert!(lock.covers("form") && lock.covers("form.number"));
        assert!(!lock.covers("former"));
        let lock = FieldLock::Exclude(vec!["form.number".to_owned()]);
        assert!(lock.covers("form.date"));
        assert!(!lock.covers("form.number"));
    }

    #[test]
    fn a_lock_is_read_from_a_text() {
        let names = vec!["a".to_owned(), "b.c".to_owned()];
        assert_eq!("all".parse(), Ok(FieldLock::All));
        assert_eq!("include:a, b.c".parse(), Ok(FieldLock::Include(names.clone())));
        assert_eq!("exclude:a,b.c".parse(), Ok(FieldLock::Exclude(names)));
        for wrong in ["", "include", "include:", "exclude:a,,b", "some:a", "all:a"] {
            assert_eq!(wrong.parse::<FieldLock>(), Err(super::LockTextError), "{wrong}");
        }
    }

    #[test]
    fn a_lock_that_cannot_be_read_locks_everything() {
        let odd = dictionary! { "Action" => "Include", "Fields" => vec![Object::Null] };
        assert_eq!(lock_of(&odd), FieldLock::All);
        assert_eq!(lock_of(&dictionary! {}), FieldLock::All);
    }
}
