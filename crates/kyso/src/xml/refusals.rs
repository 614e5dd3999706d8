//! Tests: which documents are refused, and for which rule; and their neighbours that pass.

use super::error::{Limited, Syntax};
use super::*;
use crate::limits::{MAX_XML_ATTRIBUTES, MAX_XML_DEPTH};

fn fault(text: impl AsRef<[u8]>) -> Option<(u64, XmlFault)> {
    let error = Tree::parse(text.as_ref(), &ParseOptions::default()).err()?;
    Some((error.offset, error.fault))
}

#[track_caller]
fn passes(text: impl AsRef<[u8]>) {
    let text = text.as_ref();
    assert_eq!(fault(text), None, "{}", String::from_utf8_lossy(text));
}

#[track_caller]
fn refused(table: &[(&str, u64, XmlFault)]) {
    for (text, offset, expected) in table {
        assert_eq!(fault(text), Some((*offset, expected.clone())), "{text}");
    }
}

fn syntax(table: &[(&str, u64, Syntax)]) {
    for (text, offset, expected) in table {
        assert_eq!(fault(text), Some((*offset, XmlFault::Syntax(*expected))), "{text}");
    }
}

#[test]
fn tags_follow_the_grammar() {
    for text in ["<a/>", "<a />", "<a\n></a\t>", "<_.-1/>", "<a b='>'/>", "<a b = '\"' c=\"'\"/>"] {
        passes(text);
    }
    syntax(&[
        ("<1/>", 1, Syntax::Name),
        ("< a/>", 1, Syntax::Name),
        ("<a:/>", 1, Syntax::Name),
        ("<:a/>", 1, Syntax::Name),
        ("<a:b:c/>", 1, Syntax::Name),
        ("<a\u{D7}/>", 1, Syntax::Name),
        ("<a -b='1'/>", 3, Syntax::Name),
        ("<a b='1' c:='2'/>", 9, Syntax::Name),
        ("<a b='1'c='2'/>", 8, Syntax::TagEnd),
        ("<a b/>", 4, Syntax::Equals),
        ("<a b 'c'/>", 5, Syntax::Equals),
        ("<a b=c/>", 5, Syntax::Quote),
        ("<a b=/>", 5, Syntax::Quote),
        ("<a / >", 3, Syntax::Name),
        ("<a b='<'/>", 6, Syntax::LessThanInValue),
        ("<a b='&'/>", 6, Syntax::Reference),
        ("<a b='&lt'/>", 6, Syntax::Reference),
        ("<a b='&#x110000;'/>", 6, Syntax::Reference),
        ("<a b='&#0;'/>", 6, Syntax::Reference),
        ("</a>", 0, Syntax::Outside),
    ]);
    let mismatch = |name: &str| XmlFault::EndTagMismatch(name.into());
    refused(&[
        ("<a></b>", 3, mismatch("a")),
        ("<a></ a>", 3, mismatch("a")),
        ("<a></a b='1'>", 3, mismatch("a")),
        ("<a><b></a></b>", 6, mismatch("b")),
        ("<p:a xmlns:p='urn:1' xmlns:q='urn:1'></q:a>", 37, mismatch("p:a")),
        ("<a", 2, XmlFault::UnexpectedEnd),
        ("<a b='>", 7, XmlFault::UnexpectedEnd),
        ("<a>", 3, XmlFault::UnexpectedEnd),
        ("<a>t", 4, XmlFault::UnexpectedEnd),
        ("<a></a", 6, XmlFault::UnexpectedEnd),
        ("", 0, XmlFault::UnexpectedEnd),
        ("<!-- only -->", 13, XmlFault::UnexpectedEnd),
    ]);
}

