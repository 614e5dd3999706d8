//! Places of texts as JSON, for the C ABI.

use serde_json::{Value, json};

use super::{FoundText, PageLines, TextMatch, TextPlace};

impl TextMatch {
    /// `page`, `rect` (left, bottom, right, top in user space), `degrees`, `text`, `context` and
    /// `hidden`.
    #[must_use]
    pub fn to_json(&self) -> Value {
        json!({
            "page": self.page,
            "rect": self.rect,
            "degrees": self.degrees,
            "text": self.text,
            "context": self.context,
            "hidden": self.hidden,
        })
    }
}

impl FoundText {
    /// `matches` and `similar`, and the numbers of pages under `pictures_only`, `untold` and
    /// `unread`.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let places = |places: &[TextMatch]| -> Vec<Value> {
            places.iter().map(TextMatch::to_json).collect()
        };
        json!({
            "matches": places(&self.matches),
            "similar": places(&self.similar),
            "pictures_only": self.pictures_only,
            "untold": self.untold,
            "unread": self.unread,
        })
    }
}

impl TextPlace {
    /// `page`, `rect`, `is_smaller` and the `text` beside which it is.
    #[must_use]
    pub fn to_json(&self) -> Value {
        json!({
            "page": self.page,
            "rect": self.rect,
            "is_smaller": self.is_smaller,
            "text": self.text.to_json(),
        })
    }
}

impl PageLines {
    /// `lines`, each with `text`, `row`, `span`, `rect`, `degrees` and `hidden`, and whether the
    /// page is `pictures_only`, `untold` or `is_cut`.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let line = |line: &super::TextLine| {
            json!({
                "text": line.text,
                "row": line.row,
                "span": line.span,
                "rect": line.rect,
                "degrees": line.degrees,
                "hidden": line.hidden,
            })
        };
        json!({
            "lines": self.lines.iter().map(line).collect::<Vec<_>>(),
            "pictures_only": self.pictures_only,
            "untold": self.untold,
            "is_cut": self.is_cut,
        })
    }
}
