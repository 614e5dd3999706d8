//! The programs that sign and judge XML beside kyso, called one way.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use kyso_testkit::KeyKind;
use kyso_testkit::xml::{XmlKind, xml_text};
use libtest_mimic::Failed;

use super::template::template;
use crate::signer::Files;
use crate::tools::{Said, ensure, java, run, script, succeed};

/// A program that knows XMLDSig.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Tool {
    /// libxml2 and libxmlsec.
    Xmlsec1,
    /// Python, lxml.
    Signxml,
    /// `javax.xml.crypto.dsig` (Santuario).
    Jdk,
    /// Node.
    XmlCrypto,
}

/// Where the signature stands to what it signs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Shape {
    /// Last in the document element, over the whole document.
    Enveloped,
    /// Around what it signs.
    Enveloping,
    /// Beside an element that is named by its Id: an e-invoice and its seller.
    ById,
    /// Enveloped, with qualifying properties.
    Xades,
}

/// What is digested and signed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum C14n {
    Exclusive,
    Inclusive,
}

/// The signature scheme, with SHA-256.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Scheme {
    Pkcs1,
    Pss,
    Ecdsa,
}

/// How a document is signed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Way {
    pub(crate) shape: Shape,
    pub(crate) c14n: C14n,
    pub(crate) scheme: Scheme,
}

/// The element that [`Shape::ById`] signs.
pub(crate) const INVOICE_ID: &str = "HD-C26TKS-00000015";

impl Way {
    /// Every way but XAdES, which few programs know.
    pub(crate) fn plain() -> Vec<Self> {
        let mut all = Vec::new();
        for shape in [Shape::Enveloped, Shape::Enveloping, Shape::ById] {
            for c14n in [C14n::Exclusive, C14n::Inclusive] {
                for scheme in [Scheme::Pkcs1, Scheme::Pss, Scheme::Ecdsa] {
                    all.push(Self { shape, c14n, scheme });
                }
            }
        }
        all
    }

    /// For the name of a case.
    pub(crate) fn name(self) -> String {
        format!("{:?}::{:?}::{:?}", self.shape, self.c14n, self.scheme).to_lowercase()
    }

    /// The key it needs.
    pub(crate) fn key(self) -> KeyKind {
        if self.scheme == Scheme::Ecdsa { KeyKind::P256 } else { KeyKind::Rsa2048 }
    }

    /// The sample that is signed this way.
    pub(crate) fn sample(self) -> String {
        // signxml names the root by its Id where it has one: the declaration's has none.
        let by_id = self.shape == Shape::ById;
        xml_text(if by_id { XmlKind::Invoice } else { XmlKind::TaxDeclaration })
    }

    /// The signed file with one digit of what is signed altered.
    pub(crate) fn altered(self, signed: &str) -> Result<String, Failed> {
        let (from, to) = if self.shape == Shape::ById {
            ("<SHDon>15</SHDon>", "<SHDon>16</SHDon>")
        } else {
            ("<ct22>1250000</ct22>", "<ct22>9250000</ct22>")
        };
        ensure(signed.contains(from), || format!("{from} is not in the signed file"))?;
        Ok(signed.replace(from, to))
    }

    /// The words that the scripts beside this file take.
    fn words(self) -> [String; 3] {
        let shape = match self.shape {
            Shape::Enveloped => "enveloped".into(),
            Shape::Enveloping => "enveloping".into(),
            Shape::ById => format!("id:{INVOICE_ID}:NBan"),
            Shape::Xades => "xades".into(),
        };
        [
            shape,
            format!("{:?}", self.c14n).to_lowercase(),
            format!("{:?}", self.scheme).to_lowercase(),
        ]
    }
}

impl Tool {
    pub(crate) const ALL: [Self; 4] = [Self::Xmlsec1, Self::Signxml, Self::Jdk, Self::XmlCrypto];

