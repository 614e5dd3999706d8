//! PKCS#11 URIs (RFC 7512): which token, which object, by which module.

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use unicode_normalization::UnicodeNormalization;

use crate::limits::MAX_URI_BYTES;

/// A PKCS#11 URI. What it does not name matches everything.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Pkcs11Uri {
    /// `token`: label of the token.
    pub token: Option<String>,
    /// `manufacturer` of the token.
    pub manufacturer: Option<String>,
    /// `model` of the token.
    pub model: Option<String>,
    /// `serial` number of the token.
    pub serial: Option<String>,
    /// `slot-id`.
    pub slot_id: Option<u64>,
    /// `object`: label (CKA_LABEL) of the key or its certificate.
    pub object: Option<String>,
    /// `id` (CKA_ID) of the key and its certificate.
    pub id: Option<Vec<u8>>,
    /// `module-path`: the library.
    pub module_path: Option<PathBuf>,
    /// `module-name`: its file name without `lib` and ending.
    pub module_name: Option<String>,
    /// `pin-source`: a file that holds the PIN.
    pub pin_source: Option<PathBuf>,
}

/// What is wrong with a PKCS#11 URI.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum UriError {
    /// It does not begin with `pkcs11:`.
    #[error("not a pkcs11: URI")]
    Scheme,
    /// It is longer than [`MAX_URI_BYTES`].
    #[error("longer than {MAX_URI_BYTES} bytes")]
    TooLong,
    /// A part is not `name=value`, or its percent-encoding is broken.
    #[error("part {part:?} is malformed")]
    Malformed {
        /// The part; never one that may hold a PIN.
        part: String,
    },
    /// A name stands there twice (RFC 7512 §2.3).
    #[error("{name} stands there twice")]
    Twice {
        /// The name.
        name: String,
    },
    /// A name that is not understood: nothing could be matched against it.
    #[error("{name} is not understood")]
    Unknown {
        /// The name.
        name: String,
    },
    /// `pin-value`: a PIN in an argument is seen by everybody on the machine.
    #[error("a PIN may not stand in a URI")]
    PinValue,
    /// `pin-source` is not a file.
    #[error("pin-source names no file")]
    PinSource,
}

impl FromStr for Pkcs11Uri {
    type Err = UriError;

    fn from_str(text: &str) -> Result<Self, UriError> {
        if text.len() > MAX_URI_BYTES {
            return Err(UriError::TooLong);
        }
        let scheme = text.get(..7).filter(|scheme| scheme.eq_ignore_ascii_case("pkcs11:"));
        let rest = scheme.and_then(|_| text.get(7..)).ok_or(UriError::Scheme)?;
        let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
        let mut uri = Self::default();
        let mut seen = Vec::new();
        for (part, in_path) in
            path.split(';').map(|p| (p, true)).chain(query.split('&').map(|p| (p, false)))
        {
            if part.is_empty() {
                continue;
            }
            let name = part.split('=').next().unwrap_or_default();
            // Before anything else is said of it: no message may show it.
            if name.eq_ignore_ascii_case("pin-value") {
                return Err(UriError::PinValue);
            }
            if seen.contains(&name) {
                return Err(UriError::Twice { name: name.to_owned() });
            }
            seen.push(name);
            uri.take(part, name, in_path)?;
        }
        Ok(uri)
    }
}

/// The URI again, its values percent-encoded: what reads it finds the same.
impl fmt::Display for Pkcs11Uri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = |text: &Option<String>| text.as_ref().map(|text| escape(text.as_bytes()));
        let path = |path: &Option<PathBuf>| path.as_ref().map(|path| escape(bytes(path)));
        let parts = [
            ("token", text(&self.token)),
            ("manufacturer", text(&self.manufacturer)),
            ("model", text(&self.model)),
            ("serial", text(&self.serial)),
            ("slot-id", self.slot_id.map(|id| id.to_string())),
            ("object", text(&self.object)),
            ("id", self.id.as_deref().map(escape)),
        ];
        let query = [
            ("module-path", path(&self.module_path)),
            ("module-name", text(&self.module_name)),
            ("pin-source", path(&self.pin_source)),
        ];
        f.write_str("pkcs11:")?;
        for (all, first, next) in [(&parts[..], "", ";"), (&query[..], "?", "&")] {
            let mut before = first;
            for (name, value) in all {
                if let Some(value) = value {
                    write!(f, "{before}{name}={value}")?;
                    before = next;
                }
            }
        }
        Ok(())
    }
}

/// A path as it stands in a URI.
fn bytes(path: &Path) -> &[u8] {
    path.as_os_str().as_encoded_bytes()
}

impl Pkcs11Uri {
    fn take(&mut self, part: &str, name: &str, in_path: bool) -> Result<(), UriError> {
        let malformed = || UriError::Malformed { part: shown(name).to_owned() };
        let value = part.split_once('=').map(|(_, value)| value).ok_or_else(malformed)?;
        let bytes = unescape(value).ok_or_else(malformed)?;
        let text = || String::from_utf8(bytes.clone()).map_err(|_| malformed());
        match (in_path, name) {
            (true, "token") => self.token = Some(text()?),
            (true, "manufacturer") => self.manufacturer = Some(text()?),
            (true, "model") => self.model = Some(text()?),
            (true, "serial") => self.serial = Some(text()?),
            (true, "object") => self.object = Some(text()?),
            (true, "id") => self.id = Some(bytes),
            (true, "slot-id") => {
                self.slot_id = Some(text()?.parse().map_err(|_| malformed())?);
            }
            // A private key or its certificate: both lead to the same key.
            (true, "type") if ["private", "cert"].contains(&text()?.as_str()) => {}
            (false, "module-path") => self.module_path = Some(PathBuf::from(text()?)),
            (false, "module-name") => self.module_name = Some(text()?),
            (false, "pin-source") => self.pin_source = Some(pin_file(&text()?)?),
            _ => return Err(UriError::Unknown { name: shown(name).to_owned() }),
        }
        Ok(())
    }

