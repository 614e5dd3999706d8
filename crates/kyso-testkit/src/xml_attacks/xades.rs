//! Qualifying properties that are moved, doubled, or speak of another signature.

use super::base::{Base, document, form, properties_reference, qualifying, signed_properties};
use super::forge::{DSIG, Forge, Reference, SIGNED_PROPERTIES, XADES};
use super::scan::elements;
use super::{Attack, Must};
use crate::Identity;

/// Changes to a file of [`super::Layout::Xades`] by somebody without the key; none for others.
pub(super) fn unsigned(base: &Base) -> Vec<Attack> {
    let (Some(qualifying), Some(properties)) =
        (base.find("QualifyingProperties"), base.find("SignedProperties"))
    else {
        return Vec::new();
    };
    let own = base.at(properties.whole.clone()).to_owned();
    let evil = own.replace("2026-11-22", "2020-01-01");
    let whole = base.at(qualifying.whole.clone()).to_owned();
    let target = qualifying.attribute(&base.text, "Target").expect("a Target");
    let end = base.signature().inner.end;
    let put = |at: &std::ops::Range<usize>, new: &str| base.edit(&[(at.clone(), new.into())]);
    let in_object = |text: &str| format!("<ds:Object>{text}</ds:Object>");
    let add = |text: &str| base.edit(&[(end..end, in_object(text))]);
    let other_id = |text: &str| text.replace("\"sp-1\"", "\"sp-2\"");
    let root = base.root().inner.start;
    let mut made = vec![
        ("signing-time-altered", base.text.replace("2026-11-22T08", "2020-01-01T08")),
        ("properties-altered-original-in-object", {
            base.edit(&[(properties.whole.clone(), other_id(&evil)), (end..end, in_object(&own))])
        }),
        ("properties-altered-original-outside", {
            base.edit(&[(properties.whole.clone(), other_id(&evil)), (root..root, own.clone())])
        }),
        ("properties-twice-evil-first", put(&properties.whole, &(other_id(&evil) + &own))),
        ("properties-twice-evil-last", put(&properties.whole, &(own.clone() + &other_id(&evil)))),
        ("properties-twice-same-id", put(&properties.whole, &own.repeat(2))),
        ("qualifying-twice", add(&other_id(&whole))),
        ("qualifying-twice-evil", add(&whole.replace(&own, &other_id(&evil)))),
        ("qualifying-in-one-object-twice", put(&qualifying.whole, &(other_id(&whole) + &whole))),
        ("qualifying-outside-signature", {
            base.edit(&[(qualifying.whole.clone(), String::new()), (root..root, whole.clone())])
        }),
        ("target-of-another-signature", put(&target, "#sig-2")),
        ("target-gone", base.text.replace(" Target=\"#sig-1\"", "")),
        ("target-without-number-sign", put(&target, "sig-1")),
        ("qualifying-gone", put(&qualifying.whole, "")),
    ];
    made.push(("signature-has-another-id", base.text.replace("Id=\"sig-1\"", "Id=\"sig-2\"")));
    made.into_iter().map(|(name, text)| Attack::new(name, text, Must::NotPass)).collect()
}

