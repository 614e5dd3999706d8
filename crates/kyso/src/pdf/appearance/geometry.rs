//! How a page is seen: its crop box, turned, in units of its own; and where on it a placement is.

use lopdf::Dictionary;

use super::error::LookError;
use super::length::Length;
use super::placement::{Corner, Placement};
use crate::pdf::error::PdfError;
use crate::pdf::page::{inherited, turns, user_unit};
use crate::pdf::view::View;

/// A page as it is seen.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct PageBox {
    /// Left, bottom, right, top of what is shown, in user space.
    pub(super) shown: [f32; 4],
    /// Quarter turns clockwise at which it is shown.
    pub(super) turns: u8,
    /// Points in a unit of user space.
    pub(super) unit: f32,
}

/// A rectangle on a page: as its axes count, and as large as it is on paper.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Spot {
    /// Left, bottom, right, top in user space.
    pub(super) rect: [f32; 4],
    /// Width and height as it is seen, in points.
    pub(super) size: [f32; 2],
    pub(super) turns: u8,
    /// Points in a unit of user space.
    pub(super) unit: f32,
    /// Whether it had to be moved onto the page.
    pub(super) moved: bool,
}

/// How far a rectangle may reach over the edge, in points: what rounding makes of millimetres.
const OVER_THE_EDGE: f32 = 0.01;

/// The largest side of a page that is taken for one, in units.
const MAX_SIDE: f32 = 1.0e6;

impl PageBox {
    /// `number` counts from 1 and is for errors.
    pub(super) fn of(view: &View<'_>, page: &Dictionary, number: usize) -> Result<Self, PdfError> {
        let none = || PdfError::from(LookError::NoPageBox { page: number });
        let media = rectangle(view, page, b"MediaBox")?.ok_or_else(none)?;
        let shown = match rectangle(view, page, b"CropBox")? {
            // What a crop box shows is part of the media (ISO 32000-2 §14.11.2).
            Some(crop) => common(crop, media).unwrap_or(media),
            None => media,
        };
        Ok(Self { shown, turns: turns(view, page)?, unit: user_unit(view, page)? })
    }

    /// Width and height as it is seen, in points.
    fn size(&self) -> [f32; 2] {
        let [left, bottom, right, top] = self.shown;
        self.turned([(right - left) * self.unit, (top - bottom) * self.unit])
    }

    fn turned(&self, [width, height]: [f32; 2]) -> [f32; 2] {
        if self.turns % 2 == 1 { [height, width] } else { [width, height] }
    }

    /// A rectangle as it is seen, in points from the lower left corner, in user space.
    fn user_space(&self, [left, bottom, right, top]: [f32; 4]) -> [f32; 4] {
        let [l, b, r, t] = self.shown;
        let [x0, y0, x1, y1] = [left, bottom, right, top].map(|side| side / self.unit);
        match self.turns {
            1 => [r - y1, b + x0, r - y0, b + x1],
            2 => [r - x1, t - y1, r - x0, t - y0],
            3 => [l + y0, t - x1, l + y1, t - x0],
            _ => [l + x0, b + y0, l + x1, b + y1],
        }
    }

    /// A rectangle in user space as it is seen, in points from the lower left corner.
    fn as_seen(&self, [x0, y0, x1, y1]: [f32; 4]) -> [f32; 4] {
        let [l, b, r, t] = self.shown;
        let seen = match self.turns {
            1 => [y0 - b, r - x1, y1 - b, r - x0],
            2 => [r - x1, t - y1, r - x0, t - y0],
            3 => [t - y1, x0 - l, t - y0, x1 - l],
            _ => [x0 - l, y0 - b, x1 - l, y1 - b],
        };
        seen.map(|side| side * self.unit)
    }

