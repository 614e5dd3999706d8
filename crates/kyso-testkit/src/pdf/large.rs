//! A file of any size for benchmarks: pages of noise, so that nothing can be skipped or packed.

use std::fs::File;
use std::io::{self, BufWriter, Write};
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
        let (content, image) = (4 + 3 * page, 5 + 3 * page);
        writer.object(&format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 512 512] /Contents {content} 0 R \
             /Resources << /XObject << /Im {image} 0 R >> >> >>"
        ))?;
        let drawing = "q 512 0 0 512 0 0 cm /Im Do Q";
        let len = drawing.len();
        writer.object(&format!("<< /Length {len} >>\nstream\n{drawing}\nendstream"))?;
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

    fn begin(&mut self, body: &str) -> io::Result<()> {
        self.offsets.push(self.at);
        let number = self.offsets.len();
        self.put(format!("{number} 0 obj\n{body}").as_bytes())
    }

    fn object(&mut self, body: &str) -> io::Result<()> {
        self.begin(body)?;
        self.put(b"\nendobj\n")
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
