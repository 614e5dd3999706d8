//! Attacks on signed XML, one named case each: none passes, or none passes over what the forger
//! wrote; and changes that leave what was signed as it was, which all pass.

#![allow(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

mod common;

use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

use common::{credential, now, pki};
use kyso::report::SignatureReport;
use kyso::xml::profile::Profile;
use kyso::xml::{ElementPath, NodeId, NodeKind, Tree};
use kyso::{Conclusion, Document, Policy, Report, TrustAnchors, Verifier, XmlPart};
use kyso_testkit::Pki;
use kyso_testkit::xml::{XmlKind, xml_text};
use kyso_testkit::xml_attacks::{
    Attack, Base, Layout, Must, attacks, harmless, harmless_additions, ill_signed, impostures,
};
use libtest_mimic::{Arguments, Failed, Trial};

/// What the forger wants to be believed, in every base.
const EVIL: &str = "9250000";

/// Far more than any case takes; a file that makes a verifier work without end takes hours.
const PATIENCE: Duration = Duration::from_secs(60);

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let pki = pki();
    // What KeyInfo holds varies: the issuer is trusted, so that no chain lacks for that alone.
    let anchors = TrustAnchors::from_bytes(pki.intermediate.cert_pem().as_bytes()).unwrap();
    let policy = Arc::new(Policy::baseline(anchors));
    let mut cases: Vec<(String, Attack)> = Vec::new();
    let forged = Layout::ALL.map(|layout| Base::forged(layout, &pki.signer));
    for base in forged.into_iter().chain(signed_by_kyso(&pki)) {
        let sound = Attack { name: "sound", bytes: base.text.clone().into(), must: Must::Pass };
        let all = [vec![sound], attacks(&base), harmless(&base)].concat();
        cases.extend(all.into_iter().map(|attack| (base.name.to_owned(), attack)));
    }
    let others = [
        ("imposture", impostures(&pki.signer, &pki.twin().signer)),
        ("ill-signed", ill_signed(&pki.signer)),
        ("addition", harmless_additions(&pki.signer)),
    ];
    for (group, attacks) in others {
        cases.extend(attacks.into_iter().map(|attack| (group.to_owned(), attack)));
    }
    let trials = cases.into_iter().map(|(group, attack)| {
        let policy = policy.clone();
        Trial::test(format!("{group}::{}", attack.name), move || judge(&attack, &policy))
    });
    libtest_mimic::run(&arguments, trials.collect()).exit_code()
}

/// An invoice as kyso signs it: XAdES by Id, and the dialect of sellers.
fn signed_by_kyso(pki: &Pki) -> [Base; 2] {
    let text = xml_text(XmlKind::Invoice).replace("18656000", "1250000");
    let document = Document::from_bytes(text.into_bytes()).unwrap();
    let credential = credential(&pki.signer);
    let path = |text: &str| text.parse::<ElementPath>().unwrap();
    let builder = || document.sign(&credential, now());
    let part = XmlPart::Element(path("/HDon/DLHDon"));
    let xades = builder().part(part).inside(path("/HDon/DSCKS/NBan")).signature_id("sig-1");
    let seller = builder().profile(Profile::named("einvoice-seller").unwrap());
    [("kyso-xades", xades), ("kyso-seller", seller)].map(|(name, builder)| {
        let signed = builder.finish().unwrap().to_bytes().unwrap();
        Base::of(name, String::from_utf8(signed).unwrap(), "1250000", EVIL)
    })
}

fn judge(attack: &Attack, policy: &Policy) -> Result<(), Failed> {
    let start = Instant::now();
    let verdict = match Document::from_bytes(attack.bytes.clone()) {
        Err(error) => refused(attack.must, &error),
        Ok(document) => {
            let report = Verifier::new(policy).verify(&document, now());
            verdict(attack.must, &document, &report)
        }
    };
    let took = start.elapsed();
    if took > PATIENCE { Err(format!("it took {took:?}").into()) } else { verdict }
}

fn refused(must: Must, error: &kyso::Error) -> Result<(), Failed> {
    if must == Must::Pass { Err(format!("not read: {error}").into()) } else { Ok(()) }
}

fn verdict(must: Must, document: &Document, report: &Report) -> Result<(), Failed> {
    let passed = matches!(report.conclusion(), Conclusion::Passed(_));
    match must {
        Must::Pass if !passed => Err(format!("does not pass: {report:#?}").into()),
        Must::NotPass if passed => Err(format!("passes: {report:#?}").into()),
        // Every signature counts here, also where another one keeps the file from passing.
        Must::NotCover | Must::NotPass | Must::Pass => {
            let tree = document.xml().map(|xml| xml.tree()).ok_or("not XML")?;
            let forged = report.signatures.iter().any(|signature| names_evil(tree, signature));
            if forged { Err(format!("names what is forged: {report:#?}").into()) } else { Ok(()) }
        }
    }
}

/// Whether a signature that passes is said to cover what the forger wrote.
fn names_evil(tree: &Tree, signature: &SignatureReport) -> bool {
    let passed = matches!(signature.conclusion, Conclusion::Passed(_));
    passed
        && signature.covers.iter().any(|covered| {
            let except: Vec<NodeId> = covered.except.iter().map(|left| left.node).collect();
            covered.whole_element().is_some_and(|element| says(tree, element, &except))
        })
}

/// Whether an element says what the forger wants, outside what is left out.
fn says(tree: &Tree, element: NodeId, except: &[NodeId]) -> bool {
    let left_out = |node: NodeId| except.iter().any(|e| tree.is_inclusive_ancestor(*e, node));
    let texts = tree.descendants(element).filter(|node| !left_out(*node));
    let text: String = texts
        .filter_map(|node| match tree.kind(node) {
            NodeKind::Text(text) => Some(text),
            _ => None,
        })
        .collect();
    text.contains(EVIL)
}
