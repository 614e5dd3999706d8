//! Signs in two phases, as for a key on another machine:
//! `cargo run -p kyso --example two_phase -- contract.pdf alice.p12 contract.signed.pdf`

use std::time::SystemTime;

use kyso::{Credential, Document, Prepared, Signer, Time};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let [input, key, output] = arguments()?;
    let passphrase = std::env::var("P12_PASSPHRASE")?;
    let alice = Credential::from_pkcs12(&std::fs::read(key)?, &passphrase)?;

    // Here only the certificates are known ...
    let signer = Signer::chain(alice.chain(), alice.algorithms()[0]);
    let prepared = Document::open(input)?.sign(signer, Time::from(SystemTime::now())).prepare()?;
    let state = prepared.to_bytes()?;

    // ... there the key is, which sees the attributes to be signed and nothing else ...
    let value = alice.key().sign(prepared.to_be_signed())?;

    // ... and anywhere, any day, the two come together.
    Prepared::from_bytes(&state)?.complete(value)?.save(output)?;
    Ok(())
}

fn arguments() -> Result<[String; 3], &'static str> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    arguments.try_into().map_err(|_| "usage: two_phase IN.pdf KEY.p12 OUT.pdf")
}