    /// Where a placement is; `natural` is the size that the look takes where nothing says one.
    /// `None` for a placement that is not on any page as such.
    pub(super) fn spot(
        &self,
        placement: &Placement,
        natural: [f32; 2],
    ) -> Result<Option<Spot>, LookError> {
        let [width, height] = self.size();
        let points = |pair: &[Length; 2]| pair.map(Length::to_points);
        let user = match placement {
            Placement::Rect { at, size, .. } => {
                let ([x, y], [w, h]) = (points(at), points(size));
                self.user_space([x, y, x + w, y + h])
            }
            Placement::Corner { corner, margin, size, .. } => {
                let [w, h] = size.as_ref().map_or(natural, points);
                let margin = margin.to_points();
                let x = match corner {
                    Corner::TopLeft | Corner::BottomLeft => margin,
                    Corner::TopRight | Corner::BottomRight => width - margin - w,
                };
                let y = match corner {
                    Corner::BottomLeft | Corner::BottomRight => margin,
                    Corner::TopLeft | Corner::TopRight => height - margin - h,
                };
                self.user_space([x, y, x + w, y + h])
            }
            Placement::OverLeft { rect, share, size, .. } => {
                let [left, bottom, right, top] = self.as_seen(*rect);
                let [w, h] = points(size);
                let edge = left + (right - left) * share;
                let middle = (bottom + top) / 2.0;
                self.user_space([edge - w, middle - h / 2.0, edge, middle + h / 2.0])
            }
            Placement::UserSpace { rect, .. } => *rect,
            Placement::Field => return Ok(None),
        };
        self.onto(user).map(Some)
    }

    /// A rectangle in user space as it stands.
    pub(super) fn at(&self, rect: [f32; 4]) -> Result<Spot, LookError> {
        let [left, bottom, right, top] = rect;
        let size = self.turned([(right - left) * self.unit, (top - bottom) * self.unit]);
        if !size.iter().all(|side| side.is_finite() && *side > 0.0) {
            return Err(LookError::BadLength);
        }
        Ok(Spot { rect, size, turns: self.turns, unit: self.unit, moved: false })
    }

    /// The same, moved onto the page where it is not on it.
    fn onto(&self, rect: [f32; 4]) -> Result<Spot, LookError> {
        let spot = self.at(rect)?;
        let [left, bottom, right, top] = rect;
        let [l, b, r, t] = self.shown;
        let (left, right) = within(left, right, l, r);
        let (bottom, top) = within(bottom, top, b, t);
        let shifted = self.at([left, bottom, right, top])?;
        let far = |(one, other): (&f32, &f32)| (one - other).abs() * self.unit > OVER_THE_EDGE;
        let moved = rect.iter().zip(&shifted.rect).any(far);
        Ok(Spot { moved, ..if moved { shifted } else { spot } })
    }
}

/// A span moved, and where it is too long cut, so that it lies in another.
fn within(low: f32, high: f32, least: f32, most: f32) -> (f32, f32) {
    let length = (high - low).min(most - least);
    let low = low.clamp(least, (most - length).max(least));
    (low, low + length)
}

fn common(one: [f32; 4], other: [f32; 4]) -> Option<[f32; 4]> {
    let [a, b, c, d] = one;
    let [e, f, g, h] = other;
    let both = [a.max(e), b.max(f), c.min(g), d.min(h)];
    let [left, bottom, right, top] = both;
    (left < right && bottom < top).then_some(both)
}

