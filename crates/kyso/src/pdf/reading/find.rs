//! A text in a page's segments: within one, along the line over wide gaps, or on from one line to
//! the next.

use std::collections::HashSet;

use memchr::memmem;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

use super::fold::{Folder, How, Letter, folded, written};
use super::lines::Segment;
use super::page::PageText;
use crate::limits::MAX_TEXT_MATCHES;

/// How far down the next line of a text may be, in ems.
const NEXT_LINE: f32 = 2.5;

/// Segments that are looked at to find the next line.
const MAX_LOOKED_AT: usize = 300;

/// Characters of the line that are told around a text.
const CONTEXT: usize = 30;

/// A page ready to be searched.
pub(super) struct Searched<'p> {
    page: &'p PageText,
    segments: &'p [Segment],
    letters: Vec<Vec<Letter>>,
}

/// A text found: its glyphs in order, and the segment where it begins.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) glyphs: Vec<usize>,
    pub(super) segment: usize,
}

impl<'p> Searched<'p> {
    pub(super) fn new(page: &'p PageText, segments: &'p [Segment]) -> Self {
        let letters = segments.iter().map(|segment| {
            let mut folder = Folder::default();
            for part in &segment.parts {
                if part.spaced {
                    folder.space();
                }
                if let Some(glyph) = page.glyphs.get(part.glyph) {
                    folder.push(page.of(glyph), part.glyph);
                }
            }
            folder.end()
        });
        Self { page, segments, letters: letters.collect() }
    }

    /// Every place of a text.
    pub(super) fn find(&self, wanted: &str, how: How) -> Vec<Found> {
        let wanted = folded(wanted);
        let (needle, _) = written(wanted.iter(), how);
        let mut found = Vec::new();
        if needle.is_empty() {
            return found;
        }
        let finder = memmem::Finder::new(needle.as_bytes());
        let mut known = HashSet::new();
        for segment in 0..self.segments.len() {
            let tails = [self.along(segment, wanted.len()), self.down(segment, wanted.len())];
            // Where there is nothing more on the line the two are the same but for the next line.
            for tail in tails {
                for glyphs in self.matches(segment, &tail, &finder, how) {
                    let ends = (glyphs.first().copied(), glyphs.last().copied());
                    if found.len() < MAX_TEXT_MATCHES && known.insert(ends) {
                        found.push(Found { glyphs, segment });
                    }
                }
            }
        }
        found
    }

    /// The matches that begin in a segment, when `tail` follows it.
    fn matches(
        &self,
        segment: usize,
        tail: &[Letter],
        finder: &memmem::Finder<'_>,
        how: How,
    ) -> Vec<Vec<usize>> {
        let Some(own) = self.letters.get(segment) else { return Vec::new() };
        let letters: Vec<&Letter> = own.iter().chain(tail).collect();
        let (text, starts) = written(letters.iter().copied(), how);
        let mut found = Vec::new();
        for at in finder.find_iter(text.as_bytes()) {
            let end = at + finder.needle().len();
            let first = starts.partition_point(|start| *start < at);
            let behind = starts.partition_point(|start| *start < end);
            let whole = starts.get(first) == Some(&at)
                && is_end(&letters, first, behind, how)
                && (!how.words || is_start(&letters, first));
            if first < own.len()
                && whole
                && let Some(letters) = letters.get(first..behind)
            {
                let mut glyphs: Vec<usize> = letters.iter().map(|letter| letter.glyph).collect();
                glyphs.dedup();
                found.push(glyphs);
            }
        }
        found
    }

    /// What follows on the same line, some letters of it.
    fn along(&self, segment: usize, enough: usize) -> Vec<Letter> {
        let mut tail = Vec::new();
        let mut last = segment;
        while tail.len() <= enough {
            let next = last + 1;
            match (self.segments.get(last), self.segments.get(next)) {
                (Some(before), Some(after)) if before.line == after.line => {}
                _ => break,
            }
            self.append(&mut tail, next);
            last = next;
        }
        tail
    }

