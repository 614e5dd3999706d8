//! What a signature forbids by its transforms: DocMDP and FieldMDP (ISO 32000-2 §12.8.2).

use lopdf::{Dictionary, Object};

use super::signature::SignatureValue;
use super::text::decode_text;

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

impl SignatureValue {
    /// `P` of the DocMDP transform where the signature has one: it certifies (ISO 32000-2
    /// §12.8.2.2.2, table 257). 2 where `P` is left out.
    #[must_use]
    pub fn doc_mdp(&self) -> Option<i64> {
        let transform = self.reference.iter().find(|one| method(one) == Some(b"DocMDP"))?;
        let parameters = transform.get(b"TransformParams").and_then(Object::as_dict);
        Some(parameters.and_then(|p| p.get(b"P")).and_then(Object::as_i64).unwrap_or(2))
    }

    /// The locks of its FieldMDP transforms, and of the `/Lock` of its field, which says the same.
    /// One that cannot be read locks everything.
    #[must_use]
    pub fn field_locks(&self) -> Vec<FieldLock> {
        let transforms = self
            .reference
            .iter()
            .filter(|one| method(one) == Some(b"FieldMDP"))
            .map(|one| one.get(b"TransformParams").and_then(Object::as_dict).ok());
        let lock = self.lock.as_ref().map(Some);
        transforms
            .chain(lock)
            .map(|parameters| parameters.map_or(FieldLock::All, lock_of))
            .collect()
    }
}

fn method(reference: &Dictionary) -> Option<&[u8]> {
    reference.get(b"TransformMethod").and_then(Object::as_name).ok()
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
    fn a_lock_that_cannot_be_read_locks_everything() {
        let odd = dictionary! { "Action" => "Include", "Fields" => vec![Object::Null] };
        assert_eq!(lock_of(&odd), FieldLock::All);
        assert_eq!(lock_of(&dictionary! {}), FieldLock::All);
    }
}
