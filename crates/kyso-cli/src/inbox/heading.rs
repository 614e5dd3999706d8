//! What an office writes on the first page of a paper: its number, what it is about, a secret
//! mark (NĐ 30/2020/NĐ-CP, Phụ lục I).

use kyso::pdf::TextLine;

/// Characters of a title or a number that are kept: a list shows one line of it.
const MOST: usize = 200;

/// Lines of a page that are looked at.
const LINES: usize = 2_000;

/// The marks of Điều 8 of the law on state secrets (29/2018/QH14), without spaces: letters are set
/// apart in many.
const MARKS: [(&str, &str); 3] = [("TUYỆTMẬT", "TUYỆT MẬT"), ("TỐIMẬT", "TỐI MẬT"), ("MẬT", "MẬT")];

/// The first lines of every paper of the state, which tell nothing of it.
const NOT_TITLES: [&str; 3] = ["CỘNGHÒAXÃHỘICHỦNGHĨAVIỆTNAM", "ĐỘCLẬP", "SỐ:"];

/// What stands on the first page.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Heading {
    /// What the paper is and is about.
    pub(super) title: Option<String>,
    /// "12/QĐ-UBND"
    pub(super) number: Option<String>,
    /// The highest secret mark that is a line of its own.
    pub(super) secret: Option<&'static str>,
}

impl Heading {
    pub(super) fn of(lines: &[TextLine]) -> Self {
        let texts: Vec<&str> = lines.iter().take(LINES).map(|line| line.text.as_str()).collect();
        let secret = MARKS.iter().find(|(bare, _)| texts.iter().any(|text| is_mark(text, bare)));
        Self {
            title: title(&texts),
            number: texts.iter().find_map(|text| number(text)),
            secret: secret.map(|(_, mark)| *mark),
        }
    }
}

fn is_mark(text: &str, bare: &str) -> bool {
    let letters = text.chars().filter(|c| !c.is_whitespace());
    letters.eq(bare.chars())
}

/// What stands behind "Số:" as far as it has no space; a number not given yet is three dots.
fn number(text: &str) -> Option<String> {
    let rest = after_so(text)?;
    let word: String = match rest.strip_prefix('/') {
        Some(_) => format!("…{}", rest.split_whitespace().next().unwrap_or_default()),
        None => {
            let mut words = rest.split_whitespace();
            let first = words.next()?;
            // "Số: 12 /QĐ-UBND"
            match words.next().filter(|next| next.starts_with('/') && !first.contains('/')) {
                Some(next) => format!("{first}{next}"),
                None => first.to_owned(),
            }
        }
    };
    let is_number = word.contains('/') || word.starts_with(|c: char| c.is_ascii_digit());
    is_number.then(|| short(&word))
}

fn after_so(text: &str) -> Option<&str> {
    let rest = text.trim_start().strip_prefix("Số")?.trim_start();
    rest.strip_prefix(':').map(str::trim_start)
}

/// The first lines below the number and the date; of a page without these, its first lines.
fn title(texts: &[&str]) -> Option<String> {
    let is_date = |text: &str| ["ngày", "tháng", "năm"].iter().all(|word| text.contains(word));
    // The head of a paper stands on its upper lines; dates may stand below it too.
    let mut head = texts.iter().take(20);
    let number = head.clone().position(|text| after_so(text).is_some());
    let below = number.max(head.position(|text| is_date(text))).map_or(0, |at| at + 1);
    let said = |text: &&&str| {
        let bare: String = text.to_uppercase().chars().filter(|c| !c.is_whitespace()).collect();
        let is_rule = !bare.chars().any(char::is_alphabetic);
        let is_mark = MARKS.iter().any(|(mark, _)| bare == *mark);
        !is_rule && !is_mark && !NOT_TITLES.iter().any(|one| bare.starts_with(one))
    };
    let lines: Vec<&str> = texts.iter().skip(below).filter(said).take(2).copied().collect();
    let title = short(&lines.join(" "));
    (!title.is_empty()).then_some(title)
}

/// One line of at most [`MOST`] characters.
pub(super) fn short(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default()),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use super::{after_so, is_mark, number, short, title};

    #[test]
    fn the_number_is_what_stands_behind_its_word() {
        let of = |text| number(text);
        assert_eq!(of("Số: 12/QĐ-UBND").as_deref(), Some("12/QĐ-UBND"));
        assert_eq!(of("Số : 215/TTr-STC  V/v").as_deref(), Some("215/TTr-STC"));
        assert_eq!(of("Số:12 /QĐ-UBND").as_deref(), Some("12/QĐ-UBND"));
        assert_eq!(of("Số:       /QĐ-UBND").as_deref(), Some("…/QĐ-UBND"));
        for none in ["Số tiền: 12", "Số: ...", "Số:", "Tổng số: 12/3"] {
            assert_eq!(of(none), None, "{none}");
        }
        assert_eq!(after_so("Số 12"), None);
    }

    #[test]
    fn the_title_stands_below_number_and_date() {
        let paper = [
            "ỦY BAN NHÂN DÂN",
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "Độc lập - Tự do - Hạnh phúc",
            "Số: 12/QĐ-UBND",
            "Hà Nội, ngày 16 tháng 11 năm 2026",
            "MẬT",
            "QUYẾT ĐỊNH",
            "Về việc thành lập Hội đồng",
            "Căn cứ Quyết định ngày 1 tháng 2 năm 2020;",
        ];
        assert_eq!(title(&paper).as_deref(), Some("QUYẾT ĐỊNH Về việc thành lập Hội đồng"));
        assert_eq!(
            title(&["____", "Contract", "of sale", "1."]).as_deref(),
            Some("Contract of sale")
        );
        assert_eq!(title(&["---", ""]), None);
    }

    #[test]
    fn a_mark_is_a_line_of_its_own() {
        assert!(is_mark(" T Ố I  M Ậ T ", "TỐIMẬT"));
        assert!(!is_mark("BÍ MẬT", "MẬT") && !is_mark("mật", "MẬT"));
    }

    #[test]
    fn a_long_text_is_cut() {
        assert_eq!(short(" a\n b "), "a b");
        assert_eq!(short(&"ộ".repeat(500)).chars().count(), 201);
    }
}
