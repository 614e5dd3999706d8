//! Seed values: what a signature field asks of its signature (`/SV`, ISO 32000-2 tables 237 to
//! 240).

use lopdf::{Dictionary, Object};

use super::field::Field;
use super::text::decode_text;
use super::transform::AllowedChanges;
use super::view::View;
use crate::limits::MAX_SEED_ITEMS;

/// A value that is asked for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Seed<T> {
    /// The value; of a list any one will do, the first best.
    pub value: T,
    /// Whether nothing else will do.
    pub required: bool,
}

/// What a signature field asks of its signature. `None` where it asks nothing.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
#[non_exhaustive]
pub struct SeedValues {
    /// `/Filter`
    pub filter: Option<Seed<String>>,
    /// `/SubFilter`
    pub sub_filters: Option<Seed<Vec<String>>>,
    /// `/DigestMethod`: `SHA256` and the like.
    pub digests: Option<Seed<Vec<String>>>,
    /// `/Reasons`; a required list that is empty or only `.` forbids a reason.
    pub reasons: Option<Seed<Vec<String>>>,
    /// `/LegalAttestation`
    pub legal_attestations: Option<Seed<Vec<String>>>,
    /// `/AddRevInfo`: whether revocation data must go with the signature.
    pub revocation_data: Option<Seed<bool>>,
    /// `/LockDocument`: whether nothing may follow; `None` inside where the signer decides.
    pub lock_document: Option<Seed<Option<bool>>>,
    /// `/AppearanceFilter`: the look by its name.
    pub appearance: Option<Seed<String>>,
    /// `/V`: the least version of these values that the signer must know.
    pub version: Option<Seed<i64>>,
    /// `/MDP`: `Some(None)` asks for a signature that does not certify. Always required.
    pub certification: Option<Option<AllowedChanges>>,
    /// `/TimeStamp`: the URL of the authority. What can be required is a time-stamp.
    pub timestamp: Option<Seed<String>>,
    /// `/Cert`
    pub certificate: CertificateSeed,
    /// Required entries that cannot be read, or are not known here.
    pub unreadable: Vec<String>,
}

/// Attribute types, by short name or OID, and their values.
pub type WantedName = Vec<(String, String)>;

/// What is asked of the signer's certificate (`/Cert`, ISO 32000-2 table 238).
#[derive(Clone, PartialEq, Eq, Debug, Default)]
#[non_exhaustive]
pub struct CertificateSeed {
    /// `/Subject`: certificates, DER, of which one must sign.
    pub subjects: Option<Seed<Vec<Vec<u8>>>>,
    /// `/Issuer`: certificates, DER, of which one must stand above the signer's.
    pub issuers: Option<Seed<Vec<Vec<u8>>>>,
    /// `/SubjectDN`: names, each a list of attribute types and values; all of one must be there.
    pub subject_names: Option<Seed<Vec<WantedName>>>,
    /// `/KeyUsage`: patterns of `1`, `0` and `X` for the nine bits, of which one must fit.
    pub key_usages: Option<Seed<Vec<String>>>,
    /// `/OID`: certificate policies, of which one must be there.
    pub policies: Option<Seed<Vec<String>>>,
    /// `/URL`: where such a certificate can be had.
    pub url: Option<String>,
}

impl SeedValues {
    /// Whether nothing is asked for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Those of a field.
    pub(crate) fn of(view: &View<'_>, field: &Field) -> Self {
        let unreadable = || Self { unreadable: vec!["SV".to_owned()], ..Self::default() };
        let Some(Ok(Object::Dictionary(dictionary))) = field.id.map(|id| view.object(id)) else {
            return Self::default();
        };
        match view.get(&dictionary, b"SV") {
            Ok(Object::Null) => Self::default(),
            Ok(Object::Dictionary(seed)) => Self::read(view, seed),
            _ => unreadable(),
        }
    }

    fn read(view: &View<'_>, seed: Dictionary) -> Self {
        let mut reader = Reader::new(*view, seed, "SV");
        let lock = |name: String| match name.as_str() {
            "true" => Some(Some(true)),
            "false" => Some(Some(false)),
            "auto" => Some(None),
            _ => None,
        };
        let mut values = Self {
            filter: reader.one("Filter", 0, name),
            sub_filters: reader.list("SubFilter", 1, name),
            version: reader.one("V", 2, |version| {
                // A version such as 2.5 needs what comes with 3.
                version.as_float().ok().map(|version| f64::from(version).ceil() as i64)
            }),
            reasons: reader.list("Reasons", 3, text),
            legal_attestations: reader.list("LegalAttestation", 4, text),
            revocation_data: reader.one("AddRevInfo", 5, |flag| flag.as_bool().ok()),
            digests: reader.list("DigestMethod", 6, text),
            lock_document: reader.one("LockDocument", 7, |value| match value {
                Object::Boolean(flag) => Some(Some(*flag)),
                other => name(other).and_then(lock),
            }),
            appearance: reader.one("AppearanceFilter", 8, text),
            ..Self::default()
        };
        // Required without a list: no reason may be given.
        if values.reasons.is_none() && reader.requires(3) {
            values.reasons = Some(Seed { value: Vec::new(), required: true });
        }
        reader.unknown_bits(0x1FF);
        values.read_parts(&mut reader);
        values.unreadable = reader.unreadable;
        values
    }

