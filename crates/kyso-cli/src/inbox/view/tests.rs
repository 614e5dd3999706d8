//! Every screen in both languages, held against a file each; names that steer terminals steer
//! none.

use std::fs;
use std::path::{Path, PathBuf};

use kyso_testkit::pdf::Paper as Pdf;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::style::Color;
use serde_json::json;

use super::draw;
use crate::error::Failure;
use crate::i18n::{Catalog, Lang, Message, msg};
use crate::inbox::folder::Told;
use crate::inbox::keys::press;
use crate::inbox::me::Me;
use crate::inbox::page::{Page, Where, Wish};
use crate::inbox::paper::{Done, Facts, Paper, Reading, Signature, Verdict};
use crate::inbox::read::Reader;
use crate::inbox::state::{App, Ask, Confirm, Key, Screen, Sheet};
use crate::inbox::text_page::Row;
use crate::inputs::Input;
use crate::stamp::Stamp;
use crate::ui::{Tone, Ui};

fn ui(lang: Lang) -> Ui {
    Ui::plain(Catalog::new(lang))
}

fn shown(app: &App, lang: Lang, (width, height): (u16, u16)) -> Buffer {
    let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
    terminal.draw(|frame| draw(frame, app, &ui(lang))).unwrap();
    terminal.backend().buffer().clone()
}

/// The rows as they are read, without the spaces at their ends.
fn text(buffer: &Buffer) -> String {
    let mut text = String::new();
    for y in 0..buffer.area.height {
        let row: String = (0..buffer.area.width).map(|x| buffer[(x, y)].symbol()).collect();
        text.push_str(row.trim_end());
        text.push('\n');
    }
    text
}

/// Holds a screen against its file in both languages.
fn holds(name: &str, app: impl Fn() -> App, size: (u16, u16)) {
    for lang in Lang::ALL {
        let buffer = shown(&app(), lang, size);
        for y in 0..size.1 {
            for x in 0..size.0 {
                let cell = &buffer[(x, y)];
                assert!(cell.fg == Color::Reset && cell.bg == Color::Reset, "{name}: a colour");
            }
        }
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/screens");
        let file = folder.join(format!("inbox-{name}.{}.txt", lang.code()));
        let text = text(&buffer);
        if std::env::var_os("KYSO_BLESS").is_some() {
            fs::create_dir_all(&folder).unwrap();
            fs::write(&file, &text).unwrap();
        }
        let stored = fs::read_to_string(&file).unwrap_or_default();
        assert!(stored == text, "{}: KYSO_BLESS=1 writes it\n{text}", file.display());
    }
}

fn facts(title: &str, number: &str, pages: usize) -> Facts {
    Facts {
        format: "pdf",
        bytes: 52_000,
        title: title.to_owned(),
        title_from: "page",
        number: (!number.is_empty()).then(|| number.to_owned()),
        pages: Some(pages),
        verdict: Verdict::Unsigned,
        signatures: Vec::new(),
        warnings: Vec::new(),
        report: String::new(),
    }
}

fn paper(name: &str, reading: Reading) -> Paper {
    let mut paper = Paper::new(PathBuf::from("den").join(name));
    paper.stamp = Some(Stamp::of(&Input::Stdin));
    paper.reading = reading;
    paper
}

fn read(name: &str, facts: Facts) -> Paper {
    paper(name, Reading::Read(Box::new(facts)))
}

fn signed(by: &[(&str, Verdict)], verdict: Verdict, warnings: Vec<Message>) -> Facts {
    let signature = |(name, verdict): &(&str, Verdict)| Signature {
        id: "Signature1".into(),
        name: (*name).to_owned(),
        verdict: *verdict,
        sub_indication: None,
    };
    Facts {
        verdict,
        signatures: by.iter().map(signature).collect(),
        warnings,
        report: (1..40).map(|line| format!("  {line}\n")).collect(),
        ..facts("TỜ TRÌNH Về việc phê duyệt dự toán năm 2027", "215/TTr-STC", 12)
    }
}

