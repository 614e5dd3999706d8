//! Signs one element of an XML document:
//! `cargo run -p kyso --example sign_xml -- invoice.xml alice.p12 invoice.signed.xml`
//! with the passphrase in the variable `P12_PASSPHRASE`.

use std::time::SystemTime;

use kyso::{Credential, Document, Time, XmlPart};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let [input, key, output] = arguments()?;
    let passphrase = std::env::var("P12_PASSPHRASE")?;

    let alice = Credential::from_pkcs12(&std::fs::read(key)?, &passphrase)?;
    Document::open(input)?
        .sign(&alice, Time::from(SystemTime::now()))
        .part(XmlPart::Element("/HDon/DLHDon".parse()?)) // the whole document without this line
        .inside("/HDon/DSCKS/NBan".parse()?)
        .finish()?
        .save(output)?;
    Ok(())
}

fn arguments() -> Result<[String; 3], &'static str> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    arguments.try_into().map_err(|_| "usage: sign_xml IN.xml KEY.p12 OUT.xml")
}