    /// The entries that are dictionaries with rules of their own.
    fn read_parts(&mut self, reader: &mut Reader<'_>) {
        if let Some(mdp) = reader.dictionary("MDP") {
            match reader.view.get(&mdp, b"P") {
                Ok(Object::Integer(0)) => self.certification = Some(None),
                Ok(Object::Integer(p @ 1..=3)) => {
                    self.certification = Some(Some(AllowedChanges::of_number(p)));
                }
                _ => reader.unreadable.push("MDP".to_owned()),
            }
        }
        if let Some(stamp) = reader.dictionary("TimeStamp") {
            let get = |key: &[u8]| reader.view.get(&stamp, key).unwrap_or(Object::Null);
            let required = !matches!(get(b"Ff"), Object::Null | Object::Integer(0));
            let url = text(&get(b"URL")).unwrap_or_default();
            self.timestamp = Some(Seed { value: url, required });
        }
        if let Some(certificate) = reader.dictionary("Cert") {
            let mut inner = Reader::new(reader.view, certificate, "Cert");
            self.certificate = CertificateSeed::read(&mut inner);
            reader.unreadable.append(&mut inner.unreadable);
        }
    }
}

impl CertificateSeed {
    fn read(reader: &mut Reader<'_>) -> Self {
        let view = reader.view;
        let attributes = |value: &Object| {
            let attributes = value.as_dict().ok()?.iter().take(MAX_SEED_ITEMS);
            let attribute = |(key, value): (&Vec<u8>, &Object)| {
                let value = text(&view.resolve(value).ok()?)?;
                Some((String::from_utf8_lossy(key).into_owned(), value))
            };
            attributes.map(attribute).collect::<Option<Vec<_>>>()
        };
        let found = Self {
            subjects: reader.list("Subject", 0, bytes),
            issuers: reader.list("Issuer", 1, bytes),
            policies: reader.list("OID", 2, text),
            subject_names: reader.list("SubjectDN", 3, attributes),
            key_usages: reader.list("KeyUsage", 5, text),
            url: reader.one("URL", 6, text).map(|seed| seed.value),
        };
        // Bit 5 is reserved; that of the URL means nothing by the standard's own words.
        reader.unknown_bits(0b110_1111);
        found
    }
}

/// Reads the entries of one dictionary of seed values.
struct Reader<'a> {
    view: View<'a>,
    dictionary: Dictionary,
    /// The name of the dictionary.
    name: &'static str,
    /// `/Ff`: bit by bit which entries are required.
    flags: i64,
    unreadable: Vec<String>,
}

impl<'a> Reader<'a> {
    fn new(view: View<'a>, dictionary: Dictionary, name: &'static str) -> Self {
        let flags = view.get(&dictionary, b"Ff");
        let mut reader = Self { view, dictionary, name, flags: 0, unreadable: Vec::new() };
        match flags {
            Ok(Object::Integer(flags)) => reader.flags = flags,
            Ok(Object::Null) => {}
            _ => reader.fault("Ff"),
        }
        reader
    }

    fn requires(&self, bit: u32) -> bool {
        self.flags >> bit & 1 == 1
    }

    fn fault(&mut self, key: &str) {
        let name = if self.name == "SV" { key.to_owned() } else { format!("{}/{key}", self.name) };
        self.unreadable.push(name);
    }

    /// Bits that the standard does not know require what nobody can know.
    fn unknown_bits(&mut self, known: i64) {
        if self.flags & !known != 0 {
            self.fault("Ff");
        }
    }

    fn one<T>(
        &mut self,
        key: &str,
        bit: u32,
        read: impl Fn(&Object) -> Option<T>,
    ) -> Option<Seed<T>> {
        let required = self.requires(bit);
        match self.view.get(&self.dictionary, key.as_bytes()) {
            // What is required and not there asks for nothing.
            Ok(Object::Null) => return None,
            Ok(value) => {
                if let Some(value) = read(&value) {
                    return Some(Seed { value, required });
                }
            }
            Err(_) => {}
        }
        if required {
            self.fault(key);
        }
        None
    }

    fn list<T>(
        &mut self,
        key: &str,
        bit: u32,
        read: impl Fn(&Object) -> Option<T>,
    ) -> Option<Seed<Vec<T>>> {
        let view = self.view;
        self.one(key, bit, |value| {
            let items = match value {
                Object::Array(items) if items.len() <= MAX_SEED_ITEMS => items.as_slice(),
                Object::Array(_) => return None,
                // One value in the place of a list of one.
                other => std::slice::from_ref(other),
            };
            items.iter().map(|item| read(&view.resolve(item).ok()?)).collect()
        })
    }

    fn dictionary(&mut self, key: &str) -> Option<Dictionary> {
        match self.view.get(&self.dictionary, key.as_bytes()) {
            Ok(Object::Null) => None,
            Ok(Object::Dictionary(found)) => Some(found),
            _ => {
                self.fault(key);
                None
            }
        }
    }
}

fn name(value: &Object) -> Option<String> {
    value.as_name().ok().map(|name| String::from_utf8_lossy(name).into_owned())
}

/// A text; some producers write names.
fn text(value: &Object) -> Option<String> {
    match value {
        Object::String(text, _) => Some(decode_text(text)),
        other => name(other),
    }
}

fn bytes(value: &Object) -> Option<Vec<u8>> {
    value.as_str().ok().map(<[u8]>::to_vec)
}
