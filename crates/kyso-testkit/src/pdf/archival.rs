//! PDF/A of every level: one empty page, and the metadata that claims the level. veraPDF takes each
//! for what it claims (the interop suite asks it).

use super::writer::Objects;

/// The levels that [`archival`] knows.
pub const ARCHIVAL: &[&str] = &["1a", "1b", "2a", "2b", "2u", "3b", "3u", "4", "4f"];

/// A file of this level, its objects in plain sight.
#[must_use]
pub fn archival(level: &str) -> Vec<u8> {
    build(level, false)
}

/// The same, with an output intent, as most have one: sRGB.
#[must_use]
pub fn archival_with_intent(level: &str) -> Vec<u8> {
    build(level, true)
}

/// A profile of a screen with sRGB's primaries and a plain exponent (ICC.1:2001-04).
fn profile() -> Vec<u8> {
    let fixed = |value: f64| ((value * 65_536.0).round() as i32).to_be_bytes();
    let xyz = |values: [f64; 3]| {
        let mut tag = b"XYZ \0\0\0\0".to_vec();
        values.iter().for_each(|value| tag.extend(fixed(*value)));
        tag
    };
    let mut name = b"desc\0\0\0\0\0\0\0\x05sRGB\0".to_vec();
    name.resize(name.len() + 78, 0);
    let curve = b"curv\0\0\0\0\0\0\0\x01\x02\x33\0\0".to_vec();
    let tags: [(&[u8; 4], Vec<u8>); 9] = [
        (b"desc", name),
        (b"cprt", b"text\0\0\0\0none\0\0\0\0".to_vec()),
        (b"wtpt", xyz([0.9642, 1.0, 0.8249])),
        (b"rXYZ", xyz([0.4361, 0.2225, 0.0139])),
        (b"gXYZ", xyz([0.3851, 0.7169, 0.0971])),
        (b"bXYZ", xyz([0.1431, 0.0606, 0.7141])),
        (b"rTRC", curve.clone()),
        (b"gTRC", curve.clone()),
        (b"bTRC", curve),
    ];
    let mut table = (tags.len() as u32).to_be_bytes().to_vec();
    let mut data = Vec::new();
    let start = 128 + 4 + 12 * tags.len();
    for (signature, tag) in tags {
        table.extend(signature);
        table.extend(((start + data.len()) as u32).to_be_bytes());
        table.extend((tag.len() as u32).to_be_bytes());
        data.extend(tag);
        data.resize(data.len().next_multiple_of(4), 0);
    }
    let mut head = vec![0; 128];
    let size = (start + data.len()) as u32;
    for (at, bytes) in [
        (0, &size.to_be_bytes()[..]),
        (8, &[2, 0x40, 0, 0]),
        (12, b"mntrRGB XYZ "),
        (24, &[7, 0xEA, 0, 11, 0, 23, 0, 0, 0, 0, 0, 0]),
        (36, b"acsp"),
        (68, &[0, 0, 0xF6, 0xD6, 0, 1, 0, 0, 0, 0, 0xD3, 0x2D]),
    ] {
        head[at..at + bytes.len()].copy_from_slice(bytes);
    }
    [head, table, data].concat()
}

fn build(level: &str, intent: bool) -> Vec<u8> {
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
    let intended = "/OutputIntents [<< /Type /OutputIntent /S /GTS_PDFA1 \
                    /OutputConditionIdentifier (sRGB) /DestOutputProfile 8 0 R >>]";
    let intended = if intent { intended } else { "" };
    objects.put(
        1,
        format!("<< /Type /Catalog /Pages 2 0 R /Metadata 4 0 R {tagged} {attached} {intended} >>"),
    );
    if intent {
        objects.put_stream(8, "/N 3", &profile(), true);
    }
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
