//! What a signature shows of itself, held against what it is: text that neither the certificate
//! nor the signature says is told, so that nobody takes a drawn name for a proven one.

use unicode_normalization::UnicodeNormalization;

use super::super::integrity::Read;
use super::discover::Found;
use crate::pdf::{self, PdfDocument};
use crate::report::{Code, Finding};

/// Words that looks put before what they show, and forms of copies, in small letters. They name
/// nobody.
const LABELS: [&str; 51] = [
    "digitally signed by",
    "electronically signed by",
    "signed by",
    "signed at",
    "signer",
    "signing time",
    "date",
    "time",
    "reason",
    "location",
    "title",
    "organization",
    "organisation",
    "contact",
    "email",
    "serial number",
    "serial",
    "issuer",
    "được ký số bởi",
    "được ký bởi",
    "ký số bởi",
    "ký bởi",
    "người ký",
    "cơ quan",
    "đơn vị",
    "tổ chức",
    "chức vụ",
    "chức danh",
    "ngày ký",
    "ký ngày",
    "ký lúc",
    "giờ ký",
    "thời gian ký",
    "thời gian",
    "thời điểm ký",
    "lý do",
    "nơi ký",
    "địa điểm",
    "liên hệ",
    "sao y bản chính",
    "sao y",
    "sao lục",
    "trích sao",
    "bản sao",
    "đến số",
    "cn",
    "ou",
    "dn",
    "st",
    "ngày",
    "utc",
];

/// Characters of the text in a finding.
const SHOWN: usize = 200;

/// Characters of a look that are compared: more than anybody reads in one.
const COMPARED: usize = 4_000;

/// The finding, where there is such text.
pub(super) fn unproven(
    document: &PdfDocument,
    found: &Found,
    read: &Read,
    revision: usize,
) -> Option<Finding> {
    let view = document.at_revision(revision);
    // What cannot be read is told elsewhere, or is a picture to who reads so.
    let lines = pdf::look_text(&view, found.seen()?).ok()?;
    let certificate = &read.certificate;
    let names = [certificate.subject(), certificate.issuer()];
    let names = names.into_iter().flat_map(|name| name.rdns()).flatten();
    let mut known: Vec<String> = names.filter_map(|one| one.text.clone()).collect();
    known.push(certificate.serial_hex());
    let value = &found.value;
    let said = [&value.reason, &value.location, &value.contact_info];
    known.extend(said.into_iter().flatten().cloned());
    let left = left_over(&lines, &known);
    if left.is_empty() {
        return None;
    }
    let may_be_a_name = left.iter().any(|piece| names_somebody(piece));
    let finding = if may_be_a_name { Finding::warning } else { Finding::info };
    let text: String = left.join("; ").chars().take(SHOWN).collect();
    Some(finding(Code::AppearanceTextUnproven).with("text", text))
}

/// What is left of some lines without what is known, labels, and words with digits in them, which
/// are times and numbers. Where lines end is a matter of looks.
fn left_over(lines: &[String], known: &[String]) -> Vec<String> {
    let mut words: Vec<Option<String>> = Vec::new();
    for line in lines {
        words.extend(parts(line).take(COMPARED).map(Some));
    }
    words.truncate(COMPARED);
    let known = known.iter().map(|text| parts(text).map(|word| folded(&word)).collect::<Vec<_>>());
    let mut known: Vec<Vec<String>> = known.filter(|words| !words.is_empty()).collect();
    // The longest first: of two names one may begin with the other.
    known.sort_by_key(|words| std::cmp::Reverse(words.len()));
    let labels = LABELS.iter().map(|label| label.split(' ').map(str::to_owned).collect());
    for text in known.into_iter().chain(labels) {
        take_away(&mut words, &text);
    }
    for word in &mut words {
        let is_name = |word: &String| {
            word.chars().any(char::is_alphabetic) && !word.chars().any(|c| c.is_ascii_digit())
        };
        *word = word.take().filter(is_name);
    }
    let pieces = words.split(Option::is_none).map(|piece| piece.iter().flatten().cloned());
    let pieces = pieces.map(|piece| piece.collect::<Vec<_>>().join(" "));
    pieces.filter(|piece| piece.chars().nth(1).is_some()).collect()
}

