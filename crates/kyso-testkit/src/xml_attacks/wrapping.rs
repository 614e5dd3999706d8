//! Signature wrapping: what is signed stays in the file, and something else stands where it stood.
//!
//! The eight placements are those that SAML libraries are tried with (McIntosh and Austel 2005;
//! Somorovsky et al. 2012), among them CVE-2016-5697 and CVE-2024-45409 (ruby-saml),
//! CVE-2025-47949 (samlify) and CVE-2025-54369 (node-saml).

use super::base::Base;
use super::{Attack, Must};

/// `text` with `more` before its last end tag.
fn put_in(text: &str, more: &str) -> String {
    let at = text.rfind("</").expect("an end tag");
    format!("{}{more}{}", &text[..at], &text[at..])
}

/// The file with the target and the signature replaced. A signature that stood in the target
/// stands in its replacement.
fn rebuild(base: &Base, target: &str, signature: &str) -> String {
    let (old, place) = (base.target().whole, base.signature().whole);
    if old.start <= place.start && place.end <= old.end {
        return base.edit(&[(old, put_in(target, signature))]);
    }
    base.edit(&[(old, target.into()), (place, signature.into())])
}

pub(super) fn wrapping(base: &Base) -> Vec<Attack> {
    let (target, signature) = (base.target(), base.signature());
    if signature.holds(&target) {
        return enveloping(base);
    }
    let own = base.at(signature.whole.clone()).to_owned();
    let (true_target, evil) = (base.target_text(), base.evil("evil-1"));
    let true_root = {
        let root = base.at(base.root().whole);
        root.replace(&own, "")
    };
    let mut made = vec![
        ("xsw1-original-root-in-signature", rebuild(base, &evil, &put_in(&own, &true_root))),
        ("xsw2-original-root-before-signature", rebuild(base, &evil, &(true_root + &own))),
        ("xsw4-evil-around-original", {
            let original = base.at(target.whole.clone());
            base.edit(&[(target.whole.clone(), put_in(&evil, original))])
        }),
        ("xsw6-original-in-signature-in-evil", {
            let signature = put_in(&own, &true_target);
            rebuild(base, &put_in(&evil, &signature), "")
        }),
        ("xsw8-original-in-object", {
            let object = format!("<ds:Object>{true_target}</ds:Object>");
            rebuild(base, &evil, &put_in(&own, &object))
        }),
    ];
    if !base.id().is_empty() {
        made.extend(beside_root(base, &own, &true_target, &evil));
    }
    made.into_iter().map(|(name, text)| Attack::new(name, text, Must::NotCover)).collect()
}

/// The placements that need a place beside the target.
fn beside_root(
    base: &Base,
    own: &str,
    true_target: &str,
    evil: &str,
) -> Vec<(&'static str, String)> {
    let (start, end) = (base.target().whole.start, base.target().whole.end);
    let same_id = base.evil(base.id());
    let insert = |at: usize, text: &str| base.edit(&[(at..at, text.into())]);
    vec![
        ("xsw3-evil-before-original", insert(start, evil)),
        ("xsw3-evil-after-original", insert(end, evil)),
        ("xsw5-original-at-end", {
            let text = rebuild(base, evil, own);
            put_in(&text, true_target)
        }),
        ("xsw7-evil-with-same-id-in-extensions", {
            insert(start, &format!("<Extensions>{same_id}</Extensions>"))
        }),
        ("xsw8-original-in-object-evil-with-same-id", {
            let object = format!("<ds:Object>{true_target}</ds:Object>");
            rebuild(base, &same_id, &put_in(own, &object))
        }),
        ("evil-in-object-of-signature", {
            rebuild(base, true_target, &put_in(own, &format!("<ds:Object>{evil}</ds:Object>")))
        }),
        ("original-in-foreign-header", {
            let header = format!("<Header mustUnderstand=\"0\">{true_target}</Header>");
            rebuild(base, &(header + evil), own)
        }),
        ("signature-in-front-of-everything", {
            let text = rebuild(base, &format!("{evil}{true_target}"), "");
            let root = base.root().inner.start;
            format!("{}{own}{}", &text[..root], &text[root..])
        }),
    ]
}

/// What is signed stands within the signature: another Object beside it, another document around.
fn enveloping(base: &Base) -> Vec<Attack> {
    let (root, target) = (base.root(), base.target());
    let evil = base.evil("evil-1");
    let signature = base.at(root.whole.clone());
    let same_id = base.evil(base.id());
    let insert = |at: usize, text: &str| base.edit(&[(at..at, text.into())]);
    vec![
        ("evil-object-before", insert(target.whole.start, &evil), Must::NotCover),
        ("evil-object-after", insert(target.whole.end, &evil), Must::NotCover),
        ("evil-object-same-id-before", insert(target.whole.start, &same_id), Must::NotPass),
        ("evil-object-same-id-after", insert(target.whole.end, &same_id), Must::NotPass),
        ("evil-document-around", format!("<HoSo>{evil}{signature}</HoSo>"), Must::NotCover),
        ("evil-in-object-beside-original", insert(target.inner.end, &evil), Must::NotPass),
        (
            "object-around-object",
            {
                let original = base.at(target.whole.clone());
                base.edit(&[(target.whole.clone(), put_in(&evil, original))])
            },
            Must::NotCover,
        ),
    ]
    .into_iter()
    .map(|(name, text, must)| Attack::new(name, text, must))
    .collect()
}