    /// Whether a label is the one asked for; the same letters in another Unicode form are.
    #[must_use]
    pub fn label_fits(wanted: Option<&str>, label: &str) -> bool {
        wanted.is_none_or(|wanted| wanted == label || wanted.nfc().eq(label.nfc()))
    }
}

/// The name of an attribute, as far as it is one: anything else may be a PIN in the wrong place.
fn shown(name: &str) -> &str {
    let is_name = !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
    if is_name { name } else { "?" }
}

/// RFC 7512 §2.4: a path, or a `file:` URI of this machine; `|command` is never run.
fn pin_file(source: &str) -> Result<PathBuf, UriError> {
    let path = match source.strip_prefix("file:") {
        Some(rest) => match rest.strip_prefix("//") {
            Some(after) => after.strip_prefix("localhost").unwrap_or(after),
            None => rest,
        },
        None => source,
    };
    if path.is_empty() || path.starts_with('|') || source.starts_with("//") {
        return Err(UriError::PinSource);
    }
    if source.starts_with("file:") && !path.starts_with('/') {
        return Err(UriError::PinSource);
    }
    Ok(PathBuf::from(path))
}

/// Percent-encoding undone (RFC 3986 §2.1); letters that should have been encoded are taken as
/// they are, since people type labels with diacritics and spaces.
fn unescape(value: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(value.len());
    let mut rest = value.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digit = |byte: Option<u8>| char::from(byte?).to_digit(16);
            let (high, low) = (digit(rest.next())?, digit(rest.next())?);
            bytes.push(u8::try_from(high * 16 + low).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    Some(bytes)
}

/// `text` as the value of an attribute of the path (RFC 7512 §2.3).
pub(crate) fn escape(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    let mut escaped = String::new();
    for byte in bytes {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(byte) {
            escaped.push(char::from(*byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(escaped, "%{byte:02X}");
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::{Pkcs11Uri, UriError, escape};

    fn parse(text: &str) -> Result<Pkcs11Uri, UriError> {
        text.parse()
    }

    #[test]
    fn every_part_is_read() {
        let uri = parse(
            "pkcs11:token=Ch%E1%BB%AF%20k%C3%BD;serial=12;slot-id=3;object=Giám đốc;id=%01%ff;\
             type=private?module-path=/usr/lib/a.so&pin-source=file:/run/pin",
        )
        .unwrap();
        assert_eq!(uri.token.as_deref(), Some("Chữ ký"));
        assert_eq!(uri.serial.as_deref(), Some("12"));
        assert_eq!((uri.slot_id, uri.object.as_deref()), (Some(3), Some("Giám đốc")));
        assert_eq!(uri.id.as_deref(), Some([1, 0xff].as_slice()));
        assert_eq!(uri.module_path.unwrap().to_str(), Some("/usr/lib/a.so"));
        assert_eq!(uri.pin_source.unwrap().to_str(), Some("/run/pin"));
        assert_eq!(parse("pkcs11:").unwrap(), Pkcs11Uri::default());
    }

    #[test]
    fn a_uri_is_written_as_it_is_read() {
        for text in [
            "pkcs11:",
            "pkcs11:token=Chữ ký %3b;slot-id=3;id=%00%ff",
            "pkcs11:?module-path=/a%26b c.so&module-name=x&pin-source=/run/pin",
            "pkcs11:manufacturer=a;model=b;serial=c;object=Giám%20đốc?module-path=/x",
        ] {
            let uri = parse(text).unwrap();
            assert_eq!(parse(&uri.to_string()), Ok(uri.clone()), "{uri}");
        }
    }

    #[test]
    fn a_label_is_the_same_in_both_unicode_forms() {
        assert!(Pkcs11Uri::label_fits(Some("Ký số"), "Ky\u{301} so\u{302}\u{301}"));
        assert!(!Pkcs11Uri::label_fits(Some("Ký số"), "Ky so"));
        assert_eq!(
            parse(&format!("pkcs11:token={}", escape("Ký/số;".as_bytes()))).unwrap().token,
            Some("Ký/số;".into())
        );
    }

    #[test]
    fn what_is_wrong_is_refused() {
        assert_eq!(parse("http://a"), Err(UriError::Scheme));
        assert_eq!(parse("pkcs11é"), Err(UriError::Scheme));
        assert_eq!(parse("pkcs11:token=a;token=b"), Err(UriError::Twice { name: "token".into() }));
        assert_eq!(parse("pkcs11:x-a=b"), Err(UriError::Unknown { name: "x-a".into() }));
        assert_eq!(parse("pkcs11:type=public"), Err(UriError::Unknown { name: "type".into() }));
        assert!(matches!(parse("pkcs11:token=%4"), Err(UriError::Malformed { .. })));
        assert!(matches!(parse("pkcs11:token"), Err(UriError::Malformed { .. })));
        assert!(matches!(parse("pkcs11:slot-id=x"), Err(UriError::Malformed { .. })));
        assert_eq!(parse("pkcs11:?pin-source=|cat"), Err(UriError::PinSource));
        assert_eq!(parse("pkcs11:?pin-source=file://host/a"), Err(UriError::PinSource));
    }

    #[test]
    fn a_pin_is_refused_and_not_repeated() {
        for text in ["pkcs11:?pin-value=123456", "pkcs11:pin-value=123456", "pkcs11:?PIN-value=%"] {
            let error = parse(text).unwrap_err();
            assert_eq!(error, UriError::PinValue);
            assert!(!format!("{error} {error:?}").contains("1234"));
        }
    }
}