    /// For the name of a case.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Xmlsec1 => "xmlsec1",
            Self::Signxml => "signxml",
            Self::Jdk => "jdk",
            Self::XmlCrypto => "xml-crypto",
        }
    }

    /// Whether it can judge what is signed this way.
    pub(crate) fn judges(self, way: Way) -> bool {
        match self {
            // 1.2 knows no RSASSA-PSS
            Self::Xmlsec1 => way.scheme != Scheme::Pss,
            Self::Signxml | Self::Jdk => true,
            // disabled until its user registers a class
            Self::XmlCrypto => way.scheme != Scheme::Ecdsa,
        }
    }

    /// Whether it can sign this way.
    pub(crate) fn signs(self, way: Way) -> bool {
        let can = match way.shape {
            // signxml 5.2 digests its SignedProperties as C14N of SignedInfo says and declares no
            // transform, so that only the inclusive one verifies, by itself too.
            Shape::Xades => self == Self::Signxml && way.c14n == C14n::Inclusive,
            Shape::Enveloping => self != Self::XmlCrypto,
            Shape::Enveloped | Shape::ById => true,
        };
        can && self.judges(way)
    }

    /// Signs `input` this way.
    pub(crate) fn sign(
        self,
        way: Way,
        signer: &Files,
        input: &Path,
        output: &Path,
    ) -> Result<(), Failed> {
        if self == Self::Xmlsec1 {
            return xmlsec1_signs(way, signer, input, output);
        }
        let mut command = self.script();
        command.arg("sign").arg(input).arg(output);
        command.arg(signer.file("key.pem")).arg(signer.file("cert.pem")).args(way.words());
        succeed(&mut command)?;
        Ok(())
    }

    /// Whether it accepts every signature of the file, and what it said. `external` gives the
    /// files behind references that lead out of the document; only the JDK is asked then.
    pub(crate) fn judge(
        self,
        file: &Path,
        signer: &Files,
        external: &[(String, PathBuf)],
    ) -> Result<(bool, Said), Failed> {
        let mut command = match self {
            Self::Xmlsec1 => xmlsec1_judges(file, signer),
            _ => {
                let mut command = self.script();
                command.arg("verify").arg(file).arg(signer.file("cert.pem"));
                command
            }
        };
        command.args(external.iter().map(|(uri, file)| format!("{uri}={}", file.display())));
        let said = run(&mut command)?;
        Ok((said.status == Some(0), said))
    }

    fn script(self) -> Command {
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/interop/xml");
        let (mut command, file) = match self {
            Self::Jdk => (java(), "Dsig.java"),
            Self::XmlCrypto => (Command::new("node"), "xml_crypto.js"),
            Self::Signxml | Self::Xmlsec1 => return script("xml/signxml_tool.py"),
        };
        command.arg(folder.join(file));
        command
    }
}

/// xmlsec1 takes no attribute for an Id by its name alone: these carry one in the samples.
const IDS: [&str; 8] = [
    "--id-attr:Id urn:example:ho-so:ToKhai",
    "--id-attr:Id DLHDon",
    "--id-attr:Id MCCQT",
    "--id-attr:id http://kekhaithue.gdt.gov.vn/TKhaiThue:HSoKhaiThue",
    "--id-attr:Id urn:example:ho-so:HoSo",
    "--id-attr:Id http://www.w3.org/2000/09/xmldsig#:Object",
    "--id-attr:Id http://www.w3.org/2000/09/xmldsig#:KeyInfo",
    "--id-attr:Id http://uri.etsi.org/01903/v1.3.2#:SignedProperties",
];

fn xmlsec1(action: &str) -> Command {
    let mut command = Command::new("xmlsec1");
    command.arg(action).args(IDS.iter().flat_map(|ids| ids.split(' ')));
    command
}

fn xmlsec1_judges(file: &Path, signer: &Files) -> Command {
    let mut command = xmlsec1("--verify");
    command.arg("--trusted-pem").arg(signer.file("root.pem"));
    command.arg("--untrusted-pem").arg(signer.file("chain.pem")).arg(file);
    command
}

fn xmlsec1_signs(way: Way, signer: &Files, input: &Path, output: &Path) -> Result<(), Failed> {
    let with_template = output.with_extension("template.xml");
    fs::write(&with_template, template(way, &fs::read_to_string(input)?)?)?;
    xmlsec1_fills(signer, &with_template, output)
}

/// Fills the one template that a document has: xmlsec1 takes the first signature it finds, so the
/// template is named by its Id.
pub(crate) fn xmlsec1_fills(signer: &Files, input: &Path, output: &Path) -> Result<(), Failed> {
    let mut key = signer.file("key.pem").into_os_string();
    key.push(",");
    key.push(signer.file("cert.pem"));
    let mut command = xmlsec1("--sign");
    command.args(["--node-xpath", "//*[local-name()='Signature'][@Id='template']"]);
    command.arg("--privkey-pem").arg(key).arg("--output").arg(output).arg(input);
    succeed(&mut command)?;
    Ok(())
}

/// Every program that can accepts the file. A document may hold several signatures: xmlsec1,
/// which looks at the first alone, is asked only for single ones.
pub(crate) fn all_accept(way: Way, file: &Path, signer: &Files) -> Result<(), Failed> {
    all_accept_but(&[], way, file, signer)
}

/// The same where some cannot read such a file. When one of these learns to, this fails, and it
/// takes its place among the judges.
pub(crate) fn all_accept_but(
    unable: &[Tool],
    way: Way,
    file: &Path,
    signer: &Files,
) -> Result<(), Failed> {
    for tool in Tool::ALL.into_iter().filter(|tool| tool.judges(way)) {
        let (accepted, said) = tool.judge(file, signer, &[])?;
        ensure(accepted != unable.contains(&tool), || {
            format!("{}, accepted {accepted}: {}", tool.name(), said.whole())
        })?;
    }
    Ok(())
}

/// The schemas of XMLDSig and XAdES have nothing to say.
pub(crate) fn schema(file: &Path) -> Result<(), Failed> {
    succeed(script("xml/schema.py").arg(file))?;
    Ok(())
}