#[test]
fn text_follows_the_grammar() {
    for text in [
        "<a>]]&gt; ]] ]>></a>",
        "<a>]]<b/>></a>",
        "<a><![CDATA[<&]]]]></a>",
        "<a><![CDATA[]]></a>",
        "<a>\u{7F}\u{85}\u{FFFD}\u{10FFFF}\u{EFFF}\t</a>",
        "<a>&#xFFFD;&#9;&#x10ffff;</a>",
    ] {
        passes(text);
    }
    syntax(&[
        ("<a>]]></a>", 3, Syntax::CdataEndInText),
        ("<a>x]]]></a>", 5, Syntax::CdataEndInText),
        ("<a>&</a>", 3, Syntax::Reference),
        ("<a>& </a>", 3, Syntax::Reference),
        ("<a>&#;</a>", 3, Syntax::Reference),
        ("<a>&#X41;</a>", 3, Syntax::Reference),
        ("<a>&#xD800;</a>", 3, Syntax::Reference),
        ("<a>&#xFFFE;</a>", 3, Syntax::Reference),
        ("<a>&#12;</a>", 3, Syntax::Reference),
        ("<a><![cdata[x]]></a>", 3, Syntax::Bang),
        ("<a><!ELEMENT a ANY></a>", 3, Syntax::Bang),
    ]);
    let character = |code| XmlFault::Character(code);
    refused(&[
        ("<a>\0</a>", 3, character(0)),
        ("<a>b\u{1F}</a>", 4, character(0x1F)),
        ("<a>\u{FFFE}</a>", 3, character(0xFFFE)),
        ("<a><![CDATA[\u{FFFF}]]></a>", 12, character(0xFFFF)),
        ("<a><![CDATA[\u{B}]]></a>", 12, character(0xB)),
        ("<a b='\u{1}'/>", 6, character(1)),
        ("<a b='x\u{FFFE}'/>", 7, character(0xFFFE)),
        ("<a><!--\u{C}--></a>", 7, character(0xC)),
        ("<a><?p \u{2}?></a>", 7, character(2)),
        ("<a>&nbsp;</a>", 3, XmlFault::Entity("nbsp".into())),
        ("<a b='&e;'/>", 6, XmlFault::Entity("e".into())),
        ("<a><![CDATA[x</a>", 17, XmlFault::UnexpectedEnd),
    ]);
}

#[test]
fn comments_and_instructions_follow_the_grammar() {
    for text in [
        "<!----><a/>",
        "<!-- - --><a/><!--x- -->",
        "<a><?p?><?p ?><?xml-stylesheet x?y??></a>",
        " \r\n\t<a/>\r\n",
    ] {
        passes(text);
    }
    syntax(&[
        ("<a><!-- -- --></a>", 8, Syntax::CommentHyphens),
        ("<a><!--x---></a>", 8, Syntax::CommentHyphens),
        ("<a><!-></a>", 3, Syntax::Bang),
        ("<a><?xml version='1.0'?></a>", 3, Syntax::Declaration),
        ("<a><?XML x?></a>", 3, Syntax::PiTarget),
        ("<a><?xMl?></a>", 3, Syntax::PiTarget),
        ("<a><??></a>", 5, Syntax::Name),
        ("<a><? p?></a>", 5, Syntax::Name),
        ("<a><?a:b?></a>", 5, Syntax::Name),
        ("<a><?p+q?></a>", 6, Syntax::Space),
    ]);
    let end = XmlFault::UnexpectedEnd;
    refused(&[("<a><!-->", 8, end.clone()), ("<a><!--->", 9, end.clone()), ("<a><?p >", 8, end)]);
}

#[test]
fn a_document_is_one_element_and_little_beside() {
    syntax(&[
        ("<a/><b/>", 4, Syntax::SecondRoot),
        ("<a/>x", 4, Syntax::Outside),
        ("x<a/>", 0, Syntax::Outside),
        ("\u{FEFF}\u{FEFF}<a/>", 0, Syntax::Outside),
        ("<a/>\0", 4, Syntax::Outside),
        ("<a/>&lt;", 4, Syntax::Outside),
        ("<![CDATA[]]><a/>", 0, Syntax::Outside),
        ("<a/><![CDATA[]]>", 4, Syntax::Outside),
        ("<a/></a>", 4, Syntax::Outside),
    ]);
    for text in ["<!DOCTYPE a><a/>", "<a/><!DOCTYPE a>", "<a><!DOCTYPE a></a>"] {
        assert_eq!(fault(text).unwrap().1, XmlFault::Doctype, "{text}");
    }
}

