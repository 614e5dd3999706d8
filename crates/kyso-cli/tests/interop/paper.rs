//! One office letter on pages of many kinds: turned, cropped out of a larger sheet, in other units.
//! Every one of them is seen as the same letter on A4.

use std::fs;
use std::path::PathBuf;

use libtest_mimic::Failed;

/// A kind of page.
pub(crate) struct Kind {
    pub(crate) name: &'static str,
    /// What its pages say of themselves.
    entries: &'static str,
    /// From the letter's axes to those of the page.
    matrix: &'static str,
}

/// The letter is 595.28 by 841.89 points.
pub(crate) const KINDS: [Kind; 4] = [
    Kind { name: "office", entries: "", matrix: "1 0 0 1 0 0" },
    Kind {
        name: "rotated",
        entries: "/MediaBox[0 0 841.89 595.28]/Rotate 90",
        matrix: "0 1 -1 0 841.89 0",
    },
    Kind {
        name: "a3-crop-box",
        entries: "/MediaBox[0 0 841.89 1190.55]/CropBox[120 200 715.28 1041.89]",
        matrix: "1 0 0 1 120 200",
    },
    Kind {
        name: "user-unit-2",
        entries: "/MediaBox[0 0 297.64 420.945]/UserUnit 2",
        matrix: "0.5 0 0 0.5 0 0",
    },
];

/// A file of `testdata/sample`.
pub(crate) fn sample(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../testdata/sample").join(name)
}

impl Kind {
    /// The draft letter of two pages on pages of this kind: an increment on the file.
    pub(crate) fn letter(&self) -> Result<Vec<u8>, Failed> {
        let mut bytes = fs::read(sample("draft.pdf"))?;
        if self.entries.is_empty() {
            return Ok(bytes);
        }
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let number = |key: &str| -> Result<usize, Failed> {
            let (_, after) = text.rsplit_once(key).ok_or("no trailer")?;
            Ok(after.split_ascii_whitespace().next().ok_or("no number")?.parse()?)
        };
        let (size, before) = (number("/Size ")?, number("startxref\n")?);
        let mut objects =
            vec![(size, stream(&format!("q {} cm\n", self.matrix))), (size + 1, stream("\nQ\n"))];
        for page in [3, 5] {
            let start = format!("\n{page} 0 obj\n");
            let from = text.find(&start).ok_or("no page")? + start.len();
            let object = text[from..].split("\nendobj").next().unwrap_or_default();
            let own = format!("/Contents {} 0 R", page + 1);
            let wrapped = format!("/Contents[{size} 0 R {} 0 R {} 0 R]", page + 1, size + 1);
            let object = object.replacen(&own, &wrapped, 1);
            objects.push((page, object.replacen("<<", &format!("<<{}", self.entries), 1)));
        }
        let mut rows = String::new();
        for (number, object) in objects {
            rows += &format!("{number} 1\n{:010} 00000 n \n", bytes.len());
            bytes.extend_from_slice(format!("{number} 0 obj\n{object}\nendobj\n").as_bytes());
        }
        let start = bytes.len();
        let trailer = format!("<</Size {}/Root 2 0 R/Prev {before}>>", size + 2);
        let table = format!("xref\n{rows}trailer\n{trailer}\nstartxref\n{start}\n%%EOF\n");
        bytes.extend_from_slice(table.as_bytes());
        Ok(bytes)
    }
}

fn stream(content: &str) -> String {
    format!("<</Length {}>>\nstream\n{content}\nendstream", content.len())
}