/// What a signer's careless or evil software makes.
pub(super) fn signed(signer: &Identity) -> Vec<Attack> {
    let plain = form(true, "");
    let with = |properties: &str, references: Vec<Reference>, unsigned: &str| {
        let mut forge = Forge::new(signer, references);
        forge.objects = qualifying(properties, unsigned);
        document(&plain, &forge.build())
    };
    let content = Reference::new("#to-khai", &plain);
    let sound = signed_properties(&signer.cert_der);
    let other = signed_properties(b"another certificate");
    let to = properties_reference;
    let untyped = Reference { attributes: " URI=\"#sp-1\"".into(), ..to(&sound) };
    let typed_content = Reference {
        attributes: format!(" Type=\"{SIGNED_PROPERTIES}\" URI=\"#to-khai\""),
        ..content.clone()
    };
    let stamp = format!(
        "<xades:UnsignedProperties xmlns:xades=\"{XADES}\"><xades:UnsignedSignatureProperties>\
         <xades:SignatureTimeStamp><xades:EncapsulatedTimeStamp>AAAA\
         </xades:EncapsulatedTimeStamp></xades:SignatureTimeStamp>\
         </xades:UnsignedSignatureProperties></xades:UnsignedProperties>"
    );
    let both = vec![content.clone(), to(&sound)];
    [
        (
            "properties-name-another-certificate",
            { with(&other, vec![content.clone(), to(&other)], "") },
            Must::NotPass,
        ),
        ("properties-not-referenced", with(&sound, vec![content.clone()], ""), Must::NotPass),
        (
            "properties-referenced-without-type",
            { with(&sound, vec![content.clone(), untyped], "") },
            Must::NotPass,
        ),
        ("type-of-properties-on-content", with(&sound, vec![typed_content], ""), Must::NotPass),
        (
            "properties-referenced-twice",
            { with(&sound, vec![content, to(&sound), to(&sound)], "") },
            Must::NotPass,
        ),
        ("only-properties-are-signed", with(&sound, vec![to(&sound)], ""), Must::NotPass),
        ("time-stamp-that-is-none", with(&sound, both, &stamp), Must::NotCover),
    ]
    .into_iter()
    .map(|(name, text, must)| Attack::new(name, text, must))
    .collect()
}

/// A XAdES signature with a counter-signature by `counter`, whose reference has this type and
/// leads to the value of the signature, or to the content where `to_content` says so.
fn countersigned(signer: &Identity, counter: &Identity, kind: &str, to_content: bool) -> String {
    let base = Base::forged(super::Layout::Xades, signer).text;
    let base = base.replace("<ds:SignatureValue>", "<ds:SignatureValue Id=\"sv-1\">");
    let value = elements(&base).into_iter().find(|one| one.local(&base) == "SignatureValue");
    let value = &base[value.expect("a value").whole];
    let declared = format!("<ds:SignatureValue xmlns:ds=\"{DSIG}\" ");
    let canonical = value.replacen("<ds:SignatureValue ", &declared, 1);
    let mut reference = if to_content {
        Reference::new("#to-khai", &form(true, ""))
    } else {
        Reference::new("#sv-1", &canonical)
    };
    reference.attributes = format!("{kind}{}", reference.attributes);
    let inner = Forge::new(counter, vec![reference]).build().replace("sig-1", "sig-2");
    let unsigned = format!(
        "<xades:UnsignedProperties><xades:UnsignedSignatureProperties><xades:CounterSignature>\
         {inner}</xades:CounterSignature></xades:UnsignedSignatureProperties>\
         </xades:UnsignedProperties></xades:QualifyingProperties>"
    );
    base.replacen("</xades:QualifyingProperties>", &unsigned, 1)
}

const COUNTERSIGNED: &str = " Type=\"http://uri.etsi.org/01903#CountersignedSignature\"";

/// Counter-signatures that sign something else, or by nobody that is trusted.
pub(super) fn countersignatures(victim: &Identity, attacker: &Identity) -> Vec<Attack> {
    let by = |counter, to_content| countersigned(victim, counter, COUNTERSIGNED, to_content);
    let other_value = by(victim, false).replacen("Id=\"sv-1\"", "Id=\"sv-9\"", 1);
    vec![
        Attack::new("counter-signature-by-attacker", by(attacker, false), Must::NotPass),
        Attack::new("counter-signature-of-another-value", other_value, Must::NotPass),
        // A sound signature of its own, which counter-signs nothing.
        Attack::new("counter-signature-over-content", by(victim, true), Must::NotCover),
    ]
}

/// A sound one.
pub(super) fn countersigned_soundly(signer: &Identity) -> Attack {
    let text = countersigned(signer, signer, COUNTERSIGNED, false);
    Attack::new("counter-signature", text, Must::Pass)
}
