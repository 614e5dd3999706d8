//! A long document of text: many pages, each with its own content.

use std::fmt::Write as _;
use std::path::Path;
use std::{fs, io};

use super::writer::Objects;

/// Lines on a page.
const LINES: u32 = 45;

/// Writes a sound PDF of so many pages of text to a file.
///
/// # Errors
/// What the file system says.
pub fn paged_pdf(path: &Path, pages: u64) -> io::Result<()> {
    let pages = u32::try_from(pages).unwrap_or(u32::MAX).clamp(1, 1_000_000);
    let mut objects = Objects { trailer: "/Root 1 0 R".into(), ..Objects::default() };
    let kids: String = (0..pages).map(|page| format!("{} 0 R ", 4 + 2 * page)).collect();
    objects.put(1, "<< /Type /Catalog /Pages 2 0 R >>");
    objects.put(2, format!("<< /Type /Pages /Kids [{kids}] /Count {pages} >>"));
    objects.put(3, "<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman >>");
    for page in 0..pages {
        let number = 4 + 2 * page;
        objects.put(
            number,
            format!(
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {} 0 R \
                 /Resources << /Font << /F 3 0 R >> >> >>",
                number + 1
            ),
        );
        let mut content = "BT /F 12 Tf 16 TL 60 780 Td\n".to_owned();
        for line in 0..LINES {
            let seed = page.wrapping_mul(7919).wrapping_add(line.wrapping_mul(104_729));
            let _ = writeln!(
                content,
                "(Page {}, line {line}: the office keeps record {seed} for {} years and no more.) ' ",
                page + 1,
                5 + seed % 70
            );
        }
        content.push_str("ET");
        objects.put_stream(number + 1, "", content.as_bytes(), true);
    }
    fs::write(path, objects.classic(0))
}
