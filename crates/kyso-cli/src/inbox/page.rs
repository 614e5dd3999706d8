//! One page of a paper to be looked at: its text, its picture, and where the signature will stand.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use kyso::Document;
use kyso::pdf::PageLines;
use kyso::x509::Certificate;

use super::text_page::{self, Row};
use crate::args::SignArgs;
use crate::commands::{Looked, Wanted, now, with_look};
use crate::error::Failure;
use crate::held;
use crate::i18n::{Catalog, Lang, Message, msg, printable};
use crate::inputs::Input;
use crate::look::Seen;
use crate::opener::Opener;
use crate::picture::{self, Picture, Sharpness};
use crate::role::Part;
use crate::stamp::is_its_file;
use crate::ui::Ui;

/// Bytes of an XML document that are shown, and its rows.
const MOST_XML: u64 = 256 << 10;
const MOST_ROWS: usize = 5_000;

/// What is asked for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Wish {
    pub(crate) path: PathBuf,
    /// Counted from 1.
    pub(crate) page: usize,
    pub(crate) picture: bool,
}

/// A page.
pub(crate) struct Page {
    pub(crate) wish: Wish,
    pub(crate) rows: Vec<Row>,
    pub(crate) place: Where,
    /// Asked for, and drawn or not.
    pub(crate) picture: Option<Result<Picture, Message>>,
    /// Why there is no text.
    pub(crate) fault: Option<Message>,
}

/// Where the signature will be seen.
#[derive(Clone, Debug)]
pub(crate) enum Where {
    Nowhere,
    /// Not looked for: too many papers are signed at once.
    Untold,
    /// On this page, left, bottom, right and top in points.
    At {
        page: usize,
        rect: [f64; 4],
    },
    /// It cannot be told, or signing will be refused.
    Fault(Message),
}

impl Where {
    pub(crate) fn words(&self) -> Message {
        let mm = |points: f64| (points / 72.0 * 25.4).round().max(0.0) as u64;
        match self {
            Self::Nowhere => msg::inbox_place_none(),
            Self::Untold => msg::inbox_place_untold(),
            Self::At { page, rect: [left, bottom, right, top] } => {
                msg::inbox_place(mm(*bottom), mm(top - bottom), mm(*left), *page, mm(right - left))
            }
            Self::Fault(why) => why.clone(),
        }
    }
}

/// Makes pages out of papers.
pub(crate) struct Pages {
    args: SignArgs,
    signer: Option<Certificate>,
    lang: Lang,
}

impl Pages {
    pub(crate) fn new(args: &SignArgs, signer: Option<Certificate>, lang: Lang) -> Self {
        Self { args: args.clone(), signer, lang }
    }

    /// Where the signature on a paper will be seen.
    pub(crate) fn place(&self, input: &Input) -> Where {
        let (place, _) = held::during(|| {
            let ui = self.ui();
            let opened = self.open(input, &ui);
            opened.and_then(|(document, opener)| match document.pdf() {
                Some(_) => self.looked(&document, input, &opener, &ui).map(|(_, place)| place),
                // `sign` refuses a look there, and says why.
                None => Ok(Where::Nowhere),
            })
        });
        place.unwrap_or_else(|failure| Where::Fault(failure.message().clone()))
    }

    pub(super) fn page(&self, wish: Wish) -> Page {
        let (page, _) = held::during(|| self.made(&wish));
        page.unwrap_or_else(|failure| Page {
            wish,
            rows: Vec::new(),
            place: Where::Nowhere,
            picture: None,
            fault: Some(failure.message().clone()),
        })
    }

    fn ui(&self) -> Ui {
        Ui::plain(Catalog::new(self.lang))
    }

