//! What the reader of TOML says, in the reader's language: it speaks English alone.

use crate::i18n::{Message, msg};

/// The words for a message of the crate `toml`.
pub(crate) fn message(message: &str) -> Message {
    let first = message.lines().next().unwrap_or_default();
    let quoted = || first.split('`').nth(1).unwrap_or_default();
    if first.starts_with("unknown field") {
        msg::detail_toml_unknown(quoted())
    } else if first.starts_with("missing field") {
        msg::detail_toml_missing(quoted())
    } else if first.starts_with("unknown variant") {
        msg::detail_toml_value(quoted())
    } else if first.starts_with("duplicate") {
        msg::detail_toml_twice()
    } else if first.starts_with("invalid type") {
        msg::detail_toml_kind()
    } else {
        msg::detail_toml_syntax()
    }
}

#[cfg(test)]
mod tests {
    use super::message;
    use crate::i18n::{Catalog, Lang};

    #[test]
    fn the_messages_of_the_crate_have_words() {
        for (said, shown) in [
            ("unknown field `x`, expected `y`", "khóa x không có trong định dạng này"),
            ("missing field `name`", "thiếu khóa name"),
            ("unknown variant `z`, expected one of `a`, `b`", "“z” không phải là giá trị cho phép"),
            ("duplicate key", "một khóa xuất hiện hai lần"),
            ("invalid type: integer `7`, expected a string", "giá trị không đúng kiểu"),
            ("invalid string\nexpected `\"`, `'`", "không viết đúng cú pháp TOML"),
        ] {
            assert_eq!(Catalog::new(Lang::Vi).text(&message(said)), shown);
        }
    }
}
