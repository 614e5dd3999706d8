//! Where on the document's pages a signature is seen, as the caller says it.

use super::length::Length;

/// A page of a document.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PageChoice {
    /// By its number, counted from 1.
    Number(usize),
    /// The last one.
    Last,
}

impl Default for PageChoice {
    fn default() -> Self {
        Self::Number(1)
    }
}

impl From<usize> for PageChoice {
    fn from(number: usize) -> Self {
        Self::Number(number)
    }
}

/// A corner of a page as it is seen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Corner {
    /// Top left.
    TopLeft,
    /// Top right.
    TopRight,
    /// Bottom left.
    BottomLeft,
    /// Bottom right.
    BottomRight,
}

/// Where a signature is seen. What reaches over the edge of its page is moved back onto it, and
/// made smaller where it is larger than the page; the signed document says so
/// ([`Signed::is_look_moved`](crate::sign::Signed::is_look_moved)).
#[derive(Clone, PartialEq, Debug)]
#[non_exhaustive]
pub enum Placement {
    /// In the rectangle of the field that is signed, which must be there and have one. The field is
    /// named with [`field`](crate::sign::SignatureBuilder::field), or it is the only empty one.
    Field,
    /// In a rectangle on the page as it is seen, upright and cut to its crop box, in lengths on
    /// paper, whatever `/UserUnit` says.
    Rect {
        /// The page.
        page: PageChoice,
        /// Of the lower left corner: its distance from the left and from the bottom of the page.
        at: [Length; 2],
        /// Width and height.
        size: [Length; 2],
    },
    /// In a corner of the page as it is seen.
    Corner {
        /// The page.
        page: PageChoice,
        /// Which corner.
        corner: Corner,
        /// The distance from both edges.
        margin: Length,
        /// Width and height; `None` takes what the look needs.
        size: Option<[Length; 2]>,
    },
    /// Over the left part of another widget, as both are seen: its right edge at a share of the
    /// other's width, its middle as high as the other's.
    OverLeft {
        /// The page.
        page: PageChoice,
        /// `/Rect` of the other: left, bottom, right, top in default user space.
        rect: [f32; 4],
        /// The share of its width that is covered, 0 to 1.
        share: f32,
        /// Width and height.
        size: [Length; 2],
    },
    /// In a rectangle as the page's own axes count (ISO 32000-2 §8.3.2.3, default user space): as
    /// `/Rect` of another widget, or as text was found.
    UserSpace {
        /// The page.
        page: PageChoice,
        /// Left, bottom, right, top.
        rect: [f32; 4],
    },
}

/// Pages that get the look as a plain stamp, beside the one with the signature.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum PageRange {
    /// All others.
    All,
    /// From one number to another, both included, counted from 1.
    Numbers(usize, usize),
}
