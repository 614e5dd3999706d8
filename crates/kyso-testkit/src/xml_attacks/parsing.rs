//! What two parsers read in two ways, or one parser reads for ever.
//!
//! CVE-2025-25291 and CVE-2025-25292 (ruby-saml: DOCTYPE and namespaces read by two parsers),
//! CVE-2022-39353 (xmldom: several roots), CVE-2020-29509 to 29511 (Go: names and directives that
//! do not survive), CVE-2017-1000061 (xmlsec: external entities), CVE-2022-34716 (.NET: the same).

use std::fmt::Write;

use super::base::Base;
use super::{Attack, Must};

fn not_pass(made: Vec<(&'static str, String)>) -> Vec<Attack> {
    made.into_iter().map(|(name, text)| Attack::new(name, text, Must::NotPass)).collect()
}

/// The file with a document type before its root.
fn with_doctype(text: &str, root: usize, subset: &str) -> String {
    let name = text[root + 1..].split([' ', '>', '/']).next().expect("a name");
    format!("{}<!DOCTYPE {name} {subset}>{}", &text[..root], &text[root..])
}

/// Document types: none is needed and none is harmless.
pub(super) fn doctypes(base: &Base) -> Vec<Attack> {
    let root = base.root();
    let start = root.whole.start;
    let name = root.name(&base.text).to_owned();
    let doctype = |subset: &str| with_doctype(&base.text, start, subset);
    // An entity in a place that is not signed where there is one.
    let with_use = |subset: &str, entity: &str| {
        let at = root.inner.start;
        let text = base.edit(&[(at..at, format!("<a>{entity}</a>"))]);
        with_doctype(&text, start, subset)
    };
    let from_entity =
        |subset: &str| with_doctype(&base.text.replacen(base.from, "&so;", 1), start, subset);
    let mut laughs = String::from("[<!ENTITY a0 \"ha\">");
    for n in 1..24 {
        let _ = write!(laughs, "<!ENTITY a{n} \"{}\">", format!("&a{};", n - 1).repeat(10));
    }
    let long = format!("[<!ENTITY a \"{}\">]", "ha".repeat(20_000));
    not_pass(vec![
        ("doctype-empty", doctype("")),
        ("doctype-with-empty-subset", doctype("[]")),
        ("doctype-with-end-in-a-literal", doctype("[<!ENTITY a \"]><b>\">]")),
        ("doctype-with-end-in-a-comment", doctype("[<!-- ]> -->]")),
        ("doctype-with-end-in-an-instruction", doctype("[<?a ]>?>]")),
        ("doctype-in-lower-case", doctype("").replace("<!DOCTYPE", "<!doctype")),
        ("doctype-twice", with_doctype(&doctype(""), start, "")),
        ("doctype-after-root", format!("{}<!DOCTYPE {name}>", base.text)),
        ("doctype-of-a-file", doctype("SYSTEM \"file:///etc/hostname\"")),
        ("doctype-of-the-network", doctype("SYSTEM \"http://127.0.0.1:9/a.dtd\"")),
        ("doctype-declares-an-id", doctype("[<!ATTLIST Moi ten ID #IMPLIED>]")),
        ("doctype-gives-an-attribute", doctype(&format!("[<!ATTLIST {name} moi CDATA \"1\">]"))),
        (
            "doctype-gives-a-namespace",
            doctype(&format!("[<!ATTLIST {name} xmlns CDATA \"urn:a\">]")),
        ),
        ("entity-says-what-was-signed", {
            from_entity(&format!("[<!ENTITY so \"{}\">]", base.from))
        }),
        ("entity-says-what-the-forger-wants", {
            from_entity(&format!("[<!ENTITY so \"{}\">]", base.to))
        }),
        ("entity-of-a-file", with_use("[<!ENTITY f SYSTEM \"file:///etc/hostname\">]", "&f;")),
        ("entity-of-the-network", with_use("[<!ENTITY f SYSTEM \"http://127.0.0.1:9/\">]", "&f;")),
        ("entity-with-elements", with_use("[<!ENTITY f \"<b></b>\">]", "&f;")),
        ("entity-calls-itself", with_use("[<!ENTITY f \"&f;\">]", "&f;")),
        ("entities-billion-laughs", with_use(&(laughs + "]"), "&a23;")),
        ("entities-quadratic", with_use(&long, &"&a;".repeat(20_000))),
        ("parameter-entity", doctype("[<!ENTITY % p SYSTEM \"http://127.0.0.1:9/\"> %p;]")),
        ("entity-not-declared", {
            let at = root.inner.start;
            base.edit(&[(at..at, "<a>&nbsp;</a>".into())])
        }),
    ])
}

/// Text that is not well-formed, or is without end.
pub(super) fn parsing(base: &Base) -> Vec<Attack> {
    let root = base.root();
    let inside = root.inner.start;
    let evil = base.evil("evil-1");
    let add = |what: &str| base.edit(&[(inside..inside, what.into())]);
    let whole = base.at(root.whole.clone());
    let deep = 200_000;
    let attributes: String = (0..50_000).fold(String::new(), |mut all, n| {
        let _ = write!(all, " a{n}=\"\"");
        all
    });
    let mut made = vec![
        ("second-root", format!("{}{evil}", base.text)),
        ("second-root-before", base.text.replacen(whole, &format!("{evil}{whole}"), 1)),
        ("the-same-root-twice", format!("{}{whole}", base.text)),
        ("text-after-root", format!("{}chữ", base.text)),
        ("text-before-root", base.text.replacen(whole, &format!("chữ{whole}"), 1)),
        ("end-tag-after-root", format!("{}</a>", base.text)),
        ("file-cut-short", base.text[..base.text.len() - 3].to_owned()),
        ("space-before-declaration", format!(" <?xml version=\"1.0\"?>{whole}")),
        ("declaration-twice", format!("<?xml version=\"1.0\"?><?xml version=\"1.0\"?>{whole}")),
        ("version-1-1", format!("<?xml version=\"1.1\"?>{whole}")),
        ("version-2-0", format!("<?xml version=\"2.0\"?>{whole}")),
        ("nesting-without-end", add(&("<a>".repeat(deep) + &"</a>".repeat(deep)))),
        ("attributes-without-end", add(&format!("<a{attributes}/>"))),
    ];
    made.extend(MALFORMED.iter().map(|(name, what)| (*name, add(what))));
    not_pass(made)
}

/// Name, and what stands first in the document element.
const MALFORMED: &[(&str, &str)] = &[
    ("attribute-twice", "<a b=\"1\" b=\"2\"/>"),
    (
        "attribute-twice-by-namespace",
        "<a xmlns:p=\"urn:p\" xmlns:q=\"urn:p\" p:b=\"1\" q:b=\"2\"/>",
    ),
    ("declaration-of-prefix-twice", "<a xmlns:p=\"urn:p\" xmlns:p=\"urn:q\"/>"),
    ("prefix-not-declared", "<khong:co/>"),
    ("attribute-prefix-not-declared", "<a khong:co=\"1\"/>"),
    ("name-with-two-colons", "<a:b:c xmlns:a=\"urn:a\"/>"),
    ("name-that-begins-with-a-colon", "<:a/>"),
    ("name-that-ends-with-a-colon", "<a:/>"),
    ("name-that-begins-with-a-digit", "<1a/>"),
    ("prefix-without-namespace", "<a xmlns:p=\"\"/>"),
    ("prefix-xml-bound-elsewhere", "<a xmlns:xml=\"urn:a\"/>"),
    ("prefix-bound-to-xml", "<a xmlns:p=\"http://www.w3.org/XML/1998/namespace\"/>"),
    ("prefix-xmlns-declared", "<a xmlns:xmlns=\"urn:a\"/>"),
    ("namespace-relative", "<a xmlns:p=\"1\"/>"),
    ("default-namespace-relative", "<a xmlns=\"../a\"/>"),
    ("tags-crossed", "<a><b></a></b>"),
    ("tag-not-closed", "<a>"),
    ("end-tag-alone", "</a>"),
    ("end-tag-in-other-letters", "<a></A>"),
    ("less-than-in-attribute", "<a b=\"<\"/>"),
    ("attribute-without-quotes", "<a b=1/>"),
    ("attribute-without-value", "<a b/>"),
    ("attributes-without-space", "<a b=\"1\"c=\"2\"/>"),
    ("cdata-end-in-text", "]]>"),
    ("cdata-without-end", "<![CDATA["),
    ("two-hyphens-in-comment", "<!-- -- -->"),
    ("comment-ends-with-three-hyphens", "<!-- --->"),
    ("comment-without-end", "<!--"),
    ("instruction-named-xml", "<?xml version=\"1.0\"?>"),
    ("instruction-named-XML", "<?XmL a?>"),
    ("instruction-without-end", "<?a"),
    ("ampersand-alone", "a & b"),
    ("reference-without-end", "&lt"),
    ("reference-in-upper-case", "&LT;"),
    ("reference-to-nul", "&#0;"),
    ("reference-to-a-control", "&#1;"),
    ("reference-to-a-surrogate", "&#xD800;"),
    ("reference-beyond-unicode", "&#x110000;"),
    ("reference-without-digits", "&#;"),
    ("reference-with-x-in-upper-case", "&#X31;"),
    ("nul", "\0"),
    ("control", "\u{1}"),
    ("escape", "\u{1b}[2J"),
    ("noncharacter", "\u{ffff}"),
    ("markup-with-space-first", "< a/>"),
    ("conditional-section", "<![INCLUDE[ ]]>"),
    ("entity-declaration-in-content", "<!ENTITY a \"b\">"),
];

/// Bytes that mean other characters than they seem to.
pub(super) fn encodings(base: &Base) -> Vec<Attack> {
    let whole = base.at(base.root().whole).to_owned();
    let declared = |name: &str| format!("<?xml version=\"1.0\" encoding=\"{name}\"?>{whole}");
    let bytes = |what: &[u8]| {
        let at = base.root().inner.start;
        [&base.text.as_bytes()[..at], what, &base.text.as_bytes()[at..]].concat()
    };
    let utf16: Vec<u8> = declared("UTF-16").encode_utf16().flat_map(u16::to_le_bytes).collect();
    let marked: Vec<u8> = declared("UTF-8").encode_utf16().flat_map(u16::to_le_bytes).collect();
    let utf32: Vec<u8> =
        declared("UTF-32").chars().flat_map(|c| (c as u32).to_le_bytes()).collect();
    vec![
        ("encoding-utf-7", declared("UTF-7").replace("<k:Ma>", "+ADw-k:Ma+AD4-").into_bytes()),
        ("encoding-utf-16-declared-for-utf-8", declared("UTF-16").into_bytes()),
        ("encoding-ebcdic", declared("IBM037").into_bytes()),
        ("encoding-unknown", declared("x-khong-co").into_bytes()),
        ("encoding-empty", declared("").into_bytes()),
        ("utf-8-declared-for-utf-16", [b"\xff\xfe", marked.as_slice()].concat()),
        ("utf-16-without-mark", utf16.clone()),
        ("utf-16-cut-within-a-character", [b"\xff\xfe", &utf16[..utf16.len() - 1]].concat()),
        ("utf-16-with-half-a-pair", [b"\xff\xfe", utf16.as_slice(), b"\x00\xd8"].concat()),
        ("utf-32", [b"\xff\xfe\0\0", utf32.as_slice()].concat()),
        ("utf-8-broken", bytes(b"\xc3\x28")),
        ("utf-8-overlong", bytes(b"\xc0\xbca/>")),
        ("utf-8-surrogate", bytes(b"\xed\xa0\x80")),
        ("utf-8-mark-within", bytes(b"\xff")),
    ]
    .into_iter()
    .map(|(name, text)| Attack::new(name, text, Must::NotPass))
    .collect()
}