/// A morning's papers.
fn app() -> App {
    let me = json!({ "common_name": "Nguyễn Thị Ánh", "issuer": "CN=CA", "serial": "5b01" });
    let both = [("Trần Văn Bình", Verdict::Passed), ("Sở Tài chính", Verdict::Failed)].as_slice();
    let warnings = vec![msg::paper_script(), msg::paper_signature_failed("Sở Tài chính")];
    let mut marked =
        read("qd-12.pdf", facts("QUYẾT ĐỊNH Về việc thành lập Hội đồng", "12/QĐ-UBND", 3));
    marked.marked = true;
    let mut done = read("kh-7.pdf", facts("KẾ HOẠCH Chuyển đổi số", "7/KH-UBND", 9));
    done.done = Some(Done::Signed { output: "den/signed/kh-7.pdf".into() });
    let mut refused = read("cv-9.pdf", facts("Công văn", "9/SNV-VP", 1));
    refused.done = Some(Done::Refused { to: "den/refused/cv-9.pdf".into() });
    let mut failed = read("bc-3.pdf", facts("BÁO CÁO", "3/BC-SNV", 2));
    failed.done = Some(Done::Failed { why: "…".into() });
    let secret = Facts {
        warnings: vec![msg::paper_secret_mark("MẬT")],
        ..facts("THÔNG BÁO", "…/TB-UBND", 1)
    };
    let passed = signed(&[("Trần Văn Bình", Verdict::Passed)], Verdict::Passed, Vec::new());
    App {
        folder: "den".into(),
        papers: vec![
            marked,
            read("tt-215.pdf", signed(both, Verdict::Failed, warnings)),
            read("tb.pdf", secret),
            read("tt-216.pdf", passed),
            paper(
                "hong.pdf",
                Reading::Fault(Failure::io(msg::core_unknown_format("den/hong.pdf"))),
            ),
            done,
            refused,
            failed,
            paper("moi.pdf", Reading::Waiting),
        ],
        selected: 1,
        screen: Screen::List,
        note: None,
        key: Key::Known(Box::new(Me::told(&me).unwrap())),
        level: "B-T",
        results: "den/signed".into(),
        pictures: false,
    }
}

fn key(app: &mut App, code: KeyCode) -> Ask {
    press(app, KeyEvent::new(code, KeyModifiers::NONE))
}

fn keys(app: &mut App, text: &str) -> Ask {
    text.chars().map(|c| key(app, KeyCode::Char(c))).last().unwrap_or(Ask::Nothing)
}

/// A page of the paper in front.
fn page(app: &App, number: usize) -> Page {
    let row = |text: &str, is_place| Row { text: text.to_owned(), is_place };
    let rows = vec![
        row("ỦY BAN NHÂN DÂN          CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", false),
        row("Số: 215/TTr-STC          Huế, ngày 16 tháng 11 năm 2026", false),
        row("", false),
        row(
            "    Một dòng dài hơn bề ngang của cửa sổ thì được ngắt giữa các chữ, và phần còn lại ở dòng sau.",
            false,
        ),
        row("                                        [ chữ ký ]", true),
    ];
    let place = Where::At { page: 2, rect: [300.0, 100.0, 450.0, 160.0] };
    let wish = Wish { path: app.current().unwrap().path.clone(), page: number, picture: false };
    Page { wish, rows, place, picture: None, fault: None }
}

const USUAL: (u16, u16) = (80, 24);

#[test]
fn the_list() {
    holds("list", app, USUAL);
    holds("list-small", app, (60, 12));
    holds("list-wide", app, (120, 30));
    let empty = || App { papers: Vec::new(), ..app() };
    holds("empty", empty, (80, 10));
    holds("too-small", app, (30, 8));
}

#[test]
fn a_paper_with_what_became_of_it() {
    for (name, selected) in [("unreadable", 4), ("signed", 5), ("refused", 6), ("waiting", 8)] {
        holds(name, || App { selected, ..app() }, USUAL);
    }
}

#[test]
fn a_page_as_text() {
    let looking = || {
        let mut app = app();
        let wish = match key(&mut app, KeyCode::Enter) {
            Ask::Page(wish) => wish,
            other => panic!("{other:?}"),
        };
        assert_eq!((wish.page, wish.picture), (1, false));
        app.page(page(&app, 1));
        app
    };
    holds("page", looking, USUAL);
    let turning = || {
        let mut app = looking();
        assert!(matches!(key(&mut app, KeyCode::Right), Ask::Page(Wish { page: 2, .. })));
        // A page that was asked for before comes late.
        app.page(page(&app, 1));
        app
    };
    holds("page-waiting", turning, (80, 10));
}

#[test]
fn the_verdict_the_keys_and_the_reason() {
    let verdict = || {
        let mut app = app();
        keys(&mut app, "vjj");
        app
    };
    holds("verdict", verdict, (80, 12));
    let help = || {
        let mut app = app();
        keys(&mut app, "?");
        app
    };
    holds("help", help, USUAL);
    let reason = || {
        let mut app = app();
        keys(&mut app, "rThiếu phụ lục 2");
        app
    };
    holds("reason", reason, USUAL);
    let mut app = reason();
    let asked = key(&mut app, KeyCode::Enter);
    assert_eq!(asked, Ask::Refuse { index: 1, reason: "Thiếu phụ lục 2".into() });
    let mut blank = super::tests::app();
    keys(&mut blank, "r  ");
    assert_eq!(key(&mut blank, KeyCode::Enter), Ask::Nothing);
}

