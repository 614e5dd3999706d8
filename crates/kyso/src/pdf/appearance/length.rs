//! Lengths on paper, in points or millimetres.

/// Points to a millimetre: 72 to an inch of 25.4 mm.
const POINTS_PER_MM: f32 = 72.0 / 25.4;

/// A length on paper.
///
/// ```
/// use kyso::pdf::Length;
/// assert_eq!(Length::mm(25.4), Length::points(72.0));
/// ```
#[derive(Clone, Copy, PartialEq, PartialOrd, Debug, Default)]
pub struct Length(f32);

impl Length {
    /// None.
    pub const ZERO: Self = Self(0.0);

    /// In points: an inch has 72.
    #[must_use]
    pub const fn points(points: f32) -> Self {
        Self(points)
    }

    /// In millimetres.
    #[must_use]
    pub fn mm(millimetres: f32) -> Self {
        Self(millimetres * POINTS_PER_MM)
    }

    /// In points.
    #[must_use]
    pub const fn to_points(self) -> f32 {
        self.0
    }
}

/// Reads `12`, `12pt` or `12mm`; a bare number is points.
impl std::str::FromStr for Length {
    type Err = LengthError;

    fn from_str(text: &str) -> Result<Self, LengthError> {
        let text = text.trim();
        let (number, unit): (_, fn(f32) -> Self) = match text.strip_suffix("mm") {
            Some(number) => (number, Self::mm),
            None => (text.strip_suffix("pt").unwrap_or(text), Self::points),
        };
        let value: f32 = number.trim().parse().map_err(|_| LengthError)?;
        let length = unit(value);
        if length.0.is_finite() { Ok(length) } else { Err(LengthError) }
    }
}

/// A text is no length.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("not a length in points (12, 12pt) or millimetres (12mm)")]
pub struct LengthError;

#[cfg(test)]
mod tests {
    use super::Length;

    #[test]
    fn both_units_are_read() {
        assert_eq!("12".parse(), Ok(Length::points(12.0)));
        assert_eq!(" 12.5 pt".parse(), Ok(Length::points(12.5)));
        assert!(("25.4mm".parse::<Length>().unwrap().to_points() - 72.0).abs() < 1e-4);
        for wrong in ["", "mm", "12cm", "inf", "NaN"] {
            assert!(wrong.parse::<Length>().is_err(), "{wrong}");
        }
    }
}
