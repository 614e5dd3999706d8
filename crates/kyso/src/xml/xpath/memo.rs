//! Yes, no or not yet known for every node of a tree, in two bits each.

use super::super::NodeId;

/// Answers by node. Grows to the highest node asked about.
#[derive(Clone, Debug, Default)]
pub(super) struct Memo {
    known: Vec<u64>,
    yes: Vec<u64>,
}

impl Memo {
    pub(super) fn get(&self, id: NodeId) -> Option<bool> {
        let (word, bit) = place(id);
        let known = self.known.get(word)? & bit != 0;
        known.then(|| self.yes.get(word).is_some_and(|w| w & bit != 0))
    }

    pub(super) fn set(&mut self, id: NodeId, answer: bool) {
        let (word, bit) = place(id);
        if word >= self.known.len() {
            self.known.resize(word + 1, 0);
            self.yes.resize(word + 1, 0);
        }
        if let (Some(known), Some(yes)) = (self.known.get_mut(word), self.yes.get_mut(word)) {
            *known |= bit;
            if answer {
                *yes |= bit;
            }
        }
    }
}

fn place(id: NodeId) -> (usize, u64) {
    let index = id.index();
    (index / 64, 1 << (index % 64))
}
