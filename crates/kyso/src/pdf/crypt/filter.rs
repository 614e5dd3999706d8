//! Objects of an encrypted document, opened and sealed: which of their strings and data are
//! encrypted, and with which key (ISO 32000-2 §7.6.2, §7.6.3).

use lopdf::{Dictionary, Object, ObjectId, Stream};

use super::{Crypt, Method};
use crate::crypto;
use crate::crypto::symmetric::{self, BLOCK, Padding};
use crate::pdf::error::{EncryptionFault, ObjectFault, PdfError};
use crate::pdf::lex::{Lexer, Token};

/// Keys before AES-256 have so many bytes at the most.
const MAX_OBJECT_KEY: usize = 16;

/// What is done to strings and data.
#[derive(Clone, Copy)]
enum Turn<'a> {
    Open,
    Seal(&'a Sealer<'a>),
}

/// Encrypts what is new in a document.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sealer<'a>(pub(super) &'a Crypt);

fn name<'a>(dictionary: &'a Dictionary, key: &[u8]) -> Option<&'a [u8]> {
    match dictionary.as_hashmap().get(key) {
        Some(Object::Name(name)) => Some(name),
        _ => None,
    }
}

/// Whether a dictionary is that of a signature, whose `/Contents` stays as it is (ISO 32000-2
/// §7.6.2): a hexadecimal string beside a byte range.
fn is_signature(dictionary: &Dictionary) -> bool {
    let contents = dictionary.as_hashmap().get(&b"Contents"[..]);
    dictionary.has(b"ByteRange")
        && matches!(contents, Some(Object::String(_, lopdf::StringFormat::Hexadecimal)))
}

