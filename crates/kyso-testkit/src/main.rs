//! The testkit for scripts and benchmarks: mints keys and writes sample files.

mod serve;

use std::path::Path;
use std::process::ExitCode;
use std::{env, fs, io};

use kyso_testkit::cades_attacks;
use kyso_testkit::pdf::{Bad, Office, PdfKind, bad, crowded_pdf, large_pdf, pdf, sparse_pdf};
use kyso_testkit::pdf_attacks::{self, Must};
use kyso_testkit::xml::{XmlKind, attachment, large_xml, xml};
use kyso_testkit::xml_attacks::{
    Attack, Base, Layout, attacks, harmless, harmless_additions, ill_signed, impostures,
};
use kyso_testkit::{KeyKind, P12Kind, Pki, asic_attacks};

const USAGE: &str = "\
kyso-testkit mint DIR [--key KIND]   root.pem chain.pem cert.pem key.pem signer.p12 (secret: kyso)
kyso-testkit pdf KIND FILE           a sample file
kyso-testkit bad KIND FILE           a file that must be refused
kyso-testkit large FILE BYTES        a sound file of this size
kyso-testkit crowded FILE BYTES      likewise, of small objects
kyso-testkit sparse FILE BYTES       likewise, of holes that take no room
kyso-testkit xml KIND FILE           a sample XML file
kyso-testkit xml large FILE BYTES    an XML file of this size
kyso-testkit xml attachment ID FILE  an attachment of the sample edxml
kyso-testkit xml-attacks DIR         forged XML, its signer in DIR/pki; a file's name says its verdict
kyso-testkit office KIND FILE        an official document with fields to fill and to sign
kyso-testkit pdf-honest DIR          signed PDF changed honestly, its signer in DIR/pki; all pass; a
                                     file's name begins with the modification reported
kyso-testkit pdf-attacks DIR         forged PDF, likewise
kyso-testkit asic-attacks DIR        forged containers, likewise
kyso-testkit cades-attacks DIR       forged CMS (.p7s), their content beside them, likewise
kyso-testkit serve DIR [--key KIND]  mints into DIR, serves TSA, OCSP, CRL and AIA at the addresses
                                     of DIR/urls.json until stdin ends; commands on stdin, a line
                                     each: help says which";

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match arguments.as_slice() {
        // An option that is none of ours is never a folder to write into.
        some if some.iter().any(|word| word.starts_with('-') && *word != "--key") => {
            return usage(&KeyKind::ALL.map(KeyKind::name));
        }
        ["mint", folder] => mint(Path::new(folder), "rsa2048"),
        ["mint", folder, "--key", kind] => mint(Path::new(folder), kind),
        ["serve", folder] => serve::run(Path::new(folder), "rsa2048"),
        ["serve", folder, "--key", kind] => serve::run(Path::new(folder), kind),
        ["pdf", kind, file] => match PdfKind::ALL.into_iter().find(|k| k.name() == *kind) {
            Some(kind) => fs::write(file, pdf(kind)),
            None => return usage(&PdfKind::ALL.map(PdfKind::name)),
        },
        ["office", kind, file] => match PdfKind::ALL.into_iter().find(|k| k.name() == *kind) {
            Some(kind) => fs::write(file, Office { kind, ..Office::default() }.build()),
            None => return usage(&PdfKind::ALL.map(PdfKind::name)),
        },
        ["pdf-honest", folder] => write_pdf_honest(Path::new(folder)),
        ["pdf-attacks", folder] => write_pdf_attacks(Path::new(folder)),
        ["asic-attacks", folder] => write_asic_attacks(Path::new(folder)),
        ["cades-attacks", folder] => write_cades_attacks(Path::new(folder)),
        ["xml-attacks", folder] => write_xml_attacks(Path::new(folder)),
        ["xml", rest @ ..] => match write_xml(rest) {
            Some(done) => done,
            None => return usage(&XmlKind::ALL.map(XmlKind::name)),
        },
        ["bad", kind, file] => match Bad::ALL.into_iter().find(|k| format!("{k:?}") == *kind) {
            Some(fault) => fs::write(file, bad(fault)),
            None => return usage(&Bad::ALL.map(|fault| format!("{fault:?}"))),
        },
        [shape @ ("large" | "crowded" | "sparse"), file, bytes] => match bytes.parse() {
            Ok(bytes) => {
                let write = match *shape {
                    "large" => large_pdf,
                    "crowded" => crowded_pdf,
                    _ => sparse_pdf,
                };
                write(Path::new(file), bytes)
            }
            Err(_) => return usage::<&str>(&[]),
        },
        _ => return usage(&KeyKind::ALL.map(KeyKind::name)),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("kyso-testkit: {error}");
            ExitCode::from(5)
        }
    }
}

