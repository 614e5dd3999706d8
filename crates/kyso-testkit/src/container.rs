//! Zip files written field by field, so that any of them can lie. Sound ones say the same in local
//! headers and central directory.

use std::io::Write;

use flate2::Crc;
use flate2::write::DeflateEncoder;

/// What a header says of an entry.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Header {
    /// General purpose flags.
    pub flags: u16,
    /// 0 stored, 8 deflated.
    pub method: u16,
    /// CRC-32.
    pub crc: u32,
    /// Length as kept.
    pub compressed: u32,
    /// Length of the content.
    pub size: u32,
    /// The name.
    pub name: Vec<u8>,
    /// Extra fields.
    pub extra: Vec<u8>,
}

/// An entry: both headers, and what lies between.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct File {
    /// Bytes before its local header that belong to nothing.
    pub before: Vec<u8>,
    /// The local header.
    pub local: Header,
    /// The content as kept.
    pub data: Vec<u8>,
    /// The data descriptor, whole.
    pub descriptor: Vec<u8>,
    /// What the central directory says.
    pub central: Header,
    /// Version made by: 3 in the upper byte is Unix.
    pub made_by: u16,
    /// External attributes: a Unix mode in the upper half.
    pub attributes: u32,
    /// Where the directory says that it is, instead of where it is.
    pub offset: Option<u32>,
    /// Whether the directory lists it.
    pub listed: bool,
}

/// A zip file to be written.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Zip {
    /// The entries, in the order of the file.
    pub files: Vec<File>,
    /// Bytes between the last entry and the directory.
    pub before_directory: Vec<u8>,
    /// Bytes between the directory and the end record.
    pub before_end: Vec<u8>,
    /// Bytes before all, which offsets count (`true`) or not.
    pub prefix: (Vec<u8>, bool),
    /// Bytes after all.
    pub suffix: Vec<u8>,
    /// The comment of the end record.
    pub comment: Vec<u8>,
    /// Added to the entries, the size and the offset in the end record.
    pub lies: [i64; 3],
}

/// CRC-32 of bytes.
#[must_use]
pub fn crc(bytes: &[u8]) -> u32 {
    let mut crc = Crc::new();
    crc.update(bytes);
    crc.sum()
}

/// Raw deflate.
#[must_use]
pub fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).expect("a vector takes all");
    encoder.finish().expect("a vector takes all")
}

fn short(length: usize) -> u16 {
    u16::try_from(length).expect("a short field")
}

fn long(length: usize) -> u32 {
    u32::try_from(length).expect("a small file")
}

impl File {
    /// A stored entry.
    #[must_use]
    pub fn stored(name: &str, content: &[u8]) -> Self {
        Self::kept(name, content, 0, content.to_vec())
    }

    /// A deflated one.
    #[must_use]
    pub fn deflated(name: &str, content: &[u8]) -> Self {
        Self::kept(name, content, 8, deflate(content))
    }

    fn kept(name: &str, content: &[u8], method: u16, data: Vec<u8>) -> Self {
        let header = Header {
            flags: if name.is_ascii() { 0 } else { 1 << 11 },
            method,
            crc: crc(content),
            compressed: long(data.len()),
            size: long(content.len()),
            name: name.as_bytes().to_vec(),
            extra: Vec::new(),
        };
        Self {
            before: Vec::new(),
            local: header.clone(),
            data,
            descriptor: Vec::new(),
            central: header,
            made_by: 0x0314,
            attributes: 0o100_644 << 16,
            offset: None,
            listed: true,
        }
    }

    /// The same with its sizes in a data descriptor alone.
    #[must_use]
    pub fn described(mut self) -> Self {
        for header in [&mut self.local, &mut self.central] {
            header.flags |= 1 << 3;
        }
        (self.local.crc, self.local.compressed, self.local.size) = (0, 0, 0);
        let Header { crc, compressed, size, .. } = self.central;
        let numbers = [crc, compressed, size].map(u32::to_le_bytes);
        self.descriptor = [b"PK\x07\x08".as_slice(), &numbers.concat()].concat();
        self
    }

    /// Its name, as the directory says.
    #[must_use]
    pub fn name(&self) -> String {
        String::from_utf8_lossy(&self.central.name).into_owned()
    }

    /// Its content.
    #[must_use]
    pub fn content(&self) -> Vec<u8> {
        if self.central.method == 0 {
            return self.data.clone();
        }
        let mut content = Vec::new();
        let mut decoder = flate2::read::DeflateDecoder::new(self.data.as_slice());
        std::io::Read::read_to_end(&mut decoder, &mut content).expect("sound deflate");
        content
    }

    /// The same entry under another name.
    #[must_use]
    pub fn renamed(mut self, name: &str) -> Self {
        for header in [&mut self.local, &mut self.central] {
            header.name = name.as_bytes().to_vec();
            header.flags &= !(1 << 11);
            header.flags |= if name.is_ascii() { 0 } else { 1 << 11 };
        }
        self
    }

