//! Signs an XML file again and again in memory, as `xmlsec1 --sign --repeat` does:
//! `xml-repeat TIMES IN.xml KEY.pem CERT.pem OUT.xml`. Each time the file is read and parsed, signed
//! with XMLDSig and serialized; the last result is written.

use std::time::SystemTime;

use kyso::{Credential, Document, Time, XmlForm};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Ok([times, input, key, certificate, output]) = <[String; 5]>::try_from(arguments) else {
        return Err("usage: xml-repeat TIMES IN.xml KEY.pem CERT.pem OUT.xml".into());
    };
    let signer = Credential::from_pem(&std::fs::read(key)?, &std::fs::read(certificate)?, None)?;
    let mut signed = Vec::new();
    for _ in 0..times.parse::<u32>()? {
        let now = Time::from(SystemTime::now());
        let document = Document::from_bytes(std::fs::read(&input)?)?;
        signed = document.sign(&signer, now).form(XmlForm::XmlDsig).finish()?.to_bytes()?;
    }
    Ok(std::fs::write(output, signed)?)
}
