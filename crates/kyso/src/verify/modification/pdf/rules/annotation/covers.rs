//! Whether an annotation hides anything of a page: where it paints, against where the page, its
//! fields and the annotations before it do.

use std::collections::{BTreeSet, HashMap};

use lopdf::{Dictionary, Object, ObjectId};

use super::super::super::engine::Step;
use super::super::super::glyphs::Place;
use super::super::super::marks::{self, Colour, Kind, Mark, Paint};
use super::permitted::{self, Look, Note};
use crate::limits::{MAX_ANNOTATIONS, MAX_COLOURS, MAX_MARKS};
use crate::pdf::{PdfError, inherited};

/// Points kept between what an annotation paints and what the page shows: a stroke may not join
/// a letter or a digit.
const CLEARANCE: f32 = 3.0;

/// The icon of a note where readers draw their own, in points.
const ICON: f32 = 24.0;

/// The widest line under or through text, in points, and as a part of the text's height.
const LINE_WIDTH: f32 = 1.5;
const LINE_PART: f32 = 0.1;

/// Readers draw no line thinner than a pixel, in points where an inch has 96 of them.
const PIXEL: f32 = 0.75;

/// Squares of a grid, in points, and how much of each such lines may cover together: many thin
/// lines hide as one thick line does.
const SQUARE: f32 = 4.0;
const SQUARE_PART: f32 = 0.45;

/// A line lighter than this hides what is under it and is not seen itself.
const LIGHT: f32 = 0.8;

/// How much of a difference in colour a tint must leave.
const CONTRAST: f32 = 0.5;

/// A page as it was before the revision.
pub(super) struct Page<'s, 'a> {
    step: &'s Step<'a>,
    pub(super) id: ObjectId,
    /// Counted from 1.
    pub(super) number: usize,
    dictionary: &'s Dictionary,
    /// The annotations that were there, and the widgets that came.
    others: Vec<Object>,
    /// What is painted, by the annotation that paints it (0 for the page); `None` inside where
    /// that cannot be told. Worked out when first asked for.
    painted: Option<Option<Vec<(u32, Mark)>>>,
    /// The tints that lie on it by now, each with the annotation that it belongs to.
    tints: Vec<(u32, Place, Colour)>,
    /// The squares that thin lines cover by now.
    lines: Squares,
}

impl<'s, 'a> Page<'s, 'a> {
    pub(super) fn new(
        step: &'s Step<'a>,
        (id, number): (ObjectId, usize),
        dictionary: &'s Dictionary,
        widgets: &BTreeSet<u32>,
        [before, after]: [&[Object]; 2],
    ) -> Self {
        let gained = |one: &&Object| one.as_reference().is_ok_and(|id| widgets.contains(&id.0));
        let others = before.iter().chain(after.iter().filter(gained)).cloned().collect();
        Self {
            step,
            id,
            number,
            dictionary,
            others,
            painted: None,
            tints: Vec::new(),
            lines: Squares::default(),
        }
    }

