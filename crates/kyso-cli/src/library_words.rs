//! Sentences of the library, in the reader's language: what it says in English is found among the
//! texts `said-` by the words between its values.

use kyso::Time;

use crate::i18n::{Arg, Message, msg, printable};
use crate::ui::Ui;

/// A sentence may quote another one, and that a third.
const MAX_QUOTED: u8 = 3;

/// The sentence as a text, or as the library says it where there is none.
pub(crate) fn told(error: &impl ToString) -> Arg {
    let sentence = error.to_string();
    library(&sentence).map_or_else(|| Arg::from(sentence), Arg::from)
}

/// The same as a line to be shown.
pub(crate) fn text(sentence: &str, ui: &Ui) -> String {
    library(sentence).map_or_else(|| printable(sentence), |message| ui.text(&message))
}

/// The text of a sentence of the library.
pub(crate) fn library(sentence: &str) -> Option<Message> {
    within(sentence, MAX_QUOTED)
}

fn within(sentence: &str, depth: u8) -> Option<Message> {
    let fits = msg::SAID.iter().filter_map(|(id, pieces, names)| {
        let own: usize = pieces.iter().map(|piece| piece.len()).sum();
        Some((own, *id, *names, values(sentence, pieces)?))
    });
    // Of several that fit, the one that says most by itself.
    let (_, id, names, values) = fits.max_by_key(|(own, ..)| *own)?;
    let value = |wanted: &str| {
        let at = names.iter().position(|name| *name == wanted)?;
        let value = *values.get(at)?;
        if let Some(time) = Time::parse_rfc3339(value) {
            return Some(time.into());
        }
        let quoted = depth.checked_sub(1).and_then(|depth| within(value, depth));
        Some(quoted.map_or_else(|| Arg::from(value), Arg::from))
    };
    Message::named(id, value)
}

/// What stands between the pieces; `None` where the sentence is another.
fn values<'s>(sentence: &'s str, pieces: &[&str]) -> Option<Vec<&'s str>> {
    let (first, rest) = pieces.split_first()?;
    let mut left = sentence.strip_prefix(first)?;
    let Some((last, middle)) = rest.split_last() else {
        return left.is_empty().then(Vec::new);
    };
    let mut values = Vec::new();
    for piece in middle {
        let (value, after) = left.split_once(piece)?;
        values.push(value);
        left = after;
    }
    values.push(left.strip_suffix(last)?);
    values.iter().all(|value| !value.is_empty()).then_some(values)
}

#[cfg(test)]
mod tests {
    use super::{library, told, values};
    use crate::i18n::{Catalog, Lang};

    fn in_vietnamese(sentence: &str) -> Option<String> {
        library(sentence).map(|message| Catalog::new(Lang::Vi).text(&message))
    }

    #[test]
    fn a_sentence_is_found_with_its_values() {
        let said = in_vietnamese("ASN.1 element cut short at byte 17").unwrap();
        assert_eq!(said, "phần tử ASN.1 bị cụt tại byte 17");
        let said = in_vietnamese("bad syntax at byte 3: ASN.1 value malformed at byte 9").unwrap();
        assert_eq!(said, "sai cú pháp tại byte 3: giá trị ASN.1 sai tại byte 9");
        assert_eq!(in_vietnamese("whatever"), None);
        assert_eq!(values("ab", &["a", "b"]), None, "a value is never empty");
    }

    /// The English texts are the sentences: what the library says comes out as it is.
    #[test]
    fn in_english_the_sentence_stays() {
        let catalog = Catalog::new(Lang::En);
        for sentence in ["the digest differs", "no CRL: ASN.1 header malformed at byte 4"] {
            let shown = library(sentence).map(|message| catalog.text(&message));
            assert!(shown.is_none_or(|shown| shown == sentence), "{sentence}");
        }
        assert!(
            matches!(told(&"unheard of"), crate::i18n::Arg::Text(text) if text == "unheard of")
        );
    }

    #[test]
    fn what_the_library_really_says_is_found() {
        use kyso::cms::SignedData;
        let said = SignedData::parse(b"0").err().map(|error| error.to_string());
        assert!(said.as_deref().and_then(library).is_some(), "{said:?}");
    }
}
