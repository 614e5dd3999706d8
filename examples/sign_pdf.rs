//! Signs a PDF: `cargo run -p kyso --example sign_pdf -- contract.pdf alice.p12 contract.signed.pdf`
//! with the passphrase in the variable `P12_PASSPHRASE`.

use std::time::SystemTime;

use kyso::{Credential, Document, Time};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let [input, key, output] = arguments()?;
    let passphrase = std::env::var("P12_PASSPHRASE")?;

    let alice = Credential::from_pkcs12(&std::fs::read(key)?, &passphrase)?;
    Document::open(input)?
        .sign(&alice, Time::from(SystemTime::now()))
        .reason("Đồng ý")
        .finish()?
        .save(output)?;
    Ok(())
}

fn arguments() -> Result<[String; 3], &'static str> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    arguments.try_into().map_err(|_| "usage: sign_pdf IN.pdf KEY.p12 OUT.pdf")
}
