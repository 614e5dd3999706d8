//! The screen before a signature, in words.

use kyso::pdf::SignatureField;
use kyso::x509::Certificate;

use super::paper::{Earlier, Paper, Place};
use crate::args::{Level, SignArgs};
use crate::hex::hex;
use crate::i18n::{Message, msg, printable};
use crate::render::{Lines, fields_text};
use crate::ui::Ui;

/// Hexadecimal digits of a digest in a list, where the whole has no room.
const DIGITS: usize = 16;

/// Says what is about to be signed.
pub(super) struct Screen<'a> {
    pub(super) args: &'a SignArgs,
    pub(super) ui: &'a Ui,
    /// How many documents there are, shown one by one or not.
    pub(super) all: usize,
}

impl Screen<'_> {
    /// What is signed, where it goes and at which level; `size` is all documents together.
    pub(super) fn papers(&self, papers: &[Paper], size: u64) -> String {
        let heading = self.ui.text(&msg::before_heading(self.all));
        let mut text = format!("\n{heading}\n\n");
        match papers {
            [only] if self.all == 1 => text.push_str(&self.one(only)),
            papers => text.push_str(&self.several(papers, size)),
        }
        text.truncate(text.trim_end().len());
        text
    }

    /// Who signs; and where, where that was not known before.
    pub(super) fn signer(&self, certificate: &Certificate, place: Option<&Place>) -> String {
        let subject = certificate.subject();
        let name = subject.common_name().map_or_else(|| subject.to_string(), str::to_owned);
        let mut lines = Lines::new(self.ui, 2);
        lines.add(&msg::label_signer(), printable(&name));
        lines.add_some(&msg::label_title(), subject.title().map(printable));
        lines.add_some(&msg::label_organization(), subject.organization().map(printable));
        lines.add(&msg::label_serial(), certificate.serial_hex());
        let until = msg::before_time(certificate.not_after());
        lines.add(&msg::label_before_until(), self.ui.text(&until));
        if let Some(place) = place {
            lines.add_some(&msg::label_place(), self.place(place));
        }
        format!("\n{}", lines.finish())
    }

    fn one(&self, paper: &Paper) -> String {
        let mut lines = Lines::new(self.ui, 2);
        lines.add(&msg::label_before_document(), printable(&paper.name));
        lines.add_some(&msg::label_before_pages(), paper.pages.map(|pages| pages.to_string()));
        match &paper.digest {
            Some(digest) => lines.add(&msg::label_fingerprint(), hex(digest)),
            None => lines.add(&msg::label_fingerprint(), self.ui.text(&msg::before_stream())),
        }
        let mut earlier = self.earlier(&paper.earlier).into_iter();
        lines.add_some(&msg::label_before_signed(), earlier.next());
        for more in earlier {
            lines.add_more(more);
        }
        lines.add_some(&msg::label_place(), self.place(&paper.place));
        self.said(paper, &mut lines);
        self.of_call(&mut lines);
        lines.add(&msg::label_before_output(), printable(&paper.output));
        lines.finish()
    }

    /// What the signature says beside the bytes.
    fn said(&self, paper: &Paper, lines: &mut Lines<'_>) {
        let printable = |text: &String| printable(text);
        lines.add_some(&msg::label_before_profile(), paper.profile.as_ref().map(printable));
        lines.add_some(&msg::label_reason(), paper.reason.as_ref().map(printable));
        lines.add_some(&msg::label_location(), paper.location.as_ref().map(printable));
        let filled: Vec<String> = paper.filled.iter().map(printable).collect();
        lines
            .add_some(&msg::label_before_filled(), (!filled.is_empty()).then(|| filled.join("; ")));
    }

    fn of_call(&self, lines: &mut Lines<'_>) {
        let level = match self.args.level {
            None | Some(Level::B) => "B-B",
            Some(Level::T) => "B-T",
            Some(Level::Lt) => "B-LT",
            Some(Level::Lta) => "B-LTA",
        };
        let level = match self.args.tsa.tsa.as_slice() {
            [] => level.to_owned(),
            authorities => self.ui.text(&msg::before_level(authorities.join(", "), level)),
        };
        lines.add(&msg::label_level(), level);
    }

    fn several(&self, papers: &[Paper], size: u64) -> String {
        let mut text = String::new();
        for (index, paper) in papers.iter().enumerate() {
            let number = index + 1;
            let (name, facts) = (printable(&paper.name), self.facts(paper));
            match self.ui.plain {
                true => {
                    text.push_str(&format!("{number}. {name}\n"));
                    facts.iter().for_each(|fact| text.push_str(&format!("{fact}\n")));
                }
                false => text.push_str(&format!("{number:>3}. {name}: {}\n", facts.join("; "))),
            }
        }
        if self.all > papers.len() {
            let more = self.ui.text(&msg::before_more(self.all - papers.len()));
            text.push_str(&format!("     {more}\n"));
        }
        let mut lines = Lines::new(self.ui, 2);
        let tenths = tenths_of_megabyte(size);
        let sum = msg::before_sum(self.all, tenths % 10, tenths / 10);
        lines.add(&msg::label_before_sum(), self.ui.text(&sum));
        if self.args.manifest.is_none()
            && let Some(first) = papers.first()
        {
            // Without a manifest these are the same for all.
            self.said(first, &mut lines);
        }
        self.of_call(&mut lines);
        let folder = self.args.output.out_dir.as_ref().map(|path| path.display().to_string());
        let in_place = || self.ui.text(&msg::before_in_place());
        let folder = folder.or_else(|| self.args.output.in_place.then(in_place));
        lines.add_some(&msg::label_before_output(), folder.map(|text| printable(&text)));
        format!("{text}\n{}", lines.finish())
    }

    /// A paper of several, in short.
    fn facts(&self, paper: &Paper) -> Vec<String> {
        if let Place::Refused(why) = &paper.place
            && paper.digest.is_none()
        {
            return vec![self.ui.text(&msg::before_refused(why.clone()))];
        }
        let mut facts = Vec::new();
        if let Some(pages) = paper.pages {
            facts.push(self.ui.text(&msg::before_pages(pages)));
        }
        facts.push(match &paper.digest {
            Some(digest) => {
                let short: String = hex(digest).chars().take(DIGITS).collect();
                self.ui.text(&msg::before_digest(short))
            }
            None => self.ui.text(&msg::before_stream()),
        });
        let earlier = self.earlier(&paper.earlier).join(", ");
        facts.push(self.ui.text(&msg::before_signed_by(earlier)));
        facts.extend(self.place_in_short(&paper.place));
        if self.args.manifest.is_some() {
            let own = [&paper.profile, &paper.reason, &paper.location];
            facts.extend(own.into_iter().flatten().map(|text| printable(text)));
            facts.extend(paper.filled.iter().map(|text| printable(text)));
            facts.push(format!("→ {}", printable(&paper.output)));
        }
        facts
    }

    /// Who signed, each with the verdict in a word.
    fn earlier(&self, earlier: &Result<Vec<Earlier>, Message>) -> Vec<String> {
        let earlier = match earlier {
            Ok(earlier) => earlier,
            Err(why) => return vec![self.ui.text(&msg::before_untold(why.clone()))],
        };
        if earlier.is_empty() {
            return vec![self.ui.text(&msg::before_unsigned())];
        }
        let one = |one: &Earlier| {
            let (_, verdict) = &one.verdict;
            let kind = if one.is_stamp { "stamp" } else { "signature" };
            self.ui.text(&msg::before_earlier(&one.by, kind, verdict.clone()))
        };
        earlier.iter().map(one).collect()
    }

    fn place(&self, place: &Place) -> Option<String> {
        let message: Message = match place {
            Place::Untold => return None,
            Place::ByName => msg::before_place_by_name(),
            Place::Refused(why) => msg::before_refused(why.clone()),
            Place::In(field) => match (field.page, field.is_seen()) {
                (Some(page), true) => {
                    let rect = fields_text::rect(field, self.ui);
                    msg::before_place(field.name.as_str(), page, rect)
                }
                _ => msg::before_place_unseen(field.name.as_str()),
            },
        };
        Some(self.ui.text(&message))
    }

    fn place_in_short(&self, place: &Place) -> Option<String> {
        let is_seen = |field: &SignatureField| field.page.filter(|_| field.is_seen());
        match place {
            Place::In(field) => is_seen(field).map(|page| self.ui.text(&msg::before_page(page))),
            other => self.place(other),
        }
    }
}

/// Bytes in tenths of a megabyte, the smallest file as one.
fn tenths_of_megabyte(bytes: u64) -> u64 {
    bytes.div_ceil(100_000)
}
