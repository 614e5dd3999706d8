//! Writes PDF objects with each kind of cross-reference (ISO 32000-2 §7.5), as plain text where
//! it can be plain.

use std::fmt::Write as _;
use std::io::Write as _;

use flate2::Compression;
use flate2::write::ZlibEncoder;

/// Objects of generation 0 by number, and what the trailer says beside /Size.
#[derive(Clone, Default, Debug)]
pub struct Objects {
    /// Number and body, without `obj` and `endobj`.
    pub bodies: Vec<(u32, Vec<u8>)>,
    /// Trailer entries: `/Root 1 0 R ...`.
    pub trailer: String,
}

/// Where one object is.
#[derive(Clone, Copy)]
enum Place {
    Free,
    At(u64),
    In(u32, usize),
}

impl Objects {
    /// Adds an object.
    pub fn put(&mut self, number: u32, body: impl Into<Vec<u8>>) {
        self.bodies.push((number, body.into()));
    }

    /// Adds a stream, deflated when `deflate`.
    pub fn put_stream(&mut self, number: u32, entries: &str, data: &[u8], deflate: bool) {
        self.put(number, stream(entries, data, deflate));
    }

    fn size(&self) -> u32 {
        self.bodies.iter().map(|(number, _)| number + 1).max().unwrap_or(1)
    }

    fn is_stream(body: &[u8]) -> bool {
        body.ends_with(b"endstream")
    }

    /// The file with a cross-reference table. Offsets count from `base` bytes before the header.
    #[must_use]
    pub fn classic(&self, base: u64) -> Vec<u8> {
        let mut out = header("1.7");
        let mut places = vec![Place::Free; self.size() as usize];
        for (number, body) in &self.bodies {
            places[*number as usize] = Place::At(base + out.len() as u64);
            push_object(&mut out, *number, body);
        }
        let at = base + out.len() as u64;
        push_table(&mut out, &places);
        let size = places.len();
        let _ = write!(out, "trailer\n<< /Size {size} {} >>\n", self.trailer);
        push_end(&mut out, at);
        out
    }

    /// The file with a cross-reference stream, all that may be in object streams being there.
    #[must_use]
    pub fn xref_stream(&self) -> Vec<u8> {
        let mut out = header("1.7");
        let container = self.size();
        let table = container + 1;
        let mut places = vec![Place::Free; table as usize + 1];
        let (streams, plain): (Vec<_>, Vec<_>) =
            self.bodies.iter().partition(|(_, body)| Self::is_stream(body));
        for (number, body) in streams {
            places[*number as usize] = Place::At(out.len() as u64);
            push_object(&mut out, *number, body);
        }
        places[container as usize] = Place::At(out.len() as u64);
        for (index, (number, _)) in plain.iter().enumerate() {
            places[*number as usize] = Place::In(container, index);
        }
        push_object(&mut out, container, &object_stream(&plain));
        let at = out.len() as u64;
        places[table as usize] = Place::At(at);
        let rows = places.iter().flat_map(|place| row(*place)).collect::<Vec<u8>>();
        let entries = format!("/Type /XRef /Size {} /W [1 4 2] {}", places.len(), self.trailer);
        push_object(&mut out, table, &stream(&entries, &rows, true));
        push_end(&mut out, at);
        out
    }

