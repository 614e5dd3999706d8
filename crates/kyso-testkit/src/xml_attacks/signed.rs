//! Files whose signature value holds: what their signer meant to do to the verifier, or to whoever
//! believes that more is signed than is.
//!
//! CVE-2013-2172 (Santuario: a canonicalization that is none), CVE-2021-40690 (files through
//! RetrievalMethod), the "void canonicalization" of "The Fragile Lock" (2025), and the bombs that
//! transforms allow.

use super::base::{SAYS, WANTS, document, form};
use super::forge::{DSIG, ENVELOPED, EXCLUSIVE, Forge, Reference, b64, digest, transforms};
use super::{Attack, Must};
use crate::Identity;

const XPATH: &str = "http://www.w3.org/TR/1999/REC-xpath-19991116";
const FILTER2: &str = "http://www.w3.org/2002/06/xmldsig-filter2";
const XSLT: &str = "http://www.w3.org/TR/1999/REC-xslt-19991116";

const STYLESHEET: &str = "<xsl:stylesheet xmlns:xsl=\"http://www.w3.org/1999/XSL/Transform\" \
    version=\"1.0\"><xsl:output method=\"text\"></xsl:output><xsl:template match=\"/\">x\
    </xsl:template></xsl:stylesheet>";

fn transform(uri: &str, content: &str) -> String {
    format!("<ds:Transform Algorithm=\"{uri}\">{content}</ds:Transform>")
}

fn xpath(expression: &str) -> String {
    transform(XPATH, &format!("<ds:XPath>{expression}</ds:XPath>"))
}

/// A file whose one reference to the form has these transforms; `result` is what is left by them.
fn with(signer: &Identity, uri: &str, transforms: String, result: &str) -> String {
    let reference =
        Reference { attributes: format!(" URI=\"{uri}\""), transforms, digest: digest(result) };
    document(&form(true, ""), &Forge::new(signer, vec![reference]).build())
}

/// Transforms that run programs, go on for ever, or leave nothing.
fn programs_of(signer: &Identity) -> Vec<(&'static str, String, Must)> {
    let plain = form(true, "");
    let of = |transforms: String, result: &str| with(signer, "#to-khai", transforms, result);
    let then = |first: String| first + &transforms(&[EXCLUSIVE]);
    let filter = |kind: &str, expression: &str| {
        transform(
            FILTER2,
            &format!("<f2:XPath xmlns:f2=\"{FILTER2}\" Filter=\"{kind}\">{expression}</f2:XPath>"),
        )
    };
    // Each step looks at every node again for every node; true in the end, if it has one.
    let bomb = (0..24).fold("true()".to_owned(), |inner, _| {
        format!("count(ancestor-or-self::*//*[{inner}]) &gt; 0")
    });
    let deep = format!("{}1{}", "(".repeat(5_000), ")".repeat(5_000));
    let filters: String = (0..500).map(|_| filter("union", "//node()")).collect();
    let no_amount =
        plain.replace(&format!("<k:SoTien donVi=\"VND\" loai=\"1\">{SAYS}</k:SoTien>"), "");
    let mut made = vec![
        ("transform-xslt", of(then(transform(XSLT, STYLESHEET)), "x")),
        ("transform-xslt-alone", of(transform(XSLT, STYLESHEET), "x")),
        ("transform-unknown", of(then(transform("urn:example:transform", "")), &plain)),
        (
            "transform-decrypt",
            of(then(transform("http://www.w3.org/2002/07/decrypt#XML", "")), &plain),
        ),
        ("transforms-without-end", of(transforms(&[EXCLUSIVE; 2_000]), &plain)),
        ("transform-leaves-nothing-by-xpath", of(xpath("false()"), "")),
        ("transform-leaves-nothing-by-filter", of(filter("subtract", "//node()"), "")),
        ("transform-leaves-nothing-then-canonical", of(then(xpath("1 = 2")), "")),
        ("xpath-too-deep", of(then(xpath(&deep)), &plain)),
        ("xpath-malformed", of(then(xpath("//[")), &plain)),
        ("xpath-empty", of(then(xpath("")), &plain)),
        ("xpath-with-variable", of(then(xpath("$a")), &plain)),
        ("xpath-reads-a-document", of(then(xpath("document('file:///etc/hostname')")), &plain)),
        (
            "xpath-twice-in-one-transform",
            of(
                then(transform(XPATH, "<ds:XPath>true()</ds:XPath><ds:XPath>true()</ds:XPath>")),
                &plain,
            ),
        ),
        ("filters-without-end", of(then(filters), &plain)),
        ("filter-of-unknown-kind", of(then(filter("xor", "//node()")), &plain)),
        ("base64-of-what-is-none", of(transform(&format!("{DSIG}base64"), ""), "")),
        ("enveloped-from-elsewhere-leaves-nothing", {
            with(signer, "#sig-1", transforms(&[ENVELOPED]), "")
        }),
    ];
    made.push(("transform-says-nothing", of("<ds:Transform></ds:Transform>".into(), &plain)));
    let mut made: Vec<_> =
        made.into_iter().map(|(name, text)| (name, text, Must::NotPass)).collect();
    // Validly signed, but the amount is left out: it may be altered, and must not be named.
    // A verifier that remembers what it knows of a node may see its end.
    made.push(("xpath-that-does-not-end", of(then(xpath(&bomb)), &plain), Must::NotCover));
    let filtered =
        of(then(xpath("not(ancestor-or-self::node()[local-name()='SoTien'])")), &no_amount);
    made.push(("amount-filtered-out-and-altered", filtered.replace(SAYS, WANTS), Must::NotCover));
    made
}

