//! What the lines of a page say that lie under something: for a report, which proves nothing by
//! it.

use lopdf::ObjectId;

use super::find::{Found, Searched};
use super::page::Bounds;
use super::walk::Walker;
use super::{lines, read};
use crate::limits::MAX_LINES_UNDER;
use crate::pdf::View;

/// Boxes looked at one by one; more are taken as the one around all.
const MOST_BOXES: usize = 64;

/// The lines of a page with a letter under something.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct LinesUnder {
    /// The first of them from the top, shortened, [`MAX_LINES_UNDER`] at most.
    pub(crate) lines: Vec<String>,
    /// How many there are.
    pub(crate) count: usize,
}

/// The lines that lie under `boxes` (left, bottom, right and top in default user space); none
/// where the page does not read.
pub(crate) fn lines_under(view: &View<'_>, page: ObjectId, boxes: &[[f32; 4]]) -> LinesUnder {
    let bounds = boxes.iter().map(|[left, bottom, right, top]| Bounds {
        left: *left,
        bottom: *bottom,
        right: *right,
        top: *top,
    });
    let mut bounds: Vec<Bounds> = bounds.collect();
    if bounds.len() > MOST_BOXES {
        bounds = vec![Bounds::around(bounds.iter().flat_map(Bounds::corners))];
    }
    let mut walker = Walker::new(view);
    let Ok((page, _)) = read(&mut walker, page) else { return LinesUnder::default() };
    let segments = lines::segments(&page);
    let searched = Searched::new(&page, &segments);
    let mut under = LinesUnder::default();
    for (segment, line) in segments.iter().enumerate() {
        let is_under = |at: &usize| {
            let middle = page.glyphs.get(*at).filter(|glyph| !glyph.hidden);
            middle.is_some_and(|glyph| bounds.iter().any(|one| one.holds(glyph.middle())))
        };
        let glyphs: Vec<usize> =
            line.parts.iter().map(|part| part.glyph).filter(is_under).collect();
        if glyphs.is_empty() {
            continue;
        }
        under.count += 1;
        if under.lines.len() < MAX_LINES_UNDER {
            under.lines.push(searched.context(&Found { glyphs, segment }));
        }
    }
    under
}