    fn write_local(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.before);
        out.extend_from_slice(b"PK\x03\x04\x14\x00");
        self.local.write(out);
        out.extend_from_slice(&self.local.name);
        out.extend_from_slice(&self.local.extra);
        out.extend_from_slice(&self.data);
        out.extend_from_slice(&self.descriptor);
    }

    fn write_central(&self, offset: u32, out: &mut Vec<u8>) {
        out.extend_from_slice(b"PK\x01\x02");
        out.extend_from_slice(&self.made_by.to_le_bytes());
        out.extend_from_slice(&20_u16.to_le_bytes());
        self.central.write(out);
        out.extend_from_slice(&[0; 6]);
        out.extend_from_slice(&self.attributes.to_le_bytes());
        out.extend_from_slice(&self.offset.unwrap_or(offset).to_le_bytes());
        out.extend_from_slice(&self.central.name);
        out.extend_from_slice(&self.central.extra);
    }
}

impl Header {
    /// From the flags to the length of the extra fields.
    fn write(&self, out: &mut Vec<u8>) {
        for number in [self.flags, self.method, 0, 0x0021] {
            out.extend_from_slice(&number.to_le_bytes());
        }
        for number in [self.crc, self.compressed, self.size] {
            out.extend_from_slice(&number.to_le_bytes());
        }
        for length in [self.name.len(), self.extra.len()] {
            out.extend_from_slice(&short(length).to_le_bytes());
        }
    }
}

impl Zip {
    /// A zip file of these.
    #[must_use]
    pub fn of(files: Vec<File>) -> Self {
        Self { files, ..Self::default() }
    }

    /// Reads a sound one by its directory, without data descriptors.
    ///
    /// # Panics
    ///
    /// Where it is not sound.
    #[must_use]
    pub fn read(bytes: &[u8]) -> Self {
        let number = |at: usize, count: usize| {
            bytes[at..at + count].iter().rev().fold(0_usize, |n, byte| n << 8 | usize::from(*byte))
        };
        let end = bytes.windows(4).rposition(|window| window == b"PK\x05\x06").expect("an end");
        let mut at = number(end + 16, 4);
        let mut files = Vec::new();
        for _ in 0..number(end + 10, 2) {
            let (name, extra, comment) =
                (number(at + 28, 2), number(at + 30, 2), number(at + 32, 2));
            let header = |at: usize, fixed: usize, name: usize, extra: usize| Header {
                flags: short(number(at, 2)),
                method: short(number(at + 2, 2)),
                crc: long(number(at + 8, 4)),
                compressed: long(number(at + 12, 4)),
                size: long(number(at + 16, 4)),
                name: bytes[at + fixed..at + fixed + name].to_vec(),
                extra: bytes[at + fixed + name..at + fixed + name + extra].to_vec(),
            };
            let central = header(at + 8, 38, name, extra);
            let start = number(at + 42, 4);
            let (name, extra) = (number(start + 26, 2), number(start + 28, 2));
            let local = header(start + 6, 24, name, extra);
            let data = start + 30 + name + extra;
            files.push(File {
                data: bytes[data..data + number(at + 20, 4)].to_vec(),
                local,
                made_by: short(number(at + 4, 2)),
                attributes: long(number(at + 38, 4)),
                ..File::stored("", b"")
            });
            at += 46 + central.name.len() + central.extra.len() + comment;
            files.last_mut().expect("one was pushed").central = central;
        }
        let comment = bytes[end + 22..].to_vec();
        Self { files, comment, ..Self::default() }
    }

    /// The place of the entry of this name.
    ///
    /// # Panics
    ///
    /// Where there is none.
    #[must_use]
    pub fn at(&self, name: &str) -> usize {
        self.files.iter().position(|file| file.name() == name).expect("such an entry")
    }

    /// The same with one more, stored, at the end.
    #[must_use]
    pub fn with(mut self, name: &str, content: &[u8]) -> Self {
        self.files.push(File::stored(name, content));
        self
    }

    /// The same with another content for an entry.
    #[must_use]
    pub fn replaced(mut self, name: &str, content: &[u8]) -> Self {
        let at = self.at(name);
        self.files[at] = File::stored(name, content);
        self
    }

    /// The same without an entry.
    #[must_use]
    pub fn without(mut self, name: &str) -> Self {
        let at = self.at(name);
        self.files.remove(at);
        self
    }

    /// The bytes.
    #[must_use]
    pub fn build(&self) -> Vec<u8> {
        let mut out = self.prefix.0.clone();
        let base = if self.prefix.1 { 0 } else { out.len() };
        let mut offsets = Vec::new();
        for file in &self.files {
            offsets.push(long(out.len() + file.before.len() - base));
            file.write_local(&mut out);
        }
        out.extend_from_slice(&self.before_directory);
        let directory = out.len();
        let listed = self.files.iter().zip(offsets).filter(|(file, _)| file.listed);
        let mut count = 0_i64;
        for (file, offset) in listed {
            file.write_central(offset, &mut out);
            count += 1;
        }
        let size = i64::try_from(out.len() - directory).expect("small");
        let offset = i64::try_from(directory - base).expect("small");
        out.extend_from_slice(&self.before_end);
        let lied = |number: i64, lie: i64| u32::try_from(number + lie).expect("no less than none");
        let [entries, bytes, place] = self.lies;
        out.extend_from_slice(b"PK\x05\x06\0\0\0\0");
        let entries = u16::try_from(lied(count, entries)).expect("few entries").to_le_bytes();
        out.extend_from_slice(&[entries, entries].concat());
        out.extend_from_slice(&lied(size, bytes).to_le_bytes());
        out.extend_from_slice(&lied(offset, place).to_le_bytes());
        out.extend_from_slice(&short(self.comment.len()).to_le_bytes());
        out.extend_from_slice(&self.comment);
        out.extend_from_slice(&self.suffix);
        out
    }
}
