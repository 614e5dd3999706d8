//! Files of any size for benchmarks: pages of noise, so that nothing can be skipped or packed; a
//! crowd of small objects; and holes, which take no room on the disk.

use std::fs::File;
use std::io::{self, BufWriter, Seek, SeekFrom, Write};
use std::path::Path;

/// Bytes of one image: 1024 × 1024 pixels of three bytes.
const IMAGE: u64 = 3 << 20;

/// Writes a sound PDF of about this many bytes, at least a few kilobytes, to a file.
///
/// # Errors
/// What the file system says.
pub fn large_pdf(path: &Path, bytes: u64) -> io::Result<()> {
    let mut out = BufWriter::with_capacity(1 << 20, File::create(path)?);
    write_large_pdf(&mut out, bytes)?;
    out.flush()
}

/// Writes the same to any sink, without holding more than one row of it.
///
/// # Errors
/// What the sink says.
pub fn write_large_pdf(out: &mut impl Write, bytes: u64) -> io::Result<()> {
    let mut writer = Counting { out, offsets: Vec::new(), at: 0 };
    writer.put(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")?;
    let pages = bytes.div_ceil(IMAGE).max(1);
    let kids: String = (0..pages).map(|page| format!("{} 0 R ", 3 + 3 * page)).collect();
    writer.object("<< /Type /Catalog /Pages 2 0 R >>")?;
    writer.object(&format!("<< /Type /Pages /Kids [{kids}] /Count {pages} >>"))?;
    let mut noise = 0x9e37_79b9_7f4a_7c15_u64;
    for page in 0..pages {
        let rows = (bytes.saturating_sub(page * IMAGE) / 3072).clamp(1, 1024);
        writer.page_of_image(4 + 3 * page)?;
        writer.begin(&format!(
            "<< /Type /XObject /Subtype /Image /Width 1024 /Height {rows} /ColorSpace /DeviceRGB \
             /BitsPerComponent 8 /Length {} >>\nstream\n",
            rows * 3072
        ))?;
        let mut row = [0; 3072];
        for _ in 0..rows {
            for chunk in row.chunks_exact_mut(8) {
                // xorshift64 (Marsaglia 2003): noise that no filter packs
                noise ^= noise << 13;
                noise ^= noise >> 7;
                noise ^= noise << 17;
                chunk.copy_from_slice(&noise.to_le_bytes());
            }
            writer.put(&row)?;
        }
        writer.put(b"\nendstream\nendobj\n")?;
    }
    writer.finish()
}

/// Writes a sound PDF of about this many bytes in objects of 500 bytes each, listed in a classic
/// table: text strings in arrays that one page holds as its `/PieceInfo`.
///
/// # Errors
/// What the file system says.
pub fn crowded_pdf(path: &Path, bytes: u64) -> io::Result<()> {
    /// Bytes that one object takes, its row in the table included.
    const OBJECT: u64 = 500;
    /// References in one array: readers bound the length of an object.
    const ARRAY: u64 = 1000;
    let mut out = BufWriter::with_capacity(1 << 20, File::create(path)?);
    let mut writer = Counting { out: &mut out, offsets: Vec::new(), at: 0 };
    let arrays = bytes.div_ceil(OBJECT * ARRAY).max(1);
    let refs = |first: u64, count: u64, step: u64| -> String {
        (0..count).map(|n| format!("{} 0 R ", first + n * step)).collect()
    };
    writer.put(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")?;
    writer.object("<< /Type /Catalog /Pages 2 0 R >>")?;
    writer.object("<< /Type /Pages /Kids [3 0 R] /Count 1 >>")?;
    writer.object(&format!(
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << >> /PieceInfo \
         << /Crowd << /LastModified (D:20260101000000Z) /Private [{}] >> >> >>",
        refs(4, arrays, ARRAY + 1)
    ))?;
    for array in 0..arrays {
        let first = 5 + array * (ARRAY + 1);
        writer.object(&format!("[{}]", refs(first, ARRAY, 1)))?;
        for number in first..first + ARRAY {
            let head = format!("<< /Number {number} /Text (");
            let fill = (OBJECT as usize).saturating_sub(head.len() + 48);
            writer.object(&format!("{head}{}) >>", "kyso ".repeat(fill / 5)))?;
        }
    }
    writer.finish()?;
    out.flush()
}

/// Writes a sound PDF of about this many bytes whose images are holes in the file: black, and no
/// room on a disk whose file system knows holes.
///
/// # Errors
/// What the file system says.
pub fn sparse_pdf(path: &Path, bytes: u64) -> io::Result<()> {
    /// Bytes of one image, 32,768 pixels square.
    const IMAGE: u64 = 1 << 30;
    let mut out = File::create(path)?;
    let mut writer = Counting { out: &mut out, offsets: Vec::new(), at: 0 };
    let pages = bytes.div_ceil(IMAGE).max(1);
    let kids: String = (0..pages).map(|page| format!("{} 0 R ", 3 + 3 * page)).collect();
    writer.put(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")?;
    writer.object("<< /Type /Catalog /Pages 2 0 R >>")?;
    writer.object(&format!("<< /Type /Pages /Kids [{kids}] /Count {pages} >>"))?;
    for page in 0..pages {
        let rows = (bytes.saturating_sub(page * IMAGE) / 32_768).clamp(1, 32_768);
        writer.page_of_image(4 + 3 * page)?;
        writer.begin(&format!(
            "<< /Type /XObject /Subtype /Image /Width 32768 /Height {rows} /ColorSpace \
             /DeviceGray /BitsPerComponent 8 /Length {} >>\nstream\n",
            rows * 32_768
        ))?;
        writer.hole(rows * 32_768)?;
        writer.put(b"\nendstream\nendobj\n")?;
    }
    writer.finish()
}

struct Counting<'a, W: Write> {
    out: &'a mut W,
    offsets: Vec<u64>,
    at: u64,
}

impl<W: Write> Counting<'_, W> {
    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.at += bytes.len() as u64;
        self.out.write_all(bytes)
    }

    /// Zeros that are not written.
    fn hole(&mut self, bytes: u64) -> io::Result<()>
    where
        W: Seek,
    {
        self.at = self.out.seek(SeekFrom::Start(self.at + bytes))?;
        Ok(())
    }

    fn begin(&mut self, body: &str) -> io::Result<()> {
        self.offsets.push(self.at);
        let number = self.offsets.len();
        self.put(format!("{number} 0 obj\n{body}").as_bytes())
    }

    fn object(&mut self, body: &str) -> io::Result<()> {
        self.begin(body)?;
        self.put(b"\nendobj\n")
    }

    /// A page, and its content as the object `content`, that shows the image of the next number.
    fn page_of_image(&mut self, content: u64) -> io::Result<()> {
        self.object(&format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 512 512] /Contents {content} 0 R \
             /Resources << /XObject << /Im {} 0 R >> >> >>",
            content + 1
        ))?;
        let drawing = "q 512 0 0 512 0 0 cm /Im Do Q";
        let len = drawing.len();
        self.object(&format!("<< /Length {len} >>\nstream\n{drawing}\nendstream"))
    }

    fn finish(mut self) -> io::Result<()> {
        let xref = self.at;
        let size = self.offsets.len() + 1;
        self.put(format!("xref\n0 {size}\n0000000000 65535 f \n").as_bytes())?;
        for offset in std::mem::take(&mut self.offsets) {
            self.put(format!("{offset:010} 00000 n \n").as_bytes())?;
        }
        let trailer =
            format!("trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{xref}\n%%EOF\n");
        self.put(trailer.as_bytes())
    }
}