    /// Whether an annotation, object `own`, hides nothing here; else what is wrong with it.
    pub(super) fn holds(
        &mut self,
        note: &Note,
        own: u32,
    ) -> Result<Result<(), &'static str>, PdfError> {
        if note.look_of_kind() == Look::Window || note.is_hidden() {
            return Ok(Ok(()));
        }
        let marks = match self.marks(note)? {
            Ok(marks) => marks,
            Err(fault) => return Ok(Err(fault)),
        };
        if marks
            .iter()
            .any(|mark| matches!(mark.kind, Kind::Text | Kind::Picture | Kind::SheerPicture))
        {
            return Ok(Err("annotation-draws-text-or-pictures"));
        }
        let step = self.step;
        if self.painted()?.is_none() {
            return Ok(Err("page-cannot-be-told"));
        }
        let Self { painted: Some(Some(painted)), tints, lines, .. } = self else {
            return Ok(Err("page-cannot-be-told"));
        };
        if !step.roles.may_compare((marks.len() + 1).saturating_mul(painted.len() + tints.len())) {
            return Ok(Err("too-many-annotations"));
        }
        let others: Vec<&Mark> =
            painted.iter().filter(|(of, _)| *of != own || own == 0).map(|(_, mark)| mark).collect();
        tints.retain(|(of, ..)| *of != own || own == 0);
        for mark in &marks {
            let hides = match (note.look_of_kind(), mark.kind) {
                (Look::Line, Kind::Stroke { width, length }) if is_thin(mark, width, &others) => {
                    !lines.add(&mark.place, width, length)
                }
                _ => !tint(mark, own, &others, tints) && !is_clear(mark, &others),
            };
            if hides {
                return Ok(Err("annotation-hides-content"));
            }
        }
        Ok(Ok(()))
    }

    /// What an annotation paints.
    fn marks(&self, note: &Note) -> Result<Result<Vec<Mark>, &'static str>, PdfError> {
        let turned = !matches!(
            inherited(&self.step.new, self.dictionary, b"Rotate")?,
            Object::Null | Object::Integer(0)
        );
        if turned && note.stays_upright() {
            // Turned about its upper left corner, it reaches as far to every side.
            let rect = &note.rect;
            let corner = Place::around(&[(rect.left, rect.top)]);
            let far = (rect.right - rect.left).max(rect.top - rect.bottom).max(ICON);
            return Ok(Ok(vec![solid(corner.grown(far))]));
        }
        if let Some(look) = &note.look {
            let budget = self.step.roles.budget();
            let marks = marks::of_appearance(&self.step.new, look, &note.rect, budget)?;
            return Ok(marks.ok_or("annotation-look"));
        }
        let marked = if note.quads.is_empty() { vec![note.rect] } else { note.quads.clone() };
        Ok(match note.look_of_kind() {
            Look::Tint => match note.colour {
                Some(colour) => {
                    let paint = Paint { colour: Some(colour), alpha: note.alpha, multiplied: true };
                    let kind = Kind::Fill { rectangle: true };
                    Ok(marked.into_iter().map(|place| Mark { place, kind, paint }).collect())
                }
                None => Err("annotation-look"),
            },
            Look::Line => {
                let colour = if note.has_colour { note.colour } else { Some([0.0; 3]) };
                let paint = Paint { colour, alpha: note.alpha, multiplied: false };
                let line = |place: Place| {
                    let (width, length) = (note.border, place.right - place.left);
                    Mark { place, kind: Kind::Stroke { width, length }, paint }
                };
                Ok(marked.into_iter().map(line).collect())
            }
            Look::Icon => {
                let Place { left, top, .. } = note.rect;
                let icon = Place::around(&[(left, top - ICON), (left + ICON, top)]);
                Ok(vec![solid(note.rect.with(&icon))])
            }
            Look::Drawing | Look::Window => {
                let mut place = note.rect;
                if !note.points.is_empty() {
                    // Arrows are some widths of the line large.
                    let around = Place::around(&note.points).grown(note.border * 10.0);
                    place = place.with(&around);
                }
                Ok(vec![solid(place)])
            }
        })
    }

    /// What the page, its fields and the annotations before paint.
    fn painted(&mut self) -> Result<Option<&[(u32, Mark)]>, PdfError> {
        if self.painted.is_none() {
            let mut found = self.look()?;
            if let Some(painted) = &mut found {
                self.tints_before(painted)?;
            }
            self.painted = Some(found);
        }
        Ok(self.painted.as_ref().and_then(|painted| painted.as_deref()))
    }

    /// Tints and lines that were there: more of them hide what one does not.
    fn tints_before(&mut self, painted: &mut Vec<(u32, Mark)>) -> Result<(), PdfError> {
        for other in self.others.iter().take(MAX_ANNOTATIONS) {
            let Object::Dictionary(annotation) = self.step.new.resolve(other)? else { continue };
            let number = other.as_reference().map_or(0, |id| id.0);
            let note = match Note::read(self.step, &annotation, self.id)? {
                Ok(note) if matches!(note.look_of_kind(), Look::Tint | Look::Line) => note,
                _ => continue,
            };
            for mark in self.marks(&note)?.unwrap_or_else(|_| vec![solid(note.rect)]) {
                match (mark.kind, mark.paint) {
                    (Kind::Stroke { width, length }, _) if note.look_of_kind() == Look::Line => {
                        self.lines.add(&mark.place, width, length);
                    }
                    (_, Paint { colour: Some(colour), alpha, multiplied: true }) => {
                        self.tints.push((number, mark.place, toned(colour, alpha)));
                    }
                    _ => painted.push((number, mark)),
                }
            }
        }
        Ok(())
    }

    fn look(&self) -> Result<Option<Vec<(u32, Mark)>>, PdfError> {
        let view = &self.step.old;
        let budget = self.step.roles.budget();
        let Some(mut painted) = marks::of_page(view, self.dictionary, budget)? else {
            return Ok(None);
        };
        let sheet = match inherited(view, self.dictionary, b"MediaBox")? {
            Object::Null => None,
            corners => marks::numbers(view, &corners)?,
        };
        if let Some([a, b, c, d]) = sheet.as_deref() {
            let sheet = Place::around(&[(*a, *b), (*c, *d)]);
            painted.retain(|mark| !is_paper(mark, &sheet));
        }
        let mut painted: Vec<_> = painted.into_iter().map(|mark| (0, mark)).collect();
        for other in self.others.iter().take(MAX_ANNOTATIONS) {
            // What came with this revision is looked at as it is now.
            let Object::Dictionary(annotation) = self.step.new.resolve(other)? else { continue };
            if let Some(place) = self.seen(&annotation)? {
                let number = other.as_reference().map_or(0, |id| id.0);
                painted.push((number, solid(place)));
            }
        }
        Ok(Some(painted))
    }

    /// Where another annotation is seen, if it may not be covered.
    fn seen(&self, annotation: &Dictionary) -> Result<Option<Place>, PdfError> {
        let subtype = self.step.new.get(annotation, b"Subtype")?;
        let subtype = subtype.as_name().unwrap_or_default();
        let kind = permitted::kind(subtype).map(|kind| kind.look);
        // Windows are closed, tints and lines leave what is under them to be seen, and a link is
        // seen only while the pointer is on it.
        if matches!(kind, Some(Look::Window | Look::Tint | Look::Line)) || subtype == b"Link" {
            return Ok(None);
        }
        let Some(place) = marks::rectangle(&self.step.new, annotation, b"Rect")? else {
            return Ok(None);
        };
        let flat = place.left >= place.right || place.bottom >= place.top;
        Ok((!flat || kind.is_some()).then_some(place))
    }
}

