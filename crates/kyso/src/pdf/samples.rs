//! Small files of every input kind, written by hand for the tests.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Object, Stream};

use super::increment::serialized;

/// A file in the making.
#[derive(Clone, Default)]
pub(super) struct Sample {
    pub(super) bytes: Vec<u8>,
    /// What offsets count from.
    pub(super) base: usize,
    /// Rows of the section to come: kind, second and third field of a cross-reference stream.
    rows: BTreeMap<u32, (u8, u64, u64)>,
    pub(super) last_xref: usize,
}

pub(super) const CATALOG: &str = "<</Type/Catalog/Pages 2 0 R>>";
pub(super) const PAGES: &str = "<</Type/Pages/Kids[3 0 R]/Count 1>>";
pub(super) const PAGE: &str =
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595.275590551 841.8897637800] % kept\n >>";
pub(super) const ID: &str =
    "/ID[<00112233445566778899AABBCCDDEEFF><00112233445566778899AABBCCDDEEFF>]";

impl Sample {
    pub(super) fn new() -> Self {
        let mut sample = Self::default();
        sample.text("%PDF-1.7\n%\u{e2}\u{e3}\n");
        sample
    }

    pub(super) fn text(&mut self, text: &str) -> &mut Self {
        self.bytes.extend_from_slice(text.as_bytes());
        self
    }

    fn here(&self) -> u64 {
        (self.bytes.len() - self.base) as u64
    }

    pub(super) fn object(&mut self, number: u32, body: &str) -> &mut Self {
        self.rows.insert(number, (1, self.here(), 0));
        self.text(&format!("{number} 0 obj\n{body}\nendobj\n"))
    }

    pub(super) fn free(&mut self, number: u32) -> &mut Self {
        self.rows.insert(number, (0, 0, 65535));
        self
    }

    pub(super) fn stream(&mut self, number: u32, stream: &Stream) -> &mut Self {
        self.rows.insert(number, (1, self.here(), 0));
        self.text(&format!("{number} 0 obj\n"));
        self.bytes.extend(serialized(&Object::Stream(stream.clone())));
        self.text("\nendobj\n")
    }

    /// An object stream with these objects.
    pub(super) fn object_stream(&mut self, number: u32, objects: &[(u32, &str)]) -> &mut Self {
        let (mut header, mut data) = (String::new(), String::new());
        for (index, (inner, body)) in objects.iter().enumerate() {
            header += &format!("{inner} {} ", data.len());
            data += body;
            data.push('\n');
            self.rows.insert(*inner, (2, u64::from(number), index as u64));
        }
        let mut dict = Dictionary::new();
        dict.set("Type", Object::Name(b"ObjStm".to_vec()));
        dict.set("N", objects.len() as i64);
        dict.set("First", header.len() as i64);
        let mut stream = Stream::new(dict, (header + &data).into_bytes());
        stream.compress().unwrap();
        self.stream(number, &stream)
    }

    /// Rows as a table, without trailer.
    pub(super) fn table(&mut self) -> &mut Self {
        self.last_xref = self.bytes.len() - self.base;
        self.text("xref\n");
        for (number, (kind, offset, generation)) in std::mem::take(&mut self.rows) {
            let kind = if kind == 1 { 'n' } else { 'f' };
            let row = format!("{number} 1\n{offset:010} {generation:05} {kind} \n");
            self.text(&row);
        }
        self
    }

    pub(super) fn end(&mut self) -> &mut Self {
        let text = format!("startxref\n{}\n%%EOF\n", self.last_xref);
        self.text(&text)
    }

    /// Table, trailer and end.
    pub(super) fn classic(&mut self, trailer: &str) -> &mut Self {
        let previous = match self.last_xref {
            0 => String::new(),
            at => format!("/Prev {at}"),
        };
        self.table();
        self.text(&format!("trailer\n<</Size 100/Root 1 0 R{previous}{trailer}>>\n")).end()
    }

    /// Rows as a compressed cross-reference stream with a predictor, as producers write it.
    pub(super) fn xref_stream(&mut self, number: u32, extra: &str) -> &mut Self {
        let at = self.here();
        self.rows.insert(number, (1, at, 0));
        let (mut index, mut data) = (String::new(), Vec::new());
        let mut above = [0_u8; 6];
        for (inner, (kind, second, third)) in std::mem::take(&mut self.rows) {
            index += &format!("{inner} 1 ");
            let [.., a, b, c] = second.to_be_bytes();
            let [.., d, e] = third.to_be_bytes();
            let row = [kind, a, b, c, d, e];
            data.push(2);
            data.extend(row.iter().zip(above).map(|(byte, above)| byte.wrapping_sub(above)));
            above = row;
        }
        // Padded so that it compresses: rows past /Index are ignored.
        data.extend([0; 210]);
        let mut stream = Stream::new(Dictionary::new(), data);
        stream.compress().unwrap();
        assert!(stream.dict.has(b"Filter"));
        self.text(&format!(
            "{number} 0 obj\n<</Type/XRef/Size 100/W[1 3 2]/Index[{index}]/Root 1 0 R/Length {}\
             /Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 6>>{extra}>>\nstream\n",
            stream.content.len()
        ));
        self.bytes.extend(stream.content);
        self.text("\nendstream\nendobj\n");
        self.last_xref = at as usize;
        self
    }

