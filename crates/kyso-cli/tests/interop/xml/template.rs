//! The templates that xmlsec1 fills: a ds:Signature without its values.

use libtest_mimic::Failed;

use super::tool::{C14n, INVOICE_ID, Scheme, Shape, Way};

const DSIG: &str = "http://www.w3.org/2000/09/xmldsig#";

/// The document with an empty signature in its place.
pub(crate) fn template(way: Way, document: &str) -> Result<String, Failed> {
    let (_, content) = document.split_once("?>\n").ok_or("no XML declaration")?;
    Ok(match way.shape {
        Shape::Enveloped => before_last(document, "</HSoThueDTu>", &signature(way, "", ""))?,
        Shape::ById => return template_in(way, "NBan", INVOICE_ID, document),
        Shape::Enveloping => {
            let object = format!("<ds:Object Id=\"object\">{}</ds:Object>", content.trim_end());
            signature(way, "#object", &object)
        }
        Shape::Xades => return Err("xmlsec1 knows no XAdES".into()),
    })
}

/// The same by Id, in an empty element.
pub(crate) fn template_in(
    way: Way,
    place: &str,
    id: &str,
    document: &str,
) -> Result<String, Failed> {
    let empty = format!("<{place}/>");
    let at = document.rfind(&empty).ok_or("no place for the signature")?;
    let signature = signature(way, &format!("#{id}"), "");
    let after = &document[at + empty.len()..];
    Ok(format!("{}<{place}>{signature}</{place}>{after}", &document[..at]))
}

fn before_last(document: &str, tag: &str, text: &str) -> Result<String, Failed> {
    let at = document.rfind(tag).ok_or("the sample has another root")?;
    Ok(format!("{}{text}{}", &document[..at], &document[at..]))
}

fn signature(way: Way, uri: &str, object: &str) -> String {
    let c14n = match way.c14n {
        C14n::Exclusive => "http://www.w3.org/2001/10/xml-exc-c14n#",
        C14n::Inclusive => "http://www.w3.org/TR/2001/REC-xml-c14n-20010315",
    };
    let method = match way.scheme {
        Scheme::Pkcs1 => "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
        Scheme::Pss => "http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1",
        Scheme::Ecdsa => "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256",
    };
    let enveloped = if way.shape == Shape::Enveloped {
        format!("<ds:Transform Algorithm=\"{DSIG}enveloped-signature\"/>")
    } else {
        String::new()
    };
    format!(
        "<ds:Signature xmlns:ds=\"{DSIG}\" Id=\"template\"><ds:SignedInfo>\
         <ds:CanonicalizationMethod Algorithm=\"{c14n}\"/>\
         <ds:SignatureMethod Algorithm=\"{method}\"/><ds:Reference URI=\"{uri}\">\
         <ds:Transforms>{enveloped}<ds:Transform Algorithm=\"{c14n}\"/></ds:Transforms>\
         <ds:DigestMethod Algorithm=\"http://www.w3.org/2001/04/xmlenc#sha256\"/>\
         <ds:DigestValue/></ds:Reference></ds:SignedInfo><ds:SignatureValue/>\
         <ds:KeyInfo><ds:X509Data><ds:X509Certificate/></ds:X509Data></ds:KeyInfo>\
         {object}</ds:Signature>"
    )
}
