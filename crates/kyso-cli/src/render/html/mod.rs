//! The report of `kyso verify` as one page that needs nothing else: no script, nothing fetched,
//! and whoever opens it may not be sent anywhere by it.

mod build;
mod card;
mod pages;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use kyso::report::{Conclusion, Finding, Severity};
use kyso::{DigestAlgorithm, Format, Report, Source, crypto};

use self::build::{Html, escape};
use super::words;
use crate::i18n::{Message, msg, printable};
use crate::ui::{Tone, Ui};

/// How everything looks.
const STYLE: &str = include_str!("style.css");

/// The page about `file`, whose bytes are `source`.
pub(crate) fn render(report: &Report, source: &Source, file: &str, ui: &Ui) -> String {
    let mut page = Html::new();
    page.raw("<!DOCTYPE html>\n").raw(&format!("<html lang=\"{}\">\n", ui.catalog.lang().code()));
    head(&mut page, file, ui);
    page.raw("<body>\n").element("main", "", |main| {
        verdict(main, report, ui);
        facts(main, report, file, ui);
        if report.format == Format::Pdf {
            pages::section(main, report, source, ui);
        }
        section(main, &msg::page_signatures(), cards(report, ui), ui);
        let about = findings(report.findings.iter(), &[Severity::Error, Severity::Warning], ui);
        section(main, &msg::page_findings(), about, ui);
        main.leaf("footer", "", &ui.text(&msg::page_made(env!("CARGO_PKG_VERSION"))));
    });
    page.raw("</body>\n</html>\n");
    page.finish()
}

/// Nothing may be loaded but the pictures inside, and no style but our own applies.
fn head(page: &mut Html, file: &str, ui: &Ui) {
    let digest = crypto::digest(DigestAlgorithm::Sha256, STYLE.as_bytes());
    let hash = STANDARD.encode(digest.as_bytes());
    page.raw("<head>\n<meta charset=\"utf-8\">\n")
        .raw(&format!(
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; \
             img-src data:; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'\">\n"
        ))
        .raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        .raw("<meta name=\"referrer\" content=\"no-referrer\">\n")
        .leaf("title", "", &ui.text(&msg::page_title(file)))
        .raw(&format!("<style>{STYLE}</style>\n</head>\n"));
}

/// The answer, before all else.
fn verdict(main: &mut Html, report: &Report, ui: &Ui) {
    let (tone, word) = words::verdict(report.conclusion());
    let count = report.signatures.len();
    let said = match report.conclusion() {
        Conclusion::Passed(_) => msg::page_passed(count),
        Conclusion::Failed(sub) => msg::page_failed(words::why(*sub, ui)),
        Conclusion::Indeterminate(sub) => msg::page_indeterminate(words::why(*sub, ui)),
        Conclusion::Unsigned => msg::report_unsigned(),
    };
    main.element("section", &format!("verdict {}", class(tone)), |html| {
        html.raw(symbol(report.conclusion()));
        html.leaf("h1", "", &ui.text(&word)).leaf("p", "", &ui.text(&said));
    });
}

fn facts(main: &mut Html, report: &Report, file: &str, ui: &Ui) {
    main.element("dl", "facts", |html| {
        html.row(&ui.text(&msg::label_file()), file);
        let count = report.signatures.len();
        if count > 0 {
            let count = ui.text(&msg::report_count(count));
            html.row(&ui.text(&msg::page_signatures()), &count);
        }
        if let Some(how) = &report.encryption {
            html.row(&ui.text(&msg::label_encrypted()), &ui.text(&words::encryption(how)));
        }
        if let Some(level) = report.pdf_a {
            html.row("PDF/A", &ui.text(&msg::pdf_a_claimed(level.to_string())));
        }
        let judged = msg::report_judged(report.policy.clone(), report.validated_at);
        html.row(&ui.text(&msg::label_judged()), &ui.text(&judged));
    });
}

fn cards(report: &Report, ui: &Ui) -> Html {
    let mut cards = Html::new();
    for (index, signature) in report.signatures.iter().enumerate() {
        card::write(&mut cards, index + 1, signature, report.format, ui);
    }
    cards
}

/// A part of the page under its heading, where there is anything in it.
fn section(main: &mut Html, heading: &Message, content: Html, ui: &Ui) {
    if !content.is_empty() {
        main.element("section", "", |html| {
            html.leaf("h2", "", &ui.text(heading)).push(content);
        });
    }
}

/// The findings of these weights, the heavy ones first.
fn findings<'f>(
    findings: impl Iterator<Item = &'f Finding> + Clone,
    severities: &[Severity],
    ui: &Ui,
) -> Html {
    let mut items = Html::new();
    for severity in severities {
        let (class, word) = match severity {
            Severity::Error => ("bad", msg::word_error()),
            Severity::Warning => ("open", msg::word_warning()),
            Severity::Info => ("note", msg::word_note()),
        };
        for finding in findings.clone().filter(|finding| finding.severity == *severity) {
            items.element("li", class, |html| {
                html.leaf("b", "", &ui.text(&word)).text(": ");
                // Facts out of the document are made printable where they go into the words.
                html.raw(&escape(&words::finding(finding, ui)));
            });
        }
    }
    let mut list = Html::new();
    if !items.is_empty() {
        list.element("ul", "list", |html| {
            html.push(items);
        });
    }
    list
}

/// The class that has the colours of a tone.
fn class(tone: Tone) -> &'static str {
    match tone {
        Tone::Good => "good",
        Tone::Bad => "bad",
        Tone::Doubtful | Tone::Faint => "open",
    }
}

/// A shape beside the colour, for those who see no colours and for black print.
fn symbol(conclusion: &Conclusion) -> &'static str {
    match conclusion {
        Conclusion::Passed(_) => concat!(
            "<svg class=\"sign\" viewBox=\"0 0 24 24\" aria-hidden=\"true\" fill=\"none\" ",
            "stroke=\"currentColor\" stroke-width=\"2.4\" stroke-linecap=\"round\" ",
            "stroke-linejoin=\"round\"><circle cx=\"12\" cy=\"12\" r=\"10\"/>",
            "<path d=\"M7 12.5l3.4 3.4L17 8.8\"/></svg>"
        ),
        Conclusion::Failed(_) => concat!(
            "<svg class=\"sign\" viewBox=\"0 0 24 24\" aria-hidden=\"true\" fill=\"none\" ",
            "stroke=\"currentColor\" stroke-width=\"2.4\" stroke-linecap=\"round\">",
            "<circle cx=\"12\" cy=\"12\" r=\"10\"/><path d=\"M8.3 8.3l7.4 7.4M15.7 8.3l-7.4 7.4\"/>",
            "</svg>"
        ),
        Conclusion::Indeterminate(_) | Conclusion::Unsigned => concat!(
            "<svg class=\"sign\" viewBox=\"0 0 24 24\" aria-hidden=\"true\" fill=\"none\" ",
            "stroke=\"currentColor\" stroke-width=\"2.4\" stroke-linecap=\"round\" ",
            "stroke-linejoin=\"round\"><path d=\"M12 2.8L22 20.5H2z\"/><path d=\"M12 9.5v5\"/>",
            "<path d=\"M12 17.6v.1\"/></svg>"
        ),
    }
}

/// A value out of a document that an attribute of our own holds.
fn attribute(text: &str) -> String {
    escape(&printable(text))
}