    fn open<'u>(&self, input: &Input, ui: &'u Ui) -> Result<(Document, Opener<'u>), Failure> {
        if !is_its_file(input) {
            return Err(Failure::io(msg::error_inbox_not_its_file(input.name())));
        }
        let opener = Opener::to_write(&self.args.unlock, ui)?.without_asking();
        Ok((opener.open_sparing(input)?, opener))
    }

    fn made(&self, wish: &Wish) -> Result<Page, Failure> {
        let (input, ui) = (Input::File(wish.path.clone()), self.ui());
        let (document, opener) = self.open(&input, &ui)?;
        let mut page = Page {
            wish: wish.clone(),
            rows: Vec::new(),
            place: Where::Nowhere,
            picture: None,
            fault: None,
        };
        if document.pdf().is_none() {
            page.rows = source_rows(&input)?;
            page.picture = wish.picture.then(|| Err(msg::inbox_no_pages()));
            return Ok(page);
        }
        let looked = self.looked(&document, &input, &opener, &ui);
        let looked = match looked {
            Ok((looked, place)) => {
                page.place = place;
                Some(looked)
            }
            Err(failure) => {
                page.place = Where::Fault(failure.message().clone());
                None
            }
        };
        let here = match &page.place {
            Where::At { page, rect } if *page == wish.page => Some(*rect),
            _ => None,
        };
        match document.page_text(wish.page) {
            Ok(text) => {
                page.fault = said_nothing(&text);
                page.rows = text_page::rows(&text, here, &ui.text(&msg::inbox_place_here()));
            }
            Err(error) => page.fault = Some(Failure::core(error, &input.name()).message().clone()),
        }
        if wish.picture {
            let plain = document.pdf().map(|pdf| pdf.source().clone());
            let source = looked.map(|looked| looked.source).or(plain);
            page.picture = source.map(|source| {
                let drawn = picture::draw(&source, &[wish.page], Sharpness::Screen);
                let first = drawn.map(|pictures| pictures.into_iter().next());
                match first {
                    Ok(Some(picture)) => Ok(picture),
                    Ok(None) => Err(picture::NoPicture::Failed.words()),
                    Err(why) => Err(why.words()),
                }
            });
        }
        Ok(page)
    }

    fn looked(
        &self,
        document: &Document,
        input: &Input,
        opener: &Opener<'_>,
        ui: &Ui,
    ) -> Result<(Looked, Where), Failure> {
        let part = Part::of(&self.args.role)?;
        let part = part.as_ref();
        let profile = self.args.xml.profile.as_deref();
        let profile = part.map_or(profile, |part| part.profile(&self.args.look, profile));
        let seen = Seen::of(&self.args.look, profile, now(), ui)?.map(|seen| seen.in_role(part));
        let (seen, signer) = (seen.as_ref(), self.signer.as_ref());
        let wanted = Wanted { part, seen, claims: &self.args.claims, signer };
        let looked = with_look(document, &wanted, input, opener, ui)?;
        let field = looked.field.as_ref().filter(|_| seen.is_some());
        let place = field.and_then(|field| {
            let rect = field.rect?.map(f64::from);
            Some(Where::At { page: field.page?, rect })
        });
        Ok((looked, place.unwrap_or(Where::Nowhere)))
    }
}

/// Why a page says nothing.
fn said_nothing(text: &PageLines) -> Option<Message> {
    let nothing = text.lines.is_empty();
    match text.pictures_only {
        true => Some(msg::paper_scanned()),
        false => nothing.then(msg::inbox_no_text),
    }
}

/// The first rows of a document that has no pages.
fn source_rows(input: &Input) -> Result<Vec<Row>, Failure> {
    let source = input.source()?;
    let bytes = source
        .read_range(0..source.len().min(MOST_XML))
        .map_err(|error| Failure::core(error, &input.name()))?;
    let text = String::from_utf8_lossy(&bytes);
    let row = |line: &str| Row { text: printable(&line.replace('\t', "    ")), is_place: false };
    Ok(text.lines().take(MOST_ROWS).map(row).collect())
}

/// Makes pages in a thread of its own; of several that are asked for, the last.
pub(super) struct Background {
    ask: Sender<Wish>,
    made: Receiver<Page>,
}

impl Background {
    pub(super) fn new(pages: Arc<Pages>) -> Self {
        let (ask, asked) = channel::<Wish>();
        let (tell, made) = channel();
        thread::spawn(move || {
            while let Ok(wish) = asked.recv() {
                let wish = asked.try_iter().last().unwrap_or(wish);
                if tell.send(pages.page(wish)).is_err() {
                    return;
                }
            }
        });
        Self { ask, made }
    }

    pub(super) fn make(&self, wish: Wish) {
        // The thread ends only when this does.
        let _ = self.ask.send(wish);
    }

    /// The newest page that was made since.
    pub(super) fn made(&self) -> Option<Page> {
        self.made.try_iter().last()
    }
}