#[test]
fn the_declaration_comes_first_and_says_1_0() {
    for declaration in [
        "<?xml version=\"1.0\"?>",
        "<?xml version='1.0' encoding='utf-8'?>",
        "<?xml version = '1.0'\tencoding=\"UTF-8\"\nstandalone='no' ?>",
        "<?xml version='1.0' standalone='yes'?>",
        "<?xml version='1.0' encoding='ISO-8859-1'?>",
    ] {
        passes(format!("{declaration}<a/>"));
        assert_eq!(
            fault(format!(" {declaration}<a/>")).unwrap().1,
            XmlFault::Syntax(Syntax::Declaration)
        );
    }
    for declaration in [
        "<?xml?>",
        "<?xml version='1.1'?>",
        "<?xml version='1.01'?>",
        "<?xml version=1.0?>",
        "<?xml version='1.0\"?>",
        "<?xml encoding='UTF-8'?>",
        "<?xml version='1.0'encoding='UTF-8'?>",
        "<?xml version='1.0' standalone='yes' encoding='UTF-8'?>",
        "<?xml version='1.0' standalone='maybe'?>",
        "<?xml version='1.0' encoding=''?>",
        "<?xml version='1.0' encoding='-x'?>",
        "<?xml version='1.0' x='y'?>",
        "<?xml version='1.0' version='1.0'?>",
    ] {
        let found = fault(format!("{declaration}<a/>"));
        assert_eq!(found, Some((0, XmlFault::Syntax(Syntax::Declaration))), "{declaration}");
    }
}

#[test]
fn encodings_agree_with_the_bytes() {
    let utf16 = |text: &str, unit: fn(u16) -> [u8; 2]| -> Vec<u8> {
        std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(unit).collect()
    };
    let text = "<?xml version='1.0' encoding='UTF-16'?><a>số 😀</a>";
    for unit in [u16::to_le_bytes, u16::to_be_bytes] {
        let bytes = utf16(text, unit);
        let tree = Tree::parse(&bytes, &ParseOptions::default()).unwrap();
        assert_eq!(tree.source(), text);
        assert_eq!(tree.encoding().encode(tree.source()).unwrap(), bytes);
        passes(utf16("<a/>", unit));
        let other = utf16("<?xml version='1.0' encoding='UTF-8'?><a/>", unit);
        assert_eq!(fault(other).unwrap().1, XmlFault::UnsupportedEncoding("UTF-8".into()));
        let mut odd = utf16("<a/>", unit);
        odd.push(b'>');
        assert_eq!(fault(odd), Some((4, XmlFault::Encoding)));
        let lone = [utf16("<a>", unit), unit(0xD800).to_vec(), utf16("</a>", unit)].concat();
        assert_eq!(fault(lone), Some((3, XmlFault::Encoding)));
    }
    let with_bom = b"\xEF\xBB\xBF<?xml version='1.0' encoding='UTF-8'?><a/>";
    let tree = Tree::parse(with_bom, &ParseOptions::default()).unwrap();
    assert!(tree.source().starts_with("<?xml"));
    assert_eq!(tree.encoding().encode(tree.source()).unwrap(), with_bom);
    for name in ["UTF-16", "UTF-32", "windows-1258", "TCVN5712", "ISO-8859-1"] {
        let text = format!("<?xml version='1.0' encoding='{name}'?><a>số</a>");
        assert_eq!(fault(text), Some((0, XmlFault::UnsupportedEncoding(name.into()))), "{name}");
    }
    for bytes in [&b"<a>\xFF</a>"[..], b"<a>\xC0\xBC</a>", b"<a>\xED\xA0\x80</a>", b"<a>\xE1\xBA"] {
        assert_eq!(fault(bytes), Some((3, XmlFault::Encoding)));
    }
    // UTF-16 without a byte order mark is no UTF-8.
    assert!(fault(b"<\0a\0/\0>\0").is_some());
}

