//! What a look paints with: enough of the graphics state to tell text that is seen from text in
//! the colour of its ground (ISO 32000-2 §8.4, §8.6).

/// Widest line of a border, in points.
const WIDEST_LINE: f32 = 5.0;

/// Least difference of lightness between text and its ground.
const CONTRAST: f32 = 0.2;

/// Open `q`; honest looks have two.
const DEEPEST: usize = 32;

/// The lightness of what is filled with, from 0 (black) to 1.
#[derive(Clone, Debug, Default)]
pub(super) struct Ink {
    fill: f32,
    saved: Vec<f32>,
}

impl Ink {
    /// An operator of the graphics state; `false` where it is none that a field's text needs.
    pub(super) fn step(&mut self, operator: &str, values: &[f32]) -> bool {
        match (operator, values) {
            ("q", []) => {
                self.saved.push(self.fill);
                self.saved.len() <= DEEPEST
            }
            ("Q", []) => {
                let saved = self.saved.pop();
                self.fill = saved.unwrap_or(self.fill);
                saved.is_some()
            }
            ("w", [width]) => (0.0..=WIDEST_LINE).contains(width),
            (_, values) => match lightness(values) {
                Some(lightness) => {
                    self.fill = lightness;
                    true
                }
                None => false,
            },
        }
    }

    /// How light what is filled now is.
    pub(super) fn lightness(&self) -> f32 {
        self.fill
    }

    /// Whether text is seen on a ground of this lightness.
    pub(super) fn is_seen_on(&self, ground: f32) -> bool {
        (self.fill - ground).abs() >= CONTRAST
    }
}

/// Lightness of a colour of one, three or four parts (ISO 32000-2 §10.4.2).
fn lightness(values: &[f32]) -> Option<f32> {
    let rgb = |r: f32, g: f32, b: f32| 0.3 * r + 0.59 * g + 0.11 * b;
    let found = match *values {
        [gray] => gray,
        [r, g, b] => rgb(r, g, b),
        [c, m, y, k] => 1.0 - (rgb(c, m, y) + k).min(1.0),
        _ => return None,
    };
    (0.0..=1.0).contains(&found).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::Ink;

    #[test]
    fn text_is_seen_on_another_ground_only() {
        let (paper, black) = (1.0, 0.0);
        let mut ink = Ink::default();
        assert!(ink.is_seen_on(paper));
        assert!(ink.step("g", &[1.0]) && !ink.is_seen_on(paper));
        assert!(ink.step("q", &[]) && ink.step("k", &[0.0, 0.0, 0.0, 1.0]));
        assert!(ink.is_seen_on(paper) && !ink.is_seen_on(black));
        assert!(ink.step("Q", &[]) && ink.is_seen_on(black));
        assert!(ink.step("rg", &[0.0, 0.0, 0.5]) && !ink.is_seen_on(black));
        assert!(!ink.step("Q", &[]) && !ink.step("w", &[80.0]) && !ink.step("g", &[f32::NAN]));
    }
}
