//! Streams of a look: compressed content, pictures with their masks.

use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use lopdf::{Dictionary, Object, ObjectId, Stream, dictionary};

use super::picture::{Picture, Pixels};
use crate::pdf::error::PdfError;
use crate::pdf::increment::Increment;

pub(super) fn name(name: &str) -> Object {
    Object::Name(name.as_bytes().to_vec())
}

/// A stream of `data`, compressed.
pub(super) fn compressed(mut dictionary: Dictionary, data: &[u8]) -> Stream {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    // Writing to memory does not fail.
    let _ = encoder.write_all(data);
    let packed = encoder.finish().unwrap_or_default();
    dictionary.set("Filter", name("FlateDecode"));
    Stream::new(dictionary, packed).with_compression(false)
}

/// Writes a picture (ISO 32000-2 §8.9.5), what is seen through as its soft mask.
pub(super) fn put_picture(
    increment: &mut Increment<'_>,
    picture: &Picture,
) -> Result<ObjectId, PdfError> {
    let image = |parts: u8| {
        dictionary! {
            "Type" => name("XObject"),
            "Subtype" => name("Image"),
            "Width" => i64::from(picture.width),
            "Height" => i64::from(picture.height),
            "BitsPerComponent" => 8,
            "ColorSpace" => name(if parts == 1 { "DeviceGray" } else { "DeviceRGB" }),
        }
    };
    let stream = match &*picture.pixels {
        Pixels::Jpeg { parts, file } => {
            let mut dictionary = image(*parts);
            dictionary.set("Filter", name("DCTDecode"));
            Stream::new(dictionary, file.clone()).with_compression(false)
        }
        Pixels::Plain { parts, data, alpha } => {
            let mut dictionary = image(*parts);
            if let Some(alpha) = alpha {
                let id = increment.alloc()?;
                increment.put_object(id, &Object::Stream(compressed(image(1), alpha)));
                dictionary.set("SMask", id);
            }
            compressed(dictionary, data)
        }
    };
    let id = increment.alloc()?;
    increment.put_object(id, &Object::Stream(stream));
    Ok(id)
}