/// Nothing when the call is wrong.
fn write_xml(arguments: &[&str]) -> Option<io::Result<()>> {
    match arguments {
        ["large", file, bytes] => Some(large_xml(Path::new(file), bytes.parse().ok()?)),
        ["attachment", id, file] => Some(fs::write(file, attachment(id)?)),
        [kind, file] => {
            let kind = XmlKind::ALL.into_iter().find(|k| k.name() == *kind)?;
            Some(fs::write(file, xml(kind)))
        }
        _ => None,
    }
}

fn write_xml_attacks(folder: &Path) -> io::Result<()> {
    let pki = Pki::new(KeyKind::P256);
    write_pki(&folder.join("pki"), &pki)?;
    let write = |base: &str, attacks: Vec<Attack>| {
        attacks.iter().try_for_each(|attack| {
            let name = format!("{:?}.{base}.{}.xml", attack.must, attack.name);
            fs::write(folder.join(name), &attack.bytes)
        })
    };
    for layout in Layout::ALL {
        let base = Base::forged(layout, &pki.signer);
        write(base.name, [attacks(&base), harmless(&base)].concat())?;
    }
    write("own", impostures(&pki.signer, &pki.twin().signer))?;
    write("own", ill_signed(&pki.signer))?;
    write("own", harmless_additions(&pki.signer))
}

fn write_asic_attacks(folder: &Path) -> io::Result<()> {
    let pki = Pki::new(KeyKind::P256);
    write_pki(&folder.join("pki"), &pki)?;
    let sound = asic_attacks::base(&pki.signer);
    let groups = [
        ("attack", asic_attacks::attacks(&sound)),
        ("signed", asic_attacks::ill_signed(&pki.signer)),
        ("harmless", asic_attacks::harmless(&sound)),
    ];
    for (group, attacks) in groups {
        for (number, attack) in attacks.iter().enumerate() {
            let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
            let name: String = attack.name.chars().map(plain).collect();
            let name = format!("{:?}.{group}.{number:03}.{name}.asice", attack.must);
            fs::write(folder.join(name), &attack.bytes)?;
        }
    }
    Ok(())
}

fn write_cades_attacks(folder: &Path) -> io::Result<()> {
    let pki = Pki::new(KeyKind::P256);
    write_pki(&folder.join("pki"), &pki)?;
    cades_attacks::attacks(&pki).iter().try_for_each(|attack| {
        let name = format!("{:?}.{}.txt", attack.must, attack.name);
        fs::write(folder.join(format!("{name}.p7s")), &attack.cms)?;
        match &attack.content {
            Some(content) => fs::write(folder.join(name), content),
            None => Ok(()),
        }
    })
}

fn write_pdf_attacks(folder: &Path) -> io::Result<()> {
    let pki = Pki::new(KeyKind::P256);
    write_pki(&folder.join("pki"), &pki)?;
    pdf_attacks::attacks(&pki).iter().try_for_each(|attack| {
        let must = match attack.must {
            Must::Pass => "Pass",
            Must::Fail => "Fail",
            Must::NotPass(_) => "NotPass",
        };
        let name = format!("{must}.{}.{}.{}.pdf", attack.base, attack.family, attack.name);
        fs::write(folder.join(name), &attack.bytes)
    })
}

fn write_pdf_honest(folder: &Path) -> io::Result<()> {
    let pki = Pki::new(KeyKind::P256);
    write_pki(&folder.join("pki"), &pki)?;
    pdf_attacks::honest(&pki).iter().try_for_each(|file| {
        let name = format!("{}.{}.{}.pdf", file.modification, file.base, file.name);
        fs::write(folder.join(name), &file.bytes)
    })
}

fn usage<K: AsRef<str>>(kinds: &[K]) -> ExitCode {
    let kinds: Vec<&str> = kinds.iter().map(AsRef::as_ref).collect();
    eprintln!("{USAGE}\nKIND: {}", kinds.join(" "));
    ExitCode::from(2)
}

fn kind_named(kind: &str) -> io::Result<KeyKind> {
    let found = KeyKind::ALL.into_iter().find(|k| k.name() == kind);
    found.ok_or_else(|| io::Error::other("no such kind of key"))
}

fn mint(folder: &Path, kind: &str) -> io::Result<()> {
    write_pki(folder, &Pki::new(kind_named(kind)?))
}

fn write_pki(folder: &Path, pki: &Pki) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let signer = &pki.signer;
    fs::write(folder.join("root.pem"), pki.root_pem())?;
    fs::write(folder.join("chain.pem"), signer.chain_pem())?;
    fs::write(folder.join("cert.pem"), signer.cert_pem())?;
    fs::write(folder.join("key.pem"), signer.key_pem())?;
    fs::write(folder.join("signer.p12"), signer.p12("kyso", P12Kind::Aes256))
}