pub(super) fn programs(signer: &Identity) -> Vec<Attack> {
    programs_of(signer)
        .into_iter()
        .map(|(name, text, must)| Attack::new(name, text, must))
        .collect()
}

/// References that lead nowhere, outside, to the signature itself, or to nothing that matters.
pub(super) fn references(signer: &Identity) -> Vec<Attack> {
    let plain = form(true, "");
    let one = |reference: Reference| document(&plain, &Forge::new(signer, vec![reference]).build());
    let uri = |uri: &str, result: &str| one(Reference::new(uri, result));
    let changed = |change: &dyn Fn(&mut Forge)| {
        let mut forge = Forge::new(signer, vec![Reference::new("#to-khai", &plain)]);
        change(&mut forge);
        document(&plain, &forge.build())
    };
    let void = Reference { digest: digest(""), ..Reference::new("#to-khai", "") };
    let relative = document(
        &plain.replacen(" Id=", " xmlns:a=\"1\" Id=", 1),
        &Forge::new(signer, vec![void.clone()]).build(),
    );
    let no_uri = Reference { attributes: String::new(), ..Reference::new("", &plain) };
    let many: Vec<Reference> = vec![Reference::new("#to-khai", &plain); 3_000];
    let mut made = vec![
        ("no-reference", document(&plain, &Forge::new(signer, Vec::new()).build())),
        ("references-without-end", document(&plain, &Forge::new(signer, many).build())),
        ("reference-to-a-file", uri("file:///etc/hostname", "")),
        ("reference-to-a-path", uri("/etc/hostname", "")),
        ("reference-to-a-path-beside", uri("../../../etc/hostname", "")),
        ("reference-to-a-windows-share", uri("\\\\127.0.0.1\\a", "")),
        ("reference-to-the-network", uri("http://127.0.0.1:9/a", "")),
        ("reference-to-data", uri("data:text/plain,a", "a")),
        ("reference-to-an-attachment", uri("cid:a", "")),
        ("reference-without-uri", one(no_uri)),
        ("reference-by-expression", uri("#xpointer(//k:ToKhai)", &plain)),
        ("reference-by-element-scheme", uri("#element(/1/2)", &plain)),
        ("reference-with-escaped-id", uri("#to%2dkhai", &plain)),
        ("reference-with-document-and-id", uri("ho-so.xml#to-khai", &plain)),
        ("reference-to-digest-of-nothing", one(void)),
        ("namespace-relative-and-digest-of-nothing", relative),
        (
            "canonicalization-by-xslt",
            changed(&|forge| {
                forge.canonicalization = (XSLT.into(), STYLESHEET.into());
            }),
        ),
        (
            "canonicalization-by-unknown",
            changed(&|forge| {
                forge.canonicalization = ("urn:example:c14n".into(), String::new());
            }),
        ),
        (
            "canonicalization-with-unknown-content",
            changed(&|forge| {
                forge.canonicalization.1 = "<a></a>".into();
            }),
        ),
    ];
    made.extend(within(signer, &plain));
    let made = made.into_iter().map(|(name, text)| Attack::new(name, text, Must::NotPass));
    // An Object may be all that is signed, and the form beside it is then not.
    made.chain([Attack::new("only-an-object-is-signed", only_object(signer), Must::NotCover)])
        .collect()
}