#[test]
fn namespaces_follow_the_recommendation() {
    for text in [
        "<p:a xmlns:p='urn:1' p:b='1' b='2'/>",
        "<a xmlns='urn:1'><b xmlns=''/></a>",
        "<a xml:lang='vi' xmlns:xml='http://www.w3.org/XML/1998/namespace'/>",
        "<p:a p:x='' xmlns:p='urn:1' xmlns:q='urn:2' q:x=''/>",
        "<a xmlns='urn:1' xmlns:p='urn:1' p:b='1' b='2'/>",
    ] {
        passes(text);
    }
    let undeclared = |prefix: &str| XmlFault::UndeclaredPrefix(prefix.into());
    let twice = |name: &str| XmlFault::DuplicateAttribute(name.into());
    let reserved = |prefix: &str| XmlFault::ReservedNamespace(prefix.into());
    refused(&[
        ("<p:a/>", 1, undeclared("p")),
        ("<a p:b='1'/>", 3, undeclared("p")),
        ("<a><b xmlns:p='urn:1'/><p:c/></a>", 24, undeclared("p")),
        ("<xmlns:a/>", 1, undeclared("xmlns")),
        ("<a b='1' b='1'/>", 9, twice("b")),
        ("<a xmlns:p='urn:1' xmlns:q='urn:1' p:b='1' c='' q:b='2'/>", 48, twice("b")),
        ("<a xmlns='urn:1' xmlns='urn:1'/>", 17, twice("xmlns")),
        ("<a xmlns:p='urn:1' xmlns:p='urn:2'/>", 19, twice("xmlns:p")),
        ("<a xmlns:p=''/>", 3, reserved("p")),
        ("<a xmlns:xml='urn:1'/>", 3, reserved("xml")),
        ("<a xmlns:p='http://www.w3.org/XML/1998/namespace'/>", 3, reserved("p")),
        ("<a xmlns='http://www.w3.org/XML/1998/namespace'/>", 3, reserved("")),
        ("<a xmlns:xmlns='urn:1'/>", 3, reserved("xmlns")),
        ("<a xmlns:xmlns='http://www.w3.org/2000/xmlns/'/>", 3, reserved("xmlns")),
        ("<a xmlns='http://www.w3.org/2000/xmlns/'/>", 3, reserved("")),
    ]);
    for relative in ["a", "../a", "/a", "//h/a", "#f", "?q", "1a:b", " urn:1", "&#x20;urn:1"] {
        let text = format!("<a xmlns='{relative}'/>");
        assert!(matches!(fault(&text), Some((3, XmlFault::RelativeNamespace(_)))), "{text}");
        let options = ParseOptions { relative_namespaces: true, ..ParseOptions::default() };
        assert!(Tree::parse(text.as_bytes(), &options).is_ok());
    }
}

#[test]
fn bounds_hold_and_what_is_at_them_passes() {
    let nested = |depth: usize| ["<a>".repeat(depth), "</a>".repeat(depth)].concat();
    passes(nested(MAX_XML_DEPTH));
    let too_deep = fault(nested(MAX_XML_DEPTH + 1)).unwrap();
    assert_eq!(too_deep.0, 3 * MAX_XML_DEPTH as u64);
    assert!(matches!(too_deep.1, XmlFault::TooMany { what: Limited::Depth, .. }));
    let wide = |count: usize| {
        let attributes: String = (0..count).map(|n| format!(" a{n}=''")).collect();
        format!("<a{attributes}/>")
    };
    passes(wide(MAX_XML_ATTRIBUTES));
    let too_wide = fault(wide(MAX_XML_ATTRIBUTES + 1)).unwrap();
    assert!(matches!(too_wide.1, XmlFault::TooMany { what: Limited::Attributes, .. }));
    let long = format!("<a b='{}'/>", "x".repeat(5 << 20));
    assert!(matches!(fault(long).unwrap().1, XmlFault::TooMany { what: Limited::Token, .. }));
    passes(format!("<a>{}</a>", "x".repeat(5 << 20)));
}