    fn body(&mut self) -> &mut Self {
        self.object(1, CATALOG).object(2, PAGES).object(3, PAGE).free(0)
    }
}

/// A table, offsets from the start.
pub(super) fn classic() -> Sample {
    let mut sample = Sample::new();
    sample.body().classic(ID);
    sample
}

/// A cross-reference stream, the page tree in an object stream.
pub(super) fn xref_stream() -> Sample {
    let mut sample = Sample::new();
    sample.object_stream(4, &[(1, CATALOG), (2, PAGES), (3, PAGE)]);
    sample.xref_stream(5, ID).end();
    sample
}

/// A table whose trailer names a cross-reference stream for the page in an object stream.
pub(super) fn hybrid() -> Sample {
    let mut sample = Sample::new();
    sample.object_stream(4, &[(3, PAGE)]).xref_stream(5, "");
    let stream = sample.last_xref;
    sample.object(1, CATALOG).object(2, PAGES).free(0).free(3);
    sample.last_xref = 0;
    sample.classic(&format!("/XRefStm {stream}{ID}"));
    sample
}

/// As a linearized file: the first page's section in front, the main section at the end.
pub(super) fn linearized() -> Sample {
    let mut sample = Sample::new();
    let first = sample.bytes.len();
    let shape = |main: usize, page: u64| {
        format!(
            "xref\n3 1\n{page:010} 00000 n \ntrailer\n\
             <</Size 100/Root 1 0 R/Prev {main:010}{ID}>>\nstartxref\n0\n%%EOF\n"
        )
    };
    let length = shape(0, 0).len();
    sample.text(&" ".repeat(length));
    sample.object(3, PAGE);
    let (_, page, _) = sample.rows.remove(&3).unwrap();
    sample.object(1, CATALOG).object(2, PAGES).free(0).table();
    let main = sample.last_xref;
    sample.text("trailer\n<</Size 3>>\n");
    sample.last_xref = first;
    sample.end();
    sample.bytes.splice(first..first + length, shape(main, page).into_bytes());
    sample
}

/// Bytes before `%PDF-`; offsets count from the header, or from the start of the file.
pub(super) fn leading_bytes(from_header: bool) -> Sample {
    let mut sample = Sample::default();
    sample.text("mail header junk\r\n\r\n");
    sample.base = if from_header { sample.bytes.len() } else { 0 };
    sample.text("%PDF-1.7\n").body().classic(ID);
    sample
}

/// Three revisions: the second adds an object, the third replaces the page and frees the object.
pub(super) fn three_revisions() -> Sample {
    let mut sample = classic();
    sample.object(7, "(seven)").classic(ID);
    sample.object(3, "<</Type/Page/Parent 2 0 R/Rotate 90>>").free(7).classic(ID);
    sample
}

/// Every kind, by name.
pub(super) fn all() -> Vec<(&'static str, Vec<u8>)> {
    let mut all = vec![
        ("classic", classic()),
        ("xref stream", xref_stream()),
        ("hybrid", hybrid()),
        ("linearized", linearized()),
        ("leading bytes, offsets from the header", leading_bytes(true)),
        ("leading bytes, offsets from the start", leading_bytes(false)),
        ("three revisions", three_revisions()),
    ];
    let mut form = Sample::new();
    form.object(1, "<</Pages 2 0 R/Type/Catalog/AcroForm<</Fields 8 0 R/SigFlags 1>>>>")
        .object(2, PAGES)
        .object(3, "<</Type/Page/Parent 2 0 R/Annots 9 0 R>>")
        .object(6, "<</T(a)/FT/Sig/Kids[7 0 R]>>")
        .object(7, "<</T(b)/Parent 6 0 R/Subtype/Widget/Rect[1 2 3 4.5]/P 3 0 R/V null>>")
        .object(8, "[ 6 0 R ]")
        .object(9, "[7 0 R]")
        .classic(ID);
    all.push(("form", form));
    all.into_iter().map(|(name, sample)| (name, sample.bytes)).collect()
}