/// Something that covers all of a place.
fn solid(place: Place) -> Mark {
    let paint = Paint { colour: None, alpha: 1.0, multiplied: false };
    Mark { place, kind: Kind::Fill { rectangle: true }, paint }
}

/// A white rectangle as large as the page, near enough: what producers paint before all else.
fn is_paper(mark: &Mark, sheet: &Place) -> bool {
    let white = mark.paint.colour.is_some_and(|colour| colour.iter().all(|part| *part >= 0.98));
    let (width, height) = (sheet.right - sheet.left, sheet.top - sheet.bottom);
    let part = mark
        .place
        .common(sheet)
        .is_some_and(|on| on.right - on.left >= width * 0.9 && on.top - on.bottom >= height * 0.9);
    mark.kind == Kind::Fill { rectangle: true } && white && part
}

/// Whether a mark keeps its distance from everything.
fn is_clear(mark: &Mark, others: &[&Mark]) -> bool {
    let around = mark.place.grown(CLEARANCE);
    !others.iter().any(|other| around.common(&other.place).is_some())
}

/// A colour as it tints.
fn toned(colour: Colour, alpha: f32) -> Colour {
    colour.map(|part| 1.0 - alpha * (1.0 - part))
}

/// Whether a mark only tints what is under it: every two colours there, white among them, keep at
/// least half of their difference, all `tints` on the place taken together. It is one of them
/// then.
fn tint(mark: &Mark, own: u32, others: &[&Mark], tints: &mut Vec<(u32, Place, Colour)>) -> bool {
    let Paint { colour: Some(colour), alpha, multiplied: true } = mark.paint else { return false };
    let mut tone = toned(colour, alpha);
    for (_, _, other) in tints.iter().filter(|tint| mark.place.common(&tint.1).is_some()) {
        tone.iter_mut().zip(other).for_each(|(part, other)| *part *= other);
    }
    // Light enough, it does so whatever the colours are.
    let leaves = tone.iter().all(|part| *part >= CONTRAST) || leaves_colours(mark, &tone, others);
    if leaves {
        tints.push((own, mark.place, toned(colour, alpha)));
    }
    leaves
}