#[test]
fn the_question_before_signing() {
    let confirm = || {
        let sheet = |index, place| Sheet { index, sha256: "ab".repeat(32), place };
        let at = Where::At { page: 3, rect: [300.0, 100.0, 450.0, 160.0] };
        let papers =
            vec![sheet(0, at), sheet(1, Where::Nowhere), sheet(2, Where::Fault(msg::look_empty()))];
        App { screen: Screen::Confirm(Confirm { papers, scroll: 0 }), ..app() }
    };
    holds("confirm", confirm, (80, 30));
    let hidden = || App { key: Key::Hidden, ..confirm() };
    holds("confirm-small", hidden, (80, 12));
    let mut app = confirm();
    assert_eq!(key(&mut app, KeyCode::Enter), Ask::Sign(vec![0, 1, 2]));
    let mut app = confirm();
    assert_eq!(key(&mut app, KeyCode::Esc), Ask::Nothing);
    assert!(matches!(app.screen, Screen::List));
}

#[test]
fn only_what_was_read_and_waits_is_marked_and_signed() {
    let mut app = app();
    keys(&mut app, "a");
    assert_eq!(app.marked(), [0, 1, 2, 3, 7]);
    assert_eq!(keys(&mut app, "S"), Ask::Prepare(vec![0, 1, 2, 3, 7]));
    keys(&mut app, "a");
    assert!(app.marked().is_empty());
    assert_eq!(keys(&mut app, "S"), Ask::Nothing);
    assert!(matches!(app.note, Some((Tone::Doubtful, _))));
    // Unreadable, signed, refused, not read yet.
    for selected in [4, 5, 6, 8] {
        app.selected = selected;
        assert_eq!(keys(&mut app, " "), Ask::Nothing);
        app.selected = selected;
        assert_eq!(keys(&mut app, "s"), Ask::Nothing, "{selected}");
    }
    assert!(app.marked().is_empty());
    // What was changed meanwhile is no more marked.
    app.selected = 0;
    keys(&mut app, " ");
    assert_eq!((app.marked(), app.selected), (vec![0], 1));
    app.forget(0);
    assert!(app.marked().is_empty());
    let told = Told {
        path: app.papers[0].path.clone(),
        stamp: Stamp::of(&Input::Stdin),
        reading: Reading::Read(Box::new(facts("anew", "", 1))),
    };
    app.read(told);
    app.selected = 0;
    assert_eq!(keys(&mut app, "s"), Ask::Prepare(vec![0]));
    app.key = Key::None;
    assert_eq!(keys(&mut app, "s"), Ask::Nothing);
}

/// Titles, names and texts of a hostile paper: read by the reader itself, on every screen.
#[test]
fn what_steers_a_terminal_is_shown_and_does_nothing() {
    let steering = "\u{1b}[2J\u{202e}gpj\u{2066}\r\n\u{7}\u{9b}31m";
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path().join("den\u{1b}[31m");
    fs::create_dir(&at).unwrap();
    let number = "Số: 12\u{1b}[5m/QĐ";
    let pdf = Pdf { title: steering, lines: &[(60, number), (60, steering)], catalog: "" };
    let name = format!("a{}.pdf", steering.replace('\n', ""));
    let path = at.join(name);
    fs::write(&path, pdf.build()).unwrap();
    fs::write(at.join("b\u{1b}]0;x\u{7}.pdf"), "junk").unwrap();
    let args = inbox_args(&at);
    let ui = ui(Lang::Vi);
    let reader = Reader::new(&args, Some(at.clone()), &ui).unwrap();
    let mut papers = crate::inbox::folder::papers(&at).unwrap();
    papers.iter_mut().for_each(|paper| crate::inbox::folder::read(paper, &reader));
    assert!(papers[0].facts().is_some_and(|facts| facts.title.contains("\\u{1b}[2J")));
    assert_eq!(papers[0].facts().unwrap().number.as_deref(), Some("12\\u{1b}[5m/QĐ"));
    assert!(matches!(papers[1].reading, Reading::Fault(_)));
    let pages = crate::inbox::page::Pages::new(&args.sign, None, Lang::Vi);
    let mut app =
        App { folder: crate::i18n::printable(&at.display().to_string()), papers, ..app() };
    app.selected = 0;
    let mut buffers = vec![shown(&app, Lang::Vi, USUAL)];
    app.screen = Screen::List;
    if let Ask::Page(wish) = key(&mut app, KeyCode::Enter) {
        app.page(pages.page(wish));
    }
    buffers.push(shown(&app, Lang::Vi, USUAL));
    assert!(text(&buffers[1]).contains("\\u{1b}[2J"), "{}", text(&buffers[1]));
    key(&mut app, KeyCode::Esc);
    for pressed in ["v", "r\u{1b}x"] {
        app.screen = Screen::List;
        keys(&mut app, pressed);
        buffers.push(shown(&app, Lang::Vi, USUAL));
    }
    let place = pages.place(&app.papers[0].input());
    let papers = vec![Sheet { index: 0, sha256: "00".into(), place }];
    app.screen = Screen::Confirm(Confirm { papers, scroll: 0 });
    buffers.push(shown(&app, Lang::Vi, USUAL));
    app.screen = Screen::List;
    app.selected = 1;
    buffers.push(shown(&app, Lang::Vi, USUAL));
    for buffer in buffers {
        for cell in buffer.content() {
            let safe = cell.symbol().chars().all(|c| {
                !c.is_control() && !('\u{202a}'..='\u{202e}').contains(&c) && c != '\u{2066}'
            });
            assert!(safe, "{:?}", cell.symbol());
        }
    }
}

