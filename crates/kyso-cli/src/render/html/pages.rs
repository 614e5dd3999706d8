//! The pages on the page: the first one, and each on which a signature is seen, with its place.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use kyso::report::SignatureReport;
use kyso::{Report, Source};

use super::attribute;
use super::build::Html;
use crate::i18n::msg;
use crate::picture::{self, NoPicture, Picture, Sharpness};
use crate::ui::Ui;

/// Pages that are drawn: reports are to be sent, and each is some 100 KB.
const MAX_PAGES: usize = 12;

/// The section with the pictures, or with why there are none.
pub(super) fn section(main: &mut Html, report: &Report, source: &Source, ui: &Ui) {
    let mut wanted = vec![1];
    wanted.extend(report.signatures.iter().filter_map(|signature| Some(signature.place?.page)));
    wanted.sort_unstable();
    wanted.dedup();
    let omitted = wanted.len().saturating_sub(MAX_PAGES);
    wanted.truncate(MAX_PAGES);
    let drawn = picture::draw(source, &wanted, Sharpness::Screen);
    main.element("section", "", |html| {
        html.leaf("h2", "", &ui.text(&msg::page_pages()));
        match drawn {
            Ok(pictures) => {
                html.element("div", "pages", |html| {
                    pictures.iter().for_each(|picture| figure(html, report, picture, ui));
                });
                let missing = omitted + wanted.len().saturating_sub(pictures.len());
                if missing > 0 {
                    html.leaf("p", "", &ui.text(&msg::page_missing(missing)));
                }
            }
            Err(why) => {
                let encrypted = why == NoPicture::Failed && report.encryption.is_some();
                let why = if encrypted { NoPicture::Encrypted } else { why };
                html.leaf("p", "plain", &ui.text(&msg::page_no_picture(why.words())));
            }
        }
    });
}

fn figure(html: &mut Html, report: &Report, picture: &Picture, ui: &Ui) {
    let page = ui.text(&msg::place(picture.page));
    let marks = marks(report, picture);
    html.element("figure", "", |html| {
        html.element("div", "page", |html| {
            let (width, height) = (picture.width, picture.height);
            html.raw(&format!(
                "<img width=\"{width}\" height=\"{height}\" alt=\"{}\" \
                 src=\"data:image/png;base64,{}\">",
                attribute(&page),
                STANDARD.encode(&picture.png)
            ));
            if !marks.is_empty() {
                html.raw(&format!("<svg viewBox=\"0 0 {width} {height}\" aria-hidden=\"true\">"));
                marks.iter().for_each(|mark| mark.draw(html));
                html.raw("</svg>");
            }
        });
        html.element("figcaption", "", |html| {
            html.text(&page);
            for mark in &marks {
                let signer = mark.signature.signer.as_ref();
                let name = signer.map_or(&mark.signature.id, |signer| &signer.common_name);
                html.raw("<br>").text(&format!("{}: ", mark.number));
                html.leaf("bdi", "", name);
            }
        });
    });
}

/// A signature's place in pixels.
struct Mark<'r> {
    number: usize,
    signature: &'r SignatureReport,
    /// Left, top, right, bottom.
    at: [f64; 4],
    radius: f64,
}

fn marks<'r>(report: &'r Report, picture: &Picture) -> Vec<Mark<'r>> {
    let mut marks = Vec::new();
    for (index, signature) in report.signatures.iter().enumerate() {
        let Some(place) = signature.place.filter(|place| place.page == picture.page) else {
            continue;
        };
        let at = picture.map(place.rect.map(f64::from));
        let radius = f64::from(picture.width) / 45.0;
        marks.push(Mark { number: index + 1, signature, at, radius });
    }
    marks
}

impl Mark<'_> {
    fn draw(&self, html: &mut Html) {
        let [left, top, right, bottom] = self.at;
        let (width, height) = (right - left, bottom - top);
        html.raw(&format!(
            "<rect x=\"{left:.1}\" y=\"{top:.1}\" width=\"{width:.1}\" height=\"{height:.1}\"/>\
             <circle cx=\"{left:.1}\" cy=\"{top:.1}\" r=\"{:.1}\"/>\
             <text x=\"{left:.1}\" y=\"{top:.1}\" font-size=\"{:.1}\">{}</text>",
            self.radius,
            self.radius * 1.2,
            self.number
        ));
    }
}
