//! Where a signature is seen.

use serde::{Serialize, Serializer};

/// The place of a signature on a page of a PDF.
#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
#[non_exhaustive]
pub struct Place {
    /// The page, counted from 1.
    pub page: usize,
    /// Left, bottom, right, top in points, in the page's own coordinates (ISO 32000-2 §7.9.5).
    #[serde(serialize_with = "hundredths")]
    pub rect: [f32; 4],
}

impl Place {
    /// `None` where nothing can be seen there.
    pub(crate) fn new(page: usize, [a, b, c, d]: [f32; 4]) -> Option<Self> {
        let rect = [a.min(c), b.min(d), a.max(c), b.max(d)];
        let [left, bottom, right, top] = rect;
        let seen = rect.iter().all(|edge| edge.is_finite()) && right > left && top > bottom;
        seen.then_some(Self { page, rect })
    }
}

/// Two digits behind the point are finer than any printer.
fn hundredths<S: Serializer>(rect: &[f32; 4], serializer: S) -> Result<S::Ok, S::Error> {
    rect.map(|edge| (f64::from(edge) * 100.0).round() / 100.0).serialize(serializer)
}

// No edge is NaN.
impl Eq for Place {}
