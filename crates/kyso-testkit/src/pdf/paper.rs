//! A paper of one page with any text on it, and with what papers should not bring along.

use super::writer::Objects;

/// What a paper has.
#[derive(Clone, Debug, Default)]
pub struct Paper<'a> {
    /// `/Title`; none where it is empty.
    pub title: &'a str,
    /// Its lines from the top, each where it begins from the left in points.
    pub lines: &'a [(u16, &'a str)],
    /// More entries of the catalog: `/OpenAction <<...>>`.
    pub catalog: &'a str,
}

impl Paper<'_> {
    /// The file. Its font names every character of Unicode's first plane and draws none.
    #[must_use]
    pub fn build(&self) -> Vec<u8> {
        let mut content = String::new();
        for (index, (left, line)) in self.lines.iter().enumerate() {
            let codes: String = line.encode_utf16().map(|unit| format!("{unit:04X}")).collect();
            let height = 800 - index * 20;
            content.push_str(&format!("BT /F 12 Tf {left} {height} Td <{codes}> Tj ET\n"));
        }
        let map = "1 begincodespacerange <0000> <FFFF> endcodespacerange \
                   1 beginbfrange <0000> <FFFF> <0000> endbfrange";
        let title: String = self.title.encode_utf16().map(|unit| format!("{unit:04X}")).collect();
        let mut objects =
            Objects { trailer: "/Root 1 0 R /Info 7 0 R".into(), ..Objects::default() };
        objects.put(1, format!("<< /Type /Catalog /Pages 2 0 R {} >>", self.catalog));
        objects.put(2, "<< /Type /Pages /Kids [3 0 R] /Count 1 >>");
        objects.put(
            3,
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R \
             /Resources << /Font << /F 5 0 R >> >> >>",
        );
        objects.put_stream(4, "", content.as_bytes(), false);
        objects.put(
            5,
            "<< /Type /Font /Subtype /Type0 /BaseFont /Paper /Encoding /Identity-H /ToUnicode 6 0 R \
             /DescendantFonts [<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Paper /DW 500 \
             /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>] >>",
        );
        objects.put_stream(6, "", map.as_bytes(), false);
        let title = if title.is_empty() { String::new() } else { format!("/Title <FEFF{title}>") };
        objects.put(7, format!("<< {title} >>"));
        objects.classic(0)
    }
}