fn leaves_colours(mark: &Mark, tone: &Colour, others: &[&Mark]) -> bool {
    let mut colours: Vec<Colour> = vec![[1.0; 3]];
    for other in others.iter().filter(|other| mark.place.common(&other.place).is_some()) {
        match other.paint {
            Paint { colour: Some(under), alpha, multiplied: false } if alpha >= 1.0 => {
                if !colours.contains(&under) {
                    colours.push(under);
                }
            }
            _ => return false,
        }
        if colours.len() > MAX_COLOURS {
            return false;
        }
    }
    let difference = |one: &Colour, two: &Colour, by: &Colour| {
        let parts = one.iter().zip(two).zip(by).map(|((one, two), by)| (one - two).abs() * by);
        parts.fold(0.0_f32, f32::max)
    };
    let keeps = |one: &Colour, two: &Colour| {
        difference(one, two, tone) >= difference(one, two, &[1.0; 3]) * CONTRAST
    };
    colours.iter().all(|one| colours.iter().all(|two| keeps(one, two)))
}

/// Whether a stroke is a thin line, dark enough to be seen, through whatever text it meets.
fn is_thin(mark: &Mark, width: f32, others: &[&Mark]) -> bool {
    let seen = mark.paint.colour.is_some_and(|colour| colour.iter().any(|part| *part <= LIGHT));
    let small = |other: &&&Mark| {
        other.kind == Kind::Text && width > (other.place.top - other.place.bottom) * LINE_PART
    };
    let meets = |other: &&&Mark| mark.place.common(&other.place).is_some();
    seen && width <= LINE_WIDTH && !others.iter().filter(meets).any(|other| small(&other))
}

/// How much of each square of two grids, half a square apart, is covered.
#[derive(Default)]
struct Squares {
    covered: HashMap<(bool, i32, i32), f32>,
}

impl Squares {
    /// Adds a piece of a line; `false` where a square has too much of it then.
    fn add(&mut self, place: &Place, line_width: f32, length: f32) -> bool {
        // A dot is as long as it is wide.
        let drawn = line_width.max(PIXEL);
        let area = drawn * length.max(drawn);
        let (width, height) = (place.right - place.left, place.top - place.bottom);
        let part = area / (width * height).max(area).max(f32::MIN_POSITIVE);
        let mut little = true;
        for shifted in [false, true] {
            let by = if shifted { SQUARE / 2.0 } else { 0.0 };
            let square = |at: f32| ((at + by) / SQUARE).floor() as i32;
            let (columns, rows) = (
                square(place.left)..=square(place.right),
                square(place.bottom)..=square(place.top),
            );
            for column in columns {
                for row in rows.clone() {
                    if self.covered.len() > MAX_MARKS {
                        return false;
                    }
                    let corner = |index: i32| index as f32 * SQUARE - by;
                    let own = Place::of(corner(column), corner(row), SQUARE, SQUARE);
                    let common =
                        own.common(place).map_or(0.0, |c| (c.right - c.left) * (c.top - c.bottom));
                    let covered = self.covered.entry((shifted, column, row)).or_default();
                    *covered += common * part;
                    little &= *covered <= SQUARE * SQUARE * SQUARE_PART;
                }
            }
        }
        little
    }
}

#[cfg(test)]
mod tests;