    /// A hybrid file as Word writes it (ISO 32000-2 §7.5.8.4): a table in which the objects of the
    /// object stream are free, then an empty section whose /XRefStm adds them.
    #[must_use]
    pub fn hybrid(&self, hidden: &[u32]) -> Vec<u8> {
        let mut out = header("1.5");
        let container = self.size();
        let mut places = vec![Place::Free; container as usize + 2];
        let mut inside = Vec::new();
        for object in &self.bodies {
            if hidden.contains(&object.0) {
                inside.push(object);
            } else {
                places[object.0 as usize] = Place::At(out.len() as u64);
                push_object(&mut out, object.0, &object.1);
            }
        }
        places[container as usize] = Place::At(out.len() as u64);
        push_object(&mut out, container, &object_stream(&inside));
        let xref_stm = out.len() as u64;
        places[container as usize + 1] = Place::At(xref_stm);
        let mut rows = Vec::new();
        let mut index = String::new();
        for (position, (number, _)) in inside.iter().enumerate() {
            rows.extend(row(Place::In(container, position)));
            let _ = write!(index, "{number} 1 ");
        }
        let size = places.len();
        let entries = format!("/Type /XRef /Size {size} /W [1 4 2] /Index [{}]", index.trim_end());
        push_object(&mut out, container + 1, &stream(&entries, &rows, true));
        let at = out.len() as u64;
        push_table(&mut out, &places);
        let trailer = &self.trailer;
        let _ = write!(out, "trailer\n<< /Size {size} {trailer} >>\n");
        push_end(&mut out, at);
        let second = out.len() as u64;
        let _ = write!(out, "xref\n0 0\ntrailer\n<< /Size {size} {trailer} ");
        let _ = writeln!(out, "/Prev {at} /XRefStm {xref_stm} >>");
        push_end(&mut out, second);
        out
    }
}

/// A stream's body with its dictionary: `entries` and /Length, and /Filter when deflated.
#[must_use]
pub fn stream(entries: &str, data: &[u8], deflate: bool) -> Vec<u8> {
    let (data, filter) =
        if deflate { (zlib(data), " /Filter /FlateDecode") } else { (data.to_vec(), "") };
    let mut out = format!("<< {entries}{filter} /Length {} >>\nstream\n", data.len()).into_bytes();
    out.extend(data);
    out.extend(b"\nendstream");
    out
}

/// zlib (RFC 1950), as /FlateDecode wants it.
#[must_use]
pub fn zlib(data: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(data).expect("memory takes it");
    encoder.finish().expect("memory takes it")
}

/// The header with the comment of four high bytes that marks a binary file.
#[must_use]
pub fn header(version: &str) -> Vec<u8> {
    [format!("%PDF-{version}\n").as_bytes(), b"%\xe2\xe3\xcf\xd3\n"].concat()
}

fn push_object(out: &mut Vec<u8>, number: u32, body: &[u8]) {
    out.extend(format!("{number} 0 obj\n").into_bytes());
    out.extend(body);
    out.extend(b"\nendobj\n");
}

/// `startxref`, the offset and `%%EOF`.
pub fn push_end(out: &mut Vec<u8>, xref: u64) {
    out.extend(format!("startxref\n{xref}\n%%EOF\n").into_bytes());
}

fn push_table(out: &mut Vec<u8>, places: &[Place]) {
    out.extend(format!("xref\n0 {}\n", places.len()).into_bytes());
    for (number, place) in places.iter().enumerate() {
        let row = match place {
            Place::At(offset) => format!("{offset:010} 00000 n \n"),
            _ if number == 0 => "0000000000 65535 f \n".into(),
            _ => "0000000000 00000 f \n".into(),
        };
        out.extend(row.into_bytes());
    }
}

/// One row of an xref stream with /W [1 4 2].
fn row(place: Place) -> [u8; 7] {
    let (kind, middle, last) = match place {
        Place::Free => (0, 0, 0xffff),
        Place::At(offset) => (1, u32::try_from(offset).expect("a small file"), 0),
        Place::In(stream, index) => (2, stream, u16::try_from(index).expect("few objects")),
    };
    let [a, b, c, d] = middle.to_be_bytes();
    let [e, f] = u16::to_be_bytes(last);
    [kind, a, b, c, d, e, f]
}

fn object_stream(objects: &[&(u32, Vec<u8>)]) -> Vec<u8> {
    let mut index = String::new();
    let mut data = Vec::new();
    for (number, body) in objects {
        let _ = write!(index, "{number} {} ", data.len());
        data.extend(body);
        data.push(b'\n');
    }
    let entries = format!("/Type /ObjStm /N {} /First {}", objects.len(), index.len());
    stream(&entries, &[index.into_bytes(), data].concat(), true)
}