impl Crypt {
    pub(crate) fn sealer(&self) -> Sealer<'_> {
        Sealer(self)
    }

    /// Decrypts the strings in an object's value.
    pub(in crate::pdf) fn open_value(
        &self,
        id: ObjectId,
        value: &mut Object,
    ) -> Result<(), ObjectFault> {
        self.turn_value(id, value, Turn::Open)
    }

    /// Decrypts a stream's data; a `Crypt` filter is gone from its dictionary then. Its strings
    /// are those of the value, and decrypted with it.
    pub(in crate::pdf) fn open_stream(
        &self,
        id: ObjectId,
        stream: &mut Stream,
    ) -> Result<(), ObjectFault> {
        let own = take_crypt_filter(&mut stream.dict).map_err(|()| ObjectFault::Encryption)?;
        let method = match own {
            Some(filter) => self.standard.named(&filter).ok_or(ObjectFault::Encryption)?,
            None => self.method_of(&stream.dict),
        };
        stream.content = self.open(id, method, &stream.content).ok_or(ObjectFault::Encryption)?;
        Ok(())
    }

    /// What a stream without a filter of its own is encrypted with.
    fn method_of(&self, dictionary: &Dictionary) -> Method {
        match name(dictionary, b"Type") {
            Some(b"XRef") => Method::Identity,
            Some(b"Metadata") if !self.standard.encrypt_metadata => Method::Identity,
            Some(b"EmbeddedFile") => self.standard.files,
            _ => self.standard.streams,
        }
    }

    fn turn_value(
        &self,
        id: ObjectId,
        value: &mut Object,
        turn: Turn<'_>,
    ) -> Result<(), ObjectFault> {
        let xref = value.as_dict().is_ok_and(|dict| name(dict, b"Type") == Some(b"XRef"));
        if self.exempt == Some(id) || xref || self.standard.strings == Method::Identity {
            return Ok(());
        }
        let mut waiting = vec![value];
        while let Some(value) = waiting.pop() {
            match value {
                Object::String(bytes, _) => {
                    let turned = match turn {
                        Turn::Open => self.open(id, self.standard.strings, bytes),
                        Turn::Seal(sealer) => sealer.seal(id, self.standard.strings, bytes),
                    };
                    *bytes = turned.ok_or(ObjectFault::Encryption)?;
                }
                Object::Array(values) => waiting.extend(values),
                Object::Dictionary(dictionary) => {
                    let signature = is_signature(dictionary);
                    let plain = |key: &[u8]| signature && key == b"Contents";
                    let values = dictionary.iter_mut().filter(|(key, _)| !plain(key));
                    waiting.extend(values.map(|(_, value)| value));
                }
                Object::Stream(stream) => {
                    waiting.extend(stream.dict.iter_mut().map(|(_, value)| value));
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn open(&self, id: ObjectId, method: Method, bytes: &[u8]) -> Option<Vec<u8>> {
        match method {
            Method::Identity => Some(bytes.to_vec()),
            Method::Rc4 => self.rc4(id, bytes),
            // An empty string takes no block, or the first alone.
            Method::AesV2 | Method::AesV3 if bytes.is_empty() || bytes.len() == BLOCK => {
                Some(Vec::new())
            }
            Method::AesV2 | Method::AesV3 => {
                let (iv, data) = bytes.split_first_chunk::<BLOCK>()?;
                symmetric::aes_cbc_decrypt(&self.object_key(id, method), iv, data, Padding::Full)
            }
        }
    }

    fn rc4(&self, id: ObjectId, bytes: &[u8]) -> Option<Vec<u8>> {
        let mut bytes = bytes.to_vec();
        symmetric::rc4(&self.object_key(id, Method::Rc4), &mut bytes)?;
        Some(bytes)
    }

    /// Algorithms 1 and 1.A: the key for one object.
    fn object_key(&self, (number, generation): ObjectId, method: Method) -> Vec<u8> {
        if method == Method::AesV3 {
            return self.key.to_vec();
        }
        let number = number.to_le_bytes();
        let salt: &[u8] = if method == Method::AesV2 { b"sAlT" } else { &[] };
        let number = number.get(..3).unwrap_or_default();
        let hash = symmetric::md5(&[&self.key, number, &generation.to_le_bytes(), salt]);
        let length = self.key.len().saturating_add(5).min(MAX_OBJECT_KEY);
        hash.into_iter().take(length).collect()
    }
}

/// Takes a `Crypt` filter, which must come first, out of a stream's dictionary; gives the name of
/// the filter that it stands for (ISO 32000-2 §7.4.10).
fn take_crypt_filter(dictionary: &mut Dictionary) -> Result<Option<Vec<u8>>, ()> {
    let is_crypt = |filter: &Object| matches!(filter, Object::Name(name) if name == b"Crypt");
    let parameters = match dictionary.as_hashmap().get(&b"Filter"[..]) {
        Some(Object::Name(name)) if name == b"Crypt" => {
            dictionary.remove(b"Filter");
            dictionary.remove(b"DecodeParms")
        }
        Some(Object::Array(filters)) if filters.first().is_some_and(is_crypt) => {
            let rest: Vec<Object> = filters.iter().skip(1).cloned().collect();
            if rest.iter().any(is_crypt) {
                return Err(());
            }
            let rest = (!rest.is_empty()).then_some(rest);
            put_back(dictionary, "Filter", rest);
            match dictionary.remove(b"DecodeParms") {
                Some(Object::Array(mut all)) if !all.is_empty() => {
                    let own = all.remove(0);
                    let any = all.iter().any(|one| !one.is_null());
                    put_back(dictionary, "DecodeParms", any.then_some(all));
                    Some(own)
                }
                Some(Object::Array(_)) | None => None,
                Some(other) => Some(other),
            }
        }
        Some(Object::Array(filters)) if filters.iter().any(is_crypt) => return Err(()),
        _ => return Ok(None),
    };
    let identity = || Ok(Some(b"Identity".to_vec()));
    match parameters {
        None | Some(Object::Null) => identity(),
        Some(Object::Dictionary(own)) => match own.as_hashmap().get(&b"Name"[..]) {
            None => identity(),
            Some(Object::Name(name)) => Ok(Some(name.clone())),
            Some(_) => Err(()),
        },
        Some(_) => Err(()),
    }
}

fn put_back(dictionary: &mut Dictionary, key: &str, values: Option<Vec<Object>>) {
    match values {
        Some(values) => dictionary.set(key, Object::Array(values)),
        None => {
            dictionary.remove(key.as_bytes());
        }
    }
}

impl Sealer<'_> {
    fn seal(&self, id: ObjectId, method: Method, bytes: &[u8]) -> Option<Vec<u8>> {
        match method {
            Method::Identity => Some(bytes.to_vec()),
            Method::Rc4 => self.0.rc4(id, bytes),
            Method::AesV2 | Method::AesV3 => {
                let iv = crypto::random::<BLOCK>()?;
                let key = self.0.object_key(id, method);
                let data = symmetric::aes_cbc_encrypt(&key, &iv, bytes, Padding::Full)?;
                Some([iv.as_slice(), &data].concat())
            }
        }
    }

    /// Encrypts an object: its strings, and a stream's data.
    pub(in crate::pdf) fn seal_object(
        &self,
        id: ObjectId,
        mut object: Object,
    ) -> Result<Object, PdfError> {
        let failed = || PdfError::from(EncryptionFault::Random);
        self.0.turn_value(id, &mut object, Turn::Seal(self)).map_err(|_| failed())?;
        if let Object::Stream(stream) = &mut object {
            let method = self.0.method_of(&stream.dict);
            let content = self.seal(id, method, &stream.content).ok_or_else(failed)?;
            stream.set_content(content);
        }
        Ok(object)
    }

    /// Encrypts the strings in a piece of an object's text that is whole tokens; every other byte
    /// stays.
    pub(in crate::pdf) fn seal_text(&self, id: ObjectId, text: &[u8]) -> Result<Vec<u8>, PdfError> {
        if self.0.standard.strings == Method::Identity {
            return Ok(text.to_vec());
        }
        let mut lexer = Lexer::new(text, 0, true);
        let mut sealed = Vec::with_capacity(text.len());
        let mut kept = 0;
        let local = |at: u64| usize::try_from(at).unwrap_or(usize::MAX);
        loop {
            let (token, span) = lexer.token().map_err(|stop| stop.at(0))?;
            match token {
                Token::End => break,
                Token::String(bytes, _) => {
                    let new = self.seal(id, self.0.standard.strings, &bytes);
                    let new = new.ok_or(PdfError::from(EncryptionFault::Random))?;
                    sealed.extend_from_slice(text.get(kept..local(span.start)).unwrap_or_default());
                    let hex = Object::String(new, lopdf::StringFormat::Hexadecimal);
                    sealed.extend(crate::pdf::increment::serialized(&hex));
                    kept = local(span.end);
                }
                _ => {}
            }
        }
        sealed.extend_from_slice(text.get(kept..).unwrap_or_default());
        Ok(sealed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(text: &[u8]) -> (Result<Option<Vec<u8>>, ()>, Dictionary) {
        let value = Lexer::new(text, 0, true).written().unwrap().value;
        let Object::Dictionary(mut dictionary) = value else { panic!() };
        (take_crypt_filter(&mut dictionary), dictionary)
    }

    #[test]
    fn a_filter_of_its_own_comes_first_and_goes() {
        let name = |name: &[u8]| Ok(Some(name.to_vec()));
        let (found, rest) = taken(b"<</Filter/Crypt>>");
        assert_eq!((found, rest.len()), (name(b"Identity"), 0));
        let (found, rest) = taken(b"<</Filter/Crypt/DecodeParms<</Name/StdCF>>>>");
        assert_eq!((found, rest.len()), (name(b"StdCF"), 0));
        let two = b"<</Filter[/Crypt/FlateDecode]/DecodeParms[<</Name/Identity>>null]>>";
        let (found, rest) = taken(two);
        assert_eq!((found, rest.len()), (name(b"Identity"), 1));
        assert_eq!(rest.get(b"Filter").unwrap().as_array().unwrap().len(), 1);
        let (found, rest) = taken(b"<</Filter/FlateDecode/DecodeParms<</Predictor 12>>>>");
        assert_eq!((found, rest.len()), (Ok(None), 2));
        assert_eq!(taken(b"<</Filter[/FlateDecode/Crypt]>>").0, Err(()));
        assert_eq!(taken(b"<</Filter[/Crypt/Crypt]>>").0, Err(()));
        assert_eq!(taken(b"<</Filter/Crypt/DecodeParms<</Name(x)>>>>").0, Err(()));
    }

    #[test]
    fn contents_stay_as_they_are_beside_a_byte_range_alone() {
        let is = |text: &[u8]| {
            let value = Lexer::new(text, 0, true).written().unwrap().value;
            is_signature(value.as_dict().unwrap())
        };
        assert!(is(b"<</Type/Sig/ByteRange[0 1 2 3]/Contents<00>>>"));
        assert!(is(b"<</Type/DocTimeStamp/ByteRange[]/Contents<00>>>"));
        assert!(!is(b"<</Type/Annot/Contents<00>>>"));
        assert!(!is(b"<</Type/Sig/ByteRange[0 1 2 3]/Contents(0)>>"));
    }
}
