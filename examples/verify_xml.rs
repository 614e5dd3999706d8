//! Verifies an XML document and reads nothing but what was signed:
//! `cargo run -p kyso --example verify_xml -- invoice.signed.xml roots.pem`

use std::time::SystemTime;

use kyso::{Document, Policy, Time, TrustAnchors, Verifier};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let [input, roots] = arguments()?;

    let policy = Policy::baseline(TrustAnchors::from_pem_file(roots)?);
    let document = Document::open(input)?;
    // A signature over one element says nothing of another that looks the same.
    let verifier = Verifier::new(&policy).expect_element("/HDon/DLHDon".parse()?);
    let report = verifier.verify(&document, Time::from(SystemTime::now()));
    println!("{}", report.conclusion().name());

    let tree = document.xml().ok_or("no XML document")?.tree();
    for signature in &report.signatures {
        for element in signature.signed_elements() {
            println!("{}: {} is signed", signature.id, tree.path(element));
        }
    }
    Ok(())
}

fn arguments() -> Result<[String; 2], &'static str> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    arguments.try_into().map_err(|_| "usage: verify_xml SIGNED.xml ROOTS.pem")
}
