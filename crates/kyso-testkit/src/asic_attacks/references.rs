//! References that do not sign the file as it stands, whoever signed them.

use super::Attack;
use super::base::{EXTENDED, FILES, SIMPLE, around, container, signature, to};
use crate::Identity;
use crate::container::{File, Zip};
use crate::xml_attacks::forge::{EXCLUSIVE, Reference, digest_of, transforms};

const NAME: &str = "META-INF/signatures0.xml";

/// Containers with one signature each, of which the last file is covered oddly or not at all.
pub(super) fn references(signer: &Identity) -> Vec<Attack> {
    let whole =
        || -> Vec<Reference> { FILES.iter().map(|(name, content)| to(name, content)).collect() };
    let signed = |references| around(&signature(signer, references));
    let of = |references| container(&FILES, &[(NAME, signed(references))]);
    let (first, content) = FILES[0];
    let mut all = vec![
        Attack::harmless("sound", of(whole()).build()),
        Attack::harmless("dot-slash", of(spelled("./contract.txt")).build()),
        Attack::harmless("percent", of(spelled("%63ontract%2Etxt")).build()),
        Attack::zip("leaves-one-out", &of(vec![to(first, content)])),
        Attack::zip("covers-nothing", &of(Vec::new())),
        Attack::zip("covers-mimetype-alone", &of(vec![to("mimetype", EXTENDED.as_bytes())])),
    ];
    for uri in [
        "contract.txt#x",
        "contract.txt?x",
        "/contract.txt",
        "//contract.txt",
        "file:contract.txt",
        "a/../contract.txt",
        "contract%2etxt%00",
        "./././contract.txt",
        "CONTRACT.TXT",
        "contract.txt/",
        "contract%2",
        "%252563ontract.txt",
        "#contract.txt",
        "contract.txt%20",
    ] {
        all.push(Attack::zip(format!("uri-{uri}"), &of(spelled(uri))));
    }
    for (what, transforms) in [
        ("c14n", transforms(&[EXCLUSIVE])),
        ("base64", transforms(&["http://www.w3.org/2000/09/xmldsig#base64"])),
        ("unknown", transforms(&["urn:evil"])),
    ] {
        let mut references = whole();
        references[0].transforms = transforms;
        all.push(Attack::zip(format!("transform-{what}"), &of(references)));
    }
    // A transform on XML takes away what is shown: comments.
    let text = b"<a><!-- pay nothing -->pay</a>";
    let mut filtered = to("a.xml", b"<a>pay</a>");
    filtered.transforms = transforms(&[EXCLUSIVE]);
    let files: [(&str, &[u8]); 1] = [("a.xml", text)];
    all.push(Attack::zip(
        "transform-on-xml",
        &container(&files, &[(NAME, signed(vec![filtered]))]),
    ));
    all.extend(manifests(signer));
    all.extend(several(signer));
    all.extend(simple(signer));
    // Encoded names that are names themselves: who does not decode reads the other.
    let files: [(&str, &[u8]); 2] = [("a.txt", b"good"), ("%61.txt", b"evil")];
    let twins = [to("%61.txt", b"good"), to("%2561.txt", b"evil")];
    all.push(Attack::zip("encoded-twins", &container(&files, &[(NAME, signed(twins.to_vec()))])));
    let folder = of(whole()).with("META-INF/container.xml", b"<evil/>");
    all.push(Attack::zip("unknown-in-meta-inf", &folder));
    all
}

/// Both files, the first by this URI.
fn spelled(uri: &str) -> Vec<Reference> {
    let mut references: Vec<Reference> =
        FILES.iter().map(|(name, content)| to(name, content)).collect();
    references[0].attributes = format!(" URI=\"{uri}\"");
    references
}

/// Covered by a list that the signature covers, and not by the signature.
fn manifests(signer: &Identity) -> Vec<Attack> {
    let list: String = FILES.iter().map(|(name, content)| to(name, content).text()).collect();
    let evil = format!("<files>{list}</files>");
    let reference = to("META-INF/manifest.xml", evil.as_bytes());
    let text = around(&signature(signer, vec![reference]));
    let zip = container(&FILES, &[(NAME, text)]).with("META-INF/manifest.xml", evil.as_bytes());
    vec![Attack::zip("covers-the-list-of-files", &zip)]
}

/// Several signatures, of which one does not hold or covers less.
fn several(signer: &Identity) -> Vec<Attack> {
    let [one, two] = FILES.map(|(name, content)| to(name, content));
    let both = around(&signature(signer, vec![one.clone(), two.clone()]));
    let (first, second) =
        (around(&signature(signer, vec![one])), around(&signature(signer, vec![two])));
    let other: [(&str, &[u8]); 1] = [("contract.txt", b"another contract")];
    let foreign = to(other[0].0, other[0].1);
    let foreign = around(&signature(signer, vec![foreign]));
    let names = ["META-INF/signatures0.xml", "META-INF/signatures1.xml"];
    let of = |one: &str, two: &str| {
        container(&FILES, &[(names[0], one.to_owned()), (names[1], two.to_owned())])
    };
    vec![
        Attack::harmless("two-over-all", of(&both, &both).build()),
        Attack::zip("each-covers-half", &of(&first, &second)),
        Attack::zip("second-covers-half", &of(&both, &first)),
        Attack::zip("second-of-another-container", &of(&both, &foreign)),
        Attack::zip("of-another-container", &container(&FILES, &[(names[0], foreign)])),
        Attack::zip("second-empty", &of(&both, &around(""))),
        Attack::zip("second-no-xml", &of(&both, "evil")),
    ]
}

/// ASiC-S has one file, and one file of signatures under one name.
fn simple(signer: &Identity) -> Vec<Attack> {
    let (name, content) = FILES[0];
    let text = around(&signature(signer, vec![to(name, content)]));
    let simple = |files: &[(&str, &[u8])], signatures: &[&str]| {
        let signatures: Vec<(&str, String)> =
            signatures.iter().map(|name| (*name, text.clone())).collect();
        let mut zip: Zip = container(files, &signatures);
        zip.files[0] = File::stored("mimetype", SIMPLE.as_bytes());
        zip
    };
    let only = "META-INF/signatures.xml";
    let both = FILES.map(|(name, content)| to(name, content)).to_vec();
    let mut two = simple(&FILES, &[]);
    two = two.with(only, around(&signature(signer, both)).as_bytes());
    let digest = digest_of(content);
    assert!(text.contains(&digest), "the signature covers the file");
    vec![
        Attack::harmless("simple-sound", simple(&FILES[..1], &[only]).build()),
        Attack::zip("simple-two-files", &two),
        Attack::zip("simple-other-name", &simple(&FILES[..1], &[NAME])),
        Attack::zip("simple-two-signature-files", &simple(&FILES[..1], &[only, NAME])),
    ]
}
