//! A signature with more, fewer or other parts than XMLDSig lets it have.

use super::base::Base;
use super::forge::digest;
use super::{Attack, Must};

fn not_pass(made: Vec<(&'static str, String)>) -> Vec<Attack> {
    made.into_iter().map(|(name, text)| Attack::new(name, text, Must::NotPass)).collect()
}

/// Parts of the signature doubled, moved, lost.
///
/// CVE-2025-29774 (xml-crypto: several SignedInfo), CVE-2019-3465 (xmlseclibs: which SignedInfo),
/// CVE-2024-45409 (ruby-saml: a DigestValue from elsewhere).
pub(super) fn shape(base: &Base) -> Vec<Attack> {
    let (signature, info) = (base.signature(), base.part("SignedInfo"));
    let (value, key) = (base.part("SignatureValue"), base.part("KeyInfo"));
    let text = |range: &std::ops::Range<usize>| base.at(range.clone()).to_owned();
    let true_info = text(&info.whole);
    let evil_digest = digest(&base.evil(base.id()));
    let true_digest = text(&base.part("DigestValue").inner);
    let evil_info = true_info.replacen(&true_digest, &evil_digest, 1);
    let altered = Base { text: base.altered(), ..base.clone() };
    // The alteration keeps every length, so that what was found stays where it was.
    let edit = |at: &std::ops::Range<usize>, new: String| altered.edit(&[(at.clone(), new)]);
    let plain = |at: &std::ops::Range<usize>, new: &str| base.edit(&[(at.clone(), new.into())]);
    let prefix = info.prefix(&base.text).to_owned();
    let object = |content: &str| format!("<{prefix}Object>{content}</{prefix}Object>");
    let end = signature.inner.end..signature.inner.end;
    let root = base.root().inner.start..base.root().inner.start;
    let extra_digest = format!("<{prefix}DigestValue>{evil_digest}</{prefix}DigestValue>");
    let digest_value = base.part("DigestValue").whole;
    let foreign = format!(
        "<StatusDetail xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"><ds:DigestValue>\
         {evil_digest}</ds:DigestValue></StatusDetail>"
    );
    not_pass(vec![
        ("two-signed-infos-evil-first", edit(&info.whole, evil_info.clone() + &true_info)),
        ("two-signed-infos-evil-last", edit(&info.whole, true_info.clone() + &evil_info)),
        ("two-signed-infos-the-same", plain(&info.whole, &true_info.repeat(2))),
        ("signed-info-in-object-evil-in-place", {
            altered
                .edit(&[(info.whole.clone(), evil_info.clone()), (end.clone(), object(&true_info))])
        }),
        ("evil-signed-info-in-object", edit(&end, object(&evil_info))),
        ("signed-info-around-signed-info", {
            let at = evil_info.rfind("</").expect("an end tag");
            let (head, tail) = evil_info.split_at(at);
            edit(&info.whole, format!("{head}{true_info}{tail}"))
        }),
        ("two-signature-values", plain(&value.whole, &text(&value.whole).repeat(2))),
        ("two-signature-values-garbage-first", {
            let own = text(&value.whole);
            let garbage = own.replace(&text(&value.inner), "AAAA");
            plain(&value.whole, &(garbage + &own))
        }),
        ("two-key-infos", plain(&key.whole, &text(&key.whole).repeat(2))),
        ("two-digest-values-evil-first", {
            edit(&digest_value, extra_digest.clone() + &text(&digest_value))
        }),
        ("two-digest-values-evil-last", {
            edit(&digest_value, text(&digest_value) + &extra_digest)
        }),
        ("digest-value-in-object", edit(&end, object(&extra_digest))),
        ("digest-value-at-the-beginning", edit(&root, foreign)),
        ("reference-added", {
            let own = text(&base.part("Reference").whole);
            let more = own.replacen(&true_digest, &evil_digest, 1);
            let at = info.inner.end;
            edit(&(at..at), more)
        }),
        ("value-before-signed-info", {
            base.edit(&[(info.whole.clone(), text(&value.whole)), (value.whole.clone(), true_info)])
        }),
        ("key-info-before-value", {
            let (value_text, key_text) = (text(&value.whole), text(&key.whole));
            base.edit(&[(value.whole.clone(), key_text), (key.whole.clone(), value_text)])
        }),
        ("unknown-child-of-signature", plain(&end, "<Khac/>")),
        ("unknown-dsig-child-of-signature", plain(&end, &format!("<{prefix}Khac/>"))),
        ("text-in-signature", plain(&end, "chữ")),
        ("no-signed-info", plain(&info.whole, "")),
        ("no-signature-value", plain(&value.whole, "")),
        ("no-key-info", plain(&key.whole, "")),
        ("empty-signature", plain(&signature.inner, "")),
        ("no-signature", no_signature(base)),
        ("signature-in-another-namespace", {
            base.text.replace("http://www.w3.org/2000/09/xmldsig#\"", "urn:example:xmldsig\"")
        }),
    ])
}

/// The file without its signature; where that is the document, what it held.
fn no_signature(base: &Base) -> String {
    let signature = base.signature();
    if base.root() == signature {
        return base.at(base.target().inner).to_owned();
    }
    base.edit(&[(signature.whole, String::new())])
}

/// What base64 text may hold: CVE-2025-29775 (xml-crypto: a comment in DigestValue), values that
/// are empty, short, long or zero (the "psychic" ECDSA value, CVE-2022-21449).
pub(super) fn values(base: &Base) -> Vec<Attack> {
    let altered = base.altered();
    let digest_at = base.part("DigestValue").inner;
    let value = base.part("SignatureValue").inner;
    let certificate = base.part("X509Certificate").inner;
    let evil_digest = digest(&base.evil(base.id()));
    let put = |at: &std::ops::Range<usize>, new: String| base.edit(&[(at.clone(), new)]);
    let own = |at: &std::ops::Range<usize>| base.at(at.clone()).to_owned();
    let (true_digest, true_value) = (own(&digest_at), own(&value));
    let middle = |at: &std::ops::Range<usize>, what: &str| {
        let half = at.start + at.len() / 2;
        put(&(half..half), what.into())
    };
    let with_evil = |new: String| super::scan::edit(&altered, &[(digest_at.clone(), new)]);
    not_pass(vec![
        ("comment-before-digest-with-evil-digest", {
            with_evil(format!("<!--{evil_digest}-->{true_digest}"))
        }),
        ("comment-after-evil-digest", with_evil(format!("{evil_digest}<!---->{true_digest}"))),
        ("comment-around-true-digest", with_evil(format!("{evil_digest}<!--{true_digest}-->"))),
        ("comment-in-digest", middle(&digest_at, "<!-- -->")),
        ("comment-in-signature-value", middle(&value, "<!-- -->")),
        ("comment-in-certificate", middle(&certificate, "<!-- -->")),
        ("instruction-in-digest", middle(&digest_at, "<?a b?>")),
        ("instruction-in-signature-value", middle(&value, "<?a b?>")),
        ("element-in-digest", middle(&digest_at, "<a/>")),
        ("element-in-signature-value", middle(&value, "<a></a>")),
        ("element-in-certificate", middle(&certificate, "<a/>")),
        ("evil-digest", with_evil(evil_digest.clone())),
        ("empty-digest", with_evil(String::new())),
        ("digest-of-nothing", with_evil(digest(""))),
        ("short-digest", with_evil(true_digest.chars().take(4).collect())),
        ("empty-value", put(&value, String::new())),
        ("short-value", put(&value, true_value.chars().take(40).collect())),
        ("long-value", put(&value, true_value.trim_end_matches('=').to_owned() + "AAAA")),
        ("two-values-in-one", put(&value, format!("{true_value}{true_value}"))),
        ("zero-value", put(&value, super::forge::b64(&[0; 64]))),
        ("value-with-letters-that-are-no-base64", middle(&value, "*")),
        ("value-in-base64url", {
            let other = true_value.replace('+', "-").replace('/', "_");
            // A value without either letter stays as it is and would prove nothing.
            put(&value, if other == true_value { "-___".into() } else { other })
        }),
        ("value-with-nul-reference", middle(&value, "&#0;")),
    ])
}
