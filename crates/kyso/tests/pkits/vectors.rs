//! Reads `expected.json`, certificates and CRLs.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use const_oid::ObjectIdentifier;
use kyso::x509::{Certificate, Crl};
use serde::Deserialize;
use serde_json::{Map, Value};

/// One case as `expected.json` has it.
#[derive(Deserialize)]
pub(crate) struct Case {
    pub(crate) test: String,
    pub(crate) name: String,
    /// Anchor first, the certificate to be validated last.
    pub(crate) certs: Vec<String>,
    pub(crate) crls: Vec<String>,
    pub(crate) should_validate: bool,
    #[serde(default, deserialize_with = "settings")]
    pub(crate) settings: Settings,
}

/// The inputs and outputs of a case where they are not the usual.
#[derive(Default)]
pub(crate) struct Settings {
    pub(crate) policies: Option<Vec<ObjectIdentifier>>,
    pub(crate) explicit_policy: bool,
    pub(crate) inhibit_mapping: bool,
    pub(crate) inhibit_any: bool,
    /// user-constrained-policy-set that comes out, sorted.
    pub(crate) expected_policies: Option<Vec<ObjectIdentifier>>,
}

fn settings<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Settings, D::Error> {
    let mut out = Settings::default();
    for (name, value) in Map::deserialize(from)? {
        match name.as_str() {
            "SetInitialPolicySet" => out.policies = Some(policies(&value)),
            "SetInitialExplicitPolicy" => out.explicit_policy = value == "true",
            "SetInitialPolicyMappingInhibit" => out.inhibit_mapping = value == "true",
            "SetInitialInhibitAnyPolicy" => out.inhibit_any = value == "true",
            "SetUserConstrainedPolicySet" => out.expected_policies = Some(policies(&value)),
            other => panic!("setting {other}"),
        }
    }
    Ok(out)
}

/// Names of policies, separated by commas, in a list.
fn policies(value: &Value) -> Vec<ObjectIdentifier> {
    let texts = value.as_array().expect("a list").iter().filter_map(Value::as_str);
    let names = texts.flat_map(|text| text.split(',')).filter(|name| !name.is_empty());
    let oid = |name: &str| {
        let dotted = match name.strip_prefix("NIST-test-policy-") {
            Some(number) => format!("2.16.840.1.101.3.2.1.48.{number}"),
            None if name == "anyPolicy" => "2.5.29.32.0".to_owned(),
            None => panic!("policy {name}"),
        };
        ObjectIdentifier::new(&dotted).expect("an OID")
    };
    let mut out: Vec<_> = names.map(oid).collect();
    out.sort_unstable();
    out
}

/// The folder, and every certificate in it.
pub(crate) struct Vectors {
    folder: PathBuf,
    certificates: HashMap<String, Certificate>,
}

impl Vectors {
    /// The vectors, where they are at hand.
    pub(crate) fn find() -> Option<Self> {
        let root = std::env::var_os("KYSO_VECTORS").map_or_else(
            || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/vectors"),
            PathBuf::from,
        );
        let folder = root.join("pkits");
        let files = fs::read_dir(folder.join("certs")).ok()?;
        let read = |entry: std::io::Result<fs::DirEntry>| {
            let path = entry.expect("an entry").path();
            let name = path.file_stem()?.to_str()?.to_owned();
            let der = fs::read(&path).expect("a certificate");
            Some((name, Certificate::from_der(&der).ok()?))
        };
        let certificates: HashMap<_, _> = files.filter_map(read).collect();
        assert!(certificates.len() > 400, "the whole suite");
        Some(Self { folder, certificates })
    }

    pub(crate) fn cases(&self) -> Vec<Case> {
        let json = fs::read(self.folder.join("expected.json")).expect("expected.json");
        serde_json::from_slice(&json).expect("the cases")
    }

    /// `None` where it cannot be read: some have a signature that is no BIT STRING of whole bytes.
    pub(crate) fn certificate(&self, name: &str) -> Option<Certificate> {
        self.certificates.get(name).cloned()
    }

    pub(crate) fn certificates(&self) -> Vec<Certificate> {
        self.certificates.values().cloned().collect()
    }

    /// `None` where it cannot be read.
    pub(crate) fn crl(&self, name: &str) -> Option<Crl> {
        let path = self.folder.join("crls").join(format!("{name}.crl"));
        Crl::parse(fs::read(path).expect("a CRL")).ok()
    }
}
