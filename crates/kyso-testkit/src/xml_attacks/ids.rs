//! Which element an Id names: two that say the same, attributes that only look like Ids.
//!
//! Among them what "The Fragile Lock" (2025) calls attribute pollution: an attribute of another
//! namespace with the local name of an Id.

use super::base::Base;
use super::{Attack, Must};

pub(super) fn ids(base: &Base) -> Vec<Attack> {
    let (target, signature) = (base.target(), base.signature());
    if base.id().is_empty() || signature.holds(&target) {
        return Vec::new();
    }
    let id = base.id();
    let decoy = |attributes: &str| format!("<Moi {attributes}><SoTien>{}</SoTien></Moi>", base.to);
    let before = |attributes: &str| {
        base.edit(&[(target.whole.start..target.whole.start, decoy(attributes))])
    };
    let after =
        |attributes: &str| base.edit(&[(target.whole.end..target.whole.end, decoy(attributes))]);
    let own = target.attribute(&base.text, "Id").or(target.attribute(&base.text, "id"));
    let own = own.expect("the target has an Id");
    let reference = format!("to&#x2d;{}", id.trim_start_matches("to-"));
    [
        ("duplicate-id-before", before(&format!("Id=\"{id}\"")), Must::NotPass),
        ("duplicate-id-after", after(&format!("Id=\"{id}\"")), Must::NotPass),
        ("duplicate-id-as-upper-case-name", before(&format!("ID=\"{id}\"")), Must::NotPass),
        ("duplicate-id-as-lower-case-name", before(&format!("id=\"{id}\"")), Must::NotPass),
        ("duplicate-id-as-xml-id", before(&format!("xml:id=\"{id}\"")), Must::NotPass),
        (
            "duplicate-id-by-character-reference",
            before(&format!("Id=\"{reference}\"")),
            Must::NotCover,
        ),
        (
            "duplicate-id-in-signature",
            {
                let at = signature.inner.end;
                let object = format!("<ds:Object Id=\"{id}\">{}</ds:Object>", base.to);
                base.edit(&[(at..at, object)])
            },
            Must::NotPass,
        ),
        (
            "id-of-another-namespace",
            before(&format!("xmlns:a=\"urn:a\" a:Id=\"{id}\"")),
            Must::NotCover,
        ),
        ("id-with-spaces", before(&format!("Id=\" {id} \"")), Must::NotCover),
        ("id-in-other-letters", before(&format!("Id=\"{}\"", id.to_uppercase())), Must::NotCover),
        (
            "id-taken-from-target",
            {
                base.edit(&[
                    (own.clone(), "other".into()),
                    (target.whole.start..target.whole.start, decoy(&format!("Id=\"{id}\""))),
                ])
            },
            Must::NotPass,
        ),
        ("id-of-target-gone", base.edit(&[(own.clone(), "other".into())]), Must::NotPass),
        (
            "second-id-attribute-on-target",
            { base.edit(&[(own.end + 1..own.end + 1, format!(" xml:id=\"{id}\""))]) },
            Must::NotPass,
        ),
    ]
    .into_iter()
    .map(|(name, text, must)| Attack::new(name, text, must))
    .collect()
}
