//! What of a look hides what it lies over: its ground, a QR code, a picture that is not seen
//! through.

use lopdf::ObjectId;

use super::draw::Drawing;
use super::geometry::Spot;
use super::look::Look;
use super::visible::{Existing, Visible, place};
use crate::pdf::error::PdfError;
use crate::pdf::view::View;

/// Places of a page that a look hides.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Opaque {
    pub(crate) page: ObjectId,
    /// Counted from 1.
    pub(crate) number: usize,
    /// Left, bottom, right, top in user space.
    pub(crate) places: Vec<[f32; 4]>,
    /// Where it leaves dark ink: little of it hides nothing.
    pub(crate) inks: Vec<[f32; 4]>,
}

impl Look {
    /// Whether something of it hides what it lies over.
    fn hides(&self) -> bool {
        self.background.is_some() || self.qr.is_some() || self.picture.is_some()
    }
}

impl Spot {
    /// A part of what is drawn in it, left, bottom, right, top as it is seen, in user space.
    fn part(&self, [l, b, r, t]: [f32; 4]) -> [f32; 4] {
        let [width, height] = self.size;
        let [x0, y0, x1, y1] = match self.turns {
            1 => [height - t, l, height - b, r],
            2 => [width - r, height - t, width - l, height - b],
            3 => [b, width - r, t, width - l],
            _ => [l, b, r, t],
        };
        let [left, bottom, right, top] = self.rect;
        let (across, up) = if self.turns % 2 == 1 { (height, width) } else { (width, height) };
        let (x, y) = ((right - left) / across, (top - bottom) / up);
        [left + x0 * x, bottom + y0 * y, left + x1 * x, bottom + y1 * y]
    }
}

/// What a look hides of its page; `None` where it hides nothing, whatever lies under it.
///
/// # Errors
/// The look cannot be drawn, or there is no such place.
pub(crate) fn opaque(
    view: &View<'_>,
    visible: &Visible,
    existing: Option<&Existing<'_>>,
) -> Result<Option<Opaque>, PdfError> {
    if !visible.look.hides() {
        return Ok(None);
    }
    let drawing = Drawing::new(&visible.look, &visible.values)?;
    let (number, page, spot) = place(view, visible, existing, drawing.natural())?;
    let at = |parts: Vec<[f32; 4]>| parts.into_iter().map(|part| spot.part(part)).collect();
    let (places, inks) = drawing.opaque(spot.size);
    Ok(Some(Opaque { page, number, places: at(places), inks: at(inks) }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_where_it_is_seen_on_a_turned_page() {
        let spot = |turns| Spot {
            rect: [100.0, 200.0, 120.0, 240.0],
            size: if turns % 2 == 1 { [40.0, 20.0] } else { [20.0, 40.0] },
            turns,
            unit: 1.0,
            moved: false,
        };
        // The lower left eighth of what is seen upright.
        assert_eq!(spot(0).part([0.0, 0.0, 10.0, 10.0]), [100.0, 200.0, 110.0, 210.0]);
        // Turned clockwise, the seen left lower corner is the right lower one of the page.
        assert_eq!(spot(1).part([0.0, 0.0, 10.0, 10.0]), [110.0, 200.0, 120.0, 210.0]);
        assert_eq!(spot(2).part([0.0, 0.0, 10.0, 10.0]), [110.0, 230.0, 120.0, 240.0]);
        assert_eq!(spot(3).part([0.0, 0.0, 10.0, 10.0]), [100.0, 230.0, 110.0, 240.0]);
    }
}
