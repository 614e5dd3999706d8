//! The same in XAdES: `AllDataObjectsTimeStamp`, `IndividualDataObjectsTimeStamp` (EN 319 132-1
//! §5.2.8).

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use kyso::report::{StampKind, SubIndication};
use kyso::xml::sign::{KeyInfoTemplate, PrepareOptions, ReferenceTemplate, Template, prepare};
use kyso::xml::xades::{Properties, SIGNED_PROPERTIES_TYPE};
use kyso::xml::{ParseOptions, Tree};
use kyso::{Conclusion, Source, Time};

use crate::world::{World, assert_passed, at, first, found, stamps};

const TEXT: &str = "<a><b>1</b></a>";

/// Signs, with these properties of the data beside those of the signer.
fn signed(world: &World, of_data: &str) -> String {
    let tree = Tree::parse(TEXT.as_bytes(), &ParseOptions::default()).unwrap();
    let algorithm = world.signer.algorithms()[0];
    let mut template = Template::enveloped(tree.document_element(), algorithm);
    let digest = algorithm.digest();
    let properties = Properties::new("s", &world.signer.chain()[0], at(2026)).digest(digest);
    let properties = properties.format("s-data", "text/xml");
    template.id = Some("s".into());
    template.references[0].id = Some("s-data".into());
    template.references.push(ReferenceTemplate {
        kind: Some(SIGNED_PROPERTIES_TYPE.into()),
        ..ReferenceTemplate::element(&properties.signed_properties_id(), digest)
    });
    let certificates = world.signer.chain().to_vec();
    template.key_info = KeyInfoTemplate { certificates, ..KeyInfoTemplate::default() };
    let end = "</xades:SignedDataObjectProperties>";
    let properties = properties.to_xml().unwrap();
    assert!(properties.contains(end), "{properties}");
    let properties = properties.replace(end, &format!("{of_data}{end}"));
    template.objects.push(format!("<ds:Object>{properties}</ds:Object>"));
    let options = PrepareOptions::default();
    let prepared = prepare(&Source::from_bytes(TEXT.into()), &tree, &template, &options).unwrap();
    let value = world.signer.key().sign(prepared.to_be_signed()).unwrap();
    let splice = prepared.complete(&value, world.signer.chain()[0].spki_der()).unwrap();
    String::from_utf8(splice.apply(TEXT.as_bytes()).unwrap()).unwrap()
}

/// One time-stamp over the data: `inside` stands before the token, `change` alters the imprint.
fn stamped(world: &World, kind: &str, inside: &str, time: Time, change: u8) -> String {
    // The data end as bytes, so that the reference's own digest is that of the time-stamp.
    let plain = signed(world, "");
    let start = plain.find("<ds:DigestValue>").unwrap() + "<ds:DigestValue>".len();
    let end = start + plain[start..].find('<').unwrap();
    let mut hash = STANDARD.decode(&plain[start..end]).unwrap();
    hash[0] ^= change;
    let token = STANDARD.encode(world.token(&hash, time));
    let element = format!(
        "<xades:{kind}>{inside}<xades:EncapsulatedTimeStamp>{token}</xades:EncapsulatedTimeStamp>\
         </xades:{kind}>"
    );
    signed(world, &element)
}

const ALL: &str = "AllDataObjectsTimeStamp";
const SOME: &str = "IndividualDataObjectsTimeStamp";
const DATA: &str = "<xades:Include URI=\"#s-data\" referencedData=\"true\"/>";

#[test]
fn both_kinds_hold_and_are_reported() {
    let world = World::new();
    for (kind, inside, expected) in
        [(ALL, "", StampKind::Content), (SOME, DATA, StampKind::ContentPart)]
    {
        let report = world.verify(stamped(&world, kind, inside, at(2025), 0).as_bytes(), at(2026));
        assert_passed(&report);
        assert_eq!(stamps(&report), [(expected, true)], "{report:#?}");
        assert_eq!(report.signatures[0].signing_time.proven, None);
        let etsi = report.to_etsi("a.xml");
        assert!(etsi.contains(&format!("<{kind} Signed=\"true\">")), "{etsi}");
    }
}

#[test]
fn made_after_a_revocation_is_revoked_where_the_imprint_fits() {
    let world = World::new();
    let revoked = at(2026).plus(-3_600);
    let (after, before) = (revoked.plus(60), revoked.plus(-60));
    let twice = DATA.repeat(2);
    let (failed, open) = (Conclusion::Failed, Conclusion::Indeterminate);
    let (known, unproven) = (failed(SubIndication::Revoked), open(SubIndication::RevokedNoPoe));
    let cases = [
        ("all", stamped(&world, ALL, "", after, 0), known.clone(), 0),
        ("all, before", stamped(&world, ALL, "", before, 0), unproven.clone(), 0),
        ("all, other imprint", stamped(&world, ALL, "", after, 1), unproven.clone(), 1),
        ("all, listed", stamped(&world, ALL, DATA, after, 0), unproven.clone(), 1),
        ("some", stamped(&world, SOME, DATA, after, 0), known, 0),
        ("some, other imprint", stamped(&world, SOME, DATA, after, 1), unproven.clone(), 1),
        ("some, none listed", stamped(&world, SOME, "", after, 0), unproven.clone(), 1),
        ("some, listed twice", stamped(&world, SOME, &twice, after, 0), unproven.clone(), 1),
        (
            "some, not the data",
            stamped(&world, SOME, "<xades:Include URI=\"#s-data\"/>", after, 0),
            unproven.clone(),
            1,
        ),
        (
            "some, nowhere",
            stamped(&world, SOME, &DATA.replace("s-data", "x"), after, 0),
            unproven,
            1,
        ),
    ];
    world.revoke_signer(revoked);
    for (name, text, expected, invalid) in cases {
        let report = world.verify(text.as_bytes(), at(2026));
        assert_eq!(*first(&report), expected, "{name}: {report:#?}");
        assert_eq!(found(&report, "timestamp-invalid").len(), invalid, "{name}: {report:#?}");
    }
}
