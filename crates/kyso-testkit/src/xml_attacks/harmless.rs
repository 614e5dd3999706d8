//! Changes that leave what was signed as it was: canonical form is the same, or they stand where
//! nothing is signed.

use super::base::{Base, SAYS, document, form};
use super::forge::{DSIG, Forge, Reference, x509_data};
use super::{Attack, Must};
use crate::Identity;

fn pass(made: Vec<(&'static str, Vec<u8>)>) -> Vec<Attack> {
    made.into_iter().map(|(name, bytes)| Attack::new(name, bytes, Must::Pass)).collect()
}

pub(super) fn harmless(base: &Base) -> Vec<Attack> {
    let mut made = rewritten(base);
    made.extend(around(base));
    made.extend(marked(base));
    pass(made)
}

/// Another spelling of the same information.
fn rewritten(base: &Base) -> Vec<(&'static str, Vec<u8>)> {
    let target = base.target();
    let text = &base.text;
    let amount = text.find(base.from).expect("what is signed says it");
    let amount = amount..amount + base.from.len();
    let references: String = base.from.chars().map(|c| format!("&#{};", c as u32)).collect();
    let put = |new: String| base.edit(&[(amount.clone(), new)]).into_bytes();
    let (half, rest) = base.from.split_at(3);
    let tag = target.tag.end - 1;
    let in_tag = |what: &str| base.edit(&[(tag..tag, what.into())]).into_bytes();
    let value = base.part("SignatureValue").inner;
    let lines = |at: std::ops::Range<usize>, end: &str| {
        let broken: Vec<String> = base
            .at(at.clone())
            .as_bytes()
            .chunks(40)
            .map(|c| String::from_utf8_lossy(c).into_owned())
            .collect();
        base.edit(&[(at, format!("{end}{}{end}", broken.join(end)))]).into_bytes()
    };
    let mut made = vec![
        ("text-by-character-references", put(references)),
        ("text-in-cdata", put(format!("<![CDATA[{}]]>", base.from))),
        ("text-in-two-cdata", put(format!("<![CDATA[{half}]]><![CDATA[{rest}]]>"))),
        ("text-in-cdata-and-out", put(format!("{half}<![CDATA[{rest}]]>"))),
        ("empty-cdata-in-text", put(format!("{half}<![CDATA[]]>{rest}"))),
        // CVE-2017-11427, CVE-2017-11428: the comment must not cut the text that is read.
        ("comment-in-text", put(format!("{half}<!---->{rest}"))),
        ("comment-in-text-that-looks-signed", put(format!("{half}<!--{}-->{rest}", base.to))),
        ("spaces-in-start-tag", in_tag("  \n\t")),
        ("lines-in-signature-value", lines(value.clone(), "\n")),
        ("carriage-returns-in-signature-value", lines(value, "&#13;\n")),
        ("lines-in-certificate", lines(base.part("X509Certificate").inner, "\n    ")),
    ];
    if text.contains(" donVi=\"VND\" loai=\"1\"") {
        let order = text.replace(" donVi=\"VND\" loai=\"1\"", " loai=\"1\" donVi=\"VND\"");
        made.push(("attributes-in-another-order", order.into_bytes()));
        made.push(("attribute-in-apostrophes", text.replace("\"VND\"", "'VND'").into_bytes()));
        made.push(("attribute-by-reference", text.replace("\"VND\"", "\"V&#78;D\"").into_bytes()));
        made.push(("ampersand-by-reference", text.replace("&amp;", "&#x26;").into_bytes()));
        made.push(("ampersand-in-cdata", text.replace("&amp;", "<![CDATA[&]]>").into_bytes()));
        made.push((
            "end-tags-with-space",
            text.replace("</k:SoTien>", "</k:SoTien\n>").into_bytes(),
        ));
        made.push(("short-empty-elements", {
            text.replace("></ds:DigestMethod>", "/>")
                .replace("></ds:Transform>", " />")
                .into_bytes()
        }));
        // Exclusive canonicalization leaves out what nothing uses.
        made.push(("namespace-declared-and-not-used", in_tag(" xmlns:la=\"urn:la\"")));
        made.push(("namespace-declared-again", {
            text.replace("<k:SoTien ", "<k:SoTien xmlns:k=\"urn:example:ho-so\" ").into_bytes()
        }));
    }
    made
}

/// Changes around the document element, and beside what is signed.
fn around(base: &Base) -> Vec<(&'static str, Vec<u8>)> {
    let text = &base.text;
    let whole = base.at(base.root().whole);
    let mut made = vec![
        ("line-at-the-end", format!("{text}\n")),
        ("comment-before-root", format!("<?xml version=\"1.0\"?>\n<!-- a -->\n{whole}")),
        ("comment-after-root", format!("{text}<!-- a -->")),
        ("no-declaration", whole.to_owned()),
        (
            "declaration-in-apostrophes",
            format!("<?xml version='1.0' encoding='utf-8' standalone='yes'?>\n{whole}"),
        ),
        ("spaces-in-signature", {
            let end = base.signature().inner.end;
            base.edit(&[(end..end, "\n  ".into())])
        }),
    ];
    let (target, signature) = (base.target(), base.signature());
    if !base.id().is_empty() && !target.holds(&signature) && !signature.holds(&target) {
        let (before, after) = (target.whole.start, target.whole.end);
        let insert = |at: usize, what: &str| base.edit(&[(at..at, what.into())]);
        made.extend([
            ("space-outside", insert(before, "\n  ")),
            ("element-outside", insert(after, "<moi>1</moi>")),
            ("instruction-outside", insert(after, "<?a b?>")),
            ("instruction-after-root", format!("{text}<?a b?>")),
            ("comment-outside", insert(before, "<!-- a -->")),
            ("other-id-outside", insert(before, "<moi Id=\"other\"/>")),
            ("inclusion-that-nobody-asked-for", {
                insert(
                    before,
                    "<xi:include xmlns:xi=\"http://www.w3.org/2001/XInclude\" href=\"a\"/>",
                )
            }),
        ]);
    }
    made.into_iter().map(|(name, text)| (name, text.into_bytes())).collect()
}

/// Other bytes for the same characters.
fn marked(base: &Base) -> Vec<(&'static str, Vec<u8>)> {
    let whole = base.at(base.root().whole);
    let utf16 = format!("<?xml version=\"1.0\" encoding=\"UTF-16\"?>{whole}");
    let little: Vec<u8> = utf16.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = utf16.encode_utf16().flat_map(u16::to_be_bytes).collect();
    vec![
        ("utf-8-mark", [b"\xef\xbb\xbf", base.text.as_bytes()].concat()),
        ("utf-16-little-endian", [b"\xff\xfe", little.as_slice()].concat()),
        ("utf-16-big-endian", [b"\xfe\xff", big.as_slice()].concat()),
    ]
}

/// What the signer may add himself.
pub(super) fn additions(signer: &Identity) -> Vec<Attack> {
    let plain = form(true, "");
    let forge = Forge::new(signer, vec![Reference::new("#to-khai", &plain)]);
    let sound = forge.build();
    let second = sound.replace("Id=\"sig-1\"", "Id=\"sig-2\"");
    let with = |change: fn(&mut Forge, &Identity)| {
        let mut forge = forge.clone();
        change(&mut forge, signer);
        document(&plain, &forge.build()).into_bytes()
    };
    pass(vec![
        ("second-signature-beside", document(&plain, &(sound.clone() + &second)).into_bytes()),
        (
            "chain-in-key-info",
            with(|forge, signer| {
                let chain: Vec<&[u8]> = signer.chain_der.iter().map(Vec::as_slice).collect();
                forge.key_info = x509_data(&chain);
            }),
        ),
        (
            "chain-in-key-info-signer-last",
            with(|forge, signer| {
                let chain: Vec<&[u8]> = signer.chain_der.iter().rev().map(Vec::as_slice).collect();
                forge.key_info = x509_data(&chain);
            }),
        ),
        (
            "subject-name-in-other-words",
            with(|forge, _| {
                let subject = "<ds:X509SubjectName>CN=Ai Do</ds:X509SubjectName>";
                forge.key_info =
                    forge.key_info.replacen("<ds:X509C", &format!("{subject}<ds:X509C"), 1);
            }),
        ),
        (
            "object-with-anything",
            with(|forge, _| {
                forge.objects = format!("<ds:Object MimeType=\"text/plain\">{SAYS}</ds:Object>");
            }),
        ),
        ("signature-without-id", {
            document(&plain, &sound.replace(" Id=\"sig-1\"", "")).into_bytes()
        }),
        ("signature-declares-a-namespace-more", {
            let sound = sound.replacen(
                &format!("=\"{DSIG}\""),
                &format!("=\"{DSIG}\" xmlns:la=\"urn:la\""),
                1,
            );
            document(&plain, &sound).into_bytes()
        }),
    ])
}
