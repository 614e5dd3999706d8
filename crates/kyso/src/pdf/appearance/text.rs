//! Lines of text in a box: broken at spaces, in the largest size that fits.

use super::error::LookError;
use super::font::Glyphs;

/// Sizes that are tried where none is given, in points.
const LARGEST: f32 = 12.0;
const SMALLEST: f32 = 4.0;
const STEP: f32 = 0.25;

/// From one line to the next, in parts of the size.
pub(super) const LEADING: f32 = 1.2;

/// What rounding may add, in points.
const SLACK: f32 = 0.01;

/// Lines as they come to stand.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Block {
    pub(super) size: f32,
    pub(super) lines: Vec<String>,
}

impl Block {
    pub(super) fn height(&self) -> f32 {
        self.lines.len() as f32 * self.size * LEADING
    }
}

/// Breaks and sizes lines for a box of `width` and `height` points.
pub(super) fn fit(
    glyphs: &Glyphs,
    lines: &[String],
    size: Option<f32>,
    [width, height]: [f32; 2],
) -> Result<Block, LookError> {
    let block = |size: f32| Block { size, lines: broken(glyphs, lines, width / size) };
    if let Some(size) = size {
        let block = block(size);
        return if fits(glyphs, &block, width, height) {
            Ok(block)
        } else {
            Err(too_long(&block, height))
        };
    }
    let mut size = LARGEST;
    // A text that would be broken more often is rather set a little smaller.
    let whole = (SMALLEST.max(7.0), lines.len());
    let mut found: Option<Block> = None;
    while size >= SMALLEST {
        let tried = block(size);
        if fits(glyphs, &tried, width, height) && !breaks_words(glyphs, lines, width / size) {
            if tried.lines.len() <= whole.1 {
                return Ok(tried);
            }
            found.get_or_insert(tried);
            if size < whole.0 {
                break;
            }
        }
        size -= STEP;
    }
    let smallest = || {
        let block = block(SMALLEST);
        if fits(glyphs, &block, width, height) { Ok(block) } else { Err(too_long(&block, height)) }
    };
    found.map_or_else(smallest, Ok)
}

fn too_long(block: &Block, room: f32) -> LookError {
    LookError::TextTooLong { needed: block.height().ceil() as usize, room: room as usize }
}

fn fits(glyphs: &Glyphs, block: &Block, width: f32, height: f32) -> bool {
    let wide = |line: &String| glyphs.width(line) * block.size > width + SLACK;
    block.height() <= height + SLACK && !block.lines.iter().any(wide)
}

/// Whether a word alone is wider than a line.
fn breaks_words(glyphs: &Glyphs, lines: &[String], width: f32) -> bool {
    lines.iter().flat_map(|line| line.split(' ')).any(|word| glyphs.width(word) > width)
}

/// Lines no wider than `width`, in parts of the size. A word that is wider alone is broken itself.
fn broken(glyphs: &Glyphs, lines: &[String], width: f32) -> Vec<String> {
    let space = glyphs.width(" ");
    let mut out = Vec::new();
    for line in lines {
        let (mut current, mut used) = (String::new(), 0.0);
        for word in line.split(' ').filter(|word| !word.is_empty()) {
            let needed = glyphs.width(word);
            if !current.is_empty() && used + space + needed > width {
                out.push(std::mem::take(&mut current));
                used = 0.0;
            }
            if !current.is_empty() {
                current.push(' ');
                used += space;
            }
            for character in word.chars() {
                let one = glyphs.get(character).map_or(0.0, |glyph| glyph.width);
                if needed > width && !current.is_empty() && used + one > width {
                    out.push(std::mem::take(&mut current));
                    used = 0.0;
                }
                current.push(character);
                used += one;
            }
        }
        out.push(current);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdf::appearance::Font;

    fn run(text: &str, size: Option<f32>, room: [f32; 2]) -> Result<Block, LookError> {
        let glyphs = Glyphs::of(&Font::default(), &format!("{text} ").replace('\n', "")).unwrap();
        let lines: Vec<String> = text.split('\n').map(str::to_owned).collect();
        fit(&glyphs, &lines, size, room)
    }

    #[test]
    fn a_size_is_chosen_so_that_all_fits() {
        let roomy = run("Nguyễn Văn Đức\nUBND", None, [200.0, 60.0]).unwrap();
        assert_eq!((roomy.size, roomy.lines.len()), (LARGEST, 2));
        let narrow = run("Nguyễn Văn Đức", None, [60.0, 60.0]).unwrap();
        assert!(narrow.size < LARGEST && narrow.lines.len() == 1, "{narrow:?}");
        let low = run("a\nb\nc", None, [200.0, 20.0]).unwrap();
        assert!(low.height() <= 20.01);
    }

    #[test]
    fn lines_break_at_spaces_and_long_words_anywhere() {
        let broken = run("Ủy ban nhân dân", Some(10.0), [36.0, 100.0]).unwrap();
        assert_eq!(broken.lines, ["Ủy ban", "nhân", "dân"]);
        let word = run("AAAAAAAA", Some(10.0), [30.0, 100.0]).unwrap();
        assert_eq!(word.lines.concat(), "AAAAAAAA");
        assert!(word.lines.len() > 1);
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        let error = run("a\nb\nc", Some(10.0), [100.0, 30.0]).unwrap_err();
        assert!(matches!(error, LookError::TextTooLong { .. }), "{error:?}");
        assert!(run("a\nb\nc", None, [100.0, 3.0]).is_err());
    }
}