/// Only parts of the signature itself are signed: nothing of the document is.
fn within(signer: &Identity, plain: &str) -> Vec<(&'static str, String)> {
    let certificate = b64(&signer.cert_der);
    let key_info = format!(
        "<ds:KeyInfo xmlns:ds=\"{DSIG}\" Id=\"key\"><ds:X509Data><ds:X509Certificate>{certificate}\
         </ds:X509Certificate></ds:X509Data></ds:KeyInfo>"
    );
    let only_key = {
        let mut forge = Forge::new(signer, vec![Reference::new("#key", &key_info)]);
        forge.key_info = String::new();
        forge.objects = key_info.clone();
        document(plain, &forge.build())
    };
    let evil = form(true, "").replace(SAYS, WANTS);
    let list = |id: &str, reference: &Reference| {
        let reference = reference.text();
        format!("<ds:Manifest xmlns:ds=\"{DSIG}\" Id=\"{id}\">{reference}</ds:Manifest>")
    };
    let naming = |id: &str, text: &str| {
        let attributes = format!(" Type=\"{DSIG}Manifest\" URI=\"#{id}\"");
        Reference { attributes, ..Reference::new("", text) }
    };
    let with = |reference: Reference, objects: String| {
        let mut forge = Forge::new(signer, vec![reference]);
        forge.objects = objects;
        document(&evil, &forge.build())
    };
    let object = |text: &str| format!("<ds:Object>{text}</ds:Object>");
    let manifest = |digest: String| {
        let text = list("m", &Reference { digest, ..Reference::new("#to-khai", "") });
        with(naming("m", &text), object(&text))
    };
    let inner = list("m", &Reference::new("#to-khai", plain));
    let outer = list("o", &naming("m", &inner));
    let around = format!(
        "<ds:Object xmlns:ds=\"{DSIG}\" Id=\"o\">{}</ds:Object>",
        inner.replacen(&format!(" xmlns:ds=\"{DSIG}\""), "", 1)
    );
    let of_key = {
        let list = list("m", &Reference::new("#key", &key_info));
        let mut forge = Forge::new(signer, vec![naming("m", &list)]);
        forge.key_info = String::new();
        forge.objects = format!("{key_info}{}", object(&list));
        document(&evil, &forge.build())
    };
    vec![
        ("only-key-info-is-signed", only_key),
        ("only-key-info-is-signed-by-a-manifest", of_key),
        ("manifest-with-another-digest", manifest(digest(plain))),
        ("manifest-with-digest-of-nothing", manifest(digest(""))),
        ("manifest-in-a-manifest-with-another-digest", {
            with(naming("o", &outer), object(&outer) + &object(&inner))
        }),
        ("manifest-in-a-signed-object-with-another-digest", {
            with(Reference::new("#o", &around), around)
        }),
        ("only-an-instruction-beside-the-signature-is-signed", {
            let reference = Reference::enveloped("", "<?a?>");
            let mut forge = Forge::new(signer, vec![reference]);
            forge.objects = object(&evil);
            format!("<?a?>{}", forge.build())
        }),
    ]
}

fn only_object(signer: &Identity) -> String {
    let object = format!("<ds:Object xmlns:ds=\"{DSIG}\" Id=\"o\">{SAYS}</ds:Object>");
    let mut forge = Forge::new(signer, vec![Reference::new("#o", &object)]);
    forge.objects = object;
    document(&form(true, "").replace(SAYS, WANTS), &forge.build())
}