#[test]
fn subsets_are_read_on_request_and_bounded() {
    let read = |subset: &str, body: &str| {
        let external = vec![("w".to_owned(), "world".to_owned())];
        let doctype = Doctype::Bounded { external };
        let options = ParseOptions { doctype, ..ParseOptions::default() };
        let text = format!("<!DOCTYPE a [{subset}]>{body}");
        let tree = Tree::parse(text.as_bytes(), &options).map_err(|error| error.fault)?;
        let root = tree.document_element();
        let value = tree.attribute(root, "", "b").unwrap_or("-").to_owned();
        Ok::<_, XmlFault>((tree.string_value(root), value))
    };
    let two = |text: &str, value: &str| Ok((text.to_owned(), value.to_owned()));
    assert_eq!(
        read("<!ENTITY e 'x&#38;f;'><!ENTITY f \"y\">", "<a b='&e;'>&e;</a>"),
        two("xy", "xy")
    );
    assert_eq!(read("<!ENTITY e SYSTEM 'w'>", "<a>&e;</a>"), two("world", "-"));
    assert_eq!(read("<!ATTLIST a b NMTOKENS ' p  q '>", "<a/>"), two("", "p q"));
    assert_eq!(read("<!ATTLIST a b NMTOKENS ' p  q '>", "<a b=' r\ts '/>"), two("", "r s"));
    assert_eq!(read("<!ENTITY lt '&#38;#60;'>", "<a>&lt;</a>"), two("<", "-"));
    let unknown = |name: &str| Err(XmlFault::Entity(name.into()));
    assert_eq!(read("<!ENTITY e SYSTEM 'other'>", "<a>&e;</a>"), unknown("e"));
    assert_eq!(read("<!ENTITY e '&#60;b/>'>", "<a>&e;</a>"), unknown("e"));
    for subset in ["%p;", "<!ENTITY e '%p;'>", "<!ENTITY e '&'>", "<!FOO>", "<![INCLUDE[]]>", "<"] {
        let wrong = Err(XmlFault::Syntax(Syntax::DocumentType));
        assert_eq!(read(subset, "<a/>"), wrong, "{subset}");
    }
    let expansion =
        |result| matches!(result, Err(XmlFault::TooMany { what: Limited::Expansion, .. }));
    assert!(expansion(read("<!ENTITY e '&#38;e;'>", "<a>&e;</a>")));
    let laughs: String = (1..8)
        .map(|n| format!("<!ENTITY e{n} '{}'>", format!("&#38;e{};", n - 1).repeat(20)))
        .collect();
    assert!(expansion(read(&format!("<!ENTITY e0 'ha'>{laughs}"), "<a>&e7;</a>")));
    assert!(expansion(read(&format!("<!ENTITY e0 'ha'>{laughs}"), "<a b='&e7;'/>")));
}

#[test]
fn a_fault_has_a_line_and_a_column() {
    let text = "<a>\r\n số\r<b>\n</c>";
    let error = Tree::parse(text.as_bytes(), &ParseOptions::default()).unwrap_err();
    assert_eq!(error.location(text), Location { line: 4, column: 1 });
    let text = "<a>số &x;</a>";
    let error = Tree::parse(text.as_bytes(), &ParseOptions::default()).unwrap_err();
    assert_eq!(error.location(text), Location { line: 1, column: 7 });
}
