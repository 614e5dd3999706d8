//! PDF/A of every level: one empty page, and the metadata that claims the level. veraPDF takes each
//! for what it claims (the interop suite asks it).

use super::writer::Objects;

/// The levels that [`archival`] knows.
pub const ARCHIVAL: &[&str] = &["1a", "1b", "2a", "2b", "2u", "3b", "3u", "4", "4f"];

/// A file of this level, its objects in plain sight.
#[must_use]
pub fn archival(level: &str) -> Vec<u8> {
    let part = &level[..1];
    let conformance = level[1..].to_uppercase();
    let claim = match (part, conformance.as_str()) {
        ("4", "") => r#"pdfaid:part="4" pdfaid:rev="2020""#.to_owned(),
        ("4", letter) => {
            format!(r#"pdfaid:part="4" pdfaid:rev="2020" pdfaid:conformance="{letter}""#)
        }
        (part, letter) => format!(r#"pdfaid:part="{part}" pdfaid:conformance="{letter}""#),
    };
    let metadata = format!(
        "<?xpacket begin=\"\u{feff}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n\
         <x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n\
         <rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n\
         <rdf:Description rdf:about=\"\" xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\" {claim}/>\n\
         </rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"w\"?>"
    );
    let mut objects = Objects::default();
    let tagged = "/MarkInfo << /Marked true >> /StructTreeRoot 5 0 R /Lang (vi)";
    let tagged = if conformance == "A" { tagged } else { "" };
    let attached = "/Names << /EmbeddedFiles << /Names [(a.txt) 6 0 R] >> >> /AF [6 0 R]";
    let attached = if conformance == "F" { attached } else { "" };
    let catalog = format!("<< /Type /Catalog /Pages 2 0 R /Metadata 4 0 R {tagged} {attached} >>");
    objects.put(1, catalog);
    objects.put(2, "<< /Type /Pages /Kids [3 0 R] /Count 1 >>");
    objects.put(3, "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << >> >>");
    objects.put_stream(4, "/Type /Metadata /Subtype /XML", metadata.as_bytes(), false);
    objects.put(5, "<< /Type /StructTreeRoot >>");
    if conformance == "F" {
        let file = "<< /Type /Filespec /F (a.txt) /UF (a.txt) /AFRelationship /Data \
                    /EF << /F 7 0 R >> >>";
        objects.put(6, file);
        let kind = "/Type /EmbeddedFile /Subtype /text#2Fplain";
        objects.put_stream(7, kind, b"So 12/QD-UBND", false);
    }
    let id = "00112233445566778899AABBCCDDEEFF";
    objects.trailer = format!("/Root 1 0 R /ID [<{id}> <{id}>]");
    let mut file = objects.classic(0);
    if part == "4" {
        file[5..8].copy_from_slice(b"2.0");
    }
    file
}
