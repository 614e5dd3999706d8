//! Judges a PDF: `cargo run -p kyso --example verify_pdf -- contract.signed.pdf roots.pem`

use std::time::SystemTime;

use kyso::{Conclusion, Document, Policy, Time, TrustAnchors, Verifier};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let [input, roots] = arguments()?;

    let policy = Policy::baseline(TrustAnchors::from_pem_file(roots)?);
    let now = Time::from(SystemTime::now());
    let report = Verifier::new(&policy).verify(&Document::open(input)?, now);
    match report.conclusion() {
        Conclusion::Passed(_) => println!("every signature holds"),
        Conclusion::Indeterminate(why) => println!("cannot be told: {why:?}"),
        Conclusion::Failed(why) => println!("does not hold: {why:?}"),
        Conclusion::Unsigned => println!("carries no signature"),
    }
    Ok(())
}

fn arguments() -> Result<[String; 2], &'static str> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    arguments.try_into().map_err(|_| "usage: verify_pdf IN.pdf ROOTS.pem")
}
