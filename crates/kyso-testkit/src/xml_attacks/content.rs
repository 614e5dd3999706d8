//! Changes to what is signed, and to what says how it is signed.

use super::base::Base;
use super::{Attack, Must};

fn not_pass(made: Vec<(&'static str, String)>) -> Vec<Attack> {
    made.into_iter().map(|(name, text)| Attack::new(name, text, Must::NotPass)).collect()
}

/// What is signed changes, little as it is.
pub(super) fn content(base: &Base) -> Vec<Attack> {
    let target = base.target();
    let id_or_tag = target.tag.end - 1;
    let amount = base.text.find(base.from).expect("what is signed says it");
    let insert = |at: usize, what: &str| base.edit(&[(at..at, what.into())]);
    let amount_end = amount + base.from.len();
    let in_tag = |what: &str| insert(id_or_tag, what);
    let first = target.inner.start;
    not_pass(vec![
        ("text-altered", base.altered()),
        ("text-added", insert(amount_end, "0")),
        ("space-added-to-text", insert(amount_end, " ")),
        ("space-added-between-elements", insert(first, "\n")),
        ("no-break-space-added", insert(amount_end, "\u{a0}")),
        ("zero-width-space-added", insert(amount_end, "\u{200b}")),
        ("carriage-return-by-reference", insert(amount_end, "&#13;")),
        ("instruction-added", insert(amount_end, "<?xet duyet?>")),
        ("element-added", insert(first, "<Moi></Moi>")),
        ("element-added-in-no-namespace", insert(first, "<SoTien>9</SoTien>")),
        ("attribute-added", in_tag(" moi=\"1\"")),
        ("xml-lang-added", in_tag(" xml:lang=\"vi\"")),
        ("xml-space-added", in_tag(" xml:space=\"preserve\"")),
        ("xml-base-added", in_tag(" xml:base=\"http://example.invalid/\"")),
        ("attribute-of-a-namespace-added", in_tag(" xmlns:m=\"urn:m\" m:moi=\"1\"")),
        ("text-emptied", base.text.replacen(base.from, "", 1)),
        ("text-doubled", insert(amount, base.from)),
        ("text-moved-to-a-child", {
            base.edit(&[(amount..amount_end, format!("<b>{}</b>", base.from))])
        }),
        ("nested-namespace-changed", {
            let at = base.text[..amount].rfind('>').expect("a start tag");
            let tag = base.text[..at].rfind('<').expect("a start tag");
            let name = &base.text[tag + 1..at];
            match name.split_once(':') {
                Some((prefix, _)) => insert(at, &format!(" xmlns:{prefix}=\"urn:other\"")),
                None => insert(at, " xmlns=\"urn:other\""),
            }
        }),
    ])
}

/// What SignedInfo says changes: other algorithms, other targets, other transforms.
pub(super) fn signed_info(base: &Base) -> Vec<Attack> {
    let info = base.part("SignedInfo");
    let uri = base.part("Reference").attribute(&base.text, "URI").expect("a URI");
    let algorithm =
        |local: &str| base.part(local).attribute(&base.text, "Algorithm").expect("an algorithm");
    let c14n = algorithm("CanonicalizationMethod");
    let method = algorithm("SignatureMethod");
    let hash = algorithm("DigestMethod");
    let transforms = base.part("Transforms");
    let put = |at: &std::ops::Range<usize>, new: &str| base.edit(&[(at.clone(), new.into())]);
    let w3 = "http://www.w3.org/";
    let dsig = format!("{w3}2000/09/xmldsig#");
    not_pass(vec![
        (
            "canonicalization-with-comments",
            put(&c14n, &format!("{w3}2001/10/xml-exc-c14n#WithComments")),
        ),
        ("canonicalization-1-1", put(&c14n, &format!("{w3}2006/12/xml-c14n11"))),
        ("canonicalization-unknown", put(&c14n, "urn:example:c14n")),
        ("canonicalization-by-a-transform", put(&c14n, &format!("{dsig}enveloped-signature"))),
        ("canonicalization-empty", put(&c14n, "")),
        ("method-unknown", put(&method, "urn:example:none")),
        ("method-empty", put(&method, "")),
        ("method-dsa-sha1", put(&method, &format!("{dsig}dsa-sha1"))),
        ("method-hmac-sha1", put(&method, &format!("{dsig}hmac-sha1"))),
        ("method-hmac-sha256", put(&method, &format!("{w3}2001/04/xmldsig-more#hmac-sha256"))),
        ("method-rsa-sha512", put(&method, &format!("{w3}2001/04/xmldsig-more#rsa-sha512"))),
        ("method-is-a-digest", put(&method, &format!("{w3}2001/04/xmlenc#sha256"))),
        ("digest-md5", put(&hash, &format!("{w3}2001/04/xmldsig-more#md5"))),
        ("digest-unknown", put(&hash, "urn:example:sum")),
        ("uri-of-another-element", put(&uri, "#sig-1")),
        ("uri-of-nothing", put(&uri, "#không-có")),
        ("uri-of-a-file", put(&uri, "file:///etc/hostname")),
        ("uri-of-the-network", put(&uri, "http://127.0.0.1:9/")),
        ("uri-alone-with-number-sign", put(&uri, "#")),
        ("transforms-gone", put(&transforms.whole, "")),
        ("transform-added", {
            let prefix = transforms.prefix(&base.text);
            let more = format!("<{prefix}Transform Algorithm=\"{dsig}base64\"/>");
            put(&(transforms.inner.end..transforms.inner.end), &more)
        }),
        ("id-added-to-signed-info", put(&(info.tag.end - 1..info.tag.end - 1), " Id=\"si\"")),
        ("space-added-to-signed-info", put(&(info.inner.start..info.inner.start), " ")),
    ])
}