/// Words in Unicode's form C, without the signs around them.
fn parts(text: &str) -> impl Iterator<Item = String> + '_ {
    let ends = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '=' | '|' | '\u{FFFD}');
    let trimmed = |word: &str| -> String {
        word.nfc().collect::<String>().trim_matches(|c: char| !c.is_alphanumeric()).to_owned()
    };
    text.split(ends).map(trimmed).filter(|word| !word.is_empty())
}

fn folded(word: &str) -> String {
    word.to_lowercase()
}

/// Puts nothing in the place of each run of words.
fn take_away(words: &mut [Option<String>], text: &[String]) {
    let mut at = 0_usize;
    while let Some(run) = words.get_mut(at..at.saturating_add(text.len())) {
        let same = |(word, wanted): (&Option<String>, &String)| {
            word.as_deref().is_some_and(|word| folded(word) == *wanted)
        };
        if run.iter().zip(text).all(same) {
            run.fill(None);
            at += text.len();
        } else {
            at += 1;
        }
    }
}

/// Whether two words in a row begin with a capital, as names do.
fn names_somebody(piece: &str) -> bool {
    let capital = |word: &str| word.chars().next().is_some_and(char::is_uppercase);
    let words: Vec<bool> = piece.split(' ').map(capital).collect();
    words.windows(2).any(|pair| pair == [true, true])
}

#[cfg(test)]
mod tests {
    use super::{left_over, names_somebody};

    fn left(lines: &[&str]) -> Vec<String> {
        let known = ["Nguyễn Thị Ánh", "Vụ trưởng", "Bộ Mẫu", "Đã duyệt", "VN"];
        let lines: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
        left_over(&lines, &known.map(str::to_owned))
    }

    #[test]
    fn what_the_certificate_or_the_signature_says_is_not_told_again() {
        for lines in [
            &[
                "Ký bởi: NGUYỄN THỊ ÁNH",
                "Vụ trưởng",
                "Bộ Mẫu",
                "Ngày ký: 2026-10-08T15:04:05+07:00",
            ][..],
            &["Digitally signed by Nguyễn Thị", "Ánh", "Date: 2026.10.08 15:04:05 +07'00'"],
            &["Ngu\u{79}e\u{302}\u{303}n Thi\u{323} A\u{301}nh", "Đã duyệt"],
            &["CN=Nguyễn Thị Ánh, O=Bộ Mẫu, C=VN"],
            &["SAO LỤC", "Bộ Mẫu", "2026-10-08T15:04:05+07:00"],
            &["215/CNS-VP", "ĐẾN số: 42"],
            &[],
        ] {
            assert!(left(lines).is_empty(), "{lines:?}: {:?}", left(lines));
        }
    }

    #[test]
    fn a_name_that_the_certificate_does_not_hold_is_told() {
        for (lines, text) in [
            (&["Ký bởi: Trần Văn Bình"][..], "Trần Văn Bình"),
            (&["Bộ trưởng", "Trần Văn", "Bình"], "Bộ trưởng Trần Văn Bình"),
            (&["Nguyễn Thị Ánh Tuyết"], "Tuyết"),
            (&["TRẦN VĂN BÌNH", "Nguyễn Thị Ánh"], "TRẦN VĂN BÌNH"),
        ] {
            assert_eq!(left(lines), [text], "{lines:?}");
        }
        assert!(names_somebody("Bộ trưởng Trần Văn Bình") && names_somebody("JOHN SMITH"));
        assert!(!names_somebody("Phê duyệt") && !names_somebody("NTA") && !names_somebody(""));
    }
}