/// An inherited rectangle with an area, its corners in order.
fn rectangle(view: &View<'_>, page: &Dictionary, key: &[u8]) -> Result<Option<[f32; 4]>, PdfError> {
    let lopdf::Object::Array(sides) = inherited(view, page, key)? else { return Ok(None) };
    let mut found = Vec::with_capacity(4);
    for side in sides.iter().take(4) {
        match view.resolve(side)?.as_float() {
            Ok(side) if side.abs() <= MAX_SIDE => found.push(side),
            _ => return Ok(None),
        }
    }
    Ok(match found.as_slice() {
        &[a, b, c, d] => {
            let [left, bottom, right, top] = [a.min(c), b.min(d), a.max(c), b.max(d)];
            (left < right && bottom < top).then_some([left, bottom, right, top])
        }
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdf::appearance::PageChoice;

    const PAGE: PageBox = PageBox { shown: [10.0, 20.0, 210.0, 320.0], turns: 0, unit: 1.0 };

    fn rect(at: [f32; 2], size: [f32; 2]) -> Placement {
        let points = |pair: [f32; 2]| pair.map(Length::points);
        Placement::Rect { page: PageChoice::default(), at: points(at), size: points(size) }
    }

    #[test]
    fn a_rectangle_is_where_it_is_seen() {
        let seen = |turns, unit| {
            let page = PageBox { turns, unit, ..PAGE };
            page.spot(&rect([20.0, 40.0], [60.0, 10.0]), [0.0; 2]).unwrap().unwrap()
        };
        assert_eq!(seen(0, 1.0).rect, [30.0, 60.0, 90.0, 70.0]);
        // Turned clockwise, the page's right edge is below.
        assert_eq!(seen(1, 1.0).rect, [160.0, 40.0, 170.0, 100.0]);
        assert_eq!(seen(2, 1.0).rect, [130.0, 270.0, 190.0, 280.0]);
        assert_eq!(seen(3, 1.0).rect, [50.0, 240.0, 60.0, 300.0]);
        for turns in 0..4 {
            assert_eq!(seen(turns, 1.0).size, [60.0, 10.0]);
        }
        let double = seen(0, 2.0);
        assert_eq!((double.rect, double.size), ([20.0, 40.0, 50.0, 45.0], [60.0, 10.0]));
    }

    #[test]
    fn user_space_and_back_is_the_same() {
        for (turns, unit) in [(0, 1.0), (1, 2.0), (2, 0.5), (3, 4.0)] {
            let page = PageBox { turns, unit, ..PAGE };
            let seen = [20.0, 40.0, 80.0, 50.0];
            assert_eq!(page.as_seen(page.user_space(seen)), seen, "{turns}");
        }
    }

    #[test]
    fn a_seal_covers_the_left_third_as_it_is_seen() {
        for turns in 0..4 {
            let page = PageBox { turns, ..PAGE };
            let size = [Length::points(20.0), Length::points(30.0)];
            let (rect, share) = (page.user_space([60.0, 60.0, 120.0, 80.0]), 1.0 / 3.0);
            let over = Placement::OverLeft { page: PageChoice::default(), rect, share, size };
            let spot = page.spot(&over, [0.0; 2]).unwrap().unwrap();
            assert_eq!(page.as_seen(spot.rect), [60.0, 55.0, 80.0, 85.0], "{turns}");
        }
    }

    #[test]
    fn what_reaches_over_the_edge_is_moved() {
        let at = |at, size| PAGE.spot(&rect(at, size), [0.0; 2]).unwrap().unwrap();
        let over = at([190.0, -5.0], [60.0, 10.0]);
        assert_eq!((over.rect, over.moved), ([150.0, 20.0, 210.0, 30.0], true));
        let large = at([0.0, 0.0], [900.0, 10.0]);
        assert_eq!((large.size, large.moved), ([200.0, 10.0], true));
        assert!(!at([140.0, 0.0], [60.0, 10.0]).moved);
        let none = PAGE.spot(&rect([0.0; 2], [0.0, 5.0]), [0.0; 2]);
        assert_eq!(none, Err(LookError::BadLength));
    }

    #[test]
    fn corners_are_those_of_the_page_as_seen() {
        let page = PageBox { turns: 1, ..PAGE };
        let corner = |corner| {
            let margin = Length::points(5.0);
            let page_choice = PageChoice::default();
            let placement = Placement::Corner { page: page_choice, corner, margin, size: None };
            page.spot(&placement, [40.0, 20.0]).unwrap().unwrap().rect
        };
        // Seen 300 wide and 200 high.
        assert_eq!(corner(Corner::BottomLeft), page.user_space([5.0, 5.0, 45.0, 25.0]));
        assert_eq!(corner(Corner::TopRight), page.user_space([255.0, 175.0, 295.0, 195.0]));
    }
}
