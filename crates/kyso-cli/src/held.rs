//! What is said about one of several documents in work is held back until its turn comes, so that
//! the lines of two documents never mix.

use std::cell::RefCell;

/// Something said.
pub(crate) enum Said {
    /// To stdout.
    Result(Vec<u8>),
    /// To stderr.
    Aside(String),
}

/// All that was said during some work, in its order.
pub(crate) type Held = Vec<Said>;

thread_local! {
    static HELD: RefCell<Option<Held>> = const { RefCell::new(None) };
}

/// Does the work, holding back what this thread says meanwhile.
pub(crate) fn during<T>(work: impl FnOnce() -> T) -> (T, Held) {
    let before = HELD.replace(Some(Held::new()));
    let outcome = work();
    (outcome, HELD.replace(before).unwrap_or_default())
}

/// Holds back what is said, where this thread does: whether it does.
pub(crate) fn keep(said: impl FnOnce() -> Said) -> bool {
    HELD.with_borrow_mut(|held| held.as_mut().map(|held| held.push(said())).is_some())
}

#[cfg(test)]
mod tests {
    use super::{Said, during, keep};

    #[test]
    fn what_is_said_inside_is_held_and_what_is_said_outside_is_not() {
        let aside = || Said::Aside("a".to_owned());
        assert!(!keep(aside));
        let ((), held) = during(|| assert!(keep(aside)));
        assert_eq!(held.len(), 1);
        assert!(!keep(aside));
    }
}