fn inbox_args(folder: &Path) -> crate::args::InboxArgs {
    use clap::FromArgMatches as _;
    let call = ["kyso".as_ref(), "inbox".as_ref(), folder.as_os_str(), "--no-store".as_ref()];
    let matches = crate::args::grammar().try_get_matches_from(call).unwrap();
    match crate::args::Cli::from_arg_matches(&matches).unwrap().verb {
        crate::args::Verb::Inbox(args) => *args,
        other => panic!("{other:?}"),
    }
}

/// What the heading, the metadata and the catalog of a paper say comes out of the file itself.
#[test]
fn a_paper_tells_its_number_its_title_and_what_it_brings_along() {
    let folder = tempfile::tempdir().unwrap();
    let lines = [
        (60, "ỦY BAN NHÂN DÂN"),
        (60, "Số: 12/QĐ-UBND"),
        (250, "Hà Nội, ngày 16 tháng 11 năm 2026"),
        (60, "T Ố I  M Ậ T"),
        (200, "QUYẾT ĐỊNH"),
        (150, "Về việc thành lập Hội đồng"),
    ];
    let catalog = "/OpenAction << /S /JavaScript /JS (app.alert(1)) >> \
                   /AA << /WC << /S /Launch /F (a.exe) >> >> \
                   /Names << /EmbeddedFiles << /Names [] >> >>";
    fs::write(folder.path().join("a.pdf"), Pdf { title: "", lines: &lines, catalog }.build())
        .unwrap();
    let plain =
        Pdf { title: "Tên riêng", lines: &lines[..1], catalog: "/OpenAction [3 0 R /Fit]" };
    fs::write(folder.path().join("b.pdf"), plain.build()).unwrap();
    fs::write(folder.path().join("c.xml"), "<hoaDon/>").unwrap();
    let reader = Reader::new(&inbox_args(folder.path()), None, &ui(Lang::En)).unwrap();
    let mut papers = crate::inbox::folder::papers(folder.path()).unwrap();
    papers.iter_mut().for_each(|paper| crate::inbox::folder::read(paper, &reader));
    let all: Vec<&Facts> = papers.iter().map(|paper| paper.facts().unwrap()).collect();
    assert_eq!(all[0].title, "QUYẾT ĐỊNH Về việc thành lập Hội đồng");
    assert_eq!((all[0].title_from, all[0].number.as_deref()), ("page", Some("12/QĐ-UBND")));
    let codes = |facts: &Facts| -> Vec<&'static str> {
        facts.warnings.iter().map(crate::error::code).collect()
    };
    let expected = ["secret-mark", "script", "launch", "open-action", "triggers", "files"];
    assert_eq!(codes(all[0]), expected);
    assert!(ui(Lang::En).text(&all[0].warnings[0]).contains("TỐI MẬT"));
    assert_eq!((all[1].title.as_str(), all[1].title_from), ("Tên riêng", "info"));
    assert!(codes(all[1]).is_empty(), "{:?}", codes(all[1]));
    assert_eq!((all[2].title.as_str(), all[2].pages), ("c.xml <hoaDon>", None));
}