    /// What follows on the lines below, some letters of it.
    fn down(&self, segment: usize, enough: usize) -> Vec<Letter> {
        let mut tail = Vec::new();
        let mut last = segment;
        while tail.len() <= enough {
            let Some(next) = self.below(last) else { break };
            self.append(&mut tail, next);
            last = next;
        }
        tail
    }

    fn append(&self, tail: &mut Vec<Letter>, segment: usize) {
        let from = tail.len();
        tail.extend(self.letters.get(segment).into_iter().flatten());
        if let Some(first) = tail.get_mut(from) {
            first.spaced = true;
        }
    }

    /// The next line of the same column.
    fn below(&self, segment: usize) -> Option<usize> {
        let own = self.segments.get(segment)?;
        let (index, _) = self
            .segments
            .iter()
            .enumerate()
            .skip(segment + 1)
            .take(MAX_LOOKED_AT)
            .take_while(|(_, next)| {
                next.degrees == own.degrees && own.base - next.base <= own.size * NEXT_LINE
            })
            .find(|(_, next)| {
                next.line != own.line && next.left < own.right && own.left < next.right
            })?;
        Some(index)
    }

    /// The line around a text as a person would write it, shortened.
    pub(super) fn context(&self, found: &Found) -> String {
        let Some(segment) = self.segments.get(found.segment) else { return String::new() };
        let at = segment.parts.iter().position(|part| Some(&part.glyph) == found.glyphs.first());
        let from = at.unwrap_or_default().saturating_sub(CONTEXT);
        let until = at.unwrap_or_default() + found.glyphs.len() + CONTEXT;
        let until = until.min(segment.parts.len());
        let (before, after) = (from > 0, until < segment.parts.len());
        let parts = segment.parts.get(from..until).unwrap_or_default();
        let text = self.text(parts.iter().map(|part| (part.glyph, part.spaced)));
        let dots = |cut| if cut { "…" } else { "" };
        format!("{}{text}{}", dots(before), dots(after))
    }

    /// What glyphs show, spaces as they stand.
    pub(super) fn shown(&self, found: &Found) -> String {
        let mut spaced = HashSet::new();
        for letters in self.letters.iter().skip(found.segment) {
            let gaps = letters.iter().skip(1).filter(|letter| letter.spaced);
            spaced.extend(letters.first().into_iter().chain(gaps).map(|letter| letter.glyph));
        }
        self.text(found.glyphs.iter().map(|glyph| (*glyph, spaced.contains(glyph))))
    }

    fn text(&self, glyphs: impl Iterator<Item = (usize, bool)>) -> String {
        let mut text = String::new();
        for (glyph, spaced) in glyphs {
            if spaced {
                text.push(' ');
            }
            text.push_str(self.page.glyphs.get(glyph).map(|g| self.page.of(g)).unwrap_or_default());
        }
        let words: Vec<_> = text.split_whitespace().collect();
        words.join(" ").nfc().filter(|character| !character.is_control()).collect()
    }
}

/// Whether a word begins there.
fn is_start(letters: &[&Letter], first: usize) -> bool {
    let before = first.checked_sub(1).and_then(|before| letters.get(before));
    match (before, letters.get(first)) {
        (Some(before), Some(letter)) => letter.spaced || !(is_word(before) && is_word(letter)),
        _ => true,
    }
}

/// Whether no mark of the last letter follows, and no more of its word.
fn is_end(letters: &[&Letter], first: usize, behind: usize, how: How) -> bool {
    let Some(next) = letters.get(behind) else { return true };
    if canonical_combining_class(next.character) != 0 {
        return false;
    }
    let last = behind.checked_sub(1).filter(|last| *last >= first);
    let within = last.and_then(|last| letters.get(last)).is_some_and(|last| is_word(last));
    !how.words || next.spaced || !(within && is_word(next))
}

fn is_word(letter: &Letter) -> bool {
    letter.character.is_alphanumeric() || canonical_combining_class(letter.character) != 0
}
